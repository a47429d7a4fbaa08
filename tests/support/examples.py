"""How many examples the tests that draw theirs try, and which.

`make test` tries few, the same ones everywhere and at every run, so a commit passes or fails.
`make sweep` tries as many as it is told, which nobody saw before; what it finds is written
down beside the test, as an `@example` or in a table, for all that come after.
"""

from __future__ import annotations

import datetime
import gc
import os

from hypothesis import HealthCheck, Phase, settings
from hypothesis.internal.conjecture import junkdrawer, providers
from hypothesis.internal.constants_ast import Constants

# Examples of each test in a sweep; none where the same few are tried.
SWEEP = int(os.environ.get("REBOTO_EXAMPLES", "0"))

# An example that takes longer hangs.
PATIENCE = datetime.timedelta(seconds=20)

settings.register_profile(
    "reboto",
    derandomize=not SWEEP,
    deadline=PATIENCE,
    print_blob=True,
    # Explaining a failure traces every line of every example, failed or not: half of the time.
    phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.target, Phase.shrink],
    suppress_health_check=[
        HealthCheck.data_too_large,
        # Fixtures are empty environments and servers, which no example changes for the next.
        HealthCheck.function_scoped_fixture,
        HealthCheck.large_base_example,
        HealthCheck.too_slow,
    ],
)
settings.load_profile("reboto")

# Hypothesis times the garbage collector by a callback in Python. A signal handler that raises there
# raises to nobody: Ctrl-C, and pytest-timeout's alarm, would be lost.
_callbacks = list(gc.callbacks)
junkdrawer.gc_cumulative_time()
gc.callbacks[:] = _callbacks

if not SWEEP:
    # Hypothesis also tries numbers and texts that it reads in whatever modules happen to be
    # loaded: with other tests beside it, a test would see other examples.
    providers.__dict__["_get_local_constants"] = Constants


def tries(few: int) -> settings:
    """Try that many examples, or as many as a sweep is to."""
    return settings(max_examples=SWEEP or few)


def seconds(usual: int) -> int:
    """How long a test may take that tries several examples."""
    return max(usual, SWEEP * int(PATIENCE.total_seconds()))
