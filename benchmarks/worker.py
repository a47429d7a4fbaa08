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


def tell(calls: int, cpu: float, wall: float, read: Any) -> None:
    """Print the cost of the calls since `cpu` and `wall`, and the memory of the process."""
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    # This peak is of this program only. getrusage includes that of the parent before exec.
    with open("/proc/self/status", encoding="ascii") as lines:  # noqa: PTH123
        status = dict(line.split(":", 1) for line in lines)
    peak, resident = (int(status[field].split()[0]) for field in ("VmHWM", "VmRSS"))
    import json

    told = {"calls": calls, "cpu": cpu, "wall": wall, "peak": peak, "resident": resident}
    print(json.dumps({**told, "read": read}))


def main() -> None:
    """Run the command."""
    name, row, port, option, amount = sys.argv[1:]
    contender = getattr(__import__(f"contenders.{name}"), name)
    cpu, wall = time.process_time(), time.perf_counter()
    if row == "start_up":
        contender.start_up(int(port))
        tell(1, cpu, wall, None)
        return
    from measure import Budget, run

    tell(*run(contender, row, int(port), Budget(option, float(amount))))


if __name__ == "__main__":
    main()
