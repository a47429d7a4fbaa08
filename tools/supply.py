"""Check that the Python lock files hold what pyproject.toml asks for, and the extras' licenses.

`make lint` runs it; it needs no network. That each package is locked to one version and to the
hashes of its files is checked by pip, which installs with `--require-hashes`. Cargo's lock files
are checked by cargo itself and by `cargo deny`.
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

# The lock files by what pyproject.toml has locked in each: groups, then extras.
LOCKS: dict[str, tuple[list[str], list[str]]] = {
    "requirements-dev.txt": (["dev"], ["local", "migrate"]),
    "requirements-docs.txt": (["docs"], []),
    "requirements-audit.txt": (["audit"], []),
    "requirements-fuzz.txt": (["fuzz"], []),
    "tests/compat/requirements-oracle.txt": (["boto"], []),
    "benchmarks/requirements-boto.txt": (["boto"], []),
    "benchmarks/requirements-boto3.txt": (["boto3"], []),
    "benchmarks/requirements-aiobotocore.txt": (["aiobotocore"], []),
}

_HASH = re.compile(r"\s--hash=(\S+)")
_FREE = re.compile(
    r"\b(MIT|BSD|0BSD|Apache|ISC|PSF|Python Software Foundation|MPL|Mozilla)\b", re.IGNORECASE
)
_UNFREE = re.compile(
    "GPL|General Public|SSPL|Business Source|Proprietary|Commercial", re.IGNORECASE
)


def entries(text: str) -> Iterator[str]:
    """Give a lock file's entries, each on one line and without its comments."""
    for line in text.replace("\\\n", " ").splitlines():
        entry = line.partition("#")[0].strip()
        if entry:
            yield entry


def unlocked(text: str, wanted: Iterable[str]) -> Iterator[str]:
    """Say which requirements no entry of a lock file fulfils."""
    locked = [Requirement(_HASH.sub("", entry)) for entry in entries(text)]
    versions = {
        (canonicalize_name(one.name), pin.version) for one in locked for pin in one.specifier
    }
    for line in wanted:
        requirement = Requirement(line)
        name = canonicalize_name(requirement.name)
        found = [version for known, version in versions if known == name]
        if not any(requirement.specifier.contains(version, prereleases=True) for version in found):
            yield f"{line}: not locked" + (f", but in version {', '.join(found)}" if found else "")


def licence(metadata: Any) -> str:
    """Tell a package's licence, by the first of the places where it may stand."""
    listed = cast("list[str]", metadata.get_all("Classifier") or [])
    classifiers = [
        line.rpartition("::")[2].strip() for line in listed if line.startswith("License ::")
    ]
    words = (metadata.get("License") or "").strip().splitlines()
    return metadata.get("License-Expression") or ", ".join(classifiers) or "".join(words[:1])


def is_free(licence: str) -> bool:
    """Say whether what is under a licence may be used wherever reboto may."""
    return bool(_FREE.search(licence)) and not _UNFREE.search(licence)


def brought(requirements: Iterable[str]) -> dict[str, importlib.metadata.Distribution]:
    """Find what requirements bring, themselves and all that those need, as it is installed."""
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
    folders = (ROOT / "tests").rglob, (ROOT / "benchmarks").rglob, ROOT.glob
    found = (path for look in folders for path in look("requirements*.txt"))
    return sorted(path.relative_to(ROOT).as_posix() for path in found)


def main() -> int:
    """Check everything; say what is wrong."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    groups, extras = project["dependency-groups"], project["project"]["optional-dependencies"]
    wrong = [
        f"{path}: not in LOCKS of tools/supply.py" for path in lock_files() if path not in LOCKS
    ]
    for path, (of_groups, of_extras) in LOCKS.items():
        text = (ROOT / path).read_text()
        wanted = [line for name in of_groups for line in groups[name]]
        wanted += [line for name in of_extras for line in extras[name]]
        found = unlocked(text, wanted)
        wrong += [f"{path}: {problem} (make lock writes it anew)" for problem in found]
    offered = brought(line for lines in extras.values() for line in lines)
    wrong += [
        f"{name}: its licence is {licence(package.metadata)!r}, which an extra may not bring"
        for name, package in offered.items()
        if not is_free(licence(package.metadata))
    ]
    for problem in wrong:
        print(problem, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
