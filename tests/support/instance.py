"""An instance metadata service (IMDSv2); requests without its token are rejected."""

from __future__ import annotations

import json

from tests.support.wire import Request, Response, Wire

TOKEN = "token-of-the-session"
KEYS = {
    "Code": "Success",
    "Type": "AWS-HMAC",
    "AccessKeyId": "ASIAROLE",
    "SecretAccessKey": "secret-of-the-role",
    "Token": "token-of-the-role",
    "LastUpdated": "2030-01-01T00:00:00Z",
    "Expiration": "2099-01-01T00:00:00Z",
}
# Pages below /latest/, in the formats that AWS documents.
PAGES = {
    "meta-data/": "ami-id\nancestor-ami-ids\nblock-device-mapping/\niam/\npublic-keys/\nempty\n"
    "tags/instance/Name of it",
    "meta-data/ami-id": "ami-1",
    "meta-data/ancestor-ami-ids": "ami-2\nami-3",
    "meta-data/block-device-mapping/": "ami\nroot",
    "meta-data/block-device-mapping/ami": "sda1",
    "meta-data/block-device-mapping/root": "/dev/sda1",
    "meta-data/iam/": "info\nsecurity-credentials/",
    "meta-data/iam/info": '{"Code": "Success", "Since": 1}',
    "meta-data/iam/security-credentials/": "role",
    "meta-data/iam/security-credentials/role": json.dumps(KEYS),
    "meta-data/public-keys/": "0=my key",
    "meta-data/public-keys/0/openssh-key": "ssh-rsa AAAA my key",
    "meta-data/empty": "",
    "meta-data/tags/instance/Name%20of%20it": "web",
    "dynamic/instance-identity/": "document\npkcs7\nsignature",
    "dynamic/instance-identity/document": '{"region": "eu-west-1", "instanceId": "i-1"}',
    "dynamic/instance-identity/pkcs7": "MIIA\nBBBB",
    "dynamic/instance-identity/signature": "c2ln",
}


class Instance(Wire):
    """The metadata service. It runs inside a ``with`` block.

    Attributes
    ----------
    pages : dict
        Pages by path below ``/latest/``. May be changed at any time.
    """

    def __init__(self) -> None:
        super().__init__(self._page)
        self.pages = dict(PAGES)

    def __enter__(self) -> Instance:
        super().__enter__()
        return self

    @property
    def asked(self) -> list[str]:
        """The requests in order: ``token``, or paths below ``/latest/``."""
        paths = (request.target.removeprefix("/latest/") for request in self.requests)
        return ["token" if path == "api/token" else path for path in paths]

    def _page(self, request: Request) -> Response:
        lifetime = "x-aws-ec2-metadata-token-ttl-seconds"
        if (request.method, request.target) == ("PUT", "/latest/api/token"):
            seconds = request.headers[lifetime]
            return Response(200, TOKEN.encode(), {lifetime: seconds})
        if request.headers.get("x-aws-ec2-metadata-token") != TOKEN:
            return Response(401)
        page = self.pages.get(request.target.removeprefix("/latest/"))
        return Response(404) if page is None else Response(200, page.encode())
