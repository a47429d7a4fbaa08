"""Constructors of values: shorter parameters, which become AWS's nested members."""

from __future__ import annotations

from reboto import _core
from reboto._arguments import string_list
from reboto._core import Table, table_of_rows, to_float, to_int
from reboto._lazy import TYPE_CHECKING, abc, typing
from reboto._member_values import is_mapping, load
from reboto._structure import Structure
from reboto.resultset import Tabular

_POLICY = "reboto.ec2.autoscale.policy"
_TEMPLATES = "reboto.ec2.autoscale.launchtemplate"

if TYPE_CHECKING:
    _S = typing.TypeVar("_S", bound=Structure)
    _Given: typing.TypeAlias = dict[str, typing.Any]
else:
    # For `typing.get_type_hints`.
    _S = object
    _Given = dict


class TargetTrackingForm(Structure):
    """Constructor of the configuration of a target tracking policy."""

    def _set(self, given: _Given) -> None:
        metric, label = given.pop("metric"), given.pop("resource_label")
        if metric is None:
            _refuse_without(self, "metric", resource_label=label)
            super()._set(given)
            return
        found, predefined = _metric(f"{type(self).__name__}.metric", metric, label)
        name = f"{'predefined' if predefined else 'customized'}_metric_specification"
        for other in ("predefined_metric_specification", "customized_metric_specification"):
            if given[other] is not None:
                raise ValueError(f"{type(self).__name__} takes either metric or {other}, not both")
        super()._set({**given, name: found})


def _metric(name: str, given: typing.Any, label: str | None) -> tuple[typing.Any, bool]:
    """Return the specification of a metric, and whether AWS defines the metric."""
    predefined, customized = (
        load(f"{_POLICY}.PredefinedMetric"),
        load(f"{_POLICY}.CustomizedMetric"),
    )
    if isinstance(given, str):
        known = _words("MetricType")
        return predefined(_known(name, given, known), _label(name, given, label)), True
    if label is not None:
        raise ValueError(
            f"resource_label belongs to a metric that AWS defines, got {name}={given!r}"
        )
    if isinstance(given, predefined):
        return given, True
    if isinstance(given, customized):
        return given, False
    query = load("reboto.ec2.cloudwatch.metric_data.MetricDataQuery")
    if isinstance(given, query) and given.expression is None and given.metric is not None:
        return customized(
            given.metric, given.namespace, given.dimensions, given.statistic, _period(given.period),
            unit=given.unit,
        ), False  # fmt: skip
    if isinstance(given, query):
        return customized(metrics=[given]), False
    if is_mapping(given):
        names = ("predefined_metric_type", "PredefinedMetricType")
        kind = predefined if any(key in given for key in names) else customized
        return kind.from_dict(given), kind is predefined
    if getattr(given, "__iter__", None) is not None:
        return customized(metrics=list(given)), False
    raise TypeError(
        f"{name} must be the name of a metric, a PredefinedMetric, a CustomizedMetric, or one or "
        f"several MetricDataQuery, got {_core.shown(given)}"
    )


def _period(given: typing.Any) -> int | None:
    return None if given is None else to_int("period", given)


def _words(literal: str) -> tuple[str, ...]:
    """Return the values of a closed vocabulary of AWS."""
    import typing as real

    from reboto.ec2.autoscale._generated import literals

    words: tuple[str, ...] = real.get_args(getattr(literals, literal))
    return words


def _known(name: str, given: str, known: tuple[str, ...]) -> str:
    """Return a metric that AWS defines; raise ValueError for another one."""
    if given in known:
        return given
    raise ValueError(
        f"{name} must be one of {', '.join(map(repr, known))}, got {_core.shown(given)}"
    )


def _label(name: str, metric: str, label: str | None) -> str | None:
    """Return the load balancer and target group of a metric; raise ValueError if it needs them."""
    needs = metric.startswith("ALB")
    if needs and not label:
        raise ValueError(
            f"{name} {metric!r} needs resource_label: the load balancer and the target group, in "
            "the form 'app/NAME/ID/targetgroup/NAME/ID'"
        )
    if label and not needs:
        raise ValueError(f"resource_label belongs to metrics of a load balancer, not to {metric!r}")
    return label


def _refuse_without(value: Structure, needed: str, **given: typing.Any) -> None:
    for name, part in given.items():
        if part is not None:
            shown = _core.shown(part)
            raise ValueError(f"{type(value).__name__}: {name} needs {needed}, got {name}={shown}")


class MetricSpecificationForm(Structure):
    """Constructor of the metrics and the target of a predictive scaling policy."""

    def _set(self, given: _Given) -> None:
        metric, label = given.pop("metric"), given.pop("resource_label")
        if metric is None:
            _refuse_without(self, "metric", resource_label=label)
            super()._set(given)
            return
        name = "predefined_metric_pair_specification"
        if given[name] is not None:
            raise ValueError(f"{type(self).__name__} takes either metric or {name}, not both")
        if isinstance(metric, str):
            known = _words("PredefinedMetricPairType")
            full = f"{type(self).__name__}.metric"
            label = _label(full, _known(full, metric, known), label)
            metric = load(f"{_POLICY}.PredefinedMetricPair")(metric, label)
        elif label is not None:
            raise ValueError(f"resource_label belongs to a metric's name, got metric={metric!r}")
        super()._set({**given, name: metric})


class PredictiveScalingForm(Structure):
    """Constructor of the configuration of a predictive scaling policy."""

    def _set(self, given: _Given) -> None:
        parts = {name: given.pop(name) for name in ("metric", "target_value", "resource_label")}
        metric = parts["metric"]
        if metric is None:
            _refuse_without(self, "metric", **parts)
            super()._set(given)
            return
        if given["metric_specifications"] is not None:
            raise ValueError(
                f"{type(self).__name__} takes either metric or metric_specifications, not both"
            )
        kind = load(f"{_POLICY}.MetricSpecification")
        if isinstance(metric, kind):
            _refuse(self, "a MetricSpecification has it", parts["target_value"], "target_value")
            _refuse(self, "a MetricSpecification has it", parts["resource_label"], "resource_label")
        else:
            metric = kind(**parts)
        super()._set({**given, "metric_specifications": [metric]})


def _refuse(value: Structure, why: str, given: typing.Any, name: str) -> None:
    if given is not None:
        raise ValueError(f"{type(value).__name__}: {name}={given!r} is not allowed: {why}")


class NamedMetric(Structure):
    """A metric that AWS defines, for which its name stands."""

    _shorthand = (str,)


class StepAdjustmentForm(Structure):
    """Constructor of a step of a step scaling policy."""

    @classmethod
    def ladder(
        cls: type[_S],
        threshold: float,
        steps: abc.Mapping[float, int],
        *,
        below: bool | None = None,
    ) -> list[_S]:
        """Return the steps of a policy from values of the metric.

        AWS takes the bounds of steps as differences from the threshold of the alarm.

        Parameters
        ----------
        threshold : float
            Threshold of the alarm that executes the policy.
        steps : dict of float to int
            Changes of the capacity, by the value of the metric from which each applies. The
            last step has no bound. All values are at or above the threshold, or all are at or
            below it.
        below : bool, optional
            Whether the steps are for values below the threshold. Needed only for a single step
            at the threshold: by default, a negative change is for values below it.

        Returns
        -------
        list of StepAdjustment
            The steps, in ascending order of the metric.

        Raises
        ------
        ValueError
            If there is no step, a number is not finite, or values are above and below the
            threshold.

        Examples
        --------
        >>> from reboto.ec2.autoscale import StepAdjustment
        >>> for step in StepAdjustment.ladder(70, {70: 1, 80: 2, 90: 4}):
        ...     print(step.to_dict())
        {'MetricIntervalLowerBound': 0.0, 'MetricIntervalUpperBound': 10.0, 'ScalingAdjustment': 1}
        {'MetricIntervalLowerBound': 10.0, 'MetricIntervalUpperBound': 20.0, 'ScalingAdjustment': 2}
        {'MetricIntervalLowerBound': 20.0, 'ScalingAdjustment': 4}
        >>> down = StepAdjustment.ladder(30, {30: -1, 20: -2})
        >>> [step.metric_interval_upper_bound for step in down]
        [-10.0, 0.0]
        """
        origin = _finite("threshold", threshold)
        if not isinstance(steps, abc.Mapping) or not steps:
            raise ValueError(
                "steps must be a dict of values of the metric and changes, such as {70: 1}, "
                f"got {_core.shown(steps)}"
            )
        changes = {
            _finite("steps: a value of the metric", value) - origin: to_int(
                f"steps[{value!r}]", change
            )
            for value, change in steps.items()
        }
        if len(changes) < len(steps):
            raise ValueError(f"steps has a value of the metric twice: {steps!r}")
        bounds = sorted(changes)
        if bounds[0] < 0 < bounds[-1]:
            raise ValueError(
                f"steps must be all at or above the threshold {threshold!r}, or all at or below "
                f"it, got {sorted(steps)}; use a policy for each direction"
            )
        is_below = bounds[0] < 0
        if bounds == [0]:
            is_below = changes[0] < 0 if below is None else below
        if below not in (None, is_below):
            side = "below" if is_below else "above"
            raise ValueError(f"steps {side} the threshold {threshold!r} contradict below={below}")
        lower = [None, *bounds[:-1]] if is_below else bounds
        upper = bounds if is_below else [*bounds[1:], None]
        make: typing.Any = cls
        return [
            make(low, high, changes[bound])
            for low, high, bound in zip(lower, upper, bounds, strict=True)
        ]


def _finite(name: str, given: typing.Any) -> float:
    number = to_float(name, given)
    # Neither infinite nor NaN.
    if number - number != 0:
        raise ValueError(f"{name} must be a finite number, got {_core.shown(given)}")
    return number


class RangeForm(Structure):
    """Constructor of a minimum and a maximum, for which a number or a pair stands."""

    _shorthand = (int, float, tuple)

    @classmethod
    def _from_shorthand(cls: type[_S], name: str, given: typing.Any) -> _S:
        if isinstance(given, (int, float)):
            given = (given, given)
        if len(given) != 2:
            raise ValueError(
                f"{name} must be a pair of a minimum and a maximum, got {_core.shown(given)}"
            )
        make: typing.Any = cls
        value: _S = make(*given)
        return value

    def _set(self, given: _Given) -> None:
        low, high = given["min"], given["max"]
        kind = type(self).__name__
        both = low is not None and high is not None
        if both and to_float(f"{kind}.min", low) > to_float(f"{kind}.max", high):
            raise ValueError(f"{kind}: min {low!r} is greater than max {high!r}")
        super()._set(given)


class LaunchTemplateSpecificationForm(Structure):
    """Constructor of a reference to a launch template, by its name or ID."""

    _shorthand = (str,)

    def _set(self, given: _Given) -> None:
        name, version = given.pop("name"), given["version"]
        if version is not None and not isinstance(version, str):
            given["version"] = str(to_int(f"{type(self).__name__}.version", version))
        if name is not None:
            member = f"launch_template_{'id' if _is_id(name) else 'name'}"
            for other in ("launch_template_id", "launch_template_name"):
                if given[other] is not None:
                    raise ValueError(
                        f"{type(self).__name__} takes either name or {other}, not both"
                    )
            given[member] = name
        super()._set(given)


def _is_id(name: typing.Any) -> bool:
    if not isinstance(name, str) or not name:
        raise TypeError(
            "LaunchTemplateSpecification.name must be the name or the ID of a launch template, "
            f"got {_core.shown(name)}"
        )
    return name.startswith("lt-")


class LaunchTemplateOverridesForm(Structure):
    """Constructor of overrides of a launch template, for which an instance type stands."""

    _shorthand = (str,)

    def _set(self, given: _Given) -> None:
        weight = given["weighted_capacity"]
        if weight is not None and not isinstance(weight, str):
            name = f"{type(self).__name__}.weighted_capacity"
            try:
                given["weighted_capacity"] = str(to_int(name, weight))
            except ValueError as error:  # of more digits than Python converts, too
                shown = _core.shown(weight)
                raise ValueError(f"{name} must be an integer, got {shown}") from error
        super()._set(given)


class MixedInstancesPolicyForm(Structure):
    """Constructor of a policy from a template, instance types and shares of purchase options."""

    def _set(self, given: _Given) -> None:
        kind = type(self).__name__
        shares = load(f"{_TEMPLATES}.InstancesDistribution")
        names = [name for name in shares._names if given.get(name) is not None]
        if names and given["instances_distribution"] is not None:
            raise ValueError(f"{kind} takes either instances_distribution or {names[0]}, not both")
        if names:
            share = given.get("on_demand_percentage_above_base_capacity")
            if share is not None:
                name = "on_demand_percentage_above_base_capacity"
                if not 0 <= to_int(f"{kind}.{name}", share) <= 100:
                    raise ValueError(
                        f"{kind}.{name} must be from 0 to 100, got {_core.shown(share)}"
                    )
            given["instances_distribution"] = shares(**{name: given[name] for name in names})
        given["launch_template"] = self._template(kind, given)
        super()._set(given)

    def _template(self, kind: str, given: _Given) -> typing.Any:
        """Return the launch template with its overrides."""
        template, version = given["launch_template"], given["version"]
        overrides = _overrides(kind, given["instance_types"], given["instance_requirements"])
        specification = load(f"{_TEMPLATES}.LaunchTemplateSpecification")
        whole = load(f"{_TEMPLATES}.LaunchTemplate")
        if template is None:
            _refuse_without(self, "launch_template", version=version, instance_types=overrides)
            return None
        if is_mapping(template):
            is_whole = all(whole._attribute(name) for name in template)
            template = (whole if is_whole else specification).from_dict(template)
        if isinstance(template, str):
            template = specification(template, version)
        elif version is not None:
            raise ValueError(f"{kind}: version needs the name or the ID of a launch template")
        if not isinstance(template, whole):
            return whole(template, overrides)
        if overrides is None:
            return template
        if template.overrides:
            raise ValueError(f"{kind}: launch_template has overrides already")
        return whole(template.launch_template_specification, overrides)


def _overrides(kind: str, types: typing.Any, requirements: typing.Any) -> typing.Any:
    """Return the overrides for instance types, or for requirements."""
    if types is not None and requirements is not None:
        raise ValueError(f"{kind} takes either instance_types or instance_requirements, not both")
    override = load(f"{_TEMPLATES}.LaunchTemplateOverrides")
    if requirements is not None:
        return [override(instance_requirements=requirements)]
    if types is None or not is_mapping(types):
        return types
    if all(isinstance(name, str) and override._attribute(name) is None for name in types):
        return [override(name, weight) for name, weight in types.items()]
    return [types]


class AlarmSpecificationForm(Structure):
    """Constructor of the alarms that stop an instance refresh, for which their names stand."""

    _shorthand = (str, list)

    def _set(self, given: _Given) -> None:
        alarms = given["alarms"]
        if alarms is not None:
            is_one = isinstance(alarms, str) or hasattr(alarms, "name")
            several = [alarms] if is_one else string_list(alarms, "AlarmSpecification.alarms")
            given["alarms"] = [getattr(alarm, "name", alarm) for alarm in several]
        super()._set(given)


class TrafficSourceForm(Structure):
    """Constructor of a traffic source, for which its ARN or name stands."""

    _shorthand = (str,)

    @classmethod
    def _from_shorthand(cls: type[_S], name: str, given: str) -> _S:  # noqa: ARG003
        if not given.startswith("arn:"):
            kind = "elb"
        else:
            kind = "vpc-lattice" if ":vpc-lattice:" in given else "elbv2"
        make: typing.Any = cls
        value: _S = make(identifier=given, type=kind)
        return value


class ForecastTable(Tabular, Structure):
    """Tables of the forecast of a predictive scaling policy: one row for each hour.

    The columns are ``timestamp``, ``capacity`` and ``load``, or ``load_1``, ``load_2`` and so on
    if the policy has several load metrics.
    """

    def _repr_html_(self) -> str:
        return Structure._repr_html_(self)

    if TYPE_CHECKING:
        load_forecast: typing.Any
        capacity_forecast: typing.Any

    def _table(self) -> Table:
        loads: list[typing.Any] = self.load_forecast or []
        names = [f"load_{number}" if loads[1:] else "load" for number in range(1, len(loads) + 1)]
        columns: dict[str, typing.Any] = {"capacity": self.capacity_forecast}
        columns.update(zip(names, loads, strict=True))
        rows: dict[typing.Any, dict[str, typing.Any]] = {}
        for name, series in columns.items():
            if series is None:
                continue
            times: list[typing.Any] = series.timestamps or []
            values: list[float] = series.values or []
            for time, value in zip(times, values, strict=True):
                rows.setdefault(time, {"timestamp": time})[name] = value
        expected = {"timestamp": "time", **dict.fromkeys(columns, "real")}
        return table_of_rows([rows[time] for time in sorted(rows)], expected)
