"""Communities and memberships, in and out."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from marshmallow import Schema, fields, validate

from app.schemas.fields import In, Line, Moment, Number, Pattern, Several, Text, says
from app.schemas.people import PersonOut
from networks.communities.models import Joining, Membership, Visibility

SLUG: Final = Pattern(r"^[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?$", error="Please use small letters, digits and dashes.")
CODE: Final = validate.Length(1, 64)


class CommunityEditIn(In):
    name = Line(least=1, most=120)
    condition = Line(most=120, metadata=says("Left out of a new community, its name stands in."))
    summary = Line(most=300)
    about = Text(most=8000, metadata=says("Markdown."))
    visibility = fields.String(validate=validate.OneOf(list(Visibility)))
    joining = fields.String(validate=validate.OneOf(list(Joining)))
    questions = Several(Line(least=1, most=300), most=10)
    charter = Text(most=8000, metadata=says("One rule on each line."))


class CommunityChangeIn(CommunityEditIn):
    charter_note = Line(most=300, load_default="", metadata=says("What is different in the charter, and why."))


class CommunityIn(CommunityEditIn):
    slug = fields.String(required=True, validate=SLUG)
    name = Line(least=1, most=120, required=True)


class JoinIn(In):
    answers = Several(
        Text(most=2000),
        most=10,
        load_default=list,
        metadata=says("One for each of the community's questions, in their order."),
    )
    invitation = Line(most=64, metadata=says("A code that opens a private community, or one by invitation."))


class InvitationIn(In):
    max_uses = Number(1, 1000, load_default=1)
    expires_at = Moment(load_default=None, allow_none=True, metadata=says("In two weeks, where it is left out."))


class RoleIn(In):
    role = fields.String(required=True, validate=validate.OneOf(["member", "professional", "facilitator"]))
    title = Line(most=60, load_default=None, allow_none=True, metadata=says("What stands on a professional's badge."))


class CharterOut(Schema):
    number = fields.Integer(required=True)
    text = fields.String(required=True)
    rules = fields.List(fields.String(), required=True)
    at = Moment(required=True)
    by = fields.Nested(PersonOut, required=True, allow_none=True)
    note = fields.String(required=True)


class CommunityOut(Schema):
    """A community. Those who wait for a private one get its id, slug, name and their own status."""

    id = fields.UUID(required=True)
    slug = fields.String(required=True)
    name = fields.String(required=True)
    condition = fields.String()
    summary = fields.String()
    about = fields.String()
    visibility = fields.String()
    joining = fields.String()
    questions = fields.List(fields.String())
    charter = fields.String()
    members = fields.Integer(metadata=says("How many are active."))
    status = fields.String(allow_none=True, metadata=says("The asker's own, null where there is none."))
    role = fields.String(allow_none=True, metadata=says("The asker's own, null where they are no active member."))


class MembershipOut(Schema):
    id = fields.UUID(required=True)
    community_id = fields.UUID(required=True)
    person_id = fields.UUID(required=True)
    status = fields.String(required=True)
    role = fields.String(required=True)
    title = fields.String(required=True, allow_none=True)
    requested_at = Moment(required=True)
    joined_at = Moment(required=True, allow_none=True)


class BadgeOut(Schema):
    person_id = fields.UUID(required=True)
    role = fields.String(required=True)
    title = fields.String(required=True, allow_none=True)


class MemberOut(Schema):
    """A member as other members see them."""

    id = fields.UUID(required=True)
    handle = fields.String(required=True)
    role = fields.String(required=True)
    title = fields.String(required=True, allow_none=True)
    about = fields.String(required=True)
    pronouns = fields.String(required=True)
    joined_at = Moment(required=True, allow_none=True)
    verified_until = Moment(
        required=True,
        allow_none=True,
        metadata=says("Until when the network has verified their profession; null where facilitators named them."),
    )
    interests = fields.String(
        metadata=says("What they declared when they were verified. With one member, and only where it holds.")
    )


class InvitationOut(Schema):
    """`code` comes once, when the invitation is made."""

    id = fields.UUID(required=True)
    code = fields.String()
    max_uses = fields.Integer(required=True)
    uses = fields.Integer(required=True)
    made_at = Moment(required=True)
    expires_at = Moment(required=True)


def membership_shape(place: Membership, now: datetime) -> dict[str, Any]:
    """As it is at this moment, whether or not the worker has been there."""
    names = ("id", "community_id", "person_id", "requested_at", "joined_at")
    role = place.seat.role_at(now)
    more = {"status": place.status_at(now), "role": role, "title": place.title if role == place.role else None}
    return {name: getattr(place, name) for name in names} | more
