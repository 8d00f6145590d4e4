"""Who has a case: taking the next one, giving back, handing over; and opening what is sealed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, request
from flask_babel import gettext

from app.begin import begin
from app.pages.decided import into_next
from app.pages.frame import back, load, typed
from app.pages.moderation import blueprint, here, once_more, too_late
from app.schemas.chat import OpeningIn
from app.schemas.moderation import HandOverIn
from networks.errors import Conflict, Invalid
from networks.moderation import holding, opening
from networks.overview import giving


@blueprint.post("/c/<slug>/queue/next")
def take_next(slug: str) -> Any:
    """Of what waits, the one that should be done first at this moment, whatever the page showed."""
    return into_next(slug, anyway=request.form.get("anyway") == "1")


@blueprint.post("/c/<slug>/queue/<uuid:case_id>/give-back")
def give_back(slug: str, case_id: UUID) -> Any:
    with begin() as work:
        here(work, slug, case_id)
        holding.give_back(work, case_id)
    return back(".case", slug=slug, case_id=case_id)


@blueprint.post("/c/<slug>/queue/<uuid:case_id>/hand-over")
def hand_over(slug: str, case_id: UUID) -> Any:
    try:
        said = load(HandOverIn, **typed("person_id"))
        with begin() as work:
            here(work, slug, case_id)
            found = giving.hand_over(work, case_id, said["person_id"])
            who = found.claimed_by.handle if found.claimed_by else ""
    except Invalid as refusal:
        return once_more(slug, case_id, refusal)
    except Conflict as refusal:
        return too_late(slug, case_id, refusal)
    flash(gettext("%(handle)s has it now, and sees that it is from you.", handle=who), "ok")
    return back(".case", slug=slug, case_id=case_id)


@blueprint.post("/c/<slug>/queue/<uuid:case_id>/openings")
def open_evidence(slug: str, case_id: UUID) -> Any:
    try:
        said = load(OpeningIn, **typed("reason"))
        with begin() as work:
            here(work, slug, case_id)
            opening.open_evidence(work, case_id, **said)
    except Invalid as refusal:
        return once_more(slug, case_id, refusal)
    except Conflict as refusal:
        return too_late(slug, case_id, refusal)
    flash(gettext("It is open to you for one hour. The facilitators see your reason."), "watch")
    return back(".case", slug=slug, case_id=case_id)
