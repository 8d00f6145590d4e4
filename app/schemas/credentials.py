"""What professionals say of themselves and what becomes of it, in and out."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from marshmallow import Schema, fields, validate

from app.schemas.fields import In, Line, Moment, Number, Text, says
from app.schemas.people import PersonOut
from networks.communities.credential_queries import Applied, Glimpse, glimpse
from networks.communities.credentials_models import Looked
from networks.communities.verifying import LONGEST, OUTCOMES, USUAL

CLOSED: Final = ("body", "number", "check_url", "evidence", "reason", "end_reason")
"""For operators and for whoever applied."""


class CredentialIn(In):
    profession = Line(most=60, required=True)
    interests = Text(most=500, required=True, metadata=says("Everybody reads them beside the badge; “none” is one."))
    evidence = Text(most=4000, required=True, metadata=says("How somebody can check it. Operators alone read it."))
    body = Line(most=200, load_default="", metadata=says("Who keeps the register that they stand in."))
    number = Line(most=80, load_default="", metadata=says("Theirs in that register."))
    check_url = Line(most=500, load_default="", metadata=says("A page on which it can be looked up."))


class VerdictIn(In):
    outcome = fields.String(required=True, validate=validate.OneOf(list(OUTCOMES)))
    reason = Text(most=2000, load_default="", metadata=says("They read it. Needed to refuse."))
    title = Line(most=60, load_default="", metadata=says("What stands on the badge. Needed to verify."))
    months = Number(1, LONGEST, load_default=USUAL, metadata=says("How long it holds, each of 30 days."))


class RevocationIn(In):
    reason = Text(least=1, most=2000, required=True, metadata=says("They read it."))


class CredentialArgs(Schema):
    state = fields.String(load_default=Looked.OPEN, validate=validate.OneOf(list(Looked)))
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 100))
    cursor = fields.String(validate=validate.Length(max=400), metadata=says("The `next` of the answer before."))


class CredentialOut(Schema):
    """An application without what was shown as evidence."""

    id = fields.UUID(required=True)
    community = fields.String(required=True, metadata=says("Its address."))
    person = fields.Nested(PersonOut, required=True)
    profession = fields.String(required=True)
    interests = fields.String(required=True)
    applied_at = Moment(required=True)
    state = fields.String(
        required=True,
        validate=validate.OneOf(list(Looked)),
        metadata=says("`ended` was `verified`, and holds no more."),
    )
    decided_at = Moment(required=True, allow_none=True)
    title = fields.String(required=True, allow_none=True, metadata=says("What stands on the badge."))
    expires_at = Moment(required=True, allow_none=True)
    ended_at = Moment(required=True, allow_none=True)


class EvidenceOut(CredentialOut):
    """The whole of an application, for operators and for whoever made it."""

    body = fields.String(required=True)
    number = fields.String(required=True)
    check_url = fields.String(required=True)
    evidence = fields.String(required=True)
    reason = fields.String(required=True, allow_none=True, metadata=says("Why it was decided so."))
    end_reason = fields.String(required=True, allow_none=True, metadata=says("Why an operator ended it."))


def credential_shape(one: Applied, now: datetime) -> Glimpse:
    """As operators see it in their list."""
    return glimpse(one.application, one.community.slug, one.person, now)


def evidence_shape(one: Applied, now: datetime) -> dict[str, Any]:
    return credential_shape(one, now)._asdict() | {name: getattr(one.application, name) for name in CLOSED}
