"""Number and choice of the examples in property-based tests.

`make test` tries a few examples, the same in every run and on every machine, so that the result
depends only on the commit. `make sweep` tries a given number of new random examples. Record each
failure that it finds next to the test, as an `@example` or in a table.
"""

from __future__ import annotations

import datetime
import gc
import os
from unicodedata import ucd_3_2_0

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.internal.conjecture import junkdrawer, providers
from hypothesis.internal.constants_ast import Constants

# Examples per test in a sweep; 0 in normal runs.
SWEEP = int(os.environ.get("REBOTO_EXAMPLES", "0"))

# An example that takes longer is considered hanging.
PATIENCE = datetime.timedelta(seconds=20)

settings.register_profile(
    "reboto",
    derandomize=not SWEEP,
    deadline=PATIENCE,
    print_blob=True,
    # Without Phase.explain, which traces every line of every example and doubles the run time.
    phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.target, Phase.shrink],
    suppress_health_check=[
        HealthCheck.data_too_large,
        # Fixtures are environments and servers that examples do not change.
        HealthCheck.function_scoped_fixture,
        HealthCheck.large_base_example,
        HealthCheck.too_slow,
    ],
)
settings.load_profile("reboto")

# Hypothesis times the garbage collector with a Python callback. Exceptions that a signal handler
# raises inside it are dropped: Ctrl-C and pytest-timeout's alarm would be lost.
_callbacks = list(gc.callbacks)
junkdrawer.gc_cumulative_time()
gc.callbacks[:] = _callbacks

if not SWEEP:
    # Hypothesis also tries constants from the loaded modules, so the examples would depend on
    # the tests that run in the same process.
    providers.__dict__["_get_local_constants"] = Constants


def tries(few: int) -> settings:
    """Return settings for this number of examples, or for the number of a sweep."""
    return settings(max_examples=SWEEP or few)


def seconds(usual: int) -> int:
    """Return the timeout of a property-based test, in seconds; longer in a sweep."""
    return max(usual, SWEEP * int(PATIENCE.total_seconds()))


def characters() -> st.SearchStrategy[str]:
    """Return a strategy for printable characters that the interpreter of boto knows, too.

    `repr` of newer characters depends on the version of Python.
    """
    known = st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Cn"])
    return known.filter(lambda character: ucd_3_2_0.category(character) != "Cn")
