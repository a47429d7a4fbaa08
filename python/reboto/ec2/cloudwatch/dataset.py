"""Datasets and their encryption."""

from __future__ import annotations

from reboto.ec2.cloudwatch._generated.dataset import (
    Dataset,
)

__all__ = ["Dataset"]
