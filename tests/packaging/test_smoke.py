"""The program that release workflows run with an installed wheel."""

from __future__ import annotations

import pytest

import smoke


@pytest.mark.slow
def test_calls_and_the_demo_pass(capfd: pytest.CaptureFixture[str]) -> None:
    assert smoke.main() == 0
    assert "works: calls and demo pass" in capfd.readouterr().out


@pytest.mark.parametrize(
    ("program", "told"),
    [
        ("print('Throttling')", "must be a ValidationError, got 'Throttling'"),
        ("import sys; sys.exit(3)", "returned non-zero exit status 3"),
    ],
)
def test_what_does_not_work_is_reported(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], program: str, told: str
) -> None:
    monkeypatch.setattr(smoke, "CALLS", program)
    assert smoke.main() == 1
    assert told in capsys.readouterr().err
