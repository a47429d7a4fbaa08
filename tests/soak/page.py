"""The page of the soak's results."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

Results = Mapping[str, Mapping[str, Any]]

INTRO = """\
# Reliability

Scaling scripts run unattended, often while something else fails. Before each release, `make soak`
compresses hours of calls, forks, exits and signals into minutes, and writes this page. The server
runs on the same machine and injects faults on request. `make test` runs short versions of the
same scenarios.
"""
SETTING = "{day}, {build} on Python {python}, {cores} cores of {processor}, {system}"
LOAD = """\
## Calls

Calls that read and calls that write, in both protocols: Auto Scaling's XML and CloudWatch's CBOR.
A seeded generator injects a fault into one call of a hundred: refused, reset and closed
connections, bodies that end too early, `Throttling`, `RequestLimitExceeded`, 500, 503 in HTML,
400, HTML and half a document instead of a response, responses slower than the timeout, and idle
connections that the server closes. Some faults end after one or three attempts; others outlast
the retries.

The expected result of each call is known before the call. All calls ended as expected, and the
numbers of responses and faults that the server counted equal those that the calls got.
"""
FLAT = """\
Memory is measured after each tenth of the calls; new threads or tasks make each tenth. The first
two tenths are the warm-up. *Growth* is the lowest resident memory after the last three tenths
minus that after the second; the limit is 2 MB. *Objects* is the same for Python objects, by
`tracemalloc`; the limit is 0.2 MB. At the end, the only threads are the main thread and the one
that drives async calls. After the process has exited, no connection is open on the server.
"""
SURROUNDINGS = """\
## Roles, log handlers and hosts

Each row runs in a process with other calls in progress. Every call must end as expected, and the
server must have sent as many responses. Nothing may be written to standard error, and no
connection, thread or file may remain.

- *Roles*: ten times, a new connection for each role, and two calls on each in turn. STS must
  get one request for each role.
- *Short-lived connections*: a new connection with an access key for each call, and one call on a
  connection with a role for every ten of them. STS must get one request.
- *Log handlers*: `DEBUG` records go to a slow handler and to one that makes calls itself, while the
  process forks or exits. Each finished call must have a record of each request and response, in
  its own context.
- *Environment*: two threads change `os.environ`, while each call makes new connections.
- *Subinterpreters*: each must get an `ImportError`, while the main interpreter makes calls.
- *Greenlets*: a third of them is killed, and a third runs into a `Timeout`, within 20 ms of their
  start.
"""
FORKS = """\
## Forks, exits and signals

Processes, tasks and calls that end at random times, while other calls run without pause. One in
ten of these gets a fault and is retried.

Each child must get all of its responses. Each process must exit with the expected status, and with
nothing on standard error except the traceback of Ctrl-C. Warnings, including `ResourceWarning`, are
errors. No connection may remain on the server, and no thread or file in the process that continues.
"""
NOTES = """\
- *Forks*: four threads make calls, or a loop has 16 calls in progress, while children are forked.
  Each child makes calls at once, on the parent's connections, alternately blocking and async, and
  exits with `os._exit` or normally. Meanwhile the server closes idle connections. An attempt on a
  closed connection counts, because it may have arrived, so a call without further attempts fails.
- *Interpreter exits*: by return, `sys.exit`, `os._exit` and SIGTERM, with calls in progress in
  daemon threads or in the main thread's event loop.
- *Ctrl-C*: caught in one process, and not caught in as many others. A process whose Ctrl-C Python
  drops (see below) gets another one.
- *Signal checks of a first call*: a first call is traced by bytecode, from its imports on. At
  each point where Python checks for signals, a copy of the process gets Ctrl-C. The call must
  raise it, and the same call must then succeed in that process.
- *Cancelled tasks*: tasks are cancelled, or run into `asyncio.wait_for`, within 20 ms of their
  start.

## Faults found

Before Python 3.14, a daemon thread that waits for the GIL after the interpreter has exited is
unwound, and a process with compiled Rust on that thread's stack aborts (`FATAL: exception not
rethrown`). Some processes under load did. The interpreter's exit now waits for threads that run
Python code within a call, for two seconds at most. A daemon thread whose call returns later exits
with `SystemExit`, so its resources are released.

Ctrl-C was lost, or an event loop no longer got responses, if it arrived within Python code whose
errors reboto suppressed: in a log handler, a `repr`, JSON or an event loop. It is now raised in
all of these.

## Limits of Python

{lost} of the signal checks above lose Ctrl-C, and {again} of the processes that do not catch it.
Python's importer and weak sets, such as `asyncio`'s set of tasks, run callbacks, and event loops
have a finalizer. An exception in these is printed (`Exception ignored in: <function
_get_module_lock`) and dropped. So Ctrl-C in the first milliseconds, while modules are imported, may
have to be pressed again. `asyncio.run` raises `CancelledError` instead of `KeyboardInterrupt` if
Ctrl-C arrives while it sets its signal handler. A call that waits for its response always ends.

Before Python 3.11, Ctrl-C can also interrupt the event loop of `asyncio`, which may then not wake a
task. About one in a hundred leaves `asyncio.run` waiting until Ctrl-C is pressed again, also in
programs without reboto. Later versions cancel the main task instead.

## Fuzzing

`make fuzz` runs coverage-guided fuzzers over everything that decodes bytes from a server or a
file. The inputs have up to 1 MB, and the seeds include each construct of a format nested or
repeated to that size. Run on 2026-11-28 at the lowest priority, on a machine that did other work:

| Fuzzer | Content | Runs | Seconds | Findings |
| --- | --- | ---: | ---: | ---: |
{fuzzed}

The finding: a name of 500,000 characters in `~/.aws/config`, followed by many continuation lines,
took quadratic time, minutes for a file of 1 MB. It now takes 0.1 s in the same build. A unit test
holds that, and the seeds contain such files.

## Checks of the soak

The first two checks failed before reboto was fixed, and the tests in `tests/runtime` fail if the
fixes are removed. The other checks failed when reboto was broken on purpose:

| Defect | Detected by | Test |
| --- | --- | --- |
{mutations}

## Free-threaded Python

See [Python versions](../guide/install.md#python-versions) for what was tested.
"""
FUZZED = (
    ("`xml`", "XML documents", 26_232, 361, 0),
    ("`cbor`", "CBOR documents", 1_522, 361, 0),
    ("`errors`", "error documents", 41_946, 361, 0),
    ("`words`", "redaction and log texts", 4_837, 361, 0),
    ("`times`", "timestamps", 475_082, 361, 0),
    ("`answers`", "responses, through the SDK", 2_498, 361, 0),
    ("`ini`", "`~/.aws/config` and `~/.aws/credentials`", 255, 368, 1),
    ("`config`", "boto's configuration files", 68, 366, 0),
    ("`bridge`", "arguments from Python", 51_129, 361, 0),
    ("`calls`", "responses, over a socket", 2_026, 373, 0),
)
"""Fuzzer, content, runs, seconds and findings of the last run."""
MUTATIONS = (
    ("the interpreter exits without waiting", "exit statuses of the processes", "`test_exit.py`"),
    ("a fork does not wait", "exit statuses of the children", "`test_fork.py`"),
    ("100 kB leak per failed call", "growth: 5 MB in 20,000 calls", "the soak"),
    ("a socket leaks per failed call", "open files, and the server's sockets", "the soak"),
)
TITLES = {
    "forks": "forks",
    "exits": "interpreter exits",
    "interrupts": "Ctrl-C, caught and not caught",
    "probes": "signal checks of a first call",
    "cancellations": "cancelled tasks",
}
STYLED = ("blocking", "awaited")


def page(results: Results) -> str:
    """Format the page."""
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
            ("", "8 threads, blocking", "64 tasks, async"),
            [
                [title, *(f"{results[f'load {style}'][key]:,.0f}" for style in STYLED)]
                for title, key in (
                    ("calls", "calls"),
                    ("responses", "answers"),
                    ("errors", "errors"),
                    ("responses and faults sent by the server", "attempts"),
                    ("of these, faults", "faults"),
                    ("seconds", "seconds"),
                )
            ],
        ),
        FLAT,
        memory(results),
        FORKS,
        forks_and_exits(results),
        SURROUNDINGS,
        surroundings(results),
        NOTES.format(
            fuzzed="\n".join(
                f"| {name} | {content} | {runs:,} | {seconds} | {found} |"
                for name, content, runs, seconds, found in FUZZED
            ),
            mutations="\n".join(f"| {' | '.join(row)} |" for row in MUTATIONS),
            lost=sum(results[f"probes {style}"]["lost"] for style in STYLED),
            again=sum(results[f"interrupts {style}"]["lost"] for style in STYLED),
        ),
    ]
    return "\n".join(parts)


def grid(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Format a Markdown table; columns after the first are numbers."""
    head = list(head)
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def memory(results: Results) -> str:
    """Format the table of memory, files and sockets."""
    runs = {
        "calls, blocking": results["load blocking"],
        "calls, async": results["load awaited"],
        "cancellations": results["cancellations"],
        "roles, blocking": results["roles blocking"],
        "roles, async": results["roles awaited"],
        "short-lived connections, blocking": results["connections blocking"],
        "short-lived connections, async": results["connections awaited"],
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
        "growth, MB",
        "objects, MB",
        "open files, peak",
        "sockets, peak",
    )
    return grid(head, (row(title, figures) for title, figures in runs.items()))


def forks_and_exits(results: Results) -> str:
    """Format the table of forks, exits and signals."""

    def cell(name: str, style: str) -> str:
        figures = results.get(f"{name} {style}")
        if name == "cancellations":
            figures = results[name] if style == "awaited" else None
        if figures is None:
            return ""
        if name == "forks":
            return f"{figures['forks']:,}, {figures['parent']:,} calls"
        if name == "probes":
            return f"{figures['probed']:,} of {figures['checks']:,}"
        if name == "interrupts":
            return f"{figures['caught']:,} + {figures['processes']:,}"
        return f"{figures['exits' if name == 'exits' else 'cancelled']:,}"

    rows = ([title, *(cell(name, style) for style in STYLED)] for name, title in TITLES.items())
    return grid(("", "blocking", "async"), rows)


def surroundings(results: Results) -> str:
    """Format the table of roles, log handlers and hosts."""

    def cell(name: str, text: str) -> list[str]:
        return [text.format(**results[f"{name} {style}"]) for style in STYLED]

    def one(name: str, text: str) -> list[str]:
        return [text.format(**results[name]), ""]

    return grid(
        ("", "blocking", "async"),
        (
            ["roles", *cell("roles", "{assumed:,}, {calls:,} calls")],
            ["short-lived connections", *cell("connections", "{calls:,} calls, {assumed} role")],
            ["log handlers", *cell("logging", "{forks:,} forks, {exits:,} exits")],
            ["environment", *cell("environment", "{changes:,} changes, {calls:,} calls")],
            ["subinterpreters", *one("subinterpreters", "{subinterpreters:,}, {calls:,} calls")],
            *(
                [f"greenlets, {name}", *one(name, "{cancelled:,} cancelled, {finished:,} finished")]
                for name in ("gevent", "eventlet")
            ),
        ),
    )
