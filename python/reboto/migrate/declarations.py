"""Changes the declarations of a project's dependencies from boto to reboto."""

from __future__ import annotations

import ast
import re
import warnings
from typing import TYPE_CHECKING

from reboto.migrate.batch import Result
from reboto.migrate.convert import Converted
from reboto.migrate.files import Source, UnreadableError, read, walk
from reboto.migrate.names import Remark
from reboto.migrate.source_text import SourceText

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

_REQUIREMENTS = re.compile(
    r"(.*requirements.*|constraints.*|.*[-_]deps)\.(txt|in|pip)", re.IGNORECASE
)
_CONDA = {"environment.yaml", "environment.yml"}
_INI = {"setup.cfg", "tox.ini"}
_TOML = {"pyproject.toml", "Pipfile"}

_RANGE = r"\s*[<>=!~]=?=?\s*[\w.*+!-]+"
_VERSION = (
    rf"(?:\s*\[[^\]\r\n]*\])?(?:{_RANGE}(?:\s*,{_RANGE})*|\s*\({_RANGE}(?:\s*,{_RANGE})*\s*\))?"
)
_REQUIREMENT = rf"(?<![\w.-])boto{_VERSION}"
# A requirement that is alone on its line, and one that is quoted.
_ALONE = re.compile(rf"^([ \t]*){_REQUIREMENT}(?=[ \t]*(?:[;#\\,]|--|\r?\n|$))")
_AFTER_KEY = re.compile(
    rf"^([ \t]*(?:install_requires|tests_require|setup_requires|requires|deps)[ \t]*[=:][ \t]*)"
    rf"{_REQUIREMENT}(?=[ \t]*(?:[;#,]|\r?\n|$))"
)
_QUOTED = re.compile(rf"([\"']){_REQUIREMENT}(?=[ \t]*(?:;(?:(?!\1)[^\r\n])*)?\1)")
_ITEM = re.compile(rf"^([ \t]*-[ \t]*[\"']?){_REQUIREMENT}(?=[\"']?[ \t]*(?:[;#]|\r?\n|$))")
_KEY = re.compile(r"^([ \t]*[\"']?)boto([\"']?[ \t]*=[ \t]*)([\"'][^\"'\r\n]*[\"']|\{.*\})")
_IN_TABLE = re.compile(r"(\bversion[ \t]*=[ \t]*)[\"'][^\"'\r\n]*[\"']")
# The tables that list dependencies.
_TABLES = re.compile(
    r"project(\.optional-dependencies)?|dependency-groups|build-system|(dev-)?packages|"
    r"tool\.poetry(\..*)?|tool\.(pdm|uv|hatch)(\..*)?"
)

_PARAMETERS = re.compile(r".*(require|depend|deps).*", re.IGNORECASE)
_IN_SOURCE = re.compile(rf"{_REQUIREMENT}([ \t]*;.*)?")
_LOCKED = re.compile(r"--hash=|\\\r?\n?$")


def is_declaration(path: Path) -> bool:
    """Check whether a file declares dependencies and is no Python source.

    Parameters
    ----------
    path : pathlib.Path
        The file.

    Returns
    -------
    bool
    """
    if path.name in _CONDA | _INI | _TOML or _REQUIREMENTS.fullmatch(path.name):
        return True
    return path.parent.name == "requirements" and path.suffix in (".txt", ".in")


def migrate_declarations(paths: Iterable[Path], results: Sequence[Result]) -> list[Result]:
    """Convert the files that declare dependencies.

    Parameters
    ----------
    paths : iterable of pathlib.Path
        The folders and files of the project.
    results : sequence of Result
        The conversions of the project's sources. Sources that declare
        dependencies, such as ``setup.py``, are changed in place.

    Returns
    -------
    list of Result
        One for each other file that declares boto. If no source needs boto
        and one uses reboto, reboto replaces boto there.
    """
    keeps = [each.path for each in results if each.error or each.converted.keeps_boto]
    if not any(each.converted.uses_reboto for each in results):
        return []
    for each in results:
        if not each.error and "boto" in each.source.text:
            _change_source(each, keeps)
    found: list[Result] = []
    done: set[Path] = set()
    for path in paths:
        for file in walk(path, is_declaration) if path.is_dir() else [path]:
            if is_declaration(file) and file.resolve() not in done:
                done.add(file.resolve())
                found += _declaration(file, keeps)
    return found


def _declaration(path: Path, keeps: Sequence[Path]) -> list[Result]:
    try:
        source = read(path)
    except UnreadableError as error:
        return [Result(path, Source("", "utf-8"), Converted(""), str(error))]
    lines = source.text.splitlines(keepends=True)
    remarks: list[Remark] = []
    section = ""
    has_reboto = re.search(r"(?<![\w.-])reboto(?![\w.-])", source.text) is not None
    for number, line in enumerate(lines, 1):
        header = re.match(r"[ \t]*\[+([^\]]+)\]", line)
        section = header.group(1).strip() if header else section
        new = _changed(path, section, line)
        if new == line:
            continue
        if keeps and has_reboto:
            continue
        if keeps:
            remarks.append(Remark(number, _both(keeps)))
        elif has_reboto:
            remarks.append(Remark(number, "remove boto: the project uses only reboto"))
        elif _LOCKED.search(line):
            remarks.append(Remark(number, "replace boto by reboto, and lock the versions again"))
        elif new is None:
            remarks.append(
                Remark(number, "replace boto by reboto, which is installed by pip: move it to pip:")
            )
        else:
            lines[number - 1] = new
    text = "".join(lines)
    return (
        [Result(path, source, Converted(text, remarks))] if remarks or text != source.text else []
    )


def _both(keeps: Sequence[Path]) -> str:
    more = {1: " needs", 2: " and another file need"}.get(
        len(keeps), f" and {len(keeps) - 1} other files need"
    )
    return f"add reboto; boto stays, because {keeps[0]}{more} it"


def _changed(path: Path, section: str, line: str) -> str | None:
    """Replace boto in a line; return None if it must be changed by hand."""
    if path.name in _TOML:
        if not _TABLES.fullmatch(section):
            return line
        table = _KEY.match(line) if section.endswith(("dependencies", "packages")) else None
        if table is None:
            return _QUOTED.sub(r"\1reboto", line)
        value = table.group(3)
        value = _IN_TABLE.sub(r'\1"*"', value) if value.startswith("{") else '"*"'
        return f"{table.group(1)}reboto{table.group(2)}{value}{line[table.end() :]}"
    if path.name in _INI:
        return _AFTER_KEY.sub(r"\1reboto", _ALONE.sub(r"\1reboto", line))
    if path.name in _CONDA:
        new = _ITEM.sub(r"\1reboto", line)
        # Requirements of pip are written with `==` and are nested one level deeper.
        is_pip = "==" in line or len(line) - len(line.lstrip()) > 3
        return new if new == line or is_pip else None
    return _ALONE.sub(r"\1reboto", line)


def _change_source(result: Result, keeps: Sequence[Path]) -> None:
    """Change the requirements in a Python source."""
    done = result.converted
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(done.text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    text = SourceText(done.text)
    remarks: list[Remark] = []
    has_reboto = False
    for node, value, kind in _requirements(tree, is_setup=result.path.name == "setup.py"):
        has_reboto |= value.split(";")[0].strip().startswith("reboto")
        if not _IN_SOURCE.fullmatch(value):
            continue
        spans = text.strings(node)
        if keeps and not has_reboto and kind == "require":
            remarks.append(Remark(node.lineno, _both(keeps)))
        elif kind == "version":
            remarks.append(Remark(node.lineno, "gets the version of the package boto, not reboto"))
        elif not keeps and len(spans) == 1:
            start, end = spans[0]
            marker = "".join(value.partition(";")[1:])
            quote = text.text[end - 1]
            text.replace(start, end, f"{quote}reboto{marker}{quote}")
    done.text = text.result()
    done.remarks = sorted([*done.remarks, *remarks])


def _requirements(tree: ast.Module, *, is_setup: bool) -> Iterator[tuple[ast.expr, str, str]]:
    """Yield the strings of a source that are requirements, their values, and what they are for."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            name = called.rpartition(".")[2]
            of_packages = called.startswith(("pkg_resources.", "importlib.metadata.", "metadata."))
            if of_packages or name in {"require", "get_distribution"}:
                kind = "require" if name == "require" else "version"
                yield from _texts(node.args, kind)
        if is_setup and isinstance(node, ast.keyword) and _PARAMETERS.fullmatch(node.arg or ""):
            yield from _texts(ast.walk(node.value), "require")
        if is_setup and isinstance(node, ast.Assign):
            names = [each.id for each in node.targets if isinstance(each, ast.Name)]
            if any(map(_PARAMETERS.fullmatch, names)):
                yield from _texts(ast.walk(node.value), "require")


def _texts(nodes: Iterable[ast.AST], kind: str) -> Iterator[tuple[ast.expr, str, str]]:
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node, node.value, kind
