"""Professionals: asking to have one's profession checked, and what operators find."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from app import limits
from app.api.described import refuses
from app.api.frame import Blueprint, PageArgs, listed, part, wrapped
from app.begin import asker_id, begin, reading
from app.schemas.credentials import (
    CredentialArgs,
    CredentialIn,
    CredentialOut,
    EvidenceOut,
    RevocationIn,
    VerdictIn,
    credential_shape,
    evidence_shape,
)
from networks.communities import credential_queries as queries
from networks.communities import credentials, verifying
from networks.work import Work

blueprint = Blueprint("credentials", "Professionals: applying with evidence, verifying, and until when it holds.")

NURSE = {
    "profession": "Nurse",
    "interests": "None.",
    "evidence": "I am in the register under my full name, Ada Example.",
    "body": "Nursing and Midwifery Council",
    "number": "98A7654E",
    "check_url": "https://register.example.org/98A7654E",
}


@blueprint.route("/communities/<slug>/credentials", methods=["POST"])
@blueprint.arguments(CredentialIn, example=NURSE)
@blueprint.response(201, wrapped("credential", EvidenceOut))
@refuses(403, 409)
def apply(said: dict[str, Any], slug: str) -> dict[str, Any]:
    """Ask to have my profession checked. For members who do not look after the community. Operators alone read what is
    shown as evidence; once verified, all of the community read the title and the interests. One waits at a time; who is
    verified already may ask again, and is until then what they were.
    """
    limits.use("credentials", asker_id())
    with begin() as work:
        return _whole(work, credentials.apply(work, slug, **said).id)


@blueprint.route("/me/credentials", methods=["GET"])
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, listed(EvidenceOut))
def my_credentials(said: dict[str, Any]) -> dict[str, Any]:
    """What I asked to have checked. In all communities, newest first, with what was answered."""
    with reading() as work:
        return part([evidence_shape(one, work.now) for one in queries.my_applications(work)], said)


@blueprint.route("/communities/<slug>/members/<uuid:person_id>/credentials", methods=["GET"])
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, listed(CredentialOut))
@refuses(403)
def member_credentials(said: dict[str, Any], slug: str, person_id: UUID) -> dict[str, Any]:
    """What a member asked to have checked here. For facilitators and operators, newest first, without evidence."""
    with reading() as work:
        return part(queries.applications_here(work, slug, person_id), said)


@blueprint.route("/credentials", methods=["GET"])
@blueprint.arguments(CredentialArgs, location="query")
@blueprint.response(200, listed(CredentialOut))
def list_credentials(said: dict[str, Any]) -> dict[str, Any]:
    """Professionals who asked. Operators only: those that stand so in any community, who waits longest first, or whose
    time is over soonest. Nothing that was shown as evidence, and nothing that is about the asker.
    """
    with reading() as work:
        return part([credential_shape(one, work.now) for one in queries.applications(work, said["state"])], said)


@blueprint.route("/credentials/<uuid:credential_id>", methods=["GET"])
@blueprint.response(200, wrapped("credential", EvidenceOut))
def show_credential(credential_id: UUID) -> dict[str, Any]:
    """What somebody showed. Operators only, and that they looked stands on the community's record, once a day."""
    with begin() as work:
        return _whole(work, verifying.look_at(work, credential_id).id)


@blueprint.route("/credentials/<uuid:credential_id>/withdrawal", methods=["POST"])
@blueprint.response(200, wrapped("credential", EvidenceOut))
@refuses(409)
def withdraw(credential_id: UUID) -> dict[str, Any]:
    """Take back what I asked. Until it is decided; twice is once."""
    with begin() as work:
        return _whole(work, credentials.withdraw(work, credential_id).id)


@blueprint.route("/credentials/<uuid:credential_id>/decision", methods=["POST"])
@blueprint.arguments(VerdictIn, example={"outcome": "verified", "title": "IBD nurse", "months": 12})
@blueprint.response(200, wrapped("credential", EvidenceOut))
@refuses(409)
def decide(said: dict[str, Any], credential_id: UUID) -> dict[str, Any]:
    """Verify or refuse it. Operators only, once: of two the second gets a conflict that names the first. Whoever is
    verified is a professional of that community until the months are over.
    """
    limits.use("write", asker_id())
    with begin() as work:
        return _whole(work, verifying.decide(work, credential_id, **said).id)


@blueprint.route("/credentials/<uuid:credential_id>/revocation", methods=["POST"])
@blueprint.arguments(RevocationIn, example={"reason": "The register does not list you any more."})
@blueprint.response(200, wrapped("credential", EvidenceOut))
@refuses(409)
def revoke(said: dict[str, str], credential_id: UUID) -> dict[str, Any]:
    """End what was verified. Operators only. From then on they are a plain member, and what they stood by is not
    endorsed by them any more.
    """
    limits.use("write", asker_id())
    with begin() as work:
        return _whole(work, verifying.revoke(work, credential_id, **said).id)


def _whole(work: Work, credential_id: UUID) -> dict[str, Any]:
    """For whoever may have it: the caller has done something with it that asked the same."""
    work.session.flush()
    return {"credential": evidence_shape(queries.application(work, credential_id), work.now)}
