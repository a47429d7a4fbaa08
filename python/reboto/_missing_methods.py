"""Errors of attributes that a connection does not have, with the method to use instead."""

from __future__ import annotations

import re

from reboto._lazy import typing

# Attributes of boto3's clients, and what reboto has instead.
_BOTO3 = {
    "exceptions": "catch reboto.exception.BotoServerError, whose error_code is AWS's",
    "get_paginator": "use a method whose name starts with iter_, such as {iterator}",
    "get_waiter": "use a method of an object whose name starts with wait_until_",
    "update_auto_scaling_group": "change a group that was read, and call its method update",
}


def explain(kind: type[typing.Any], name: str) -> str:
    """Return the message of an error about an attribute that a connection does not have.

    Parameters
    ----------
    kind : type
        Class of the connection.
    name : str
        Name of the attribute. If it is that of an operation, as in boto3, the message has the
        methods that send it.

    Returns
    -------
    str
    """
    message = f"{kind.__name__!r} object has no attribute {name!r}"
    if name in _BOTO3:
        iterator = next(each for each in dir(kind) if each.startswith("iter_"))
        return f"{message}: it is boto3's; {_BOTO3[name].format(iterator=iterator)}"
    operation, methods = _methods_of(kind, name.replace("_", "").lower())
    if methods:
        verb = "calls" if len(methods) == 1 else "call"
        return f"{message}: use {' or '.join(methods)}, which {verb} {operation}"
    return message


def _methods_of(kind: type[typing.Any], lowered: str) -> tuple[str, list[str]]:
    """Return an operation of AWS and the methods that send it, by their docstrings."""
    operation, found = "", list[str]()
    for name in dir(kind):
        text = str(getattr(kind, name, None).__doc__) if not name.startswith("_") else ""
        for each in re.findall(r"AWS operation: ``(\w+)``", text):
            if each.lower() == lowered:
                operation = each
                found.append(name)
    return operation, sorted(found, key=lambda name: (name.startswith("iter_"), name))
