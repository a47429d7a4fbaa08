"""Decides what becomes of each name of boto in a source."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reboto._coverage import advise, counterpart, covers, is_shell
from reboto.migrate.names import Remark

if TYPE_CHECKING:
    import libcst as cst

    from reboto.migrate.names import Binding, Import, Names, Statement, Text, Use


@dataclass
class Plan:
    """What becomes of a source.

    Attributes
    ----------
    names : dict
        Names at the root of dotted expressions, and what to write instead.
    modules : dict
        Aliases in ``import`` statements, and the modules to import instead,
        each with the name for ``as`` or None.
    members : dict
        Aliases in ``from`` statements, and whether they move to reboto.
    stars : set
        The ``from … import *`` that move.
    extras : dict
        Statements, and modules to import after them.
    texts : set
        Strings that move.
    remarks : list of Remark
        What does not move, and why.
    """

    names: dict[cst.Name, str] = field(default_factory=dict)
    modules: dict[cst.ImportAlias, list[tuple[str, str | None]]] = field(default_factory=dict)
    members: dict[cst.ImportAlias, bool] = field(default_factory=dict)
    stars: set[Statement] = field(default_factory=set)
    extras: dict[Statement, list[str]] = field(default_factory=dict)
    texts: set[cst.SimpleString] = field(default_factory=set)
    remarks: list[Remark] = field(default_factory=list)


def decide(names: Names) -> Plan:
    """Decide what becomes of the names of boto in a source.

    Parameters
    ----------
    names : Names
        What the source has of boto.

    Returns
    -------
    Plan
    """
    return _Decision(names).plan


class _Decision:
    def __init__(self, names: Names) -> None:
        self.plan = Plan(remarks=list(names.remarks))
        self._existing = names.existing
        self._is_taken = names.is_taken
        for text in names.texts:
            self._decide_text(text)
        for star in names.stars:
            if covers(star.path):
                self.plan.stars.add(star.statement)
            else:
                self._remark(star.line, f"* of {star.path} brings more than reboto has: name it")
        self._look_around(names)
        for binding in names.bindings:
            if binding.is_plain:
                self._decide_plain(binding)
            elif counterpart(binding.root):
                self._decide_module(binding)
            else:
                self._decide_member(binding)

    def _look_around(self, names: Names) -> None:
        """Take in what the file as a whole has of boto."""
        spots = [(text.line, text.path) for text in names.texts if text.role == "patched"]
        spots += [(star.line, star.path) for star in names.stars]
        for binding in names.bindings:
            spots += [(use.line, use.path) for use in binding.uses if not use.is_test]
            spots += [(one.line, one.path) for one in binding.imports if not is_shell(one.path)]
        moved = [(line, path) for line, path in spots if covers(path)]
        errors = [line for line, path in moved if f"{path}.".startswith("boto.exception.")]
        if errors and len(moved) < len(spots):
            self._remark(
                min(errors),
                "the errors move, but what stays on boto raises boto's own: begin the script with "
                "`import reboto.as_boto`, or catch both",
            )
        # An import that nothing uses goes with the rest of the file.
        self._follow_file = bool(moved) or not spots

    def _decide_text(self, text: Text) -> None:
        if text.role == "imported":
            known = counterpart(text.path) is not None
            change = f"change it to 're{text.path}' by hand" if known else advise(text.path)
            self._remark(text.line, f"imports {text.path!r} by name: {change}")
        elif text.role == "patched" and covers(text.path):
            self.plan.texts.add(text.node)
        elif text.role == "patched":
            self._keep(text.line, text.path)
        elif text.path.count(".") > 1 and covers(text.path):
            self._remark(
                text.line,
                f"a string says {text.path!r}: change it to 're{text.path}' if it is imported",
            )

    def _decide_member(self, binding: Binding) -> None:
        for each in binding.imports:
            moves = covers(each.path)
            self._set(each, moves=moves)
            if not moves:
                self._keep(each.line, each.path)

    def _decide_module(self, binding: Binding) -> None:
        kept, moved, _ = _sort(binding)
        if not kept:
            moves = bool(moved) or not is_shell(binding.root) or self._follow_file
            for each in binding.imports:
                self._set(each, moves=moves and counterpart(each.path) is not None)
            return
        self._keep_uses(kept)
        for each in binding.imports:
            self._set(each, moves=False)
        if moved and (binding.is_rebound or self._is_taken):
            self._remark_tangle(binding)
        elif moved:
            self._add(binding, f"re{binding.root}")
            self._rename(moved, binding.root)

    def _decide_plain(self, binding: Binding) -> None:
        kept, moved, tests = _sort(binding)
        lost = [each for each in binding.imports if counterpart(each.path) is None]
        for each in lost:
            self._keep(each.line, each.path)
        self._keep_uses([use for use in kept if not _closest(use.path, lost)])
        if binding.is_rebound or tests or self._is_taken:
            self._decide_plain_by_name(binding, kept, moved)
        else:
            self._decide_plain_imports(binding, kept, moved)
            self._rename(moved, binding.root)

    def _decide_plain_by_name(self, binding: Binding, kept: list[Use], moved: list[Use]) -> None:
        """Move all of a name that has to stay ``boto``, or nothing."""
        paths = [each.path for each in binding.imports]
        is_whole = not kept and all(map(counterpart, paths))
        if not is_whole or not (moved or any(map(covers, paths)) or self._follow_file):
            if moved or any(map(covers, paths)):
                self._remark_tangle(binding)
            return
        for each in binding.imports:
            targets: list[tuple[str, str | None]] = []
            if each.path == "boto" or "boto" not in paths:
                targets.append(("reboto", "boto"))
            if each.path != "boto":
                targets.append((f"re{each.path}", None))
            self.plan.modules[_alias(each)] = targets

    def _decide_plain_imports(self, binding: Binding, kept: list[Use], moved: list[Use]) -> None:
        comes = [each for each in binding.imports if counterpart(each.path)]
        served = {_closest(use.path, binding.imports) for use in kept}
        moving = {_closest(use.path, comes) for use in moved}
        targets: dict[Import, list[str]] = {}
        for each in binding.imports:
            path = each.path
            if each not in comes:
                targets[each] = [path]
            elif path in served or path in moving:
                targets[each] = [path] * (path in served) + [f"re{path}"] * (path in moving)
            else:
                goes = not is_shell(path) or moved or (not kept and self._follow_file)
                targets[each] = [f"re{path}" if goes else path]
        imported = [path for paths in targets.values() for path in paths]
        if kept and not any(path.startswith("boto") for path in imported):
            shared = {
                _common(each.path, use.path): each for each in binding.imports for use in kept
            }
            longest = max(shared, key=len)
            targets[shared[longest]].insert(0, longest)
        if moved and not any(path.startswith("reboto") for path in imported):
            self._add(binding, "reboto")
        for each, paths in targets.items():
            if paths != [each.path]:
                self.plan.modules[_alias(each)] = [(path, None) for path in paths]

    def _set(self, each: Import, *, moves: bool) -> None:
        """Move or keep an import whose local name stays."""
        alias = _alias(each)
        if _is_from(each):
            self.plan.members[alias] = moves
        elif moves:
            self.plan.modules[alias] = [(f"re{each.path}", alias.evaluated_alias)]

    def _add(self, binding: Binding, module: str) -> None:
        """Import a module beside what a binding imports, unless that is done already."""
        if not self._existing & {(binding.scope, module), (binding.scope.globals, module)}:
            self._existing.add((binding.scope, module))
            self.plan.extras.setdefault(binding.imports[0].statement, []).append(module)

    def _rename(self, uses: list[Use], root: str) -> None:
        for use in uses:
            self.plan.names[use.name] = f"re{root}"

    def _keep_uses(self, uses: list[Use]) -> None:
        for use in uses:
            if is_shell(use.path):
                self._remark(
                    use.line, f"{use.path} itself is used as a value: decide by hand which it is"
                )
            else:
                self._keep(use.line, use.path)

    def _keep(self, line: int, path: str) -> None:
        self._remark(line, f"{path} is not in reboto: {advise(path)}")

    def _remark(self, line: int, text: str) -> None:
        self.plan.remarks.append(Remark(line, text))

    def _remark_tangle(self, binding: Binding) -> None:
        self._remark(
            binding.imports[0].line,
            "the name imported here has other meanings in this file: move it by hand",
        )


def _sort(binding: Binding) -> tuple[list[Use], list[Use], list[Use]]:
    """Tell uses that stay from those that move and those that only ask for success."""
    tests = [use for use in binding.uses if use.is_test]
    kept = [use for use in binding.uses if not use.is_test and not covers(use.path)]
    moved = [use for use in binding.uses if not use.is_test and covers(use.path)]
    return kept, moved, tests


def _alias(each: Import) -> cst.ImportAlias:
    if each.alias is None:
        raise TypeError(f"{each.path} is imported by a star")
    return each.alias


def _is_from(each: Import) -> bool:
    return hasattr(each.statement, "module")


def _closest(path: str, imports: list[Import]) -> str | None:
    """Pick the imported module that reaches furthest towards what is used."""
    leading = [each.path for each in imports if f"{path}.".startswith(f"{each.path}.")]
    return max(leading, key=len, default=None)


def _common(path: str, other: str) -> str:
    """Give the package in which two dotted names part."""
    pairs = zip(path.split("."), other.split(".")[:-1], strict=False)
    parts = []
    for mine, theirs in pairs:
        if mine != theirs:
            break
        parts.append(mine)
    return ".".join(parts)
