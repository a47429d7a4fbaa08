"""``reboto demo``: a group on the local mock scales out and in by its alarms."""

from __future__ import annotations

import argparse
import contextlib
import shutil
import sys
import textwrap
from typing import TYPE_CHECKING

import reboto
from reboto.cli._argument_parser import number
from reboto.cli._busy_group import LAUNCH_SECONDS, LOAD, header, line, make_group, play, server
from reboto.cli._parser import program
from reboto.ec2.autoscale import AutoScaleConnection, ScalingPolicy
from reboto.ec2.cloudwatch import CloudWatchConnection, MetricAlarm

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from reboto.cli._busy_group import Minute

GROUP = "web"
# Policy, change of the capacity, alarm, comparison, threshold in percent.
RULES = (
    ("scale_up", 1, "scale_up_on_cpu", ">", 70),
    ("scale_down", -1, "scale_down_on_cpu", "<", 40),
)
STARTING = "Starting a local mock of AWS ..."
# In 80 columns, as the picture.
INTRODUCTION = """\
Local mock of AWS: nothing leaves this machine. Group {group} has 2 instances.
scale_up adds one if the average CPU load is over 70 % for 2 minutes,
scale_down removes one if it is under 40 %. {minutes} minutes follow, with a busy time:
"""
CLOSING = """
The same with your group:

  {program} foresight show --group NAME
      simulates its policies, with its metrics from AWS
  {program} local --speed 60
      keeps this mock running for your programs

In Python, with your credentials, or inside "with reboto.local.server():"

  import reboto
  from reboto.ec2.autoscale import ScalingPolicy
  from reboto.ec2.cloudwatch import MetricAlarm

  autoscale = reboto.connect_autoscale()
  cloudwatch = reboto.connect_cloudwatch()
  policy = ScalingPolicy(name="scale_up", adjustment_type="ChangeInCapacity",
                         as_name="NAME", scaling_adjustment=1, cooldown=180)
  autoscale.create_scaling_policy(policy)
  cloudwatch.create_alarm(MetricAlarm(
      name="scale_up_on_cpu", namespace="AWS/EC2", metric="CPUUtilization",
      statistic="Average", comparison=">", threshold=70, period=60,
      evaluation_periods=2, alarm_actions=[policy],
      dimensions={{"AutoScalingGroupName": "NAME"}}))"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``demo``.

    Parameters
    ----------
    parser : argparse.ArgumentParser
        The parser of this command.
    """
    parser.description = (
        "Watch a group scale out and in by its alarms, in less than half a minute. It runs on a "
        "local mock of AWS with an accelerated clock, and needs no account. Requires "
        'pip install "reboto[demo]".'
    )
    parser.add_argument(
        "--plain",
        action="store_true",
        help="print a line for each minute; the default if the output is not a terminal",
    )
    parser.add_argument(
        "--pause",
        type=_pause,
        default=0.4,
        metavar="SECONDS",
        help=f"real time for each of the {len(LOAD)} minutes (default: %(default)s)",
    )


def run(args: argparse.Namespace) -> int:
    """Play the load, and draw what the group does.

    Parameters
    ----------
    args : argparse.Namespace
        The parsed options.

    Returns
    -------
    int
        Exit status: 0 for success, 2 if the mock cannot start, 130 after Ctrl-C.
    """
    try:
        with contextlib.ExitStack() as stack:
            try:
                with starting():
                    endpoint = stack.enter_context(server())
                    # The first calls import most of the mock.
                    autoscale, cloudwatch = reboto.connect_autoscale(), reboto.connect_cloudwatch()
                    make_group(autoscale, GROUP)
                    scale_by_load(autoscale, cloudwatch)
                    endpoint.advance(LAUNCH_SECONDS)
            except ImportError as error:
                reason = error.__cause__ or error
                print(
                    f'reboto demo: missing packages: pip install "reboto[demo]" ({reason})',
                    file=sys.stderr,
                )
                return 2
            except OSError as error:
                print(f"cannot start the local mock: {error.strerror or error}", file=sys.stderr)
                return 2
            introduction = INTRODUCTION.format(group=GROUP, minutes=len(LOAD))
            print(filled(introduction, columns()), flush=True)
            with output(plain=args.plain) as show:
                for minute in play(endpoint, autoscale, cloudwatch, GROUP, args.pause):
                    show(minute)
        print(CLOSING.format(program=program()))
    except KeyboardInterrupt:
        return 130
    return 0


def scale_by_load(autoscale: AutoScaleConnection, cloudwatch: CloudWatchConnection) -> None:
    """Create the policies of `RULES`, and the alarms that execute them.

    Parameters
    ----------
    autoscale : AutoScaleConnection
        Connection to Auto Scaling.
    cloudwatch : CloudWatchConnection
        Connection to CloudWatch.
    """
    for name, change, alarm, comparison, threshold in RULES:
        policy = ScalingPolicy(
            name=name,
            adjustment_type="ChangeInCapacity",
            as_name=GROUP,
            scaling_adjustment=change,
            cooldown=180,
        )
        autoscale.create_scaling_policy(policy)
        cloudwatch.create_alarm(
            MetricAlarm(
                name=alarm,
                namespace="AWS/EC2",
                metric="CPUUtilization",
                statistic="Average",
                comparison=comparison,
                threshold=threshold,
                period=60,
                evaluation_periods=2,
                alarm_actions=[policy],
                dimensions={"AutoScalingGroupName": GROUP},
            )
        )


@contextlib.contextmanager
def output(*, plain: bool) -> Generator[Callable[[Minute], None]]:
    """Choose between charts and lines.

    Parameters
    ----------
    plain : bool
        Whether to print lines in terminals too.

    Yields
    ------
    function
        Shows one more minute.
    """
    with contextlib.ExitStack() as stack:
        draw: Callable[[Minute], None] | None = None
        if not plain and sys.stdout.isatty():
            try:
                from reboto.cli._demo_screen import screen
            except ImportError as error:
                print(f'charts require pip install "reboto[demo]" ({error})\n', file=sys.stderr)
            else:
                draw = stack.enter_context(screen({rule[2]: rule[4] for rule in RULES}))
        if draw is None:
            print(header(columns()))
        yield draw or _print


@contextlib.contextmanager
def starting() -> Generator[None]:
    """Show in a terminal that the mock starts, which takes seconds on a slow machine.

    Returns
    -------
    context manager
    """
    if not sys.stderr.isatty():
        yield
        return
    print(STARTING, end="", file=sys.stderr, flush=True)
    try:
        yield
    finally:
        print(f"\r{' ' * len(STARTING)}\r", end="", file=sys.stderr, flush=True)


def filled(text: str, width: int | None) -> str:
    """Break the lines of a text at words if the terminal is too narrow for them.

    Parameters
    ----------
    text : str
        The text.
    width : int or None
        Columns of the terminal; None if there is none.

    Returns
    -------
    str
    """
    if width is None or max(map(len, text.splitlines())) <= width:
        return text
    return textwrap.fill(text, width) + "\n"


def _print(minute: Minute) -> None:
    print(line(minute, sys.stdout.encoding, columns()), flush=True)


def columns() -> int | None:
    """Return the width of the terminal.

    Returns
    -------
    int or None
        None if the output is not a terminal.
    """
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def _pause(text: str) -> float:
    return number(text, lambda value: value >= 0, "a number of seconds of at least 0")
