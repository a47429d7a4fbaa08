"""Calls of objects that boto did not have, or that boto's objects did not have."""

from __future__ import annotations

from reboto._lazy import TYPE_CHECKING, Awaiting, Blocking, Style, cast, typing
from reboto._model import Resource

if TYPE_CHECKING:
    from reboto._lazy import Later
    from reboto.ec2.autoscale.request import Request


class ScalingPolicyCalls(Resource[Style]):
    """Methods of a policy that boto did not have."""

    enabled: bool | None

    if TYPE_CHECKING:

        @typing.overload
        def update(self: ScalingPolicyCalls[Blocking]) -> Request: ...
        @typing.overload
        def update(self: ScalingPolicyCalls[Awaiting]) -> Later[Request]: ...

    def update(self) -> typing.Any:
        """Send the definition of the policy to AWS (PutScalingPolicy).

        Returns
        -------
        Request
            Result with the request ID.
        """
        return self._require_connection().create_scaling_policy(self)

    if TYPE_CHECKING:

        @typing.overload
        def enable(self: ScalingPolicyCalls[Blocking]) -> Request: ...
        @typing.overload
        def enable(self: ScalingPolicyCalls[Awaiting]) -> Later[Request]: ...

    def enable(self) -> typing.Any:
        """Enable the policy (PutScalingPolicy).

        Returns
        -------
        Request
            Result with the request ID.
        """
        self.enabled = True
        return cast("typing.Any", self).update()

    if TYPE_CHECKING:

        @typing.overload
        def disable(self: ScalingPolicyCalls[Blocking]) -> Request: ...
        @typing.overload
        def disable(self: ScalingPolicyCalls[Awaiting]) -> Later[Request]: ...

    def disable(self) -> typing.Any:
        """Disable the policy (PutScalingPolicy).

        Returns
        -------
        Request
            Result with the request ID.
        """
        self.enabled = False
        return cast("typing.Any", self).update()
