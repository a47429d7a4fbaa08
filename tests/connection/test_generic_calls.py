"""Actions called by name: the request, and the objects made from the response."""

from __future__ import annotations

import collections
import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy
import pytest

from reboto._http_messages import HTTPResponse
from reboto.ec2.autoscale import (
    AutoScalingGroup,
    Instance,
    Request,
    ScalingPolicy,
    Tag,
)
from reboto.ec2.autoscale import _checked_calls as autoscale_params
from reboto.ec2.blockdevicemapping import BlockDeviceMapping
from reboto.ec2.cloudwatch import CloudWatchConnection, Datapoint, Metric, MetricAlarm, MetricAlarms
from reboto.ec2.cloudwatch import _checked_calls as cloudwatch_params
from reboto.exception import BotoServerError
from reboto.resultset import ResultSet
from tests.support.wire import REQUEST_ID, Response, Wire, failure, result

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.styles import Blocking

GROUPS = {
    "AutoScalingGroups": [
        {
            "AutoScalingGroupName": "web",
            "MinSize": 1,
            "Instances": [{"InstanceId": "i-1"}, {"InstanceId": "i-2"}],
            "TargetGroupARNs": ["arn:one", "arn:two"],
        }
    ],
    "NextToken": "more",
}


def test_an_action_and_its_parameters_are_sent_as_they_are(style: Blocking, server: Wire) -> None:
    connection = style.autoscale(server)
    parameters = {
        "AutoScalingGroupName": "a b&c=d/é",
        "Preferences.MinHealthyPercentage": 90,
        "DryRun": True,
        "At": datetime.datetime(2026, 11, 24, 12),
        "Left.Out": None,
    }
    assert style.settle(connection.get_status("StartInstanceRefresh", parameters)) is True
    (sent,) = server.requests
    assert sent.method == "POST"
    assert sent.parameters == {
        "Action": "StartInstanceRefresh",
        "Version": "2011-01-01",
        "AutoScalingGroupName": "a b&c=d/é",
        "Preferences.MinHealthyPercentage": "90",
        "DryRun": "true",
        "At": "2026-11-24T12:00:00",
    }
    assert sent.scope is not None
    assert sent.scope.service == "autoscaling"


def test_a_version_set_on_the_connection_is_sent(style: Blocking, server: Wire) -> None:
    connection = style.autoscale(server)
    connection.APIVersion = "2009-05-15"
    style.settle(connection.get_status("Anything"))
    assert server.requests[0].parameters["Version"] == "2009-05-15"


def test_cloudwatch_takes_actions_by_name_in_the_query_protocol(
    style: Blocking, server: Wire
) -> None:
    connection = style.cloudwatch(server)
    assert style.settle(connection.get_status("DeleteDashboards", {"DashboardNames.member.1": "d"}))
    (sent,) = server.requests
    assert sent.parameters["Action"] == "DeleteDashboards"
    assert sent.parameters["Version"] == "2010-08-01"
    assert sent.scope is not None
    assert sent.scope.service == "monitoring"


def test_a_list_holds_an_object_for_each_marked_element(style: Blocking, server: Wire) -> None:
    server.otherwise = result("DescribeAutoScalingGroups", GROUPS)
    connection = style.autoscale(server)
    groups = style.settle(
        connection.get_list("DescribeAutoScalingGroups", {}, [("member", AutoScalingGroup)])
    )
    assert isinstance(groups, ResultSet)
    assert groups.next_token == "more"
    (group,) = groups
    assert (group.name, group.min_size, group.connection) == ("web", 1, connection)
    assert [instance.instance_id for instance in group.instances] == ["i-1", "i-2"]
    assert group.TargetGroupARNs == ["arn:one", "arn:two"]


def test_heirs_of_botos_classes_are_made_by_the_same_table(style: Blocking, server: Wire) -> None:
    class Group(AutoScalingGroup):
        pass

    server.otherwise = result("DescribeAutoScalingGroups", GROUPS)
    connection = style.autoscale(server)
    (group,) = style.settle(connection.get_list("Any", {}, [("member", Group)]))
    assert type(group) is Group
    assert group.min_size == 1


def test_a_class_of_the_scripts_own_reads_its_elements_itself(
    style: Blocking, server: Wire
) -> None:
    class Mine:
        def __init__(self, _connection: Any = None) -> None:
            self.seen: list[tuple[str, str]] = []
            self.inside: Any = None

        def startElement(self, name: str, _attrs: Any, _connection: Any) -> Any:
            if name == "Instances":
                self.inside = ResultSet([("member", Instance)])
                return self.inside
            return None

        def endElement(self, name: str, value: str, _connection: Any) -> None:
            self.seen.append((name, value))

    server.otherwise = result("DescribeAutoScalingGroups", GROUPS)
    connection = style.autoscale(server)
    (mine,) = style.settle(connection.get_list("Any", {}, [("member", Mine)]))
    assert mine.seen[:2] == [("AutoScalingGroupName", "web"), ("MinSize", "1")]
    assert [instance.instance_id for instance in mine.inside] == ["i-1", "i-2"]


def test_a_class_that_reads_nothing_gets_an_attribute_for_each_element(
    style: Blocking, server: Wire
) -> None:
    class Plain:
        def __init__(self, connection: Any = None) -> None:
            self.connection = connection

    server.otherwise = result("GetThing", {"Size": 3, "Tags": [{"Key": "a"}]})
    thing = style.settle(style.autoscale(server).get_object("GetThing", {}, Plain))
    assert (thing.Size, thing.Tags, thing.RequestId) == ("3", [{"Key": "a"}], REQUEST_ID)


def test_an_object_gets_the_fields_of_the_whole_response(style: Blocking, server: Wire) -> None:
    server.otherwise = result("PutScalingPolicy", {"PolicyARN": "arn:policy"})
    connection = style.autoscale(server)
    made = style.settle(connection.get_object("PutScalingPolicy", {}, Request))
    assert (made.request_id, made.PolicyARN, made.connection) == (
        REQUEST_ID,
        "arn:policy",
        connection,
    )


def test_objects_carry_the_parent_that_is_named(style: Blocking, server: Wire) -> None:
    server.otherwise = result("DescribePolicies", {"ScalingPolicies": [{"PolicyName": "up"}]})
    parent = object()
    (policy,) = style.settle(
        style.autoscale(server).get_list("Any", {}, [("member", ScalingPolicy)], parent=parent)
    )
    assert policy.connection is parent


def test_cloudwatchs_classes_are_read_from_xml_as_from_cbor(style: Blocking, server: Wire) -> None:
    alarm = {
        "AlarmName": "busy",
        "ComparisonOperator": "GreaterThanThreshold",
        "Threshold": 70.5,
        "Period": 60,
        "ActionsEnabled": True,
        "AlarmActions": ["arn:1"],
        "Dimensions": [{"Name": "Host", "Value": "a"}, {"Name": "Host", "Value": "b"}],
        "TreatMissingData": "missing",
    }
    server.otherwise = result("DescribeAlarms", {"MetricAlarms": [alarm]})
    connection = style.cloudwatch(server)
    ((read,),) = style.settle(connection.get_list("Any", {}, [("MetricAlarms", MetricAlarms)]))
    assert isinstance(read, MetricAlarm)
    assert (read.name, read.comparison, read.threshold, read.period) == ("busy", ">", 70.5, 60)
    assert (read.actions_enabled, read.alarm_actions) == ("true", ["arn:1"])
    assert read.dimensions == {"Host": ["a", "b"]}
    assert read.TreatMissingData == "missing"


def test_datapoints_and_metrics_are_read_from_xml_too(style: Blocking, server: Wire) -> None:
    connection = style.cloudwatch(server)
    server.script(
        result(
            "GetMetricStatistics",
            {
                "Datapoints": [
                    {"Timestamp": "2026-11-24T12:00:00Z", "Average": 1.5, "Unit": "Count"}
                ]
            },
        ),
        result("ListMetrics", {"Metrics": [{"MetricName": "load", "Dimensions": []}]}),
    )
    (point,) = style.settle(connection.get_list("Any", {}, [("member", Datapoint)]))
    assert point == {
        "Timestamp": datetime.datetime(2026, 11, 24, 12),
        "Average": 1.5,
        "Unit": "Count",
    }
    (metric,) = style.settle(connection.get_list("Any", {}, [("member", Metric)]))
    assert metric.name == "load"


def test_a_request_returns_the_response_unchanged(style: Blocking, server: Wire) -> None:
    server.script(result("DeletePolicy"), failure("ValidationError", "no such policy"))
    connection = style.autoscale(server)
    response = style.settle(connection.make_request("DeletePolicy", {"PolicyName": "up"}))
    assert (response.status, response.reason) == (200, "OK")
    assert response.getheader("X-Amzn-RequestId") == REQUEST_ID
    assert b"DeletePolicyResponse" in response.read() == response.read()
    assert response.read(5) + response.read(5) == response.read()[:10]
    refused = style.settle(connection.make_request("DeletePolicy", {"PolicyName": "down"}))
    assert refused.status == 400
    assert b"no such policy" in refused.read()


@pytest.mark.parametrize("amt", [Decimal("sNaN"), 1.5, "five", b"\xff", [5]], ids=repr)
def test_an_invalid_amount_to_read_is_refused_by_its_name(amt: Any) -> None:
    response = HTTPResponse(200, "OK", {}, b"abcdef")
    with pytest.raises((TypeError, ValueError), match=r"^amt must be an integer, got "):
        response.read(amt)
    assert response.read(6) == b"abcdef"


@pytest.mark.parametrize("amt", [-1, 2**70, numpy.int64(4), "4"], ids=repr)
def test_an_amount_to_read_is_any_whole_number(amt: Any) -> None:
    response = HTTPResponse(200, "OK", {}, b"abcdef")
    assert response.read(True) + response.read(1) == b"ab"
    assert response.read(amt) == b"cdef"
    assert response.read(amt) == b""


def test_an_error_is_raised_as_by_every_call(style: Blocking, server: Wire) -> None:
    server.otherwise = failure("InvalidAction", "no such action")
    connection = style.autoscale(server)
    with pytest.raises(BotoServerError) as caught:
        style.settle(connection.get_object("Nonsense", {}, Request))
    assert (caught.value.status, caught.value.error_code) == (400, "InvalidAction")
    assert len(server.requests) == 1


def test_a_throttled_action_is_tried_again(style: Blocking, server: Wire) -> None:
    server.script(failure("Throttling", "slow down"))
    assert style.settle(style.autoscale(server).get_status("Anything", {})) is True
    assert len(server.requests) == 2


def test_an_empty_response_is_an_error(style: Blocking, server: Wire) -> None:
    server.otherwise = Response(body=b"", headers={"content-type": "text/xml"})
    connection = style.autoscale(server)
    connection.num_retries = 0
    calls: list[Callable[[], Any]] = [
        lambda: connection.get_status("Any", {}),
        lambda: connection.get_list("Any", {}, [("member", ScalingPolicy)]),
        lambda: connection.get_object("Any", {}, Request),
    ]
    for call in calls:
        with pytest.raises(BotoServerError, match="200 OK"):
            style.settle(call())


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"Names": ["web"]}, r"params\[\"Names\"\] must be a string, got \['web'\] \(list\)"),
        ({"": "web"}, "params' key is required"),
        ("web", r"params must be a dict, got 'web' \(str\)"),
    ],
)
def test_invalid_parameters_are_refused_before_a_request_is_sent(
    style: Blocking, server: Wire, parameters: Any, words: str
) -> None:
    with pytest.raises((TypeError, ValueError), match=words):
        style.settle(style.autoscale(server).get_status("Any", parameters))
    assert not server.requests


def test_a_builder_refuses_values_that_cannot_be_parameters(style: Blocking) -> None:
    connection = style.cloudwatch()
    for label in (numpy.float64("inf"), 3, b"Names.member.%d"):
        with pytest.raises(TypeError, match=r"^label must be a string such as"):
            connection.build_list_params({}, ["a"], label)
    with pytest.raises(ValueError, match=r'^statistics\["minimum"\] is required'):
        connection.build_put_params({}, "Orders", statistics={"maximum": 5})


@pytest.mark.parametrize(
    "build",
    [
        lambda params: autoscale_params.ParamBuilder().build_list_params(params, ["a"], "Names"),
        lambda params: cloudwatch_params.ParamBuilder().build_list_params(
            params, ["a"], "Names.%d"
        ),
        lambda params: cloudwatch_params.ParamBuilder().build_dimension_param({"a": "b"}, params),
        lambda params: cloudwatch_params.ParamBuilder().build_put_params(params, "Orders", 5),
        lambda params: Tag(key="role", resource_id="web").build_params(params, 1),
        lambda params: BlockDeviceMapping().autoscale_build_list_params(params),
    ],
)
def test_parameters_are_written_into_a_dict_or_its_like(build: Callable[[Any], None]) -> None:
    with pytest.raises(TypeError, match=r"^params must be a dict, got array\(5\)"):
        build(numpy.array(5))
    build(collections.UserDict())


def test_invalid_markers_are_refused(style: Blocking, server: Wire) -> None:
    with pytest.raises(TypeError, match="markers must be a list of pairs"):
        style.settle(style.autoscale(server).get_list("Any", {}, ["member"]))
    assert not server.requests


@pytest.mark.parametrize("missing", ["maximum", "minimum", "samplecount", "sum"])
def test_statistics_are_written_out_whole_or_not_at_all(missing: str) -> None:
    statistics = {"maximum": 3, "minimum": 1, "samplecount": 2, "sum": 4}
    del statistics[missing]
    params: dict[str, Any] = {}
    with pytest.raises(
        ValueError, match=rf'^statistics\["{missing}"\] is required and must be a number'
    ):
        CloudWatchConnection("k", "s").build_put_params(params, "Orders", statistics=statistics)
    assert params == {}
