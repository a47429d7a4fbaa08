"""boto's classes have AWS's newer members: typed, under every name, and absent from vars()."""

from __future__ import annotations

import copy
import pickle
import warnings
from typing import TYPE_CHECKING, Any

import pytest

from botocore_model.names import KEYWORDS
from reboto.ec2.autoscale import AutoScalingGroup, LaunchConfiguration, ScalingPolicy
from reboto.ec2.autoscale.launchconfig import Ebs, InstanceMetadataOptions
from reboto.ec2.autoscale.policy import StepAdjustment
from reboto.ec2.autoscale.scheduled import ScheduledUpdateGroupAction
from reboto.ec2.blockdevicemapping import BlockDeviceMapping, BlockDeviceType
from reboto.ec2.cloudwatch import MetricAlarm, MetricDataQuery
from reboto.warnings import UnknownKeywordWarning
from tests.aws_model.samples import OF_BOTO, loaded, sample

if TYPE_CHECKING:
    from botocore_model.classes import Class

every = pytest.mark.parametrize("of", OF_BOTO, ids=lambda of: of.key)
with_keywords = pytest.mark.parametrize(
    "of", [of for of in OF_BOTO if of.key in KEYWORDS], ids=lambda of: of.key
)


def added(of: Class) -> dict[str, Any]:
    """Values of the members that boto did not have."""
    return {
        member.attribute: sample(of.service, member.shape)
        for member in of.members
        if member.attribute not in of.of_boto
    }


def test_the_classes_are_found() -> None:
    assert len(OF_BOTO) > 15
    assert sum(map(len, map(added, OF_BOTO))) > 70
    assert len([of for of in OF_BOTO if of.key in KEYWORDS]) == len(KEYWORDS)


@every
def test_new_members_are_no_attributes_until_they_are_set(of: Class) -> None:
    value = loaded(of)()
    assert not vars(value).keys() & added(of).keys()
    for attribute in added(of):
        assert getattr(value, attribute) is None
        setattr(value, attribute, 0)
        assert vars(value)[attribute] == 0


@every
def test_names_of_aws_are_aliases(of: Class) -> None:
    value = loaded(of)()
    for number, member in enumerate(of.members):
        for alias in member.aliases:
            setattr(value, alias, number)
            assert getattr(value, member.attribute) == getattr(value, alias) == number
            assert alias not in vars(value)
            delattr(value, alias)


@every
def test_values_with_new_members_are_copied_and_pickled(of: Class) -> None:
    value = loaded(of)()
    vars(value).update(added(of))
    for made in (copy.copy(value), copy.deepcopy(value), pickle.loads(pickle.dumps(value))):  # noqa: S301
        assert made == value
        assert vars(made) == vars(value)


@with_keywords
def test_new_members_are_keywords_under_every_name(of: Class) -> None:
    kind = loaded(of)
    for member in of.members:
        if member.attribute not in of.of_boto:
            given = sample(of.service, member.shape)
            if member.attribute == "time_zone":
                given = "Europe/Berlin"
            for name in (member.attribute, *member.aliases):
                value = kind(**{name: given})
                assert getattr(value, member.attribute) is not None, name
                assert name == member.attribute or name not in vars(value)
            assert member.attribute not in vars(kind(**{member.attribute: None}))


@pytest.mark.parametrize(
    ("kind", "keyword", "nearest"),
    [
        (AutoScalingGroup, "target_group_arn", "target_group_arns"),
        (AutoScalingGroup, "max_sise", "max_size"),
        (AutoScalingGroup, "TargetGroupArns", "target_group_arns"),
        (AutoScalingGroup, "vpc_zone_identifer", "vpc_zone_identifier"),
        (AutoScalingGroup, "launch_templates", "launch_template"),
        (ScalingPolicy, "step_adjustment", "step_adjustments"),
        (ScalingPolicy, "cool_downs", "cooldown"),
    ],
)
def test_a_keyword_that_boto_ignored_is_warned_of_once(
    kind: type, keyword: str, nearest: str
) -> None:
    class Mine(kind):  # type: ignore[misc] # Warned of anew, because it is another class.
        pass

    with pytest.warns(
        UnknownKeywordWarning, match=f"{keyword}: did you mean {nearest}\\?"
    ) as caught:
        value = Mine(**{keyword: 9})
    assert caught[0].filename == __file__
    assert keyword not in vars(value)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        Mine(**{keyword: 9})


def test_a_keyword_that_is_like_none_is_warned_of_without_a_suggestion() -> None:
    with pytest.warns(UnknownKeywordWarning, match="zzzzzz; AWS has no such member"):
        AutoScalingGroup(zzzzzz=1)  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]


@pytest.mark.parametrize(
    ("kind", "keyword", "nearest"),
    [
        (MetricAlarm, "treat_missing", "treat_missing_data"),
        (MetricAlarm, "metric_nam", "metric_name"),
        (LaunchConfiguration, "metadata_option", "metadata_options"),
        (Ebs, "throughputs", "throughput"),
        (ScheduledUpdateGroupAction, "timezones", "time_zone"),
    ],
)
def test_a_keyword_that_boto_refused_is_refused(kind: type, keyword: str, nearest: str) -> None:
    with pytest.raises(TypeError, match=f"unexpected keyword argument '{keyword}'") as caught:
        kind(**{keyword: 1})
    assert "did you mean" in str(caught.value) or nearest


def test_nested_values_are_objects() -> None:
    policy = ScalingPolicy(step_adjustments=[{"ScalingAdjustment": 1}], enabled=False)
    assert policy.step_adjustments == [StepAdjustment(scaling_adjustment=1)]
    assert policy.enabled is False
    config = LaunchConfiguration(metadata_options={"HttpTokens": "required"})
    assert config.metadata_options == InstanceMetadataOptions(http_tokens="required")
    alarm = MetricAlarm(
        metrics=[{"Id": "e", "Expression": "m*2"}, MetricDataQuery("m", "CPU")],
        tags={"stage": "live"},
        treat_missing_data="ignore",
    )
    assert alarm.metrics is not None
    assert [query.id for query in alarm.metrics] == ["e", "m"]
    assert alarm.tags == {"stage": "live"}
    assert alarm.TreatMissingData == "ignore"


def test_boto_keywords_still_work() -> None:
    group = AutoScalingGroup(group_name="web", cooldown="60")
    assert (group.name, group.default_cooldown) == ("web", 60)


def test_a_scheduled_action_is_made_from_keywords() -> None:
    action = ScheduledUpdateGroupAction(name="night", min_size=0, time_zone="Europe/Berlin")
    assert (action.name, action.min_size, action.TimeZone) == ("night", 0, "Europe/Berlin")


def test_the_throughput_of_a_volume_is_part_of_boto_devices() -> None:
    assert "throughput" not in vars(BlockDeviceType())
    devices = BlockDeviceMapping()
    devices["/dev/xvda"] = BlockDeviceType(size=30, throughput=500)
    params: dict[str, Any] = {}
    devices.autoscale_build_list_params(params)
    assert params["BlockDeviceMappings.member.1.Ebs.Throughput"] == 500
