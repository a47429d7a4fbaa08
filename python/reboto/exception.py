"""Exceptions that calls raise: boto's classes, with the data of the response as attributes.

Exceptions of services that reboto does not call are also here, for scripts and
modules that import them together with the others.
"""

from __future__ import annotations

from reboto._error_types import (
    BotoClientError as BotoClientError,
)
from reboto._error_types import (
    BotoConnectionError as BotoConnectionError,
)
from reboto._error_types import (
    BotoServerError as BotoServerError,
)
from reboto._error_types import (
    BotoTimeoutError as BotoTimeoutError,
)
from reboto._error_types import (
    NoAuthHandlerFound as NoAuthHandlerFound,
)
from reboto._error_types import (
    NoConnectionError as NoConnectionError,
)
from reboto._error_types import (
    UnreadableAnswerError as UnreadableAnswerError,
)
from reboto._lazy import TYPE_CHECKING, typing

if TYPE_CHECKING:
    from reboto._other_service_errors import *  # noqa: F403
    from reboto._rare_errors import (
        InvalidInstanceMetadataError as InvalidInstanceMetadataError,
    )
    from reboto._rare_errors import (
        PartialFailureError as PartialFailureError,
    )
    from reboto._rare_errors import (
        WaitTimeoutError as WaitTimeoutError,
    )
else:
    _RARE = ("InvalidInstanceMetadataError", "PartialFailureError", "WaitTimeoutError")

    def __getattr__(name: str) -> typing.Any:
        # Loaded at first use, to keep startup fast: scripts rarely use these errors.
        if name in _RARE:
            from reboto import _rare_errors

            globals().update((rare, getattr(_rare_errors, rare)) for rare in _RARE)
            return globals()[name]
        if name == "__all__" or not name.startswith("_"):
            from reboto import _other_service_errors, _rare_errors

            modules = (_rare_errors, _other_service_errors)
            errors = {
                kind.__name__: kind
                for kinds in (globals(), *map(vars, modules))
                for kind in tuple(kinds.values())
                if isinstance(kind, type) and kind.__module__ == __name__
            }
            globals().update(errors, __all__=[name for name in errors if not name.startswith("_")])
            if name in globals():
                return globals()[name]
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

    def __dir__() -> list[str]:
        __getattr__("__all__")
        return sorted(globals())
