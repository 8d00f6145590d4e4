"""Reviews over HTTP: other words that are proposed, professionals who are asked and answer, looking again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from app import greenlets, limits
from app.api.described import refuses
from app.api.frame import Blueprint, Nothing, PageArgs, listed, page, part, position, wrapped
from app.begin import asker_id, begin, reading
from app.schemas.chat import OpeningIn
from app.schemas.resources import ResourceOut, resource_shape
from app.schemas.reviews import (
    AdviceIn,
    AnswerIn,
    ArchiveIn,
    AskedOut,
    EndorsementIn,
    EndorsementOut,
    PastOut,
    ProposalIn,
    ProposalOut,
    ReasonsIn,
    ReasonsOut,
    ResourceOpeningOut,
    WantedOut,
    asked_shape,
    endorsement_shape,
    past_shape,
    proposal_shape,
)
from networks.resources import endorsing, histories, keeping, opening, proposing, queries, reasons, reviewing, standing
from networks.resources.desk import asked_of_me, review

blueprint = Blueprint("reviews", "How what members offer is reviewed: proposals, professionals, looking again.")

STANDS = {"version": 1, "interests": "none"}


@blueprint.route("/resources/<uuid:resource_id>/history", methods=["GET"])
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, listed(PastOut))
def history(said: dict[str, Any], resource_id: UUID) -> dict[str, Any]:
    """The history of a resource. The newest version first, with what is different for its author and for reviewers; for
    members what was published, and what its author says is new.
    """
    before, limit = position(said.get("cursor")), said["limit"]
    found: list[dict[str, Any]] = []
    with reading() as work:
        for one in histories.history(work, resource_id, before=before, limit=limit + 1):
            found.append(past_shape(one))
            greenlets.look()
    return page(found, limit, lambda one: one["version"] - 1)


@blueprint.route("/resources/<uuid:resource_id>/proposals", methods=["GET"])
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, listed(ProposalOut))
@refuses(403)
def proposals(said: dict[str, Any], resource_id: UUID) -> dict[str, Any]:
    """Other words that wait for an answer. For the author and for those who review."""
    with reading() as work:
        return part([proposal_shape(one) for one in proposing.proposals(work, resource_id)], said)


@blueprint.route("/resources/<uuid:resource_id>/proposals", methods=["POST"])
@blueprint.arguments(ProposalIn)
@blueprint.response(201, wrapped("proposal", ProposalOut))
@refuses(403, 409)
def propose(said: dict[str, Any], resource_id: UUID) -> dict[str, Any]:
    """Propose other words. For those who review, about the version that waits. Nothing of it counts until its author
    accepts it.
    """
    limits.use("write", asker_id())
    with begin() as work:
        made = proposing.propose(work, resource_id, **said)
        shown = next(one for one in proposing.proposals(work, resource_id) if one.proposal.id == made.id)
        return {"proposal": proposal_shape(shown)}


@blueprint.route("/proposals/<uuid:proposal_id>/answer", methods=["PUT"])
@blueprint.arguments(AnswerIn)
@blueprint.response(200, wrapped("resource", ResourceOut))
@refuses(403, 409)
def answer(said: dict[str, bool], proposal_id: UUID) -> dict[str, Any]:
    """Accept or decline other words. For the author. Accepted, they are the next version in the same state; a conflict
    where the text has moved on since.
    """
    with begin() as work:
        resource_id = proposing.resource_of(work, proposal_id)
        if said["accepted"]:
            proposing.accept(work, proposal_id)
        else:
            proposing.decline(work, proposal_id)
        return {"resource": resource_shape(queries.resource(work, resource_id))}


@blueprint.route("/resources/<uuid:resource_id>/assignments", methods=["GET"])
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, listed(AskedOut))
@refuses(403)
def assignments(said: dict[str, Any], resource_id: UUID) -> dict[str, Any]:
    """The professionals who were asked. With what they answered about the version under review. For facilitators."""
    with reading() as work:
        reviewing.to_review(work, resource_id)
        return part([asked_shape(one) for one in review(work, resource_id).asked], said)


@blueprint.route("/resources/<uuid:resource_id>/assignments/<uuid:person_id>", methods=["PUT"])
@blueprint.response(200, Nothing)
@refuses(403, 422)
def assign(resource_id: UUID, person_id: UUID) -> dict[str, Any]:
    """Ask a professional to look at it. They can read it from then on. For facilitators."""
    with begin() as work:
        endorsing.assign(work, resource_id, person_id)
    return {}


@blueprint.route("/resources/<uuid:resource_id>/assignments/<uuid:person_id>", methods=["DELETE"])
@blueprint.response(204)
@refuses(403)
def unassign(resource_id: UUID, person_id: UUID) -> None:
    """Ask somebody no more. What they endorsed stays."""
    with begin() as work:
        endorsing.unassign(work, resource_id, person_id)


@blueprint.route("/communities/<slug>/assignments", methods=["GET"])
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, listed(WantedOut))
def wanted(said: dict[str, Any], slug: str) -> dict[str, Any]:
    """What one was asked to look at. What waits for an answer first. For professionals."""
    with reading() as work:
        return part([WantedOut.shape(one) for one in asked_of_me(work, slug)], said)


@blueprint.route("/resources/<uuid:resource_id>/endorsement", methods=["PUT"])
@blueprint.arguments(EndorsementIn, example=STANDS)
@blueprint.response(200, wrapped("endorsement", EndorsementOut))
@refuses(403, 409)
def endorse(said: dict[str, Any], resource_id: UUID) -> dict[str, Any]:
    """Stand by a version. For professionals who were asked, never about their own. Members see who, when, which
    interests and until when.
    """
    with begin() as work:
        made = endorsing.endorse(work, resource_id, **said)
        held = standing.endorsements(work, [(resource_id, made.number)])[resource_id, made.number]
        return {"endorsement": endorsement_shape(next(one for one in held if one.id == made.id))}


@blueprint.route("/resources/<uuid:resource_id>/advice", methods=["PUT"])
@blueprint.arguments(AdviceIn)
@blueprint.response(200, Nothing)
@refuses(403, 409)
def advise(said: dict[str, Any], resource_id: UUID) -> dict[str, Any]:
    """Advise against a version. For professionals who were asked; the facilitators read why."""
    with begin() as work:
        endorsing.advise_against(work, resource_id, **said)
    return {}


@blueprint.route("/endorsements/<uuid:endorsement_id>", methods=["DELETE"])
@blueprint.response(204)
@refuses(403)
def revoke(endorsement_id: UUID) -> None:
    """End an endorsement. Whoever gave it, or a facilitator. It is shown nowhere from then on; what touches a treatment
    leaves the library with the last one.
    """
    with begin() as work:
        endorsing.revoke(work, endorsement_id)


@blueprint.route("/resources/<uuid:resource_id>/archival", methods=["POST"])
@blueprint.arguments(ArchiveIn)
@blueprint.response(201, wrapped("resource", ResourceOut))
@refuses(403, 409)
def archive(said: dict[str, str], resource_id: UUID) -> dict[str, Any]:
    """Take something out of the library. For facilitators, with a reason that its author reads."""
    with begin() as work:
        return {"resource": resource_shape(reviewing.archive(work, resource_id, **said))}


@blueprint.route("/resources/<uuid:resource_id>/return", methods=["POST"])
@blueprint.response(201, wrapped("resource", ResourceOut))
@refuses(403, 409)
def bring_back(resource_id: UUID) -> dict[str, Any]:
    """Hand in anew what was archived. For its author, unchanged and at once."""
    with begin() as work:
        return {"resource": resource_shape(keeping.bring_back(work, resource_id))}


@blueprint.route("/resources/<uuid:resource_id>/confirmation", methods=["PUT"])
@blueprint.response(200, Nothing)
@refuses(403, 409)
def confirm(resource_id: UUID) -> dict[str, Any]:
    """Say that it is still right. For its author, where a facilitator asked."""
    with begin() as work:
        keeping.confirm(work, resource_id)
    return {}


@blueprint.route("/resources/<uuid:resource_id>/openings", methods=["POST"])
@blueprint.arguments(OpeningIn, example={"reason": "A complaint by post about this page."})
@blueprint.response(201, wrapped("opening", ResourceOpeningOut))
def open_resource(said: dict[str, str], resource_id: UUID) -> dict[str, Any]:
    """Open a resource to read it. Operators only, for one hour, with a reason that the community's facilitators see."""
    with begin() as work:
        return {"opening": opening.open_resource(work, resource_id, **said)}


@blueprint.route("/communities/<slug>/review-reasons", methods=["GET"])
@blueprint.response(200, wrapped("reasons", ReasonsOut))
@refuses(403)
def often(slug: str) -> dict[str, Any]:
    """Reasons that reviewers give often. By outcome. For facilitators."""
    with reading() as work:
        return {"reasons": reasons.reasons(work, slug)}


@blueprint.route("/communities/<slug>/review-reasons", methods=["PUT"])
@blueprint.arguments(ReasonsIn)
@blueprint.response(200, wrapped("reasons", ReasonsOut))
@refuses(403)
def set_often(said: dict[str, list[str]], slug: str) -> dict[str, Any]:
    """Write the reasons anew. For facilitators."""
    with begin() as work:
        return {"reasons": reasons.set_reasons(work, slug, **said)}
