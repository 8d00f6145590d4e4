"""One's own profession: asking operators to check it, what they answered, and until when it holds."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, render_template, request
from flask_babel import gettext

from app import limits
from app.begin import asker_id, begin, reading
from app.errors import words
from app.pages.frame import again, back, load, to_signin, typed
from app.schemas.credentials import CredentialIn
from networks.communities import credentials
from networks.communities.credential_queries import my_applications, where_to_apply
from networks.errors import Conflict, Invalid, Unauthenticated
from networks.work import Work

blueprint = Blueprint("professions", __name__)
blueprint.register_error_handler(Unauthenticated, to_signin)
FIELDS = ("profession", "body", "number", "check_url", "interests", "evidence")


@blueprint.get("/account/profession")
def mine() -> str:
    with reading() as work:
        return _page(work)


@blueprint.post("/account/profession")
def apply() -> Any:
    limits.use("credentials", asker_id())
    try:
        said, slug = load(CredentialIn, **typed(*FIELDS)), request.form.get("community", "")
        if not slug:
            raise Invalid(fields={"community": "Please choose a community."})
        with begin() as work:
            credentials.apply(work, slug, **said)
    except Invalid as refusal:
        with reading() as work:
            return _page(work, **again(refusal)), 422
    except Conflict as refusal:
        with reading() as work:
            return _page(work, too_late=words(refusal), form=request.form.to_dict()), 409
    flash(gettext("It is with the operators. Their answer will stand on this page."), "ok")
    return back(".mine")


@blueprint.post("/account/profession/<uuid:credential_id>/withdrawal")
def withdraw(credential_id: UUID) -> Any:
    try:
        with begin() as work:
            credentials.withdraw(work, credential_id)
    except Conflict as refusal:
        with reading() as work:
            return _page(work, too_late=words(refusal)), 409
    flash(gettext("Taken back. Nobody decides about it any more."), "ok")
    return back(".mine")


def _page(work: Work, **more: Any) -> str:
    """The asker is known: whoever is not goes to sign in."""
    work.require_asker()
    places = [(one.slug, one.name) for one in where_to_apply(work)]
    shown = {"asked": my_applications(work), "places": places, "now": work.now}
    return render_template("people/profession.html", **shown, **more)
