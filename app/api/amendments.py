"""Amendments of a charter: proposals, support, votes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from app import limits
from app.api.described import refuses
from app.api.frame import Blueprint, PageArgs, listed, part, wrapped
from app.begin import asker_id, begin, reading
from app.schemas.charters import AmendmentIn, AmendmentOut, BallotIn, ReasonIn, VoteIn, amendment_shape
from networks.charter import amending
from networks.charter.amendments import amendment, amendments
from networks.work import Work

blueprint = Blueprint("amendments", "Amendments of a charter: proposals, support, votes.")
RESTING = {"text": "Rest is no idleness here.", "why": "Two new members said sorry for being tired."}


@blueprint.route("/communities/<slug>/amendments", methods=["GET"])
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, listed(AmendmentOut))
def list_amendments(said: dict[str, Any], slug: str) -> dict[str, Any]:
    """Amendments of the charter. For members and operators, the newest first."""
    with reading() as work:
        return part([amendment_shape(one) for one in amendments(work, slug)[1]], said)


@blueprint.route("/communities/<slug>/amendments", methods=["POST"])
@blueprint.arguments(AmendmentIn, example=RESTING)
@blueprint.response(201, wrapped("amendment", AmendmentOut))
@refuses(403, 409)
def propose(said: dict[str, str], slug: str) -> dict[str, Any]:
    """Propose an amendment. Other words for a rule, or one more. Members have three open at most."""
    limits.use("post", asker_id())
    with begin() as work:
        made = amending.propose(work, slug, **said)
        return _as_it_is(work, made.id)


@blueprint.route("/amendments/<uuid:amendment_id>", methods=["DELETE"])
@blueprint.response(204)
@refuses(403, 409)
def withdraw(amendment_id: UUID) -> None:
    """Take an amendment back. What one proposed, until it is voted on."""
    with begin() as work:
        amending.withdraw(work, amendment_id)


@blueprint.route("/amendments/<uuid:amendment_id>/support", methods=["PUT"])
@blueprint.response(200, wrapped("amendment", AmendmentOut))
@refuses(403, 409)
def support(amendment_id: UUID) -> dict[str, Any]:
    """Support an amendment. Of somebody else; twice is once."""
    with begin() as work:
        amending.support(work, amendment_id, on=True)
        return _as_it_is(work, amendment_id)


@blueprint.route("/amendments/<uuid:amendment_id>/support", methods=["DELETE"])
@blueprint.response(200, wrapped("amendment", AmendmentOut))
@refuses(403, 409)
def support_no_more(amendment_id: UUID) -> dict[str, Any]:
    """Support an amendment no more. Until it is voted on."""
    with begin() as work:
        amending.support(work, amendment_id, on=False)
        return _as_it_is(work, amendment_id)


@blueprint.route("/amendments/<uuid:amendment_id>/decline", methods=["POST"])
@blueprint.arguments(ReasonIn, example={"reason": "Rule 2 says so already."})
@blueprint.response(200, wrapped("amendment", AmendmentOut))
@refuses(403, 409)
def decline(said: dict[str, str], amendment_id: UUID) -> dict[str, Any]:
    """Decline an amendment. Facilitators and operators, with a reason that all members read."""
    with begin() as work:
        amending.decline(work, amendment_id, **said)
        return _as_it_is(work, amendment_id)


@blueprint.route("/amendments/<uuid:amendment_id>/vote", methods=["POST"])
@blueprint.arguments(VoteIn, example={"days": 7})
@blueprint.response(200, wrapped("amendment", AmendmentOut))
@refuses(403, 409)
def put_to_vote(said: dict[str, int], amendment_id: UUID) -> dict[str, Any]:
    """Put an amendment to a vote. Facilitators and operators. It is accepted where a quarter of the active members
    vote, and more for it than against it; then the charter has it by itself.
    """
    with begin() as work:
        amending.put_to_vote(work, amendment_id, **said)
        return _as_it_is(work, amendment_id)


@blueprint.route("/amendments/<uuid:amendment_id>/ballot", methods=["PUT"])
@blueprint.arguments(BallotIn, example={"choice": "yes"})
@blueprint.response(200, wrapped("amendment", AmendmentOut))
@refuses(403, 409)
def vote(said: dict[str, str], amendment_id: UUID) -> dict[str, Any]:
    """Vote on an amendment. Members, secretly; until it closes one can vote otherwise. Ballots are erased when they
    are counted.
    """
    with begin() as work:
        amending.vote(work, amendment_id, **said)
        return _as_it_is(work, amendment_id)


def _as_it_is(work: Work, amendment_id: UUID) -> dict[str, Any]:
    work.session.flush()
    work.session.expire_all()
    return {"amendment": amendment_shape(amendment(work, amendment_id)[0])}
