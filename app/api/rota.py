"""The rota: which facilitator is there when, and notes from one to the next."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from app import limits
from app.api.described import refuses
from app.api.frame import Blueprint, PageArgs, listed, part, wrapped
from app.begin import asker_id, begin, reading
from app.schemas.rota import HandoverIn, ShiftIn, ShiftOut, shift_shape
from networks.overview import rota

blueprint = Blueprint("rota", "Who is there when.")


@blueprint.route("/communities/<slug>/shifts", methods=["GET"])
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, listed(ShiftOut))
@refuses(403)
def list_shifts(said: dict[str, Any], slug: str) -> dict[str, Any]:
    """The rota. For facilitators and operators: the week before and four weeks ahead, the earliest first."""
    with reading() as work:
        return part([shift_shape(one) for one in rota.rota(work, slug).turns], said)


@blueprint.route("/communities/<slug>/shifts", methods=["POST"])
@blueprint.arguments(ShiftIn)
@blueprint.response(201, wrapped("shift", ShiftOut))
@refuses(403)
def plan_shift(said: dict[str, Any], slug: str) -> dict[str, Any]:
    """Put a facilitator on the rota. For facilitators and operators. Nobody is on it twice at one time."""
    limits.use("write", asker_id())
    with begin() as work:
        return {"shift": shift_shape(rota.plan(work, slug, **said))}


@blueprint.route("/shifts/<uuid:shift_id>", methods=["DELETE"])
@blueprint.response(204)
def cancel_shift(shift_id: UUID) -> None:
    """Take a shift off the rota. Before it begins."""
    with begin() as work:
        rota.cancel(work, shift_id)


@blueprint.route("/shifts/<uuid:shift_id>/note", methods=["PUT"])
@blueprint.arguments(HandoverIn, example={"note": "Quiet night. thrift may need a second hello."})
@blueprint.response(200, wrapped("shift", ShiftOut))
@refuses(403)
def hand_over(said: dict[str, Any], shift_id: UUID) -> dict[str, Any]:
    """Leave a note for the next. For whose shift it is, while it lasts and until a day after it."""
    with begin() as work:
        return {"shift": shift_shape(rota.hand_over(work, shift_id, **said))}
