"""Instance refreshes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from moto.autoscaling.exceptions import AutoscalingClientError
from moto.core.responses import ActionResult

from reboto.local._autoscaling.describe_calls import DescribeCalls
from reboto.local._autoscaling.refresh_engine import (
    ACTIVE,
    Refresh,
    finish,
    refresh_engine,
    roll_back,
)
from reboto.local._requests.model_validation import reject
from reboto.local._world import utcnow

if TYPE_CHECKING:
    from reboto.local._autoscaling.groups import Group

_MIN_HEALTHY, _MAX_HEALTHY, _MOST_APART = 90, 100, 100
_NAMED_VERSIONS = {None, "", "$Latest", "$Default"}


class Refreshes(DescribeCalls):
    """Auto Scaling operations on instance refreshes."""

    def start_instance_refresh(self) -> ActionResult:
        """Start to replace the instances of a group."""
        group, now, given = self.group(), utcnow(), dict(self._get_params())
        refreshes: list[Refresh] = self.here.table("refreshes").setdefault(group.name, [])
        if any(one.status in ACTIVE for one in refreshes):
            reject(
                "InstanceRefreshInProgress",
                "An Instance Refresh is already in progress and blocks the execution of this "
                "Instance Refresh.",
            )
        preferences, wanted = self._preferences(group), given.get("DesiredConfiguration")
        if wanted and bool(wanted.get("LaunchTemplate")) == bool(
            wanted.get("MixedInstancesPolicy")
        ):
            reject(
                "ValidationError",
                "DesiredConfiguration must have exactly one of LaunchTemplate and "
                "MixedInstancesPolicy",
            )
        if preferences.get("AutoRollback") and not _reversible(given):
            reject(
                "ValidationError",
                "AutoRollback needs a DesiredConfiguration with a launch template that has a "
                "numbered version, not $Latest or $Default",
            )
        group.desired_configuration = wanted
        try:
            with group.configured():
                # moto reads the launch template: an image it must have.
                _ = group.image_id
                present = group.launching()
        except Exception:
            group.desired_configuration = None
            raise
        targets = [
            member.instance.id
            for member in group.members
            if (member.counts or member.lifecycle_state == "Standby")
            and not (preferences.get("SkipMatching") and member.launched_with == present)
        ]
        refresh = Refresh(
            group.name,
            given,
            preferences,
            now,
            now,
            now,
            strategy=given.get("Strategy") or "Rolling",
            targets=targets,
            total=len(targets),
        )
        refreshes.append(refresh)
        refresh_engine(self.here)
        return ActionResult({"InstanceRefreshId": refresh.name})

    def _preferences(self, group: Group) -> dict[str, Any]:
        given = dict(self._get_param("Preferences") or {})
        policy: dict[str, Any] = getattr(group, "instance_maintenance_policy", None) or {}
        for name, usual in (
            ("MinHealthyPercentage", _MIN_HEALTHY),
            ("MaxHealthyPercentage", _MAX_HEALTHY),
        ):
            own = policy.get(name)
            default = usual if own is None or own < 0 else own
            given.setdefault(name, default)
        least, most = given["MinHealthyPercentage"], given["MaxHealthyPercentage"]
        if most - least > _MOST_APART:
            reject(
                "ValidationError",
                "The difference between MinHealthyPercentage and MaxHealthyPercentage must not be "
                f"greater than {_MOST_APART}, got {least} and {most}",
            )
        points = given.get("CheckpointPercentages")
        if points and points != sorted(set(points)):
            reject("ValidationError", "CheckpointPercentages must be unique and ascending")
        if given.get("CheckpointDelay") is not None and not points:
            reject("ValidationError", "CheckpointDelay needs CheckpointPercentages")
        if points:
            given.setdefault("CheckpointDelay", 3600)
        warmup = getattr(group, "default_instance_warmup", None)
        if warmup is None or warmup < 0:
            warmup = int(group.health_check_grace_period or 0)
        given.setdefault("InstanceWarmup", warmup)
        for name, value in (
            ("SkipMatching", False),
            ("AutoRollback", False),
            ("ScaleInProtectedInstances", "Wait"),
            ("StandbyInstances", "Wait"),
        ):
            given.setdefault(name, value)
        return given

    def describe_instance_refreshes(self) -> ActionResult:
        """Describe the instance refreshes of a group, newest first."""
        group, names = self.group(), self._get_param("InstanceRefreshIds")
        found = [
            one.described()
            for one in reversed(self.here.table("refreshes").get(group.name, []))
            if not names or one.name in names
        ]
        if names and len(found) < len(set(names)):
            reject("ValidationError", "One or more of the instance refresh ids do not exist")
        return self._page("InstanceRefreshes", found, lambda one: one["InstanceRefreshId"])

    def cancel_instance_refresh(self) -> ActionResult:
        """Cancel the instance refresh in progress; instances that are replaced stay."""
        refresh, now = self._active(), utcnow()
        waits: bool = self._get_bool_param("WaitForTransitioningInstances", True)
        if refresh.replacing and waits:
            refresh.status, refresh.due = "Cancelling", now
            refresh.reason = "Cancelled by user request."
        else:
            finish(refresh, self.group(), now, "Cancelled", "Cancelled by user request.")
        return ActionResult({"InstanceRefreshId": refresh.name})

    def rollback_instance_refresh(self) -> ActionResult:
        """Replace the instances that were replaced by ones with the former configuration."""
        refresh = self._active()
        if refresh.status == "RollbackInProgress" or not _reversible(refresh.given):
            reject(
                "IrreversibleInstanceRefresh",
                "The instance refresh cannot be rolled back: it needs a desired configuration "
                "with a numbered version of a launch template, and no rollback in progress",
            )
        roll_back(refresh, self.group(), utcnow(), "Rollback requested by user.")
        return ActionResult({"InstanceRefreshId": refresh.name})

    def _active(self) -> Refresh:
        refreshes: list[Refresh] = self.here.table("refreshes").get(self.group().name, [])
        for refresh in refreshes:
            if refresh.status in ACTIVE and refresh.status != "Cancelling":
                return refresh
        raise NoActiveRefreshError("No in progress or pending Instance Refresh found")


class NoActiveRefreshError(AutoscalingClientError):
    """The group has no instance refresh in progress."""

    code = "ActiveInstanceRefreshNotFound"


def _reversible(given: dict[str, Any]) -> bool:
    wanted = given.get("DesiredConfiguration") or {}
    policy = wanted.get("MixedInstancesPolicy") or {}
    template = wanted.get("LaunchTemplate") or (
        policy.get("LaunchTemplate", {}).get("LaunchTemplateSpecification")
    )
    return bool(template) and template.get("Version") not in _NAMED_VERSIONS
