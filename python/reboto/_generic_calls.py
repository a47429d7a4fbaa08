"""Generic calls of a service's Query API by action name, as in boto."""

from __future__ import annotations

from reboto import _core
from reboto._lazy import TYPE_CHECKING, abc, typing


class QueryCalls:
    """Generic calls, for actions without a method."""

    # Hidden from type checkers, which would accept any name.
    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> typing.Any:
            """Raise an AttributeError that names the method of an operation of AWS."""
            if name.startswith("_") or hasattr(type(self), name):
                # With Python's message, or that of a property.
                return object.__getattribute__(self, name)
            from reboto._missing_methods import explain

            raise AttributeError(explain(type(self), name), name=name, obj=self)

    def get_status(
        self,
        action: str,
        params: abc.Mapping[str, typing.Any] | None = None,
        path: str = "/",
        parent: typing.Any = None,
        verb: str = "GET",  # noqa: ARG002 - boto's
    ) -> typing.Any:
        """Call any action of the service's Query API by name.

        Parameters
        ----------
        action : str
            Name of the action, such as ``"StartInstanceRefresh"``.
        params : dict, optional
            Flattened parameters of the action: ``{"Filters.member.1.Name": "key"}``.
        path : str, default "/"
            Path, relative to the path of the connection.
        parent : object, optional
            Passed to objects made from the response instead of the connection.
        verb : str, default "GET"
            Ignored: reboto always sends POST, which has no limit on the length of parameters.

        Returns
        -------
        bool
            True.

        Raises
        ------
        BotoServerError
            If AWS returns an error.
        """
        return self._query(*_checked(action, params, path), _parent_of(parent), "status")

    def get_object(
        self,
        action: str,
        params: abc.Mapping[str, typing.Any] | None,
        cls: typing.Any,
        path: str = "/",
        parent: typing.Any = None,
        verb: str = "GET",  # noqa: ARG002 - boto's
    ) -> typing.Any:
        """Call any action of the service's Query API and return one object.

        Parameters
        ----------
        action, path, verb : str
            See `get_status`.
        params : dict, optional
            See `get_status`.
        parent : object, optional
            See `get_status`.
        cls : type
            Class of the object: one of reboto's classes, or your class. The methods
            ``startElement`` and ``endElement`` of your class are called as in boto; without
            them, each element becomes an attribute.

        Returns
        -------
        object
            An instance of `cls`.

        Raises
        ------
        BotoServerError
            If AWS returns an error.
        """
        return self._query(*_checked(action, params, path), _parent_of(parent), cls)

    def get_list(
        self,
        action: str,
        params: abc.Mapping[str, typing.Any] | None,
        markers: abc.Sequence[tuple[str, typing.Any]],
        path: str = "/",
        parent: typing.Any = None,
        verb: str = "GET",  # noqa: ARG002 - boto's
    ) -> typing.Any:
        """Call any action of the service's Query API and return a list.

        Parameters
        ----------
        action, path, verb : str
            See `get_status`.
        params : dict, optional
            See `get_status`.
        parent : object, optional
            See `get_status`.
        markers : list of tuple
            Pairs of an element name and the class of its items, such as
            ``[("member", ScalingPolicy)]``.

        Returns
        -------
        ResultSet
            One page; ``next_token`` is set if there are more pages.

        Raises
        ------
        BotoServerError
            If AWS returns an error.
        """
        if not hasattr(markers, "__iter__") or isinstance(markers, type):
            raise TypeError(
                "markers must be a list of pairs of an element's name and a class, such as "
                f"[('member', ScalingPolicy)], got {_core.shown(markers)}"
            )
        return self._query(
            *_checked(action, params, path), _parent_of(parent), _core.gather("markers", markers)
        )

    def make_request(
        self,
        action: str,
        params: abc.Mapping[str, typing.Any] | None = None,
        path: str = "/",
        verb: str = "GET",  # noqa: ARG002 - boto's
    ) -> typing.Any:
        """Call any action of the service's Query API and return the HTTP response.

        Parameters
        ----------
        action, path, verb : str
            See `get_status`.
        params : dict, optional
            See `get_status`.

        Returns
        -------
        HTTPResponse
            The response, even if it is an error response.
        """
        return self._query(*_checked(action, params, path), None, "response")

    _query: typing.Any


def _parent_of(parent: typing.Any) -> typing.Any:
    """Return the parent, or None if it is false, as in boto."""
    if parent is None:
        return None
    from reboto._arguments import is_true

    return parent if is_true(parent) else None


def _checked(action: object, params: object, path: object) -> tuple[object, object, object]:
    """Return the arguments; raise TypeError or ValueError if a name is no text."""
    given: dict[str, typing.Any] = {"action": action, "path": path}
    for name, value in given.items():
        try:
            # Not the value's own method: an object may only pretend to be a string.
            str.encode(value)
        except TypeError:
            shown = f"{_core.shown(value)} ({type(value).__name__})"
            raise TypeError(f"{name} must be a string, got {shown}") from None
        except UnicodeEncodeError:
            shown = _core.shown(value)
            raise ValueError(f"{name} must be text without lone surrogates, got {shown}") from None
    return action, params, path
