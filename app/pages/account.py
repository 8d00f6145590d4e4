"""One's own account: profile, address, passphrase, devices, blocks, data."""

from __future__ import annotations

from functools import cache
from typing import Any, Final
from uuid import UUID
from zoneinfo import available_timezones

from flask import Response as FlaskResponse
from flask import flash, jsonify, render_template, request
from flask_babel import get_babel, get_locale, gettext
from werkzeug.wrappers import Response

from app import limits
from app.accounts import check_passphrase
from app.begin import asker_id, begin, reading
from app.pages.frame import again, back, load, onward, typed
from app.pages.people import blueprint
from app.passphrases import hash_passphrase
from app.schemas.people import EmailIn, EraseIn, NewPassphraseIn, ProfileIn
from app.signing_in import sign_out_browser
from app.support import watch
from networks.erasure import erase as erase_me
from networks.errors import Invalid
from networks.export import everything_about_me
from networks.people import actions, queries

REGIONS: Final = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
PROFILE: Final = ("handle", "about", "pronouns", "language", "time_zone", "country")


@blueprint.get("/account")
def account() -> str:
    return _page("account")


@blueprint.post("/account", endpoint="edit")
def edit() -> Any:
    try:
        with begin() as work:
            actions.edit_profile(work, **load(ProfileIn, **typed(*PROFILE)))
    except Invalid as refusal:
        return _page("account", **again(refusal)), 422
    flash(gettext("Saved."), "ok")
    return back(".account")


@blueprint.get("/account/email")
def email() -> str:
    return _page("email")


@blueprint.post("/account/email", endpoint="change_email")
def change_email() -> Any:
    try:
        if request.form.get("again"):
            limits.use("reset", asker_id())
            with begin() as work:
                actions.want_verification(work)
        else:
            _want_email(load(EmailIn, **typed("email", "password")))
    except Invalid as refusal:
        return _page("email", **again(refusal)), 422
    flash(gettext("A link is on its way to that address. Open it within three days."), "ok")
    return back(".email")


@blueprint.get("/account/passphrase")
def passphrase() -> str:
    return _page("passphrase")


@blueprint.post("/account/passphrase", endpoint="change_passphrase")
def change_passphrase() -> Any:
    try:
        said = load(NewPassphraseIn, **typed("current", "password"))
        check_passphrase(said["current"], "current")
        secret = hash_passphrase(said["password"])
        with begin() as work:
            actions.change_passphrase(work, secret)
    except Invalid as refusal:
        return _page("passphrase", **again(refusal)), 422
    sign_out_browser()
    flash(gettext("Your new passphrase is saved. Please sign in with it."), "ok")
    return back(".signin")


@blueprint.get("/account/sessions")
def sessions() -> str:
    with reading() as work:
        here = work.asker.session_id if work.asker else None
        return render_template("people/sessions.html", sessions=queries.my_sessions(work), here=here)


@blueprint.post("/account/sessions/<uuid:session_id>/end")
def end_session(session_id: UUID) -> Response:
    with begin() as work:
        actions.end_session(work, session_id)
    flash(gettext("Signed out there."), "ok")
    return back(".sessions")


@blueprint.post("/account/sessions/end-others")
def end_other_sessions() -> Response:
    with begin() as work:
        actions.end_other_sessions(work)
    flash(gettext("Signed out everywhere else."), "ok")
    return back(".sessions")


@blueprint.get("/account/blocks")
def blocks() -> str:
    with reading() as work:
        takes = queries.myself(work).takes_messages
        return render_template("people/blocks.html", people=queries.my_blocks(work), takes_messages=takes)


@blueprint.post("/account/conversations")
def take_messages() -> Response:
    """Whether members may begin a conversation of two. Who has one already is not put off by it."""
    with begin() as work:
        actions.edit_profile(work, takes_messages=bool(request.form.get("takes_messages")))
    flash(gettext("Saved."), "ok")
    return back(".blocks", _anchor="conversations")


@blueprint.post("/account/blocks/<uuid:person_id>")
def block(person_id: UUID) -> Response:
    with begin() as work:
        if request.form.get("on") == "1":
            actions.block(work, person_id)
        else:
            actions.unblock(work, person_id)
    return onward(request.form.get("next"), "people.blocks")


@blueprint.get("/account/data")
def data() -> str:
    return _page("data")


@blueprint.get("/account/export")
def export() -> FlaskResponse:
    with reading() as work:
        answer = jsonify(everything_about_me(work))
    answer.headers["Content-Disposition"] = "attachment; filename=cairn-export.json"
    return answer


@blueprint.post("/account/erase")
def erase() -> Any:
    try:
        said = load(EraseIn, **typed("password", "content"))
        check_passphrase(said["password"], "password")
        with begin() as work:
            erase_me(work, delete_content=said["content"] == "delete")
    except Invalid as refusal:
        return _page("data", **again(refusal)), 422
    sign_out_browser()
    flash(gettext("Your account is erased. Thank you for having been here."), "ok")
    return back("communities.discover")


def _want_email(said: dict[str, str]) -> None:
    check_passphrase(said["password"], "password")
    limits.use("reset", asker_id())
    with begin() as work:
        actions.want_email(work, said["email"])


def _page(name: str, **more: Any) -> str:
    with reading() as work:
        person = queries.myself(work)
        shown = {"person": person, "languages": _languages(), "zones": zones(), "countries": _countries()}
        return render_template(f"people/{name}.html", **shown, **more)


def _languages() -> list[tuple[str, str]]:
    known = get_babel().instance.list_translations()
    return [(str(one), (one.get_display_name() or str(one)).capitalize()) for one in known]


def _countries() -> list[tuple[str, str]]:
    """Those for which there is somebody to talk to."""
    locale = get_locale()
    named = [(code, locale.territories.get(code, code) if locale else code) for code in watch().countries()]
    return [("", gettext("I would rather not say")), *sorted(named, key=lambda one: one[1])]


@cache
def zones() -> list[tuple[str, str]]:
    names = sorted(name for name in available_timezones() if name.split("/")[0] in REGIONS)
    return [("UTC", "UTC"), *((name, name.replace("_", " ")) for name in names)]
