"""Every fault of the table, in both styles: the caller's result, and the calls afterwards."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.errors import page
from tests.errors.runner import run
from tests.errors.table import FAULTS
from tests.support.wire import REQUEST_ID

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.errors.fault import Fault, Fixtures


# Texts that must not be shown to users: debug output, escaped line ends, panics, source
# positions, `None`, and a proxy's password.
NOISE = re.compile(
    r"Some\(|None\b|Error \{|Err\(|\{ |\\n|\\\"|panic|\.rs:|Sdk|dispatch|hush-hush", re.ASCII
)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name.replace(" ", "-"))
def test_a_fault_is_reported_and_the_connection_works_again(
    fault: Fault, fixtures: Fixtures, record_property: Callable[[str, object], None]
) -> None:
    outcome = run(fault, fixtures)
    record_property("fault_text", (fault.name, outcome.text))
    assert outcome.seconds < outcome.allowed
    assert outcome.arrived == (fault.attempts if fault.arrive is None else fault.arrive)
    if fault.gives is None:
        assert outcome.error is None, outcome.text
        return
    error = outcome.error
    assert not NOISE.search(outcome.text), outcome.text
    assert type(error) is fault.gives, outcome.text
    assert outcome.attempts == fault.attempts
    assert getattr(error, "status", None) == fault.status
    assert getattr(error, "code", None) == fault.code
    if fault.code:
        assert getattr(error, "request_id", None) == REQUEST_ID
    current = page.row(fault, outcome.text) in page.PAGE.read_text().splitlines()
    assert current, f"docs/development/faults.md is not current: run make errors\n{outcome.text}"


def test_the_page_has_each_fault_once_and_no_other() -> None:
    rows = [line for line in page.PAGE.read_text().splitlines() if line.startswith("| ")]
    names = [line.split(" | ")[0].removeprefix("| ") for line in rows]
    listed = [name for name in names if name != "Fault"]
    assert listed == [fault.name for fault in FAULTS]
    assert len(set(listed)) == len(listed) > 90
