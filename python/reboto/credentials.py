"""Credentials from the caller's own code: a vault, a broker, a boto3 session.

Every connection, `fanout.each` included, takes ``credentials_provider=``. It is one of:

- a callable without arguments that returns ``(access_key, secret_key)``, with the
  session token and the expiry as optional third and fourth items;
- a callable that returns an object with boto3's attributes ``access_key``,
  ``secret_key`` and ``token``, or the ``Credentials`` of an STS response;
- an object with boto3's attributes itself, such as ``session.get_credentials()``;
- for awaitable connections, also an ``async def`` function.

The expiry is a `datetime` (UTC if it has no time zone), seconds since 1970, ISO 8601
text, or None for credentials that do not expire. reboto keeps the credentials and calls
the provider again shortly before they expire, and when AWS reports that they have expired.
Connections that are given the same provider share its credentials.

>>> import reboto
>>> def from_vault():
...     return "AKIDEXAMPLE", "secret", "token", "2030-01-01T00:00:00Z"
>>> autoscale = reboto.connect_autoscale(credentials_provider=from_vault)
>>> autoscale.aws_access_key_id
'AKIDEXAMPLE'
"""

from __future__ import annotations

import asyncio
import inspect
import sys
import threading
import weakref
from collections.abc import Mapping
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any, TypeAlias

from reboto import _core
from reboto.exception import NoAuthHandlerFound

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from contextvars import Context

__all__ = ["CredentialsProvider", "from_boto3"]

CredentialsProvider: TypeAlias = "Callable[[], Any] | Any"
"""What ``credentials_provider=`` takes: a callable, or an object with boto3's attributes."""

_Read: TypeAlias = "tuple[str, str, str | None, float | None, bool]"


def from_boto3(session: Any = None) -> Callable[[], Any]:
    """Use the credentials of a boto3 or botocore session.

    Nothing is looked up before the first call. Credentials that boto3 refreshes are
    refreshed here too.

    Parameters
    ----------
    session : boto3.session.Session or botocore.session.Session, optional
        The session; without it, boto3's default session.

    Returns
    -------
    callable
        A value for ``credentials_provider=``.

    Raises
    ------
    TypeError
        If `session` has no ``get_credentials``.
    ImportError
        At the first call, if no session is given and boto3 is not installed.

    Examples
    --------
    >>> import boto3  # doctest: +SKIP
    >>> session = boto3.Session(profile_name="shop")  # doctest: +SKIP
    >>> provider = reboto.credentials.from_boto3(session)  # doctest: +SKIP
    >>> autoscale = reboto.connect_autoscale(credentials_provider=provider)  # doctest: +SKIP
    """
    if session is None:
        return _default_session_credentials
    if not callable(getattr(session, "get_credentials", None)):
        raise TypeError(
            f"session must be a boto3 or botocore session, got {type(session).__name__}"
        )
    # One provider a session, so that connections of one session share its credentials.
    return _SessionCredentials(session)


class _SessionCredentials:
    """The credentials of one boto3 session."""

    def __init__(self, session: Any) -> None:
        self._session = session

    def __repr__(self) -> str:
        return f"from_boto3({type(self._session).__name__})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _SessionCredentials) and other._session is self._session

    def __hash__(self) -> int:
        return id(self._session)

    def __call__(self) -> Any:
        return _found(self._session.get_credentials())


def _default_session_credentials() -> Any:
    import boto3

    # boto3.DEFAULT_SESSION is made by the first client; this makes it where there is none.
    boto3._get_default_session()
    return _found(boto3.DEFAULT_SESSION.get_credentials())


def _found(credentials: Any) -> Any:
    if credentials is None:
        raise NoAuthHandlerFound(
            "the boto3 session has no credentials; configure it, or pass another credentials_provider="
        )
    return credentials


def is_async(provider: Any) -> bool:
    """Whether calling a provider returns an awaitable: an ``async def``, also behind ``partial``."""
    call = getattr(type(provider), "__call__", None)
    return inspect.iscoroutinefunction(provider) or inspect.iscoroutinefunction(call)


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
        hasattr(type(value), name) or name in getattr(value, "__dict__", ())
        for name in ("access_key", "secret_key")
    )


_sources: dict[tuple[int, ...], tuple[list[weakref.ref[Any]], _core.CredentialsSource]] = {}
_lock = threading.Lock()


def source(provider: Any) -> _core.CredentialsSource:
    """Return the identity under which a provider's credentials are cached.

    The same provider has the same one as long as it lives. Methods of one object are the
    same although Python makes a new bound method at each access.
    """
    if isinstance(provider, _SessionCredentials):
        parts: tuple[Any, ...] = (provider._session, _SessionCredentials)
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
        items = tuple(map(found.get, names))
    elif hasattr(found, "access_key") and hasattr(found, "secret_key"):
        expiry = getattr(found, "expiry", getattr(found, "_expiry_time", None))
        token = getattr(found, "token", getattr(found, "session_token", None))
        items = (found.access_key, found.secret_key, token, expiry)
        refreshes, token = not isinstance(found, tuple), None
    elif isinstance(found, tuple | list):
        items = tuple(found)
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


def _seconds(expiry: Any) -> float | None:
    if isinstance(expiry, str):
        try:
            # Python 3.10 does not read the Z.
            expiry = datetime.fromisoformat(expiry.strip().replace("Z", "+00:00"))
        except ValueError:
            raise ValueError(
                f"credentials_provider returned {expiry!r} as expiry; it must be ISO 8601 text, such "
                "as '2030-01-01T00:00:00Z'"
            ) from None
    if isinstance(expiry, datetime):
        return (expiry if expiry.tzinfo else expiry.replace(tzinfo=timezone.utc)).timestamp()
    if expiry is None or (isinstance(expiry, int | float) and not isinstance(expiry, bool)):
        if expiry is not None and not 0 <= expiry < 1e11:
            raise ValueError(
                f"credentials_provider returned {expiry!r} as expiry; it must be seconds since 1970"
            )
        return None if expiry is None else float(expiry)
    raise TypeError(
        f"credentials_provider returned {type(expiry).__name__} as expiry; it must be a datetime, "
        "seconds since 1970, ISO 8601 text or None"
    )
