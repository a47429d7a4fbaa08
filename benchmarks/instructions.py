"""Count the instructions of one call. Unlike times, they hardly vary between runs.

::

    python benchmarks/instructions.py set_desired_capacity --contender reboto --contender rust

Each contender runs twice under ``valgrind --tool=callgrind``. The difference of the two runs is
divided by the number of additional calls. ``--keep FOLDER`` keeps the profiles for
``callgrind_annotate``. To keep the library's symbols, build it with
``CARGO_PROFILE_RELEASE_STRIP=false CARGO_PROFILE_RELEASE_DEBUG=line-tables-only``. valgrind does
not support SHA instructions, so signing appears more expensive than it is.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import tempfile
from pathlib import Path

from environments import FOLDER
from rows import BLOCKING, REBOTO, ROWS, RUST
from run import Runner, interpreters, newest_wheel
from server import Server, build
from tls import Relay


def count(runner: Runner, contender: str, row: str, calls: int, profile: Path) -> int:
    """Count the instructions of a run with a number of calls."""
    command = runner.command(contender, row, ["--calls", str(calls)])
    tool = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={profile}"]
    environment = runner.environment(row)
    done = subprocess.run(
        [*tool, *command], capture_output=True, text=True, env=environment, check=True
    )
    found = re.search(r"Collected : (\d+)", done.stderr)
    if found is None:
        raise SystemExit(f"valgrind counted nothing:\n{done.stderr}")
    return int(found[1])


def main() -> None:
    """Count, and print the results."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "row",
        choices=[
            row.name for row in ROWS if row.contenders == BLOCKING and row.name != "first_call_tls"
        ],
    )
    parser.add_argument("--contender", action="append", choices=BLOCKING)
    parser.add_argument("--calls", type=int, default=200, help="of the first run")
    parser.add_argument("--dev", action="store_true", help="the unoptimized build in .venv")
    parser.add_argument("--wheel", type=Path, help="reboto's wheel (default: the newest in dist/)")
    parser.add_argument("--keep", type=Path, help="where the profiles go")
    given = parser.parse_args()
    contenders: list[str] = given.contender or [REBOTO, RUST]
    wheel = None if given.dev else given.wheel or newest_wheel()
    client = build("benchmark-client", release=not given.dev) if RUST in contenders else Path()
    pythons = interpreters(contenders, given.dev, wheel)
    with (
        Server(build("benchmark-server", release=True)) as server,
        Relay(server.port, FOLDER) as relay,
        tempfile.TemporaryDirectory(dir=FOLDER) as scratch,
    ):
        folder = given.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        runner = Runner(pythons, client, server, relay)
        for contender in contenders:
            profiles = [folder / f"callgrind.{contender}.{part}" for part in ("few", "many")]
            few, many = (
                count(runner, contender, given.row, given.calls * times, profile)
                for times, profile in zip((1, 2), profiles, strict=True)
            )
            each = (many - few) / given.calls
            print(f"{contender:12} {each:12,.0f} instructions per call", flush=True)
    if given.keep:
        print(f"profiles: {os.fspath(given.keep)}")


if __name__ == "__main__":
    main()
