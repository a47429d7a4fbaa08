"""The scenarios of the soak. Each runs in separate processes, with a separate server.

Each takes a `Place` and sizes, and returns its results or fails with an assertion.
"""

from __future__ import annotations

import json
import random
import re
import signal
import subprocess
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from server import Server

from tests.support.interpreter import finish, launch

from . import ending, forking, interrupting, probing
from .plan import ANSWER, FAULTS, FAULTY, OPERATIONS, REENTRANT
from .process import SETTLING, Held
from .work import AT_ONCE, STAYING

if TYPE_CHECKING:
    from collections.abc import Mapping

Figures = dict[str, Any]
ROOT = Path(__file__).resolve().parents[2]
MINUTES_30 = 1800
GROWTH = 2 * 10**6
"""Bytes by which a process may grow after the warm-up."""
OBJECTS = 200_000
"""Bytes by which the memory of Python objects may grow after the warm-up."""
# Open files other than sockets: three standard streams, three of the runtime, three of the event
# loop, two of a completion queue, the reserved port, the random device, and a reserve.
FILES = 16
SEED = 20_090_518  # the day that Auto Scaling and CloudWatch were announced


@dataclass(frozen=True)
class Place:
    """The interpreter, server and environment of a soak.

    Attributes
    ----------
    python : str
        An interpreter with reboto installed.
    program : Path
        The executable of the server.
    env : dict
        Environment variables, without any configuration of reboto.
    """

    python: str
    program: Path
    env: Mapping[str, str]

    def server(self) -> Server:
        """Return a server that simulates faults on request."""
        return Server(self.program, faults=True)

    def launch(self, module: str, *arguments: object, **variables: str) -> subprocess.Popen[str]:
        """Start one of this package's programs."""
        path = f"{ROOT}:{ROOT / 'benchmarks'}"
        env = {**self.env, "PYTHONPATH": path, **variables}
        return launch(self.python, "-m", f"tests.soak.{module}", *arguments, env=env)


def lines(process: subprocess.Popen[str]) -> list[Any]:
    """Wait for a program to succeed without errors, and return the lines it printed."""
    code, out, err = finish(process, timeout=MINUTES_30)
    assert (code, err) == (0, ""), f"exit status {code}:\n{err}"
    return [json.loads(line) for line in out.splitlines()]


def check_connections_closed(server: Server) -> None:
    """Check that the server has no open connections."""
    end = time.monotonic() + SETTLING
    # The request for the counts uses one connection.
    while (left := server.served()["connections open"] - 1) and time.monotonic() < end:
        time.sleep(0.05)
    assert left == 0, f"{left} connections are still open on the server"


def load(
    place: Place, style: str, count: int, growth: int = GROWTH, faulty: float = FAULTY
) -> Figures:
    """Make calls, some with faults, and check the outcome of each."""
    with place.server() as server:
        started = time.monotonic()
        *held, reported = lines(place.launch("load", style, server.port, count, SEED, faulty))
        took = time.monotonic() - started
        check_connections_closed(server)
        counted = server.served()
    outcomes = reported["outcomes"]
    made = sum(outcomes.values())
    check_outcomes(reported)
    assert not reported["lost_attempts"], (
        f"{reported['lost_attempts']} calls failed on a closed connection"
    )
    # All threads make the same number of calls; one of them also makes one with each fault.
    assert count <= made < count + 10 * AT_ONCE[style] + len(FAULTS), f"{made} calls of {count}"
    check_served(counted, reported["served"])
    return {
        "calls": made,
        "answers": outcomes[ANSWER],
        "errors": made - outcomes[ANSWER],
        "attempts": sum(reported["served"].values()),
        "faults": sum(n for what, n in reported["served"].items() if what.startswith("fault")),
        "seconds": took,
        **flat([Held(*line) for line in held], AT_ONCE[style], style, growth),
    }


def check_outcomes(reported: Figures) -> None:
    """Check that all calls had their expected outcomes."""
    assert not reported["wrong"], "\n".join(reported["wrong"])


def check_served(counted: dict[str, int], reported: dict[str, int]) -> None:
    """Compare the server's counts with those of the calls.

    A request may use a connection that the server has just closed, and is then retried. If the
    call fails in the end, the server has sent one fault less.
    """
    given = Counter({k: n for k, n in counted.items() if not k.startswith("connections")})
    expected = Counter(reported)
    missing = expected - given
    unmet = {what: number for what, number in missing.items() if what.startswith("fault")}
    assert given <= expected, f"the server sent more than the calls received: {given - expected}"
    assert missing.total() == sum(unmet.values()), (
        f"responses that the server did not send: {missing}"
    )
    assert missing.total() <= given["fault leaving"], (
        f"faults that the server did not send: {missing}"
    )


def flat(held: list[Held], at_once: int, style: str, growth: int) -> Figures:
    """Check that the resources of a process did not grow.

    Memory after a single stretch includes garbage. So the minimum after the last three stretches
    is compared with the value after the second one, which ends the warm-up.
    """
    before, _, warm, *after = held
    grown = min(now.resident for now in after[-3:]) - warm.resident
    objects = min(now.objects for now in after[-3:]) - warm.objects
    threads = {now.threads for now in after}
    files = max(now.files - before.files for now in after)
    sockets = max(now.sockets for now in after)
    table = "\n".join(map(repr, held))
    assert grown < growth, f"resident memory grew by {grown:,} bytes:\n{table}"
    assert objects < OBJECTS, f"Python objects grew by {objects:,} bytes:\n{table}"
    # gevent ends its thread for host names while it has nothing to do.
    assert max(threads) <= STAYING[style], f"threads are still running:\n{table}"
    # Sockets of cancelled calls are closed during the next calls.
    assert sockets <= 2 * at_once, f"more sockets than calls at once:\n{table}"
    assert files <= 2 * at_once + FILES, f"files are still open:\n{table}"
    return {
        "resident": [now.resident for now in held],
        "grown": grown,
        "objects": objects,
        "files": files,
        "sockets": sockets,
    }


def forks(place: Place, style: str, count: int, log: str = "silent") -> Figures:
    """Fork during calls, and make calls in the children."""
    with place.server() as server:
        (reported,) = lines(place.launch("forking", style, server.port, count, SEED, log))
        check_connections_closed(server)
        counted = server.served()
    # Calls of log handlers are not planned.
    counted.pop(REENTRANT, None)
    statuses = Counter(reported["statuses"])
    assert statuses == {0: count}, f"the children's exit statuses: {statuses}"
    check_outcomes(reported)
    check_served(counted, reported["served"])
    # A fork delays requests, and the server may close their connections in the meantime.
    assert reported["lost_attempts"] <= 1 + counted["fault leaving"] / 10, (
        f"{reported['lost_attempts']} calls failed on a closed connection"
    )
    last = Held(*reported["held"])
    assert last.threads == STAYING[style], last
    assert last.sockets <= 2 * forking.AT_ONCE[style], last
    return {
        "forks": count,
        "calls": sum(reported["outcomes"].values()),
        "parent": reported["parent"],
    }


def exits(place: Place, style: str, count: int, log: str = "silent") -> Figures:
    """Exit interpreters during calls."""
    ways = list(ending.WAYS[style].items())
    with place.server() as server:
        for number in range(count):
            way, status = ways[number % len(ways)]
            # With a new seed the calls have new names, so their faults are new to the server.
            seed = SEED + number * max(ending.AT_ONCE.values())
            process = place.launch("ending", style, server.port, way, seed, log)
            code, out, err = finish(process, timeout=60)
            assert (code, out, err) == (status, "", ""), f"{way}: exit status {code}:\n{out}{err}"
        check_connections_closed(server)
        answers = sum(server.served()[what] for what in OPERATIONS.values())
    assert answers >= count, f"{answers} responses in {count} processes"
    return {"exits": count, "ways": ", ".join(f"{way}: {status}" for way, status in ways)}


def interrupts(place: Place, style: str, processes: int, times: int) -> Figures:
    """Interrupt processes during calls: one of them many times, and each once to end it."""
    chance = random.Random(SEED)  # noqa: S311 - a delay, not a secret
    answers = lost = 0
    with place.server() as server:
        for number in range(processes):
            # The first process is interrupted many times.
            again = 0 if number else times
            process = place.launch("interrupting", style, server.port, again, SEED + number)
            assert process.stdout is not None
            first = process.stdout.readline()
            time.sleep(chance.random() * 0.1)
            process.send_signal(signal.SIGINT)
            again_sent = not ends(process, 10)
            if again_sent:
                # As a user does, when Python dropped the first one.
                process.send_signal(signal.SIGINT)
            code, _, err = finish(process, timeout=60)
            assert code == -signal.SIGINT, f"exit status {code}:\n{err}"
            left, dropped = LOST_IN_CALLBACK.subn("", err)
            assert dropped == again_sent, err
            assert only_interrupted(left), err
            lost += dropped
            answers += json.loads(first)["answers"]
            if again:
                last = Held(*json.loads(first)["held"])
                assert last.threads == STAYING[style], last
                assert last.sockets <= 2 * interrupting.AT_ONCE, last
                assert last.files <= 2 * interrupting.AT_ONCE + FILES, last
        check_connections_closed(server)
        counted = sum(server.served()[what] for what in OPERATIONS.values())
    assert counted >= answers > 0, f"{answers} responses, the server sent {counted}"
    return {"processes": processes, "caught": times, "lost": lost}


def ends(process: subprocess.Popen[str], timeout: float) -> bool:
    """Wait until a process has ended, and return whether it did in time."""
    try:
        process.wait(timeout)
    except subprocess.TimeoutExpired:
        return False
    return True


def probes(place: Place, style: str, every: int) -> Figures:
    """Interrupt a program at every n-th point at which Python checks for signals."""
    with place.server() as server:
        (reported,) = lines(place.launch("probing", style, server.port, every))
        check_connections_closed(server)
    lost = [errors for _, status, errors in reported["ends"] if status == probing.LOST]
    failed = [end for end in reported["ends"] if end[1] not in (probing.INTERRUPTED, probing.LOST)]
    forgotten = [end for end in failed if IN_SIGNAL.search(end[0]) and CANCELLED.fullmatch(end[2])]
    other = [
        f"at {location}: exit status {status}\n{errors}"
        for location, status, errors in (end for end in failed if end not in forgotten)
    ]
    assert not other, "\n".join(other)
    elsewhere = [errors for errors in lost if not LOST_IN_CALLBACK.fullmatch(errors)]
    assert not elsewhere, f"Ctrl-C was lost {len(elsewhere)} times:\n{''.join(elsewhere)}"
    found = len(lost) + len(forgotten)
    return {"checks": reported["checks"], "probed": len(reported["ends"]), "lost": found}


# Python's importer and weak sets, such as asyncio's set of tasks, use weak reference callbacks, and
# event loops have a finalizer. Exceptions in these are printed and dropped.
LOST_IN_CALLBACK = re.compile(
    r"Exception ignored (in:|while calling weakref callback) <function .*>:?\n"
    r"Traceback .*\n"
    r"(  File \"(<frozen importlib\._bootstrap>|.*/(_?weakref(set)?|asyncio/base_events)\.py)\", "
    r"line \d+, in \w+\n(    .*\n|\n)*)+"
    r"KeyboardInterrupt: ?\n"
)


# `asyncio.run` forgets an interrupt that arrives while it sets its signal handler: it cancels the
# main task, as for any interrupt, and raises CancelledError instead of KeyboardInterrupt.
IN_SIGNAL = re.compile(r"/(enum|signal)\.py:\d+ ")
CANCELLED = re.compile(r"Traceback .*\n(  .*\n)+asyncio\.exceptions\.CancelledError\n")


def only_interrupted(errors: str) -> bool:
    """Check that the errors consist only of tracebacks of Ctrl-C.

    In an event loop, the cancellation of the main task is shown first. Python's importer shows
    the exception that it was handling, as `os.environ` does, and warns about an open file.
    """
    ends = re.findall(r"^(?!Traceback|During|The above|$)\S.*$", errors, re.MULTILINE)
    allowed = "|".join(
        (
            r"KeyboardInterrupt",
            r"asyncio\.exceptions\.CancelledError",
            r"KeyError: b?'.*'",
            r"Exception ignored in: <_io\.FileIO name='.*",
            r"ResourceWarning: unclosed file <.*\.pyc'>",
            # Ctrl-C while asyncio creates its event loop leaves the loop's parts open.
            r"Exception ignored in: <(socket object, |coroutine object Interrupted\._await ).*",
            r"Exception ignored in: <function BaseEventLoop\.__del__ .*",
            r"ResourceWarning: unclosed (<socket object, |event loop <).*",
            r"RuntimeWarning: coroutine 'Interrupted\._await' was never awaited",
        )
    )
    return all(re.fullmatch(allowed, end) for end in ends) and ends[-1:] == ["KeyboardInterrupt"]


def cancellations(place: Place, count: int, growth: int = GROWTH) -> Figures:
    """Cancel tasks during their calls."""
    with place.server() as server:
        *held, reported = lines(place.launch("cancelling", server.port, count, SEED))
        check_connections_closed(server)
        counted = server.served()
    outcomes = reported["outcomes"]
    check_outcomes(reported)
    assert outcomes["cancelled"] >= count, outcomes
    answers = sum(counted[what] for what in OPERATIONS.values())
    answers += counted["fault late"] + counted["fault leaving"]
    # The response of a cancelled call may already have been sent.
    lost = answers - outcomes.get(ANSWER, 0)
    assert 0 <= lost <= outcomes["cancelled"], (answers, outcomes)
    return {
        "cancelled": outcomes["cancelled"],
        "finished": sum(outcomes.values()) - outcomes["cancelled"],
        **flat([Held(*line) for line in held], AT_ONCE["awaited"], "awaited", growth),
    }
