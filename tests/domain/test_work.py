"""The unit of work: one transaction, one moment, and who hears of it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy.exc import DBAPIError

from networks.audit import NETWORK
from networks.errors import Conflict, Unauthenticated
from networks.jobs import enqueue, waiting
from networks.people.actions import register
from networks.people.queries import anybody
from networks.work import Event, Network, Work
from tests.domain.acts import do, listen, look


@dataclass(frozen=True, slots=True)
class Happened(Event):
    what: str


def test_returning_commits(network):
    do(network, None, register, handle="Zoe", email="zoe@example.org", secret=None)
    assert look(network, None, anybody)


def test_raising_undoes_everything_and_tells_nobody(network):
    heard = listen(network)

    def fail(work: Work) -> None:
        register(work, handle="Zoe", email="zoe@example.org", secret=None)
        raise Conflict("No.")

    with pytest.raises(Conflict):
        do(network, None, fail)
    assert not look(network, None, anybody)
    assert look(network, None, waiting) == 0
    assert heard == []


def test_listeners_outside_hear_after_the_commit(network):
    seen = []
    network.outside.append(lambda event: seen.append(look(network, None, anybody)))
    do(network, None, register, handle="Zoe", email="zoe@example.org", secret=None, verify=False)
    assert seen == [True]


def test_a_listener_outside_that_fails_undoes_nothing_and_silences_nobody(network, caplog):
    def fail(event: Event) -> None:
        raise RuntimeError("the wire is cut")

    network.outside.append(fail)
    heard = listen(network)
    with network.begin() as work:
        enqueue(work, "mail", "one", {})
        work.record(Happened("now"))
    assert heard == [Happened("now")]
    assert look(network, None, waiting) == 1
    assert "a listener failed" in caplog.text


def test_a_listener_inside_that_refuses_undoes_the_work(network):
    def refuse(work: Work, event: Event) -> None:
        raise Conflict("Not while I listen.")

    network.inside = (*network.inside, refuse)
    with pytest.raises(Conflict):
        do(network, None, register, handle="Zoe", email="zoe@example.org", secret=None)
    assert not look(network, None, anybody)


def test_what_a_listener_inside_records_is_heard_by_all(network):
    def echo(work: Work, event: Event) -> None:
        if event == Happened("once"):
            work.record(Happened("twice"))

    network.inside = (echo,)
    heard = listen(network)
    with network.begin() as work:
        work.record(Happened("once"))
    assert heard == [Happened("once"), Happened("twice")]


def test_everything_in_a_unit_of_work_happens_at_one_moment(network, clock):
    with network.begin() as work:
        before = work.now
        clock.move(hours=1)
        assert work.now == before
    with network.reading() as work:
        assert work.now == before + timedelta(hours=1)


def test_a_reading_changes_nothing(network):
    with network.reading() as work, suppress(DBAPIError):  # PostgreSQL refuses, SQLite forgets it at the end
        register(work, handle="Zoe", email="zoe@example.org", secret=None)
    assert not look(network, None, anybody)


def test_nobody_has_no_id(network):
    with network.reading() as work, pytest.raises(Unauthenticated):
        assert work.me


def test_the_chain_of_the_network_is_no_community():
    assert UUID(int=0) == NETWORK != uuid4()


def test_a_network_without_listeners_is_one(database):
    bare = Network(database, render=str)
    with bare.begin() as work:
        work.record(Happened("quietly"))
        assert work.render("*x*") == "*x*"
