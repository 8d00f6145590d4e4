"""Kill -9 and SIGTERM while twenty people send: what was acknowledged is there, once."""

from __future__ import annotations

import json
import socket
import threading
from uuid import uuid4

import pytest
import requests

from tests.edges.senders import SENDERS, Place, Sender, doubles, is_counted_through, lost, send_until
from tests.edges.town import settled
from tests.services.kept import wait_until


def twenty(town) -> list[Sender]:
    names = [town.newcomer(town.cast.crohns) for _ in range(SENDERS)]
    return [Sender(name, town.token(name)) for name in names]


def assert_kept_once(town, place: Place, senders: list[Sender]) -> None:
    """Acknowledged is stored; everything once; and sending again what may have been lost completes it."""
    for _ in range(2):
        stored = place.history(town.token(town.cast.ana))
        assert not lost(senders, stored)
        assert not doubles(stored)
        assert is_counted_through(stored)
        for sender in senders:
            sender.say_again(place)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_what_was_acknowledged_survives_kill_9_and_is_there_once(new_server, played, secret, kind):
    server = new_server(kind)
    with settled(server, played, secret) as town:
        place, senders = Place(server.url, str(town.new_room(town.cast.crohns))), twenty(town)
        send_until(place, senders, server.kill9)
        server.start()
        assert_kept_once(town, place, senders)


def test_sigterm_ends_in_order_while_people_send(new_server, played, secret):
    server = new_server()
    codes = []
    with settled(server, played, secret) as town:
        place, senders = Place(server.url, str(town.new_room(town.cast.crohns))), twenty(town)
        send_until(place, senders, lambda: codes.append(server.stop()))
        assert codes == [0]
        server.start()
        assert_kept_once(town, place, senders)


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
        stored = Place(server.url, str(room)).history(town.token(town.cast.ana))
        assert [one["body"] for one in stored] == ["Under way."]


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
