"""Warnings that reboto issues."""

from __future__ import annotations


class UncheckedCertificatesWarning(UserWarning):
    """HTTPS requests are sent without certificate checks, so the server is not authenticated."""


class UnsafeConfigWarning(UserWarning):
    """Other users can change a configuration file, or read the secrets in it."""


class UnknownKeywordWarning(UserWarning):
    """A constructor ignores a keyword that names nothing, or a call does not send an attribute."""


class DroppedMetricsWarning(UserWarning):
    """A publisher of metrics dropped values, because they could not be sent."""
