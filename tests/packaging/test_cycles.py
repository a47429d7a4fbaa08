"""The check of `src/` for import cycles sees every form of import, and leaves out tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import cycles

if TYPE_CHECKING:
    from pathlib import Path


def crate(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        path = folder / f"{name.replace('__', '/')}.rs"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


@pytest.mark.parametrize(
    "back",
    [
        "use crate::a::one::Thing;\n",
        "use crate::{a::one::{self, Thing}, b};\n",
        "use crate::{\n    b,\n    a::{\n        one::Thing as Other,\n    },\n};\n",
        "use super::super::a::one;\n",
        "fn call() { crate::a::one::thing(); }\n",
        "macro_rules! m { () => { $crate::a::one::thing() } }\n",
    ],
)
def test_a_cycle_is_found_however_it_is_written(tmp_path: Path, back: str) -> None:
    graph = cycles.graph(
        crate(tmp_path, a__mod="pub mod one;\n", a__one="use crate::b::two;\n", b__two=back)
    )
    found = cycles.cycle(graph)
    assert found is not None
    assert set(found) == {"a::one", "b::two"}


def test_a_folder_s_own_file_imports_the_files_that_it_names(tmp_path: Path) -> None:
    graph = cycles.graph(
        crate(
            tmp_path,
            a__mod="pub mod one;\nstatic ALL: [u8; 1] = [one::FIRST];\n",
            a__one="use super::ALL;\n",
        )
    )
    assert cycles.cycle(graph) is not None


@pytest.mark.parametrize(
    "back",
    [
        "// use crate::a::one;\n",
        "#[cfg(test)]\nmod tests {\n    use crate::a::one::Thing;\n}\n",
        "use ::a::one::Thing;\n",
        "use crate::c;\n",
    ],
)
def test_comments_and_tests_and_other_crates_are_not_imports(tmp_path: Path, back: str) -> None:
    graph = cycles.graph(crate(tmp_path, a__one="use crate::b::two;\n", b__two=back, c=""))
    assert cycles.cycle(graph) is None
