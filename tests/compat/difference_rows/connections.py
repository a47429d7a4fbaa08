"""Differences in connections: regions, certificates, proxies, protocols and logs."""

from __future__ import annotations

from tests.compat.difference_rows.row import NOTHING, Row

ROWS = [
    Row(
        "`region=`",
        "a `RegionInfo`",
        "a `RegionInfo` or a region's name; None and `''` mean the default region",
        NOTHING,
    ),
    Row(
        "default region",
        "boto.cfg, else `us-east-1`; a region in boto.cfg keeps the endpoint of `us-east-1`",
        "also `AWS_REGION`, `AWS_DEFAULT_REGION` and the profile; the endpoint follows the region",
        "Set `autoscale_region_name` and `cloudwatch_region_name` in boto.cfg.",
    ),
    Row(
        "certificates of CloudWatch in eu-west-1",
        "are not verified",
        "are verified, as everywhere",
        NOTHING,
    ),
    Row(
        "server certificates with `CA:TRUE`, as `openssl req -x509` makes them",
        "accepts them if they are trusted, as OpenSSL does",
        "refuses them: `CaUsedAsEndEntity`",
        "Issue them with `-addext basicConstraints=critical,CA:FALSE`.",
    ),
    Row(
        "server certificates of X.509 version 1, or with the host in the common name only",
        "accepts them; does not find IP addresses in a `subjectAltName`",
        "needs version 3 and a `subjectAltName`, as browsers do; it may be an IP address",
        "Issue them with `-addext subjectAltName=DNS:HOST`.",
    ),
    Row(
        "`https_connection_factory`",
        "makes the HTTP connections",
        "raises an error: the HTTP client is not Python's",
        "Use `proxy=`, `validate_certs=` or `ca_certificates_file`.",
    ),
    Row(
        "`no_proxy`",
        "compares the ends of texts",
        "compares whole names, as urllib does",
        "List each host or domain.",
    ),
    Row(
        "`close()`",
        "closes the connection's sockets",
        "does nothing: idle sockets are shared by the process",
        NOTHING,
    ),
    Row(
        "CloudWatch's protocol",
        "XML",
        "CBOR, as in AWS's SDKs; `error.body` is the XML document of boto's protocol",
        NOTHING,
    ),
    Row(
        "`debug=2`",
        "prints to the standard output; boto.cfg's `[Boto]` section resets the argument to 0",
        "logs to `boto` and `reboto`; the argument takes precedence",
        "Add a handler with `boto.set_stream_logger`.",
    ),
    Row(
        "`[loggers]` in boto.cfg",
        "is applied on import",
        "is applied by `boto.init_logging()`",
        "Call `boto.init_logging()`.",
    ),
]
