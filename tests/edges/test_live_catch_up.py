"""Coming back: what was missed, each once as it is now, and nothing between it and the stream."""

from __future__ import annotations

import json
import threading
from itertools import count
from uuid import UUID, uuid4

import pytest

from app.engine.line import BACKLOG
from networks.chat.actions import edit_message, remove_message
from networks.chat.posting import post_message
from tests.edges.live import Ear


@pytest.fixture
def room(town) -> str:
    return str(town.new_room(town.cast.crohns))


def fill(town, room, many: int) -> list:
    """So many messages by Ana, stored while nobody listens."""
    with town.network.begin(town.cast.ana) as work:
        return [post_message(work, UUID(room), body=f"Number {n}.", client_key=uuid4().hex)[0].id for n in range(many)]


def test_what_was_missed_comes_once_each_as_it_is_now(town, connect, room):
    first, second, third, _ = fill(town, room, 4)
    with town.network.begin(town.cast.ana) as work:
        edit_message(work, first, body="Edited.")
        edit_message(work, first, body="Edited twice.")
        remove_message(work, second)
    found = connect(town.cast.ben).enter(room, after_seq=3)
    assert [(one["seq"], one["change_seq"], one["body"]) for one in found["missed"]] == [
        (4, 4, "Number 3."),
        (1, 6, "Edited twice."),
        (2, 7, None),
    ]
    assert (found["last_seq"], found["more"]) == (7, False)
    assert connect(town.cast.ben).enter(room, after_seq=7)["missed"] == []
    assert str(third) not in str(found)


def test_somebody_new_misses_nothing_and_learns_where_the_room_stands(town, connect, room):
    fill(town, room, 3)
    found = connect(town.cast.ben).enter(room)
    assert (found["missed"], found["more"], found["last_seq"]) == ([], False, 3)
    assert connect(town.cast.ben).enter(room, after_seq=99)["missed"] == []


@pytest.mark.parametrize(("many", "more"), [(99, False), (100, False), (101, True)])
def test_at_most_100_come_at_once_and_the_rest_over_http(town, connect, room, many, more):
    fill(town, room, many)
    found = connect(town.cast.ben).enter(room, after_seq=0)
    assert (len(found["missed"]), found["more"], found["last_seq"]) == (min(many, 100), more, many)
    rest = town.call(town.cast.ben, "GET", f"/rooms/{room}/messages?changed_after={found['missed'][-1]['change_seq']}")
    every = [one["seq"] for one in found["missed"] + rest.json()["items"]]
    assert every == list(range(1, many + 1))


def test_much_that_was_missed_comes_in_part_and_the_rest_over_http(town, connect, room):
    """An ack of megabytes would cut whoever reads slowly, each time they come back."""
    with town.network.begin(town.cast.ana) as work:
        for _ in range(12):
            post_message(work, UUID(room), body="&" * 8000, client_key=uuid4().hex)
    found = connect(town.cast.ben).enter(room, after_seq=0)
    assert found["more"]
    assert 1 <= len(found["missed"]) < 12
    assert len(json.dumps(found)) < BACKLOG // 2
    after = found["missed"][-1]["change_seq"]
    rest = town.call(town.cast.ben, "GET", f"/rooms/{room}/messages?changed_after={after}").json()["items"]
    assert [one["seq"] for one in [*found["missed"], *rest]] == list(range(1, 13))


def test_nothing_is_lost_between_catching_up_and_the_stream(town, connect, room):
    """Four people post without a break while a fifth comes and goes; each visit must join its last without a gap."""
    stop, faults = threading.Event(), []

    def chatter(name: str) -> None:
        ear = connect(name)
        ear.enter(room)
        for n in count():
            if stop.is_set():
                return
            if "error" in ear.say(room, f"{name} {n}"):
                faults.append(name)

    names = [town.newcomer(town.cast.crohns) for _ in range(4)]
    threads = [threading.Thread(target=chatter, args=(name,), daemon=True) for name in names]
    for thread in threads:
        thread.start()
    known: set[int] = set()
    try:
        for _ in range(12):
            known |= visit(connect(town.cast.ben), town, room, max(known, default=0))
    finally:
        stop.set()
        for thread in threads:
            thread.join(20)
    assert faults == []
    assert known == set(range(1, max(known) + 1))
    assert len(known) > 50


def visit(ear: Ear, town, room: str, after: int) -> set[int]:
    """Come in, catch up, hear a few, go. Returns the numbers that one then has."""
    found = ear.enter(room, after_seq=after)
    seqs = {one["seq"] for one in found["missed"]}
    position, more = max(seqs, default=after), found["more"]
    while more:
        page = town.call(town.cast.ben, "GET", f"/rooms/{room}/messages?changed_after={position}&limit=100").json()
        seqs |= {one["seq"] for one in page["items"]}
        position, more = page["items"][-1]["change_seq"], page["next"] is not None
    ear.hear("message:posted", lambda said: said["seq"] >= found["last_seq"] + 3)
    heard = {one["seq"] for one in ear.all("message:posted")}
    ear.close()
    assert set(range(found["last_seq"] + 1, max(heard) + 1)) <= heard
    assert set(range(after + 1, found["last_seq"] + 1)) <= seqs
    return seqs | heard
