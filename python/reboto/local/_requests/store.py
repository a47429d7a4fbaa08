"""A store of named resources for operations that moto lacks.

The members of a resource are those of the request that put it. Responses contain the members that
AWS's model has for them; the serializer omits the others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reboto.local._requests.model_validation import reject
from reboto.local._requests.paging import page
from reboto.local._requests.responses import Responses
from reboto.local._world import utcnow

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable

    from moto.core.responses import ActionResult


class Stored(Responses):
    """A service with resources in the endpoint's own tables."""

    def stored(self, kind: str, name: Hashable, code: str, message: str) -> dict[str, Any]:
        """Return a resource.

        Raises
        ------
        ServiceException
            With the code and the message if the resource does not exist.
        """
        found: dict[str, Any] | None = self.here.table(kind).get(name)
        if found is None:
            reject(code, message)
        return found

    def put(self, kind: str, name: Hashable, created: str, updated: str, **more: Any) -> Any:
        """Put a resource with the members of the request; a resource that exists is replaced.

        Parameters
        ----------
        kind, name
            The kind and the identity of the resource.
        created, updated : str
            Members for the times of its creation and last update; empty for none.
        **more
            Further members.
        """
        table, now = self.here.table(kind), utcnow()
        resource = {key: value for key, value in self._get_params().items() if key != "Tags"}
        before = table.get(name, {})
        if created:
            resource[created] = before.get(created, now)
        if updated:
            resource[updated] = now
        table[name] = {**resource, **more}
        return table[name]

    def paged(
        self, backend: Any, name: str, items: Iterable[Any], key: Callable[[Any], Hashable]
    ) -> ActionResult:
        """Return a page of a list."""
        return page(self, backend, name, list(items), key)

    def given(self) -> dict[str, Any]:
        """Return the members of the request."""
        params: dict[str, Any] = self._get_params()
        return params

    def arn_of(self, resource: str) -> str:
        """Return the ARN of a resource of CloudWatch."""
        return self.here.arn("cloudwatch", resource)
