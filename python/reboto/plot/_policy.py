"""Plot of the changes that scaling policies make, against the metric."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from reboto._lazy import LazyModule
from reboto.ec2.autoscale.policy import ScalingPolicy
from reboto.ec2.cloudwatch.alarm import MetricAlarm
from reboto.plot._axes import (
    LINES,
    QUIET,
    as_text,
    axes,
    finish_values,
    label,
    label_y,
    legend,
    matplotlib,
    message,
)
from reboto.plot._objects import objects

if TYPE_CHECKING:
    from matplotlib import axes as mpl_axes
else:
    mpl_axes = LazyModule("matplotlib.axes")

_UNITS = {
    "ChangeInCapacity": "change of the capacity",
    "PercentChangeInCapacity": "change of the capacity, %",
    "ExactCapacity": "capacity",
}


def policy(
    policies: ScalingPolicy[Any] | Iterable[ScalingPolicy[Any]],
    alarms: MetricAlarm[Any] | Iterable[MetricAlarm[Any]] | None = None,
    *,
    ax: mpl_axes.Axes | None = None,
) -> mpl_axes.Axes:
    """Plot the changes that scaling policies make, against the value of the metric.

    Step scaling policies are drawn as steps, simple scaling policies as one step, and target
    tracking policies as a line at their target. Predictive scaling policies are left out.

    Parameters
    ----------
    policies : ScalingPolicy or list of ScalingPolicy
        The policies, such as one that adds instances and one that removes them.
    alarms : MetricAlarm or list of MetricAlarm, optional
        The alarms that execute the policies; each belongs to the policies whose ARNs are among
        its actions. Without the alarm of a policy, its steps begin at 0: the difference from
        the threshold.
    ax : matplotlib.axes.Axes, optional
        The axes to draw on. Default: a new figure.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ImportError
        If matplotlib is not installed (the extra ``plot``).
    TypeError
        If an object has another type.

    Examples
    --------
    >>> from reboto.ec2.autoscale import ScalingPolicy, StepAdjustment
    >>> up = ScalingPolicy(
    ...     name="up",
    ...     as_name="web",
    ...     adjustment_type="ChangeInCapacity",
    ...     step_adjustments=StepAdjustment.ladder(70, {70: 1, 80: 2, 90: 4}),
    ... )
    >>> policy(up).get_ylabel()
    'change of the capacity'
    """
    on = axes(ax)
    shown = objects("policies", policies, ScalingPolicy, "a ScalingPolicy or a list of them")
    known = objects(
        "alarms", () if alarms is None else alarms, MetricAlarm, "a MetricAlarm or a list of them"
    )
    drawn = [_Drawn.of(each, _alarm_of(each, known, single=len(shown) == 1)) for each in shown]
    stairs = [each for each in drawn if each.steps]
    left, right = _limits(drawn)
    for number, each in enumerate(drawn):
        color = LINES[number % len(LINES)]
        for step in each.steps:
            low = left if step.low is None else step.low
            high = right if step.high is None else step.high
            on.fill_between([low, high], [step.change] * 2, color=color, alpha=0.25, lw=0)
            on.plot([low, high], [step.change] * 2, color=color, lw=2.5)
            _write(on, step, (low + high) / 2, color, each.form)
        if each.steps:
            edges = [(step.low, step.high, step.change) for step in each.steps]
            _risers(on, edges, color)
            on.plot([], [], color=color, lw=2.5, label=label(each.name))
        if each.line is not None:
            text = f"{each.name}: keep at {each.line:g}"
            on.axvline(each.line, color=color, lw=2, ls="--", label=label(text))
    for threshold in sorted({each.threshold for each in stairs if each.threshold is not None}):
        on.axvline(threshold, color=QUIET, lw=1, ls=":")
    names = dict.fromkeys(each.metric for each in drawn if each.metric)
    groups = dict.fromkeys(str(each.as_name) for each in shown if each.as_name)
    finish_values(on, ", ".join(groups), " / ".join(names) or "difference from the threshold")
    kinds = dict.fromkeys(each.unit for each in stairs)
    label_y(on, " / ".join(kinds) or "change of the capacity")
    if not drawn or not (stairs or any(each.line is not None for each in drawn)):
        message(on, "no step scaling or target tracking policy")
    else:
        on.axhline(0, color=QUIET, lw=1)
        on.set_xlim(left, right)
        on.margins(y=0.18)
        if not stairs:
            on.yaxis.set_major_locator(matplotlib("ticker").NullLocator())
        legend(on)
    picture: mpl_axes.Axes = on
    return picture


class _Step(NamedTuple):
    """A range of the metric, without a bound if it is None, and the change for it."""

    low: float | None
    high: float | None
    change: float


class _Drawn(NamedTuple):
    """What is drawn of a policy."""

    name: str
    metric: str
    unit: str
    threshold: float | None
    steps: list[_Step]
    line: float | None

    @property
    def form(self) -> str:
        """Format of a change."""
        return {"capacity": "to {:g}"}.get(self.unit, "{:+g} %" if "%" in self.unit else "{:+g}")

    @classmethod
    def of(cls, policy: ScalingPolicy[Any], alarm: MetricAlarm[Any] | None) -> _Drawn:
        name = f"{policy.name}{' (disabled)' * (policy.enabled is False)}"
        unit = _UNITS.get(str(policy.adjustment_type), "change of the capacity")
        tracking = policy.target_tracking
        if tracking is not None:
            predefined = tracking.predefined_metric_specification
            customized = tracking.customized_metric_specification
            followed = predefined.predefined_metric_type if predefined else None
            other = customized.metric_name if customized else None
            words = str(followed or other or "metric")
            return cls(name, words, unit, None, [], tracking.target_value)
        threshold = None if alarm is None else alarm.threshold
        metric = "" if alarm is None else alarm.metric or "value of the expression"
        origin = threshold or 0.0
        steps: list[_Step] = []
        if policy.step_adjustments:
            for step in policy.step_adjustments:
                low, high = (
                    None if bound is None else bound + origin
                    for bound in (
                        step.metric_interval_lower_bound,
                        step.metric_interval_upper_bound,
                    )
                )
                steps.append(_Step(low, high, float(step.scaling_adjustment or 0)))
        elif policy.scaling_adjustment is not None:
            change = float(policy.scaling_adjustment)
            is_below = alarm.comparison in _BELOW if alarm is not None else change < 0
            steps.append(_Step(None, origin, change) if is_below else _Step(origin, None, change))
        steps.sort(key=lambda step: float("-inf") if step.low is None else step.low)
        return cls(name, metric, unit, threshold if alarm is not None else 0.0, steps, None)


_BELOW = {"<", "<=", "LessThanThreshold", "LessThanOrEqualToThreshold"}


def _alarm_of(
    policy: ScalingPolicy[Any], alarms: list[MetricAlarm[Any]], *, single: bool
) -> MetricAlarm[Any] | None:
    """Return the alarm of a policy: by its ARN, by the policy's list, or the only one."""
    arn = getattr(policy, "policy_arn", None)
    names = {alarm.name for alarm in getattr(policy, "alarms", None) or ()}
    for alarm in alarms:
        if (arn and arn in (alarm.alarm_actions or ())) or alarm.name in names:
            return alarm
    return alarms[0] if single and len(alarms) == 1 else None


def _limits(drawn: list[_Drawn]) -> tuple[float, float]:
    """Return the ends of the axis, with space for steps without a bound."""
    ends = [
        bound
        for each in drawn
        for bound in (
            each.line,
            each.threshold if each.steps else None,
            *(bound for step in each.steps for bound in step[:2]),
        )
        if bound is not None
    ]
    low, high = min(ends, default=0.0), max(ends, default=1.0)
    widths = [
        step.high - step.low
        for each in drawn
        for step in each.steps
        if step.low is not None and step.high is not None
    ]
    space = max((high - low) * 0.2, *widths, 0.0) or abs(high) * 0.2 or 1.0
    # A share or a percentage, as most metrics are, is not drawn below 0.
    left = 0.0 if low >= 0 and low - space < 0 and high > 1 else low - space
    return left, high + space


def _write(on: Any, step: _Step, x: float, color: str, form: str) -> None:
    """Write the change at the middle of a step."""
    text = on.annotate(
        form.format(step.change),
        (x, step.change),
        xytext=(0, 4 if step.change >= 0 else -4),
        textcoords="offset points",
        ha="center",
        va="bottom" if step.change >= 0 else "top",
        color=color,
        fontweight="bold",
    )
    as_text(text)


def _risers(on: Any, steps: list[tuple[float | None, float | None, float]], color: str) -> None:
    """Draw the vertical lines between steps, and from 0 to the first one."""
    bounds = sorted({bound for low, high, _ in steps for bound in (low, high) if bound is not None})
    for bound in bounds:
        before = next((change for _, high, change in steps if high == bound), 0.0)
        after = next((change for low, _, change in steps if low == bound), 0.0)
        on.plot([bound, bound], [before, after], color=color, lw=2.5)
