"""Generate the pages of the API reference, one per public module, for mkdocstrings to fill."""

from __future__ import annotations

import ast
import functools
import importlib
import inspect
import pkgutil
from pathlib import Path
from typing import TYPE_CHECKING

import reboto

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

ROOT = Path(__file__).parents[1]
API = ROOT / "docs" / "api"

# Commands, and modules that only keep a former name importable.
WITHOUT_PAGE = (
    "reboto.cli",
    "reboto.logs",
    "reboto.migrate",
    "reboto.pages",
    "reboto.query",
    "reboto.waiting",
)
# It changes what `import boto` means.
NOT_IMPORTED = ("reboto.as_boto",)

# Functions for other modules of reboto, in modules of boto's.
WITHOUT_ENTRY = {
    "reboto.pyami.config.active_config",
    "reboto.pyami.config.config_locations",
    "reboto.pyami.config.unless_empty",
}

GROUPS: dict[str, tuple[str, ...] | str] = {
    "Connections": ("reboto", "reboto.aio", "reboto.ec2.autoscale", "reboto.ec2.cloudwatch"),
    "Auto Scaling": "reboto.ec2.autoscale.",
    "CloudWatch": "reboto.ec2.cloudwatch.",
    "Foresight": "reboto.foresight",
    "Other modules": "reboto.",
}


def pages() -> dict[Path, str]:
    """Generate the pages.

    Returns
    -------
    dict of Path to str
        Text of each page.
    """
    texts = {API / f"{name}.md": page(name) for name in modules()}
    return {API / "index.md": index(), **texts}


def navigation() -> Iterator[str]:
    """Generate the entries of the site's navigation.

    Yields
    ------
    str
        A line of YAML, without the indent of the list.
    """
    yield "- api/index.md"
    for group, names in groups().items():
        yield f"- {group}:"
        yield from (f"    - {name}: api/{name}.md" for name in names)


def groups() -> dict[str, list[str]]:
    """List the modules of each group."""
    left = modules()
    found: dict[str, list[str]] = {}
    for group, wanted in GROUPS.items():
        matches = [name for name in left if belongs(name, wanted)]
        found[group] = sorted(matches, key=wanted.index) if isinstance(wanted, tuple) else matches
        left = [name for name in left if name not in matches]
    return found


def belongs(name: str, wanted: tuple[str, ...] | str) -> bool:
    """Return whether a module is in a group: one of its names, or with its prefix."""
    return name in wanted if isinstance(wanted, tuple) else name.startswith(wanted)


@functools.cache
def modules() -> list[str]:
    """List the public modules."""
    found = [reboto.__name__]
    for module in pkgutil.walk_packages(reboto.__path__, "reboto."):
        private = any(part.startswith("_") for part in module.name.split("."))
        if not private and not module.name.startswith(WITHOUT_PAGE):
            found.append(module.name)
    # Packages that contain modules, and nothing else.
    return [name for name in found if name in NOT_IMPORTED or public_names(name)]


@functools.cache
def public_names(name: str) -> list[str]:
    """List the functions, classes and constants that a module defines."""
    if name in NOT_IMPORTED:
        return []
    module = importlib.import_module(name)
    listed = getattr(module, "__all__", None)
    found = [
        one
        for one in listed or dir(module)
        if not one.startswith("_") and defines(module, one, private=listed is not None)
    ]
    found = [one for one in found if f"{name}.{one}" not in WITHOUT_ENTRY]
    return sorted(found, key=lambda one: (not one[0].isupper(), one.lower()))


def defines(module: ModuleType, name: str, *, private: bool) -> bool:
    """Return whether a name is defined in the module, or in its private modules.

    Constants belong to the module whose ``__all__`` lists them.

    Parameters
    ----------
    module : module
        The module.
    name : str
        One of its names.
    private : bool
        Whether names from its private modules are its own, because ``__all__`` lists them.
    """
    value = getattr(module, name, None)
    if not (inspect.isclass(value) or inspect.isroutine(value) or inspect.ismodule(value)):
        return private
    home = getattr(value, "__module__", None) or ""
    own = home == module.__name__ or (private and home.startswith(f"{module.__name__}._"))
    return own and (inspect.isclass(value) or inspect.isfunction(value))


def anchor(module: ModuleType, path: tuple[str, ...]) -> str | None:
    """Return the link from ``docs/`` to an object: a name of a module, or of one of its classes.

    None if the reference does not have it, because it has no docstring.
    """
    found: object = module
    for name in path:
        found = getattr(found, name, None)
    listed = module.__name__ in modules() and path[0] in public_names(module.__name__)
    if not listed or not inspect.getdoc(found):
        return None
    return f"api/{module.__name__}.md#{'.'.join((module.__name__, *path))}"


def page(name: str) -> str:
    """Generate the page of a module."""
    names = public_names(name)
    options = ("members: false", "heading_level: 1", "show_root_full_path: true")
    lines = [f"::: {name}", "    options:", *(f"      {option}" for option in options), ""]
    for one in names:
        lines += [f"::: {name}.{one}", ""]
    return "\n".join(lines)


def index() -> str:
    """Generate the page that lists the modules."""
    lines = [
        "# API reference",
        "",
        "All public modules. The operations of AWS, with their methods and the members of all",
        "types, are listed by subject in the [reference of operations](../reference/index.md).",
    ]
    for group, names in groups().items():
        lines += ["", f"## {group}", "", "| Module | Content |", "|---|---|"]
        lines += [f"| [`{name}`]({name}.md) | {summary(name)} |" for name in names]
    return "\n".join([*lines, ""])


def summary(name: str) -> str:
    """Return the first line of a module's docstring, without importing the module."""
    path = ROOT.joinpath("python", *name.split("."))
    source = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    text = ast.get_docstring(ast.parse(source.read_text())) or ""
    return text.partition("\n")[0].replace("``", "`")
