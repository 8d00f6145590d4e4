"""Telling the facilitators about a message, something in the library, or a person: from where it stands, and back."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext

from app import limits
from app.begin import asker_id, begin, reading
from app.errors import STATUS, words
from app.pages.frame import again, around, back, load, to_signin, typed, unsaid
from app.pages.whys import choices
from app.schemas.reports import SentReportIn
from app.support import support_for
from networks.chat.queries import message
from networks.communities.queries import Visit
from networks.errors import Conflict, Invalid, NotAllowed, NotFound, Refusal, Unauthenticated
from networks.moderation.report_models import Part
from networks.moderation.reporting import Target, limit_of
from networks.moderation.reports import my_open_report
from networks.reporting import report, target
from networks.resources.queries import member_inside
from networks.work import Work

blueprint = Blueprint("telling", __name__)
blueprint.register_error_handler(Unauthenticated, to_signin)

PLAIN: Final = {"reason": "Please choose what is wrong."}
SECTIONS: Final = {"message": "rooms", "person": "members", "resource": "library"}


@blueprint.get("/c/<slug>/report/message/<uuid:message_id>")
@blueprint.get("/c/<slug>/report/person/<uuid:person_id>")
@blueprint.get("/c/<slug>/report/resource/<uuid:resource_id>")
def ask(slug: str, **which: UUID) -> Any:
    return _page(slug, *_what(which))


@blueprint.post("/c/<slug>/report/message/<uuid:message_id>")
@blueprint.post("/c/<slug>/report/person/<uuid:person_id>")
@blueprint.post("/c/<slug>/report/resource/<uuid:resource_id>")
def tell(slug: str, **which: UUID) -> Any:
    kind, target_id = _what(which)
    try:
        said = _said(kind, target_id)
        limits.use("report", asker_id())
        with begin() as work:
            _door(work, slug)
            _, is_new = report(work, kind, target_id, community=slug, **said)
            there = _there(work, slug, kind, target_id)
    except (Invalid, NotAllowed, Conflict) as refusal:
        return _page(slug, kind, target_id, refusal)
    flash(_thanks(is_new), "ok")
    if support_for(said["note"], asker_id(), slug=slug):
        return back("support.heard", slug=slug, next=there)
    return redirect(there, 303)


def _what(which: dict[str, UUID]) -> tuple[str, UUID]:
    """The kind of thing, as its id is called in the address, and the id."""
    ((name, target_id),) = which.items()
    return name.removesuffix("_id"), target_id


def _said(kind: str, target_id: UUID) -> dict[str, Any]:
    """The form through the API's schema. Raises Invalid, in words for a form."""
    try:
        said = load(SentReportIn, **typed("reason", "note"), target={"kind": kind, "id": str(target_id)})
    except Invalid as refusal:
        raise Invalid(fields={name: PLAIN.get(name, text) for name, text in refusal.fields.items()}) from refusal
    return {name: said[name] for name in ("reason", "note")}


def _page(slug: str, kind: str, target_id: UUID, refusal: Refusal | None = None) -> Any:
    with reading() as work:
        seen = _door(work, slug)
        found, refusal = _look(work, slug, kind, target_id, refusal)
        context = around(work, seen, SECTIONS[kind]) | (_asked(work, found) if found else {}) | _told(found, refusal)
        if context.get("of_two"):
            context["section"] = "conversations"
        there = _there(work, slug, kind, target_id)
        page = render_template("moderation/tell.html", kind=kind, found=found, there=there, **context)
    return page, STATUS[refusal.code] if refusal else 200


def _door(work: Work, slug: str) -> Visit:
    work.require_asker()
    return member_inside(work, slug)


def _look(
    work: Work, slug: str, kind: str, target_id: UUID, refusal: Refusal | None
) -> tuple[Target | None, Refusal | None]:
    """What would be reported, else why not. What is gone is nowhere, unless somebody has just written about it."""
    try:
        return target(work, kind, target_id, slug), refusal
    except Invalid as own:
        return None, own
    except Conflict as gone:
        if refusal is None:
            raise NotFound from gone
        return None, gone


def _asked(work: Work, found: Target) -> dict[str, Any]:
    """What the form says of it: no more than stands where it was found, and never whose it is."""
    itself = next(piece for piece in found.pieces if piece.part is Part.ITSELF)
    before = my_open_report(work, found.community_id, found.id)
    shown = {"quote": itself.title or found.excerpt, "room": found.about.get("room"), "at": itself.at}
    shown |= {"of_two": found.about.get("direct"), "words": sorted(found.pieces, key=lambda one: one.at)}
    limit = limit_of(work, found.community_id, work.me)
    return shown | {"before": before, "limit": limit, "choices": choices()}


def _told(found: Target | None, refusal: Refusal | None) -> dict[str, Any]:
    """Why it was not sent, with what was written."""
    if refusal is None:
        return {}
    told = again(refusal if isinstance(refusal, Invalid) else Invalid(words(refusal)))
    return told if found else {"closed": " ".join(told["faults"].values()), "unsaid": unsaid()}


def _there(work: Work, slug: str, kind: str, target_id: UUID) -> str:
    """Where it stands."""
    if kind == "message":
        found, _ = message(work, target_id)
        return url_for("chat.room", slug=slug, room_id=found.room_id, at=found.seq, _anchor=f"m-{found.id}")
    if kind == "resource":
        return url_for("library.resource", slug=slug, resource_id=target_id)
    return url_for("communities.member", slug=slug, person_id=target_id)


def _thanks(is_new: bool) -> str:
    if is_new:
        return gettext("Thank you for telling us. What came of it will stand under “Reports” in your account.")
    return gettext("You had told us already. It stays one report, with what you say now.")
