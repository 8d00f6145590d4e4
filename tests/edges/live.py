"""Somebody at a live connection, who remembers everything they hear."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import engineio
import socketio

PATIENCE = 15.0
"""Seconds after which an expected thing counts as not coming. No test is about speed."""

Heard = tuple[str, Any]


class Refused(Exception):
    """The server did not let somebody connect. `data` is what it said."""


class _InOrder(engineio.Client):
    """Hands packets on one after the other. The stock client starts a thread for each, which scrambles them."""

    def _trigger_event(self, event: str, *args: Any, **how: Any) -> Any:
        return super()._trigger_event(event, *args, **how | {"run_async": False})


class _Client(socketio.Client):
    def _engineio_client_class(self) -> type[engineio.Client]:
        return _InOrder


class Ear:
    """One live connection: asks, hears, and knows when it is cut."""

    def __init__(
        self,
        url: str,
        token: object = None,
        *,
        origin: str | None = None,
        cookie: str | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        self.heard: list[Heard] = []
        self._news = threading.Condition()
        self._cut = False
        self.refusal: Any = None
        self.io = _Client(reconnection=False, websocket_extra_options={"suppress_origin": True})
        self.io.on("*", self._hear)
        self.io.on("disconnect", self._gone)
        self.io.on("connect_error", self._refused)
        said = dict(headers or {})
        if origin is not None:
            said["Origin"] = origin
        if cookie is not None:
            said["Cookie"] = cookie
        try:
            self.io.connect(
                url,
                headers=said,
                auth=None if token is None else {"token": token},
                transports=["websocket"],
                wait_timeout=10,
            )
        except socketio.exceptions.ConnectionError as fault:
            self.close()
            raise Refused(self.refusal or str(fault)) from fault

    def ask(self, event: str, *said: Any) -> Any:
        """Make a call and wait for its ack."""
        data = said[0] if len(said) == 1 else said
        return self.io.call(event, data, timeout=PATIENCE)

    def say(self, room_id: object, body: str = "Hello.", **more: Any) -> Any:
        return self.ask("message:post", {"room_id": str(room_id), "body": body, "client_key": uuid4().hex, **more})

    def enter(self, room_id: object, after_seq: int | None = None) -> Any:
        return self.ask(
            "room:enter", {"room_id": str(room_id)} | ({} if after_seq is None else {"after_seq": after_seq})
        )

    def hear(self, name: str, where: Callable[[Any], bool] = lambda _: True) -> Any:
        """Wait for an event; returns its payload."""
        found: list[Any] = []

        def is_there() -> bool:
            found[:] = [said for event, said in self.heard if event == name and where(said)]
            return bool(found)

        assert self._wait(is_there), f"{name} did not come; heard {[event for event, _ in self.heard]}"
        return found[0]

    def hear_body(self, body: str) -> Any:
        return self.hear("message:posted", lambda said: said["body"] == body)

    def all(self, *names: str) -> list[Any]:
        """The payloads of all events of these names so far, or of all events."""
        with self._news:
            return [said for event, said in self.heard if not names or event in names]

    def names(self) -> list[str]:
        with self._news:
            return [event for event, _ in self.heard]

    def forget(self) -> None:
        """Start listening anew."""
        with self._news:
            self.heard.clear()

    def is_cut(self) -> bool:
        """Wait until the server ends this connection."""
        return self._wait(lambda: self._cut)

    def assert_over(self, witness: Ear, room_id: object) -> None:
        """This connection is cut. Somebody posts after that; it reaches the witness and not this ear."""
        assert self.is_cut()
        words = f"Said afterwards, {uuid4().hex}."
        witness.say(room_id, words)
        witness.hear_body(words)
        assert not self.is_open
        assert words not in str(self.all())

    @property
    def is_open(self) -> bool:
        return not self._cut and bool(self.io.connected)

    def close(self) -> None:
        self.io.disconnect()

    def __enter__(self) -> Ear:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _wait(self, is_so: Callable[[], bool]) -> bool:
        with self._news:
            return self._news.wait_for(is_so, PATIENCE)

    def _hear(self, event: str, *said: Any) -> None:
        with self._news:
            self.heard.append((event, said[0] if len(said) == 1 else said))
            self._news.notify_all()

    def _gone(self, *_: Any) -> None:
        with self._news:
            self._cut = True
            self._news.notify_all()

    def _refused(self, said: Any = None) -> None:
        self.refusal = said
