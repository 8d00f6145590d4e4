"""Welcoming newcomers: what members offer, and what they are asked."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, render_template
from flask_babel import gettext

from app.begin import begin, reading
from app.pages.frame import again, around, back, load, to_signin, typed
from app.pages.greetings import said_to
from app.schemas.welcoming import MentorIn
from networks.communities.queries import inside
from networks.errors import Invalid, NotFound, Unauthenticated
from networks.facilitation import mentoring
from networks.facilitation.places import mentors, place_left
from networks.policy import Can, may, why_not
from networks.welcoming import asked_of_me, askings, not_this_time
from networks.work import Work

blueprint = Blueprint("welcoming", __name__)
blueprint.register_error_handler(Unauthenticated, to_signin)


@blueprint.get("/c/<slug>/welcoming")
def show(slug: str) -> str:
    with reading() as work:
        return _page(work, slug)


@blueprint.post("/c/<slug>/welcoming")
def offer(slug: str) -> Any:
    try:
        said = load(MentorIn, **typed("capacity"))
        with begin() as work:
            mentoring.offer(work, slug, **said)
    except Invalid as refusal:
        with reading() as work:
            return _page(work, slug, **again(refusal)), 422
    flash(gettext("Thank you. A facilitator asks you when somebody new has waited for an answer."), "ok")
    return back(".show", slug=slug)


@blueprint.post("/c/<slug>/welcoming/stop")
def stop(slug: str) -> Any:
    with begin() as work:
        mentoring.stop(work, slug)
    flash(gettext("Nobody asks you any more. You can offer it again at any time."), "ok")
    return back(".show", slug=slug)


@blueprint.post("/c/<slug>/welcoming/<uuid:asking_id>/decline")
def decline(slug: str, asking_id: UUID) -> Any:
    with begin() as work:
        not_this_time(work, asking_id)
    flash(gettext("That is fine. Somebody else is asked."), "ok")
    return back(".show", slug=slug)


def _page(work: Work, slug: str, **more: Any) -> str:
    seen = inside(work, slug)
    if seen.standing is None or not (seen.standing.is_member or may(seen.standing, Can.SEE_QUEUE, work.now)):
        raise NotFound
    reason = why_not(seen.standing, Can.WELCOME, work.now)
    mine = mentoring.my_offer(work, seen.standing) if seen.standing.is_member else None
    context: dict[str, Any] = {
        "member": seen.standing.is_member,
        "offer": mine,
        "left": place_left(work, mine) if mine else 0,
        "why_not": gettext(reason) if reason else None,
        "waits": (waits := asked_of_me(work, seen.community.id)),
        "often": {one.id: said_to(work, seen.community.id, one.who)["welcome"] for one in waits if one.who},
        "asked": [one for one in askings(work, slug) if one.mentor and one.mentor.id == work.me],
        "mentors": mentors(work, slug) if may(seen.standing, Can.SEE_QUEUE, work.now) else None,
    }
    return render_template("communities/welcoming.html", **around(work, seen, "members"), **context, **more)
