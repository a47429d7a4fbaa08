"""Error responses of AWS, and of servers in its place."""

from __future__ import annotations

import json
import time
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any

from reboto.exception import BotoServerError
from tests.errors.fault import Fault, Fixtures, Setup, responding
from tests.support.instance import KEYS, Instance
from tests.support.wire import (
    Response,
    cbor_failure,
    cbor_result,
    failure,
    hang_up,
    reset,
    result,
    success,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.wire import Request

HTML = {"Content-Type": "text/html"}
PAGE = b"<html><body><h1>503 Service Unavailable<br></h1></body></html>"
BOMB = (
    b"<!DOCTYPE b [<!ENTITY e0 'x'>"
    + b"".join(b"<!ENTITY e%d '%s'>" % (i + 1, b"&e%d;" % i * 10) for i in range(9))
    + b"]><ErrorResponse><Error><Code>&e9;</Code></Error></ErrorResponse>"
)
THROTTLED = failure("Throttling", "Rate exceeded")
LIMITED = failure("RequestLimitExceeded", "Request limit exceeded.", 503)
EXPIRED = failure("ExpiredToken", "The security token included in the request is expired", 403)


def redirected(fixtures: Fixtures) -> Setup:
    """To another host, which must not see the signature."""
    elsewhere = fixtures.serve()
    server = fixtures.serve(Response(307, b"", {"Location": f"{elsewhere.url}/"}))

    def end_fault() -> None:
        assert elsewhere.connections == 0
        server.otherwise = success

    return Setup(fixtures.connect(server), end_fault, server)


def by_role(
    fixtures: Fixtures, response: Callable[[str], Response], service: str = "autoscale"
) -> Setup:
    """An instance's role whose credentials are renewed; `response` gets the signing access key."""
    instance = fixtures.closing.enter_context(Instance())
    fixtures.monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "false")
    fixtures.monkeypatch.setenv("AWS_EC2_METADATA_SERVICE_ENDPOINT", instance.url)
    server = fixtures.serve()
    keyless: dict[str, Any] = {"aws_access_key_id": None, "aws_secret_access_key": None}
    connection = fixtures.connect(server, retries=6, service=service, **keyless)
    warm = connection.get_all_groups if service == "autoscale" else connection.describe_alarms
    fixtures.style.settle(warm())
    page = "meta-data/iam/security-credentials/role"
    instance.pages[page] = json.dumps({**KEYS, "AccessKeyId": "ASIANEWER"})

    def refuse(request: Request) -> Response:
        assert request.scope is not None
        return response(request.scope.access_key)

    server.otherwise = refuse

    def end_fault() -> None:
        server.otherwise = success

    return Setup(connection, end_fault, server, instance)


def renewed(fixtures: Fixtures) -> Setup:
    """Those that were used have ended."""
    newer = result("DescribeAutoScalingGroups", {})
    return by_role(fixtures, lambda key: newer if key == "ASIANEWER" else EXPIRED)


def renewed_for_cloudwatch(code: str) -> Callable[[Fixtures], Setup]:
    """Those that were used have ended, as CloudWatch says it."""
    expired, newer = cbor_failure(code, "expired", 403), cbor_result()

    def setup(fixtures: Fixtures) -> Setup:
        return by_role(fixtures, lambda key: newer if key == "ASIANEWER" else expired, "cloudwatch")

    return setup


def ended(fixtures: Fixtures) -> Setup:
    """The new ones have ended too."""
    return by_role(fixtures, lambda _: EXPIRED)


def in_a_file(meanwhile: str) -> Callable[[Fixtures], Setup]:
    """Keys of a file, in which other keys or the same are written meanwhile."""

    def setup(fixtures: Fixtures) -> Setup:
        path = fixtures.folder / "credentials"
        fixtures.monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(path))

        def write(key: str) -> None:
            lines = ("[default]", f"aws_access_key_id = {key}", "aws_secret_access_key = s")
            path.write_text("\n".join(lines))

        write("OLD")
        server = fixtures.serve()
        keyless: dict[str, Any] = {"aws_access_key_id": None, "aws_secret_access_key": None}
        connection = fixtures.connect(server, **keyless)
        fixtures.style.settle(connection.get_all_groups())

        def refuse(request: Request) -> Response:
            assert request.scope is not None
            return EXPIRED if request.scope.access_key == "OLD" else success(request)

        def end_fault() -> None:
            server.otherwise = success

        server.otherwise = refuse
        if meanwhile != "OLD":
            # The delay changes the file's modification time.
            time.sleep(0.02)
            write(meanwhile)
        return Setup(connection, end_fault, server)

    return setup


def skewed(code: str, hours: int, *, corrected: bool = True) -> Callable[[Fixtures], Setup]:
    """The server's clock is hours away; it refuses what is signed for another time than its own."""

    def setup(fixtures: Fixtures) -> Setup:
        ahead = timedelta(hours=hours)

        def respond(request: Request) -> Response:
            now = datetime.now(timezone.utc) + ahead
            date = request.headers["x-amz-date"]
            signed = datetime.strptime(f"{date}+0000", "%Y%m%dT%H%M%SZ%z")
            headers = {"Date": format_datetime(now, usegmt=True)} if corrected else {}
            if abs(now - signed) < timedelta(minutes=5):
                return success(request)
            refusal = failure(code, "Signature not yet current or expired", 403)
            return Response(refusal.status, refusal.body, {**refusal.headers, **headers})

        server = fixtures.serve(respond)

        def end_fault() -> None:
            server.otherwise = success

        return Setup(fixtures.connect(server), end_fault, server)

    return setup


def late(fixtures: Fixtures) -> Setup:
    """By the server's clock, which goes as this one does."""

    def respond(_: Request) -> Response:
        now = format_datetime(datetime.now(timezone.utc), usegmt=True)
        refusal = failure("RequestExpired", "Request has expired", 403)
        return Response(refusal.status, refusal.body, {**refusal.headers, "Date": now})

    return responding(respond)(fixtures)


def refusal(
    name: str, response: Response, status: int, code: str | None = None, attempts: int = 1
) -> Fault:
    return Fault(name, responding(response), BotoServerError, attempts, status=status, code=code)


def passing(name: str, *responses: Response) -> Fault:
    """A fault that ends before the last retry."""
    return Fault(
        f"{name}, then success",
        responding(*responses, success, retries=6),
        arrive=len(responses) + 1,
    )


FAULTS = [
    refusal("500, every time", Response(500), 500, attempts=2),
    refusal("502, every time", Response(502), 502, attempts=2),
    refusal("503 with a web page", Response(503, PAGE, HTML), 503, attempts=2),
    refusal("504, every time", Response(504), 504, attempts=2),
    refusal(
        "an internal failure of AWS", failure("InternalFailure", "", 500), 500, "InternalFailure", 2
    ),
    refusal("`Throttling`, every time", THROTTLED, 400, "Throttling", 2),
    refusal("`RequestLimitExceeded`, every time", LIMITED, 503, "RequestLimitExceeded", 2),
    passing("500", Response(500), Response(500)),
    passing("502", Response(502), Response(502)),
    passing("503", Response(503, PAGE, HTML)),
    passing("504", Response(504), Response(504)),
    passing("a timeout and a reset", hang_up(), reset()),
    passing("`Throttling`", THROTTLED, THROTTLED, THROTTLED),
    passing("`RequestLimitExceeded`", LIMITED),
    Fault(
        "CloudWatch's `Throttling`, then success",
        responding(cbor_failure("Throttling"), success, service="cloudwatch"),
        arrive=2,
        call=lambda cloudwatch: cloudwatch.describe_alarms(),
    ),
    refusal(
        "an argument that AWS refuses",
        failure("ValidationError", "1 validation error detected"),
        400,
        "ValidationError",
    ),
    refusal(
        "an action that is not allowed",
        failure("AccessDenied", "User: arn:aws:iam::1:user/me is not authorized", 403),
        403,
        "AccessDenied",
    ),
    refusal(
        "a wrong secret key",
        failure("SignatureDoesNotMatch", "The request signature does not match", 403),
        403,
        "SignatureDoesNotMatch",
    ),
    refusal(
        "an unknown access key",
        failure("InvalidClientTokenId", "The security token is invalid", 403),
        403,
        "InvalidClientTokenId",
    ),
    refusal("404 with an empty body", Response(404), 404),
    refusal("an error document with an entity bomb", Response(400, BOMB), 400),
    Fault(
        "an error of CloudWatch",
        responding(cbor_failure("ResourceNotFound", "no such alarm", 404), service="cloudwatch"),
        BotoServerError,
        status=404,
        code="ResourceNotFound",
        call=lambda cloudwatch: cloudwatch.describe_alarms(),
    ),
    Fault(
        "CloudWatch: 503 with a web page",
        responding(
            Response(503, b"<html>503 Service Unavailable</html>", {"Content-Type": "text/html"}),
            service="cloudwatch",
        ),
        BotoServerError,
        2,
        status=503,
        call=lambda cloudwatch: cloudwatch.describe_alarms(),
    ),
    Fault("a redirect to another host", redirected, BotoServerError, status=307),
    refusal("the credentials given as arguments have expired", EXPIRED, 403, "ExpiredToken"),
    Fault("a role's credentials have expired, and new ones are available", renewed, arrive=2),
    Fault(
        "CloudWatch: a role's credentials have expired, and new ones are available",
        renewed_for_cloudwatch("ExpiredToken"),
        arrive=2,
        call=lambda cloudwatch: cloudwatch.describe_alarms(),
    ),
    Fault(
        "CloudWatch: a role's credentials have expired, `ExpiredTokenException`",
        renewed_for_cloudwatch("ExpiredTokenException"),
        arrive=2,
        call=lambda cloudwatch: cloudwatch.describe_alarms(),
    ),
    Fault(
        "a role's credentials have expired, and so have the new ones",
        ended,
        BotoServerError,
        2,
        status=403,
        code="ExpiredToken",
    ),
    Fault(
        "the credentials of a file have expired, and it has new ones", in_a_file("NEW"), arrive=2
    ),
    Fault(
        "the credentials of a file have expired, and it has no others",
        in_a_file("OLD"),
        BotoServerError,
        status=403,
        code="ExpiredToken",
    ),
    Fault(
        "the system's clock is slow, `RequestTimeTooSkewed`",
        skewed("RequestTimeTooSkewed", 3),
        arrive=2,
    ),
    Fault(
        "the system's clock is fast, `SignatureDoesNotMatch`",
        skewed("SignatureDoesNotMatch", -3),
        arrive=2,
    ),
    Fault("the system's clock is slow, `RequestExpired`", skewed("RequestExpired", 30), arrive=2),
    Fault("the system's clock is fast, `RequestExpired`", skewed("RequestExpired", -30), arrive=2),
    Fault(
        "the request took too long to arrive",
        late,
        BotoServerError,
        status=403,
        code="RequestExpired",
    ),
    Fault(
        "the system's clock is wrong, and the server sends no date",
        skewed("RequestExpired", 30, corrected=False),
        BotoServerError,
        status=403,
        code="RequestExpired",
    ),
]
