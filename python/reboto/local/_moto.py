"""moto's application, with what it lacks and an AWS account for each endpoint that is open."""

from __future__ import annotations

import threading
from functools import cache
from typing import TYPE_CHECKING

from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.core.utils import convert_to_flask_response
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.test import EnvironBuilder, run_wsgi_app

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
    """A WSGI application that answers as AWS would, from a state that begins empty.

    moto keeps one state in the process, parted by account. The first application works in moto's
    usual account; those opened beside it get the numbers after it, so that no endpoint sees, or
    wipes out, what another one holds.
    """

    def __init__(self) -> None:
        self._account = ""
        self.reset()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request, as WSGI asks for it."""
        if self._account != DEFAULT_ACCOUNT_ID:
            environ.setdefault("HTTP_X_MOTO_ACCOUNT_ID", self._account)
        # Without a content type moto reads CBOR, but boto 2 asks by GET and names none.
        if environ["REQUEST_METHOD"] == "GET" and not environ.get("CONTENT_TYPE"):
            environ["CONTENT_TYPE"] = "application/x-www-form-urlencoded"
        return _app()(environ, start_response)

    def reset(self) -> None:
        """Forget all that was created."""
        global _accounts_used
        with _lock:
            if _open <= {self}:
                request = EnvironBuilder("/moto-api/reset", method="POST").get_environ()
                run_wsgi_app(_app(), request, buffered=True)
                _accounts_used = 0
            _open.add(self)
            self._account = f"{int(DEFAULT_ACCOUNT_ID) + _accounts_used:012}"
            _accounts_used += 1

    def close(self) -> None:
        """Give the account back."""
        with _lock:
            _open.discard(self)


@cache
def _app() -> WSGIApplication:
    return DomainDispatcherApplication(_service)


def _service(name: SERVICE_NAMES) -> Flask:
    """Make moto's application for a service, answering by our class where there is one."""
    app = create_backend_app(name)
    if answers := _answers(name):
        view = convert_to_flask_response(answers.dispatch)
        app.view_functions = dict.fromkeys(app.view_functions, view)
    return app


def _answers(name: SERVICE_NAMES) -> type[BaseResponse] | None:
    # moto's services read the environment when imported: not before it is the endpoint's own.
    if name == "autoscaling":
        from reboto.local._name_checks import CheckedAutoScaling

        return CheckedAutoScaling
    if name == "cloudwatch":
        from reboto.local._cloudwatch import CloudWatch

        return CloudWatch
    return None
