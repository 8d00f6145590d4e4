"""Kill -9 and SIGTERM while twenty people send: what was acknowledged is there, once."""

from __future__ import annotations

import json
import socket
import threading
from dataclasses import dataclass, field
from itertools import count
from uuid import uuid4

import pytest
import requests

from tests.edges.town import settled
from tests.edges.wire import CLOSED, Wire
from tests.services.kept import wait_until

SENDERS = 20
ENOUGH = 200
"""Acknowledgements after which the server is ended, in the middle of more."""


@dataclass
class Sender:
    """Somebody who posts one message after the other until the connection ends."""

    name: str
    acknowledged: dict[str, str] = field(default_factory=dict)  # id by key
    last: dict | None = None  # what was said last, and perhaps not acknowledged

    def run(self, url: str, token: str, room: str, news: threading.Condition) -> None:
        wire = Wire(url).connect(token)
        for n in count():
            key = uuid4().hex
            self.last = {"room_id": room, "body": f"{self.name} {n}", "client_key": key}
            ack = wire.post(n, self.last)
            if ack == CLOSED or "error" in ack:
                return
            with news:
                self.acknowledged[key] = ack["message"]["id"]
                news.notify_all()


def send_until(town, room: str, end) -> list[Sender]:
    """Twenty send; `end` is called in the middle of it. Returns them when all have seen their connection end."""
    news = threading.Condition()
    senders = [Sender(town.newcomer(town.cast.crohns)) for _ in range(SENDERS)]
    threads = [
        threading.Thread(target=one.run, args=(town.server.url, town.token(one.name), room, news), daemon=True)
        for one in senders
    ]
    for thread in threads:
        thread.start()
    with news:
        assert news.wait_for(lambda: sum(len(one.acknowledged) for one in senders) >= ENOUGH, 60)
    end()
    for thread in threads:
        thread.join(30)
        assert not thread.is_alive()
    return senders


def stored(town, room: str) -> list[dict]:
    """All of a room, as Ana reads it."""
    found, cursor = [], "after_seq=0"
    while cursor:
        page = town.call(town.cast.ana, "GET", f"/rooms/{room}/messages?limit=100&{cursor}").json()
        found += page["items"]
        cursor = page["next"] and f"after_seq={page['next']}"
    return found


def assert_kept_once(town, room: str, senders: list[Sender]) -> None:
    """Acknowledged is stored; everything once; and sending again what may have been lost completes it."""
    before = stored(town, room)
    ids = {one["id"] for one in before}
    for sender in senders:
        assert set(sender.acknowledged.values()) <= ids
    assert [one["seq"] for one in before] == list(range(1, len(before) + 1))
    for sender in senders:
        said = {name: value for name, value in (sender.last or {}).items() if name != "room_id"}
        assert town.call(sender.name, "POST", f"/rooms/{room}/messages", said).status_code in (200, 201)
    after = stored(town, room)
    bodies = [one["body"] for one in after]
    assert len(set(bodies)) == len(bodies)
    assert {(sender.last or {})["body"] for sender in senders} <= set(bodies)
    assert [one["seq"] for one in after] == list(range(1, len(after) + 1))


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_what_was_acknowledged_survives_kill_9_and_is_there_once(new_server, played, secret, kind):
    server = new_server(kind)
    with settled(server, played, secret) as town:
        room = str(town.new_room(town.cast.crohns))
        senders = send_until(town, room, server.kill9)
        server.start()
        assert_kept_once(town, room, senders)


def test_sigterm_ends_in_order_while_people_send(new_server, played, secret):
    server = new_server()
    codes = []
    with settled(server, played, secret) as town:
        room = str(town.new_room(town.cast.crohns))
        senders = send_until(town, room, lambda: codes.append(server.stop()))
        assert codes == [0]
        server.start()
        assert_kept_once(town, room, senders)


def test_sigterm_lets_what_is_under_way_finish(new_server, played, secret):
    """A request waits for the database while the server is told to stop; the database becomes free; it is stored."""
    server = new_server()
    with settled(server, played, secret) as town, socket.create_connection(("127.0.0.1", server.port), 30) as plug:
        room = town.new_room(town.cast.crohns)
        stop = threading.Thread(target=server.stop)
        with town.network.database.writer.begin():  # the writer's lock
            plug.sendall(request(town, room))
            assert answers_at_all(server)  # and so has read what came before
            stop.start()
            assert wait_until(lambda: not answers_at_all(server), 10)
        stop.join(30)
        assert plug.recv(65536).startswith(b"HTTP/1.1 201")
        server.start()
        assert [one["body"] for one in stored(town, str(room))] == ["Under way."]


def request(town, room: object) -> bytes:
    body = json.dumps({"body": "Under way.", "client_key": uuid4().hex})
    head = [
        f"POST /api/v1/rooms/{room}/messages HTTP/1.1",
        "Host: 127.0.0.1",
        f"Authorization: Bearer {town.token(town.cast.ana)}",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
    ]
    return "\r\n".join([*head, "", body]).encode()


def answers_at_all(server) -> bool:
    try:
        return requests.get(f"{server.url}/healthz", timeout=5).ok
    except requests.RequestException:
        return False
