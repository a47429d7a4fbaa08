"""Members of requests that the local endpoint does not implement.

Requests with one of them are rejected, because ignoring it could give a wrong result.
"""

from __future__ import annotations

UNSUPPORTED: dict[str, tuple[str, ...]] = {
    "ListMetrics": ("IncludeLinkedAccounts", "OwningAccount"),
    "PutMetricData": ("EntityMetricData",),
}
