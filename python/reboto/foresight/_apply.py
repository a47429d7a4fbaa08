"""Put a variant's changes into AWS."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reboto.foresight._recipes import Recipe, follow

# Keys of a scenario that boto's objects can set, with their attributes.
_GROUP = {
    "min_size": "min_size",
    "max_size": "max_size",
    "desired_capacity": "desired_capacity",
    "default_cooldown": "default_cooldown",
    "default_instance_warmup": "default_instance_warmup",
}
_POLICY = {
    "adjustment_type": "adjustment_type",
    "scaling_adjustment": "scaling_adjustment",
    "cooldown": "cooldown",
    "min_adjustment_magnitude": "min_adjustment_step",
}
_ALARM = {
    "comparison": "comparison",
    "threshold": "threshold",
    "evaluation_periods": "evaluation_periods",
    "period": "period",
    "statistic": "statistic",
    "datapoints_to_alarm": "datapoints_to_alarm",
    "treat_missing_data": "treat_missing_data",
}
_PARTS = {"group": _GROUP, "policies": _POLICY, "alarms": _ALARM}


def apply(
    group: str | None,
    changes: Mapping[str, tuple[Any, Any]],
    autoscale: Any,
    cloudwatch: Any,
    *,
    ask: bool,
    preview: bool = False,
) -> Any:
    """Put changes into AWS; with awaitable connections, in a coroutine."""
    wanted: dict[tuple[str, str], dict[str, Any]] = {}
    for path, (_, new) in changes.items():
        part, _, rest = path.partition(".")
        name, _, key = rest.rpartition(".")
        attribute = _PARTS.get(part, {}).get(key)
        if attribute is None:
            settable = ", ".join(f"{one}.{word}" for one in _PARTS for word in _PARTS[one])
            raise ValueError(
                f"{path} cannot be changed in AWS by boto's objects; these can: {settable}"
            )
        wanted.setdefault((part, name), {})[attribute] = new
    if preview:
        return follow(_preview(group, wanted, autoscale, cloudwatch))
    if ask and not _confirmed(group, changes):
        return follow(_nothing(autoscale, group))
    return follow(_put(group, wanted, list(changes), autoscale, cloudwatch))


def _confirmed(group: str | None, changes: Mapping[str, tuple[Any, Any]]) -> bool:
    lines = [f"{path}: {old} to {new}" for path, (old, new) in changes.items()]
    text = "\n".join([f"Changes of group {group}:", *lines, "Apply them? [y/N] "])
    return input(text).strip().lower() in {"y", "yes"}


def _nothing(autoscale: Any, group: str | None) -> Recipe:
    # A call that changes nothing says whether the result is awaited.
    yield autoscale.get_all_groups([group])
    return []


def _put(
    group: str | None,
    wanted: Mapping[tuple[str, str], dict[str, Any]],
    paths: list[str],
    autoscale: Any,
    cloudwatch: Any,
) -> Recipe:
    # Everything is read before the first change, so that a wrong name changes nothing.
    loaded = yield from _load(group, wanted, autoscale, cloudwatch)
    for part, _, item, attributes in loaded:
        for attribute, value in attributes.items():
            setattr(item, attribute, value)
        yield autoscale.create_scaling_policy(item) if part == "policies" else item.update()
    return paths


def _preview(
    group: str | None,
    wanted: Mapping[tuple[str, str], dict[str, Any]],
    autoscale: Any,
    cloudwatch: Any,
) -> Recipe:
    loaded = yield from _load(group, wanted, autoscale, cloudwatch)
    lines: list[str] = []
    for part, name, item, attributes in loaded:
        prefix = f"{part}.{name}." if name else f"{part}."
        words = {attribute: key for key, attribute in _PARTS[part].items()}
        lines += [
            f"{prefix}{words[attribute]}: {getattr(item, attribute)} to {value}"
            for attribute, value in attributes.items()
        ]
    return lines


def _load(
    group: str | None,
    wanted: Mapping[tuple[str, str], dict[str, Any]],
    autoscale: Any,
    cloudwatch: Any,
) -> Recipe:
    """Read the objects to change: part, name, object and new attributes."""
    loaded: list[tuple[str, str, Any, dict[str, Any]]] = []
    for (part, name), attributes in wanted.items():
        if part == "group":
            found = yield autoscale.get_all_groups([group])
        elif part == "policies":
            found = yield autoscale.get_all_policies(group, [name])
        else:
            found = yield cloudwatch.describe_alarms(alarm_names=[name])
        if not found:
            raise ValueError(f"there is no {part} {name or group!r} in the account")
        loaded.append((part, name, found[0], attributes))
    return loaded
