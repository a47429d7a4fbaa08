"""The workflows of the repository's host, the project's addresses, and wheels for old Linux."""

from __future__ import annotations

import platform
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import cross
import urls
import wheels
from wheels import WheelError

ROOT = Path(__file__).parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def test_actions_are_pinned_by_their_hash_and_the_same_everywhere() -> None:
    used = [
        line
        for path in WORKFLOWS
        for line in path.read_text(encoding="utf-8").splitlines()
        if "uses:" in line
    ]
    assert len(used) > 15
    pins: dict[str, set[str]] = {}
    for line in used:
        pin = re.search(r"uses: (\S+)@([0-9a-f]{40}) # v\d+\.\d+\.\d+", line)
        assert pin, line
        pins.setdefault(pin[1], set()).add(pin[2])
    assert {name: len(hashes) for name, hashes in pins.items() if len(hashes) > 1} == {}


def test_all_supported_versions_are_tested() -> None:
    text = (ROOT / ".github" / "workflows" / "test.yml").read_text(encoding="utf-8")
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    versions = re.findall(r"Python :: (3\.\d+)", project)
    assert len(versions) > 1
    for version in versions:
        assert f'"{version}"' in text


def test_wheels_for_linux_are_built_as_the_tools_build_them() -> None:
    text = (ROOT / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8")
    targets = re.findall(r"^ +- (\S+-linux-\S+)$", text, re.MULTILINE)
    assert {*targets} == {"x86_64-unknown-linux-gnu", *cross.TARGETS}
    assert text.count('make wheels TARGETS="$TARGET') == 2


PROJECT = """
[project.urls]
Homepage = "https://github.com/example/reboto"
Documentation = "https://example.github.io/reboto"
Repository = "https://github.com/example/reboto"
Issues = "https://github.com/example/reboto/issues"
Changelog = "https://github.com/example/reboto/blob/main/CHANGELOG.md"
"""


def test_one_address_sets_all_others() -> None:
    moved = urls.moved(PROJECT, "https://github.com/me/boto")
    known = urls.addresses(moved)
    assert known["Documentation"] == "https://me.github.io/boto"
    text = urls.written(moved, urls.PLACES["pyproject.toml"], known)
    assert "example" not in text
    assert 'Issues = "https://github.com/me/boto/issues"' in text
    with pytest.raises(urls.MissingPlaceError):
        urls.written("", urls.PLACES["Cargo.toml"], known)
    for wrong in ("http://github.com/me/boto", "https://github.com/me", "github.com/me/boto"):
        with pytest.raises(ValueError, match="must be like https://github"):
            urls.moved(PROJECT, wrong)


def test_all_files_have_the_addresses_of_the_project() -> None:
    known = urls.addresses(urls.PROJECT.read_text(encoding="utf-8"))
    for name, places in urls.PLACES.items():
        text = (ROOT / name).read_text(encoding="utf-8")
        assert urls.written(text, places, known) == text, "run tools/urls.py"


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("manylinux2014_x86_64.manylinux_2_17_x86_64", "x86_64-unknown-linux-gnu"),
        ("manylinux2014_aarch64.manylinux_2_17_aarch64", "aarch64-unknown-linux-gnu"),
        ("manylinux_2_17_armv7l.manylinux2014_armv7l", "armv7-unknown-linux-gnueabihf"),
        ("musllinux_1_2_x86_64", "x86_64-unknown-linux-musl"),
    ],
)
def test_a_wheel_has_the_tag_of_its_target(name: str, target: str) -> None:
    assert wheels.has_tag(f"reboto-1-cp310-abi3-{name}.whl", target)
    assert not wheels.has_tag("reboto-1-cp310-abi3-manylinux_2_34_x86_64.whl", target)
    with pytest.raises(WheelError, match="must be one of Linux"):
        wheels.has_tag("reboto-1.whl", "aarch64-apple-darwin")


@pytest.fixture
def maturin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What maturin is called with, and the tag of the wheel that it writes."""
    called: dict[str, Any] = {"tag": "cp310-abi3-musllinux_1_2_aarch64"}

    def run(command: list[str], env: dict[str, str], **_: object) -> None:
        called.update(command=command, env=env)
        out = Path(command[command.index("--out") + 1])
        (out / f"reboto-1-{called['tag']}.whl").touch()

    monkeypatch.setattr(wheels, "OUT", tmp_path)
    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setattr("toolchain.standard_library", lambda _target: {"RUSTC_BOOTSTRAP": "1"})
    monkeypatch.setattr("toolchain.zig", lambda: ["zig"])
    return called


@pytest.mark.parametrize("quick", [False, True])
def test_a_wheel_is_built_for_its_target(
    tmp_path: Path, maturin: dict[str, Any], quick: bool
) -> None:
    name = "reboto-1-cp310-abi3-musllinux_1_2_aarch64.whl"
    old = tmp_path / name.replace("-1-", "-0-")
    others = [
        tmp_path / name.replace("aarch64", "x86_64"),
        tmp_path / name.replace("abi3", "cp310"),
    ]
    for path in (old, *others):
        path.touch()
    assert wheels.build("aarch64-unknown-linux-musl", quick=quick) == tmp_path / name
    assert {*tmp_path.iterdir()} == {tmp_path / name, *others}
    command, env = maturin["command"], maturin["env"]
    assert command[command.index("--compatibility") + 1] == "musllinux_1_2"
    assert command[command.index("--interpreter") + 1] == sys.executable
    assert env["RUSTC_BOOTSTRAP"] == "1"
    assert (env.get("CARGO_PROFILE_RELEASE_OPT_LEVEL") == "1") == quick


def test_a_wheel_is_built_for_one_interpreter(tmp_path: Path, maturin: dict[str, Any]) -> None:
    stable = tmp_path / "reboto-1-cp310-abi3-musllinux_1_2_aarch64.whl"
    stable.touch()
    maturin["tag"] = "cp314-cp314t-musllinux_1_2_aarch64"
    built = wheels.build("aarch64-unknown-linux-musl", python="python3.14t")
    assert built.name == "reboto-1-cp314-cp314t-musllinux_1_2_aarch64.whl"
    assert not wheels.is_abi3(built.name)
    assert wheels.is_abi3(stable.name)
    assert stable.exists()
    command = maturin["command"]
    assert command[command.index("--interpreter") + 1] == "python3.14t"


def test_a_profile_guides_the_optimization_on_request(maturin: dict[str, Any]) -> None:
    target = f"{platform.machine()}-unknown-linux-gnu"
    maturin["tag"] = f"cp310-abi3-manylinux_2_17_{platform.machine()}"
    wheels.build(target)
    assert "--pgo" not in maturin["command"]
    assert "CARGO_ZIGBUILD_ZIG_PATH" not in maturin["env"]
    wheels.build(target, pgo=True)
    assert "--pgo" in maturin["command"]
    assert Path(maturin["env"]["CARGO_ZIGBUILD_ZIG_PATH"]).name == "zig"
    # maturin would prefer the zig of this Python.
    assert maturin["env"]["CARGO_ZIGBUILD_PYTHON_PATH"] == "false"


def test_a_profile_needs_a_wheel_that_runs_here() -> None:
    with pytest.raises(WheelError, match=r"--pgo runs the wheel, .* got 'riscv64-"):
        wheels.build("riscv64-unknown-linux-gnu", pgo=True)


def test_zig_gets_an_option_and_its_value_as_one_argument(tmp_path: Path) -> None:
    script = tmp_path / "zig"
    script.write_text(wheels.ZIG.format(zig="printf '<%s>'"), encoding="utf-8")
    given = ["cc", "-u", "__llvm profile", "a b.o", "-o", "", "-u", "last"]
    done = subprocess.run(["sh", str(script), *given], capture_output=True, text=True, check=True)
    assert done.stdout == "<cc><-Wl,-u,__llvm profile><a b.o><-o><><-Wl,-u,last>"


def test_a_wheel_for_another_platform_is_refused(maturin: dict[str, Any]) -> None:
    maturin["tag"] = "cp310-abi3-linux_aarch64"
    with pytest.raises(WheelError, match=r"must have a tag of musllinux_1_2, got .*linux_aarch64"):
        wheels.build("aarch64-unknown-linux-musl")
