"""Anomaly detectors."""

from __future__ import annotations

from reboto._arguments import list_of
from reboto._lazy import (
    TYPE_CHECKING,
    Awaiting,
    Blocking,
    HtmlColumns,
    LazyModule,
    Style,
    abc,
    typing,
    with_inherited_parameters,
)
from reboto.ec2.cloudwatch._generated import anomaly as generated
from reboto.ec2.cloudwatch._generated.anomaly import (
    AnomalyDetectorConfiguration,
    MetricCharacteristics,
    MetricMathAnomalyDetector,
    Range,
    SingleMetricAnomalyDetector,
)
from reboto.exception import BotoClientError

if TYPE_CHECKING:
    from reboto import _steps as steps
    from reboto import waiters
    from reboto._lazy import Later
    from reboto.ec2.cloudwatch import _alarm_math as alarm_math
else:
    steps = LazyModule("reboto._steps")
    waiters = LazyModule("reboto.waiters")
    alarm_math = LazyModule("reboto.ec2.cloudwatch._alarm_math")

__all__ = [
    "AnomalyDetector",
    "AnomalyDetectorConfiguration",
    "MetricCharacteristics",
    "MetricMathAnomalyDetector",
    "Range",
    "SingleMetricAnomalyDetector",
]

# Members of the metric, which AWS deprecated, and returns in addition to the nested ones.
_METRIC = ("namespace", "metric_name", "dimensions", "stat")


@with_inherited_parameters
class AnomalyDetector(generated.AnomalyDetector[Style]):
    """An anomaly detector, which models the usual values of a metric.

    `of_metric` and `of_math` create detectors. `MetricAlarm.anomaly` creates an alarm on a
    metric, for which AWS creates the detector.

    Examples
    --------
    >>> detector = AnomalyDetector.of_metric(
    ...     "CPUUtilization", "AWS/EC2", {"AutoScalingGroupName": "web"}, "Average"
    ... )
    >>> cloudwatch.put_anomaly_detector(detector)  # doctest: +SKIP
    >>> detector.wait_until_trained(timeout=3 * 3600)  # doctest: +SKIP
    """

    _html_columns: typing.ClassVar[HtmlColumns] = {
        "state": "state_value",
        "metric": lambda detector: detector.title,
        "dimensions": lambda detector: detector._metric("dimensions"),
        "configuration": "configuration",
    }

    @classmethod
    def of_metric(
        cls,
        metric: typing.Any,
        namespace: str | None = None,
        dimensions: abc.Mapping[str, typing.Any] | None = None,
        statistic: str = "Average",
        *,
        account_id: str | None = None,
        configuration: AnomalyDetectorConfiguration | abc.Mapping[str, typing.Any] | None = None,
        periodic_spikes: bool | None = None,
    ) -> AnomalyDetector:
        """Create a detector for a metric.

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
        account_id : str, optional
            ID of the account of the metric, in a monitoring account.
        configuration : AnomalyDetectorConfiguration or dict, optional
            Times to leave out of the training, and the time zone of the metric.
        periodic_spikes : bool, optional
            Whether the metric has spikes that repeat.

        Returns
        -------
        AnomalyDetector
            The detector; pass it to `put_anomaly_detector`, or call `save`.
        """
        (query, _) = alarm_math.band_queries(metric, namespace, dimensions, statistic, 60, None, 2)
        kind: typing.Any = cls
        spikes = (
            None
            if periodic_spikes is None
            else MetricCharacteristics(periodic_spikes=periodic_spikes)
        )
        return kind(  # type: ignore[no-any-return]
            single_metric_anomaly_detector=SingleMetricAnomalyDetector(
                account_id=account_id,
                namespace=query.namespace,
                metric_name=query.metric,
                dimensions=query.dimensions,
                stat=statistic,
            ),
            configuration=configuration,
            metric_characteristics=spikes,
        )

    @classmethod
    def of_math(
        cls,
        queries: abc.Iterable[typing.Any],
        *,
        configuration: AnomalyDetectorConfiguration | abc.Mapping[str, typing.Any] | None = None,
    ) -> AnomalyDetector:
        """Create a detector for a metric math expression.

        Parameters
        ----------
        queries : iterable of MetricDataQuery
            The expression and its metrics. The query that no other uses returns data.
        configuration : AnomalyDetectorConfiguration or dict, optional
            Times to leave out of the training, and the time zone of the metric.

        Returns
        -------
        AnomalyDetector
            The detector; pass it to `put_anomaly_detector`, or call `save`.
        """
        kind: typing.Any = cls
        return kind(  # type: ignore[no-any-return]
            metric_math_anomaly_detector=MetricMathAnomalyDetector(
                metric_data_queries=alarm_math.inferred(
                    list_of("queries", queries, "MetricDataQuery")
                )
            ),
            configuration=configuration,
        )

    @property
    def title(self) -> str:
        """The metric and statistic, or the expression."""
        math = self.metric_math_anomaly_detector
        if math is not None:
            found = (
                each for each in math.metric_data_queries or () if each.return_data is not False
            )
            query = next(found, None)
            return str(getattr(query, "expression", None) or getattr(query, "metric", None))
        return f"{self._metric('metric_name')}({self._metric('stat')})"

    def _metric(self, name: str) -> typing.Any:
        of = self.single_metric_anomaly_detector or self
        return getattr(of, name, None)

    if TYPE_CHECKING:

        @typing.overload
        def save(self: AnomalyDetector[Blocking]) -> AnomalyDetector[Blocking]: ...
        @typing.overload
        def save(self: AnomalyDetector[Awaiting]) -> Later[AnomalyDetector[Awaiting]]: ...

    def save(self) -> typing.Any:
        """Create or update the detector (PutAnomalyDetector).

        Returns
        -------
        AnomalyDetector
            The detector, with its ID.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
        connection = self._require_connection()

        def calls() -> abc.Generator[typing.Any, typing.Any, typing.Any]:
            made = yield lambda: connection.put_anomaly_detector(self._sent())
            self.id = made.id
            return self

        return steps.run(connection, calls())

    if TYPE_CHECKING:

        @typing.overload
        def delete(self: AnomalyDetector[Blocking]) -> bool: ...
        @typing.overload
        def delete(self: AnomalyDetector[Awaiting]) -> Later[bool]: ...

    def delete(self) -> typing.Any:
        """Delete the detector (DeleteAnomalyDetector).

        Returns
        -------
        bool
            True.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
        connection = self._require_connection()
        if self.id is not None:
            return connection.delete_anomaly_detector({"AnomalyDetectorId": self.id})
        sent = self._sent()
        sent.configuration = sent.metric_characteristics = None
        return connection.delete_anomaly_detector(sent)

    def _sent(self) -> AnomalyDetector[typing.Any]:
        """Return a copy with the metric in one form: AWS refuses both."""
        import copy

        sent = copy.copy(self)
        sent.id = sent.state_value = None
        if self.single_metric_anomaly_detector or self.metric_math_anomaly_detector:
            for name in _METRIC:
                setattr(sent, name, None)
        return sent

    if TYPE_CHECKING:

        @typing.overload
        def wait_until_trained(
            self: AnomalyDetector[Blocking],
            *,
            timeout: float | None = 3600,
            delay: float = 15,
            max_delay: float = 120,
            progress: waiters.Progress = False,
        ) -> AnomalyDetector[Blocking]: ...
        @typing.overload
        def wait_until_trained(
            self: AnomalyDetector[Awaiting],
            *,
            timeout: float | None = 3600,
            delay: float = 15,
            max_delay: float = 120,
            progress: waiters.Progress = False,
        ) -> Later[AnomalyDetector[Awaiting]]: ...

    def wait_until_trained(
        self,
        *,
        timeout: float | None = 3600,
        delay: float = 15,
        max_delay: float = 120,
        progress: waiters.Progress = False,
    ) -> typing.Any:
        """Wait until the detector is trained (DescribeAnomalyDetectors).

        Parameters
        ----------
        timeout : float or None
            Timeout in seconds. None waits without a limit; 0 checks once.
        delay : float
            Seconds before the second check; each later delay is 1.5 times as long.
        max_delay : float
            Maximum delay in seconds.
        progress : bool or callable
            Function that is called with a `reboto.waiters.WaitState` after each check;
            True shows a progress bar (install the extra ``reboto[progress]``).

        Returns
        -------
        AnomalyDetector
            The detector, as observed by the last check.

        Raises
        ------
        BotoTimeoutError
            If the goal is not reached within the timeout. The message has the last observed
            state, such as ``TRAINED_INSUFFICIENT_DATA``.
        BotoClientError
            If the detector does not exist.
        """
        connection = self._require_connection()

        def ask() -> typing.Any:
            if self.id is not None:
                return connection.describe_anomaly_detectors(anomaly_detector_ids=[self.id])
            is_math = self.metric_math_anomaly_detector is not None
            return connection.describe_anomaly_detectors(
                namespace=self._metric("namespace"),
                metric_name=self._metric("metric_name"),
                dimensions=self._metric("dimensions"),
                anomaly_detector_types=["METRIC_MATH" if is_math else "SINGLE_METRIC"],
            )

        def probe(
            page: list[AnomalyDetector[typing.Any]],
        ) -> waiters.Probe[AnomalyDetector[typing.Any]]:
            found = next((each for each in page if self._is(each)), None)
            if found is None:
                raise BotoClientError(f"anomaly detector {self.title} does not exist")
            reached = found.state_value == "TRAINED"
            return waiters.Probe(reached, str(found.state_value), int(reached), 1, found)

        config = waiters.WaiterConfig(timeout, delay, max_delay, progress)
        goal = f"anomaly detector {self.title}: trained"
        return waiters.wait(connection, goal, ask, probe, config)

    def _is(self, other: AnomalyDetector[typing.Any]) -> bool:
        """Return whether another detector is this one, as AWS has it."""
        if self.id is not None:
            return other.id in (None, self.id)
        return self.title == other.title
