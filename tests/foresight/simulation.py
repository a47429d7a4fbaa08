"""The simulation of the reference. It computes every second, instance and window from scratch."""

from __future__ import annotations

import math
from typing import Any

from tests.foresight.functions import (
    Json,
    alarm_window,
    apply_policy,
    cadence,
    evaluate,
    resolve,
    scheduled_times,
    statistic,
    value_of,
    with_defaults,
)


class Instance:
    def __init__(
        self, state: str, ready: int = 0, cooldown: int | None = None, warmup: int = 0
    ) -> None:
        self.state = state
        self.ready = ready
        self.cooldown = cooldown
        self.warmup = warmup
        self.warm_at: int | None = None
        self.marked = False
        self.replace = False
        self.settled = False
        self.settle_at = self.gone_at = 0


class Run:
    def __init__(self, scenario: Json) -> None:
        self.scenario = scenario
        self.start = scenario["start"]
        self.end = self.start + scenario["duration"]
        self.parameters = with_defaults(scenario.get("parameters"))
        self.group = group = scenario["group"]
        self.min_size, self.max_size = group["min_size"], group["max_size"]
        self.desired = value_of(group, "desired_capacity", self.min_size)
        self.suspended: set[str] = set(group.get("suspended_processes") or [])
        self.default_cooldown = value_of(group, "default_cooldown", 300)
        self.default_warmup = value_of(group, "default_instance_warmup", self.default_cooldown)
        self.instances = [Instance("InService") for _ in range(self.desired)]
        self.other = (
            self.default_cooldown if self.parameters["cooldown_after_other"] else None,
            self.default_warmup,
        )
        self.cause = self.other
        self.replacements = 0
        self.cooldown_end: float = -math.inf
        self.policies = {p["name"]: p for p in scenario.get("policies") or []}
        self.metrics = {
            name: {
                **metric,
                "start": value_of(metric, "start", self.start),
                "resolution": value_of(metric, "resolution", 60),
            }
            for name, metric in (scenario.get("metrics") or {}).items()
        }
        for metric in self.metrics.values():
            metric["seen"] = metric.get("values") if metric.get("model") is None else {}
            metric["backlog"] = value_of(metric, "initial_backlog", 0)
            metric["most"] = value_of(metric, "most", 100)
        self.alarms = self.all_alarms()
        self.actions = [
            (time + self.parameters["scheduled_delay_seconds"], index)
            for index, action in enumerate(scenario.get("scheduled_actions") or [])
            for time in scheduled_times(
                action,
                self.start - self.parameters["scheduled_delay_seconds"],
                self.end + 1 - self.parameters["scheduled_delay_seconds"],
            )
        ]
        self.alarm_states: list[Json] = []
        self.decisions: list[Json] = []
        self.activities: list[Json] = []
        self.desired_log: list[list[int]] = []
        self.in_service_log: list[list[int]] = []
        self.instance_seconds = 0

    def all_alarms(self) -> list[Any]:
        alarms: list[Json] = []
        for alarm in self.scenario.get("alarms") or []:
            enabled = value_of(alarm, "actions_enabled", True)
            keys = {
                "ALARM": "alarm_actions",
                "OK": "ok_actions",
                "INSUFFICIENT_DATA": "insufficient_data_actions",
            }
            actions = {
                state: (alarm.get(key) or []) if enabled else [] for state, key in keys.items()
            }
            alarms.append(
                {
                    "config": alarm,
                    "state": value_of(alarm, "state", "INSUFFICIENT_DATA"),
                    "actions": actions,
                }
            )
        for policy in self.policies.values():
            if policy.get("policy_type") != "TargetTrackingScaling":
                continue
            p, target = self.parameters, policy["target_value"]
            high = ("AlarmHigh", "GreaterThanThreshold", target, p["tt_high_periods"], "high")
            low = (
                "AlarmLow",
                "LessThanThreshold",
                target * p["tt_low_factor"],
                p["tt_low_periods"],
                "low",
            )
            for prefix, comparison, threshold, periods, side in (
                [high] if policy.get("disable_scale_in") else [high, low]
            ):
                config = {
                    "name": f"{prefix}-{policy['name']}",
                    "metric": policy["metric"],
                    "comparison": comparison,
                    "threshold": threshold,
                    "evaluation_periods": periods,
                    "period": p["tt_period"],
                    "statistic": policy.get("statistic"),
                }
                actions = {"ALARM": [policy["name"]], "OK": [], "INSUFFICIENT_DATA": []}
                alarms.append(
                    {
                        "config": config,
                        "state": "INSUFFICIENT_DATA",
                        "actions": actions,
                        "side": side,
                    }
                )
        for alarm in alarms:
            alarm["entered"] = self.start
            alarm["points"] = []
        return alarms

    def count(self, state: str) -> int:
        return sum(instance.state == state for instance in self.instances)

    def run(self) -> Json:
        for now in range(self.start, self.end + 1):
            self.move_instances(now)
            for event in self.scenario.get("events") or []:
                if event["at"] == now:
                    self.event(event, now)
            for _, index in sorted(due for due in self.actions if due[0] == now):
                action = self.scenario["scheduled_actions"][index]
                if "ScheduledActions" not in self.suspended:
                    self.update(action, "scheduled", action.get("name"), now)
            for alarm in self.alarms:
                since = now - self.start - self.parameters["alarm_phase_seconds"]
                if since > 0 and since % cadence(alarm["config"]) == 0:
                    self.evaluate(alarm, now)
            self.execute(now)
            self.note(now)
            if now < self.end:
                self.instance_seconds += len(self.instances)
        return {
            "alarm_states": self.alarm_states,
            "decisions": self.decisions,
            "activities": self.activities,
            "desired": self.desired_log,
            "in_service": self.in_service_log,
            "instance_seconds": self.instance_seconds,
            "final_states": {alarm["config"]["name"]: alarm["state"] for alarm in self.alarms},
        }

    # 1. Instances

    def move_instances(self, now: int) -> None:
        for instance in self.instances:
            if instance.state == "Pending" and instance.ready <= now:
                instance.state = "InService"
                instance.warm_at = now + instance.warmup
                self.cool(instance, now)
        for instance in self.instances:
            if instance.state == "Terminating":
                if not instance.settled and instance.settle_at <= now:
                    instance.settled = True
                    self.cool(instance, now)
                if instance.gone_at <= now:
                    instance.state = "Gone"
                    self.replacements += instance.replace
        self.instances = [instance for instance in self.instances if instance.state != "Gone"]
        self.end_marked(now)
        placed = [i for i in self.instances if i.state != "Terminating" or i.replace]
        missing = self.desired - len(placed)
        if missing > 0 and "Launch" not in self.suspended:
            for number in range(missing):
                cooldown, warmup = self.other if number < self.replacements else self.cause
                ready = now + self.duration("launch_seconds") + self.duration("launch_hook_seconds")
                self.instances.append(Instance("Pending", ready, cooldown, warmup))
            self.replacements = 0
        elif missing < 0 and "Terminate" not in self.suspended:
            pending = [i for i in self.instances if i.state == "Pending"]
            in_service = [i for i in self.instances if i.state == "InService"]
            for instance in (pending[::-1] + in_service)[:-missing]:
                self.terminate(instance, now, self.cause[0])
        self.replacements = min(self.replacements, max(missing, 0))

    def duration(self, key: str) -> Any:
        return value_of(self.group, key, 0)

    def cool(self, instance: Instance, now: int) -> None:
        if instance.cooldown is not None:
            self.cooldown_end = now + instance.cooldown

    def terminate(self, instance: Instance, now: int, cooldown: int | None) -> None:
        instance.state, instance.cooldown = "Terminating", cooldown
        drain = self.group.get("drain_seconds")
        instance.gone_at = (
            now
            + (drain or 0)
            + self.duration("terminate_hook_seconds")
            + self.duration("terminate_seconds")
        )
        instance.settle_at = instance.gone_at if drain is None else now + drain
        # The order in which instances began to end decides whose cooldown comes last.
        self.instances.remove(instance)
        self.instances.append(instance)

    def end_marked(self, now: int) -> None:
        if self.suspended & {"Terminate", "ReplaceUnhealthy"}:
            return
        for instance in [i for i in self.instances if i.state == "InService" and i.marked]:
            instance.replace = True
            self.terminate(instance, now, self.other[0])

    # 2. and 3. Events and scheduled actions

    def event(self, event: Json, now: int) -> None:
        kind = event["kind"]
        if kind == "suspend":
            self.suspended |= set(event["processes"])
        elif kind == "resume":
            self.suspended -= set(event["processes"])
        elif kind == "unhealthy":
            healthy = [i for i in self.instances if i.state == "InService" and not i.marked]
            for instance in healthy[: event["count"]]:
                instance.marked = True
            self.end_marked(now)
        elif kind == "update":
            self.update(event, "manual", None, now)
        elif kind == "set_desired_capacity":
            desired = event["desired_capacity"]
            waits = event.get("honor_cooldown") and (self.busy() or now < self.cooldown_end)
            if self.min_size <= desired <= self.max_size and not waits:
                self.update({"desired_capacity": desired}, "manual", None, now)

    def busy(self) -> bool:
        return any(
            i.state == "Pending" or (i.state == "Terminating" and not i.settled)
            for i in self.instances
        )

    def update(self, given: Json, kind: str, name: str | None, now: int) -> None:
        self.min_size = value_of(given, "min_size", self.min_size)
        self.max_size = value_of(given, "max_size", self.max_size)
        desired = value_of(given, "desired_capacity", self.desired)
        desired = max(self.min_size, min(self.max_size, desired))
        if not self.frozen(desired):
            self.move(desired, self.other, {"kind": kind, "name": name, "alarm": None}, now)

    def frozen(self, desired: int) -> bool:
        if self.parameters["suspended_desired"] != "frozen":
            return False
        return (desired > self.desired and "Launch" in self.suspended) or (
            desired < self.desired and "Terminate" in self.suspended
        )

    def move(self, desired: int, cause: tuple[Any, int], actor: Json, now: int) -> None:
        if desired != self.desired:
            self.activities.append({"at": now, "from": self.desired, "to": desired, **actor})
            self.desired, self.cause = desired, cause

    # 4. Alarms

    def points(self, alarm: Json, now: int) -> list[Any]:
        config, points = alarm["config"], list[Any]()
        metric, delay = self.metrics[config["metric"]], self.parameters["metric_delay_seconds"]
        origin, resolution = metric["start"], metric["resolution"]
        for begin, end in alarm_window(config, now, self.parameters):
            values: list[Any] = []
            for slot in range((begin - origin) // resolution - 1, (end - origin) // resolution + 2):
                stamp = origin + slot * resolution
                if slot >= 0 and begin <= stamp < end and stamp + resolution + delay <= now:
                    value = self.datum(metric, slot)
                    if value is not None:
                        values.append(value)
            points.append(statistic(value_of(config, "statistic", "Average"), values))
        return points

    def datum(self, metric: Json, slot: int) -> Any:
        if isinstance(metric["seen"], dict):
            return metric["seen"].get(slot)
        return metric["seen"][slot] if slot < len(metric["seen"]) else None

    def evaluate(self, alarm: Json, now: int) -> None:
        alarm["points"] = self.points(alarm, now)
        state = evaluate(alarm["config"], alarm["points"], alarm["state"], self.parameters)
        if state != alarm["state"]:
            name = alarm["config"]["name"]
            self.alarm_states.append(
                {"at": now, "alarm": name, "from": alarm["state"], "to": state}
            )
            alarm["state"], alarm["entered"] = state, now

    # 5. Policies

    def execute(self, now: int) -> None:
        view = {
            "min_size": self.min_size,
            "max_size": self.max_size,
            "desired_capacity": self.desired,
            "in_service": self.count("InService"),
            "pending": self.count("Pending"),
            "terminating": self.count("Terminating"),
            "warming": sum(
                i.state == "InService" and i.warm_at is not None and now < i.warm_at
                for i in self.instances
            ),
        }
        made: list[Json] = []
        for alarm in self.alarms:
            if (now - alarm["entered"]) % 60 == 0:
                for name in alarm["actions"][alarm["state"]]:
                    outcome = self.decide(alarm, self.policies[name], view, now)
                    made.append(
                        {"at": now, "alarm": alarm["config"]["name"], "policy": name, **outcome}
                    )
        chosen = resolve([decision["capacity"] for decision in made], self.desired)
        acting = None
        for decision in made:
            if decision["capacity"] != self.desired:
                if acting is None and decision["capacity"] == chosen:
                    acting = decision
                else:
                    decision["reason"] = "outvoted"
        self.decisions += made
        if acting:
            policy = self.policies[acting["policy"]]
            if value_of(policy, "policy_type", "SimpleScaling") == "SimpleScaling":
                cause = (value_of(policy, "cooldown", self.default_cooldown), self.default_warmup)
            else:
                cause = (
                    self.other[0],
                    value_of(policy, "estimated_instance_warmup", self.default_warmup),
                )
            self.move(
                chosen,
                cause,
                {"kind": "policy", "name": acting["policy"], "alarm": acting["alarm"]},
                now,
            )

    def decide(self, alarm: Json, policy: Json, view: Json, now: int) -> Json:
        def refused(reason: str) -> Json:
            return {"capacity": self.desired, "reason": reason}

        kind = value_of(policy, "policy_type", "SimpleScaling")
        if "AlarmNotification" in self.suspended:
            return refused("suspended")
        if not value_of(policy, "enabled", True):
            return refused("disabled")
        metric: Json = {}
        if kind == "SimpleScaling":
            if self.busy():
                return refused("activity_in_progress")
            if now < self.cooldown_end:
                return refused("cooldown")
        else:
            real = [point for point in alarm["points"] if point is not None]
            if not real:
                return refused("no_data")
            metric = {
                "value": self.reading(policy, kind, real, alarm["config"]["evaluation_periods"]),
                "threshold": alarm["config"]["threshold"],
                "alarm": alarm.get("side"),
            }
        others = [a for a in self.alarms if a.get("side") == "low" and a is not alarm]
        if alarm.get("side") == "low" and any(other["state"] != "ALARM" for other in others):
            return refused("not_all_ready")
        outcome = apply_policy(policy, view, metric, self.parameters)
        return refused("suspended") if self.frozen(outcome["capacity"]) else outcome

    def reading(self, policy: Json, kind: str, real: list[Any], periods: int) -> Any:
        if kind == "StepScaling":
            points = self.parameters["step_points"]
            count = periods if points == "evaluated" else points
            return statistic(value_of(policy, "metric_aggregation_type", "Average"), real[-count:])
        way = self.parameters["tt_value"]
        return real[-1] if way == "newest" else statistic(way.capitalize(), real[-periods:])

    # 6. Notes

    def note(self, now: int) -> None:
        in_service = self.count("InService")
        for log, value in ((self.desired_log, self.desired), (self.in_service_log, in_service)):
            if not log or log[-1][1] != value:
                log.append([now, value])
        for metric in self.metrics.values():
            slot, rest = divmod(now - metric["start"], metric["resolution"])
            if metric.get("model") and rest == 0 and 0 <= slot < len(metric["load"]):
                metric["seen"][slot] = self.model(metric, metric["load"][slot], in_service)

    def model(self, metric: Json, load: float | None, instances: int) -> Any:
        kind = metric["model"]
        if load is None:
            return None
        if kind == "queue":
            metric["backlog"] = max(
                0, metric["backlog"] + load - instances * metric["per_instance"]
            )
            return metric["backlog"] / max(1, instances)
        if instances == 0:
            return None
        if kind == "per_instance":
            return load / instances
        return min(metric["most"], 100 * load / (instances * metric["per_instance"]))


def run(scenario: Json) -> Json:
    return Run(scenario).run()
