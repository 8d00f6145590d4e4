"""The official clients as they are shipped, both to be led in the same way."""

from __future__ import annotations

import json
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import socketio

from tests.edges.live import PATIENCE
from tests.frame.servers import TOP
from tests.services.node import NODE

SCRIPT = Path(__file__).with_suffix(".js")


class Official:
    """A client that comes back by itself, and remembers what it was told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, Any]] = []
        self.at = 0
        self._news = threading.Condition()

    def ask(self, event: str, said: Any) -> Any:
        """Make a call and wait for its ack."""
        raise NotImplementedError

    def close(self) -> None:
        raise NotImplementedError

    def enter(self, room: str) -> Any:
        """Enter a room from where one was; returns what was missed."""
        found = self.ask("room:enter", {"room_id": room, "after_seq": self.at})
        self.at = found["last_seq"]
        return found["missed"]

    def say(self, room: str, body: str) -> Any:
        return self.ask("message:post", {"room_id": room, "body": body, "client_key": uuid4().hex})["message"]

    def hear(self, name: str, where: Callable[[Any], bool] = lambda _: True, times: int = 1) -> Any:
        """Wait until that was told so often; returns what was said the last time."""
        found: list[Any] = []

        def is_there() -> bool:
            found[:] = [said for event, said in self.told if event == name and where(said)]
            return len(found) >= times

        with self._news:
            assert self._news.wait_for(is_there, PATIENCE), (
                f"{name} did not come, but {[name for name, _ in self.told]}"
            )
        return found[-1]

    def hear_message(self, told: Any) -> Any:
        """Hear a message that its author was told of."""
        said = self.hear("message:posted", lambda said: said["id"] == told["id"])
        self.at = max(self.at, said["change_seq"])
        return said

    def _hear(self, name: str, said: Any = None) -> None:
        with self._news:
            self.told.append((name, said))
            self._news.notify_all()


class Python(Official):
    """python-socketio's client."""

    def __init__(self, url: str, token: str | None) -> None:
        super().__init__()
        self.io = socketio.Client(reconnection_delay=0.1, reconnection_delay_max=0.5)
        self.io.on("*", self._hear)
        for name in ("connect", "disconnect", "connect_error"):
            self.io.on(name, lambda said=None, name=name: self._hear(name, said))
        try:
            self.io.connect(url, auth={"token": token}, transports=["websocket"])
        except socketio.exceptions.ConnectionError:
            pass  # it is told as well

    def ask(self, event: str, said: Any) -> Any:
        return self.io.call(event, said, timeout=PATIENCE)

    def close(self) -> None:
        self.io.shutdown()


class JavaScript(Official):
    """The npm package socket.io-client."""

    def __init__(self, url: str, token: str | None) -> None:
        super().__init__()
        call = [NODE, str(SCRIPT), url, token or ""]
        self._process = subprocess.Popen(call, cwd=TOP, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._asked = 0
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def ask(self, event: str, said: Any) -> Any:
        self._asked += 1
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps([self._asked, event, said]) + "\n")
        self._process.stdin.flush()
        return self.hear(f"ack {self._asked}")

    def close(self) -> None:
        self._process.communicate(timeout=PATIENCE)

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._hear(*json.loads(line))


OFFICIAL: dict[str, Callable[[str, str | None], Official]] = {"python": Python, "javascript": JavaScript}
