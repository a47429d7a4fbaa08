"""Credentials from your code: a vault, a broker or a boto3 session.

Every connection, and `fanout.each`, accepts ``credentials_provider=``. Its value is one of:

- a callable without arguments that returns ``(access_key, secret_key)``, with the
  session token and the expiry as optional third and fourth items;
- a callable that returns an object with boto3's attributes ``access_key``,
  ``secret_key`` and ``token``, or the ``Credentials`` of an STS response;
- an object with boto3's attributes, such as ``session.get_credentials()``;
- for awaitable connections, also an ``async def`` function.

The expiry is a `datetime` (UTC if it has no time zone), seconds since 1970, an ISO
8601 string, or None for credentials that do not expire. reboto caches the
credentials. It calls the provider again shortly before they expire, and when AWS reports that
they have expired. Connections with the same provider share its credentials.

>>> import reboto
>>> def from_vault():
...     return "AKIDEXAMPLE", "secret", "token", "2030-01-01T00:00:00Z"
>>> autoscale = reboto.connect_autoscale(credentials_provider=from_vault)
>>> autoscale.aws_access_key_id
'AKIDEXAMPLE'
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from reboto._credentials_provider import SharedIdentity
from reboto.exception import NoAuthHandlerFound

__all__ = ["CredentialsProvider", "from_boto3"]

CredentialsProvider: TypeAlias = "Callable[[], Any] | Any"
"""Type of ``credentials_provider=``: a callable, or an object with boto3's attributes."""


def from_boto3(session: Any = None) -> Callable[[], Any]:
    """Use the credentials of a boto3 or botocore session.

    No credentials are loaded before the first call. Credentials that boto3 refreshes
    are also refreshed in reboto.

    Parameters
    ----------
    session : boto3.session.Session or botocore.session.Session, optional
        The session; by default, boto3's default session.

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
    return _SessionCredentials(session)


class _SessionCredentials(SharedIdentity):
    """The credentials of one boto3 session."""

    def __init__(self, session: Any) -> None:
        self._session = session

    @property
    def shared_by(self) -> tuple[Any, ...]:
        """Objects that identify the provider: connections of a session share its credentials."""
        return self._session, _SessionCredentials

    def __repr__(self) -> str:
        return f"from_boto3({type(self._session).__name__})"

    def __call__(self) -> Any:
        return _found(self._session.get_credentials())


def _default_session_credentials() -> Any:
    from importlib import import_module

    boto3: Any = import_module("boto3")
    if boto3.DEFAULT_SESSION is None:
        boto3.setup_default_session()
    session: Any = boto3.DEFAULT_SESSION
    return _found(session.get_credentials())


def _found(credentials: Any) -> Any:
    if credentials is None:
        raise NoAuthHandlerFound(
            "the boto3 session has no credentials; configure them, or pass another "
            "credentials_provider"
        )
    return credentials
