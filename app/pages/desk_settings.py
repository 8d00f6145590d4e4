"""The hours of a community's facilitators, and the words that they often say."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import flash, render_template, request
from flask_babel import format_date, gettext

from app.begin import begin, reading
from app.pages.account import zones
from app.pages.frame import again, around, back, lines, load, typed
from app.pages.moderation import blueprint
from app.schemas.desks import GreetingsIn, HoursIn, OftenIn, counted, shown
from networks.communities.queries import inside
from networks.errors import Invalid
from networks.moderation import desks
from networks.moderation.greetings import Occasion, greetings_of, set_greetings
from networks.moderation.models import CaseKind
from networks.work import Work

Said = list[tuple[CaseKind, list[tuple[str, list[str]]]]]


@blueprint.get("/c/<slug>/settings/desk")
def desk_settings(slug: str) -> str:
    with reading() as work:
        return _page(work, slug)


@blueprint.post("/c/<slug>/settings/desk/hours")
def set_hours(slug: str) -> Any:
    always = request.form.get("always") == "1"
    days = [] if always else [day for day in range(7) if request.form.get(f"day-{day}")]
    try:
        if not (always or days):
            raise Invalid(fields={"days": "Please choose a day at least, or that somebody is always there."})
        said = counted(load(HoursIn, days=days, **typed("time_zone", "opens", "closes")))
        with begin() as work:
            desks.set_hours(work, slug, **said)
    except Invalid as refusal:
        with reading() as work:
            return _page(work, slug, **again(refusal)), 422
    flash(gettext("Saved. Cases that are open keep their clock."), "ok")
    return back(".desk_settings", slug=slug)


@blueprint.post("/c/<slug>/settings/desk/reasons")
def set_often(slug: str) -> Any:
    """Of each kind whose field was in the form and says something else than before."""
    try:
        with begin() as work:
            community = desks.desk_of(work, slug)
            for kind in desks.kinds_with_reasons():
                said = load(OftenIn, reasons={outcome: lines(f"{kind}-{outcome}") for outcome in desks.occasions(kind)})
                if said["reasons"] != desks.reasons_for(work, community.id, kind):
                    desks.set_reasons(work, slug, kind, said["reasons"])
    except Invalid as refusal:
        with reading() as work:
            return _page(work, slug, **again(refusal)), 422
    flash(gettext("Saved."), "ok")
    return back(".desk_settings", slug=slug)


@blueprint.post("/c/<slug>/settings/desk/greetings")
def set_often_said(slug: str) -> Any:
    """Of each occasion whose field was in the form and says something else than before."""
    try:
        said = load(GreetingsIn, **{str(one): lines(one) for one in Occasion if one in request.form})
        with begin() as work:
            held = greetings_of(work, desks.desk_of(work, slug).id)
            set_greetings(work, slug, {name: words for name, words in said.items() if words != held[Occasion(name)]})
    except Invalid as refusal:
        with reading() as work:
            return _page(work, slug, **again(refusal)), 422
    flash(gettext("Saved."), "ok")
    return back(".desk_settings", slug=slug, _anchor="greetings")


def _page(work: Work, slug: str, **more: Any) -> str:
    community = desks.desk_of(work, slug)
    held, greetings = desks.setting_of(work, community.id), greetings_of(work, community.id)
    context: dict[str, Any] = {
        "held": held,
        "opens": shown(held.opens),
        "closes": shown(held.closes),
        "week": list(enumerate(_week())),
        "zones": zones(),
        "often": _often(work, community.id),
        "greetings": [(str(one), [gettext(words) for words in said]) for one, said in greetings.items()],
    }
    return render_template(
        "moderation/settings.html", **around(work, inside(work, slug), "settings"), **context, **more
    )


def _often(work: Work, community_id: Any) -> Said:
    """The usual ones are shown in the reader's language; saved, they are the community's own."""
    found = ((kind, desks.reasons_for(work, community_id, kind)) for kind in desks.kinds_with_reasons())
    return [(kind, [(name, [gettext(one) for one in said]) for name, said in by.items()]) for kind, by in found]


def _week() -> list[str]:
    """The names of the days, from a Monday on."""
    return [str(format_date(date(2026, 11, 23 + day), "EEEE")) for day in range(7)]
