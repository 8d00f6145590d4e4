"""Communities, memberships and invitations."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import request
from marshmallow import Schema, fields

from app import limits
from app.api.frame import Blueprint, PageArgs, from_cursor, listed, page, wrapped
from app.begin import asker_id, begin, reading
from app.schemas.communities import (
    CommunityEditIn,
    CommunityIn,
    CommunityOut,
    InvitationIn,
    InvitationOut,
    JoinIn,
    MemberOut,
    MembershipOut,
    RoleIn,
)
from networks.communities import actions, queries
from networks.communities.models import Community
from networks.communities.queries import Companion, Visit
from networks.work import Work

InvitationAnswer = Schema.from_dict(
    {"code": fields.String(required=True), "invitation": fields.Nested(InvitationOut, required=True)},
    name="InvitationAnswer",
)

blueprint = Blueprint("communities", "Communities, memberships, invitations.")


@blueprint.route("/communities", methods=["GET"])
@blueprint.response(200, listed(CommunityOut))
def list_communities() -> dict[str, Any]:
    """The communities that the asker may see; `?q=` searches name, condition and summary."""
    with reading() as work:
        found = queries.discover(work, request.args.get("q", "")[:200])
        sizes = queries.sizes(work, found)
        mine = {place.community_id: place for _, place in queries.my_memberships(work)} if work.asker else {}
        return {"items": [_listed(work, one, mine.get(one.id), sizes) for one in found], "next": None}


@blueprint.route("/communities", methods=["POST"])
@blueprint.arguments(CommunityIn)
@blueprint.response(201, wrapped("community", CommunityOut))
def make_community(said: dict[str, Any]) -> dict[str, Any]:
    """Make a community. Operators only; its maker gets no membership."""
    with begin() as work:
        work.me  # noqa: B018  (401 before 403)
        made = actions.make_community(work, **said)
        return {"community": shape(queries.visit(work, made.slug), 0)}


@blueprint.route("/communities/<slug>", methods=["GET"])
@blueprint.response(200, wrapped("community", CommunityOut))
def show_community(slug: str) -> dict[str, Any]:
    """One community; a private one opens with `?invitation=CODE`."""
    with reading() as work:
        seen = queries.visit(work, slug, invitation=invitation_code(request.args.get("invitation")))
        return {"community": shape(seen, queries.sizes(work, [seen.community]).get(seen.community.id, 0))}


@blueprint.route("/communities/<slug>", methods=["PATCH"])
@blueprint.arguments(CommunityEditIn)
@blueprint.response(200, wrapped("community", CommunityOut))
def edit_community(said: dict[str, Any], slug: str) -> dict[str, Any]:
    """Change the page, charter, questions or way of joining. Facilitators and operators."""
    with begin() as work:
        made = actions.edit_community(work, slug, **said)
        return {"community": shape(queries.visit(work, slug), queries.sizes(work, [made]).get(made.id, 0))}


@blueprint.route("/communities/<slug>/memberships", methods=["POST"])
@blueprint.arguments(JoinIn)
@blueprint.response(201, wrapped("membership", MembershipOut))
@blueprint.alt_response(200, schema=wrapped("membership", MembershipOut), description="Nothing changed.")
def join(said: dict[str, Any], slug: str) -> Any:
    """Join a community, or ask to."""
    limits.use("join", asker_id())
    invitation = invitation_code(said.get("invitation"))
    with begin() as work:
        place, fresh = actions.join(work, slug, answers=said["answers"], invitation=invitation)
        return {"membership": place}, 201 if fresh else 200


@blueprint.route("/communities/<slug>/memberships/me", methods=["DELETE"])
@blueprint.response(204)
def leave(slug: str) -> None:
    """Leave a community, or withdraw the request to join it."""
    with begin() as work:
        actions.leave(work, slug)


@blueprint.route("/communities/<slug>/members", methods=["GET"])
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, listed(MemberOut))
def list_members(said: dict[str, Any], slug: str) -> dict[str, Any]:
    """The active members by handle."""
    after = from_cursor(said.get("cursor"))
    with reading() as work:
        found = queries.members(work, slug, after=after, limit=said["limit"] + 1)
        return page(found, said["limit"], _handle_key)


@blueprint.route("/communities/<slug>/members/<uuid:person_id>", methods=["GET"])
@blueprint.response(200, wrapped("member", MemberOut))
def show_member(slug: str, person_id: UUID) -> dict[str, Any]:
    """One member's profile, for other members."""
    with reading() as work:
        return {"member": queries.member(work, slug, person_id)[1]}


@blueprint.route("/communities/<slug>/members/<uuid:person_id>", methods=["PATCH"])
@blueprint.arguments(RoleIn)
@blueprint.response(200, wrapped("membership", MembershipOut))
def set_role(said: dict[str, Any], slug: str, person_id: UUID) -> dict[str, Any]:
    """Give a member a role: operators any, facilitators `professional` and `member`."""
    with begin() as work:
        return {"membership": actions.set_role(work, slug, person_id, said["role"], said["title"])}


@blueprint.route("/communities/<slug>/invitations", methods=["GET"])
@blueprint.response(200, listed(InvitationOut))
def list_invitations(slug: str) -> dict[str, Any]:
    """The invitations made here. Their codes were shown once."""
    with reading() as work:
        return {"items": [invitation_shape(one) for one in queries.invitations(work, slug)], "next": None}


@blueprint.route("/communities/<slug>/invitations", methods=["POST"])
@blueprint.arguments(InvitationIn)
@blueprint.response(201, InvitationAnswer)
def invite(said: dict[str, Any], slug: str) -> dict[str, Any]:
    """Make an invitation. Its code is in this answer and nowhere else."""
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
    role = seen.membership.role if seen.standing and seen.standing.is_member and seen.membership else None
    return known | {name: getattr(seen.community, name) for name in names} | {"members": size, "role": role}


def invitation_shape(made: Any) -> dict[str, Any]:
    return {name: getattr(made, name) for name in ("id", "max_uses", "uses", "made_at", "expires_at")}


def _listed(work: Work, community: Community, place: Any, sizes: dict[UUID, int]) -> dict[str, Any]:
    status = place.status_at(work.now) if place else None
    standing = queries.standing_of(work, community.id, place)
    return shape(Visit(community, place, status, standing), sizes.get(community.id, 0))


def _handle_key(companion: Companion) -> str:
    return companion.handle.casefold()
