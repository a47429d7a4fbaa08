"""`reboto migrate` rewrites any source file in any place, or reports why it cannot."""

from __future__ import annotations

import contextlib
import io
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reboto.cli import main
from reboto.migrate.convert import convert
from tests.support.examples import seconds, tries

if TYPE_CHECKING:
    from collections.abc import Sequence

pytestmark = [pytest.mark.slow, pytest.mark.timeout(seconds(300))]

PIECES = st.sampled_from(
    [
        "import boto",
        "import boto.ec2.autoscale as a, boto.s3",
        "from boto import *",
        "from boto.ec2.cloudwatch import (\n",
        "from . import boto",
        "import boto.\u0660",
        "boto = boto.boto",
        "del boto",
        "global boto",
        "nonlocal boto",
        "class boto(boto): boto = boto",
        "def boto(boto=boto): return boto",
        "lambda boto: boto",
        "[boto for boto in boto]",
        "boto.connect_autoscale(*boto, **boto)",
        "'boto.exception'",
        "patch('boto.ec2.autoscale')",
        "f'{boto.x!r:{boto}}'",
        "match boto:\n    case boto.x: pass",
        "async def f():\n    await boto",
        "print 'boto'",
        "print >>boto, boto,",
        "exec 'boto' in boto",
        "x = 0777 + 10L",
        "except boto.exception.X, e:",
        "try:",
        "\tpass",
        "        pass",
        "# coding: latin-1",
        "# -*- coding: nonsense -*-",
        "\\",
        "'''",
        '"',
        "(",
        "]",
        "\0",
        "\x0c",
        "\r",
        "\ufeff",
        "\ud800",
        "\u2028",
        "\U0001d4b7oto",
        "é = 1",
        "9" * 5000,
        "x" * 5000,
    ]
)
ends = st.sampled_from(["\n", "\r\n", "\r", "; ", "\n    "])
sources = st.lists(st.tuples(PIECES | st.text(max_size=10), ends), max_size=8).map(
    lambda lines: "".join(f"{text}{end}" for text, end in lines)
)
DEEP = [
    "import boto\n" + "(" * 1000 + ")" * 1000,
    "import boto\nx = " + "-" * 5000 + "1",
    "import boto\nboto" + ".a" * 5000,
    "import boto\nx = " + "+".join("a" * 5000),
    "import boto\nprint 'x', " + "[" * 2000 + "]" * 2000,
    "import boto\n" + "".join(" " * depth + "if x:\n" for depth in range(110)) + " " * 110 + "x",
]


@tries(100)
@given(source=sources, python3=st.booleans())
def test_a_source_is_moved_or_remarked_on(source: str, python3: bool) -> None:
    moved, remarks = convert(source, Path("scale.py"), python3=python3)
    assert isinstance(moved, str)
    for remark in remarks:
        assert remark.text
        assert remark.line >= 0


@pytest.mark.parametrize("python3", [False, True])
@pytest.mark.parametrize("source", DEEP, ids=range(len(DEEP)))
def test_a_source_that_nests_too_deep_is_remarked_on(source: str, python3: bool) -> None:
    moved, remarks = convert(source, Path("scale.py"), python3=python3)
    assert moved == source
    (remark,) = remarks
    assert "nest" in remark.text or "indentation" in remark.text


def run(arguments: Sequence[str]) -> tuple[int, str]:
    """Give the exit status, and what was said to the user."""
    said = io.StringIO()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(said):
        try:
            status = main(["migrate", *arguments])
        except SystemExit as error:
            status = int(error.code or 0)
    return status, said.getvalue()


contents = sources.map(lambda text: text.encode("utf-8", "surrogatepass")) | st.binary(max_size=99)


@tries(50)
@given(content=contents, options=st.sets(st.sampled_from(["--check", "--python3"])))
@example(content=b"import boto\n# coding: utf-8\n\xff", options=set())
@example(content=b"# coding: undefined\nimport boto\n", options=set())
@example(content=b"# coding: rot13\nvzcbeg obgb\n", options=set())
@example(content=b"# coding: punycode\nimport boto\n\xff", options=set())
def test_a_file_is_left_as_it_was_unless_it_is_to_be_written(
    tmp_path: Path, content: bytes, options: set[str]
) -> None:
    path = tmp_path / "scale.py"
    path.write_bytes(content)
    status, said = run([*sorted(options), str(path)])
    assert status in (0, 1, 2)
    assert status != 2 or said.startswith("reboto migrate: ")
    assert path.read_bytes() == content


@tries(50)
@given(content=contents, python3=st.booleans())
def test_a_file_is_written_as_it_was_shown(tmp_path: Path, content: bytes, python3: bool) -> None:
    path = tmp_path / "scale.py"
    path.write_bytes(content)
    upgrade = ["--python3"] if python3 else []
    status, _ = run([*upgrade, "--write", str(path)])
    assert status in (0, 2)
    if status == 2:
        assert path.read_bytes() == content


def test_a_file_whose_name_is_not_text_is_rewritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    path = Path(os.fsdecode(b"scale\xff.py"))
    path.write_text("import boto\nboto.connect_autoscale()\n")
    assert main(["migrate", "--write", "."]) == 0
    assert capsys.readouterr().out.startswith("--- a/scale\\udcff.py\n")
    assert path.read_text() == "import reboto\nreboto.connect_autoscale()\n"


PATHS = ["", ".", "\0", "a\0b", "\ud800", "\udcff", "xy" * 128, "-", "--", "no/such", "a\nb", "~"]


@tries(50)
@given(paths=st.lists(st.sampled_from(PATHS) | st.text(max_size=10), max_size=3))
@example(paths=["\0"])
@example(paths=["xy" * 128])
def test_paths_are_found_or_named(
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    paths: list[str],
) -> None:
    # Not those of the machine's own.
    paths = [path.replace("/", "|") for path in paths]
    with monkeypatch.context() as elsewhere:
        elsewhere.chdir(tmp_path_factory.mktemp("empty"))
        status, said = run(paths)
    assert status in (0, 2)
    assert status == 0 or said
