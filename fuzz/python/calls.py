"""Fuzz responses of both services over a socket: each gives a value or a documented error."""

import socket
import sys
import threading

import atheris

import reboto
from reboto.exception import BotoClientError, BotoServerError
from reboto.regioninfo import RegionInfo

# The compiled module is not instrumented. Coverage comes from the lines below, by its results.
CALLS = [
    ("autoscale", "get_all_groups"),
    ("autoscale", "get_all_launch_configurations"),
    ("autoscale", "get_all_policies"),
    ("autoscale", "get_all_tags"),
    ("autoscale", "get_account_limits"),
    ("cloudwatch", "describe_alarms"),
    ("cloudwatch", "describe_alarm_history"),
    ("cloudwatch", "list_metrics"),
]


class Server:
    """A server that sends `body` in each response."""

    def __init__(self) -> None:
        self.body = b""
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            connection, _ = self._listener.accept()
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rb") as reader:
            while line := reader.readline():
                length = 0
                while (header := reader.readline().strip().lower()) != b"":
                    if header.startswith(b"content-length:"):
                        length = int(header.partition(b":")[2])
                reader.read(length)
                kind = b"application/cbor" if b"/operation/" in line else b"text/xml"
                connection.sendall(
                    b"HTTP/1.1 200 OK\r\nsmithy-protocol: rpc-v2-cbor\r\ncontent-type: "
                    b"%s\r\ncontent-length: %d\r\n\r\n%s" % (kind, len(self.body), self.body)
                )


server = Server()
region = RegionInfo(name="us-east-1", endpoint="127.0.0.1")
place = {"region": region, "port": server.port, "is_secure": False}
connections = {
    "autoscale": reboto.connect_autoscale("key", "secret", **place),
    "cloudwatch": reboto.connect_cloudwatch("key", "secret", **place),
}
for each in connections.values():
    each.num_retries = 0


@atheris.instrument_func
def respond_to_one(data: bytes) -> None:
    """Respond with these bytes; the first one selects the call."""
    if not data:
        return
    service, name = CALLS[data[0] % len(CALLS)]
    server.body = data[1:]
    try:
        given = getattr(connections[service], name)()
        repr(given)
        for item in given if isinstance(given, list) else ():
            repr(vars(item))
    except (BotoServerError, BotoClientError) as error:
        str(error)


atheris.Setup(sys.argv, respond_to_one)
atheris.Fuzz()
