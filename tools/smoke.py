"""Programs that show whether an installed reboto works: calls on the local mock, and the demo.

python tools/smoke.py       runs them with this interpreter, which needs reboto[demo]
"""

from __future__ import annotations

import os
import re
import subprocess
import sys

# Blocking and awaited calls, of both protocols, without the environment variables of `server`.
# The first call loads the mock's models, which takes minutes under an emulator on a busy machine.
CALLS = """
import asyncio
import reboto, reboto.local
from reboto import aio
from reboto.ec2.autoscale import AutoScalingGroup, LaunchConfiguration

async def awaited():
    async with aio.connect_cloudwatch(timeout=900) as cloudwatch:
        await cloudwatch.put_metric_data("App", "load", 3, unit="Count")
        return [metric.name for metric in await cloudwatch.list_metrics(namespace="App")]

with reboto.local.server():
    autoscale = reboto.connect_autoscale(timeout=900)
    launch_config = LaunchConfiguration(name="c", image_id="ami-1", instance_type="t2.micro")
    autoscale.create_launch_configuration(launch_config)
    autoscale.create_auto_scaling_group(AutoScalingGroup(
        group_name="web", launch_config=launch_config, availability_zones=["us-east-1a"],
        min_size=2, max_size=3))
    (group,) = autoscale.get_all_groups()
    assert len(group.instances) == 2, group.instances
    assert asyncio.run(awaited()) == ["load"]
    try:
        autoscale.set_desired_capacity("web", 9)
    except reboto.exception.BotoServerError as error:
        print(error.error_code)
"""


class CheckError(Exception):
    """An installed package does not work."""


def check_calls(printed: str) -> None:
    """Check what `CALLS` prints.

    Parameters
    ----------
    printed : str
        The output.

    Raises
    ------
    CheckError
        If it is not the expected one.
    """
    if (refused := printed.strip()) != "ValidationError":
        raise CheckError(f"a capacity that is too large must be a ValidationError, got {refused!r}")


def check_demo(lines: str) -> None:
    """Check what ``reboto demo`` prints without a terminal.

    Parameters
    ----------
    lines : str
        The output.

    Raises
    ------
    CheckError
        If it is not the expected one.
    """
    changes = re.findall(r"(\w+) changes the desired capacity from (\d) to (\d)\n", lines)
    if [name for name, _, _ in changes] != ["scale_up"] * 3 + ["scale_down"] * 3:
        raise CheckError(f"the demo must scale up and down three times, got:\n{lines}")


def main() -> int:
    """Run the command."""

    def output(*arguments: str) -> str:
        command = [sys.executable, *arguments]
        environment = {**os.environ, "PYTHONUTF8": "1"}
        return subprocess.run(  # noqa: S603
            command, env=environment, stdout=subprocess.PIPE, check=True, encoding="utf-8"
        ).stdout

    try:
        check_calls(output("-c", CALLS))
        check_demo(output("-m", "reboto", "demo", "--pause", "0"))
    except (CheckError, subprocess.CalledProcessError) as error:
        print(error, file=sys.stderr)
        return 1
    print(output("-m", "reboto", "--version").strip(), "works: calls and demo pass")
    return 0


if __name__ == "__main__":
    sys.exit(main())
