"""Build a reproducible wheel: the same commit gives the same bytes.

The paths of the checkout and of Cargo are removed from the compiled module and from the wheel's
bill of materials. The time is that of the commit. The same Rust, maturin and C compiler are needed.

    python tools/wheel.py           writes the wheel into dist/
    python tools/wheel.py --twice   builds it in two other folders, and compares the results
    python tools/wheel.py --pgo     optimizes it for the calls of benchmarks/train.py

Profiles differ, so that ``--pgo`` does not give the same bytes again. It needs llvm-profdata
(``rustup component add llvm-tools``).
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# Replacements of the paths.
CHECKOUT, CRATES = "/reboto", "/crates"


class NotTheSameError(Exception):
    """Two builds of one commit differ, or a wheel contains the path of its build."""


def build(
    checkout: Path, out: Path, cargo_home: Path, profile: str = "release", *, pgo: bool = False
) -> Path:
    """Build the wheel of a checkout.

    Parameters
    ----------
    checkout, out, cargo_home : Path
        The source, the folder for the wheel, and the folder of Cargo's crates.
    profile : str
        Cargo's profile.
    pgo : bool, default False
        Optimize for the calls of benchmarks/train.py, which takes twice as long.

    Returns
    -------
    Path
        The wheel.
    """
    git_log = ["git", "log", "-1", "--format=%ct"]
    when = subprocess.run(git_log, cwd=checkout, check=True, capture_output=True, text=True)  # noqa: S603
    remaps = {cargo_home / "registry" / "src": CRATES, checkout: CHECKOUT}
    flags = [f"--remap-path-prefix={folder}={name}" for folder, name in remaps.items()]
    environment = {
        **os.environ,
        # maturin calls uv.
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "CARGO_HOME": str(cargo_home),
        "CARGO_INCREMENTAL": "0",
        # Other flags make Cargo build everything again. A separate folder keeps the other builds.
        "CARGO_TARGET_DIR": str(checkout / "target" / "wheel"),
        "CARGO_ENCODED_RUSTFLAGS": "\x1f".join(flags),
        "SOURCE_DATE_EPOCH": os.environ.get("SOURCE_DATE_EPOCH", when.stdout.strip()),
    }
    maturin = str(Path(sys.executable).with_name("maturin"))
    with tempfile.TemporaryDirectory() as fresh:
        command = [maturin, "build", "--profile", profile, "--locked", "--out", fresh]
        command += ["--pgo"] * pgo
        subprocess.run(command, cwd=checkout, env=environment, check=True)  # noqa: S603
        (made,) = Path(fresh).glob("*.whl")
        out.mkdir(parents=True, exist_ok=True)
        wheel = out / made.name
        remove_path(made, wheel, checkout)
    check_no_path(wheel, [checkout, cargo_home])
    return wheel


def remove_path(made: Path, wheel: Path, checkout: Path) -> None:
    """Rewrite a wheel without the checkout's path in its bill of materials."""
    here, there = f"path+{checkout.as_uri()}".encode(), f"path+file://{CHECKOUT}".encode()
    with zipfile.ZipFile(made) as source:
        content = {part.filename: source.read(part) for part in source.infolist()}
        parts = {part.filename: part for part in source.infolist()}
    (record,) = (name for name in content if name.endswith(".dist-info/RECORD"))
    for name in [name for name in content if ".dist-info/sboms/" in name]:
        before, after = content[name], content[name].replace(here, there)
        content[name] = after
        content[record] = content[record].replace(_line(name, before), _line(name, after))
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as target:
        for name, part in parts.items():
            settled = zipfile.ZipInfo(name, part.date_time)
            settled.external_attr, settled.compress_type = part.external_attr, zipfile.ZIP_DEFLATED
            target.writestr(settled, content[name])


def _line(name: str, content: bytes) -> bytes:
    digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
    return f"{name},sha256={digest},{len(content)}\n".encode()


def check_no_path(wheel: Path, folders: list[Path]) -> None:
    """Check that a wheel does not contain the path of its build."""
    with zipfile.ZipFile(wheel) as opened:
        for name in opened.namelist():
            content = opened.read(name)
            for folder in folders:
                if str(folder).encode() in content:
                    raise NotTheSameError(f"{name} in {wheel} contains {folder}")


def compare(one: Path, other: Path) -> str:
    """Compare two wheels, and return their hash."""
    if one.read_bytes() == other.read_bytes():
        return hashlib.sha256(one.read_bytes()).hexdigest()
    with zipfile.ZipFile(one) as first, zipfile.ZipFile(other) as second:
        names = {*first.namelist(), *second.namelist()}
        both = {*first.namelist()} & {*second.namelist()}
        differ = names - {name for name in both if first.read(name) == second.read(name)}
    raise NotTheSameError(
        f"the two wheels differ in {', '.join(sorted(differ)) or 'their packing'}"
    )


def twice(cargo_home: Path, profile: str) -> str:
    """Build this commit twice, with different folders for source and crates; compare the wheels."""
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder).resolve()
        elsewhere = base / "cargo"
        elsewhere.symlink_to(cargo_home)
        wheels: list[Path] = []
        for name, home in {"one": cargo_home, "the-other/one": elsewhere}.items():
            clone = ["git", "clone", "--quiet", str(ROOT), str(base / name)]
            subprocess.run(clone, check=True)  # noqa: S603
            wheels.append(build(base / name, base / name / "dist", home, profile))
        return compare(*wheels)


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    way = parser.add_mutually_exclusive_group()
    way.add_argument("--twice", action="store_true", help="build in two folders, and compare")
    way.add_argument("--pgo", action="store_true", help="optimize for benchmarks/train.py")
    parser.add_argument("--profile", default="release", help="Cargo's profile")
    arguments = parser.parse_args()
    cargo_home = Path(os.environ.get("CARGO_HOME") or Path.home() / ".cargo")
    try:
        if arguments.twice:
            print(f"identical: sha256 {twice(cargo_home, arguments.profile)}")
        else:
            print(build(ROOT, ROOT / "dist", cargo_home, arguments.profile, pgo=arguments.pgo))
    except NotTheSameError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
