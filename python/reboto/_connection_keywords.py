"""Keywords of functions that create connections, for type checkers."""

from __future__ import annotations

import typing


class _Common(typing.TypedDict, total=False):
    is_secure: bool
    port: int | None
    proxy: str | None
    proxy_port: int | str | None
    proxy_user: str | None
    proxy_pass: str | None
    debug: int
    https_connection_factory: typing.Any
    path: str
    security_token: str | None
    validate_certs: bool
    profile_name: str | None
    role_arn: str | None
    external_id: str | None
    role_session_name: str | None
    credentials_provider: typing.Any
    timeout: float | None
    connect_timeout: float | None
    num_retries: int | None


class _AutoScale(_Common, total=False):
    use_block_device_types: bool


class _Keys(typing.TypedDict, total=False):
    aws_access_key_id: str | None
    aws_secret_access_key: str | None


class AutoScale(_AutoScale, total=False):
    """Keywords of `connect_autoscale`, without the access key pair."""

    region: typing.Any
    region_name: str | None


class _CloudWatch(_Common, total=False):
    protocol: str | None


class CloudWatch(_CloudWatch, total=False):
    """Keywords of `connect_cloudwatch`, without the access key pair."""

    region: typing.Any
    region_name: str | None


class AutoScaleInRegion(_AutoScale, _Keys, total=False):
    """Keywords of `connect_to_region` for Auto Scaling, without the region."""


class CloudWatchInRegion(_CloudWatch, _Keys, total=False):
    """Keywords of `connect_to_region` for CloudWatch, without the region."""
