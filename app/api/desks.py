"""Who has a case, what happened to it, and how facilitators work, over HTTP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import Schema, fields

from app.api.described import refuses
from app.api.frame import Blueprint, PageArgs, listed, part, wrapped
from app.begin import begin, reading
from app.schemas.chat import OpeningIn
from app.schemas.desks import DeskOut, GreetingsIn, HappenedOut, HoursIn, OftenIn, counted, hours_shape, step_shape
from app.schemas.moderation import CaseOpeningOut, CaseOut, HandOverIn, case_shape
from networks.communities.models import Community
from networks.errors import NotFound
from networks.moderation import desks, greetings, holding, opening, queries
from networks.moderation.models import CaseKind
from networks.moderation.naming import named
from networks.moderation.steps import timeline
from networks.overview import giving
from networks.work import Work

blueprint = Blueprint("desks", "Who has a case, and how facilitators work.")

OFFICE = {"time_zone": "Europe/London", "days": [0, 1, 2, 3, 4], "opens": "09:00", "closes": "17:00"}
GREETINGS = {
    "welcome": ["Hello {name}, it is good that you are here."],
    "check_in": ["{name}, how are you these days?"],
}
OFTEN = {"reasons": {"approve": ["Welcome."], "decline": []}}


class NextOut(Schema):
    case = fields.Nested(CaseOut, required=True, allow_none=True)


@blueprint.route("/communities/<slug>/cases/next", methods=["POST"])
@blueprint.response(200, NextOut)
@refuses(403)
def take_next(slug: str) -> dict[str, Any]:
    """Take the next case. The gravest that nobody has, and of those the soonest due; null where there is none."""
    with begin() as work:
        taken = holding.take_next(work, slug)
        return {"case": case_shape(named(work, taken)) if taken else None}


@blueprint.route("/cases/<uuid:case_id>/claim", methods=["DELETE"])
@blueprint.response(200, wrapped("case", CaseOut))
@refuses(403)
def give_back(case_id: UUID) -> dict[str, Any]:
    """Give a case back. Then it is anybody's. What one does not have stays as it is."""
    with begin() as work:
        return {"case": case_shape(named(work, holding.give_back(work, case_id)))}


@blueprint.route("/cases/<uuid:case_id>/handover", methods=["POST"])
@blueprint.arguments(HandOverIn)
@blueprint.response(200, wrapped("case", CaseOut))
@refuses(403, 409)
def hand_over(said: dict[str, Any], case_id: UUID) -> dict[str, Any]:
    """Hand a case over. One that one has, to another facilitator, who has it longer than after claiming unless it is
    red. A conflict where they have had as many cases in seven days as the cap says: what is red waits for no number.
    """
    with begin() as work:
        return {"case": case_shape(named(work, giving.hand_over(work, case_id, said["person_id"])))}


@blueprint.route("/cases/<uuid:case_id>/timeline", methods=["GET"])
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, listed(HappenedOut))
def steps(said: dict[str, Any], case_id: UUID) -> dict[str, Any]:
    """What happened to a case. Notes included, oldest first, for facilitators and operators. Nobody else finds it; of
    an appeal whoever decided the first time gets no notes.
    """
    with reading() as work:
        found = timeline(work, queries.case(work, case_id)[0])
        return part([step_shape(line) for line in found], said)


@blueprint.route("/cases/<uuid:case_id>/openings", methods=["POST"])
@blueprint.arguments(OpeningIn, example={"reason": "A facilitator asked the network for help with this."})
@blueprint.response(201, wrapped("opening", CaseOpeningOut))
@refuses(409)
def open_evidence(said: dict[str, str], case_id: UUID) -> dict[str, Any]:
    """Open what a case keeps. Operators do not see what it has of a conversation until then, and for an hour after,
    with a reason that facilitators see. Nobody else finds it.
    """
    with begin() as work:
        return {"opening": opening.open_evidence(work, case_id, **said)}


@blueprint.route("/communities/<slug>/desk", methods=["GET"])
@blueprint.response(200, wrapped("desk", DeskOut))
@refuses(403)
def show(slug: str) -> dict[str, Any]:
    """How facilitators work here. Their hours, in which alone the clocks of red cases run, the reasons that they
    often give, and what they often say to welcome somebody or to ask how they are.
    """
    with reading() as work:
        return {"desk": _shape(work, desks.desk_of(work, slug))}


@blueprint.route("/communities/<slug>/desk/hours", methods=["PUT"])
@blueprint.arguments(HoursIn, example=OFFICE)
@blueprint.response(200, wrapped("desk", DeskOut))
@refuses(403)
def set_hours(said: dict[str, Any], slug: str) -> dict[str, Any]:
    """Set the hours of facilitators. An hour a day at least. Cases that are open keep their clock."""
    with begin() as work:
        desks.set_hours(work, slug, **counted(said))
        return {"desk": _shape(work, desks.desk_of(work, slug))}


@blueprint.route("/communities/<slug>/desk/reasons/<kind>", methods=["PUT"])
@blueprint.arguments(OftenIn, example=OFTEN)
@blueprint.response(200, wrapped("desk", DeskOut))
@refuses(403)
def set_reasons(said: dict[str, Any], slug: str, kind: str) -> dict[str, Any]:
    """Set the reasons often given. Those of a kind of case, by outcome; the ones before are replaced. Those for reviews
    belong to the library.
    """
    with begin() as work:
        community = desks.desk_of(work, slug)
        desks.set_reasons(work, slug, _kind(kind), said["reasons"])
        return {"desk": _shape(work, community)}


@blueprint.route("/communities/<slug>/desk/greetings", methods=["PUT"])
@blueprint.arguments(GreetingsIn, example=GREETINGS)
@blueprint.response(200, wrapped("desk", DeskOut))
@refuses(403)
def set_greetings(said: dict[str, list[str]], slug: str) -> dict[str, Any]:
    """Set what is often said to a member. To welcome them, and to ask how somebody is who has been quiet: `{name}`
    stands where the name goes. Those of an occasion that is named replace the ones before.
    """
    with begin() as work:
        greetings.set_greetings(work, slug, said)
        return {"desk": _shape(work, desks.desk_of(work, slug))}


def _kind(name: str) -> CaseKind:
    if name not in set(CaseKind):
        raise NotFound
    return CaseKind(name)


def _shape(work: Work, community: Community) -> dict[str, Any]:
    kinds = desks.kinds_with_reasons()
    reasons = {str(kind): desks.reasons_for(work, community.id, kind) for kind in kinds}
    often_said = greetings.greetings_of(work, community.id)
    return {"hours": hours_shape(desks.setting_of(work, community.id)), "reasons": reasons, "greetings": often_said}
