"""The whole soak: runs every scenario in full and writes ``docs/development/reliability.md``.

::

    make soak

    PYTHONPATH=benchmarks .venv/bin/python -m tests.soak [--dev] [--only NAME] [--scale SHARE]

The newest wheel in ``dist/`` is used, in an environment of its own; with ``--dev`` the build in
``.venv``. With ``--only``, the other scenarios' figures stay as they were.
"""

from __future__ import annotations

import argparse
import datetime
import functools
import json
import os
import platform
import subprocess
import sys
import time
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import environments
import run
from server import build

from . import hosts, scenarios
from .page import page
from .scenarios import ROOT, Place

if TYPE_CHECKING:
    from collections.abc import Callable

RESULTS = environments.FOLDER / "soak.json"
PAGE = ROOT / "docs" / "development" / "reliability.md"
# Interrupt at every n-th signal check of a first call. asyncio has many, and most are alike.
EVERY = {"blocking": 1, "awaited": 25}
CALLS, FORKS, EXITS, INTERRUPTS, CANCELLATIONS = 200_000, 1_000, 200, 200, 10_000
ROLES, CONNECTIONS, CHANGED, SUBINTERPRETERS, GREENLETS = 2_000, 50_000, 5_000, 200, 20_000


def whole(scale: float) -> dict[str, Callable[[Place], scenarios.Figures]]:
    """Return every scenario, at a share of its full size."""

    def much(count: int) -> int:
        return max(round(count * scale), 10)

    found: dict[str, Callable[[Place], scenarios.Figures]] = {}
    for style in ("blocking", "awaited"):
        for name, scenario, count in (
            ("load", scenarios.load, CALLS),
            ("forks", scenarios.forks, FORKS),
            ("exits", scenarios.exits, EXITS),
            ("roles", hosts.roles, ROLES),
            ("connections", hosts.connections, CONNECTIONS),
            ("environment", hosts.environment, CHANGED),
        ):
            found[f"{name} {style}"] = functools.partial(scenario, style=style, count=much(count))
        found[f"probes {style}"] = functools.partial(
            scenarios.probes, style=style, every=max(round(EVERY[style] / scale), 1)
        )
        found[f"interrupts {style}"] = functools.partial(
            scenarios.interrupts, style=style, processes=much(INTERRUPTS), times=much(INTERRUPTS)
        )
        found[f"logging {style}"] = functools.partial(
            hosts.logging, style=style, forks=much(EXITS), exits=much(EXITS)
        )
    found["cancellations"] = functools.partial(scenarios.cancellations, count=much(CANCELLATIONS))
    found["subinterpreters"] = functools.partial(hosts.subinterpreters, count=much(SUBINTERPRETERS))
    for library in GREEN:
        found[library] = functools.partial(hosts.greenlets, library=library, count=much(GREENLETS))
    return dict(sorted(found.items(), key=lambda item: ORDER.index(item[0].split()[0])))


GREEN = ("gevent", "eventlet")
ORDER = (
    "load",
    "forks",
    "exits",
    "interrupts",
    "probes",
    "cancellations",
    "roles",
    "connections",
    "logging",
    "environment",
    "subinterpreters",
    *GREEN,
)


def main() -> None:
    """Run, and write what was found."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", action="append", choices=list(whole(1)))
    parser.add_argument("--dev", action="store_true", help="the unoptimized build in .venv")
    parser.add_argument("--scale", type=float, default=1.0, help="a share of the full size")
    given = parser.parse_args()
    place = prepared(given.dev)
    results: dict[str, Any] = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    for name, scenario in whole(given.scale).items():
        if given.only and name not in given.only:
            continue
        started = time.monotonic()
        print(f"{name} ...", file=sys.stderr, flush=True)
        figures = scenario(place)
        results[name] = {
            **figures,
            "took": time.monotonic() - started,
            "setting": setting(given.dev),
        }
        RESULTS.write_text(json.dumps(results, indent=1))
        print(json.dumps(figures), file=sys.stderr, flush=True)
    if missing := set(whole(1)) - set(results):
        raise SystemExit(f"the page waits for {', '.join(sorted(missing))}")
    PAGE.write_text(page(results), encoding="utf-8")


def prepared(dev: bool) -> Place:
    """Prepare the interpreter, the server and the environment."""
    python = Path(sys.executable)
    if not dev:
        python = environments.make("soak", run.newest_wheel())
        # In the versions that the tests use.
        quiet = ["--quiet", "--disable-pip-version-check"]
        pinned = [f"{name}=={metadata.version(name)}" for name in GREEN]
        command = [str(python), "-m", "pip", "install", *quiet, *pinned]
        subprocess.run(command, check=True)
    env = environments.unconfigured(environments.FOLDER / "home")
    return Place(str(python), build("benchmark-server", release=True), env)


def setting(dev: bool) -> dict[str, Any]:
    """Tell what this runs on."""
    python = platform.python_version() if dev else environments.VERSION
    return {
        **run.machine(),
        "day": datetime.datetime.now(datetime.timezone.utc).date().isoformat(),
        "load": os.getloadavg()[0],
        "build": "the unoptimized build" if dev else "the optimized wheel",
        "python": python,
    }


if __name__ == "__main__":
    main()
