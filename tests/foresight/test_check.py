"""Files with expectations: formats, conditions, wrong files, the command and its reports."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest

from reboto import foresight
from reboto.cli import main
from reboto.foresight import _notation
from tests.foresight.scenarios import web

YAML = """\
group: {file: web.json}
load:
  model: utilization
  per_instance: 100
  values: "100x9 420x59 60x59"   # promtool's notation
start: 2026-11-27T12:00:00Z
per_hour: 0.05
expect:
  - {at: 13m, alarm: hot, state: ALARM}
  - {at: 12m, alarm: hot, state: OK}
  - {at: 40m, desired: 6}
  - {at: 2026-11-27T12:13:00Z, desired: {least: 3, most: 3}}
  - {between: [0m, 2h], in_service: {most: 8, least: 1}}
  - {between: [20m, 60m], desired: {least: 4}}
  - {never: {alarm: cold, state: INSUFFICIENT_DATA}, between: [1m, 2h]}
  - {never: {desired: {least: 9}}}
  - {flaps: {most: 2}, cost: {most: 1.00}, changes: {least: 4}}
  - above: {metric: CPUUtilization, value: 90, minutes: {most: 30}}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    web().save("web.json")
    return tmp_path


def write(name: str, text: str) -> str:
    Path(name).write_text(text)
    return name


@pytest.mark.usefixtures("folder")
def test_expectations_that_are_met() -> None:
    timeline = foresight.check(write("web.yaml", YAML))
    assert timeline.to_dict() == web().simulate().to_dict()
    report = foresight.report("web.yaml")
    assert len(report.outcomes) == 12
    assert str(report) == "web.yaml: ok, 12 expectations"


def expectations(*texts: str) -> str:
    return YAML[: YAML.index("expect:")] + "expect:\n" + "".join(f"  - {text}\n" for text in texts)


@pytest.mark.parametrize(
    ("text", "expected", "got"),
    [
        ("{at: 12m, alarm: hot, state: ALARM}", "hot in ALARM at 12:12", "OK at 12:12"),
        ("{alarm: hot, state: OK}", "hot in OK all the time", "INSUFFICIENT_DATA at 12:00"),
        ("{between: [5m, 30m], alarm: hot, state: OK}", "hot in OK from 12:05", "ALARM at 12:13"),
        ("{at: 40m, desired: 7}", "desired 7 at 12:40", "6 at 12:40"),
        ("{desired: {most: 3}}", "desired at most 3 all the time", "4 at 12:18"),
        ("{between: [12m, 13m], desired: 2}", "desired 2 from 12:12 to 12:13", "3 at 12:13"),
        ("{in_service: {least: 2, most: 4}}", "in_service at least 2 and at most 4", "5 at "),
        ("{never: {alarm: hot, state: ALARM}}", "never hot in ALARM", "that at 12:13"),
        (
            "{never: {alarm: hot, state: ALARM, desired: {least: 3}}}",
            "never hot in ALARM and desired at least 3",
            "that at 12:13",
        ),
        ("{changes: 1}", "changes 1", ""),
        ("{cost: {most: 0.01}}", "cost at most 0.01", "0."),
        (
            "{above: {value: 90, minutes: {most: 2}}}",
            "minutes of CPUUtilization above 90 at most 2",
            "",
        ),
    ],
)
@pytest.mark.usefixtures("folder")
def test_a_failure_says_what_was_expected_and_explains_itself(
    text: str, expected: str, got: str
) -> None:
    path = write("web.yaml", expectations("{at: 0m, desired: 2}", text))
    with pytest.raises(AssertionError) as failure:
        foresight.check(path)
    message = str(failure.value)
    assert "web.yaml: 1 of 2 expectations failed" in message
    assert "web.yaml:10: expected " + expected in message
    assert ", got " + got in message
    assert "in service ▃" in message
    if not expected.startswith(("changes", "cost", "minutes")):
        assert "hot has been" in message


@pytest.mark.usefixtures("folder")
def test_json_and_toml_say_the_same() -> None:
    content = {
        "group": {"file": "web.json"},
        "expect": [{"at": "13m", "alarm": "hot", "state": "ALARM"}, {"at": "40m", "desired": 6}],
    }
    foresight.check(write("web_test.json", json.dumps(content)))
    toml = """
        start = 2026-11-27T12:00:00Z
        [group]
        file = "web.json"
        [[expect]]
        at = "13m"
        alarm = "hot"
        state = "ALARM"
        [[expect]]
        at = "40m"
        desired = 6
    """
    foresight.check(write("web.toml", toml))


@pytest.mark.usefixtures("folder")
def test_a_file_may_hold_the_whole_scenario_and_changes() -> None:
    content = web().full()
    for key in ("start", "duration", "metrics"):
        del content[key]
    content["set"] = {"alarms.hot.threshold": 99.5, "launch": 10}
    content["metrics"] = {"CPUUtilization": "50x3 _x2 100x20"}
    content["expect"] = [{"at": "9m", "alarm": "hot", "state": "ALARM"}]
    timeline = foresight.check(write("inline.json", json.dumps(content)))
    assert timeline.scenario.value("group.launch_seconds") == 10
    assert timeline.scenario.duration == 27 * 60


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.yaml", YAML.replace("start:", "begin:"), "a.yaml:6: begin is unknown; expected one of"),
        ("a.yaml", YAML.replace("per_hour: 0.05", "per_hour: x"), "a.yaml:7: per_hour must be"),
        ("a.yaml", expectations("{at: 5m, alrm: hot}"), r"a.yaml:9: expect\[0\].alrm is unknown"),
        ("a.yaml", expectations("{at: 5m, alarm: warm, state: OK}"), "a.yaml:9: .*hot, cold"),
        ("a.yaml", expectations("{at: 5m, alarm: hot, state: BAD}"), "a.yaml:9: .*ALARM"),
        ("a.yaml", expectations("{at: 5x, desired: 1}"), r"a.yaml:9: expect\[0\].at must be"),
        ("a.yaml", expectations("{at: 9h, desired: 1}"), "a.yaml:9: .*within the simulation"),
        ("a.yaml", expectations("{at: 5m}"), r"a.yaml:9: expect\[0\] must have a condition"),
        ("a.yaml", expectations("{at: 5m, flaps: 2}"), "a.yaml:9: .*leave out at"),
        ("a.yaml", expectations("{desired: {max: 2}}"), r"a.yaml:9: expect\[0\].desired.max"),
        ("a.yaml", expectations("{desired: two}"), r"a.yaml:9: expect\[0\].desired must be"),
        ("a.yaml", expectations("{between: [5m], desired: 2}"), "a.yaml:9: .*two times"),
        ("a.yaml", expectations("5"), r"a.yaml:9: expect\[0\] must have keys"),
        ("a.yaml", YAML.replace("100x9", "100y9"), "a.yaml:5: values must be .*100y9"),
        ("a.yaml", YAML.replace("web.json", "gone.json"), "a.yaml:1: cannot read gone.json"),
        ("a.yaml", YAML + "group: 1\n", "a.yaml:19: group is repeated"),
        ("a.yaml", YAML + "  x: [\n", "a.yaml:\\d+: "),
        ("a.yaml", "", "group is required"),
        ("a.yaml", YAML[: YAML.index("expect")], "expect is required"),
        ("a.yaml", YAML + "set: {alarms.warm.threshold: 1}\n", "a.yaml:19: .*hot, cold"),
        (
            "a.yaml",
            YAML + "parameters:\n  too_yung: ok\n",
            "a.yaml:20: scenario.parameters.too_yung",
        ),
        ("a.json", '{\n "group": {},\n "expct": []}', "a.json:3: expct is unknown"),
        ("a.json", '{\n "group": {}\n "expect": []}', "a.json:3: Expecting"),
        ("a.toml", "start = 0\n[group\n", "a.toml:2: "),
        ("a.toml", "start = 0\nexpct = 1\n[group]\n", "a.toml:2: expct is unknown"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_a_wrong_file_is_an_error_with_line_and_key(name: str, text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        foresight.report(write(name, text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 2.5 -3", [1.0, 2.5, -3.0]),
        ("50x2", [50.0] * 3),
        ("1+2x3", [1.0, 3.0, 5.0, 7.0]),
        ("10-2.5x2", [10.0, 7.5, 5.0]),
        ("-1-1x1", [-1.0, -2.0]),
        ("_ _x2 1e2", [None, None, None, 100.0]),
        ("", []),
    ],
)
def test_promtool_s_notation(text: str, expected: list[float | None]) -> None:
    assert _notation.values(text) == expected


@pytest.mark.parametrize("text", ["x", "1x", "1+2", "_y", "1x-2", "nan", "1x99999999999"])
def test_wrong_notation_is_an_error(text: str) -> None:
    with pytest.raises(ValueError, match="values must be"):
        _notation.values(text)


def test_the_command_reports_failures_and_writes_junit(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = write("good.yaml", YAML)
    bad = write("bad.yaml", expectations("{at: 40m, desired: 7}", "{at: 0m, desired: 2}"))
    assert main(["foresight", "test", good]) == 0
    assert capsys.readouterr().out == "good.yaml: ok, 12 expectations\n"
    assert main(["foresight", "test", good, bad, "--diff"]) == 1
    assert capsys.readouterr().out.splitlines()[1:] == [
        "--- bad.yaml (expected)",
        "+++ bad.yaml (simulated)",
        "@@ line 9 @@",
        "-desired 7 at 12:40",
        "+6 at 12:40",
    ]
    junit = str(folder / "junit.xml")
    assert main(["foresight", "test", good, bad, "--junit", junit]) == 1
    output = capsys.readouterr()
    assert "bad.yaml:9: expected desired 7 at 12:40, got 6 at 12:40" in output.out
    suites = ET.parse(junit).getroot()  # noqa: S314
    assert [suite.get("failures") for suite in suites] == ["0", "1"]
    assert [suite.get("tests") for suite in suites] == ["12", "2"]
    failure = suites.find(".//failure")
    assert failure is not None
    assert "expected desired 7 at 12:40" in str(failure.get("message"))
    wrong = write("wrong.yaml", "group: 1\n")
    assert main(["foresight", "test", wrong, "gone.yaml", good, "--junit", junit]) == 2
    output = capsys.readouterr()
    assert output.out == "good.yaml: ok, 12 expectations\n"
    assert output.err.splitlines() == [
        "wrong.yaml:1: group is required and must have keys such as file or min_size",
        "gone.yaml: No such file or directory",
    ]
    assert len(ET.parse(junit).getroot().findall(".//error")) == 2  # noqa: S314


def test_show_writes_a_page_and_explains(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page, saved = folder / "out.html", folder / "saved.json"
    arguments = ["--html", str(page), "--save", str(saved), "--why", "12:13"]
    assert main(["foresight", "show", "web.json", *arguments]) == 0
    output = capsys.readouterr().out
    assert output.startswith("Timeline(web: ")
    assert "12:13 scale_up: capacity from 2 to 3." in output
    assert foresight.Scenario.load(saved, "web") == web()
    text = page.read_text()
    assert "<svg" in text
    assert not any(word in text for word in ("src=", "href=", "url("))
    assert "12:13 scale_up: capacity from 2 to 3" in text


@pytest.mark.usefixtures("folder")
def test_sweep_prints_the_pareto_front(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["web.json", "--set", "alarms.hot.threshold=50:90:20", "--set", "launch=30,60"]
    scores = ["--score", "cost", "minutes_above_80", "--csv", "all.csv"]
    assert main(["foresight", "sweep", *arguments, *scores]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["alarms.hot.threshold", "launch", "cost", "minutes_above_80"]
    assert lines[-1].endswith("of 6 variants are on the Pareto front")
    assert len(Path("all.csv").read_text().splitlines()) == 7


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "expected one of show, sweep, test, backtest, --json"),
        (["show", "gone.json"], "gone.json: No such file"),
        (["show", "bad.json"], "scenario.start is required"),
        (["show", "web.json", "--why", "noon"], "at must be"),
        (["sweep", "web.json", "--set", "launch"], "--set must be PATH=VALUES"),
        (["sweep", "web.json", "--set", "launch=1:9:0"], "STEP above 0"),
        (["sweep", "web.json", "--set", "launh=1"], "'launh' must be a path"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_a_wrong_command_line_is_an_error(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write("bad.json", "{}")
    assert main(["foresight", *arguments]) == 2
    assert message in capsys.readouterr().err


@pytest.mark.parametrize("action", [[], ["show"], ["sweep"], ["test"], ["backtest"]])
def test_help_is_text(action: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["foresight", *action, "--help"])
    assert ended.value.code == 0
    assert "usage: python -m reboto foresight" in capsys.readouterr().out


def test_reports_are_values() -> None:
    outcome: Any = foresight.Outcome(3, "desired 2", None, "")
    assert foresight.Report("a.yaml", [outcome], web().simulate()).failures == []
