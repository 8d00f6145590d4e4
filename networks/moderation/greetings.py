"""What a community's facilitators often say to a member first, or to one who has been quiet: theirs to change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy import select

from networks.database import insert_once
from networks.errors import Invalid
from networks.moderation.desk_models import Desk
from networks.moderation.desks import desk_of, start_of
from networks.moderation.events import GreetingsSet
from networks.work import Work

NAME: Final = "{name}"
"""Where the member's name goes."""


class Occasion(StrEnum):
    WELCOME = "welcome"
    CHECK_IN = "check_in"


Greetings = Mapping[Occasion, Sequence[str]]

USUAL: Final[Greetings] = {
    Occasion.WELCOME: (
        "Hello {name}, it is good that you found us. What brings you here, and is there something you would like to "
        "know first?",
        "Welcome, {name}. Many of us began just like this: read for a while, and ask when you feel like it.",
        "Hello {name}, and welcome. You do not have to say more than you want to. Somebody here reads every evening.",
    ),
    Occasion.CHECK_IN: (
        "Hello {name}, we have not heard from you for a while. No need to answer; we only wanted you to know that you "
        "are missed.",
        "Hello {name}, how are you these days? If there is something that we could do for you, please say.",
        "{name}, you were on our minds. If it is a hard time just now, you need not be alone with it.",
    ),
}
"""What communities have that wrote none of their own; gettext keys."""


def greetings_of(work: Work, community_id: UUID) -> dict[Occasion, list[str]]:
    """With the place of the name in them. The caller has checked who asks."""
    found = work.session.get(Desk, community_id)
    held = found.greetings if found else {}
    return {one: [str(words) for words in held.get(one, USUAL[one])] for one in Occasion}


def set_greetings(work: Work, slug: str, said: Mapping[str, Sequence[str]]) -> dict[Occasion, list[str]]:
    """Replace those of each occasion that is named. Raises Invalid where the name has no place in one of them."""
    community = desk_of(work, slug)
    if not said:
        return greetings_of(work, community.id)
    for occasion, words in said.items():
        _require_name(occasion, words)
    insert_once(work.session, Desk, **start_of(community.id))
    find = select(Desk).where(Desk.community_id == community.id).with_for_update()
    found = work.session.scalars(find.execution_options(populate_existing=True)).one()
    found.greetings = {**found.greetings, **{name: list(dict.fromkeys(words)) for name, words in said.items()}}
    work.record(GreetingsSet(community.id, community.id))
    work.session.flush()
    return greetings_of(work, community.id)


def addressed(words: str, handle: str) -> str:
    """To somebody, called so that they hear it."""
    return words.replace(NAME, f"@{handle}")


def _require_name(occasion: str, words: Sequence[str]) -> None:
    if any(NAME not in one for one in words):
        raise Invalid(fields={occasion: "Please write {name} in each of them, where the name of the member goes."})
