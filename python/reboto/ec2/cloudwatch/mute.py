"""Rules that mute the actions of alarms."""

from __future__ import annotations

from reboto.ec2.cloudwatch._generated.mute import (
    AlarmMuteRule,
    MuteTargets,
    Rule,
    Schedule,
)

__all__ = ["AlarmMuteRule", "MuteTargets", "Rule", "Schedule"]
