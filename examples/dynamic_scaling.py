"""Scale a group by its CPU load: the workflow of boto's autoscale tutorial.

One policy adds an instance, another removes one. An alarm on high CPU load executes the first, an
alarm on low CPU load the second.

    python examples/dynamic_scaling.py --group web    on AWS, with your credentials
    python examples/dynamic_scaling.py --local        on a local mock of AWS

On the local mock, the group then gets a load that rises and falls. Its clock runs faster, so the
group scales out and in by its alarms within seconds.
"""

from __future__ import annotations

import argparse
import contextlib
import sys
from typing import TYPE_CHECKING

import reboto as boto
import reboto.local
from reboto import foresight
from reboto.cli._busy_group import LAUNCH_SECONDS, header, line, make_group, play, server
from reboto.ec2.autoscale import AutoScaleConnection, ScalingPolicy
from reboto.ec2.cloudwatch import CloudWatchConnection, MetricAlarm
from reboto.exception import BotoClientError, BotoServerError, NoAuthHandlerFound

if TYPE_CHECKING:
    from collections.abc import Sequence


def scale_by_load(
    autoscale: AutoScaleConnection, cloudwatch: CloudWatchConnection, group: str
) -> None:
    """Create two policies for the group, and the alarms that execute them."""
    for policy in (
        ScalingPolicy(
            name="scale_up",
            adjustment_type="ChangeInCapacity",
            as_name=group,
            scaling_adjustment=1,
            cooldown=180,
        ),
        ScalingPolicy(
            name="scale_down",
            adjustment_type="ChangeInCapacity",
            as_name=group,
            scaling_adjustment=-1,
            cooldown=180,
        ),
    ):
        autoscale.create_scaling_policy(policy)

    # Alarms need the ARNs of the policies, which AWS creates.
    scale_up = autoscale.get_all_policies(as_group=group, policy_names=["scale_up"])[0]
    scale_down = autoscale.get_all_policies(as_group=group, policy_names=["scale_down"])[0]

    cloudwatch.create_alarm(
        MetricAlarm(
            name="scale_up_on_cpu",
            namespace="AWS/EC2",
            metric="CPUUtilization",
            statistic="Average",
            comparison=">",
            threshold="70",
            period="60",
            evaluation_periods=2,
            alarm_actions=[scale_up.policy_arn],
            dimensions={"AutoScalingGroupName": group},
        )
    )
    cloudwatch.create_alarm(
        MetricAlarm(
            name="scale_down_on_cpu",
            namespace="AWS/EC2",
            metric="CPUUtilization",
            statistic="Average",
            comparison="<",
            threshold="40",
            period="60",
            evaluation_periods=2,
            alarm_actions=[scale_down.policy_arn],
            dimensions={"AutoScalingGroupName": group},
        )
    )


def summarize(autoscale: AutoScaleConnection, cloudwatch: CloudWatchConnection, name: str) -> None:
    """Print the group, its policies and its alarms."""
    group = autoscale.get_all_groups(names=[name])[0]
    alarms = {alarm.name: alarm for alarm in cloudwatch.describe_alarms()}
    print(
        f"group {group.name}: {len(group.instances or ())} of {group.desired_capacity} instances, "
        f"at least {group.min_size}, at most {group.max_size}"
    )
    rows: list[tuple[object, ...]] = [("policy", "changes", "cooldown", "alarm", "when", "state")]
    for policy in autoscale.get_all_policies(as_group=name):
        for cause in policy.alarms:
            alarm = alarms[cause.name]
            rows.append(
                (
                    policy.name,
                    f"{policy.scaling_adjustment:+d} instance",
                    f"{policy.cooldown} s",
                    alarm.name,
                    (
                        f"{alarm.statistic} {alarm.metric} {alarm.comparison} {alarm.threshold:g} "
                        f"% for {alarm.evaluation_periods} x {alarm.period} s"
                    ),
                    alarm.state_value,
                )
            )
    texts = [list(map(str, row)) for row in rows]
    widths = [max(map(len, column)) for column in zip(*texts, strict=True)]
    for text in texts:
        cells = (cell.ljust(width) for cell, width in zip(text, widths, strict=True))
        print("  " + "  ".join(cells).rstrip())


def watch(
    endpoint: reboto.local.Endpoint,
    autoscale: AutoScaleConnection,
    cloudwatch: CloudWatchConnection,
    name: str,
    pause: float,
) -> None:
    """Put load on the group, and print each minute what its alarms and policies do."""
    print(f"\n{header()}")
    for minute in play(endpoint, autoscale, cloudwatch, name, pause):
        print(line(minute, sys.stdout.encoding), flush=True)
    print()


def foresee(autoscale: AutoScaleConnection, cloudwatch: CloudWatchConnection, name: str) -> None:
    """Print what the group's policies and alarms will do on a busy day."""
    day = foresight.Utilization(foresight.Daily(peak=600, trough=80, days=1), per_instance=100)
    scenario: foresight.Scenario = foresight.of(autoscale, cloudwatch, name, days=1)
    busy = scenario.with_(metrics={"CPUUtilization": day})
    future = busy.with_({"launch": 90}).simulate()
    desired, hours = future.desired, future.instance_hours
    print(
        f"foresight of a busy day: {desired.least} to {desired.most} instances, {hours:.1f} hours"
    )
    print(f"  the capacity reverses {future.flaps()} times within 15 minutes")
    changes = [time for time, _ in desired][1:]
    print(f"  {future.why(changes[0])}" if changes else "  the capacity does not change")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description="Scale a group by its CPU load, as boto's tutorial does."
    )
    parser.add_argument("--group", metavar="NAME", help="a group that exists on AWS")
    parser.add_argument(
        "--local",
        action="store_true",
        help="use a local mock of AWS; the default without --group and credentials",
    )
    parser.add_argument(
        "--pause",
        type=float,
        default=0.3,
        metavar="SECONDS",
        help="real time for each minute of the local mock; default 0.3",
    )
    options = parser.parse_args(arguments)
    endpoint: reboto.local.Endpoint | None = None
    with contextlib.ExitStack() as stack:
        if options.local or not has_credentials():
            print("using a local mock of AWS: nothing leaves this machine", file=sys.stderr)
            endpoint = stack.enter_context(server())
            make_group(boto.connect_autoscale(), options.group or "web")
        elif not options.group:
            parser.error("specify an existing group with --group NAME, or use --local")
        autoscale = boto.connect_autoscale()
        cloudwatch = boto.connect_cloudwatch()
        group = options.group or "web"
        try:
            scale_by_load(autoscale, cloudwatch, group)
            if endpoint is not None:
                endpoint.advance(LAUNCH_SECONDS)  # the first instances launch
            summarize(autoscale, cloudwatch, group)
            if endpoint is not None:
                watch(endpoint, autoscale, cloudwatch, group, options.pause)
            foresee(autoscale, cloudwatch, group)
        except (BotoServerError, BotoClientError) as error:
            print(error, file=sys.stderr)
            return 1
    return 0


def has_credentials() -> bool:
    """Return whether a connection finds credentials."""
    try:
        return bool(boto.connect_autoscale().access_key)
    except NoAuthHandlerFound:
        return False


if __name__ == "__main__":
    sys.exit(main())
