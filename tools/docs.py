"""Write the parts of the documentation that code knows.

Which names boto had comes from ``tests/compat/boto-surface.json``, what became of each from
reboto itself, the differences from ``tests/compat/differences.py``, and the index's lists
from the pages that there are.

    python tools/docs.py            writes them
    python tools/docs.py --check    says whether it would change them
"""

from __future__ import annotations

import argparse
import importlib
import inspect
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reboto._compat.boto_map import ELSEWHERE, SERVICES

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
SURFACE = ROOT / "tests" / "compat" / "boto-surface.json"
NAMES = ROOT / "docs" / "boto-names.md"
GUIDE = ROOT / "docs" / "migrating.md"
INDEX = ROOT / "docs" / "index.md"

# Modules around those of the surface, of which reboto has what scripts around scaling use.
PARTS = {
    "boto.utils": "get_instance_metadata get_instance_identity get_instance_userdata retry_url "
    "LazyLoadMetadata get_ts parse_ts ISO8601 ISO8601_MS RFC1123 pythonize_name mklist "
    "get_utf8_value guess_mime_type write_mime_multipart RequestHook",
    "boto.pyami.config": "Config BotoConfigPath UserConfigPath BotoConfigLocations",
    "boto.provider": "Provider ProfileNotFoundError",
}

# What boto's own machinery was made of; none of it has a place on the AWS SDK for Rust.
GONE = {
    "startElement endElement": "on all value classes: answers are read by the core",
    "build_base_http_request get_http_connection new_http_connection put_http_connection "
    "http_exceptions http_unretryable_exceptions socket_exception_values": "on connections: "
    "requests are made and sent by the SDK",
    "get_path get_proxy_auth_header get_proxy_url_with_auth handle_proxy prefix_proxy_to_path "
    "proxy_ssl skip_proxy no_proxy server_name set_host_header host_header": "on connections: "
    "what prepared requests",
    "build_complex_list_params suppress_consec_slashes": "on connections: other services used it",
}


def main() -> int:
    """Write the pages, or with ``--check`` compare them.

    Returns
    -------
    int
        1 when ``--check`` finds that a page is not current.
    """
    parser = argparse.ArgumentParser(
        description="Write the parts of the documentation that code knows."
    )
    parser.add_argument("--check", action="store_true", help="only say whether they are current")
    args = parser.parse_args()
    stale = [path for path, text in pages().items() if path.read_text() != text]
    for path in stale:
        if args.check:
            print(f"{path.relative_to(ROOT)} is not current: run python tools/docs.py")
        else:
            path.write_text(pages()[path])
    return int(args.check and bool(stale))


def pages() -> dict[Path, str]:
    """Return the pages as they should be.

    Returns
    -------
    dict of Path to str
        Text of each page.
    """
    return {NAMES: "\n".join(names_page()), GUIDE: guide_page(), INDEX: index_page()}


def guide_page() -> str:
    """Return the guide with the table of differences as it should be.

    Returns
    -------
    str
    """
    sys.path.insert(0, str(ROOT))
    differences = importlib.import_module("tests.compat.differences")
    return filled(GUIDE.read_text(), "differences", differences.markdown())


def index_page() -> str:
    """Return the index with its lists of pages as it should be.

    Returns
    -------
    str
    """
    text = INDEX.read_text()
    for folder in ("guide", "decisions"):
        found = sorted((INDEX.parent / folder).glob("*.md"))
        titles = {page: page.read_text().partition("\n")[0].lstrip("# ") for page in found}
        links = (f"- [{title}]({folder}/{page.name})\n" for page, title in titles.items())
        text = filled(text, folder, "".join(links))
    return text


def filled(text: str, mark: str, content: str) -> str:
    """Put content between the two comments that mark its place.

    Parameters
    ----------
    text : str
        A page.
    mark : str
        The word in the comments.
    content : str
        What belongs there; it ends with a line's end.

    Returns
    -------
    str
    """
    begin, end = f"<!-- {mark}: begin -->\n", f"<!-- {mark}: end -->\n"
    before, _, rest = text.partition(begin)
    return f"{before}{begin}{content}{end}{rest.partition(end)[2]}"


def names_page() -> Iterator[str]:
    """Give the lines of the page of names.

    Yields
    ------
    str
        A line, without its end.
    """
    yield "# Every name of boto, and its state"
    yield ""
    yield "boto 2.49's public names for Auto Scaling and CloudWatch. Written by"
    yield "`tools/docs.py` from what boto has and what reboto has; where the *behaviour*"
    yield "differs on purpose, [the migration guide](migrating.md) says so."
    for name, entry in json.loads(SURFACE.read_text()).items():
        yield from module_section(name, entry)
    for name, words in PARTS.items():
        yield from heading(name)
        yield from (row(word, present(counterpart(name), word)) for word in words.split())
        yield ""
        yield f"The rest of `{name}` comes from an installed boto, if there is one that imports."
    yield from ["", "## What boto was made of", "", "| Name | State |", "|---|---|"]
    for words, reason in GONE.items():
        yield f"| {' '.join(f'`{word}`' for word in words.split())} | not there; {reason} |"
    yield from ["", "## Other services", ""]
    yield "Not covered. Under `reboto.as_boto` and `python -m reboto run` they come from an"
    yield "installed boto that imports; without one, an ImportError names the replacement."
    yield from ["", "| Module | Instead |", "|---|---|"]
    instead = {name: f"`boto3.client({service!r})`" for name, service in SERVICES.items()}
    for name, advice in sorted({**instead, **ELSEWHERE}.items()):
        beside = " (but `boto.ec2.autoscale` and `boto.ec2.cloudwatch` are here)"
        yield f"| `{name}` | {advice}{beside if name == 'boto.ec2' else ''} |"
    yield ""


def module_section(name: str, entry: dict[str, Any]) -> Iterator[str]:
    """Give the lines on one module.

    Parameters
    ----------
    name : str
        The module's name in boto.
    entry : dict
        What the surface has of it.

    Yields
    ------
    str
        A line, without its end.
    """
    module = counterpart(name)
    yield from heading(name)
    elsewhere: list[str] = []
    for word in entry["names"]:
        yield row(word, present(module, word))
    for word, parameters in entry["functions"].items():
        yield row(f"{word}()", signature_state(module, word, parameters))
    for word, facts in entry["classes"].items():
        cls = getattr(module, word, None)
        if cls is not None and cls.__module__ != module.__name__:
            elsewhere.append(f"`{word}`")
            continue
        yield row(f"class {word}", signature_state(module, word, facts["init"]))
        for method, parameters in facts["methods"].items():
            if not method.startswith("_"):
                yield row(f"{word}.{method}()", signature_state(cls, method, parameters))
        held: dict[str, None] = dict.fromkeys([*facts["constants"], *(facts["attributes"] or {})])
        shown = [attribute for attribute in held if not attribute.startswith("_")]
        if shown:
            names = ", ".join(f"`{attribute}`" for attribute in shown)
            yield f"| attributes of `{word}`: {names} | {states(example(cls), shown)} |"
    if elsewhere:
        yield ""
        yield f"Importable from here too: {', '.join(elsewhere)}."


def heading(name: str) -> list[str]:
    """Return the lines that begin a module's section."""
    return ["", f"## {name}", "", f"In reboto: `re{name}`.", "", "| Name | State |", "|---|---|"]


def row(name: str, state: str) -> str:
    """Return a row of a table."""
    return f"| `{name}` | {state} |"


def counterpart(name: str) -> Any:
    """Return reboto's module of a name of boto's."""
    return importlib.import_module(f"re{name}")


def example(cls: Any) -> Any:
    """Return an object of a class, made of as little as it takes."""
    connection = cls.__name__.endswith("Connection")
    return cls("key", "secret") if connection else cls()


def present(home: Any, name: str) -> str:
    """Say whether a name is there."""
    return "there" if hasattr(home, name) else "**missing**"


def states(made: Any, attributes: list[str]) -> str:
    """Say whether attributes are there."""
    missing = [attribute for attribute in attributes if not hasattr(made, attribute)]
    return f"**missing: {', '.join(missing)}**" if missing else "there"


def signature_state(home: Any, name: str, expected: list[dict[str, str]] | None) -> str:
    """Say whether a function or class is there, and what it takes that boto's did not."""
    found = getattr(home, name, None)
    if found is None:
        return "**missing**"
    kinds = {parameter["kind"] for parameter in expected or ()}
    if "VAR_KEYWORD" in kinds:
        return "there"
    known = {parameter["name"] for parameter in expected or ()}
    takes = inspect.signature(found).parameters.values()
    more = [
        parameter.name
        for parameter in takes
        if parameter.name not in known
        and parameter.kind in (parameter.KEYWORD_ONLY, parameter.POSITIONAL_OR_KEYWORD)
    ]
    return f"there; also takes {', '.join(f'`{word}`' for word in more)}" if more else "there"


if __name__ == "__main__":
    sys.exit(main())
