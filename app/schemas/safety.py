"""People at risk, in and out: whom to talk to, steps, private letters, lists."""

from __future__ import annotations

from functools import cache
from typing import Any

from marshmallow import Schema, fields, validate

from app.schemas.chat import MessageOut
from app.schemas.fields import In, Line, Moment, Several, Text, says
from app.schemas.people import PersonOut
from networks.care.ladder import TAKEN, Ladder, Rung
from networks.care.letters import Written
from networks.safety.editions import Seen
from networks.safety.models import StepKind
from networks.safety.phrases import LONGEST, MOST, PhraseList


class ContactOut(Schema):
    name = fields.String(required=True)
    phone = fields.String(required=True, allow_none=True)
    text = fields.String(required=True, allow_none=True, metadata=says("A number that takes text messages."))
    say = fields.String(required=True, allow_none=True, metadata=says("The word with which a text begins."))
    url = fields.String(required=True, allow_none=True)
    hours = fields.String(required=True)
    languages = fields.List(fields.String(), required=True)


class SupportOut(Schema):
    """For the author alone, where something in what they wrote may mean that they are at risk."""

    contacts = fields.List(fields.Nested(ContactOut), required=True)


@cache
def heard(noun: str, schema: type[Schema], name: str) -> type[Schema]:
    """The answer to whoever wrote something, with whom to talk to beside it."""
    shape: dict[str, fields.Field[Any]] = {
        noun: fields.Nested(schema, required=True),
        "support": fields.Nested(SupportOut),
    }
    return Schema.from_dict(shape, name=name)


SaidAnswer = heard("message", MessageOut, "SaidAnswer")


class LetterIn(In):
    body = Text(least=1, most=4000, required=True)


class LetterOut(Schema):
    id = fields.UUID(required=True)
    at = Moment(required=True)
    by = fields.Nested(PersonOut, required=True, allow_none=True)
    by_member = fields.Boolean(required=True)
    body = fields.String(required=True)


class MySupportOut(SupportOut):
    letters = fields.List(
        fields.Nested(LetterOut), required=True, metadata=says("What facilitators and the asker wrote to each other.")
    )


class StepIn(In):
    kind = fields.String(required=True, validate=validate.OneOf(list(TAKEN)))
    note = Text(most=4000, load_default="")
    to = fields.UUID(load_default=None, allow_none=True, metadata=says("Whom it asks, for `ask`."))


class StepOut(Schema):
    id = fields.UUID(required=True)
    kind = fields.String(
        required=True,
        validate=validate.OneOf(list(StepKind)),
        metadata=says("`at_once` where a decision's reason stands for the steps that nobody noted."),
    )
    by = fields.Nested(PersonOut, required=True, allow_none=True)
    to = fields.Nested(PersonOut, required=True, allow_none=True)
    at = Moment(required=True)
    note = fields.String(required=True)


class LadderOut(Schema):
    steps = fields.List(fields.Nested(StepOut), required=True)
    following = fields.String(
        required=True, allow_none=True, metadata=says("The next of `acknowledge`, `act`, `follow_up`.")
    )
    can_close = fields.Boolean(required=True)


class PhrasesIn(In):
    name = Line(least=1, most=40, required=True, metadata=says("`phrases-` and a language, such as `phrases-en`."))
    red = Several(Text(most=LONGEST), MOST, load_default=list)
    amber = Several(Text(most=LONGEST), MOST, load_default=list)
    green = Several(Text(most=LONGEST), MOST, load_default=list)
    unless = Several(Text(most=LONGEST), MOST, load_default=list, metadata=says("Where it means nothing."))
    why = Text(least=1, most=1000, required=True)


class ContactsIn(In):
    content = Text(least=1, most=100_000, required=True, metadata=says("TOML, as in docs/safety.md."))
    why = Text(least=1, most=1000, required=True)


class UseIn(In):
    why = Text(least=1, most=1000, required=True)


class ScoreOut(Schema):
    tier = fields.String(required=True)
    grave = fields.Integer(required=True, metadata=says("Sentences of the corpus that are at least so grave."))
    found = fields.Integer(required=True, metadata=says("Those that the list takes to be so."))
    both = fields.Integer(required=True)


class EditionOut(Schema):
    name = fields.String(required=True)
    number = fields.Integer(required=True, metadata=says("0 is the one that comes with the product."))
    counts = fields.Boolean(required=True)
    why = fields.String(required=True)
    made_by = fields.Nested(PersonOut, required=True, allow_none=True)
    made_at = Moment(required=True, allow_none=True)
    used_by = fields.Nested(PersonOut, required=True, allow_none=True)
    used_at = Moment(required=True, allow_none=True)
    sentences = fields.Integer(required=True)
    scores = fields.List(fields.Nested(ScoreOut), required=True)
    content = fields.Raw(required=True)


def step_shape(rung: Rung) -> dict[str, Any]:
    names = ("id", "kind", "at", "note")
    return {name: getattr(rung.step, name) for name in names} | {"by": rung.by, "to": rung.to}


def ladder_shape(seen: Ladder) -> dict[str, Any]:
    steps = [step_shape(rung) for rung in seen.rungs]
    return {"steps": steps, "following": seen.following, "can_close": seen.can_close}


def letter_shape(one: Written) -> dict[str, Any]:
    names = ("id", "at", "body")
    return {name: getattr(one.letter, name) for name in names} | {"by": one.by, "by_member": one.by_member}


def edition_shape(one: Seen) -> dict[str, Any]:
    made_at, used_at = (one.edition.made_at, one.edition.used_at) if one.edition else (None, None)
    shape = {name: getattr(one, name) for name in ("name", "number", "counts", "why", "made_by", "used_by", "content")}
    scores = {"sentences": one.figures.get("sentences", 0), "scores": one.figures.get("scores", [])}
    return shape | scores | {"made_at": made_at, "used_at": used_at}


def phrases_of(said: dict[str, Any]) -> dict[str, list[str]]:
    return {kind: said[kind] for kind in PhraseList._fields}
