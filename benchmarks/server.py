"""The server of canned answers, and how the Rust programs are built."""

from __future__ import annotations

import http.client
import os
import subprocess
from pathlib import Path

from environments import CHECKOUT


def build(package: str, release: bool) -> Path:
    """Build one of the benchmark's Rust programs and return its path.

    Each is built on its own: together they would share their crates' features, and
    the SDK would have to be compiled anew for that.
    """
    options = ["--release"] if release else []
    subprocess.run(
        ["cargo", "build", "--quiet", "--locked", "--package", package, *options],
        cwd=CHECKOUT,
        check=True,
    )
    target = Path(os.environ.get("CARGO_TARGET_DIR", CHECKOUT / "target"))
    return target / ("release" if release else "debug") / package


class Server:
    """The server; in a ``with`` block it runs.

    Parameters
    ----------
    program : Path
        What `build` made.
    faults : bool, optional
        Whether requests may ask for answers that go wrong.

    Attributes
    ----------
    port : int
        Where it listens on 127.0.0.1.
    """

    def __init__(self, program: Path, faults: bool = False) -> None:
        self._command = [str(program), *["--faults"] * faults]

    def __enter__(self) -> Server:
        # It ends when its input does, so also when this process dies.
        self._process = subprocess.Popen(
            self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout is not None
        self.port = int(self._process.stdout.readline())
        return self

    def __exit__(self, *exception: object) -> None:
        self._process.communicate(timeout=10)

    def cpu(self) -> float:
        """Give the seconds of CPU time that serving has taken so far."""
        first, *_ = Path(f"/proc/{self._process.pid}/schedstat").read_text().split()
        return int(first) / 1e9

    def served(self) -> dict[str, int]:
        """Tell what `served` does of this server."""
        return served(self.port)


def served(port: int) -> dict[str, int]:
    """Tell how often each answer was given, by protocol, operation and what it names.

    Faults are told likewise, as ``fault NAME``, and the connections that are open and that
    were ever accepted: that of this question among them.
    """
    asking = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    asking.request("GET", "/served")
    text = asking.getresponse().read().decode()
    asking.close()
    lines = [line.rsplit(maxsplit=2) for line in text.splitlines()]
    return {what: int(count) for what, _, count in lines}
