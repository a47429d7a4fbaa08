"""An Auto Scaling and CloudWatch of your own, inside this process, for trials and tests.

The endpoint is `moto <https://docs.getmoto.org>`_ behind a small bridge for the protocol that
CloudWatch speaks today. It needs no AWS account, no network and no credentials, and comes with the
extra ``local``: ``pip install "reboto[local]"``.

Added to moto, so that all of boto's Auto Scaling and CloudWatch runs:

- policies and scheduled actions belong to their group, and policies are described with their
  alarms;
- the account's limits, and the lists of adjustment, metric collection, notification, scaling
  process and termination policy types;
- the scaling activities by which a group's instances come and go;
- a group's notification configurations, and metrics that can be disabled again;
- the history of alarms, also of deleted ones; an alarm that is put again keeps its state;
- CloudWatch requests by GET, and statistics at whole seconds, as boto 2 expects them.

Corrected, so that a test that passes here does not fail on AWS:

- every list comes in pages of AWS's sizes, and invalid tokens and sizes are refused;
- requests are checked against AWS's published model, and against tables of what its API reference
  states beyond the model (``_autoscaling_rules`` and ``_cloudwatch_rules``, with the page of each
  rule);
- a group's capacity stays within its minimum and maximum; cooldowns, suspended processes and
  termination policies are honored;
- statistics are of exactly the dimensions asked for and separate for each unit; percentiles and
  metric math are computed.

Differences from AWS: a new alarm is ``OK``, not ``INSUFFICIENT_DATA``; no alarm is evaluated and
none runs its actions; no scheduled action runs; unhealthy instances are not replaced; launching
and terminating take no time. Operations, members and functions that are missing are refused with
the error code ``UnsupportedOperation`` and a message that begins with ``not supported here``.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field

from reboto._core import record_endpoint
from reboto.local._environment import applied, variables

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
        The environment variables that point AWS clients at it, for processes started elsewhere;
        None marks a variable that would lead elsewhere and must not be set.
    """

    host: str
    port: int
    environment: Mapping[str, str | None] = field(repr=False, compare=False)
    _reset: Callable[[], None] = field(repr=False, compare=False)

    @property
    def url(self) -> str:
        """URL to connect to, such as ``"http://127.0.0.1:43210"``."""
        return _url(self.host, self.port)

    def __str__(self) -> str:
        return self.url

    def reset(self) -> None:
        """Forget every group, policy, alarm and metric, as if the endpoint had just begun.

        While other endpoints are open in this process, the account number in ARNs changes.

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
        self._reset()


@contextlib.contextmanager
def server(*, host: str = "127.0.0.1", port: int = 0) -> Generator[Endpoint, None, None]:
    """Run a local endpoint and point connections made inside the ``with`` block at it.

    The environment variables of this process are changed so that connections without an endpoint,
    a profile or keys of their own find it, child processes' included; after the block they are as
    they were. The state begins empty in every block, also in one inside another. The region is the
    one that ``AWS_REGION`` or ``AWS_DEFAULT_REGION`` names, else ``us-east-1``.

    Blocks of several threads or tasks may overlap and end in any order. The environment belongs to
    the whole process: while several are open, new connections find the one that was opened last,
    unless they are given another's `Endpoint.url`. A connection that is kept past its block fails
    at once.

    Parameters
    ----------
    host : str, default "127.0.0.1"
        Address to listen on; ``"0.0.0.0"`` also lets other machines in.
    port : int, default 0
        TCP port to listen on; 0 takes a free one.

    Yields
    ------
    Endpoint
        Where the endpoint is, with `Endpoint.reset` to empty it.

    Raises
    ------
    ImportError
        If the extra ``local`` is not installed.
    OSError
        If the address cannot be had, because the port is in use for instance.

    Examples
    --------
    >>> import reboto, reboto.local
    >>> with reboto.local.server():
    ...     autoscale = reboto.connect_autoscale()
    ...     autoscale.get_all_groups()
    []
    """
    try:
        from reboto.local._http_server import LocalServer
        from reboto.local._moto import Moto
        from reboto.local.bridge import CborBridge
    except ImportError as missing:
        raise ImportError(
            f'the local endpoint needs moto and cbor2: pip install "reboto[local]" ({missing})'
        ) from missing

    moto = Moto()
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
        yield Endpoint(reached, http.port, environment, moto.reset)


def _addresses(host: str, port: int) -> list[str]:
    """List what the endpoint's address may be called in a URL."""
    names = [f"[{host}]" if ":" in host else host]
    return [f"{name}:{port}" for name in (*names, *["localhost"] * (host in {"127.0.0.1", "::1"}))]


def _url(host: str, port: int) -> str:
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
