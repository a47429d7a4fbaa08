"""Values behave as plain Python objects: they can be copied, pickled, compared and extended."""

from __future__ import annotations

import copy
import gc
import pickle
import threading
import weakref
from typing import Any

import pytest

from reboto.ec2.autoscale.activity import Activity
from reboto.ec2.autoscale.group import (
    AutoScalingGroup,
    AutoScalingGroupMetric,
    EnabledMetric,
    ProcessType,
    SuspendedProcess,
    TerminationPolicies,
)
from reboto.ec2.autoscale.instance import Instance
from reboto.ec2.autoscale.launchconfig import (
    BlockDeviceMapping,
    Ebs,
    InstanceMonitoring,
    LaunchConfiguration,
)
from reboto.ec2.autoscale.limits import AccountLimits
from reboto.ec2.autoscale.policy import AdjustmentType, Alarm, MetricCollectionTypes, ScalingPolicy
from reboto.ec2.autoscale.request import Request
from reboto.ec2.autoscale.scheduled import ScheduledUpdateGroupAction
from reboto.ec2.autoscale.tag import Tag
from reboto.ec2.blockdevicemapping import BlockDeviceMapping as Devices
from reboto.ec2.blockdevicemapping import BlockDeviceType
from reboto.ec2.cloudwatch.alarm import AlarmHistoryItem, MetricAlarm, MetricAlarms
from reboto.ec2.cloudwatch.datapoint import Datapoint
from reboto.ec2.cloudwatch.dimension import Dimension
from reboto.ec2.cloudwatch.listelement import ListElement as AlarmList
from reboto.ec2.cloudwatch.metric import Metric
from reboto.ec2.elb.listelement import ListElement
from reboto.exception import BotoClientError, NoConnectionError
from reboto.regioninfo import RegionInfo
from reboto.resultset import ResultSet

VALUES = [
    AccountLimits,
    Activity,
    AdjustmentType,
    Alarm,
    AlarmHistoryItem,
    AutoScalingGroup,
    AutoScalingGroupMetric,
    BlockDeviceMapping,
    BlockDeviceType,
    Ebs,
    EnabledMetric,
    Instance,
    InstanceMonitoring,
    LaunchConfiguration,
    Metric,
    MetricAlarm,
    MetricCollectionTypes,
    MetricCollectionTypes.Granularity,
    MetricCollectionTypes.Metric,
    ProcessType,
    RegionInfo,
    Request,
    ScalingPolicy,
    ScheduledUpdateGroupAction,
    SuspendedProcess,
    Tag,
]
CONTAINERS = [MetricAlarms, Datapoint, Devices]

# Each asks something of AWS.
OPERATIONS = {
    AutoScalingGroup: [
        lambda group: group.set_capacity(1),
        lambda group: group.update(),
        lambda group: group.shutdown_instances(),
        lambda group: group.delete(),
        lambda group: group.get_activities(),
        lambda group: group.put_notification_configuration("arn", []),
        lambda group: group.delete_notification_configuration("arn"),
        lambda group: group.suspend_processes(),
        lambda group: group.resume_processes(),
    ],
    LaunchConfiguration: [lambda config: config.delete()],
    ScalingPolicy: [lambda policy: policy.delete()],
    Tag: [lambda tag: tag.delete()],
    MetricAlarm: [
        lambda alarm: alarm.update(),
        lambda alarm: alarm.delete(),
        lambda alarm: alarm.set_state("OK", "why"),
        lambda alarm: alarm.enable_actions(),
        lambda alarm: alarm.disable_actions(),
        lambda alarm: alarm.describe_history(),
    ],
    Metric: [
        lambda metric: metric.query(None, None, "Sum"),
        lambda metric: metric.create_alarm("a", ">", 1, 60, 1, "Sum"),
        lambda metric: metric.describe_alarms(),
    ],
}


@pytest.fixture
def connection() -> Any:
    """Something that, like a connection, cannot be pickled or copied."""
    return threading.Lock()


@pytest.mark.parametrize("cls", VALUES)
class TestEveryValue:
    def test_attributes_can_be_added_and_written_through_vars(self, cls: Any) -> None:
        thing = cls()
        thing.added = 1
        vars(thing)["written"] = 2
        assert (vars(thing)["added"], thing.written) == (1, 2)

    def test_it_equals_another_with_the_same_attributes(self, cls: Any) -> None:
        assert cls() == cls()

    def test_its_connection_does_not_count_in_comparison(self, cls: Any, connection: Any) -> None:
        assert cls(connection) == cls()

    def test_a_changed_or_added_attribute_makes_it_unequal(self, cls: Any) -> None:
        thing = cls()
        thing.added = 1
        assert thing != cls()

    def test_it_equals_nothing_of_another_type(self, cls: Any) -> None:
        other = type("Other", (cls,), {})
        assert cls() != other()
        assert cls() != vars(cls())

    def test_equal_ones_have_equal_hashes(self, cls: Any) -> None:
        assert len({cls(), cls()}) == 1

    def test_one_whose_identity_cannot_be_hashed_has_a_hash(self, cls: Any) -> None:
        thing, twin = cls(), cls()
        setattr(thing, cls._identity, [])
        setattr(twin, cls._identity, [])
        assert thing == twin
        assert hash(thing) == hash(twin)

    @pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
    def test_a_pickle_leaves_the_connection_out(
        self, cls: Any, connection: Any, protocol: int
    ) -> None:
        thing = cls(connection)
        thing.added = ["x"]
        loaded = pickle.loads(pickle.dumps(thing, protocol))  # noqa: S301
        assert loaded == thing
        assert loaded.connection is None

    @pytest.mark.parametrize("duplicate", [copy.copy, copy.deepcopy])
    def test_a_copy_keeps_the_connection(self, cls: Any, connection: Any, duplicate: Any) -> None:
        thing = cls(connection)
        thing.added = ["x"]
        twin = duplicate(thing)
        assert twin == thing
        assert twin is not thing
        assert twin.connection is connection

    def test_only_a_deep_copy_has_parts_of_its_own(self, cls: Any) -> None:
        thing = cls()
        thing.added = ["x"]
        assert copy.copy(thing).added is thing.added
        assert copy.deepcopy(thing).added is not thing.added

    def test_it_can_be_subclassed_with_another_constructor(self, cls: Any) -> None:
        class Special(cls):  # type: ignore[misc]  # pyright: ignore[reportUntypedBaseClass]
            def __init__(self, label: str) -> None:
                super().__init__()
                self.label = label

        twin = copy.deepcopy(Special("mine"))
        assert (type(twin), twin.label) == (Special, "mine")

    def test_it_can_be_referred_to_weakly(self, cls: Any) -> None:
        thing = cls()
        reference = weakref.ref(thing)
        assert reference() is thing
        del thing
        gc.collect()
        assert reference() is None


@pytest.mark.parametrize("cls", CONTAINERS)
class TestEveryContainerWithAConnection:
    def filled(self, cls: Any, connection: Any) -> Any:
        thing = cls(connection)
        thing.added = 1
        if issubclass(cls, list):
            thing.append(MetricAlarm(connection, "a"))
        else:
            thing["key"] = Tag(connection, "k")
        return thing

    def part(self, thing: Any) -> Any:
        return thing[0] if isinstance(thing, list) else thing["key"]

    @pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
    def test_a_pickle_leaves_all_connections_out(
        self, cls: Any, connection: Any, protocol: int
    ) -> None:
        thing = self.filled(cls, connection)
        loaded = pickle.loads(pickle.dumps(thing, protocol))  # noqa: S301
        assert (type(loaded), loaded, loaded.added) == (cls, thing, 1)
        assert loaded.connection is None
        assert self.part(loaded).connection is None

    def test_a_deep_copy_keeps_all_connections(self, cls: Any, connection: Any) -> None:
        thing = self.filled(cls, connection)
        twin = copy.deepcopy(thing)
        assert (type(twin), twin, twin.added) == (cls, thing, 1)
        assert twin.connection is connection
        assert self.part(twin) is not self.part(thing)
        assert self.part(twin).connection is connection

    def test_a_shallow_copy_shares_its_parts(self, cls: Any, connection: Any) -> None:
        thing = self.filled(cls, connection)
        twin = copy.copy(thing)
        assert twin.connection is connection
        assert self.part(twin) is self.part(thing)

    @pytest.mark.parametrize("duplicate", [copy.copy, copy.deepcopy])
    def test_one_without_its_connection_is_copied(
        self, cls: Any, connection: Any, duplicate: Any
    ) -> None:
        thing = self.filled(cls, connection)
        del thing.connection
        twin = duplicate(thing)
        assert (twin, hasattr(twin, "connection"), twin.added) == (thing, False, 1)

    def test_it_can_be_subclassed_with_another_constructor(self, cls: Any, connection: Any) -> None:
        class Special(cls):  # type: ignore[misc]  # pyright: ignore[reportUntypedBaseClass]
            def __init__(self, label: str) -> None:
                super().__init__(connection)
                self.label = label

        twin = copy.deepcopy(Special("mine"))
        assert (type(twin), twin.label, twin.connection) == (Special, "mine", connection)

    def test_it_can_be_referred_to_weakly(self, cls: Any) -> None:
        thing = cls()
        assert weakref.ref(thing)() is thing

    def test_its_connection_can_be_replaced(self, cls: Any, connection: Any) -> None:
        thing = cls()
        assert thing.connection is None
        thing.connection = connection
        assert thing.connection is connection


def test_attributes_can_be_added_to_a_datapoint_and_written_through_vars(connection: Any) -> None:
    point = Datapoint(connection)
    assert vars(point) == {}
    point.added = 1  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue]
    vars(point)["written"] = 2
    assert vars(point) == {"added": 1, "written": 2}
    assert getattr(point, "written") == 2  # noqa: B009 - the type does not know it


def test_a_datapoint_whose_pickle_has_its_connection_among_its_attributes_is_read() -> None:
    # A pickle of an earlier reboto, which kept all attributes in one dict, as boto did.
    pickled = (
        b"\x80\x02creboto.ec2.cloudwatch.datapoint\nDatapoint\nq\x00)\x81q\x01"
        b"X\x07\x00\x00\x00Averageq\x02G?\xf8\x00\x00\x00\x00\x00\x00s}q\x03("
        b"X\n\x00\x00\x00connectionq\x04NX\x05\x00\x00\x00addedq\x05K\x01ub."
    )
    point = pickle.loads(pickled)  # noqa: S301
    assert (point, point.connection, vars(point)) == ({"Average": 1.5}, None, {"added": 1})


@pytest.mark.parametrize(
    "thing",
    [
        ListElement(["a"]),
        AlarmList(["a"]),
        TerminationPolicies(["Default"]),
        Dimension(InstanceId=["i-1"]),
    ],
)
@pytest.mark.parametrize(
    "duplicate",
    [copy.copy, copy.deepcopy, lambda thing: pickle.loads(pickle.dumps(thing))],  # noqa: S301
)
def test_lists_and_dicts_of_text_keep_their_type(thing: Any, duplicate: Any) -> None:
    twin = duplicate(thing)
    assert twin == thing
    assert type(twin) is type(thing)


def test_a_group_read_from_aws_pickles_with_all_that_is_in_it(connection: Any) -> None:
    group = AutoScalingGroup(connection, "g", availability_zones=["a"])
    group.instances = ResultSet()
    group.instances.append(Instance(connection))
    group.tags = ResultSet()
    group.tags.append(Tag(connection, "k", "v"))
    loaded = pickle.loads(pickle.dumps(group))  # noqa: S301
    assert loaded == group
    assert loaded.instances[0].connection is None
    assert type(loaded.availability_zones) is ListElement


def test_a_page_keeps_its_token_in_pickles_and_copies(connection: Any) -> None:
    page: ResultSet[Tag] = ResultSet([("member", Tag)])
    page.append(Tag(connection, "k"))
    page.next_token = "more"
    loaded = pickle.loads(pickle.dumps(page))  # noqa: S301
    assert (loaded, loaded.next_token, loaded.markers) == (page, "more", [("member", Tag)])
    assert copy.deepcopy(page)[0].connection is connection


def test_a_part_that_two_parts_share_stays_shared_in_a_deep_copy(connection: Any) -> None:
    tag = Tag(connection, "k")
    first, second = copy.deepcopy(AutoScalingGroup(connection, "g", tags=[tag, tag])).tags or []
    assert first is second


def test_a_value_that_contains_itself_can_be_copied() -> None:
    group: Any = AutoScalingGroup(name="g")
    group.myself = group
    twin = copy.deepcopy(group)
    assert twin.myself is twin


def test_values_are_distinct_in_a_set() -> None:
    assert len({Tag(key="a"), Tag(key="b"), Tag(key="a")}) == 2


@pytest.mark.parametrize(
    ("cls", "operation"),
    [(cls, operation) for cls, operations in OPERATIONS.items() for operation in operations],
)
def test_an_operation_without_a_connection_says_how_to_give_one(cls: Any, operation: Any) -> None:
    with pytest.raises(NoConnectionError, match="has no connection; get it from") as caught:
        operation(cls())
    assert isinstance(caught.value, AttributeError)
    assert isinstance(caught.value, BotoClientError)
    assert f"{cls.__name__}(connection" in str(caught.value)


def test_a_value_whose_connection_was_deleted_says_the_same() -> None:
    tag = Tag()
    del tag.connection
    with pytest.raises(NoConnectionError, match="has no connection"):
        tag.delete()


@pytest.mark.parametrize(
    ("add", "kind"),
    [
        (MetricAlarm.add_alarm_action, "alarm_actions"),
        (MetricAlarm.add_insufficient_data_action, "insufficient_data_actions"),
        (MetricAlarm.add_ok_action, "ok_actions"),
    ],
)
class TestAddingAnAction:
    @pytest.mark.parametrize("before", [["a"], "a", ("a",)])
    def test_it_comes_after_those_there_are(self, add: Any, kind: str, before: Any) -> None:
        alarm = MetricAlarm(**{kind: copy.copy(before)})
        add(alarm, "b")
        assert getattr(alarm, kind) == ["a", "b"]
        assert alarm.actions_enabled == "true"

    def test_it_works_on_an_alarm_without_any(self, add: Any, kind: str) -> None:
        alarm = MetricAlarm()
        add(alarm, "b")
        assert getattr(alarm, kind) == ["b"]

    def test_without_an_arn_nothing_changes(self, add: Any, kind: str) -> None:  # noqa: ARG002
        alarm = MetricAlarm()
        add(alarm)
        assert alarm == MetricAlarm()


@pytest.mark.parametrize("symbol", [">", ">=", "<", "<="])
def test_a_comparison_is_taken_as_symbol_and_as_word(symbol: str) -> None:
    word = MetricAlarm._cmp_map[symbol]  # pyright: ignore[reportPrivateUsage] - scripts read it
    assert MetricAlarm(comparison=symbol).comparison == word
    assert MetricAlarm(comparison=word).comparison == word


@pytest.mark.parametrize("comparison", ["==", "", "greaterthanthreshold", 1, ["<"]])
def test_an_unknown_comparison_is_refused_with_those_there_are(comparison: str) -> None:
    with pytest.raises(ValueError, match=r"MetricAlarm\.comparison must be one of ") as caught:
        MetricAlarm(comparison=comparison)
    assert repr(comparison) in str(caught.value)
    assert "'>=', '>', '<', '<=', 'GreaterThanOrEqualToThreshold'" in str(caught.value)


@pytest.mark.parametrize(
    ("make", "argument"),
    [
        (lambda: MetricAlarm(threshold="abc"), "MetricAlarm.threshold"),
        (lambda: MetricAlarm(period="abc"), "MetricAlarm.period"),
        (lambda: MetricAlarm(evaluation_periods="abc"), "MetricAlarm.evaluation_periods"),
        (lambda: AutoScalingGroup(min_size="abc"), "AutoScalingGroup.min_size"),
        (lambda: AutoScalingGroup(max_size="abc"), "AutoScalingGroup.max_size"),
        (lambda: AutoScalingGroup(default_cooldown="abc"), "AutoScalingGroup.default_cooldown"),
        (lambda: AutoScalingGroup(cooldown="abc"), "AutoScalingGroup.default_cooldown"),
    ],
)
def test_an_invalid_number_is_named_in_the_error(make: Any, argument: str) -> None:
    with pytest.raises(ValueError, match="abc") as caught:
        make()
    assert argument in str(caught.value)


@pytest.mark.parametrize("name", ["load_balancers", "availability_zones", "termination_policies"])
def test_a_single_string_is_a_list_of_one_in_a_group(name: str) -> None:
    arguments: dict[str, Any] = {name: "one"}
    assert getattr(AutoScalingGroup(**arguments), name) == ["one"]


@pytest.mark.parametrize("name", ["security_groups", "classic_link_vpc_security_groups"])
def test_a_single_string_is_a_list_of_one_in_a_launch_configuration(name: str) -> None:
    arguments: dict[str, Any] = {name: "one"}
    assert getattr(LaunchConfiguration(**arguments), name) == ["one"]


def test_the_kind_of_a_history_item_has_both_spellings() -> None:
    item = AlarmHistoryItem()
    item.tem_type = "Action"
    assert item.item_type == "Action"
    item.item_type = "StateUpdate"
    assert vars(item) == {"connection": None, "tem_type": "StateUpdate"}


def test_a_connection_that_knows_no_device_types_leaves_the_argument(connection: Any) -> None:
    assert LaunchConfiguration(connection, use_block_device_types=True).use_block_device_types


def test_a_value_that_is_not_a_list_is_refused_by_name() -> None:
    with pytest.raises(TypeError, match=r"AutoScalingGroup.availability_zones must be a list of"):
        AutoScalingGroup(name="web", availability_zones=5)  # type: ignore[arg-type]
