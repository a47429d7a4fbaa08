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
    InvalidInstanceMetadataError as InvalidInstanceMetadataError,
)
from reboto._error_types import (
    NoAuthHandlerFound as NoAuthHandlerFound,
)
from reboto._error_types import (
    NoConnectionError as NoConnectionError,
)
from reboto._error_types import (
    PartialFailureError as PartialFailureError,
)
from reboto._error_types import (
    UnreadableAnswerError as UnreadableAnswerError,
)
from reboto._error_types import (
    WaitTimeoutError as WaitTimeoutError,
)
from reboto._lazy import TYPE_CHECKING, typing

if TYPE_CHECKING:
    from reboto._other_service_errors import *  # noqa: F403
else:

    def __getattr__(name: str) -> typing.Any:
        # Loaded at first use, to keep startup fast: scripts rarely use the other services' errors.
        if name == "__all__" or not name.startswith("_"):
            from reboto import _other_service_errors

            errors = {
                kind.__name__: kind
                for kind in (*globals().values(), *vars(_other_service_errors).values())
                if isinstance(kind, type) and kind.__module__ == __name__
            }
            globals().update(errors, __all__=[name for name in errors if not name.startswith("_")])
            if name in globals():
                return globals()[name]
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

    def __dir__() -> list[str]:
        __getattr__("__all__")
        return sorted(globals())
