"""The demo: its script plays through the real use cases, once, into an empty network."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from networks.audit import AuditRow, broken
from networks.chat.models import Message, Room
from networks.demo.script import communities, guests, messages, people
from networks.demo.seed import fill
from networks.people.queries import credentials
from tests.domain.acts import look


@pytest.mark.slow
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # a thousand steps, the same on either
def test_everybody_in_the_script_lives_and_speaks_in_the_past(network, secret):
    assert fill(network, secret)
    scripted = [one for community in communities() for one in messages(community)]
    with network.reading() as work:
        assert work.session.scalar(select(func.count()).select_from(Message)) == len(scripted)
        assert work.session.scalar(select(func.max(Message.posted_at))) <= network.clock()
        for room in work.session.scalars(select(Room)):
            last = select(func.max(Message.change_seq)).where(Message.room_id == room.id)
            assert room.last_seq == (work.session.scalar(last) or 0)
        chains = work.session.scalars(select(AuditRow.chain).distinct()).all()
    assert [look(network, None, broken, chain) for chain in chains] == [[]] * len(chains)
    for handle, label in guests():
        assert look(network, None, credentials, handle)[1] == secret
        assert label
    assert len(people()) > len(guests())


def test_it_is_played_for_nobody_who_is_there_already(network, cast, secret):
    assert not fill(network, secret)
