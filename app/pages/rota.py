"""The rota as a page: who is there, who comes next, and the note that is handed on."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, render_template, request
from flask_babel import gettext

from app import limits
from app.begin import asker_id, begin, reading
from app.looks import zone
from app.pages.frame import again, around, back, load, to_signin, typed
from app.schemas.rota import HandoverIn, ShiftIn
from networks.errors import Invalid, Unauthenticated
from networks.overview import rota
from networks.work import Work

blueprint = Blueprint("rota", __name__)
blueprint.register_error_handler(Unauthenticated, to_signin)


@blueprint.get("/c/<slug>/rota")
def show(slug: str) -> str:
    with reading() as work:
        return _page(work, slug)


@blueprint.post("/c/<slug>/rota")
def plan(slug: str) -> Any:
    limits.use("write", asker_id())
    try:
        said = load(ShiftIn, **typed("person_id"), starts_at=_moment("starts_at"), ends_at=_moment("ends_at"))
        with begin() as work:
            rota.plan(work, slug, **said)
    except Invalid as refusal:
        return _once_more(slug, refusal)
    flash(gettext("It is on the rota."), "ok")
    return back(".show", slug=slug)


@blueprint.post("/c/<slug>/rota/<uuid:shift_id>/cancel")
def cancel(slug: str, shift_id: UUID) -> Any:
    try:
        with begin() as work:
            rota.cancel(work, shift_id)
    except Invalid as refusal:
        return _once_more(slug, refusal)
    flash(gettext("It is off the rota."), "ok")
    return back(".show", slug=slug)


@blueprint.post("/c/<slug>/rota/<uuid:shift_id>/note")
def hand_over(slug: str, shift_id: UUID) -> Any:
    try:
        with begin() as work:
            rota.hand_over(work, shift_id, **load(HandoverIn, **typed("note")))
    except Invalid as refusal:
        return _once_more(slug, refusal)
    flash(gettext("Kept, for whoever comes next."), "ok")
    return back(".show", slug=slug)


def _page(work: Work, slug: str, **more: Any) -> str:
    found = rota.rota(work, slug)
    mine = [one for one in (*found.on, *found.over) if one.person.id == work.me]
    hands = next((one for one in mine if work.now < one.shift.ends_at + rota.LATE), None)
    shown = around(work, found.seen, "overview")
    return render_template("overview/rota.html", rota=found, hands=hands, zone_name=str(zone()), **shown, **more)


def _once_more(slug: str, refusal: Invalid) -> tuple[str, int]:
    with reading() as work:
        return _page(work, slug, **again(refusal)), 422


def _moment(name: str) -> str:
    """What a browser writes for a day and a time, in the reader's zone; what is no such thing stays as it is."""
    said = request.form.get(name, "")
    try:
        here = datetime.fromisoformat(said).replace(tzinfo=zone())
        return here.astimezone(UTC).isoformat()
    except (ValueError, OverflowError):
        return said
