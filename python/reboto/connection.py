"""The base class of connections, with boto's arguments and attributes."""

from __future__ import annotations

import os

from reboto import _core
from reboto._endpoints import endpoint
from reboto._generic_calls import QueryCalls
from reboto._lazy import TYPE_CHECKING, LazyModule, Style, Styled, lazy_attributes, typing
from reboto._secret import Hidden, Secret, hide, without_login

# Not lazily: except clauses name its classes, also when no file descriptor is left to import it.
from reboto.exception import BotoClientError, BotoServerError
from reboto.provider import Provider
from reboto.pyami.config import active_config
from reboto.regioninfo import RegionInfo

if TYPE_CHECKING:
    from reboto import _arguments, pagination
    from reboto.warnings import UncheckedCertificatesWarning as UncheckedCertificatesWarning

    _Context = typing.TypeVar("_Context", bound="BlockingContext")
else:
    _arguments = LazyModule("reboto._arguments")
    pagination = LazyModule("reboto.pagination")
    # For `typing.get_type_hints`.
    _Context = "BlockingContext"
    __getattr__, __dir__ = lazy_attributes(
        __name__, {"UncheckedCertificatesWarning": "reboto.warnings"}
    )


class Configured:
    """A class attribute that is read from boto's configuration at each access.

    Parameters
    ----------
    option : str
        Name of the option in the section ``[Boto]``.
    default : str
        Value if the option is missing or empty.
    """

    def __init__(self, option: str, default: str) -> None:
        self.option, self.default = option, default

    def __get__(self, instance: object, owner: type | None = None) -> str:
        return str(active_config().get("Boto", self.option) or self.default)


class BlockingContext:
    """Support for ``with``, for connections with calls that block."""

    def __enter__(self: _Context) -> _Context:
        return self

    def __exit__(self, *error: object) -> None:
        """Do nothing: idle sockets are shared by the process and closed automatically."""


class Connection(QueryCalls, Styled[Style]):
    """A connection to an AWS service.

    No credentials are loaded and no request is sent before the first call. Attributes may
    be set at any time; changes apply from the next call.

    Parameters
    ----------
    aws_access_key_id, aws_secret_access_key : str, optional
        Access key and secret key. By default, credentials come from `profile_name` if it
        is given, otherwise from the first of: environment variables, the shared
        configuration files, boto.cfg, a web identity, the role of the container, the
        role of the instance.
    is_secure : bool, default True
        Whether to use HTTPS.
    port : int, optional
        Port; by default 443, or 80 without HTTPS.
    proxy : str, optional
        Host name of a proxy. By default, the proxy in environment variables such as
        ``HTTPS_PROXY``, or in boto.cfg.
    proxy_port : int or str, optional
        Port of the proxy.
    proxy_user, proxy_pass : str, optional
        User name and password for the proxy.
    debug : int, default 0
        Debug level, as in boto.
    https_connection_factory : object, optional
        Not supported: it is specific to Python's HTTP client.
    region : RegionInfo or str, optional
        The region or its name. By default, the first of: boto.cfg, ``AWS_REGION``,
        ``AWS_DEFAULT_REGION``, the profile, ``us-east-1``.
    path : str, default "/"
        URL path of the service.
    security_token : str, optional
        Session token, for temporary credentials.
    validate_certs : bool, default True
        Whether to check the certificate of the server. The certificates of STS and other
        sources of credentials are always checked.
    profile_name : str, optional
        Name of a profile in ``~/.aws/credentials`` or ``~/.aws/config``.
    role_arn : str, optional
        ARN of a role to assume. Its credentials come from STS in the region of the
        connection, using the other credentials of the connection, and are refreshed
        before they expire. Connections with the same arguments share them.
    external_id : str, optional
        External ID that the role's trust policy requires.
    role_session_name : str, optional
        Name of the session in the role's account's logs.
    credentials_provider : callable or object, optional
        Your source of credentials, instead of keys or a profile; see `reboto.credentials`.
    region_name : str, optional
        Name of the region, such as ``"eu-west-1"``, instead of `region`.
    timeout : float, optional
        Seconds to wait for the response to each request. By default,
        ``http_socket_timeout`` in boto.cfg, otherwise 70.
    connect_timeout : float, optional
        Seconds to wait for a connection to the server. By default,
        ``connection_timeout`` in boto.cfg, otherwise 10, or `timeout` if that is shorter.
    num_retries : int, optional
        How often a failed request is retried; 0 sends each request once. By default,
        ``num_retries`` in boto.cfg, otherwise 6.

    Raises
    ------
    BotoClientError
        If `https_connection_factory` is given.
    ValueError
        If only one of the two keys is given, if keys or a profile are given together
        with `credentials_provider`, if both `region` and `region_name` are given, or if
        a timeout or `num_retries` is out of range.
    TypeError
        If `credentials_provider` is not callable, or is ``async`` on a blocking connection.

    Warns
    -----
    UncheckedCertificatesWarning
        At the first call without certificate checks, once per process.
    """

    ResponseError = BotoServerError
    APIVersion: typing.Any
    DefaultRegionName: typing.Any
    DefaultRegionEndpoint: typing.Any
    _service: typing.ClassVar[str]
    # Whether calls return coroutines, for code that serves both kinds of connections.
    _awaits: typing.ClassVar[bool] = False

    def __init__(
        self,
        aws_access_key_id: str | None = None,
        aws_secret_access_key: str | None = None,
        is_secure: bool = True,
        port: int | None = None,
        proxy: str | None = None,
        proxy_port: int | str | None = None,
        proxy_user: str | None = None,
        proxy_pass: str | None = None,
        debug: int = 0,
        https_connection_factory: typing.Any = None,
        region: typing.Any = None,
        path: str = "/",
        security_token: str | None = None,
        validate_certs: bool = True,
        profile_name: str | None = None,
        *,
        role_arn: str | None = None,
        external_id: str | None = None,
        role_session_name: str | None = None,
        credentials_provider: typing.Any = None,
        region_name: str | None = None,
        timeout: float | None = None,
        connect_timeout: float | None = None,
        num_retries: int | None = None,
    ) -> None:
        aws_secret_access_key, security_token = hide(aws_secret_access_key), hide(security_token)
        proxy, proxy_pass = hide(proxy), hide(proxy_pass)
        if https_connection_factory is not None:
            raise BotoClientError(
                "https_connection_factory is not supported, because reboto does not use Python's "
                "HTTP client; use proxy=, validate_certs=, or ca_certificates_file in boto.cfg"
            )
        config = active_config()
        # As in boto, this option also accepts "yes", "on" and "1" in boto.cfg.
        listed = config.has_option("Boto", "is_secure")
        self.is_secure = (
            config.getboolean("Boto", "is_secure")
            if listed
            else _core.to_bool("is_secure", is_secure)
        )
        self.port = port if _arguments.is_true(port) else (443 if self.is_secure else 80)
        self.path = path
        self.debug = config.getint("Boto", "debug") or (debug if isinstance(debug, int) else 0)
        self.https_validate_certificates = config.getbool(
            "Boto", "https_validate_certificates", _core.to_bool("validate_certs", validate_certs)
        )
        bundle = config.get("Boto", "ca_certificates_file")
        self.ca_certificates_file = None if bundle == "system" else bundle
        self.num_retries = _arguments.retries(num_retries, config.getint("Boto", "num_retries", 6))
        self.max_connections = config.getint("Boto", "max_connections", None)
        self._max_retry_delay = config.getfloat("Boto", "max_retry_delay", 60.0)
        self.http_connection_kwargs = _arguments.timeouts(timeout, connect_timeout)
        self._metadata_limits = _arguments.metadata_limits()
        self.proxy, self.proxy_port, self.proxy_user, self.proxy_pass = _arguments.proxy_settings(
            self.is_secure, proxy, proxy_port, proxy_user, proxy_pass
        )
        if credentials_provider is not None:
            from reboto import _credentials_provider

            _credentials_provider.check(credentials_provider, self._awaits)
        self.provider = Provider(
            self,
            aws_access_key_id,
            aws_secret_access_key,
            security_token,
            profile_name,
            credentials_provider,
        )
        self.role_arn = role_arn
        self.external_id = external_id
        self.role_session_name = role_session_name
        self.request_hook: typing.Any = None
        self.region = _arguments.region_or_name(region, region_name)
        self._host: str | None = None

    def __repr__(self) -> str:
        made = "_host" in vars(self)
        try:
            host = without_login(str(self.host)) if made else "not initialized"
        # A setting that is read now, or a service that only subclasses have.
        except (BotoClientError, ValueError, TypeError, AttributeError):
            host = "its region or endpoint is invalid"
        return f"{type(self).__name__}:{host}"

    def __reduce__(self) -> typing.Any:
        raise TypeError("connections cannot be pickled; create a new one where it is needed")

    def close(self) -> None:
        """Do nothing: idle sockets are shared by the process and closed automatically."""

    def set_request_hook(self, hook: typing.Any) -> None:
        """Set a hook that is called after every call, with its request and response.

        Parameters
        ----------
        hook : reboto.utils.RequestHook or None
            Its method `handle_request_data` is called. None removes the hook.

        Raises
        ------
        TypeError
            If the hook has no such method.
        """
        if hook is not None and not callable(getattr(hook, "handle_request_data", None)):
            raise TypeError(f"hook must have a method handle_request_data, got {_core.shown(hook)}")
        self.request_hook = hook

    def _pages(
        self,
        operation: str,
        more: dict[str, typing.Any] | None = None,
        items: str | None = None,
        **arguments: typing.Any,
    ) -> pagination.Pages[typing.Any, Style]:
        """Return an iterator over a listing.

        `more` are arguments that boto did not have. They are left out if they are None, for
        subclasses whose methods have boto's parameters.
        """
        given = {name: part for name, part in (more or {}).items() if part is not None}
        pages: pagination.Pages[typing.Any, Style] = pagination.Pages(
            self, operation, **arguments, **given
        )
        pages.items = items
        return pages

    @property
    def region(self) -> typing.Any:
        """Region of the connection, a `reboto.regioninfo.RegionInfo`."""
        if self._region is None:
            name = self.DefaultRegionName
            option = f"{self._option}_region_name"
            if active_config().get("Boto", option):
                _core.check_region(f"{option} in section [Boto] of boto.cfg", name)
            else:
                name = _core.default_region(self.profile_name) or name
            self._region = RegionInfo(self, name, self._default_endpoint(name), type(self))
        return self._region

    @region.setter
    def region(self, region: typing.Any) -> None:
        # As in boto, a false value selects the default region.
        self._region = self._as_region(region) if _arguments.is_true(region) else None

    def _as_region(self, region: typing.Any) -> typing.Any:
        if not isinstance(region, str):
            if hasattr(region, "name") and hasattr(region, "endpoint"):
                return region
            raise TypeError(
                f"region must be a RegionInfo or a region's name, got {type(region).__name__}"
            )
        name = str(region)
        _core.check_region("region", name)
        from reboto.regioninfo import load_regions

        host = load_regions().get(self._service, {}).get(name) or endpoint(self._service, name)
        return RegionInfo(self, name, host, type(self))

    @property
    def host(self) -> typing.Any:
        """Host name of the service; set it to send calls to another host."""
        return self._host or self.region.endpoint

    @host.setter
    def host(self, host: str | None) -> None:
        if isinstance(host, str) and "@" in host:
            host = Secret(host)
            raise ValueError(f"{_arguments.EXPECTED_HOST}, got {without_login(host)!r}")
        self._host = host

    @property
    def protocol(self) -> str:
        """URL scheme: ``"https"`` or ``"http"``."""
        return "https" if self.is_secure else "http"

    @property
    def proxy_pass(self) -> str | None:
        """Password for the proxy."""
        return self._proxy_pass.value

    @proxy_pass.setter
    def proxy_pass(self, password: str | None) -> None:
        self._proxy_pass = Hidden(None if password is None else str(password))

    @property
    def use_proxy(self) -> bool:
        """Whether a proxy is set."""
        return self.proxy is not None

    @property
    def profile_name(self) -> str | None:
        """Name of the profile that was passed to the connection."""
        return self.provider.profile_name

    @property
    def aws_access_key_id(self) -> str | None:
        """Access key ID; loaded from the source of credentials if none was given."""
        return self.provider.access_key

    @property
    def aws_secret_access_key(self) -> str | None:
        """Secret access key; loaded from the source of credentials if none was given."""
        return self.provider.secret_key

    @property
    def credentials_provider(self) -> typing.Any:
        """Your source of credentials, or None; see `reboto.credentials`."""
        return self.provider.provider_of_call()

    access_key = gs_access_key_id = aws_access_key_id
    secret_key = gs_secret_access_key = aws_secret_access_key

    @property
    def auth_region_name(self) -> str:
        """Name of the region used to sign requests."""
        return str(self.region.name)

    @auth_region_name.setter
    def auth_region_name(self, name: str) -> None:
        if not isinstance(name, str):
            raise TypeError(f"auth_region_name must be a region's name, got {type(name).__name__}")
        self.region = RegionInfo(self, name, self.host, type(self))

    @property
    def auth_service_name(self) -> str:
        """Name of the service used to sign requests."""
        return self._signing_name

    _option: typing.ClassVar[str]
    _endpoint_option: typing.ClassVar[str]
    _signing_name: typing.ClassVar[str]
    _region: typing.Any
    _environment_name: typing.ClassVar[str]

    def _default_endpoint(self, region: str) -> str:
        return active_config().get("Boto", self._endpoint_option) or endpoint(self._service, region)

    # The compiled module reads the following attributes and methods at each call.

    @property
    def _given_credentials(self) -> _core.Credentials | None:
        return self.provider.given

    @property
    def _credentials_source(self) -> _core.CredentialsSource | None:
        return self.provider.source

    @property
    def _boto_file_credentials(self) -> _core.Credentials | None:
        return self.provider.from_boto_file

    def _ca_bundle(self) -> str | None:
        path = self.ca_certificates_file or _core.configured_ca_bundle(self.profile_name)
        return os.fspath(path) if path else None

    def _proxy_login(self) -> tuple[str | None, str | None]:
        return self.proxy_user, self.proxy_pass

    def _endpoint_url(self) -> str | None:
        """Return the endpoint URL; None if the SDK's default for the region applies."""
        host = self.host
        standard = (host is None or host == endpoint(self._service, self.region.name or "")) and (
            self.is_secure,
            self._port(),
            _arguments.path_text(self.path) or "/",
        ) == (True, 443, "/")
        return None if standard else self._url()

    def _port(self) -> int:
        return _arguments.port_number(self.port)

    def _warn_of_no_checks(self) -> None:
        if Connection._warned_of_no_checks:
            return
        import warnings

        from reboto.warnings import UncheckedCertificatesWarning

        warnings.warn(
            f"the certificate of {self.host} is not checked, so others can read and change the "
            "requests; set ca_certificates_file in boto.cfg to the certificate authority to "
            "trust, and remove validate_certs=False or https_validate_certificates",
            UncheckedCertificatesWarning,
            stacklevel=2,
        )
        # Set after the warning: if warnings are errors, each call must fail.
        Connection._warned_of_no_checks = True

    _warned_of_no_checks: typing.ClassVar[bool] = False

    def _address(self) -> str:
        """Return the endpoint and the proxy, for error messages."""
        url = self._endpoint_url() or self._configured_url() or self._url()
        try:
            from reboto._proxy import proxy_of

            proxy = proxy_of(url, self.proxy, self.proxy_port)
        except OSError:  # no file descriptor is left to import the module
            proxy = None
        return f"{url} by proxy {proxy}" if proxy else url

    def _configured_url(self) -> str | None:
        return _core.configured_endpoint(self._environment_name, self.profile_name)

    def _url(self) -> str:
        host: str = Secret(self.host)
        port, path = self._port(), _arguments.path_text(self.path).strip("/")
        if path:
            from urllib.parse import quote

            path = quote(path, safe="/%")
        if _arguments.is_ipv6(host):
            host = f"[{host.strip('[]')}]"
        elif not _arguments.is_host_name(host):
            raise ValueError(f"{_arguments.EXPECTED_HOST}, got {without_login(host)!r}")
        place = host if port == (443 if self.is_secure else 80) else f"{host}:{port}"
        return f"{self.protocol}://{place}/{path}".rstrip("/")
