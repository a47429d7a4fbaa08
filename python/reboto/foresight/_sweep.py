"""Many variants of a scenario: their scores, the best of them, and how to apply one."""

from __future__ import annotations

import itertools
import json
import random
import re
import statistics
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from typing import Any, NamedTuple

from reboto._core import Table, gather, shown, table_of_rows
from reboto._counts import counted
from reboto.foresight import _paths
from reboto.foresight._apply import apply
from reboto.foresight._arguments import mapping, real, whole
from reboto.foresight._batches import Work, progress, run
from reboto.foresight._scenario import Scenario
from reboto.foresight._timeline import Timeline
from reboto.resultset import Tabular

_MINUTES = re.compile(r"minutes_(above|below)_(-?\d+(?:\.\d+)?)(?::(.+))?\Z")
_KINDS = ("cost", "instance_hours", "changes", "flaps", "peak")


class _Score(NamedTuple):
    """A score of the compiled sweep, and how to convert it."""

    name: str
    content: dict[str, Any]
    factor: float


def sweep(
    scenario: Scenario,
    space: Mapping[str, Iterable[Any]] | Iterable[Mapping[str, Any]],
    score: Sequence[str] = ("cost", "flaps"),
    seeds: int | Iterable[int] = 0,
    launch_noise: float = 0.2,
    load_noise: float = 0.05,
    per_hour: float = 1.0,
    executor: Executor | None = None,
    show_progress: bool | None = None,
) -> Sweep:
    """Simulate many variants of a scenario and compare their scores.

    Without an executor, all cores of this machine work, and Ctrl-C stops the sweep. With an
    executor, such as a `ProcessPoolExecutor` or Dask's ``client.get_executor()``, variants go
    to it in batches; batches of lost workers are run again.

    Parameters
    ----------
    scenario : Scenario
        What the variants have in common.
    space : dict of str to list or list of dict
        Values by path, of which all combinations are simulated: ``{"alarms.hot.threshold":
        range(50, 90, 5), "policies.up.cooldown": [60, 180], "launch": [60, 120]}``. Or a dict
        of path to value for each variant, such as `samples` gives.
    score : list of str
        Scores, of which a lower one is better: ``cost``, ``instance_hours``, ``changes``,
        ``flaps`` (within 15 minutes), ``peak``, and ``minutes_above_80`` or
        ``minutes_below_20``, with ``:NAME`` if there is more than one metric.
    seeds : int or list of int, default 0
        Number of runs of each variant with noise, or their seeds; 0 for one run without noise.
    launch_noise, load_noise : float
        Standard deviations of the time to launch from run to run, and of the load from slot
        to slot, as fractions. Only used with seeds.
    per_hour : float, default 1
        Price of an instance for an hour.
    executor : concurrent.futures.Executor, optional
        Where to run.
    show_progress : bool, optional
        Whether to show a progress bar with tqdm; default is on a terminal.

    Returns
    -------
    Sweep

    Raises
    ------
    ValueError
        If a path leads nowhere, a score is unknown, or a variant is not a valid scenario.

    Examples
    --------
    >>> from reboto import foresight
    >>> content = {"start": 0, "duration": 3600, "group": {"min_size": 1, "max_size": 4}}
    >>> scenario = foresight.Scenario(content)
    >>> best = foresight.sweep(scenario, {"group.min_size": [1, 2, 3]}, score=["cost", "peak"])
    >>> best.cheapest()
    Variant({'group.min_size': 1}, cost=1, peak=1)
    """
    if scenario.functions:
        raise ValueError(f"metrics must not be functions to be swept, got {scenario.functions}")
    if executor is not None and not hasattr(executor, "submit"):
        raise TypeError(f"executor must be a concurrent.futures.Executor or None, got {executor!r}")
    real("per_hour", per_hour, least=0)
    real("launch_noise", launch_noise, least=0)
    real("load_noise", load_noise, least=0)
    variants = _variants(space)
    paths = list(dict.fromkeys(path for variant in variants for path in variant))
    content = scenario.content
    pointers = [_paths.pointer(content, path) for path in paths]
    scores = [_score(name, scenario, per_hour) for name in _names(score)]
    if len({one.name for one in scores}) < len(scores) or not scores:
        raise ValueError(f"score must be different names, got {list(score)!r}")
    numbers = _seeds(seeds)
    head, series = scenario.parts()
    work = Work(
        head,
        series,
        json.dumps(pointers),
        json.dumps([one.content for one in scores]),
        numbers,
        float(launch_noise),
        float(load_noise),
    )
    base = {path: _paths.value(content, path) for path in paths}
    rows = [[variant.get(path, base[path]) for path in paths] for variant in variants]
    results = run(work, rows, executor, progress(len(rows), show_progress))
    return Sweep(scenario, variants, scores, results, max(1, len(numbers)))


def _names(score: Any) -> list[str]:
    if isinstance(score, str):
        return [score]
    if not hasattr(score, "__iter__"):
        raise TypeError(f"score must be a name or a list of names, got {score!r}")
    names: list[str] = list(score)
    return names


def _seeds(seeds: Any) -> tuple[int, ...]:
    """Return the seeds; none, if variants run once without noise."""
    if hasattr(seeds, "__iter__") and not isinstance(seeds, str):
        return tuple(whole(f"seeds[{at}]", seed, least=0) for at, seed in enumerate(seeds))
    return tuple(range(whole("seeds", seeds, least=0)))


def _variants(space: Any) -> list[dict[str, Any]]:
    if isinstance(space, Mapping):
        values = [_values(path, given) for path, given in space.items()]
        return [dict(zip(space, one, strict=True)) for one in itertools.product(*values)]
    if isinstance(space, str) or not hasattr(space, "__iter__"):
        raise TypeError(
            "space must be a dict of paths, each with values, or a list of dicts, "
            f"got {shown(space)}"
        )
    found = [mapping(f"space[{at}]", one) for at, one in enumerate(gather("space", space))]
    return [dict(zip(one, _plain(list(one.values())), strict=True)) for one in found]


def _values(path: Any, given: Any) -> list[Any]:
    if isinstance(given, str) or not hasattr(given, "__iter__"):
        raise TypeError(f"space[{path!r}] must be a list of values, got {shown(given)}")
    values = _plain(gather(f"space[{path!r}]", given))
    if not values:
        raise ValueError(f"space[{path!r}] must have at least one value")
    return values


def _plain(values: list[Any]) -> list[Any]:
    """Convert numpy's numbers to Python's."""
    return [value.item() if hasattr(value, "item") else value for value in values]


def _score(name: str, scenario: Scenario, per_hour: float) -> _Score:
    match = _MINUTES.match(name)
    if match:
        side, limit, metric = match.groups()
        names = scenario.metrics
        if metric is None and len(names) != 1:
            raise ValueError(
                f"score {name!r} must name its metric, as in '{name}:NAME', of which there is "
                f"{', '.join(names) or 'none'}"
            )
        content = {"kind": side, "metric": metric or names[0], "limit": float(limit)}
        return _Score(name, content, 1)
    if name not in _KINDS:
        raise ValueError(
            f"score must be one of {', '.join(_KINDS)}, minutes_above_N and minutes_below_N, "
            f"got {name!r}"
        )
    kind = {"cost": "instance_seconds", "instance_hours": "instance_seconds"}.get(name, name)
    kind = "activities" if kind == "changes" else kind
    return _Score(name, {"kind": kind}, per_hour if name == "cost" else 1)


def _value(one: _Score, raw: float) -> float:
    # In the order in which a timeline calculates, for equal results.
    return raw / 3600 * one.factor if one.content["kind"] == "instance_seconds" else raw


def samples(
    space: Mapping[str, Sequence[Any]], count: int, seed: int = 0
) -> Iterator[dict[str, Any]]:
    """Choose variants at random.

    Parameters
    ----------
    space : dict of str to list
        Values to choose from, by path: a list, a range, or a tuple of two floats for any
        number between them.
    count : int
        Number of variants.
    seed : int, default 0
        Seed; the same seed gives the same variants.

    Yields
    ------
    dict of str to object
        A variant for `sweep`.

    Examples
    --------
    >>> from reboto import foresight
    >>> for variant in foresight.samples({"launch": range(60, 120), "group.max_size": [4]}, 2):
    ...     print(variant)
    {'launch': 114, 'group.max_size': 4}
    {'launch': 108, 'group.max_size': 4}
    """
    chance = random.Random(seed)  # noqa: S311
    for _ in range(count):
        yield {path: _choose(values, chance) for path, values in space.items()}


def _choose(values: Sequence[Any], chance: random.Random) -> Any:
    if isinstance(values, tuple) and len(values) == 2 and isinstance(values[0], float):
        return chance.uniform(*values)
    return chance.choice(values)


class Variant:
    """A variant of a scenario with its scores.

    Parameters
    ----------
    base : Scenario
        The scenario that was varied.
    changes : dict of str to object
        Values by path.
    runs : list of dict
        Scores of each run, one for each seed.

    Attributes
    ----------
    changes : dict of str to object
        Values by path.
    runs : list of dict
        Scores of each run.
    """

    def __init__(
        self, base: Scenario, changes: dict[str, Any], runs: list[dict[str, float]]
    ) -> None:
        self._base = base
        self.changes = changes
        self.runs = runs

    @property
    def scores(self) -> dict[str, float]:
        """Scores; with seeds, the means."""
        return {
            name: statistics.fmean(run[name] for run in self.runs) if len(self.runs) > 1 else value
            for name, value in self.runs[0].items()
        }

    @property
    def scenario(self) -> Scenario:
        """The scenario with the changes of this variant."""
        return self._base.with_(self.changes)

    def simulate(self) -> Timeline:
        """Run the simulation of this variant, without noise.

        Returns
        -------
        Timeline
        """
        return self.scenario.simulate()

    def diff(self, other: Scenario | None = None) -> dict[str, tuple[Any, Any]]:
        """Compare with a scenario.

        Parameters
        ----------
        other : Scenario, optional
            The scenario; default is the one that was varied.

        Returns
        -------
        dict of str to tuple
            By path, the value of the scenario and that of this variant.
        """
        return (other or self._base).diff(self.scenario)

    def apply(
        self, autoscale: Any, cloudwatch: Any, ask: bool = True, preview: bool = False
    ) -> Any:
        """Change the group, its policies and alarms in AWS to those of this variant.

        Parameters
        ----------
        autoscale : AutoScaleConnection
            The connection to Auto Scaling.
        cloudwatch : CloudWatchConnection
            The connection to CloudWatch, of the same kind.
        ask : bool, default True
            Whether to print the changes and ask on the terminal first.
        preview : bool, default False
            Whether to read the present values in AWS and change nothing.

        Returns
        -------
        list of str
            The paths that were changed in AWS. Empty if the user declines. With ``preview``,
            a line for each change: ``"alarms.hot.threshold: 70.0 to 80"``. With connections
            of `reboto.aio`, a coroutine of it.

        Raises
        ------
        ValueError
            If a change cannot be made in AWS. Nothing is sent.
        BotoServerError
            If AWS rejects a change.
        """
        return apply(self._base.name, self.diff(), autoscale, cloudwatch, ask=ask, preview=preview)

    def __repr__(self) -> str:
        scores = ", ".join(f"{name}={value:.6g}" for name, value in self.scores.items())
        return f"Variant({self.changes!r}, {scores})"


class Sweep(Tabular):
    """The scores of the variants of a scenario.

    It is a sequence of `Variant`. Its table has a row for each variant, with its values and its
    scores; with seeds, the means, and the lowest and highest of each.

    Parameters
    ----------
    base : Scenario
        The scenario that was varied.
    variants : list of dict
        Values by path.
    scores : list of tuple
        Names of the scores, and how to convert the results.
    results : list of float
        Results by variant, seed and score.
    seeds : int
        Runs of each variant.
    """

    def __init__(
        self,
        base: Scenario,
        variants: list[dict[str, Any]],
        scores: list[Any],
        results: Sequence[float],
        seeds: int,
    ) -> None:
        self._base, self._variants, self._scores = base, variants, scores
        self._results, self._seeds = results, seeds

    def __len__(self) -> int:
        return len(self._variants)

    def __getitem__(self, index: int) -> Variant:
        index = range(len(self))[index]
        return Variant(self._base, self._variants[index], list(self._runs(index)))

    def __iter__(self) -> Iterator[Variant]:
        return (self[index] for index in range(len(self)))

    def _runs(self, index: int) -> Iterator[dict[str, float]]:
        count = len(self._scores)
        for seed in range(self._seeds):
            at = (index * self._seeds + seed) * count
            raw = self._results[at : at + count]
            yield {
                one.name: _value(one, value) for one, value in zip(self._scores, raw, strict=True)
            }

    def _table(self) -> Table:
        rows: list[Any] = []
        for variant in self:
            row: dict[str, Any] = {**variant.changes, **variant.scores}
            if self._seeds > 1:
                for name in variant.scores:
                    values = [run[name] for run in variant.runs]
                    row[f"{name}_least"], row[f"{name}_most"] = min(values), max(values)
            rows.append(row)
        return table_of_rows(rows, {})

    def pareto(self, *scores: str) -> Sweep:
        """Return the variants of which no other is better in one score and as good in all.

        Parameters
        ----------
        *scores : str
            Names of the scores to look at; default is all.

        Returns
        -------
        Sweep
            Ordered by the first score.
        """
        names = scores or tuple(one.name for one in self._scores)
        points = [tuple(variant.scores[name] for name in names) for variant in self]
        order = sorted(range(len(self)), key=points.__getitem__)
        front: list[int] = []
        for index in order:
            # Those before it are as good in the first score.
            dominated = any(
                all(a <= b for a, b in zip(points[other], points[index], strict=True))
                and points[other] != points[index]
                for other in front
            )
            if not dominated:
                front.append(index)
        return self._part(front)

    def cheapest(self, limits: Mapping[str, float] | None = None, **more: float) -> Variant:
        """Return the variant with the lowest first score that keeps to limits.

        Parameters
        ----------
        limits : dict of str to float, optional
            Highest values of other scores.
        **more : float
            Highest values of other scores: ``minutes_above_80=5``.

        Returns
        -------
        Variant

        Raises
        ------
        ValueError
            If no variant keeps to the limits.
        """
        most = {**(limits or {}), **more}
        names = [one.name for one in self._scores]
        for name in most:
            if name not in names:
                raise ValueError(f"limits must be scores of {', '.join(names)}, got {name!r}")
        fitting = [
            variant
            for variant in self
            if all(variant.scores[name] <= limit for name, limit in most.items())
        ]
        if not fitting:
            raise ValueError(f"no variant keeps to the limits {most}")
        return min(fitting, key=lambda variant: tuple(variant.scores.values()))

    def _part(self, indices: Iterable[int]) -> Sweep:
        chosen, width = list(indices), self._seeds * len(self._scores)
        results = array("d")
        for index in chosen:
            results.extend(self._results[index * width : (index + 1) * width])
        variants = [self._variants[index] for index in chosen]
        return Sweep(self._base, variants, self._scores, results, self._seeds)

    def __repr__(self) -> str:
        scores = ", ".join(one.name for one in self._scores)
        seeds = f" x {self._seeds} seeds" if self._seeds > 1 else ""
        return f"Sweep({counted(len(self), 'variant')}{seeds}: {scores})"

    def _repr_html_(self) -> str:
        from reboto._html import escape

        shown = self if len(self) <= 50 else self.pareto()
        front = "" if len(self) <= 50 else "; the Pareto front is shown"
        heads: dict[str, None] = {}
        rows: list[str] = []
        for variant in itertools.islice(shown, 50):
            cells = {**variant.changes, **{k: f"{v:.6g}" for k, v in variant.scores.items()}}
            heads.update(dict.fromkeys(cells))
            rows.append(
                f"<tr>{''.join(f'<td>{escape(str(value))}</td>' for value in cells.values())}</tr>"
            )
        head = "".join(f"<th>{escape(name)}</th>" for name in heads)
        caption = escape(f"{self!r}{front}")
        return (
            f'<table class="reboto"><caption>{caption}</caption><thead><tr>{head}</tr></thead>'
            f"<tbody>{''.join(rows)}</tbody></table>"
        )
