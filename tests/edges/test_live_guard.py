"""What is no packet, and calls of nobody: the end of their connection, and nothing in the log."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest

from networks.people.actions import end_this_session
from networks.people.queries import asker_by_token
from tests.edges.caller import NOWHERE
from tests.edges.test_nasty_frames import PACKETS
from tests.edges.wire import Wire

CALL = f'421["room:leave",{{"room_id":"{NOWHERE}"}}]'


@pytest.fixture
def nothing_is_logged(town):
    before = town.server.log()
    yield
    assert town.server.log() == before


@pytest.mark.usefixtures("nothing_is_logged")
@pytest.mark.parametrize("known", [True, False], ids=["connected", "before connecting"])
def test_whatever_somebody_sends_it_is_not_written_down(town, known):
    for packet in PACKETS.values():
        with Wire(town.server.url) as wire:
            if known:
                wire.connect(town.token(town.cast.ana))
            wire.say(packet)
            assert wire.still_answers() or wire.is_closed()


@pytest.mark.parametrize("packet", ["49", "4²[]", "451-[]", "44{}", "4", "4null", '4{"a":1}'])
def test_what_is_no_packet_ends_its_connection(wire, packet):
    wire.say(packet)
    assert wire.is_closed()


@pytest.fixture
def at_once(town) -> Iterator[Callable[[Wire], bool]]:
    """Whether a connection is hung up on before the sweep comes, which would take one that is older."""
    with Wire(town.server.url) as older:
        yield lambda wire: wire.is_closed() and bool(older.connect(town.token(town.cast.ben)))


def test_whoever_calls_before_saying_who_they_are_is_hung_up_on(town, at_once):
    with Wire(town.server.url) as wire:
        wire.say(CALL)
        assert at_once(wire)


def test_whoever_calls_after_leaving_is_hung_up_on(at_once, wire):
    wire.say("41")
    wire.say(CALL)
    assert at_once(wire)


def test_a_call_in_a_namespace_that_is_not_there_is_hung_up_on(at_once, wire):
    wire.say("42/admin,7" + json.dumps(["room:leave", {"room_id": NOWHERE}]))
    assert at_once(wire)


def answer_and_end(town) -> tuple[object, bool]:
    """Somebody's session ends in another process; what their next call is answered, and whether they are cut then."""
    name = town.newcomer(town.cast.crohns)
    with Wire(town.server.url) as wire:
        wire.connect(town.token(name))
        with town.network.reading() as work:
            asker = asker_by_token(work, town.token(name))
        with town.network.begin(asker) as work:
            end_this_session(work)
        wire.say(CALL)
        return wire.ack(1), wire.is_closed()


def test_a_call_after_ones_session_ended_is_answered_before_the_connection_ends(town):
    """The sweep may come first, though hardly three times."""
    found = [answer_and_end(town) for _ in range(3)]
    assert "unauthenticated" in str(found)
    assert all(closed for _, closed in found)


@pytest.mark.usefixtures("nothing_is_logged")
def test_whoever_leaves_is_refused_or_let_in_on_the_same_line_like_anybody(town, wire):
    wire.say("41")
    for wrong in ("40", '40{"token":"no such token"}', '40{"token":"\\ud800"}'):
        wire.say(wrong)
        assert wire.hear().startswith("44{")
    assert wire.connect(town.token(town.cast.ben)).still_answers()
