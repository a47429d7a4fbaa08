"""A headless Chromium, driven over a pipe with the DevTools protocol."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Generator

PROGRAM = shutil.which("chromium") or shutil.which("chromium-browser")


class Page:
    """A page of the browser."""

    def __init__(self, reading: Any, writing: Any) -> None:
        self._reading, self._writing = reading, writing
        self._numbers = itertools.count(1)
        target = self._call("Target.createTarget", url="about:blank")["targetId"]
        attached = self._call("Target.attachToTarget", targetId=target, flatten=True)
        self._session: str = attached["sessionId"]
        self.errors: list[Any] = []
        self.send("Page.enable")
        self.send("Runtime.enable")

    def _call(self, method: str, session: str | None = None, **parameters: Any) -> Any:
        number = next(self._numbers)
        message = {"id": number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        self._writing.write(json.dumps(message).encode() + b"\0")
        self._writing.flush()
        return self._until(lambda found: found.get("id") == number)["result"]

    def _until(self, wanted: Any) -> Any:
        text = bytearray()
        while True:
            byte = self._reading.read(1)
            assert byte, "the browser ended"
            if byte != b"\0":
                text += byte
                continue
            message = json.loads(text)
            text.clear()
            if message.get("method") == "Runtime.exceptionThrown":
                self.errors.append(message["params"])
            if wanted(message):
                assert "error" not in message, message
                return message

    def send(self, method: str, **parameters: Any) -> Any:
        return self._call(method, self._session, **parameters)

    def open(self, path: Path) -> None:
        self.send("Page.navigate", url=path.as_uri())
        self._until(lambda found: found.get("method") == "Page.loadEventFired")

    def run(self, code: str) -> Any:
        found = self.send(
            "Runtime.evaluate", expression=code, returnByValue=True, awaitPromise=True
        )
        assert "exceptionDetails" not in found, found
        return found["result"].get("value")

    def click(self, selector: str, share: float = 0.5) -> None:
        """Click an element with the mouse, at a share of its width."""
        code = f"""(() => {{
            const found = document.querySelector({json.dumps(selector)});
            found.scrollIntoView({{block: "center"}});
            const box = found.getBoundingClientRect();
            return [box.left, box.top, box.width, box.height];
        }})()"""
        left, top, width, height = self.run(code)
        at = {"x": left + width * share, "y": top + height / 2, "button": "left", "clickCount": 1}
        for kind in ("mousePressed", "mouseReleased"):
            self.send("Input.dispatchMouseEvent", type=kind, **at)
        # The page draws with the next frame.
        self.run("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")

    def picture(self, path: Path) -> None:
        import base64

        data = self.send("Page.captureScreenshot", captureBeyondViewport=True)["data"]
        path.write_bytes(base64.b64decode(data))


@contextlib.contextmanager
def page() -> Generator[Page]:
    assert PROGRAM
    theirs_in, ours_out = os.pipe()
    ours_in, theirs_out = os.pipe()
    with tempfile.TemporaryDirectory() as profile:
        # The browser reads from descriptor 3 and writes to 4.
        script = f'exec {PROGRAM} "$@" 3<&{theirs_in} 4>&{theirs_out} 2>/dev/null'
        options = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--remote-debugging-pipe",
            "--no-first-run",
            f"--user-data-dir={profile}",
            "--window-size=1000,1400",
        ]
        browser = subprocess.Popen(
            ["bash", "-c", script, "bash", *options], pass_fds=(theirs_in, theirs_out)
        )
        os.close(theirs_in)
        os.close(theirs_out)
        try:
            with os.fdopen(ours_in, "rb", 0) as reading, os.fdopen(ours_out, "wb") as writing:
                yield Page(reading, writing)
        finally:
            browser.terminate()
            browser.wait(30)
