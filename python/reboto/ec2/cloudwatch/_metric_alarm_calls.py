"""Calls of metric alarms only."""

from __future__ import annotations

from reboto._arguments import is_true, string_list
from reboto._lazy import TYPE_CHECKING, Awaiting, Blocking, LazyModule, Style, cast, typing
from reboto.ec2.cloudwatch._alarm_calls import AlarmCalls
from reboto.ec2.cloudwatch.listelement import ListElement

if TYPE_CHECKING:
    from reboto._lazy import Later
    from reboto.ec2.cloudwatch import _action_types, _actions
else:
    _actions = LazyModule("reboto.ec2.cloudwatch._actions")
    _action_types = LazyModule("reboto.ec2.cloudwatch._action_types")


class MetricAlarmCalls(AlarmCalls[Style]):
    """Methods of a metric alarm, with boto's parameters."""

    actions_enabled: str | None

    if TYPE_CHECKING:

        @typing.overload
        def set_state(
            self: MetricAlarmCalls[Blocking], value: str, reason: str, data: str | None = None
        ) -> bool: ...
        @typing.overload
        def set_state(
            self: MetricAlarmCalls[Awaiting], value: str, reason: str, data: str | None = None
        ) -> Later[bool]: ...

    def set_state(self, value: str, reason: str, data: str | None = None) -> typing.Any:
        """Set the state of the alarm until the next evaluation (SetAlarmState).

        Parameters
        ----------
        value : str
            ``"OK"``, ``"ALARM"`` or ``"INSUFFICIENT_DATA"``.
        reason : str
            Reason, as text for people.
        data : object
            Reason, as data for programs; it is sent as JSON.

        Returns
        -------
        bool
            True.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
        return self._require_connection().set_alarm_state(self.name, reason, value, data)

    if TYPE_CHECKING:

        @typing.overload
        def update(self: MetricAlarmCalls[Blocking]) -> bool: ...
        @typing.overload
        def update(self: MetricAlarmCalls[Awaiting]) -> Later[bool]: ...

    def update(self) -> typing.Any:
        """Send the definition of the alarm to AWS (PutMetricAlarm).

        Returns
        -------
        bool
            True.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
        return self._require_connection().update_alarm(self)

    def add_alarm_action(self, action_arn: _action_types.Action | None = None) -> None:
        """Add an action for the state ALARM; call `update` to send it.

        Parameters
        ----------
        action_arn : str or ScalingPolicy
            ARN of an SNS topic or another action, or a scaling policy that was created or
            read. Without it, nothing changes.

        Raises
        ------
        ValueError
            If the policy has no ARN.
        """
        self._add_action("alarm_actions", action_arn)

    def add_insufficient_data_action(self, action_arn: _action_types.Action | None = None) -> None:
        """Add an action for the state INSUFFICIENT_DATA; call `update` to send it.

        Parameters
        ----------
        action_arn : str or ScalingPolicy
            ARN of an SNS topic or another action, or a scaling policy that was created or
            read. Without it, nothing changes.

        Raises
        ------
        ValueError
            If the policy has no ARN.
        """
        self._add_action("insufficient_data_actions", action_arn)

    def add_ok_action(self, action_arn: _action_types.Action | None = None) -> None:
        """Add an action for the state OK; call `update` to send it.

        Parameters
        ----------
        action_arn : str or ScalingPolicy
            ARN of an SNS topic or another action, or a scaling policy that was created or
            read. Without it, nothing changes.

        Raises
        ------
        ValueError
            If the policy has no ARN.
        """
        self._add_action("ok_actions", action_arn)

    def _add_action(self, kind: str, action_arn: _action_types.Action | None) -> None:
        if not is_true(action_arn):
            return
        action: str = _actions.arn("action_arn", action_arn)
        given = getattr(self, kind)
        actions = (
            cast("list[str]", given) if isinstance(given, list) else ListElement(string_list(given))
        )
        setattr(self, kind, actions)
        self.actions_enabled = "true"
        actions.append(action)
