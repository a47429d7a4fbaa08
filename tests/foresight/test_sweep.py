"""Sweeps: the scores of single runs, on any executor, and the best variant put into AWS."""

from __future__ import annotations

import asyncio
import importlib.util
import os
import signal
import subprocess
import sys
import textwrap
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING, Any

import pytest

import reboto
from reboto import aio, foresight
from tests.foresight.scenarios import alarms, group, policies, web

if TYPE_CHECKING:
    from reboto.local import Endpoint

SPACE: dict[str, Any] = {
    "alarms.hot.threshold": range(50, 90, 5),
    "policies.scale_up.cooldown": [60, 300],
    "launch": [30, 120],
}
SCORES = ("cost", "minutes_above_80", "minutes_below_20:CPUUtilization", "changes", "flaps", "peak")


def rows(sweep: foresight.Sweep) -> list[tuple[Any, ...]]:
    return [(variant.changes, variant.runs) for variant in sweep]


def test_a_sweep_gives_the_scores_of_single_runs() -> None:
    scenario = web()
    found = foresight.sweep(scenario, SPACE, SCORES, per_hour=0.0416)
    assert len(found) == 8 * 2 * 2
    for variant in found:
        future = scenario.with_(variant.changes).simulate()
        assert variant.scores == {
            "cost": future.cost(0.0416),
            "minutes_above_80": future.above("CPUUtilization", 80),
            "minutes_below_20:CPUUtilization": future.below("CPUUtilization", 20),
            "changes": len(future.to_dict()["activities"]),
            "flaps": future.flaps(),
            "peak": future.desired.most,
        }


def test_seeds_repeat_and_differ() -> None:
    first = foresight.sweep(web(), SPACE, SCORES, seeds=5)
    assert rows(first) == rows(foresight.sweep(web(), SPACE, SCORES, seeds=range(5)))
    costs = [run["cost"] for run in first[0].runs]
    assert len(set(costs)) > 1
    assert first[0].scores["cost"] == pytest.approx(sum(costs) / 5)
    still = foresight.sweep(web(), SPACE, SCORES, seeds=2, launch_noise=0, load_noise=0)
    plain = foresight.sweep(web(), SPACE, SCORES)
    assert [variant.runs[0] for variant in still] == [variant.runs[0] for variant in plain]
    frame = first.to_polars()
    assert len(frame) == len(first)
    assert (frame["cost_least"] <= frame["cost"]).all()
    assert (frame["cost"] <= frame["cost_most"]).all()


def test_no_variant_beats_one_of_the_front_and_every_other_is_beaten() -> None:
    found = foresight.sweep(web(), SPACE, ("cost", "minutes_above_80"))
    points = [tuple(variant.scores.values()) for variant in found]
    front = {tuple(variant.scores.values()) for variant in found.pareto()}

    def beaten(point: tuple[float, ...]) -> bool:
        return any(
            all(a <= b for a, b in zip(other, point, strict=True)) and other != point
            for other in points
        )

    assert front == {point for point in points if not beaten(point)}
    costs = [variant.scores["cost"] for variant in found.pareto()]
    assert costs == sorted(costs)


def test_the_cheapest_keeps_to_its_limits() -> None:
    found = foresight.sweep(web(), SPACE, ("cost", "minutes_above_80"))
    limit = sorted(variant.scores["minutes_above_80"] for variant in found)[len(found) // 2]
    best = found.cheapest(minutes_above_80=limit)
    allowed = [one.scores["cost"] for one in found if one.scores["minutes_above_80"] <= limit]
    assert best.scores["cost"] == min(allowed)
    assert best.simulate().cost(1) == best.scores["cost"]
    assert set(best.diff()) <= {
        "alarms.hot.threshold",
        "policies.scale_up.cooldown",
        "group.launch_seconds",
    }
    with pytest.raises(ValueError, match="no variant"):
        found.cheapest(minutes_above_80=-1)
    with pytest.raises(ValueError, match="minutes_above_80"):
        found.cheapest(minutes_above_90=5)


def test_samplers_give_any_variants() -> None:
    variants = list(
        foresight.samples({"launch": range(300), "alarms.hot.threshold": (50.0, 90.0)}, 20)
    )
    found = foresight.sweep(web(), [*variants, {"group.max_size": 3}])
    assert [variant.changes for variant in found] == [*variants, {"group.max_size": 3}]
    assert found[-1].scores["cost"] == web().with_({"group.max_size": 3}).simulate().cost(1)
    assert len(foresight.sweep(web(), [])) == 0


@pytest.mark.parametrize(
    ("space", "score", "message"),
    [
        ({"alarms.warm.threshold": [1]}, ["cost"], "hot, cold"),
        ({"group.min_size": [1, 2, 9]}, ["cost"], "variant 2 .*scenario.group.max_size"),
        ({"launch": [1]}, ["price"], "price"),
        ({"launch": [1]}, ["cost", "cost"], "score"),
        ({"launch": [1]}, [], "score"),
        ({"launch": [1]}, ["minutes_above_5:Requests"], "metric"),
        ({"launch": [-1]}, ["cost"], "variant 0"),
    ],
)
def test_an_invalid_sweep_is_an_error_that_names_it(
    space: dict[str, Any], score: list[str], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        foresight.sweep(web(), space, score)


def test_executors_give_the_same_results() -> None:
    expected = rows(foresight.sweep(web(), SPACE, SCORES, seeds=3))
    with ThreadPoolExecutor(2) as threads:
        assert rows(foresight.sweep(web(), SPACE, SCORES, seeds=3, executor=threads)) == expected
    with ProcessPoolExecutor(2) as processes:
        assert rows(foresight.sweep(web(), SPACE, SCORES, seeds=3, executor=processes)) == expected


class Flaky(Executor):
    """Loses the work of some calls, as an executor does whose workers end."""

    def __init__(self, lost: set[int], *, broken_after: int = 1000) -> None:
        self.lost, self.broken_after, self.calls = lost, broken_after, 0

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.calls += 1
        if self.calls > self.broken_after:
            raise BrokenProcessPool("the pool is broken")
        future: Future[Any] = Future()
        if self.calls in self.lost:
            future.set_exception(BrokenProcessPool("a worker ended"))
        else:
            future.set_result(fn(*args, **kwargs))
        return future


@pytest.mark.parametrize(
    "executor",
    [
        Flaky({1, 3, 4}),
        Flaky(set(range(100))),
        Flaky({2}, broken_after=3),
        Flaky(set(), broken_after=0),
    ],
    ids=["some are lost", "all are lost", "it breaks", "it is broken"],
)
def test_lost_batches_are_run_again_and_none_is_doubled(
    executor: Flaky, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Batches of one variant.
    monkeypatch.setattr("reboto.foresight._batches._AWAY", 0)
    expected = rows(foresight.sweep(web(), SPACE, SCORES))
    assert rows(foresight.sweep(web(), SPACE, SCORES, executor=executor)) == expected


def test_a_killed_worker_process_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reboto.foresight._batches._AWAY", 0)
    expected = rows(foresight.sweep(web(), SPACE, SCORES))
    with ProcessPoolExecutor(1) as processes:
        victim = processes.submit(os.getpid).result()
        os.kill(victim, signal.SIGKILL)
        assert rows(foresight.sweep(web(), SPACE, SCORES, executor=processes)) == expected


@pytest.mark.slow
@pytest.mark.timeout(180)
@pytest.mark.skipif(
    importlib.util.find_spec("distributed") is None, reason="needs Dask's distributed"
)
def test_dask_gives_the_same_results_and_survives_a_lost_worker() -> None:
    # In a process of its own: Dask leaves threads and warnings behind.
    code = """
        import os, signal
        import dask, distributed
        from reboto import foresight
        from tests.foresight.scenarios import web
        from tests.foresight.test_sweep import SCORES, SPACE, rows
        import reboto.foresight._batches as batches

        if __name__ == "__main__":
            expected = rows(foresight.sweep(web(), SPACE, SCORES, seeds=3))
            batches._AWAY = 0
            with distributed.LocalCluster(
                n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
            ) as cluster, distributed.Client(cluster) as client:
                with client.get_executor() as executor:
                    got = foresight.sweep(web(), SPACE, SCORES, seeds=3, executor=executor)
                    assert rows(got) == expected
                    victim = next(iter(client.run(os.getpid).values()))
                    os.kill(victim, signal.SIGKILL)
                    again = foresight.sweep(web(), SPACE, SCORES, seeds=3, executor=executor)
                    assert rows(again) == expected
            print("same")
    """
    output = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, check=False
    )
    assert output.stdout == "same\n", output.stderr


@pytest.mark.slow
@pytest.mark.timeout(180)
@pytest.mark.skipif(importlib.util.find_spec("ray") is None, reason="needs Ray")
def test_ray_gives_the_same_results() -> None:
    code = """
        from concurrent.futures import Executor, Future
        import ray
        from reboto import foresight
        from tests.foresight.scenarios import web
        from tests.foresight.test_sweep import SCORES, SPACE, rows
        import reboto.foresight._batches as batches

        class RayExecutor(Executor):
            def submit(self, function, /, *arguments, **keywords):
                return ray.remote(function).remote(*arguments, **keywords).future()

        if __name__ == "__main__":
            ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False)
            batches._AWAY = 0
            found = foresight.sweep(web(), SPACE, SCORES, executor=RayExecutor())
            assert rows(found) == rows(foresight.sweep(web(), SPACE, SCORES))
            print("same")
    """
    output = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, check=False
    )
    assert output.stdout.endswith("same\n"), output.stderr


def test_ctrl_c_stops_a_sweep() -> None:
    code = """
        import _thread, threading
        from reboto import foresight
        from tests.foresight.scenarios import web

        load = foresight.Utilization(foresight.Daily(900, 20, days=90), per_instance=100)
        try:
            threading.Timer(1, _thread.interrupt_main).start()
            foresight.sweep(web(load=load), {"launch": range(100_000)})
        except KeyboardInterrupt:
            print("stopped")
    """
    output = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, check=True
    )
    assert output.stdout == "stopped\n"


def in_account(endpoint: Endpoint) -> tuple[Any, Any]:
    autoscale, cloudwatch = reboto.connect_autoscale(), reboto.connect_cloudwatch()
    autoscale.create_launch_configuration(
        reboto.ec2.autoscale.LaunchConfiguration(name="c", image_id="ami-12c6146b")
    )
    made = group(launch_config="c", availability_zones=["us-east-1a"])
    autoscale.create_auto_scaling_group(made)
    for policy in policies():
        autoscale.create_scaling_policy(policy)
    arns = {one.name: one.policy_arn for one in autoscale.get_all_policies("web")}
    for one in alarms():
        one.alarm_actions = [arns[name] for name in one.alarm_actions or ()]
        cloudwatch.create_alarm(one)
    return autoscale, cloudwatch


@pytest.fixture
def account() -> Any:
    with reboto.local.server() as endpoint:
        yield in_account(endpoint)


CHANGES = {
    "alarms.hot.threshold": [61],
    "policies.scale_up.cooldown": [77],
    "group.max_size": [9],
}


def test_the_best_is_put_into_aws(account: Any) -> None:
    autoscale, cloudwatch = account
    scenario = foresight.of(autoscale, cloudwatch, "web", days=1)
    best = foresight.sweep(scenario, CHANGES)[0]
    paths = best.apply(autoscale, cloudwatch, ask=False)
    assert sorted(paths) == sorted(CHANGES)
    assert cloudwatch.describe_alarms(alarm_names=["hot"])[0].threshold == 61
    assert autoscale.get_all_policies("web", ["scale_up"])[0].cooldown == 77
    assert autoscale.get_all_groups(["web"])[0].max_size == 9
    assert foresight.of(autoscale, cloudwatch, "web", days=1).value("alarms.hot.threshold") == 61


NEWER: dict[str, list[object]] = {
    "alarms.hot.datapoints_to_alarm": [2],
    "alarms.hot.treat_missing_data": ["ignore"],
    "group.default_instance_warmup": [77],
}


def test_members_that_boto_lacks_are_put_too(account: Any) -> None:
    autoscale, cloudwatch = account
    foresight.sweep(web(), NEWER)[0].apply(autoscale, cloudwatch, ask=False)
    hot = cloudwatch.describe_alarms(alarm_names=["hot"])[0]
    assert (hot.datapoints_to_alarm, hot.treat_missing_data) == (2, "ignore")
    assert autoscale.get_all_groups(["web"])[0].default_instance_warmup == 77


def test_a_preview_changes_nothing(account: Any) -> None:
    autoscale, cloudwatch = account
    best = foresight.sweep(web(), CHANGES)[0]
    assert best.apply(autoscale, cloudwatch, preview=True) == [
        "group.max_size: 8 to 9",
        "policies.scale_up.cooldown: 180 to 77",
        "alarms.hot.threshold: 70.0 to 61",
    ]
    assert cloudwatch.describe_alarms(alarm_names=["hot"])[0].threshold == 70
    assert asyncio.run(preview_later())[0] == "group.max_size: 8 to 9"
    assert autoscale.get_all_groups(["web"])[0].max_size == 8


@pytest.mark.parametrize(("answer", "changed"), [("y", True), ("n", False), ("", False)])
def test_apply_asks_first(
    account: Any, answer: str, changed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    autoscale, cloudwatch = account
    asked: list[str] = []

    def ask(text: str) -> str:
        asked.append(text)
        return answer

    monkeypatch.setattr("builtins.input", ask)
    best = foresight.sweep(web(), CHANGES)[0]
    paths = best.apply(autoscale, cloudwatch)
    assert "alarms.hot.threshold: 70.0 to 61" in asked[0]
    assert bool(paths) is changed
    assert (cloudwatch.describe_alarms(alarm_names=["hot"])[0].threshold == 61) is changed


def test_what_aws_does_not_know_is_not_applied(account: Any) -> None:
    autoscale, cloudwatch = account
    best = foresight.sweep(web(), {**CHANGES, "launch": [10]})[0]
    with pytest.raises(ValueError, match=r"group\.launch_seconds"):
        best.apply(autoscale, cloudwatch, ask=False)
    assert cloudwatch.describe_alarms(alarm_names=["hot"])[0].threshold == 70


@pytest.mark.usefixtures("account")
async def apply_later() -> list[str]:
    async with aio.connect_autoscale() as autoscale, aio.connect_cloudwatch() as cloudwatch:
        best = foresight.sweep(web(), CHANGES)[0]
        paths: list[str] = await best.apply(autoscale, cloudwatch, ask=False)
        return paths


async def preview_later() -> list[str]:
    async with aio.connect_autoscale() as autoscale, aio.connect_cloudwatch() as cloudwatch:
        best = foresight.sweep(web(), CHANGES)[0]
        lines: list[str] = await best.apply(autoscale, cloudwatch, preview=True)
        return lines


def test_apply_is_awaitable(account: Any) -> None:
    assert sorted(asyncio.run(apply_later())) == sorted(CHANGES)
    assert account[0].get_all_groups(["web"])[0].max_size == 9
