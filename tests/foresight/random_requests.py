"""Random requests to foresight's JSON interface. The same seed gives the same requests."""

from __future__ import annotations

import itertools
import random
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

STATES = ["INSUFFICIENT_DATA", "OK", "ALARM"]
STATIC = [
    "GreaterThanOrEqualToThreshold",
    "GreaterThanThreshold",
    "LessThanThreshold",
    "LessThanOrEqualToThreshold",
]
BANDS = [
    "LessThanLowerOrGreaterThanUpperThreshold",
    "LessThanLowerThreshold",
    "GreaterThanUpperThreshold",
]
MODES = [None, "missing", "ignore", "breaching", "notBreaching"]
STATISTICS = ["SampleCount", "Sum", "Average", "Minimum", "Maximum"]
ZONES = [
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "Pacific/Apia",
]
PROCESSES = [
    "Launch",
    "Terminate",
    "AlarmNotification",
    "ScheduledActions",
    "ReplaceUnhealthy",
    "AZRebalance",
]


class Requests:
    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311

    def __iter__(self) -> Iterator[dict[str, Any]]:
        makers = [
            self.evaluate,
            self.evaluate_alarm,
            self.cadence,
            self.alarm_window,
            self.statistic,
            self.select_step,
            self.apply_policy,
            self.resolve,
            self.scheduled_times,
            self.run,
        ]
        while True:
            # A run shows the most.
            make = self.random.choice(makers + [self.run] * 6)
            yield {"function": make.__name__, "args": make()}

    # Values

    def maybe(self, chance: float = 0.5) -> bool:
        return self.random.random() < chance

    def some(self, **optional: Any) -> dict[str, Any]:
        """Each key with probability one half; a null now and then."""
        kept = {key: value for key, value in optional.items() if self.maybe()}
        return {
            key: None if value is not False and self.maybe(0.05) else value
            for key, value in kept.items()
        }

    def number(self) -> float:
        draw = self.random
        return draw.choice(
            [draw.randint(-3, 12), round(draw.uniform(-5, 15), 2), draw.uniform(-1e3, 1e3)]
        )

    def points(self, count: int, missing: float = 0.3) -> list[Any]:
        return [None if self.maybe(missing) else self.number() for _ in range(count)]

    # Pure functions

    def parameters(self) -> dict[str, Any]:
        draw = self.random
        given = self.some(
            evaluation_range_extra=draw.choice([0, 1, 2, 3, 7]),
            premature_scope=draw.choice(["range", "periods"]),
            too_young=draw.choice(["legacy", "ok"]),
            alarm_phase_seconds=draw.choice([0, 0, 7, 30, 59, 90]),
            metric_delay_seconds=draw.choice([0, 0, 5, 60, 150]),
            step_points=draw.choice(["evaluated", 1, 2, 10]),
            cooldown_after_other=self.maybe(),
            tt_period=draw.choice([10, 60, 60, 300]),
            tt_high_periods=draw.randint(1, 4),
            tt_low_periods=draw.randint(1, 15),
            tt_low_factor=draw.choice([0.7, 0.9, 1.0, 0.85]),
            tt_value=draw.choice(["newest", "average", "maximum"]),
            tt_zero_capacity_as=draw.choice([0, 1, 2]),
            scheduled_delay_seconds=draw.choice([0, 13, 60, 120]),
            suspended_desired=draw.choice(["frozen", "moves"]),
        )
        given = {key: value for key, value in given.items() if value is not None}
        if self.maybe():
            given["tt_scale_in_limit_percent"] = draw.choice([None, 10, 25.5, 50, 100])
        return given

    def test(self, comparisons: list[Any]) -> dict[str, Any]:
        periods = self.random.choice([1, 1, 2, 3, 4, 5])
        return {
            "comparison": self.random.choice(comparisons),
            "threshold": self.number(),
            "evaluation_periods": periods,
            **self.some(
                datapoints_to_alarm=self.random.randint(1, periods),
                treat_missing_data=self.random.choice(MODES),
            ),
        }

    def judged(self, count: int) -> dict[str, Any]:
        alarm = self.test(STATIC * 2 + BANDS)
        if alarm["comparison"] in BANDS:
            alarm["bands"] = [sorted([self.number(), self.number()]) for _ in range(count)]
        return {
            "alarm": alarm,
            **self.some(state=self.random.choice(STATES), parameters=self.parameters()),
        }

    def evaluate(self) -> dict[str, Any]:
        count = self.random.randint(0, 9)
        return self.without_null(
            {**self.judged(count), "window": self.points(count, self.random.random())}
        )

    def evaluate_alarm(self) -> dict[str, Any]:
        count = self.random.choice([0, 1, 5, 20, 40])
        args: dict[str, Any] = {
            **self.judged(count),
            "datapoints": self.points(count, self.random.random()),
        }
        if self.maybe(0.1) and "bands" not in args["alarm"]:
            args["alarm"].update(
                evaluation_periods=self.random.randint(60, 70), datapoints_to_alarm=3
            )
        return self.without_null(args)

    def without_null(self, args: dict[str, Any]) -> dict[str, Any]:
        return {key: value for key, value in args.items() if value is not None}

    def window(self) -> dict[str, Any]:
        return {
            "period": self.random.choice([10, 20, 30, 60, 120, 300, 3600, 86400]),
            "evaluation_periods": self.random.choice([1, 2, 3, 24, 25, 1440, 1441]),
        }

    def cadence(self) -> dict[str, Any]:
        return {"alarm": self.window()}

    def alarm_window(self) -> dict[str, Any]:
        alarm = {**self.window(), **self.some(evaluation_window="WallClockWindow")}
        alarm["evaluation_periods"] = min(alarm["evaluation_periods"], 30)
        args = {"alarm": alarm, "now": self.random.randint(-100_000, 2_000_000_000)}
        return self.without_null({**args, **self.some(parameters=self.parameters())})

    def statistic(self) -> dict[str, Any]:
        values = [self.number() for _ in range(self.random.randint(0, 12))]
        return {"name": self.random.choice(STATISTICS), "values": values}

    def steps(self) -> list[Any]:
        draw = self.random
        bounds: list[Any] = sorted(
            draw.sample([-20, -10, -5, -0.1, 0, 0, 0.1, 5, 10, 20], draw.randint(2, 4))
        )
        bounds = [None, *bounds] if self.maybe() else bounds
        bounds = [*bounds, None] if self.maybe() else bounds
        pairs = [
            (low, high)
            for low, high in itertools.pairwise(bounds)
            if low is None or high is None or low < high
        ]
        steps: list[Any] = [
            {"lower": low, "upper": high, "adjustment": draw.randint(-4, 4)} for low, high in pairs
        ]
        if not steps:
            steps = [{"lower": 0, "upper": None, "adjustment": 1}]
        if self.maybe(0.3):
            draw.shuffle(steps)
        return steps

    def select_step(self) -> dict[str, Any]:
        threshold = self.number()
        value = self.random.choice(
            [threshold, threshold + 10, threshold + 0.1, threshold - 0.1, self.number()]
        )
        return {"steps": self.steps(), "threshold": threshold, "value": value}

    def policy(
        self,
        name: str,
        kinds: tuple[str, ...] = ("SimpleScaling", "StepScaling", "TargetTrackingScaling"),
        metric: str | None = None,
    ) -> dict[str, Any]:
        draw = self.random
        kind = draw.choice(
            [None if kind == "SimpleScaling" and self.maybe() else kind for kind in kinds]
        )
        policy = {"name": name, "policy_type": kind, **self.some(enabled=self.maybe(0.8))}
        adjusting = draw.choice(
            ["ChangeInCapacity", "ChangeInCapacity", "ExactCapacity", "PercentChangeInCapacity"]
        )
        percent = adjusting == "PercentChangeInCapacity"
        warmup = self.some(estimated_instance_warmup=draw.choice([0, 1, 60, 200, 300]))
        if kind in (None, "SimpleScaling"):
            low = 0 if adjusting == "ExactCapacity" else -3
            value = draw.randint(-120, 250) if percent else draw.randint(low, 5)
            policy.update(adjustment_type=adjusting, scaling_adjustment=value)
            policy.update(self.some(min_adjustment_magnitude=draw.randint(1, 3)))
            policy.update(self.some(cooldown=draw.choice([0, 1, 59, 60, 61, 180, 300])))
        elif kind == "StepScaling":
            steps = self.steps()
            for step in steps:
                if percent:
                    step["adjustment"] *= 20
                elif adjusting == "ExactCapacity":
                    step["adjustment"] = abs(step["adjustment"])
            policy.update(adjustment_type=adjusting, step_adjustments=steps, **warmup)
            policy.update(
                self.some(metric_aggregation_type=draw.choice(["Average", "Minimum", "Maximum"]))
            )
            policy.update(self.some(min_adjustment_magnitude=draw.randint(1, 3)))
        else:
            policy.update(target_value=draw.choice([5, 40, 50.5, 60, 0.1]), **warmup)
            policy.update(
                self.some(
                    disable_scale_in=self.maybe(), statistic=draw.choice(["Average", "Maximum"])
                )
            )
            policy.update({"metric": metric} if metric else {})
        return policy

    def apply_policy(self) -> dict[str, Any]:
        draw = self.random
        desired = draw.randint(0, 12)
        group = {
            "min_size": draw.randint(0, 8),
            "max_size": draw.randint(0, 15),
            "desired_capacity": desired,
        }
        in_service = max(0, desired + draw.choice([0, 0, -1, 1, 2]))
        group.update(
            in_service=in_service, warming=draw.choice([0, 0, draw.randint(0, in_service)])
        )
        group.update(self.some(pending=draw.choice([0, 0, 1]), terminating=draw.choice([0, 0, 2])))
        group = self.without_null(group)
        metric = {"value": self.number() * draw.choice([1, 10]), "threshold": self.number()}
        metric.update(self.some(alarm=draw.choice(["high", "low"])))
        args = {"policy": self.policy("p"), "group": group, "metric": metric}
        return self.without_null({**args, **self.some(parameters=self.parameters())})

    def resolve(self) -> dict[str, Any]:
        draw = self.random
        return {
            "proposals": [draw.randint(0, 6) for _ in range(draw.randint(0, 4))],
            "desired": draw.randint(0, 6),
        }

    def cron(self, often: bool) -> str:
        draw = self.random

        def field(first: int, last: int) -> str:
            low, high = sorted(draw.choices(range(first, last + 1), k=2))
            return draw.choice(
                [
                    "*",
                    "*",
                    str(low),
                    f"{low}-{high}",
                    f"{low},{high}",
                    f"*/{draw.randint(1, 7)}",
                    f"{low}-{high}/2",
                    f"{low}/{draw.randint(2, 9)}",
                    f"{low},{low}-{high}",
                ]
            )

        minute = f"*/{draw.choice([1, 5, 7, 10, 20])}" if often else field(0, 59)
        hour = "*" if often else field(0, 23)
        month = "*" if often or self.maybe(0.7) else field(1, 12)
        day, weekday = ("*", "*") if often or self.maybe(0.4) else (field(1, 31), field(0, 6))
        return f"{minute} {hour} {day} {month} {weekday}"

    def action(self, start: int, end: int, often: bool) -> dict[str, Any]:
        draw = self.random
        action: dict[str, Any] = {}
        if self.maybe(0.7):
            action["recurrence"] = self.cron(often)
            action.update(
                self.some(time_zone=draw.choice(ZONES), end_time=draw.randint(start, end))
            )
        if "recurrence" not in action or self.maybe(0.3):
            action["start_time"] = draw.randint(start, end)
        return action

    def scheduled_times(self) -> dict[str, Any]:
        draw = self.random
        # Around clock changes of 2024 and at any other time.
        start = draw.choice(
            [
                1_711_843_200,
                1_710_050_400,
                1_729_987_200,
                draw.randint(1_700_000_000, 1_760_000_000),
            ]
        )
        start += draw.choice([0, 1, -3600])
        end = start + draw.choice([0, 3600, 86_400 * 2, 86_400 * 9])
        return {"action": self.action(start, end, False), "start": start, "end": end}

    # Scenarios

    def metric(self, start: int, duration: int) -> dict[str, Any]:
        draw = self.random
        resolution = draw.choice([60, 60, 60, 10, 300, 45, 1 if duration < 2000 else 60])
        metric = self.some(start=start + draw.choice([0, 0, -600, -60, 30, 300, -7]))
        if resolution != 60 or self.maybe():
            metric["resolution"] = resolution
        count = (
            (duration // resolution + 2) * draw.choice([1, 1, 1, 2]) // draw.choice([1, 1, 1, 3])
        )
        level, missing = draw.choice([3, 30, 300]), draw.choice([0, 0, 0.1, 0.6])
        values: list[Any] = []
        for _ in range(count):
            if self.maybe(0.08):
                level = draw.choice([0, 1, 10, 40, 120, 300, 900])
            values.append(
                None
                if self.maybe(missing)
                else round(level * draw.uniform(0.8, 1.2), draw.choice([0, 2, 12]))
            )
        kind = draw.choice([None, "utilization", "per_instance", "queue"])
        if kind is None:
            return {**metric, "values": values}
        metric.update(model=kind, load=values)
        if kind != "per_instance":
            metric["per_instance"] = draw.choice([10, 33.3, 100])
        if kind == "utilization":
            metric.update(self.some(most=draw.choice([100, 65.5, 400])))
        if kind == "queue":
            metric.update(self.some(initial_backlog=draw.choice([0, 50, 12.5])))
        return metric

    def alarm(self, name: str, metrics: list[Any], policies: list[Any]) -> dict[str, Any]:
        draw = self.random
        actions: dict[str, Any] = {}
        for key, chance in (
            ("alarm_actions", 0.9),
            ("ok_actions", 0.3),
            ("insufficient_data_actions", 0.15),
        ):
            if self.maybe(chance) and policies:
                actions[key] = draw.sample(policies, draw.randint(1, min(2, len(policies))))
        return {
            **self.test(STATIC),
            "name": name,
            "metric": draw.choice(metrics),
            "threshold": draw.choice([5, 30, 60, 70, 5.5]),
            "period": draw.choice([60, 60, 60, 60, 10, 20, 30, 120, 300, 3600]),
            **self.some(
                statistic=draw.choice(STATISTICS),
                state=draw.choice(STATES),
                actions_enabled=self.maybe(0.9),
                evaluation_window=draw.choice([None, None, "WallClockWindow"]),
            ),
            **actions,
        }

    def event(self, start: int, duration: int) -> dict[str, Any]:
        draw = self.random
        kind = draw.choice(["suspend", "resume", "set_desired_capacity", "update", "unhealthy"])
        event: dict[str, Any] = {"at": start + draw.randint(0, duration), "kind": kind}
        if kind in ("suspend", "resume"):
            event["processes"] = draw.sample(PROCESSES, draw.randint(1, 4))
        elif kind == "unhealthy":
            event["count"] = draw.randint(0, 3)
        elif kind == "set_desired_capacity":
            event.update(
                desired_capacity=draw.randint(0, 10), **self.some(honor_cooldown=self.maybe())
            )
        else:
            sizes = {"min_size": draw.randint(0, 5), "max_size": draw.randint(0, 12)}
            event.update(self.some(desired_capacity=draw.randint(0, 10), **sizes))
        return event

    def run(self) -> dict[str, Any]:
        draw = self.random
        start = draw.randint(1_700_000_000, 1_760_000_000)
        start -= draw.choice([0, start % 60, start % 3600])
        duration = draw.choice([0, 1, 59, 300, 1200, 3600, 3600, 7000])
        low = draw.randint(0, 3)
        high = low + draw.randint(0, 9)
        seconds = [0, 0, 1, 30, 59, 60, 90, 200]
        group = {
            "min_size": low,
            "max_size": high,
            **self.some(
                desired_capacity=draw.randint(low, high),
                default_cooldown=draw.choice([0, 60, 120, 300, 301]),
                default_instance_warmup=draw.choice([0, 60, 240]),
                launch_seconds=draw.choice(seconds),
                launch_hook_seconds=draw.choice(seconds),
                terminate_seconds=draw.choice(seconds),
                terminate_hook_seconds=draw.choice(seconds),
                drain_seconds=draw.choice([None, *seconds]),
                suspended_processes=draw.sample(PROCESSES, draw.choice([0, 0, 1, 2])),
            ),
        }
        metrics = {f"m{k}": self.metric(start, duration) for k in range(draw.randint(1, 2))}
        names = list(metrics)
        policies = [
            self.policy(f"p{k}", metric=draw.choice(names))
            for k in range(draw.choice([0, 1, 2, 2, 3]))
        ]
        policy_names = [policy["name"] for policy in policies]
        alarms = [
            self.alarm(f"a{k}", names, policy_names) for k in range(draw.choice([0, 1, 2, 2, 3]))
        ]
        actions: list[Any] = []
        for k in range(draw.choice([0, 0, 1, 2])):
            sizes = {"min_size": draw.randint(0, 5), "max_size": draw.randint(0, 12)}
            action = {"name": f"s{k}", **self.action(start, start + duration, True)}
            actions.append(
                {**action, **self.some(**sizes), "desired_capacity": draw.choice([0, 3, 6, 9])}
            )
        events = [self.event(start, duration) for _ in range(draw.choice([0, 0, 1, 3, 6]))]
        scenario = {
            "start": start,
            "duration": duration,
            "group": group,
            "metrics": metrics,
            "policies": policies,
        }
        scenario.update(alarms=alarms, scheduled_actions=actions, events=events)
        return {"scenario": {**scenario, **self.some(parameters=self.parameters())}}
