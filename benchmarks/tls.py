"""A relay that adds TLS to the benchmark's server, with a certificate of a private authority."""

from __future__ import annotations

import select
import socket
import ssl
import threading
from pathlib import Path

import trustme

HOST = "localhost"


class Relay:
    """Relays TLS connections to a port; in a ``with`` block it runs.

    It runs in the process that takes the samples, whose CPU time is not measured.

    Parameters
    ----------
    port : int
        The port of the server, on 127.0.0.1.
    folder : Path
        Where the authority's certificate is written.

    Attributes
    ----------
    port : int
        The port of the relay.
    authority : Path
        The authority's certificate.
    """

    def __init__(self, port: int, folder: Path) -> None:
        self._server = port
        authority = trustme.CA()
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(HOST).configure_cert(self._context)
        self.authority = folder / "authority.pem"
        authority.cert_pem.write_to_path(str(self.authority))

    def __enter__(self) -> Relay:
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *exception: object) -> None:
        # Ends a waiting `accept`, which closing alone does not.
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def environment(self, folder: Path) -> dict[str, str]:
        """Return the variables that make each contender trust the authority."""
        config = folder / "boto-tls.cfg"
        config.write_text(f"[Boto]\nca_certificates_file = {self.authority}\n")
        names = ("SSL_CERT_FILE", "AWS_CA_BUNDLE")
        return {**dict.fromkeys(names, str(self.authority)), "BOTO_CONFIG": str(config)}

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._relay, args=(client,), daemon=True).start()

    def _relay(self, client: socket.socket) -> None:
        with (
            client,
            self._context.wrap_socket(client, server_side=True) as secure,
            socket.create_connection(("127.0.0.1", self._server)) as server,
        ):
            while True:
                ready = [secure] if secure.pending() else select.select([secure, server], [], [])[0]
                for source in ready:
                    data = source.recv(65_536)
                    if not data:
                        return
                    (server if source is secure else secure).sendall(data)
