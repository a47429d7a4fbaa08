"""Files with a scenario and expectations: YAML, TOML or JSON. Errors have line and key."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import partial
from os import PathLike
from pathlib import Path
from typing import Any, NoReturn

from reboto._core import shown
from reboto._optional import import_optional
from reboto.foresight import _notation, _paths
from reboto.foresight._metrics import metric
from reboto.foresight._scenario import Scenario
from reboto.foresight._times import duration, seconds

Json = dict[str, Any]

_KEYS = (
    "group",
    "policies",
    "alarms",
    "metrics",
    "load",
    "scheduled_actions",
    "events",
    "parameters",
    "start",
    "duration",
    "set",
    "per_hour",
    "expect",
)
_LOAD = ("metric", "model", "per_instance", "most", "initial_backlog", "resolution", "values")


class TestFileError(ValueError):
    """A file with expectations is wrong; the message begins with file and line."""

    # pytest would take it for a class of tests.
    __test__ = False


class TestFile:
    """A scenario with expectations, as it stands in a file.

    Parameters
    ----------
    path : str or Path
        The file.
    """

    __test__ = False

    def __init__(self, path: str | Path) -> None:
        if not isinstance(path, (str, PathLike)):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise TypeError(f"path must be the path of a file, got {shown(path)}")
        self.path = Path(path)
        try:
            self.text = self.path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError as error:
            raise TestFileError(f"{self.path}:1: the file must be UTF-8 text: {error}") from None
        self._lines: dict[tuple[str | int, ...], int] = {}
        content = self._parse()
        if not isinstance(content, dict):
            self.fail((), "the file must hold keys and values")
        self.content: Json = content
        self._known((), content, _KEYS)
        self.scenario = self._scenario()
        self.per_hour = self.number(("per_hour",), content.get("per_hour", 1))
        expect = content.get("expect")
        if not isinstance(expect, list) or not expect:
            self.fail(("expect",), "expect is required and must be a list of expectations")
        self.expect: list[Any] = expect

    def fail(self, keys: tuple[str | int, ...], message: str) -> NoReturn:
        """Raise an error at the line of a key."""
        raise TestFileError(f"{self.path}:{self.line(keys)}: {message}")

    def guarded(self, keys: tuple[str | int, ...], read: Callable[[], Any]) -> Any:
        """Read a value; errors get file and line."""
        try:
            return read()
        except TestFileError:
            raise
        except (ValueError, TypeError, KeyError) as error:
            text = error.args[0] if isinstance(error, KeyError) else error
            self.fail(self._deeper(keys, str(text)), str(text))

    def number(self, keys: tuple[str | int, ...], value: Any) -> float:
        """Return a number."""
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            self.fail(keys, f"{words(keys)} must be a number, got {value!r}")
        return value

    def line(self, keys: tuple[str | int, ...]) -> int:
        """Return the line of a key, or of the nearest one above it."""
        while keys and keys not in self._lines:
            found = None if self._lines else self._search(keys)
            if found:
                return found
            keys = keys[:-1]
        return self._lines.get(keys, 1)

    def _deeper(self, keys: tuple[str | int, ...], message: str) -> tuple[str | int, ...]:
        """Add the keys that an error of the core names."""
        match = re.match(r"scenario((?:[.\[][\w\]]+)+)", message)
        if not match:
            return keys
        steps = re.findall(r"\w+", match[1])
        return tuple(int(step) if step.isdecimal() else step for step in steps)

    def _known(self, keys: tuple[str | int, ...], given: Any, known: tuple[str, ...]) -> None:
        for key in given:
            if key not in known:
                self.fail(
                    (*keys, key),
                    f"{words((*keys, key))} is unknown; expected one of {', '.join(known)}",
                )

    def known(self, keys: tuple[str | int, ...], given: Any, known: tuple[str, ...]) -> Json:
        """Return a mapping that has no other keys than the known ones."""
        if not isinstance(given, dict):
            self.fail(keys, f"{words(keys)} must have keys of {', '.join(known)}, got {given!r}")
        self._known(keys, given, known)
        return given

    # Formats

    def _parse(self) -> Any:
        suffix = self.path.suffix.lower()
        try:
            if suffix in {".yaml", ".yml"}:
                return self._yaml()
            if suffix == ".toml":
                return self._toml()
            return json.loads(self.text)
        except json.JSONDecodeError as error:
            raise TestFileError(f"{self.path}:{error.lineno}: {error.msg}") from None
        except RecursionError:
            raise TestFileError(f"{self.path}:1: the file must not be nested so deeply") from None

    def _yaml(self) -> Any:
        yaml = import_optional("yaml", "pyyaml")
        loader = None
        try:
            loader = yaml.SafeLoader(self.text)
            node = loader.get_single_node()
            if node is None:
                return {}
            self._mark((), node)
            return loader.construct_document(node)
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            line = mark.line + 1 if mark else 1
            problem = getattr(error, "problem", None) or str(error)
            raise TestFileError(f"{self.path}:{line}: {problem}") from None
        # Such as the 30th of February.
        except ValueError as error:
            raise TestFileError(f"{self.path}:1: {error}") from None
        finally:
            if loader is not None:
                loader.dispose()

    def _mark(self, keys: tuple[str | int, ...], node: Any) -> None:
        """Note the lines of all keys; a repeated one is an error."""
        self._lines[keys] = node.start_mark.line + 1
        if node.id == "mapping":
            for key, value in node.value:
                inner = (*keys, str(key.value))
                if inner in self._lines:
                    line = key.start_mark.line + 1
                    raise TestFileError(f"{self.path}:{line}: {words(inner)} is repeated")
                self._mark(inner, value)
                self._lines[inner] = key.start_mark.line + 1
        elif node.id == "sequence":
            for index, value in enumerate(node.value):
                self._mark((*keys, index), value)

    def _toml(self) -> Any:
        try:
            import tomllib as toml
        except ImportError:  # Python 3.10
            toml = import_optional("tomli", "tomli")
        try:
            return toml.loads(self.text)
        except toml.TOMLDecodeError as error:
            match = re.search(r"line (\d+)", str(error))
            raise TestFileError(f"{self.path}:{match[1] if match else 1}: {error}") from None

    def _search(self, keys: tuple[str | int, ...]) -> int | None:
        """Find a key in a text without marks: each after the one above it."""
        at = 0
        for number, key in enumerate(keys):
            if isinstance(key, int):
                for _ in range(key):
                    opened = re.compile(r"\{|^\[\[", re.MULTILINE).search(self.text, at + 1)
                    at = opened.start() if opened else at
                continue
            pattern = rf"""["'.\[]?\b{re.escape(key)}\b["'\]]{{0,2}}\s*[:=\]\n.]?"""
            match = re.compile(pattern).search(self.text, at)
            if match is None:
                return None if number == 0 else self.text.count("\n", 0, at) + 1
            at = match.start() + 1
        return self.text.count("\n", 0, at) + 1

    # The scenario

    def _scenario(self) -> Scenario:
        given = self.content
        base, name = self._base(given.get("group"))
        for key in ("policies", "alarms", "scheduled_actions", "events", "parameters"):
            if given.get(key) is not None:
                base[key] = _plain(given[key])
        if given.get("start") is not None:
            base["start"] = self.guarded(("start",), lambda: seconds("start", given["start"]))
        base.setdefault("start", 0)
        metrics = dict(base.get("metrics") or {})
        for key, value in self._mapping("metrics").items():
            metrics[key] = self._metric(("metrics", key), key, value)
        if given.get("load") is not None:
            load = self.known(("load",), given["load"], _LOAD)
            key = load.get("metric") or self._only_metric(base)
            metrics[key] = self._metric(("load",), key, load)
        base["metrics"] = metrics
        base.pop("end", None)
        if given.get("duration") is not None:
            base["duration"] = self.guarded(
                ("duration",), lambda: duration("duration", given["duration"])
            )
        elif given.get("load") or given.get("metrics") or "duration" not in base:
            base["duration"] = max(
                (
                    int(one.get("start") or base["start"])
                    - base["start"]
                    + one.get("resolution", 60) * len(one.get("values") or one.get("load") or ())
                    for one in metrics.values()
                ),
                default=0,
            )
        for path, value in self._mapping("set").items():
            self.guarded(("set", path), partial(_paths.set_value, base, path, value))
        scenario: Scenario = self.guarded((), lambda: Scenario(base, name))
        return scenario

    def _mapping(self, key: str) -> Json:
        value = self.content.get(key)
        if value is not None and not isinstance(value, dict):
            self.fail((key,), f"{key} must be keys and values, got {value!r}")
        return value or {}

    def _base(self, group: Any) -> tuple[Json, str | None]:
        if not isinstance(group, dict):
            self.fail(("group",), "group is required and must have keys such as file or min_size")
        if "file" not in group:
            return {"group": group}, self.path.stem
        self._known(("group",), group, ("file",))
        path = self.path.parent / str(group["file"])
        try:
            scenario = Scenario.load(path)
        except OSError as error:
            self.fail(("group", "file"), f"cannot read {path}: {error.strerror}")
        except ValueError as error:
            self.fail(("group", "file"), str(error))
        return scenario.full(arrays=True), scenario.name

    def _only_metric(self, base: Json) -> str:
        alarms = base.get("alarms") or []
        if not (isinstance(alarms, list) and all(isinstance(one, dict) for one in alarms)):
            self.fail(("alarms",), f"alarms must be a list of keys and values, got {alarms!r}")
        names = list(dict.fromkeys(str(one.get("metric") or "") for one in alarms))
        names = names or list(base.get("metrics") or ())
        if len(names) != 1 or not names[0]:
            known = ", ".join(map(str, names)) or "none"
            self.fail(("load",), f"load.metric must be the metric's name, one of {known}")
        return str(names[0])

    def _metric(self, keys: tuple[str | int, ...], name: str, given: Any) -> Json:
        if isinstance(given, (str, list)):
            given = {"values": given}
        if not isinstance(given, Mapping):
            self.fail(keys, f"{words(keys)} must be values or have keys, got {given!r}")
        settings: Json = {key: value for key, value in given.items() if key != "metric"}
        for key in ("values", "load"):
            if isinstance(settings.get(key), str):
                text = settings[key]
                settings[key] = self.guarded((*keys, key), partial(_notation.values, text))
        if settings.get("model") is not None and "values" in settings:
            settings["load"] = settings.pop("values")
        if "values" not in settings and "load" not in settings:
            self.fail(keys, f"{words((*keys, 'values'))} is required")
        read: Json = self.guarded(keys, lambda: metric(f"metrics[{name!r}]", settings))
        return read


def _plain(value: Any) -> Any:
    """Convert the times of YAML and TOML to seconds."""
    if isinstance(value, datetime):
        return seconds("time", value)
    if isinstance(value, date):
        return seconds("time", value.isoformat())
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list) else value


def words(keys: tuple[str | int, ...]) -> str:
    """Write keys as a path: ``expect[2].state``."""
    text = ""
    for key in keys:
        text += f"[{key}]" if isinstance(key, int) else f".{key}" if text else str(key)
    return text or "the file"
