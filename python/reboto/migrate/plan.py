"""Decides how each name of boto in a source is changed."""

# pyright cannot infer dataclass fields whose types are imported only for type checking.
# pyright: reportUnknownVariableType=false

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from itertools import takewhile
from typing import TYPE_CHECKING

from reboto._compat.boto_map import advise, counterpart, covers, is_in_boto, is_shell
from reboto.migrate.guards import is_exception, role
from reboto.migrate.names import Remark

if TYPE_CHECKING:
    from reboto.migrate.names import Binding, Import, Names, Statement, Use
    from reboto.migrate.scopes import Scope
    from reboto.migrate.texts import Text


@dataclass
class Plan:
    """The changes to a source. "Moved" means changed from boto to reboto.

    Attributes
    ----------
    names : dict
        Replacements for names at the root of dotted expressions.
    modules : dict
        For aliases in ``import`` statements, the modules to import instead,
        each with the name for ``as`` or None.
    members : dict
        For aliases in ``from`` statements, whether they are moved.
    stars : set
        The ``from … import *`` statements that are moved.
    extras : dict
        For statements, the modules to import after them.
    texts : list of Text
        String literals that are moved.
    twins : dict
        For ``from`` statements, boto's exceptions to import too, with their new names.
    caught : list of Use
        Exceptions that become a tuple of both libraries' classes.
    guards : list of tuple
        Line and name of each exception that is caught and moved.
    is_optional : bool
        Whether the file starts without boto if its imports of boto fall back on reboto.
    kept : list of str
        Names of boto that the file still uses.
    is_mixed : bool
        Whether the file uses boto and reboto.
    remarks : list of Remark
        Lines that must be changed by hand, and why.
    """

    names: dict[ast.Name, str] = field(default_factory=dict)
    modules: dict[ast.alias, list[tuple[str, str | None]]] = field(default_factory=dict)
    members: dict[ast.alias, bool] = field(default_factory=dict)
    stars: set[Statement] = field(default_factory=set)
    extras: dict[Statement, list[str]] = field(default_factory=dict)
    texts: list[Text] = field(default_factory=list["Text"])
    twins: dict[Statement, list[tuple[str, str]]] = field(
        default_factory=dict["Statement", "list[tuple[str, str]]"]
    )
    caught: list[Use] = field(default_factory=list["Use"])
    guards: list[tuple[int, str]] = field(default_factory=list[tuple[int, str]])
    is_optional: bool = False
    kept: list[str] = field(default_factory=list[str])
    is_mixed: bool = False
    remarks: list[Remark] = field(default_factory=list)


def decide(names: Names) -> Plan:
    """Decide how the names of boto in a source are changed.

    Parameters
    ----------
    names : Names
        Imports and uses of boto in the source.

    Returns
    -------
    Plan
    """
    return _Decision(names).plan


class _Decision:
    def __init__(self, names: Names) -> None:
        self.plan = Plan(remarks=list(names.remarks))
        self._names = names
        # The modules or members of boto or reboto that replace each import.
        self._targets: dict[Import, list[str]] = {}
        self._collect_uses()
        for text in names.texts:
            self._decide_text(text)
        for star in names.stars:
            self._decide_star(star)
        for binding in names.bindings:
            if binding.is_plain:
                self._decide_plain(binding)
            elif counterpart(binding.root):
                self._decide_module(binding)
            else:
                self._decide_member(binding)
        for binding in names.bindings:
            self._import_needed(binding)
        for each, targets in self._targets.items():
            self._plan_import(each, targets)

    def _collect_uses(self) -> None:
        """Collect what depends on all uses of boto in the file."""
        names = self._names
        spots = [(text.line, text.path) for text in names.texts if text.role == "patched"]
        spots += [(star.line, star.path) for star in names.stars]
        for binding in names.bindings:
            uses = [use for use in binding.uses if not use.is_test and not use.is_settled]
            spots += [(use.line, use.path) for use in uses]
            if not any(use.is_settled for use in binding.uses):
                spots += [(one.line, one.path) for one in binding.imports if not is_shell(one.path)]
        moved = [(line, path) for line, path in spots if covers(path)]
        kept = [(line, path) for line, path in spots if not covers(path)]
        for binding in names.settled:
            kept += [(use.line, use.path) for use in _kept(binding) if not use.is_settled]
            self._keep_uses(_kept(binding))
        kept.sort()
        self.plan.kept = list(dict.fromkeys(path for _, path in kept if is_in_boto(path)))
        self.plan.guards = [
            (use.line, use.path)
            for binding in names.bindings
            for use in binding.uses
            if is_exception(use.path) and role(use.node, names.scopes.parents) != "raised"
        ]
        if kept and (moved or names.has_reboto):
            self.plan.is_mixed = bool(self.plan.kept)
            self.plan.is_optional = self._starts_without_boto()
            self._catch_both()
        # Unused imports move if other names in the file do, unless they load a module in use.
        self._follow_file = bool(moved) or not spots
        self._needed = {_module_of(use.path) for each in names.bindings for use in _kept(each)}
        self._conflicts = [each for each in names.bindings if self._is_conflicting(each)]
        self._needed |= {_module_of(use.path) for each in self._conflicts for use in each.uses}
        for binding in self._conflicts:
            self._remark(
                binding.imports[0].line,
                "the name imported here has several meanings in this file: change it by hand, "
                "or use --mixed=as-boto",
            )

    def _starts_without_boto(self) -> bool:
        """Check whether only functions use boto, and all its imports have a counterpart."""
        scopes = self._names.scopes
        uses = [use for each in self._names.bindings for use in _kept(each)]
        imports = [one for each in self._names.bindings for one in each.imports]
        outside = [one for one in imports if not scopes.of[one.statement].is_deferred]
        return all(scopes.of[use.name].is_deferred for use in uses) and all(
            counterpart(one.path) or covers(one.path) for one in outside
        )

    def _catch_both(self) -> None:
        """Make the places that catch exceptions catch those of both libraries."""
        for star in self._names.stars:
            if star.path == "boto.exception":
                self._remark(
                    star.line,
                    "these exceptions are now reboto's, but calls that stay on boto raise boto's: "
                    "import their names before migrating, or use --mixed=as-boto",
                )
        for binding in self._names.bindings:
            is_module = counterpart(binding.root) is not None
            is_fixed = is_module and (self._is_bound_otherwise(binding) or binding.is_rebound)
            for use in binding.uses:
                if use.is_settled or not is_exception(use.path):
                    continue
                kind = role(use.node, self._names.scopes.parents)
                if is_fixed or kind == "unknown":
                    self._remark(
                        use.line,
                        f"{use.path} is now reboto's class, but calls that stay on boto raise "
                        "boto's: use a tuple of both, or --mixed=as-boto",
                    )
                elif kind != "raised":
                    use.keeps_name = is_module
                    use.twin = ast.unparse(use.node) if is_module else self._twin(binding)
                    self.plan.caught.append(use)

    def _twin(self, binding: Binding) -> str:
        """Import boto's exception under a second name."""
        name = f"boto_{binding.local}"
        statement = binding.imports[0].statement
        twins = self.plan.twins.setdefault(statement, [])
        if (binding.root, name) not in twins:
            twins.append((binding.root, name))
        return name

    def _is_conflicting(self, binding: Binding) -> bool:
        """Check whether a name would have to refer to both boto and reboto."""
        kept, moved = _kept(binding), _moved(binding)
        if not binding.is_plain:
            return bool(kept and moved and (binding.is_rebound or self._names.is_taken))
        comes = moved or any(covers(each.path) for each in binding.imports)
        return bool(comes and self._is_bound_otherwise(binding) and self._uses_boto(binding))

    def _uses_boto(self, binding: Binding) -> bool:
        """Check whether a name is used for the installed boto, or its imports load a part of it."""
        paths = [each.path for each in binding.imports]
        loads = (_is_below(path, need) for path in paths for need in self._needed - {"boto"})
        return bool(_kept(binding)) or not all(map(counterpart, paths)) or any(loads)

    def _is_bound_otherwise(self, binding: Binding) -> bool:
        tests = any(use.is_test for use in binding.uses)
        return binding.is_rebound or tests or self._names.is_taken

    def _decide_text(self, text: Text) -> None:
        path, _, _ = text.path.partition("\0")
        is_own = text.path.startswith("boto.") or path == "boto"
        module = path.rpartition(".")[0] if text.is_built else path
        known = counterpart(module) is not None
        if not is_own:
            self._remark(
                text.line, f"{text.shown!r} patches boto through another module: change it by hand"
            )
        elif text.role == "patched" and covers(module):
            self.plan.texts.append(text)
        elif text.role == "patched" and not text.is_built:
            self._keep(text.line, text.path)
        elif text.role == "loaded":
            self._remark(
                text.line,
                f"{text.shown!r} in sys.modules is not the module that a migrated import loads: "
                f"change it to 're{text.shown}' if it stands for reboto",
            )
        elif text.is_built and (known or text.role != "plain"):
            verb = {"patched": "patches", "imported": "imports"}.get(text.role, "builds")
            self._remark(
                text.line,
                f"{verb} {text.shown!r}, a name of boto that is built from parts: change it to "
                f"'re{text.shown}' by hand where reboto has it",
            )
        elif text.role == "imported":
            change = f"change it to 're{path}' by hand" if known else advise(path)
            self._remark(text.line, f"imports {path!r} by a string: {change}")
        elif text.role == "plain" and covers(path):
            self._remark(
                text.line,
                f"the string {path!r} names a part of boto: "
                f"change it to 're{path}' if it is imported",
            )

    def _decide_star(self, star: Import) -> None:
        if covers(star.path):
            self.plan.stars.add(star.statement)
        else:
            self._remark(
                star.line,
                f"from {star.path} import * imports names that reboto does not have: "
                "import the names you use",
            )

    def _decide_member(self, binding: Binding) -> None:
        is_settled = any(use.is_settled for use in binding.uses)
        for each in binding.imports:
            self._move(each, when=covers(each.path) and not is_settled)
            if not covers(each.path):
                self._keep(each.line, each.path)

    def _decide_module(self, binding: Binding) -> None:
        kept, moved = _kept(binding), _moved(binding)
        moves = not kept and (bool(moved) or self._moves_unused(binding.root))
        for each in binding.imports:
            self._move(each, when=moves and counterpart(each.path) is not None)
        self._keep_uses(kept)
        if kept and moved and binding not in self._conflicts:
            self._add(binding, f"re{binding.root}")
            self._rename(moved, binding.root)

    def _decide_plain(self, binding: Binding) -> None:
        lost = [each for each in binding.imports if counterpart(each.path) is None]
        for each in lost:
            self._keep(each.line, each.path)
        self._keep_uses([use for use in _kept(binding) if not _closest(use.path, lost)])
        if self._is_bound_otherwise(binding):
            self._decide_plain_by_name(binding)
        else:
            self._decide_plain_imports(binding)
            self._rename(_moved(binding), binding.root)

    def _decide_plain_by_name(self, binding: Binding) -> None:
        """Move all or none of the imports of a local name that must remain ``boto``."""
        paths = [each.path for each in binding.imports]
        for each in binding.imports:
            self._move(each, when=False)
        if self._uses_boto(binding):
            return
        if _moved(binding) or any(map(covers, paths)) or self._follow_file:
            for each in binding.imports:
                keeps_name = each.path == "boto" or "boto" not in paths
                targets = [("reboto", "boto")] * keeps_name
                targets += [(f"re{each.path}", "")] * (each.path != "boto")
                self._targets[each] = [path for path, _ in targets]
                self.plan.modules[_alias(each)] = [(path, name or None) for path, name in targets]

    def _decide_plain_imports(self, binding: Binding) -> None:
        kept, moved = _kept(binding), _moved(binding)
        comes = [each for each in binding.imports if counterpart(each.path)]
        served = {_closest(use.path, binding.imports) for use in kept}
        moving = {_closest(use.path, comes) for use in moved}
        for each in binding.imports:
            path = each.path
            if each not in comes:
                self._move(each, when=False)
            elif path in served or path in moving:
                self._targets[each] = [path] * (path in served) + [f"re{path}"] * (path in moving)
            else:
                self._move(each, when=self._moves_unused(path, with_=binding))
        targets = [path for each in binding.imports for path in self._targets[each]]
        if moved and not any(path.startswith("reboto") for path in targets):
            self._add(binding, "reboto")

    def _moves_unused(self, path: str, with_: Binding | None = None) -> bool:
        """Check whether an unused import is moved to reboto."""
        if not is_shell(path) or path in self._needed:
            return path not in self._needed
        if with_ is not None and (_moved(with_) or _kept(with_)):
            return bool(_moved(with_))
        return self._follow_file

    def _import_needed(self, binding: Binding) -> None:
        """Import the modules that uses of boto still need and that moved imports had loaded."""
        stay = binding.uses if binding in self._conflicts else _kept(binding)
        for use in stay:
            module = _module_of(use.path)
            if self._is_lost(module, use, binding):
                self._load(module, binding)
        names = [path for each in binding.imports for path in self._targets[each]]
        if stay and binding.is_plain and not any(path.startswith("boto") for path in names):
            self._load("boto", binding)

    def _is_lost(self, module: str, use: Use, binding: Binding) -> bool:
        """Check whether only moved imports loaded a module."""
        scopes = (binding.scope, binding.scope.module)
        loads = [
            targets
            for each, targets in self._targets.items()
            if _is_below(each.path, module) and each.scope in scopes and each.line <= use.line
        ]
        return bool(loads) and not any(_is_below(path, module) for to in loads for path in to)

    def _load(self, module: str, binding: Binding) -> None:
        if not binding.is_plain:
            if self._keeps_name(binding.scope):
                self._remark(
                    binding.imports[0].line,
                    f"{module} was imported by a line that now imports reboto: import it by hand",
                )
            else:
                self._add(binding, module)
            return
        each = max(binding.imports, key=lambda each: _shared(each.path, module))
        targets = self._targets[each]
        if targets[0].startswith("boto") and _is_below(module, targets[0]):
            targets[0] = module
        else:
            targets.insert(0, module)

    def _keeps_name(self, scope: Scope) -> bool:
        """Check whether the name ``boto`` of a scope now refers to reboto."""
        return any(
            "reboto" in self._targets[each]
            for binding in self._names.bindings
            if binding.is_plain and binding.scope is scope and self._is_bound_otherwise(binding)
            for each in binding.imports
        )

    def _move(self, each: Import, *, when: bool) -> None:
        self._targets[each] = [f"re{each.path}" if when else each.path]

    def _plan_import(self, each: Import, targets: list[str]) -> None:
        alias = _alias(each)
        if hasattr(each.statement, "module"):
            self.plan.members[alias] = targets != [each.path]
        elif alias not in self.plan.modules and targets != [each.path]:
            name = alias.asname
            self.plan.modules[alias] = [(path, name) for path in targets]

    def _add(self, binding: Binding, module: str) -> None:
        """Import a module after a binding's first import, unless it is already imported."""
        existing = self._names.existing
        if not existing & {(binding.scope, module), (binding.scope.module, module)}:
            existing.add((binding.scope, module))
            self.plan.extras.setdefault(binding.imports[0].statement, []).append(module)

    def _rename(self, uses: list[Use], root: str) -> None:
        for use in uses:
            self.plan.names[use.name] = f"re{root}"

    def _keep_uses(self, uses: list[Use]) -> None:
        for use in uses:
            if use.keeps_name or use.is_settled:
                continue
            if is_shell(use.path):
                self._remark(
                    use.line,
                    f"{use.path} itself is used as a value: choose boto or reboto by hand",
                )
            else:
                self._keep(use.line, use.path)

    def _keep(self, line: int, path: str) -> None:
        advice = advise(path)
        if _is_below(path, "boto.sts") or path == "boto.connect_sts":
            advice = (
                "to work in a role, pass role_arn= to connect_autoscale, connect_cloudwatch or "
                f"connect_to_region of reboto, otherwise {advice}"
            )
        self._remark(line, f"{path} is not in reboto: {advice}")

    def _remark(self, line: int, text: str) -> None:
        self.plan.remarks.append(Remark(line, text))


def _kept(binding: Binding) -> list[Use]:
    uses = [use for use in binding.uses if not use.is_test]
    return [use for use in uses if use.keeps_name or use.is_settled or not covers(use.path)]


def _moved(binding: Binding) -> list[Use]:
    uses = [use for use in binding.uses if not use.is_test and not use.is_settled]
    return [use for use in uses if covers(use.path)]


def _alias(each: Import) -> ast.alias:
    if each.alias is None:
        raise TypeError(f"{each.path} is imported by a star")
    return each.alias


def _is_below(path: str, module: str) -> bool:
    return f"{path}.".startswith(f"{module}.")


def _closest(path: str, imports: list[Import]) -> str | None:
    """Return the longest imported name that is a prefix of a name in use."""
    leading = [each.path for each in imports if _is_below(path, each.path)]
    return max(leading, key=len, default=None)


def _module_of(path: str) -> str:
    """Return the module of boto that must be loaded to use a name."""
    parts = path.split(".")
    names = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next(name for name in names if is_shell(name) or counterpart(name))


def _shared(path: str, other: str) -> int:
    """Return the number of leading packages that two modules have in common."""
    pairs = zip(path.split("."), other.split("."), strict=False)
    return len(list(takewhile(lambda pair: pair[0] == pair[1], pairs)))
