"""The forms of trying something: say so, tell how it went, change that, take it back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.begin import begin, reading
from app.looks import dated
from app.pages.frame import again, load, onward, typed
from app.pages.library import blueprint, page
from app.schemas.trying import TrialIn, TryReportIn, spoken
from networks.errors import Conflict, Invalid
from networks.resources import trying

HOW = ("illness", "treatment", "effort", "unwanted", "note")
PLAIN = {
    "illness": "Please choose how much your illness weighed.",
    "treatment": "Please choose how much the work of treatment weighed.",
    "effort": "Please choose how much effort it took.",
    "kept": "Please choose whether you kept at it or stopped.",
    "days": "Please write a number of days, such as 9.",
}


@blueprint.post("/c/<slug>/library/<uuid:resource_id>/trial")
def start(slug: str, resource_id: UUID) -> Response:
    """Begin, or be asked at another time."""
    days = load(TrialIn, days=_whole("ask_in"))["days"]
    with begin() as work:
        act = trying.ask_later if request.form.get("later") else trying.start
        trial = act(work, resource_id, days=days)
    flash(gettext("Good luck with it. We ask you on %(day)s how it went.", day=dated(trial.ask_at)), "ok")
    return _to(slug, resource_id)


@blueprint.post("/c/<slug>/library/<uuid:resource_id>/trial/end")
def stop_asking(slug: str, resource_id: UUID) -> Response:
    with begin() as work:
        trying.stop_asking(work, resource_id)
    flash(gettext("We do not ask about it any more. You can still tell how it went whenever you like."), "ok")
    return _to(slug, resource_id)


@blueprint.post("/c/<slug>/library/<uuid:resource_id>/report")
def report(slug: str, resource_id: UUID) -> Any:
    chosen = request.form.getlist("circumstances")
    try:
        said = _said(chosen)
        with begin() as work:
            trying.report(work, resource_id, **said)
    except (Invalid, Conflict) as refusal:
        shown = again(refusal if isinstance(refusal, Invalid) else Invalid(fields={"": refusal.message}))
        shown["form"] = {**shown["form"], "circumstances": chosen}
        with reading() as work:
            return page(work, slug, resource_id, telling=True, **shown), 422
    flash(gettext("Thank you. Whatever it did, knowing it helps others."), "ok")
    return _to(slug, resource_id)


@blueprint.post("/c/<slug>/library/<uuid:resource_id>/report/withdrawal")
def take_back(slug: str, resource_id: UUID) -> Response:
    with begin() as work:
        trying.withdraw_report(work, resource_id)
    flash(gettext("Taken back. Your answers are gone, and the next count is without them."), "ok")
    return _to(slug, resource_id)


def _said(circumstances: list[str]) -> dict[str, Any]:
    """The form through the API's schema, with words for what a form can lack. Raises Invalid."""
    kept = {"yes": True, "no": False}.get(request.form.get("kept", ""))
    said: dict[str, Any] = {name: value for name, value in typed(*HOW).items() if value}
    said |= {"kept": kept} if kept is not None else {}
    version = _whole("version")
    more = {"version": version} if version is not None else {}
    try:
        return spoken(load(TryReportIn, **said, **more, days=_whole("days"), circumstances=circumstances))
    except Invalid as refusal:
        raise Invalid(fields={name: PLAIN.get(name, words) for name, words in refusal.fields.items()}) from refusal


def _whole(name: str) -> int | None:
    said = request.form.get(name, "").strip()
    return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else None


def _to(slug: str, resource_id: UUID) -> Response:
    """Back to the page where it was said: that of the resource, or the shelves."""
    return onward(request.form.get("next") or f"/c/{slug}/library/{resource_id}#tried")
