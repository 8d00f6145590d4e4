"""Whatever people do in a room, its history is what a plain list of messages says, for every way of reading it."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from networks.chat.actions import edit_message, react, remove_message
from networks.chat.posting import post_message
from networks.chat.rooms import make_room
from networks.errors import Conflict
from tests.domain.acts import do, read

PEOPLE = ("ana", "ben", "fay")
WORDS = ("Hello.", "How are you?", "Fine.")
EMOJI = ("👍", "❤")
NAMES = count()

people, words, which = st.sampled_from(PEOPLE), st.sampled_from(WORDS), st.integers(0, 9)
step = st.one_of(
    st.tuples(st.just("post"), people, words, st.integers(0, 5), st.none() | which),
    st.tuples(st.just("edit"), which, words),
    st.tuples(st.just("remove"), which, people),
    st.tuples(st.just("react"), which, people, st.sampled_from(EMOJI), st.booleans()),
    st.tuples(st.just("catch_up"), st.integers(1, 4)),
)


@dataclass
class Said:
    id: UUID
    author: str
    seq: int
    change_seq: int
    first_body: str
    body: str | None
    reply_to: UUID | None
    reactions: dict[str, set[str]] = field(default_factory=dict)

    def seen(self) -> tuple[Any, ...]:
        counts = {emoji: len(who) for emoji, who in self.reactions.items() if who}
        return self.id, self.seq, self.change_seq, self.author, self.body, self.reply_to, counts


class Model:
    """A room as a list, beside the real one; each step is done to both and must come out alike."""

    def __init__(self, network, cast) -> None:
        self.network, self.cast = network, cast
        self.room = do(network, cast.fay, make_room, "crohns", name=f"Room {next(NAMES)}").id
        self.said: list[Said] = []
        self.keys: dict[tuple[str, int], Said] = {}
        self.salt = uuid4().hex
        self.last_seq = 0
        self.reader: dict[UUID, tuple[Any, ...]] = {}
        self.cursor = 0

    def person(self, name):
        return getattr(self.cast, name)

    def at(self, number):
        return self.said[number % len(self.said)] if self.said else None

    def moved(self):
        self.last_seq += 1
        return self.last_seq

    def post(self, who, body, key, answered):
        target = None if answered is None else self.at(answered)
        reply_to, known = target.id if target else None, self.keys.get((who, key))
        words = {"body": body, "client_key": f"{self.salt}-{key}", "reply_to": reply_to}
        same = known and (known.body is None or (known.first_body, known.reply_to) == (body, reply_to))
        if known and not same:
            return self.refused(who, post_message, self.room, **words)
        made, fresh = do(self.network, self.person(who), post_message, self.room, **words)
        assert fresh == (known is None)
        if known:
            assert made.id == known.id
        else:
            place = self.moved()
            self.keys[who, key] = Said(made.id, who, place, place, body, body, reply_to)
            self.said.append(self.keys[who, key])
        return None

    def edit(self, number, body):
        if (one := self.at(number)) is None:
            return
        if one.body is None:
            self.refused(one.author, edit_message, one.id, body=body)
            return
        do(self.network, self.person(one.author), edit_message, one.id, body=body)
        if one.body != body:
            one.body, one.change_seq = body, self.moved()

    def remove(self, number, who):
        one = self.at(number)
        if one is None or who not in (one.author, "fay"):
            return
        do(self.network, self.person(who), remove_message, one.id)
        if one.body is not None:
            one.body, one.reactions, one.change_seq = None, {}, self.moved()

    def react(self, number, who, emoji, on):
        if (one := self.at(number)) is None:
            return
        if one.body is None and on:
            self.refused(who, react, one.id, emoji, on=on)
            return
        do(self.network, self.person(who), react, one.id, emoji, on=on)
        whose = one.reactions.setdefault(emoji, set())
        whose.add(who) if on else whose.discard(who)

    def catch_up(self, limit):
        """A reader who was away reads on from their cursor until nothing is left."""
        more = True
        while more:
            page = read(self.network, self.cast.lin, self.room, changed_after=self.cursor, limit=limit)
            self.reader |= {one.id: shown(one)[:-1] for one in page.items}
            self.cursor = page.items[-1].change_seq if page.items else self.cursor
            more = page.more
        assert self.reader == {one.id: one.seen()[:-1] for one in self.said}  # reactions come by themselves
        assert self.cursor <= page.last_seq == self.last_seq

    def refused(self, who, action, *given_, **named):
        try:
            do(self.network, self.person(who), action, *given_, **named)
        except Conflict:
            return
        raise AssertionError(f"{action.__name__} was not refused")

    def check(self):
        expected = [one.seen() for one in self.said]
        everything = read(self.network, self.cast.lin, self.room, after_seq=0, limit=1000)
        assert [shown(one) for one in everything.items] == expected
        assert everything.last_seq == self.last_seq
        assert self.forwards(3) == self.backwards(3) == expected
        changed = read(self.network, self.cast.lin, self.room, changed_after=0, limit=1000).items
        assert [shown(one) for one in changed] == sorted(expected, key=lambda seen: seen[2])

    def forwards(self, limit):
        found: list[Any] = []
        more, cursor = True, 0
        while more:
            page = read(self.network, self.cast.lin, self.room, after_seq=cursor, limit=limit)
            found += [shown(one) for one in page.items]
            cursor, more = page.items[-1].seq if page.items else cursor, page.more
        return found

    def backwards(self, limit):
        cursor: int | None = None
        found: list[Any] = []
        more = True
        while more:
            page = read(self.network, self.cast.lin, self.room, before_seq=cursor, limit=limit)
            found = [shown(one) for one in page.items] + found
            cursor, more = page.items[0].seq if page.items else cursor, page.more
        return found


def shown(view) -> tuple[Any, ...]:
    counts = {tally.emoji: tally.n for tally in view.reactions}
    return view.id, view.seq, view.change_seq, view.author.handle.lower(), view.body, view.reply_to, counts


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(step, min_size=5, max_size=25))
def test_history_is_what_a_plain_list_says(network, cast, steps):
    model = Model(network, cast)
    for name, *given_ in steps:
        getattr(model, name)(*given_)
    model.catch_up(2)
    model.check()
