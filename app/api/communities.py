"""Communities, memberships and invitations."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import request
from marshmallow import Schema, fields

from app import limits
from app.api.described import for_visitors, refuses, takes
from app.api.frame import Blueprint, PageArgs, from_cursor, listed, page, part, wrapped
from app.begin import asker_id, begin, reading
from app.schemas.communities import (
    CharterOut,
    CommunityChangeIn,
    CommunityIn,
    CommunityOut,
    InvitationIn,
    InvitationOut,
    JoinIn,
    MemberOut,
    MembershipOut,
    RoleIn,
    membership_shape,
)
from app.schemas.safety import heard
from app.support import support_for, supported
from networks.communities import actions, charters, queries
from networks.communities.credential_queries import badge
from networks.communities.models import Community
from networks.communities.queries import Companion, Visit
from networks.work import Work

InvitationAnswer = Schema.from_dict(
    {"code": fields.String(required=True), "invitation": fields.Nested(InvitationOut, required=True)},
    name="InvitationAnswer",
)

blueprint = Blueprint("communities", "Communities, memberships, invitations.")

GOUT = {
    "slug": "gout",
    "name": "Gout",
    "summary": "For people who live with gout.",
    "visibility": "public",
    "joining": "approval",
    "questions": ["What brings you here?", "How long have you lived with gout?"],
    "charter": "Speak from your own experience.\nWhat is said here stays here.",
}


@blueprint.route("/communities", methods=["GET"])
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, listed(CommunityOut))
@for_visitors
@takes(q="Words that name, condition or summary must hold.")
def list_communities(said: dict[str, Any]) -> dict[str, Any]:
    """Communities. Those that the asker may see, by name, each with the asker's own place in it."""
    with reading() as work:
        found = queries.discover(work, request.args.get("q", "")[:200])
        sizes = queries.sizes(work, found)
        mine = {place.community_id: place for _, place in queries.my_memberships(work)} if work.asker else {}
        return part([_listed(work, one, mine.get(one.id), sizes) for one in found], said)


@blueprint.route("/communities", methods=["POST"])
@blueprint.arguments(CommunityIn, example=GOUT)
@blueprint.response(201, wrapped("community", CommunityOut))
@refuses(403)
def make_community(said: dict[str, Any]) -> dict[str, Any]:
    """Make a community. Operators only. It gives its maker no membership."""
    with begin() as work:
        work.require_asker()  # 401 before 403
        made = actions.make_community(work, **said)
        return {"community": shape(queries.visit(work, made.slug), 0)}


@blueprint.route("/communities/<slug>", methods=["GET"])
@blueprint.response(200, wrapped("community", CommunityOut))
@for_visitors
@takes(invitation="A code that opens a private community's page.")
@refuses(429)
def show_community(slug: str) -> dict[str, Any]:
    """One community. A private one is found by its members, by operators and with an invitation; whoever waits for it
    gets its name and their own status.
    """
    with reading() as work:
        seen = queries.visit(work, slug, invitation=invitation_code(request.args.get("invitation")))
        return {"community": shape(seen, queries.sizes(work, [seen.community]).get(seen.community.id, 0))}


@blueprint.route("/communities/<slug>", methods=["PATCH"])
@blueprint.arguments(CommunityChangeIn)
@blueprint.response(200, wrapped("community", CommunityOut))
@refuses(403)
def edit_community(said: dict[str, Any], slug: str) -> dict[str, Any]:
    """Change a community. Its page, charter, questions or way of joining. Facilitators and operators. What is left out
    stays as it is. A charter with other rules is a new version, with a note.
    """
    with begin() as work:
        made = actions.edit_community(work, slug, **said)
        return {"community": shape(queries.visit(work, slug), queries.sizes(work, [made]).get(made.id, 0))}


@blueprint.route("/communities/<slug>/charter/versions", methods=["GET"])
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, listed(CharterOut))
def list_charters(said: dict[str, Any], slug: str) -> dict[str, Any]:
    """Versions of the charter. The newest first, for members: who changed it, when and why."""
    with reading() as work:
        return part([charter_shape(one) for one in charters.versions(work, slug)[1]], said)


@blueprint.route("/communities/<slug>/memberships", methods=["POST"])
@blueprint.arguments(JoinIn, example={"answers": ["I would like to talk with others.", "For three years."]})
@blueprint.response(201, heard("membership", MembershipOut, "JoinAnswer"))
@blueprint.alt_response(200, schema=heard("membership", MembershipOut, "JoinAnswer"), description="Nothing changed.")
@refuses(403)
def join(said: dict[str, Any], slug: str) -> Any:
    """Join a community, or ask to. With `joining: open` one is inside at once; with `approval` the answers to the
    community's questions wait for a facilitator; with `invitation` a code is needed. One who is inside or waits already
    gets 200 and their membership. As with a message, `support` stands beside it where something in the answers may mean
    that their author is at risk.
    """
    limits.use("join", asker_id())
    invitation = invitation_code(said.get("invitation"))
    with begin() as work:
        place, fresh = actions.join(work, slug, answers=said["answers"], invitation=invitation)
        shown = {"membership": membership_shape(place, work.now)}
    return supported(shown, support_for("\n\n".join(said["answers"]), asker_id(), slug=slug)), 201 if fresh else 200


@blueprint.route("/communities/<slug>/memberships/me", methods=["DELETE"])
@blueprint.response(204)
def leave(slug: str) -> None:
    """Leave a community. Or withdraw the request to join it. What one wrote stays."""
    with begin() as work:
        actions.leave(work, slug)


@blueprint.route("/communities/<slug>/members", methods=["GET"])
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, listed(MemberOut))
def list_members(said: dict[str, Any], slug: str) -> dict[str, Any]:
    """Members. The active ones, by handle. For members and operators."""
    after = from_cursor(said.get("cursor"))
    with reading() as work:
        found = queries.members(work, slug, after=after, limit=said["limit"] + 1)
        return page(found, said["limit"], _handle_key)


@blueprint.route("/communities/<slug>/members/<uuid:person_id>", methods=["GET"])
@blueprint.response(200, wrapped("member", MemberOut))
def show_member(slug: str, person_id: UUID) -> dict[str, Any]:
    """One member. For members; facilitators and operators also find those who left or were sent away."""
    with reading() as work:
        companion, verified = queries.member(work, slug, person_id)[1], badge(work, slug, person_id)
        declared = {"interests": verified.interests} if verified else {}
        return {"member": companion._asdict() | declared}


@blueprint.route("/communities/<slug>/members/<uuid:person_id>", methods=["PATCH"])
@blueprint.arguments(RoleIn, example={"role": "professional", "title": "IBD nurse"})
@blueprint.response(200, wrapped("membership", MembershipOut))
@refuses(403)
def set_role(said: dict[str, Any], slug: str, person_id: UUID) -> dict[str, Any]:
    """Give a member a role. Operators any; facilitators `professional` and `member`. `title` is what stands on a
    professional's badge. Where the network has verified one, another role or title ends that; the same keeps its end.
    """
    with begin() as work:
        place = actions.set_role(work, slug, person_id, said["role"], said["title"])
        return {"membership": membership_shape(place, work.now)}


@blueprint.route("/communities/<slug>/invitations", methods=["GET"])
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, listed(InvitationOut))
@refuses(403)
def list_invitations(said: dict[str, Any], slug: str) -> dict[str, Any]:
    """Invitations. Those made here, newest first, for facilitators and operators. Their codes were shown once."""
    with reading() as work:
        return part([invitation_shape(one) for one in queries.invitations(work, slug)], said)


@blueprint.route("/communities/<slug>/invitations", methods=["POST"])
@blueprint.arguments(InvitationIn, example={"max_uses": 5, "expires_at": "2027-01-31T18:00:00Z"})
@blueprint.response(201, InvitationAnswer)
@refuses(403)
def invite(said: dict[str, Any], slug: str) -> dict[str, Any]:
    """Make an invitation. Facilitators and operators. Its code is in this answer and nowhere else. Without an end it
    lasts two weeks.
    """
    with begin() as work:
        made, code = actions.invite(work, slug, **said)
        return {"code": code, "invitation": invitation_shape(made) | {"code": code}}


def invitation_code(said: str | None) -> str | None:
    """A code that somebody presents, counted against guessing."""
    if not said:
        return None
    limits.use("code", asker_id())
    return said[:64]


def shape(seen: Visit, size: int) -> dict[str, Any]:
    """A community as CommunityOut takes it; for those who only wait, its name and their status."""
    known: dict[str, Any] = {name: getattr(seen.community, name) for name in ("id", "slug", "name")}
    known["status"] = seen.status
    if not seen.page_is_open:
        return known
    names = ("condition", "summary", "about", "visibility", "joining", "questions", "charter")
    role = seen.standing.role if seen.standing else None
    return known | {name: getattr(seen.community, name) for name in names} | {"members": size, "role": role}


def invitation_shape(made: Any) -> dict[str, Any]:
    return {name: getattr(made, name) for name in ("id", "max_uses", "uses", "made_at", "expires_at")}


def _listed(work: Work, community: Community, place: Any, sizes: dict[UUID, int]) -> dict[str, Any]:
    status = place.status_at(work.now) if place else None
    standing = queries.standing_of(work, community.id, place)
    return shape(Visit(community, place, status, standing), sizes.get(community.id, 0))


def _handle_key(companion: Companion) -> str:
    return companion.handle.casefold()


def charter_shape(one: charters.Seen) -> dict[str, Any]:
    names = ("number", "text", "rules", "at", "note")
    return {name: getattr(one.version, name) for name in names} | {"by": one.by}
