"""EC2's services that reboto covers: `autoscale` and `cloudwatch`."""

from __future__ import annotations

import importlib
from typing import Any

# boto's scripts reach these after `import boto` alone.
_SUBMODULES = frozenset({"autoscale", "blockdevicemapping", "cloudwatch", "elb"})


def __getattr__(name: str) -> Any:
    if name in _SUBMODULES:
        return importlib.import_module(f"{__name__}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
