"""Measure all contenders in alternation, in several rounds, and print the cost of each call.

All rows::

    python benchmarks/run.py

One row of two contenders::

    python benchmarks/run.py --only describe_1_group --contender reboto --contender rust --rounds 3

The unoptimized build of ``make build``, with an unoptimized Rust program::

    python benchmarks/run.py --dev --quick

A number of calls under a profiler::

    python benchmarks/run.py --only describe_1_group --contender reboto --rounds 1 --calls 5000 \
        --under "perf record -e cpu-clock -g -o perf.data"

Each sample is a process of its own, in an environment without configuration. `rows.py` has the
names of rows and contenders.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import platform
import resource
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import environments
import figures
from rows import CONTENDERS, GOALS, REBOTO, ROWS, RUST, Row
from server import Server, build
from tls import Relay

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).resolve().parent
RESULTS = environments.FOLDER / "results.json"


class ContenderError(Exception):
    """A contender failed at a row."""


class Runner:
    """Runs a row of a contender in a process of its own.

    Parameters
    ----------
    pythons : dict
        The interpreters of the Python contenders.
    client : Path
        The Rust program.
    server : Server
        The benchmark's server.
    relay : Relay
        Its TLS port.
    under : list of str
        A command to run them under.
    """

    def __init__(
        self,
        pythons: dict[str, Path],
        client: Path,
        server: Server,
        relay: Relay,
        under: list[str] | None = None,
    ) -> None:
        self._pythons, self._client, self._server, self._relay = pythons, client, server, relay
        self._under = under or []
        self._home = environments.FOLDER / "home"
        self._environment = environments.unconfigured(self._home)

    def environment(self, row: str) -> dict[str, str]:
        """Return the environment variables of a row's process."""
        trusted = self._relay.environment(self._home) if row == "first_call_tls" else {}
        return {**self._environment, **trusted}

    def command(self, contender: str, row: str, budget: list[str]) -> list[str]:
        """Return the command line that runs a row."""
        port = str((self._relay if row == "first_call_tls" else self._server).port)
        if contender == RUST:
            return [str(self._client), row, port, *budget]
        python = str(self._pythons.get(contender, self._pythons[REBOTO]))
        worker = str(HERE / "worker.py")
        return [python, worker, contender, row, port, *budget]

    def sample(self, contender: str, row: str, budget: list[str]) -> figures.Sample:
        """Run a row once, and return its sample, with the server's CPU time."""
        before = self._server.cpu()
        command = [*self._under, *self.command(contender, row, budget)]
        done = subprocess.run(command, capture_output=True, text=True, env=self.environment(row))
        if done.returncode or not done.stdout:
            raise ContenderError(f"{contender} failed at {row}:\n{done.stderr}")
        sample: figures.Sample = json.loads(done.stdout.splitlines()[-1])
        return {**sample, "server": self._server.cpu() - before}


def check(row: Row, taken: dict[str, list[figures.Sample]]) -> None:
    """Check that all contenders read the same content."""
    read = {
        contender: json.dumps(sample["read"])
        for contender, samples in taken.items()
        for sample in samples
        if sample["read"] is not None
    }
    if len(set(read.values())) > 1:
        contents = "\n".join(f"  {contender}: {value}" for contender, value in read.items())
        raise ContenderError(f"{row.name}: the contenders read different content\n{contents}")


def measure(
    runner: Runner, rows: list[Row], contenders: list[str], rounds: int, budget: list[str]
) -> figures.Samples:
    """Take the samples of all rounds."""
    samples: figures.Samples = {
        row.name: {name: [] for name in row.contenders if name in contenders or name == "bare"}
        for row in rows
    }
    for number in range(rounds):
        for row in rows:
            taken = samples[row.name]
            tell(f"round {number + 1} of {rounds}: {row.title}")
            for contender in turned(list(taken), number):
                for _ in range(row.samples):
                    taken[contender].append(runner.sample(contender, row.name, budget))
            check(row, taken)
    return samples


def turned(names: list[str], number: int) -> Iterator[str]:
    """Start each round with another contender, so that the order changes."""
    start = number % len(names)
    yield from names[start:] + names[:start]


def tell(text: str) -> None:
    """Print the progress."""
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)
    else:
        print(text, file=sys.stderr, flush=True)


def imports(runner: Runner) -> list[tuple[str, int, int]]:
    """Return the imports of reboto's startup: module, µs, µs with its imports."""
    python, *rest = runner.command(REBOTO, "start_up", ["--calls", "1"])
    # The first run may compile Python files.
    command = [python, "-X", "importtime", *rest]
    subprocess.run(command, capture_output=True, check=True)
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    lines = [line.removeprefix("import time:").split("|") for line in done.stderr.splitlines()]
    parsed = [
        (module.strip(), int(own), int(total))
        for own, total, module in (line for line in lines if len(line) == 3)
        if own.strip().isdigit()
    ]
    names = [module for module, _, _ in parsed]
    first = names.index("contenders.reboto") + 1
    last = names.index("json.scanner") if "json.scanner" in names else len(names)
    return parsed[first:last]


def machine() -> dict[str, Any]:
    """Describe the machine."""
    with Path("/proc/cpuinfo").open() as lines:
        model = next((line.split(":")[1].strip() for line in lines if "model name" in line), "?")
    return {
        "processor": model,
        "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.release()}",
    }


def crates() -> dict[str, str]:
    """Return the versions of the SDK's crates that reboto and the Rust program share."""
    wanted = ("aws-sdk-autoscaling", "aws-sdk-cloudwatch", "aws-smithy-runtime", "tokio", "hyper")
    found: dict[str, str] = {}
    name = ""
    for line in (environments.CHECKOUT / "Cargo.lock").read_text().splitlines():
        key, _, value = line.partition(" = ")
        if key == "name":
            name = value.strip('"')
        elif key == "version" and name in wanted:
            found[name] = value.strip('"')
    return found


def arguments() -> argparse.Namespace:
    """Parse the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", action="append", choices=[row.name for row in ROWS])
    parser.add_argument("--contender", action="append", choices=CONTENDERS)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=0.6, help="of each sample")
    parser.add_argument("--calls", type=int, help="calls per sample, instead of seconds")
    parser.add_argument("--quick", action="store_true", help="3 rounds of short samples")
    parser.add_argument("--dev", action="store_true", help="the unoptimized build in .venv")
    parser.add_argument("--wheel", type=Path, help="reboto's wheel (default: the newest in dist/)")
    parser.add_argument("--pgo", action="store_true", help="the wheel is of tools/wheel.py --pgo")
    parser.add_argument("--under", default="", help="a command to run the contenders under")
    parser.add_argument("--output", type=Path, default=RESULTS, help="where the samples go")
    given = parser.parse_args()
    if given.quick:
        given.rounds, given.seconds = min(given.rounds, 3), 0.2
    return given


def newest_wheel() -> Path:
    """Find the newest wheel."""
    wheels = sorted((environments.CHECKOUT / "dist").glob("reboto-*.whl"), key=_changed)
    if not wheels:
        raise SystemExit("there is no wheel in dist/: run `make wheel` first, or use --dev")
    return wheels[-1]


def _changed(path: Path) -> float:
    return path.stat().st_mtime


def interpreters(contenders: list[str], dev: bool, wheel: Path | None) -> dict[str, Path]:
    """Create the environments that are needed."""
    pythons = {name: environments.make(name) for name in contenders if name not in (REBOTO, RUST)}
    if dev:
        pythons[REBOTO] = environments.CHECKOUT / ".venv" / "bin" / "python"
    else:
        pythons[REBOTO] = environments.make(REBOTO, wheel)
    return pythons


def sizes(pythons: dict[str, Path], wheel: Path | None) -> dict[str, Any]:
    """Return sizes on disk in MB, and the number of packages that reboto depends on."""
    if wheel is None:
        return {}
    others = set(environments.versions(pythons[REBOTO])) - {"reboto", "pip", "setuptools"}
    return {
        "wheel": wheel.stat().st_size / 1e6,
        "others": len(others),
        "installed": {
            name: environments.installed_bytes(python) / 1e6 for name, python in pythons.items()
        },
    }


def main() -> None:
    """Measure, and print the results."""
    given = arguments()
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    rows = [row for row in ROWS if not given.only or row.name in given.only]
    contenders = given.contender or list(CONTENDERS)
    wheel = None if given.dev else given.wheel or newest_wheel()
    pythons = interpreters(contenders, given.dev, wheel)
    budget = ["--calls", str(given.calls)] if given.calls else ["--seconds", str(given.seconds)]
    client = build("benchmark-client", release=not given.dev) if RUST in contenders else Path()
    when, load = datetime.datetime.now(datetime.timezone.utc), os.getloadavg()
    with (
        Server(build("benchmark-server", release=True)) as server,
        Relay(server.port, environments.FOLDER) as relay,
    ):
        runner = Runner(pythons, client, server, relay, shlex.split(given.under))
        try:
            samples = measure(runner, rows, contenders, given.rounds, budget)
        except ContenderError as failure:
            raise SystemExit(str(failure)) from None
        starts = "start_up" in samples and REBOTO in contenders and not given.under
        results = {
            "when": when.isoformat(timespec="seconds"),
            "machine": {**machine(), "load": [load[0], os.getloadavg()[0]]},
            "build": "dev" if given.dev else "pgo" if given.pgo else "release",
            "rounds": given.rounds,
            "budget": budget,
            "versions": {name: environments.versions(python) for name, python in pythons.items()},
            "crates": crates(),
            "samples": samples,
            "sizes": sizes(pythons, wheel),
            "imports": imports(runner) if starts else [],
            "served": server.served(),
        }
    tell("")
    given.output.write_text(json.dumps(results))
    from report import table

    print(table(results))
    for goal in GOALS:
        value = figures.reached(results, goal)
        if value is not None and goal.row in (*samples, "size"):
            print(goal_line(goal, value))


def goal_line(goal: Any, value: float) -> str:
    """Describe whether a goal is met."""
    from report import goal_text

    return f"{'met   ' if goal.met(value) else 'missed'}  {goal_text(goal)}: {value:.2f}"


if __name__ == "__main__":
    main()
