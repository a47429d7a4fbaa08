"""The loops that foresight replaces: the same alarms and policies in plain Python and in numpy.

Two alarms on a utilization, three points each, and two simple policies: launches take 90 seconds,
terminations 60, and a cooldown follows. Each function returns the changes of the capacity, which
`foresight.py` compares with those of reboto.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np


class Rules(NamedTuple):
    """What the peers simulate."""

    hot: float = 70
    cold: float = 40
    cooldown_up: int = 180
    cooldown_down: int = 180
    per_instance: float = 120.0
    launch: int = 90
    terminate: int = 60
    first: int = 4
    most: int = 20
    period: int = 60


def plain_python(values: list[float], rules: Rules) -> int:
    """Work through the slots in a loop."""
    instances, high, low, free_from, changes = rules.first, 0, 0, 0, 0
    joins = leaves = settles = None
    for slot, value in enumerate(values):
        start = slot * rules.period
        for now in (start, start + rules.period):
            if now != start:
                usage = min(100.0, 100.0 * value / (instances * rules.per_instance))
                high = high + 1 if usage > rules.hot else 0
                low = low + 1 if usage < rules.cold else 0
            if joins is not None and joins <= now:
                instances += 1
                free_from, joins = joins + rules.cooldown_up, None
            if leaves is not None and leaves <= now:
                instances, leaves = instances - 1, None
            if settles is not None and settles <= now:
                free_from, settles = settles + rules.cooldown_down, None
        if now < free_from or joins is not None or settles is not None:
            continue
        # An alarm acts when it changes its state, then every minute.
        acts = (max(high, low) - 3) * rules.period % 60 == 0
        if acts and high >= 3 and instances < rules.most:
            joins = now + 1 + rules.launch
            changes += 1
        elif acts and low >= 3 and instances > 1:
            leaves, settles = now + 1, now + 1 + rules.terminate
            changes += 1
    return changes


def with_numpy(values: Any, rules: Rules) -> int:
    """Work through blocks of minutes between changes; each has one number of instances."""
    instances, slot, free, changes, count = rules.first, 0, 0, 0, len(values)
    high = np.zeros(count + 2, dtype=bool)
    low = np.zeros(count + 2, dtype=bool)
    size = 64
    while slot < count:
        end = min(count, slot + size)
        usage = np.minimum(100.0, 100.0 * values[slot:end] / (instances * rules.per_instance))
        # Two slots from before the first one are not breaching.
        high[slot + 2 : end + 2] = usage > rules.hot
        low[slot + 2 : end + 2] = usage < rules.cold
        acts = np.zeros(end - slot, dtype=bool)
        if instances < rules.most:
            acts |= high[slot + 2 : end + 2] & high[slot + 1 : end + 1] & high[slot:end]
        if instances > 1:
            acts |= low[slot + 2 : end + 2] & low[slot + 1 : end + 1] & low[slot:end]
        found = np.flatnonzero(acts[max(0, free - slot) :])
        if not found.size:
            slot, size = end, min(2 * size, 4096)
            continue
        slot += int(found[0]) + max(0, free - slot)
        size, changes = 64, changes + 1
        grows = bool(high[slot + 2])
        now = (slot + 1) * rules.period
        moved = now + 1 + (rules.launch if grows else 0)
        settled = now + 1 + (rules.launch if grows else rules.terminate)
        settled += rules.cooldown_up if grows else rules.cooldown_down
        # Slots that begin before the change still have the old number.
        until = min(count, -(-moved // rules.period))
        usage = np.minimum(
            100.0, 100.0 * values[slot + 1 : until] / (instances * rules.per_instance)
        )
        high[slot + 3 : until + 2] = usage > rules.hot
        low[slot + 3 : until + 2] = usage < rules.cold
        instances += 1 if grows else -1
        slot, free = until, -(-settled // rules.period) - 1
    return changes


def numpy_variants(values: Any, hot: Any, cold: Any, cooldown_up: Any, rules: Rules) -> Any:
    """Work through the slots in a loop, with all variants as arrays."""
    count = len(hot)
    never = np.iinfo(np.int64).max // 2
    instances = np.full(count, rules.first)
    high, low = np.zeros(count, dtype=np.int64), np.zeros(count, dtype=np.int64)
    free_from, changes = np.zeros(count, dtype=np.int64), np.zeros(count, dtype=np.int64)
    joins, leaves, settles = (np.full(count, never) for _ in range(3))
    for slot, value in enumerate(values.tolist()):
        start = slot * rules.period
        for now in (start, start + rules.period):
            if now != start:
                usage = np.minimum(100.0, 100.0 * value / (instances * rules.per_instance))
                high = np.where(usage > hot, high + 1, 0)
                low = np.where(usage < cold, low + 1, 0)
            joined, left, settled = joins <= now, leaves <= now, settles <= now
            instances += joined
            instances -= left
            free_from = np.where(joined, joins + cooldown_up, free_from)
            free_from = np.where(settled, settles + rules.cooldown_down, free_from)
            joins[joined], leaves[left], settles[settled] = never, never, never
        free = (now >= free_from) & (joins == never) & (settles == never)
        grows = free & (high >= 3) & (instances < rules.most)
        shrinks = free & ~grows & (low >= 3) & (instances > 1)
        joins[grows] = now + 1 + rules.launch
        leaves[shrinks] = now + 1
        settles[shrinks] = now + 1 + rules.terminate
        changes += grows | shrinks
    return changes
