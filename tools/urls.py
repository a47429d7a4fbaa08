"""Write the project's addresses into all files that name them.

They are set in one place, ``[project.urls]`` of pyproject.toml, and have a placeholder until the
project has a public repository.

    python tools/urls.py                                     writes them into the other files
    python tools/urls.py --set https://github.com/me/reboto  changes them everywhere
    python tools/urls.py --check                             exits with 1 if a file differs
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from urllib.parse import urlsplit

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).resolve().parents[1]
PROJECT = ROOT / "pyproject.toml"

# The lines with an address, and the address in each: `{Repository}/issues`.
PLACES = {
    "pyproject.toml": {
        r'^Homepage = "(.*)"$': "{Repository}",
        r'^Issues = "(.*)"$': "{Repository}/issues",
        r'^Changelog = "(.*)"$': "{Repository}/blob/main/CHANGELOG.md",
    },
    "Cargo.toml": {r'^repository = "(.*)"$': "{Repository}"},
    "mkdocs.yml": {r"^site_url: (.*)$": "{Documentation}/", r"^repo_url: (.*)$": "{Repository}"},
    "README.md": {
        r"^\[[\w-]+\]: (https://\S+)/(?:actions|blob|raw)/": "{Repository}",
        r"^\[[\w-]+\]: (https://\S+)/latest/": "{Documentation}",
    },
    ".github/ISSUE_TEMPLATE/config.yml": {
        r"^    url: (.*/security/.*)$": "{Repository}/security/advisories/new",
        r"^    url: (.*/differences/)$": "{Documentation}/latest/differences/",
    },
}


class MissingPlaceError(Exception):
    """A file has no line for an address."""


def addresses(text: str) -> dict[str, str]:
    """Return the addresses of the project.

    Parameters
    ----------
    text : str
        Content of pyproject.toml.

    Returns
    -------
    dict of str to str
    """
    found: dict[str, str] = tomllib.loads(text)["project"]["urls"]
    return found


def moved(text: str, repository: str) -> str:
    """Return pyproject.toml with another repository, and the pages of its host for documentation.

    Parameters
    ----------
    text : str
        Content of pyproject.toml.
    repository : str
        Address of the repository, such as ``"https://github.com/me/reboto"``.

    Returns
    -------
    str

    Raises
    ------
    ValueError
        If the address is not one of a repository.
    """
    parts = urlsplit(repository.rstrip("/"))
    owner, _, name = parts.path.strip("/").partition("/")
    if parts.scheme != "https" or not owner or not name or "/" in name:
        raise ValueError(
            f"the repository must be like https://github.com/OWNER/NAME, got {repository!r}"
        )
    pages = f"https://{owner}.{(parts.hostname or '').replace('.com', '.io')}/{name}"
    text = re.sub(r'^Repository = ".*"$', f'Repository = "{repository}"', text, flags=re.MULTILINE)
    return re.sub(r'^Documentation = ".*"$', f'Documentation = "{pages}"', text, flags=re.MULTILINE)


def written(text: str, places: dict[str, str], known: dict[str, str]) -> str:
    """Return a file's content with the addresses.

    Parameters
    ----------
    text : str
        The content.
    places : dict of str to str
        For each line, its address.
    known : dict of str to str
        The addresses of the project.

    Returns
    -------
    str

    Raises
    ------
    MissingPlaceError
        If a line is missing.
    """
    for pattern, form in places.items():
        lines = list(re.finditer(pattern, text, flags=re.MULTILINE))
        if not lines:
            raise MissingPlaceError(f"no line matches {pattern}")
        for line in reversed(lines):
            text = text[: line.start(1)] + form.format(**known) + text[line.end(1) :]
    return text


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--set", metavar="URL", dest="repository", help="the repository's address")
    parser.add_argument("--check", action="store_true", help="exit with 1 if a file differs")
    arguments = parser.parse_args()
    if arguments.repository:
        changed = moved(PROJECT.read_text(encoding="utf-8"), arguments.repository)
        PROJECT.write_text(changed, encoding="utf-8")
    known = addresses(PROJECT.read_text(encoding="utf-8"))
    different: list[str] = []
    for name, places in PLACES.items():
        path = ROOT / name
        text = path.read_text(encoding="utf-8")
        if (new := written(text, places, known)) != text:
            different.append(name)
            if not arguments.check:
                path.write_text(new, encoding="utf-8")
    if different and arguments.check:
        print(f"other addresses: {', '.join(different)}; run tools/urls.py", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
