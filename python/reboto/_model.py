"""Base classes of objects that are read from or sent to AWS."""

from __future__ import annotations

from reboto._error_types import NoConnectionError
from reboto._lazy import TYPE_CHECKING, HtmlColumns, LazyModule, Style, Styled, abc, typing

if TYPE_CHECKING:
    _V = typing.TypeVar("_V", bound="Connected")
    _M = typing.TypeVar("_M", bound="Members")
else:
    # For `typing.get_type_hints`.
    _V, _M = "Connected", "Members"

# Conversions of members. The module imports this one.
structure: typing.Any = LazyModule("reboto._structure")


class Connected:
    """A mixin for objects with a `connection` that is not part of their value.

    Copies keep the connection; pickles do not.
    """

    def __getstate__(self) -> typing.Any:
        state = dict(vars(self))
        if "connection" in state:
            state["connection"] = None
        received = getattr(self, "_received", None)
        # The form of a state with slots.
        return state if received is None else (state, {"_received": received})

    def __copy__(self: _V) -> _V:
        return _rebuild(self, lambda part: part, {})

    def __deepcopy__(self: _V, memo: dict[int, typing.Any]) -> _V:
        import copy

        return _rebuild(self, lambda part: copy.deepcopy(part, memo), memo)


class Value(Connected):
    """An object that is compared by its attributes, which are those of boto.

    Two values are equal if their types and all attributes except `connection`
    are equal. The hash depends on the type and the attribute named by
    `_identity`, so changing that attribute changes the hash.
    """

    _identity: typing.ClassVar[str] = "name"
    # Columns shown in a notebook; by default, all attributes.
    _html_columns: typing.ClassVar[HtmlColumns] = {}
    connection: typing.Any

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return _content(self) == _content(other)

    def __hash__(self) -> int:
        try:
            return hash((type(self), vars(self).get(self._identity)))
        except TypeError:
            return hash(type(self))

    def _repr_html_(self) -> str:
        from reboto._html import one

        public = (name for name in _content(self) if not name.startswith("_"))
        return one(self, self._html_columns or {name: name for name in public})


class Resource(Value, Styled[Style]):
    """A value with methods that make calls through its connection.

    Its class is generic over the style of the connection. Methods have overloads for both
    styles, so that type checkers report calls that are not awaited.
    """

    def _require_connection(self) -> typing.Any:
        """Return the connection; raise NoConnectionError if it is not set."""
        connection = getattr(self, "connection", None)
        if connection is None:
            raise NoConnectionError(
                f"{self!r} has no connection; get it from a call of a connection, create it with "
                f"{type(self).__name__}(connection, ...), or set its `connection` attribute"
            )
        return connection


def _content(value: object) -> dict[str, typing.Any]:
    return {name: part for name, part in vars(value).items() if name != "connection"}


def _rebuild(
    original: _V, convert: abc.Callable[[typing.Any], typing.Any], memo: dict[int, typing.Any]
) -> _V:
    """Copy an object with its list items and dictionary entries."""
    reduced: typing.Any = original.__reduce_ex__(4)
    make, arguments = reduced[:2]
    items, pairs = (*reduced[3:], None, None)[:2]
    copy: _V = make(*arguments)
    memo[id(original)] = copy
    received = getattr(original, "_received", None)
    if received is not None:
        copy._received = received  # type: ignore[attr-defined]
    for name, part in vars(original).items():
        vars(copy)[name] = part if name == "connection" else convert(part)
    for item in items or ():
        copy.append(convert(item))  # type: ignore[attr-defined]
    for key, item in pairs or ():
        copy[convert(key)] = convert(item)  # type: ignore[index]
    return copy


class Alias:
    """Another name of an attribute, which can be read, set and deleted.

    Parameters
    ----------
    attribute : str
        Name of the attribute.
    """

    __slots__ = ("attribute",)

    def __init__(self, attribute: str) -> None:
        self.attribute = attribute

    def __get__(self, value: object, owner: type) -> typing.Any:
        return self if value is None else getattr(value, self.attribute)

    def __set__(self, value: object, given: object) -> None:
        setattr(value, self.attribute, given)

    def __delete__(self, value: object) -> None:
        delattr(value, self.attribute)


class Members:
    """A mixin with the names of AWS's model, for classes of boto and for structures.

    Aliases are descriptors instead of a `__setattr__`, so that setting an attribute stays as
    fast as on any object: a page of responses sets thousands. Conversions are in
    `reboto._structure`, which is imported when they are used, to keep startup fast.
    """

    __slots__ = ()

    # AWS's name of each attribute.
    _names: typing.ClassVar[dict[str, str]] = {}
    # The attribute of each other name: AWS's, and AWS's in snake case if boto has another name.
    _aliases: typing.ClassVar[dict[str, str]] = {}
    # Attributes with other values than text, numbers and times: "dimensions", "tags", "list",
    # the path of a class, or the path of a class in brackets for a list of objects.
    _types: typing.ClassVar[dict[str, str]] = {}

    def __init_subclass__(cls, **kwargs: typing.Any) -> None:
        super().__init_subclass__(**kwargs)
        for alias, attribute in vars(cls).get("_aliases", {}).items():
            setattr(cls, alias, Alias(attribute))

    @classmethod
    def _attribute(cls, name: str) -> str | None:
        """Return the attribute of a name, AWS's or reboto's; None if no member has the name."""
        return name if name in cls._names else cls._aliases.get(name)

    @classmethod
    def _from_dict(cls: type[_M], given: abc.Mapping[str, typing.Any]) -> _M:
        """Return an object with the members of a dict, under any of their names."""
        value: _M = structure.from_dict(cls, given)
        return value

    def _as_dict(self) -> dict[str, typing.Any]:
        """Return the members that are set, in the form of boto3."""
        members: dict[str, typing.Any] = structure.as_dict(self)
        return members

    def _take_keywords(self, given: abc.Mapping[str, typing.Any]) -> None:
        """Set members from keywords of the constructor, under any of their names."""
        if given:
            structure.take_keywords(self, given)

    def _take_known_keywords(self, given: abc.Mapping[str, typing.Any]) -> None:
        """Set members from keywords; warn of those that name no member, which boto ignored."""
        if given:
            structure.take_known_keywords(self, given)


class ListElement(list[str]):
    """A list of strings of an object, such as the availability zones of a group.

    Examples
    --------
    >>> ListElement(["us-east-1a"])
    ['us-east-1a']
    """

    # The module that boto defines it in, and that pickles refer to.
    __module__ = "reboto.ec2.elb.listelement"
