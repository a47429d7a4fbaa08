"""Traffic sources of groups: load balancers, target groups and VPC Lattice."""

from __future__ import annotations

from reboto.ec2.autoscale._generated.traffic import (
    TrafficSource,
)

__all__ = ["TrafficSource"]
