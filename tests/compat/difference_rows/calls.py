"""Differences in calls: their arguments, requests and results."""

from __future__ import annotations

from tests.compat.difference_rows.row import NOTHING, Row

ROWS = [
    Row(
        "retries",
        "after 5xx and broken connections",
        "also after throttling, after a response that ends in its body, with new credentials "
        "after AWS says that they have expired, and with AWS's time if the system's clock is "
        "wrong",
        "Remove retry loops, or keep them: they do no harm.",
    ),
    Row(
        "requests whose response is lost",
        "retries them",
        "retries them too; the error says whether AWS may have applied the request",
        "Set `num_retries = 0` where `execute_policy` or `put_metric_data` must not be applied "
        "twice. See [Retries](errors.md#retries).",
    ),
    Row(
        "booleans given as text",
        "every text except the empty one is true: `force_delete='false'` deletes a group with "
        "its instances",
        "`'false'`, `'0'`, `'no'`, `'off'`, `'n'`, `'f'` and `''` are False; `'true'`, `'1'`, "
        "`'yes'`, `'on'`, `'y'` and `'t'` are True; other texts raise ValueError",
        "Pass booleans.",
    ),
    Row(
        "dict views and iterators for names",
        "TypeError on Python 3; taken on Python 2, where they were lists",
        "are taken as lists everywhere",
        NOTHING,
    ),
    Row(
        "None between the names of a list of Auto Scaling",
        "left out, and the numbers of the parameters skip it",
        "left out, and the numbers of the parameters are consecutive",
        NOTHING,
    ),
    Row(
        "a text instead of a list: `security_groups='web'`, `availability_zones='us-east-1a'`",
        "splits some of them into letters",
        "one item",
        NOTHING,
    ),
    Row(
        "attributes that are None",
        "sends some as the text `None`",
        "does not send them",
        NOTHING,
    ),
    Row(
        "0 as a value: `default_cooldown`, `health_check_period`, `BlockDeviceType(size=)`, an "
        "alarm's `description`, a dimension's value, `state_reason_data`, `period`",
        "does not send it, so AWS uses its default or keeps the old value",
        "sends it",
        "Pass None to use AWS's default.",
    ),
    Row(
        "`get_all_launch_configurations(max_records=0)`",
        "sends 0, which AWS refuses",
        "0 means AWS's default page size, as for all lists",
        NOTHING,
    ),
    Row(
        "`create_scheduled_group_action(time=)`",
        "sends `Time`, which AWS no longer reads",
        "sends `StartTime` too, unless `start_time` is given",
        "Pass `start_time`.",
    ),
    Row(
        "`get_all_tags(filters=)`, `get_all_scheduled_actions(start_time=, end_time=)`",
        "ignores these arguments",
        "sends them",
        "Check that the filters are what you expect.",
    ),
    Row(
        "percentiles (`p99`) as statistics",
        "sends them as `Statistic`, which AWS refuses",
        "sends them as `ExtendedStatistic`",
        NOTHING,
    ),
    Row(
        "updating an alarm that was read",
        "sends the symbol of `comparison`, which AWS refuses",
        "sends AWS's name",
        NOTHING,
    ),
    Row(
        "updating a group that has an `instance_id`",
        "sends the id, which is not a parameter of the update",
        "does not send it",
        NOTHING,
    ),
    Row(
        "creating a launch configuration with block devices that was read",
        "raises AttributeError",
        "creates it",
        NOTHING,
    ),
    Row(
        "creating a launch configuration that was read",
        "turns detailed monitoring on",
        "sends what was read",
        NOTHING,
    ),
    Row(
        "`volume_type`, `iops` and `delete_on_termination` of a launch configuration",
        "sends them outside of the block devices, where AWS ignores them",
        "does not send them",
        "Set them on the block device.",
    ),
    Row(
        "`no_device` of a block device",
        "sends an empty text, as EC2 expects",
        "sends `true`, as Auto Scaling expects",
        NOTHING,
    ),
    Row(
        "`build_list_params()` of Auto Scaling with numbers",
        "leaves them out",
        "includes them",
        NOTHING,
    ),
    Row(
        "result of `detach_instances()`",
        "False: it takes the status of the activity for that of the call",
        "True",
        NOTHING,
    ),
    Row(
        "result of `group.shutdown_instances()`",
        "None",
        "the result of `update()`, so that it can be awaited",
        NOTHING,
    ),
    Row(
        "result of `alarm.delete()`",
        "None",
        "the result of `delete_alarms()`, so that it can be awaited",
        NOTHING,
    ),
    Row(
        "`boto.utils.get_instance_metadata()` and similar functions",
        "retries a missing page for 15 seconds",
        "uses IMDSv2 with a timeout of 1 second; a missing page is empty at once",
        "Pass `timeout` and `num_retries`.",
    ),
    Row(
        "`boto.utils.get_instance_identity()` outside EC2",
        "raises IndexError",
        "returns `{}`",
        NOTHING,
    ),
    Row(
        "`boto.utils.get_instance_userdata(sep=)`",
        "drops the text after a second `=`",
        "keeps it",
        NOTHING,
    ),
]
