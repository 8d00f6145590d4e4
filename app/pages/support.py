"""Whom to talk to: for oneself alone. Nobody else learns that somebody was shown this."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, render_template, request, url_for
from flask_babel import gettext

from app import limits
from app.begin import asker, asker_id, begin, reading
from app.pages.frame import again, around, back, is_ours, load, to_signin, typed
from app.schemas.safety import LetterIn
from app.support import contacts_of, support_for, watch
from networks.care import letters
from networks.care.mine import my_places
from networks.communities.models import Community
from networks.errors import Invalid, Unauthenticated
from networks.people.queries import myself
from networks.work import Work

blueprint = Blueprint("support", __name__)
blueprint.register_error_handler(Unauthenticated, to_signin)


@blueprint.get("/support")
def support() -> str:
    """For everybody, signed in or not. `heard` leads back to where somebody wrote what sounded heavy."""
    who, there = asker(), request.args.get("heard", "")
    contacts = contacts_of(who.person_id) if who else watch().contacts_for("")
    places: Sequence[Community] = ()
    if who:
        with reading() as work:
            places = my_places(work)
    shown = {"there": there, "is_heard": True} if is_ours(there) else {}
    return render_template("safety/support.html", contacts=contacts, places=places, community=None, **shown)


@blueprint.get("/c/<slug>/support")
def mine(slug: str) -> str:
    """What facilitators wrote to me, and whom else I can talk to."""
    with reading() as work:
        return _page(work, slug)


@blueprint.get("/c/<slug>/support/heard")
def heard(slug: str) -> str:
    """The card, where there are no scripts. It leads back to where somebody was."""
    there = request.args.get("next", "")
    with reading() as work:
        return _page(work, slug, there=there if is_ours(there) else None, is_heard=True)


@blueprint.post("/c/<slug>/support/letters")
def answer(slug: str) -> Any:
    limits.use("post", asker_id())
    try:
        said = load(LetterIn, **typed("body"))
        with begin() as work:
            letters.answer(work, slug, **said)
    except Invalid as refusal:
        with reading() as work:
            return _page(work, slug, **again(refusal)), 422
    flash(gettext("Your answer is with the facilitators."), "ok")
    if support_for(said["body"], asker_id(), slug=slug):
        return back(".heard", slug=slug, next=url_for(".mine", slug=slug, _anchor="letters"))
    return back(".mine", slug=slug, _anchor="letters")


def _page(work: Work, slug: str, **more: Any) -> str:
    seen, found = letters.my_letters(work, slug)
    contacts = watch().contacts_for(myself(work).country, slug)
    shown = {"contacts": contacts, "letters": found, "places": []} | more
    return render_template("safety/support.html", **around(work, seen, "support"), **shown)
