"""Changing what was said, and answering it with a sign."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from sqlalchemy import delete, select

from networks.chat.events import DirectEdited, MessageEdited, MessageReacted, MessageRemoved, MessageTakenDown
from networks.chat.history import tallies, view
from networks.chat.models import Message, Reaction, Room, Section
from networks.chat.queries import message_to_write
from networks.chat.views import MessageView, Tally
from networks.database import insert_once
from networks.errors import Conflict, Invalid
from networks.policy import About, Can, require
from networks.work import Work

EMOJI_KINDS: Final = 20
"""How many different reactions one message can carry."""


def edit_message(work: Work, message_id: UUID, *, body: str) -> MessageView:
    """Change the words of one's own message. The same words again change nothing."""
    found, entered, room = message_to_write(work, message_id)
    require(work, entered.standing, Can.EDIT_MESSAGE, About(found.author_id))
    if found.removed_at is not None:
        raise Conflict("This message was removed, so it cannot be changed.")
    if found.body != body:
        found.body, found.html, found.edited_at = body, work.render(body), work.now
        move_counter(work, room, found)
        tell_edited(work, room, found)
    return view(work, message_id)


def remove_message(work: Work, message_id: UUID, *, reason: str | None = None) -> MessageView:
    """Remove a message: its place stays, its words go. Doing it twice does it once. By somebody else than its author
    it is for `networks.removal`, which lets them know."""
    found, entered, room = message_to_write(work, message_id)
    require(work, entered.standing, Can.REMOVE_MESSAGE, About(found.author_id))
    if found.removed_at is None:
        empty(work, found)
        move_counter(work, room, found)
        by_author = found.author_id == work.me
        work.record(MessageRemoved(found.room_id, found.id, found.seq, found.change_seq, by_author))
        if not by_author:
            work.record(MessageTakenDown(entered.community.id, found.id, reason))
    return view(work, message_id)


def react(work: Work, message_id: UUID, emoji: str, *, on: bool) -> MessageView:
    """Put a reaction on a message or take it off. Doing it twice does it once."""
    found, entered, room = message_to_write(work, message_id)
    if on or not entered.standing.is_member:  # what one said can be taken back by whoever may say nothing now
        require(work, entered.standing, Can.REACT)
    if found.removed_at is not None and on:
        raise Conflict("This message was removed, so it cannot be answered.")
    if _set_reaction(work, found, emoji, on):
        room.revision += 1
        work.session.flush()
        work.record(MessageReacted(found.room_id, found.id, _counts(tallies(work, found.id))))
    return view(work, message_id)


def move_counter(work: Work, room: Room, changed: Message) -> None:
    room.last_seq += 1
    room.revision += 1
    changed.change_seq = room.last_seq
    work.session.flush()


def tell_edited(work: Work, room: Room, found: Message) -> None:
    """Between two, how grave it sounds is for its author alone."""
    told = room.community_id, room.id, found.author_id, view(work, found.id).for_everybody()
    if room.section == Section.DIRECT:
        work.record(DirectEdited(*told, None))
    else:
        work.record(MessageEdited(*told, work.network.weigh(found.body or "")))


def empty(work: Work, found: Message) -> None:
    """Its words go. What somebody else than its author removes may come back after an appeal: what would tell of the
    words, and how others answered them, waits for that and is shown to nobody."""
    found.body = found.html = None
    found.removed_at, found.removed_by_id = work.now, work.me
    if found.author_id in (None, work.me):
        forget_signs(work, found)


def forget_signs(work: Work, found: Message) -> None:
    """Nothing that could tell the words may stay, the fingerprint and reactions included."""
    found.fingerprint = None
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
            empty(work, found)
            room.last_seq += 1
            room.revision += 1
            found.change_seq = room.last_seq
            work.record(MessageRemoved(found.room_id, found.id, found.seq, found.change_seq, by_author=True))
        if found.removed_at is not None:
            forget_signs(work, found)
        if found.removed_by_id == work.me:  # else it would still say whose it was
            found.removed_by_id = None
        found.author_id = None
        work.session.flush()
