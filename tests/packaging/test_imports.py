"""The modules of reboto have no import cycles, including imports in functions and for types."""

from __future__ import annotations

from graphlib import TopologicalSorter

import grimp

# grimp cannot read the compiled module: an import of it looks like an import of the package.
_CORE = "from reboto import _core"


def imports() -> dict[str, set[str]]:
    """The modules that each module imports, also within functions."""
    graph = grimp.build_graph("reboto", cache_dir=None)

    def is_read(importer: str, imported: str) -> bool:
        details = graph.get_import_details(importer=importer, imported=imported)
        return any(not line["line_contents"].startswith(_CORE) for line in details)

    return {
        module: {
            imported
            for imported in graph.find_modules_directly_imported_by(module)
            if is_read(module, imported)
        }
        for module in graph.modules
    }


def test_no_module_imports_itself_through_others() -> None:
    found = imports()
    # Imports at the top of a module, within a function and for type checkers alone are seen.
    assert "reboto.provider" in found["reboto.connection"]
    assert "reboto._proxy" in found["reboto.connection"]
    assert "reboto._xml" in found["reboto._error_types"]
    assert sum(map(len, found.values())) > 300
    # Otherwise a CycleError names the modules of the cycle.
    TopologicalSorter(found).prepare()
