"""Former name of `reboto._logging`."""

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

# The same module object, so that setting `reboto.logs.log` also changes it for reboto.
sys.modules[__name__] = _logging
