"""EC2's services that reboto covers: `autoscale` and `cloudwatch`."""

from __future__ import annotations

import importlib

from reboto._typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reboto.ec2 import autoscale as autoscale
    from reboto.ec2 import blockdevicemapping as blockdevicemapping
    from reboto.ec2 import cloudwatch as cloudwatch
    from reboto.ec2 import elb as elb

# boto's scripts reach these after `import boto` alone.
_SUBMODULES = frozenset({"autoscale", "blockdevicemapping", "cloudwatch", "elb"})


# Type checkers know the names from above, and tell of others.
if not TYPE_CHECKING:

    def __getattr__(name: str) -> Any:
        if name in _SUBMODULES:
            return importlib.import_module(f"{__name__}.{name}")
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
