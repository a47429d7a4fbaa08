"""Annotations of generated modules, and the imports that they need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from botocore_model.classes import package, pairs
from botocore_model.forms import FORMS
from botocore_model.names import HAND_WRITTEN

if TYPE_CHECKING:
    from botocore_model.service import Service, Shape

# Where a class is defined, if that is not its public module.
_PRIVATE = {"reboto.ec2.cloudwatch.metric_data.MetricDataQuery": "_metric_data_query"}


class Types:
    """Annotations of a module, and the imports that they need.

    Parameters
    ----------
    service : Service
        The service.
    module : str
        The public module whose classes need no import.
    """

    def __init__(self, service: Service, module: str) -> None:
        self.service = service
        self.module = module
        self.imports: dict[str, str] = {}
        self.lazy: set[str] = {"TYPE_CHECKING", "typing"}

    def text(self, shape: Shape, *, given: bool) -> str:
        """Return the annotation of a value that is read, or given to a constructor."""
        match shape.type_name:
            case "string":
                return self._literal(shape) if getattr(shape, "enum", None) else "str"
            case "integer" | "long":
                return "int"
            case "double" | "float":
                return "float"
            case "boolean":
                return "bool"
            case "blob":
                return "bytes"
            case "timestamp":
                self.lazy.add("datetime")
                return "datetime.datetime"
            case "map":
                return self._mapping(self.text(shape.value, given=given), given=given)
            case "structure":
                return self._structure(shape, given=given)
            case _:
                return self._list(shape, given=given)

    def _literal(self, shape: Shape) -> str:
        self.imports["literals"] = f"{package(self.service)}._generated"
        return f"literals.{shape.name}"

    def _mapping(self, values: str, *, given: bool) -> str:
        if not given:
            return f"dict[str, {values}]"
        self.lazy.add("abc")
        return f"abc.Mapping[str, {values}]"

    def _structure(self, shape: Shape, *, given: bool) -> str:
        place = self.service.python_class(shape.name)
        if place is None:
            return self._mapping("typing.Any", given=given)
        kind = self._class(place.module, place.name)
        if not given:
            return kind
        form = FORMS.get(f"{place.module.rpartition('.')[2]}.{place.name}")
        short = f" | {form.short}" if form and form.short else ""
        return f"{kind} | {self._mapping('typing.Any', given=True)}{short}"

    def _class(self, module: str, name: str) -> str:
        parent, _, short = module.rpartition(".")
        key = f"{short}.{name}"
        if key not in HAND_WRITTEN and module == self.module:
            return name
        if private := _PRIVATE.get(f"{module}.{name}"):
            short = private
        elif key not in HAND_WRITTEN:
            parent = f"{parent}._generated"
        self.imports[short] = parent
        return f"{short}.{name}"

    def _list(self, shape: Shape, *, given: bool) -> str:
        form = pairs(self.service, shape)
        if form == "dimensions":
            return self._mapping("typing.Any" if given else "list[str]", given=given)
        if form == "tags":
            return self._mapping("str", given=given)
        item = self.text(shape.member, given=given)
        if not given:
            return f"list[{item}]"
        self.lazy.add("abc")
        return f"abc.Iterable[{item}]"

    def head(self) -> str:
        """Return the imports."""
        lines: list[str] = []
        if self.imports:
            self.lazy.add("LazyModule")
        lines.append(f"from reboto._lazy import {', '.join(sorted(self.lazy))}")
        if self.imports:
            lines.append("\nif TYPE_CHECKING:")
            lines += [f"    from {path} import {name}" for name, path in self._sorted()]
            lines.append("else:")
            lines += [f'    {name} = LazyModule("{path}.{name}")' for name, path in self._sorted()]
        return "\n".join(lines) + "\n"

    def _sorted(self) -> list[tuple[str, str]]:
        return sorted(self.imports.items(), key=lambda pair: (pair[1], pair[0]))
