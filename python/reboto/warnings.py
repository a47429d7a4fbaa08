"""Warnings that reboto issues."""

from __future__ import annotations


class UncheckedCertificatesWarning(UserWarning):
    """HTTPS requests are sent without certificate checks, so the server is not authenticated."""


class UnsafeConfigWarning(UserWarning):
    """Other users can change a configuration file, or read the secrets in it."""
