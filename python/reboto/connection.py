"""What the connections to both services share: boto's arguments and attributes."""

from __future__ import annotations

import os

from reboto import _core
from reboto._endpoints import endpoint
from reboto._generic_calls import QueryCalls
from reboto._lazy import TYPE_CHECKING, LazyModule, lazy_attributes, typing
from reboto._secret import Secret, hide, without_login
from reboto._url import HOST_CHARACTERS, HOST_EXAMPLE, is_host_name, is_ipv6, is_url
from reboto.exception import BotoClientError, BotoServerError
from reboto.provider import Provider
from reboto.pyami.config import active_config
from reboto.regioninfo import RegionInfo

if TYPE_CHECKING:
    from reboto import pagination
    from reboto.warnings import UncheckedCertificatesWarning as UncheckedCertificatesWarning
else:
    pagination = LazyModule("reboto.pagination")
    __getattr__, __dir__ = lazy_attributes(
        __name__, {"UncheckedCertificatesWarning": "reboto.warnings"}
    )


class Configured:
    """A class attribute that boto's configuration may set; read when asked for.

    Parameters
    ----------
    option : str
        Name of the option in the section ``[Boto]``.
    default : str
        Its value where the configuration says nothing.
    """

    def __init__(self, option: str, default: str) -> None:
        self.option, self.default = option, default

    def __get__(self, instance: object, owner: type | None = None) -> str:
        # An option that is empty says nothing.
        return str(active_config().get("Boto", self.option) or self.default)


class Connection(QueryCalls):
    """A connection to one of AWS's services.

    Nothing is looked up or sent before the first call. Attributes may be set at
    any time; they count from the next call on.

    Parameters
    ----------
    aws_access_key_id, aws_secret_access_key : str, optional
        Keys. Without them: the profile named, else the environment, the shared
        files, boto.cfg, web identity, the container's or the instance's role.
    is_secure : bool, default True
        Whether to use HTTPS.
    port : int, optional
        Port, in place of 443 or 80.
    proxy, proxy_port, proxy_user, proxy_pass : str, int, str, str, optional
        A proxy, in place of the environment's ``HTTPS_PROXY`` and so on.
    debug : int, default 0
        How much to log.
    https_connection_factory : optional
        Refused: it belongs to Python's own HTTP client.
    region : RegionInfo or str, optional
        The region, or its name, in place of boto.cfg's, ``AWS_REGION``, ``AWS_DEFAULT_REGION``,
        the profile's, or ``us-east-1``.
    path : str, default "/"
        Path of the service below its host.
    security_token : str, optional
        The session's token, for temporary keys.
    validate_certs : bool, default True
        Whether the server's certificate must be valid; those of STS and other
        sources of credentials always must be.
    profile_name : str, optional
        A profile of ``~/.aws/credentials`` or ``~/.aws/config``.
    role_arn : str, optional
        ARN of a role to work as: its credentials are had from STS in the
        connection's region, with the keys that the connection has else, and again
        before they end. Connections with the same arguments share them.
    external_id : str, optional
        What the role's trust policy asks for, where the role is another company's.
    role_session_name : str, optional
        Name of the session in the role's account's logs.
    credentials_provider : callable or object, optional
        Your own source of credentials, in place of keys and profile: see
        `reboto.credentials`.

    Raises
    ------
    BotoClientError
        If `https_connection_factory` is given.
    ValueError
        If only one of the two keys is given, or keys or a profile beside
        `credentials_provider`.
    TypeError
        If `credentials_provider` cannot be called, or is ``async`` on a blocking connection.

    Warns
    -----
    UncheckedCertificatesWarning
        At the first call without checks of certificates, once a process.
    """

    ResponseError = BotoServerError
    APIVersion: typing.Any
    DefaultRegionName: typing.Any
    DefaultRegionEndpoint: typing.Any
    _service: typing.ClassVar[str]
    # Whether calls give coroutines, for what is written once for both kinds of connection.
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
    ) -> None:
        aws_secret_access_key, security_token = hide(aws_secret_access_key), hide(security_token)
        proxy, proxy_pass = hide(proxy), hide(proxy_pass)
        if https_connection_factory is not None:
            raise BotoClientError(
                "https_connection_factory: reboto's HTTP client is not Python's and cannot use it; "
                "give proxy=, validate_certs= or ca_certificates_file in boto.cfg instead"
            )
        config = active_config()
        # Here boto.cfg may say "yes", "on" or "1" as well, in boto too.
        listed = config.has_option("Boto", "is_secure")
        self.is_secure = (
            config.getboolean("Boto", "is_secure")
            if listed
            else _core.to_bool("is_secure", is_secure)
        )
        self.port = port or (443 if self.is_secure else 80)
        self.path = path
        self.debug = config.getint("Boto", "debug") or (debug if isinstance(debug, int) else 0)
        self.https_validate_certificates = config.getbool(
            "Boto", "https_validate_certificates", _core.to_bool("validate_certs", validate_certs)
        )
        bundle = config.get("Boto", "ca_certificates_file")
        self.ca_certificates_file = None if bundle == "system" else bundle
        self.num_retries = config.getint("Boto", "num_retries", 6)
        self.max_connections = config.getint("Boto", "max_connections", None)
        self._max_retry_delay = config.getfloat("Boto", "max_retry_delay", 60.0)
        self.http_connection_kwargs: dict[str, typing.Any] = {
            "timeout": config.getint("Boto", "http_socket_timeout", 70)
        }
        connecting = config.get("Boto", "connection_timeout")
        if connecting:
            self.http_connection_kwargs["connect_timeout"] = connecting
        self._metadata_limits = (
            _unless_empty(config.getfloat, "metadata_service_timeout", 1.0),
            _unless_empty(config.getint, "metadata_service_num_attempts", None),
        )
        if not proxy and "http_proxy" in os.environ:
            proxy = proxy_port = proxy_user = proxy_pass = None
            if self.is_secure:
                from reboto._proxy import http_proxy_for_https

                proxy, proxy_port, proxy_user, proxy_pass = http_proxy_for_https()
        else:
            proxy = proxy or config.get("Boto", "proxy")
            proxy_port = proxy_port or config.get("Boto", "proxy_port")
            proxy_user = proxy_user or config.get("Boto", "proxy_user")
            proxy_pass = proxy_pass or config.get("Boto", "proxy_pass")
        if proxy is not None or proxy_pass is not None:
            from reboto._proxy import split_login

            proxy, proxy_user, proxy_pass = split_login(hide(proxy), proxy_user, hide(proxy_pass))
        self.proxy = proxy
        self.proxy_port = proxy_port
        self.proxy_user = proxy_user
        self.proxy_pass = proxy_pass
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
        self.region = region
        self._host: str | None = None

    def __repr__(self) -> str:
        made = "_host" in vars(self)
        host = without_login(str(self.host)) if made else "in the making"
        return f"{type(self).__name__}:{host}"

    def __reduce__(self) -> typing.Any:
        raise TypeError("a connection is not pickled: make a new one where it is needed")

    def close(self) -> None:
        """Do nothing: idle connections are shared by the process and end by themselves."""

    def set_request_hook(self, hook: typing.Any) -> None:
        """Have an object be told of each call's request and answer.

        Parameters
        ----------
        hook : reboto.utils.RequestHook or None
            Its `handle_request_data` is called when a call has ended.
        """
        self.request_hook = hook

    def _pages(self, operation: str, **arguments: typing.Any) -> pagination.Pages[typing.Any]:

        return pagination.Pages(self, operation, **arguments)

    @property
    def region(self) -> typing.Any:
        """The region, a `reboto.regioninfo.RegionInfo`."""
        if self._region is None:
            name = self.DefaultRegionName
            if not active_config().get("Boto", f"{self._option}_region_name"):
                name = _core.default_region(self.profile_name) or name
            self._region = RegionInfo(self, name, self._default_endpoint(name), type(self))
        return self._region

    @region.setter
    def region(self, region: typing.Any) -> None:
        # Without a region the default one is used, as in boto.
        self._region = self._as_region(region) if region else None

    def _as_region(self, region: typing.Any) -> typing.Any:
        if not isinstance(region, str):
            if hasattr(region, "name") and hasattr(region, "endpoint"):
                return region
            raise TypeError(
                f"region must be a RegionInfo or a region's name, got {type(region).__name__}"
            )
        name = str(region)
        if not HOST_CHARACTERS.issuperset(name):
            raise ValueError(f"region must be a name such as 'eu-west-1', got {name!r}")
        from reboto.regioninfo import load_regions

        host = load_regions().get(self._service, {}).get(name) or endpoint(self._service, name)
        return RegionInfo(self, name, host, type(self))

    @property
    def host(self) -> typing.Any:
        """Host name of the service; setting it sends calls elsewhere."""
        return self._host or self.region.endpoint

    @host.setter
    def host(self, host: str | None) -> None:
        if isinstance(host, str) and "@" in host:
            host = Secret(host)
            raise ValueError(f"host is {without_login(host)!r}: {HOST_EXAMPLE}")
        self._host = host

    @property
    def protocol(self) -> str:
        """``"https"`` or ``"http"``."""
        return "https" if self.is_secure else "http"

    @property
    def proxy_pass(self) -> str | None:
        """The proxy's password."""
        return self._proxy_pass.value

    @proxy_pass.setter
    def proxy_pass(self, password: str | None) -> None:
        self._proxy_pass = _Hidden(None if password is None else str(password))

    @property
    def use_proxy(self) -> bool:
        """Whether a proxy was named."""
        return self.proxy is not None

    @property
    def profile_name(self) -> str | None:
        """The profile that was asked for."""
        return self.provider.profile_name

    @property
    def aws_access_key_id(self) -> str | None:
        """Id of the access key; looked for where credentials are, if none was given."""
        return self.provider.access_key

    @property
    def aws_secret_access_key(self) -> str | None:
        """The secret access key; looked for where credentials are, if none was given."""
        return self.provider.secret_key

    @property
    def credentials_provider(self) -> typing.Any:
        """Your own source of credentials, or None: see `reboto.credentials`."""
        return self.provider.credentials_provider

    access_key = gs_access_key_id = aws_access_key_id
    secret_key = gs_secret_access_key = aws_secret_access_key

    @property
    def auth_region_name(self) -> str:
        """Name of the region that requests are signed for."""
        return str(self.region.name)

    @auth_region_name.setter
    def auth_region_name(self, name: str) -> None:
        self.region = RegionInfo(self, name, self.host, type(self))

    @property
    def auth_service_name(self) -> str:
        """Name of the service that requests are signed for."""
        return self._signing_name

    _option: typing.ClassVar[str]
    _signing_name: typing.ClassVar[str]
    _region: typing.Any
    _environment_name: typing.ClassVar[str]

    def _default_endpoint(self, region: str) -> str:
        configured = active_config().get("Boto", self._endpoint_option)
        return configured or endpoint(self._service, region)

    _endpoint_option: typing.ClassVar[str]

    # What follows is read by the core, at each call.

    @property
    def _keys(self) -> _core.Keys | None:
        return self.provider.given

    @property
    def _credentials_source(self) -> _core.CredentialsSource | None:
        return self.provider.source

    @property
    def _boto_file_keys(self) -> _core.Keys | None:
        return self.provider.from_boto_file

    def _ca_bundle(self) -> str | None:
        path = self.ca_certificates_file or os.environ.get("AWS_CA_BUNDLE")
        return os.fspath(path) if path else None

    def _proxy_login(self) -> tuple[str | None, str | None]:
        return self.proxy_user, self.proxy_pass

    def _endpoint_url(self) -> str | None:
        """Return a URL, unless the SDK's own rules for the region are meant."""
        host = self.host
        standard = (host is None or host == endpoint(self._service, self.region.name or "")) and (
            self.is_secure,
            self._port(),
            self.path or "/",
        ) == (True, 443, "/")
        return None if standard else self._url()

    def _port(self) -> int:
        try:
            port = int(self.port)
        except (TypeError, ValueError):
            port = 0
        if not 0 < port < 65536 or port != float(self.port):
            raise ValueError(f"port is {self.port!r}: give a whole number from 1 to 65535")
        return port

    def _warn_of_no_checks(self) -> None:
        if Connection._warned_of_no_checks:
            return
        import warnings

        from reboto.warnings import UncheckedCertificatesWarning

        warnings.warn(
            f"the certificate of {self.host} is not checked, so whoever is on the way can read "
            "and change what is sent: give ca_certificates_file in boto.cfg the authority to "
            "trust, and take away validate_certs=False or https_validate_certificates",
            UncheckedCertificatesWarning,
            stacklevel=2,
        )
        # Only now: where the warning is an error, it stays one.
        Connection._warned_of_no_checks = True

    _warned_of_no_checks: typing.ClassVar[bool] = False

    def _is_plain(self) -> bool:
        # The variables are checked here, for the SDK's own words would not name them.
        url = self._endpoint_url() or self._environment_url() or ""
        return url.startswith("http:")

    def _address(self) -> str:
        """Where calls go, in words for an error."""
        url = self._endpoint_url() or self._environment_url() or self._url()
        try:
            from reboto._proxy import displayed, environment_proxy

            proxy = displayed(self.proxy, self.proxy_port) if self.proxy else environment_proxy(url)
        except OSError:  # no file can be opened to import the module
            proxy = None
        return f"{url} by proxy {proxy}" if proxy else url

    def _environment_url(self) -> str | None:
        for name in (f"AWS_ENDPOINT_URL_{self._environment_name}", "AWS_ENDPOINT_URL"):
            url = hide(os.environ.get(name))
            if url and not is_url(url):
                raise ValueError(
                    f"{name} is {without_login(url)!r}: give a URL such as 'http://127.0.0.1:5000'"
                )
            if url:
                return str(url)
        return None

    def _url(self) -> str:
        host, port, path = hide(str(self.host)), self._port(), (self.path or "").strip("/")
        if path:
            from urllib.parse import quote

            path = quote(path, safe="/%")
        if is_ipv6(host):
            host = f"[{host.strip('[]')}]"
        elif not is_host_name(host):
            raise ValueError(f"host is {without_login(host)!r}: {HOST_EXAMPLE}")
        place = host if port == (443 if self.is_secure else 80) else f"{host}:{port}"
        return f"{self.protocol}://{place}/{path}".rstrip("/")


def _unless_empty(get: typing.Any, option: str, default: typing.Any) -> typing.Any:
    """Read an option of boto's configuration that says nothing where it is empty."""
    return get("Boto", option, default) if active_config().get("Boto", option) else default


class _Hidden:
    """A value that no listing of attributes shows."""

    __slots__ = ("value",)

    def __init__(self, value: str | None) -> None:
        self.value = value

    def __repr__(self) -> str:
        return "<hidden>" if self.value else "None"

    def __reduce__(self) -> typing.Any:
        raise TypeError("a secret is not pickled")
