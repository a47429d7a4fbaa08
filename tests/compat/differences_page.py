"""The rows of ``docs/differences.md``: intended differences from boto 2.49.0, and how to adapt.

Each difference in `differences`, which the scenarios show, names its row by its subject. The other
rows are about behavior that no scenario compares.
"""

from __future__ import annotations

from typing import NamedTuple


class Row(NamedTuple):
    """A difference, in a user's words.

    Attributes
    ----------
    subject : str
        What differs.
    boto, reboto : str
        What each package does.
    action : str
        What a user should do.
    """

    subject: str
    boto: str
    reboto: str
    action: str


_NOTHING = "Nothing."

ROWS: dict[str, list[Row]] = {
    "Credentials": [
        Row(
            "time of the lookup",
            "looks for credentials when the connection is made; raises `NoAuthHandlerFound` or "
            "`ProfileNotFoundError` there",
            "looks for them, and raises these errors, at the first call",
            "Include the first call in the `try` block.",
        ),
        Row(
            "`profile_name` and access keys in the environment",
            "the environment takes precedence",
            "`profile_name` takes precedence",
            "Leave `profile_name` out to use the environment.",
        ),
        Row(
            "one of `aws_access_key_id` and `aws_secret_access_key` as an argument",
            "takes the other one from another source",
            "raises ValueError",
            "Pass both or neither. `security_token` alone is added to the access key of the "
            "environment or of boto.cfg.",
        ),
        Row(
            "one of `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`",
            "looks for the other one in other sources",
            "the id alone is an error; a secret alone is named in the error if no credentials are "
            "found",
            "Set both or neither.",
        ),
        Row(
            "session tokens",
            "adds a token of boto.cfg to the access key of the environment",
            "takes the token from the source of the access key",
            "Set `AWS_SESSION_TOKEN` next to `AWS_ACCESS_KEY_ID`.",
        ),
        Row(
            "empty environment variables and options",
            "signs with an empty access key; looks for a profile without a name",
            "treats them as not set",
            _NOTHING,
        ),
        Row(
            "blanks, newlines and other characters that are not printable ASCII",
            "sends them; AWS refuses the signature",
            "raises an error that names the source; sends nothing",
            "Strip the value.",
        ),
        Row(
            "`keyring` in `[Credentials]` of boto.cfg",
            "reads the secret key from the system's keyring",
            "ignores it",
            "Read the keyring in a [`credentials_provider`](guide/credentials.md).",
        ),
        Row(
            "the instance's role",
            "IMDSv1",
            "IMDSv2, which needs a hop limit of 2 inside a container",
            "Check the instance's metadata options if the role is not found.",
        ),
        Row(
            "credentials in text",
            "writes credentials to debug logs",
            "[redacts](security.md#secrets) them everywhere",
            "Read `connection.aws_secret_access_key` where you need the value.",
        ),
    ],
    "Errors": [
        Row(
            "failed connections and timeouts",
            "raises `socket.error`, `ssl.SSLError` or `httplib.HTTPException`",
            "raises `BotoConnectionError` or `BotoTimeoutError`, which are also `ConnectionError` "
            "and `TimeoutError`",
            "Catch `ConnectionError` and `TimeoutError`. See [Errors and retries](errors.md).",
        ),
        Row(
            "invalid arguments: missing names and sizes, text that is not a number, control "
            "characters, and values beyond AWS's published limits",
            "sends them, some as the text `None`, and raises `BotoServerError` for AWS's response",
            "raises ValueError or TypeError that names the argument and the limit; sends nothing. "
            "Quotas that AWS raises on request are left to AWS.",
            "Fix the argument, or catch ValueError and TypeError.",
        ),
        Row(
            "a success response that is not from AWS, such as a login page of a network",
            "takes well-formed web pages for empty lists",
            "raises `UnreadableAnswerError`, a `BotoServerError`",
            "Check the network and the proxy.",
        ),
        Row(
            "very large or deeply nested responses",
            "no limit",
            "raises `UnreadableAnswerError` beyond 100 MB, 100 nested XML elements or 32 nested "
            "CBOR items",
            _NOTHING,
        ),
        Row(
            "redirects",
            "follows them, with the signature",
            "raises `BotoServerError`",
            "Set the region or `host` to the service's own endpoint.",
        ),
        Row(
            "`error.args[2]`",
            "the response's body: bytes on Python 3",
            "the body as text, as `error.body` is in both",
            "Use `error.body`.",
        ),
        Row(
            "`str()` of an error whose response is not a document",
            "contains the text `None`",
            "contains the response",
            _NOTHING,
        ),
        Row(
            "`error.reason`",
            "the reason phrase that the server sent",
            "the standard reason phrase of the status, which AWS also sends",
            "Compare `error.status` or `error.error_code`.",
        ),
        Row(
            "`error.request_id` of an error whose document has none",
            "None",
            "the request id of the response's headers",
            _NOTHING,
        ),
        Row(
            "a method of an object that has no connection",
            "raises AttributeError about None",
            "raises `NoConnectionError`, an AttributeError that says how to set the connection",
            _NOTHING,
        ),
        Row(
            "hooks and log handlers that make calls without end",
            "raises RecursionError by Python's limit",
            "also raises RecursionError when less than 80 KiB of the thread's stack are left",
            "Start threads that need more with `threading.stack_size()`.",
        ),
        Row(
            "several interpreters in one process, as under uWSGI and mod_wsgi",
            "works in each",
            "raises ImportError in the second one",
            "Use one interpreter per process: [Web servers](guide/web-servers.md).",
        ),
        Row(
            "zip files",
            "can be imported from one",
            "cannot: the module is compiled",
            "Unpack the archive: [Zip files](guide/web-servers.md#zip-files).",
        ),
    ],
    "Values": [
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
            _NOTHING,
        ),
        Row("`ResultSet.markers`", "what the parser looked for", "an empty list", _NOTHING),
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
            _NOTHING,
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
            "Nothing; see [Change what you read](guide/lossless-updates.md).",
        ),
        Row(
            "writing an alarm, a policy or a launch configuration that was read",
            "sends the members that boto knows; AWS resets the others",
            "sends all members",
            _NOTHING,
        ),
        Row(
            "composite and log alarms",
            "are not found, as if they did not exist",
            "are found by name, with their history; `alarm_types='all'` lists them",
            _NOTHING,
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
            _NOTHING,
        ),
        Row(
            "suppressed block devices, with `use_block_device_types`",
            "have the volume of the device before",
            "have `no_device` set to True",
            _NOTHING,
        ),
        Row(
            "alarms that compare with an anomaly detection band",
            "raises KeyError, so no alarm can be listed",
            "`comparison` has AWS's name",
            _NOTHING,
        ),
    ],
    "Calls": [
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
            _NOTHING,
        ),
        Row(
            "None between the names of a list of Auto Scaling",
            "left out, and the numbers of the parameters skip it",
            "left out, and the numbers of the parameters are consecutive",
            _NOTHING,
        ),
        Row(
            "a text instead of a list: `security_groups='web'`, `availability_zones='us-east-1a'`",
            "splits some of them into letters",
            "one item",
            _NOTHING,
        ),
        Row(
            "attributes that are None",
            "sends some as the text `None`",
            "does not send them",
            _NOTHING,
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
            _NOTHING,
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
            _NOTHING,
        ),
        Row(
            "updating an alarm that was read",
            "sends the symbol of `comparison`, which AWS refuses",
            "sends AWS's name",
            _NOTHING,
        ),
        Row(
            "updating a group that has an `instance_id`",
            "sends the id, which is not a parameter of the update",
            "does not send it",
            _NOTHING,
        ),
        Row(
            "creating a launch configuration with block devices that was read",
            "raises AttributeError",
            "creates it",
            _NOTHING,
        ),
        Row(
            "creating a launch configuration that was read",
            "turns detailed monitoring on",
            "sends what was read",
            _NOTHING,
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
            _NOTHING,
        ),
        Row(
            "`build_list_params()` of Auto Scaling with numbers",
            "leaves them out",
            "includes them",
            _NOTHING,
        ),
        Row(
            "result of `detach_instances()`",
            "False: it takes the status of the activity for that of the call",
            "True",
            _NOTHING,
        ),
        Row(
            "result of `group.shutdown_instances()`",
            "None",
            "the result of `update()`, so that it can be awaited",
            _NOTHING,
        ),
        Row(
            "result of `alarm.delete()`",
            "None",
            "the result of `delete_alarms()`, so that it can be awaited",
            _NOTHING,
        ),
        Row(
            "`region=`",
            "a `RegionInfo`",
            "a `RegionInfo` or a region's name; None and `''` mean the default region",
            _NOTHING,
        ),
        Row(
            "default region",
            "boto.cfg, else `us-east-1`; a region in boto.cfg keeps the endpoint of `us-east-1`",
            "also `AWS_REGION`, `AWS_DEFAULT_REGION` and the profile; the endpoint follows the "
            "region",
            "Set `autoscale_region_name` and `cloudwatch_region_name` in boto.cfg.",
        ),
        Row(
            "certificates of CloudWatch in eu-west-1",
            "are not verified",
            "are verified, as everywhere",
            _NOTHING,
        ),
        Row(
            "`https_connection_factory`",
            "makes the HTTP connections",
            "raises an error: the HTTP client is not Python's",
            "Use `proxy=`, `validate_certs=` or `ca_certificates_file`.",
        ),
        Row(
            "`no_proxy`",
            "compares the ends of texts",
            "compares whole names, as urllib does",
            "List each host or domain.",
        ),
        Row(
            "`close()`",
            "closes the connection's sockets",
            "does nothing: idle sockets are shared by the process",
            _NOTHING,
        ),
        Row(
            "CloudWatch's protocol",
            "XML",
            "CBOR, as in AWS's SDKs; `error.body` is the XML document of boto's protocol",
            _NOTHING,
        ),
        Row(
            "`debug=2`",
            "prints to the standard output; boto.cfg's `[Boto]` section resets the argument to 0",
            "logs to `boto` and `reboto`; the argument takes precedence",
            "Add a handler with `boto.set_stream_logger`.",
        ),
        Row(
            "`[loggers]` in boto.cfg",
            "is applied on import",
            "is applied by `boto.init_logging()`",
            "Call `boto.init_logging()`.",
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
            _NOTHING,
        ),
        Row(
            "`boto.utils.get_instance_userdata(sep=)`",
            "drops the text after a second `=`",
            "keeps it",
            _NOTHING,
        ),
    ],
}

_INTRODUCTION = """\
# Differences from boto 2

reboto behaves as boto 2.49 does, except in the cases below. The test suite runs both packages in
the same scenarios and fails on any other difference.
"""


def markdown() -> str:
    """Write the page."""
    return "\n".join([_INTRODUCTION, *(_section(title, rows) for title, rows in ROWS.items())])


def _section(title: str, rows: list[Row]) -> str:
    head = ["What", "boto 2.49", "reboto", "What to do"]
    lines = [head, ["---"] * 4, *([_sentence(row.subject), *row[1:]] for row in rows)]
    return "\n".join([f"## {title}", "", *(f"| {' | '.join(line)} |" for line in lines), ""])


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:]


if __name__ == "__main__":
    print(markdown(), end="")
