"""Rust methods for the operations that boto did not have."""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING

from botocore_model.names import DIMENSIONS, TAGS
from botocore_model.phrases import PHRASES
from botocore_model.python_code import limits
from botocore_model.service import PAGES, Shape, snake
from botocore_model.tables import HEAD, operation_constant, rustfmt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from botocore_model.operations import Method
    from botocore_model.service import OperationModel, Service

OWNERS = {"autoscaling": "AutoScaleOperations", "cloudwatch": "CloudWatchOperations"}


@dataclass(frozen=True)
class Parameter:
    """A parameter of a method, and the path of its member in the input."""

    name: str
    path: str
    shape: Shape
    is_required: bool


def method_name(operation: str, method: Method) -> str:
    """Return the name of the method of an operation."""
    return method.name or snake(operation)


def parameters(service: Service, operation: OperationModel, method: Method) -> list[Parameter]:
    """Return the parameters of a method, in order, without the noun."""
    found: list[Parameter] = []

    def add(shape: Shape, prefix: str) -> None:
        for name, member in shape.members.items():
            required = not prefix and name in shape.required_members and not _is_token(member)
            found.append(
                Parameter(service.parameter(method, name), f"{prefix}{name}", member, required)
            )

    if operation.input_shape is None:
        return []
    if method.noun:
        # What the noun does not have by its own name is another parameter.
        shape = operation.input_shape
        if "AutoScalingGroupName" in shape.members and method.noun == "pool":
            member = shape.members["AutoScalingGroupName"]
            return [Parameter("as_group", "AutoScalingGroupName", member, is_required=True)]
        return []
    add(operation.input_shape, "")
    for name in method.nested:
        add(operation.input_shape.members[name], f"{name}.")
    order = method.first.split()
    last = ["max_records", "max_results", "next_token"]

    def rank(parameter: Parameter) -> tuple[bool, int, int]:
        first = order.index(parameter.name) if parameter.name in order else len(order)
        return (
            not parameter.is_required and first == len(order),
            first if order else not parameter.is_required,
            last.index(parameter.name) if parameter.name in last else -1,
        )

    return sorted(found, key=rank)


def _is_token(shape: Shape) -> bool:
    return bool(shape.metadata.get("idempotencyToken")) or shape.name == "ClientToken"


def words(service: Service, shape: Shape, name: str = "") -> str:
    """Return a type in the words of numpydoc."""
    match shape.type_name:
        case "string" if name in ("as_group", "hook"):
            return {"as_group": "str or AutoScalingGroup", "hook": "str or LifecycleHook"}[name]
        case "string":
            return "str"
        case "integer" | "long":
            return "int"
        case "double" | "float":
            return "float"
        case "boolean":
            return "bool"
        case "timestamp":
            return "datetime.datetime or str"
        case "blob":
            return "bytes"
        case "map":
            return f"dict of str to {words(service, shape.value)}"
        case "structure":
            return f"{class_name(service, shape)} or dict"
        case "list" if shape.member.name in DIMENSIONS[service.name]:
            return "dict of str to str or list of str"
        case "list" if shape.member.name in TAGS.get(service.name, ()):
            return "dict of str to str"
        case "list" if shape.member.type_name == "structure":
            return f"list of {class_name(service, shape.member)} or list of dict"
        case "list":
            return f"list of {words(service, shape.member)}"
        case other:
            raise SystemExit(f"the model has a type that reboto does not know: {other}")


def class_name(service: Service, shape: Shape) -> str:
    """Return the name of the Python class of a structure."""
    place = service.python_class(shape.name)
    if place is None:
        raise SystemExit(f"{shape.name} needs a class in CLASSES of tools/botocore_model/names.py")
    return place.name


def gives_words(service: Service, operation: OperationModel, method: Method) -> str:
    """Return the type of a result in the words of numpydoc."""
    kind, _, member = method.gives.partition(":")
    output = operation.output_shape
    if kind == "True" or method.gives == "given:True":
        return "bool"
    if kind in ("object", "given"):
        return class_name(service, output)
    shape = output.members[member]
    if kind == "page":
        return f"ResultSet of {class_name(service, shape.member)}"
    return words(service, shape).removesuffix(" or dict")


def rust_methods(service: Service) -> str:
    """Return the Rust file with the methods of a service."""
    parts = [
        HEAD,
        f"//! The operations of {service.model.metadata['serviceId']} that boto did not have.\n\n",
        "use pyo3::prelude::*;\n\n",
        f"use super::connection::{{{OWNERS[service.name]}, CallResult, Connection, call}};\n",
        "use crate::arguments::convert::Arg;\n",
        "use crate::decode::model_result::Gives;\n",
        f"use crate::model::{service.name} as model;\n",
        "use crate::services::model_call::ModelCall;\n\n",
        f"#[pymethods]\nimpl {OWNERS[service.name]} {{\n",
    ]
    named = {operation.name: operation for operation in service.operations}
    parts.extend(
        rust_method(service, named[name], method) for name, method in service.methods.items()
    )
    return rustfmt("".join(parts) + "}\n")


def rust_method(service: Service, operation: OperationModel, method: Method) -> str:
    """Return the Rust code of one method."""
    name = method_name(operation.name, method)
    given = parameters(service, operation, method)
    signature = [
        *([method.noun] if method.noun and method.noun != "pool" else []),
        *(item.name if item.is_required else f"{item.name}=None" for item in given),
    ]
    arguments = [f"{item.name}: Arg<'py>" for item in given]
    if method.noun == "pool":
        signature.insert(1, "pool")
        arguments.insert(1, "pool: &Bound<'py, PyAny>")
    elif method.noun:
        arguments.insert(0, f"{method.noun}: &Bound<'py, PyAny>")
    call = f"ModelCall::new(&model::{operation_constant(operation)})"
    if method.noun:
        call += f'.noun("{method.noun}", {method.noun})'
    kind, _, member = method.gives.partition(":")
    call += {
        "True": "",
        "object": ".gives(Gives::Object)",
        "page": f'.gives(Gives::Page("{member}"))',
        "member": f'.gives(Gives::Member("{member}"))',
        "given": f".gives_noun({'false' if member == 'True' else 'true'})?",
    }[kind]
    if method.partial:
        call += f'.partial("{method.partial}")'
    pairs = ", ".join(f'("{item.name}", "{item.path}", &{item.name})' for item in given)
    text = "".join(
        f"/// {line}".rstrip() + "\n" for line in method_docs(service, operation, method)
    )
    text += f"#[pyo3(signature = ({', '.join(signature)}))]\n"
    if len(arguments) > 6:
        text += (
            '#[expect(clippy::too_many_arguments, reason = "they are the members of the input")]\n'
        )
    taken = ", ".join(["slf: &Connection<'py>", *arguments])
    text += f"fn {name}<'py>({taken}) -> CallResult<'py> {{\n"
    return text + f"call(slf, {call}, &[{pairs}])\n}}\n\n"


def method_docs(service: Service, operation: OperationModel, method: Method) -> Iterator[str]:
    """Return the lines of the docstring of a method."""
    yield method.summary
    yield ""
    yield f"AWS operation: ``{operation.name}``. Its limits and errors are described in"
    yield f"{PAGES[service.name].format(operation.name)}."
    given = parameters(service, operation, method)
    if given or method.noun:
        yield ""
        yield "Parameters"
        yield "----------"
    if method.noun and method.noun != "pool":
        yield from _noun_docs(service, operation, method)
    for item in given:
        optional = "" if item.is_required else ", optional"
        yield f"{item.name} : {words(service, item.shape, item.name)}{optional}"
        yield from _indented(described(item, method))
    if method.noun == "pool":
        yield from _noun_docs(service, operation, method)
    yield ""
    yield "Returns"
    yield "-------"
    result = gives_words(service, operation, method)
    yield result
    if result == "bool":
        yield "    True."
    elif result.startswith("ResultSet") and "NextToken" in operation.output_shape.members:
        yield "    One page; ``next_token`` is set if there are more pages."
    yield ""
    yield "Raises"
    yield "------"
    yield "BotoServerError"
    yield "    If AWS rejects the request."
    if method.partial:
        yield "PartialFailureError"
        yield "    If AWS accepts the request, but a part of it fails."
    if given or method.noun:
        yield "ValueError, TypeError"
        yield "    If an argument is invalid. No request is sent."


def _noun_docs(service: Service, operation: OperationModel, method: Method) -> Iterator[str]:
    verb, noun = _verb_and_noun(method)
    yield f"{method.noun} : {words(service, operation.input_shape)}"
    text = f"The {noun} to {verb}. Members of it that are None are not sent."
    yield from _indented(text)


def _verb_and_noun(method: Method) -> tuple[str, str]:
    """Return "create or update" and "metric stream" from the summary of a method."""
    found = re.fullmatch(r"(\w+(?: or \w+)?) (?:(?:an?|the) )?(.+)\.", method.summary)
    if not found:
        raise ValueError(f"the summary must be a verb and a noun, got {method.summary!r}")
    return found[1].lower(), found[2]


def _indented(text: str) -> Iterator[str]:
    yield from textwrap.wrap(
        text, 72, initial_indent="    ", subsequent_indent="    ", break_on_hyphens=False
    )


# Parameters that take an object or its name.
OBJECTS = {"as_group": "The group or its name.", "hook": "The lifecycle hook or its name."}


def described(parameter: Parameter, method: Method) -> str:
    """Return a sentence about a parameter, with its limits and values."""
    if parameter.name in OBJECTS:
        return OBJECTS[parameter.name]
    member, shape = parameter.path.rpartition(".")[2], parameter.shape
    if member in {"Name", "Names"}:
        _, noun = _verb_and_noun(method)
        text = f"{member} of the {noun.removesuffix('s') if member == 'Name' else noun}."
    elif member in PHRASES:
        text = PHRASES[member]
    else:
        raise SystemExit(f"botocore_model/phrases.py has no description of the parameter {member}")
    values = enumeration(shape)
    if values and len(values) <= 12:
        text += f" One of {', '.join(f'``{value}``' for value in values)}."
    elif limit := limit_words(shape):
        text += f" {limit}."
    return text


def enumeration(shape: Shape) -> list[str]:
    """Return the values of a closed vocabulary, of a text or of a list of texts."""
    if shape.type_name == "list":
        shape = shape.member
    return list(getattr(shape, "enum", ()))


def limit_words(shape: Shape) -> str:
    """Return the limits of a type in words."""
    unit = {"string": " characters", "list": " items"}.get(shape.type_name, "")
    text = limits(shape, unit)
    return f"From {text}" if " to " in text else text[:1].upper() + text[1:]
