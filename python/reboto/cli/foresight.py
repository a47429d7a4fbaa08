"""``python -m reboto foresight``: simulate what scaling policies and alarms will do."""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from reboto._core import foresight_respond
from reboto.cli._argument_parser import number

if TYPE_CHECKING:
    from collections.abc import Generator

    from reboto.foresight import Scenario


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's options to a parser.

    Parameters
    ----------
    parser : argparse.ArgumentParser
        The parser of ``python -m reboto foresight``.
    """
    parser.description = "Simulate what scaling policies and alarms will do, in virtual time."
    parser.add_argument(
        "--json",
        action="store_true",
        help='read requests from standard input, one a line: {"function": "cadence", "args": '
        '{...}}; write a response a line: {"result": ...} or {"error": "..."}',
    )
    commands = parser.add_subparsers(metavar="ACTION", dest="action")
    _configure_show(commands)
    _configure_sweep(commands)
    _configure_test(commands)
    _configure_backtest(commands)


def _configure_show(commands: Any) -> None:
    show = commands.add_parser(
        "show",
        help="simulate a scenario, or the recent past of a group in AWS",
        description="Simulate a scenario file, or a group in AWS with the history of its metrics.",
    )
    _add_scenario(show)
    show.add_argument("--html", metavar="OUT", help="write one self-contained page")
    show.add_argument("--save", metavar="OUT", help="write the scenario as JSON")
    show.add_argument("--why", metavar="TIME", help="explain a time, such as 12:03")


def _configure_sweep(commands: Any) -> None:
    sweep = commands.add_parser(
        "sweep",
        help="compare many variants of a scenario",
        description="Simulate all combinations of values, and print the Pareto front: the variants "
        "of which no other is better in one score and as good in all.",
    )
    _add_scenario(sweep)
    sweep.add_argument(
        "--set",
        action="append",
        required=True,
        metavar="PATH=VALUES",
        help="values to try, with commas or as START:STOP:STEP: alarms.hot.threshold=50:90:5",
    )
    sweep.add_argument(
        "--score",
        nargs="+",
        default=["cost", "flaps"],
        help="scores, such as cost, flaps, peak, minutes_above_80 (default: cost flaps)",
    )
    sweep.add_argument("--per-hour", type=_price, default=1.0, help="price of an instance hour")
    sweep.add_argument("--seeds", type=_count, default=0, help="runs of each variant with noise")
    sweep.add_argument("--csv", metavar="OUT", help="write all variants as CSV")


def _configure_test(commands: Any) -> None:
    test = commands.add_parser(
        "test",
        help="test policies in CI: files with expectations",
        description="Simulate the scenarios of YAML, TOML or JSON files and compare them with "
        "their expectations.",
        epilog="exit status: 0 if all expectations are met, 1 if not, 2 if a file is wrong",
    )
    test.add_argument("files", nargs="+", metavar="FILE", help="files with expectations")
    test.add_argument(
        "--diff", action="store_true", help="print failures as a diff, without explanations"
    )
    test.add_argument("--junit", metavar="OUT", help="write a report as JUnit XML")


def _configure_backtest(commands: Any) -> None:
    backtest = commands.add_parser(
        "backtest",
        help="compare the simulated past of a group with what happened",
        description="Simulate the recent past of a group in AWS. Compare it with the history of "
        "its alarms and activities, and explain each disagreement.",
    )
    backtest.add_argument("--group", required=True, help="name of the group in AWS")
    backtest.add_argument("--days", type=_days, default=14, help="days (default: %(default)g)")


def _add_scenario(parser: argparse.ArgumentParser) -> None:
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("file", nargs="?", metavar="FILE", help="a scenario as JSON")
    source.add_argument("--group", help="name of a group in AWS")
    parser.add_argument(
        "--days", type=_days, default=14, help="days of history with --group (default: %(default)g)"
    )


def _days(text: str) -> float:
    return number(text, lambda value: value > 0, "a number of days above 0")


def _price(text: str) -> float:
    return number(text, lambda value: value >= 0, "a price of at least 0")


def _count(text: str) -> int:
    try:
        value = int(text)
    except ValueError:
        value = -1
    if value < 0:
        raise argparse.ArgumentTypeError(f"must be an integer of at least 0, got {text!r}")
    return value


def run(args: argparse.Namespace) -> int:
    """Answer requests, or run an action.

    Parameters
    ----------
    args : argparse.Namespace
        The parsed options.

    Returns
    -------
    int
        Exit status: 0 for success, 1 if an expectation is not met, 2 for a usage error or a wrong
        file. With ``--json`` 0, even after invalid requests.
    """
    actions = {"show": _show, "sweep": _sweep, "test": _test, "backtest": _backtest}
    action = actions.get(args.action)
    if args.json and action is None:
        return serve()
    if args.json or action is None:
        print(
            "reboto foresight: expected one of show, sweep, test, backtest, --json; see --help",
            file=sys.stderr,
        )
        return 2
    from reboto.exception import BotoClientError, BotoServerError, NoAuthHandlerFound

    try:
        return action(args)
    # Some of them are OSErrors too.
    except (BotoClientError, BotoServerError, NoAuthHandlerFound) as error:
        print(error, file=sys.stderr)
    except (ValueError, TypeError, ImportError) as error:
        print(error, file=sys.stderr)
    except OSError as error:
        if error.filename is None:
            raise  # The output cannot be written.
        print(f"{error.filename}: {error.strerror}", file=sys.stderr)
    return 2


def serve() -> int:
    """Answer each line of standard input with a line, in order.

    Returns
    -------
    int
        Exit status: 0.
    """
    if sys.stdin is not None:
        for line in sys.stdin.buffer:
            response = foresight_respond(line.rstrip(b"\r\n"))
            sys.stdout.buffer.write(response.encode() + b"\n")
            sys.stdout.buffer.flush()
    return 0


@contextlib.contextmanager
def _named(path: str) -> Generator[None]:
    """Name the file in errors of writing, which lack it."""
    try:
        yield
    except OSError as error:
        error.filename = error.filename or path
        raise


def _scenario(args: argparse.Namespace) -> Scenario:
    from reboto import foresight

    if args.group is None:
        return foresight.Scenario.load(args.file)
    found: Scenario = foresight.of(*_connections(), args.group, days=args.days)
    return found


def _connections() -> tuple[Any, Any]:
    import reboto

    return reboto.connect_autoscale(), reboto.connect_cloudwatch()


def _show(args: argparse.Namespace) -> int:
    from reboto.foresight._check import sparkline
    from reboto.foresight._page import page

    scenario = _scenario(args)
    timeline = scenario.simulate()
    print(timeline)
    print(f"desired    {sparkline(timeline, False)}")
    print(f"in service {sparkline(timeline, True)}")
    for name, state in timeline.final_states.items():
        print(f"{name}: {state} at the end")
    print(f"{timeline.flaps()} reversals of the capacity within 15 minutes")
    if args.why is not None:
        print(timeline.why(args.why))
        print(timeline.why_not(args.why))
    if args.html is not None:
        with _named(args.html):
            Path(args.html).write_text(page(timeline), encoding="utf-8")
    if args.save is not None:
        with _named(args.save):
            scenario.save(args.save)
    return 0


def _sweep(args: argparse.Namespace) -> int:
    from reboto import foresight

    space: dict[str, list[Any]] = {}
    for path, values in map(_values, args.set):
        if path in space:
            raise ValueError(f"--set must have each path once, got {path!r} twice")
        space[path] = values
    found = foresight.sweep(
        _scenario(args), space, args.score, seeds=args.seeds, per_hour=args.per_hour
    )
    rows = [{**one.changes, **one.scores} for one in found.pareto()]
    _print_table(rows)
    print(f"{len(rows)} of {len(found)} variants are on the Pareto front")
    if args.csv:
        import csv

        with _named(args.csv), Path(args.csv).open("w", encoding="utf-8", newline="") as file:
            lines = [{**one.changes, **one.scores} for one in found]
            writer = csv.DictWriter(file, list(dict.fromkeys(key for row in lines for key in row)))
            writer.writeheader()
            writer.writerows(lines)
    return 0


def _values(text: str) -> tuple[str, list[Any]]:
    """Read ``PATH=1,2,3`` or ``PATH=START:STOP:STEP``, of which STOP is the last value."""
    path, equals, given = text.partition("=")
    if not (path and equals and given):
        raise ValueError(f"--set must be PATH=VALUES, got {text!r}")
    bounds = given.split(":")
    if len(bounds) == 3:
        try:
            first, last, step = map(float, bounds)
        except ValueError:
            raise ValueError(f"--set must have numbers as START:STOP:STEP, got {text!r}") from None
        if not step > 0 or not abs(last - first) / step < 1e6:
            raise ValueError(f"--set must have a STEP above 0, got {text!r}")
        count = int((last - first) / step + 1e-9) + 1
        numbers = [first + step * index for index in range(count)]
        return path, [int(one) if one.is_integer() else one for one in numbers]
    return path, [_value(part) for part in given.split(",")]


def _value(text: str) -> Any:
    def no_number(word: str) -> NoReturn:
        raise ValueError(f"--set must have finite numbers, got {word!r}")

    try:
        return json.loads(text, parse_constant=no_number)
    except json.JSONDecodeError:
        return text


def _print_table(rows: list[dict[str, Any]]) -> None:
    heads = list(dict.fromkeys(key for row in rows for key in row))
    cells = [heads, *([_cell(row.get(head)) for head in heads] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for line in cells:
        print("  ".join(cell.rjust(width) for cell, width in zip(line, widths, strict=True)))


def _cell(value: Any) -> str:
    return f"{value:.6g}" if isinstance(value, float) else "" if value is None else str(value)


def _test(args: argparse.Namespace) -> int:
    from reboto import foresight
    from reboto.foresight import _junit
    from reboto.foresight._check import diff

    reports: list[foresight.Report] = []
    errors: list[tuple[str, str]] = []
    for name in args.files:
        try:
            report = foresight.report(name)
        except OSError as error:
            errors.append((name, f"{name}: {error.strerror}"))
        except (ValueError, TypeError, ImportError) as error:
            errors.append((name, str(error)))
        else:
            print((args.diff and diff(report)) or report)
            reports.append(report)
    for _, message in errors:
        print(message, file=sys.stderr)
    if args.junit:
        with _named(args.junit):
            _junit.write(args.junit, reports, errors)
    if errors:
        return 2
    return 1 if any(report.failures for report in reports) else 0


def _backtest(args: argparse.Namespace) -> int:
    from reboto import foresight

    found: foresight.Backtest = foresight.backtest(*_connections(), args.group, days=args.days)
    print(found.report())
    return 0
