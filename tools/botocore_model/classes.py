"""The classes of AWS's model: their members, names and modules."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from botocore import xform_name

from botocore_model.names import (
    BOTO_NOUNS,
    DIMENSIONS,
    FLATTENED,
    TAGS,
    WITHOUT_MEMBERS,
)
from botocore_model.service import PAGES, ROOT, Shape

if TYPE_CHECKING:
    from collections.abc import Iterator

    from botocore_model.service import Service


# Methods of all structures.
STRUCTURE_METHODS = {"from_dict", "get", "keys", "to_dict"}


# Files of classes that their public module imports at first use.
FILES = {
    "alarm.AlarmHistoryItem": "_alarm_history",
    "group.ProcessType": "_group_vocabulary",
}


@dataclass
class Member:
    """A member of a class, from one or several types.

    Parameters
    ----------
    attribute : str
        Its name in Python.
    shape : Shape
        Its type.
    names : list of str
        AWS's names.
    """

    attribute: str
    shape: Shape
    names: list[str] = field(default_factory=list[str])

    @property
    def name(self) -> str:
        """AWS's name: the one that the attribute follows from, or else the first."""
        return next((name for name in self.names if snake(name) == self.attribute), self.names[0])

    @property
    def aliases(self) -> list[str]:
        """All other names."""
        every = [*self.names, *map(snake, self.names)]
        taken = {self.attribute, *STRUCTURE_METHODS}
        return [name for name in dict.fromkeys(every) if name not in taken]


@dataclass
class Class:
    """A Python class with members of the model.

    Parameters
    ----------
    service : Service
        Its service.
    module, name : str
        Its public module, and its name.
    shapes : list of str
        AWS's types.
    """

    service: Service
    module: str
    name: str
    shapes: list[str]

    @property
    def key(self) -> str:
        """The name in the tables of `names`."""
        return f"{self.module.rpartition('.')[2]}.{self.name}"

    @cached_property
    def members(self) -> list[Member]:
        """All members, in the order of the model."""
        found: dict[str, Member] = {}
        for shape in self.shapes:
            for name, of in self._members(shape):
                attribute = self.service.attribute(shape, name)
                member = found.setdefault(attribute, Member(attribute, of))
                if name not in member.names:
                    member.names.append(name)
                is_closed = getattr(of, "enum", None) and not getattr(member.shape, "enum", None)
                # Ranges of numbers with and without decimals have one class.
                if is_closed or (of.type_name == "double" and member.shape.type_name == "integer"):
                    member.shape = of
        self._check_names(found)
        return list(found.values())

    def _members(self, shape: str) -> Iterator[tuple[str, Shape]]:
        flattened = FLATTENED[self.service.name].get(shape, set[str]())
        structure: Shape = self.service.structures[shape]
        for name, of in structure.members.items():
            if name in flattened:
                yield from self._members(of.name)
            else:
                yield name, of

    def _check_names(self, found: dict[str, Member]) -> None:
        if methods := found.keys() & STRUCTURE_METHODS:
            raise SystemExit(f"{self.name}: a method has the name {', '.join(methods)}")
        names = [name for member in found.values() for name in (member.attribute, *member.aliases)]
        twice = {name for name in names if names.count(name) > 1}
        if twice:
            raise SystemExit(f"{self.name}: two members have the name {', '.join(sorted(twice))}")

    @property
    def page(self) -> str:
        """The address of AWS's page."""
        own = {name for op in self.service.operations for name in _ends(op)}
        for shape in self.shapes:
            if shape not in own:
                return PAGES[self.service.name].format(shape)
        for op in self.service.operations:
            if self.shapes[0] in _ends(op):
                return PAGES[self.service.name].format(op.name)
        raise SystemExit(f"{self.name} has no page")

    @cached_property
    def of_boto(self) -> set[str]:
        """The attributes of a hand-written class."""
        path = ROOT / "python" / (self.module.replace(".", "/") + ".py")
        path = path.with_stem(FILES.get(self.key, path.stem))
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ClassDef) and node.name == self.name:
                return set(_attributes(node))
        raise SystemExit(f"{path} has no class {self.name}")


def _ends(operation: object) -> list[str]:
    shapes = (getattr(operation, "input_shape", None), getattr(operation, "output_shape", None))
    return [shape.name for shape in shapes if shape is not None]


def _attributes(node: ast.ClassDef) -> Iterator[str]:
    """Names that a class assigns or annotates, and attributes that its methods set."""
    for part in ast.walk(node):
        targets = part.targets if isinstance(part, ast.Assign) else []
        if isinstance(part, ast.AnnAssign):
            targets = [part.target]
        for each in targets:
            if isinstance(each, ast.Name) and part in node.body:
                yield each.id
            elif isinstance(each, ast.Attribute) and isinstance(each.value, ast.Name):
                yield each.attr


def snake(name: str) -> str:
    """Return AWS's name in snake case."""
    text: str = xform_name(name)
    return text


def classes(service: Service) -> list[Class]:
    """Return the classes of a service that have members."""
    found: dict[tuple[str, str], Class] = {}
    for shape in service.structures:
        place = service.python_class(shape)
        if place is None or not place.module.startswith(package(service)):
            continue
        key = (place.module, place.name)
        found.setdefault(key, Class(service, *key, [])).shapes.append(shape)
    for shape, name in BOTO_NOUNS[service.name].items():
        for each in found.values():
            if each.name == name and shape not in each.shapes:
                each.shapes.append(shape)
    return [each for each in found.values() if each.key not in WITHOUT_MEMBERS]


def package(service: Service) -> str:
    """Return the Python package of a service."""
    return {"autoscaling": "reboto.ec2.autoscale", "cloudwatch": "reboto.ec2.cloudwatch"}[
        service.name
    ]


def pairs(service: Service, shape: Shape) -> str | None:
    """Return ``dimensions`` or ``tags`` for lists that are dicts in Python."""
    if shape.type_name != "list":
        return None
    if shape.member.name in DIMENSIONS[service.name]:
        return "dimensions"
    return "tags" if shape.member.name in TAGS.get(service.name, ()) else None


def conversion(service: Service, shape: Shape) -> str | None:
    """Return how values of a type are converted, for `_types`."""
    if shape.type_name == "structure":
        place = service.python_class(shape.name)
        return f"{place.module}.{place.name}" if place else None
    if shape.type_name != "list":
        return None
    item = conversion(service, shape.member)
    return pairs(service, shape) or (f"[{item}]" if item else "list")
