"""The ARNs of policies that are created."""

from __future__ import annotations

from reboto import _core
from reboto._lazy import TYPE_CHECKING, typing

if TYPE_CHECKING:
    from reboto.ec2.autoscale.request import Request


class CreatedPolicies:
    """Keeps the ARNs of policies that are created, so that alarms take them as actions."""

    # Hidden from type checkers, which see the compiled method.
    if not TYPE_CHECKING:

        def create_scaling_policy(self, scaling_policy: typing.Any) -> typing.Any:
            made = super().create_scaling_policy(scaling_policy)
            keep = _keep_arn_later if self._awaits else _keep_arn
            return keep(made, scaling_policy)

        # Without the examples, which are those of the compiled method.
        _doc = _core.AutoScaleOperations.create_scaling_policy.__doc__ or ""
        create_scaling_policy.__doc__ = _doc.partition("Examples\n")[0].rstrip()
        del _doc


def _keep_arn(made: Request, policy: typing.Any) -> Request:
    """Keep the ARN of a policy, so that alarms take the policy as an action."""
    from reboto.ec2.autoscale.policy import ScalingPolicy

    arn = getattr(made, "PolicyARN", None)
    if arn and isinstance(policy, ScalingPolicy):
        created: typing.Any = policy
        created._received = {"policy_arn": arn}
    return made


async def _keep_arn_later(made: typing.Any, policy: typing.Any) -> Request:
    return _keep_arn(await made, policy)
