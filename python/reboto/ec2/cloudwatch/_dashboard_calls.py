"""Send dashboards; errors name the widgets that AWS's messages are about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reboto.ec2.cloudwatch._dashboard_errors import named
from reboto.ec2.cloudwatch.dashboard import Dashboard
from reboto.exception import BotoServerError


def put(connection: Any, dashboard: Any, send: Callable[[Any], Any]) -> Any:
    """Complete and send a dashboard.

    Parameters
    ----------
    connection : CloudWatchConnection
        The connection.
    dashboard : Dashboard or dict
        The dashboard.
    send : callable
        The method of the compiled module.

    Returns
    -------
    bool
        True. On an awaitable connection, a coroutine of it.

    Raises
    ------
    DashboardError
        If AWS refuses the body.
    """
    if isinstance(dashboard, Dashboard):
        dashboard._complete(str(connection.region.name))  # pyright: ignore[reportPrivateUsage]
        # Those of an earlier call.
        dashboard.__dict__.pop("messages", None)
    if connection._awaits:
        return _awaited(dashboard, send(dashboard))
    try:
        return send(dashboard)
    except BotoServerError as error:
        raise named(dashboard, error) from error.__cause__


async def _awaited(dashboard: Any, later: Any) -> Any:
    try:
        return await later
    except BotoServerError as error:
        raise named(dashboard, error) from error.__cause__
