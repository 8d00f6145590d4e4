"""A room's page, drawn once for everything that decides how it looks.

Whoever looks again at a room in which nothing has happened gets the page that was kept for them. The right to see it
and what decides its looks are asked of the database each time; the proofs in its forms and scripts are put in last.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Final, NamedTuple
from uuid import UUID, uuid4

from flask import get_flashed_messages, render_template, request
from markupsafe import Markup

from app.cookies import csrf_token
from app.headers import csp_nonce
from app.latest import Latest
from app.looks import zone
from app.pages.beside import Beside, beside, links, unread_elsewhere
from app.pages.entries import Line, lines
from app.pages.frame import Place, Reader, theme
from app.pages.log import SHOWN, draw, log_of
from app.pages.two import Two, silence, two
from app.words import language
from networks.chat import queries
from networks.chat.queries import Entered
from networks.chat.threads import root_of
from networks.chat.views import MessageView
from networks.errors import NotFound
from networks.people.queries import blocked_by_me
from networks.policy import Can, Role, may
from networks.resources.discussing import Topic, topic_of
from networks.welcoming import Wish, asked_of_me
from networks.work import Network, Work

KEPT: Final = 400
"""Pages kept in memory, at some 60 kB each."""

NEW: Final = "\0"
"""Stands around the name of what is new with each answer; no text of ours or theirs can hold it."""

_pages: Latest[list[bytes]] = Latest(KEPT)


class Seen(NamedTuple):
    """Everything that decides how a room's page looks. A value: equal ones look alike."""

    network: Network
    me: Reader
    roles: frozenset[Role]
    why_not: str | None
    may_report: bool
    may_share: bool
    """Whether messages can become tips: an operator who opened the room has no library to put them into."""
    beside: Beside
    community_name: str
    first_rule: str | None
    room_id: UUID
    room_name: str
    purpose: str
    revision: int
    last_seq: int
    two: Two | None
    """The other, in a conversation of two."""
    blocked: tuple[UUID, ...]
    asked: tuple[Wish, ...]
    thread_of: UUID | None
    topic: Topic | None
    before: int | None
    path: str
    theme: str | None
    zone: str
    language: str
    today: date

    @property
    def is_earlier(self) -> bool:
        """Whether what is shown does not go on up to now. Then nothing new may come in below it."""
        return self.before is not None

    @property
    def may_write(self) -> bool:
        return self.why_not is None

    @property
    def role(self) -> str:
        return "facilitator" if Role.FACILITATOR in self.roles else "member"

    @property
    def place(self) -> Place:
        return self.beside.place

    @property
    def unread(self) -> int:
        return unread_elsewhere(self.beside, self.room_id)


class Thread(NamedTuple):
    root: MessageView
    root_html: Markup
    replies: Markup
    url_close: str


def room_page(work: Work, slug: str, room_id: UUID, *, thread_of: UUID | None = None) -> bytes:
    """Raises NotFound to whoever may not enter, and where the room is not in this community."""
    entered = queries.enter(work, room_id)
    if entered.community.slug != slug:
        raise NotFound
    seen = _seen(work, entered, thread_of)
    if get_flashed_messages():  # to be said once
        return _filled(_drawn(work, entered, seen))
    return _filled(_pages.get(seen, lambda: _drawn(work, entered, seen)))


def _seen(work: Work, entered: Entered, thread_of: UUID | None) -> Seen:
    room, community, standing = entered.room, entered.community, entered.standing
    here, other = zone(), two(entered)
    return Seen(
        network=work.network,
        me=Reader.of(work),
        roles=standing.roles,
        why_not=silence(work, entered),
        may_report=may(standing, Can.REPORT, work.now),
        may_share=other is None and may(standing, Can.OFFER_RESOURCE, work.now),
        beside=beside(work, entered),
        community_name=community.name,
        first_rule=next(iter(community.rules), None),
        room_id=room.id,
        room_name=other.handle if other else room.name,
        purpose=room.purpose,
        revision=room.revision,
        last_seq=room.last_seq,
        two=other,
        blocked=tuple(sorted(blocked_by_me(work))) if entered.blocks else (),
        asked=asked_of_me(work, community.id) if entered.welcomes else (),
        thread_of=thread_of,
        topic=_topic(work, entered, thread_of) if thread_of else None,
        before=_before(room.last_seq),
        path=request.path,
        theme=theme(),
        zone=here.key,
        language=language(),
        today=datetime.now(here).date(),
    )


def _before(last_seq: int) -> int | None:
    """Before which position the page ends: none where the message that is asked for is among the latest anyway."""
    at = request.args.get("at", type=int)
    if at is None:
        return request.args.get("before", type=int)
    return at + SHOWN // 2 if last_seq - at >= SHOWN else None


def _topic(work: Work, entered: Entered, thread_of: UUID) -> Topic | None:
    """What the thread is about. The library is its members' own: an operator who opened the room is not told."""
    root = root_of(work, entered, thread_of) if entered.standing.is_member else None
    return topic_of(work, entered.community.id, root) if root else None


def _drawn(work: Work, entered: Entered, seen: Seen) -> list[bytes]:
    """The page, cut where something new comes in with each answer: every other piece is a name."""
    log = log_of(work, entered, seen.before)
    page = render_template(
        "chat/room.html",
        p=seen,
        place=seen.place,
        section="conversations" if seen.two else "rooms",
        sections=links(seen.beside, seen.room_id),
        log=draw(work, entered, log.lines, read_seq=seen.beside.read_seq, blocked=seen.blocked),
        first_words=_asked(seen, log.lines),
        oldest=log.lines[0].message.seq if log.has_older else None,
        thread=_thread(work, entered, seen),
        **{name: lambda name=name: f"{NEW}{name}{NEW}" for name in ("csrf_token", "csp_nonce", "client_key")},
    )
    return [piece.encode() for piece in page.split(NEW)]


def _asked(seen: Seen, said: list[Line]) -> UUID | None:
    """The message in which somebody asks to write with the reader, so that it can be reported from beside it."""
    other = seen.two.person.id if seen.two and seen.two.person else None
    theirs = (one.message for one in said if not one.message.removed)
    return next((one.id for one in theirs if one.author and one.author.id == other), None)


def _filled(pieces: list[bytes]) -> bytes:
    key, parts = uuid4(), pieces.copy()
    new = {b"csrf_token": csrf_token(), b"csp_nonce": csp_nonce()}
    parts[1::2] = [new.get(name, f"{key}-{place}").encode() for place, name in enumerate(pieces[1::2])]
    return b"".join(parts)


def _thread(work: Work, entered: Entered, seen: Seen) -> Thread | None:
    if seen.thread_of is None:
        return None
    found = lines(entered, queries.thread(work, entered, seen.thread_of), place="thread")
    return Thread(
        root=found[0].message,
        root_html=draw(work, entered, found[:1], blocked=seen.blocked),
        replies=draw(work, entered, found[1:], blocked=seen.blocked),
        url_close=f"{seen.place.url}/rooms/{seen.room_id}",
    )
