"""The official clients, as they are shipped, are at home here: nothing about our server is particular."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest

from tests.edges.official import OFFICIAL, Official
from tests.edges.town import Town, settled


@pytest.fixture
def opened() -> Iterator[list[Official]]:
    made: list[Official] = []
    yield made
    for one in made:
        one.close()


@pytest.fixture
def arrive(opened) -> Callable[..., Official]:
    """Let an official client connect, which ends with the test."""

    def arriving(town: Town, kind: str, token: str | None) -> Official:
        opened.append(OFFICIAL[kind](town.server.url, token))
        return opened[-1]

    return arriving


@pytest.fixture
def two(town, arrive, room) -> tuple[Official, Official]:
    """Ana with one client and Ben with the other, in the room."""
    ana = arrive(town, "python", town.token(town.cast.ana))
    ben = arrive(town, "javascript", town.token(town.cast.ben))
    for one in (ana, ben):
        one.hear("connect")
        assert one.enter(room) == []
    return ana, ben


@pytest.mark.parametrize("kind", OFFICIAL)
def test_a_wrong_token_is_refused_with_the_reason(town, arrive, kind):
    guest = arrive(town, kind, "not-a-token")
    assert guest.hear("connect_error")["data"]["error"]["code"] == "unauthenticated"
    assert "connect" not in dict(guest.told)


WORDS = {
    "plain": "Good morning.",
    "another alphabet": "Доброе утро, おはよう, صباح الخير",
    "emoji that are made of several": "👩🏽‍⚕️ 👨‍👩‍👧 🏴󠁧󠁢󠁳󠁣󠁴󠁿 1️⃣ ❤️",
    "lines and signs": 'She said: "one\\two"\n\tthree\u2028four & <b>five</b>',
    "an accent on its own": "e\u0301 is not \u00e9",
    "as long as can be": "ö" * 8000,
}


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
def test_what_one_says_the_other_hears_letter_by_letter(two, room, words):
    for speaker, listener in (two, two[::-1]):
        told = speaker.say(room, words)
        assert told["body"] == words
        for one in (listener, speaker):
            assert one.hear_message(told)["body"] == words


def test_a_packet_just_below_the_bound_is_answered(two, room):
    for one in two:
        ack = one.ask("room:leave", {"room_id": room, "padding": "x" * 65_400})
        assert set(ack["error"]["fields"]) == {"padding"}
        assert one.say(room, "Still here.")["body"] == "Still here."


ENDS = {"engine": ("stop", "kill9"), "stock": ("kill9",)}
"""The libraries' own path lets each connection have its five seconds before it stops."""


def test_they_come_back_by_themselves_and_catch_up(town, played, secret, new_server, arrive):
    realtime = town.server.env["REALTIME"]
    server = new_server(REALTIME=realtime)
    with settled(server, played, secret) as town:
        room = town.new_room(town.cast.crohns)
        two = [arrive(town, kind, town.token(town.cast.ana)) for kind in OFFICIAL]
        for one in two:
            one.hear("connect")
            one.enter(str(room))
        for times, end in enumerate(ENDS[realtime], 2):
            all_hear(two, two[0].say(str(room), "Before."))
            getattr(server, end)()
            missed = town.say(town.cast.ben, room, "Meanwhile.")
            server.start()
            for one in two:
                one.hear("connect", times=times)
                assert [said["id"] for said in one.enter(str(room))] == [str(missed)]
            all_hear(two, two[1].say(str(room), "After."))


def all_hear(listeners: Iterable[Official], told: Any) -> None:
    for one in listeners:
        one.hear_message(told)
