"""Simulate the recent past of a group, and compare it with what happened."""

from __future__ import annotations

import itertools
import json
import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from reboto._core import gather, shown
from reboto.ec2.autoscale.activity import Activity
from reboto.ec2.cloudwatch.alarm import AlarmHistoryItem
from reboto.foresight._arguments import mapping
from reboto.foresight._read import of
from reboto.foresight._recipes import Recipe, follow, pages
from reboto.foresight._scenario import Scenario
from reboto.foresight._timeline import Timeline
from reboto.foresight._times import Time, clock, seconds

_DESIRED = re.compile(
    r"At (\S+?Z)(?:(?! At \d{4}-).)*?changing the desired capacity from (\d{1,9}) to (\d{1,9})\b"
)
_SUMMARY = re.compile(r"from (OK|ALARM|INSUFFICIENT_DATA) to (OK|ALARM|INSUFFICIENT_DATA)")
# Activities this many seconds apart are the same.
_APART = 120
# What `fit` tries: the parameters that histories of alarms show.
SPACE: dict[str, Sequence[Any]] = {
    "parameters.evaluation_range_extra": [0, 1, 2, 3],
    "parameters.too_young": ["legacy", "ok"],
    "parameters.metric_delay_seconds": [0, 60, 120, 180, 240, 300],
}


class Disagreement(NamedTuple):
    """A difference between the simulation and what happened.

    Attributes
    ----------
    at : int
        Time in seconds since 1970 UTC.
    what : str
        The difference in words.
    why : str
        Why the simulation did what it did.
    """

    at: int
    what: str
    why: str


class Backtest:
    """A comparison of a simulation with what happened.

    Parameters
    ----------
    timeline : Timeline
        The simulation.
    history : list of AlarmHistoryItem
        The history of its alarms.
    activities : list of Activity
        The scaling activities of its group.

    Attributes
    ----------
    timeline : Timeline
        The simulation.
    agreement : dict of str to float
        By alarm, the percentage of minutes in which the states agree.
    matched : int
        Changes of the desired capacity that were simulated within two minutes of the real ones.
    missed, invented : list of tuple
        Real changes that were not simulated, and simulated ones that did not happen: time, old
        and new capacity.

    Examples
    --------
    >>> from reboto import foresight
    >>> group = {"min_size": 1, "max_size": 4}
    >>> event = {"at": 60, "kind": "set_desired_capacity", "desired_capacity": 2}
    >>> content = {"start": 0, "duration": 600, "group": group, "events": [event]}
    >>> future = foresight.Scenario(content).simulate()
    >>> foresight.Backtest(future, future.history, future.activities)
    Backtest(states agree in 100.0 % of minutes, 1 of 1 changes matched, 0 invented)
    """

    def __init__(
        self,
        timeline: Timeline,
        history: Iterable[AlarmHistoryItem],
        activities: Iterable[Activity],
    ) -> None:
        self.timeline = timeline
        self._start = int(timeline.scenario.start.timestamp())
        self._end = self._start + timeline.scenario.duration
        self._states = _real_states(history)
        self.agreement = {
            alarm: self._agreement(alarm)
            for alarm in timeline.final_states
            if alarm in self._states
        }
        real = [one for one in _real_changes(activities) if self._start <= one[0] <= self._end]
        simulated = [one[:3] for one in timeline.core.activities()]
        pairs = _match(real, simulated)
        self.matched = len(pairs)
        self.missed = [one for one in real if one not in {pair[0] for pair in pairs}]
        self.invented = [one for one in simulated if one not in {pair[1] for pair in pairs}]

    @property
    def score(self) -> float:
        """The mean agreement of the alarms in percent, less a point for each wrong change."""
        return self._mean_agreement - len(self.missed) - len(self.invented)

    @property
    def _mean_agreement(self) -> float:
        shares = self.agreement.values()
        return sum(shares) / len(shares) if shares else 100.0

    def _real_state(self, alarm: str, time: int) -> str:
        changes = self._states[alarm]
        index = bisect_right(changes, (time, "~", "~"))
        return changes[index - 1][2] if index else changes[0][1]

    def _minutes(self) -> range:
        # Alarms have no state before their first evaluations.
        return range(self._start + 600, self._end, 60)

    def _agreement(self, alarm: str) -> float:
        minutes = self._minutes()
        core = self.timeline.core
        same = sum(core.state(alarm, time)[0] == self._real_state(alarm, time) for time in minutes)
        return 100 * same / len(minutes) if minutes else 100.0

    @property
    def disagreements(self) -> list[Disagreement]:
        """Where simulation and reality begin to differ, in order of time."""
        found: list[Disagreement] = []
        for alarm in self.agreement:
            differed = False
            for time in self._minutes():
                simulated = self.timeline.core.state(alarm, time)[0]
                real = self._real_state(alarm, time)
                if simulated != real and not differed:
                    what = f"{alarm} was {real}, simulated {simulated}"
                    found.append(Disagreement(time, what, self.timeline.why_not(time)))
                differed = simulated != real
        for at, before, after in self.missed:
            what = f"capacity went from {before} to {after}, which was not simulated"
            found.append(Disagreement(at, what, self.timeline.why_not(at)))
        for at, before, after in self.invented:
            what = f"simulated a capacity from {before} to {after}, which did not happen"
            found.append(Disagreement(at, what, self.timeline.why(at)))
        return sorted(found)

    def report(self, most: int = 20) -> str:
        """Write the agreement and the disagreements as text.

        Parameters
        ----------
        most : int, default 20
            Disagreements to write.

        Returns
        -------
        str
        """
        lines = [repr(self)]
        lines += [f"{alarm}: {share:.1f} % of minutes" for alarm, share in self.agreement.items()]
        found = self.disagreements
        for one in found[:most]:
            lines.append(f"{clock(one.at, self._start)} {one.what}")
            lines += [f"  {line}" for line in one.why.splitlines()]
        if len(found) > most:
            lines.append(f"and {len(found) - most} more")
        return "\n".join(lines)

    def __repr__(self) -> str:
        total = self.matched + len(self.missed)
        return (
            f"Backtest(states agree in {self._mean_agreement:.1f} % of minutes, "
            f"{self.matched} of {total} changes matched, {len(self.invented)} invented)"
        )


def _real_states(history: Iterable[AlarmHistoryItem]) -> dict[str, list[tuple[int, str, str]]]:
    """By alarm, its changes of state: time, old and new one."""
    found: dict[str, list[tuple[int, str, str]]] = {}
    for item in history:
        if item.tem_type != "StateUpdate" or item.timestamp is None or item.name is None:
            continue
        pair = _pair(item)
        if pair:
            found.setdefault(item.name, []).append((seconds("timestamp", item.timestamp), *pair))
    return {name: sorted(changes) for name, changes in found.items()}


def _pair(item: AlarmHistoryItem) -> tuple[str, str] | None:
    data = item.data
    if isinstance(data, str):
        try:
            data = json.loads(data)
        except ValueError:
            data = None
    if isinstance(data, Mapping):
        old, new = data.get("oldState"), data.get("newState")
        if isinstance(old, Mapping) and isinstance(new, Mapping):
            return str(old.get("stateValue")), str(new.get("stateValue"))
    match = _SUMMARY.search(item.summary or "")
    return (match[1], match[2]) if match else None


def _real_changes(activities: Iterable[Activity]) -> list[tuple[int, int, int]]:
    """Read changes of the desired capacity from the causes: time, old and new one."""
    found = {
        (seconds("cause", time), int(old), int(new))
        for one in activities
        for time, old, new in _DESIRED.findall(one.cause or "")
    }
    return sorted(found)


Change = tuple[int, int, int]


def _match(real: Iterable[Change], simulated: Iterable[Change]) -> list[tuple[Change, Change]]:
    """Pair each real change with the nearest simulated one of the same direction."""
    free = list(simulated)
    pairs: list[tuple[Change, Change]] = []
    for one in real:
        near = [
            other
            for other in free
            if abs(other[0] - one[0]) <= _APART and (other[2] > other[1]) == (one[2] > one[1])
        ]
        if near:
            best = min(near, key=lambda other: abs(other[0] - one[0]))
            free.remove(best)
            pairs.append((one, best))
    return pairs


def backtest(
    autoscale: Any, cloudwatch: Any, group: str, days: float = 14, end: Time | None = None
) -> Any:
    """Simulate the recent past of a group, and compare it with what happened.

    Parameters
    ----------
    autoscale : AutoScaleConnection
        The connection to Auto Scaling, blocking or of `reboto.aio`.
    cloudwatch : CloudWatchConnection
        The connection to CloudWatch, of the same kind.
    group : str
        Name of the group.
    days : float, default 14
        Days to look back; AWS keeps the history of alarms for 30 days, activities for 42.
    end : datetime or int or str, optional
        End of the comparison; default is now.

    Returns
    -------
    Backtest
        With connections of `reboto.aio`, a coroutine of it.

    Raises
    ------
    ValueError
        If there is no such group, or if an object cannot be simulated.
    BotoServerError
        If AWS rejects a request.
    """
    return follow(_backtest(autoscale, cloudwatch, group, days, end))


def _backtest(autoscale: Any, cloudwatch: Any, group: str, days: float, end: Time | None) -> Recipe:
    made = of(autoscale, cloudwatch, group, days, end)
    scenario: Scenario = made if isinstance(made, Scenario) else (yield made)
    activities, history = yield from _past(autoscale, cloudwatch, group, scenario)
    return Backtest(_begun(scenario, activities).simulate(), history, activities)


def _past(autoscale: Any, cloudwatch: Any, group: str, scenario: Scenario) -> Recipe:
    activities = yield from pages(autoscale.get_all_activities, group)
    history: list[AlarmHistoryItem] = []
    for name in scenario.alarms:
        history += yield from pages(
            cloudwatch.describe_alarm_history,
            name,
            scenario.start,
            scenario.end + timedelta(minutes=5),
            history_item_type="StateUpdate",
        )
    return activities, history


def _begun(scenario: Scenario, activities: Iterable[Activity]) -> Scenario:
    """Begin with the capacity of that time: what the first change after it left."""
    start = int(scenario.start.timestamp())
    later = [one for one in _real_changes(activities) if one[0] >= start]
    if not later:
        return scenario
    least, most = (scenario.value(f"group.{key}") for key in ("min_size", "max_size"))
    return scenario.with_({"group.desired_capacity": max(least, min(most, later[0][1]))})


def fit(
    scenario: Scenario,
    history: Iterable[AlarmHistoryItem],
    activities: Iterable[Activity] = (),
    space: Mapping[str, Sequence[Any]] | None = None,
) -> tuple[dict[str, Any], Backtest]:
    """Find the unpublished parameters that explain an account's own history best.

    Parameters
    ----------
    scenario : Scenario
        The group with the history of its metrics, as `of` reads it.
    history : list of AlarmHistoryItem
        The history of its alarms.
    activities : list of Activity
        The scaling activities of the group.
    space : dict of str to list, optional
        Values to try, by path; default are the parameters of alarms.

    Returns
    -------
    tuple
        The best values by path, and their `Backtest`. Of equally good values, the first.

    Examples
    --------
    >>> from reboto import foresight
    >>> values, best = foresight.fit(scenario, history)  # doctest: +SKIP
    >>> scenario = scenario.with_(values)  # doctest: +SKIP
    """
    if not isinstance(scenario, Scenario):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise TypeError(f"scenario must be a Scenario, got {shown(scenario)}")
    tried = SPACE if space is None else space
    space = {
        path: gather(f"space[{path!r}]", values) for path, values in mapping("space", tried).items()
    }
    history, activities = gather("history", history), gather("activities", activities)
    for name, listed, kind in (
        ("history", history, AlarmHistoryItem),
        ("activities", activities, Activity),
    ):
        for at, one in enumerate(listed):
            if not isinstance(one, kind):
                raise TypeError(f"{name}[{at}] must be an {kind.__name__}, got {shown(one)}")
    best: tuple[dict[str, Any], Backtest] | None = None
    for values in itertools.product(*space.values()):
        changes = dict(zip(space, values, strict=True))
        found = Backtest(scenario.with_(changes).simulate(), history, activities)
        if best is None or found.score > best[1].score:
            best = changes, found
    if best is None:
        raise ValueError("space must have values for each path")
    return best
