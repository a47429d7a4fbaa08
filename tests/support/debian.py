"""A Debian in which nothing runs: it records commands, and returns prepared outputs."""

from __future__ import annotations

import subprocess
from typing import Any

from chroots import Chroot

# What the demo prints of the changes of the group.
LINES = "".join(
    f"{name} changes the desired capacity from {old} to {new}\n"
    for name, old, new in (
        *(("scale_up", size, size + 1) for size in (2, 3, 4)),
        *(("scale_down", size, size - 1) for size in (5, 4, 3)),
    )
)


class Debian(Chroot):
    """Records commands, and returns prepared outputs of programs."""

    commands: list[tuple[str, ...]]
    outputs: dict[str, str]

    def run(self, *command: str, **_: Any) -> subprocess.CompletedProcess[str]:
        self.commands.append(command)
        shown = next((text for key, text in self.outputs.items() if key in command), "")
        return subprocess.CompletedProcess(command, 0, shown, "")
