"""`typing.get_type_hints` resolves the public API, also if `typing` is imported later.

Special methods, which `with`, `copy` and operators call, are part of it.
"""

from __future__ import annotations

import json
import subprocess
import sys

HINTS = """
import sys
import reboto
assert "typing" not in sys.modules, "reboto imports typing"
import importlib, inspect, json, pkgutil, typing

# What is internal, though no name in its path begins with an underscore.
SKIPPED = ("reboto.as_boto", "reboto.cli", "reboto.local.bridge", "reboto.migrate.")

def functions(module):
    for name in dir(module):
        thing = getattr(module, name)
        if name.startswith("_") or not getattr(thing, "__module__", "").startswith("reboto"):
            continue
        if inspect.isfunction(thing):
            yield thing
        bases = thing.__mro__ if inspect.isclass(thing) else ()
        if bases and "._" not in thing.__module__:
            yield thing
        public = [base for base in bases if base.__module__.startswith("reboto")]
        for member, part in (item for base in public for item in vars(base).items()):
            part = part.fget if isinstance(part, property) else getattr(part, "__func__", part)
            # `dataclass` and `namedtuple` compile methods without annotations.
            if not inspect.isfunction(part):
                continue
            written = part.__code__.co_filename.startswith(reboto.__path__[0])
            if written and (not member.startswith("_") or member.endswith("__")):
                yield part

names = ["reboto", *(found.name for found in pkgutil.walk_packages(reboto.__path__, "reboto."))]
failed, hints = {}, {}
for name in names:
    if "._" in name or name.startswith(SKIPPED) or name == "reboto.__main__":
        continue
    for function in functions(importlib.import_module(name)):
        path = f"{function.__module__}.{function.__qualname__}"
        if path.startswith("reboto._lazy."):
            continue
        try:
            found = typing.get_type_hints(function)
            hints[path] = {key: repr(kind) for key, kind in found.items()}
            if path.endswith("__") and "return" not in found:
                failed[path] = f"no annotations: {found}"
        except Exception as error:
            failed[path] = repr(error)
print(json.dumps([failed, hints]))
"""

# What `dataclass` of Python 3.15 looks up, which imports a lazy module.
DATACLASSES = """
import dataclasses, importlib, pkgutil, re, sys
import reboto
from reboto._lazy import LazyModule

checked = 0
for found in pkgutil.walk_packages(reboto.__path__, "reboto."):
    if found.name != "reboto.__main__":
        importlib.import_module(found.name)
for module in [module for name, module in sys.modules.items() if name.startswith("reboto")]:
    for kind in vars(module).values():
        if isinstance(kind, type) and "__dataclass_fields__" in vars(kind):
            names = vars(sys.modules[kind.__module__])
            for field in dataclasses.fields(kind):
                checked += 1
                if found := re.match(r"\\w+", str(field.type)):
                    if isinstance(names.get(found[0]), LazyModule):
                        print(kind, field.name, field.type)
assert checked > 50, checked
"""


def test_fields_of_dataclasses_import_no_lazy_module() -> None:
    command = [sys.executable, "-c", DATACLASSES]
    completed = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert completed.stdout == ""


def test_annotations_can_be_resolved() -> None:
    command = [sys.executable, "-c", HINTS]
    completed = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    failed, hints = json.loads(completed.stdout)
    assert failed == {}
    assert len(hints) > 200
    connect = hints["reboto.connect_autoscale"]
    assert connect["return"] == "<class 'reboto.ec2.autoscale.AutoScaleConnection'>"
    alarm = hints["reboto.ec2.cloudwatch.alarm.MetricAlarm"]
    assert alarm["datapoints_to_alarm"] == "int | None"
    assert connect["kwargs"] == "<class 'reboto._connection_keywords.AutoScale'>"
    pages = hints["reboto.ec2.cloudwatch._paginators.Paginators.iter_alarms"]["return"]
    assert pages == "reboto.pagination.Pages[reboto.ec2.cloudwatch.alarm.MetricAlarm, object]"
    entered = hints["reboto.connection.BlockingContext.__enter__"]
    assert entered["return"] == "<class 'reboto.connection.BlockingContext'>"
    point = "<class 'reboto.ec2.cloudwatch.datapoint.Datapoint'>"
    assert hints["reboto.ec2.cloudwatch.datapoint.Datapoint.__copy__"]["return"] == point
    trace = hints["reboto.ec2.cloudwatch.publisher.Publisher.__aexit__"]["trace"]
    assert trace == "traceback | None"
