"""Generate pages of the documentation.

- ``boto-names.md``: boto's names from ``tests/compat/boto-surface.json``, and their state in reboto
- ``differences.md``: from ``tests/compat/differences_page.py``
- ``reference/``: operations and classes, from AWS's model
- ``api/``: the public modules, filled in by mkdocstrings
- ``development/index.md`` and ``mkdocs.yml``: their lists of decisions

::

    python tools/docs.py            writes the pages
    python tools/docs.py --check    exits with 1 if a page is out of date
"""

from __future__ import annotations

import argparse
import importlib
import inspect
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import api_pages
import reference
from reboto._compat.boto_map import ELSEWHERE, SERVICES

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
SURFACE = ROOT / "tests" / "compat" / "boto-surface.json"
NAMES = ROOT / "docs" / "boto-names.md"
DIFFERENCES = ROOT / "docs" / "differences.md"
INDEX = ROOT / "docs" / "development" / "index.md"
NAVIGATION = ROOT / "mkdocs.yml"
REFERENCE = ROOT / "docs" / "reference" / "index.md"

# Other modules of boto, and their names that reboto has.
PARTS = {
    "boto.utils": "get_instance_metadata get_instance_identity get_instance_userdata retry_url "
    "LazyLoadMetadata get_ts parse_ts ISO8601 ISO8601_MS RFC1123 pythonize_name mklist "
    "get_utf8_value guess_mime_type write_mime_multipart RequestHook",
    "boto.pyami.config": "Config BotoConfigPath UserConfigPath BotoConfigLocations",
    "boto.provider": "Provider ProfileNotFoundError",
}

# Internals of boto that have no counterpart, by reason.
GONE = {
    "startElement endElement": "on all value classes: responses are parsed in Rust",
    "build_base_http_request get_http_connection new_http_connection put_http_connection "
    "http_exceptions http_unretryable_exceptions socket_exception_values": "on connections: "
    "requests are built and sent by the SDK",
    "get_path get_proxy_auth_header get_proxy_url_with_auth handle_proxy prefix_proxy_to_path "
    "proxy_ssl skip_proxy no_proxy server_name set_host_header host_header": "on connections: "
    "they prepared requests",
    "build_complex_list_params suppress_consec_slashes": "on connections: used by other services",
}


def main() -> int:
    """Write the pages, or compare them with ``--check``.

    Returns
    -------
    int
        1 if ``--check`` finds a page that is out of date.
    """
    parser = argparse.ArgumentParser(description="Generate pages of the documentation.")
    parser.add_argument(
        "--check", action="store_true", help="only check that the pages are up to date"
    )
    args = parser.parse_args()
    stale = {
        path: text
        for path, text in pages().items()
        if not path.exists() or path.read_text() != text
    }
    for path, text in stale.items():
        if args.check:
            print(f"{path.relative_to(ROOT)} is out of date: run python tools/docs.py")
        else:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text)
    return int(args.check and bool(stale))


def pages() -> dict[Path, str]:
    """Generate the pages.

    Returns
    -------
    dict of Path to str
        Text of each page.
    """
    return {
        NAMES: "\n".join(names_page()),
        DIFFERENCES: differences_page(),
        INDEX: development_page(),
        NAVIGATION: navigation(),
        REFERENCE: reference_page(),
        **reference.pages(),
        **api_pages.pages(),
    }


def differences_page() -> str:
    """Generate the page of differences.

    Returns
    -------
    str
    """
    sys.path.insert(0, str(ROOT))
    text: str = importlib.import_module("tests.compat.differences_page").markdown()
    return text


def development_page() -> str:
    """Generate the list of decisions.

    Returns
    -------
    str
    """
    titles = {page: page.read_text().partition("\n")[0].lstrip("# ") for page in decisions()}
    links = (f"- [{title}](../decisions/{page.name})\n" for page, title in titles.items())
    marks = "<!-- decisions: begin -->\n", "<!-- decisions: end -->\n"
    return filled(INDEX.read_text(), *marks, "".join(links))


def reference_page() -> str:
    """Generate the list of the pages about AWS's operations.

    Returns
    -------
    str
    """
    lines = ["# Operations", "", "All operations of both services, by subject, with their methods"]
    lines += ["and the members of their types."]
    for service, title in reference.SERVICES.items():
        lines += ["", f"## {title}", ""]
        for entry in reference.navigation(service):
            name, _, path = entry.partition(": ")
            lines.append(f"- [{name}]({Path(path).name})")
    return "\n".join([*lines, ""])


def navigation() -> str:
    """Generate the site's navigation.

    Returns
    -------
    str
    """
    text = NAVIGATION.read_text()
    lists = {"decisions": [f"- decisions/{page.name}" for page in decisions()]}
    for service in reference.SERVICES:
        lists[service] = [f"- {entry}" for entry in reference.navigation(service)]
    lists["api"] = list(api_pages.navigation())
    for name, entries in lists.items():
        blanks = text.partition(f"# {name}: begin\n")[0].rpartition("\n")[2]
        marks = f"{blanks}# {name}: begin\n", f"{blanks}# {name}: end\n"
        text = filled(text, *marks, "".join(f"{blanks}{entry}\n" for entry in entries))
    return text


def decisions() -> list[Path]:
    """List the pages about decisions, in the order of their numbers."""
    return sorted((ROOT / "docs" / "decisions").glob("*.md"))


def filled(text: str, begin: str, end: str, content: str) -> str:
    """Replace the content between two comments.

    Parameters
    ----------
    text : str
        A page.
    begin, end : str
        The lines of the comments.
    content : str
        The new content, with a final line break.

    Returns
    -------
    str
    """
    before, _, rest = text.partition(begin)
    return f"{before}{begin}{content}{end}{rest.partition(end)[2]}"


def names_page() -> Iterator[str]:
    """Generate the lines of ``boto-names.md``.

    Yields
    ------
    str
        A line, without the line break.
    """
    yield "# All names of boto"
    yield ""
    yield "The public names of boto 2.49 for Auto Scaling and CloudWatch, and their state in"
    yield "reboto. [Differences](differences.md) lists what behaves differently on purpose."
    for name, entry in json.loads(SURFACE.read_text()).items():
        yield from module_section(name, entry)
    for name, words in PARTS.items():
        yield from heading(name)
        yield from (row(word, present(counterpart(name), word)) for word in words.split())
        yield ""
        yield f"The rest of `{name}` comes from an installed boto, if it can be imported."
    yield from ["", "## Internals of boto", "", "| Name | State |", "|---|---|"]
    for words, reason in GONE.items():
        yield f"| {' '.join(f'`{word}`' for word in words.split())} | not present; {reason} |"
    yield from ["", "## Other services", ""]
    yield "Not covered. With `reboto.as_boto` and `python -m reboto run` they come from an"
    yield "installed boto, if it can be imported. Otherwise the ImportError names the replacement."
    yield from ["", "| Module | Replacement |", "|---|---|"]
    instead = {name: f"`boto3.client({service!r})`" for name, service in SERVICES.items()}
    for name, advice in sorted({**instead, **ELSEWHERE}.items()):
        except_for = " (reboto has `boto.ec2.autoscale` and `boto.ec2.cloudwatch`)"
        yield f"| `{name}` | {advice}{except_for if name == 'boto.ec2' else ''} |"
    yield ""


def module_section(name: str, entry: dict[str, Any]) -> Iterator[str]:
    """Generate the section of a module.

    Parameters
    ----------
    name : str
        The module's name in boto.
    entry : dict
        Its entry in ``boto-surface.json``.

    Yields
    ------
    str
        A line, without the line break.
    """
    module = counterpart(name)
    yield from heading(name)
    elsewhere: list[str] = []
    for word in entry["names"]:
        yield row(word, present(module, word))
    for word, parameters in entry["functions"].items():
        yield row(f"{word}()", signature_state(module, word, parameters), module, word)
    for word, facts in entry["classes"].items():
        cls = getattr(module, word, None)
        if cls is not None and cls.__module__ != module.__name__:
            elsewhere.append(f"`{word}`")
            continue
        yield row(f"class {word}", signature_state(module, word, facts["init"]), module, word)
        for method, parameters in facts["methods"].items():
            if not method.startswith("_"):
                state = signature_state(cls, method, parameters)
                yield row(f"{word}.{method}()", state, module, word, method)
        held: dict[str, None] = dict.fromkeys([*facts["constants"], *(facts["attributes"] or {})])
        shown = [attribute for attribute in held if not attribute.startswith("_")]
        if shown:
            names = ", ".join(f"`{attribute}`" for attribute in shown)
            yield f"| attributes of `{word}`: {names} | {states(example(cls), shown)} |"
    if elsewhere:
        yield ""
        yield f"Also importable from here: {', '.join(elsewhere)}."


def heading(name: str) -> list[str]:
    """Generate the first lines of a module's section."""
    return ["", f"## {name}", "", f"In reboto: `re{name}`.", "", "| Name | State |", "|---|---|"]


def row(name: str, state: str, module: Any = None, *path: str) -> str:
    """Generate a row of a table; the name links to the API reference if it is there."""
    anchor = api_pages.anchor(module, path) if module else None
    return f"| [`{name}`]({anchor}) | {state} |" if anchor else f"| `{name}` | {state} |"


def counterpart(name: str) -> Any:
    """Return reboto's module for a module of boto."""
    return importlib.import_module(f"re{name}")


def example(cls: Any) -> Any:
    """Create an object of a class with as few arguments as possible."""
    connection = cls.__name__.endswith("Connection")
    return cls("key", "secret") if connection else cls()


def present(home: Any, name: str) -> str:
    """Return the state of a name."""
    return "present" if hasattr(home, name) else "**missing**"


def states(made: Any, attributes: list[str]) -> str:
    """Return the state of attributes."""
    missing = [attribute for attribute in attributes if not hasattr(made, attribute)]
    return f"**missing: {', '.join(missing)}**" if missing else "present"


def signature_state(home: Any, name: str, expected: list[dict[str, str]] | None) -> str:
    """Return the state of a function or class, with the parameters that boto's does not have."""
    found = getattr(home, name, None)
    if found is None:
        return "**missing**"
    kinds = {parameter["kind"] for parameter in expected or ()}
    if "VAR_KEYWORD" in kinds:
        return "present"
    known = {parameter["name"] for parameter in expected or ()}
    takes = inspect.signature(found).parameters.values()
    more = [
        parameter.name
        for parameter in takes
        if parameter.name not in known
        and parameter.kind in (parameter.KEYWORD_ONLY, parameter.POSITIONAL_OR_KEYWORD)
    ]
    return f"present; also takes {', '.join(f'`{word}`' for word in more)}" if more else "present"


if __name__ == "__main__":
    sys.exit(main())
