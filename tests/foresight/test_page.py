"""The page of ``show --html``: a real browser moves its sliders."""

from __future__ import annotations

import itertools
import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from reboto import foresight
from reboto.cli import main
from reboto.foresight._page import page as html
from tests.foresight import browser
from tests.foresight.random_requests import Requests
from tests.foresight.scenarios import NOON, alarm, alarms, policy, web

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

needs_browser = pytest.mark.skipif(browser.PROGRAM is None, reason="needs Chromium")


@pytest.fixture(scope="module")
def page() -> Iterator[browser.Page]:
    with browser.page() as opened:
        yield opened


def after(page: browser.Page) -> Any:
    return json.loads(page.run("document.getElementById('what-if').dataset.after"))


def results(scenario: foresight.Scenario) -> Any:
    found = scenario.simulate().to_dict()
    return {key: found[key] for key in ("desired", "in_service", "instance_seconds")}


def open_page(page: browser.Page, scenario: foresight.Scenario, folder: Path) -> str:
    path = folder / "page.html"
    path.write_text(html(scenario.simulate()), encoding="utf-8")
    page.open(path)
    return str(page.run("document.getElementById('what-if').dataset.exact"))


@needs_browser
@pytest.mark.timeout(90)
def test_sliders_simulate_again_with_reboto_s_results(page: browser.Page, tmp_path: Path) -> None:
    scenario = web()
    assert open_page(page, scenario, tmp_path) == "true"
    assert after(page) == results(scenario)
    paths = {
        "#alarms-0": "alarms.hot.threshold",
        "#alarms-1": "alarms.cold.threshold",
        "#policies-0": "policies.scale_up.cooldown",
        "#policies-1": "policies.scale_down.cooldown",
    }
    changes: dict[str, float] = {}
    seen: list[Any] = [results(scenario)]
    for selector, path in paths.items():
        page.click(selector, 0.55)
        value = float(page.run(f"document.querySelector('{selector}').value"))
        assert value != scenario.value(path)
        assert page.run(f"document.querySelector('output[for=\"{selector[1:]}\"]').value") == (
            f"{value:g}"
        )
        changes[path] = int(value) if "cooldown" in path else value
        changed = scenario.with_(changes)
        assert after(page) == results(changed)
        hours = page.run("document.querySelector('[data-after=\"instance hours\"]').textContent")
        assert hours == f"{changed.simulate().instance_hours:.2f}"
        seen.append(after(page))
    assert sum(one != other for one, other in itertools.pairwise(seen)) >= 3
    lines = page.run("document.querySelectorAll('#what-if figure path[fill=none]').length")
    assert lines == 6
    page.click("#what-if button")
    assert after(page) == results(scenario)
    assert page.errors == []


@needs_browser
@pytest.mark.timeout(120)
def test_the_page_s_model_is_exact(page: browser.Page, tmp_path: Path) -> None:
    tried = 0
    for request in Requests(seed=8):
        if request["function"] != "run":
            continue
        content = request["args"]["scenario"]
        simple = [
            one
            for one in content.get("policies") or ()
            if (one.get("policy_type") or "SimpleScaling") == "SimpleScaling"
        ]
        names = {one["name"] for one in simple}
        plain = [
            {
                key: [name for name in value if name in names] if key.endswith("actions") else value
                for key, value in one.items()
            }
            for one in content.get("alarms") or ()
        ]
        if not plain or not simple:
            continue
        left_out = ("policies", "alarms", "scheduled_actions", "schedule", "events")
        content = {key: value for key, value in content.items() if key not in left_out}
        content["group"].pop("suspended_processes", None)
        scenario = foresight.Scenario({**content, "policies": simple, "alarms": plain})
        assert open_page(page, scenario, tmp_path) == "true", scenario.to_json()
        tried += 1
        if tried == 40:
            break
    assert tried == 40
    assert page.errors == []


@needs_browser
def test_a_model_that_differs_is_not_shown(page: browser.Page, tmp_path: Path) -> None:
    text = html(web().simulate())
    other = re.sub(r'"instance_seconds":\d+', '"instance_seconds":1', text)
    assert other != text
    (tmp_path / "page.html").write_text(other, encoding="utf-8")
    page.open(tmp_path / "page.html")
    section = "document.getElementById('what-if')"
    assert page.run(f"[{section}.dataset.exact, {section}.hidden]") == ["false", True]


@needs_browser
def test_names_are_text(page: browser.Page, tmp_path: Path) -> None:
    bad = "</script><img src=x onerror=document.title='bad'>"
    scenario = web(
        policies=[policy(bad, 1)], alarms=[alarm(bad, ">", 70, metric=bad, alarm_actions=[bad])]
    )
    assert open_page(page, scenario, tmp_path) == "true"
    assert page.run("document.querySelectorAll('img').length") == 0
    assert page.run("document.title") != "bad"
    assert bad in page.run("document.querySelector('.sliders').textContent")


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"alarms": []}, "no alarms"),
        ({"events": [{"at": NOON, "kind": "unhealthy"}]}, "no scheduled actions and events"),
        ({"load": foresight.Utilization([50] * 60_000, 100)}, "more than 50,000 values"),
    ],
)
def test_other_scenarios_are_static(changed: dict[str, Any], reason: str) -> None:
    text = html(web(**changed).simulate())
    assert reason in text
    assert "<script" not in text


def test_tracking_is_static() -> None:
    tracking = {"name": "t", "policy_type": "TargetTrackingScaling", "target_value": 50.0}
    content = web().full()
    scenario = foresight.Scenario(
        {**content, "policies": [*content["policies"], {**tracking, "metric": "CPUUtilization"}]}
    )
    assert "simple scaling policies only" in html(scenario.simulate())


def test_the_command_writes_one_self_contained_page(tmp_path: Path) -> None:
    web(alarms=alarms()).save(tmp_path / "web.json")
    out = tmp_path / "out.html"
    assert main(["foresight", "show", str(tmp_path / "web.json"), "--html", str(out)]) == 0
    text = out.read_text(encoding="utf-8")
    assert "what-if" in text
    # Nothing is loaded.
    assert not re.search(r"""(?:src|href)\s*=|@import|url\(""", text)
