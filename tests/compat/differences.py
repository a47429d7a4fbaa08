"""What differs from boto 2.49.0 on purpose, each with its reason."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.compat.compare import Mismatch


@dataclass(frozen=True)
class Difference:
    """A difference that is meant.

    Attributes
    ----------
    scenarios : str
        Regular expression for the names of the scenarios that show it.
    path : str
        Regular expression to be found in the mismatch's path.
    subject : str
        What it is about, in a user's words.
    reason : str
        What each package does and why reboto does otherwise.
    boto, reboto : str
        Regular expressions to be found in what each has there, as `repr` shows it.
    """

    scenarios: str
    path: str
    subject: str
    reason: str
    boto: str = ""
    reboto: str = ""

    def explains(self, scenario: str, mismatch: Mismatch) -> bool:
        """Tell whether it is this difference that a mismatch shows."""
        return bool(
            re.fullmatch(self.scenarios, scenario)
            and re.search(self.path, mismatch.path)
            and re.search(self.boto, repr(mismatch.boto))
            and re.search(self.reboto, repr(mismatch.reboto))
        )


_NONE = r"^'\(not there\)'$"

DIFFERENCES = [
    Difference(
        ".*",
        r"\.\w+$",
        "attributes named after the answer's elements",
        "boto's parser left an empty attribute on an object for each element that it met inside it "
        "(`group.member`, `result.ResponseMetadata`); reboto has none",
        boto=r"^'(\s|\\n)*'$",
        reboto=_NONE,
    ),
    Difference(
        ".*",
        r":ResultSet\.markers:list",
        "`ResultSet.markers`",
        "boto's parser kept there what it looked for; in reboto it is empty",
    ),
    Difference(
        ".*",
        r":Datapoint\.connection(\.|$)",
        "`vars()` of a datapoint",
        "in boto `connection` is among them; in reboto it is an attribute too, but not there, so "
        "that a page of 1,440 datapoints needs no dict of attributes for each",
        reboto=_NONE,
    ),
    Difference(
        "what_there_is",
        r":(TerminationPolicies|MetricCollectionTypes)\.RequestId$",
        "`RequestId` of the lists of kinds",
        "boto dropped it; reboto keeps it there as it does on other lists",
        boto=_NONE,
    ),
    Difference(
        ".*(refuses|refused|deleted|_live|instances_move|sent_by_name|other_forms)",
        r":BotoServerError\.args\[2\]$",
        "`error.args[2]`",
        "the answer's body: in boto bytes on Python 3, in reboto text, as `error.body` is in both",
        boto="bytes",
    ),
    Difference(
        ".*",
        r":BotoServerError\.(str|repr)$",
        "`str()` of an error whose answer is no document",
        "boto had the word `None` there; reboto shows the answer",
        boto=r"\\nNone'$",
    ),
    Difference(
        "policies_are_refused",
        r"type$",
        "a method of an object that has no connection",
        "boto raised AttributeError about None; reboto raises NoConnectionError, which is an "
        "AttributeError and says how to give the object a connection",
        boto="AttributeError",
        reboto="NoConnectionError",
    ),
    Difference(
        "instances_(are_moved|move)",
        r"^gave:list\[[12]\]$",
        "what `detach_instances()` returns",
        "boto took the status code of the activity that it starts for the call's own, and returned "
        "False; reboto returns True",
        boto="^False$",
        reboto="^True$",
    ),
    Difference(
        "polic(ies_scale|ies_of_today_are_described)",
        r":ScalingPolicy\.[A-Z]\w+$",
        "elements of policies that boto did not know",
        "boto dropped them, or set the innermost as attributes; reboto sets them under AWS's names",
    ),
    Difference(
        "what_is_not_there_is_refused|launch_configurations_live|instances_move",
        r":BotoServerError\.(args\[1\]|reason|str)$",
        "`error.reason`",
        "in boto what the server wrote beside the status; in reboto the standard's words for the "
        "status, which are those that AWS writes",
        boto="BAD REQUEST",
        reboto="Bad Request",
    ),
    Difference(
        "errors_.*other_forms",
        r":BotoServerError\.request_id$",
        "`error.request_id` of an error whose document has none",
        "in boto it was None; reboto takes it from the answer's head",
        boto="^None$",
    ),
    Difference(
        "parameters_are_built",
        r"dict\.pairs\.length$",
        "`build_list_params()` of Auto Scaling with numbers in the list",
        "boto left them out; reboto puts them in",
    ),
    Difference(
        "a_group_of_today_is_described",
        r"^gave:ResultSet",
        "a group with target groups, a launch template or a mixed instances policy",
        "boto read the members of what it did not know as groups of their own, full of None, and "
        "scattered the rest over the group and the list; reboto gives one object, with each "
        "element that boto did not know as an attribute of AWS's name that holds text, a list or "
        "a dict",
    ),
    Difference(
        "a_configuration_of_today_is_described",
        r":LaunchConfiguration\.(MetadataOptions|Http\w+)$",
        "a launch configuration with elements that boto did not know",
        "boto set the innermost as attributes of the configuration; in reboto they are in a dict "
        "under AWS's name",
    ),
    Difference(
        "configurations_are_described",
        r":Ebs\.(DeleteOnTermination|Encrypted|Iops|VolumeType)$",
        "`launchconfig.Ebs`",
        "boto dropped all but the snapshot and the size; reboto keeps the rest under AWS's names, "
        "and sends it again when the configuration is created anew",
        boto=_NONE,
    ),
    Difference(
        ".*configurations?_.*",
        r":(Ebs|InstanceMonitoring|BlockDeviceType)\.connection\.",
        "`connection` of the parts of a launch configuration",
        "in boto it is the object that they are part of; in reboto it is the connection, as "
        "everywhere else",
    ),
    Difference(
        "configurations_are_described_with_typed_devices",
        r":BlockDeviceMapping(\.current_\w+|\.pairs\[3\]\[1\]:BlockDeviceType\.\w+)$",
        "block devices that a launch configuration leaves out, with `use_block_device_types`",
        "boto gave them the volume of the device before; in reboto `no_device` is True",
    ),
    Difference(
        "configurations_with_devices_are_created_again",
        r"^gave:list\[[01]\]:type$|^sent(\.length|\[2\])",
        "a launch configuration with block devices that was read, created anew",
        "boto raised AttributeError, whichever style the devices are in; reboto creates it",
    ),
    Difference(
        "a_configuration_is_renamed_and_created_again",
        r"InstanceMonitoring\.Enabled$",
        "a launch configuration that was read, created anew",
        "boto switched detailed monitoring on whatever was read; reboto sends what was read",
    ),
    Difference(
        "(block|typed)_devices_are_sent",
        r"\.NoDevice$",
        "a block device that is left out",
        "boto sent an empty `NoDevice`, as EC2 has it; reboto sends `true`, as Auto Scaling has it",
        boto="^''$",
        reboto="true",
    ),
    Difference(
        ".*",
        r"CreateLaunchConfiguration\.(DeleteOnTermination|VolumeType|Iops)$",
        "`volume_type`, `iops` and `delete_on_termination` of a launch configuration",
        "boto sent them beside the block devices, where AWS has no such parameters and ignores "
        "them; reboto does not",
        reboto=_NONE,
    ),
    Difference(
        ".*",
        r"^sent\[\d+\]\.\w+(\.Tags\.member\.\d+)?\.\w+$",
        "attributes that are None",
        "boto sent some of them as the word `None`, as a group's launch configuration or a tag's "
        "value; reboto does not send them",
        boto="^'None'$",
        reboto=_NONE,
    ),
    Difference(
        "groups_are_changed_and_written_back",
        r"^gave:list\[2\]$",
        "what `group.shutdown_instances()` returns",
        "boto returned None; reboto returns what `update()` does, so that it can be awaited",
        boto="^None$",
        reboto="Request",
    ),
    Difference(
        "an_alarms_own_methods",
        r"^gave:list\[6\]$",
        "what `alarm.delete()` returns",
        "boto returned None; reboto returns what `delete_alarms()` does, so that it can be awaited",
        boto="^None$",
        reboto="^True$",
    ),
    Difference(
        "an_alarms?_(that_was_read_is_written_as_it_is|dimensions_are_changed)",
        r"PutMetricAlarm\.ComparisonOperator$",
        "updating an alarm that was read",
        "`comparison` is a symbol on an alarm that was read; boto sent that, which AWS refuses; "
        "reboto sends AWS's name for it",
        boto="'>'",
        reboto="GreaterThanThreshold",
    ),
    Difference(
        "filters_are_given",
        r"(DescribeTags\.Filters\.|DescribeScheduledActions\.(Start|End)Time$)",
        "`get_all_tags(filters=)`, `get_all_scheduled_actions(start_time=, end_time=)`",
        "boto took these arguments and left them out of the request; reboto sends them",
        boto=_NONE,
    ),
    Difference(
        "percentiles_are_asked_for",
        r"\.(Extended)?Statistics?(\.member\.\d)?$",
        "percentiles (`p99`) among the statistics",
        "boto sent them as `Statistic`, which AWS refuses; reboto sends them as "
        "`ExtendedStatistic`, as AWS has them",
    ),
    Difference(
        "a_group_made_of_an_instance_is_updated",
        r"UpdateAutoScalingGroup\.InstanceId$",
        "updating a group that has an `instance_id`",
        "boto sent it with the update, where AWS has no such parameter; reboto does not",
        reboto=_NONE,
    ),
    Difference(
        "arguments_cannot_be_meant",
        r"^gave:list\[\d\]$|^sent",
        "arguments that AWS would refuse: names and sizes that are missing, numbers that are "
        "none, control characters, and what is beyond the API's published limits: names too long, "
        "too many dimensions, actions or values, an alarm's impossible period or window",
        "boto sent them, some as the word `None`, and raised BotoServerError for AWS's answer; "
        "reboto raises ValueError or TypeError that names the argument, and sends nothing",
    ),
    Difference(
        "the_same_is_read_twice",
        r"^gave:list\[[0-2]\]$",
        "`==` between objects",
        "boto's were equal only to themselves; reboto's are equal when all attributes but "
        "`connection` are",
        boto="^False$",
        reboto="^True$",
    ),
    Difference(
        "certificates_of_ireland_are_checked",
        "^gave$",
        "CloudWatch's certificate in eu-west-1",
        "boto did not check it, for a fault of 2012; reboto checks it as everywhere",
        boto="^False$",
        reboto="^True$",
    ),
    Difference(
        "a_page_of_none_is_asked_for",
        r"DescribeLaunchConfigurations\.MaxRecords$",
        "`get_all_launch_configurations(max_records=0)`",
        "boto sent the 0, which AWS refuses; in reboto 0 is AWS's own page size, as in all other "
        "lists",
        reboto=_NONE,
    ),
    Difference(
        "zeros_are_given|a_group_with_tags_is_sent",
        r"AutoScalingGroup(\.(DefaultCooldown|HealthCheckGracePeriod)|\.default_cooldown)$",
        "`default_cooldown=0` and `health_check_period=0`",
        "boto left 0 out, so that AWS took its default of 300 seconds or kept what the group had; "
        "reboto sends 0",
        boto=r"not there|None",
        reboto="^'?0",
    ),
    Difference(
        "zeros_are_given|typed_devices_are_sent",
        r"CreateLaunchConfiguration\.BlockDeviceMappings\.member\.\d+\.Ebs\.VolumeSize$",
        "`BlockDeviceType(size=0)`",
        "boto left 0 out; reboto sends it, and AWS refuses it",
        boto=_NONE,
        reboto=r"^'0\.0'$",
    ),
    Difference(
        "zeros_of_cloudwatch_are_given",
        r"PutMetricAlarm\.(AlarmDescription|Dimensions\.member\.1\.Value)$",
        "an alarm's `description=0`, and 0 as the value of a dimension",
        "boto left 0 out; reboto sends it",
        boto=_NONE,
        reboto=r"^'0\.0'$",
    ),
    Difference(
        "zeros_of_cloudwatch_are_given",
        r"(SetAlarmState\.StateReasonData|DescribeAlarmsForMetric\.Period)$",
        "`set_alarm_state(state_reason_data=0)` and `describe_alarms_for_metric(period=0)`",
        "boto left 0 out; reboto sends it",
        boto=_NONE,
        reboto=r"^'0\.0'$",
    ),
    Difference(
        "false_is_given_as_text",
        r"^sent\[\d+\]\.",
        "booleans given as text",
        "boto took every text but the empty one for true, so that `force_delete='false'` deleted a "
        "group with its instances, and ignored some; in reboto 'false', '0', 'no', 'off', 'n', 'f' "
        "and '' are False, 'true', '1', 'yes', 'on', 'y' and 't' are True for every parameter, and "
        "any other text is refused",
    ),
    Difference(
        "an_action_is_scheduled_by_its_old_name|actions_are_scheduled|a_call",
        r"PutScheduledUpdateGroupAction\.StartTime$",
        "`create_scheduled_group_action(time=)`",
        "boto sent it as `Time`, which AWS no longer reads; reboto sends it as `StartTime` too, "
        "unless `start_time` is given",
        boto=_NONE,
    ),
    Difference(
        "an_alarm_by_band_is_described",
        "^gave:type$",
        "alarms compared with a band",
        "boto raised KeyError and no alarm could be listed; reboto shows AWS's name in "
        "`comparison`",
        boto="KeyError",
        reboto="MetricAlarms",
    ),
]


def unexplained(scenario: str, mismatches: list[Mismatch]) -> list[Mismatch]:
    """Return the mismatches that no difference explains."""
    return [
        mismatch
        for mismatch in mismatches
        if not any(difference.explains(scenario, mismatch) for difference in DIFFERENCES)
    ]


def markdown() -> str:
    """Write the differences as a table for the migration guide."""
    told = dict.fromkeys((difference.subject, difference.reason) for difference in DIFFERENCES)
    rows = [f"| {subject} | {reason} |" for subject, reason in told]
    return "\n".join(["| What | boto 2.49 and reboto |", "|---|---|", *rows, ""])


if __name__ == "__main__":
    print(markdown(), end="")
