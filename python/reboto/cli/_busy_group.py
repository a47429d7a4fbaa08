"""A group on the local mock whose load rises and falls, minute by minute."""

from __future__ import annotations

import contextlib
import textwrap
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import reboto.local
from reboto.ec2.autoscale import AutoScalingGroup, LaunchConfiguration

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from reboto.ec2.autoscale import AutoScaleConnection
    from reboto.ec2.cloudwatch import CloudWatchConnection
    from reboto.local import Endpoint

# Load in each minute: an instance can take 100 before its CPU is busy all the time.
LOAD = [*[100] * 2, *[330] * 16, *[90] * 12]
# Seconds of the mock's clock that an instance takes to launch.
LAUNCH_SECONDS = 90
# Largest number of instances, which is also the width of the column that shows them.
MOST = 8
# Columns of the CPU load with its bar, and the fewest in which events are readable.
_CPU, _EVENT = 26, 30


@dataclass(frozen=True)
class Minute:
    """A group after a minute of load.

    Attributes
    ----------
    number, load : int
        Number of the minute from 1, and the load of the whole group.
    cpu : float
        CPU load of each instance, in percent.
    serving, launching : int
        Instances in service, and instances that launch.
    alarms : dict of str to str
        States of the alarms by their names.
    changes : list of str
        Changes of the capacity by policies, such as ``"scale_up changes the desired capacity from
        2 to 3"``.
    """

    number: int
    load: int
    cpu: float
    serving: int
    launching: int
    alarms: dict[str, str]
    changes: list[str]

    @property
    def event(self) -> str:
        """Alarms in the state ALARM, and the changes of the capacity."""
        active = [name for name, state in self.alarms.items() if state == "ALARM"]
        alarms = ", ".join(f"{name} is in ALARM" for name in active)
        return ": ".join(part for part in (alarms, ", ".join(self.changes)) if part)


@contextlib.contextmanager
def server() -> Generator[Endpoint]:
    """Start a local mock whose clock advances by `play` only, from the beginning of a minute.

    Every run then has the same alarms and changes, at any speed of the computer.
    """
    with reboto.local.server(speed=0.001, launch_seconds=LAUNCH_SECONDS) as endpoint:
        endpoint.advance(61 - endpoint.now.timestamp() % 60)
        yield endpoint


def make_group(autoscale: AutoScaleConnection, name: str) -> None:
    """Create a launch configuration, and a group of two instances."""
    launch_config = LaunchConfiguration(
        name=f"{name}-config", image_id="ami-12c6146b", instance_type="t2.micro"
    )
    autoscale.create_launch_configuration(launch_config)
    autoscale.create_auto_scaling_group(
        AutoScalingGroup(
            group_name=name,
            launch_config=launch_config,
            availability_zones=["us-east-1a", "us-east-1b"],
            min_size=1,
            max_size=MOST,
            desired_capacity=2,
        )
    )


def play(
    endpoint: Endpoint,
    autoscale: AutoScaleConnection,
    cloudwatch: CloudWatchConnection,
    name: str,
    pause: float,
) -> Iterator[Minute]:
    """Put `LOAD` on a group, and yield each minute what its alarms and policies did.

    Parameters
    ----------
    endpoint : Endpoint
        The local mock.
    autoscale : AutoScaleConnection
        Connection to the mock.
    cloudwatch : CloudWatchConnection
        Connection to the mock.
    name : str
        Name of the group.
    pause : float
        Real time for each minute, in seconds.

    Yields
    ------
    Minute
        The group, with the states of the alarms at the end of the minute.
    """
    seen = {activity.activity_id for activity in autoscale.get_all_activities(name)}
    start = time.monotonic()
    for number, load in enumerate(LOAD, 1):
        group = autoscale.get_all_groups(names=[name])[0]
        states = [instance.lifecycle_state for instance in group.instances or ()]
        serving = states.count("InService")
        cpu = min(100.0, load / max(1, serving))
        endpoint.record(
            "AWS/EC2",
            "CPUUtilization",
            [cpu],
            dimensions={"AutoScalingGroupName": name},
            unit="Percent",
        )
        changes: list[str] = []
        for activity in autoscale.get_all_activities(name):
            if activity.activity_id not in seen:
                seen.add(activity.activity_id)
                # "... triggered policy scale_up changing the desired capacity from 2 to 3.  At ..."
                _, _, change = str(activity.cause).partition("triggered policy ")
                changes.append(change.partition(".")[0].replace("changing", "changes"))
        alarms = {str(alarm.name): str(alarm.state_value) for alarm in cloudwatch.describe_alarms()}
        yield Minute(number, load, cpu, serving, len(states) - serving, alarms, changes)
        time.sleep(max(0.0, start + pause * number - time.monotonic()))


def header(columns: int | None = None) -> str:
    """Return the heading of the lines of `line`."""
    middle = "CPU  " if _is_narrow(columns) else f"{'CPU of each instance':<{_CPU}}"
    return f"{'minute':>7}  {'load':>4}  {middle}  instances"


def line(minute: Minute, encoding: str | None, columns: int | None = None) -> str:
    """Return a minute as a line of text.

    Parameters
    ----------
    minute : Minute
        The minute.
    encoding : str or None
        Encoding of the output. Without squares in it, instances are shown as ``#`` and ``.``.
    columns : int, optional
        Width of the terminal. Events that do not fit continue on the next lines, and the bar of
        the CPU load is left out in a narrow terminal. Default: one line of any length.

    Returns
    -------
    str
        Load, CPU load, instances and events.
    """
    serving, launching = "\u25a0\u25a1" if can_encode("\u25a0\u25a1", encoding) else "#."
    boxes = serving * minute.serving + launching * minute.launching
    cpu = f"{minute.cpu:3.0f} %"
    if not _is_narrow(columns):
        cpu = f"{cpu + ' ' + '#' * round(minute.cpu / 5):<{_CPU}}"
    row = f"{minute.number:>7}  {minute.load:>4}  {cpu}  {boxes:<{MOST + 1}}  "
    if columns is None or len(row) + len(minute.event) <= columns:
        return (row + minute.event).rstrip()
    if columns - len(row) >= _EVENT:
        events = textwrap.wrap(minute.event, columns - len(row))
        return row + f"\n{' ' * len(row)}".join(events)
    indent = " " * 9
    events = textwrap.wrap(minute.event, max(_EVENT, columns - len(indent)))
    return "\n".join([row.rstrip(), *(indent + event for event in events)])


def _is_narrow(columns: int | None) -> bool:
    # The other columns, with their gaps, take 17.
    return columns is not None and columns < 17 + _CPU + MOST


def can_encode(text: str, encoding: str | None) -> bool:
    """Return whether an encoding has the characters of a text."""
    try:
        text.encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
