"""Lifecycle hooks, the waits of instances for them, and the warm pool."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from moto.autoscaling.exceptions import ValidationError
from moto.core.responses import ActionResult, EmptyResult

from reboto.local._autoscaling.capacity import Capacity
from reboto.local._autoscaling.fleet_engine import complete
from reboto.local._autoscaling.groups import LAUNCHING, TERMINATING
from reboto.local._requests.model_validation import reject
from reboto.local._requests.paging import page
from reboto.local._world import utcnow

if TYPE_CHECKING:
    from reboto.local._autoscaling.instances import Member, Waiting


class Lifecycle(Capacity):
    """Auto Scaling operations on lifecycle hooks and warm pools."""

    def put_lifecycle_hook(self) -> ActionResult:
        """Put a lifecycle hook; one that exists keeps the members that are not given."""
        group, name = self.group(), self._get_param("LifecycleHookName")
        hooks = self.autoscaling_backend.lifecycle_hooks
        before: Any = hooks.get(f"{group.name}_{name}")
        if before is None and not self._get_param("LifecycleTransition"):
            reject("ValidationError", "LifecycleTransition is required for a new lifecycle hook")
        if before is not None:
            for member, attribute in (
                ("LifecycleTransition", "lifecycle_transition"),
                ("HeartbeatTimeout", "heartbeat_timeout"),
                ("DefaultResult", "default_result"),
            ):
                if self._get_param(member) is None:
                    self.params[member] = getattr(before, attribute)
        self.put_hook(group, self._get_params(), before)
        return EmptyResult()

    def delete_lifecycle_hook(self) -> ActionResult:
        """Delete a lifecycle hook; instances that wait for it continue, or are abandoned."""
        group, name = self.group(), self._get_param("LifecycleHookName")
        if self.autoscaling_backend.lifecycle_hooks.pop(f"{group.name}_{name}", None) is None:
            raise ValidationError(f"No Lifecycle Hook found with name: {name}")
        for member in [*group.members, *group.pool]:
            if name in member.waits:
                result = "ABANDON" if "Pending" in member.lifecycle_state else "CONTINUE"
                complete(group, member, name, result, utcnow())
        group.reconcile()
        return EmptyResult()

    def describe_lifecycle_hook_types(self) -> ActionResult:
        """List the transitions that hooks can wait at."""
        return ActionResult({"LifecycleHookTypes": [LAUNCHING, TERMINATING]})

    def complete_lifecycle_action(self) -> ActionResult:
        """End the wait of an instance."""
        result = self._get_param("LifecycleActionResult")
        if result not in {"CONTINUE", "ABANDON"}:
            reject(
                "ValidationError",
                f"LifecycleActionResult must be CONTINUE or ABANDON, got {result!r}",
            )
        member, name, _ = self._waiting()
        group = self.group()
        complete(group, member, name, result, utcnow())
        group.reconcile()
        return EmptyResult()

    def record_lifecycle_action_heartbeat(self) -> ActionResult:
        """Restart the timeout of the wait of an instance."""
        _, _, wait = self._waiting()
        wait.heartbeat(utcnow())
        return EmptyResult()

    def _waiting(self) -> tuple[Member, str, Waiting]:
        group, name = self.group(), self._get_param("LifecycleHookName")
        token, instance = self._get_param("LifecycleActionToken"), self._get_param("InstanceId")
        if f"{group.name}_{name}" not in self.autoscaling_backend.lifecycle_hooks:
            raise ValidationError(f"No Lifecycle Hook found with name: {name}")
        if token is None and instance is None:
            reject(
                "ValidationError",
                "LifecycleActionToken or InstanceId is required, to find the wait",
            )
        for member in [*group.members, *group.pool]:
            wait = member.waits.get(name)
            if wait and token in (None, wait.token) and instance in (None, member.instance.id):
                return member, name, wait
        what = f"instance ID {instance}" if token is None else f"token {token}"
        raise ValidationError(f"No active Lifecycle Action found with {what}")

    def put_warm_pool(self) -> ActionResult:
        """Put a warm pool; one that exists keeps the members that are not given."""
        group = self.group()
        before: Any = group.warm_pool
        if before is not None:
            for member, attribute in (
                ("MinSize", "min_size"),
                ("PoolState", "pool_state"),
                ("MaxGroupPreparedCapacity", "max_group_prepared_capacity"),
                ("InstanceReusePolicy", "instance_reuse_policy"),
            ):
                if self._get_param(member) is None and getattr(before, attribute) is not None:
                    self.params[member] = getattr(before, attribute)
        result = super().put_warm_pool()
        group.fill_pool()
        return result

    def describe_warm_pool(self) -> ActionResult:
        """Describe a group's warm pool and its instances."""
        group = self.group()
        listed: Any = page(
            self,
            self.autoscaling_backend,
            "Instances",
            group.pool,
            lambda member: member.instance.id,
        ).result
        return ActionResult({**listed, "WarmPoolConfiguration": group.warm_pool})

    def delete_warm_pool(self) -> ActionResult:
        """Delete a warm pool with its instances."""
        group = self.group()
        pool: Any = group.warm_pool
        if pool is None:
            raise ValidationError(f"No warm pool found for Auto Scaling group: {group.name}")
        pool.status = "PendingDelete"
        if self._get_bool_param("ForceDelete"):
            group.remove(list(group.pool))
        else:
            group.end_pooled([one for one in group.pool if not one.ending])
        if not group.pool:
            group.warm_pool = None
        return EmptyResult()
