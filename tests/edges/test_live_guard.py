"""What is no packet, and calls of nobody: the end of their connection, and nothing in the log."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest

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
