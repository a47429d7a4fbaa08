"""The page of the soak's figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

Results = Mapping[str, Mapping[str, Any]]

INTRO = """\
# Reliability

Scaling scripts run unattended, at the moment when something else goes wrong. So before each
release an hour's worth of work and many a sudden end is compressed into minutes, against a server
on the same machine that answers quickly and misbehaves as it is asked to. `make soak` does it and
writes this page; `make test` runs the same scenarios made short.
"""
SETTING = "{day}, {build} on Python {python}, {cores} cores of {processor}, {system}"
LOAD = """\
## Calls

Calls of both protocols, Auto Scaling's XML and CloudWatch's CBOR, that read and that write. One in
a hundred goes wrong, chosen by a seeded generator: refused, reset, hung up on, cut short within
the body, `Throttling`, `RequestLimitExceeded`, 500, 503 in HTML, 400, HTML and half a document
in place of an answer, an answer slower than the time-out, and connections that the server leaves
without a word. Some pass after one or three times, others outlast the retries.

What must come of each call is known before it is made. All calls ended so, and the server's own
count of each answer and each fault that it gave equals what the calls had.
"""
FLAT = """\
Held after each tenth of the calls, made by new threads or tasks each time; the first two tenths
are the warm-up. *Grown* is the least resident memory after the last three tenths, less that
after the second: below 2 MB. *Objects* is the same of Python's objects, by `tracemalloc`: below
0.2 MB. Afterwards no thread is left but the main one and the one that drives awaited calls, and
once the process has ended no connection is open on the server's side.
"""
SURROUNDINGS = """\
## Roles, log handlers and hosts

Each row runs in a process with other calls under way. Every call must end as planned, and the
server must have given as many responses. Nothing may be written to standard error, and no
connection, thread or file may be left.

- *Roles*: ten times over, a new connection for each role, and two calls by each in turn. STS must
  get one request for each role in all.
- *Short-lived connections*: a new connection with an access key for each call, and a call by one
  connection with a role for every ten of them. STS must get one request.
- *Log handlers*: `DEBUG` records go to a slow handler and to one that makes calls itself, while the
  process forks or ends. Each call that ends must have the record of each request and response, in
  its own context.
- *Environment*: two threads change `os.environ`, while each call makes new connections.
- *Subinterpreters*: each must get an `ImportError`, while the main interpreter makes calls.
- *Greenlets*: a third of them is killed, and a third runs into a `Timeout`, between their start
  and 20 ms.
"""
LIFE = """\
## Life

Processes, tasks and calls that end in the middle of others. The moments are random; the processes
around them make calls without pause, one in ten of which goes wrong and is retried.

Each child must have every answer that it was due; each process must end with the exit status that
its way of ending has, and with nothing on its standard error but Ctrl-C's own traceback; warnings,
`ResourceWarning` among them, are errors. No connection may be left on the server's side, and no
thread or file in the process that goes on.
"""
NOTES = """\
- Children are forked while four threads call, or while a loop has 16 calls under way, and call
  themselves at once, on the parent's connections, in turn blocking and awaited; they leave by
  `os._exit` or through the interpreter's end. The server leaves connections meanwhile; an attempt
  that met one counts, for it may have arrived, so a call that has no other to spare ends by it.
- Interpreters end by returning, `sys.exit`, `os._exit` and SIGTERM, with calls under way in daemon
  threads or in the main thread's own loop.
- Ctrl-C is caught so many times in one process, and not caught in as many others.
- A first call is followed from its imports on, bytecode by bytecode; at each moment at which Python
  looks for signals Ctrl-C comes in a copy of the process. It must come out of the call there, and
  the same must work when it is done once more in that process.
- Tasks are cancelled, or run into `asyncio.wait_for`, between their start and 20 ms.

## What it found

Before Python 3.14, a daemon thread that wants the interpreter's lock after its end is unwound from
outside, and a process with compiled Rust on that thread's stack aborts: some of the first few
interpreters that ended under load did (`FATAL: exception not rethrown`). The interpreter's end
now waits, two seconds at most, for threads that run Python code within a call.
A daemon thread whose call returns later ends by `SystemExit`, so what it holds is given back.

Ctrl-C was lost, or a loop no longer told of answers, where it came within Python code whose errors
reboto had excused: a log handler's, a repr's, JSON's, a loop's. It comes out of all of it now.

## What is Python's own

{lost} of the moments above lose Ctrl-C. Where a module's lock is free Python's importer calls back,
and so do weak sets, such as `asyncio`'s of its tasks; what is raised there is shown (`Exception
ignored in: <function _get_module_lock`) and dropped, whoever imports. So Ctrl-C in the first
milliseconds, while modules are read, may have to be pressed again; a call that waits for
its answer always ends by it.

Before Python 3.11, Ctrl-C comes within the work of `asyncio`'s loop too, which may then forget whom
to wake: one in some hundred leaves `asyncio.run` waiting for its tasks until it is pressed again,
and did so in a program of `asyncio`'s alone. Later ones cancel the main task instead.

## What it would find

The first two checks were seen to fail before reboto was mended, and the tests of
`tests/runtime` that hold the mended parts fail when these are taken out; the others were seen
to fail when it was broken on purpose:

| broken | seen by | held by |
| --- | --- | --- |
{mutations}

## Free-threaded Python

Not soaked, and not supported yet: the wheel is built for the stable ABI (`abi3`), which
free-threaded builds of 3.13 and 3.14 do not load. None could be had from the package registries
that this project is built from to try one of its own for them.
"""
MUTATIONS = (
    ("the interpreter's end waits for nobody", "the processes' exit statuses", "`test_exit.py`"),
    ("a fork waits for nobody", "the children's exit statuses", "`test_fork.py`"),
    ("100 kB are kept of each failed call", "the memory grown: 5 MB in 20,000 calls", "the soak"),
    ("a socket is kept of each failed call", "the files, and the server's sockets", "the soak"),
)
TITLES = {
    "forks": "forks",
    "exits": "interpreters ended",
    "interrupts": "Ctrl-C, caught and not",
    "moments": "moments of a first call",
    "cancellations": "tasks cancelled",
}
STYLED = ("blocking", "awaited")


def page(results: Results) -> str:
    """Write the page."""
    loads: dict[str, list[float]] = {}
    for figures in results.values():
        setting = dict(figures["setting"])
        load = float(setting.pop("load"))
        loads.setdefault(SETTING.format(**setting), []).append(load)
    settings = {f"{what}, load {min(each):.1f} to {max(each):.1f}" for what, each in loads.items()}
    parts = [
        INTRO,
        "Last run: " + "; ".join(sorted(settings)) + ".\n",
        LOAD,
        grid(
            ("", "8 threads, blocking", "64 tasks, awaited"),
            [
                [title, *(f"{results[f'load {style}'][key]:,.0f}" for style in STYLED)]
                for title, key in (
                    ("calls", "calls"),
                    ("answers", "answers"),
                    ("errors", "errors"),
                    ("answers and faults given by the server", "attempts"),
                    ("faults among them", "faults"),
                    ("seconds", "seconds"),
                )
            ],
        ),
        FLAT,
        memory(results),
        LIFE,
        life(results),
        SURROUNDINGS,
        surroundings(results),
        NOTES.format(
            mutations="\n".join(f"| {' | '.join(row)} |" for row in MUTATIONS),
            lost=sum(results[f"moments {style}"]["lost"] for style in STYLED),
        ),
    ]
    return "\n".join(parts)


def grid(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Write a table of Markdown; columns after the first are numbers."""
    head = list(head)
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def memory(results: Results) -> str:
    """Write what was held."""
    runs = {
        "calls, blocking": results["load blocking"],
        "calls, awaited": results["load awaited"],
        "cancellations": results["cancellations"],
        "roles, blocking": results["roles blocking"],
        "roles, awaited": results["roles awaited"],
        "short-lived connections, blocking": results["connections blocking"],
        "short-lived connections, awaited": results["connections awaited"],
        "greenlets, gevent": results["gevent"],
        "greenlets, eventlet": results["eventlet"],
    }

    def row(title: str, figures: Mapping[str, Any]) -> list[str]:
        stretches = figures["resident"][2:]
        return [
            title,
            f"{stretches[0] / 1e6:.1f}",
            f"{stretches[-1] / 1e6:.1f}",
            f"{figures['grown'] / 1e6:+.2f}",
            f"{figures['objects'] / 1e6:+.3f}",
            str(figures["files"]),
            str(figures["sockets"]),
        ]

    head = (
        "",
        "resident after two tenths, MB",
        "after the last",
        "grown, MB",
        "objects, MB",
        "most files opened",
        "most sockets",
    )
    return grid(head, (row(title, figures) for title, figures in runs.items()))


def life(results: Results) -> str:
    """Write how often what happened, and how many calls were under way beside it."""

    def cell(name: str, style: str) -> str:
        figures = results.get(f"{name} {style}")
        if name == "cancellations":
            figures = results[name] if style == "awaited" else None
        if figures is None:
            return ""
        if name == "forks":
            return f"{figures['forks']:,}, beside {figures['beside']:,} calls"
        if name == "moments":
            return f"{figures['probed']:,} of {figures['moments']:,}"
        if name == "interrupts":
            return f"{figures['caught']:,} + {figures['processes']:,}"
        return f"{figures['exits' if name == 'exits' else 'cancelled']:,}"

    rows = ([title, *(cell(name, style) for style in STYLED)] for name, title in TITLES.items())
    return grid(("", *STYLED), rows)


def surroundings(results: Results) -> str:
    """Write what was done around calls, and how many of them there were."""

    def cell(name: str, text: str) -> list[str]:
        return [text.format(**results[f"{name} {style}"]) for style in STYLED]

    def one(name: str, text: str) -> list[str]:
        return [text.format(**results[name]), ""]

    return grid(
        ("", *STYLED),
        (
            ["roles", *cell("roles", "{assumed:,}, {calls:,} calls")],
            ["short-lived connections", *cell("connections", "{calls:,} calls, {assumed} role")],
            ["log handlers", *cell("logging", "{forks:,} forks, {exits:,} exits")],
            ["environment", *cell("environment", "{changes:,} changes, {calls:,} calls")],
            ["subinterpreters", *one("subinterpreters", "{subinterpreters:,}, {calls:,} calls")],
            *(
                [f"greenlets, {name}", *one(name, "{cancelled:,} ended, {finished:,} finished")]
                for name in ("gevent", "eventlet")
            ),
        ),
    )
