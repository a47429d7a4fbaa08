"""Rules of composite alarms: operators, AWS's text, errors with positions, trees."""

from __future__ import annotations

import contextlib
import copy
import pickle
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reboto.ec2.cloudwatch import (
    AlarmRule,
    CompositeAlarm,
    MetricAlarm,
    at_least,
    has_no_data,
    in_alarm,
    is_ok,
)
from reboto.ec2.cloudwatch.rule import FALSE, TRUE
from tests.support.messages import cbor_result

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.styles import Blocking
    from tests.support.wire import Wire

STATES = ("ALARM", "OK", "INSUFFICIENT_DATA")
seven: Any = 7
A, B, C = in_alarm("a"), in_alarm("b"), in_alarm("c")


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (A & B & ~C, 'ALARM("a") AND ALARM("b") AND NOT ALARM("c")'),
        (A & (B & C), 'ALARM("a") AND ALARM("b") AND ALARM("c")'),
        ((A | B) & C, '(ALARM("a") OR ALARM("b")) AND ALARM("c")'),
        (A | B & C, 'ALARM("a") OR ALARM("b") AND ALARM("c")'),
        (~(A | B), 'NOT (ALARM("a") OR ALARM("b"))'),
        (~~A, 'NOT (NOT ALARM("a"))'),
        (is_ok("x y") | has_no_data("z"), 'OK("x y") OR INSUFFICIENT_DATA("z")'),
        (A & TRUE | FALSE, 'ALARM("a") AND TRUE OR FALSE'),
        (A & "OK(b)", 'ALARM("a") AND OK("b")'),
        ("OK(b) or OK(c)" & A, '(OK("b") OR OK("c")) AND ALARM("a")'),
        ("TRUE" | A, 'TRUE OR ALARM("a")'),
        (at_least(2, ["a", MetricAlarm(name="b")]), 'AT_LEAST(2, ALARM, ("a", "b"))'),
        (at_least("50%", ["a"], "NOT OK"), 'AT_LEAST(50%, NOT OK, ("a"))'),
        (in_alarm(CompositeAlarm(name="page")), 'ALARM("page")'),
    ],
)
def test_operators_write_the_syntax_of_aws(rule: AlarmRule, text: str) -> None:
    assert rule == text
    assert type(rule) is AlarmRule
    assert rule.normalized() == text
    rule.check()


def test_an_existing_text_is_kept_until_it_is_combined() -> None:
    text = "alarm(CPUUtilizationTooHigh)  AND  (not OK(arn:aws:cloudwatch:eu-west-1:1:alarm:b))"
    rule = AlarmRule(text)
    assert rule == text
    assert str(rule) == text
    assert rule.alarms == ["CPUUtilizationTooHigh", "arn:aws:cloudwatch:eu-west-1:1:alarm:b"]
    assert (rule | A).startswith('ALARM("CPUUtilizationTooHigh") AND NOT OK(')


names = st.text(
    st.characters(min_codepoint=32, max_codepoint=126, exclude_characters='"'), min_size=1
).filter(lambda name: bool(name.strip()))
alarm_names = st.sampled_from(["a", "b", "cpu high", "x(1)", "AND", "arn:aws:cloudwatch:::alarm:q"])
leaves = st.one_of(
    st.builds(in_alarm, alarm_names),
    st.builds(is_ok, alarm_names),
    st.builds(has_no_data, alarm_names),
    st.sampled_from([TRUE, FALSE]),
    st.builds(
        at_least,
        st.sampled_from([1, 2, "1%", "50%", "100%"]),
        st.lists(alarm_names, min_size=2, max_size=4, unique=True),
        st.sampled_from([*STATES, *(f"NOT {state}" for state in STATES)]),
    ),
)


def inner(rules: Any) -> Any:
    return st.one_of(
        st.builds(lambda one, other: one & other, rules, rules),
        st.builds(lambda one, other: one | other, rules, rules),
        st.builds(lambda one: ~one, rules),
    )


trees = st.recursive(leaves, inner, max_leaves=8)
all_states = st.fixed_dictionaries(
    dict.fromkeys(
        ["a", "b", "cpu high", "x(1)", "AND", "arn:aws:cloudwatch:::alarm:q"],
        st.sampled_from(STATES),
    )
)


@given(trees)
def test_text_and_tree_are_the_same_rule(rule: AlarmRule) -> None:
    assert AlarmRule(str(rule)).normalized() == rule
    assert AlarmRule(str(rule)).root == rule.root
    assert AlarmRule(rule.replace(" AND ", " and ").replace("(", " ( ")).normalized() is not None


@given(trees, trees, all_states)
def test_operators_mean_what_they_say(
    one: AlarmRule, other: AlarmRule, states: dict[str, str]
) -> None:
    left, right = one.evaluate(states), other.evaluate(states)
    assert (one & other).evaluate(states) is (left and right)
    assert (one | other).evaluate(states) is (left or right)
    assert (~one).evaluate(states) is (not left)


@given(names)
def test_every_name_without_quotes_is_read_back(name: str) -> None:
    assert in_alarm(name).alarms == [name]
    assert at_least(1, [name]).alarms == [name]


@given(st.text(max_size=60))
def test_other_texts_are_refused_with_a_value_error(text: str) -> None:
    rule = AlarmRule(text)
    # Other errors would fail the test.
    with contextlib.suppress(ValueError):
        rule.check()
        assert rule.normalized().normalized() == rule.normalized()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("ALARM(a) AND", "rule: expected a condition after position 12, at the end: ALARM(a) AND"),
        ("ALARM(a) b", "expected AND, OR or the end, got 'b' at position 9"),
        ("ALARM(a", "expected ')' after position 7"),
        ('OK(b) OR ALARM("a', "the quote is not closed at position 15"),
        ("FOO(a)", "or '(', got 'FOO' at position 0"),
        ("ALARM()", "expected the name of an alarm, got ')' at position 6"),
        ("AT_LEAST(3, ALARM, (a, b))", "threshold must be from 1 to 2, got '3', at position 0"),
        ("AT_LEAST(1, SAD, (a, b))", "expected a state, got 'SAD' at position 12"),
        ("(" * 200, "more than 100 levels of nesting"),
        (" OR ".join(f"ALARM(a{n})" for n in range(101)), "at most 100 alarms, got 101"),
        (" OR ".join(["TRUE"] * 501), "at most 500 elements, got 501"),
        ("ALARM(a) OR " * 1000 + "TRUE", "at most 10,240 characters, got 12,004"),
    ],
)
def test_errors_have_the_position(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=r"^rule") as raised:
        AlarmRule(text).check()
    assert message in str(raised.value)


@pytest.mark.parametrize(
    ("call", "kind", "message"),
    [
        (lambda: in_alarm(""), ValueError, "non-empty name"),
        (lambda: in_alarm('a"b'), ValueError, "name with a quote"),
        (lambda: in_alarm(7), TypeError, "alarm must be an alarm or its name, got 7"),
        (lambda: in_alarm(A), TypeError, "must be an alarm or its name"),
        (lambda: A & seven, TypeError, "unsupported operand"),
        (lambda: A and B, TypeError, "combine rules with &, | and ~"),
        (lambda: at_least(3, ["a", "b"]), ValueError, "from 1 to 2, got 3"),
        (lambda: at_least("101%", ["a"]), ValueError, "from 1% to 100%"),
        (lambda: at_least(True, ["a"]), ValueError, "a number of alarms or a share"),
        (lambda: at_least(1, "ab"), TypeError, "alarms must be a list"),
        (lambda: at_least(1, []), ValueError, "at least one alarm"),
        (lambda: A.evaluate({}), ValueError, "the state of the alarm 'a'"),
        (lambda: A.evaluate({"a": "bad"}), ValueError, r"states\['a'\] must be one of ALARM"),
        (lambda: (A | B).evaluate({"a": "ALARM"}), ValueError, "alarm 'b'"),
    ],
)
def test_wrong_arguments(call: Callable[[], Any], kind: type[Exception], message: str) -> None:
    with pytest.raises(kind, match=message):
        call()


def test_the_tree_shows_values() -> None:
    tree = (A & ~(B | C)).tree({"a": "ALARM", "b": "OK", "c": "ALARM"})
    assert tree.splitlines() == [
        "AND: false",
        '├── ALARM("a"): true',
        "└── NOT: false",
        "    └── OR: true",
        '        ├── ALARM("b"): false',
        '        └── ALARM("c"): true',
    ]


def again_from(value: Any) -> Any:
    return pickle.loads(pickle.dumps(value))  # noqa: S301


def test_rules_are_copied_and_pickled() -> None:
    alarm = CompositeAlarm(name="page", rule=A & B)
    for again in (copy.copy(alarm), copy.deepcopy(alarm), again_from(alarm)):
        assert again == alarm
        assert type(again.rule) is AlarmRule
    assert again_from(A) == A


def test_a_rule_is_sent_and_read_back(style: Blocking, server: Wire) -> None:
    text = 'ALARM("cpu") AND (ALARM(errors) OR OK(x))'
    server.script(
        cbor_result(),
        cbor_result({"CompositeAlarms": [{"AlarmName": "page", "AlarmRule": text}]}),
        cbor_result(),
    )
    cloudwatch = style.cloudwatch(server)
    alarm = CompositeAlarm(name="page", rule=in_alarm("cpu") & (A | B))
    assert style.settle(cloudwatch.put_composite_alarm(alarm)) is True
    assert server.requests[-1].document["AlarmRule"] == (
        'ALARM("cpu") AND (ALARM("a") OR ALARM("b"))'
    )
    (read,) = style.settle(cloudwatch.describe_alarms(alarm_names=["page"]))
    assert (type(read.rule), read.rule) == (AlarmRule, text)
    assert read.rule.alarms == ["cpu", "errors", "x"]
    assert "cpu" in read._repr_html_()
    read.rule &= ~in_alarm("deploying")
    assert style.settle(read.update()) is True
    sent = server.requests[-1].document["AlarmRule"]
    assert sent == ('ALARM("cpu") AND (ALARM("errors") OR OK("x")) AND NOT ALARM("deploying")')


@pytest.mark.parametrize(
    "alarm", [CompositeAlarm(name="p", rule="ALARM(a) AND OK("), {"name": "p", "rule": "OK(a) AND"}]
)
def test_an_invalid_rule_is_refused_before_sending(
    style: Blocking, server: Wire, alarm: Any
) -> None:
    with pytest.raises(ValueError, match="at the end"):
        style.settle(style.cloudwatch(server).put_composite_alarm(alarm))
    assert server.requests == []


def test_functions_that_reboto_does_not_know_are_left_to_aws(style: Blocking, server: Wire) -> None:
    server.script(cbor_result())
    alarm = CompositeAlarm(name="p", rule="AT_MOST(2, ALARM, (a, b))")
    assert style.settle(style.cloudwatch(server).put_composite_alarm(alarm)) is True


def test_children_and_parents(style: Blocking, server: Wire) -> None:
    server.script(
        cbor_result({"MetricAlarms": [{"AlarmName": "a"}], "CompositeAlarms": []}),
        cbor_result({"CompositeAlarms": [{"AlarmName": "page"}]}),
        cbor_result({"CompositeAlarms": [{"AlarmName": "page"}]}),
    )
    cloudwatch = style.cloudwatch(server)
    children = style.settle(CompositeAlarm(cloudwatch, name="page").get_children())
    assert [alarm.name for alarm in children] == ["a"]
    assert server.requests[-1].document["ChildrenOfAlarmName"] == "page"
    for alarm in (MetricAlarm(cloudwatch, "a"), CompositeAlarm(cloudwatch, name="a")):
        assert [each.name for each in style.settle(alarm.get_parents())] == ["page"]
        assert server.requests[-1].document["ParentsOfAlarmName"] == "a"
