"""Resources of the library, in and out."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlsplit

from marshmallow import Schema, ValidationError, fields, validate

from app.schemas.fields import Flag, In, Line, Moment, Number, Several, Text, says
from app.schemas.files import FileOut
from app.schemas.people import PersonOut
from app.schemas.reviews import EndorsementOut, endorsement_shape
from networks.resources.library import SORTS
from networks.resources.models import ResourceKind, State
from networks.resources.reviewing import OUTCOMES
from networks.resources.trying import LONGEST as LONGEST_TRY
from networks.resources.views import ResourceView, Waiting

LONGEST: Final = 40_000
"""Characters of a resource's body."""

TAG: Final = 40


a_kind: Final = validate.OneOf(list(ResourceKind), error="Please choose one of these: {choices}.")


def is_link(said: str | None) -> None:
    """Raise ValidationError unless this is an address on the web."""
    if said is None:
        return
    try:
        parts = urlsplit(said)
    except ValueError:  # a bracket that is not closed, for one
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.netloc or any(letter.isspace() for letter in said):
        raise ValidationError("Please give an address that begins with https:// or http://.")


class Tags(Several):
    """Words under which something is found: small letters, each once."""

    def __init__(self, most: int = 12, **options: Any) -> None:
        super().__init__(Line(least=1, most=TAG), most, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> list[Any]:
        found: list[Any] = super()._deserialize(value, attr, data, **kwargs)
        return list(dict.fromkeys(tag.casefold() for tag in found))


class ResourceEditIn(In):
    """What its author writes. A part that is left out stays as it is."""

    kind = fields.String(validate=a_kind)
    title = Line(least=1, most=160)
    body = Text(most=LONGEST, metadata=says("Markdown."))
    url = Text(most=2000, allow_none=True, validate=[is_link], metadata=says("The link, where it is one."))
    tags = Tags(metadata=says("Words under which it is found, twelve at most."))
    needs = Several(Line(least=1, most=TAG), 12, metadata=says("Whom it may help, of the community's circumstances."))
    helps = Line(most=300, metadata=says("Whom it may help."))
    source = Line(most=500, metadata=says("Where it is from."))
    interest = Line(most=500, metadata=says("What its author stands to gain from it, if anything."))
    changes_treatment = Flag(metadata=says("Whether it says to stop, start or change a prescribed treatment."))
    material = Flag(metadata=says("Whether it says something else than before: its try reports then start afresh."))
    note = Line(most=300, metadata=says("What is different in this version."))
    try_days = Number(
        least=1,
        most=LONGEST_TRY,
        metadata=says("After so many days whoever tries it is asked how it went."),
    )


class DraftIn(ResourceEditIn):
    """What is being typed: it need not be whole yet."""

    title = Line(most=160)


class KeptIn(DraftIn):
    title = Line(least=1, most=160)
    saved_at = Moment(load_default=None, metadata=says("The `saved_at` of what its author sees."))


class BodyIn(In):
    body = Text(most=LONGEST, required=True, metadata=says("Markdown."))


class HtmlOut(Schema):
    html = fields.String(required=True, metadata=says("The body, rendered and safe to show."))


class ResourceIn(ResourceEditIn):
    kind = fields.String(required=True, validate=a_kind)
    title = Line(least=1, most=160, required=True)
    body = Text(most=LONGEST, load_default="", metadata=says("Markdown."))


class LibraryArgs(Schema):
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 100))
    cursor = fields.String(validate=validate.Length(max=400), metadata=says("The `next` of the answer before."))
    q = fields.String(load_default="", validate=validate.Length(max=200), metadata=says("Words that it must have."))
    tag = fields.String(validate=validate.Length(max=TAG))
    need = fields.String(validate=validate.Length(max=TAG), metadata=says("A circumstance that it may help in."))
    kind = fields.String(validate=a_kind)
    sort = fields.String(load_default="helped", validate=validate.OneOf(list(SORTS)))
    state = fields.String(
        validate=validate.OneOf(list(State)),
        metadata=says("Without it, what is published. Others are one's own and, for reviewers, what was submitted."),
    )


class ResourceDecisionIn(In):
    outcome = fields.String(required=True, validate=validate.OneOf([str(one) for one in OUTCOMES]))
    reason = Text(least=1, most=4000, required=True)
    version = Number(least=1, most=2**31 - 1, required=True, metadata=says("The version that was read."))
    review_by = Moment(
        allow_none=True, metadata=says("When it is looked at again, where it is published: a year from now else.")
    )


class DecidedOut(Schema):
    outcome = fields.String(required=True)
    reason = fields.String(required=True)
    by = fields.Nested(PersonOut, required=True, allow_none=True)
    at = Moment(required=True)


class WaitingOut(Schema):
    since = Moment(required=True)
    before = fields.Integer(required=True, metadata=says("How many submissions wait that came before it."))


class DiscussionOut(Schema):
    room_id = fields.UUID(required=True)
    message_id = fields.UUID(required=True, metadata=says("The message that began the thread."))


class ResourceOut(Schema):
    id = fields.UUID(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(list(ResourceKind)))
    title = fields.String(required=True)
    body = fields.String(required=True)
    html = fields.String(required=True, metadata=says("The body, rendered and safe to show."))
    url = fields.String(required=True, allow_none=True)
    tags = fields.List(fields.String(), required=True)
    needs = fields.List(fields.String(), required=True)
    helps = fields.String(required=True)
    source = fields.String(required=True)
    interest = fields.String(required=True)
    changes_treatment = fields.Boolean(required=True)
    try_days = fields.Integer(required=True, metadata=says("After so many days its author would ask how it went."))
    state = fields.String(required=True, validate=validate.OneOf(list(State)))
    version = fields.Integer(required=True)
    published_version = fields.Integer(
        required=True, allow_none=True, metadata=says("The version in the library, which stands until a new one does.")
    )
    author = fields.Nested(PersonOut, required=True, allow_none=True)
    decision = fields.Nested(DecidedOut, required=True, allow_none=True)
    discussion = fields.Nested(
        DiscussionOut, required=True, allow_none=True, metadata=says("Where members talk about it, once they do.")
    )
    endorsements = fields.List(
        fields.Nested(EndorsementOut), required=True, metadata=says("Professionals' reviews of this version that hold.")
    )
    review_by = Moment(required=True, allow_none=True, metadata=says("When what is published is looked at again."))
    saved_at = Moment(metadata=says("For its author: when these words were saved."))
    files = fields.List(fields.Nested(FileOut), metadata=says("Where one resource is asked for."))
    waiting = fields.Nested(WaitingOut, metadata=says("For its author, while it waits for a review."))


WRITTEN: Final = (
    "kind", "title", "body", "html", "url", "tags", "needs", "helps", "source", "interest", "changes_treatment",
    "try_days",
)  # fmt: skip


def resource_shape(seen: ResourceView, waiting: Waiting | None = None) -> dict[str, Any]:
    """A resource as ResourceOut takes it."""
    said = seen.said
    shape = {name: getattr(said, name) for name in WRITTEN}
    listed = seen.resource.published if seen.resource.listed else None
    known = {"id": seen.id, "state": seen.state, "version": seen.version, "published_version": listed}
    more: dict[str, Any] = {"waiting": waiting} if waiting else {}
    more |= {"files": seen.files} if seen.files is not None else {}
    more |= {"saved_at": said.saved_at} if seen.own else {}
    more["discussion"] = seen.discussion
    more["endorsements"] = [endorsement_shape(one) for one in seen.endorsements]
    more["review_by"] = seen.resource.review_by if listed else None
    return {**shape, **known, **more, "author": seen.author, "decision": seen.decision}
