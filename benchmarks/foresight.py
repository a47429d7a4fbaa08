"""Measure foresight and its peers: plain Python and numpy (`foresight_peers.py`).

The newest wheel in dist/, with the sweep over a year, which takes a minute or two::

    python benchmarks/foresight.py --long --write

The unoptimized build of ``make build``, quickly::

    python benchmarks/foresight.py --dev --quick

Prints a table of CPU times. ``--write`` puts it into docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import foresight_page
import numpy as np
from foresight_peers import Rules, numpy_variants, plain_python, with_numpy

if TYPE_CHECKING:
    from collections.abc import Callable

YEAR, WEEK = 365 * 1440, 7 * 1440
PER_INSTANCE, COOLDOWN, LAUNCH = 120.0, 180, 90
SPACE = {
    "alarms.hot.threshold": range(50, 90),
    "alarms.cold.threshold": range(10, 35),
    "policies.up.cooldown": range(60, 360, 30),
}
FEW = 10


def load(minutes: int, step: int = 60) -> Any:
    """A daily rhythm with noise, a number each `step` seconds."""
    chance = np.random.default_rng(7)
    times = np.arange(minutes * 60 // step) * step / 86_400
    return 500 - 400 * np.cos(2 * np.pi * times) + chance.normal(0, 40, times.size)


def scenario(values: Any, period: int = 60) -> Any:
    """Two alarms, two simple policies and a closed loop."""
    from reboto import foresight
    from reboto.ec2.autoscale import AutoScalingGroup, ScalingPolicy
    from reboto.ec2.cloudwatch import MetricAlarm

    group = AutoScalingGroup(name="web", min_size=1, max_size=20, desired_capacity=4)
    policies = [
        ScalingPolicy(
            name=name,
            adjustment_type="ChangeInCapacity",
            scaling_adjustment=change,
            cooldown=COOLDOWN,
        )
        for name, change in (("up", 1), ("down", -1))
    ]
    alarms = [
        MetricAlarm(
            name=name,
            metric="CPUUtilization",
            statistic="Average",
            comparison=comparison,
            threshold=threshold,
            period=period,
            evaluation_periods=3,
            alarm_actions=[action],
        )
        for name, comparison, threshold, action in (
            ("hot", ">", 70, "up"),
            ("cold", "<", 40, "down"),
        )
    ]
    model = foresight.Utilization(foresight.Load(values, resolution=period), PER_INSTANCE)
    return foresight.scenario(group, policies, alarms, load=model, launch=LAUNCH)


def best(work: Callable[[], object], runs: int = 5) -> float:
    """The least CPU time of several runs, in seconds."""
    times: list[float] = []
    for _ in range(runs):
        begin = time.process_time()
        work()
        times.append(time.process_time() - begin)
    return min(times)


def elapsed(work: Callable[[], Any]) -> tuple[float, Any]:
    """The elapsed time of a run, and its result."""
    begin = time.perf_counter()
    result = work()
    return time.perf_counter() - begin, result


def single(quick: bool) -> dict[str, Any]:
    """Measure single simulations, and check that the peers find the same changes."""
    days = 30 if quick else 365
    year, fine = load(days * 1440), load(days * 1440, 10)
    as_list: list[float] = year.tolist()
    made = scenario(year)
    future = made.simulate()
    found = len(future.desired) - 1
    assert plain_python(as_list, Rules()) == found
    assert with_numpy(year, Rules()) == found
    rules = Rules(period=10)
    fine_list: list[float] = fine.tolist()
    assert plain_python(fine_list, rules) == len(scenario(fine, 10).simulate().desired) - 1
    unit = f"{days} days" if quick else "a year"
    at = int(future.desired.changes[len(future.desired) // 2][0])
    return {
        f"{unit} at 1 minute, from objects to a timeline": {
            "seconds": best(lambda: scenario(year).simulate()),
            "goal": 0.015,
            "python": best(lambda: plain_python(as_list, Rules()), 2),
            "numpy": best(lambda: with_numpy(year, Rules()), 3),
        },
        "the same, without reading the objects": {"seconds": best(made.simulate), "goal": 0.010},
        f"{unit} at 10 seconds, from objects to a timeline": {
            "seconds": best(lambda: scenario(fine, 10).simulate(), 3),
            "goal": 0.060,
            "python": best(lambda: plain_python(fine_list, rules), 1),
        },
        f"all columns of {unit} at 1 minute to polars": {
            "seconds": best(lambda: frames(future)),
            "goal": 0.020,
        },
        "`why`": {"seconds": best(lambda: future.why(at)), "goal": 0.001},
    }


def frames(future: Any) -> list[Any]:
    """Every column of a timeline."""
    tables = (future, future.decisions, future.alarm_states, future.changes, future.desired)
    return [table.to_polars() for table in (*tables, future.in_service, future.metric())]


def sweep(values: Any, count: int) -> Any:
    """Compare variants of thresholds and cooldowns."""
    from reboto import foresight

    wanted = {name: list(given) for name, given in SPACE.items()}
    wanted["alarms.hot.threshold"] = wanted["alarms.hot.threshold"][: max(1, count // 250)]
    return foresight.sweep(scenario(values), wanted, ("changes", "cost", "minutes_above_80"))


def sweeps(quick: bool, long: bool) -> tuple[dict[str, Any], list[str]]:
    """Measure sweeps, their memory, and the peers."""
    rows: dict[str, Any] = {}
    extrapolated: list[str] = []
    count = 1000 if quick else 10_000
    for name, days, goal in [("a week", 7, 1.0), ("a year", 365, 60.0)][: 2 if long else 1]:
        values = load(days * 1440)
        sweep(values, 250)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        took, found = elapsed(partial(sweep, values, count))
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024
        title = f"{len(found):,} variants of {name}"
        # Variants all over the space, of which the peers have to find the same changes.
        chosen = [found[index] for index in range(0, len(found), len(found) // FEW)]
        rules = [
            Rules(
                hot=one.changes["alarms.hot.threshold"],
                cold=one.changes["alarms.cold.threshold"],
                cooldown_up=one.changes["policies.up.cooldown"],
            )
            for one in chosen
        ]
        numbers: list[float] = values.tolist()
        sample = rules if days == 7 else rules[:2]
        begin = time.process_time()
        changes = [plain_python(numbers, one) for one in sample]
        slow = (time.process_time() - begin) / len(sample)
        assert changes == [int(one.scores["changes"]) for one in chosen[: len(sample)]]
        rows[title] = {"seconds": took, "goal": goal, "python": slow * len(found)}
        extrapolated.append(title)
        if days == 7:
            everything = [one.changes for one in found]
            hot, cold, cooldown = (np.array([one[path] for one in everything]) for path in SPACE)
            took, changed = elapsed(partial(numpy_variants, values, hot, cold, cooldown, Rules()))
            assert changed.tolist() == [int(one.scores["changes"]) for one in found]
            rows[title]["numpy"] = took
        rows[f"memory of a variant, {title}"] = {"bytes": grown / len(found), "goal": 2000}
    return rows, extrapolated


def imported() -> int:
    """Modules of foresight that `import reboto` loads."""
    code = "import sys, reboto; print(sum('foresight' in name for name in sys.modules))"
    return int(subprocess.check_output([sys.executable, "-c", code]))


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Measure everything, in this process."""
    import polars

    import reboto

    # Sweeps come first: their memory is the growth of the process.
    rows, extrapolated = sweeps(options.quick, options.long)
    return {
        "rows": {**single(options.quick), **rows},
        "extrapolated": extrapolated,
        "modules": imported(),
        "cores": len(os.sched_getaffinity(0)),
        "day": datetime.datetime.now(datetime.timezone.utc).date().isoformat(),
        "build": "an unoptimized build" if options.dev else "the wheel",
        "version": reboto.__version__,
        "processor": processor(),
        "python": platform.python_version(),
        "numpy": np.__version__,
        "polars": polars.__version__,
    }


def processor() -> str:
    """The name of the processor."""
    text = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    names = [line.partition(":")[2].strip() for line in text.splitlines() if "model name" in line]
    return names[0] if names else platform.machine()


def again_with_wheel(wheel: Path) -> int:
    """Run this program with the modules of a wheel, which precede those of the checkout."""
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(folder)
        environment = {**os.environ, "PYTHONPATH": folder, "REBOTO_MEASURED": folder}
        command = [sys.executable, __file__, *sys.argv[1:]]
        return subprocess.run(command, env=environment, check=False).returncode


def main() -> int:
    """Measure, print, and write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--dev", action="store_true", help="the unoptimized build in .venv")
    parser.add_argument("--wheel", type=Path, help="reboto's wheel (default: the newest in dist/)")
    parser.add_argument("--quick", action="store_true", help="30 days and 1,000 variants")
    parser.add_argument("--long", action="store_true", help="also sweep over a year")
    parser.add_argument("--write", action="store_true", help="write the section of the page")
    options = parser.parse_args()
    if not options.dev and "REBOTO_MEASURED" not in os.environ:
        from run import newest_wheel

        return again_with_wheel(options.wheel or newest_wheel())
    results = measure(options)
    print(foresight_page.section(results))
    if options.write:
        foresight_page.RESULTS.parent.mkdir(exist_ok=True)
        foresight_page.RESULTS.write_text(json.dumps(results, indent=1), encoding="utf-8")
        foresight_page.write(results)
    return 0


if __name__ == "__main__":
    sys.exit(main())
