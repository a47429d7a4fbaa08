"""Plain HTTP to the local endpoint in both of its protocols, without an SDK."""

from __future__ import annotations

import http.client
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree

import cbor2

VERSIONS = {"autoscaling": "2011-01-01", "monitoring": "2010-08-01"}
SERVICE = "GraniteServiceVersion20100801"


def authorization(service: str, region: str = "us-east-1") -> str:
    return (
        f"AWS4-HMAC-SHA256 Credential=local/20260101/{region}/{service}/aws4_request, "
        "SignedHeaders=host, Signature=0"
    )


@dataclass
class Response:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def document(self) -> Any:
        return cbor2.loads(self.body)

    def texts(self, name: str) -> list[str]:
        """Text of each XML element with a name, in order."""
        root = ElementTree.fromstring(self.body)  # noqa: S314 - it is our own endpoint's
        return [element.text or "" for element in root.iterfind(f".//{{*}}{name}")]


class RawClient:
    """Calls by CBOR and by Query over one connection."""

    def __init__(self, host: str, port: int) -> None:
        self.connection = http.client.HTTPConnection(host, port, timeout=300)

    def send(
        self, path: str, body: bytes | None, headers: dict[str, str], method: str = "POST"
    ) -> Response:
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        return Response(response.status, response.headers, response.read())

    def cloudwatch(self, operation: str, document: Any = None, **headers: str) -> Response:
        body = document if isinstance(document, bytes) else cbor2.dumps(document or {})
        return self.send(
            f"/service/{SERVICE}/operation/{operation}",
            body,
            {
                "smithy-protocol": "rpc-v2-cbor",
                "content-type": "application/cbor",
                "authorization": authorization("monitoring"),
                **{name.replace("_", "-"): value for name, value in headers.items()},
            },
        )

    def query(
        self,
        service: str,
        action: str,
        parameters: dict[str, str],
        *,
        method: str = "POST",
        region: str = "us-east-1",
    ) -> Response:
        members = urlencode({"Action": action, "Version": VERSIONS[service], **parameters})
        headers = {"authorization": authorization(service, region)}
        if method == "GET":
            return self.send(f"/?{members}", None, headers, method)
        headers["content-type"] = "application/x-www-form-urlencoded"
        return self.send("/", members.encode(), headers)

    def autoscale(self, action: str, **parameters: str) -> Response:
        return self.query("autoscaling", action, parameters)

    def close(self) -> None:
        self.connection.close()
