"""People at risk: whom to talk to, what facilitators do, what is written privately, and the lists."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from app import limits
from app.api.described import refuses
from app.api.frame import Blueprint, PageArgs, listed, part, wrapped
from app.begin import asker_id, begin, reading
from app.schemas.safety import (
    ContactsIn,
    EditionOut,
    LadderOut,
    LetterIn,
    LetterOut,
    MySupportOut,
    PhrasesIn,
    StepIn,
    UseIn,
    edition_shape,
    heard,
    ladder_shape,
    letter_shape,
    phrases_of,
)
from app.support import contact_json, support_for, supported, watch
from networks.care import ladder, letters
from networks.people.queries import myself
from networks.safety import editions
from networks.safety.contacts import read_text
from networks.safety.lists import CONTACTS

blueprint = Blueprint("safety", "People at risk: whom to talk to, what facilitators do, and the lists.")


@blueprint.route("/communities/<slug>/support", methods=["GET"])
@blueprint.response(200, wrapped("support", MySupportOut))
def my_support(slug: str) -> dict[str, Any]:
    """Whom I can talk to. Lines in one's country, and what one and the facilitators wrote to each other. Nobody else
    finds it.
    """
    with reading() as work:
        _, found = letters.my_letters(work, slug)
        contacts = watch().contacts_for(myself(work).country, slug)
    shown = {"contacts": [contact_json(one) for one in contacts], "letters": [letter_shape(one) for one in found]}
    return {"support": shown}


@blueprint.route("/communities/<slug>/support/letters", methods=["POST"])
@blueprint.arguments(LetterIn, example={"body": "Thank you. It is better today."})
@blueprint.response(201, heard("letter", LetterOut, "AnsweredLetter"))
def answer(said: dict[str, str], slug: str) -> dict[str, Any]:
    """Answer facilitators privately. Where they wrote to the asker; else there is nothing to answer. As with a message,
    `support` stands beside it where something in it may mean that its author is at risk.
    """
    limits.use("post", asker_id())
    with begin() as work:
        made = letters.answer(work, slug, **said)
        shown = {"letter": letter_shape(letters.Written(made, myself(work)))}
    return supported(shown, support_for(said["body"], asker_id(), slug=slug))


@blueprint.route("/cases/<uuid:case_id>/steps", methods=["GET"])
@blueprint.response(200, wrapped("ladder", LadderOut))
@refuses(403)
def list_steps(case_id: UUID) -> dict[str, Any]:
    """What was done about a safety case. For facilitators and operators, oldest first."""
    with reading() as work:
        return {"ladder": ladder_shape(ladder.ladder(work, case_id))}


@blueprint.route("/cases/<uuid:case_id>/steps", methods=["POST"])
@blueprint.arguments(StepIn, example={"kind": "acknowledge", "note": ""})
@blueprint.response(201, wrapped("ladder", LadderOut))
@refuses(403, 409)
def take_step(said: dict[str, Any], case_id: UUID) -> dict[str, Any]:
    """Take a step. `acknowledge`, then `act`, then `follow_up`, with a note; `ask` another facilitator, who answers by
    `opinion`; `debrief` at the end. A grave case is closed by a decision; what nobody noted by then, its reason
    stands for. Who is second to acknowledge gets a conflict that names the first.
    """
    limits.use("write", asker_id())
    with begin() as work:
        ladder.take_step(work, case_id, said["kind"], note=said["note"], to=said["to"])
        return {"ladder": ladder_shape(ladder.ladder(work, case_id))}


@blueprint.route("/cases/<uuid:case_id>/letters", methods=["GET"])
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, listed(LetterOut))
@refuses(403)
def list_letters(said: dict[str, Any], case_id: UUID) -> dict[str, Any]:
    """What was written privately with whom a safety case is about. Oldest first. For facilitators; operators open the
    case first, with a reason (`POST /cases/ID/openings`).
    """
    with reading() as work:
        return part([letter_shape(one) for one in letters.letters(work, case_id)], said)


@blueprint.route("/cases/<uuid:case_id>/letters", methods=["POST"])
@blueprint.arguments(LetterIn, example={"body": "I read what you wrote. Would you like to talk about it here?"})
@blueprint.response(201, wrapped("letter", LetterOut))
@refuses(403)
def write_letter(said: dict[str, str], case_id: UUID) -> dict[str, Any]:
    """Write to the person privately. They read it on a page of their own, with the name of whoever wrote it."""
    limits.use("write", asker_id())
    with begin() as work:
        made = letters.write_to(work, case_id, **said)
        return {"letter": letter_shape(letters.Written(made, myself(work)))}


@blueprint.route("/safety/lists/<name>", methods=["GET"])
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, listed(EditionOut))
def list_editions(said: dict[str, Any], name: str) -> dict[str, Any]:
    """Editions of a list. `phrases-en` and the like, or `contacts`, the newest first. Operators."""
    with reading() as work:
        return part([edition_shape(one) for one in editions.editions(work, name)], said)


@blueprint.route("/safety/lists", methods=["POST"])
@blueprint.arguments(PhrasesIn, example={"name": "phrases-es", "amber": ["no quiero vivir"], "why": "A first list."})
@blueprint.response(201, wrapped("edition", EditionOut))
@refuses(409)
def keep_phrases(said: dict[str, Any]) -> dict[str, Any]:
    """Keep an edition of phrases. It is tried on sentences of known gravity, and does not count yet. Operators."""
    with begin() as work:
        made = editions.keep_edition(work, said["name"], content=phrases_of(said), why=said["why"])
        return {"edition": edition_shape(made)}


@blueprint.route("/safety/lists/contacts", methods=["POST"])
@blueprint.arguments(ContactsIn, example={"content": 'country = "GB"', "why": "A line of our own."})
@blueprint.response(201, wrapped("edition", EditionOut))
@refuses(409)
def keep_contacts(said: dict[str, str]) -> dict[str, Any]:
    """Keep an edition of the contacts. It does not count yet. Operators."""
    with begin() as work:
        made = editions.keep_edition(work, CONTACTS, content=read_text(said["content"]), why=said["why"])
        return {"edition": edition_shape(made)}


@blueprint.route("/safety/lists/<name>/<int:number>/use", methods=["POST"])
@blueprint.arguments(UseIn, example={"why": "Finds what was overlooked in May."})
@blueprint.response(200, wrapped("edition", EditionOut))
@refuses(409)
def use_edition(said: dict[str, str], name: str, number: int) -> dict[str, Any]:
    """Let an edition count. From now on, and any earlier one again. Doing it twice does it once. Operators."""
    with begin() as work:
        return {"edition": edition_shape(editions.use_edition(work, name, number, **said))}
