"""The licenses of the crates that are linked into the compiled module."""

from __future__ import annotations

import os
import pwd
from typing import TYPE_CHECKING, Any

import pytest

import licenses
from licenses import MissingLicenseError

if TYPE_CHECKING:
    from pathlib import Path


def crate(folder: Path, name: str, **changed: Any) -> dict[str, Any]:
    place = folder / name
    place.mkdir()
    return {
        "id": name,
        "name": name,
        "version": "1.0.0",
        "license": "MIT",
        "license_file": None,
        "authors": [],
        "repository": f"https://example.org/{name}",
        "manifest_path": str(place / "Cargo.toml"),
        "targets": [{"kind": ["lib"]}],
        **changed,
    }


def edge(name: str, kind: str | None = None) -> dict[str, Any]:
    return {"pkg": name, "dep_kinds": [{"kind": kind}]}


def test_only_crates_that_are_linked_are_listed(tmp_path: Path) -> None:
    packages = [crate(tmp_path, name) for name in ("reboto", "b", "a", "built", "tested")]
    packages.append(crate(tmp_path, "macro", targets=[{"kind": ["proc-macro"]}]))
    deps = {
        "reboto": [edge("b"), edge("macro"), edge("tested", "dev"), edge("built", "build")],
        "b": [edge("a"), edge("b")],
    }
    nodes = [{"id": one["id"], "deps": deps.get(one["id"], [])} for one in packages]
    found = licenses.linked({"packages": packages, "resolve": {"nodes": nodes}})
    assert [one["name"] for one in found] == ["a", "b"]


def test_a_license_that_crates_share_is_written_once(tmp_path: Path) -> None:
    one, other = crate(tmp_path, "one"), crate(tmp_path, "other")
    (tmp_path / "one" / "LICENSE-MIT").write_text("Copyright  A\nfree \n")
    (tmp_path / "other" / "COPYING").write_text("Copyright A free")
    (tmp_path / "other" / "NOTICE").write_text("made by B")
    text = licenses.document([one, other])
    assert text.count("Copyright  A\nfree\n") == 1
    assert "Copyright A free" not in text
    assert "one 1.0.0 (MIT)\nother 1.0.0 (MIT)\n" in text
    assert "made by B" in text


def test_a_crate_without_a_file_has_the_standard_text(tmp_path: Path) -> None:
    named = crate(tmp_path, "named", authors=["A <a@example.org>", "B"])
    assert "Copyright (c) A, B\n" in licenses.texts(named)[0]
    unnamed = crate(tmp_path, "unnamed")
    assert "the authors of unnamed, https://example.org/unnamed" in licenses.texts(unnamed)[0]
    apache = crate(tmp_path, "apache", license="Apache-2.0")
    assert "Apache License" in licenses.texts(apache)[0]
    with pytest.raises(MissingLicenseError, match=r"isc 1\.0\.0 \(ISC\) has no license file"):
        licenses.texts(crate(tmp_path, "isc", license="ISC"))


def test_the_file_is_that_of_the_lock_file(monkeypatch: pytest.MonkeyPatch) -> None:
    # Cargo keeps the sources of the crates there.
    monkeypatch.setenv("HOME", pwd.getpwuid(os.getuid()).pw_dir)
    assert licenses.OUTPUT.read_text(encoding="utf-8") == licenses.generate(), "run make licenses"
