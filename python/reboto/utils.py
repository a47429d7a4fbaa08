"""The functions of ``boto.utils`` for instance metadata, times and user data."""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import ItemsView, Iterator, ValuesView
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote, urlsplit

from reboto import _core
from reboto._arguments import is_true, need_text
from reboto._json import loads
from reboto._logging import active_log
from reboto._secret import Secret, hide
from reboto.exception import BotoClientError
from reboto.user_data import guess_mime_type as guess_mime_type
from reboto.user_data import write_mime_multipart as write_mime_multipart

if TYPE_CHECKING:
    from _collections_abc import dict_items, dict_values
else:
    # The real classes are not generic at runtime.
    dict_items, dict_values = ItemsView, ValuesView

ISO8601 = "%Y-%m-%dT%H:%M:%SZ"
ISO8601_MS = "%Y-%m-%dT%H:%M:%S.%fZ"
RFC1123 = "%a, %d %b %Y %H:%M:%S %Z"

# Word boundaries in a camel-case name.
_WORDS = re.compile("(?<=[a-z])(?=[0-9])|(?<=[a-z0-9])(?=[A-Z])|(?<=.)(?=[A-Z][a-z])")

_METADATA = "http://169.254.169.254"


def get_instance_metadata(
    version: str = "latest",
    url: str = _METADATA,
    data: str = "meta-data/",
    timeout: float | None = None,
    num_retries: int = 5,
) -> LazyLoadMetadata:
    """Return the metadata of this instance from the instance metadata service.

    Parameters
    ----------
    version : str, default "latest"
        Version of the metadata.
    url : str, optional
        URL of the service. By default, the first of: the environment variable
        ``AWS_EC2_METADATA_SERVICE_ENDPOINT``, the profile, ``http://169.254.169.254``.
    data : str, default "meta-data/"
        Path of the requested part.
    timeout : float, default 1
        Timeout in seconds for connecting, and again for the response.
    num_retries : int, default 5
        Total number of attempts.

    Returns
    -------
    LazyLoadMetadata
        A dict that reads each value at first access; empty if the service is not
        available.

    Examples
    --------
    >>> metadata = get_instance_metadata(timeout=2, num_retries=1)  # doctest: +SKIP
    >>> metadata["placement"]["availability-zone"]  # doctest: +SKIP
    'us-east-1a'
    """
    return LazyLoadMetadata(f"{url}/{version}/{data}", num_retries, timeout)


def get_instance_identity(
    version: str = "latest",
    url: str = _METADATA,
    timeout: float | None = None,
    num_retries: int = 5,
) -> dict[str, Any]:
    """Return the instance's identity document and its signatures.

    Parameters
    ----------
    version, url : str
        As in `get_instance_metadata`.
    timeout : float, default 1
        Seconds, as in `get_instance_metadata`.
    num_retries : int, default 5
        As in `get_instance_metadata`.

    Returns
    -------
    dict
        ``"document"``, a dict with ``"region"``, ``"instanceId"`` and so on, and
        the signatures, as text; empty if the service is not available.

    Examples
    --------
    >>> get_instance_identity()["document"]["region"]  # doctest: +SKIP
    'us-east-1'
    """
    base = f"{url}/{version}/dynamic/instance-identity/"
    identity: dict[str, Any] = {}
    for name in retry_url(base, num_retries=num_retries, timeout=timeout).split("\n"):
        if name:
            text = retry_url(base + name, num_retries=num_retries, timeout=timeout)
            identity[name] = loads(text) if text.startswith("{") else text
    return identity


def get_instance_userdata(
    version: str = "latest",
    sep: str | None = None,
    url: str = _METADATA,
    timeout: float | None = None,
    num_retries: int = 5,
) -> Any:
    """Return the user data that the instance was launched with.

    Parameters
    ----------
    version, url : str
        As in `get_instance_metadata`.
    timeout : float, default 1
        Seconds, as in `get_instance_metadata`.
    num_retries : int, default 5
        As in `get_instance_metadata`.
    sep : str, optional
        Separator of ``name=value`` pairs, if the user data consists of such pairs.

    Returns
    -------
    str or dict
        The user data, or a dict of its pairs if `sep` is given. An empty string if there
        is no user data or the service is not available.

    Examples
    --------
    >>> get_instance_userdata(sep="|")  # doctest: +SKIP
    {'role': 'web', 'stage': 'live'}
    """
    text = retry_url(f"{url}/{version}/user-data", num_retries=num_retries, timeout=timeout)
    if not text or not sep:
        return text
    pairs = (pair.partition("=") for pair in text.split(sep) if pair.strip())
    return {name.strip(): value.strip() for name, _, value in pairs}


def retry_url(
    url: str,
    retry_on_404: bool = True,  # noqa: ARG001
    num_retries: int = 10,
    timeout: float | None = None,
) -> str:
    """Read a page of the instance metadata service.

    Parameters
    ----------
    url : str
        URL of the page. The endpoint ``http://169.254.169.254`` is replaced by
        ``AWS_EC2_METADATA_SERVICE_ENDPOINT`` or the endpoint of the profile, if set.
    retry_on_404 : bool, default True
        Ignored: status 404 is never retried.
    num_retries : int, default 10
        Total number of attempts.
    timeout : float, default 1
        Timeout in seconds for connecting, and again for the response.

    Returns
    -------
    str
        Content of the page. An empty string if the page does not exist or the service
        cannot be reached; the log says which.
    """
    need_text("url", url)
    parts = urlsplit(url)
    endpoint: str | None = f"{parts.scheme}://{parts.netloc}"
    if endpoint == _METADATA:
        endpoint = None
        if os.environ.get("AWS_EC2_METADATA_DISABLED", "").lower() == "true":
            active_log().debug("AWS_EC2_METADATA_DISABLED is set: instance metadata is not read")
            return ""
    attempts = min(_core.to_int("num_retries", num_retries), 2**31 - 1)
    if attempts < 1:
        return ""
    seconds = 1.0 if timeout is None else _core.to_float("timeout", timeout)
    try:
        text = _core.metadata(parts.path, timeout=seconds, attempts=attempts, endpoint=endpoint)
    except BotoClientError as error:
        active_log().error("%s", error)
        return ""
    if text is None:
        active_log().debug("instance metadata page %s does not exist", parts.path)
    return text or ""


class LazyLoadMetadata(dict[str, Any]):
    """A part of the instance metadata; each value is read at first access.

    Values are strings, lists of lines, dicts (for JSON), or objects of this class (for
    nested parts).

    Parameters
    ----------
    url : str
        URL of the part, with a trailing slash.
    num_retries : int
        Total number of attempts for each page.
    timeout : float, default 1
        Timeout in seconds for connecting, and again for the response.

    Raises
    ------
    ValueError
        If a value that starts like JSON is not valid JSON, at each attempt.
    """

    def __init__(self, url: str, num_retries: int, timeout: float | None = None) -> None:
        self._url = url
        self._num_retries = _core.to_int("num_retries", num_retries)
        self._timeout = timeout
        self._pages: dict[str, str] = {}
        for line in filter(None, self._read("").split("\n")):
            key, page = line.removesuffix("/"), line
            number, equals, name = line.partition("=")
            if key == line and number and equals:
                # Public keys are listed as 0=name, and are one level deeper.
                key, page = name, f"{number}/openssh-key"
            self._pages[key] = page
            self[key] = None

    def __getitem__(self, key: str) -> Any:
        value = super().__getitem__(key)
        if value is None and key in self._pages:
            value = self[key] = self._load(self._pages[key])
        return value

    def __iter__(self) -> Iterator[str]:
        # Overridden, so that dict(metadata) also reads the values.
        return super().__iter__()

    def get(self, key: str, default: Any = None) -> Any:
        """Return a value, or `default` if there is no such key."""
        try:
            return self[key]
        except KeyError:
            return default

    def values(self) -> dict_values[str, Any]:
        """Read all values and return them."""
        self._materialize()
        return super().values()

    def items(self) -> dict_items[str, Any]:
        """Read all values and return them with their keys."""
        self._materialize()
        return super().items()

    def __eq__(self, other: object) -> bool:
        self._materialize()
        return super().__eq__(other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = None

    def __repr__(self) -> str:
        self._materialize()
        return super().__repr__()

    __str__ = __repr__

    def _materialize(self) -> None:
        for key in self:
            self[key]

    def _read(self, page: str) -> str:
        return retry_url(
            self._url + quote(page, safe="/:"),
            num_retries=self._num_retries,
            timeout=self._timeout,
        )

    def _load(self, page: str) -> Any:
        if page.endswith("/"):
            return LazyLoadMetadata(self._url + page, self._num_retries, self._timeout)
        wrong = ""
        for _ in range(self._num_retries):
            # A traceback with locals would show the credentials of the instance's role.
            text = Secret(self._read(page))
            if not text.startswith("{"):
                return text.split("\n") if text.find("\n") > 0 else str(text)
            try:
                return loads(text, object_hook=_with_credentials_hidden)
            except json.JSONDecodeError as error:
                wrong = str(error)
        # Raised outside the handler, because Python's error, which has the page, would be chained.
        if wrong:
            raise ValueError(f"{self._url}{page} is not valid JSON: {wrong}")
        return ""


def _with_credentials_hidden(page: dict[str, Any]) -> dict[str, Any]:
    """Wrap the credentials in a page, so that its repr does not show them."""
    secret = ("SecretAccessKey", "Token")
    return {name: hide(part) if name in secret else part for name, part in page.items()}


class RequestHook:
    """A hook that is called after every call of a connection; see `set_request_hook`.

    Examples
    --------
    >>> class Counted(RequestHook):
    ...     calls = 0
    ...
    ...     def handle_request_data(self, request, response, error=False):
    ...         self.calls += 1
    """

    def handle_request_data(self, request: Any, response: Any, error: bool = False) -> None:
        """Handle a request and its response. The default does nothing; override it.

        Parameters
        ----------
        request : reboto._http_messages.HTTPRequest
            The last request of the call.
        response : reboto._http_messages.HTTPResponse or None
            The response; None if no response arrived.
        error : bool
            Whether there was no response, or the service returned a server error.
        """


def get_ts(ts: Any = None) -> str:
    """Format a UTC time in the format of AWS.

    Parameters
    ----------
    ts : time.struct_time, optional
        The time, in UTC; by default, the current time.

    Returns
    -------
    str

    Examples
    --------
    >>> get_ts(time.gmtime(0))
    '1970-01-01T00:00:00Z'
    """
    try:
        return time.strftime(ISO8601, ts if is_true(ts) else time.gmtime())
    except TypeError as error:
        raise TypeError(f"ts must be a time.struct_time, got {_core.shown(ts)}") from error


def parse_ts(ts: str) -> datetime:
    """Parse a time in the format of AWS.

    Parameters
    ----------
    ts : str
        ISO 8601 with a ``Z``, with or without fractions of a second, or RFC 1123.

    Returns
    -------
    datetime.datetime
        UTC, naive.

    Raises
    ------
    ValueError
        If the time is in neither format.

    Examples
    --------
    >>> parse_ts("2010-01-02T03:04:05.678Z")
    datetime.datetime(2010, 1, 2, 3, 4, 5, 678000)
    >>> parse_ts("Sat, 02 Jan 2010 03:04:05 GMT")
    datetime.datetime(2010, 1, 2, 3, 4, 5)
    """
    if not isinstance(ts, str):
        raise TypeError(f"ts must be a string, got {_core.shown(ts)}")
    text = ts.strip()
    for form in (ISO8601, ISO8601_MS):
        try:
            return datetime.strptime(text, form)
        except ValueError:
            continue
    try:
        parsed = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        raise ValueError(
            f"ts must be ISO 8601 such as '2010-01-02T03:04:05Z', or RFC 1123, "
            f"got {_core.shown(ts)}"
        ) from None
    return parsed if parsed.tzinfo is None else parsed.astimezone(timezone.utc).replace(tzinfo=None)


def pythonize_name(name: str) -> str:
    """Convert a name in AWS's API to the name of boto's attribute.

    Parameters
    ----------
    name : str
        A name in camel case.

    Returns
    -------
    str

    Examples
    --------
    >>> pythonize_name("AutoScalingGroupARN"), pythonize_name("HTTPStatus200Ok")
    ('auto_scaling_group_arn', 'http_status_200_ok')
    """
    need_text("name", name)
    return _WORDS.sub("_", name).lower()


def mklist(value: Any) -> list[Any]:
    """Return a list unchanged, a tuple as a list, and any other value in a list.

    Parameters
    ----------
    value : object
        The value.

    Returns
    -------
    list

    Examples
    --------
    >>> mklist("web"), mklist(("a", "b"))
    (['web'], ['a', 'b'])
    """
    if isinstance(value, list):
        return cast("list[object]", value)
    return list(cast("tuple[object, ...]", value)) if isinstance(value, tuple) else [value]


def get_utf8_value(value: Any) -> bytes:
    """Encode a value as UTF-8.

    Parameters
    ----------
    value : object
        A string, or an object that is converted with `str`.

    Returns
    -------
    bytes
        Bytes are returned unchanged.

    Examples
    --------
    >>> get_utf8_value(5), get_utf8_value(b"five")
    (b'5', b'five')
    """
    return value if isinstance(value, bytes) else str(value).encode()
