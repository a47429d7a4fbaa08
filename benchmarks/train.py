"""Make the calls whose profile guides the optimization of the wheel.

``maturin build --pgo`` installs an instrumented wheel into an environment of its own, and runs
`pgo-command` of pyproject.toml there, which installs ``requirements/train.txt`` and runs this
script. The compiler then optimizes what ran often for speed, and the rest for size. So each kind of
work that a program repeats must be here.
"""

from __future__ import annotations

import sys
from pathlib import Path

import environments
import foresight
from rows import REBOTO, ROWS
from run import Runner
from server import Server, build
from tls import Relay

SECONDS = 0.5
# Processes for each row of which a process makes one call.
PROCESSES = 20
ONE_CALL = {"start_up", "start_up_logging", "first_call_tls"}
# These rows repeat the calls of others.
REPEATED = {"calls_10000", "roles_1000"}


def make_calls() -> None:
    """Make the calls of the benchmark's rows."""
    environments.FOLDER.mkdir(exist_ok=True)
    with (
        Server(build("benchmark-server", release=True)) as server,
        Relay(server.port, environments.FOLDER) as relay,
    ):
        runner = Runner({REBOTO: Path(sys.executable)}, Path(), server, relay)
        for row in ROWS:
            if REBOTO in row.contenders and row.name not in REPEATED:
                for _ in range(PROCESSES if row.name in ONE_CALL else 1):
                    runner.sample(REBOTO, row.name, ["--seconds", str(SECONDS)])


def simulate() -> None:
    """Simulate a year at two resolutions, ask for reasons, and compare variants."""
    for period in (60, 10):
        values = foresight.load(foresight.YEAR, period)
        for _ in range(5):
            timeline = foresight.scenario(values, period).simulate()
            timeline.why(int(timeline.desired.changes[-1][0]))
    foresight.sweep(foresight.load(foresight.WEEK), 1000)


if __name__ == "__main__":
    make_calls()
    simulate()
