"""Constructors of alarms on anomaly bands and on PromQL queries."""

from __future__ import annotations

from reboto._lazy import TYPE_CHECKING, LazyModule, Unpack, abc, typing

if TYPE_CHECKING:
    from reboto.ec2.cloudwatch import _alarm_math as alarm_math
    from reboto.ec2.cloudwatch import _alarm_types
    from reboto.ec2.cloudwatch._generated import keywords
else:
    alarm_math = LazyModule("reboto.ec2.cloudwatch._alarm_math")
    keywords = LazyModule("reboto.ec2.cloudwatch._generated.keywords")
    _alarm_types = LazyModule("reboto.ec2.cloudwatch._alarm_types")


class AlarmFactories:
    """Constructors of `MetricAlarm` for other conditions than a fixed threshold."""

    __slots__ = ()

    @classmethod
    def anomaly(
        cls: type[_alarm_types.Alarm],
        metric: typing.Any,
        namespace: str | None = None,
        dimensions: abc.Mapping[str, typing.Any] | None = None,
        statistic: str = "Average",
        period: int | str = 60,
        *,
        name: str,
        band: float = 2,
        comparison: str = "outside",
        evaluation_periods: int = 3,
        unit: str | None = None,
        connection: typing.Any = None,
        description: str | None = "",
        alarm_actions: typing.Any = None,
        insufficient_data_actions: typing.Any = None,
        ok_actions: typing.Any = None,
        **kwargs: Unpack[keywords.MetricAlarm],
    ) -> _alarm_types.Alarm:
        """Create an alarm on values that are unusual for a metric.

        AWS trains a model of the metric's usual values, and creates an anomaly detector for
        it if there is none. The alarm compares the metric with the band around them.

        Parameters
        ----------
        metric : str or Metric
            Name of the metric. A `Metric` also sets the namespace and the dimensions.
        namespace : str
            Namespace of the metric, such as ``"AWS/EC2"``.
        dimensions : dict
            Dimensions of the metric: names, each with a value.
        statistic : str, default "Average"
            Statistic, such as ``"Average"`` or ``"p90"``.
        period : int, default 60
            Period of each value in seconds.
        name : str
            Name of the alarm.
        band : float, default 2
            Half the width of the band in standard deviations; more means fewer alarms.
        comparison : str, default "outside"
            ``"outside"`` the band, ``">"`` for above it, ``"<"`` for below it, or AWS's name.
        evaluation_periods : int, default 3
            Number of consecutive periods.
        unit : str, optional
            Only measurements in this unit.
        connection : CloudWatchConnection, optional
            The connection that methods use.
        description : str
            Description of the alarm.
        alarm_actions, insufficient_data_actions, ok_actions : list of str
            ARNs of actions for each state. Scaling policies are not supported by AWS here.
        **kwargs : object
            Other members of `MetricAlarm`, such as `datapoints_to_alarm`.

        Returns
        -------
        MetricAlarm
            The alarm; pass it to `put_metric_alarm`.

        Raises
        ------
        ValueError, TypeError
            If the band is not a positive number, or the comparison is unknown.

        Examples
        --------
        >>> from reboto.ec2.cloudwatch import MetricAlarm
        >>> alarm = MetricAlarm.anomaly(
        ...     "TargetResponseTime",
        ...     "AWS/ApplicationELB",
        ...     {"LoadBalancer": "app/web/1"},
        ...     "p90",
        ...     300,
        ...     name="slow",
        ...     band=3,
        ... )
        >>> alarm.metrics[1]
        MetricDataQuery:band[ANOMALY_DETECTION_BAND(metric, 3)]
        >>> alarm.comparison
        'LessThanLowerOrGreaterThanUpperThreshold'
        """
        kind: typing.Any = cls
        others: dict[str, typing.Any] = dict(kwargs)
        queries = alarm_math.band_queries(
            metric, namespace, dimensions, statistic, period, unit, band
        )
        return kind(  # type: ignore[no-any-return]
            connection,
            name,
            comparison=alarm_math.band_comparison(comparison),
            evaluation_periods=evaluation_periods,
            description=description,
            alarm_actions=alarm_actions,
            insufficient_data_actions=insufficient_data_actions,
            ok_actions=ok_actions,
            metrics=queries,
            threshold_metric_id="band",
            **others,
        )

    @classmethod
    def promql(
        cls: type[_alarm_types.Alarm],
        query: str,
        *,
        name: str,
        interval: int = 60,
        pending_period: int | None = None,
        recovery_period: int | None = None,
        connection: typing.Any = None,
        description: str | None = "",
        alarm_actions: typing.Any = None,
        insufficient_data_actions: typing.Any = None,
        ok_actions: typing.Any = None,
        **kwargs: Unpack[keywords.MetricAlarm],
    ) -> _alarm_types.Alarm:
        """Create an alarm on a PromQL query.

        The query has the condition: each time series in its result is a contributor, which
        breaches. See `get_contributors`.

        Parameters
        ----------
        query : str
            PromQL query with a vector as its result, such as ``"errors_total > 5"``.
        name : str
            Name of the alarm.
        interval : int, default 60
            Seconds between evaluations: 10, 20, 30 or a multiple of 60, up to 3,600.
        pending_period : int, optional
            Seconds for which a contributor must breach before it is in ALARM.
        recovery_period : int, optional
            Seconds for which it must not breach before it is OK again.
        connection : CloudWatchConnection, optional
            The connection that methods use.
        description : str
            Description of the alarm.
        alarm_actions, insufficient_data_actions, ok_actions : list of str
            ARNs of actions for each state.
        **kwargs : object
            Other members of `MetricAlarm`, such as `tags`.

        Returns
        -------
        MetricAlarm
            The alarm; pass it to `put_metric_alarm`.

        Raises
        ------
        ValueError, TypeError
            If the query is empty or the interval is invalid.

        Examples
        --------
        >>> from reboto.ec2.cloudwatch import MetricAlarm
        >>> alarm = MetricAlarm.promql("rate(errors_total[5m]) > 1", name="errors", interval=30)
        >>> alarm
        MetricAlarm:errors[rate(errors_total[5m]) > 1]
        """
        kind: typing.Any = cls
        others: dict[str, typing.Any] = dict(kwargs)
        return kind(  # type: ignore[no-any-return]
            connection,
            name,
            description=description,
            alarm_actions=alarm_actions,
            insufficient_data_actions=insufficient_data_actions,
            ok_actions=ok_actions,
            evaluation_criteria=alarm_math.criteria(query, pending_period, recovery_period),
            evaluation_interval=alarm_math.checked_interval(interval),
            **others,
        )
