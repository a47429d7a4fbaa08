"""The lint that finds phrases that the project does not use."""

from __future__ import annotations

from typing import Any

import pytest

import prose

RULES: dict[str, Any] = {"phrases": {"laid down": "specify"}}


@pytest.mark.parametrize(
    "text",
    [
        "it is Laid down.",
        "// it is laid\n    // down",
        "# laid\n# down",
        '"""laid\ndown"""',
        "def test_it_is_laid_down() -> None:",
        "    fn laid_down() {",
    ],
)
def test_a_phrase_is_found_in_any_case_and_across_lines(text: str) -> None:
    (found,) = prose.findings("a.py", text, RULES)
    assert (found.line, found.instead) == (1, "specify")


@pytest.mark.parametrize("text", ["carried_out = 1", "laid downside", "carried\n\nout"])
def test_parts_of_words_and_other_paragraphs_are_not_found(text: str) -> None:
    assert list(prose.findings("a.py", text, RULES)) == []


def test_an_exception_is_for_its_path_and_line_only() -> None:
    allowed = [{"path": "docs/*.md", "text": "boto", "reason": "a name of boto"}]
    rules = {**RULES, "allowed": allowed}
    assert not list(prose.findings("docs/a.md", "boto laid down", rules))
    assert list(prose.findings("docs/a.md", "reboat laid down", rules))
    assert list(prose.findings("src/a.rs", "boto laid down", rules))


def test_an_empty_list_and_an_exception_without_a_reason_are_problems() -> None:
    assert len(list(prose.problems({}))) == 1
    assert len(list(prose.problems({**RULES, "allowed": [{"path": "*"}]}))) == 1


def test_a_path_without_files_fails(capsys: pytest.CaptureFixture[str]) -> None:
    assert prose.main(["no-such-folder"]) == 1
    assert capsys.readouterr().out == "no tracked text file was found\n"
