"""EC2's services that reboto covers: `autoscale` and `cloudwatch`."""

from __future__ import annotations

from reboto._lazy import TYPE_CHECKING, lazy_attributes

if TYPE_CHECKING:
    from reboto.ec2 import autoscale as autoscale
    from reboto.ec2 import blockdevicemapping as blockdevicemapping
    from reboto.ec2 import cloudwatch as cloudwatch
    from reboto.ec2 import elb as elb

# Type checkers know the names from above, and tell of others.
if not TYPE_CHECKING:
    # boto's scripts reach these after `import boto` alone.
    _PARTS = ("autoscale", "blockdevicemapping", "cloudwatch", "elb")
    __getattr__, __dir__ = lazy_attributes(__name__, {}, _PARTS)
