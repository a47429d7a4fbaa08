"""Traffic sources, account settings, and launches on request."""

from __future__ import annotations

from typing import Any

from moto.core.responses import ActionResult, EmptyResult

from reboto.local._autoscaling.capacity import source_type
from reboto.local._autoscaling.describe_calls import DescribeCalls
from reboto.local._requests.model_validation import reject

_MOST_LAUNCHED = 100


class TrafficSources(DescribeCalls):
    """Auto Scaling operations that have little state."""

    def attach_traffic_sources(self) -> ActionResult:
        """Attach load balancers, target groups, or target groups of VPC Lattice."""
        self._attach_sources(self.group(), self._get_param("TrafficSources"))
        return EmptyResult()

    def detach_traffic_sources(self) -> ActionResult:
        """Detach load balancers, target groups, or target groups of VPC Lattice."""
        group, there = self.group(), {one["Identifier"]: one for one in self._sources()}
        named = [one["Identifier"] for one in self._get_param("TrafficSources")]
        if unknown := [name for name in named if name not in there]:
            reject(
                "ValidationError",
                f"Trying to remove Traffic Source {unknown[0]} that is not part of the group",
            )
        for name in named:
            kind = there[name]["Type"]
            if kind == "elb":
                self.autoscaling_backend.detach_load_balancers(group.name, [name])
            elif kind == "elbv2":
                self.autoscaling_backend.detach_load_balancer_target_groups(group.name, [name])
            else:
                self.here.table("traffic sources")[group.name].remove(name)
        return EmptyResult()

    def describe_traffic_sources(self) -> ActionResult:
        """Describe a group's traffic sources."""
        kind = self._get_param("TrafficSourceType")
        found = [one for one in self._sources() if kind in (None, one["Type"])]
        return self._page("TrafficSources", found, lambda one: one["Identifier"])

    def _sources(self) -> list[dict[str, Any]]:
        group = self.group()
        lattice = self.here.table("traffic sources").get(group.name, [])
        identifiers = [*group.load_balancer_names, *group.target_group_arns, *lattice]
        return [
            {
                "TrafficSource": name,
                "Identifier": name,
                "Type": source_type({"Identifier": name}),
                "State": "InService" if group.in_service else "Added",
            }
            for name in identifiers
        ]

    def describe_account_settings(self) -> ActionResult:
        """Describe the account settings that were put; AWS has more of its own."""
        name = self._get_param("Name")
        found = [
            {"Name": key, "Value": value, "EnforcementType": "none"}
            for key, value in self.here.table("account settings").items()
            if name in (None, key)
        ]
        return self._page("Settings", found, lambda one: one["Name"])

    def put_account_setting(self) -> ActionResult:
        """Put an account setting."""
        self.here.table("account settings")[self._get_param("Name")] = self._get_param("Value")
        return EmptyResult()

    def launch_instances(self) -> ActionResult:
        """Launch instances at once and increase the desired capacity."""
        group, given = self.group(), self._get_params()
        token, count = given["ClientToken"], given["RequestedCapacity"]
        before = self.here.table("launches").get(token)
        if before is not None:
            if before[0] != given:
                reject(
                    "IdempotentParameterMismatch",
                    f"The client token {token} was used with other parameters",
                )
            return ActionResult(before[1])
        if not 1 <= count <= _MOST_LAUNCHED:
            reject(
                "ValidationError",
                f"RequestedCapacity must be from 1 to {_MOST_LAUNCHED}, got {count}",
            )
        zones = given.get("AvailabilityZones") or []
        if unknown := [zone for zone in zones if zone not in group.availability_zones]:
            reject("ValidationError", f"The group does not use the zone {unknown[0]}")
        group.check_change(count, f"launch {count} instance(s)")
        members = group.launch(count, from_pool=False)
        group.desired_capacity = (group.desired_capacity or 0) + count
        group.fill_pool()
        subnet = (group.vpc_zone_identifier or "").split(",")[0] or None
        result = {
            "AutoScalingGroupName": group.name,
            "ClientToken": token,
            "Instances": [
                {
                    "InstanceType": members[0].instance_type,
                    "MarketType": "on-demand",
                    "SubnetId": subnet,
                    "AvailabilityZone": members[0].availability_zone,
                    "InstanceIds": [member.instance.id for member in members],
                }
            ],
            "Errors": [],
        }
        self.here.table("launches")[token] = dict(given), result
        return ActionResult(result)
