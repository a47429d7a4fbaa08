"""Type variables of alarms, for annotations."""

from __future__ import annotations

from typing import TypeVar

Alarm = TypeVar("Alarm")
