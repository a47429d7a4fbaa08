"""Constructors with shorter parameters than the members of their classes.

`tools/model.py` reads them.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Form:
    """A constructor with shorter parameters than the members.

    Parameters
    ----------
    positional : str
        Parameters that can be given by position, in order.
    parameters : dict
        Parameters that are no members: the annotation, the type and the text of the docstring.
    members_of : str
        Type whose members are keyword parameters too.
    mixin : str
        Base class in ``_forms.py`` of the service, which takes the parameters.
    short : str
        Annotation of values that stand for an object of the class.
    """

    positional: str = ""
    parameters: dict[str, tuple[str, str, str]] = field(
        default_factory=dict[str, tuple[str, str, str]]
    )
    members_of: str = ""
    mixin: str = ""
    short: str = ""


_QUERY = "_metric_data_query.MetricDataQuery"
_DICT = "abc.Mapping[str, typing.Any]"
_TEMPLATE = f"str | LaunchTemplateSpecification | {_DICT}"

# Constructors with shorter parameters than the members.
FORMS = {
    "launchtemplate.InstanceRequirements": Form("vcpu_count memory_mib"),
    "launchtemplate.LaunchTemplate": Form("launch_template_specification overrides"),
    "launchtemplate.LaunchTemplateOverrides": Form(
        "instance_type weighted_capacity",
        {
            "weighted_capacity": (
                "str | int",
                "str or int",
                "Units of capacity of one instance, from 1 to 999.",
            )
        },
        short="str",
        mixin="LaunchTemplateOverridesForm",
    ),
    "launchtemplate.LaunchTemplateSpecification": Form(
        "name version",
        {
            "name": (
                "str",
                "str",
                "Name of the launch template, or its ID, which begins with ``lt-``.",
            ),
            "version": (
                "str | int",
                "str or int",
                "Version: a number, ``$Latest`` or ``$Default``. AWS's default is ``$Default``.",
            ),
        },
        short="str",
        mixin="LaunchTemplateSpecificationForm",
    ),
    "launchtemplate.MixedInstancesPolicy": Form(
        "launch_template instance_types",
        {
            "launch_template": (
                f"{_TEMPLATE} | LaunchTemplate",
                "str, LaunchTemplateSpecification, LaunchTemplate or dict",
                (
                    "Launch template of the instances: its name or ID, or an object with its "
                    "version and overrides."
                ),
            ),
            "instance_types": (
                f"abc.Iterable[str | LaunchTemplateOverrides | {_DICT}] | abc.Mapping[str, int]",
                "list of str or LaunchTemplateOverrides, or dict of str to int",
                (
                    "Instance types, in the order of preference. A dict has the units of capacity "
                    "of one instance of each type."
                ),
            ),
            "instance_requirements": (
                f"InstanceRequirements | {_DICT}",
                "InstanceRequirements or dict",
                "Attributes that instance types must have, instead of a list of types.",
            ),
            "version": (
                "str | int",
                "str or int",
                "Version of the launch template, if that is given by its name or ID.",
            ),
        },
        members_of="InstancesDistribution",
        mixin="MixedInstancesPolicyForm",
    ),
    "launchtemplate.Range": Form(
        "min max", short="tuple[float | None, float | None] | float", mixin="RangeForm"
    ),
    "policy.CustomizedMetric": Form("metric_name namespace dimensions statistic period"),
    "policy.Forecast": Form(mixin="ForecastTable"),
    "policy.MetricSpecification": Form(
        "metric target_value",
        {
            "metric": (
                f"str | PredefinedMetricPair | {_DICT}",
                "str or PredefinedMetricPair",
                (
                    "Pair of a load metric and a utilization metric that AWS defines, such as "
                    "``ASGCPUUtilization``."
                ),
            ),
            "resource_label": (
                "str",
                "str",
                "Load balancer and target group of the metric ``ALBRequestCount``.",
            ),
        },
        mixin="MetricSpecificationForm",
    ),
    "policy.PredefinedLoadMetric": Form(
        "predefined_metric_type resource_label", short="str", mixin="NamedMetric"
    ),
    "policy.PredefinedMetric": Form(
        "predefined_metric_type resource_label", short="str", mixin="NamedMetric"
    ),
    "policy.PredefinedMetricPair": Form(
        "predefined_metric_type resource_label", short="str", mixin="NamedMetric"
    ),
    "policy.PredefinedScalingMetric": Form(
        "predefined_metric_type resource_label", short="str", mixin="NamedMetric"
    ),
    "policy.PredictiveScaling": Form(
        "metric target_value",
        {
            "metric": (
                f"str | PredefinedMetricPair | MetricSpecification | {_DICT}",
                "str, PredefinedMetricPair or MetricSpecification",
                "Metrics of the forecast, such as ``ASGCPUUtilization``.",
            ),
            "target_value": ("float", "float", "Value of the metric to keep."),
            "resource_label": (
                "str",
                "str",
                "Load balancer and target group of the metric ``ALBRequestCount``.",
            ),
        },
        mixin="PredictiveScalingForm",
    ),
    "policy.StepAdjustment": Form(
        "metric_interval_lower_bound metric_interval_upper_bound scaling_adjustment",
        mixin="StepAdjustmentForm",
    ),
    "policy.TargetTracking": Form(
        "metric target_value",
        {
            "metric": (
                (
                    f"str | PredefinedMetric | CustomizedMetric | {_QUERY} | abc.Iterable[{_QUERY}]"
                    f" | {_DICT}"
                ),
                (
                    "str, PredefinedMetric, CustomizedMetric, MetricDataQuery or list of "
                    "MetricDataQuery"
                ),
                (
                    "Metric to follow: one that AWS defines, such as ``ASGAverageCPUUtilization``, "
                    "another metric, or queries of which one returns data."
                ),
            ),
            "resource_label": (
                "str",
                "str",
                (
                    "Load balancer and target group of the metric ``ALBRequestCountPerTarget``: "
                    "``app/NAME/ID/targetgroup/NAME/ID``."
                ),
            ),
        },
        mixin="TargetTrackingForm",
    ),
    "refresh.AlarmSpecification": Form(
        "alarms", mixin="AlarmSpecificationForm", short="str | list[str]"
    ),
    "traffic.TrafficSource": Form(short="str", mixin="TrafficSourceForm"),
}
