"""Credentials of a connection, under boto's names."""

from __future__ import annotations

import os

from reboto import _core
from reboto._lazy import typing
from reboto._secret import InvalidSecret, hide
from reboto.pyami.config import active_config


class ProfileNotFoundError(ValueError):
    """The profile does not exist in any credentials file."""


class Provider:
    """A connection's credentials.

    Parameters
    ----------
    connection : Connection or str
        The connection, or boto's name ``"aws"``, for which the default connection is used.
    access_key, secret_key : str, optional
        Access key and secret key that were passed to the connection.
    security_token : str, optional
        Session token, for temporary credentials.
    profile_name : str, optional
        Profile to read credentials from.
    credentials_provider : callable or object, optional
        The user's source of credentials.

    Raises
    ------
    ValueError
        If only one of the two keys is given, if a token is given and no access key is found,
        or if a value contains a space, a newline, a control character or a non-ASCII
        character.
    """

    def __init__(
        self,
        connection: typing.Any,
        access_key: str | None = None,
        secret_key: str | None = None,
        security_token: str | None = None,
        profile_name: str | None = None,
        credentials_provider: typing.Any = None,
    ) -> None:
        if isinstance(connection, str) and connection != "aws":
            raise ValueError(
                f"connection must be a connection or 'aws', got {_core.shown(connection)}"
            )
        secret_key, security_token = hide(secret_key), hide(security_token)
        for name, value in {
            "aws_secret_access_key": secret_key,
            "security_token": security_token,
        }.items():
            if isinstance(value, InvalidSecret):
                raise TypeError(f"{name} must be a string, {value.problem}")
        if profile_name is not None and not issubclass(type(profile_name), str):
            from reboto._arguments import is_true

            if is_true(profile_name):
                raise TypeError(f"profile_name must be a string, got {_core.shown(profile_name)}")
            profile_name = None
        if (access_key is None) != (secret_key is None):
            missing = "aws_secret_access_key" if secret_key is None else "aws_access_key_id"
            raise ValueError(f"{missing} is missing; pass both keys or neither")
        self.profile_name = profile_name
        self._connection: typing.Any = connection
        self.credentials_provider = credentials_provider
        if credentials_provider is not None:
            given = {
                "aws_access_key_id": access_key,
                "security_token": security_token,
                "profile_name": profile_name,
            }
            for name, value in given.items():
                if value:
                    raise ValueError(f"pass credentials_provider or {name}, not both")
            from reboto import _credentials_provider

            self.source = _credentials_provider.source(credentials_provider)
            return
        self.from_boto_file = None
        if access_key is not None and secret_key is not None:
            self.given = _core.Credentials(access_key, secret_key, security_token)
        elif security_token:
            self.given = _credentials_with_token(security_token)
        else:
            self.given = None
            variables = ("AWS_PROFILE", "AWS_DEFAULT_PROFILE")
            named = (os.environ.get(name) for name in variables)
            profile = profile_name or next(filter(None, named), None)
            self.from_boto_file = _credentials_in_boto_file(profile)
        if self.given is not None:
            self.given.check()

    # Defaults, because tracebacks show objects that are not yet initialized.
    given: _core.Credentials | None = None
    from_boto_file: _core.Credentials | None = None
    source: _core.CredentialsSource | None = None
    profile_name: str | None = None

    def __repr__(self) -> str:
        return f"<Provider {self.given or self.profile_name or 'default chain'}>"

    def provider_of_call(self) -> typing.Any:
        """Return the user's source of credentials, which each call reads.

        Returns
        -------
        object or None
            The `credentials_provider` of the connection.
        """
        if self.credentials_provider is not None:
            from reboto import _credentials_provider

            _credentials_provider.check_reentry(self.source)
        return self.credentials_provider

    @property
    def access_key(self) -> str | None:
        """Access key ID."""
        return self._found().access_key

    @property
    def secret_key(self) -> str | None:
        """Secret access key."""
        return self._found().secret_key

    @property
    def security_token(self) -> str | None:
        """Session token, for temporary credentials."""
        return self._found().session_token

    def _found(self) -> _core.Credentials:
        if self.given is not None:
            return self.given
        if self._connection == "aws":
            from reboto._lazy import import_by_name

            connect = import_by_name("reboto").connect_autoscale
            self._connection = connect(profile_name=self.profile_name)
        return _core.find_credentials(self._connection)


def _credentials_with_token(token: str) -> _core.Credentials:
    names = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
    access_key, secret_key = (os.environ.get(name) for name in names)
    if access_key and secret_key:
        return _core.Credentials(access_key, secret_key, token)
    if found := _credentials_in_boto_file(None):
        return _core.Credentials(found.access_key, found.secret_key, token)
    raise ValueError(
        "security_token needs an access key; pass aws_access_key_id and aws_secret_access_key too"
    )


def _credentials_in_boto_file(profile: str | None) -> _core.Credentials | None:
    section = f"profile {profile}" if profile else "Credentials"
    names = ("aws_access_key_id", "aws_secret_access_key", "aws_security_token")
    access_key, secret_key, token = (active_config().get(section, name) for name in names)
    return _core.Credentials(access_key, secret_key, token) if access_key and secret_key else None
