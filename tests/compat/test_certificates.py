"""Certificates that boto accepts and reboto refuses, as the page of differences says."""

from __future__ import annotations

import datetime
import os
import ssl
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.compat import environment
from tests.support.wire import Wire

if TYPE_CHECKING:
    from pathlib import Path

# The identifier of the signature's algorithm in DER.
ECDSA_WITH_SHA256 = bytes.fromhex("300a06082a8648ce3d040302")
ALT_NAME = x509.SubjectAlternativeName([x509.DNSName("localhost")])
CODE = """
import importlib, sys
library, port = sys.argv[1], int(sys.argv[2])
regioninfo = importlib.import_module(library + ".regioninfo")
autoscale = importlib.import_module(library + ".ec2.autoscale")
region = regioninfo.RegionInfo(name="us-east-1", endpoint="localhost")
connection = autoscale.AutoScaleConnection("k", "s", region=region, port=port)
connection.num_retries = 0
try:
    connection.get_all_groups()
except Exception as error:
    print(error)
"""


def signed(key: ec.EllipticCurvePrivateKey, *extensions: x509.ExtensionType) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.timezone.utc)
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(now).not_valid_after(now + datetime.timedelta(days=1))
    for extension in extensions:
        builder = builder.add_extension(extension, critical=False)
    return builder.sign(key, hashes.SHA256())


def self_signed(path: Path, *extensions: x509.ExtensionType) -> ssl.SSLContext:
    """Make a certificate for ``localhost``, write it to a file, and return a server's context."""
    key = ec.generate_private_key(ec.SECP256R1())
    return served(path, signed(key, *extensions).public_bytes(serialization.Encoding.PEM), key)


def first_version(path: Path) -> ssl.SSLContext:
    """Make one of X.509 version 1, which cryptography and OpenSSL 3.6 no longer write."""
    key = ec.generate_private_key(ec.SECP256R1())
    third = signed(key)
    # Without a version, it is the first.
    first = der(0x30, third.tbs_certificate_bytes.partition(bytes.fromhex("a003020102"))[2])
    signature = key.sign(first, ec.ECDSA(hashes.SHA256()))
    whole = der(0x30, first + ECDSA_WITH_SHA256 + der(0x03, b"\0" + signature))
    return served(path, ssl.DER_cert_to_PEM_cert(whole).encode(), key)


def der(tag: int, content: bytes) -> bytes:
    size = len(content)
    if size < 0x80:
        return bytes((tag, size)) + content
    octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(octets))) + octets + content


def served(path: Path, pem: bytes, key: ec.EllipticCurvePrivateKey) -> ssl.SSLContext:
    path.write_bytes(pem)
    private = path.with_suffix(".key")
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path, private)
    return context


@pytest.mark.parametrize(
    ("certificate", "reason"),
    [
        ("for a server", None),
        ("CA:TRUE", "that of a certificate authority (CaUsedAsEndEntity)"),
        ("common name only", "has no subjectAltName, and its common name is not read"),
        ("version 1", "of X.509 version 1 (UnsupportedCertVersion)"),
    ],
)
def test_boto_accepts_certificates_that_reboto_refuses(
    tmp_path: Path, certificate: str, reason: str | None
) -> None:
    path = tmp_path / "certificate.pem"
    authority = x509.BasicConstraints(ca=True, path_length=None)
    server = x509.BasicConstraints(ca=False, path_length=None)
    if certificate == "version 1":
        context = first_version(path)
    else:
        context = {
            "for a server": lambda: self_signed(path, server, ALT_NAME),
            "CA:TRUE": lambda: self_signed(path, authority, ALT_NAME),
            "common name only": lambda: self_signed(path, server),
        }[certificate]()
    config = tmp_path / "boto.cfg"
    config.write_text(f"[Boto]\nca_certificates_file = {path}\n")
    with Wire(tls=context) as wire:
        called(environment.interpreter(), "boto", wire, config)
        assert len(wire.requests) == 1, "boto accepts all of them"
        error = called(sys.executable, "reboto", wire, config)
        assert len(wire.requests) == (2 if reason is None else 1)
    assert (reason or "") in error


def called(python: str, library: str, wire: Wire, config: Path) -> str:
    """Call a server from a new process, and return the error."""
    return subprocess.run(
        [python, "-c", CODE, library, str(wire.port)],
        env={**os.environ, "BOTO_CONFIG": str(config)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
