"""Actions of alarms: ARNs, and scaling policies that have one."""

from __future__ import annotations

import sys

from reboto._lazy import typing
from reboto._member_values import is_sequence


def arns(name: str, actions: typing.Any) -> typing.Any:
    """Return actions with the ARNs of scaling policies in place of the policies.

    Parameters
    ----------
    name : str
        Name of the argument.
    actions : object
        ARNs and policies, or one of them.

    Returns
    -------
    object
        The same object if it has no policy, because scripts may append to their list later.

    Raises
    ------
    ValueError
        If a policy has no ARN, because it was neither created nor read.
    """
    if actions is None or isinstance(actions, str):
        return actions
    if _is_policy(actions):
        return [arn(name, actions)]
    if is_sequence(actions) and any(map(_is_policy, actions)):
        return [arn(f"{name}[{at}]", action) for at, action in enumerate(actions)]
    return actions


def arn(name: str, action: typing.Any) -> typing.Any:
    """Return the ARN of a policy, and other actions as they are.

    Parameters
    ----------
    name : str
        Name of the argument.
    action : object
        An ARN or a policy.

    Returns
    -------
    object

    Raises
    ------
    ValueError
        If a policy has no ARN, because it was neither created nor read.
    """
    if not _is_policy(action):
        return action
    found = getattr(action, "policy_arn", None)
    if not found:
        raise ValueError(
            f"{name}: {action!r} has no policy_arn; pass the policy to create_scaling_policy "
            "first, or read it with get_all_policies"
        )
    return found


def _is_policy(action: object) -> bool:
    # Where there is a policy, its module is loaded; alarms alone do not need it.
    policies: typing.Any = sys.modules.get("reboto.ec2.autoscale.policy")
    return policies is not None and isinstance(action, policies.ScalingPolicy)
