"""Methods of lifecycle hooks."""

from __future__ import annotations

from reboto._lazy import TYPE_CHECKING, Awaiting, Blocking, HtmlColumns, LazyModule, Style, typing
from reboto._model import Resource

if TYPE_CHECKING:
    from reboto._lazy import Later
    from reboto.ec2.autoscale import _waiting_instances
else:
    _waiting_instances = LazyModule("reboto.ec2.autoscale._waiting_instances")


class LifecycleHookCalls(Resource[Style]):
    """Methods of a lifecycle hook that make calls."""

    name: str | None
    as_name: str | None

    _html_columns: typing.ClassVar[HtmlColumns] = {
        "hook": "name",
        "group": "as_name",
        "transition": "transition",
        "heartbeat timeout, s": "heartbeat_timeout",
        "on timeout": "default_result",
        "notifies": "notification_target_arn",
    }

    if TYPE_CHECKING:

        @typing.overload
        def update(self: LifecycleHookCalls[Blocking]) -> bool: ...
        @typing.overload
        def update(self: LifecycleHookCalls[Awaiting]) -> Later[bool]: ...

    def update(self) -> typing.Any:
        """Send the definition of the hook to AWS (PutLifecycleHook).

        Returns
        -------
        bool
            True.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
        return self._require_connection().put_lifecycle_hook(self)

    if TYPE_CHECKING:

        @typing.overload
        def delete(self: LifecycleHookCalls[Blocking]) -> bool: ...
        @typing.overload
        def delete(self: LifecycleHookCalls[Awaiting]) -> Later[bool]: ...

    def delete(self) -> typing.Any:
        """Delete the lifecycle hook (DeleteLifecycleHook).

        Returns
        -------
        bool
            True.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
        return self._require_connection().delete_lifecycle_hook(self.name, self.as_name)

    def waiting_instances(
        self,
        *,
        delay: float = 15,
        heartbeat: float | None = None,
        timeout: float | None = None,
    ) -> _waiting_instances.WaitingInstances[Style]:
        """Iterate over the instances that wait for the hook (DescribeAutoScalingGroups).

        Each item is a context manager. It sends heartbeats in the background while its block
        runs, and completes the lifecycle action at the end: with ``CONTINUE``, or with
        ``ABANDON`` if the block raised an `Exception`. The exception is raised again.

        The iterator reads the states of the instances, so that no instance is lost: a worker
        that starts again, or another one, gets the instances whose actions were not completed.
        It also continues after throttling, failed connections and errors of the service.
        Workers do not lock instances; run one for each hook.

        Parameters
        ----------
        delay : float
            Seconds between checks while no instance waits. After an error of the service, the
            delay grows up to eight times.
        heartbeat : float, optional
            Seconds between heartbeats; by default, a third of the hook's timeout. 0 sends none.
        timeout : float, optional
            Seconds after which no further check is made, and the iterator ends; 0 checks once.
            By default, it never ends; its method `stop` ends it from another thread or task.

        Returns
        -------
        WaitingInstances of LifecycleAction
            Use ``for`` and ``with`` on a blocking connection, and ``async for`` and
            ``async with`` on an awaitable connection.

        Raises
        ------
        ValueError
            If a number of seconds is negative, or the hook has no name or group.
        BotoClientError
            If the group or the hook does not exist; raised by the iterator.

        Examples
        --------
        >>> import reboto, reboto.local
        >>> from reboto.ec2.autoscale import LifecycleHook
        >>> def drain(hook: LifecycleHook) -> None:
        ...     for action in hook.waiting_instances():
        ...         with action:
        ...             print("draining", action.instance_id)
        """
        self._require_connection()
        hook: typing.Any = self
        return _waiting_instances.WaitingInstances(
            hook, delay=delay, heartbeat=heartbeat, timeout=timeout
        )
