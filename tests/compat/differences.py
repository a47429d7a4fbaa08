"""Intended differences from boto 2.49.0 that the scenarios show.

`differences_page` has their texts for the documentation.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.compat.compare import Mismatch


@dataclass(frozen=True)
class Difference:
    """A difference on purpose.

    Attributes
    ----------
    scenarios : str
        Regular expression for the names of the scenarios that show it.
    path : str
        Regular expression to be found in the mismatch's path.
    subject : str
        The beginning of the subject of its row in ``docs/differences.md``.
    boto, reboto : str
        Regular expressions to be found in what each has there, as `repr` shows it.
    """

    scenarios: str
    path: str
    subject: str
    boto: str = ""
    reboto: str = ""

    def explains(self, scenario: str, mismatch: Mismatch) -> bool:
        """Return whether a mismatch shows this difference."""
        return bool(
            re.fullmatch(self.scenarios, scenario)
            and re.search(self.path, mismatch.path)
            and re.search(self.boto, repr(mismatch.boto))
            and re.search(self.reboto, repr(mismatch.reboto))
        )


_NONE = r"^'\(not there\)'$"

# Members that boto's objects have as text under AWS's names, also those of nested structures.
_UNTYPED = {
    "AccountLimits": "NumberOfAutoScalingGroups NumberOfLaunchConfigurations",
    "Activity": "Details",
    "AutoScalingGroup": "CapacityRebalance LaunchTemplateId LaunchTemplateName "
    "NewInstancesProtectedFromScaleIn ServiceLinkedRoleARN Status Version",
    "Instance": "ImageId InstanceType ProtectedFromScaleIn",
    "LaunchConfiguration": "HttpPutResponseHopLimit HttpTokens PlacementTenancy",
    "MetricAlarm": "DatapointsToAlarm EvaluateLowSampleCountPercentile ExtendedStatistic "
    "StateReasonData StateTransitionedTimestamp StateUpdatedTimestamp TreatMissingData",
}
# Attributes that reboto's objects have for them.
_TYPED = {
    "AccountLimits": "number_of_auto_scaling_groups number_of_launch_configurations",
    "Activity": "details",
    "AutoScalingGroup": "capacity_rebalance launch_template mixed_instances_policy "
    "new_instances_protected_from_scale_in service_linked_role_arn status target_group_arns "
    "traffic_sources",
    "Ebs": "delete_on_termination encrypted iops volume_type",
    "Instance": "image_id instance_type protected_from_scale_in",
    "LaunchConfiguration": "metadata_options placement_tenancy",
    "MetricAlarm": "datapoints_to_alarm evaluate_low_sample_count_percentile extended_statistic "
    "metrics state_reason_data state_transitioned_timestamp state_updated_timestamp "
    "treat_missing_data",
    "Request": "alarms",
    "ScalingPolicy": "enabled estimated_instance_warmup policy_type predictive_scaling "
    "step_adjustments target_tracking",
}

DIFFERENCES = [
    Difference(
        ".*",
        r"\.\w+$",
        "attributes named after elements of the response, such as `group.member`",
        boto=r"^'(\s|\\n)*'$",
        reboto=_NONE,
    ),
    *(
        Difference(
            ".*",
            rf":{name}\.({'|'.join(members.split())})$",
            "members that AWS added after boto",
            reboto=_NONE,
        )
        for name, members in _UNTYPED.items()
    ),
    *(
        Difference(
            ".*",
            rf":{name}\.({'|'.join(attributes.split())})$",
            "members that AWS added after boto",
            boto=_NONE,
        )
        for name, attributes in _TYPED.items()
    ),
    Difference(
        "objects_are_encoded_by_their_class",
        r"^gave:list\[[02]\]:list\[\d\]:dict\.pairs\[\d+\]\[[01]\]$",
        "members that AWS added after boto",
        boto=r"^'(Status|StateReasonData|StateUpdatedTimestamp|[-\dT:]+Z)'$",
        reboto=r"^'(status|state_reason_data|state_updated_timestamp|[-\dT:]+)'$",
    ),
    Difference(
        ".*",
        r"^sent\[\d+\]\.DescribeAlarm(s|History)\.AlarmTypes\.member\.[123]$",
        "composite and log alarms",
        boto=_NONE,
        reboto="(Metric|Composite|Log)Alarm",
    ),
    Difference(
        "groups_are_changed_and_written_back|attributes_are_set_and_read_in_loops",
        r"^sent\[\d+\]\.UpdateAutoScalingGroup\.(AvailabilityZones\.member\.\d|DefaultCooldown|"
        r"DesiredCapacity|HealthCheckGracePeriod|HealthCheckType|LaunchConfigurationName|MaxSize|"
        r"MinSize|PlacementGroup|TerminationPolicies\.member\.\d|VPCZoneIdentifier)$",
        "`update()` of a group that was read",
        reboto=_NONE,
    ),
    Difference(
        ".*",
        r":ResultSet\.markers:list",
        "`ResultSet.markers`",
    ),
    Difference(
        ".*",
        r":Datapoint\.connection(\.|$)",
        "`vars()` of a datapoint",
        reboto=_NONE,
    ),
    Difference(
        "what_there_is",
        r":(TerminationPolicies|MetricCollectionTypes)\.RequestId$",
        "`RequestId` of the lists of termination policies and metric types",
        boto=_NONE,
    ),
    Difference(
        ".*(refuses|refused|deleted|_live|instances_move|sent_by_name|other_forms)",
        r":BotoServerError\.args\[2\]$",
        "`error.args[2]`",
        boto="bytes",
    ),
    Difference(
        ".*",
        r":BotoServerError\.(str|repr)$",
        "`str()` of an error whose response is not a document",
        boto=r"\\nNone'$",
    ),
    Difference(
        "policies_are_refused",
        r"type$",
        "a method of an object that has no connection",
        boto="AttributeError",
        reboto="NoConnectionError",
    ),
    Difference(
        "instances_(are_moved|move)",
        r"^gave:list\[[12]\]$",
        "result of `detach_instances()`",
        boto="^False$",
        reboto="^True$",
    ),
    Difference(
        "what_is_not_there_is_refused|launch_configurations_live|instances_move",
        r":BotoServerError\.(args\[1\]|reason|str)$",
        "`error.reason`",
        boto="BAD REQUEST",
        reboto="Bad Request",
    ),
    Difference(
        "errors_.*other_forms",
        r":BotoServerError\.request_id$",
        "`error.request_id` of an error whose document has none",
        boto="^None$",
    ),
    Difference(
        "parameters_are_built",
        r"dict\.pairs\.length$",
        "`build_list_params()` of Auto Scaling with numbers",
    ),
    Difference(
        "a_group_of_today_is_described",
        r"^gave:ResultSet",
        "groups with target groups, a launch template or a mixed instances policy",
    ),
    Difference(
        "a_configuration_of_today_is_described",
        r":LaunchConfiguration\.(MetadataOptions|Http\w+)$",
        "unknown elements of launch configurations",
    ),
    Difference(
        ".*configurations?_.*",
        r":(Ebs|InstanceMonitoring|BlockDeviceType)\.connection\.",
        "`connection` of the parts of a launch configuration",
    ),
    Difference(
        "configurations_are_described_with_typed_devices",
        r":BlockDeviceMapping(\.current_\w+|\.pairs\[3\]\[1\]:BlockDeviceType\.\w+)$",
        "suppressed block devices, with `use_block_device_types`",
    ),
    Difference(
        "configurations_with_devices_are_created_again",
        r"^gave:list\[[01]\]:type$|^sent(\.length|\[2\])",
        "creating a launch configuration with block devices that was read",
    ),
    Difference(
        "a_configuration_is_renamed_and_created_again",
        r"InstanceMonitoring\.Enabled$",
        "creating a launch configuration that was read",
    ),
    Difference(
        "(block|typed)_devices_are_sent",
        r"\.NoDevice$",
        "`no_device` of a block device",
        boto="^''$",
        reboto="true",
    ),
    Difference(
        ".*",
        r"CreateLaunchConfiguration\.(DeleteOnTermination|VolumeType|Iops)$",
        "`volume_type`, `iops` and `delete_on_termination` of a launch configuration",
        reboto=_NONE,
    ),
    Difference(
        ".*",
        r"^sent\[\d+\]\.\w+(\.Tags\.member\.\d+)?\.\w+$",
        "attributes that are None",
        boto="^'None'$",
        reboto=_NONE,
    ),
    Difference(
        "groups_are_changed_and_written_back",
        r"^gave:list\[2\]$",
        "result of `group.shutdown_instances()`",
        boto="^None$",
        reboto="Request",
    ),
    Difference(
        "an_alarms_own_methods",
        r"^gave:list\[6\]$",
        "result of `alarm.delete()`",
        boto="^None$",
        reboto="^True$",
    ),
    Difference(
        "an_alarms?_(that_was_read_is_written_as_it_is|dimensions_are_changed)",
        r"PutMetricAlarm\.ComparisonOperator$",
        "updating an alarm that was read",
        boto="'>'",
        reboto="GreaterThanThreshold",
    ),
    Difference(
        "filters_are_given",
        r"(DescribeTags\.Filters\.|DescribeScheduledActions\.(Start|End)Time$)",
        "`get_all_tags(filters=)`, `get_all_scheduled_actions(start_time=, end_time=)`",
        boto=_NONE,
    ),
    Difference(
        "percentiles_are_asked_for",
        r"\.(Extended)?Statistics?(\.member\.\d)?$",
        "percentiles (`p99`) as statistics",
    ),
    Difference(
        "a_group_made_of_an_instance_is_updated",
        r"UpdateAutoScalingGroup\.InstanceId$",
        "updating a group that has an `instance_id`",
        reboto=_NONE,
    ),
    Difference(
        "arguments_are_invalid",
        r"^gave:list\[\d\]$|^sent",
        "invalid arguments",
    ),
    Difference(
        "the_same_is_read_twice",
        r"^gave:list\[[0-2]\]$",
        "`==` between objects",
        boto="^False$",
        reboto="^True$",
    ),
    Difference(
        "certificates_of_ireland_are_checked",
        "^gave$",
        "certificates of CloudWatch in eu-west-1",
        boto="^False$",
        reboto="^True$",
    ),
    Difference(
        "a_page_of_none_is_asked_for",
        r"DescribeLaunchConfigurations\.MaxRecords$",
        "`get_all_launch_configurations(max_records=0)`",
        reboto=_NONE,
    ),
    Difference(
        "zeros_are_given|a_group_with_tags_is_sent",
        r"AutoScalingGroup(\.(DefaultCooldown|HealthCheckGracePeriod)|\.default_cooldown)$",
        "0 as a value",
        boto=r"not there|None",
        reboto="^'?0",
    ),
    Difference(
        "zeros_are_given|typed_devices_are_sent",
        r"CreateLaunchConfiguration\.BlockDeviceMappings\.member\.\d+\.Ebs\.VolumeSize$",
        "0 as a value",
        boto=_NONE,
        reboto=r"^'0\.0'$",
    ),
    Difference(
        "zeros_of_cloudwatch_are_given",
        r"PutMetricAlarm\.(AlarmDescription|Dimensions\.member\.1\.Value)$",
        "0 as a value",
        boto=_NONE,
        reboto=r"^'0\.0'$",
    ),
    Difference(
        "zeros_of_cloudwatch_are_given",
        r"(SetAlarmState\.StateReasonData|DescribeAlarmsForMetric\.Period)$",
        "0 as a value",
        boto=_NONE,
        reboto=r"^'0\.0'$",
    ),
    Difference(
        "false_is_given_as_text",
        r"^sent\[\d+\]\.",
        "booleans given as text",
    ),
    Difference(
        "an_action_is_scheduled_by_its_old_name|actions_are_scheduled|a_call",
        r"PutScheduledUpdateGroupAction\.StartTime$",
        "`create_scheduled_group_action(time=)`",
        boto=_NONE,
    ),
    Difference(
        "views_are_given_for_names",
        r"^(gave|sent)",
        "dict views and iterators for names",
    ),
    Difference(
        "none_is_given_between_names",
        r"^sent\[0\]\.DescribeAutoScalingGroups",
        "None between the names of a list of Auto Scaling",
    ),
    Difference(
        "an_alarm_by_band_is_described",
        "^gave:type$",
        "alarms that compare with an anomaly detection band",
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
