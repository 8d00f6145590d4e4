"""The lists of phrases and contacts, for operators: write an edition, see how it does, let it count, go back."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, render_template, request
from flask_babel import get_locale, gettext
from werkzeug.wrappers import Response

from app.begin import begin, reading
from app.pages.frame import again, back, lines, load, to_signin, typed
from app.schemas.safety import ContactsIn, PhrasesIn, UseIn, phrases_of
from networks.errors import Conflict, Invalid, Unauthenticated
from networks.safety import editions
from networks.safety.contacts import read_text, write_text
from networks.safety.lists import CONTACTS, PHRASES, phrase_list
from networks.safety.phrases import PhraseList
from networks.safety.trial import corpus, try_out
from networks.work import Work

blueprint = Blueprint("watchwords", __name__)
blueprint.register_error_handler(Unauthenticated, to_signin)


@blueprint.get("/safety")
def index() -> str:
    with reading() as work:
        found = [editions.editions(work, name) for name in editions.names(work)]
    named = [(rows[0].name, _language(rows[0].name)) for rows in found]
    counting = [
        (*names, next((one for one in rows if one.counts), None)) for names, rows in zip(named, found, strict=True)
    ]
    return render_template("safety/lists.html", lists=counting)


@blueprint.get("/safety/<name>")
def show(name: str) -> str:
    with reading() as work:
        return _page(work, name)


@blueprint.post("/safety/<name>/editions")
def keep(name: str) -> Any:
    try:
        with begin() as work:
            made = editions.keep_edition(work, name, **_written(name))
    except (Invalid, Conflict) as refusal:
        fault = refusal if isinstance(refusal, Invalid) else Invalid(refusal.message)
        with reading() as work:
            return _page(work, name, **again(fault)), 422
    flash(gettext("Kept and tried. It does not count yet."), "ok")
    return back(".show", name=name, edition=made.number, _anchor="trial")


@blueprint.post("/safety/<name>/<int:number>/use")
def use(name: str, number: int) -> Any:
    try:
        said = load(UseIn, **typed("why"))
        with begin() as work:
            made = editions.use_edition(work, name, number, why=said["why"])
    except (Invalid, Conflict):
        flash(gettext("Please say in a sentence why it should count."), "watch")
        return back(".show", name=name, edition=number)
    flash(gettext("Edition %(number)s counts now.", number=made.number), "ok")
    return back(".show", name=name)


@blueprint.post("/safety")
def begin_language() -> Response:
    """A list in one more language begins as an empty page of its own."""
    return back(".show", name=f"phrases-{request.form.get('language', '').strip().lower()[:3]}")


def _written(name: str) -> dict[str, Any]:
    if name == CONTACTS:
        said = load(ContactsIn, **typed("content", "why"))
        return {"content": read_text(said["content"]), "why": said["why"]}
    said = load(PhrasesIn, name=name, **{kind: lines(kind) for kind in PhraseList._fields}, **typed("why"))
    return {"content": phrases_of(said), "why": said["why"]}


def _page(work: Work, name: str, **more: Any) -> str:
    rows = editions.editions(work, name, or_none=True)
    number = request.args.get("edition", type=int)
    seen = next((one for one in rows if one.number == number), None) or next((one for one in rows if one.counts), None)
    seen = seen or (rows[0] if rows else None)
    is_contacts = name == CONTACTS
    shown: dict[str, Any] = {"name": name, "language": _language(name), "rows": rows, "seen": seen}
    shown["is_contacts"] = is_contacts
    if is_contacts:
        shown["text"] = write_text(seen.content) if seen else ""
    else:
        shown["phrases"] = {kind: "\n".join(seen.content[kind]) if seen else "" for kind in PhraseList._fields}
        shown["trial"] = _trial(name, seen)
    return render_template("safety/list.html", **shown, **more)


def _language(name: str) -> str:
    """Of a list of phrases, as a reader calls it."""
    code, locale = name.rpartition("-")[2], get_locale()
    return str(locale.languages.get(code, code)) if locale else code


def _trial(name: str, seen: editions.Seen | None) -> Any:
    found = PHRASES.fullmatch(name)
    said = corpus(found[1]) if found else ()
    return try_out(phrase_list(seen.content), said) if seen and said else None
