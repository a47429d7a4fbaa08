"""boto's configuration files: ``/etc/boto.cfg``, ``~/.boto``, those the environment names."""

from __future__ import annotations

import os
import sys

from reboto._lazy import TYPE_CHECKING, abc, typing
from reboto._secret import HIDDEN, Secret

if TYPE_CHECKING:
    from configparser import ConfigParser

BotoConfigPath = "/etc/boto.cfg"

_DEFAULTS = {"working_dir": "/mnt/pyami", "debug": "0"}


def __getattr__(name: str) -> typing.Any:
    if name == "UnsafeConfigWarning":
        from reboto.warnings import UnsafeConfigWarning

        return UnsafeConfigWarning
    # Asked for when used, so that a changed home or environment counts.
    if name == "UserConfigPath":
        return _user_config_path()
    if name == "BotoConfigLocations":
        return config_locations()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def config_locations() -> list[str]:
    """List the files that `Config` reads, those that count more last.

    ``BOTO_CONFIG`` in the environment names one file instead of the usual
    two, ``BOTO_PATH`` several, separated as ``PATH`` is.

    Returns
    -------
    list of str
        Paths, whether or not there is such a file.
    """
    if "BOTO_CONFIG" in os.environ:
        return [_expand(os.environ["BOTO_CONFIG"])]
    if "BOTO_PATH" in os.environ:
        return [_expand(path) for path in os.environ["BOTO_PATH"].split(os.pathsep)]
    return [BotoConfigPath, _user_config_path()]


def active_config() -> Config:
    """Return ``boto.config``, which scripts may replace.

    Returns
    -------
    Config
    """
    return sys.modules["reboto"].config  # type: ignore[no-any-return]


class Config:
    r"""Settings of boto, read from its files when the first one is asked for.

    Whatever is not described here is that of `configparser.ConfigParser`:
    `sections`, `options`, `items`, `has_section`, `add_section`, `set`,
    `write` and so on.

    Parameters
    ----------
    path : str
        A file to read at once, with those that it names in lines of the form
        ``#import other.cfg``, instead of the usual files.
    fp : file
        An open file to read instead.
    do_load : bool
        Whether to read anything.

    Warns
    -----
    UserWarning
        When the environment variable ``AWS_CREDENTIAL_FILE`` names a file
        that cannot be read.
    UnsafeConfigWarning
        When others may change one of the files, or read secrets in it. Once a
        file; it is used all the same.

    Examples
    --------
    >>> from io import StringIO
    >>> config = Config(fp=StringIO("[Boto]\nnum_retries = 3\nis_secure = False\n"))
    >>> config.getint("Boto", "num_retries"), config.getbool("Boto", "is_secure", True)
    (3, False)
    >>> config.get("Boto", "proxy", "none")
    'none'
    """

    def __init__(
        self, path: str | None = None, fp: abc.Iterable[str] | None = None, do_load: bool = True
    ) -> None:
        if do_load and not path and not fp:
            return
        # Imported where there is something to parse: most users have no file, and it takes long.
        from configparser import ConfigParser

        self._parser = ConfigParser(_DEFAULTS)
        if do_load:
            if path:
                self.load_from_path(path)
            elif fp:
                self.readfp(fp)
            self._load_named_credentials()

    def _load(self) -> ConfigParser:
        loaded = Config(do_load=False)
        for path in config_locations():
            # As in boto, a file that cannot be opened is ignored.
            if os.access(path, os.R_OK):
                from reboto.pyami import _files

                if _files.is_readable(path):
                    _files.read(loaded._parser, _files.text(path), path)
                    _files.warn_if_open(path)
        loaded._load_named_credentials()
        return loaded._parser

    def _is_silent(self) -> bool:
        """Say whether there is nothing to read, as for most users; this is quick to see."""
        if "_parser" in self.__dict__:
            return False
        if "_silent" not in self.__dict__:
            files = [*config_locations(), os.environ.get("AWS_CREDENTIAL_FILE", "")]
            self._silent = not any(path != os.devnull and os.path.exists(path) for path in files)
        return self._silent

    def __getattr__(self, name: str) -> typing.Any:
        if name == "_parser":
            self._parser = self._load()
            return self._parser
        # What copying and pickling look for must not read files.
        if name.startswith("__"):
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        return getattr(self._parser, name)

    def __getstate__(self) -> dict[str, typing.Any]:
        return {"_parser": self._parser}

    def has_option(self, section: str, option: str) -> bool:
        """Say whether a setting is given.

        Parameters
        ----------
        section, option : str
            Where, such as ``"Boto"`` and ``"proxy"``.

        Returns
        -------
        bool
        """
        return not self._is_silent() and self._parser.has_option(section, option)

    def get(self, section: str, name: str, default: typing.Any = None) -> typing.Any:
        """Return a setting as text.

        Parameters
        ----------
        section, name : str
            Where, such as ``"Credentials"`` and ``"aws_access_key_id"``.
        default : object
            What to return when it is not given.

        Returns
        -------
        str
        """
        if self._is_silent():
            return default
        from configparser import (
            InterpolationDepthError,
            InterpolationError,
            InterpolationMissingOptionError,
            InterpolationSyntaxError,
            NoOptionError,
            NoSectionError,
        )

        wrong: InterpolationError
        try:
            return self._parser.get(section, name)
        except (NoOptionError, NoSectionError):
            return default
        except InterpolationSyntaxError:
            # A lone % in a password, which Python 2 took as it is.
            return self._parser.get(section, name, raw=True)
        except InterpolationMissingOptionError:
            wrong = InterpolationMissingOptionError(name, section, HIDDEN, HIDDEN)
        except InterpolationDepthError:
            wrong = InterpolationDepthError(name, section, HIDDEN)
        # Outside: Python's own error would come along, and shows the value.
        raise wrong

    def get_value(self, section: str, name: str, default: typing.Any = None) -> typing.Any:
        """Return a setting as text: the same as `get`.

        Parameters
        ----------
        section, name : str
            Where.
        default : object
            What to return when it is not given.

        Returns
        -------
        str
        """
        return self.get(section, name, default)

    def getint(self, section: str, name: str, default: typing.Any = 0) -> typing.Any:
        """Return a setting as a whole number.

        Parameters
        ----------
        section, name : str
            Where, such as ``"Boto"`` and ``"num_retries"``.
        default : int
            What to return when it is not given.

        Returns
        -------
        int

        Raises
        ------
        ValueError
            When it is no whole number.
        """
        return self._number(int, "a whole number", section, name, default)

    def getfloat(self, section: str, name: str, default: typing.Any = 0.0) -> typing.Any:
        """Return a setting as a number.

        Parameters
        ----------
        section, name : str
            Where.
        default : float
            What to return when it is not given.

        Returns
        -------
        float

        Raises
        ------
        ValueError
            When it is no number.
        """
        return self._number(float, "a number", section, name, default)

    def getbool(self, section: str, name: str, default: typing.Any = False) -> typing.Any:
        """Return a setting as a truth value.

        Parameters
        ----------
        section, name : str
            Where, such as ``"Boto"`` and ``"is_secure"``.
        default : bool
            What to return when it is not given.

        Returns
        -------
        bool
            True for ``true`` in any case, False for all else.
        """
        if not self.has_option(section, name):
            return default
        return bool(self.get(section, name).lower() == "true")

    def setbool(self, section: str, name: str, value: object) -> None:
        """Set a truth value, here and not in any file.

        Parameters
        ----------
        section, name : str
            Where; the section must exist.
        value : bool
            The truth value.
        """
        self._parser.set(section, name, "true" if value else "false")

    def get_instance(self, name: str, default: typing.Any = None) -> typing.Any:
        """Return a setting of the section ``[Instance]`` as text.

        Parameters
        ----------
        name : str
            Which.
        default : object
            What to return when it is not given.

        Returns
        -------
        str
        """
        return self.get("Instance", name, default)

    def get_user(self, name: str, default: typing.Any = None) -> typing.Any:
        """Return a setting of the section ``[User]`` as text.

        Parameters
        ----------
        name : str
            Which.
        default : object
            What to return when it is not given.

        Returns
        -------
        str
        """
        return self.get("User", name, default)

    def getint_user(self, name: str, default: typing.Any = 0) -> typing.Any:
        """Return a setting of the section ``[User]`` as a whole number.

        Parameters
        ----------
        name : str
            Which.
        default : int
            What to return when it is not given.

        Returns
        -------
        int
        """
        return self.getint("User", name, default)

    def load_from_path(self, path: str) -> None:
        """Read a file, and before it those that it imports.

        Parameters
        ----------
        path : str
            The file. A line ``#import other.cfg`` in it names a file beside
            it.

        Raises
        ------
        OSError
            When a file cannot be read.
        ValueError
            When a file imports itself.
        """
        from reboto.pyami import _files

        _files.read_with_imports(self._parser, path)

    def load_credential_file(self, path: str) -> None:
        """Read keys from a file in the form of Amazon's old Java tools.

        Parameters
        ----------
        path : str
            A file with the lines ``AWSAccessKeyId=...`` and
            ``AWSSecretKey=...``.

        Raises
        ------
        OSError
            When it cannot be read.
        """
        from reboto.pyami import _files

        _files.read(self._parser, _files.keys(path), path)

    def readfp(self, fp: abc.Iterable[str], filename: str | None = None) -> None:
        """Read an open file.

        Parameters
        ----------
        fp : file
            The file.
        filename : str
            What errors call it.
        """
        from reboto.pyami import _files

        name = filename or getattr(fp, "name", "<???>")
        _files.read(self._parser, Secret("".join(fp)), str(name))

    def save_option(self, path: str, section: str, option: str, value: str) -> None:
        """Set a setting, here and in a file.

        Parameters
        ----------
        path : str
            The file; it is made when there is none.
        section, option, value : str
            Where, and what.
        """
        from reboto.pyami import _files

        _files.save(path, section, option, value)
        _files.put(self._parser, section, option, value)

    def save_user_option(self, section: str, option: str, value: str) -> None:
        """Set a setting, here and in ``~/.boto``.

        Parameters
        ----------
        section, option, value : str
            Where, and what.
        """
        self.save_option(_user_config_path(), section, option, value)

    def save_system_option(self, section: str, option: str, value: str) -> None:
        """Set a setting, here and in ``/etc/boto.cfg``.

        Parameters
        ----------
        section, option, value : str
            Where, and what.
        """
        self.save_option(BotoConfigPath, section, option, value)

    def dump(self) -> None:
        """Print all settings, secrets too."""
        from io import StringIO

        text = StringIO()
        self._parser.write(text)
        sys.stdout.write(text.getvalue() + "\n")

    def dump_safe(self, fp: typing.TextIO | None = None) -> None:
        """Write all settings, secrets made unreadable.

        Parameters
        ----------
        fp : file
            Where to write; the standard output when not given.
        """
        from reboto.pyami import _files

        out = fp or sys.stdout
        for section in self._parser.sections():
            out.write(f"[{section}]\n")
            for option in self._parser.options(section):
                value = "x" * 18 if option in _files.SECRETS else self.get(section, option)
                out.write(f"{option} = {value}\n")

    def _number(
        self,
        convert: abc.Callable[[typing.Any], typing.Any],
        right: str,
        section: str,
        name: str,
        default: typing.Any,
    ) -> typing.Any:
        value = self.get(section, name)
        if value is None:
            if default is None or type(default) is convert:
                return default
            from reboto.pyami import _numbers

            return _numbers.convert_default(convert, right, default)
        try:
            return convert(value)
        except ValueError:
            raise ValueError(
                f"{name} in section [{section}] of boto's configuration is {value!r}: give {right}"
            ) from None

    def _load_named_credentials(self) -> None:
        path = os.environ.get("AWS_CREDENTIAL_FILE")
        if path is None:
            return
        from reboto.pyami import _files

        try:
            self.load_credential_file(_expand(path))
            _files.warn_if_open(_expand(path))
        except OSError as error:
            import warnings

            warnings.warn(f"the keys in AWS_CREDENTIAL_FILE cannot be read: {error}", stacklevel=2)


def _user_config_path() -> str:
    return _expand("~/.boto")


def _expand(path: str) -> str:
    # Path.expanduser fails where a user has no home, as in some containers; this does not.
    return os.path.expanduser(path)
