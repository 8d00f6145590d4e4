"""A community's figures, out, with what each of them means in words."""

from __future__ import annotations

from typing import Any, Final

from flask_babel import lazy_gettext as later
from marshmallow import Schema, fields, validate

from app.schemas.fields import In, Moment, says
from app.schemas.people import PersonOut
from networks.overview.dashboard import LONGEST, Dashboard
from networks.overview.figure import Figure, State, Unit
from networks.overview.lists import Entry
from networks.overview.network import Line

NAMES: Final = {
    "needs_human": (later("Needs a human now"), later("Cases that are open, whoever has them.")),
    "queue": (
        later("Cases within their clock"),
        later(
            "Of the cases decided in this period or open beyond their clock, those decided in time: red within "
            "15 minutes while somebody is on duty, amber within 4 hours, all others within 24. What was withdrawn "
            "is left out."
        ),
    ),
    "queue_oldest": (
        later("The oldest open case"),
        later("Hours since it was opened, whoever has it. A closing that was undone does not count."),
    ),
    "queue_p90": (
        later("Age of open cases"),
        later("Nine of ten open cases are younger than so many hours, counted from when each was opened."),
    ),
    "resolution": (
        later("Cases closed"),
        later(
            "Hours from opened to closed within which nine of ten are. What is still open counts as waiting, and so "
            "does what came back: it is closed when it was closed the last time. What was withdrawn waited until then."
        ),
    ),
    "resolution_median": (
        later("Half of the cases closed"),
        later(
            "Hours from opened to closed within which half of them are. What is still open counts as waiting, and so "
            "does what came back: it is closed when it was closed the last time. What was withdrawn waited until then."
        ),
    ),
    "resolution_taken": (
        later("Half of the cases taken"),
        later(
            "Hours from opened until somebody took it, or until it was decided or answered with nobody having taken "
            "it. Within so many half of them were. Of what came back, who takes it then counts."
        ),
    ),
    "resolution_reopened": (
        later("Cases that came back"),
        later("What had closed them was taken back in this period, so that they wait again, as old as they are."),
    ),
    "unanswered_24_h": (
        later("Newcomers unanswered for a day"),
        later("Of the first messages that are at least 24 hours old, those that nobody had answered by then."),
    ),
    "newcomer_first_reply": (
        later("First answer to a newcomer"),
        later(
            "Hours from a member’s first message to another human’s answer, within which half of them had one. "
            "Whoever still waits counts as waiting (Kaplan–Meier)."
        ),
    ),
    "newcomer_first_reply_p90": (
        later("First answer to nine of ten"),
        later("Hours within which nine of ten newcomers had an answer. Whoever still waits counts as waiting."),
    ),
    "newcomer_first_reply_peers": (
        later("First answers by peers"),
        later("Of the newcomers who were answered, those whom a peer answered before any facilitator did."),
    ),
    "load": (
        later("Most cases with one facilitator"),
        later("The cases that one facilitator decided in this period or has in hand now; of all of them, the most."),
    ),
    "activity": (later("Messages"), later("What members said in all rooms, also what was removed since.")),
    "members": (later("Members"), later("Who is inside now, new, active, quiet or muted.")),
}
"""What each figure is called, and what exactly it counts."""


class FigureArgs(Schema):
    days = fields.Integer(
        load_default=30, validate=validate.Range(1, LONGEST), metadata=says("How long the period is that ends now.")
    )


class FigureListArgs(FigureArgs):
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 100))
    cursor = fields.String(validate=validate.Length(max=400), metadata=says("The `next` of the answer before."))


class CapIn(In):
    cap = fields.Integer(
        required=True,
        allow_none=True,
        validate=validate.Range(1, 1000, error="Please write a number from 1 to 1,000, or nothing."),
        metadata=says("Cases a week. Null takes it away."),
    )


class CapOut(Schema):
    cap = fields.Integer(required=True, allow_none=True)


class FigureOut(Schema):
    key = fields.String(required=True, metadata=says("Its name, which stays."))
    label = fields.String(required=True)
    value = fields.Float(required=True, allow_none=True, metadata=says("Null where nothing can be said yet."))
    unit = fields.String(required=True, validate=validate.OneOf(list(Unit)))
    low = fields.Float(required=True, allow_none=True, metadata=says("Where it likely lies, from here (95 %)"))
    high = fields.Float(required=True, allow_none=True, metadata=says("to here."))
    previous = fields.Float(required=True, allow_none=True, metadata=says("The same over the period before."))
    threshold = fields.Float(required=True, allow_none=True, metadata=says("It should stay below."))
    state = fields.String(required=True, validate=validate.OneOf(list(State)))
    definition = fields.String(required=True, metadata=says("What exactly is counted, in words."))
    list = fields.String(required=True, metadata=says("The path, below `/api/v1`, of the list of what it counts."))
    n = fields.Integer(required=True, metadata=says("How many things it rests on: as many as the list has."))


class PeriodOut(Schema):
    since = Moment(required=True)
    until = Moment(required=True)
    days = fields.Integer(required=True)


class DashboardOut(Schema):
    period = fields.Nested(PeriodOut, required=True)
    figures = fields.List(fields.Nested(FigureOut), required=True)


class EntryOut(Schema):
    kind = fields.String(required=True, validate=validate.OneOf(["case", "newcomer", "day", "facilitator"]))
    at = Moment(required=True, allow_none=True, metadata=says("When it began."))
    day = fields.Date(required=True, allow_none=True)
    person = fields.Nested(
        PersonOut, required=True, allow_none=True, metadata=says("Whom it is about. Null where they asked anonymously.")
    )
    case_id = fields.UUID(required=True, allow_none=True)
    message_id = fields.UUID(required=True, allow_none=True)
    count = fields.Integer(required=True, allow_none=True, metadata=says("Messages of a day, cases of a facilitator."))
    red = fields.Integer(required=True, allow_none=True, metadata=says("Red cases of a facilitator."))
    hours = fields.Float(required=True, allow_none=True, metadata=says("How long it took, or has taken so far."))
    over = fields.Boolean(required=True, allow_none=True, metadata=says("Whether that has come to its end."))
    counted = fields.Boolean(
        required=True, metadata=says("With a share: whether this is one of those counted, or only measured against.")
    )


class CommunityLineOut(Schema):
    id = fields.UUID(required=True)
    slug = fields.String(required=True)
    name = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf([State.OK, State.WATCH, State.RED]))
    members = fields.Integer(required=True)
    facilitators = fields.Integer(required=True)
    seen_at = Moment(required=True, metadata=says("When a facilitator was last seen; else when it was made."))
    alone = fields.Boolean(required=True, metadata=says("Nobody has looked after it for 14 days."))
    rests_since = Moment(required=True, allow_none=True, metadata=says("Since then it can only be read."))
    open = fields.Integer(required=True, metadata=says("Cases that are open."))
    late = fields.Integer(required=True, metadata=says("Those beyond their clock."))
    red = fields.Integer(required=True, metadata=says("The red ones among these."))
    forgotten = fields.Integer(required=True, metadata=says("Newcomers whom nobody has answered for a day."))
    full = fields.List(
        fields.Nested(PersonOut),
        required=True,
        metadata=says("Facilitators who have had as many cases in seven days as the cap says, or more."),
    )


def line_shape(one: Line) -> dict[str, Any]:
    names = ("id", "slug", "name", "state", "members", "facilitators", "seen_at", "alone", "rests_since", "forgotten")
    counts = {"open": one.cases.all, "late": one.cases.late, "red": one.cases.red}
    return {name: getattr(one, name) for name in names} | counts | {"full": [each.person for each in one.full]}


def dashboard_shape(board: Dashboard) -> dict[str, Any]:
    period = board.period
    slug = board.seen.community.slug
    return {
        "period": {"since": period.since, "until": period.until, "days": period.days},
        "figures": [_figure(one, slug, period.days) for one in board.figures.values()],
    }


def _figure(one: Figure, slug: str, days: int) -> dict[str, Any]:
    names = ("key", "value", "unit", "low", "high", "previous", "threshold", "state", "n")
    label, definition = NAMES[one.key]
    home = f"/communities/{slug}"
    path = f"{home}/members" if one.behind == "members" else f"{home}/dashboard/{one.behind}?days={days}"
    said = {"label": str(label), "definition": str(definition), "list": path}
    return {name: getattr(one, name) for name in names} | said


def entry_shape(one: Entry) -> dict[str, Any]:
    names = ("kind", "at", "day", "person", "count", "red", "hours", "over", "counted")
    ids = {
        "case_id": one.item.id if one.item else None,
        "message_id": one.first.message_id if one.first else None,
    }
    return {name: getattr(one, name) for name in names} | ids
