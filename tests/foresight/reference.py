"""A second reading of foresight's JSON interface, in plain Python.

It works through a scenario second by second and instance by instance, and computes each
window anew. It is slow, checks no input, and shares no code with the core: results that
differ show a mistake in one of the two. `compare.py` makes the requests.
"""

from __future__ import annotations

import math
from datetime import datetime
from zoneinfo import ZoneInfo

PARAMETERS = {
    "evaluation_range_extra": 2,
    "premature_scope": "range",
    "too_young": "legacy",
    "alarm_phase_seconds": 0,
    "metric_delay_seconds": 0,
    "step_points": "evaluated",
    "cooldown_after_other": True,
    "tt_period": 60,
    "tt_high_periods": 3,
    "tt_low_periods": 15,
    "tt_low_factor": 0.9,
    "tt_value": "newest",
    "tt_scale_in_limit_percent": 50,
    "tt_zero_capacity_as": 1,
    "scheduled_delay_seconds": 0,
    "suspended_desired": "frozen",
}


def with_defaults(parameters: dict | None) -> dict:
    return {**PARAMETERS, **(parameters or {})}


def value_of(mapping: dict, key: str, default=None):
    found = mapping.get(key)
    return default if found is None else found


# Alarms


def breaches(alarm: dict, value: float, band: list | None) -> bool:
    comparison, threshold = alarm["comparison"], alarm.get("threshold")
    if comparison == "GreaterThanOrEqualToThreshold":
        return value >= threshold
    if comparison == "GreaterThanThreshold":
        return value > threshold
    if comparison == "LessThanThreshold":
        return value < threshold
    if comparison == "LessThanOrEqualToThreshold":
        return value <= threshold
    lower, upper = band
    if comparison == "LessThanLowerOrGreaterThanUpperThreshold":
        return value < lower or value > upper
    if comparison == "LessThanLowerThreshold":
        return value < lower
    assert comparison == "GreaterThanUpperThreshold"
    return value > upper


def evaluate(alarm: dict, window: list, state: str = "INSUFFICIENT_DATA", parameters: dict | None = None) -> str:
    parameters = with_defaults(parameters)
    n = alarm["evaluation_periods"]
    m = value_of(alarm, "datapoints_to_alarm", n)
    mode = value_of(alarm, "treat_missing_data", "missing")
    bands = alarm.get("bands") or [None] * len(window)
    slots = [None if v is None else breaches(alarm, v, band) for v, band in zip(window, bands)]
    real = [slot for slot in slots if slot is not None]
    if len(real) >= n:
        return "ALARM" if sum(real[-n:]) >= m else "OK"
    bad = sum(real)
    if mode == "breaching":
        return "ALARM" if bad + (n - len(real)) >= m else "OK"
    if mode == "notBreaching":
        return "ALARM" if bad >= m else "OK"
    if not real:
        return "INSUFFICIENT_DATA" if mode == "missing" else state
    if bad >= m:
        return "ALARM"
    if bad < len(real):
        return "OK"
    sought = slots if parameters["premature_scope"] == "range" else slots[-n:]
    ages = [len(sought) - i for i, slot in enumerate(sought) if slot]
    if ages and max(ages) >= m:
        return "ALARM" if mode == "missing" else state
    if parameters["too_young"] == "ok":
        return "OK"
    return "INSUFFICIENT_DATA" if mode == "missing" else state


def evaluate_alarm(alarm, datapoints, state="INSUFFICIENT_DATA", parameters=None) -> list:
    length = alarm["evaluation_periods"] + with_defaults(parameters)["evaluation_range_extra"]
    states = []
    for k in range(len(datapoints)):
        window = [datapoints[i] if i >= 0 else None for i in range(k - length + 1, k + 1)]
        bands = alarm.get("bands")
        if bands:
            bands = [bands[i] if i >= 0 else None for i in range(k - length + 1, k + 1)]
        state = evaluate({**alarm, "bands": bands}, window, state, parameters)
        states.append(state)
    return states


def cadence(alarm: dict) -> int:
    if alarm["period"] < 60:
        return 10
    return 60 if alarm["period"] * alarm["evaluation_periods"] <= 86400 else 3600


def alarm_window(alarm: dict, now: int, parameters: dict | None = None) -> list:
    parameters = with_defaults(parameters)
    grid = alarm["period"] if alarm.get("evaluation_window") == "WallClockWindow" else cadence(alarm)
    end = (now - parameters["metric_delay_seconds"]) // grid * grid
    length = alarm["evaluation_periods"] + parameters["evaluation_range_extra"]
    period = alarm["period"]
    return [[end - (i + 1) * period, end - i * period] for i in reversed(range(length))]


def statistic(name: str, values: list) -> float | None:
    if not values:
        return None
    total = 0.0
    for value in values:
        total += value
    return {
        "SampleCount": float(len(values)),
        "Sum": total,
        "Average": total / len(values),
        "Minimum": min(values),
        "Maximum": max(values),
    }[name]


# Policies


def select_step(steps: list, threshold: float, value: float) -> int | None:
    for step in steps:
        lower = -math.inf if step.get("lower") is None else threshold + step["lower"]
        upper = math.inf if step.get("upper") is None else threshold + step["upper"]
        if value > threshold or (value == threshold and lower >= threshold):
            held = lower <= value < upper
        else:
            held = lower < value <= upper
        if held:
            return step["adjustment"]
    return None


def adjusted(policy: dict, base: int, value: int) -> int:
    kind = policy["adjustment_type"]
    if kind == "ExactCapacity":
        return value
    if kind == "ChangeInCapacity":
        return base + value
    product = base * value
    change = abs(product) // 100
    if product != 0 and change == 0:
        change = 1
    if change != 0:
        change = max(change, value_of(policy, "min_adjustment_magnitude", 0))
    return base + (change if product > 0 else -change)


def apply_policy(policy, group, metric=None, parameters=None) -> dict:
    parameters, metric = with_defaults(parameters), metric or {}
    desired = group["desired_capacity"]
    low, high = group["min_size"], group["max_size"]
    in_service = value_of(group, "in_service", desired)
    warming, pending = value_of(group, "warming", 0), value_of(group, "pending", 0)
    terminating = value_of(group, "terminating", 0)
    kind = value_of(policy, "policy_type", "SimpleScaling")

    def unchanged(reason):
        return {"capacity": desired, "reason": reason}

    def sides(growing, capacity):
        capacity = max(low, min(high, capacity))
        if growing and capacity > desired:
            return {"capacity": capacity, "reason": "scale_out"}
        if not growing and capacity < desired:
            return {"capacity": capacity, "reason": "scale_in"}
        return unchanged("no_change")

    def growing_by(value):
        return value >= desired if policy["adjustment_type"] == "ExactCapacity" else value >= 0

    if kind == "SimpleScaling":
        value = policy["scaling_adjustment"]
        return sides(growing_by(value), adjusted(policy, in_service, value))
    if kind == "StepScaling":
        value = select_step(policy["step_adjustments"], metric["threshold"], metric["value"])
        if value is None:
            return unchanged("no_step")
        if not growing_by(value) and (pending or warming):
            return unchanged("warmup")
        base = in_service - warming if value >= 0 else in_service + terminating
        return sides(growing_by(value), adjusted(policy, base, value))
    value, target = metric["value"], policy["target_value"]
    side = value_of(metric, "alarm", "high" if value > target else "low")
    if side == "high":
        base = in_service - warming
        if base == 0:
            base = parameters["tt_zero_capacity_as"]
        return sides(True, math.ceil(base * value / target - 1e-9))
    if policy.get("disable_scale_in"):
        return unchanged("scale_in_disabled")
    if pending or warming:
        return unchanged("warmup")
    base = in_service + terminating
    capacity = math.ceil(base * value / target - 1e-9)
    limit = parameters["tt_scale_in_limit_percent"]
    if limit is not None:
        capacity = max(capacity, base - max(1, math.floor(base * limit / 100)))
    return sides(False, capacity)


def resolve(proposals: list, desired: int) -> int:
    return max((p for p in proposals if p != desired), default=desired)


# Schedules


def cron_set(text: str, first: int, last: int) -> set:
    values = set()
    for part in text.split(","):
        span, _, step = part.partition("/")
        if span == "*":
            begin, end = first, last
        elif "-" in span:
            begin, end = map(int, span.split("-"))
        else:
            begin = int(span)
            end = last if step else begin
        values.update(range(begin, end + 1, int(step or 1)))
    return values


def scheduled_times(action: dict, start: int, end: int) -> list:
    first, last = action.get("start_time"), action.get("end_time")
    if last is not None:
        end = min(end, last)
    times = set()
    if first is not None and start <= first < end:
        times.add(first)
    if action.get("recurrence"):
        fields = action["recurrence"].split()
        minutes, hours = cron_set(fields[0], 0, 59), cron_set(fields[1], 0, 23)
        days, months = cron_set(fields[2], 1, 31), cron_set(fields[3], 1, 12)
        weekdays = {day % 7 for day in cron_set(fields[4], 0, 6)}
        zone = ZoneInfo(value_of(action, "time_zone", "UTC"))
        begin = start if first is None else max(start, first + 1)
        # Every minute of the world is looked at: local times that clocks skip never come.
        for time in range(-(-begin // 60) * 60, end, 60):
            local = datetime.fromtimestamp(time, zone)
            if local.fold or local.minute not in minutes or local.hour not in hours or local.month not in months:
                continue
            day, weekday = local.day in days, local.isoweekday() % 7 in weekdays
            both = fields[2] != "*" and fields[4] != "*"
            if (day or weekday) if both else (day and weekday):
                times.add(time)
    return sorted(times)


# The simulation


class Instance:
    def __init__(self, state, ready=None, cooldown=None, warmup=0):
        self.state = state
        self.ready = ready
        self.cooldown = cooldown
        self.warmup = warmup
        self.warm_at = None
        self.marked = False
        self.replace = False
        self.settled = False
        self.settle_at = self.gone_at = None


class Run:
    def __init__(self, scenario: dict):
        self.scenario = scenario
        self.start = scenario["start"]
        self.end = self.start + scenario["duration"]
        self.parameters = with_defaults(scenario.get("parameters"))
        self.group = group = scenario["group"]
        self.min_size, self.max_size = group["min_size"], group["max_size"]
        self.desired = value_of(group, "desired_capacity", self.min_size)
        self.suspended = set(group.get("suspended_processes") or [])
        self.default_cooldown = value_of(group, "default_cooldown", 300)
        self.default_warmup = value_of(group, "default_instance_warmup", self.default_cooldown)
        self.instances = [Instance("InService") for _ in range(self.desired)]
        self.other = (self.default_cooldown if self.parameters["cooldown_after_other"] else None, self.default_warmup)
        self.cause = self.other
        self.replacements = 0
        self.cooldown_end = -math.inf
        self.policies = {p["name"]: p for p in scenario.get("policies") or []}
        self.metrics = {
            name: {**metric, "start": value_of(metric, "start", self.start), "resolution": value_of(metric, "resolution", 60)}
            for name, metric in (scenario.get("metrics") or {}).items()
        }
        for metric in self.metrics.values():
            metric["seen"] = metric.get("values") if metric.get("model") is None else {}
            metric["backlog"] = value_of(metric, "initial_backlog", 0)
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
        self.alarm_states, self.decisions, self.activities = [], [], []
        self.desired_log, self.in_service_log = [], []
        self.instance_seconds = 0

    def all_alarms(self) -> list:
        alarms = []
        for alarm in self.scenario.get("alarms") or []:
            enabled = value_of(alarm, "actions_enabled", True)
            keys = {"ALARM": "alarm_actions", "OK": "ok_actions", "INSUFFICIENT_DATA": "insufficient_data_actions"}
            actions = {state: (alarm.get(key) or []) if enabled else [] for state, key in keys.items()}
            alarms.append({"config": alarm, "state": value_of(alarm, "state", "INSUFFICIENT_DATA"), "actions": actions})
        for policy in self.policies.values():
            if policy.get("policy_type") != "TargetTrackingScaling":
                continue
            p, target = self.parameters, policy["target_value"]
            high = ("AlarmHigh", "GreaterThanThreshold", target, p["tt_high_periods"], "high")
            low = ("AlarmLow", "LessThanThreshold", target * p["tt_low_factor"], p["tt_low_periods"], "low")
            for prefix, comparison, threshold, periods, side in [high] if policy.get("disable_scale_in") else [high, low]:
                config = {
                    "name": f"{prefix}-{policy['name']}", "metric": policy["metric"], "comparison": comparison,
                    "threshold": threshold, "evaluation_periods": periods, "period": p["tt_period"],
                    "statistic": policy.get("statistic"),
                }  # fmt: skip
                actions = {"ALARM": [policy["name"]], "OK": [], "INSUFFICIENT_DATA": []}
                alarms.append({"config": config, "state": "INSUFFICIENT_DATA", "actions": actions, "side": side})
        for alarm in alarms:
            alarm["entered"] = self.start
            alarm["points"] = []
        return alarms

    def count(self, state: str) -> int:
        return sum(instance.state == state for instance in self.instances)

    def run(self) -> dict:
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

    def duration(self, key: str) -> int:
        return value_of(self.group, key, 0)

    def cool(self, instance: Instance, now: int) -> None:
        if instance.cooldown is not None:
            self.cooldown_end = now + instance.cooldown

    def terminate(self, instance: Instance, now: int, cooldown: int | None) -> None:
        instance.state, instance.cooldown = "Terminating", cooldown
        drain = self.group.get("drain_seconds")
        instance.gone_at = now + (drain or 0) + self.duration("terminate_hook_seconds") + self.duration("terminate_seconds")
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

    def event(self, event: dict, now: int) -> None:
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
        return any(i.state == "Pending" or (i.state == "Terminating" and not i.settled) for i in self.instances)

    def update(self, given: dict, kind: str, name: str | None, now: int) -> None:
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

    def move(self, desired: int, cause: tuple, actor: dict, now: int) -> None:
        if desired != self.desired:
            self.activities.append({"at": now, "from": self.desired, "to": desired, **actor})
            self.desired, self.cause = desired, cause

    # 4. Alarms

    def points(self, alarm: dict, now: int) -> list:
        config, points = alarm["config"], []
        metric, delay = self.metrics[config["metric"]], self.parameters["metric_delay_seconds"]
        origin, resolution = metric["start"], metric["resolution"]
        for begin, end in alarm_window(config, now, self.parameters):
            values = []
            for slot in range((begin - origin) // resolution - 1, (end - origin) // resolution + 2):
                stamp = origin + slot * resolution
                if slot >= 0 and begin <= stamp < end and stamp + resolution + delay <= now:
                    value = self.datum(metric, slot)
                    if value is not None:
                        values.append(value)
            points.append(statistic(value_of(config, "statistic", "Average"), values))
        return points

    def datum(self, metric: dict, slot: int) -> float | None:
        if isinstance(metric["seen"], dict):
            return metric["seen"].get(slot)
        return metric["seen"][slot] if slot < len(metric["seen"]) else None

    def evaluate(self, alarm: dict, now: int) -> None:
        alarm["points"] = self.points(alarm, now)
        state = evaluate(alarm["config"], alarm["points"], alarm["state"], self.parameters)
        if state != alarm["state"]:
            name = alarm["config"]["name"]
            self.alarm_states.append({"at": now, "alarm": name, "from": alarm["state"], "to": state})
            alarm["state"], alarm["entered"] = state, now

    # 5. Policies

    def execute(self, now: int) -> None:
        view = {
            "min_size": self.min_size, "max_size": self.max_size, "desired_capacity": self.desired,
            "in_service": self.count("InService"), "pending": self.count("Pending"),
            "terminating": self.count("Terminating"),
            "warming": sum(i.state == "InService" and i.warm_at is not None and now < i.warm_at for i in self.instances),
        }  # fmt: skip
        made = []
        for alarm in self.alarms:
            if (now - alarm["entered"]) % 60 == 0:
                for name in alarm["actions"][alarm["state"]]:
                    outcome = self.decide(alarm, self.policies[name], view, now)
                    made.append({"at": now, "alarm": alarm["config"]["name"], "policy": name, **outcome})
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
                cause = (self.other[0], value_of(policy, "estimated_instance_warmup", self.default_warmup))
            self.move(chosen, cause, {"kind": "policy", "name": acting["policy"], "alarm": acting["alarm"]}, now)

    def decide(self, alarm: dict, policy: dict, view: dict, now: int) -> dict:
        def refused(reason):
            return {"capacity": self.desired, "reason": reason}

        kind = value_of(policy, "policy_type", "SimpleScaling")
        if "AlarmNotification" in self.suspended:
            return refused("suspended")
        if not value_of(policy, "enabled", True):
            return refused("disabled")
        metric = {}
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

    def reading(self, policy: dict, kind: str, real: list, periods: int) -> float:
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

    def model(self, metric: dict, load: float | None, instances: int) -> float | None:
        kind = metric["model"]
        if load is None:
            return None
        if kind == "queue":
            metric["backlog"] = max(0, metric["backlog"] + load - instances * metric["per_instance"])
            return metric["backlog"] / max(1, instances)
        if instances == 0:
            return None
        if kind == "per_instance":
            return load / instances
        return min(100, 100 * load / (instances * metric["per_instance"]))


def run(scenario: dict) -> dict:
    return Run(scenario).run()


FUNCTIONS = {
    "evaluate": evaluate,
    "evaluate_alarm": evaluate_alarm,
    "cadence": cadence,
    "alarm_window": alarm_window,
    "statistic": statistic,
    "select_step": select_step,
    "apply_policy": apply_policy,
    "resolve": resolve,
    "scheduled_times": scheduled_times,
    "run": run,
}


def call(function: str, args: dict):
    return FUNCTIONS[function](**args)
