"""Finds places that mix bytes and text, which were the same type in Python 2."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from reboto.migrate.texts import template

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reboto.migrate.scopes import Scopes

_TEXT_OPTIONS = {"encoding", "errors", "text", "universal_newlines"}
_READ = {"read", "readline", "readlines"}
_ENCODERS = {
    "a85encode",
    "b64decode",
    "b64encode",
    "b85encode",
    "hexlify",
    "unhexlify",
    "urlsafe_b64encode",
}
_HASHES = {"md5", "sha1", "sha224", "sha256", "sha384", "sha512"}
_SEND = {"send", "sendall", "sendto"}
_TAKE_BYTES = {"write", "writelines", *_SEND, *_HASHES, *_ENCODERS}
_CODECS = {"base64", "bz2", "hex", "rot13", "string_escape", "zip", "zlib"}


def find_bytes(scopes: Scopes) -> Iterator[tuple[int, str]]:
    """Find bytes that are used as text, and text that is used as bytes.

    Parameters
    ----------
    scopes : Scopes
        The scopes of the source.

    Yields
    ------
    tuple
        The line and a description.
    """
    has_sockets = any(
        isinstance(node, ast.Import) and any(alias.name == "socket" for alias in node.names)
        for node in scopes.nodes
    )
    for node in scopes.nodes:
        if not isinstance(node, ast.Call):
            continue
        if _is_bytes(node, scopes):
            yield from _text_uses(node, scopes)
        yield from _text_as_bytes(node, scopes, has_sockets=has_sockets)


def _name(node: ast.Call) -> str:
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def _is_bytes(node: ast.Call, scopes: Scopes) -> bool:
    """Check whether a call returns bytes on Python 3."""
    name = _name(node)
    if name == "check_output":
        return not any(keyword.arg in _TEXT_OPTIONS for keyword in node.keywords)
    if name in _ENCODERS or (name == "recv" and node.args):
        return True
    if name in _READ and isinstance(node.func, ast.Attribute):
        origin = _origin(node.func.value, scopes)
        return origin is not None and (_name(origin) == "urlopen" or "b" in _mode(origin))
    return False


def _origin(node: ast.expr, scopes: Scopes) -> ast.Call | None:
    """Find the call that made an object, if that is in the source."""
    if isinstance(node, ast.Call):
        return node
    bound = scopes.bound(node)
    if len(bound) != 1 or bound[0] not in scopes.parents:
        return None
    parent = scopes.parents[bound[0]]
    if isinstance(parent, ast.Assign) and isinstance(parent.value, ast.Call):
        return parent.value
    if isinstance(parent, ast.withitem) and isinstance(parent.context_expr, ast.Call):
        return parent.context_expr
    return None


def _mode(node: ast.Call) -> str:
    """Return the mode of ``open()``."""
    if ast.unparse(node.func) not in ("open", "io.open", "file"):
        return ""
    modes = [*node.args[1:2], *(each.value for each in node.keywords if each.arg == "mode")]
    mode = template(modes[0]) if modes else None
    return mode or ""


def _text_uses(node: ast.Call, scopes: Scopes) -> Iterator[tuple[int, str]]:
    parent = scopes.parents[node]
    uses: list[ast.expr] = [node]
    if isinstance(parent, ast.Assign) and isinstance(parent.targets[0], ast.Name):
        target = parent.targets[0]
        home = scopes.of[target].home(target.id)
        if home is not None and len(home.bound[target.id]) == 1:
            uses = [
                each
                for each in scopes.nodes
                if isinstance(each, ast.Name)
                and each.id == target.id
                and scopes.of[each].home(each.id) is home
            ]
    for use in uses:
        if _meets_text(use, scopes):
            yield use.lineno, f"{ast.unparse(node.func)}() returns bytes, not text,"


def _meets_text(node: ast.expr, scopes: Scopes) -> bool:
    parent = scopes.parents[node]
    if isinstance(parent, ast.Compare):
        return any(_is_text(each) for each in [parent.left, *parent.comparators])
    if isinstance(parent, ast.BinOp):
        if isinstance(parent.op, ast.Mod):
            return parent.right is node and _is_text(parent.left)
        return isinstance(parent.op, ast.Add) and (_is_text(parent.left) or _is_text(parent.right))
    if isinstance(parent, ast.Attribute):
        call = scopes.parents[parent]
        if isinstance(call, ast.Call) and call.func is parent:
            return any(map(_is_text, call.args))
    return False


def _is_text(node: ast.expr) -> bool:
    """Check whether an expression is text for certain."""
    if isinstance(node, ast.Tuple):
        return any(map(_is_text, node.elts))
    if isinstance(node, ast.Call) and ast.unparse(node.func) in ("str", "json.dumps"):
        return True
    return template(node) is not None


def _text_as_bytes(
    node: ast.Call, scopes: Scopes, *, has_sockets: bool
) -> Iterator[tuple[int, str]]:
    name = _name(node)
    if not node.args:
        return
    first = node.args[0]
    if name in ("encode", "decode") and isinstance(first, ast.Constant) and first.value in _CODECS:
        yield node.lineno, f"the codec {first.value!r} does not convert text"
    if name not in _TAKE_BYTES or not _is_text(first):
        return
    shown = ast.unparse(node.func)
    if name in ("write", "writelines") and isinstance(node.func, ast.Attribute):
        origin = _origin(node.func.value, scopes)
        if origin is not None and "b" in _mode(origin):
            yield node.lineno, f"{shown}() of a binary file needs bytes, not text,"
    elif (name in _SEND and has_sockets) or (
        name in _HASHES | _ENCODERS - {"b64decode", "unhexlify"}
        and shown.startswith(("base64.", "binascii.", "hashlib.", *_HASHES))
    ):
        yield node.lineno, f"{shown}() needs bytes, not text,"
