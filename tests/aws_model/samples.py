"""Values for the members of generated classes, from AWS's model."""

from __future__ import annotations

import datetime
import importlib
from typing import Any

from botocore_model import classes
from botocore_model.names import HAND_WRITTEN, NOUNS
from botocore_model.service import Service

SERVICES = [Service("autoscaling"), Service("cloudwatch")]
CLASSES = [of for service in SERVICES for of in classes.classes(service)]
STRUCTURES = [of for of in CLASSES if of.key not in HAND_WRITTEN]
OF_BOTO = [of for of in CLASSES if of.key in HAND_WRITTEN]
TIME = datetime.datetime(2026, 11, 28, 1, 2, 3)


def loaded(of: classes.Class) -> Any:
    """The class, imported from its public module."""
    return getattr(importlib.import_module(of.module), of.name)


def is_noun(of: classes.Class) -> bool:
    return of.key in NOUNS


def sample(service: Service, shape: Any) -> Any:
    """A value of a type in the form of boto3, with every member."""
    match shape.type_name:
        case "string":
            return shape.enum[-1] if shape.enum else f"a {shape.name}"
        case "integer" | "long":
            return 7
        case "double" | "float":
            return 0.5
        case "boolean":
            return False
        case "timestamp":
            return TIME
        case "blob":
            return b"image"
        case "map":
            return {"key": sample(service, shape.value)}
        case "list" if form := classes.pairs(service, shape):
            key = "Name" if form == "dimensions" else "Key"
            return [{key: "one", "Value": "a"}, {key: "two", "Value": "b"}]
        case "list":
            return [sample(service, shape.member)] * 2
        case _:
            return {name: sample(service, of) for name, of in shape.members.items()}


def members(of: classes.Class) -> dict[str, Any]:
    """A dict in the form of boto3 with every member of a class."""
    return {member.name: sample(of.service, member.shape) for member in of.members}
