"""Answers that come when something is stored: until then their sender's next message of the same kind is heard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from socketio import packet

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
    theirs waits until these are over, so that one client's calls still happen in their order.
    """

    def __init__(self, server: Any) -> None:
        self.server = server
        self.together: set[str] = set()

    def __call__(self, server: Any, sid: str, eio_sid: str, data: list[Any], namespace: str, id: int | None) -> None:  # noqa: A002
        session = server.eio.sockets[eio_sid]
        if data[0] not in self.together or session.under_way >= INBOX:
            session.settle()
        answer = server._trigger_event(data[0], namespace, sid, *data[1:])
        if isinstance(answer, Later):
            self._soon(session, answer, eio_sid, id)
        elif answer != server.not_handled and id is not None:
            self._send(eio_sid, id, answer)

    def _soon(self, session: Any, answer: Later, eio_sid: str, id: int | None) -> None:  # noqa: A002
        def send() -> None:
            session.under_way -= 1
            if not session.under_way:
                session.coming = None  # or whoever falls silent would keep what they said last
            if id is not None:
                self._send(eio_sid, id, answer.make())

        session.under_way += 1
        session.coming = answer.coming
        answer.coming.then(send)

    def _send(self, eio_sid: str, id: int, answer: Any) -> None:  # noqa: A002
        made = self.server.packet_class(packet.ACK, namespace="/", id=id, data=[answer])
        self.server._send_packet(eio_sid, made)
