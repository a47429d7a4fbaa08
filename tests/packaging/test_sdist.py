"""The source distribution: what it contains, and that an installer can read it."""

from __future__ import annotations

import io
import os
import pwd
import re
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

import package
from package import PackageError

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
def test_pip_prepares_the_metadata_of_the_sdist(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Cargo keeps the sources of the crates there.
    monkeypatch.setenv("HOME", pwd.getpwuid(os.getuid()).pw_dir)
    maturin = str(Path(sys.executable).with_name("maturin"))
    subprocess.run([maturin, "sdist", "--out", tmp_path], cwd=ROOT, check=True)
    (sdist,) = tmp_path.glob("*.tar.gz")
    package.check_sdist(sdist)
    with tarfile.open(sdist) as opened:
        names = opened.getnames()
    assert any(name.endswith("benchmarks/rust_client/src/main.rs") for name in names)
    assert sdist.stat().st_size < 2_000_000
    package.prepare_metadata(sdist)


def sdist(folder: Path, *names: str) -> Path:
    path = folder / "reboto-1.tar.gz"
    with tarfile.open(path, "w:gz") as opened:
        for name in names:
            opened.addfile(tarfile.TarInfo(f"reboto-1/{name}"), io.BytesIO())
    return path


NEEDED = [*package.LICENSES, "Cargo.lock", "python/reboto/py.typed", "benchmarks/server/Cargo.toml"]


def test_files_that_do_not_belong_into_the_sdist_are_reported(tmp_path: Path) -> None:
    package.check_sdist(sdist(tmp_path, *NEEDED))
    with pytest.raises(PackageError, match="contains docs, tests"):
        package.check_sdist(sdist(tmp_path, *NEEDED, "tests/a.py", "docs/a.md"))


@pytest.mark.parametrize("name", NEEDED)
def test_files_that_the_sdist_lacks_are_reported(tmp_path: Path, name: str) -> None:
    with pytest.raises(PackageError, match=f"lacks {name}"):
        package.check_sdist(sdist(tmp_path, *(other for other in NEEDED if other != name)))


def wheel(folder: Path, *left_out: str) -> Path:
    path = folder / "reboto-1-cp310-abi3-linux_x86_64.whl"
    info = "reboto-1.dist-info"
    names = ["reboto/_core.abi3.so", "reboto/_core.pyi", "reboto/py.typed"]
    names += [f"{info}/entry_points.txt", *(f"{info}/licenses/{name}" for name in package.LICENSES)]
    with zipfile.ZipFile(path, "w") as opened:
        for name in names:
            if not name.endswith(left_out or ("/",)):
                opened.writestr(name, "")
    return path


@pytest.mark.parametrize("name", ["THIRD-PARTY-LICENSES.txt", "entry_points.txt", "_core.pyi"])
def test_files_that_the_wheel_lacks_are_reported(tmp_path: Path, name: str) -> None:
    package.check_wheel(wheel(tmp_path))
    with pytest.raises(PackageError, match=name):
        package.check_wheel(wheel(tmp_path, name))
    with pytest.raises(PackageError, match="lacks the compiled module"):
        package.check_wheel(wheel(tmp_path, ".so"))


def test_the_guide_names_the_oldest_rust() -> None:
    manifest = (ROOT / "Cargo.toml").read_text(encoding="utf-8")
    oldest = re.search(r'^rust-version = "(.+)"', manifest, re.MULTILINE)
    assert oldest
    guide = (ROOT / "docs" / "guide" / "install.md").read_text(encoding="utf-8")
    assert f"version {oldest[1]} or later" in guide
