"""Metric streams."""

from __future__ import annotations

from reboto._lazy import (
    TYPE_CHECKING,
    Awaiting,
    Blocking,
    HtmlColumns,
    LazyModule,
    Style,
    typing,
    with_inherited_parameters,
)
from reboto.ec2.cloudwatch._generated import stream as generated
from reboto.ec2.cloudwatch._generated.stream import (
    MetricStreamFilter,
    StatisticsConfiguration,
    StatisticsMetric,
)
from reboto.ec2.cloudwatch._tags import Tagged

if TYPE_CHECKING:
    from reboto import waiters
    from reboto._lazy import Later
else:
    waiters = LazyModule("reboto.waiters")

__all__ = ["MetricStream", "MetricStreamFilter", "StatisticsConfiguration", "StatisticsMetric"]


@with_inherited_parameters
class MetricStream(generated.MetricStream[Style], Tagged[Style]):
    """A stream of all or selected metrics to Amazon Data Firehose.

    Examples
    --------
    >>> stream = MetricStream(
    ...     name="lake",
    ...     firehose_arn="arn:aws:firehose:eu-west-1:123456789012:deliverystream/lake",
    ...     role_arn="arn:aws:iam::123456789012:role/stream",
    ...     output_format="json",
    ...     include_filters=[MetricStreamFilter(namespace="AWS/EC2")],
    ... )
    >>> cloudwatch.put_metric_stream(stream)  # doctest: +SKIP
    >>> stream.wait_until_running()  # doctest: +SKIP
    """

    _html_columns: typing.ClassVar[HtmlColumns] = {
        "stream": "name",
        "state": "state",
        "format": "output_format",
        "firehose": lambda stream: str(stream.firehose_arn or "").rpartition("/")[2],
        "updated, UTC": "last_update_date",
    }

    if TYPE_CHECKING:

        @typing.overload
        def save(self: MetricStream[Blocking]) -> bool: ...
        @typing.overload
        def save(self: MetricStream[Awaiting]) -> Later[bool]: ...

    def save(self) -> typing.Any:
        """Create or update the stream, and set its ARN (PutMetricStream).

        Returns
        -------
        bool
            True.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
        return self._require_connection().put_metric_stream(self)

    if TYPE_CHECKING:

        @typing.overload
        def wait_until_running(
            self: MetricStream[Blocking],
            *,
            timeout: float | None = 600,
            delay: float = 5,
            max_delay: float = 30,
            progress: waiters.Progress = False,
        ) -> MetricStream[Blocking]: ...
        @typing.overload
        def wait_until_running(
            self: MetricStream[Awaiting],
            *,
            timeout: float | None = 600,
            delay: float = 5,
            max_delay: float = 30,
            progress: waiters.Progress = False,
        ) -> Later[MetricStream[Awaiting]]: ...

    def wait_until_running(
        self,
        *,
        timeout: float | None = 600,
        delay: float = 5,
        max_delay: float = 30,
        progress: waiters.Progress = False,
    ) -> typing.Any:
        """Wait until the stream is running (GetMetricStream).

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
        MetricStream
            The stream, as observed by the last check.

        Raises
        ------
        BotoTimeoutError
            If the goal is not reached within the timeout. The message has the last observed
            state.
        """
        config = waiters.WaiterConfig(timeout, delay, max_delay, progress)
        return self._wait("running", config)

    if TYPE_CHECKING:

        @typing.overload
        def wait_until_stopped(
            self: MetricStream[Blocking],
            *,
            timeout: float | None = 600,
            delay: float = 5,
            max_delay: float = 30,
            progress: waiters.Progress = False,
        ) -> MetricStream[Blocking]: ...
        @typing.overload
        def wait_until_stopped(
            self: MetricStream[Awaiting],
            *,
            timeout: float | None = 600,
            delay: float = 5,
            max_delay: float = 30,
            progress: waiters.Progress = False,
        ) -> Later[MetricStream[Awaiting]]: ...

    def wait_until_stopped(
        self,
        *,
        timeout: float | None = 600,
        delay: float = 5,
        max_delay: float = 30,
        progress: waiters.Progress = False,
    ) -> typing.Any:
        """Wait until the stream is stopped (GetMetricStream).

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
        MetricStream
            The stream, as observed by the last check.

        Raises
        ------
        BotoTimeoutError
            If the goal is not reached within the timeout. The message has the last observed
            state.
        """
        config = waiters.WaiterConfig(timeout, delay, max_delay, progress)
        return self._wait("stopped", config)

    def _wait(self, state: str, config: waiters.WaiterConfig) -> typing.Any:
        connection, name = self._require_connection(), self.name

        def probe(stream: MetricStream) -> waiters.Probe[MetricStream]:
            reached = stream.state == state
            return waiters.Probe(reached, str(stream.state), int(reached), 1, stream)

        return waiters.wait(
            connection,
            f"metric stream {name!r}: {state}",
            lambda: connection.get_metric_stream(name),
            probe,
            config,
        )
