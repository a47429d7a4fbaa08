"""Generate the reference of operations and classes from AWS's model.

`docs.py` writes the pages: one for each family of `reference_families`.
"""

from __future__ import annotations

import importlib
import inspect
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import reboto.ec2.autoscale
import reboto.ec2.cloudwatch
from botocore_model import classes as model_classes
from botocore_model import python_code
from botocore_model.names import HAND_WRITTEN
from botocore_model.service import PAGES, Service
from reference_families import FAMILIES, Family

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path(__file__).parents[1] / "docs" / "reference"
SERVICES = {"autoscaling": "Auto Scaling", "cloudwatch": "CloudWatch"}
_CONNECTIONS: dict[str, Any] = {
    "autoscaling": reboto.ec2.autoscale.AutoScaleConnection,
    "cloudwatch": reboto.ec2.cloudwatch.CloudWatchConnection,
}


def pages() -> dict[Path, str]:
    """Generate the pages.

    Returns
    -------
    dict of Path to str
        Text of each page.
    """
    return {
        FOLDER / f"{service}-{family.name}.md": "\n".join(page(service, family)) + "\n"
        for service, families in FAMILIES.items()
        for family in families
    }


def navigation(service: str) -> Iterator[str]:
    """Generate the pages of a service in the site's navigation, in alphabetical order.

    Parameters
    ----------
    service : str
        ``autoscaling`` or ``cloudwatch``.

    Yields
    ------
    str
        Title and path of a page.
    """
    for family in sorted(FAMILIES[service], key=lambda family: family.title):
        yield f"{family.title}: reference/{service}-{family.name}.md"


def page(service: str, family: Family) -> Iterator[str]:
    """Generate the lines of a page.

    Parameters
    ----------
    service : str
        ``autoscaling`` or ``cloudwatch``.
    family : Family
        What the page is about.

    Yields
    ------
    str
        A line, or a block of lines, without the final line break.
    """
    yield f"# {family.title}"
    yield ""
    yield f"Operations and classes of {SERVICES[service]}. The names link to AWS's reference."
    found = [of for of in classes(service) if module(of) in family.modules.split()]
    if any(of.key in HAND_WRITTEN for of in found):
        yield "Attributes that boto had keep boto's types, such as text for numbers."
    yield ""
    yield f"```python\n{family.example}```"
    listed = operations(service)[family.name]
    if listed:
        yield from ["", "## Operations", "", "| AWS operation | Method |", "|---|---|"]
        for name in listed:
            calls = "<br>".join(f"`{call}`" for call in methods(service)[name])
            yield f"| [{name}]({PAGES[service].format(name)}) | {calls} |"
    if found:
        yield from ["", "## Classes"]
    for of in sorted(found, key=lambda of: of.name):
        yield from class_section(of)


def class_section(of: model_classes.Class) -> Iterator[str]:
    """Generate the section of a class.

    Parameters
    ----------
    of : Class
        The class.

    Yields
    ------
    str
        A line, without the line break.
    """
    loaded: Any = importlib.import_module(of.module)
    for part in of.name.split("."):
        loaded = getattr(loaded, part)
    yield from ["", f"### {of.name}", ""]
    yield f"{(inspect.getdoc(loaded) or '').partition(chr(10))[0]}"
    yield f"[AWS's page]({of.page})"
    yield ""
    yield f"`{of.module}.{of.name}`"
    if of.members:
        yield from ["", "| Attribute | AWS's name | Type | Description |", "|---|---|---|---|"]
    for member in of.members:
        names = ", ".join(f"`{name}`" for name in member.names)
        kind = python_code.described(of.service, member.shape)
        yield f"| `{member.attribute}` | {names} | {kind} | {description(of, member)} |"


def description(of: model_classes.Class, member: model_classes.Member) -> str:
    """Return what a member is, and its allowed values."""
    words = python_code.vocabulary(member.shape)
    values = f"One of {', '.join(f'`{word}`' for word in words)}." if words else ""
    # Phrases use reStructuredText's marks for code.
    text = python_code.phrase(of.name, member).replace("``", "`")
    return " ".join(filter(None, [text, values])).replace("|", "\\|")


def module(of: model_classes.Class) -> str:
    """Return the last part of a class's module."""
    return of.module.rpartition(".")[2]


@cache
def classes(service: str) -> list[model_classes.Class]:
    """Return the classes of a service; each must have a page."""
    found = model_classes.classes(Service(service))
    known = {name for family in FAMILIES[service] for name in family.modules.split()}
    if missing := {module(of) for of in found} - known:
        raise SystemExit(f"no page of the reference has the modules {', '.join(sorted(missing))}")
    return found


@cache
def operations(service: str) -> dict[str, list[str]]:
    """Return AWS's operations by the name of the family whose page has them."""
    found: dict[str, list[str]] = {family.name: [] for family in FAMILIES[service]}
    for operation in Service(service).operations:
        families = (
            family for family in FAMILIES[service] if re.search(family.operations, operation.name)
        )
        found[next(families).name].append(operation.name)
    return found


@cache
def methods(service: str) -> dict[str, list[str]]:
    """Return the methods of each operation, which their docstrings name, with parameters."""
    found: dict[str, list[str]] = {}
    for name, method in inspect.getmembers(_CONNECTIONS[service]):
        said = re.search(r"AWS operation: ``(\w+)``", method.__doc__ or "")
        if said and not name.startswith(("_", "iter_")):
            found.setdefault(said[1], []).append(f"{name}{signature(service, name)}")
    if service == "autoscaling":
        found["UpdateAutoScalingGroup"] = ["AutoScalingGroup.update()"]
    return found


def signature(service: str, method: str) -> str:
    """Return the parameters of a method."""
    found = inspect.signature(getattr(_CONNECTIONS[service], method))
    kept = [one for one in found.parameters.values() if one.name != "self"]
    bare = [one.replace(annotation=one.empty) for one in kept]
    return str(inspect.Signature(bare)).replace("(/, ", "(").replace(", /", "").replace("(/)", "()")
