"""Differences in the objects that calls return."""

from __future__ import annotations

from tests.compat.difference_rows.row import NOTHING, Row

ROWS = [
    Row(
        "`==` between objects",
        "objects are equal to themselves only",
        "objects are equal if all attributes except `connection` are",
        "Use `is` to compare identity.",
    ),
    Row(
        "connections",
        "can be copied",
        "cannot be copied or pickled",
        "Make a connection in each process.",
    ),
    Row(
        "attributes named after elements of the response, such as `group.member`",
        "the parser leaves empty ones on objects",
        "do not exist",
        NOTHING,
    ),
    Row("`ResultSet.markers`", "what the parser looked for", "an empty list", NOTHING),
    Row(
        "`vars()` of a datapoint",
        "contains `connection`",
        "does not; `datapoint.connection` works",
        "Use the attribute.",
    ),
    Row(
        "`RequestId` of the lists of termination policies and metric types",
        "missing",
        "present, as on other lists",
        NOTHING,
    ),
    Row(
        "groups with target groups, a launch template or a mixed instances policy",
        "unknown elements become extra groups full of None, or attributes of the group and the "
        "list",
        "one object per group; unknown elements are attributes with AWS's name that hold text, "
        "a list or a dict",
        "Read `group.LaunchTemplate` and so on.",
    ),
    Row(
        "members that AWS added after boto",
        "attributes with AWS's name, as text",
        "typed attributes such as `group.mixed_instances_policy`; AWS's names are aliases",
        "Compare with `True` and numbers, not with text.",
    ),
    Row(
        "`update()` of a group that was read",
        "sends all attributes, as they were read; 0, `''` and `[]` are not sent",
        "sends what changed, also 0, `''` and `[]`; None removes a setting that AWS can remove",
        "Nothing; see [Update objects](guide/lossless-updates.md).",
    ),
    Row(
        "writing an alarm, a policy or a launch configuration that was read",
        "sends the members that boto knows; AWS resets the others",
        "sends all members",
        NOTHING,
    ),
    Row(
        "composite and log alarms",
        "are not found, as if they did not exist",
        "are found by name, with their history; `alarm_types='all'` lists them",
        NOTHING,
    ),
    Row(
        "unknown keywords of `AutoScalingGroup` and `ScalingPolicy`",
        "are ignored",
        "are ignored with an `UnknownKeywordWarning`, which suggests the nearest name; "
        "names that AWS knows are sent",
        "Fix the names that the warnings report.",
    ),
    Row(
        "unknown elements of launch configurations",
        "their innermost elements become attributes",
        "are dicts with AWS's name",
        "Read `config.MetadataOptions` and so on.",
    ),
    Row(
        "`connection` of the parts of a launch configuration",
        "the object that contains the part",
        "the connection",
        NOTHING,
    ),
    Row(
        "suppressed block devices, with `use_block_device_types`",
        "have the volume of the device before",
        "have `no_device` set to True",
        NOTHING,
    ),
    Row(
        "alarms that compare with an anomaly detection band",
        "raises KeyError, so no alarm can be listed",
        "`comparison` has AWS's name",
        NOTHING,
    ),
]
