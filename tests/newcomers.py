"""Somebody new, and what waits because of them."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from networks.communities.actions import appoint
from networks.facilitation.models import FirstWords
from networks.moderation.queries import cases
from networks.people.actions import open_session, register
from networks.people.models import SessionKind
from networks.people.queries import asker_by_token
from networks.work import Asker, Network
from tests.cast import Cast


def arrive(
    network: Network,
    handle: str = "teasel",
    slug: str = "crohns",
    *,
    secret: str | None = None,
    among: Cast | None = None,
) -> Asker:
    """Somebody who has just been let in, and has said nothing yet. With a `secret` they can sign in, `among` a cast
    they have a token."""
    with network.begin() as work:
        person = register(work, handle=handle, email=f"{handle}@example.org", secret=secret, verify=False)
        appoint(work, slug, person, "member")
        _, token = open_session(work, person.id, SessionKind.TOKEN, "A test")
    with network.reading() as work:
        seen = asker_by_token(work, token)
    assert seen is not None
    if among is not None:
        among.tokens[seen.session_id] = token
    return seen


def newcomer_cases(network: Network, who: Asker, slug: str = "crohns", **which: Any) -> list[Any]:
    """The cases about newcomers that somebody sees."""
    with network.reading(who) as work:
        return [one.case for one in cases(work, slug, kind="newcomer", **which)[1]]


def words_of(network: Network, person: Asker) -> Any:
    """What is kept of somebody's first words; the last, where they began anew."""
    with network.reading() as work:
        rows = work.session.query(FirstWords).filter_by(person_id=person.person_id).all()
        return max(rows, key=lambda one: (one.said_at, one.waits), default=None)


def key() -> str:
    return uuid4().hex
