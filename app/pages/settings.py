"""Making a community and looking after its page, its door and its invitations."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import flash, render_template, request, url_for
from flask_babel import gettext

from app.begin import begin, reading
from app.pages.communities import blueprint
from app.pages.frame import again, around, back, lines, load, typed
from app.schemas.communities import CommunityChangeIn, CommunityIn, InvitationIn
from networks.communities import actions, queries
from networks.errors import Invalid, NotFound, Unauthenticated
from networks.policy import Can, require
from networks.work import Work

WORDS = ("name", "condition", "summary", "about", "visibility", "joining", "charter")


@blueprint.get("/communities/new")
def new() -> str:
    with reading() as work:
        if work.asker is None:
            raise Unauthenticated
        if not work.asker.is_operator:
            raise NotFound
    return render_template("communities/new.html")


@blueprint.post("/communities/new")
def create() -> Any:
    try:
        said = load(CommunityIn, slug=request.form.get("slug", "").strip(), **_said())
        with begin() as work:
            made = actions.make_community(work, **said)
            slug = made.slug
    except Invalid as refusal:
        return render_template("communities/new.html", **again(refusal)), 422
    flash(gettext("The community is made. Now it needs rooms, and somebody to look after it."), "ok")
    return back(".settings", slug=slug)


@blueprint.get("/c/<slug>/settings")
def settings(slug: str) -> str:
    with reading() as work:
        return _settings(work, slug)


@blueprint.post("/c/<slug>/settings", endpoint="update")
def update(slug: str) -> Any:
    try:
        with begin() as work:
            actions.edit_community(work, slug, **load(CommunityChangeIn, **_said(), **typed("charter_note")))
    except Invalid as refusal:
        with reading() as work:
            return _settings(work, slug, **again(refusal)), 422
    flash(gettext("Saved."), "ok")
    return back(".settings", slug=slug)


@blueprint.get("/c/<slug>/invitations")
def invitations(slug: str) -> str:
    with reading() as work:
        return _invitations(work, slug)


@blueprint.post("/c/<slug>/invitations")
def invite(slug: str) -> Any:
    """The code stands in this answer and nowhere else, so here no redirect follows the form."""
    try:
        said = load(InvitationIn, max_uses=_number("max_uses", 1))
        with begin() as work:
            until = work.now + timedelta(days=min(_number("days", 14), 365))
            _, code = actions.invite(work, slug, max_uses=said["max_uses"], expires_at=until)
    except Invalid as refusal:
        with reading() as work:
            return _invitations(work, slug, **again(refusal)), 422
    link = url_for(".invitation", code=code, _external=True)
    with reading() as work:
        return _invitations(work, slug, made=code, link=link)


def _said() -> dict[str, Any]:
    return typed(*WORDS) | {"questions": lines("questions")}


def _number(name: str, otherwise: int) -> int:
    said = request.form.get(name, "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 9 else otherwise


def _settings(work: Work, slug: str, **more: Any) -> str:
    seen = queries.inside(work, slug)
    if seen.standing:
        require(work, seen.standing, Can.EDIT_COMMUNITY)
    return render_template("communities/settings.html", **around(work, seen, "settings"), **more)


def _invitations(work: Work, slug: str, **more: Any) -> str:
    found, seen = queries.invitations(work, slug), queries.inside(work, slug)
    shown = around(work, seen, "settings")
    return render_template("communities/invitations.html", invitations=found, now=work.now, **shown, **more)
