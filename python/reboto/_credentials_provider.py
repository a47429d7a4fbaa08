"""How providers of credentials are checked, identified and called for the core."""

from __future__ import annotations

import asyncio
import inspect
import sys
import threading
import weakref
from collections.abc import Mapping
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from reboto import _core

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from contextvars import Context

_Read: TypeAlias = "tuple[str, str, str | None, float | None, bool]"


class SharedIdentity:
    """A provider that is the same as others which have the same parts."""

    @property
    def shared_by(self) -> tuple[Any, ...]:
        """The objects whose identities are the provider's."""
        raise NotImplementedError(f"{type(self).__name__} has no shared_by")


def is_async(provider: Any) -> bool:
    """Whether a provider is an ``async def`` function, a partial of one or an object called so."""
    calls = (provider, getattr(cast("Any", type(provider)), "__call__", None))  # noqa: B004 - which, not whether
    return any(map(inspect.iscoroutinefunction, calls))


def check(provider: Any, awaits: bool) -> None:
    """Refuse a value for ``credentials_provider=`` that cannot be used.

    Parameters
    ----------
    provider : object
        The value.
    awaits : bool
        Whether it is for an awaitable connection.

    Raises
    ------
    TypeError
        If it is neither callable nor has boto3's attributes, or is ``async`` where calls block.
    """
    if isinstance(provider, type) or not (callable(provider) or _has_keys(provider)):
        raise TypeError(
            "credentials_provider must be a callable that returns (access_key, secret_key, token, "
            f"expiry) or an object with boto3's attributes, got {_kind(provider)}"
        )
    if is_async(provider) and not awaits:
        raise TypeError(_ASYNC)


_ASYNC = (
    "credentials_provider is an async function, which a blocking connection cannot await; "
    "pass a plain function, or use a connection of reboto.aio"
)


def _kind(value: Any) -> str:
    return f"the class {value.__name__}" if isinstance(value, type) else type(value).__name__


def _has_keys(value: Any) -> bool:
    # Asked of the class: on an object, a property of botocore's would refresh the credentials.
    return hasattr(value, "get_frozen_credentials") or all(
        hasattr(cast("Any", type(value)), name) or name in getattr(value, "__dict__", ())
        for name in ("access_key", "secret_key")
    )


_sources: dict[tuple[int, ...], tuple[list[weakref.ref[Any]], _core.CredentialsSource]] = {}
_lock = threading.Lock()


def source(provider: Any) -> _core.CredentialsSource:
    """Return the identity under which a provider's credentials are cached.

    The same provider has the same one as long as it lives. Methods of one object are the
    same although Python makes a new bound method at each access.
    """
    if isinstance(provider, SharedIdentity):
        parts: tuple[Any, ...] = provider.shared_by
    elif inspect.ismethod(provider):
        parts = (provider.__self__, provider.__func__)
    else:
        parts = (provider,)
    key = tuple(map(id, parts))
    with _lock:
        found = _sources.get(key)
        if found is not None and all(reference() is not None for reference in found[0]):
            return found[1]
        made = _core.CredentialsSource()
        try:
            _sources[key] = ([weakref.ref(part, _forget(key, made)) for part in parts], made)
        except TypeError:
            # An object without weak references: each connection has a cache of its own.
            _sources.pop(key, None)
        return made


def _forget(key: tuple[int, ...], source: _core.CredentialsSource) -> Callable[[Any], None]:
    def forget(_: Any) -> None:
        # Without the lock, which this thread may hold: one step of a dictionary is whole.
        found = _sources.get(key)
        if found is not None and found[1] is source:
            _sources.pop(key, None)

    return forget


def load_in_thread(provider: Any, context: Context, result: _core.LoadedCredentials) -> None:
    """Call a provider in a thread of its own, in the caller's context; `result` gets what it gives.

    The thread is Python's: at the end of the interpreter it may be inside the provider.
    """
    _start_thread()(_fill, (provider, context, result))


def _start_thread() -> Callable[..., int]:
    """Return the function that starts a real thread, also where a greenlet library replaced it."""
    if (monkey := sys.modules.get("gevent.monkey")) is not None:
        return monkey.get_original("_thread", "start_new_thread")  # type: ignore[no-any-return]
    if (patcher := sys.modules.get("eventlet.patcher")) is not None:
        return patcher.original("_thread").start_new_thread  # type: ignore[no-any-return]
    import _thread

    return _thread.start_new_thread


def _fill(provider: Any, context: Context, result: _core.LoadedCredentials) -> None:
    try:
        # No variable of this frame holds the secret: it is in tracebacks.
        result.succeed(_read(context.run(_call, provider)))
    except BaseException as error:  # noqa: BLE001 - the caller gets it, whatever it is
        result.fail(error)


def _call(provider: Any) -> Any:
    return provider() if callable(provider) else provider


class AwaitedLoad:
    """One call of a provider for an awaitable connection, in a task of the caller's loop."""

    def __init__(self, provider: Any, loop: asyncio.AbstractEventLoop) -> None:
        self._provider = provider
        self._loop = loop
        self._task: asyncio.Task[Any] | None = None
        self._cancelled = False

    async def run(self) -> _Read:
        """Call the provider; a plain function runs in a thread, so that the loop is free."""
        self._task = asyncio.current_task()
        if self._cancelled:
            raise asyncio.CancelledError
        if is_async(self._provider):
            return _read(await self._provider())
        # No variable of this frame holds the secret: it is in tracebacks.
        found = [await self._in_thread()]
        return _read(await found.pop() if inspect.isawaitable(found[0]) else found.pop())

    def _in_thread(self) -> Awaitable[Any]:
        import contextvars

        future = self._loop.create_future()

        def settle(result: Any, error: BaseException | None) -> None:
            if future.done():
                return
            if error is None:
                future.set_result(result)
            elif isinstance(error, StopIteration):
                future.set_exception(RuntimeError(f"credentials_provider raised {error!r}"))
            else:
                future.set_exception(error)

        def work() -> None:
            result, failure = None, None
            try:
                result = context.run(_call, self._provider)
            except BaseException as error:  # noqa: BLE001 - the task gets it
                failure = error
            try:
                self._loop.call_soon_threadsafe(settle, result, failure)
            except RuntimeError:
                # The loop was closed meanwhile, and its task with it.
                return

        context = contextvars.copy_context()
        # A daemon: a provider that never returns must not keep the program from ending.
        _start_thread()(work, ())
        return future

    def cancel(self) -> None:
        """Cancel the provider's task; called from any thread."""
        self._cancelled = True
        try:
            self._loop.call_soon_threadsafe(self._cancel_task)
        except RuntimeError:
            # The loop is closed, and its tasks with it.
            return

    def _cancel_task(self) -> None:
        if self._task is not None:
            self._task.cancel()


def _read(found: Any) -> _Read:
    """Return access key, secret key, token, expiry and whether it refreshes itself.

    The expiry is in seconds since 1970.
    """
    refreshes = False
    if inspect.isawaitable(found):
        if inspect.iscoroutine(found):
            found.close()
        raise TypeError(_ASYNC)
    if (freeze := getattr(found, "get_frozen_credentials", None)) is not None:
        frozen = freeze()
        # botocore has no public name for the expiry.
        expiry = getattr(found, "_expiry_time", None)
        items: Any = (frozen.access_key, frozen.secret_key, frozen.token, expiry)
        refreshes, frozen = True, None
    elif isinstance(found, Mapping):
        names = ("AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration")
        items = tuple(cast("Mapping[str, Any]", found).get(name) for name in names)
    elif hasattr(found, "access_key") and hasattr(found, "secret_key"):
        expiry = getattr(found, "expiry", getattr(found, "_expiry_time", None))
        token = getattr(found, "token", getattr(found, "session_token", None))
        items = (found.access_key, found.secret_key, token, expiry)
        refreshes, token = not isinstance(found, tuple), None
    elif isinstance(found, tuple | list):
        items = tuple(cast("tuple[Any, ...]", found))
    else:
        raise TypeError(f"{_RETURNS}, got {_kind(found)}")
    found = None
    problem = _problem(items)
    if problem is None:
        access_key, secret_key, *rest = items
        token, expiry = (*rest, None, None)[:2]
        return access_key, secret_key, token or None, _seconds(expiry), refreshes
    # No frame of the traceback holds a secret.
    items = None
    raise problem


_RETURNS = (
    "credentials_provider must return (access_key, secret_key, token, expiry) or an object with "
    "boto3's attributes"
)


def _problem(items: tuple[Any, ...]) -> Exception | None:
    if not 2 <= len(items) <= 4:
        return TypeError(f"{_RETURNS}, got {len(items)} items")
    access_key, secret_key, token, expiry = (*items, None, None)[:4]
    for name, value in {"access_key": access_key, "secret_key": secret_key}.items():
        if not isinstance(value, str) or not value:
            got = "an empty string" if value == "" else type(value).__name__
            return TypeError(f"credentials_provider returned {got} as {name}; it must be text")
    if token is not None and not isinstance(token, str):
        kind = type(token).__name__
        return TypeError(f"credentials_provider returned {kind} as token; it must be text or None")
    try:
        _seconds(expiry)
    except (TypeError, ValueError) as error:
        return error.with_traceback(None)
    return None


def _seconds(given: Any) -> float | None:
    expiry = given
    wrong: type[Exception] = ValueError
    if isinstance(expiry, str):
        try:
            # Python 3.10 does not read the Z.
            expiry = datetime.fromisoformat(expiry.strip().replace("Z", "+00:00"))
        except ValueError:
            expiry = -1
    if isinstance(expiry, datetime):
        expiry = (expiry if expiry.tzinfo else expiry.replace(tzinfo=timezone.utc)).timestamp()
    if expiry is None:
        return None
    if not isinstance(expiry, int | float) or isinstance(expiry, bool):
        wrong = TypeError
    elif 0 <= expiry < _YEAR_5000:
        return float(expiry)
    raise wrong(
        f"credentials_provider returned {given!r} as expiry; it must be a datetime, seconds since "
        "1970, ISO 8601 text such as '2030-01-01T00:00:00Z', or None"
    )


_YEAR_5000 = 95_617_584_000
