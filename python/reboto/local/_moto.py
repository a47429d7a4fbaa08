"""moto's application, with an AWS account of its own for each endpoint that is open."""

from __future__ import annotations

import threading
from functools import cache
from typing import TYPE_CHECKING

from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.test import EnvironBuilder, run_wsgi_app

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

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
    return DomainDispatcherApplication(create_backend_app)
