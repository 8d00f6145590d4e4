"""People who post one message after the other until their server ends, and what must be left of it."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import requests

from tests.edges.wire import CLOSED, Wire

SENDERS = 20
ENOUGH = 200
"""Acknowledgements after which the server is ended, in the middle of more."""

Said = dict[str, Any]


@dataclass(frozen=True)
class Place:
    """A room on a server."""

    url: str
    room: str

    def call(self, token: str | None, method: str, **more: Any) -> requests.Response:
        headers = {"Authorization": f"Bearer {token}"}
        path = f"{self.url}/api/v1/rooms/{self.room}/messages"
        return requests.request(method, path, headers=headers, timeout=30, **more)

    def history(self, token: str | None, after: int = 0) -> list[Said]:
        """All of it from there on."""
        return list(self._pages(token, str(after)))

    def _pages(self, token: str | None, cursor: str | None) -> Iterator[Said]:
        while cursor is not None:
            page = self.call(token, "GET", params={"limit": 100, "after_seq": cursor}).json()
            yield from page["items"]
            cursor = page["next"]


@dataclass
class Sender:
    """Somebody who does not know, at the end, whether the last thing they said was heard."""

    name: str
    token: str | None
    acknowledged: dict[str, Said] = field(default_factory=dict)  # by key
    last: Said | None = None
    said: int = 0

    def run(self, place: Place, news: threading.Condition) -> None:
        wire = Wire(place.url).connect(self.token)
        while True:
            self.said += 1
            self.last = {"body": f"{self.name} {self.said}", "client_key": uuid4().hex}
            ack = wire.post(self.said, {"room_id": place.room, **self.last})
            if ack == CLOSED or "error" in ack:
                return
            with news:
                self.acknowledged[self.last["client_key"]] = ack["message"]
                news.notify_all()

    def say_again(self, place: Place) -> None:
        """What may have been lost is sent once more, as the pages do."""
        if self.last is not None:
            answer = place.call(self.token, "POST", json=self.last)
            assert answer.status_code in (200, 201), answer.text
            self.acknowledged[self.last["client_key"]] = answer.json()["message"]


def send_until(place: Place, senders: Iterable[Sender], end: Callable[[], object], enough: int = ENOUGH) -> None:
    """All send; `end` is called in the middle of it. Returns when all have seen their connection end."""
    news = threading.Condition()
    senders = list(senders)
    goal = enough + count(senders)
    threads = [threading.Thread(target=one.run, args=(place, news), daemon=True) for one in senders]
    for thread in threads:
        thread.start()
    with news:
        assert news.wait_for(lambda: count(senders) >= goal, 60)
    end()
    for thread in threads:
        thread.join(30)
        assert not thread.is_alive()


def count(senders: Iterable[Sender]) -> int:
    """How many messages were acknowledged."""
    return sum(len(one.acknowledged) for one in senders)


def lost(senders: Iterable[Sender], stored: Iterable[Said]) -> list[Said]:
    """What was acknowledged and is not there as it was acknowledged."""
    there = {one["id"]: (one["seq"], one["body"]) for one in stored}
    told = (message for one in senders for message in one.acknowledged.values())
    return [one for one in told if there.get(one["id"]) != (one["seq"], one["body"])]


def doubles(stored: Iterable[Said]) -> list[str]:
    """What is there more than once. Everybody says each thing once."""
    return [body for body, times in Counter(one["body"] for one in stored).items() if times > 1]


def is_counted_through(stored: list[Said]) -> bool:
    """Where nothing was changed afterwards, the room's counter gave each message one number."""
    return [one["seq"] for one in stored] == list(range(1, len(stored) + 1))
