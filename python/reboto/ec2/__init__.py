"""The services of boto's ``boto.ec2`` that reboto covers: `autoscale` and `cloudwatch`."""

from __future__ import annotations

from reboto._lazy import TYPE_CHECKING, lazy_attributes

if TYPE_CHECKING:
    from reboto.ec2 import autoscale as autoscale
    from reboto.ec2 import blockdevicemapping as blockdevicemapping
    from reboto.ec2 import cloudwatch as cloudwatch
    from reboto.ec2 import elb as elb
    from reboto.ec2 import regioninfo as regioninfo
    from reboto.regioninfo import RegionInfo as RegionInfo

# Hidden from type checkers: with a __getattr__, they would accept any name.
if not TYPE_CHECKING:
    # Scripts use these submodules after `import boto` alone.
    _PARTS = ("autoscale", "blockdevicemapping", "cloudwatch", "elb", "regioninfo")
    _SOURCES = {"RegionInfo": "reboto.regioninfo"}
    __getattr__, __dir__ = lazy_attributes(__name__, _SOURCES, _PARTS)
