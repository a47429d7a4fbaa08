"""Generated classes hold every member of AWS's model, under each of its names."""

from __future__ import annotations

import copy
import datetime
import importlib
import inspect
import pickle
from typing import TYPE_CHECKING, Any

import pytest

from botocore_model.forms import FORMS, Form
from docstrings import parse
from reboto._structure import Structure
from reboto.ec2.autoscale.launchconfig import InstanceMetadataOptions
from reboto.ec2.autoscale.launchtemplate import (
    InstanceRequirements,
    LaunchTemplateOverrides,
    LaunchTemplateSpecification,
    MixedInstancesPolicy,
    Range,
)
from reboto.ec2.autoscale.lifecycle import LifecycleHook
from reboto.ec2.autoscale.policy import TargetTracking
from reboto.ec2.autoscale.traffic import TrafficSource
from reboto.ec2.autoscale.warmpool import WarmPool
from reboto.ec2.cloudwatch.alarm import CompositeAlarm, EvaluationWindow, ScheduledQuery
from reboto.ec2.cloudwatch.anomaly import SingleMetricAnomalyDetector
from reboto.ec2.cloudwatch.dashboard import Dashboard
from tests.aws_model.samples import STRUCTURES, is_noun, loaded, members

if TYPE_CHECKING:
    from botocore_model.classes import Class


def members_of(shape: str) -> list[str]:
    """Return the attributes of the class of a type."""
    of = next(of for of in STRUCTURES if shape in of.shapes)
    return [member.attribute for member in of.members]


every = pytest.mark.parametrize("of", STRUCTURES, ids=lambda of: of.key)


def test_all_types_have_classes() -> None:
    assert len(STRUCTURES) > 100
    assert sum(len(of.members) for of in STRUCTURES) > 400


@every
def test_every_member_has_all_its_names(of: Class) -> None:
    kind = loaded(of)
    value = kind()
    for number, member in enumerate(of.members):
        for name in (member.attribute, *member.aliases):
            assert getattr(value, name) is None, name
        for name in (member.attribute, *member.aliases):
            setattr(value, name, number)
            assert [getattr(value, alias) for alias in (member.attribute, *member.aliases)] == [
                number
            ] * (1 + len(member.aliases))
            assert vars(value)[member.attribute] == number
            delattr(value, name)
            assert member.attribute not in vars(value)


@every
def test_only_members_that_were_set_are_attributes(of: Class) -> None:
    value = loaded(of)()
    assert vars(value) == ({"connection": None} if is_noun(of) else {})
    assert value == loaded(of)()
    assert repr(value) == f"{of.name}()"
    assert value.keys() == []


@every
def test_a_dict_of_boto3_is_read_and_written_back(of: Class) -> None:
    given = members(of)
    value = loaded(of).from_dict(given)
    assert value.to_dict() == given
    assert value.keys() == list(given)
    assert dict(value).keys() == given.keys()
    again = loaded(of).from_dict(dict(value))
    assert again == value
    assert hash(again) == hash(value)


@every
def test_snake_case_and_keywords_are_the_same_as_names_of_aws(of: Class) -> None:
    given, kind = members(of), loaded(of)
    attributes = {member.attribute: given[member.name] for member in of.members}
    value = kind.from_dict(given)
    assert kind.from_dict(attributes) == value
    assert kind(**attributes) == value
    for member in of.members:
        assert value[member.name] == value[member.attribute] == value.get(member.name)
        assert member.name in value
        assert member.attribute in value


@every
def test_copies_and_pickles_are_equal(of: Class) -> None:
    value = loaded(of).from_dict(members(of))
    for made in (copy.copy(value), copy.deepcopy(value), pickle.loads(pickle.dumps(value))):  # noqa: S301
        assert made == value
        assert vars(made) == vars(value)
        assert type(made) is type(value)


@every
def test_a_changed_member_makes_a_value_unequal(of: Class) -> None:
    value = loaded(of).from_dict(members(of))
    for member in of.members:
        other = copy.copy(value)
        setattr(other, member.attribute, None)
        assert other != value
        assert member.name not in other


@every
def test_an_unknown_keyword_is_refused_with_the_nearest(of: Class) -> None:
    kind = loaded(of)
    for member in of.members:
        with pytest.raises(TypeError, match=rf"^{of.name}.__init__\(\) got an unexpected keyword"):
            kind(**{f"{member.attribute}_x": 1})
        with pytest.raises(ValueError, match=rf"^{of.name} has no member '{member.name}_x'"):
            kind.from_dict({f"{member.name}_x": 1})


@every
def test_a_class_says_where_it_is_and_what_its_members_are(of: Class) -> None:
    kind = loaded(of)
    assert (kind.__module__, kind.__qualname__) == (of.module, of.name)
    doc = parse(kind.__doc__)
    documented = doc.kinds("Parameters")
    connection = ["connection"] if is_noun(of) else []
    form = FORMS.get(of.key, Form())
    positional = [*connection, *form.positional.split()]
    attributes = [member.attribute for member in of.members]
    if form.members_of:
        attributes += members_of(form.members_of)
    assert set(documented) == {*positional, *form.parameters, *attributes}
    assert list(documented)[: len(positional)] == positional
    if of.key not in FORMS:
        assert list(documented) == [*connection, *attributes]
    assert all(documented.values())
    parameters = inspect.signature(kind).parameters
    assert set(parameters) == set(documented)
    assert all(
        parameter.kind is parameter.KEYWORD_ONLY
        for name, parameter in parameters.items()
        if name not in positional
    )
    assert "/APIReference/API_" in kind.__doc__
    package = importlib.import_module(of.module.rpartition(".")[0])
    assert getattr(package, of.name) is kind
    assert of.name in package.__all__


@every
def test_a_value_is_shown_in_a_notebook(of: Class) -> None:
    assert of.name in loaded(of).from_dict(members(of))._repr_html_()


def test_the_nearest_name_is_suggested() -> None:
    with pytest.raises(TypeError, match=r"'http_token'; did you mean http_tokens\?"):
        InstanceMetadataOptions(http_token="required")  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
    with pytest.raises(TypeError, match=r"'HttpTokens'; did you mean http_tokens\?"):
        InstanceMetadataOptions(HttpTokens="required")  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
    with pytest.raises(ValueError, match=r"'VCPUCount': did you mean vcpu_count\?"):
        InstanceRequirements.from_dict({"VCPUCount": {"Min": 1}})
    with pytest.raises(ValueError, match="no member 'zebra'; its members are min, max"):
        Range.from_dict({"zebra": 1})


def test_nested_dicts_become_objects_and_errors_name_their_place() -> None:
    policy = MixedInstancesPolicy.from_dict(
        {
            "LaunchTemplate": {
                "launch_template_specification": {"LaunchTemplateId": "lt-1", "version": "2"},
                "Overrides": [{"InstanceRequirements": {"VCpuCount": {"Min": 0}}}],
            }
        }
    )
    assert policy.launch_template is not None
    assert policy.launch_template.launch_template_specification == LaunchTemplateSpecification(
        launch_template_id="lt-1", version="2"
    )
    assert policy.launch_template.Overrides == [
        LaunchTemplateOverrides(instance_requirements=InstanceRequirements(vcpu_count=Range(min=0)))
    ]
    with pytest.raises(ValueError, match=r"Range has no member 'Mim': did you mean min\?"):
        InstanceRequirements(vcpu_count={"Mim": 1})
    with pytest.raises(
        TypeError,
        match=r"InstanceRequirements\.vcpu_count must be a Range, a dict, a number or a pair",
    ):
        InstanceRequirements(vcpu_count="3")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    with pytest.raises(TypeError, match=r"must be a PredefinedMetric, a dict or a string"):
        TargetTracking(predefined_metric_specification=3)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    with pytest.raises(TypeError, match="must be an InstanceReusePolicy or a dict, got 3"):
        WarmPool(instance_reuse_policy=3)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    with pytest.raises(TypeError, match="excluded_instance_types must be a list, got 3"):
        InstanceRequirements(excluded_instance_types=3)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]


def test_a_member_that_is_given_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="Range has the member min twice"):
        Range.from_dict({"Min": 1, "min": 2})


def test_zero_false_and_empty_values_are_set() -> None:
    assert Range(min=0).to_dict() == {"Min": 0}
    assert EvaluationWindow(sliding_window={}).to_dict() == {"SlidingWindow": {}}
    assert InstanceRequirements(excluded_instance_types=[]).to_dict() == {
        "ExcludedInstanceTypes": []
    }
    assert InstanceRequirements(require_hibernate_support=False).keys() == [
        "RequireHibernateSupport"
    ]


def test_a_list_that_was_given_can_be_extended_and_a_text_is_a_list_of_one() -> None:
    types = ["m5.*"]
    requirements = InstanceRequirements(allowed_instance_types=types)
    types.append("c5.*")
    assert requirements.allowed_instance_types == ["m5.*", "c5.*"]
    assert InstanceRequirements(allowed_instance_types="m5.*").allowed_instance_types == ["m5.*"]


def test_dimensions_and_tags_are_dicts() -> None:
    detector = SingleMetricAnomalyDetector.from_dict(
        {"Dimensions": [{"Name": "a", "Value": "1"}, {"Name": "a", "Value": "2"}]}
    )
    assert detector.dimensions == {"a": ["1", "2"]}
    detector.dimensions = {"b": "3"}  # type: ignore[dict-item] # pyright: ignore[reportAttributeAccessIssue]
    assert detector.to_dict() == {"Dimensions": [{"Name": "b", "Value": "3"}]}
    query = ScheduledQuery(tags={"stage": "live"})
    assert query.to_dict() == {"Tags": [{"Key": "stage", "Value": "live"}]}
    with pytest.raises(TypeError, match=r"ScheduledQuery\.tags must be a dict, or a list of dicts"):
        ScheduledQuery.from_dict({"Tags": ["stage"]})


def test_other_names_follow_from_aws() -> None:
    alarm = CompositeAlarm(rule="ALARM(a)", name="page")
    assert alarm.alarm_rule == alarm.AlarmRule == "ALARM(a)"  # type: ignore[attr-defined] # pyright: ignore
    alarm.AlarmRule = "OK(a)"
    assert alarm.rule == "OK(a)"
    assert LifecycleHook(transition="autoscaling:EC2_INSTANCE_LAUNCHING").LifecycleTransition
    source = TrafficSource.from_dict({"LoadBalancerTargetGroupARN": "arn:t"})
    assert source.identifier == source.Identifier == "arn:t"
    assert source.to_dict() == {"Identifier": "arn:t"}


def test_the_configuration_of_a_warm_pool_is_part_of_it() -> None:
    pool = WarmPool(min_size=2, pool_state="Stopped", instances=[{"InstanceId": "i-1"}])
    assert pool.to_dict() == {
        "MinSize": 2,
        "PoolState": "Stopped",
        "Instances": [{"InstanceId": "i-1"}],
    }
    assert pool.instances is not None
    assert type(pool.instances[0]).__name__ == "Instance"


def test_members_that_the_model_does_not_know_are_kept() -> None:
    value: Any = Range(min=1)
    value.Step = 2
    assert value["Step"] == 2
    assert "Step" in value
    assert value.to_dict() == {"Min": 1, "Step": 2}
    assert value != Range(min=1)
    assert pickle.loads(pickle.dumps(value)) == value  # noqa: S301
    base: Any = Structure()
    base.Anything = "x"
    assert base.to_dict() == {"Anything": "x"}


def test_long_texts_are_shortened_in_representations() -> None:
    assert len(repr(Dashboard(name="web", body="x" * 10_000))) < 300
    assert repr(InstanceMetadataOptions(http_tokens="required")) == (
        "InstanceMetadataOptions(http_tokens='required')"
    )


def test_a_noun_keeps_its_connection_out_of_its_value() -> None:
    connection: Any = "connection"
    one, other = LifecycleHook(connection, name="h"), LifecycleHook(name="h")
    assert one == other
    assert one.to_dict() == {"LifecycleHookName": "h"}
    assert copy.copy(one).connection == connection
    assert pickle.loads(pickle.dumps(one)).connection is None  # noqa: S301


def test_a_subclass_can_have_parameters_of_its_own() -> None:
    class Mine(InstanceMetadataOptions):
        def __init__(self, strict: bool, **kwargs: Any) -> None:
            super().__init__(http_tokens="required" if strict else "optional", **kwargs)

    assert Mine(strict=True, http_endpoint="enabled").to_dict() == {
        "HttpTokens": "required",
        "HttpEndpoint": "enabled",
    }


def test_a_structure_is_not_iterated_by_number() -> None:
    with pytest.raises(TypeError, match="not iterable"):
        list(Range(min=1))  # type: ignore[call-overload] # pyright: ignore
    assert bool(Range())
    with pytest.raises(KeyError, match="Max"):
        Range(min=1)["Max"]
    assert Range(min=1).get("Max", 5) == 5
    assert 3 not in Range(min=1)


def test_times_are_kept() -> None:
    time = datetime.datetime(2026, 1, 2)
    value = loaded(next(of for of in STRUCTURES if of.key == "anomaly.Range"))(start_time=time)
    assert value.StartTime is time
