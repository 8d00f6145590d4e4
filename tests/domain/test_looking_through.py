"""What was said is looked through by the worker, room by room: each is reached, and nothing said meanwhile is lost."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import select

from app import work as worker
from networks.base import FIRST
from networks.chat.models import Room
from networks.chat.rooms import make_room
from networks.overview import counting
from networks.overview.counting import count_on
from networks.overview.models import CountMark
from networks.search import index
from networks.search.index import catch_up
from networks.search.models import Mark
from tests.domain.acts import do, say
from tests.domain.finding import found
from tests.domain.test_counting import days

STEPS = pytest.mark.parametrize(("step", "mark"), [(catch_up, Mark.change_seq), (count_on, CountMark.seq)])


@pytest.fixture
def rooms(network, cast):
    """Four rooms with something new in each, in the order in which they are looked through."""
    made = [do(network, cast.fay, make_room, "crohns", name=f"Room {n}", purpose="To talk.").id for n in range(3)]
    for room in (cast.everyday, *made):
        say(network, cast.ana, room, "I swim.")
    return sorted((cast.everyday, *made))


def behind(network, mark):
    """Rooms in which something has not been looked at."""
    with network.reading() as work:
        rows = select(Room.id).outerjoin(mark.class_, mark.class_.room_id == Room.id)
        waits = rows.where(Room.last_seq > 0, mark.is_(None) | (mark < Room.last_seq))
        return sorted(work.session.scalars(waits))


@STEPS
def test_each_room_is_reached_in_its_turn_and_a_quiet_one_is_passed_by(network, rooms, step, mark):
    after = FIRST
    for place, room in enumerate(rooms):
        assert behind(network, mark) == rooms[place:]
        after = step(network, after)
        assert after == room
    assert (step(network, after), step(network), behind(network, mark)) == (None, None, [])


@STEPS
def test_what_is_said_behind_it_and_before_it_is_found_on_the_next_walk_or_on_this_one(
    network, cast, rooms, step, mark
):
    second = step(network, step(network))
    say(network, cast.ben, rooms[0], "Said behind it.")
    say(network, cast.ben, rooms[2], "Said before it.")
    while second is not None:
        second = step(network, second)
    assert behind(network, mark) == [rooms[0]]
    assert step(network) == rooms[0]
    assert behind(network, mark) == []


@STEPS
def test_a_room_with_more_than_a_batch_is_gone_on_with(network, cast, rooms, step, mark, monkeypatch):
    for home in (index, counting):
        monkeypatch.setattr(home, "BATCH", 2)
    for _ in range(2):
        say(network, cast.ana, rooms[1])
    assert [step(network, rooms[0]) for _ in range(2)] == [rooms[0], rooms[1]]


def test_the_worker_has_all_of_it_found_and_counted(app, network, cast, rooms):
    stops = worker.look_through(app)
    while stops != worker.BEGINNING:
        stops = worker.look_through(app, stops)
    assert behind(network, Mark.change_seq) == behind(network, CountMark.seq) == []
    assert found(network, cast.ben, "swim") == ["I swim."] * 4
    assert [row[1:] for row in days(network, cast)] == [(4, 1)]


def test_a_look_ends_after_a_while_and_the_next_goes_on_where_it_stopped(app, monkeypatch):
    places = [UUID(int=number) for number in range(1, 5)]
    asked: list[UUID] = []

    def step(_network, after):
        asked.append(after)
        return next((one for one in places if one > after), None)

    monkeypatch.setattr(worker, "STEPS", (step,))
    monkeypatch.setattr(worker, "IDLE", 0.0)
    stops: worker.Stops = (FIRST,)
    for _ in range(5):
        stops = worker.look_through(app, stops)
    assert (asked, stops) == ([FIRST, *places], (FIRST,))
