"""The wheel is reproducible and does not contain paths of the build machine."""

from __future__ import annotations

import base64
import hashlib
import json
import zipfile
from typing import TYPE_CHECKING

import pytest

import wheel
from wheel import NotTheSameError

if TYPE_CHECKING:
    from pathlib import Path

SBOM = "reboto-1.dist-info/sboms/reboto.cyclonedx.json"
RECORD = "reboto-1.dist-info/RECORD"
MODULE = "reboto/_core.abi3.so"


def line(name: str, content: bytes) -> str:
    digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).decode().rstrip("=")
    return f"{name},sha256={digest},{len(content)}\n"


def made(folder: Path, module: bytes = b"code") -> Path:
    """A wheel as maturin makes it in a folder."""
    sbom = json.dumps({"bom-ref": f"path+{folder.as_uri()}#reboto@1"}).encode()
    content = {MODULE: module, SBOM: sbom}
    record = "".join(line(*part) for part in content.items()) + f"{RECORD},,\n"
    folder.mkdir()
    path = folder / "reboto-1-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as target:
        for name, part in {**content, RECORD: record.encode()}.items():
            info = zipfile.ZipInfo(name, (2026, 1, 2, 3, 4, 6))
            info.external_attr = (0o755 if name == MODULE else 0o644) << 16
            target.writestr(info, part)
    return path


def settled(path: Path) -> Path:
    out = path.with_name("settled.whl")
    wheel.remove_path(path, out, path.parent)
    return out


def test_the_folder_makes_no_difference(tmp_path: Path) -> None:
    one, other = made(tmp_path / "one"), made(tmp_path / "the other one")
    assert one.read_bytes() != other.read_bytes()
    digest = wheel.compare(settled(one), settled(other))
    assert digest == hashlib.sha256(settled(one).read_bytes()).hexdigest()


def test_the_record_has_the_hashes_of_the_files(tmp_path: Path) -> None:
    with zipfile.ZipFile(settled(made(tmp_path / "one"))) as opened:
        content = {name: opened.read(name) for name in opened.namelist()}
    assert b"path+file:///reboto#reboto@1" in content[SBOM]
    record = content.pop(RECORD).decode()
    assert record == "".join(line(*part) for part in content.items()) + f"{RECORD},,\n"


def test_nothing_but_the_list_of_parts_is_changed(tmp_path: Path) -> None:
    module = f"path+{(tmp_path / 'one').as_uri()}".encode()
    wheels = made(tmp_path / "one", module)
    with zipfile.ZipFile(settled(wheels)) as opened:
        assert opened.read(MODULE) == module
    with pytest.raises(NotTheSameError, match=r"_core\.abi3\.so in .* contains "):
        wheel.check_no_path(settled(wheels), [tmp_path / "one"])


def test_times_and_rights_stay(tmp_path: Path) -> None:
    with zipfile.ZipFile(settled(made(tmp_path / "one"))) as opened:
        module = opened.getinfo(MODULE)
        assert module.date_time == (2026, 1, 2, 3, 4, 6)
        assert module.external_attr >> 16 == 0o755
        assert {part.compress_type for part in opened.infolist()} == {zipfile.ZIP_DEFLATED}


def test_the_comparison_names_the_parts_that_differ(tmp_path: Path) -> None:
    one, other = made(tmp_path / "one"), made(tmp_path / "other", b"other code")
    with pytest.raises(NotTheSameError) as caught:
        wheel.compare(settled(one), settled(other))
    assert str(caught.value) == f"the two wheels differ in {RECORD}, {MODULE}"


def test_a_wheel_with_the_path_of_its_build_is_rejected(tmp_path: Path) -> None:
    path = made(tmp_path / "one", b"panicked at /home/me/.cargo/registry/src/x.rs")
    wheel.check_no_path(settled(path), [tmp_path / "one"])
    with pytest.raises(NotTheSameError, match=r"_core\.abi3\.so in .* contains /home/me"):
        wheel.check_no_path(settled(path), [tmp_path / "one", type(path)("/home/me")])
