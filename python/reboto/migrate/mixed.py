"""Files that use services of boto that reboto does not cover."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from reboto.migrate.names import dotted
from reboto.migrate.source_text import SourceText
from reboto.migrate.texts import IMPORTERS, template

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# Keeps linters from removing the import, and import sorters from moving it.
_LINE = "import reboto.as_boto  # noqa: F401  # isort: skip"
_SHORT = "import reboto.as_boto; "
# boto 2.49 cannot be imported by itself from this version on.
_LATER = "Python 3.12 and later"
_MANY = 4
_IMPORT_ERRORS = {"ImportError", "ModuleNotFoundError", "Exception", "BaseException"}


def needs(kept: Sequence[str], *, as_boto: bool, is_optional: bool = False) -> str:
    """Say in one line what a file still needs of boto.

    Parameters
    ----------
    kept : sequence of str
        Names of boto that the file still uses.
    as_boto : bool
        Whether the file uses reboto under the name of boto.
    is_optional : bool, default False
        Whether the file starts without boto.

    Returns
    -------
    str
    """
    names = ", ".join(kept[:_MANY]) or "its imports"
    if len(kept) > _MANY:
        names += f" and {len(kept) - _MANY} more"
    if as_boto:
        return (
            f"needs boto for {names}: install boto 2.49; `import reboto.as_boto` makes it work "
            f"on {_LATER} too"
        )
    start = "starts without boto, but needs it for" if is_optional else "needs boto to start, for"
    return (
        f"{start} {names}: install boto 2.49, which {_LATER} can import only after "
        "`import reboto.as_boto`; recommended for this file: --mixed=as-boto"
    )


def is_alias(tree: ast.Module) -> bool:
    """Check whether a source already uses reboto under the name of boto.

    Parameters
    ----------
    tree : ast.Module
        The parsed source.

    Returns
    -------
    bool

    Examples
    --------
    >>> is_alias(ast.parse("import reboto.as_boto"))
    True
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module == "reboto":
            names = [f"reboto.{alias.name}" for alias in node.names]
        else:
            continue
        if {"reboto.as_boto", "reboto.install_as_boto"} & set(names):
            return True
    return any(
        isinstance(node, ast.Attribute) and node.attr == "install_as_boto"
        for node in ast.walk(tree)
    )


def imports_boto(source: str) -> bool:
    r"""Check whether a source imports boto, perhaps by a string.

    Parameters
    ----------
    source : str
        Python 3 source.

    Returns
    -------
    bool

    Examples
    --------
    >>> imports_boto("import boto.s3\n"), imports_boto("import reboto\n")
    (True, False)
    """
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""] * (not node.level)
        elif isinstance(node, ast.Call) and node.args:
            first = template(node.args[0]) or ""
            names = [first] * (dotted(node.func).rpartition(".")[2] in IMPORTERS)
        else:
            continue
        if any(name.partition(".")[0] == "boto" for name in names):
            return True
    return False


def with_alias(source: str) -> str:
    r"""Add ``import reboto.as_boto`` before the first statement that may import boto.

    Parameters
    ----------
    source : str
        Python 3 source.

    Returns
    -------
    str

    Examples
    --------
    >>> print(with_alias("import boto\n"), end="")
    import reboto.as_boto  # noqa: F401  # isort: skip
    import boto
    """
    text = SourceText(source)
    for number, statement in enumerate(ast.parse(source).body):
        is_docstring = (
            number == 0
            and isinstance(statement, ast.Expr)
            and isinstance(statement.value, ast.Constant)
            and isinstance(statement.value.value, str)
        )
        is_future = isinstance(statement, ast.ImportFrom) and statement.module == "__future__"
        if is_docstring or is_future:
            continue
        start = text.start(statement)
        is_first = text.indentation(start) is not None
        text.replace(start, start, _LINE + text.newline(start) if is_first else _SHORT)
        break
    return text.result()


def hidden_by(node: ast.AST, parents: Mapping[ast.AST, ast.AST]) -> str | None:
    """Find what happens if an import fails inside ``try``.

    Parameters
    ----------
    node : ast.AST
        The import statement.
    parents : dict
        The parent of each node.

    Returns
    -------
    str or None
        The end of a sentence; None if the error is not caught.
    """
    child, parent = node, parents.get(node)
    while parent is not None and not isinstance(parent, ast.Try):
        if isinstance(parent, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            return None
        child, parent = parent, parents.get(parent)
    if parent is None or child not in parent.body:
        return None
    for handler in parent.handlers:
        kinds = [handler.type] if handler.type else []
        if isinstance(handler.type, ast.Tuple):
            kinds = handler.type.elts
        caught = {each.id for each in kinds if isinstance(each, ast.Name)}
        if kinds and not caught & _IMPORT_ERRORS:
            continue
        for statement in handler.body:
            # Either an error, or another library instead.
            if isinstance(statement, ast.Raise | ast.Import | ast.ImportFrom):
                return None
            if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Constant):
                targets = ", ".join(ast.unparse(each) for each in statement.targets)
                return f"{targets} is {statement.value.value!r} without an error"
        return "the handler hides the error"
    return None
