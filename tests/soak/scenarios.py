"""The soak's scenarios: each runs in processes of its own against a server of its own.

Each takes a `Place`, and how much; it fails by an assertion, or gives its figures.
"""

from __future__ import annotations

import json
import random
import re
import signal
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
    import subprocess
    from collections.abc import Mapping

Figures = dict[str, Any]
ROOT = Path(__file__).resolve().parents[2]
MINUTES_30 = 1800
GROWTH = 2 * 10**6
"""Bytes by which a process may grow once it is warm."""
OBJECTS = 200_000
"""Bytes by which its Python objects may."""
# Beside sockets: input, output and errors, what waits for them (the runtime's three, the loop's
# three, a mailbox of two), the unheard port, the shared random device and some to spare.
FILES = 16
SEED = 20_090_518  # the day that Auto Scaling and CloudWatch were announced


@dataclass(frozen=True)
class Place:
    """What a soak runs with.

    Attributes
    ----------
    python : str
        The interpreter that has reboto.
    program : Path
        The server.
    env : dict
        Variables of an environment in which nothing is configured.
    """

    python: str
    program: Path
    env: Mapping[str, str]

    def server(self) -> Server:
        """A server that answers as it is asked to."""
        return Server(self.program, faults=True)

    def launch(self, module: str, *arguments: object, **variables: str) -> subprocess.Popen[str]:
        """Start one of this package's programs."""
        path = f"{ROOT}:{ROOT / 'benchmarks'}"
        env = {**self.env, "PYTHONPATH": path, **variables}
        return launch(self.python, "-m", f"tests.soak.{module}", *arguments, env=env)


def lines(process: subprocess.Popen[str]) -> list[Any]:
    """What a program printed, once it has ended well and quietly."""
    code, out, err = finish(process, timeout=MINUTES_30)
    assert (code, err) == (0, ""), f"exit status {code}:\n{err}"
    return [json.loads(line) for line in out.splitlines()]


def nobody_left(server: Server) -> None:
    """Hold that no connection is open on the server's side."""
    end = time.monotonic() + SETTLING
    # That of the question is one.
    while (left := server.served()["connections open"] - 1) and time.monotonic() < end:
        time.sleep(0.05)
    assert left == 0, f"{left} connections are still open on the server's side"


def load(
    place: Place, style: str, count: int, growth: int = GROWTH, faulty: float = FAULTY
) -> Figures:
    """Make calls, some of which go wrong, and account for every one."""
    with place.server() as server:
        started = time.monotonic()
        *held, told = lines(place.launch("load", style, server.port, count, SEED, faulty))
        took = time.monotonic() - started
        nobody_left(server)
        counted = server.served()
    outcomes = told["outcomes"]
    made = sum(outcomes.values())
    as_planned(told)
    assert not told["met"], f"{told['met']} calls ended by a connection that was left"
    # All threads make as many, and one of them each fault beside.
    assert count <= made < count + 10 * AT_ONCE[style] + len(FAULTS), f"{made} calls of {count}"
    served_as_told(counted, told["served"])
    return {
        "calls": made,
        "answers": outcomes[ANSWER],
        "errors": made - outcomes[ANSWER],
        "attempts": sum(told["served"].values()),
        "faults": sum(n for what, n in told["served"].items() if what.startswith("fault")),
        "seconds": took,
        **flat([Held(*line) for line in held], AT_ONCE[style], style, growth),
    }


def as_planned(told: Figures) -> None:
    """Hold that calls ended in what was planned."""
    assert not told["wrong"], "\n".join(told["wrong"])


def served_as_told(counted: dict[str, int], told: dict[str, int]) -> None:
    """Hold the server's count against that of the calls.

    A request may meet a connection that the server just left: it is tried again, and one that
    fails to the last then fails once less at the server.
    """
    given = Counter({k: n for k, n in counted.items() if not k.startswith("connections")})
    expected = Counter(told)
    missing = expected - given
    unmet = {what: number for what, number in missing.items() if what.startswith("fault")}
    assert given <= expected, f"the server gave more than the calls had: {given - expected}"
    assert missing.total() == sum(unmet.values()), f"answers that nobody gave: {missing}"
    assert missing.total() <= given["fault leaving"], f"faults that nobody gave: {missing}"


def flat(held: list[Held], at_once: int, style: str, growth: int) -> Figures:
    """Hold that a process grew no more than it may.

    Single stretches end with more in memory than is kept, so the least after the last three is
    compared with what was held after the second: the first two are the warm-up.
    """
    before, _, warm, *after = held
    grown = min(now.resident for now in after[-3:]) - warm.resident
    objects = min(now.objects for now in after[-3:]) - warm.objects
    threads = {now.threads for now in after}
    files = max(now.files - before.files for now in after)
    sockets = max(now.sockets for now in after)
    table = "\n".join(map(repr, held))
    assert grown < growth, f"{grown:,} bytes more in memory:\n{table}"
    assert objects < OBJECTS, f"{objects:,} bytes more in Python's objects:\n{table}"
    assert threads == {STAYING[style]}, f"threads are left:\n{table}"
    # Those of calls that were given up are closed in the course of the next ones.
    assert sockets <= 2 * at_once, f"more sockets than calls at once:\n{table}"
    assert files <= 2 * at_once + FILES, f"files are left open:\n{table}"
    return {
        "resident": [now.resident for now in held],
        "grown": grown,
        "objects": objects,
        "files": files,
        "sockets": sockets,
    }


def forks(place: Place, style: str, count: int, log: str = "silent") -> Figures:
    """Fork while calls are under way, and call in the children."""
    with place.server() as server:
        (told,) = lines(place.launch("forking", style, server.port, count, SEED, log))
        nobody_left(server)
        counted = server.served()
    # Those of log handlers.
    counted.pop(REENTRANT, None)
    statuses = Counter(told["statuses"])
    assert statuses == {0: count}, f"the children's exit statuses: {statuses}"
    as_planned(told)
    served_as_told(counted, told["served"])
    # A fork holds up what was about to be sent, and meanwhile the server may leave.
    assert told["met"] <= 1 + counted["fault leaving"] / 10, f"{told['met']} calls met one"
    last = Held(*told["held"])
    assert last.threads == STAYING[style], last
    assert last.sockets <= 2 * forking.AT_ONCE[style], last
    return {"forks": count, "calls": sum(told["outcomes"].values()), "beside": told["beside"]}


def exits(place: Place, style: str, count: int, log: str = "silent") -> Figures:
    """End interpreters while calls are under way."""
    ways = list(ending.WAYS[style].items())
    with place.server() as server:
        for number in range(count):
            way, status = ways[number % len(ways)]
            # Each has plans of its own, and so faults that were not given yet.
            seed = SEED + number * max(ending.AT_ONCE.values())
            process = place.launch("ending", style, server.port, way, seed, log)
            code, out, err = finish(process, timeout=60)
            assert (code, out, err) == (status, "", ""), f"{way}: exit status {code}:\n{out}{err}"
        nobody_left(server)
        answers = sum(server.served()[what] for what in OPERATIONS.values())
    assert answers >= count, f"{answers} answers in {count} processes"
    return {"exits": count, "ways": ", ".join(f"{way}: {status}" for way, status in ways)}


def interrupts(place: Place, style: str, processes: int, times: int) -> Figures:
    """Interrupt processes while calls are under way: so often each, and a last time for good."""
    chance = random.Random(SEED)  # noqa: S311 - a moment, no secret
    answers = 0
    with place.server() as server:
        for number in range(processes):
            # One of them is interrupted again and again.
            again = 0 if number else times
            process = place.launch("interrupting", style, server.port, again, SEED + number)
            assert process.stdout is not None
            first = process.stdout.readline()
            time.sleep(chance.random() * 0.1)
            process.send_signal(signal.SIGINT)
            code, _, err = finish(process, timeout=60)
            assert code == -signal.SIGINT, f"exit status {code}:\n{err}"
            assert only_interrupted(err), err
            answers += json.loads(first)["answers"]
            if again:
                last = Held(*json.loads(first)["held"])
                assert last.threads == STAYING[style], last
                assert last.sockets <= 2 * interrupting.AT_ONCE, last
                assert last.files <= 2 * interrupting.AT_ONCE + FILES, last
        nobody_left(server)
        counted = sum(server.served()[what] for what in OPERATIONS.values())
    assert counted >= answers > 0, f"{answers} answers, the server gave {counted}"
    return {"processes": processes, "caught": times}


def moments(place: Place, style: str, every: int) -> Figures:
    """Interrupt a program at each so many of the moments at which Python looks for signals."""
    with place.server() as server:
        (told,) = lines(place.launch("probing", style, server.port, every))
        nobody_left(server)
    lost = [errors for _, status, errors in told["ends"] if status == probing.LOST]
    other = [
        f"at {moment}: exit status {status}\n{errors}"
        for moment, status, errors in told["ends"]
        if status not in (probing.INTERRUPTED, probing.LOST)
    ]
    assert not other, "\n".join(other)
    elsewhere = [errors for errors in lost if not PYTHONS_OWN.match(errors)]
    assert not elsewhere, f"{len(elsewhere)} times Ctrl-C was lost:\n{''.join(elsewhere)}"
    return {"moments": told["moments"], "probed": len(told["ends"]), "lost": len(lost)}


# Python's importer and its weak sets (asyncio's list of tasks) have themselves called back where an
# object is gone; an error in there is shown and dropped.
PYTHONS_OWN = re.compile(
    r"Exception ignored (in:|while calling weakref callback) <function .*>:?\n"
    r"Traceback .*\n"
    r"(  File \"(<frozen importlib\._bootstrap>|.*/_?weakref(set)?\.py)\", line \d+, in \w+\n"
    r"(    .*\n)*)+"
    r"KeyboardInterrupt: ?\n$"
)


def only_interrupted(errors: str) -> bool:
    """Whether tracebacks of Ctrl-C are all that was written.

    Under a loop, the cancellation that it becomes at first is shown before it. Python's own
    importer shows what it was about, and warns of the file that it had open.
    """
    ends = re.findall(r"^(?!Traceback|During|The above|$)\S.*$", errors, re.MULTILINE)
    allowed = "|".join(
        (
            r"KeyboardInterrupt",
            r"asyncio\.exceptions\.CancelledError",
            r"KeyError: '/.*'",
            r"Exception ignored in: <_io\.FileIO name='.*",
            r"ResourceWarning: unclosed file <.*\.pyc'>",
        )
    )
    return all(re.fullmatch(allowed, end) for end in ends) and ends[-1:] == ["KeyboardInterrupt"]


def cancellations(place: Place, count: int, growth: int = GROWTH) -> Figures:
    """Cancel tasks while their calls are under way."""
    with place.server() as server:
        *held, told = lines(place.launch("cancelling", server.port, count, SEED))
        nobody_left(server)
        counted = server.served()
    outcomes = told["outcomes"]
    as_planned(told)
    assert outcomes["cancelled"] >= count, outcomes
    answers = sum(counted[what] for what in OPERATIONS.values())
    answers += counted["fault late"] + counted["fault leaving"]
    # What was cancelled may have had an answer on its way.
    lost = answers - outcomes.get(ANSWER, 0)
    assert 0 <= lost <= outcomes["cancelled"], (answers, outcomes)
    return {
        "cancelled": outcomes["cancelled"],
        "finished": sum(outcomes.values()) - outcomes["cancelled"],
        **flat([Held(*line) for line in held], AT_ONCE["awaited"], "awaited", growth),
    }
