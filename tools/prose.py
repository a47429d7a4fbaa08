"""Find phrases that the project does not use, in tracked text files.

``tools/prose.toml`` lists the phrases, what to write instead, and exceptions with reasons::

    python tools/prose.py                    checks what prose.toml lists
    python tools/prose.py src python/reboto  checks these files and folders
    python tools/prose.py --count .          counts the findings of each phrase
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING, Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
RULES = ROOT / "tools" / "prose.toml"

# Between two words: blanks, or a line break and what begins a comment in the next line.
_GAP = r"(?:[ \t]+|[ \t]*\n[ \t]*(?:(?://[/!]?|#|\*|>)[ \t]*)?)"

# Definitions, whose names are phrases with underscores instead of blanks.
_DEFINED = re.compile(r"\b(?:def|class|fn|struct|enum|mod)\s+\w+")


@dataclass(frozen=True)
class Finding:
    """A phrase in a file.

    Attributes
    ----------
    path : str
        The file, relative to the checkout.
    line : int
        Number of the line in which the phrase begins.
    text : str
        The phrase as it stands there.
    phrase, instead : str
        The rule.
    """

    path: str
    line: int
    text: str
    phrase: str
    instead: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.text!r}: write {self.instead}"


def pattern(phrase: str) -> re.Pattern[str]:
    """Compile a phrase of the list.

    Parameters
    ----------
    phrase : str
        A regular expression whose blanks match any gap between words.

    Returns
    -------
    re.Pattern
    """
    return re.compile(rf"(?<![\w-])(?:{phrase.replace(' ', _GAP)})(?![\w-])", re.IGNORECASE)


def findings(path: str, text: str, rules: dict[str, Any]) -> Iterator[Finding]:
    """Find the phrases in a text, also in the names that it defines.

    Parameters
    ----------
    path : str
        The file's path, for the exceptions.
    text : str
        The file's content.
    rules : dict
        Content of ``prose.toml``.

    Yields
    ------
    Finding
    """
    lines = text.splitlines()
    spaced = _DEFINED.sub(lambda defined: defined[0].replace("_", " "), text)
    for phrase, instead in rules["phrases"].items():
        for match in pattern(phrase).finditer(spaced):
            number = text.count("\n", 0, match.start())
            if not _is_allowed(path, lines[number], phrase, rules.get("allowed", [])):
                shown = re.sub(r"\s+", " ", match[0])
                yield Finding(path, number + 1, shown, phrase, instead)


def _is_allowed(path: str, line: str, phrase: str, allowed: list[dict[str, str]]) -> bool:
    return any(
        fnmatch(path, one["path"])
        and one.get("phrase", phrase) == phrase
        and one.get("text", "") in line
        for one in allowed
    )


def texts(paths: list[str]) -> Iterator[tuple[str, str]]:
    """Read the tracked text files.

    Parameters
    ----------
    paths : list of str
        Files and folders, relative to the checkout.

    Yields
    ------
    tuple of str and str
        Each file's path and content.
    """
    command = ["git", "grep", "-I", "--files-with-matches", "-z", "", "--", *paths]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
    for name in filter(None, listed.stdout.split("\0")):
        if not name.endswith(".lock") and ROOT / name != RULES:
            yield name, (ROOT / name).read_text(encoding="utf-8")


def problems(rules: dict[str, Any]) -> Iterator[str]:
    """Check the list itself.

    Parameters
    ----------
    rules : dict
        Content of ``prose.toml``.

    Yields
    ------
    str
        What is wrong.
    """
    if not rules.get("phrases"):
        yield "tools/prose.toml lists no phrases"
    for one in rules.get("allowed", []):
        if not one.get("reason"):
            yield f"tools/prose.toml: the exception for {one.get('path')} has no reason"


def main(arguments: list[str] | None = None) -> int:
    """Check files.

    Parameters
    ----------
    arguments : list of str, optional
        Command line; ``sys.argv`` by default.

    Returns
    -------
    int
        1 when a phrase was found, when the list is empty or when no file was read.
    """
    parser = argparse.ArgumentParser(description="Find phrases that the project does not use.")
    parser.add_argument("paths", nargs="*", help="files and folders; default: those of prose.toml")
    parser.add_argument("--count", action="store_true", help="count the findings of each phrase")
    options = parser.parse_args(arguments)
    rules = tomllib.loads(RULES.read_text(encoding="utf-8"))
    wrong = list(problems(rules))
    read = list(texts(options.paths or rules["checked"]))
    if not read:
        wrong.append("no tracked text file was found")
    found = [finding for path, text in read for finding in findings(path, text, rules)]
    if options.count:
        counts = Counter(finding.phrase for finding in found)
        wrong += [f"{count:6} {phrase}" for phrase, count in counts.most_common()]
    else:
        wrong += map(str, found)
    for line in wrong:
        print(line)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
