"""What an installed boto 2.49 misses on newer versions of Python, supplied to its modules alone.

The modules of the installed boto import stand-ins for the modules of the standard library that
have lost names since Python 3.4. A stand-in has the missing names and takes all others from the
original, if there is one. Nothing outside boto sees a stand-in:

======================== ============================================== =============
boto imports             missing                                        removed in
======================== ============================================== =============
``base64``               ``decodestring``, ``encodestring``             3.9
``cgi``                  ``escape``; the whole module                   3.8; 3.13
``collections``          the abstract classes                           3.10
``imp``                  the whole module                               3.12
``ssl``                  ``wrap_socket``                                3.12
``boto.vendored.six``    ``find_spec`` of the importer of ``six.moves`` 3.12
``configparser``         ``ConfigParser.readfp``                        3.12
``httplib``, ``Queue``,  the Python 2 names, in modules of boto that    3.0
``StringIO``,            were never converted
``urlparse``
======================== ============================================== =============
"""

from __future__ import annotations

import functools
import importlib
import importlib.util
import sys
import warnings
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Sequence
    from contextvars import ContextVar
    from importlib.machinery import ModuleSpec
    from socket import socket
    from types import CodeType
    from typing import BinaryIO

_RENAMED = {
    "Queue": "queue",
    "StringIO": "io",
    "httplib": "http.client",
    "urlparse": "urllib.parse",
}


class StandIn(ModuleType):
    """A module with additional names; all others are those of the original module."""

    def __init__(self, name: str, extra: dict[str, Any]) -> None:
        super().__init__(name)
        try:
            # Importing `cgi` or `imp` warns where they still exist.
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                original = importlib.import_module(name)
        except ModuleNotFoundError:
            original = None
        self.__dict__.update(extra, _original=original)
        self.__doc__ = f"{name}, with the names that boto 2.49 uses and newer Pythons do not have."

    def __getattr__(self, name: str) -> Any:
        if self._original is None:
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        return getattr(self._original, name)

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *(dir(self._original) if self._original else ())})


@functools.cache
def stand_in(name: str) -> ModuleType | None:
    """Return the module that the installed boto gets when it imports a module.

    Parameters
    ----------
    name : str
        The name that boto imports, such as ``"ssl"``.

    Returns
    -------
    module or None
        None if the installed boto gets the same module as everything else.
    """
    if name in _RENAMED:
        return importlib.import_module(_RENAMED[name])
    extra = _EXTRA.get(name)
    return StandIn(name, extra()) if extra else None


def code_of(loader: Any, name: str) -> CodeType | None:
    """Compile a module of boto without the warnings that newer Pythons show for its source.

    Parameters
    ----------
    loader : loader
        The loader of the module.
    name : str
        The name of the module.

    Returns
    -------
    code or None
        None if the module has no code.
    """
    with warnings.catch_warnings():
        # Python 3.12 shows invalid escape sequences by default.
        warnings.simplefilter("ignore", SyntaxWarning)
        warnings.simplefilter("ignore", DeprecationWarning)
        return loader.get_code(name)  # type: ignore[no-any-return]


def finish(name: str, scope: dict[str, Any]) -> None:
    """Add what a module of boto misses after it has been executed.

    Parameters
    ----------
    name : str
        The module's name in boto, such as ``"boto.compat"``.
    scope : dict
        The module's namespace.
    """
    add = _AFTER.get(name)
    if add:
        add(scope)


def _base64() -> dict[str, Any]:
    import base64

    return {"decodestring": base64.decodebytes, "encodestring": base64.encodebytes}


def _cgi() -> dict[str, Any]:
    import html

    def escape(s: str, quote: bool = False) -> str:
        return html.escape(s, quote=quote)

    return {"escape": escape}


def _collections() -> dict[str, Any]:
    import collections.abc

    # Not in the stubs, because all names are public.
    names: list[str] = vars(collections.abc)["__all__"]
    return {name: getattr(collections.abc, name) for name in names}


def _imp() -> dict[str, Any]:
    return {
        "PY_SOURCE": 1,
        "PY_COMPILED": 2,
        "C_EXTENSION": 3,
        "PKG_DIRECTORY": 5,
        "find_module": _find_module,
        "load_module": _load_module,
        "new_module": ModuleType,
        "reload": importlib.reload,
    }


def _find_module(
    name: str, path: Sequence[str] | None = None
) -> tuple[BinaryIO | None, str, tuple[str, str, int]]:
    """Find a module as `imp.find_module` did."""
    from importlib.machinery import PathFinder, SourceFileLoader
    from pathlib import Path

    spec = PathFinder.find_spec(name, path)
    if spec is None or (spec.origin is None and not spec.submodule_search_locations):
        raise ImportError(f"No module named {name!r}", name=name)
    if spec.submodule_search_locations:
        return None, next(iter(spec.submodule_search_locations)), ("", "", 5)
    file = Path(str(spec.origin))
    kind = 1 if isinstance(spec.loader, SourceFileLoader) else 3
    return file.open("rb"), str(file), (file.suffix, "rb", kind)


def _load_module(
    name: str,
    file: BinaryIO | None,  # noqa: ARG001
    filename: str,
    details: tuple[str, str, int],
) -> ModuleType:
    """Load a module that `_find_module` found, as `imp.load_module` did."""
    from pathlib import Path

    place = str(Path(filename) / "__init__.py") if details[2] == 5 else filename
    spec = importlib.util.spec_from_file_location(name, place)
    if spec is None or spec.loader is None:
        raise ImportError(f"cannot load {name!r} from {filename!r}", name=name, path=filename)
    module = importlib.util.module_from_spec(spec)
    before = sys.modules.get(name)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        if before is None:
            del sys.modules[name]
        else:
            sys.modules[name] = before
        raise
    return sys.modules[name]


@functools.cache
def _server_name() -> ContextVar[str | None]:
    """Host that a validating connection of boto connects to; servers choose a certificate by it."""
    from contextvars import ContextVar

    return ContextVar("server_name", default=None)


def _ssl() -> dict[str, Any]:
    import ssl

    def wrap_socket(
        sock: socket,
        keyfile: str | None = None,
        certfile: str | None = None,
        server_side: bool = False,
        cert_reqs: ssl.VerifyMode = ssl.CERT_NONE,
        ssl_version: int | None = None,
        ca_certs: str | None = None,
        do_handshake_on_connect: bool = True,
        suppress_ragged_eofs: bool = True,
        ciphers: str | None = None,
    ) -> ssl.SSLSocket:
        """Wrap a socket as `ssl.wrap_socket` did; boto checks the name in the certificate."""
        if server_side and not certfile:
            raise ValueError("certfile must be specified for server-side operations")
        if keyfile and not certfile:
            raise ValueError("certfile must be specified")
        default = ssl.PROTOCOL_TLS_SERVER if server_side else ssl.PROTOCOL_TLS_CLIENT
        context = ssl.SSLContext(default if ssl_version is None else ssl_version)
        context.check_hostname = False
        context.verify_mode = cert_reqs
        if ca_certs:
            context.load_verify_locations(ca_certs)
        elif cert_reqs != ssl.CERT_NONE:
            context.load_default_certs()
        if certfile:
            context.load_cert_chain(certfile, keyfile)
        if ciphers:
            context.set_ciphers(ciphers)
        return context.wrap_socket(
            sock,
            server_side=server_side,
            do_handshake_on_connect=do_handshake_on_connect,
            suppress_ragged_eofs=suppress_ragged_eofs,
            server_hostname=None if server_side else _server_name().get(),
        )

    return {"wrap_socket": wrap_socket}


def _send_server_name(scope: dict[str, Any]) -> None:
    """Let `wrap_socket` know the host of a validating connection."""
    connection = scope["CertValidatingHTTPSConnection"]
    connect: Callable[[Any], None] = connection.connect

    @functools.wraps(connect)
    def with_server_name(self: Any) -> None:
        before = _server_name().set(self.host)
        try:
            connect(self)
        finally:
            _server_name().reset(before)

    connection.connect = with_server_name


def _find_moves(scope: dict[str, Any]) -> None:
    """Give six's importer of `six.moves` the methods that importers need since Python 3.12."""
    importer = scope["_SixMetaPathImporter"]

    def find_spec(
        self: Any,
        fullname: str,
        path: Sequence[str] | None,  # noqa: ARG001
        target: ModuleType | None = None,  # noqa: ARG001
    ) -> ModuleSpec | None:
        if fullname not in self.known_modules:
            return None
        return importlib.util.spec_from_loader(fullname, self)

    def create_module(self: Any, spec: ModuleSpec) -> ModuleType:
        return self.load_module(spec.name)  # type: ignore[no-any-return]

    def exec_module(self: Any, module: ModuleType) -> None:
        """Do nothing, because the module is already loaded."""

    for method in (find_spec, create_module, exec_module):
        setattr(importer, method.__name__, method)


def _read_files(scope: dict[str, Any]) -> None:
    """Give boto's ConfigParser the old name of `read_file`."""
    original = scope["ConfigParser"]
    scope["ConfigParser"] = type(
        original.__name__,
        (original,),
        {"readfp": original.read_file, "__doc__": original.__doc__, "__module__": "configparser"},
    )


_EXTRA: dict[str, Callable[[], dict[str, Any]]] = {
    "base64": _base64,
    "cgi": _cgi,
    "collections": _collections,
    "imp": _imp,
    "ssl": _ssl,
}
_AFTER: dict[str, Callable[[dict[str, Any]], None]] = {
    "boto.compat": _read_files,
    "boto.https_connection": _send_server_name,
    "boto.vendored.six": _find_moves,
}
