"""Check that the modules of `src/` import each other without cycles.

Neither the folders of `src/` nor its files may form an import cycle. Unit tests and declarations
(``mod name;``) are ignored.

    python tools/cycles.py
"""

from __future__ import annotations

import re
import sys
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

SOURCES = Path(__file__).parents[1] / "src"

# With fewer files or imports than this, the search is broken.
_LEAST_FILES, _LEAST_IMPORTS = 50, 200
_TESTS = re.compile(r"^#\[cfg\(test\)\]\nmod \w+ \{.*", re.MULTILINE | re.DOTALL)
_COMMENT = re.compile(r"//.*")
_USE = re.compile(r"\buse\s+((?:crate|super|self)\b[^;]*);")
_PATH = re.compile(r"(?<![\w:])\$?((?:crate|super|self)(?:::\w+)+)")

Module = tuple[str, ...]


def expanded(tree: str) -> list[str]:
    """List the paths of a ``use`` with braces.

    Parameters
    ----------
    tree : str
        What stands between ``use`` and the semicolon.

    Returns
    -------
    list of str
    """
    opening = tree.find("{")
    if opening < 0:
        return [tree.split(" as ")[0].strip()]
    prefix, inner = tree[:opening], tree[opening + 1 : tree.rindex("}")]
    parts: list[str] = []
    depth, start = 0, 0
    for at, sign in enumerate(inner):
        depth += {"{": 1, "}": -1}.get(sign, 0)
        if sign == "," and not depth:
            parts.append(inner[start:at])
            start = at + 1
    parts.append(inner[start:])
    return [prefix.strip() + path for part in parts if part.strip() for path in expanded(part)]


def imports(text: str) -> set[Module]:
    """Find the paths that a file imports or names.

    Parameters
    ----------
    text : str
        The file's source.

    Returns
    -------
    set of tuple of str
    """
    code = _COMMENT.sub("", _TESTS.sub("", text))
    found = {path for tree in _USE.findall(code) for path in expanded(" ".join(tree.split()))}
    found.update(_PATH.findall(_USE.sub("", code)))
    return {tuple(path.split("::")) for path in found}


def resolved(path: Module, module: Module, modules: set[Module]) -> Module | None:
    """Find the module that a path leads to.

    Parameters
    ----------
    path : tuple of str
        The path, which begins with ``crate``, ``super`` or ``self``.
    module : tuple of str
        The module that it is in.
    modules : set of tuple of str
        All modules.

    Returns
    -------
    tuple of str or None
        None for the crate itself, which only holds the others.
    """
    base, rest = (module, path) if path[0] in {"self", "super"} else ((), path[1:])
    while rest and rest[0] in {"self", "super"}:
        base, rest = (base[:-1] if rest[0] == "super" else base), rest[1:]
    whole = base + rest
    return next((whole[:end] for end in range(len(whole), 0, -1) if whole[:end] in modules), None)


def graph(sources: Path) -> dict[Module, set[Module]]:
    """Read which module imports which.

    Parameters
    ----------
    sources : Path
        The folder of the crate's sources.

    Returns
    -------
    dict of tuple of str to set of tuple of str
    """
    files = {
        path.relative_to(sources).with_suffix("").parts: path for path in sources.rglob("*.rs")
    }
    files = {parts[:-1] if parts[-1] == "mod" else parts: path for parts, path in files.items()}
    files.pop(("lib",), None)
    edges: dict[Module, set[Module]] = {}
    for module, path in files.items():
        text = path.read_text()
        # A folder's mod.rs can name the files next to it without ``self::``.
        names = re.findall(r"^(?:pub(?:\(crate\))? )?mod (\w+);", text, re.MULTILINE)
        found = imports(
            re.sub(rf"(?<![\w:])({'|'.join(names)})::", r"self::\1::", text) if names else text
        )
        targets = (resolved(path, module, set(files)) for path in found)
        edges[module] = {target for target in targets if target and target != module}
    return edges


def cycle(edges: dict[Module, set[Module]]) -> list[str] | None:
    """Find a cycle.

    Parameters
    ----------
    edges : dict of tuple of str to set of tuple of str
        Which module imports which.

    Returns
    -------
    list of str or None
        The modules of the cycle, each importing the next; the first is also the last.
    """
    try:
        TopologicalSorter(edges).prepare()
    except CycleError as error:
        return ["::".join(module) for module in reversed(error.args[1])]
    return None


def main() -> int:
    """Print a cycle of folders or files, if there is one."""
    files = graph(SOURCES)
    count = sum(map(len, files.values()))
    if len(files) < _LEAST_FILES or count < _LEAST_IMPORTS:
        sys.exit(f"only {len(files)} files and {count} imports were found in {SOURCES}")
    rooms: dict[Module, set[Module]] = {}
    for module, targets in files.items():
        rooms.setdefault(module[:1], set()).update(t[:1] for t in targets if t[0] != module[0])
    failed = False
    for kind, edges in (("rooms", rooms), ("files", files)):
        found = cycle(edges)
        if found:
            failed = True
            print(
                f"{kind} of src/ import each other in a cycle: {' -> '.join(found)}",
                file=sys.stderr,
            )
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
