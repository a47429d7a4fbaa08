"""Write the type stubs of the compiled module from its signatures and docstrings.

The words in Rust's doc comments are the one source: what they call ``list of str, optional``
is an ``Iterable[str] | None`` in the stubs. What cannot be read is refused, with the name of
the docstring to mend.

    python tools/stubs.py            writes python/reboto/_core.pyi
    python tools/stubs.py --check    says whether it would change it
"""

from __future__ import annotations

import argparse
import inspect
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotations import Annotations, UnreadableTypeError
from docstrings import Docstring, parse
from reboto import _core

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

STUBS = Path(__file__).parents[1] / "python" / "reboto" / "_core.pyi"

_BASETYPE = 1 << 10  # Py_TPFLAGS_BASETYPE: the class may be extended.
_EVERYWHERE = ("reboto.resultset", "reboto.connection", "reboto._core")
# Where the classes are that a service's docstrings name.
_HOMES = {
    "AutoScaleOperations": ("reboto.ec2.autoscale", *_EVERYWHERE),
    "CloudWatchOperations": ("reboto.ec2.cloudwatch", *_EVERYWHERE),
}
_HEAD = '''"""The compiled core. Made by tools/stubs.py: `make stubs` writes it anew."""

from collections.abc import Coroutine
from typing import Any, TypeAlias, TypeVar, final
from typing_extensions import Self, disjoint_base
'''
_ANSWERS = """
_T = TypeVar("_T")
# What an operation gives on a connection that is awaited, and on one that may be either.
_Later: TypeAlias = Coroutine[Any, Any, _T]
_Either: TypeAlias = _T | Coroutine[Any, Any, _T]
"""


class Function:
    """The stub of a function or method.

    Parameters
    ----------
    name : str
        Its name.
    function : callable
        What is described.
    annotations : Annotations
        What makes its types.
    doc : Docstring, optional
        Where the parameters are described, in place of the function's own docstring.
    """

    def __init__(
        self, name: str, function: Any, annotations: Annotations, doc: Docstring | None = None
    ) -> None:
        self.name = name
        self.text = inspect.getdoc(function) or ""
        self._annotations = annotations
        self._doc = doc or parse(self.text)
        # What the package alone calls may be described in one line, and is of any type then.
        self._is_terse = name.startswith("_") and not self._doc.sections
        try:
            parameters = inspect.signature(function).parameters.values()
            self._parameters = [self._typed(parameter) for parameter in parameters]
            self._returns = self._given()
        except UnreadableTypeError as error:
            place = getattr(function, "__qualname__", name)
            raise UnreadableTypeError(f"the docstring of {place}: {error}") from None

    def _typed(self, parameter: inspect.Parameter) -> inspect.Parameter:
        if parameter.name in {"self", "cls"}:
            return parameter
        stars: dict[object, str] = {parameter.VAR_POSITIONAL: "*", parameter.VAR_KEYWORD: "**"}
        written = stars.get(parameter.kind, "") + parameter.name
        words = self._doc.kinds("Parameters").get(written)
        if written.startswith("*") or self._is_terse:
            return parameter.replace(annotation=_Raw("Any"))
        if not words:
            raise UnreadableTypeError(f"Parameters do not say the type of {written!r}")
        annotation = self._annotations.taken(words)
        if parameter.default is None and "None" not in annotation.split(" | "):
            annotation += " | None"
        return parameter.replace(annotation=_Raw(annotation))

    def _given(self) -> str:
        if self._is_terse:
            return "Any"
        entries = self._doc.sections.get("Returns")
        return self._annotations.given(entries[0].kind) if entries else "None"

    def written(self, form: str = "{}", *, documented: bool = True) -> str:
        """Write it down.

        Parameters
        ----------
        form : str
            What the type that is returned is part of.
        documented : bool
            Whether with the docstring.

        Returns
        -------
        str
        """
        returns = "Any" if self._is_terse else form.format(self._returns)
        head = f"def {self.name}{inspect.Signature(self._parameters)} -> {returns}:"
        return f"{head}\n{_indented(_quoted(self.text))}" if documented else f"{head} ..."


class _Raw:
    """An annotation that a signature shows as it is written."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return self.text


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\")
    return f'"""{escaped}\n"""' if "\n" in escaped else f'"""{escaped}"""'


def _indented(text: str) -> str:
    return textwrap.indent(text, "    ")


def _class(kind: type, members: Iterable[str]) -> str:
    # A class with data of its own cannot be extended together with another such.
    base = kind.__base__ or object
    has_data = kind.__basicsize__ > base.__basicsize__
    sealed = "@final\n" if not kind.__flags__ & _BASETYPE else "@disjoint_base\n" * has_data
    bases = "" if base is object else f"({base.__name__})"
    body = "\n".join([_quoted(inspect.getdoc(kind) or ""), *members])
    return f"{sealed}class {kind.__name__}{bases}:\n{_indented(body)}"


def _constructor(kind: type, annotations: Annotations) -> Iterator[str]:
    if "__new__" in vars(kind):
        made = Function("__new__", kind, annotations, parse(kind.__doc__))
        parameters = made.written(documented=False).partition("(")[2].rpartition(") ->")[0]
        yield f"def __new__({', '.join(filter(None, ['cls', parameters]))}) -> Self: ..."


def _members(kind: type, annotations: Annotations) -> Iterator[str]:
    yield from _constructor(kind, annotations)
    for name, member in sorted(vars(kind).items()):
        if name == "__eq__":
            yield "def __eq__(self, other: object, /) -> bool: ..."
        elif name.startswith("__") and not parse(member.__doc__).sections:
            continue
        elif callable(member):
            yield Function(name, member, annotations).written()
        else:
            text = inspect.getdoc(member) or ""
            gives = annotations.given(parse(text).sections["Returns"][0].kind)
            yield f"@property\ndef {name}(self) -> {gives}:\n{_indented(_quoted(text))}"


def _operations(holder: type, annotations: Annotations) -> Iterator[str]:
    """Yield a class that owns operations, and its heirs, which say how they are waited for."""
    functions = [
        Function(name, function, annotations)
        for name, function in sorted(vars(holder).items())
        if not name.startswith("__")
    ]
    yield _class(holder, [function.written("_Either[{}]") for function in functions])
    service = holder.__name__.removesuffix("Operations")
    for name, form in {service: "{}", f"Async{service}": "_Later[{}]"}.items():
        heir = getattr(_core, name)
        made = [function.written(form, documented=False) for function in functions]
        yield _class(heir, [*_constructor(heir, annotations), *made])


def generate() -> str:
    """Write the stubs.

    Returns
    -------
    str
        The content of ``_core.pyi``.

    Raises
    ------
    UnreadableTypeError
        If a docstring does not say a type in words that are known.
    """
    annotations = Annotations(_EVERYWHERE)
    parts: list[str] = []
    for name in sorted(_core.__all__):
        item = getattr(_core, name)
        if not isinstance(item, type):
            parts.append(Function(name, item, annotations).written())
        elif name in _HOMES:
            parts += _operations(item, Annotations(_HOMES[name], annotations.imports))
        elif item.__base__ is object:
            parts.append(_class(item, _members(item, annotations)))
    statements = [line for line in annotations.statements() if _core.__name__ not in line]
    public = f"__all__ = {sorted(_core.__all__)!r}"
    return _formatted("\n".join([_HEAD, *statements, public, _ANSWERS, *parts]))


def _formatted(source: str) -> str:
    ruff = [sys.executable, "-m", "ruff"]
    name = ["--stdin-filename", str(STUBS), "-"]
    for command in (["check", "--quiet", "--select", "I", "--fix"], ["format"]):
        source = subprocess.run(  # noqa: S603 - a command of this project's own
            [*ruff, *command, *name], input=source, capture_output=True, check=True, text=True
        ).stdout
    return source


def main() -> int:
    """Run the command.

    Returns
    -------
    int
        The exit code: 1 where ``--check`` found a difference.
    """
    parser = argparse.ArgumentParser(description="Write the stubs of the compiled module.")
    parser.add_argument("--check", action="store_true", help="write nothing; say if it would")
    options = parser.parse_args()
    stubs = generate()
    if not options.check:
        STUBS.write_text(stubs, encoding="utf-8")
    elif not STUBS.exists() or STUBS.read_text(encoding="utf-8") != stubs:
        print(f"{STUBS} is not what the compiled module says: run make stubs", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
