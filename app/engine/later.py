"""Answers that come when something is stored: until then their sender's next message of the same kind is heard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from socketio import packet

from app.engine.asked import Asked, Open, Overdue
from app.engine.line import INBOX


class Coming(Protocol):
    """Something under way."""

    def then(self, act: Callable[[], None]) -> None:
        """Call `act` when it is over. Things that began earlier end no later."""

    def wait(self) -> None: ...


class Later:
    """What a handler returns whose answer is not there yet: `make` has it once `coming` is over."""

    __slots__ = ("coming", "make")

    def __init__(self, coming: Coming, make: Callable[[], Any]) -> None:
        self.coming = coming
        self.make = make

    def wait(self) -> Any:
        self.coming.wait()
        return self.make()


class Answering:
    """Stands in the place of `Server._handle_event_internal`, which calls a handler and sends what it returns.

    `together` names the events that return Later. Those of one client may be under way together; every other event of
    theirs waits until these are over, so that one client's calls still happen in their order. `unavailable` makes the
    answer to a call that waits for too long. What it waits for may still happen: whoever asks again must ask the same.
    """

    def __init__(self, server: Any) -> None:
        self.server = server
        self.together: set[str] = set()
        self.unavailable: Callable[[], Any] = dict
        self.open = Open(lambda one: self._answer(one, self.unavailable))

    def __call__(self, server: Any, sid: str, eio_sid: str, data: list[Any], namespace: str, id: int | None) -> None:  # noqa: A002
        session = server.eio.sockets[eio_sid]
        one = Asked(eio_sid, id, session.heard_at)
        try:
            self.open.begin(one)
            if data[0] not in self.together or session.under_way >= INBOX:
                session.settle()
            answer = server._trigger_event(data[0], namespace, sid, *data[1:])
        except Overdue:
            answer = self.unavailable()
        except BaseException:
            self.open.end(one)
            raise
        if isinstance(answer, Later):
            self._soon(session, answer, one)
        else:
            self._answer(one, lambda: answer)

    def _soon(self, session: Any, answer: Later, one: Asked) -> None:
        def send() -> None:
            session.under_way -= 1
            if not session.under_way:
                session.coming = None  # or whoever falls silent would keep what they said last
            self._answer(one, answer.make)

        one.worker = None
        session.under_way += 1
        session.coming = answer.coming
        answer.coming.then(send)

    def _answer(self, one: Asked, make: Callable[[], Any]) -> None:
        """Once: of a call that was told to be overdue, nobody waits for what comes after all."""
        if self.open.end(one) and one.id is not None:
            made = self.server.packet_class(packet.ACK, namespace="/", id=one.id, data=[make()])
            self.server._send_packet(one.eio_sid, made)
