"""boto's configuration files: ``/etc/boto.cfg``, ``~/.boto``, and files set in the environment."""

from __future__ import annotations

import os
import sys

from reboto._lazy import TYPE_CHECKING, abc, typing

if TYPE_CHECKING:
    from configparser import ConfigParser

BotoConfigPath = "/etc/boto.cfg"

_DEFAULTS = {"working_dir": "/mnt/pyami", "debug": "0"}


def __getattr__(name: str) -> typing.Any:
    if name == "UnsafeConfigWarning":
        from reboto.warnings import UnsafeConfigWarning

        return UnsafeConfigWarning
    # Computed at each access, so that changes of HOME and the environment apply.
    if name == "UserConfigPath":
        return _expand("~/.boto")
    if name == "BotoConfigLocations":
        return config_locations()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def config_locations() -> list[str]:
    """Return the paths of the files that `Config` reads; later files take precedence.

    The environment variable ``BOTO_CONFIG`` replaces the two default files by one file,
    and ``BOTO_PATH`` replaces them by several, separated like those in ``PATH``.

    Returns
    -------
    list of str
        Paths of files, which may not exist.
    """
    if "BOTO_CONFIG" in os.environ:
        return [_expand(os.environ["BOTO_CONFIG"])]
    if "BOTO_PATH" in os.environ:
        return [_expand(path) for path in os.environ["BOTO_PATH"].split(os.pathsep)]
    return [BotoConfigPath, _expand("~/.boto")]


def active_config() -> Config:
    """Return ``boto.config``, which scripts may replace.

    Returns
    -------
    Config
    """
    return sys.modules["reboto"].config  # type: ignore[no-any-return]


class Config:
    r"""boto's configuration. The files are read when an option is first used.

    All other methods are those of `configparser.ConfigParser`: `sections`, `options`,
    `items`, `has_section`, `add_section`, `set`, `write` and so on.

    Parameters
    ----------
    path : str
        A file to read immediately instead of the default files, with the files that it
        imports by lines such as ``#import other.cfg``.
    fp : file
        An open file to read instead of the default files.
    do_load : bool, default True
        Whether to read any file.

    Warns
    -----
    UserWarning
        If the file in the environment variable ``AWS_CREDENTIAL_FILE`` cannot be read.
    UnsafeConfigWarning
        If other users can change one of the files, or read secrets in it. Issued once
        per file; the file is still used.

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
        # Imported only if there is a file to parse, because the import is slow.
        from configparser import ConfigParser

        self._parser = ConfigParser(_DEFAULTS)
        if do_load:
            if path:
                self.load_from_path(path)
            elif fp:
                self.readfp(fp)
            self._load_named_credentials()

    def _load(self) -> ConfigParser:
        from reboto.pyami import _files, _plain_files

        loaded = Config(do_load=False)
        # Taken away, so that the files are read again after an error in them.
        read = self.__dict__.pop("_read", None) or _plain_files.contents(config_locations())
        for path, content in read:
            _files.read(loaded._parser, content, path)
        loaded._load_named_credentials()
        return loaded._parser

    def _plain_options(self, section: str, option: str) -> dict[str, str] | None:
        """Return the options of a section, with the defaults; None if it needs the parser."""
        is_text = isinstance(section, str) and isinstance(option, str)
        if "_parser" in self.__dict__ or not is_text or section in ("", "DEFAULT"):
            return None
        if "_plain" not in self.__dict__:
            from reboto.pyami import _plain_files

            self._read = _plain_files.contents(config_locations())
            named = "AWS_CREDENTIAL_FILE" in os.environ
            self._plain = None if named else _plain_files.options(text for _, text in self._read)
        if self._plain is None:
            return None
        found = self._plain.get(section)
        return {} if found is None else {**_DEFAULTS, **found}

    def _has_no_files(self) -> bool:
        """Return whether there is no file to read. This check is fast, unlike parsing."""
        if "_parser" in self.__dict__:
            return False
        if "_no_files" not in self.__dict__:
            files = [*config_locations(), os.environ.get("AWS_CREDENTIAL_FILE", "")]
            self._no_files = not any(path != os.devnull and os.path.exists(path) for path in files)
        return self._no_files

    def __getattr__(self, name: str) -> typing.Any:
        if name == "_parser":
            self._parser = self._load()
            return self._parser
        # Looking up special methods, as copy and pickle do, must not read files.
        if name.startswith("__"):
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        return getattr(self._parser, name)

    def __getstate__(self) -> dict[str, typing.Any]:
        return {"_parser": self._parser}

    def has_option(self, section: str, option: str) -> bool:
        """Return whether an option is set.

        Parameters
        ----------
        section, option : str
            Section and option, such as ``"Boto"`` and ``"proxy"``.

        Returns
        -------
        bool
        """
        if self._has_no_files():
            return False
        plain = self._plain_options(section, option)
        if plain is not None:
            return option.lower() in plain
        return self._parser.has_option(section, option)

    def get(self, section: str, name: str, default: typing.Any = None) -> typing.Any:
        """Return an option as a string.

        Parameters
        ----------
        section, name : str
            Section and option, such as ``"Credentials"`` and ``"aws_access_key_id"``.
        default : object
            Value to return if the option is not set.

        Returns
        -------
        str
        """
        if self._has_no_files():
            return default
        plain = self._plain_options(section, name)
        if plain is not None:
            return plain.get(name.lower(), default)
        from reboto.pyami import _files

        return _files.value(self._parser, section, name, default)

    def get_value(self, section: str, name: str, default: typing.Any = None) -> typing.Any:
        """Return an option as a string; the same as `get`.

        Parameters
        ----------
        section, name : str
            Section and option.
        default : object
            Value to return if the option is not set.

        Returns
        -------
        str
        """
        return self.get(section, name, default)

    def getint(self, section: str, name: str, default: typing.Any = 0) -> typing.Any:
        """Return an option as an integer.

        Parameters
        ----------
        section, name : str
            Section and option, such as ``"Boto"`` and ``"num_retries"``.
        default : int
            Value to return if the option is not set.

        Returns
        -------
        int

        Raises
        ------
        ValueError
            If the option is not an integer.
        """
        return self._number(int, "an integer", section, name, default)

    def getfloat(self, section: str, name: str, default: typing.Any = 0.0) -> typing.Any:
        """Return an option as a float.

        Parameters
        ----------
        section, name : str
            Section and option.
        default : float
            Value to return if the option is not set.

        Returns
        -------
        float

        Raises
        ------
        ValueError
            If the option is not a number.
        """
        return self._number(float, "a number", section, name, default)

    def getbool(self, section: str, name: str, default: typing.Any = False) -> typing.Any:
        """Return an option as a bool.

        Parameters
        ----------
        section, name : str
            Section and option, such as ``"Boto"`` and ``"is_secure"``.
        default : bool
            Value to return if the option is not set.

        Returns
        -------
        bool
            True for ``true`` in upper or lower case, False for all other values.
        """
        if not self.has_option(section, name):
            return default
        return bool(self.get(section, name).lower() == "true")

    def setbool(self, section: str, name: str, value: object) -> None:
        """Set an option to a bool, in memory only.

        Parameters
        ----------
        section, name : str
            Section and option; the section must exist.
        value : bool
            The value.
        """
        self._parser.set(section, name, "true" if value else "false")

    def get_instance(self, name: str, default: typing.Any = None) -> typing.Any:
        """Return an option of the section ``[Instance]`` as a string.

        Parameters
        ----------
        name : str
            Name of the option.
        default : object
            Value to return if the option is not set.

        Returns
        -------
        str
        """
        return self.get("Instance", name, default)

    def get_user(self, name: str, default: typing.Any = None) -> typing.Any:
        """Return an option of the section ``[User]`` as a string.

        Parameters
        ----------
        name : str
            Name of the option.
        default : object
            Value to return if the option is not set.

        Returns
        -------
        str
        """
        return self.get("User", name, default)

    def getint_user(self, name: str, default: typing.Any = 0) -> typing.Any:
        """Return an option of the section ``[User]`` as an integer.

        Parameters
        ----------
        name : str
            Name of the option.
        default : int
            Value to return if the option is not set.

        Returns
        -------
        int
        """
        return self.getint("User", name, default)

    def load_from_path(self, path: str) -> None:
        """Read a file, after the files that it imports.

        Parameters
        ----------
        path : str
            Path of the file. A line ``#import other.cfg`` imports a file, relative to the
            directory of this file.

        Raises
        ------
        OSError
            If a file cannot be read.
        ValueError
            If a file imports itself.
        """
        from reboto.pyami import _files

        _files.read_with_imports(self._parser, path)

    def load_credential_file(self, path: str) -> None:
        """Read credentials from a file in the format of Amazon's old Java tools.

        Parameters
        ----------
        path : str
            A file with the lines ``AWSAccessKeyId=...`` and
            ``AWSSecretKey=...``.

        Raises
        ------
        OSError
            If the file cannot be read.
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
            Name of the file in error messages.
        """
        from reboto.pyami import _files

        name = filename or getattr(fp, "name", "<???>")
        _files.read(self._parser, _files.joined(fp), str(name))

    def save_option(self, path: str, section: str, option: str, value: str) -> None:
        """Set an option, in memory and in a file.

        Parameters
        ----------
        path : str
            Path of the file; it is created if it does not exist.
        section, option, value : str
            Section, option and value.
        """
        from reboto.pyami import _files

        _files.save(path, section, option, value)
        _files.put(self._parser, section, option, value)

    def save_user_option(self, section: str, option: str, value: str) -> None:
        """Set an option, in memory and in ``~/.boto``.

        Parameters
        ----------
        section, option, value : str
            Section, option and value.
        """
        self.save_option(_expand("~/.boto"), section, option, value)

    def save_system_option(self, section: str, option: str, value: str) -> None:
        """Set an option, in memory and in ``/etc/boto.cfg``.

        Parameters
        ----------
        section, option, value : str
            Section, option and value.
        """
        self.save_option(BotoConfigPath, section, option, value)

    def dump(self) -> None:
        """Print all options, including secrets."""
        self._parser.write(sys.stdout)
        sys.stdout.write("\n")

    def dump_safe(self, fp: typing.TextIO | None = None) -> None:
        """Write all options, with redacted secrets.

        Parameters
        ----------
        fp : file
            File to write to; by default, standard output.
        """
        from reboto.pyami import _plain_files

        out = fp or sys.stdout
        for section in self._parser.sections():
            out.write(f"[{section}]\n")
            for option in self._parser.options(section):
                value = "x" * 18 if option in _plain_files.SECRETS else self.get(section, option)
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
                f"{name} in section [{section}] of boto's configuration must be {right}, "
                f"got {value!r}"
            ) from None

    def _load_named_credentials(self) -> None:
        if "AWS_CREDENTIAL_FILE" in os.environ:
            from reboto.pyami import _plain_files

            _plain_files.load_credentials(self, _expand(os.environ["AWS_CREDENTIAL_FILE"]))


def _expand(path: str) -> str:
    # Unlike Path.expanduser, this does not fail for users without a home, as in some containers.
    return os.path.expanduser(path)


def unless_empty(get: typing.Any, option: str, default: typing.Any) -> typing.Any:
    """Return an option of boto's configuration, or a default if it is missing or empty.

    Parameters
    ----------
    get : callable
        A method of the configuration, such as ``getint``.
    option : str
        Name of an option in ``[Boto]``.
    default : object
        The default.

    Returns
    -------
    object
    """
    return get("Boto", option, default) if active_config().get("Boto", option) else default
