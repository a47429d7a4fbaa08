"""Calls of objects that boto did not have, or that boto's objects did not have."""

from __future__ import annotations

from reboto import _core
from reboto._lazy import TYPE_CHECKING, Awaiting, Blocking, LazyModule, Style, cast, typing
from reboto._model import Resource

if TYPE_CHECKING:
    import datetime

    from reboto._lazy import Later
    from reboto.ec2.autoscale._generated.policy import Forecast
    from reboto.ec2.autoscale.request import Request
else:
    datetime = LazyModule("datetime")


class ScalingPolicyCalls(Resource[Style]):
    """Methods of a policy that boto did not have."""

    name: str | None
    as_name: str | None
    enabled: bool | None

    if TYPE_CHECKING:

        @typing.overload
        def update(self: ScalingPolicyCalls[Blocking]) -> Request: ...
        @typing.overload
        def update(self: ScalingPolicyCalls[Awaiting]) -> Later[Request]: ...

    def update(self) -> typing.Any:
        """Send the definition of the policy to AWS (PutScalingPolicy).

        Returns
        -------
        Request
            Result with the request ID.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
        return self._require_connection().create_scaling_policy(self)

    if TYPE_CHECKING:

        @typing.overload
        def enable(self: ScalingPolicyCalls[Blocking]) -> Request: ...
        @typing.overload
        def enable(self: ScalingPolicyCalls[Awaiting]) -> Later[Request]: ...

    def enable(self) -> typing.Any:
        """Enable the policy (PutScalingPolicy).

        Returns
        -------
        Request
            Result with the request ID.
        """
        self.enabled = True
        return cast("typing.Any", self).update()

    if TYPE_CHECKING:

        @typing.overload
        def disable(self: ScalingPolicyCalls[Blocking]) -> Request: ...
        @typing.overload
        def disable(self: ScalingPolicyCalls[Awaiting]) -> Later[Request]: ...

    def disable(self) -> typing.Any:
        """Disable the policy (PutScalingPolicy).

        Returns
        -------
        Request
            Result with the request ID.
        """
        self.enabled = False
        return cast("typing.Any", self).update()

    if TYPE_CHECKING:

        @typing.overload
        def forecast(
            self: ScalingPolicyCalls[Blocking],
            start_time: datetime.datetime | str | None = None,
            end_time: datetime.datetime | str | None = None,
        ) -> Forecast: ...
        @typing.overload
        def forecast(
            self: ScalingPolicyCalls[Awaiting],
            start_time: datetime.datetime | str | None = None,
            end_time: datetime.datetime | str | None = None,
        ) -> Later[Forecast]: ...

    def forecast(
        self,
        start_time: datetime.datetime | str | None = None,
        end_time: datetime.datetime | str | None = None,
    ) -> typing.Any:
        """Return the forecast of a predictive scaling policy (GetPredictiveScalingForecast).

        Parameters
        ----------
        start_time, end_time : datetime or str, optional
            Start and end. UTC if they have no time zone. By default, from now to two days
            later, which is as far as AWS forecasts.

        Returns
        -------
        Forecast
            The forecast load and capacity; `Forecast.to_pandas` returns both as a table.

        Raises
        ------
        BotoServerError
            If the policy is not a predictive scaling policy.
        ValueError
            If the start is not before the end.
        """
        hours = datetime.timedelta(hours=48)
        if start_time is None:
            start_time = datetime.datetime.now(datetime.timezone.utc)
            if isinstance(end_time, datetime.datetime):
                start_time = min(start_time, _utc(end_time) - hours)
        if end_time is None:
            end_time = _time("start_time", start_time) + hours
        times = (start_time, end_time)
        if all(isinstance(time, datetime.datetime) for time in times):
            start, end = map(_utc, times)
            if start >= end:
                raise ValueError(f"start_time must be before end_time, got {start} and {end}")
        return self._require_connection().get_predictive_scaling_forecast(
            self.as_name, self.name, start_time, end_time
        )


def _time(name: str, given: typing.Any) -> typing.Any:
    """Return a time that is given as a datetime or as text."""
    if isinstance(given, datetime.datetime):
        return given
    try:
        return datetime.datetime.fromisoformat(given.removesuffix("Z"))
    except (ValueError, AttributeError):
        raise ValueError(
            f"{name} must be a datetime or ISO 8601 text, got {_core.shown(given)}"
        ) from None


def _utc(time: typing.Any) -> typing.Any:
    return time if time.tzinfo is not None else time.replace(tzinfo=datetime.timezone.utc)
