"""Every fault of the table, in both styles: what the caller gets, and what works afterwards."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import pytest

import reboto
from faults import page
from faults.fault import Fault, Stage
from faults.play import play
from faults.table import FAULTS
from wire import REQUEST_ID

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from styles import Blocking
    from wire import Authority


@pytest.fixture
def stage(
    style: Blocking, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, authority: Authority
) -> Iterator[Stage]:
    # Retries do not wait.
    reboto.config.add_section("Boto")
    reboto.config.set("Boto", "max_retry_delay", "0")
    with contextlib.ExitStack() as closing:
        yield Stage(style, monkeypatch, tmp_path, authority, closing)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name.replace(" ", "-"))
def test_a_fault_is_told_and_the_connection_works_again(
    fault: Fault, stage: Stage, record_property: Callable[[str, object], None]
) -> None:
    outcome = play(fault, stage)
    record_property("told", (fault.name, outcome.text))
    assert outcome.seconds < outcome.allowed
    assert outcome.arrived == (fault.attempts if fault.arrive is None else fault.arrive)
    if fault.gives is None:
        assert outcome.error is None, outcome.text
        return
    error = outcome.error
    assert type(error) is fault.gives, outcome.text
    assert outcome.attempts == fault.attempts
    assert getattr(error, "status", None) == fault.status
    assert getattr(error, "code", None) == fault.code
    if fault.code:
        assert getattr(error, "request_id", None) == REQUEST_ID
    current = page.row(fault, outcome.text) in page.PAGE.read_text().splitlines()
    assert current, f"docs/errors.md is not current: run make errors\n{outcome.text}"


def test_the_page_has_each_fault_once_and_no_other() -> None:
    rows = [line for line in page.PAGE.read_text().splitlines() if line.startswith("| ")]
    names = [line.split(" | ")[0].removeprefix("| ") for line in rows]
    listed = [name for name in names if name != "What goes wrong"]
    assert listed == [fault.name for fault in FAULTS]
    assert len(set(listed)) == len(listed) > 90
