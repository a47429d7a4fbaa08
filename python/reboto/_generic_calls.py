"""Any action of a service by its name, as boto's connections offer it."""

from __future__ import annotations

from reboto._lazy import abc, typing


class QueryCalls:
    """Calls that name their action: for what has no method of its own."""

    def get_status(
        self,
        action: str,
        params: abc.Mapping[str, typing.Any] | None = None,
        path: str = "/",
        parent: typing.Any = None,
        verb: str = "GET",  # noqa: ARG002 - boto's
    ) -> typing.Any:
        """Send any action of the service's Query API by its name.

        Parameters
        ----------
        action : str
            Name of the action, such as ``"StartInstanceRefresh"``.
        params : dict, optional
            Its parameters, written out: ``{"Filters.member.1.Name": "key"}``.
        path : str, default "/"
            Path below the service's.
        parent : object, optional
            What objects made of the answer carry in place of the connection.
        verb : str, default "GET"
            Not used: reboto sends POST, which takes parameters of any length.

        Returns
        -------
        bool
            True.

        Raises
        ------
        BotoServerError
            If AWS refuses it.
        """
        return self._query(action, params, path, parent or None, "status")

    def get_object(
        self,
        action: str,
        params: abc.Mapping[str, typing.Any] | None,
        cls: typing.Any,
        path: str = "/",
        parent: typing.Any = None,
        verb: str = "GET",  # noqa: ARG002 - boto's
    ) -> typing.Any:
        """Send any action of the service's Query API; make one object of its answer.

        Parameters
        ----------
        action, path, verb : str
            As for `get_status`.
        params : dict, optional
            As for `get_status`.
        parent : object, optional
            As for `get_status`.
        cls : type
            A class of reboto's; or one of your own, whose ``startElement`` and
            ``endElement`` are called as boto did, or which is given an attribute
            for each element.

        Returns
        -------
        object
            Of `cls`.

        Raises
        ------
        BotoServerError
            If AWS refuses it.
        """
        return self._query(action, params, path, parent or None, cls)

    def get_list(
        self,
        action: str,
        params: abc.Mapping[str, typing.Any] | None,
        markers: abc.Sequence[tuple[str, typing.Any]],
        path: str = "/",
        parent: typing.Any = None,
        verb: str = "GET",  # noqa: ARG002 - boto's
    ) -> typing.Any:
        """Send any action of the service's Query API; make a list of its answer.

        Parameters
        ----------
        action, path, verb : str
            As for `get_status`.
        params : dict, optional
            As for `get_status`.
        parent : object, optional
            As for `get_status`.
        markers : list of tuple
            Each an element's name and the class to make of it, such as
            ``[("member", ScalingPolicy)]``.

        Returns
        -------
        ResultSet
            One page; ``next_token`` is set where more follow.

        Raises
        ------
        BotoServerError
            If AWS refuses it.
        """
        return self._query(action, params, path, parent or None, list(markers))

    def make_request(
        self,
        action: str,
        params: abc.Mapping[str, typing.Any] | None = None,
        path: str = "/",
        verb: str = "GET",  # noqa: ARG002 - boto's
    ) -> typing.Any:
        """Send any action of the service's Query API; give its answer as it came.

        Parameters
        ----------
        action, path, verb : str
            As for `get_status`.
        params : dict, optional
            As for `get_status`.

        Returns
        -------
        HTTPResponse
            Also where AWS answers with an error.
        """
        return self._query(action, params, path, None, "response")

    _query: typing.Any
