"""How facilitators work, in and out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from marshmallow import Schema, fields, validate

from app.schemas.fields import In, Line, Moment, Number, Pattern, Several, says
from app.schemas.people import PersonOut
from networks.moderation.desk_models import What
from networks.moderation.desks import Setting
from networks.moderation.steps import Line as Step

TIME: Final = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"


class HoursIn(In):
    time_zone = Line(least=1, most=64, required=True, metadata=says("Its name, as in `Europe/London`."))
    days = Several(
        Number(0, 6),
        7,
        required=True,
        metadata=says("Days of the week, 0 is Monday. None: somebody is always there."),
    )
    opens = fields.String(required=True, validate=Pattern(TIME, error="Please use a time such as 09:00."))
    closes = fields.String(
        required=True,
        validate=Pattern(TIME, error="Please use a time such as 17:00."),
        metadata=says("Not after `opens`: on the next morning."),
    )


class HoursOut(Schema):
    time_zone = fields.String(required=True)
    days = fields.List(fields.Integer(), required=True)
    opens = fields.String(required=True)
    closes = fields.String(required=True)


class OftenIn(In):
    """Texts that are given again and again, by outcome."""

    reasons = fields.Dict(
        keys=fields.String(validate=validate.Length(1, 32)),
        values=Several(Line(least=1, most=500), 20),
        required=True,
        validate=validate.Length(max=8),
    )


class GreetingsIn(In):
    """What is often said to a member. An occasion that is left out stays as it is."""

    welcome = Several(Line(least=1, most=500), 20, metadata=says("With `{name}` in each, where the name goes."))
    check_in = Several(Line(least=1, most=500), 20, metadata=says("The same, to one who has been quiet."))


class GreetingsOut(Schema):
    welcome = fields.List(fields.String(), required=True)
    check_in = fields.List(fields.String(), required=True)


class DeskOut(Schema):
    hours = fields.Nested(HoursOut, required=True)
    reasons = fields.Dict(
        keys=fields.String(),
        values=fields.Dict(keys=fields.String(), values=fields.List(fields.String())),
        required=True,
        metadata=says("By kind of case and outcome."),
    )
    greetings = fields.Nested(GreetingsOut, required=True)


class HappenedOut(Schema):
    at = Moment(required=True)
    what = fields.String(required=True, validate=validate.OneOf([*What, "note"]))
    by = fields.Nested(PersonOut, required=True, allow_none=True, metadata=says("Never a member who caused it."))
    to = fields.Nested(PersonOut, required=True, allow_none=True, metadata=says("To whom it was handed over."))
    said = fields.String(
        required=True, allow_none=True, metadata=says("The words of a note, the new severity, or the outcome.")
    )


def hours_shape(held: Setting) -> dict[str, Any]:
    times = {"opens": shown(held.opens), "closes": shown(held.closes)}
    return {"time_zone": held.time_zone, "days": list(held.days)} | times


def step_shape(line: Step) -> dict[str, Any]:
    return line._asdict() | {"what": str(line.what)}


def shown(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def counted(said: Mapping[str, Any]) -> dict[str, Any]:
    """As loaded from HoursIn, with times as minutes of the day."""
    return {**said, "opens": _minutes(said["opens"]), "closes": _minutes(said["closes"])}


def _minutes(time: str) -> int:
    return int(time[:2]) * 60 + int(time[3:])
