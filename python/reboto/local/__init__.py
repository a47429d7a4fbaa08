"""A local mock of Auto Scaling and CloudWatch, in this process, for tests and experiments.

The endpoint is `moto <https://docs.getmoto.org>`_ behind a small bridge for the CBOR protocol of
CloudWatch. It needs no AWS account, no network and no credentials. Install the extra ``local``:
``pip install "reboto[local]"``.

All operations of both services are answered. Time passes on the endpoint's clock, which
``server(speed=60)`` accelerates and `Endpoint.advance` sets forward:

- alarms are evaluated by the data, composite alarms by their children, and both execute their
  actions, by the rules of `reboto.foresight`;
- policies change the capacity with cooldowns and warm-ups; target tracking creates its alarms;
- instances launch and terminate with lifecycle hooks, warm pools, standby and protection;
- instance refreshes, scheduled actions and mute rules proceed.

Requests are checked so that a test that passes here does not fail on AWS:

- every list is paginated with AWS's page sizes; invalid tokens and sizes are rejected;
- requests are validated against AWS's published model, and against rules that only the API
  reference states (tables in ``_requests``, with the page of each rule);
- a group's capacity stays within its minimum and maximum; cooldowns, suspended processes and
  termination policies are honored;
- statistics match the requested dimensions exactly and are separate for each unit; percentiles
  and metric math are computed.

``docs/guide/local.md`` lists the differences from AWS. Members and functions that are not
implemented are rejected with the error code ``UnsupportedOperation`` and a message that begins
with ``not supported here``.
"""

from __future__ import annotations

import contextlib
import math
import os
from collections.abc import Generator, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timezone
from numbers import Real
from typing import TYPE_CHECKING

from reboto._core import record_endpoint, shown, to_int
from reboto._lazy import LazyModule
from reboto.local._environment import applied, default_region, variables
from reboto.local._world import Options

if TYPE_CHECKING:
    from reboto.local import _moto as moto_module
else:
    moto_module = LazyModule("reboto.local._moto")

__all__ = ["Endpoint", "server"]


@dataclass(frozen=True)
class Endpoint:
    """A running local endpoint.

    Attributes
    ----------
    host : str
        Address to connect to, such as ``"127.0.0.1"``.
    port : int
        TCP port that it listens on.
    environment : Mapping of str to str or None
        The environment variables with which AWS clients in other processes connect to the
        endpoint. None means that the variable must be unset, because it selects another endpoint.
    """

    host: str
    port: int
    environment: Mapping[str, str | None] = field(repr=False, compare=False)
    # In quotes, because `dataclass` of Python 3.15 looks up other names, which would import moto.
    _moto: "moto_module.Moto" = field(repr=False, compare=False)  # noqa: UP037

    @property
    def url(self) -> str:
        """URL to connect to, such as ``"http://127.0.0.1:43210"``."""
        return _url(self.host, self.port)

    def __str__(self) -> str:
        return self.url

    @property
    def now(self) -> datetime:
        """Time of the endpoint's clock, with the time zone UTC."""
        return self._moto.world.now().replace(tzinfo=timezone.utc)

    def advance(self, seconds: float) -> None:
        """Set the endpoint's clock forward, and let everything happen that becomes due.

        Alarms are evaluated at each of their times in between, and their actions executed;
        instances launch and terminate; instance refreshes, lifecycle actions and scheduled actions
        proceed. The result is the same as after waiting, without the wait.

        Parameters
        ----------
        seconds : float
            Seconds of the endpoint's clock, at least 0.

        Raises
        ------
        ValueError
            If `seconds` is negative, not finite, or would set the clock more than 100 years ahead.

        Examples
        --------
        >>> import reboto.local
        >>> with reboto.local.server() as endpoint:
        ...     before = endpoint.now
        ...     endpoint.advance(3600)
        ...     (endpoint.now - before).total_seconds() >= 3600
        True
        """
        if not 0 <= seconds < math.inf:
            raise ValueError(f"seconds must be a finite number of at least 0, got {seconds!r}")
        self._moto.world.advance(seconds)

    def record(
        self,
        namespace: str,
        metric: str,
        values: float | Iterable[float | None],
        *,
        dimensions: Mapping[str, str] | None = None,
        unit: str | None = None,
        period: int = 60,
        region: str | None = None,
    ) -> None:
        """Record data of a metric as AWS does, one value each period, and let the time pass.

        Unlike ``put_metric_data``, this also accepts namespaces of AWS, such as ``AWS/EC2``.

        Parameters
        ----------
        namespace, metric : str
            Namespace and name of the metric.
        values : float, or iterable of float or None
            A value, recorded at the present time of the endpoint's clock; the clock stays as it
            is. Or several: after each, the clock advances by `period`. None records nothing.
        dimensions : dict of str to str, optional
            Values by the names of the dimensions.
        unit : str, optional
            Unit, such as ``"Percent"``. Default: ``"None"``.
        period : int, default 60
            Seconds of the endpoint's clock between two values. Below 60, the metric is a
            high-resolution one.
        region : str, optional
            Name of the region. Default: that of connections without a region.

        Raises
        ------
        ValueError
            If `period` is not positive, or a value is not finite.
        TypeError
            If a value is not a number.

        Examples
        --------
        >>> import reboto, reboto.local
        >>> with reboto.local.server() as endpoint:
        ...     endpoint.record("AWS/EC2", "CPUUtilization", [80, 90], unit="Percent")
        ...     reboto.connect_cloudwatch().list_metrics()
        [Metric:CPUUtilization]
        """
        if period < 1:
            raise ValueError(f"period must be at least 1 second, got {period!r}")
        several = not isinstance(values, int | float)
        numbers = list(values) if isinstance(values, Iterable) else [values]
        for value in numbers:
            if value is None:
                continue
            if not isinstance(value, Real) or isinstance(values, str):
                raise TypeError(f"values must be a number or several numbers, got {values!r}")
            if not math.isfinite(value):
                raise ValueError(f"values must be finite numbers, got {value!r}")
        from reboto.local._cloudwatch.recording import record

        name = region or default_region(os.environ)
        for value in numbers:
            if value is not None:
                record(self._moto.world, name, namespace, metric, value, dimensions, unit, period)
            if several:
                self.advance(period)

    def reset(self) -> None:
        """Delete all groups, policies, alarms and metrics.

        If other endpoints are open in this process, the account number in ARNs changes.

        Examples
        --------
        >>> import reboto, reboto.local
        >>> with reboto.local.server() as endpoint:
        ...     cloudwatch = reboto.connect_cloudwatch()
        ...     cloudwatch.put_metric_data("Shop", "Orders", 3)
        ...     endpoint.reset()
        ...     cloudwatch.list_metrics()
        True
        []
        """
        self._moto.reset()


@contextlib.contextmanager
def server(
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    speed: float = 1,
    launch_seconds: float = 0,
    terminate_seconds: float = 0,
    start: datetime | str | float | None = None,
) -> Generator[Endpoint, None, None]:
    """Start a local endpoint. Connections opened inside the ``with`` block use it.

    Inside the block, environment variables of this process select the endpoint, for every
    connection without an explicit endpoint, profile or credentials, and for child processes. They
    are restored after the block. Each block begins with an empty state, nested blocks too. The
    region is ``AWS_REGION`` or ``AWS_DEFAULT_REGION``; default ``us-east-1``.

    Blocks of several threads or tasks may overlap and end in any order. Because environment
    variables belong to the whole process, new connections then use the endpoint that was started
    last, unless they are given the `Endpoint.url` of another one. After the block, calls of
    connections to its endpoint fail at once.

    Parameters
    ----------
    host : str, default "127.0.0.1"
        Address to listen on. ``"0.0.0.0"`` also accepts connections from other machines.
    port : int, default 0
        TCP port to listen on; 0 chooses a free port.
    speed : float, default 1
        Seconds of the endpoint's clock per second of real time: with 60, an hour passes in a
        minute. `Endpoint.advance` sets the clock forward.
    launch_seconds, terminate_seconds : float, default 0
        How long instances take to launch and to terminate, in seconds of the endpoint's clock.
        By default, they do so at once.
    start : datetime, str or float, optional
        Time at which the endpoint's clock starts, and starts again after `Endpoint.reset`: a
        datetime (without a time zone, it is UTC), text such as ``"2026-11-24T12:00:00Z"``, or
        whole seconds since 1970. The results of a test with fixed times are then the same at any
        date. Default: the present time.

    Yields
    ------
    Endpoint
        The address of the endpoint; `Endpoint.reset` deletes its state.

    Raises
    ------
    ImportError
        If the extra ``local`` is not installed.
    OSError
        If the endpoint cannot listen on the address, for example because the port is in use.
    ValueError
        If `host` is empty, `port` is out of range, `speed` is not above 0, a number of seconds is
        negative, or `start` is no time.
    TypeError
        If an argument has another type.

    Examples
    --------
    >>> import reboto, reboto.local
    >>> with reboto.local.server():
    ...     autoscale = reboto.connect_autoscale()
    ...     autoscale.get_all_groups()
    []
    >>> with reboto.local.server(start="2026-11-24T12:00:00Z") as endpoint:
    ...     print(f"{endpoint.now:%A, %H:%M}")
    Tuesday, 12:00
    """
    options = _options(speed, launch_seconds, terminate_seconds, start)
    if not isinstance(host, str):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise TypeError(f"host must be a name or an address to listen on, got {shown(host)}")
    port = to_int("port", port)
    if not 0 <= port < 65536:
        raise ValueError(f"port must be an integer from 0 to 65535, got {shown(port)}")
    try:
        from reboto.local._http_server import LocalServer
        from reboto.local._moto import Moto
        from reboto.local.bridge import CborBridge
    except ImportError as missing:
        raise ImportError(
            f'the local endpoint requires moto and cbor2: pip install "reboto[local]" ({missing})'
        ) from missing

    if not host:
        raise ValueError(f"host must be a name or an address to listen on, got {host!r}")
    moto = Moto(options)
    with contextlib.ExitStack() as stack:
        stack.callback(moto.close)
        http = LocalServer(host, port, CborBridge(moto))
        stack.callback(http.stop)
        http.start()
        reached = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
        addresses = _addresses(reached, http.port)
        for address in addresses:
            record_endpoint(address, False)
            stack.callback(record_endpoint, address, True)
        url = _url(reached, http.port)
        environment = stack.enter_context(applied(lambda present: variables(url, reached, present)))
        yield Endpoint(reached, http.port, environment, moto)


def _options(
    speed: float,
    launch_seconds: float,
    terminate_seconds: float,
    start: datetime | str | float | None,
) -> Options:
    for name, value in (
        ("speed", speed),
        ("launch_seconds", launch_seconds),
        ("terminate_seconds", terminate_seconds),
    ):
        if not isinstance(value, Real):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise TypeError(f"{name} must be a number, got {shown(value)}")
    if not 0 < speed < math.inf:
        raise ValueError(f"speed must be a finite number above 0, got {shown(speed)}")
    for name, value in (
        ("launch_seconds", launch_seconds),
        ("terminate_seconds", terminate_seconds),
    ):
        if not 0 <= value < math.inf:
            raise ValueError(f"{name} must be a finite number of at least 0, got {shown(value)}")
    if start is None:
        return Options(speed, launch_seconds, terminate_seconds)
    from reboto.foresight._times import seconds, to_datetime

    began = to_datetime(seconds("start", start)).replace(tzinfo=None)
    if not 1970 < began.year < 9000:
        raise ValueError(f"start must be in the years 1971 to 8999, got {shown(start)}")
    return Options(speed, launch_seconds, terminate_seconds, began)


def _addresses(host: str, port: int) -> list[str]:
    """Return the forms that the endpoint's host and port can have in a URL."""
    names = [f"[{host}]" if ":" in host else host]
    return [f"{name}:{port}" for name in (*names, *["localhost"] * (host in {"127.0.0.1", "::1"}))]


def _url(host: str, port: int) -> str:
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
