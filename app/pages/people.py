"""Signing up, in and out, and the links that we send by mail."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from app import limits
from app.accounts import register_person
from app.begin import asker, begin, network
from app.pages.frame import again, back, load, onward, to_signin, typed
from app.passphrases import hash_passphrase
from app.schemas.people import ChosenPassphraseIn, RegisterIn, ResetIn, SignInIn
from app.signing_in import sign_in, sign_in_as, sign_out_browser
from networks.errors import Invalid, NotFound, Unauthenticated
from networks.people import actions
from networks.people.models import SessionKind

blueprint = Blueprint("people", __name__)
blueprint.register_error_handler(Unauthenticated, to_signin)


@blueprint.get("/signin")
def signin() -> Any:
    wanted = request.args.get("next")
    return onward(wanted) if asker() else render_template("people/signin.html", next=wanted)


@blueprint.post("/signin")
def enter() -> Any:
    who, wanted = request.form.get("who", ""), request.form.get("next")
    limits.use("signin", who)
    try:
        said = load(SignInIn, handle=who, password=request.form.get("password", ""))
        sign_in(said["handle"], said["password"], SessionKind.BROWSER, stay="stay" in request.form)
    except (Invalid, Unauthenticated):
        return render_template("people/signin.html", next=wanted, mismatch=True, form={"who": who}), 422
    return onward(wanted)


@blueprint.post("/signout")
def signout() -> Response:
    with begin() as work:
        actions.end_this_session(work)
    sign_out_browser()
    flash(gettext("You are signed out here."), "ok")
    return back("communities.discover")


@blueprint.get("/register")
def register() -> Any:
    wanted = request.args.get("next")
    return onward(wanted) if asker() else render_template("people/register.html", next=wanted)


@blueprint.post("/register")
def sign_up() -> Any:
    """Signs in at once: what an unconfirmed account may do is look around, whether or not we know the address."""
    wanted = request.form.get("next")
    limits.use("register")
    try:
        person = register_person(load(RegisterIn, **typed("handle", "email", "password")))
    except Invalid as refusal:
        return render_template("people/register.html", next=wanted, **again(refusal)), 422
    sign_in_as(person.id)
    if network().verification:
        flash(gettext("Welcome. We sent you an e-mail: open the link in it, and you can join a community."), "ok")
    else:
        flash(gettext("Welcome. Your account is made."), "ok")
    return onward(wanted)


@blueprint.get("/verify/<token>")
def verify(token: str) -> str:
    """A page with a button: some mail programs open every link on their own, and the link works once."""
    return render_template("people/verify.html", token=token)


@blueprint.post("/verify/<token>", endpoint="confirm")
def confirm(token: str) -> Any:
    try:
        with begin() as work:
            actions.confirm_email(work, token)
    except NotFound:
        return render_template("people/verify.html", over=True), 404
    flash(gettext("Thank you. Your e-mail address is confirmed."), "ok")
    return back("communities.discover" if asker() else ".signin")


@blueprint.get("/reset")
def forgot() -> str:
    return render_template("people/forgot.html")


@blueprint.post("/reset", endpoint="want_reset")
def want_reset() -> Any:
    try:
        said = load(ResetIn, **typed("email"))
        limits.use("reset", said["email"])
        with begin() as work:
            actions.want_reset(work, said["email"])
    except Invalid as refusal:
        return render_template("people/forgot.html", **again(refusal)), 422
    flash(gettext("If we know this address, a link is on its way to it. It works for one hour."), "ok")
    return back(".signin")


@blueprint.get("/reset/<token>")
def reset(token: str) -> str:
    return render_template("people/reset.html", token=token)


@blueprint.post("/reset/<token>", endpoint="choose")
def choose(token: str) -> Any:
    limits.use("reset")
    try:
        secret = hash_passphrase(load(ChosenPassphraseIn, **typed("password"))["password"])
        with begin() as work:
            actions.reset_passphrase(work, token, secret)
    except Invalid as refusal:
        return render_template("people/reset.html", token=token, **again(refusal)), 422
    except NotFound:
        return render_template("people/reset.html", over=True), 404
    flash(gettext("Your new passphrase is saved. Please sign in with it."), "ok")
    return back(".signin")
