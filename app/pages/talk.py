"""What members say about one resource: the last of it on its page, as its room would show it to this reader."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final, NamedTuple
from uuid import UUID, uuid4

from flask import url_for
from flask_babel import gettext

from app.pages.entries import Entry, Line, lines
from app.pages.log import can_be_asked, is_folded
from networks.chat import queries as rooms
from networks.chat.threads import latest_of_thread
from networks.people.queries import blocked_by_me
from networks.policy import Can, may, why_not
from networks.resources.queries import Seen
from networks.resources.views import Discussion
from networks.work import Work

SHOWN: Final = 4
"""Of the last words about a resource. The thread's own page has the rest."""


class Said(NamedTuple):
    entry: Entry
    is_own: bool
    is_folded: bool
    """From somebody whom the reader blocks: told, and not shown."""
    asks_who: bool
    may_report: bool


class Talk(NamedTuple):
    said: tuple[Said, ...]
    has_more: bool
    url: str | None
    """Of the thread's page in its room, once there is one."""
    why_not: str | None
    """Why nothing can be said here; None where it can."""
    client_key: str


def talk_about(work: Work, seen: Seen, discussion: Discussion | None) -> Talk | None:
    """What the page of a resource shows of its thread; None where there is none and none can begin."""
    if discussion is None and not seen.resource.listed:
        return None
    said, has_more, url = _said(work, seen.community.slug, discussion) if discussion else ((), False, None)
    return Talk(said, has_more, url, _why_not(work, seen), str(uuid4()))


def _said(work: Work, slug: str, where: Discussion) -> tuple[tuple[Said, ...], bool, str]:
    entered = rooms.enter(work, where.room_id)
    found = latest_of_thread(work, entered, where.message_id, limit=SHOWN + 1)
    blocked = blocked_by_me(work) if entered.blocks else ()
    shown = lines(entered, found[-SHOWN:], place="thread")
    rights = {"may_ask_who": rooms.reveals(work, entered), "may_report": may(entered.standing, Can.REPORT, work.now)}
    said = tuple(_one(one, blocked, **rights) for one in shown)
    url = url_for("chat.thread", slug=slug, room_id=where.room_id, message_id=where.message_id)
    return said, len(found) > SHOWN, url


def _one(one: Line, blocked: Collection[UUID], *, may_ask_who: bool, may_report: bool) -> Said:
    said, own = one.message, one.message.own
    asks_who, reports = may_ask_who and can_be_asked(said, own=own), may_report and not (own or said.removed)
    return Said(one.entry, own, is_folded(said, blocked), asks_who, reports)


def _why_not(work: Work, seen: Seen) -> str | None:
    if not seen.resource.listed:
        return gettext("This is not in the library just now, so nothing more can be said about it here.")
    reason = why_not(seen.standing, Can.POST_MESSAGE, work.now)
    return gettext(reason) if reason else None
