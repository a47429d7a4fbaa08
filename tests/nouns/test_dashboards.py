"""Dashboards: widgets on a grid, errors that name widgets, pictures."""

from __future__ import annotations

import copy
import dataclasses
import datetime
import json
import pickle
from typing import TYPE_CHECKING, Any

import cbor2
import pytest

import reboto
from reboto.ec2.cloudwatch import (
    CompositeAlarm,
    Dashboard,
    DashboardError,
    DashboardValidationMessage,
    Metric,
    MetricAlarm,
    MetricDataQuery,
    Widget,
)
from reboto.exception import BotoServerError
from tests.support.messages import cbor_failure, cbor_result

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.support.styles import Blocking
    from tests.support.wire import Wire

seven: Any = 7
PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
CPU = MetricDataQuery(
    "cpu", "CPUUtilization", "AWS/EC2", {"AutoScalingGroupName": "web"}, "Average", 60
)


def arn(name: str, region: str = "eu-west-1") -> str:
    return f"arn:aws:cloudwatch:{region}:123456789012:alarm:{name}"


def alarm(name: str) -> MetricAlarm:
    return MetricAlarm.promql("up", name=name) if not name else read(MetricAlarm(name=name))


def read(value: Any) -> Any:
    value.alarm_arn = arn(value.name)
    return value


def places(board: Dashboard[Any]) -> list[tuple[int | None, ...]]:
    return [(each.x, each.y, each.width, each.height) for each in board.widgets]


def body(board: Dashboard[Any]) -> Any:
    return json.loads(board.body or "")


def test_widgets_are_placed_from_left_to_right() -> None:
    board = Dashboard("web").add_text("# Web\nFrom a script").add_alarms([arn("a")])
    for name in ("a", "b", "c"):
        board.add_alarm_graph(alarm(name))
    board.add_numbers(CPU).add_graph([CPU], width=6).add(Widget("text", {}, 2, 2, x=22, y=0))
    board.add_text("end")
    assert places(board) == [
        (0, 0, 24, 3),
        (0, 3, 24, 2),
        (0, 5, 12, 6),
        (12, 5, 12, 6),
        (0, 11, 12, 6),
        (12, 11, 6, 3),
        (18, 11, 6, 6),
        (22, 0, 2, 2),
        (0, 17, 24, 2),
    ]


def test_alarms_and_their_graphs() -> None:
    board = Dashboard("web")
    alarms = [alarm(f"web-{number}") for number in range(101)]
    board.add_alarms(alarms, "All").add_alarms([])
    assert [len(widget.properties["alarms"]) for widget in board.widgets] == [100, 1]
    board.add_alarm_graph(alarms[0]).add_alarm_graph(arn("cpu", "us-west-2"), "CPU")
    board.add_alarm_graph(read(CompositeAlarm(name="page")))
    first, second, third = (widget.to_dict() for widget in board.widgets[2:])
    assert first["properties"] == {
        "title": "web-0",
        "view": "timeSeries",
        "stacked": False,
        "annotations": {"alarms": [arn("web-0")]},
        "region": "eu-west-1",
    }
    assert (second["properties"]["title"], second["properties"]["region"]) == ("CPU", "us-west-2")
    # AWS draws metric alarms only.
    assert (third["type"], third["properties"]["alarms"]) == ("alarm", [arn("page")])


def test_metrics_have_the_form_of_aws() -> None:
    metric: Metric[Any] = Metric(reboto.connect_cloudwatch("key", "secret", region="eu-west-1"))
    metric.name, metric.namespace, metric.dimensions = "Orders", "Shop", {"Till": ["1"]}
    errors = MetricDataQuery("e", "Errors", "Shop", statistic="p99", return_data=False, label="x")
    rate = MetricDataQuery("r", expression="e * 2", account_id="123456789012")
    board = Dashboard("web").add_graph(
        [metric, errors, rate, ["Shop", "Tills"]],
        statistic="Sum",
        period=300,
        stacked=True,
        options={"yAxis": {"left": {"min": 0}}},
    )
    board.add_graph(CPU, view="bar", region="us-west-2").add_graph(["Shop", "Tills"])
    first, second, third = (widget.properties for widget in board.widgets)
    assert first == {
        "view": "timeSeries",
        "stacked": True,
        "metrics": [
            ["Shop", "Orders", "Till", "1"],
            ["Shop", "Errors", {"id": "e", "label": "x", "stat": "p99", "visible": False}],
            [{"expression": "e * 2", "id": "r", "accountId": "123456789012"}],
            ["Shop", "Tills"],
        ],
        "stat": "Sum",
        "period": 300,
        "region": "eu-west-1",
        "yAxis": {"left": {"min": 0}},
    }
    row = ["AWS/EC2", "CPUUtilization", "AutoScalingGroupName", "web"]
    assert second["metrics"] == [[*row, {"id": "cpu", "stat": "Average", "period": 60}]]
    assert (second["title"], second["view"], second["region"]) == (
        "CPUUtilization",
        "bar",
        "us-west-2",
    )
    assert third["metrics"] == [["Shop", "Tills"]]


WRONG: list[tuple[Callable[[Dashboard[Any]], Any], type[Exception], str]] = [
    (lambda board: board.add_alarm_graph(MetricAlarm(name="a")), ValueError, "has no alarm_arn"),
    (lambda board: board.add_alarms(["busy"]), TypeError, r"alarms\[0\] must be an alarm or its"),
    (lambda board: board.add_text(" "), ValueError, "markdown must be a non-empty text"),
    (lambda board: board.add_text("a", width=25), ValueError, "width must be from 1 to 24"),
    (lambda board: board.add_graph([]), ValueError, "at least one metric"),
    (lambda board: board.add_graph([7]), TypeError, r"metrics\[0\] must be a MetricDataQuery, a"),
    (lambda board: board.add_graph(MetricDataQuery("a")), ValueError, "namespace and a name"),
    (lambda board: board.image(seven), TypeError, "start must be a datetime"),
]


@pytest.mark.parametrize(("call", "kind", "message"), WRONG)
def test_wrong_arguments(
    call: Callable[[Dashboard[Any]], Any], kind: type[Exception], message: str
) -> None:
    board: Dashboard[Any] = Dashboard("web")
    board.connection = reboto.connect_cloudwatch("key", "secret")
    with pytest.raises(kind, match=message):
        call(board)
    assert board.widgets == []


def test_a_dashboard_is_read_changed_and_written(style: Blocking, server: Wire) -> None:
    text = {
        "start": "-PT6H",
        "variables": [{"type": "property"}],
        "widgets": [
            {"type": "log", "x": 3, "y": 4, "width": 9, "height": 6, "properties": {"query": "q"}},
            {"type": "explorer", "aggregateBy": {"key": "*"}, "properties": {}},
        ],
    }
    server.script(
        cbor_result({"DashboardName": "web", "DashboardBody": json.dumps(text)}),
        cbor_result(),
        cbor_result(),
    )
    cloudwatch = style.cloudwatch(server)
    board = style.settle(cloudwatch.get_dashboard("web"))
    assert style.settle(board.save()) is True
    assert json.loads(server.requests[-1].document["DashboardBody"]) == text
    assert [widget.type for widget in board.widgets] == ["log", "explorer"]
    board.widgets[0].properties["query"] = "changed"
    board.add_graph(CPU)
    for again in (copy.copy(board), copy.deepcopy(board), again_from(board)):
        assert again == board
        assert body(again)["widgets"][0]["properties"] == {"query": "changed"}
    style.settle(cloudwatch.put_dashboard(board))
    sent = json.loads(server.requests[-1].document["DashboardBody"])
    assert sent["start"] == "-PT6H"
    assert sent["widgets"][1] == {
        **text["widgets"][1],  # type: ignore[dict-item]
        "width": 6,
        "height": 6,
    }
    # AWS requires the region of graphs.
    assert sent["widgets"][2]["properties"]["region"] == "us-east-1"
    assert (sent["widgets"][2]["x"], sent["widgets"][2]["y"]) == (0, 10)


def again_from(value: Any) -> Any:
    return pickle.loads(pickle.dumps(value))  # noqa: S301


def test_a_new_dashboard_has_no_widgets(style: Blocking, server: Wire) -> None:
    server.script(cbor_result())
    style.settle(style.cloudwatch(server).put_dashboard(Dashboard("web")))
    assert server.requests[-1].document == {
        "DashboardName": "web",
        "DashboardBody": '{"widgets":[]}',
    }
    with pytest.raises(TypeError, match="two names: 'web' and 'shop'"):
        Dashboard("web", name="shop")


def test_a_body_that_is_no_dashboard_is_refused() -> None:
    with pytest.raises(ValueError, match="the body of dashboard 'web' must be a JSON object"):
        Dashboard(name="web", body="[1").widgets  # noqa: B018
    assert "[1" in Dashboard(name="web", body="[1")._repr_html_()  # pyright: ignore[reportPrivateUsage]


REFUSED = (
    'The dashboard body is invalid, there are 2 validation errors:\n[\n  {\n    "dataPath": '
    '"/widgets/1/properties/metrics/0",\n    "message": "Should be array"\n  },\n  {\n    '
    '"dataPath": "/periodOverride",\n    "message": "Should be one of auto, inherit"\n  }\n]'
)


@pytest.mark.parametrize("given", ["object", "dict"])
def test_messages_of_aws_name_the_widget(style: Blocking, server: Wire, given: str) -> None:
    server.script(cbor_failure("InvalidParameterInput", REFUSED))
    board: Any = Dashboard("web").add_text("# Web").add_graph(CPU, "CPU")
    if given == "dict":
        board = {"DashboardName": "web", "DashboardBody": board.body}
    with pytest.raises(DashboardError) as raised:
        style.settle(style.cloudwatch(server).put_dashboard(board))
    error = raised.value
    assert error.places == ["widget 1 (metric 'CPU') at properties/metrics/0", "/periodOverride"]
    assert [each.message for each in error.messages] == [
        "Should be array",
        "Should be one of auto, inherit",
    ]
    assert str(error).splitlines() == [
        "DashboardError: 400 Bad Request, dashboard 'web' is invalid:",
        "  widget 1 (metric 'CPU') at properties/metrics/0: Should be array",
        "  /periodOverride: Should be one of auto, inherit",
    ]
    assert error.error_code == "InvalidParameterInput"
    assert isinstance(error, BotoServerError)
    assert error.request_id
    assert str(again_from(error)) == str(error)


def test_messages_of_aws_are_members_of_its_error(style: Blocking, server: Wire) -> None:
    refused = cbor_failure("InvalidParameterInput", "The field DashboardBody is invalid")
    messages = [
        {"DataPath": "/widgets/1/properties/stat", "Message": 'Should be "Average" & <more>'},
        {"DataPath": "/periodOverride", "Message": "Should be one of auto, inherit"},
    ]
    document = {**cbor2.loads(refused.body), "dashboardValidationMessages": messages}
    server.script(dataclasses.replace(refused, body=cbor2.dumps(document)))
    board = Dashboard("web").add_text("# Web").add_graph(CPU, "CPU")
    with pytest.raises(DashboardError) as raised:
        style.settle(style.cloudwatch(server).put_dashboard(board))
    error = raised.value
    assert [one.message for one in error.messages] == [one["Message"] for one in messages]
    assert error.places == ["widget 1 (metric 'CPU') at properties/stat", "/periodOverride"]
    assert error.message == "The field DashboardBody is invalid"
    assert error.error_code == "InvalidParameterInput"


@pytest.mark.parametrize("text", ["Rate exceeded", "[1]", "widgets [ and ]", "[{}]"])
def test_other_errors_stay_the_same(style: Blocking, server: Wire, text: str) -> None:
    server.script(cbor_failure("InvalidParameterInput", text))
    with pytest.raises(BotoServerError) as raised:
        style.settle(style.cloudwatch(server).put_dashboard(Dashboard("web")))
    assert type(raised.value) is BotoServerError
    assert raised.value.message == text


def test_warnings_are_kept_until_the_next_call(style: Blocking, server: Wire) -> None:
    path = {"DataPath": "/widgets/0/properties/yAxis", "Message": "Should not exist"}
    server.script(cbor_result({"DashboardValidationMessages": [path]}), cbor_result())
    board = Dashboard("web").add_text("a")
    cloudwatch = style.cloudwatch(server)
    assert style.settle(cloudwatch.put_dashboard(board)) is True
    (message,) = board.messages or []
    assert isinstance(message, DashboardValidationMessage)
    assert message.message == "Should not exist"
    assert "Should not exist" in board._repr_html_()  # pyright: ignore[reportPrivateUsage]
    style.settle(cloudwatch.put_dashboard(board))
    assert not board.messages


def test_graphs_are_drawn_by_aws(style: Blocking, server: Wire, tmp_path: Path) -> None:
    server.script(*(cbor_result({"MetricWidgetImage": PNG}) for _ in range(2)))
    board = Dashboard("web").add_text("# Web <b>").add_alarms([arn("busy")])
    board.add_graph(CPU, "CPU").add_graph([CPU], "Other", region="ap-south-1")
    board.connection = style.cloudwatch(server)
    picture = style.settle(board.image(datetime.timedelta(hours=3), datetime.datetime(2026, 1, 2)))
    first, second = (json.loads(each.document["MetricWidget"]) for each in server.requests)
    assert first["title"] == "CPU"
    assert (first["width"], first["height"]) == (600, 300)
    assert (first["start"], first["end"]) == ("-PT10800S", "2026-01-02T00:00:00.000Z")
    assert "region" not in first
    assert second["metrics"][0][-1]["region"] == "ap-south-1"
    assert [bytes(each) for each in picture] == [PNG, PNG]
    assert [each.name for each in picture] == ["CPU", "Other"]
    assert picture[0]._repr_png_() == PNG
    assert picture._repr_png_() is None
    page = picture._repr_html_()  # pyright: ignore[reportPrivateUsage]
    assert page.count("data:image/png;base64,") == 2
    assert "# Web &lt;b&gt;" in page
    assert "busy" in page
    assert "grid-column:13/span 12" in page
    picture.save(tmp_path / "web.html")
    assert "<title>web</title>" in (tmp_path / "web.html").read_text()
    picture[0].save(tmp_path / "cpu.png")
    assert (tmp_path / "cpu.png").read_bytes() == PNG
    with pytest.raises(ValueError, match=r"path must end with .html, or with .png for a single"):
        picture.save(tmp_path / "web.png")


def test_a_single_graph_is_a_picture(style: Blocking, server: Wire, tmp_path: Path) -> None:
    server.script(cbor_result({"MetricWidgetImage": PNG}))
    picture = style.settle(
        Dashboard("web").add_graph(CPU).image(connection=style.cloudwatch(server), scale=1)
    )
    assert json.loads(server.request.document["MetricWidget"])["width"] == 100
    assert picture._repr_png_() == PNG
    picture.save(tmp_path / "web.png")
    assert (tmp_path / "web.png").read_bytes() == PNG
    assert repr(picture) == "<DashboardImage 'web': 1 graph>"


def test_tags_of_a_dashboard(style: Blocking, server: Wire) -> None:
    server.script(cbor_result({"Tags": [{"Key": "a", "Value": "b"}]}))
    board = Dashboard(style.cloudwatch(server), name="web", dashboard_arn="arn:aws:cloudwatch::1:d")
    assert style.settle(board.get_tags()) == {"a": "b"}
