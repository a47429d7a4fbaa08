"""moto's application with reboto's additions, and a separate AWS account for each endpoint."""

from __future__ import annotations

import threading
from functools import cache
from typing import TYPE_CHECKING

from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.core.utils import convert_to_flask_response
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.test import EnvironBuilder, run_wsgi_app

from reboto.local._world import Options, World, current

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment
    from flask import Flask
    from moto.backends import SERVICE_NAMES
    from moto.core.responses import BaseResponse

_lock = threading.Lock()
_open: set[Moto] = set()
_accounts_used = 0


class Moto:
    """A WSGI application that mocks AWS, beginning with an empty state.

    moto has one state per process, separated by account. The first application uses moto's
    default account and further ones the account numbers after it, so that endpoints do not see
    or reset each other's state.
    """

    def __init__(self, options: Options | None = None) -> None:
        self._options = options or Options()
        self._account = ""
        self.reset()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Handle one request (WSGI)."""
        if self._account != DEFAULT_ACCOUNT_ID:
            environ.setdefault("HTTP_X_MOTO_ACCOUNT_ID", self._account)
        # moto assumes CBOR if there is no content type, as in the GET requests of boto 2.
        if environ["REQUEST_METHOD"] == "GET" and not environ.get("CONTENT_TYPE"):
            environ["CONTENT_TYPE"] = "application/x-www-form-urlencoded"
        with current(self.world):
            return _app()(environ, start_response)

    def reset(self) -> None:
        """Delete all state of this application."""
        global _accounts_used
        with _lock:
            if _open <= {self}:
                request = EnvironBuilder("/moto-api/reset", method="POST").get_environ()
                run_wsgi_app(_app(), request, buffered=True)
                _accounts_used = 0
            _open.add(self)
            self._account = f"{int(DEFAULT_ACCOUNT_ID) + _accounts_used:012}"
            _accounts_used += 1
            self.world = World(self._account, self._options)

    def close(self) -> None:
        """Release the account."""
        with _lock:
            _open.discard(self)


@cache
def _app() -> WSGIApplication:
    return DomainDispatcherApplication(_service)


def _service(name: SERVICE_NAMES) -> Flask:
    """Create moto's application for a service, with reboto's subclass if there is one."""
    app = create_backend_app(name)
    if subclass := _subclass_of(name):
        view = convert_to_flask_response(subclass.dispatch)
        app.view_functions = dict.fromkeys(app.view_functions, view)
    return app


def _subclass_of(name: SERVICE_NAMES) -> type[BaseResponse] | None:
    # Imported late: moto's services read the environment at import.
    if name == "autoscaling":
        from reboto.local._autoscaling.name_checks import CheckedAutoScaling

        return CheckedAutoScaling
    if name == "cloudwatch":
        from reboto.local._cloudwatch.operations import CloudWatch

        return CloudWatch
    return None
