"""Several interpreters in one process: uWSGI and mod_wsgi make one for each application."""

from __future__ import annotations

import sys

import pytest

from tests.support.interpreter import finish, start
from tests.support.wire import Request, Response, Wire, failure, result

# Steps: "main", "a" and "b" use reboto in that interpreter, "end a" destroys it.
PROCESS = """
import sys

try:
    import _interpreters as interpreters
except ImportError:
    import _xxsubinterpreters as interpreters
    make = lambda: interpreters.create(isolated=False)
    run = interpreters.run_string
else:
    make = lambda: interpreters.create("legacy")
    run = interpreters.exec

APPLICATION = '''
try:
    {first}
    import reboto
    from reboto.ec2.autoscale import AutoScalingGroup
    from reboto.exception import BotoServerError
    from reboto.regioninfo import RegionInfo
except ImportError as error:
    print("{step}: ImportError:", error, flush=True)
else:
    region = RegionInfo(name="us-east-1", endpoint="127.0.0.1")
    connection = reboto.connect_autoscale("k", "s", region=region, port={port}, is_secure=False)
    (group,) = connection.get_all_groups()
    try:
        connection.delete_policy("up")
    except BotoServerError:
        print("{step}: caught", isinstance(group, AutoScalingGroup), flush=True)
'''

port, first, *steps = sys.argv[1:]
made = {}
for step in steps:
    code = APPLICATION.format(first=first, step=step, port=port)
    if step == "main":
        exec(code, {})
    elif step.startswith("end "):
        interpreters.destroy(made.pop(step.removeprefix("end ")))
    else:
        if step not in made:
            made[step] = make()
        failed = run(made[step], code)
        assert failed is None, failed
if sys.version_info >= (3, 14):
    # Python warns of remaining interpreters.
    for remaining in made.values():
        interpreters.destroy(remaining)
"""
GROUPS = result("DescribeAutoScalingGroups", {"AutoScalingGroups": [{"AutoScalingGroupName": "g"}]})


def respond(request: Request) -> Response:
    return (
        GROUPS
        if request.operation == "DescribeAutoScalingGroups"
        else failure("ValidationError", "no")
    )


WORKS, REFUSED = "caught True", "ImportError: reboto is already imported in another int"
ORDERS = [
    ["main: works", "a: refused", "main: works"],
    ["a: works", "main: refused", "a: works"],
    ["a: works", "b: refused", "a: works", "b: refused", "end b", "a: works"],
    ["main: works", "a: refused", "end a", "main: works", "b: refused", "end b"],
    ["a: works", "end a", "b: refused", "main: refused"],
    ["a: works", "b: refused", "end a", "b: refused", "main: refused", "end b"],
]
FIRST = ["import reboto", "import reboto._core", "import reboto.as_boto, boto", "import reboto.aio"]


@pytest.mark.parametrize("first", FIRST)
@pytest.mark.parametrize("order", ORDERS, ids=", ".join)
def test_one_interpreter_uses_reboto_and_others_get_an_error_with_the_remedy(
    server: Wire, order: list[str], first: str
) -> None:
    server.otherwise = respond
    steps = [step.partition(": ") for step in order]
    process = start(PROCESS, server.port, first, *(step for step, _, _ in steps))
    status, out, err = finish(process)
    assert (status, err) == (0, "")
    outcomes = {"works": WORKS, "refused": REFUSED}
    expected = [f"{step}: {outcomes[outcome]}" for step, _, outcome in steps if outcome]
    lines = out.splitlines()
    assert [line[: len(start)] for line, start in zip(lines, expected, strict=True)] == expected
    for line in lines:
        assert REFUSED not in line or "--single-interpreter" in line
        assert REFUSED not in line or "WSGIApplicationGroup %{GLOBAL}" in line


OWN_GIL = """
import sys

if sys.version_info >= (3, 13):
    import _interpreters as interpreters
    run = interpreters.exec
else:
    import _xxsubinterpreters as interpreters
    run = interpreters.run_string

CODE = '''
try:
    {statement}
except ImportError as error:
    print(error, flush=True)
'''
first, statement = sys.argv[1:]
exec(first)
isolated = interpreters.create()
assert run(isolated, CODE.format(statement=statement)) is None
interpreters.destroy(isolated)
import reboto.ec2.autoscale
print("main works")
"""


@pytest.mark.skipif(sys.version_info < (3, 12), reason="interpreters share the GIL before 3.12")
@pytest.mark.parametrize("statement", FIRST)
@pytest.mark.parametrize("first", ["import reboto", "pass"])
def test_an_interpreter_with_its_own_gil_is_refused_in_plain_words(
    first: str, statement: str
) -> None:
    status, out, err = finish(start(OWN_GIL, first, statement))
    assert (status, err) == (0, "")
    refused, works = out.splitlines()
    assert refused.startswith("reboto cannot be imported in a subinterpreter with its own GIL")
    assert works == "main works"
