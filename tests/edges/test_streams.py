"""However changes of a room arrive from other processes, those who are here hear each once and in its order."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.realtime.relay import Parcel, Told
from app.realtime.streams import Streams

ROOM = "room:1"


class Heard:
    def __init__(self) -> None:
        self.said: list[bytes] = []
        self.streams = Streams(lambda _channel, ready: self.said.append(ready))
        self.streams.open(ROOM)

    def offer(self, *changes: int) -> None:
        for at in changes:
            self.streams.offer(ROOM, at, b"%d" % at)

    @property
    def numbers(self) -> list[int]:
        return [int(each) for each in self.said]


@given(st.permutations(range(1, 13)), st.lists(st.integers(1, 12)))
def test_any_order_with_any_repeats_is_heard_in_order(order, repeats):
    heard = Heard()
    heard.streams.begin(ROOM, 0)
    heard.offer(*order, *repeats)
    assert heard.numbers == list(range(1, 13))


@given(st.permutations(range(1, 13)), st.integers(0, 12), st.integers(0, 12))
def test_what_somebody_knows_who_was_let_in_is_not_told_to_them_by_the_stream(order, cut, at):
    heard = Heard()
    heard.offer(*order[:cut])
    assert heard.numbers == [], "before anybody was let in nobody is told"
    heard.streams.begin(ROOM, at)
    heard.offer(*order[cut:])
    assert heard.numbers == list(range(at + 1, 13))


def test_what_never_comes_is_passed_over_once_the_database_has_told_it():
    heard = Heard()
    heard.streams.begin(ROOM, 0)
    heard.offer(1, 3, 4, 6)
    assert heard.numbers == [1]
    heard.streams.reach(ROOM, heard.streams.rooms[ROOM], 2)
    assert heard.numbers == [1, 3, 4]
    heard.offer(2, 5)
    assert heard.numbers == [1, 3, 4, 5, 6]


def test_a_reaction_waits_for_the_message_that_it_answers():
    heard = Heard()
    heard.streams.begin(ROOM, 0)
    heard.offer(2)
    assert heard.streams.must_wait(ROOM, b"99")
    heard.offer(1)
    assert heard.numbers == [1, 2, 99]
    assert not heard.streams.must_wait(ROOM, b"99")


def test_of_a_room_that_everybody_has_left_nothing_is_kept():
    heard = Heard()
    heard.streams.begin(ROOM, 0)
    heard.offer(3)
    heard.streams.close(ROOM)
    heard.offer(1, 2)
    assert heard.streams.rooms == {}
    assert heard.numbers == []


@given(
    st.lists(
        st.builds(Told, st.text(max_size=20), st.binary(max_size=300), st.integers(0, 2**40), st.text(max_size=20)),
        max_size=10,
    ),
    st.lists(st.tuples(st.text(max_size=10), st.none() | st.text() | st.lists(st.text())), max_size=5),
)
def test_a_parcel_arrives_as_it_was_sent(told, acts):
    parcel = Parcel("me", told, acts)
    assert Parcel.unpacked(parcel.packed()) == parcel
