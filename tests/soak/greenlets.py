"""Greenlets of gevent or eventlet that are killed or time out during their calls.

::

    python -m tests.soak.greenlets LIBRARY PORT GREENLETS SEED

The library replaces Python's sockets and threads before anything else is imported.
"""

from __future__ import annotations

import sys
import warnings
from importlib import import_module


def main() -> None:
    """Run the program with the arguments of the command line."""
    library, *numbers = sys.argv[1:]
    with warnings.catch_warnings():
        # eventlet warns at import that it is deprecated.
        warnings.simplefilter("ignore")
        if library == "gevent":
            import_module("gevent.monkey").patch_all()
        else:
            import_module("eventlet").monkey_patch()
        killing = import_module("tests.soak.killing")
    killing.run(library, *map(int, numbers))


if __name__ == "__main__":
    main()
