"""Child processes that tests start."""

from __future__ import annotations

import signal

from tests.support.interpreter import finish, start


def test_started_processes_handle_ctrl_c_when_the_tests_ignore_it() -> None:
    # Shells start background jobs this way.
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        process = start("import signal; signal.raise_signal(signal.SIGINT)")
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)
    assert finish(process)[0] == -signal.SIGINT
