"""Check, identify and call credential providers, for the compiled module."""

from __future__ import annotations

import asyncio
import contextlib
import inspect
import sys
import threading
import weakref
from collections.abc import Mapping
from contextvars import ContextVar
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from reboto import _core
from reboto._error_types import NoAuthHandlerFound

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Generator
    from contextvars import Context

_Read: TypeAlias = "tuple[str, str, str | None, float | None, bool]"


class SharedIdentity:
    """A provider that equals others made from the same objects; its classes define `shared_by`."""

    @property
    def shared_by(self) -> tuple[Any, ...]:
        """The objects that identify the provider."""
        raise NotImplementedError(f"{type(self).__name__} has no shared_by")


def is_async(provider: Any) -> bool:
    """Return whether a provider is an async function, a partial of one, or called like one."""
    calls = (provider, getattr(cast("Any", type(provider)), "__call__", None))  # noqa: B004 - the method itself is needed
    return any(map(inspect.iscoroutinefunction, calls))


def check(provider: Any, awaits: bool) -> None:
    """Raise TypeError if a value of ``credentials_provider=`` is invalid.

    Parameters
    ----------
    provider : object
        The value.
    awaits : bool
        Whether the connection is awaitable.

    Raises
    ------
    TypeError
        If it is not callable and does not have boto3's attributes, or if it is ``async`` and
        the connection is blocking.
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
    # Checked on the class: on the object, botocore's properties would refresh the credentials.
    return hasattr(value, "get_frozen_credentials") or all(
        hasattr(cast("Any", type(value)), name) or name in getattr(value, "__dict__", ())
        for name in ("access_key", "secret_key")
    )


_sources: dict[tuple[int, ...], tuple[list[weakref.ref[Any]], _core.CredentialsSource]] = {}
_lock = threading.Lock()


def source(provider: Any) -> _core.CredentialsSource:
    """Return the identity under which a provider's credentials are cached.

    A provider keeps its identity as long as it is alive. A method is identified by its object
    and function, because Python makes a new bound method at each access.
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
            # The object does not support weak references, so each connection gets its own cache.
            _sources.pop(key, None)
        return made


def _forget(key: tuple[int, ...], source: _core.CredentialsSource) -> Callable[[Any], None]:
    def forget(_: Any) -> None:
        # No lock: this thread may already hold it, and single dictionary operations are atomic.
        found = _sources.get(key)
        if found is not None and found[1] is source:
            _sources.pop(key, None)

    return forget


# The sources whose providers this context runs, each in a list that is emptied when the provider
# returns: tasks and threads that the provider starts keep the context.
_running: ContextVar[tuple[list[_core.CredentialsSource], ...]] = ContextVar(
    "reboto_credentials_providers", default=()
)


@contextlib.contextmanager
def _marked(provider: Any) -> Generator[None]:
    mark = [source(provider)]
    _running.set((*_running.get(), mark))
    try:
        yield
    finally:
        mark.clear()


def check_reentry(used: _core.CredentialsSource | None) -> None:
    """Raise an error if a provider makes a call that needs the provider's own credentials.

    Raises
    ------
    reboto.exception.NoAuthHandlerFound
        If so: the call and the provider would wait for each other.
    """
    if any(used in mark for mark in _running.get()):
        raise NoAuthHandlerFound(
            "credentials_provider uses a connection that waits for the provider's credentials; "
            "in the provider, use a connection with other credentials"
        )


def load_in_thread(provider: Any, context: Context, result: _core.LoadedCredentials) -> None:
    """Call a provider in a new thread, in the caller's context, and store its result in `result`.

    A thread started by Python may still be inside the provider when the interpreter exits.
    """
    _start_thread()(_fill, (provider, context, result))


def _start_thread() -> Callable[..., int]:
    """Return the function that starts a real thread, even if a greenlet library replaced it."""
    if (monkey := sys.modules.get("gevent.monkey")) is not None:
        return monkey.get_original("_thread", "start_new_thread")  # type: ignore[no-any-return]
    if (patcher := sys.modules.get("eventlet.patcher")) is not None:
        return patcher.original("_thread").start_new_thread  # type: ignore[no-any-return]
    import _thread

    return _thread.start_new_thread


def _fill(provider: Any, context: Context, result: _core.LoadedCredentials) -> None:
    try:
        # Not assigned to a variable: a traceback with locals would show the secret.
        result.succeed(_read(context.run(_call, provider)))
    except BaseException as error:  # noqa: BLE001 - passed to the caller
        result.fail(error)


def _call(provider: Any) -> Any:
    with _marked(provider):
        return provider() if callable(provider) else provider


class AwaitedLoad:
    """One call of a provider for an awaitable connection, in a task on the caller's loop."""

    def __init__(self, provider: Any, loop: asyncio.AbstractEventLoop) -> None:
        self._provider = provider
        self._loop = loop
        self._task: asyncio.Task[Any] | None = None
        self._cancelled = False

    async def run(self) -> _Read:
        """Call the provider. A plain function runs in a thread, because it may block."""
        self._task = asyncio.current_task()
        if self._cancelled:
            raise asyncio.CancelledError
        with _marked(self._provider):
            # In a list, not in a variable: a traceback with locals would show the secret.
            found = [await (self._provider() if is_async(self._provider) else self._in_thread())]
            while inspect.isawaitable(found[0]):
                found = [await found.pop()]
        return _read(found.pop())

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
            except BaseException as error:  # noqa: BLE001 - passed to the task
                failure = error
            try:
                self._loop.call_soon_threadsafe(settle, result, failure)
            except RuntimeError:
                # The loop was closed in the meantime, so no task is waiting.
                return

        context = contextvars.copy_context()
        # A daemon thread: a provider that never returns must not block the program's exit.
        _start_thread()(work, ())
        return future

    def cancel(self) -> None:
        """Cancel the provider's task; may be called from any thread."""
        self._cancelled = True
        try:
            self._loop.call_soon_threadsafe(self._cancel_task)
        except RuntimeError:
            # The loop is closed, so there is no task to cancel.
            return

    def _cancel_task(self) -> None:
        if self._task is not None:
            self._task.cancel()


def _read(found: Any) -> _Read:
    """Return the access key, secret key, token, expiry, and whether `found` refreshes itself.

    The expiry is in seconds since 1970.
    """
    refreshes = False
    if inspect.isawaitable(found):
        if inspect.iscoroutine(found):
            found.close()
        raise TypeError(_ASYNC)
    if (freeze := getattr(found, "get_frozen_credentials", None)) is not None:
        frozen = freeze()
        # botocore has no public attribute for the expiry.
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
    # Cleared, so that no frame of the traceback holds a secret.
    items = None
    raise problem


_RETURNS = (
    "credentials_provider must return (access_key, secret_key, token, expiry) or an object with "
    "boto3's attributes"
)


def _problem(items: tuple[Any, ...]) -> Exception | None:
    if not 2 <= len(items) <= 4:
        return TypeError(f"{_RETURNS}, got {len(items)} items")
    access_key, secret_key, token, expiry = cast("Any", (*items, None, None))[:4]
    for name, value in {"access_key": access_key, "secret_key": secret_key}.items():
        if not isinstance(value, str) or not value:
            got = "an empty string" if value == "" else type(value).__name__
            return TypeError(f"credentials_provider returned {got} as {name}; it must be a string")
    if token is not None and not isinstance(token, str):
        kind = type(token).__name__
        return TypeError(
            f"credentials_provider returned {kind} as token; it must be a string or None"
        )
    try:
        _core.Credentials(access_key, secret_key, token).check()
    except UnicodeEncodeError:
        # Its attribute `object` is the secret.
        return ValueError(f"{_INVALID}: a value contains a lone surrogate; remove it")
    except ValueError as error:
        return ValueError(f"{_INVALID}: {error}")
    try:
        _seconds(expiry)
    except (TypeError, ValueError) as error:
        return error.with_traceback(None)
    return None


_INVALID = "credentials_provider returned credentials that cannot sign a request"


def _seconds(given: Any) -> float | None:
    expiry = given
    wrong: type[Exception] = ValueError
    if isinstance(expiry, str):
        try:
            # Python 3.10's fromisoformat does not accept the Z.
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
        "1970, an ISO 8601 string such as '2030-01-01T00:00:00Z', or None"
    )


_YEAR_5000 = 95_617_584_000
