"""Why a group's capacity changed at a time, or why it did not, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reboto.foresight._times import clock

if TYPE_CHECKING:
    from reboto._core import ForesightTimeline

_RELATIONS = {
    "GreaterThanOrEqualToThreshold": "at or over",
    "GreaterThanThreshold": "over",
    "LessThanThreshold": "under",
    "LessThanOrEqualToThreshold": "at or under",
}
_WORDS = {
    "no_change": "the result is the present capacity",
    "no_step": "no step holds the value",
    "scale_in_disabled": "scaling in is disabled",
    "suspended": "a process is suspended",
    "disabled": "the policy is disabled",
    "activity_in_progress": "instances are starting or ending",
    "no_data": "the alarm has no data",
    "not_all_ready": "another low alarm of target tracking is not in ALARM",
    "outvoted": "another policy asked for a larger capacity",
}
_ACTS = {"scale_out", "scale_in"}
_WAITS = {"cooldown", "activity_in_progress", "warmup"}
# How far ahead the next chance of a policy is sought, in seconds.
_AHEAD = 6 * 3600


class Explainer:
    """Explains the decisions of a timeline.

    Parameters
    ----------
    core : ForesightTimeline
        The results.
    content : dict of str to object
        The scenario.
    """

    def __init__(self, core: ForesightTimeline, content: dict[str, Any]) -> None:
        self.core = core
        self.start = int(content["start"])
        self.names: list[str] = [one["name"] for one in content.get("policies") or ()]
        self.actions = _actions(content)

    def clock(self, time: int) -> str:
        """Return a time of day, with the date if it is not the first day."""
        return clock(time, self.start)

    def why(self, first: int, last: int) -> str:
        """Explain what happened within a span of time."""
        lines: list[str] = []
        for at, before, after, kind, name, _ in self.core.activities(first, last):
            if kind != "policy":
                who = f"scheduled action {name}" if kind == "scheduled" else "request from outside"
                lines.append(f"{self.clock(at)} {who}: capacity from {before} to {after}.")
        decisions = self.core.decisions(first, last)
        acting = [one for one in decisions if one[4] in _ACTS]
        lines += [self._decision(*one) for one in acting or decisions]
        if lines:
            return "\n".join(lines)
        states = [self._state(alarm, last) for alarm in self.core.alarms()]
        return f"{self.clock(first)} no policy was executed. {' '.join(states)}".rstrip()

    def why_not(self, first: int, last: int) -> str:
        """Explain for each policy why it did not act within a span of time."""
        decisions = self.core.decisions(first, last)
        lines: list[str] = []
        for policy in self.names:
            own = [one for one in decisions if one[2] == policy]
            if own:
                acting = [one for one in own if one[4] in _ACTS]
                lines += [self._decision(*one) for one in acting or own]
                continue
            alarms = self.actions.get(policy, {})
            states = [self._state(alarm, last, words) for alarm, words in alarms.items()]
            reason = " ".join(states) or "No alarm executes it."
            lines.append(f"{self.clock(first)} {policy} was not executed. {reason}")
        return "\n".join(lines) or f"{self.clock(first)} the group has no policies."

    def _decision(self, at: int, alarm: str, policy: str, capacity: int, reason: str) -> str:
        if reason in _ACTS:
            changes = [one for one in self.core.activities(at, at) if one[4] == policy]
            before = changes[0][1] if changes else None
            result = f"capacity from {before} to {capacity}"
        elif reason == "outvoted":
            result = f"asked for {capacity}, but {_WORDS[reason]}"
        else:
            result = f"no change, because {self._because(reason, at)}"
        parts = [result + ".", self._state(alarm, at)]
        chance = self._chance(at, alarm, policy, reason)
        if chance:
            parts.append(chance)
        return f"{self.clock(at)} {policy}: {' '.join(parts)}"

    def _because(self, reason: str, at: int) -> str:
        cooldown, warm = self.core.waits(at)
        if reason == "cooldown" and cooldown is not None:
            return f"the cooldown lasts until {self.clock(cooldown)}"
        if reason == "warmup":
            if warm is not None and warm > at:
                return f"instances warm up until {self.clock(warm)}"
            return "instances are starting"
        return _WORDS.get(reason, reason)

    def _chance(self, at: int, alarm: str, policy: str, reason: str) -> str:
        """When the policy can act next, as the simulation continues."""
        if reason not in _WAITS | _ACTS:
            return ""
        until = None
        for later, other, name, _, why in self.core.decisions(at + 1, at + _AHEAD):
            if name != policy or other != alarm:
                continue
            if why == "cooldown":
                until = self.core.waits(later)[0]
            if why not in _WAITS:
                waits = f"Cooldown until {self.clock(until)}; next" if until else "Next"
                return f"{waits} chance {self.clock(later)}."
        return f"Cooldown until {self.clock(until)}." if until and reason in _ACTS else ""

    def _state(self, alarm: str, at: int, wanted: list[str] | None = None) -> str:
        state, since = self.core.state(alarm, at)
        word = {"ALARM": "in ALARM", "OK": "OK"}.get(state, "in INSUFFICIENT_DATA")
        text = f"{alarm} has been {word} since {self.clock(since)}{self._points(alarm, at, state)}."
        if wanted and state not in wanted:
            text += f" It executes the policy in {' and '.join(wanted)}."
        return text

    def _points(self, alarm: str, at: int, state: str) -> str:
        _, comparison, threshold, periods, needed, _ = self.core.condition(alarm)
        seen = self.core.points(alarm, at)
        if seen is None:
            return ": it was not evaluated yet"
        real = [point for point in seen[1] if point[1] is not None][-periods:]
        if not real:
            return ": its metric has no data"
        breaching = sum(point[2] for point in real)
        values = ", ".join(f"{point[1]:.6g}" for point in real)
        enough = "" if state == "ALARM" or breaching >= needed else f", {needed} are needed"
        lacking = periods - len(real)
        missing = f", {lacking} missing" if lacking > 0 else ""
        relation = _RELATIONS[comparison]
        return (
            f": {breaching} of {len(real)} points {relation} {threshold:.6g} ({values}{missing})"
            f"{enough}"
        )


def _actions(content: dict[str, Any]) -> dict[str, dict[str, list[str]]]:
    """For each policy the alarms that execute it, each with the states in which it does."""
    words = {
        "ALARM": "alarm_actions",
        "OK": "ok_actions",
        "INSUFFICIENT_DATA": "insufficient_data_actions",
    }
    found: dict[str, dict[str, list[str]]] = {}
    for alarm in content.get("alarms") or ():
        for state, word in words.items():
            for policy in alarm.get(word) or ():
                found.setdefault(policy, {}).setdefault(alarm["name"], []).append(state)
    for policy in content.get("policies") or ():
        if policy.get("policy_type") == "TargetTrackingScaling":
            name = policy["name"]
            sides = ("AlarmHigh",) if policy.get("disable_scale_in") else ("AlarmHigh", "AlarmLow")
            for side in sides:
                found.setdefault(name, {})[f"{side}-{name}"] = ["ALARM"]
    return found
