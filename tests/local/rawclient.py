"""Plain HTTP to the local endpoint, in both of its protocols, without any SDK."""

from __future__ import annotations

import http.client
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import cbor2

if TYPE_CHECKING:
    from reboto.local import Endpoint

SERVICE = "GraniteServiceVersion20100801"


def authorization(service: str) -> str:
    return (
        f"AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/{service}/aws4_request, "
        "SignedHeaders=host, Signature=0"
    )


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def document(self) -> Any:
        return cbor2.loads(self.body)


class RawClient:
    """Calls by CBOR and by Query over one connection."""

    def __init__(self, endpoint: Endpoint) -> None:
        self.connection = http.client.HTTPConnection(endpoint.host, endpoint.port, timeout=30)

    def send(self, path: str, body: bytes, headers: dict[str, str]) -> Answer:
        self.connection.request("POST", path, body, headers)
        response = self.connection.getresponse()
        return Answer(response.status, response.headers, response.read())

    def cloudwatch(self, operation: str, document: Any = None, **headers: str) -> Answer:
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

    def autoscale(self, action: str, **parameters: str) -> Answer:
        members = {"Action": action, "Version": "2011-01-01", **parameters}
        return self.send(
            "/",
            "&".join(f"{name}={value}" for name, value in members.items()).encode(),
            {
                "content-type": "application/x-www-form-urlencoded",
                "authorization": authorization("autoscaling"),
            },
        )

    def close(self) -> None:
        self.connection.close()
