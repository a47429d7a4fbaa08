"""Check that requirements/ matches pyproject.toml, and the licenses of the extras.

`make lint` runs it; it needs no network. pip checks versions and hashes, because it installs with
`--require-hashes`. cargo and `cargo deny` check Cargo's lock files.
"""

from __future__ import annotations

import importlib.metadata
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from packaging.markers import Marker

ROOT = Path(__file__).resolve().parents[1]

# The lock files, with the dependency groups and the extras of pyproject.toml in each.
LOCKS: dict[str, tuple[list[str], list[str]]] = {
    "requirements/dev.txt": (["development"], ["demo", "local", "migrate"]),
    "requirements/build.txt": (["build"], []),
    "requirements/demo.txt": ([], ["demo"]),
    "requirements/docs.txt": (["docs"], []),
    "requirements/audit.txt": (["audit"], []),
    "requirements/fuzz.txt": (["fuzz"], []),
    "requirements/zig.txt": (["zig"], []),
    "requirements/train.txt": (["train"], []),
    "requirements/boto.txt": (["boto"], []),
    "requirements/boto3.txt": (["boto3"], []),
    "requirements/aiobotocore.txt": (["aiobotocore"], []),
}

_HASH = re.compile(r"\s--hash=(\S+)")
_FREE = re.compile(
    r"\b(MIT|BSD|0BSD|Apache|ISC|PSF|Python Software Foundation|MPL|Mozilla)\b", re.IGNORECASE
)
_UNFREE = re.compile(
    "GPL|General Public|SSPL|Business Source|Proprietary|Commercial", re.IGNORECASE
)


def entries(text: str) -> Iterator[str]:
    """Yield the entries of a lock file, each on one line and without comments."""
    for line in text.replace("\\\n", " ").splitlines():
        entry = line.partition("#")[0].strip()
        if entry:
            yield entry


def in_group(name: str, groups: dict[str, list[str | dict[str, str]]]) -> Iterator[str]:
    """Yield the requirements of a dependency group, with those of the groups that it includes."""
    for line in groups[name]:
        if isinstance(line, dict):
            yield from in_group(line["include-group"], groups)
        else:
            yield line


def unlocked(text: str, wanted: Iterable[str]) -> Iterator[str]:
    """Yield the requirements that no entry of a lock file satisfies."""
    locked = [Requirement(_HASH.sub("", entry)) for entry in entries(text)]
    versions = {
        (canonicalize_name(one.name), pin.version) for one in locked for pin in one.specifier
    }
    for line in wanted:
        requirement = Requirement(line)
        name = canonicalize_name(requirement.name)
        found = [version for known, version in versions if known == name]
        if not any(requirement.specifier.contains(version, prereleases=True) for version in found):
            yield f"{line}: not locked" + (f" (locked: {', '.join(found)})" if found else "")


def license_of(metadata: Any) -> str:
    """Return a package's license, from the first metadata field that has it."""
    listed = cast("list[str]", metadata.get_all("Classifier") or [])
    classifiers = [
        line.rpartition("::")[2].strip() for line in listed if line.startswith("License ::")
    ]
    words = (metadata.get("License") or "").strip().splitlines()
    return metadata.get("License-Expression") or ", ".join(classifiers) or "".join(words[:1])


def is_free(terms: str) -> bool:
    """Return whether a license is permissive."""
    return bool(_FREE.search(terms)) and not _UNFREE.search(terms)


def brought(requirements: Iterable[str]) -> dict[str, importlib.metadata.Distribution]:
    """Find the installed packages of some requirements, and all their dependencies."""
    found: dict[str, importlib.metadata.Distribution] = {}
    seen: set[tuple[str, frozenset[str]]] = set()
    waiting = [Requirement(line) for line in requirements]
    while waiting:
        requirement = waiting.pop()
        name, extras = canonicalize_name(requirement.name), frozenset(requirement.extras)
        if (name, extras) in seen or not _applies(requirement.marker, frozenset()):
            continue
        seen.add((name, extras))
        found[name] = importlib.metadata.distribution(name)
        for inner in map(Requirement, found[name].requires or []):
            if _applies(inner.marker, extras):
                inner.marker = None
                waiting.append(inner)
    return found


def _applies(marker: Marker | None, extras: frozenset[str]) -> bool:
    return marker is None or any(marker.evaluate({"extra": extra}) for extra in extras or {""})


def lock_files() -> list[str]:
    """Find the lock files of this checkout."""
    return sorted(path.relative_to(ROOT).as_posix() for path in ROOT.glob("requirements/*"))


def main() -> int:
    """Check everything, and print the problems."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    groups, extras = project["dependency-groups"], project["project"]["optional-dependencies"]
    wrong = [
        f"{path}: not in LOCKS of tools/supply.py" for path in lock_files() if path not in LOCKS
    ]
    for path, (of_groups, of_extras) in LOCKS.items():
        text = (ROOT / path).read_text()
        wanted = [line for name in of_groups for line in in_group(name, groups)]
        wanted += [line for name in of_extras for line in extras[name]]
        found = unlocked(text, wanted)
        wrong += [f"{path}: {problem} (run make lock)" for problem in found]
    offered = brought(line for lines in extras.values() for line in lines)
    wrong += [
        f"{name}: its license {license_of(package.metadata)!r} is not permissive"
        for name, package in offered.items()
        if not is_free(license_of(package.metadata))
    ]
    for problem in wrong:
        print(problem, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
