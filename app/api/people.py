"""Accounts, sessions, and one's own data."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, jsonify
from flask_wtf.csrf import generate_csrf

from app import limits
from app.accounts import check_passphrase, register_person
from app.api.described import for_anybody, refuses
from app.api.frame import Blueprint, Nothing, PageArgs, listed, part, wrapped
from app.begin import asker, begin, network, reading
from app.passphrases import hash_passphrase
from app.schemas.people import (
    ChosenPassphraseIn,
    EmailIn,
    EraseIn,
    ExportOut,
    MeOut,
    NewPassphraseIn,
    PersonOut,
    ProfileIn,
    RegisterIn,
    ResetIn,
    SessionOut,
    SignedInOut,
    SignInIn,
)
from app.signing_in import sign_in, sign_out_browser
from networks.erasure import erase
from networks.export import everything_about_me
from networks.people import actions
from networks.people.models import Person, PersonSession, SessionKind
from networks.people.queries import my_blocks, my_sessions, myself

blueprint = Blueprint("people", "Accounts, sessions, one's own data.")

SECRET = "eight stones by the sea"  # noqa: S105  (of the examples in the description)


@blueprint.route("/people", methods=["POST"])
@blueprint.arguments(RegisterIn, example={"handle": "wren", "email": "wren@example.org", "password": SECRET})
@blueprint.response(201, wrapped("person", PersonOut))
@for_anybody
def register(said: dict[str, str]) -> dict[str, Person]:
    """Register. Where the network confirms addresses, a link is sent; until it is used one can look around and not
    join. The answer is the same, in the same time, whether or not the address is known; a handle that is taken is told
    by its field.
    """
    limits.use("register")
    return {"person": register_person(said)}


@blueprint.route("/sessions", methods=["POST"])
@blueprint.arguments(SignInIn, example={"handle": "wren", "password": SECRET})
@blueprint.response(201, SignedInOut)
@for_anybody
@refuses(401)
def open_session(said: dict[str, Any]) -> dict[str, Any]:
    """Sign in. With a handle, or with an e-mail address that was confirmed. The answer holds a token; with `cookie` it
    sets the browser's cookie and holds a CSRF token instead. A wrong name and a wrong passphrase get the same answer.
    """
    who = said.get("handle") or said.get("email") or ""
    limits.use("signin", who)
    kind = SessionKind.BROWSER if said["cookie"] else SessionKind.TOKEN
    signed_in, token = sign_in(who, said["password"], kind)
    with network().reading(signed_in) as work:
        answer = {"person": me_shape(myself(work))}
    return answer | ({"csrf_token": generate_csrf()} if said["cookie"] else {"token": token})


@blueprint.route("/sessions/current", methods=["DELETE"])
@blueprint.response(204)
def end_session() -> None:
    """Sign out here. Live connections of this session end with it."""
    with begin() as work:
        actions.end_this_session(work)
    sign_out_browser()


@blueprint.route("/me/sessions", methods=["GET"])
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, listed(SessionOut))
def list_sessions(said: dict[str, Any]) -> dict[str, Any]:
    """Where one is signed in. The one used last comes first. `current` marks the one that asks."""
    with reading() as work:
        return part([session_shape(one) for one in my_sessions(work)], said)


@blueprint.route("/me/sessions", methods=["DELETE"])
@blueprint.response(204)
def end_other_sessions() -> None:
    """Sign out everywhere else. Live connections of those sessions end with them."""
    with begin() as work:
        actions.end_other_sessions(work)


@blueprint.route("/me/sessions/<uuid:session_id>", methods=["DELETE"])
@blueprint.response(204)
def end_one_session(session_id: UUID) -> None:
    """Sign out in one place. Anybody else's session is not found."""
    with begin() as work:
        actions.end_session(work, session_id)


@blueprint.route("/me", methods=["GET"])
@blueprint.response(200, wrapped("person", MeOut))
def me() -> dict[str, Any]:
    """Oneself. With what nobody else sees: e-mail address, language, time zone."""
    with reading() as work:
        return {"person": me_shape(myself(work))}


@blueprint.route("/me", methods=["PATCH"])
@blueprint.arguments(ProfileIn)
@blueprint.response(200, wrapped("person", MeOut))
def edit_me(said: dict[str, Any]) -> dict[str, Any]:
    """Change one's profile. What is left out stays as it is. A handle that is taken is told by its field."""
    with begin() as work:
        return {"person": me_shape(actions.edit_profile(work, **said))}


@blueprint.route("/me", methods=["DELETE"])
@blueprint.arguments(EraseIn, example={"password": SECRET, "content": "anonymise"})
@blueprint.response(204)
def erase_me(said: dict[str, str]) -> None:
    """Erase one's account. What one wrote is deleted with it, or stays without a name. Banned people can do it too. It
    cannot be undone.
    """
    check_passphrase(said["password"], "password")
    with begin() as work:
        erase(work, delete_content=said["content"] == "delete")
    sign_out_browser()


@blueprint.route("/me/export", methods=["GET"])
@blueprint.response(200, ExportOut)
def export() -> Response:
    """Take out everything about oneself. One JSON document, as a download. Banned people can have it too."""
    with reading() as work:
        answer = jsonify(everything_about_me(work))
    answer.headers["Content-Disposition"] = "attachment; filename=cairn-export.json"
    return answer


@blueprint.route("/me/email", methods=["PUT"])
@blueprint.arguments(EmailIn)
@blueprint.response(202, Nothing)
def change_email(said: dict[str, str]) -> dict[str, Any]:
    """Ask for another e-mail address. A link goes to the new address; the old one stays until the new one is confirmed.
    The answer does not tell whether the address is known here.
    """
    check_passphrase(said["password"], "password")
    limits.use("reset", asker_handle())
    with begin() as work:
        actions.want_email(work, said["email"])
    return {}


@blueprint.route("/me/password", methods=["PUT"])
@blueprint.arguments(NewPassphraseIn)
@blueprint.response(204)
def change_passphrase(said: dict[str, str]) -> None:
    """Set a new passphrase. It signs out everywhere, here included."""
    check_passphrase(said["current"], "current")
    secret = hash_passphrase(said["password"])
    with begin() as work:
        actions.change_passphrase(work, secret)
    sign_out_browser()


@blueprint.route("/verifications/<token>", methods=["POST"])
@blueprint.response(204)
@for_anybody
def verify(token: str) -> None:
    """Confirm an e-mail address. With the token from the mail, which works once and for three days."""
    with begin() as work:
        actions.confirm_email(work, token)


@blueprint.route("/resets", methods=["POST"])
@blueprint.arguments(ResetIn)
@blueprint.response(202, Nothing)
@for_anybody
def want_reset(said: dict[str, str]) -> dict[str, Any]:
    """Ask for a link to choose a new passphrase. It is sent where somebody confirmed this address. The answer is the
    same for any address.
    """
    limits.use("reset", said["email"])
    with begin() as work:
        actions.want_reset(work, said["email"])
    return {}


@blueprint.route("/resets/<token>", methods=["POST"])
@blueprint.arguments(ChosenPassphraseIn)
@blueprint.response(204)
@for_anybody
def reset(said: dict[str, str], token: str) -> None:
    """Choose a new passphrase. With the token from the mail, which works once and for one hour. It signs out
    everywhere.
    """
    limits.use("reset")
    secret = hash_passphrase(said["password"])
    with begin() as work:
        actions.reset_passphrase(work, token, secret)


@blueprint.route("/me/blocks", methods=["GET"])
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, listed(PersonOut))
def blocks(said: dict[str, Any]) -> dict[str, Any]:
    """Whom one blocks. Only the asker sees this list."""
    with reading() as work:
        return part(my_blocks(work), said)


@blueprint.route("/me/blocks/<uuid:person_id>", methods=["PUT"])
@blueprint.response(204)
@refuses(422)
def block(person_id: UUID) -> None:
    """Stop reading somebody. They are not told. Doing it twice does it once."""
    with begin() as work:
        actions.block(work, person_id)


@blueprint.route("/me/blocks/<uuid:person_id>", methods=["DELETE"])
@blueprint.response(204)
def unblock(person_id: UUID) -> None:
    """Read somebody again. Where nobody was blocked, nothing happens."""
    with begin() as work:
        actions.unblock(work, person_id)


def asker_handle() -> str | None:
    who = asker()
    return who.handle if who else None


def me_shape(person: Person) -> dict[str, Any]:
    names = (
        "id",
        "handle",
        "about",
        "pronouns",
        "language",
        "time_zone",
        "country",
        "takes_messages",
        "email",
        "is_operator",
        "created_at",
    )
    more = {"verified": person.verified_at is not None, "unread_answers": person.news}
    return {name: getattr(person, name) for name in names} | more


def session_shape(one: PersonSession) -> dict[str, Any]:
    who = asker()
    names = ("id", "kind", "label", "created_at", "seen_at", "expires_at")
    shape: dict[str, Any] = {name: getattr(one, name) for name in names}
    return shape | {"current": who is not None and who.session_id == one.id}
