"""boto 2's API for Auto Scaling and CloudWatch, built on the AWS SDK for Rust.

To migrate a script, replace ``import boto`` with ``import reboto as boto``:

>>> import reboto as boto
>>> boto.connect_autoscale("key", "secret")
AutoScaleConnection:autoscaling.us-east-1.amazonaws.com
"""

from __future__ import annotations

from reboto._lazy import TYPE_CHECKING, LazyModule, Unpack, lazy_attributes
from reboto._secret import hide, hide_in
from reboto.pyami.config import Config

try:
    # Not imported lazily, so that `import reboto` fails if the compiled module is unusable.
    from reboto import _core  # noqa: F401 # pyright: ignore[reportUnusedImport]
except ImportError as error:
    from reboto._import_error import explain

    explanation = explain(error, __spec__)
    if explanation is None:
        raise
    raise ImportError(explanation, name="reboto._core") from None

if TYPE_CHECKING:
    import logging

    from reboto import _connection_keywords
    from reboto import aio as aio
    from reboto import connection as connection
    from reboto import credentials as credentials
    from reboto import ec2 as ec2
    from reboto import exception as exception
    from reboto import fanout as fanout
    from reboto import foresight as foresight
    from reboto import local as local
    from reboto import pages as pages
    from reboto import pagination as pagination
    from reboto import plot as plot
    from reboto import provider as provider
    from reboto import pyami as pyami
    from reboto import regioninfo as regioninfo
    from reboto import resultset as resultset
    from reboto import table as table
    from reboto import testing as testing
    from reboto import utils as utils
    from reboto import waiters as waiters
    from reboto import waiting as waiting
    from reboto import warnings as warnings
    from reboto.ec2 import autoscale as _autoscale
    from reboto.ec2 import cloudwatch as _cloudwatch

    log: logging.Logger
    perflog: logging.Logger

__version__ = "0.1.0"
# The version of boto whose API this is. Scripts compare it.
Version = "2.49.0"
UserAgent = f"reboto/{__version__}"
config = Config()

# Hidden from type checkers: with a __getattr__, they would accept any name.
if not TYPE_CHECKING:
    _autoscale = LazyModule("reboto.ec2.autoscale")
    _connection_keywords = LazyModule("reboto._connection_keywords")
    _cloudwatch = LazyModule("reboto.ec2.cloudwatch")
    # Scripts use these submodules after `import boto` alone.
    _PARTS = (
        "aio",
        "connection",
        "credentials",
        "ec2",
        "exception",
        "fanout",
        "foresight",
        "local",
        "pages",
        "pagination",
        "plot",
        "provider",
        "pyami",
        "regioninfo",
        "resultset",
        "table",
        "testing",
        "utils",
        "waiters",
        "waiting",
        "warnings",
    )
    _SOURCES = {"log": "reboto._logging", "perflog": "reboto._logging"}
    __getattr__, __dir__ = lazy_attributes(__name__, _SOURCES, _PARTS)


def connect_autoscale(
    aws_access_key_id: str | None = None,
    aws_secret_access_key: str | None = None,
    **kwargs: Unpack[_connection_keywords.AutoScale],
) -> _autoscale.AutoScaleConnection:
    """Connect to Auto Scaling.

    No request is sent and no credentials are loaded before the first call.

    Parameters
    ----------
    aws_access_key_id, aws_secret_access_key : str, optional
        Credentials; by default, from the SDK's chain and boto's configuration files.
    **kwargs
        Other arguments of `reboto.ec2.autoscale.AutoScaleConnection`.

    Returns
    -------
    AutoScaleConnection
    """
    aws_secret_access_key, kwargs = hide(aws_secret_access_key), hide_in(kwargs)
    return _autoscale.AutoScaleConnection(aws_access_key_id, aws_secret_access_key, **kwargs)


def connect_cloudwatch(
    aws_access_key_id: str | None = None,
    aws_secret_access_key: str | None = None,
    **kwargs: Unpack[_connection_keywords.CloudWatch],
) -> _cloudwatch.CloudWatchConnection:
    """Connect to CloudWatch.

    No request is sent and no credentials are loaded before the first call.

    Parameters
    ----------
    aws_access_key_id, aws_secret_access_key : str, optional
        Credentials; by default, from the SDK's chain and boto's configuration files.
    **kwargs
        Other arguments of `reboto.ec2.cloudwatch.CloudWatchConnection`.

    Returns
    -------
    CloudWatchConnection
    """
    aws_secret_access_key, kwargs = hide(aws_secret_access_key), hide_in(kwargs)
    return _cloudwatch.CloudWatchConnection(aws_access_key_id, aws_secret_access_key, **kwargs)


def install_as_boto() -> None:
    """Use reboto under the name ``boto`` in this process, as ``import reboto.as_boto`` does.

    Call it before the first import of boto. Unlike an import, a call stays where it is when a
    formatter sorts the imports of a file. Calling it again has no effect.

    Raises
    ------
    ImportError
        If another boto is already imported: modules that imported it would keep using it.

    Examples
    --------
    >>> import reboto
    >>> reboto.install_as_boto()
    >>> import boto.ec2.autoscale
    >>> boto.ec2.autoscale.__name__
    'reboto.ec2.autoscale'
    """
    from reboto._compat import alias

    alias.activate()


def init_logging() -> None:
    """Configure logging from the logging sections of boto's configuration files."""
    from reboto import _logging

    _logging.init_logging()


def set_stream_logger(name: str, level: int = 10, format_string: str | None = None) -> None:
    """Write a logger's records to standard error.

    Parameters
    ----------
    name : str
        The logger's name, such as ``"boto"``.
    level : int, default 10
        Minimum level to write; 10 is ``logging.DEBUG``.
    format_string : str, optional
        Format of the records. By default: time, name, level and message.
    """
    from reboto import _logging

    _logging.set_stream_logger(name, level, format_string)


def set_file_logger(
    name: str, filepath: str, level: int = 20, format_string: str | None = None
) -> None:
    """Write a logger's records to a file.

    Parameters
    ----------
    name : str
        The logger's name, such as ``"boto"``.
    filepath : str
        Path of the file; records are appended.
    level : int, default 20
        Minimum level to write; 20 is ``logging.INFO``.
    format_string : str, optional
        Format of the records. By default: time, name, level and message.
    """
    from reboto import _logging

    _logging.set_file_logger(name, filepath, level, format_string)
