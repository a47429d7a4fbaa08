"""Fuzz the bridge of the local mock: it responds to every request, in CBOR where it can."""

import sys

import atheris
import cbor2

with atheris.instrument_imports(include=["reboto.local.bridge", "cbor2"]):
    from reboto.local.bridge import CborBridge

from werkzeug.test import EnvironBuilder, run_wsgi_app
from werkzeug.wrappers import Response

SIGNED = "AWS4-HMAC-SHA256 Credential=key/20261124/us-east-1/monitoring/aws4_request"
OPERATIONS = ["PutMetricData", "DescribeAlarms", "GetMetricData", "PutMetricAlarm", "NoSuchThing"]


def application(environ, start_response):
    """Respond like a service without resources."""
    return Response("{}", mimetype="application/json")(environ, start_response)


bridge = CborBridge(application)


def send_one(data: bytes) -> None:
    """Send these bytes as a request; the first two select the operation."""
    if len(data) < 2:
        return
    headers = {"smithy-protocol": "rpc-v2-cbor", "authorization": SIGNED}
    if data[1] & 1:
        headers["content-encoding"] = "gzip"
    operation = OPERATIONS[data[0] % len(OPERATIONS)]
    builder = EnvironBuilder(
        method="POST",
        path=f"/service/GraniteServiceVersion20100801/operation/{operation}",
        headers=headers,
        data=data[2:],
    )
    body, status, _ = run_wsgi_app(bridge, builder.get_environ())
    response = b"".join(body)
    assert int(status.split()[0]) in range(200, 600)
    if response:
        cbor2.loads(response)


atheris.Setup(sys.argv, send_one)
atheris.Fuzz()
