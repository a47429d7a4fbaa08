"""The server of prepared responses, and the builds of the Rust programs."""

from __future__ import annotations

import http.client
import os
import subprocess
from pathlib import Path

from environments import CHECKOUT


def build(package: str, release: bool) -> Path:
    """Build one of the benchmark's Rust programs and return its path.

    Each is built separately. Together, they would share their crates' features, and the SDK would
    have to be compiled again.
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
        Its path, from `build`.
    faults : bool, optional
        Whether requests can ask for faults.

    Attributes
    ----------
    port : int
        Its port on 127.0.0.1.
    """

    def __init__(self, program: Path, faults: bool = False) -> None:
        self._command = [str(program), *["--faults"] * faults]

    def __enter__(self) -> Server:
        # It exits when its input ends, so also when this process dies.
        self._process = subprocess.Popen(
            self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout is not None
        self.port = int(self._process.stdout.readline())
        return self

    def __exit__(self, *exception: object) -> None:
        self._process.communicate(timeout=10)

    def cpu(self) -> float:
        """Return the CPU time of the server in seconds."""
        first, *_ = Path(f"/proc/{self._process.pid}/schedstat").read_text().split()
        return int(first) / 1e9

    def served(self) -> dict[str, int]:
        """Return the counts of this server; see `served`."""
        return served(self.port)


def served(port: int) -> dict[str, int]:
    """Return the number of responses by protocol, operation and parameter.

    The counts include faults, as ``fault NAME``, and the connections that are open and that were
    accepted, including the one of this request.
    """
    asking = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    asking.request("GET", "/served")
    text = asking.getresponse().read().decode()
    asking.close()
    lines = [line.rsplit(maxsplit=2) for line in text.splitlines()]
    return {what: int(count) for what, _, count in lines}
