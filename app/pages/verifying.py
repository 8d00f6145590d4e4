"""Operators look at what professionals showed: who waits, whose check holds, one with its evidence, the end."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, render_template, request
from flask_babel import gettext

from app import limits
from app.begin import asker_id, begin, reading
from app.errors import words
from app.pages.frame import again, back, load, to_signin, typed, unsaid
from app.schemas.credentials import RevocationIn, VerdictIn
from networks.communities import verifying
from networks.communities.credential_queries import application, applications
from networks.communities.credentials_models import Looked
from networks.errors import Conflict, Invalid, Unauthenticated
from networks.work import Work

blueprint = Blueprint("verifying", __name__)
blueprint.register_error_handler(Unauthenticated, to_signin)
BEFORE = (Looked.REFUSED, Looked.ENDED)
LATEST = 20


@blueprint.get("/credentials")
def index() -> str:
    with reading() as work:
        waiting, held = applications(work, Looked.OPEN), applications(work, Looked.VERIFIED)
        before = [one for state in BEFORE for one in applications(work, state)[:LATEST]]
        return render_template("people/credentials.html", waiting=waiting, held=held, before=before, now=work.now)


@blueprint.get("/credentials/<uuid:credential_id>")
def one(credential_id: UUID) -> str:
    """Looking goes on record; whoever is shown it once more, because something was wrong, has looked already."""
    with begin() as work:
        verifying.look_at(work, credential_id)
        return _page(work, credential_id)


@blueprint.post("/credentials/<uuid:credential_id>/decision")
def decide(credential_id: UUID) -> Any:
    def act(work: Work) -> str:
        said = load(VerdictIn, **typed("outcome", "reason", "title"), **_months())
        verifying.decide(work, credential_id, **said)
        is_good = said["outcome"] == Looked.VERIFIED
        return (
            gettext("Verified. The badge stands beside their name.") if is_good else gettext("Refused. They read why.")
        )

    return _done(credential_id, act)


@blueprint.post("/credentials/<uuid:credential_id>/revocation")
def revoke(credential_id: UUID) -> Any:
    def act(work: Work) -> str:
        verifying.revoke(work, credential_id, **load(RevocationIn, **typed("reason")))
        return gettext("Ended. They are a plain member again.")

    return _done(credential_id, act)


def _done(credential_id: UUID, act: Any) -> Any:
    limits.use("write", asker_id())
    try:
        with begin() as work:
            said = act(work)
    except Invalid as refusal:
        with reading() as work:
            return _page(work, credential_id, **again(refusal)), 422
    except Conflict as refusal:
        with reading() as work:
            return _page(work, credential_id, too_late=words(refusal), unsaid=unsaid()), 409
    flash(said, "ok")
    return back(".index")


def _months() -> dict[str, Any]:
    """Whoever refuses says none."""
    said = request.form.get("months")
    return (
        {} if said is None else {"months": int(said) if said.isascii() and said.isdigit() and len(said) < 4 else said}
    )


def _page(work: Work, credential_id: UUID, **more: Any) -> str:
    """For operators alone: whoever asked reads it among what is theirs."""
    verifying.for_operators(work, credential_id)
    applied = application(work, credential_id)
    shown = {"applied": applied, "one": applied.application, "now": work.now, "usual": verifying.USUAL}
    return render_template("people/credential.html", **shown, **more)
