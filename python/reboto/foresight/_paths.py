"""Paths to values of a scenario, such as ``alarms.hot.threshold``."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

# Short names of often used paths.
SHORT = {
    "launch": "group.launch_seconds",
    "terminate": "group.terminate_seconds",
    "warmup": "group.default_instance_warmup",
    "cooldown": "group.default_cooldown",
}
_LISTS = ("alarms", "policies", "scheduled_actions", "schedule", "metrics", "events")


def pointer(content: Json, path: str) -> list[str | int]:
    """Convert a path to keys and indices.

    The second part of a path into a list is the name of an element. Names may contain dots.
    """
    steps = _steps(content, path)
    at: Any = content
    for number, step in enumerate(steps):
        if isinstance(at, list) and isinstance(step, str):
            if not step.isdecimal() or int(step) >= len(at):
                raise ValueError(f"{path!r} must have an index below {len(at)} instead of {step!r}")
            steps[number] = step = int(step)
        at = _inner(at, step)
    return steps


def _inner(at: Any, step: str | int) -> Any:
    """Return the element of a list or the value of a dict, or None."""
    if isinstance(at, dict):
        return at.get(step)
    return at[int(step)] if isinstance(at, list) else None


def _steps(content: Json, path: str) -> list[str | int]:
    path = SHORT.get(path, path)
    head, _, rest = path.partition(".")
    held = content.get(head)
    if head in _LISTS and isinstance(held, list):
        names = [str(one.get("name", index)) for index, one in enumerate(held)]
        matching = [name for name in names if rest.startswith(f"{name}.")]
        if not matching:
            known = ", ".join(names) or "none"
            raise ValueError(
                f"{path!r} must begin with {head} and a name, of which there is {known}"
            )
        name = max(matching, key=len)
        return [head, names.index(name), *rest[len(name) + 1 :].split(".")]
    if head == "metrics" and isinstance(held, dict):
        matching = [name for name in held if rest.startswith(f"{name}.")]
        if not matching:
            known = ", ".join(held) or "none"
            raise ValueError(
                f"{path!r} must begin with metrics and a name, of which there is {known}"
            )
        name = max(matching, key=len)
        return [head, name, *rest[len(name) + 1 :].split(".")]
    if not rest or head not in {"group", "parameters"}:
        raise ValueError(
            f"{path!r} must be a path such as 'alarms.NAME.threshold', 'policies.NAME.cooldown', "
            f"'group.max_size', 'parameters.NAME' or one of {', '.join(SHORT)}"
        )
    return [head, *rest.split(".")]


def set_value(content: Json, path: str, new: Any) -> None:
    """Set the value at a path; parts that are missing are added."""
    held: Any = content
    *steps, last = pointer(content, path)
    for step in steps:
        if isinstance(held, dict):
            held.setdefault(step, {})
        held = _inner(held, step)
        if not isinstance(held, (dict, list)):
            raise ValueError(f"{path!r} leads into {held!r}, which is not a part")
    target: Any = held
    target[last] = new


def value(content: Json, path: str) -> Any:
    """Return the value at a path, or None."""
    at: Any = content
    for step in pointer(content, path):
        at = _inner(at, step)
    return at


def flat(content: Any, prefix: str = "") -> dict[str, Any]:
    """Return all values by their paths."""
    if isinstance(content, dict):
        pairs = list(content.items())
    elif isinstance(content, list) and all(isinstance(one, dict) for one in content):
        pairs = [(one.get("name", index), one) for index, one in enumerate(content)]
    else:
        return {prefix: content}
    found: dict[str, Any] = {}
    for key, held in pairs:
        found |= flat(held, f"{prefix}.{key}" if prefix else str(key))
    return found
