"""What reviewers and professionals say about resources, in and out."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from app.schemas.fields import In, Line, Moment, Number, Several, Text, says
from app.schemas.people import PersonOut
from networks.resources.desk import Wanted
from networks.resources.diffs import GONE, NEW, SAME
from networks.resources.endorsing import Asked
from networks.resources.histories import Past
from networks.resources.proposing import ProposalView
from networks.resources.standing import Endorsed

LARGEST = 2**31 - 1
BODY = 40_000


class AboutVersion(In):
    version = Number(least=1, most=LARGEST, required=True, metadata=says("The version that was read."))


class ProposalIn(AboutVersion):
    title = Line(least=1, most=160, required=True)
    body = Text(most=BODY, required=True, metadata=says("Markdown."))
    why = Line(most=500, load_default="", metadata=says("Why these words, for the author."))


class AnswerIn(In):
    accepted = fields.Boolean(required=True)


class AssignmentIn(In):
    person_id = fields.UUID(required=True, metadata=says("A professional of this community."))


class EndorsementIn(AboutVersion):
    interests = Line(
        least=1,
        most=500,
        required=True,
        error_messages={"required": "Please say which interests you have in it, or “none”."},
        metadata=says(
            "What one stands to gain from it; `none` where that is nothing. Shown to everybody who reads it."
        ),
    )
    months = Number(least=1, most=24, load_default=12, metadata=says("For how long it holds."))


class AdviceIn(AboutVersion):
    reason = Text(least=1, most=4000, required=True, metadata=says("For the facilitators."))


class ArchiveIn(In):
    reason = Text(least=1, most=4000, required=True, metadata=says("Its author reads it."))


class ReasonsIn(In):
    """Texts that are given again and again, by outcome."""

    publish = Several(Line(least=1, most=500), 20, load_default=list)
    request_changes = Several(Line(least=1, most=500), 20, load_default=list)
    decline = Several(Line(least=1, most=500), 20, load_default=list)


class ReasonsOut(Schema):
    publish = fields.List(fields.String(), required=True)
    request_changes = fields.List(fields.String(), required=True)
    decline = fields.List(fields.String(), required=True)


class PieceOut(Schema):
    kind = fields.String(required=True, validate=validate.OneOf([SAME, GONE, NEW]))
    text = fields.String(required=True)


class ProposalOut(Schema):
    id = fields.UUID(required=True)
    version = fields.Integer(required=True, metadata=says("The version that it is about."))
    title = fields.String(required=True)
    body = fields.String(required=True)
    why = fields.String(required=True)
    by = fields.Nested(PersonOut, required=True, allow_none=True)
    at = Moment(required=True)
    fits = fields.Boolean(required=True, metadata=says("False where the text has moved on since."))
    title_diff = fields.List(fields.Nested(PieceOut), required=True)
    body_diff = fields.List(fields.Nested(PieceOut), required=True)


class EndorsementOut(Schema):
    id = fields.UUID(required=True)
    by = fields.Nested(PersonOut, required=True)
    title = fields.String(required=True, allow_none=True, metadata=says("What they are, as they were known then."))
    version = fields.Integer(required=True)
    interests = fields.String(required=True, metadata=says("What they stand to gain from it."))
    at = Moment(required=True)
    until = Moment(required=True)


class AskedOut(Schema):
    person = fields.Nested(PersonOut, required=True)
    title = fields.String(required=True, allow_none=True)
    at = Moment(required=True)
    answered = fields.Boolean(required=True, metadata=says("Whether they answered about the version under review."))
    against = fields.String(required=True, allow_none=True, metadata=says("Why they advise against it."))
    endorsement = fields.Nested(EndorsementOut, required=True, allow_none=True)


class WantedOut(Schema):
    resource_id = fields.UUID(required=True)
    title = fields.String(required=True)
    version = fields.Integer(required=True, metadata=says("The version to look at."))
    changes_treatment = fields.Boolean(required=True)
    asked_at = Moment(required=True)
    asked_by = fields.Nested(PersonOut, required=True, allow_none=True)
    answered = fields.Boolean(required=True)

    @staticmethod
    def shape(one: Wanted) -> dict[str, Any]:
        names = ("title", "version", "changes_treatment", "asked_at", "asked_by", "answered")
        return {name: getattr(one, name) for name in names} | {"resource_id": one.id}


class ChangeOut(Schema):
    part = fields.String(required=True, metadata=says("`title`, `body` and so on, as in a resource."))
    pieces = fields.List(fields.Nested(PieceOut), required=True)


class PastOut(Schema):
    version = fields.Integer(required=True)
    title = fields.String(required=True)
    note = fields.String(required=True, metadata=says("What its author says is new."))
    saved_at = Moment(required=True)
    compared_with = fields.Integer(required=True, allow_none=True, metadata=says("The version before it, if shown."))
    changes = fields.List(fields.Nested(ChangeOut), required=True)
    edited = fields.Boolean(required=True, metadata=says("Whether it came of a reviewer's proposal."))
    edited_with = fields.Nested(PersonOut, required=True, allow_none=True)
    outcome = fields.String(required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True)


class ResourceOpeningOut(Schema):
    id = fields.UUID(required=True)
    resource_id = fields.UUID(required=True)
    reason = fields.String(required=True)
    opened_at = Moment(required=True)
    expires_at = Moment(required=True)


def endorsement_shape(one: Endorsed) -> dict[str, Any]:
    names = ("id", "by", "title", "interests", "at", "until")
    return {name: getattr(one, name) for name in names} | {"version": one.number}


def asked_shape(one: Asked) -> dict[str, Any]:
    against = one.assignment.against if one.answered else None
    held = endorsement_shape(one.endorsement) if one.endorsement else None
    about = {"person": one.person, "title": one.title, "at": one.assignment.at}
    return about | {"answered": one.answered, "against": against, "endorsement": held}


def proposal_shape(one: ProposalView) -> dict[str, Any]:
    names = ("id", "title", "body", "why", "at")
    about = {name: getattr(one.proposal, name) for name in names} | {"version": one.proposal.number}
    return about | {"by": one.by, "fits": one.fits, "title_diff": one.title, "body_diff": one.body}


def past_shape(one: Past) -> dict[str, Any]:
    said, decision = one.view.said, one.view.decision
    about = {"version": said.number, "title": said.title, "note": said.note, "saved_at": said.saved_at}
    shown = {"compared_with": one.before, "changes": one.changes, "edited": one.edited, "edited_with": one.edited_with}
    decided = {"outcome": decision.outcome if decision else None, "reason": decision.reason if decision else None}
    return about | shown | decided
