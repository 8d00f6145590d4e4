"""Rooms: served whole, then kept lively by the scripts. Without scripts one can read and write as well."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID, uuid4

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from jinja2 import Environment
from markupsafe import Markup
from werkzeug.wrappers import Response

from app import limits
from app.begin import asker_id, begin, reading
from app.looks import zone
from app.pages.entries import lines
from app.pages.frame import Reader, around
from app.pages.log import draw, log_of
from app.schemas.chat import MessageIn, OpeningIn, RoomIn
from app.words import language
from networks.chat import actions, queries
from networks.chat.models import Section
from networks.chat.queries import Entered, RoomSummary
from networks.chat.views import MessageView
from networks.communities.queries import Visit
from networks.errors import NotFound
from networks.people.queries import blocked_by_me
from networks.policy import Can, why_not
from networks.work import Work

blueprint = Blueprint("chat", __name__)


@blueprint.get("/c/<slug>/rooms")
def rooms(slug: str) -> Response | str:
    """To the room that was read last, else to the first; where there is none, a page that says so."""
    with reading() as work:
        seen, found = queries.rooms(work, slug)
        member = seen.standing is not None and seen.standing.is_member
        last = queries.last_read_room(work, slug) if member else None
        if member and found:
            return redirect(url_for("chat.room", slug=slug, room_id=last or found[0].id))
        return render_template("communities/rooms.html", **_around(work, seen, found), rooms=found)


@blueprint.post("/c/<slug>/rooms")
def create_room(slug: str) -> Response:
    with begin() as work:
        made = actions.make_room(work, slug, **RoomIn().load(_said("name", "purpose", "section")))
    return redirect(url_for("chat.room", slug=slug, room_id=made.id))


@blueprint.get("/c/<slug>/rooms/<uuid:room_id>")
def room(slug: str, room_id: UUID) -> str:
    with reading() as work:
        return _room_page(work, slug, room_id)


@blueprint.get("/c/<slug>/rooms/<uuid:room_id>/threads/<uuid:message_id>")
def thread(slug: str, room_id: UUID, message_id: UUID) -> str:
    with reading() as work:
        return _room_page(work, slug, room_id, thread_of=message_id)


@blueprint.post("/c/<slug>/rooms/<uuid:room_id>/messages")
def say(slug: str, room_id: UUID) -> Response:
    """For those without scripts: the same use case, then back to the room."""
    limits.use("post", asker_id())
    said = _said("body", "client_key", "reply_to")
    if request.form.get("anonymous"):
        said["anonymous"] = True
    with begin() as work:
        message, _ = actions.post_message(work, room_id, **MessageIn().load(said))
    return redirect(url_for("chat.room", slug=slug, room_id=room_id, _anchor=f"m-{message.id}"))


@blueprint.post("/c/<slug>/rooms/<uuid:room_id>/openings")
def open_room(slug: str, room_id: UUID) -> Response:
    with begin() as work:
        actions.open_room(work, room_id, **OpeningIn().load(_said("reason")))
    flash(gettext("The room is open to you for one hour. Its facilitators see your reason."), "watch")
    return redirect(url_for("chat.room", slug=slug, room_id=room_id))


def _room_page(work: Work, slug: str, room_id: UUID, *, thread_of: UUID | None = None) -> str:
    entered = queries.enter(work, room_id)
    if entered.community.slug != slug:
        raise NotFound
    found = queries.rooms_of(work, entered.community.id)
    context = _around(work, Visit(entered.community, None, None, entered.standing), found)
    shown = _shown(work, entered, found, context["place"].url, thread_of)
    main = _main(current_app.jinja_env, language(), shown)
    return render_template(
        "chat/room.html", **context, room=entered.room, main=main, thread=shown.thread, client_key=uuid4()
    )


@dataclass(frozen=True, slots=True)
class RoomLink:
    url: str
    name: str
    unread: int
    current: bool


@dataclass(frozen=True, slots=True)
class Thread:
    root: MessageView
    root_html: Markup
    replies: Markup
    url_close: str


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything that a room's page shows, apart from what is new with each answer. A value: equal ones look alike."""

    me: Reader
    role: str
    url: str
    slug: str
    community_name: str
    room_id: UUID
    room_name: str
    purpose: str
    last_seq: int
    read_seq: int
    sections: tuple[tuple[str, tuple[RoomLink, ...]], ...]
    unread: int
    log: Markup
    oldest: int | None
    thread: Thread | None
    why_not: str | None
    first_rule: str | None
    blocked: tuple[UUID, ...]
    zone: str
    path: str

    @property
    def may_write(self) -> bool:
        return self.why_not is None

    @property
    def path_of_room(self) -> str:
        return f"{self.url}/rooms/{self.room_id}"


@lru_cache(maxsize=200)
def _main(env: Environment, _locale: str, shown: Shown) -> Markup:
    return Markup(env.get_template("chat/_main.html").render(p=shown))  # noqa: S704


def _shown(work: Work, entered: Entered, found: list[RoomSummary], url: str, thread_of: UUID | None) -> Shown:
    room, standing, rules = entered.room, entered.standing, entered.community.rules
    said = log_of(work, entered, request.args.get("before", type=int))
    blocked = tuple(sorted(blocked_by_me(work))) if entered.blocks else ()
    read_seq = next(one.read_seq for one in found if one.id == room.id)
    reason = why_not(standing, Can.POST_MESSAGE, work.now)
    return Shown(
        me=Reader.of(work),
        role="facilitator" if standing.is_facilitator else "member",
        url=url,
        slug=entered.community.slug,
        community_name=entered.community.name,
        room_id=room.id,
        room_name=room.name,
        purpose=room.purpose,
        last_seq=room.last_seq,
        read_seq=read_seq,
        sections=_sections(url + "/rooms", found, room.id),
        unread=sum(one.unread for one in found if one.id != room.id),
        log=draw(work, entered, said.lines, read_seq=read_seq, blocked=blocked),
        oldest=said.lines[0].message.seq if said.has_older else None,
        thread=_thread(work, entered, thread_of, blocked),
        why_not=gettext(reason) if reason else None,
        first_rule=rules[0] if rules else None,
        blocked=blocked,
        zone=zone().key,
        path=request.path,
    )


def _around(work: Work, seen: Visit, found: list[RoomSummary]) -> dict[str, Any]:
    return around(work, seen, "rooms", unread=sum(one.unread for one in found))


def _sections(base: str, found: list[RoomSummary], current: UUID) -> tuple[tuple[str, tuple[RoomLink, ...]], ...]:
    """The rooms by section, what is unread in the one that is open left out: it is being read."""
    titles = {Section.CONVERSATION: gettext("Conversation"), Section.PROFESSIONALS: gettext("With professionals")}
    here = {one.id: one.id == current for one in found}
    links = [(o.section, RoomLink(f"{base}/{o.id}", o.name, 0 if here[o.id] else o.unread, here[o.id])) for o in found]
    grouped = groupby(links, key=itemgetter(0))
    return tuple((titles[Section(section)], tuple(link for _, link in group)) for section, group in grouped)


def _thread(work: Work, entered: Entered, message_id: UUID | None, blocked: tuple[UUID, ...]) -> Thread | None:
    if message_id is None:
        return None
    found = lines(entered, queries.thread(work, entered, message_id, reveal=True), place="thread")
    return Thread(
        root=found[0].message,
        root_html=draw(work, entered, found[:1], blocked=blocked),
        replies=draw(work, entered, found[1:], blocked=blocked),
        url_close=url_for("chat.room", slug=entered.community.slug, room_id=entered.room.id),
    )


def _said(*names: str) -> dict[str, Any]:
    return {name: request.form[name] for name in names if request.form.get(name)}
