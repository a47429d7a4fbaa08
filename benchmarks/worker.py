"""Make the calls of one row in this process, and print the measurements as JSON.

::

    python worker.py CONTENDER ROW PORT (--seconds S | --calls N)

Modules that a contender may import are not imported before the clock starts.
"""

from __future__ import annotations

import sys
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def memory() -> tuple[int, int]:
    """Return the peak and the present size of the process's memory, in KiB."""
    # This peak is of this program only. getrusage includes that of the parent before exec.
    with open("/proc/self/status", encoding="ascii") as lines:  # noqa: PTH123
        status = dict(line.split(":", 1) for line in lines)
    peak, resident = (int(status[field].split()[0]) for field in ("VmHWM", "VmRSS"))
    return peak, resident


def tell(calls: int, cpu: float, wall: float, read: Any, before: int = 0) -> None:
    """Print the cost of the calls since `cpu` and `wall`, and the memory of the process.

    `before` is the memory at an earlier time, from which the process has grown.
    """
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    peak, resident = memory()
    import json

    figures = {"calls": calls, "cpu": cpu, "wall": wall, "peak": peak, "resident": resident}
    print(json.dumps({**figures, "grown": resident - before, "read": read}))


def main() -> None:
    """Run the command."""
    name, row, port, option, amount = sys.argv[1:]
    contender = getattr(__import__(f"contenders.{name}"), name)
    if row == "start_up_logging":
        # As nearly every program has it.
        import logging  # noqa: F401
    cpu, wall = time.process_time(), time.perf_counter()
    if row.startswith("start_up"):
        contender.start_up(int(port))
        tell(1, cpu, wall, None)
        return
    if row == "first_call_tls":
        contender.first_call_tls(int(port))
        tell(1, cpu, wall, None)
        return
    from measure import Budget, in_turn, run

    if row == "calls_10000":
        call = contender.calls(int(port), 1)["describe_1_group"]
        call()
        _, before = memory()
        tell(*in_turn(call, Budget("--calls", 10_000)), before)
        return

    tell(*run(contender, row, int(port), Budget(option, float(amount))))


if __name__ == "__main__":
    main()
