"""Install Debian into a folder, and run commands in it, also for another processor.

It needs root, and the package debootstrap. Commands of another processor run under qemu-user,
each started by name: the kernel needs no binfmt_misc. A folder of another processor is therefore
only unpacked, and its packages are not configured; Python and pip work like that.

    python tools/chroots.py /tmp/old bullseye --packages python3-venv -- python3 --version
    python tools/chroots.py /tmp/arm bookworm --architecture arm64 --packages python3-pip

An existing folder is used as it is: remove it to make it again.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from toolchain import MissingPieceError

MIRROR = "http://deb.debian.org/debian"
# Debian's names of the processors, and qemu's.
PROCESSORS = {"amd64": "x86_64", "arm64": "aarch64", "armhf": "arm"}
HERE = {"x86_64": "amd64", "aarch64": "arm64", "armv7l": "armhf"}.get(platform.machine(), "")
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
# Written last, so that a folder of a failed installation is not used.
STAMP = ".installed-by-chroots"
EMULATOR = "/usr/bin/qemu-user"
# Mounts what the arguments before "--" say, in a namespace that ends with the command.
SCRIPT = """
while [ "$1" != -- ]; do
    if [ "$1" = proc ]; then mount -t proc proc "$2"; else mount --rbind "$1" "$2"; fi
    shift 2
done
shift
exec chroot "$@"
"""


def emulator(architecture: str) -> str:
    """Return the path of the statically linked emulator of a processor.

    Parameters
    ----------
    architecture : str
        Debian's name of the processor, such as ``"arm64"``.

    Returns
    -------
    str

    Raises
    ------
    MissingPieceError
        If it is not installed.
    """
    name = f"qemu-{PROCESSORS[architecture]}"
    if path := shutil.which(f"{name}-static"):
        return path
    # Newer versions of Debian link all emulators statically, and drop the suffix.
    if (path := shutil.which(name)) and b"ld-linux" not in Path(path).read_bytes()[:4096]:
        return path
    raise MissingPieceError(
        f"{name}-static is not on the PATH: apt-get install qemu-user-static (Debian 12 and older) "
        "or qemu-user"
    )


def need(*programs: str) -> None:
    """Check that this user is root, and that programs are installed.

    Parameters
    ----------
    *programs : str
        Names of programs.

    Raises
    ------
    MissingPieceError
        If this user is not root, or a program is missing.
    """
    if os.geteuid():
        raise MissingPieceError("only root can change the root folder of a program: use sudo")
    for name in programs:
        if shutil.which(name, path=f"{os.environ.get('PATH', '')}:{PATH}") is None:
            raise MissingPieceError(f"{name} is not on the PATH: apt-get install {name}")


@dataclass(frozen=True)
class Chroot:
    """A folder with an installation of Debian.

    Parameters
    ----------
    folder : Path
        The folder.
    architecture : str
        Debian's name of its processor.
    binds : dict of str to Path
        Absolute paths in the folder, with the folders of this machine that are mounted there
        while a command runs.
    """

    folder: Path
    architecture: str = HERE
    binds: dict[str, Path] = field(default_factory=dict[str, Path])

    @property
    def emulated(self) -> bool:
        """Whether commands run under qemu."""
        return self.architecture != HERE

    def run(
        self,
        *command: str,
        env: dict[str, str] | None = None,
        check: bool = True,
        capture: bool = False,
        timeout: float | None = None,
    ) -> subprocess.CompletedProcess[str]:
        """Run a command in the folder, with the network and no variables of this process.

        Parameters
        ----------
        *command : str
            Program and arguments. Under qemu, the program is an absolute path of a binary, and it
            cannot start other programs.
        env : dict of str to str, optional
            Environment variables.
        check : bool, default True
            Raise `subprocess.CalledProcessError` if the command fails.
        capture : bool, default False
            Return the output rather than showing it.
        timeout : float, optional
            Seconds after which the command is killed.

        Returns
        -------
        subprocess.CompletedProcess

        Raises
        ------
        MissingPieceError
            If this user is not root, or the emulator is missing.
        """
        need("unshare")
        mounts = ["proc", str(self.folder / "proc"), "/dev", str(self.folder / "dev")]
        for inside, outside in self.binds.items():
            target = self.folder / inside.lstrip("/")
            target.mkdir(parents=True, exist_ok=True)
            mounts += [str(outside), str(target)]
        prefix: list[str] = []
        if self.emulated:
            copied = self.folder / EMULATOR.lstrip("/")
            if not copied.exists():
                shutil.copy(emulator(self.architecture), copied)
            prefix = [EMULATOR]
        # Servers are found and trusted as on this machine.
        for name in ("etc/resolv.conf", "etc/ssl/certs/ca-certificates.crt"):
            if Path("/", name).exists() and (self.folder / name).parent.exists():
                shutil.copyfile(Path("/", name), self.folder / name)
        entered = ["unshare", "--mount", "--propagation", "private", "sh", "-euc", SCRIPT, "sh"]
        return subprocess.run(  # noqa: S603
            [*entered, *mounts, "--", str(self.folder), *prefix, *command],
            env={"PATH": PATH, "HOME": "/root", "LC_ALL": "C.UTF-8", **(env or {})},
            check=check,
            capture_output=capture,
            text=True,
            timeout=timeout,
        )


def make(
    folder: Path, suite: str, architecture: str = HERE, packages: tuple[str, ...] = ()
) -> Chroot:
    """Install Debian into a folder, unless it is there.

    Parameters
    ----------
    folder : Path
        The folder.
    suite : str
        The version of Debian, such as ``"bullseye"``.
    architecture : str, optional
        Debian's name of the processor; default: this machine's.
    packages : tuple of str, optional
        Packages to install with the essential ones.

    Returns
    -------
    Chroot

    Raises
    ------
    MissingPieceError
        If this user is not root, or a program is missing.
    """
    made = Chroot(folder.resolve(), architecture)
    stamp = made.folder / STAMP
    if stamp.exists():
        return made
    need("debootstrap", "unshare")
    if made.emulated:
        emulator(architecture)
    command = ["debootstrap", "--variant=minbase", f"--arch={architecture}"]
    if packages:
        command.append(f"--include={','.join(packages)}")
    if made.emulated:
        command.append("--foreign")
    subprocess.run([*command, suite, str(made.folder), MIRROR], check=True)  # noqa: S603
    if made.emulated:
        for package in sorted(made.folder.glob("var/cache/apt/archives/*.deb")):
            # Some packages contain /bin or /lib, which are symbolic links in the folder.
            tar = ["tar", "--extract", "--keep-directory-symlink", "--directory", str(made.folder)]
            read = ["dpkg-deb", "--fsys-tarfile", str(package)]
            content = subprocess.Popen(read, stdout=subprocess.PIPE)  # noqa: S603
            with content:
                subprocess.run(tar, stdin=content.stdout, check=True)  # noqa: S603
            if content.returncode:
                raise subprocess.CalledProcessError(content.returncode, content.args)
    stamp.touch()
    return made


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("suite", help="version of Debian, such as bullseye")
    parser.add_argument("--architecture", choices=PROCESSORS, default=HERE)
    parser.add_argument("--packages", nargs="*", default=[], metavar="PACKAGE")
    arguments = sys.argv[1:]
    split = arguments.index("--") if "--" in arguments else len(arguments)
    options, command = parser.parse_args(arguments[:split]), arguments[split + 1 :]
    try:
        made = make(options.folder, options.suite, options.architecture, tuple(options.packages))
        return made.run(*command, check=False).returncode if command else 0
    except MissingPieceError as error:
        print(error, file=sys.stderr)
        return 2
    except subprocess.CalledProcessError as error:
        return error.returncode


if __name__ == "__main__":
    sys.exit(main())
