"""Professionals apply with evidence, operators check it (verifying), and what they found holds for a time.

Whoever reads a community sees a badge's title and interests, its facilitators also what was asked for and how it
stands. What was shown as evidence is seen by operators and by whoever showed it, and by nobody else.
"""

from __future__ import annotations

from urllib.parse import urlsplit
from uuid import UUID, uuid4

from sqlalchemy import select

from networks.communities.credential_ends import change, fresh
from networks.communities.credentials_models import Application, Looked
from networks.communities.events import CredentialsAsked
from networks.communities.queries import inside
from networks.database import insert_once
from networks.errors import Conflict, Invalid, NotAllowed, NotFound
from networks.work import Work


def apply(
    work: Work,
    slug: str,
    *,
    profession: str,
    interests: str,
    evidence: str,
    body: str = "",
    number: str = "",
    check_url: str = "",
) -> Application:
    """Ask operators to check one's profession. Raises Conflict where one asks already."""
    seen = inside(work, slug)
    if seen.standing is None or not seen.standing.is_member:
        raise NotAllowed("Only members of this community can ask for this.")
    if seen.standing.is_facilitator:
        raise NotAllowed("You look after this place, and cannot be its professional as well.")
    said = {
        "profession": profession.strip(), "interests": interests.strip(), "evidence": evidence.strip(),
        "body": body.strip(), "number": number.strip(), "check_url": check_url.strip(),
    }  # fmt: skip
    _check(said)
    values = {"id": uuid4(), "community_id": seen.community.id, "person_id": work.me}
    if not insert_once(work.session, Application, **values, **said, applied_at=work.now, state=Looked.OPEN):
        raise Conflict("You have asked for this already. An operator will look at it.")
    work.record(CredentialsAsked(seen.community.id, work.me))
    return work.session.get_one(Application, values["id"])


def withdraw(work: Work, application_id: UUID) -> Application:
    """Take back what one asked for. Raises Conflict where it is decided; twice is once."""
    mine = (Application.id == application_id, Application.person_id == work.me)
    if not change(work, *mine, Application.state == Looked.OPEN, state=Looked.WITHDRAWN, decided_at=work.now):
        found = work.session.scalars(select(Application).where(*mine)).first()
        if found is None:
            raise NotFound
        if found.state != Looked.WITHDRAWN:
            raise Conflict("This has been decided.")
    return fresh(work, application_id)


def _check(said: dict[str, str]) -> None:
    asked = {
        "profession": "Please say what your profession is.",
        "interests": "Please say which interests you have in it, or “none”.",
        "evidence": "Please say how somebody can check this.",
    }
    wrong = {name: words for name, words in asked.items() if not said[name]}
    if said["check_url"] and not _is_link(said["check_url"]):
        wrong["check_url"] = "Please give a whole address that begins with https://."
    if wrong:
        raise Invalid(fields=wrong)


def _is_link(said: str) -> bool:
    """Operators will follow it: it must lead to a page and do nothing else."""
    try:
        parts = urlsplit(said)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)
