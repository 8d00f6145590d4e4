"""What was said is counted once, apart from saying it, whoever counts and however often."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from networks.chat.actions import edit_message, remove_message
from networks.erasure import erase
from networks.overview import counting
from networks.overview.counting import count_on
from networks.overview.models import SpokenDay, Voice
from tests.domain.acts import at_once, do, say


def count_all(network) -> None:
    while count_on(network):
        continue


def days(network, cast):
    """What was said in `crohns` each day, and by how many."""
    count_all(network)
    with network.reading() as work:
        found = select(SpokenDay).where(SpokenDay.community_id == cast.crohns_id).order_by(SpokenDay.day)
        return [(one.day, one.messages, one.people) for one in work.session.scalars(found)]


def last(network, person, community_id):
    count_all(network)
    with network.reading() as work:
        mine = (Voice.person_id == person.person_id, Voice.community_id == community_id)
        return work.session.scalar(select(Voice.last_at).where(*mine))


def test_each_day_has_its_messages_and_whoever_said_them_once(network, cast, clock):
    for person in (cast.ana, cast.ana, cast.ben):
        say(network, person, cast.everyday)
    today = clock.now.date()
    clock.move(days=1)
    say(network, cast.ana, cast.everyday)
    say(network, cast.gil, cast.long_days)
    assert days(network, cast) == [(today, 3, 2), (today + timedelta(days=1), 1, 1)]


def test_counting_again_counts_nothing_twice(network, cast):
    say(network, cast.ana, cast.everyday)
    before = days(network, cast)
    assert days(network, cast) == before
    assert not count_on(network)
    say(network, cast.ana, cast.everyday)
    assert [row[1:] for row in days(network, cast)] == [(2, 1)]


def test_a_batch_ends_in_the_middle_and_the_next_goes_on(network, cast, monkeypatch):
    monkeypatch.setattr(counting, "BATCH", 3)
    for _ in range(8):
        say(network, cast.ana, cast.everyday)
    assert [row[1:] for row in days(network, cast)] == [(8, 1)]


def test_what_was_changed_or_removed_was_said_all_the_same(network, cast):
    said = say(network, cast.ana, cast.everyday)
    do(network, cast.ana, edit_message, said.id, body="Better words.")
    assert [row[1:] for row in days(network, cast)] == [(1, 1)]
    do(network, cast.ana, remove_message, said.id)
    say(network, cast.ben, cast.everyday)
    assert [row[1:] for row in days(network, cast)] == [(2, 2)]


def test_what_several_count_at_once_is_counted_once(network, cast):
    for _ in range(20):
        say(network, cast.ana, cast.everyday)
    at_once([lambda: count_all(network)] * 6)
    assert [row[1:] for row in days(network, cast)] == [(20, 1)]


def test_who_spoke_last_is_known_whichever_room_is_counted_first(network, cast, clock, monkeypatch):
    monkeypatch.setattr(counting, "BATCH", 1)
    say(network, cast.ana, cast.everyday)
    clock.move(hours=1)
    say(network, cast.ana, cast.everyday)
    later = clock.now
    assert last(network, cast.ana, cast.crohns_id) == later
    assert last(network, cast.ana, cast.hidden_id) is None


@pytest.mark.parametrize("delete_content", [True, False])
def test_the_day_stays_when_somebody_goes_and_nothing_says_that_it_was_them(network, cast, delete_content):
    say(network, cast.ana, cast.everyday)
    before = days(network, cast)
    do(network, cast.ana, erase, delete_content=delete_content)
    assert days(network, cast) == before
    assert last(network, cast.ana, cast.crohns_id) is None
