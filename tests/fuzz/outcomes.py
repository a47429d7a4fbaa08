"""The allowed outcomes of hostile input, and a look at the results as a script would take it."""

from __future__ import annotations

import contextlib
import copy
import inspect
import pickle
from typing import TYPE_CHECKING, Any

from reboto.exception import BotoClientError, BotoServerError, NoAuthHandlerFound
from reboto.fanout import Fanout
from reboto.pagination import Pages
from reboto.warnings import UnknownKeywordWarning
from tests.fuzz.values import Raised

if TYPE_CHECKING:
    from tests.support.styles import Blocking

TOLD = (
    TypeError,
    ValueError,
    BotoClientError,
    BotoServerError,
    NoAuthHandlerFound,
    Raised,
    RecursionError,
    # Warnings are errors in the tests.
    UnknownKeywordWarning,
)

# Python's own exception for an object of an unexpected type.
OF_OBJECTS = (*TOLD, AttributeError)


def used(style: Blocking, result: Any) -> None:
    """Look at what a call gave, as a script would."""
    if inspect.iscoroutine(result):
        result = style.settle(result)
    if isinstance(result, Pages):
        style.all(result)
    if isinstance(result, Fanout):
        list(result)
    repr(result)
    str(result)


def shown(value: Any) -> None:
    """Do with an object all that Python and a notebook do by themselves."""
    for look in (
        repr,
        str,
        hash,
        bool,
        copy.copy,
        copy.deepcopy,
        pickle.dumps,
        lambda one: one == one,
        lambda one: one == 5,
        lambda one: one._repr_html_() if hasattr(one, "_repr_html_") else None,
    ):
        with contextlib.suppress(*OF_OBJECTS, pickle.PicklingError):
            look(value)
