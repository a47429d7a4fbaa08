"""``python -m reboto migrate``: files, output and exit status."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from reboto.cli import main

HERE = f"{sys.version_info[0]}.{sys.version_info[1]}"
SAMPLES = sorted((Path(__file__).parent / "samples").iterdir())


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def migrate(*arguments: str) -> int:
    """Run the command."""
    return main(["migrate", *arguments])


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_a_script_of_the_wild_moves(
    sample: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script = folder / "script.py"
    script.write_bytes((sample / "before.txt").read_bytes())
    assert migrate("--write", "--python3", "script.py") == 0
    assert script.read_text() == (sample / "after.txt").read_text()
    left = (sample / "left.txt").read_text()
    assert capsys.readouterr().err.replace("script.py:", "") == left
    compile(script.read_bytes(), "script.py", "exec")


def test_there_are_samples() -> None:
    assert len(SAMPLES) >= 5


def test_changes_are_shown_and_nothing_is_written(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script = folder / "scale.py"
    script.write_text("import os\nimport boto\n\nboto.connect_autoscale()\n")
    assert migrate("scale.py") == 0
    assert capsys.readouterr().out == (
        "--- a/scale.py\n+++ b/scale.py\n@@ -1,4 +1,4 @@\n import os\n-import boto\n"
        "+import reboto\n \n-boto.connect_autoscale()\n+reboto.connect_autoscale()\n"
    )
    assert script.read_text() == "import os\nimport boto\n\nboto.connect_autoscale()\n"


@pytest.mark.parametrize("text", ["import boto\n", "import boto", "x = 1\r\nimport boto\r\n"])
def test_the_diff_shown_can_be_applied(
    folder: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    script = folder / "scale.py"
    script.write_bytes(text.encode())
    migrate("scale.py")
    shown = capsys.readouterr().out.encode()
    subprocess.run(["git", "init", "-q"], check=True)
    subprocess.run(["git", "apply", "-"], input=shown, check=True)
    assert script.read_bytes().decode() == text.replace("boto", "reboto")


def test_remaining_work_is_listed_apart_from_the_diff(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "scale.py").write_text("import boto.s3\n\nboto.s3.x(https_connection_factory=1)\n")
    assert migrate("scale.py") == 0
    output = capsys.readouterr()
    assert output.out == ""
    first, second = output.err.splitlines()
    assert first == "scale.py:1: boto.s3 is not in reboto: use boto3.client('s3')"
    assert second.startswith("scale.py:3: https_connection_factory is not supported")


def test_writing_keeps_encoding_line_ends_and_mode(folder: Path) -> None:
    script = folder / "scale.py"
    script.write_bytes("# coding: latin-1\r\nimport boto # caf\xe9\r\nx = 'é'".encode("latin-1"))
    script.chmod(0o750)
    assert migrate("--write", "scale.py") == 0
    assert script.read_bytes() == (
        "# coding: latin-1\r\nimport reboto # caf\xe9\r\nx = 'é'".encode("latin-1")
    )
    assert script.stat().st_mode & 0o777 == 0o750


def test_a_byte_order_mark_is_kept(folder: Path) -> None:
    script = folder / "scale.py"
    script.write_bytes(b"\xef\xbb\xbfimport boto\n")
    assert migrate("--write", "scale.py") == 0
    assert script.read_bytes() == b"\xef\xbb\xbfimport reboto\n"


def test_files_of_mixed_line_ends_keep_them(folder: Path) -> None:
    script = folder / "scale.py"
    script.write_bytes(b"import boto\r\nx = '''\n'''\n\x0c\ny = 1\r\n")
    assert migrate("--write", "scale.py") == 0
    assert script.read_bytes() == b"import reboto\r\nx = '''\n'''\n\x0c\ny = 1\r\n"


def test_all_white_space_is_kept(folder: Path) -> None:
    script = folder / "scale.py"
    script.write_bytes(b"import boto\n\x0cx = boto.config\nif_ = ( boto . config )\n")
    assert migrate("--write", "scale.py") == 0
    assert script.read_bytes() == (
        b"import reboto\n\x0cx = reboto.config\nif_ = ( reboto . config )\n"
    )


@pytest.mark.parametrize(
    ("text", "status"),
    [("import os\n", 0), ("import boto\n", 1), ("import boto.s3\n", 1), ("import reboto\n", 0)],
)
def test_check_reports_whether_files_would_change(folder: Path, text: str, status: int) -> None:
    (folder / "scale.py").write_text(text)
    assert migrate("--check", "scale.py") == status
    assert (folder / "scale.py").read_text() == text


def test_after_writing_there_is_nothing_left_to_check(folder: Path) -> None:
    (folder / "scale.py").write_text("import boto\nprint boto.config\n")
    assert migrate("--check", "--python3", ".") == 1
    assert migrate("--write", "--python3", ".") == 0
    assert migrate("--check", "--python3", ".") == 0


def test_python_2_is_pointed_to_the_option_for_it(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "scale.py").write_text("import boto\nprint boto.config\n")
    assert migrate("scale.py") == 0
    assert capsys.readouterr().err == (
        "scale.py:2: Python 2: print statement\n"
        "some files are Python 2: use --python3 to convert them first\n"
    )


def test_a_folder_is_searched_for_sources(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    taken = ["a.py", "sub/b.py", "bin/grow", "venv_tools/c.py"]
    left = [
        ".git/hook.py",
        ".hidden.py",
        "sub/__pycache__/x.py",
        "env/lib/d.py",
        "old-env/d.py",
        "notes.txt",
        "bin/run.sh",
    ]
    for name in [*taken, *left]:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("import boto\n")
    (folder / "bin/grow").write_text("#!/usr/bin/env python2.7\nimport boto\n")
    (folder / "bin/plain").write_text("import boto\n")
    (folder / "env/pyvenv.cfg").touch()
    (folder / "old-env/bin").mkdir()
    (folder / "old-env/bin/activate").touch()
    assert migrate(".") == 0
    shown = capsys.readouterr().out
    found = [line.removeprefix("--- a/") for line in shown.splitlines() if line.startswith("---")]
    assert sorted(found) == sorted(taken)


def test_a_file_is_handled_once_however_it_is_reached(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "real").mkdir()
    (folder / "real/scale.py").write_text("import boto\n")
    (folder / "link.py").symlink_to("real/scale.py")
    (folder / "round").symlink_to(".")
    everything = ["link.py", ".", "real", "real/scale.py"]
    assert migrate(*everything) == 0
    assert capsys.readouterr().out.count("---") == 1
    assert migrate("--write", *everything) == 0
    assert (folder / "link.py").is_symlink()
    assert (folder / "real/scale.py").read_text() == "import reboto\n"


def test_a_file_argument_may_have_any_name(folder: Path) -> None:
    (folder / "cron.txt").write_text("import boto\n")
    assert migrate("--write", "cron.txt") == 0
    assert (folder / "cron.txt").read_text() == "import reboto\n"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"import boto\n# \n# \xe9\n", "scale.py: cannot be decoded as utf-8: declare its"),
        (b"# \xe9\nimport boto\n", "scale.py: cannot be decoded as utf-8: declare its encoding"),
        ("import boto\n".encode("utf-16"), "scale.py: is UTF-16, which Python does not read"),
        (
            b"\xef\xbb\xbf# coding: latin-1\n",
            "scale.py: has the byte order mark of UTF-8 and a coding line with another encoding",
        ),
        (
            b"# coding: ascii\nimport boto\n# \xe9\n",
            "scale.py: cannot be decoded as ascii: correct its",
        ),
        (b"# coding: rot13\nvzcbeg obgb\n", "cannot be decoded as rot13: correct its coding line"),
        (b"# coding: klingon\nimport boto\n", "scale.py: unknown encoding: klingon"),
    ],
)
def test_a_file_that_cannot_be_decoded_is_skipped_and_reported(
    folder: Path, capsys: pytest.CaptureFixture[str], data: bytes, words: str
) -> None:
    (folder / "scale.py").write_bytes(data)
    (folder / "other.py").write_text("import boto\n")
    assert migrate("scale.py", "other.py") == 2
    output = capsys.readouterr()
    assert words in output.err
    assert "+import reboto\n" in output.out


def test_a_path_that_is_not_there_is_a_wrong_call(capsys: pytest.CaptureFixture[str]) -> None:
    assert migrate("nowhere") == 2
    assert capsys.readouterr().err == "reboto migrate: nowhere: no such file or folder\n"


def test_a_source_that_does_not_parse_is_reported_and_left_unchanged(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "scale.py").write_text("import boto\nx = = 1\n")
    assert migrate("--write", "scale.py") == 0
    error = capsys.readouterr().err
    assert error.startswith(
        f"scale.py:2: cannot be parsed as Python {HERE} or as Python 2: if it is"
    )
    assert migrate("--check", "scale.py") == 1


def test_a_missing_extra_is_named(folder: Path) -> None:
    missing = "fissix"
    (folder / "scale.py").write_text("import boto\n")
    code = (
        f"import sys; sys.modules[{missing!r}] = None; "
        "from reboto.cli import main; sys.exit(main(['migrate', 'scale.py']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=os.environ, check=False
    )
    assert done.returncode == 2
    assert done.stderr.startswith(
        f'reboto migrate: missing packages: pip install "reboto[migrate]" (import of {missing}'
    )
