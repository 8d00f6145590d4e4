"""What every page shares: who reads, which community they are in, forms, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from typing import Any, Final
from uuid import UUID

from flask import has_request_context, redirect, request, url_for
from flask_babel import get_locale, gettext
from marshmallow import Schema, ValidationError
from werkzeug.wrappers import Response

from app.begin import asker
from app.errors import flat, words
from networks.chat.conversations import unread_conversations
from networks.chat.queries import Home, unread_total
from networks.communities.badges import badges_in
from networks.communities.models import Community
from networks.communities.queries import Visit
from networks.errors import Invalid, Refusal, Unauthenticated
from networks.moderation.queries import open_count
from networks.policy import Can, Standing, may
from networks.work import Asker, Work

MEMBERS: Final = ("rooms", "conversations", "library")


@dataclass(frozen=True, slots=True)
class Place:
    """The community around a page, as the top bar shows it."""

    id: UUID
    url: str
    slug: str
    name: str
    tabs: tuple[str, ...]
    unread: int
    open_cases: int
    unread_of_two: int = 0
    """In the reader's own conversations here."""
    muted_until: datetime | None = None
    """Until when the reader may not write here: every page of the community says so."""

    @property
    def asks(self) -> str:
        """Where a page's script learns how much is unread in the reader's conversations by now."""
        return f"/api/v1/communities/{self.slug}/conversations?limit=100"


@dataclass(frozen=True, slots=True)
class Reader:
    id: UUID
    handle: str
    is_operator: bool
    news: int = 0
    """Answers to their reports that they have not read."""

    @classmethod
    def of(cls, work: Work) -> Reader:
        return cls.from_asker(work.require_asker())

    @classmethod
    def from_asker(cls, who: Asker) -> Reader:
        return cls(who.person_id, who.handle, who.is_operator, who.news)


def everywhere() -> dict[str, Any]:
    """The context of every page, error pages included. Mails are no pages: there is no request around them."""
    if not has_request_context():
        return {}
    language = get_locale()
    return {
        "me": _reader(),
        "theme": theme(),
        "lang": language.language if language else "en",
        "dir": language.text_direction if language else "ltr",
        "back_here": request.full_path.rstrip("?") if request.method == "GET" else "/",
        "Can": Can,
    }


def theme() -> str | None:
    """The look that the reader chose on this device; None follows the device."""
    chosen = request.cookies.get("theme")
    return chosen if chosen in ("light", "dark") else None


def place(
    work: Work,
    community: Community | Home,
    standing: Standing | None,
    unread: int | None = None,
    unread_of_two: int | None = None,
) -> Place:
    """The top bar of a community's pages. What is unread where the page has counted it already."""
    slug, name = community.slug, community.name
    url = address(slug)
    if standing is None:
        return Place(community.id, url, slug, name, (), 0, 0)
    sees_queue = may(standing, Can.SEE_QUEUE, work.now)
    staff = ("queue", "overview", "settings") if sees_queue else ()
    if unread is None or not standing.is_member:
        unread = unread_total(work, community.id) if standing.is_member else 0
    cases = open_count(work, community.id) if sees_queue else 0
    ours = MEMBERS if standing.is_member else ("rooms",)  # an operator opens what they must see
    muted = standing.muted_until if standing.muted_until and standing.muted_until > work.now else None
    if unread_of_two is None or not standing.is_member:
        unread_of_two = unread_conversations(work, community.id) if standing.is_member else 0
    return Place(community.id, url, slug, name, (*ours, "members", *staff), unread, cases, unread_of_two, muted)


@lru_cache(maxsize=1000)
def address(slug: str) -> str:
    """Of a community's page."""
    return url_for("communities.show", slug=slug)


def around(work: Work, seen: Visit, section: str, unread: int | None = None) -> dict[str, Any]:
    """The context of a page inside a community. `unread` where the page has counted already."""
    standing, now = seen.standing, work.now
    return {
        "community": seen.community,
        "place": place(work, seen.community, standing, unread),
        "section": section,
        "may": lambda can: standing is not None and may(standing, can, now),
        "badges": cache(lambda: badges_in(work, seen.community.id)),
    }


def load(schema: Callable[[], Schema], **said: Any) -> dict[str, Any]:
    """A form's values through the same schema as the API. Raises Invalid with what to mend, by field."""
    try:
        loaded: dict[str, Any] = schema().load(said)
    except ValidationError as fault:
        raise Invalid(fields=flat(fault.messages)) from fault
    return loaded


def typed(*names: str) -> dict[str, str]:
    """What was typed into these fields of a form."""
    return {name: request.form.get(name, "") for name in names}


WRITTEN: Final = ("letter", "reply", "note", "statement", "text", "body", "reason", "why", "debrief")
"""Fields that somebody writes sentences into."""


def unsaid() -> str:
    """What somebody wrote into a form that came too late: it is given back, it may have cost an hour."""
    said = [words.strip() for words in typed(*WRITTEN).values()]
    return "\n\n".join(words for words in said if words) or request.form.get("often", "").strip()


def lines(name: str) -> list[str]:
    """A field that takes one thing on each line."""
    return [line.strip() for line in request.form.get(name, "").splitlines() if line.strip()]


def begins_at() -> int:
    """How many of a list come before this page of it."""
    said = request.args.get("after", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 7 else 0


def again(refusal: Invalid, **form: Any) -> dict[str, Any]:
    """The context that shows a form once more: what was typed, and what to mend by field."""
    faults = {name.partition(".")[0]: gettext(text) for name, text in refusal.fields.items()}
    return {"form": request.form.to_dict() | form, "faults": faults or {"": words(refusal)}}


def back(endpoint: str, **values: Any) -> Response:
    """After a form: to the page that shows what came of it."""
    return redirect(url_for(endpoint, **values), 303)


def onward(wanted: str | None, otherwise: str = "communities.discover") -> Response:
    """To the page that somebody was on the way to. Only to our own: else a link of ours could lead anywhere."""
    return redirect(wanted if wanted and is_ours(wanted) else url_for(otherwise), 303)


def is_ours(path: str) -> bool:
    plain = path.isprintable() and "\\" not in path and len(path) <= 500
    return plain and path.startswith("/") and not path.startswith("//")


def to_signin(_: Unauthenticated) -> Response:
    """Whoever must sign in first comes back to where they were going."""
    return redirect(url_for("people.signin", next=request.full_path.rstrip("?") if request.method == "GET" else None))


def _reader() -> Reader | None:
    """Nobody, where the database cannot tell: the page that says so must not stumble over the same trouble."""
    try:
        who = asker()
    except Refusal:
        return None
    return Reader.from_asker(who) if who else None
