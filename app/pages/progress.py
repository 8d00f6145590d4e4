"""Where something that a member offered stands, in words for them, and what they can do next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from flask_babel import gettext, ngettext

from app.looks import dated, lasting
from networks.resources.models import State
from networks.resources.views import ResourceView

NEXT: Final[dict[State, tuple[str, ...]]] = {
    State.DRAFT: ("edit", "withdraw"),
    State.CHANGES_REQUESTED: ("edit", "withdraw"),
    State.SUBMITTED: ("withdraw",),
    State.PUBLISHED: ("revise", "withdraw"),
    State.DECLINED: ("revise",),
    State.WITHDRAWN: ("revise",),
    State.ARCHIVED: ("revise",),
}
TONE: Final = {State.CHANGES_REQUESTED: "watch", State.PUBLISHED: "ok"}


@dataclass(frozen=True, slots=True)
class Progress:
    """`words` is a sentence; None where somebody decided, which the page says with their name."""

    one: ResourceView
    words: str | None
    tone: str | None
    steps: tuple[str, ...]


def progress(one: ResourceView, before: int, now: datetime) -> Progress:
    """`before` is how many submissions wait that came earlier."""
    state = State(one.resource.state)
    says = WORDS.get(state)
    return Progress(one, says and says(one, before, now), TONE.get(state), NEXT[state])


def _draft(one: ResourceView, before: int, now: datetime) -> str:
    if one.resource.listed:
        return gettext("A new version that you are writing. The one in the library stands until this one is approved.")
    return gettext("A draft. Only you can see it.")


def _submitted(one: ResourceView, before: int, now: datetime) -> str:
    since = one.resource.submitted_at or now
    waits = gettext("Waiting %(time)s", time=lasting((now - since).total_seconds()))
    if not before:
        return gettext("%(waits)s; yours is next.", waits=waits)
    reviews = ngettext("one review before yours", "%(num)s reviews before yours", before)
    return gettext("%(waits)s; %(reviews)s.", waits=waits, reviews=reviews)


def _published(one: ResourceView, before: int, now: datetime) -> str:
    return gettext("In the library since %(day)s.", day=dated(one.resource.published_at or now))


def _withdrawn(one: ResourceView, before: int, now: datetime) -> str:
    if one.said.submitted_at is None:
        return gettext("You put it aside. Only you can see it.")
    return gettext("You took it back. Only you can see it.")


def _archived(one: ResourceView, before: int, now: datetime) -> str:
    return gettext("Out of the library. Your text is all here, and can come back.")


WORDS: Final[dict[State, Callable[[ResourceView, int, datetime], str]]] = {
    State.DRAFT: _draft,
    State.SUBMITTED: _submitted,
    State.PUBLISHED: _published,
    State.WITHDRAWN: _withdrawn,
    State.ARCHIVED: _archived,
}
