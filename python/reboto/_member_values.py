"""Values of members: dicts as objects, boto3's lists as dicts, and back."""

from __future__ import annotations

from reboto import _core
from reboto._lazy import abc, typing
from reboto._model import Members

# Forms of members in `_types`, other than paths of classes.
DIMENSIONS, TAGS, LIST = "dimensions", "tags", "list"


def convert(kind: type[Members], attribute: str, part: typing.Any) -> typing.Any:
    """Convert a value of a member: dicts to objects, and boto3's lists to dicts.

    Parameters
    ----------
    kind : type
        The class that has the member.
    attribute : str
        The member.
    part : object
        The value.

    Returns
    -------
    object
    """
    form = kind._types.get(attribute)  # pyright: ignore[reportPrivateUsage]
    if form is None or part is None:
        return part
    name = f"{kind.__name__}.{attribute}"
    if form == DIMENSIONS:
        return _pairs(name, part, "Name", several=True)
    if form == TAGS:
        return _pairs(name, part, "Key", several=False)
    if not form.startswith("[") and form != LIST:
        return _object(name, part, form)
    # A list stays the same object: scripts may append to it later.
    items: list[typing.Any]
    if isinstance(part, (str, Members)) or is_mapping(part):
        items = [part]
    else:
        items = part if is_list(part) else _list(name, part)
    if form == LIST:
        return items
    path = form[1:-1]
    converted = [_object(f"{name}[{at}]", item, path) for at, item in enumerate(items)]
    return items if are_same(converted, items) else converted


def is_list(part: object) -> bool:
    """Return whether a value is a list. Unlike `isinstance`, it leaves the type of the items.

    Parameters
    ----------
    part : object
        The value.

    Returns
    -------
    bool
    """
    return isinstance(part, list)


def is_sequence(part: object) -> bool:
    """Return whether a value is a list or a tuple, as `is_list`.

    Parameters
    ----------
    part : object
        The value.

    Returns
    -------
    bool
    """
    return isinstance(part, (list, tuple))


def _list(name: str, part: typing.Any) -> list[typing.Any]:
    return _core.gather(name, part)


def are_same(some: abc.Iterable[object], others: abc.Iterable[object]) -> bool:
    """Return whether two lists of the same length have the same objects, not only equal ones.

    Parameters
    ----------
    some, others : list
        The lists.

    Returns
    -------
    bool
    """
    return all(one is other for one, other in zip(some, others, strict=True))


def is_mapping(given: object) -> bool:
    """Return whether a value is a dict or another mapping.

    Parameters
    ----------
    given : object
        The value.

    Returns
    -------
    bool
    """
    # Not `isinstance`, which believes the `__class__` of an object.
    kind = type(given)
    if issubclass(kind, dict):
        return True
    from collections.abc import Mapping

    return issubclass(kind, Mapping)


def _object(name: str, given: typing.Any, path: str) -> typing.Any:
    """Return an object, or one of the class at `path` with the members of a mapping."""
    if is_mapping(given):
        try:
            return load(path)._from_dict(given)
        except (TypeError, ValueError) as error:
            # The key is in the message; the class may have several members of that kind.
            kind = TypeError if isinstance(error, TypeError) else ValueError
            raise kind(f"{name}: {error}") from None
    # An object of another class can have the same members.
    if hasattr(given, "__dict__") and not isinstance(given, (str, bytes, int, float)):
        return given
    kind = load(path)
    shorthand: tuple[type, ...] = getattr(kind, "_shorthand", ())
    if shorthand and isinstance(given, shorthand) and not isinstance(given, bool):
        return kind._from_shorthand(name, given)
    words = ["a dict", *(_SHORTHAND[one] for one in shorthand if one is not float)]
    expected = f"{', '.join(words[:-1])} or {words[-1]}" if words[1:] else words[0]
    joint = ", " if words[1:] else " or "
    class_name = path.rpartition(".")[2]
    article = "an" if class_name[0] in "AEIOU" else "a"
    raise TypeError(
        f"{name} must be {article} {class_name}{joint}{expected}, got {_core.shown(given)}"
    )


_SHORTHAND = {str: "a string", int: "a number", list: "a list", tuple: "a pair of numbers"}


def load(path: str) -> typing.Any:
    """Return the class at a path, and import its module.

    Parameters
    ----------
    path : str
        Dotted path.

    Returns
    -------
    type
    """
    module, _, name = path.rpartition(".")
    # The last part of `__import__` with a list of names is the module itself.
    return getattr(__import__(module, fromlist=[name]), name)


def _pairs(name: str, given: typing.Any, key: str, *, several: bool) -> typing.Any:
    """Return boto3's list of names and values as a dict."""
    if is_mapping(given):
        return given
    found: dict[str, typing.Any] = {}
    for pair in _list(name, given):
        if not is_mapping(pair) or key not in pair or pair.keys() - {key, "Value"}:
            expected = f"a dict, or a list of dicts with {key!r} and 'Value'"
            raise TypeError(f"{name} must be {expected}, got {_core.shown(given)}")
        try:
            hash(pair[key])
        except TypeError:
            shown = _core.shown(pair[key])
            raise TypeError(f"{key!r} in {name} must be a string, got {shown}") from None
        if several:
            found.setdefault(pair[key], []).append(pair.get("Value"))
        else:
            found[pair[key]] = pair.get("Value")
    return found


def unpaired(given: typing.Any, key: str) -> list[dict[str, typing.Any]]:
    """Convert a dict to boto3's list of names and values.

    Parameters
    ----------
    given : dict or list
        Names, each with a value or a list of values. A list is in boto3's form already.
    key : str
        AWS's name of the names: ``"Name"`` or ``"Key"``.

    Returns
    -------
    list of dict
    """
    if not is_mapping(given):
        return list(given)
    pairs: list[dict[str, typing.Any]] = []
    for name, part in given.items():
        values: list[typing.Any] = part if is_list(part) else [part]
        pairs.extend({key: name} if each is None else {key: name, "Value": each} for each in values)
    return pairs


def plain(part: typing.Any) -> typing.Any:
    """Return an object as a dict in the form of boto3, and other values as they are.

    Parameters
    ----------
    part : object
        The value of a member.

    Returns
    -------
    object
    """
    if isinstance(part, Members):
        return part._as_dict()  # pyright: ignore[reportPrivateUsage]
    return part
