"""Mentors, and newcomers whom they are asked to welcome."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from app.api.described import refuses
from app.api.frame import Blueprint, PageArgs, listed, part, wrapped
from app.begin import begin, reading
from app.schemas.welcoming import (
    AskingArgs,
    AskingIn,
    AskingOut,
    MentorIn,
    MentorOut,
    asking_shape,
    mentor_shape,
    own_shape,
)
from networks.facilitation import mentoring
from networks.facilitation.places import mentors
from networks.people.queries import myself
from networks.welcoming import ask_mentor, askings, not_this_time

blueprint = Blueprint("welcoming", "Newcomers whom nobody has answered, and mentors who are asked to.")


@blueprint.route("/communities/<slug>/mentors", methods=["GET"])
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, listed(MentorOut))
@refuses(403)
def list_mentors(said: dict[str, Any], slug: str) -> dict[str, Any]:
    """Mentors. Members who have offered to welcome newcomers, whoever is to be asked next first. For facilitators and
    operators.
    """
    with reading() as work:
        return part([mentor_shape(one) for one in mentors(work, slug)], said)


@blueprint.route("/communities/<slug>/mentors/me", methods=["PUT"])
@blueprint.arguments(MentorIn, example={"capacity": 2})
@blueprint.response(200, wrapped("mentor", MentorOut))
@refuses(403)
def offer(said: dict[str, int], slug: str) -> dict[str, Any]:
    """Offer to welcome newcomers. So many each month; the same again changes how many. For members who may write."""
    with begin() as work:
        return {"mentor": own_shape(work, mentoring.offer(work, slug, **said), myself(work))}


@blueprint.route("/communities/<slug>/mentors/me", methods=["DELETE"])
@blueprint.response(204)
def stop(slug: str) -> None:
    """Offer it no longer. What one was asked goes to the next mentor. Doing it twice does it once."""
    with begin() as work:
        mentoring.stop(work, slug)


@blueprint.route("/communities/<slug>/askings", methods=["GET"])
@blueprint.arguments(AskingArgs, location="query")
@blueprint.response(200, listed(AskingOut))
def list_askings(said: dict[str, Any], slug: str) -> dict[str, Any]:
    """Whom mentors were asked to welcome. The latest first, a hundred at most. Mentors get what they were asked,
    facilitators and operators all of it.
    """
    with reading() as work:
        return part([asking_shape(one) for one in askings(work, slug, state=said.pop("state", None))], said)


@blueprint.route("/cases/<uuid:case_id>/askings", methods=["POST"])
@blueprint.arguments(AskingIn, example={})
@blueprint.response(201, wrapped("asking", AskingOut))
@blueprint.alt_response(200, schema=wrapped("asking", AskingOut), description="Somebody is asked already.")
@refuses(403, 409)
def ask(said: dict[str, UUID | None], case_id: UUID) -> Any:
    """Ask a mentor to welcome a newcomer. From their case. A conflict where somebody has answered already, or no mentor
    has room. Who asked for help anonymously is not named to the mentor.
    """
    with begin() as work:
        asked, is_new = ask_mentor(work, case_id, **said)
        return {"asking": asking_shape(asked)}, 201 if is_new else 200


@blueprint.route("/askings/<uuid:asking_id>/decline", methods=["POST"])
@blueprint.response(200, wrapped("asking", AskingOut))
def decline(asking_id: UUID) -> dict[str, Any]:
    """Not this time. As the mentor who was asked; the next one is asked then. Doing it twice does it once."""
    with begin() as work:
        return {"asking": asking_shape(not_this_time(work, asking_id))}
