"""Former name of `reboto._logging`: the same module."""

import sys

from reboto import _logging
from reboto._logging import (
    init_logging,
    log,
    perflog,
    set_file_logger,
    set_stream_logger,
)

__all__ = ["init_logging", "log", "perflog", "set_file_logger", "set_stream_logger"]

# Setting `reboto.logs.log` sets it for reboto too.
sys.modules[__name__] = _logging
