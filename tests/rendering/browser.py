"""Chromium without a head, spoken to over two pipes with the standard library alone (DevTools protocol)."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome")
OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--remote-debugging-pipe",
)


def found() -> str:
    """Give the browser's path; skip the test without one, or fail where everything is required."""
    paths = [path for path in map(shutil.which, NAMES) if path]
    if not paths:
        message = "no chromium in PATH"
        if os.environ.get("SYMTCONV_REQUIRE_ALL") == "1":
            pytest.fail(f"{message}, and SYMTCONV_REQUIRE_ALL=1 asks for it")
        pytest.skip(message)
    return paths[0]


class Browser:
    """One browser with one page."""

    def __init__(self, path: str, profile: Path) -> None:
        reading, self._out = os.pipe()
        self._in, writing = os.pipe()
        high = [fcntl.fcntl(end, fcntl.F_DUPFD, 20) for end in (reading, writing)]

        def take() -> None:
            os.dup2(high[0], 3)
            os.dup2(high[1], 4)

        self._process = subprocess.Popen(
            [path, *OPTIONS, f"--user-data-dir={profile}", "about:blank"],
            preexec_fn=take,  # noqa: PLW1509 - the protocol wants descriptors 3 and 4, and tests run no threads
            close_fds=False,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for end in (reading, writing, *high):
            os.close(end)
        self._rest, self._number, self._session = b"", 0, None
        self.events: list[dict] = []
        target = next(t for t in self.call("Target.getTargets")["targetInfos"] if t["type"] == "page")
        attached = self.call("Target.attachToTarget", targetId=target["targetId"], flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **parameters) -> dict:
        """Send a command and wait for its answer; events that come first are kept."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._out, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == self._number:
                assert "error" not in answer, answer
                return answer["result"]
            self.events.append(answer)

    def _next(self) -> dict:
        while b"\0" not in self._rest:
            part = os.read(self._in, 1 << 16)
            assert part, "the browser is gone"
            self._rest += part
        line, self._rest = self._rest.split(b"\0", 1)
        return json.loads(line)

    def open(self, file: Path, *, width: int = 1440, height: int = 1000, script: bool = True, **media: str) -> None:
        """Load a file and wait until it stands; forget what was seen before."""
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        self.call("Emulation.setScriptExecutionDisabled", value=not script)
        features = [{"name": name.replace("_", "-"), "value": value} for name, value in media.items()]
        self.call("Emulation.setEmulatedMedia", features=features)
        self.events = []
        self.call("Page.navigate", url=file.as_uri())
        while not any(event.get("method") == "Page.loadEventFired" for event in self.events):
            self.events.append(self._next())

    def value(self, script: str):
        """Evaluate an expression in the page and give its value."""
        answer = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def mouse(self, kind: str, x: float, y: float) -> None:
        """Move, press or release the mouse."""
        button = "none" if kind == "mouseMoved" else "left"
        self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button=button, clickCount=int(button == "left"))

    def place(self, selector: str) -> tuple[float, float]:
        """Scroll to an element and give its middle."""
        quoted = json.dumps(selector)
        box = self.value(
            f"(()=>{{var e=document.querySelector({quoted});e.scrollIntoView({{block:'center'}});"
            "var b=e.getBoundingClientRect();return [b.x+b.width/2,b.y+b.height/2]})()"
        )
        return box[0], box[1]

    def hover(self, selector: str) -> None:
        """Point at the middle of an element."""
        self.mouse("mouseMoved", *self.place(selector))

    def click(self, selector: str) -> None:
        """Click in the middle of an element."""
        x, y = self.place(selector)
        for kind in ("mouseMoved", "mousePressed", "mouseReleased"):
            self.mouse(kind, x, y)

    def press(self, key: str, *, control: bool = False) -> None:
        """Press and release a key."""
        text = {"text": key} if len(key) == 1 else {}
        for kind in ("keyDown", "keyUp"):
            extra = text if kind == "keyDown" else {}
            self.call("Input.dispatchKeyEvent", type=kind, key=key, modifiers=2 if control else 0, **extra)

    def complaints(self) -> list[str]:
        """Give every console error, warning and exception since the page was opened."""
        self.value("1")
        kinds = {"Runtime.exceptionThrown", "Log.entryAdded", "Runtime.consoleAPICalled"}
        return [json.dumps(event["params"])[:300] for event in self.events if event.get("method") in kinds]

    def requests(self) -> list[str]:
        """Give every address asked for since the page was opened."""
        self.value("1")
        asked = (event for event in self.events if event.get("method") == "Network.requestWillBeSent")
        return [event["params"]["request"]["url"] for event in asked]

    def close(self) -> None:
        """End the browser."""
        self._session = None
        self.call("Browser.close")
        os.close(self._out)
        os.close(self._in)
        started = time.monotonic()
        while self._process.poll() is None and time.monotonic() - started < 10:
            time.sleep(0.05)
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
