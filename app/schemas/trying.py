"""Try reports and outcomes, in and out."""

from __future__ import annotations

from typing import Any, Final

from marshmallow import Schema, fields, validate

from app.schemas.fields import Flag, In, Line, Moment, Number, Several, Text, says
from networks.resources.outcomes import Outcomes
from networks.resources.trying import LONGEST
from networks.resources.trying_models import Change, Effort

WORDS: Final = 2000
"""Characters of what was unwanted."""

VERSIONS: Final = 2**31 - 1


def changed(words: str) -> fields.String:
    return fields.String(required=True, validate=validate.OneOf(list(Change)), metadata=says(words))


class TryReportIn(In):
    """What one tells. All of it is told anew each time: what is left out is not said any more."""

    version = Number(
        least=1, most=VERSIONS, metadata=says("The version that was tried; the published one unless said.")
    )
    illness = changed("How much the illness weighed.")
    treatment = changed("How much the work of treatment weighed.")
    effort = fields.String(required=True, validate=validate.OneOf(list(Effort)))
    days = Number(most=LONGEST, required=True, metadata=says("For how many days."))
    kept = Flag(required=True, metadata=says("Whether one kept at it, or stopped."))
    unwanted = Text(most=WORDS, allow_none=True, load_default=None, metadata=says("What it did that was not wanted."))
    circumstances = Several(
        Line(least=1, most=80), 30, load_default=list, metadata=says("Of the community's own list.")
    )
    note = Line(most=500, allow_none=True, load_default=None)


class TryReportOut(Schema):
    version = fields.Integer(required=True)
    illness = fields.String(required=True, validate=validate.OneOf(list(Change)))
    treatment = fields.String(required=True, validate=validate.OneOf(list(Change)))
    effort = fields.String(required=True, validate=validate.OneOf(list(Effort)))
    days = fields.Integer(required=True)
    kept = fields.Boolean(required=True)
    unwanted = fields.String(required=True, allow_none=True)
    circumstances = fields.List(fields.String(), required=True)
    note = fields.String(required=True, allow_none=True)


class TrialIn(In):
    days = Number(
        least=1, most=LONGEST, metadata=says("After how many days to ask; its author's suggestion unless said.")
    )


class TrialOut(Schema):
    started_at = Moment(required=True)
    ask_at = Moment(required=True)


class CountOut(Schema):
    count = fields.Integer(required=True, allow_none=True)
    low = fields.Float(required=True, allow_none=True, metadata=says("Where the share likely lies: from here, of 1,"))
    high = fields.Float(required=True, allow_none=True, metadata=says("to here, with 95 % (Wilson's interval)."))


class ChangesOut(Schema):
    less = fields.Nested(CountOut, required=True)
    same = fields.Nested(CountOut, required=True)
    more = fields.Nested(CountOut, required=True)


class OutcomesOut(Schema):
    version = fields.Integer(required=True)
    n = fields.Integer(required=True, allow_none=True, metadata=says("How many reported, those who stopped included."))
    kept = fields.Integer(required=True, allow_none=True, metadata=says("How many of them kept at it."))
    illness = fields.Nested(ChangesOut, required=True)
    treatment = fields.Nested(ChangesOut, required=True)
    suppressed = fields.Boolean(required=True, metadata=says("Whether too few have reported for anything to be shown."))


def spoken(said: dict[str, Any]) -> dict[str, Any]:
    """Blank words are none."""
    blank = {name: None for name in ("unwanted", "note") if not (said.get(name) or "").strip()}
    return said | blank | {"circumstances": list(dict.fromkeys(said.get("circumstances") or []))}


def outcomes_shape(found: Outcomes) -> dict[str, Any]:
    """Outcomes as OutcomesOut takes them."""
    names = ("version", "n", "kept", "suppressed")
    bars = {name: _bars(getattr(found, name)) for name in ("illness", "treatment")}
    return {name: getattr(found, name) for name in names} | bars


def _bars(shares: Any) -> dict[str, Any]:
    parts = ("count", "low", "high")
    return {str(kind): {part: getattr(shares[kind], part) if shares else None for part in parts} for kind in Change}
