"""``reboto migrate`` changes the declarations of a project's dependencies."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from reboto.cli import main


@pytest.fixture(name="folder")
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "scale.py").write_text("import boto.ec2.autoscale\n")
    return tmp_path


DECLARATIONS = [
    (
        "requirements.txt",
        "six\nboto==2.49.0\nboto3>=1\nbotocore\n# boto\n",
        "six\nreboto\nboto3>=1\nbotocore\n# boto\n",
    ),
    ("requirements-dev.txt", "boto>=2.38,<3  # AWS\r\n", "reboto  # AWS\r\n"),
    ("test_requirements.in", "boto ; python_version < '4'", "reboto ; python_version < '4'"),
    ("requirements/base.txt", "boto[x]~=2.4\n", "reboto\n"),
    ("constraints.txt", "Boto3==1\nboto (>=2.38)\n", "Boto3==1\nreboto\n"),
    (
        "setup.cfg",
        "[options]\ninstall_requires =\n    boto>=2.38\n    six\n[x]\nname = boto\n",
        "[options]\ninstall_requires =\n    reboto\n    six\n[x]\nname = boto\n",
    ),
    ("tox.ini", "[testenv]\ndeps = boto\n", "[testenv]\ndeps = reboto\n"),
    (
        "pyproject.toml",
        (
            '[project]\ndependencies = ["six", "boto>=2.49; python_version < \'3.12\'"]\n'
            '[project.optional-dependencies]\naws = [\n  "boto",\n]\n'
            "[dependency-groups]\ndev = ['boto==2.49']\n"
            '[tool.isort]\nknown_third_party = ["boto"]\n'
        ),
        (
            '[project]\ndependencies = ["six", "reboto; python_version < \'3.12\'"]\n'
            '[project.optional-dependencies]\naws = [\n  "reboto",\n]\n'
            "[dependency-groups]\ndev = ['reboto']\n"
            '[tool.isort]\nknown_third_party = ["boto"]\n'
        ),
    ),
    (
        "pyproject.toml",
        (
            '[tool.poetry.dependencies]\npython = "^3.10"\nboto = "^2.49"  # AWS\n'
            '[tool.poetry.group.dev.dependencies]\nboto = {version = "^2.4", optional = true}\n'
            '[tool.poetry.extras]\naws = ["boto"]\n'
        ),
        (
            '[tool.poetry.dependencies]\npython = "^3.10"\nreboto = "*"  # AWS\n'
            '[tool.poetry.group.dev.dependencies]\nreboto = {version = "*", optional = true}\n'
            '[tool.poetry.extras]\naws = ["reboto"]\n'
        ),
    ),
    (
        "Pipfile",
        '[packages]\nboto = "==2.49.0"\nboto3 = "*"\n[dev-packages]\n"boto" = "*"\n',
        '[packages]\nreboto = "*"\nboto3 = "*"\n[dev-packages]\n"reboto" = "*"\n',
    ),
    (
        "environment.yml",
        "dependencies:\n  - boto3\n  - pip:\n    - boto==2.49\n",
        "dependencies:\n  - boto3\n  - pip:\n    - reboto\n",
    ),
    (
        "setup.py",
        (
            "from setuptools import setup\nrequirements = ['boto>=2.38']\n"
            "setup(name='boto', install_requires=requirements + ['six'],\n"
            "      extras_require={'aws': [\"boto; python_version < '4'\"]})\n"
        ),
        (
            "from setuptools import setup\nrequirements = ['reboto']\n"
            "setup(name='boto', install_requires=requirements + ['six'],\n"
            "      extras_require={'aws': [\"reboto; python_version < '4'\"]})\n"
        ),
    ),
    (
        "start.py",
        "import pkg_resources\npkg_resources.require('boto>=2.38')\nimport boto\n",
        "import pkg_resources\npkg_resources.require('reboto')\nimport reboto\n",
    ),
]


@pytest.mark.parametrize(("name", "before", "after"), DECLARATIONS)
def test_reboto_replaces_boto_where_nothing_needs_boto(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str, before: str, after: str
) -> None:
    file = folder / name
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(before.encode())
    assert main(["migrate", "."]) == 0
    assert file.read_bytes() == before.encode()
    assert f"+++ b/{name}" in capsys.readouterr().out
    assert main(["migrate", "--write", "."]) == 0
    assert file.read_bytes() == after.encode()
    assert capsys.readouterr().err == ""
    assert main(["migrate", "--check", "."]) == 0


@pytest.mark.parametrize(("name", "before", "after"), DECLARATIONS)
def test_boto_stays_where_a_file_needs_it(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str, before: str, after: str
) -> None:
    (folder / "files.py").write_text("import boto.s3\n")
    file = folder / name
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(before.encode())
    assert main(["migrate", "--write", "."]) == 0
    if name != "start.py":
        assert file.read_bytes() == before.encode()
    lines = before.splitlines()
    added = [f"+{line}" for line in after.splitlines() if line not in lines]
    places = [place for place, line in enumerate(after.splitlines(), 1) if f"+{line}" in added]
    place = next(place for place in places if "reboto" in after.splitlines()[place - 1])
    report = f"{name}:{place}: add reboto; boto stays, because files.py needs it"
    assert report in capsys.readouterr().err


def test_what_cannot_be_rewritten_is_reported(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {
        "requirements.txt": "boto==2.49.0 \\\n    --hash=sha256:00\n",
        "environment.yml": "dependencies:\n  - boto=2.49\n",
        "dev-requirements.txt": "reboto\nboto\n",
        "b.py": "import pkg_resources\npkg_resources.get_distribution('boto').version\n",
    }
    for name, text in files.items():
        (folder / name).write_text(text)
    main(["migrate", "--write", "."])
    assert sorted(capsys.readouterr().err.splitlines()) == [
        "b.py:2: gets the version of the package boto, not reboto",
        "dev-requirements.txt:2: remove boto: the project uses only reboto",
        "environment.yml:2: replace boto by reboto, which is installed by pip: move it to pip:",
        "requirements.txt:1: replace boto by reboto, and lock the versions again",
    ]
    assert {name: (folder / name).read_text() for name in files} == files


def test_a_project_without_boto_keeps_its_declarations(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("import os\n")
    (tmp_path / "requirements.txt").write_text("boto\n")
    assert main(["migrate", "--check", str(tmp_path)]) == 0


def test_a_declaration_given_by_name_is_not_read_as_python(folder: Path) -> None:
    (folder / "requirements.txt").write_text("boto==2\n")
    assert main(["migrate", "--write", "scale.py", "requirements.txt"]) == 0
    assert (folder / "requirements.txt").read_text() == "reboto\n"


UTCNOW = [
    (
        "import datetime\nx = datetime.datetime.utcnow()\n",
        "import datetime\nx = datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None)\n",
    ),
    (
        "from datetime import datetime, timedelta\nx = datetime.utcnow() - timedelta(1)\n",
        (
            "from datetime import datetime, timedelta, timezone\n"
            "x = datetime.now(timezone.utc).replace(tzinfo=None) - timedelta(1)\n"
        ),
    ),
    (
        "from datetime import datetime as d\nd.utcfromtimestamp(0)\ndef f(now=d.utcnow): pass\n",
        (
            "from datetime import datetime as d, timezone\n"
            "d.fromtimestamp(0, timezone.utc).replace(tzinfo=None)\n"
            "def f(now=(lambda: d.now(timezone.utc).replace(tzinfo=None))): pass\n"
        ),
    ),
    (
        "from datetime import datetime\nfrom django.utils import timezone\ndatetime.utcnow()\n",
        (
            "from datetime import datetime, timezone as datetime_timezone\n"
            "from django.utils import timezone\n"
            "datetime.now(datetime_timezone.utc).replace(tzinfo=None)\n"
        ),
    ),
]


@pytest.mark.parametrize(("before", "after"), UTCNOW)
def test_utcnow_is_replaced_on_request(folder: Path, before: str, after: str) -> None:
    script = folder / "scale.py"
    script.write_text(before)
    assert main(["migrate", "--check", "."]) == 0
    assert main(["migrate", "--write", "--utcnow", "."]) == 0
    assert script.read_text() == after
    assert main(["migrate", "--check", "--utcnow", "."]) == 0


def test_a_utcnow_of_something_else_is_reported(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "scale.py").write_text("self.clock.utcnow()\n")
    assert main(["migrate", "--check", "--utcnow", "scale.py"]) == 1
    assert "scale.py:1: utcnow is deprecated" in capsys.readouterr().err


def test_warnings_of_the_parser_name_the_file(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = dedent(
        r"""
        import boto
        x = "\d"
        """
    )
    (folder / "scale.py").write_text(source)
    assert main(["migrate", "scale.py"]) == 0
    warning = capsys.readouterr().err
    assert warning.startswith("scale.py:3: ")
    assert "Warning: " in warning
    assert "invalid escape sequence" in warning


def test_many_files_are_converted_in_processes_in_order(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = [f"m{number:02}.py" for number in range(60)]
    for number, name in enumerate(names):
        (folder / name).write_text(f"import boto\nboto.connect_autoscale({number})\n")
    (folder / "m30.py").write_bytes(b"# coding: rot13\n")
    assert main(["migrate", "--write", *names]) == 2
    shown = capsys.readouterr()
    assert [line[6:] for line in shown.out.splitlines() if line.startswith("--- ")] == [
        name for name in names if name != "m30.py"
    ]
    assert "m30.py: cannot be decoded as rot13" in shown.err
    assert (folder / "m59.py").read_text() == "import reboto\nreboto.connect_autoscale(59)\n"
