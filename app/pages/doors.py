"""Communities from outside: the list of them, and a community's page for whoever stands at its door."""

from __future__ import annotations

from typing import Any

from babel.lists import format_list
from flask import current_app, render_template
from flask_babel import get_locale

from app.demo import guests
from app.pages.frame import Place, place
from networks.chat.queries import unread_total
from networks.communities import queries
from networks.communities.models import Community, Joining, Membership, Status
from networks.communities.queries import Visit
from networks.moderation.answers import answer_to_my_request, removals_about_me, sanctions_about_me
from networks.people.queries import people_by_handle
from networks.welcoming import asked_of_me
from networks.work import Work


def listing(work: Work, q: str) -> dict[str, Any]:
    """The front page's communities: one's own first, unless something is searched for."""
    found = queries.discover(work, q)
    places = {one.id: place_ for one, place_ in queries.my_memberships(work)} if work.asker else {}
    sizes, staff = queries.sizes(work, found), queries.facilitators(work, found)
    cards = [_card(work, one, places.get(one.id)) for one in found]
    for card in cards:
        id_ = card["community"].id
        card |= {"members": sizes.get(id_, 0), "facilitators": [p for p in staff[id_] if p.role == "facilitator"]}
    mine = [card for card in cards if card["status"] and not q]
    return {"mine": mine, "found": [card for card in cards if card not in mine], "demo_people": _guests(work)}


def page_of(work: Work, slug: str, code: str | None = None, **more: Any) -> str:
    """A community's page as whoever asks may see it."""
    seen = queries.visit(work, slug, invitation=code)
    community = seen.community
    staff = queries.facilitators(work, [community])[community.id]
    state = _state(work, seen)
    context: dict[str, Any] = {
        "community": community,
        "place": _around(work, seen),
        "state": state,
        "page_open": seen.page_is_open,
        "code": code if seen.by_invitation else None,
        "facilitators": staff if seen.page_is_open else [],
        "names": _names([one.handle for one in staff if one.role == "facilitator"]),
        "members": queries.sizes(work, [community]).get(community.id, 0),
        "membership": seen.membership,
        "told": sanctions_about_me(work, community.id) if seen.membership else [],
        "gone": removals_about_me(work, community.id) if seen.membership else [],
        "asked": asked_of_me(work, community.id) if seen.membership and seen.membership.welcomes else [],
        "answer": answer_to_my_request(work, community.id) if state in ("welcome", "left", "closed") else None,
    }
    return render_template("communities/show.html", **context | more)


def _card(work: Work, community: Community, membership: Membership | None) -> dict[str, Any]:
    status = membership.status_at(work.now) if membership else None
    standing = queries.standing_of(work, community.id, membership)
    unread = unread_total(work, community.id) if standing and standing.is_member else 0
    is_open = Visit(community, membership, status, standing).page_is_open
    return {"community": community, "status": status, "unread": unread, "is_open": is_open}


def _state(work: Work, seen: Visit) -> str:
    if seen.standing and seen.standing.is_member:
        until = seen.standing.muted_until
        return "muted" if until and until > work.now else "member"
    if seen.status in (Status.PENDING, Status.SUSPENDED, Status.BANNED):
        return str(seen.status)
    if seen.standing:
        return "operator"
    if seen.community.joining == Joining.INVITATION and not seen.by_invitation:
        return "closed"
    if work.asker is None:
        return "stranger"
    if not work.asker.verified:
        return "unverified"
    return "left" if seen.membership and seen.membership.joined_at else "welcome"


def _around(work: Work, seen: Visit) -> Place | None:
    return place(work, seen.community, seen.standing) if seen.standing else None


def _names(handles: list[str]) -> str:
    return format_list(handles, locale=get_locale() or "en")


def _guests(work: Work) -> list[dict[str, Any]]:
    """Whom the demo offers to look around as."""
    if not current_app.config["DEMO"]:
        return []
    says = dict(guests())
    found = {person.handle: person for person in people_by_handle(work, says)}
    return [{"id": found[handle].id, "handle": handle, "says": says[handle]} for handle in says if handle in found]
