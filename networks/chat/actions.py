"""Saying something, and taking it back."""

from __future__ import annotations

import hashlib
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import delete, select

from networks.chat.events import MessageEdited, MessagePosted, MessageReacted, MessageRemoved, MessageTakenDown
from networks.chat.history import tallies, view
from networks.chat.models import Message, Reaction, Room
from networks.chat.queries import Entered, Inside, enter_with_number, give_back_number, message_to_write
from networks.chat.views import MessageView, Tally
from networks.database import insert_once
from networks.errors import Conflict, Invalid
from networks.policy import About, Can, require
from networks.work import Work

EMOJI_KINDS: Final = 20
"""How many different reactions one message can carry."""


def post_message(
    work: Work,
    room_id: UUID,
    *,
    body: str,
    client_key: str,
    reply_to: UUID | None = None,
    anonymous: bool = False,
) -> tuple[MessageView, bool]:
    """Say `body` in a room; returns the message and whether it is new. Sending the same key twice says it once.

    Raises NotFound to outsiders, NotAllowed to those who may not write, Conflict where the key stands for something
    else, Invalid where `reply_to` is not in this room.
    """
    entered = enter_with_number(work, room_id)
    require_writer(work, entered)
    row = _row(work, entered.room, body, client_key, reply_to, anonymous)
    if not insert_once(work.session, Message, **row):
        give_back_number(work, room_id)
        return view(work, _said_before(work, client_key, row["fingerprint"])), False
    said = view(work, row["id"]) if reply_to else _just_said(work, entered, row)
    work.record(MessagePosted(entered.community.id, room_id, said.for_everybody()))
    return said, True


def require_writer(work: Work, entered: Entered) -> None:
    """Raise NotAllowed unless the asker may write in this room. An operator who opened it may only read."""
    require(work, entered.standing, Can.POST_MESSAGE)


def edit_message(work: Work, message_id: UUID, *, body: str) -> MessageView:
    """Change the words of one's own message. The same words again change nothing."""
    found, entered, room = message_to_write(work, message_id)
    require(work, entered.standing, Can.EDIT_MESSAGE, About(found.author_id))
    if found.removed_at is not None:
        raise Conflict("This message was removed, so it cannot be changed.")
    if found.body != body:
        found.body, found.html, found.edited_at = body, work.render(body), work.now
        _move_counter(work, room, found)
        work.record(MessageEdited(entered.community.id, found.room_id, view(work, message_id).for_everybody()))
    return view(work, message_id)


def remove_message(work: Work, message_id: UUID) -> MessageView:
    """Remove a message: its place stays, its words go. Doing it twice does it once."""
    found, entered, room = message_to_write(work, message_id)
    require(work, entered.standing, Can.REMOVE_MESSAGE, About(found.author_id))
    if found.removed_at is None:
        _empty(work, found)
        _move_counter(work, room, found)
        work.record(MessageRemoved(found.room_id, found.id, found.seq, found.change_seq))
        if found.author_id != work.me:
            work.record(MessageTakenDown(entered.community.id, found.id))
    return view(work, message_id)


def react(work: Work, message_id: UUID, emoji: str, *, on: bool) -> MessageView:
    """Put a reaction on a message or take it off. Doing it twice does it once."""
    found, entered, room = message_to_write(work, message_id)
    require(work, entered.standing, Can.REACT)
    if found.removed_at is not None and on:
        raise Conflict("This message was removed, so it cannot be answered.")
    if _set_reaction(work, found, emoji, on):
        room.revision += 1
        work.session.flush()
        work.record(MessageReacted(found.room_id, found.id, _counts(tallies(work, found.id))))
    return view(work, message_id)


def _fingerprint(room_id: UUID, body: str, reply_to: UUID | None, anonymous: bool) -> str:
    said = "\n".join((str(room_id), str(reply_to), str(anonymous), body))
    return hashlib.sha256(said.encode()).hexdigest()


def _row(
    work: Work, room: Inside, body: str, client_key: str, reply_to: UUID | None, anonymous: bool
) -> dict[str, Any]:
    """The message under the number that was taken for it."""
    return {
        "id": uuid4(),
        "room_id": room.id,
        "author_id": work.me,
        "anonymous": anonymous,
        "seq": room.last_seq,
        "change_seq": room.last_seq,
        "client_key": client_key,
        "fingerprint": _fingerprint(room.id, body, reply_to, anonymous),
        "body": body,
        "html": work.render(body),
        "reply_to": reply_to,
        "thread_id": _thread_of(work, room, reply_to),
        "posted_at": work.now,
    }


def _just_said(work: Work, entered: Entered, row: dict[str, Any]) -> MessageView:
    """What `view` would find, without asking: nobody can have answered yet."""
    same = ("id", "room_id", "seq", "change_seq", "anonymous", "body", "html", "client_key", "posted_at")
    return MessageView(
        **{name: row[name] for name in same},
        author=None if row["anonymous"] else entered.author(work),
        own=True,
        reply_to=None,
        thread_id=None,
        quoted=None,
        replies=0,
        last_reply_at=None,
        edited_at=None,
        removed=False,
        removed_by_author=False,
        reactions=(),
    )


def _thread_of(work: Work, room: Inside, reply_to: UUID | None) -> UUID | None:
    if reply_to is None:
        return None
    find = select(Message.id, Message.thread_id).where(Message.id == reply_to, Message.room_id == room.id)
    found = work.session.execute(find).first()
    if found is None:
        raise Invalid(fields={"reply_to": "The message that you answer is not in this room."})
    root: UUID = found.thread_id or found.id
    return root


def _said_before(work: Work, client_key: str, fingerprint: str) -> UUID:
    find = select(Message).where(Message.author_id == work.me, Message.client_key == client_key)
    found = work.session.scalars(find).one()
    if found.fingerprint is not None and found.fingerprint != fingerprint:
        raise Conflict("This key was used for another message.")
    return found.id


def _move_counter(work: Work, room: Room, changed: Message) -> None:
    room.last_seq += 1
    room.revision += 1
    changed.change_seq = room.last_seq
    work.session.flush()


def _empty(work: Work, found: Message) -> None:
    """Nothing that could tell the words may stay, the fingerprint and reactions included."""
    found.body = found.html = found.fingerprint = None
    found.removed_at, found.removed_by_id = work.now, work.me
    work.session.execute(delete(Reaction).where(Reaction.message_id == found.id))


def _set_reaction(work: Work, found: Message, emoji: str, on: bool) -> bool:
    if not on:
        gone = delete(Reaction).where(
            Reaction.message_id == found.id, Reaction.emoji == emoji, Reaction.person_id == work.me
        )
        return bool(work.session.execute(gone.returning(Reaction.emoji)).first())
    kinds = {tally.emoji for tally in tallies(work, found.id)}
    if emoji not in kinds and len(kinds) >= EMOJI_KINDS:
        raise Invalid(fields={"emoji": "This message has many kinds of reaction already. Please use one of them."})
    return insert_once(work.session, Reaction, message_id=found.id, emoji=emoji, person_id=work.me, at=work.now)


def _counts(found: tuple[Tally, ...]) -> tuple[tuple[str, int], ...]:
    return tuple((tally.emoji, tally.n) for tally in found)


def erase_messages(work: Work, *, words_too: bool) -> None:
    """Part the asker from what they said. With `words_too` it is removed like any other removed message."""
    mine = select(Message).where(Message.author_id == work.me).order_by(Message.room_id, Message.seq)
    for found in work.session.scalars(mine).all():
        found.client_key = found.fingerprint = None
        if words_too and found.removed_at is None:
            room = work.session.scalars(select(Room).where(Room.id == found.room_id).with_for_update()).one()
            _empty(work, found)
            room.last_seq += 1
            room.revision += 1
            found.change_seq = room.last_seq
            work.record(MessageRemoved(found.room_id, found.id, found.seq, found.change_seq))
        if found.removed_by_id == work.me:  # else it would still say whose it was
            found.removed_by_id = None
        found.author_id = None
        work.session.flush()
