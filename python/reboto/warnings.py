"""The warnings that reboto issues."""

from __future__ import annotations


class UncheckedCertificatesWarning(UserWarning):
    """HTTPS calls are sent without certificate checks, so anyone may have answered them."""


class UnsafeConfigWarning(UserWarning):
    """Other users may change a configuration file, or read the secrets in it."""
