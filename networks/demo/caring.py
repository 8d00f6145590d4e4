"""What facilitators in the play did for people who said something heavy, and what they noted, as the script has it."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import select

from networks.care.ladder import take_step
from networks.care.letters import answer, write_to
from networks.demo import script
from networks.demo.play import Play
from networks.moderation.actions import decide
from networks.moderation.models import Case, CaseKind
from networks.overview.looking_after import note
from networks.work import Work


def rehearse_care(play: Play, community: dict[str, Any], now: datetime) -> None:
    for one in community.get("care", []):
        author = (community["slug"], one["room"], one["of"])
        for step in one["steps"]:
            play.at(script.moment(step["at"], now), 9, step["by"], partial(_take, play, author, step))


def rehearse_notes(play: Play, community: dict[str, Any], now: datetime) -> None:
    """What facilitators note about members for one another."""
    for one in community.get("notes", []):
        play.at(script.moment(one["at"], now), 9, one["by"], partial(_note, play, community["slug"], one))


def _note(play: Play, slug: str, one: dict[str, Any], work: Work) -> None:
    note(work, slug, play.people[one["of"]].person_id, body=one["say"])


def _take(play: Play, key: tuple[str, str, str], step: dict[str, Any], work: Work) -> None:
    kind, words = step["kind"], step.get("words", "")
    if kind == "answer":
        answer(work, key[0], body=words)
        return
    case_id = _case(work, play.said[key])
    if kind == "letter":
        write_to(work, case_id, body=words)
    elif kind == "close":
        decide(work, case_id, outcome="close", reason=words)
    else:
        to = play.people[step["to"]].person_id if "to" in step else None
        take_step(work, case_id, kind, note=words, to=to)


def _case(work: Work, message_id: UUID) -> UUID:
    find = select(Case.id).where(Case.kind == CaseKind.SAFETY, Case.subject_id == message_id)
    return work.session.scalars(find).one()
