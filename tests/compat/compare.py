"""Find where two descriptions differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

_MISSING = "(not there)"


@dataclass(frozen=True)
class Mismatch:
    """A place where boto and reboto differ, such as ``gave[0]:Tag.value``."""

    path: str
    boto: Any
    reboto: Any

    def __str__(self) -> str:
        return f"{self.path}\n    boto:   {_short(self.boto)}\n    reboto: {_short(self.reboto)}"


def _short(value: Any) -> str:
    shown = repr(value)
    return shown if len(shown) <= 200 else f"{shown[:200]}..."


def compare(boto: Any, reboto: Any, path: str = "gave") -> list[Mismatch]:
    """List the places where the descriptions differ."""
    if isinstance(boto, dict) and isinstance(reboto, dict):
        return _compare_objects(boto, reboto, path)
    if isinstance(boto, list) and isinstance(reboto, list):
        if len(boto) != len(reboto):
            return [Mismatch(f"{path}.length", len(boto), len(reboto)), *_items(boto, reboto, path)]
        return _items(boto, reboto, path)
    same = type(boto) is type(reboto) and boto == reboto
    return [] if same else [Mismatch(path, boto, reboto)]


def _items(boto: list[Any], reboto: list[Any], path: str) -> list[Mismatch]:
    pairs = enumerate(zip(boto, reboto, strict=False))
    return [mismatch for at, (old, new) in pairs for mismatch in compare(old, new, f"{path}[{at}]")]


def _compare_objects(boto: dict[str, Any], reboto: dict[str, Any], path: str) -> list[Mismatch]:
    kind = boto.get("type")
    if kind != reboto.get("type"):
        return [Mismatch(f"{path}:type", kind, reboto.get("type"))]
    here = f"{path}:{kind}" if kind else path
    found = []
    for part in sorted({*boto, *reboto}):
        if part in {"repr", "str"} and part not in boto:
            # boto shows only the object's address there.
            continue
        old, new = boto.get(part, _MISSING), reboto.get(part, _MISSING)
        if part == "vars" and isinstance(old, dict) and isinstance(new, dict):
            for name in sorted({*old, *new}):
                pair = old.get(name, _MISSING), new.get(name, _MISSING)
                found += compare(*pair, f"{here}.{name}")
        elif part == "items":
            found += compare(old, new, here)
        else:
            found += compare(old, new, f"{here}.{part}" if kind else f"{path}.{part}")
    return found
