"""A service's model, as AWS publishes it with botocore, and reboto's names for it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeAlias

import botocore.session
from botocore import xform_name

from botocore_model.names import (
    AUTOSCALE,
    BOTO_NOUNS,
    CLASSES,
    CLOUDWATCH,
    MEMBERS,
)
from botocore_model.operations import METHODS, PARAMETERS, Method

# The stubs of botocore do not say which kind of shape a type is.
Shape: TypeAlias = Any
OperationModel: TypeAlias = Any
ServiceModel: TypeAlias = Any

ROOT = Path(__file__).parents[2]
PACKAGES = {"autoscaling": AUTOSCALE, "cloudwatch": CLOUDWATCH}
# Address of AWS's page of an operation or a type.
PAGES = {
    "autoscaling": "https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_{}.html",
    "cloudwatch": "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_{}.html",
}


@dataclass(frozen=True)
class PythonClass:
    """The Python class of a type: its module and its name, which may have dots."""

    module: str
    name: str


class Service:
    """One service's model and reboto's names for it.

    Parameters
    ----------
    name : str
        ``autoscaling`` or ``cloudwatch``.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        session = botocore.session.Session()
        self.model: ServiceModel = session.get_service_model(name)
        self.names = MEMBERS[name]
        self.methods = METHODS[name]

    @cached_property
    def operations(self) -> list[OperationModel]:
        """All operations, by name."""
        return [self.model.operation_model(name) for name in sorted(self.model.operation_names)]

    @cached_property
    def structures(self) -> dict[str, Shape]:
        """All structures of inputs and outputs, by name."""
        found: dict[str, Shape] = {}

        def visit(shape: Shape | None) -> None:
            if shape is None or shape.name in found:
                return
            if shape.type_name == "structure":
                found[shape.name] = shape
                for member in shape.members.values():
                    visit(member)
            elif shape.type_name == "list":
                visit(shape.member)
            elif shape.type_name == "map":
                visit(shape.value)

        for operation in self.operations:
            visit(operation.input_shape)
            visit(operation.output_shape)
        return dict(sorted(found.items()))

    def python_class(self, shape: str) -> PythonClass | None:
        """Return the class of a type, or None for inputs and outputs without one."""
        place = CLASSES[self.name].get(shape)
        if place is None:
            return None
        if not place.startswith("reboto."):
            place = f"{PACKAGES[self.name]}.{place}"
        module = re.match(r"reboto(\.[a-z_0-9]+)+", place)
        if module is None:
            raise SystemExit(f"{place} is not the path of a class")
        return PythonClass(module.group(), place[module.end() + 1 :])

    def attribute(self, shape: str, member: str) -> str:
        """Return the name that a member has in Python."""
        place = self.python_class(shape)
        owner = BOTO_NOUNS[self.name].get(shape) or (place.name if place else None)
        for key in (f"{owner}.{member}", f"{shape}.{member}", member):
            if key in self.names:
                return self.names[key]
        return snake(member)

    def parameter(self, method: Method, member: str) -> str:
        """Return the name that a member of an input has as a parameter."""
        return (
            method.names.get(member)
            or PARAMETERS.get(member)
            or self.names.get(member)
            or snake(member)
        )


def snake(name: str) -> str:
    """Return AWS's name in snake case: ``TargetGroupARNs`` is ``target_group_arns``."""
    text: str = xform_name(name)
    return text


def constant(name: str) -> str:
    """Return the name of the Rust static of a type or operation."""
    return xform_name(name).upper()
