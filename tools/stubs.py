"""Write the type stubs of the compiled module from its signatures and docstrings.

The words in Rust's doc comments are the one source: a parameter that they call
``list of str, optional`` is an ``Iterable[str] | None`` in the stubs. What this
cannot read it refuses, naming the docstring to mend.

    python tools/stubs.py            writes python/reboto/_core.pyi
    python tools/stubs.py --check    says whether it would change
"""

from __future__ import annotations

import argparse
import importlib
import inspect
import re
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docstrings import Docstring, parse
from reboto import _core

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

STUBS = Path(__file__).parents[1] / "python" / "reboto" / "_core.pyi"

# Where the classes are that docstrings name, by service.
_EVERYWHERE = ("reboto.resultset", "reboto.connection", "reboto._core")
_HOMES = {
    "AutoScaleOperations": ("reboto.ec2.autoscale", *_EVERYWHERE),
    "CloudWatchOperations": ("reboto.ec2.cloudwatch", *_EVERYWHERE),
}
_PLAIN = frozenset({"bool", "bytes", "float", "int", "None", "str"})
# What is taken is described by what is asked of it, what is given by what it is.
_TAKEN = {"list": "Iterable", "dict": "Mapping", "sequence": "Sequence", "object": "object"}
_GIVEN = {"list": "list", "dict": "dict", "object": "Any"}
_ABSTRACT = frozenset({"Iterable", "Mapping", "Sequence"})

_BASETYPE = 1 << 10  # Py_TPFLAGS_BASETYPE: the class may be extended.

_HEAD = '''"""The compiled core. Made by tools/stubs.py: `make stubs` writes it anew."""
'''
_ANSWERS = """
_T = TypeVar("_T")
# What an operation gives on a connection that is awaited, and on one that may be either.
_Later: TypeAlias = Coroutine[Any, Any, _T]
_Either: TypeAlias = _T | Coroutine[Any, Any, _T]
"""


class UnreadableTypeError(Exception):
    """A docstring says a type in words that are not known here."""


class Words:
    """Types in a docstring's words, made into annotations; keeps what these import.

    Parameters
    ----------
    homes : tuple of str
        Modules to look for classes in, in this order.
    """

    imports: dict[str, str]

    def __init__(self) -> None:
        self.imports = {}

    def annotation(self, words: str, known: dict[str, str], homes: tuple[str, ...]) -> str:
        """Translate a type.

        Parameters
        ----------
        words : str
            Such as ``"str or list of str, optional"``.
        known : dict of str to str
            What general words become.
        homes : tuple of str
            Modules to look for classes in, in this order.

        Returns
        -------
        str
            Such as ``"str | Iterable[str]"``.
        """
        words = re.sub(r", (optional|default .*)$", "", words)
        parts: list[str] = []
        while words:
            if mapping := re.fullmatch(r"dict of (\w+) to (.+)", words):
                self._note(known["dict"])
                key, value = (self.annotation(part, known, homes) for part in mapping.groups())
                parts.append(f"{known['dict']}[{key}, {value}]")
                break
            first, _, words = words.partition(" or ")
            parts.append(self._one(first, known, homes))
        return " | ".join(dict.fromkeys(parts))

    def _one(self, word: str, known: dict[str, str], homes: tuple[str, ...]) -> str:
        outer, of, inner = word.partition(" of ")
        if of:
            return f"{self._one(outer, known, homes)}[{self._one(inner, known, homes)}]"
        if word == "dict":
            return self.annotation("dict of str to any", known, homes)
        if word == "any":
            return "Any"
        if word in _PLAIN:
            return word
        if word in known:
            self._note(known[word])
            return known[word]
        return self._class(word, homes)

    def _note(self, name: str) -> None:
        if name in _ABSTRACT:
            self.imports[name] = "collections.abc"

    def _class(self, name: str, homes: tuple[str, ...]) -> str:
        if re.fullmatch(r"\w+(\.\w+)+", name):
            module = name.rpartition(".")[0]
            getattr(importlib.import_module(module), name.rpartition(".")[2])
            self.imports[module] = ""
            return name
        for home in homes:
            found = getattr(importlib.import_module(home), name, None)
            if isinstance(found, type):
                if found.__module__ != _core.__name__:
                    self._remember(name, found.__module__)
                return name
        raise UnreadableTypeError(f"{name!r} is no type that stubs can be made of")

    def _remember(self, name: str, module: str) -> None:
        other = self.imports.setdefault(name, module)
        if other != module:
            raise UnreadableTypeError(f"{name!r} is in {module} and in {other}")

    def lines(self) -> Iterator[str]:
        """Yield the import statements."""
        ours = {name: home for name, home in self.imports.items() if home.startswith("reboto")}
        others = {name: home for name, home in self.imports.items() if name not in ours}
        others |= {"Coroutine": "collections.abc"}
        others |= dict.fromkeys(("Any", "TypeAlias", "TypeVar", "final"), "typing")
        borrowed = dict.fromkeys(("Self", "disjoint_base"), "typing_extensions")
        yield from (f"import {name}" for name, home in sorted(others.items()) if not home)
        for names in (others, borrowed, ours):
            for home in sorted({home for home in names.values() if home}):
                here = sorted(name for name, other in names.items() if other == home)
                yield f"from {home} import {', '.join(here)}"
            yield ""


class Stub:
    """The stubs of one function or method.

    Parameters
    ----------
    words : Words
        What translates its types.
    name : str
        Its name.
    function : callable
        What is described.
    homes : tuple of str
        Modules to look for classes in.
    doc : Docstring, optional
        Where the parameters' types are, in place of the function's docstring.
    """

    def __init__(
        self,
        words: Words,
        name: str,
        function: Any,
        homes: tuple[str, ...] = _EVERYWHERE,
        doc: Docstring | None = None,
    ) -> None:
        self.words, self.name, self.homes = words, name, homes
        self.text = inspect.getdoc(function)
        self.doc = doc or parse(self.text)
        # What only the package itself calls may be said in one line.
        self.terse = name.startswith("_") and not self.doc.sections
        try:
            self.parameters = list(map(self.described, _parameters(function)))
            self.returns = "Any" if self.terse else self._returns()
        except UnreadableTypeError as error:
            place = f"the docstring of {getattr(function, '__qualname__', name)}"
            raise UnreadableTypeError(f"{place}: {error}") from None

    def described(self, parameter: inspect.Parameter) -> inspect.Parameter:
        """Give a parameter the type that the docstring says.

        Parameters
        ----------
        parameter : inspect.Parameter
            A parameter of the compiled function.

        Returns
        -------
        inspect.Parameter
        """
        if parameter.name in {"self", "cls"}:
            return parameter
        stars: dict[object, str] = {parameter.VAR_POSITIONAL: "*", parameter.VAR_KEYWORD: "**"}
        written = stars.get(parameter.kind, "") + parameter.name
        words = self.doc.kinds("Parameters").get(written)
        if words is None and (self.terse or written.startswith("*")):
            return parameter.replace(annotation=_Raw("Any"))
        if words is None:
            raise UnreadableTypeError(f"Parameters say nothing of {written!r}")
        annotation = self.words.annotation(words, _TAKEN, self.homes)
        if parameter.default is None and "None" not in annotation.split(" | "):
            annotation += " | None"
        return parameter.replace(annotation=_Raw(annotation))

    def _returns(self) -> str:
        entries = self.doc.sections.get("Returns")
        if entries is None:
            return "None"
        return self.words.annotation(entries[0].kind, _GIVEN, self.homes)

    def render(self, returns: str = "{}", *, documented: bool = True) -> str:
        """Write it, as an entry of a stub file.

        Parameters
        ----------
        returns : str
            A form for the type of what is returned.
        documented : bool
            Whether the docstring is in it.

        Returns
        -------
        str
        """
        signature = inspect.Signature(self.parameters)
        told = self.returns if self.terse else returns.format(self.returns)
        head = f"def {self.name}{signature} -> {told}:"
        if not (documented and self.text):
            return f"{head} ..."
        return f"{head}\n{textwrap.indent(_quoted(self.text), '    ')}"


class _Raw:
    """An annotation that a signature shows as it is written."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return self.text


def _parameters(function: Any) -> Iterable[inspect.Parameter]:
    return inspect.signature(function).parameters.values()


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\")
    return f'"""{escaped}\n"""' if "\n" in escaped else f'"""{escaped}"""'


def _operations(words: Words, holder: type, heirs: dict[type, str]) -> Iterator[str]:
    """Yield a class that owns operations, and those that say how they are waited for."""
    homes = _HOMES[holder.__name__]
    stubs = [
        Stub(words, name, function, homes)
        for name, function in sorted(vars(holder).items())
        if not name.startswith("__")
    ]
    yield _class(holder, "", [stub.render("_Either[{}]") for stub in stubs])
    for heir, returns in heirs.items():
        made = _constructor(words, heir)
        yield _class(
            heir,
            f"({holder.__name__})",
            [made, *(stub.render(returns, documented=False) for stub in stubs)],
        )


def _constructor(words: Words, cls: type) -> str:
    stub = Stub(words, "__new__", cls.__new__, doc=parse(cls.__doc__))
    stub.parameters = [
        inspect.Parameter("cls", inspect.Parameter.POSITIONAL_ONLY),
        *map(stub.described, _parameters(cls)),
    ]
    stub.terse, stub.returns = False, "Self"
    return stub.render(documented=False)


def _plain(words: Words, cls: type) -> str:
    """Write a class that owns its methods alone."""
    members = [_constructor(words, cls)] if "__new__" in vars(cls) else []
    for name, member in sorted(vars(cls).items()):
        if name == "__eq__":
            members.append("def __eq__(self, other: object, /) -> bool: ...")
        elif name.startswith("__") and not parse(member.__doc__).sections:
            continue
        elif callable(member):
            members.append(Stub(words, name, member).render())
        else:
            returns = parse(member.__doc__).sections["Returns"][0].kind
            told = words.annotation(returns, _GIVEN, _EVERYWHERE)
            text = textwrap.indent(_quoted(inspect.getdoc(member) or ""), "    ")
            members.append(f"@property\ndef {name}(self) -> {told}:\n{text}")
    return _class(cls, "", members)


def _class(cls: type, bases: str, members: list[str]) -> str:
    # A class with data of its own cannot be extended together with another such.
    grown = cls.__basicsize__ > (cls.__base__ or object).__basicsize__
    sealed = "@final\n" if not cls.__flags__ & _BASETYPE else "@disjoint_base\n" * grown
    parts = [_quoted(inspect.getdoc(cls) or ""), *members]
    return f"{sealed}class {cls.__name__}{bases}:\n{textwrap.indent(chr(10).join(parts), '    ')}"


def generate() -> str:
    """Write the stubs.

    Returns
    -------
    str
        The content of ``_core.pyi``.
    """
    words = Words()
    holders = {
        _core.AutoScaleOperations: (_core.AutoScale, _core.AsyncAutoScale),
        _core.CloudWatchOperations: (_core.CloudWatch, _core.AsyncCloudWatch),
    }
    heirs = {heir for pair in holders.values() for heir in pair}
    parts: list[str] = []
    for name, item in sorted(vars(_core).items()):
        if name.startswith("_") or item in heirs:
            continue
        if item in holders:
            blocking, awaiting = holders[item]
            parts += _operations(words, item, {blocking: "{}", awaiting: "_Later[{}]"})
        elif isinstance(item, type):
            parts.append(_plain(words, item))
        else:
            parts.append(Stub(words, name, item).render())
    public = f"__all__ = {sorted(_core.__all__)!r}"
    head = [_HEAD, *words.lines(), public, _ANSWERS]
    return _formatted("\n".join([*head, *parts]))


def _formatted(source: str) -> str:
    command = [sys.executable, "-m", "ruff", "format", "--stdin-filename", str(STUBS), "-"]
    return subprocess.run(  # noqa: S603 - a command of this project's own
        command, input=source, capture_output=True, check=True, text=True, encoding="utf-8"
    ).stdout


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
