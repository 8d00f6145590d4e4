"""Saying something: one message, or all those that arrive together."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import select

from networks.chat.events import DirectPosted, FirstMessage, MessagePosted
from networks.chat.history import view
from networks.chat.models import Message
from networks.chat.pairs import State, has_asked_with, take_turn
from networks.chat.queries import Entered, enter, give_back_numbers, take_numbers
from networks.chat.views import MessageView
from networks.errors import Conflict, Invalid
from networks.policy import Can, require
from networks.work import Asker, Network, Work


class SaidBefore(Exception):
    """One of the keys is used already. Whoever wants to store the others has to undo this unit first."""


class Words(NamedTuple):
    """What somebody wants to say, made ready before anybody has to wait for it."""

    room_id: UUID
    body: str
    html: str
    client_key: str
    reply_to: UUID | None
    anonymous: bool
    fingerprint: str
    heard: Any
    """How grave it sounds, weighed once for all who want to know; None for almost everything."""


class Letter(NamedTuple):
    """Words of somebody who may say them."""

    asker: Asker
    entered: Entered
    thread_id: UUID | None
    words: Words


def words_of(
    network: Network,
    room_id: UUID,
    *,
    body: str,
    client_key: str,
    reply_to: UUID | None = None,
    anonymous: bool = False,
) -> Words:
    parts = "\n".join((str(room_id), str(reply_to), str(anonymous), body))
    fingerprint = hashlib.sha256(parts.encode()).hexdigest()
    return Words(room_id, body, network.render(body), client_key, reply_to, anonymous, fingerprint, network.weigh(body))


def post_message(work: Work, room_id: UUID, **said: Any) -> tuple[MessageView, bool]:
    """Say `body` in a room; returns the message and whether it is new. Sending the same key twice says it once.

    Raises NotFound to outsiders, NotAllowed to those who may not write, Conflict where the key stands for something
    else, Invalid where `reply_to` is not in this room.
    """
    work.require_asker()
    return say(work, enter(work, room_id), words_of(work.network, room_id, **said))


def say(work: Work, entered: Entered, words: Words) -> tuple[MessageView, bool]:
    """The same for a room that was entered."""
    letter = letter_of(work, entered, words)
    try:
        return post_together(work, [letter])[0], True
    except SaidBefore:
        give_back_numbers(work, words.room_id, 1)
        return view(work, _said_before(work, words)), False


def letter_of(work: Work, entered: Entered, words: Words) -> Letter:
    """What the asker may say. Raises NotAllowed or Invalid where they may not."""
    if entered.pair is None:
        require_writer(work, entered)
    letter = Letter(work.require_asker(), entered, _thread_of(work, words), words)
    if entered.pair is not None:  # last: what is refused for another reason is nobody's turn
        _require_turn(work, entered, words)
    return letter


def _require_turn(work: Work, entered: Entered, words: Words) -> None:
    """Of two, the one who asks says one thing, which they may send again; whoever was asked accepts by answering."""
    if words.anonymous:
        raise Invalid(fields={"anonymous": "In a conversation of two everybody knows who speaks."})
    pair = entered.pair
    if pair and pair.state is State.WAITING and has_asked_with(work, words.room_id, words.client_key):
        return
    require_writer(work, entered)
    if pair and not take_turn(work, pair, words.room_id, words.client_key):
        _require_turn(work, enter(work, words.room_id), words)  # the other was faster, or oneself


def require_writer(work: Work, entered: Entered) -> None:
    """Raise NotAllowed unless the asker may write in this room. An operator who opened it may only read."""
    require(work, entered.standing, Can.POST_MESSAGE)


def post_together(work: Work, letters: Sequence[Letter]) -> list[MessageView]:
    """Say several things by one statement for each room and one for all. Raises SaidBefore where one is not new.

    There is one writer at a time, so nobody takes a number between the two statements.
    """
    numbers = _numbers(work, letters)
    rows = [_row(work, letter, next(numbers[letter.words.room_id])) for letter in letters]
    if work.insert_new(Message, rows) != len(rows):
        raise SaidBefore
    return [_told(work, letter, row) for letter, row in zip(letters, rows, strict=True)]


def _numbers(work: Work, letters: Sequence[Letter]) -> dict[UUID, Iterator[int]]:
    counts: dict[UUID, int] = defaultdict(int)
    for letter in letters:
        counts[letter.words.room_id] += 1
    found = {}
    for room_id, count in counts.items():
        last = take_numbers(work, room_id, count)
        found[room_id] = iter(range(last - count + 1, last + 1))
    return found


def _row(work: Work, letter: Letter, seq: int) -> dict[str, Any]:
    words = letter.words
    return {
        "id": uuid4(),
        "room_id": words.room_id,
        "body": words.body,
        "html": words.html,
        "client_key": words.client_key,
        "reply_to": words.reply_to,
        "anonymous": words.anonymous,
        "fingerprint": words.fingerprint,
        "author_id": letter.asker.person_id,
        "seq": seq,
        "change_seq": seq,
        "thread_id": letter.thread_id,
        "posted_at": work.now,
    }


def _told(work: Work, letter: Letter, row: dict[str, Any]) -> MessageView:
    work.asker = letter.asker
    said = view(work, row["id"]) if letter.words.reply_to else _just_said(letter, row)
    where = letter.entered.community.id, letter.words.room_id
    told = *where, letter.asker.person_id, said.for_everybody()
    if letter.entered.pair is not None:  # how grave it sounds is for its author alone
        work.record(DirectPosted(*told, None, letter.entered.pair.other_id))
        return said
    work.record(MessagePosted(*told, letter.words.heard))
    if not letter.entered.has_spoken:
        work.record(FirstMessage(*told, letter.words.heard))
    return said


def _just_said(letter: Letter, row: dict[str, Any]) -> MessageView:
    """What `view` would find, without asking: nobody can have answered yet."""
    words = letter.words
    return MessageView(
        id=row["id"],
        room_id=words.room_id,
        seq=row["seq"],
        change_seq=row["seq"],
        author=None if words.anonymous else letter.entered.author(letter.asker),
        own=True,
        anonymous=words.anonymous,
        body=words.body,
        html=words.html,
        client_key=words.client_key,
        reply_to=None,
        thread_id=None,
        quoted=None,
        replies=0,
        last_reply_at=None,
        posted_at=row["posted_at"],
        edited_at=None,
        removed=False,
        removed_by_author=False,
        reactions=(),
    )


def _thread_of(work: Work, words: Words) -> UUID | None:
    if words.reply_to is None:
        return None
    find = select(Message.id, Message.thread_id).where(Message.id == words.reply_to, Message.room_id == words.room_id)
    found = work.session.execute(find).first()
    if found is None:
        raise Invalid(fields={"reply_to": "The message that you answer is not in this room."})
    root: UUID = found.thread_id or found.id
    return root


def _said_before(work: Work, words: Words) -> UUID:
    find = select(Message).where(Message.author_id == work.me, Message.client_key == words.client_key)
    found = work.session.scalars(find).one()
    if found.fingerprint is not None and found.fingerprint != words.fingerprint:
        raise Conflict("This key was used for another message.")
    return found.id
