"""What alarms do as time passes: evaluation, composite alarms, and actions."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from reboto.local._autoscaling.execution import Execution
from reboto.local._cloudwatch.alarm_evaluation import cadence_of, composite_reason, evaluate
from reboto.local._cloudwatch.alarm_rule import parse
from reboto.local._cloudwatch.alarm_store import (
    ALARM,
    COMPOSITE,
    METRIC,
    OK,
    Alarm,
    alarms_of,
    remember,
    transition,
)
from reboto.local._cloudwatch.mute_rules import muting
from reboto.local._world import utcnow

if TYPE_CHECKING:
    from datetime import datetime

    from reboto.local._cloudwatch.alarm_rule import Rule
    from reboto.local._world import Region

# An alarm executes the policies of its state again after this time.
_REPEAT = timedelta(seconds=60)
_POLICY = ":scalingPolicy:"


class AlarmEngine:
    """Evaluate the alarms of a region, and execute their actions."""

    def __init__(self, region: Region) -> None:
        self._region = region
        self._fired: list[Alarm] = []

    def next(self) -> datetime | None:
        """Return when something happens next."""
        times = [
            time
            for alarm in alarms_of(self._region).values()
            for time in (alarm.due, alarm.repeat, alarm.released)
            if time is not None
        ]
        return min(times, default=None)

    def step(self, now: datetime) -> None:
        """Evaluate the alarms that are due, then execute actions."""
        repeated: list[Alarm] = []
        alarms = list(alarms_of(self._region).values())
        for alarm in alarms:
            if alarm.due is not None and alarm.due <= now:
                self._schedule(alarm, now)
                verdict = evaluate(self._region, alarm, now)
                self._set(alarm, verdict.state, verdict.reason, verdict.data)
        for alarm in alarms:
            if alarm.released is not None and alarm.released <= now:
                alarm.released = None
                self._release(alarm)
            if alarm.repeat is not None and alarm.repeat <= now:
                alarm.repeat = now + _REPEAT
                if alarm not in self._fired:
                    repeated.append(alarm)
        self._act(repeated, now)

    def configured(self, alarm: Alarm) -> None:
        """Schedule the evaluation of an alarm that was put; evaluate a composite one at once."""
        now = utcnow()
        if alarm.kind == COMPOSITE:
            self._compose(alarm, None)
            self._act([], now)
        elif alarm.kind == METRIC:
            if alarm.due is None or cadence_of(alarm) is None:
                self._schedule(alarm, now)
            warm_up = alarm.get("WarmUpConfiguration") or {}
            if warm_up.get("OnlyStartEvaluatingAfterWarmUpPeriodEnds") and alarm.due is not None:
                minutes = timedelta(minutes=warm_up["WarmUpPeriodDurationInMinutes"])
                alarm.due = max(alarm.due, alarm.configured + minutes)
            alarm.repeat = alarm.repeat or self._repeat(alarm, now)

    def set_state(self, alarm: Alarm, state: str, reason: str, data: str | None) -> None:
        """Set the state of an alarm by hand, and execute its actions."""
        self._set(alarm, state, reason, data)
        self._act([], utcnow())

    def _schedule(self, alarm: Alarm, now: datetime) -> None:
        cadence = cadence_of(alarm)
        alarm.due = None if cadence is None else now + cadence

    def _set(self, alarm: Alarm, state: str, reason: str, data: str | None) -> None:
        if alarm.state == state and alarm.kind == METRIC and alarm.data is not None:
            # AWS keeps the reason of the transition, but updates that of a state set by hand.
            return
        if not transition(self._region, alarm, state, reason, data):
            return
        now = utcnow()
        alarm.repeat = self._repeat(alarm, now)
        self._fired.append(alarm)
        for other in list(alarms_of(self._region).values()):
            if other.kind != COMPOSITE:
                continue
            if alarm.name in rule_of(self._region, other)[1]:
                self._compose(other, alarm)
            if alarm.name == _plain_name(other.get("ActionsSuppressor", "")):
                self._suppressor_changed(other, alarm)

    def _repeat(self, alarm: Alarm, now: datetime) -> datetime | None:
        acts = any(_POLICY in action for action in alarm.actions(alarm.state))
        return now + _REPEAT if acts else None

    def _compose(self, alarm: Alarm, cause: Alarm | None) -> None:
        rule, _ = rule_of(self._region, alarm)
        states: dict[str, str] = {}
        for one in alarms_of(self._region).values():
            states[one.name] = states[one.arn] = one.state
        state = ALARM if rule(states) else OK
        if state != alarm.state:
            self._set(alarm, state, *composite_reason(alarm, state, cause))

    def _act(self, repeated: list[Alarm], now: datetime) -> None:
        """Execute the actions of the alarms that fired, and the policies of those that repeat."""
        fired, self._fired = self._fired, []
        executions: list[Execution] = []
        for alarm in [*fired, *repeated]:
            if not alarm.enabled or (alarm in fired and self._suppressed(alarm, now)):
                continue
            rule = muting(self._region, alarm.name, now)
            for action in alarm.actions(alarm.state):
                if rule is not None:
                    if alarm in fired:
                        remember(
                            self._region,
                            alarm,
                            "Action",
                            f"Muted action {action} by the alarm mute rule {rule['Name']}",
                            actionState="Muted",
                            notificationResource=action,
                        )
                elif _POLICY in action:
                    executions.append(Execution(alarm, action))
                elif alarm in fired:
                    remember(
                        self._region,
                        alarm,
                        "Action",
                        f"Successfully executed action {action}",
                        actionState="Succeeded",
                        stateUpdateTimestamp=int(alarm.updated.timestamp() * 1000),
                        notificationResource=action,
                    )
        if executions:
            self._execute(executions, now)

    def _execute(self, executions: list[Execution], now: datetime) -> None:
        # Imported late: moto's Auto Scaling is slow to import, and its policies exist only then.
        from reboto.local._autoscaling.scaling import execute

        for alarm, policy, error in execute(self._region, executions, now):
            if error and alarm.transitioned != now:
                # Each minute of a cooldown would be a line of the history.
                continue
            done = f"Successfully executed action {policy}"
            failed = f'Failed to execute action {policy}. Received error: "{error}"'
            remember(
                self._region,
                alarm,
                "Action",
                failed if error else done,
                actionState="Failed" if error else "Succeeded",
                notificationResource=policy,
                **({"error": error} if error else {}),
            )

    def _suppressed(self, alarm: Alarm, now: datetime) -> bool:
        """Return whether the actions of a composite alarm that fired are suppressed."""
        suppressor = self._suppressor(alarm)
        alarm.suppressed = alarm.released = None
        if suppressor is None:
            return False
        if suppressor.state == ALARM:
            alarm.suppressed = "Alarm", f"Suppressed by alarm: {suppressor.arn}"
            return True
        wait = alarm.get("ActionsSuppressorWaitPeriod", 0)
        if wait:
            alarm.suppressed = "WaitPeriod", f"Suppressed by WaitPeriod of {wait} seconds"
            alarm.released = now + timedelta(seconds=wait)
        return bool(wait)

    def _suppressor_changed(self, alarm: Alarm, suppressor: Alarm) -> None:
        if alarm.suppressed is None:
            return
        if suppressor.state == ALARM:
            alarm.suppressed = "Alarm", f"Suppressed by alarm: {suppressor.arn}"
            alarm.released = None
        elif alarm.suppressed[0] == "Alarm":
            extension = alarm.get("ActionsSuppressorExtensionPeriod", 0)
            alarm.suppressed = (
                "ExtensionPeriod",
                f"Suppressed by ExtensionPeriod of {extension} seconds",
            )
            alarm.released = utcnow() + timedelta(seconds=extension)

    def _release(self, alarm: Alarm) -> None:
        """End a suppression: execute the actions of the state that the alarm has now."""
        alarm.suppressed = None
        if not alarm.enabled:
            return
        for action in alarm.actions(alarm.state):
            remember(
                self._region,
                alarm,
                "Action",
                f"Successfully executed action {action}",
                actionState="Succeeded",
                notificationResource=action,
            )

    def _suppressor(self, alarm: Alarm) -> Alarm | None:
        name = _plain_name(alarm.get("ActionsSuppressor", ""))
        return alarms_of(self._region).get(name)


def alarm_engine(region: Region) -> AlarmEngine:
    """Return the alarm engine of a region."""
    return region.part("3 alarms", AlarmEngine)


def rule_of(region: Region, alarm: Alarm) -> tuple[Rule, list[str]]:
    """Return the rule of a composite alarm, and the names of its alarms."""
    rule, children = parse(alarm.get("AlarmRule"))
    known = {one.arn: one.name for one in alarms_of(region).values()}
    return rule, [known.get(child, child) for child in children]


def _plain_name(named: str) -> str:
    """Return the name in the ARN of an alarm, or the name itself."""
    return named.rpartition(":alarm:")[2]
