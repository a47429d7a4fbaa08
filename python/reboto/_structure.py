"""Base classes of objects with the members of AWS's model."""

from __future__ import annotations

from reboto import _core
from reboto._lazy import TYPE_CHECKING, abc, cast, typing
from reboto._member_values import (
    DIMENSIONS,
    TAGS,
    convert,
    is_list,
    is_mapping,
    plain,
    unpaired,
)
from reboto._model import Members, Value

if TYPE_CHECKING:
    _S = typing.TypeVar("_S", bound="Structure")
    _M = typing.TypeVar("_M", bound="Members")
    _Given = abc.Mapping[str, typing.Any]
else:
    # For `typing.get_type_hints`.
    _S = _M = object
    _Given = dict

# The most members that an error lists.
_MOST_NAMES = 12

# Flag of functions with a parameter ``**kwargs``.
_VARIABLE_KEYWORDS = 0x08


class Structure(Members, Value):
    """A value of AWS's model with its members as attributes.

    A member that was neither read nor set is None. AWS's names are aliases of the attributes:
    ``value.InstanceType`` is ``value.instance_type``, and so is ``value["InstanceType"]``.
    Values are equal if their classes and the members that are not None are equal.
    """

    # `iter()` would otherwise try `value[0]`. `dict(value)` uses `keys()`.
    __iter__ = None
    # Types of values that stand for an object of the class, such as the name of a template.
    _shorthand: typing.ClassVar[tuple[type, ...]] = ()

    @classmethod
    def _from_shorthand(cls: type[_S], name: str, given: typing.Any) -> _S:  # noqa: ARG003
        """Return an object for a value that stands for it, which is in the member `name`."""
        make: typing.Any = cls
        value: _S = make(given)
        return value

    if not TYPE_CHECKING:

        def __new__(cls, *args: object, **kwargs: object) -> typing.Any:  # noqa: ARG004
            # Before the constructor, whose error would not have the nearest name.
            for name in kwargs:
                if name not in cls._names:
                    _check_keyword(cls, name)
            return super().__new__(cls)

    def _set(self, given: dict[str, typing.Any]) -> None:
        """Set members from the local variables of the constructor."""
        for name, part in given.items():
            if part is not None and name in self._names:
                self.__dict__[name] = convert(type(self), name, part)

    @classmethod
    def from_dict(cls: type[_S], members: _Given) -> _S:
        """Create a value from a dict.

        Parameters
        ----------
        members : dict
            Members by name, in the form of boto3 or in snake case. Nested values are dicts
            or objects.

        Returns
        -------
        Structure
            A value of this class.

        Raises
        ------
        ValueError
            If a key names no member. The message has the nearest name.
        TypeError
            If `members` or a nested value is not a dict.
        """
        return cls._from_dict(members)

    def to_dict(self) -> dict[str, typing.Any]:
        """Convert the members that are set to a dict in the form of boto3.

        Returns
        -------
        dict
            Members by AWS's name. Nested values are dicts too.
        """
        return self._as_dict()

    def keys(self) -> list[str]:
        """List AWS's names of the members that are set.

        Returns
        -------
        list of str
        """
        return [name for name, _ in _set_members(self)]

    def get(self, name: str, default: typing.Any = None) -> typing.Any:
        """Return a member, or a default if it is not set.

        Parameters
        ----------
        name : str
            Name of the member, AWS's or in snake case.
        default : object, optional
            Result if the member is not set.

        Returns
        -------
        object
        """
        attribute = self._attribute(name)
        is_text = isinstance(name, str)  # pyright: ignore[reportUnnecessaryIsInstance]
        if attribute is None and is_text and name[:1].isupper():
            attribute = name  # A member that the model does not know.
        part = None if attribute is None else self.__dict__.get(attribute)
        return default if part is None else part

    def __getitem__(self, name: str) -> typing.Any:
        part = self.get(name)
        if part is None:
            raise KeyError(name)
        return part

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self.get(name) is not None

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return _content(self) == _content(other)

    __hash__ = Value.__hash__

    def __repr__(self) -> str:
        from reprlib import Repr

        # Documents such as the body of a dashboard have thousands of characters.
        short = Repr()
        short.maxstring = short.maxother = 200
        members = (
            f"{attribute}={short.repr(part)}"
            for attribute, part in _content(self).items()
            if not attribute.startswith("_")
        )
        return f"{type(self).__name__}({', '.join(members)})"


def check_keywords(kind: type[Members], given: abc.Iterable[str]) -> None:
    """Raise TypeError if a keyword names no member."""
    for name in given:
        if kind._attribute(name) is None:  # pyright: ignore[reportPrivateUsage]
            raise TypeError(
                f"{kind.__name__}.__init__() got an unexpected keyword argument "
                f"{name!r}{_hint(name, keywords(kind), '; ')}"
            )


def take_keywords(value: Members, given: _Given) -> None:
    """Set members from keywords of the constructor, under any of their names."""
    kind = type(value)
    check_keywords(kind, given)
    for name, part in given.items():
        if part is not None:
            found = kind._attribute(name)  # pyright: ignore[reportPrivateUsage]
            attribute = cast("str", found)
            setattr(value, attribute, convert(kind, attribute, part))


def take_known_keywords(value: Members, given: _Given) -> None:
    """Set members from keywords; warn of those that name no member, which boto ignored."""
    kind = type(value)
    attribute_of = kind._attribute  # pyright: ignore[reportPrivateUsage]
    known = {name: part for name, part in given.items() if attribute_of(name) is not None}
    for name in given.keys() - known.keys():
        _warn_of_keyword(kind, name)
    take_keywords(value, known)


def from_dict(kind: type[_M], given: _Given) -> _M:
    """Return an object with the members of a dict, under any of their names."""
    value = kind()
    _fill(value, given)
    return value


def as_dict(value: Members) -> dict[str, typing.Any]:
    """Return the members that are set, in the form of boto3."""
    return {name: _plain(value, attribute) for name, attribute in _set_members(value)}


def keywords(kind: type[Members]) -> list[str]:
    """Return the keywords that the constructor of a class takes.

    Parameters
    ----------
    kind : type
        A class with members.

    Returns
    -------
    list of str
        Its parameters and its members, under reboto's names.
    """
    code = getattr(kind.__init__, "__code__", None)
    count = 0 if code is None else code.co_argcount + code.co_kwonlyargcount
    parameters = () if code is None else code.co_varnames[1:count]
    return list(dict.fromkeys((*parameters, *kind._names)))  # pyright: ignore[reportPrivateUsage]


def _check_keyword(kind: type[Members], name: str) -> None:
    """Raise TypeError with the nearest keyword if a constructor does not take a keyword."""
    code = getattr(kind.__init__, "__code__", None)
    takes_any = code is not None and code.co_flags & _VARIABLE_KEYWORDS
    known = keywords(kind)
    if takes_any or name in known:
        return
    alias = kind._aliases.get(name)  # pyright: ignore[reportPrivateUsage]
    hint = f"; did you mean {alias}?" if alias else _hint(name, known, "; ")
    raise TypeError(f"{kind.__name__}.__init__() got an unexpected keyword argument {name!r}{hint}")


def nearest(name: str, known: abc.Iterable[str]) -> str | None:
    """Return the known name that is most similar to a name; None if none is similar.

    Parameters
    ----------
    name : str
        A name in snake case or in AWS's form.
    known : iterable of str
        Names in snake case.

    Returns
    -------
    str or None
    """
    from difflib import get_close_matches

    # Case and underscores are the usual differences: TargetGroupArns is target_group_arns.
    forms = {other.replace("_", "").lower(): other for other in known}
    found = get_close_matches(name.replace("_", "").lower(), forms, 1)
    return forms[found[0]] if found else None


def _fill(value: Members, given: _Given) -> None:
    kind = type(value)
    if not is_mapping(given):
        raise TypeError(f"{kind.__name__} must be made from a dict, got {_core.shown(given)}")
    taken: set[str] = set()
    for name, part in given.items():
        attribute = kind._attribute(name)  # pyright: ignore[reportPrivateUsage]
        if attribute is None:
            raise ValueError(unknown_member(kind, name))
        if attribute in taken:
            shown = _core.shown(given)
            raise ValueError(f"{kind.__name__} has the member {attribute} twice: {shown}")
        taken.add(attribute)
        if part is not None:
            setattr(value, attribute, convert(kind, attribute, part))


def unknown_member(kind: type[Members], name: object) -> str:
    """Return the message for a key that names no member of a class.

    Parameters
    ----------
    kind : type
        The class.
    name : object
        The key.

    Returns
    -------
    str
    """
    known = list(kind._names)  # pyright: ignore[reportPrivateUsage]
    hint = _hint(name, known, ": ") if isinstance(name, str) else ""
    if not hint:
        rest = len(known) - _MOST_NAMES
        others = f" and {rest} others" if rest > 0 else ""
        hint = f"; its members are {', '.join(known[:_MOST_NAMES])}{others}"
    return f"{kind.__name__} has no member {_core.shown(name)}{hint}"


def _hint(name: str, known: list[str], mark: str) -> str:
    found = nearest(name, known)
    return f"{mark}did you mean {found}?" if found else ""


def _content(value: Structure) -> dict[str, typing.Any]:
    """Return the attributes that are set, without the connection."""
    return {
        name: part
        for name, part in vars(value).items()
        if part is not None and name != "connection"
    }


def _set_members(value: Members) -> list[tuple[str, str]]:
    """Return AWS's name and the attribute of each member that is set, in the model's order."""
    names = value._names  # pyright: ignore[reportPrivateUsage]
    found = [
        (name, attribute)
        for attribute, name in names.items()
        if vars(value).get(attribute) is not None
    ]
    # Members that the model does not know have AWS's names, which begin with a capital letter.
    found += [
        (name, name)
        for name, part in vars(value).items()
        if name not in names and name[:1].isupper() and part is not None
    ]
    return found


def _plain(value: Members, attribute: str) -> typing.Any:
    """Return a member in the form of boto3."""
    part = getattr(value, attribute)
    form = value._types.get(attribute)  # pyright: ignore[reportPrivateUsage]
    if form == DIMENSIONS:
        return unpaired(part, "Name")
    if form == TAGS:
        return unpaired(part, "Key")
    if is_list(part):
        return [plain(item) for item in part]
    return plain(part)


def _warn_of_keyword(kind: type[Members], name: str) -> None:
    from reboto._unsent import warn_once

    hint = _hint(name, keywords(kind), ": ") or "; AWS has no such member"
    # 6: the line that calls the constructor.
    warn_once(f"{kind.__name__} ignores the keyword {name}{hint}", 6)
