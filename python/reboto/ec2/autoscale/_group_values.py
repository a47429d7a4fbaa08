"""Values that methods of groups make from their arguments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reboto import _core
from reboto._member_values import convert, is_mapping
from reboto._structure import check_keywords
from reboto.ec2.autoscale.lifecycle import LifecycleHook
from reboto.ec2.autoscale.tag import Tag
from reboto.ec2.autoscale.warmpool import InstanceReusePolicy, WarmPool


def warm_pool(given: Any, keywords: dict[str, Any]) -> Any:
    """Return a warm pool from an object and keywords.

    Parameters
    ----------
    given : WarmPool, dict or None
        The pool; it is not changed.
    keywords : dict
        Members that are added.

    Returns
    -------
    WarmPool
    """
    members = {name: part for name, part in keywords.items() if part is not None}
    reuse = members.pop("reuse_on_scale_in", None)
    if reuse is not None:
        if "instance_reuse_policy" in members:
            raise ValueError(
                "put_warm_pool takes either reuse_on_scale_in or instance_reuse_policy"
            )
        members["instance_reuse_policy"] = InstanceReusePolicy(reuse_on_scale_in=reuse)
    check_keywords(WarmPool, members)
    if given is None:
        return WarmPool(**members)
    if not is_mapping(given) and not hasattr(given, "to_dict"):
        raise TypeError(f"pool must be a WarmPool or a dict, got {_core.shown(given)}")
    pool: WarmPool[Any]
    pool = WarmPool.from_dict(given if is_mapping(given) else given.to_dict())
    for name, part in members.items():
        setattr(pool, name, convert(WarmPool, name, part))
    return pool


def lifecycle_hook(connection: Any, group: Any, given: Any, keywords: dict[str, Any]) -> Any:
    """Return a lifecycle hook from its name and keywords, or from another hook.

    Parameters
    ----------
    connection : AutoScaleConnection
        The connection of the hook.
    group : str
        Name of its group.
    given : str or LifecycleHook
        Its name, or a hook, which is not changed.
    keywords : dict
        Members that are added.

    Returns
    -------
    LifecycleHook
    """
    check_keywords(LifecycleHook, keywords)
    if not isinstance(given, (str, LifecycleHook)) or not given:
        raise TypeError(f"hook must be a LifecycleHook or its name, got {_core.shown(given)}")
    members = {} if isinstance(given, str) else given.to_dict()
    hook: LifecycleHook[Any] = LifecycleHook.from_dict(members)
    hook.connection = connection
    hook.as_name = group
    if isinstance(given, str):
        hook.name = given
    for name, part in keywords.items():
        if part is not None:
            setattr(hook, name, part)
    return hook


def sources(kind: type[Any], given: Any) -> Any:
    """Return traffic sources for ARNs, names and objects.

    Parameters
    ----------
    kind : type
        The class of the group, which has them as a member.
    given : str, TrafficSource or list of them
        The sources.

    Returns
    -------
    list of TrafficSource
    """
    is_iterable = getattr(given, "__iter__", None) is not None
    is_several = is_iterable and not is_mapping(given) and type(given) is not str
    several: list[Any] = list(given) if is_several else [given]
    return convert(kind, "traffic_sources", several)


def tags_of(group: str | None, tags: Mapping[str, str | None], propagates: bool) -> list[Tag[Any]]:
    """Return tags of a group.

    Parameters
    ----------
    group : str
        Name of the group.
    tags : dict of str to str
        Values by key.
    propagates : bool
        Whether instances that are launched get the tags.

    Returns
    -------
    list of Tag
    """
    if not isinstance(tags, Mapping):
        raise TypeError(f"tags must be a dict of keys and values, got {_core.shown(tags)}")
    return [
        Tag(key=key, value=value, propagate_at_launch=propagates, resource_id=group)
        for key, value in tags.items()
    ]
