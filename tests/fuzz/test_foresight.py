"""Foresight's JSON interface: each request has one response of one line."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reboto import foresight
from reboto._core import foresight_respond
from tests.support.examples import seconds, tries

RECORDED = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "foresight" / "recorded.jsonl")
    .read_text()
    .splitlines()
]
REQUESTS = [{key: one[key] for key in ("function", "args")} for one in RECORDED]
HOSTILE: list[Any] = [
    None,
    True,
    -1,
    0,
    1,
    2**31,
    2**53,
    2**63,
    -(2**63),
    10**30,
    0.5,
    -0.0,
    1e308,
    -1e308,
    5e-324,
    1e9,
    86_400,
    "",
    "x",
    "ALARM",
    "Ω\u2028\x00",
    [],
    {},
    [None],
    [[]],
    {"": {}},
]
# Copied, since a later change may be made inside of it.
VALUES = (
    st.sampled_from(HOSTILE).map(copy.deepcopy)
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
)


def places(node: Any) -> list[tuple[Any, Any]]:
    """Each container with each of its keys."""
    found: list[tuple[Any, Any]] = []
    pairs: Any = node.items() if isinstance(node, dict) else enumerate(node)
    for key, inner in list(pairs):
        found.append((node, key))
        if isinstance(inner, (dict, list)):
            found += places(inner)
    return found


@st.composite
def mutated(draw: st.DrawFn) -> dict[str, Any]:
    request: dict[str, Any] = copy.deepcopy(draw(st.sampled_from(REQUESTS)))
    for _ in range(draw(st.integers(1, 4))):
        holder, key = draw(st.sampled_from(places(request)))
        match draw(st.integers(0, 3)):
            case 0:
                del holder[key]
            case 1 if isinstance(holder, dict):
                holder[draw(st.sampled_from(["x", "period", "values", "kind", "name"]))] = draw(
                    VALUES
                )
            case _:
                holder[key] = draw(VALUES)
        if not places(request):
            break
    return request


def answered(request: bytes) -> dict[str, Any]:
    response = foresight_respond(request)
    assert "\n" not in response
    content: dict[str, Any] = json.loads(response, parse_constant=pytest.fail)
    assert list(content) in (["result"], ["error"])
    if "error" in content:
        assert content["error"]
        assert len(content["error"]) < 1000
    return content


@pytest.mark.hypothesis
@pytest.mark.timeout(seconds(120))
@given(mutated())
@tries(300)
def test_a_changed_request_has_a_result_or_an_error(request: dict[str, Any]) -> None:
    text = json.dumps(request).encode()
    response = answered(text)
    assert answered(text) == response
    # The Python API says the same.
    arguments: Any = request.get("args")
    if set(request) == {"function", "args"} and request["function"] == "run":
        scenario = arguments.get("scenario") if isinstance(arguments, dict) else None
        if not isinstance(scenario, dict) or len(arguments) > 1:
            return
        try:
            timeline = foresight.Scenario(scenario).simulate().to_dict()
        except ValueError:
            assert "error" in response
        else:
            assert response == {"result": timeline}


@pytest.mark.hypothesis
@pytest.mark.timeout(seconds(120))
@given(st.sampled_from(REQUESTS), st.data())
@tries(300)
def test_changed_bytes_have_a_result_or_an_error(
    request: dict[str, Any], data: st.DataObject
) -> None:
    text = bytearray(json.dumps(request).encode())
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(text) - 1))
        new = data.draw(st.binary(max_size=4))
        text[at : at + data.draw(st.integers(0, 3))] = new
    answered(bytes(text))
