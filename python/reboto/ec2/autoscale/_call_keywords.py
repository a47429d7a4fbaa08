"""Types of the arguments of methods of groups."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal, TypeAlias, TypedDict

from reboto.ec2.autoscale import instance
from reboto.ec2.autoscale._generated import (
    launchtemplate,
    lifecycle,
    literals,
    refresh,
    traffic,
    warmpool,
)

Instances: TypeAlias = str | instance.Instance | Iterable[str | instance.Instance]
TrafficSources: TypeAlias = (
    str | traffic.TrafficSource | Iterable[str | traffic.TrafficSource | Mapping[str, Any]]
)
Template: TypeAlias = launchtemplate.LaunchTemplateSpecification | Mapping[str, Any] | str
Pool: TypeAlias = warmpool.WarmPool[Any] | Mapping[str, Any]
Hook: TypeAlias = lifecycle.LifecycleHook[Any] | str


class InstanceRefresh(TypedDict, total=False):
    """Keywords of `AutoScalingGroup.start_instance_refresh`."""

    mixed_instances_policy: launchtemplate.MixedInstancesPolicy | Mapping[str, Any] | None
    strategy: literals.RefreshStrategy | None
    desired_configuration: refresh.DesiredConfiguration | Mapping[str, Any] | None
    preferences: refresh.RefreshPreferences | Mapping[str, Any] | None
    min_healthy_percentage: int | None
    max_healthy_percentage: int | None
    instance_warmup: int | None
    checkpoint_percentages: Iterable[int] | None
    checkpoint_delay: int | None
    skip_matching: bool | None
    auto_rollback: bool | None
    scale_in_protected_instances: literals.ScaleInProtectedInstances | None
    standby_instances: literals.StandbyInstances | None
    alarm_specification: refresh.AlarmSpecification | Mapping[str, Any] | Iterable[Any] | None
    bake_time: int | None


class WarmPool(TypedDict, total=False):
    """Keywords of `AutoScalingGroup.put_warm_pool`."""

    max_group_prepared_capacity: int | None
    min_size: int | None
    pool_state: literals.WarmPoolState | None
    instance_reuse_policy: warmpool.InstanceReusePolicy | Mapping[str, Any] | None
    reuse_on_scale_in: bool | None


class LifecycleHook(TypedDict, total=False):
    """Keywords of `AutoScalingGroup.put_lifecycle_hook`."""

    transition: str | None
    notification_target_arn: str | None
    role_arn: str | None
    notification_metadata: str | None
    heartbeat_timeout: int | None
    default_result: Literal["CONTINUE", "ABANDON"] | None


class LaunchInstances(TypedDict, total=False):
    """Keywords of `AutoScalingGroup.launch_instances`."""

    client_token: str | None
    availability_zones: Iterable[str] | None
    availability_zone_ids: Iterable[str] | None
    subnet_ids: Iterable[str] | None
    retry_strategy: Literal["retry-with-group-configuration", "none"] | None
