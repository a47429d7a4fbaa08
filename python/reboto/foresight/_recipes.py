"""Sequences of calls that serve blocking and awaitable connections."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Generator
from typing import Any

# A recipe yields calls and gets their results.
Recipe = Generator[Any, Any, Any]


def follow(recipe: Recipe) -> Any:
    """Make the calls of a recipe: at once, or in a coroutine if they are awaitable."""
    call = _next(recipe, None)
    if isinstance(call, _Result):
        return call.value
    if inspect.isawaitable(call):
        return _follow_later(recipe, call)
    while not isinstance(call, _Result):
        call = _next(recipe, call)
    return call.value


async def _follow_later(recipe: Recipe, call: Awaitable[Any]) -> Any:
    at: Any = call
    while not isinstance(at, _Result):
        at = _next(recipe, await at)
    return at.value


class _Result:
    """The result of a recipe."""

    def __init__(self, value: Any) -> None:
        self.value = value


def _next(recipe: Recipe, value: Any) -> Any:
    try:
        return recipe.send(value)
    except StopIteration as end:
        return _Result(end.value)


def pages(method: Any, *arguments: Any, **keywords: Any) -> Recipe:
    """Read all pages of a listing."""
    found: list[Any] = []
    token = None
    while True:
        page = yield method(*arguments, next_token=token, **keywords)
        found.extend(page)
        token = getattr(page, "next_token", None)
        if not token:
            return found
