"""Uses of value classes, errors and configuration that are compared with boto."""

from __future__ import annotations

import datetime
import functools
import importlib
import io
from collections.abc import Callable
from typing import Any

from tests.compat.value_json import Recorder

Find = Callable[[str], Any]

XML_ERROR = (
    '<ErrorResponse xmlns="http://autoscaling.amazonaws.com/doc/2011-01-01/"><Error>'
    "<Type>Sender</Type><Code>ValidationError</Code><Message>Group name not found</Message>"
    "</Error><RequestId>f2b1cb2c-1c5a-11e5-9d6b-5f2d2e7a3e9c</RequestId></ErrorResponse>"
)
EC2_ERROR = (
    "<Response><Errors><Error><Code>AuthFailure</Code><Message>No</Message></Error>"
    "<Error><Code>Second</Code><Message>Also no</Message></Error></Errors>"
    "<RequestID>ea966190-f9aa-478e-9ede-example</RequestID></Response>"
)
STORAGE_ERROR = (
    "<E><Code>c</Code><Resource>r</Resource><BucketName>b</BucketName><Type>t</Type></E>"
)
CONFIG = """
[Credentials]
aws_access_key_id = AKID
[Boto]
num_retries = 3
ratio = 0.5
is_secure = False
https_validate_certificates = TRUE
odd = yes
word = three
[Instance]
instance-id = i-1
[User]
count = 2
"""
TIME = datetime.datetime(2024, 5, 1, 12, 30)
# Errors that boto does not have.
ADDITIONS = {
    "BotoConnectionError",
    "BotoTimeoutError",
    "WaitTimeoutError",
    "NoConnectionError",
    "PartialFailureError",
    "UnreadableAnswerError",
}


def all_of(package: str) -> dict[str, Callable[[], Any]]:
    """Return the scenarios for a package by name."""

    def find(path: str) -> Any:
        module, name = path.rsplit(".", 1)
        return getattr(importlib.import_module(f"{package}.{module}"), name)

    return {
        **groups(find),
        **launch_configurations(find),
        **block_devices(find),
        **other_autoscaling(find),
        **alarms(find),
        **metrics(find),
        **shared(find),
        **errors(find),
        "classes of errors": lambda: error_classes(package),
    }


def filled(thing: Any, **attributes: Any) -> Any:
    for name, value in attributes.items():
        setattr(thing, name, value)
    return thing


def asked(make: Callable[[Any], Any], operation: str, *args: Any, **kwargs: Any) -> Any:
    """Call a method of a value, and return the calls of its connection too."""
    connection = Recorder()
    thing = make(connection)
    response = getattr(thing, operation)(*args, **kwargs)
    return [connection.calls, response, thing]


def built(method: Callable[..., Any], *args: Any) -> Any:
    params: dict[str, Any] = {}
    return [method(params, *args), params]


def groups(find: Find) -> dict[str, Callable[[], Any]]:
    group = find("ec2.autoscale.group.AutoScalingGroup")
    config = find("ec2.autoscale.launchconfig.LaunchConfiguration")
    tag = find("ec2.autoscale.tag.Tag")
    ask = functools.partial(asked, lambda connection: group(connection, "g"))
    sized = functools.partial(group, name="g", min_size=1, max_size=2, desired_capacity=2)
    # fmt: off
    everything: tuple[Any, ...] = (
        None, "g", "lc", ["a", "b"], ["lb"], 60, "EC2", 30, "pg", "s-1", 2, 1, 3, None, ["Default"],
        "i-1",
    )
    # fmt: on
    texts = {
        "default_cooldown": "60",
        "health_check_period": "30",
        "desired_capacity": "2",
        "min_size": "1",
        "max_size": "3",
    }
    topic = ("arn", ["autoscaling:TEST_NOTIFICATION"])
    return {
        "group": group,
        "group, all by position": lambda: group(*everything),
        "group, numbers as text": lambda: group(name="g", **texts),
        "group, float sizes": lambda: group(min_size=1.0, max_size=3.0),
        "group, older names": lambda: group(group_name="g", cooldown="60", nonsense=1),
        "group, both names": lambda: group(name="a", group_name="b"),
        "group, cooldown 0": lambda: group(default_cooldown=0),
        "group, launch configuration object": lambda: group(launch_config=config(name="lc")),
        "group, list of subnets": lambda: group(vpc_zone_identifier=["s-1", "s-2"]),
        "group, no subnets": lambda: group(vpc_zone_identifier=[]),
        "group, tuple of subnets": lambda: group(vpc_zone_identifier=("s-1", "s-2")),
        "group, tags": lambda: group(tags=[tag(key="k", value="v")]),
        "group, no tags": lambda: group(tags=[]),
        "group, tuple of zones": lambda: group(availability_zones=("a", "b")),
        "group, one zone as text": lambda: group(availability_zones="us-east-1a"),
        "group, sizes that are no numbers": lambda: group(min_size="one"),
        "group, sizes of a wrong type": lambda: group(min_size=[]),
        "group, empty size": lambda: group(min_size=""),
        "group's cooldown": lambda: filled(group(), cooldown=5),
        "group.set_capacity": lambda: ask("set_capacity", 3),
        "group.update": lambda: ask("update"),
        "group.update without a connection": lambda: group(name="g").update(),
        "group.shutdown_instances": lambda: asked(sized, "shutdown_instances"),
        "group.delete": lambda: ask("delete"),
        "group.delete, by force": lambda: ask("delete", force_delete=True),
        "group.get_activities": lambda: ask("get_activities"),
        "group.get_activities, some": lambda: ask("get_activities", ["a"], 5),
        "group.put_notification_configuration": lambda: ask(
            "put_notification_configuration", *topic
        ),
        "group.delete_notification_configuration": lambda: ask(
            "delete_notification_configuration", "arn"
        ),
        "group.suspend_processes": lambda: ask("suspend_processes"),
        "group.suspend_processes, some": lambda: ask("suspend_processes", ["Launch"]),
        "group.resume_processes": lambda: ask("resume_processes", ["Launch"]),
        "process type": lambda: filled(
            find("ec2.autoscale.group.ProcessType")(), process_name="Launch"
        ),
        "suspended process": lambda: filled(
            find("ec2.autoscale.group.SuspendedProcess")(), process_name="Launch", reason="r"
        ),
        "enabled metric": lambda: find("ec2.autoscale.group.EnabledMetric")(
            None, "GroupMinSize", "1Minute"
        ),
        "group metric": lambda: filled(
            find("ec2.autoscale.group.AutoScalingGroupMetric")(), metric="GroupMinSize"
        ),
        "group's termination policies": lambda: find("ec2.autoscale.group.TerminationPolicies")(
            ["Default"]
        ),
    }


def launch_configurations(find: Find) -> dict[str, Callable[[], Any]]:
    config = find("ec2.autoscale.launchconfig.LaunchConfiguration")
    monitoring = find("ec2.autoscale.launchconfig.InstanceMonitoring")
    device = find("ec2.autoscale.launchconfig.BlockDeviceMapping")
    # fmt: off
    everything: tuple[Any, ...] = (
        None, "lc", "ami-1", "key", ["sg"], "data", "m3.large", "aki", "ari", [], True, 0.05,
        "profile", True, False, "gp2", False, 100, True, "vpc-1", ["sg-2"],
    )
    # fmt: on
    return {
        "configuration": config,
        "configuration, all by position": lambda: config(*everything),
        "configuration, numbers as text": lambda: config(spot_price="0.05", iops="100"),
        "configuration, bytes": lambda: config(user_data=b"\x00\xff"),
        "configuration, one security group as text": lambda: config(security_groups="sg-1"),
        "configuration, tuple of security groups": lambda: config(security_groups=("sg-1", "sg-2")),
        "configuration, its connection's device types": lambda: config(Recorder(), "lc"),
        "configuration.delete": lambda: asked(lambda c: config(c, "lc"), "delete"),
        "ebs": lambda: find("ec2.autoscale.launchconfig.Ebs")(None, "snap-1", 8),
        "monitoring": monitoring,
        "monitoring, on": lambda: monitoring(None, "true"),
        "device": lambda: device(None, "/dev/sda1", "ephemeral0", None, True),
    }


def block_devices(find: Find) -> dict[str, Callable[[], Any]]:
    device = find("ec2.blockdevicemapping.BlockDeviceType")
    mapping = find("ec2.blockdevicemapping.BlockDeviceMapping")

    def several() -> Any:
        devices = mapping()
        devices["/dev/sda"] = device(size=8, snapshot_id="snap-1", delete_on_termination=True)
        devices["/dev/sdb"] = device(ephemeral_name="ephemeral0", size=5)
        devices["/dev/sdc"] = device(no_device=True, size=5)
        devices["/dev/sdd"] = device(volume_type="io1", iops=0, encrypted=False)
        devices["/dev/sde"] = device(size="10", volume_type="io1", iops=200, encrypted=True)
        return devices

    # fmt: off
    everything: tuple[Any, ...] = (
        None, "ephemeral0", True, "vol-1", "snap-1", "attached", "2024", True, 8, "gp2", 100, False,
    )
    # fmt: on
    return {
        "device type": device,
        "device type, all by position": lambda: device(*everything),
        "device type's other name": lambda: find("ec2.blockdevicemapping.EBSBlockDeviceType"),
        "devices": mapping,
        "devices, for Auto Scaling": lambda: built(several().autoscale_build_list_params),
        "devices, for EC2": lambda: built(several().ec2_build_list_params, "LaunchSpecification."),
        "devices, none": lambda: built(mapping().autoscale_build_list_params),
    }


def other_autoscaling(find: Find) -> dict[str, Callable[[], Any]]:
    policy = find("ec2.autoscale.policy.ScalingPolicy")
    types = find("ec2.autoscale.policy.MetricCollectionTypes")
    tag = find("ec2.autoscale.tag.Tag")
    activity = find("ec2.autoscale.activity.Activity")
    instance = find("ec2.autoscale.instance.Instance")
    everything = {
        "name": "p",
        "as_name": "g",
        "adjustment_type": "ChangeInCapacity",
        "scaling_adjustment": "-25",
        "cooldown": "60",
        "min_adjustment_step": 2,
        "nonsense": 1,
    }
    return {
        "policy": policy,
        "policy, all": lambda: policy(None, **everything),
        "policy.delete": lambda: asked(functools.partial(policy, name="p", as_name="g"), "delete"),
        "policy's alarm": lambda: filled(
            find("ec2.autoscale.policy.Alarm")(), name="a", alarm_arn="arn"
        ),
        "adjustment type": lambda: filled(
            find("ec2.autoscale.policy.AdjustmentType")(), adjustment_type="ExactCapacity"
        ),
        "collection types": lambda: filled(
            types(),
            metrics=[filled(types.Metric(None), val="m")],
            granularities=[types.Granularity(None)],
        ),
        "termination policies": lambda: find("ec2.autoscale.policy.TerminationPolicies")(
            "connection", anything=1
        ),
        "tag": tag,
        "tag, all by position": lambda: tag(None, "k", 5, True, "g", "auto-scaling-group"),
        "tag, as parameters": lambda: built(tag(key="k", value=5, resource_id="g").build_params, 3),
        "tag, propagated, as parameters": lambda: built(
            tag(key="k", propagate_at_launch=1).build_params, 1
        ),
        "tag.delete": lambda: asked(lambda c: tag(c, "k", "v"), "delete"),
        "activity": lambda: filled(
            activity(), activity_id="a", group_name="g", status_message="s", cause="c"
        ),
        "instance": lambda: filled(
            instance(), instance_id="i-1", lifecycle_state="InService", health_status="Healthy"
        ),
        "instance, of a group": lambda: filled(instance(), group_name="g"),
        "limits": lambda: filled(
            find("ec2.autoscale.limits.AccountLimits")(), max_autoscaling_groups=20
        ),
        "request": lambda: filled(find("ec2.autoscale.request.Request")(), request_id="r"),
        "scheduled action": lambda: filled(
            find("ec2.autoscale.scheduled.ScheduledUpdateGroupAction")(), name="nightly"
        ),
        "Auto Scaling's list": lambda: find("ec2.elb.listelement.ListElement")(["a"]),
    }


def alarms(find: Find) -> dict[str, Callable[[], Any]]:
    alarm = find("ec2.cloudwatch.alarm.MetricAlarm")
    item = find("ec2.cloudwatch.alarm.AlarmHistoryItem")
    ask = functools.partial(asked, lambda connection: alarm(connection, "a"))
    # fmt: off
    everything: tuple[Any, ...] = (
        None, "busy", "CPUUtilization", "AWS/EC2", "Average", ">", 70, 60, 2, "Percent", "words",
        {"InstanceId": ["i-1"]}, ["a"], ["b"], ["c"],
    )
    # fmt: on

    def with_actions() -> Any:
        made = alarm(alarm_actions=["a"], insufficient_data_actions=["b"], ok_actions=["c"])
        made.add_alarm_action("d")
        made.add_insufficient_data_action("e")
        made.add_ok_action("f")
        return made

    return {
        "alarm": alarm,
        "alarm, all by position": lambda: alarm(*everything),
        "alarm, numbers as text": lambda: alarm(
            threshold="70", period="60", evaluation_periods="2"
        ),
        "alarm, one action as text": lambda: alarm(alarm_actions="arn"),
        "alarm, actions added": with_actions,
        "alarm, a threshold that is no number": lambda: alarm(threshold="abc"),
        "alarm, a period that is no whole number": lambda: alarm(period="1.5"),
        "alarm, a period with a fraction": lambda: alarm(period=60.5),
        "alarm, CloudWatch's word for its comparison": lambda: alarm(
            comparison="GreaterThanThreshold"
        ),
        "alarm, unknown comparison": lambda: alarm(comparison="=="),
        "alarm, read": lambda: filled(
            alarm(name="busy", metric="m", statistic="Sum", threshold=1), comparison=">"
        ),
        "alarm's maps of comparisons": lambda: [alarm._cmp_map, alarm._rev_cmp_map],
        "alarm's states": lambda: [alarm.OK, alarm.ALARM, alarm.INSUFFICIENT_DATA],
        "alarm.set_state": lambda: ask("set_state", "OK", "why", {"x": 1}),
        "alarm.update": lambda: ask("update"),
        "alarm.enable_actions": lambda: ask("enable_actions"),
        "alarm.disable_actions": lambda: ask("disable_actions"),
        "alarm.describe_history": lambda: ask("describe_history"),
        "alarm.describe_history, some": lambda: ask(
            "describe_history", TIME, TIME, 5, "Action", "token"
        ),
        "alarm.delete": lambda: ask("delete"),
        "alarms": lambda: find("ec2.cloudwatch.alarm.MetricAlarms")(),
        "history item": lambda: filled(item(), name="a", summary="s", timestamp=TIME),
        "history item, bare": item,
    }


def metrics(find: Find) -> dict[str, Callable[[], Any]]:
    metric = find("ec2.cloudwatch.metric.Metric")

    def named(connection: Any) -> Any:
        return filled(metric(connection), name="m", namespace="n", dimensions={"d": ["v"]})

    ask = functools.partial(asked, named)
    return {
        "metric": lambda: filled(metric(), name="CPUUtilization"),
        "metric's words": lambda: [metric.Statistics, metric.Units],
        "metric.query": lambda: ask("query", TIME, TIME, "Sum"),
        "metric.query, all": lambda: ask("query", TIME, TIME, ["Sum"], "Count", 300),
        "metric.create_alarm": lambda: ask(
            "create_alarm", "a", ">", "70", "60", 2, "Average", alarm_actions=["arn"]
        ),
        "metric.describe_alarms": lambda: ask("describe_alarms", 60, "Sum", {"d": "v"}, "Count"),
        "datapoint": find("ec2.cloudwatch.datapoint.Datapoint"),
        "dimension": lambda: find("ec2.cloudwatch.dimension.Dimension")(InstanceId=["i-1"]),
        "CloudWatch's list": lambda: find("ec2.cloudwatch.listelement.ListElement")(["a"]),
    }


def shared(find: Find) -> dict[str, Callable[[], Any]]:
    results = find("resultset.ResultSet")
    success = find("resultset.BooleanResult")
    region = find("regioninfo.RegionInfo")
    tag = find("ec2.autoscale.tag.Tag")
    words = (("true",), ("True",), ("yes", "yes"))
    return {
        "result set": results,
        "result set, with markers": lambda: results([("member", tag)]),
        "result set, with odd markers": lambda: results("member"),
        "result set's truth": lambda: [results().to_boolean(*pair) for pair in words],
        "boolean result": success,
        "boolean result, false": lambda: filled(success(), status=False),
        "boolean result's truth": lambda: [success().to_boolean(*pair) for pair in words],
        "region": region,
        "region, by position": lambda: region(None, "r-1", "host", dict),
        "region.connect": lambda: region(connection_cls=dict).connect(port=1)["port"],
        "region.connect, without a class": lambda: region().connect(),
        "regions of an unknown service": lambda: find("regioninfo.get_regions")("nonsense"),
        "connect to an unknown region": lambda: find("regioninfo.connect")(
            "autoscaling", "nowhere-1"
        ),
        "configuration files": lambda: settings(find("pyami.config.Config")),
        "configuration files, a default of the user's": lambda: find("pyami.config.Config")(
            do_load=False
        ).get_user("none", "nobody"),
    }


def settings(config: Any) -> dict[str, Any]:
    loaded = config(fp=io.StringIO(CONFIG))
    loaded.setbool("Boto", "written", True)
    return {
        "get": loaded.get("Credentials", "aws_access_key_id"),
        "get, no option": loaded.get("Credentials", "none"),
        "get, no section": loaded.get("none", "none", "default"),
        "get, built-in default": loaded.get("Boto", "working_dir"),
        "get, built-in default, no section": loaded.get("none", "working_dir"),
        "get_value": loaded.get_value("Credentials", "aws_access_key_id"),
        "getint": loaded.getint("Boto", "num_retries"),
        "getint, absent": loaded.getint("Boto", "none"),
        "getint, default as text": loaded.getint("Boto", "none", "5"),
        "getint, built-in default": loaded.getint("Boto", "debug", 7),
        "getfloat": loaded.getfloat("Boto", "ratio"),
        "getfloat, absent": loaded.getfloat("Boto", "none"),
        "getbool": loaded.getbool("Boto", "is_secure", True),
        "getbool, capitals": loaded.getbool("Boto", "https_validate_certificates"),
        "getbool, other word": loaded.getbool("Boto", "odd", True),
        "getbool, absent": loaded.getbool("Boto", "none", None),
        "setbool": loaded.get("Boto", "written"),
        "has_option": loaded.has_option("Boto", "num_retries"),
        "has_option, built-in default": loaded.has_option("Boto", "debug"),
        "has_option, no section": loaded.has_option("none", "debug"),
        "get_instance": loaded.get_instance("instance-id"),
        "get_user": loaded.get_user("count"),
        "getint_user": loaded.getint_user("count"),
        "sections": loaded.sections(),
        "has_section": loaded.has_section("Boto"),
        "options": loaded.options("User"),
        "items": loaded.items("User"),
    }


def errors(find: Find) -> dict[str, Callable[[], Any]]:
    server_error = functools.partial(find("exception.BotoServerError"), 400, "Bad Request")
    json_error = functools.partial(find("exception.JSONResponseError"), 400, "Bad Request")
    written = {"error_message": "m", "error_code": "c", "request_id": "r"}
    found: dict[str, Callable[[], Any]] = {
        "error of the client": lambda: find("exception.BotoClientError")("why"),
        "error of the client, with more": lambda: find("exception.BotoClientError")("why", 1),
        "no credentials": lambda: find("exception.NoAuthHandlerFound")("none"),
        "no profile": lambda: find("provider.ProfileNotFoundError")("none"),
        "retry": lambda: find("exception.PleaseRetryException")("why", 5),
        "JSON service's error": lambda: json_error({"__type": "com.example#F", "message": "m"}),
        "JSON service's error, no body": json_error,
        "server error, attributes written": lambda: filled(server_error(), **written),
    }
    bodies = {
        "no body": None,
        "an empty body": "",
        "XML": XML_ERROR,
        "XML as bytes": XML_ERROR.encode(),
        "XML that breaks off": XML_ERROR[:200],
        "EC2's XML": EC2_ERROR,
        "XML with spaces and entities": "<E><Code> A </Code><Message>&lt;b&gt; &#39;</Message></E>",
        "plain text": "Service Unavailable",
        "bytes that are no text": b"\xff\xfe",
        "JSON": '{"Error": {"Code": "c", "Message": "m"}, "RequestId": "r"}',
        "JSON without an error": '{"message": "m"}',
        "JSON with a text for its error": '{"Error": "x"}',
        "a JSON list": "[1]",
        "a JSON number": "3",
        "a JSON text": '"x"',
        "a document": {"Error": {"Code": "c", "Message": "m"}, "RequestId": "r"},
        "a document in JSON's form": {"message": "m"},
    }
    for name, body in bodies.items():
        found[f"server error, {name}"] = functools.partial(server_error, body)
    for name in ("EC2ResponseError", "S3ResponseError", "S3CreateError", "SQSError"):
        make = functools.partial(find(f"exception.{name}"), 400, "Bad Request")
        found[f"{name}, EC2's XML"] = functools.partial(make, EC2_ERROR)
        found[f"{name}, plain text"] = functools.partial(make, "text")
        found[f"{name}, XML"] = functools.partial(make, STORAGE_ERROR)
    return found


def error_classes(package: str) -> dict[str, list[str]]:
    """List the errors, each with its classes from itself up."""
    module = importlib.import_module(f"{package}.exception")
    return {
        name: [base.__name__ for base in cls.__mro__ if not base.__name__.startswith("_")]
        for name, cls in sorted(vars(module).items())
        if isinstance(cls, type)
        and issubclass(cls, Exception)
        and cls.__module__ == module.__name__
        and name not in ADDITIONS
        and not name.startswith("_")
    }
