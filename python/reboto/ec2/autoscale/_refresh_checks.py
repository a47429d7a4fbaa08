"""Checks of the arguments of instance refreshes that AWS makes only while the refresh runs."""

from __future__ import annotations

from typing import Any

from reboto import _core
from reboto._core import to_bool, to_int
from reboto._member_values import convert, is_mapping
from reboto.ec2.autoscale.launchtemplate import (
    LaunchTemplate,
    LaunchTemplateSpecification,
    MixedInstancesPolicy,
)
from reboto.ec2.autoscale.refresh import DesiredConfiguration, InstanceRefresh, RefreshPreferences


def complete(given: dict[str, Any]) -> None:
    """Check the arguments of `start_instance_refresh`, and replace names by objects.

    Parameters
    ----------
    given : dict
        The arguments by name, without the group. It is changed.

    Raises
    ------
    ValueError
        If AWS could not roll back, or checkpoints are not in ascending order.
    """
    for name in ("launch_template", "mixed_instances_policy"):
        if given.get(name) is not None:
            given[name] = convert(DesiredConfiguration, name, given[name])
    alarms = given.get("alarm_specification")
    if alarms is not None:
        given["alarm_specification"] = convert(RefreshPreferences, "alarm_specification", alarms)
    preferences = _member(InstanceRefresh, "preferences", given) or RefreshPreferences()
    if given.get("checkpoint_percentages") is not None:
        given["checkpoint_percentages"] = _checked(given["checkpoint_percentages"])
    elif (percentages := getattr(preferences, "checkpoint_percentages", None)) is not None:
        _checked(percentages)
    rollback = given.get("auto_rollback")
    rollback = getattr(preferences, "auto_rollback", None) if rollback is None else rollback
    if rollback is not None and to_bool("auto_rollback", rollback):
        _check_rollback(given)


def _member(kind: Any, name: str, given: dict[str, Any]) -> Any:
    return None if given.get(name) is None else convert(kind, name, given[name])


def _checked(given: Any) -> list[int]:
    if type(given) is str or not hasattr(given, "__iter__"):
        raise TypeError(
            f"checkpoint_percentages must be a list of integers, got {_core.shown(given)}"
        )
    percentages = [
        to_int(f"checkpoint_percentages[{at}]", percentage)
        for at, percentage in enumerate(_core.gather("checkpoint_percentages", given))
    ]
    if percentages != sorted(set(percentages)) or not all(1 <= each <= 100 for each in percentages):
        raise ValueError(
            "checkpoint_percentages must be percentages from 1 to 100 in ascending order, "
            f"got {_core.shown(percentages)}"
        )
    return percentages


def _check_rollback(given: dict[str, Any]) -> None:
    """Raise ValueError unless the refresh has a desired configuration that AWS can roll back.

    See https://docs.aws.amazon.com/autoscaling/ec2/userguide/instance-refresh-rollback.html.
    """
    configuration = _member(InstanceRefresh, "desired_configuration", given)
    configuration = configuration or DesiredConfiguration()
    template, mixed = (
        _attribute("desired_configuration", configuration, name)
        if given.get(name) is None
        else given[name]
        for name in ("launch_template", "mixed_instances_policy")
    )
    desired = _versions(template, mixed)
    if not desired:
        raise ValueError(
            "auto_rollback needs launch_template or mixed_instances_policy: AWS rolls back only "
            "a refresh with a desired configuration"
        )
    for version in desired:
        if not _is_numbered(version):
            raise ValueError(
                "auto_rollback needs a numbered version of the launch template, such as "
                f'LaunchTemplateSpecification("name", "7"), got version {version!r}'
            )


def _is_numbered(version: str | None) -> bool:
    return version is not None and not str(version).startswith("$")


def _policy(mixed: Any) -> Any:
    return MixedInstancesPolicy.from_dict(mixed) if is_mapping(mixed) else mixed


def _versions(template: Any, mixed: Any) -> list[str | None]:
    """Return the versions of all launch templates; None stands for the default version."""
    found: list[Any] = [template]
    if mixed is not None:
        policy = _policy(mixed)
        whole: Any = _attribute("mixed_instances_policy", policy, "launch_template")
        whole = LaunchTemplate() if whole is None else whole
        if is_mapping(whole):
            whole = LaunchTemplate.from_dict(whole)
        specification = "launch_template_specification"
        found.append(_attribute("mixed_instances_policy.launch_template", whole, specification))
        overrides = whole.overrides
        found += [
            _attribute("mixed_instances_policy.launch_template.overrides", each, specification)
            for each in ([] if overrides is None else _core.gather("overrides", overrides))
        ]
    specifications = [
        LaunchTemplateSpecification.from_dict(each) if is_mapping(each) else each
        for each in found
        if each is not None
    ]
    return [_attribute("launch_template", each, "version") for each in specifications]


def _attribute(argument: str, given: Any, name: str) -> Any:
    if not hasattr(given, name):
        raise TypeError(f"{argument} must have the attribute {name}, got {_core.shown(given)}")
    return getattr(given, name)
