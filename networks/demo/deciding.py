"""What the demo's facilitators decided about members, and what was said against it."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import select

from networks.charter import amending
from networks.communities.actions import edit_community
from networks.demo import script
from networks.demo.play import Play
from networks.moderation.actions import decide
from networks.moderation.appealing import answer, appeal, reply
from networks.moderation.models import Case, CaseKind
from networks.moderation.sanctioning import sanction
from networks.work import Work


def rehearse_sanctions(play: Play, community: dict[str, Any], now: datetime) -> None:
    for one in community.get("sanctions", []):
        made: dict[str, UUID] = {}
        play.at(script.moment(one["at"], now), 9, one["by"], partial(_sanction, play, community["slug"], one, made))
        if "appeal" in one:
            said = one["appeal"]["statement"]
            play.at(script.moment(one["appeal"]["at"], now), 9, one["of"], partial(_appeal, made, said))
        for words in one.get("replies", []):
            write = partial(_reply if words["by"] == one["of"] else _answer, made, words["body"])
            play.at(script.moment(words["at"], now), 9, words["by"], write)
        if "decision" in one:
            end = one["decision"]
            play.at(script.moment(end["at"], now), 9, end["by"], partial(_decide, made, end))


def first_charter(community: dict[str, Any]) -> list[str]:
    """As it was before any of its changes."""
    rules: list[str] = list(community["charter"])
    for change in reversed(community.get("charter_changes", [])):
        rules[change["rule"] - 1] = change["was"]
    return rules


def rehearse_charter(play: Play, community: dict[str, Any], now: datetime) -> None:
    rules = first_charter(community)
    for change in community.get("charter_changes", []):
        rules[change["rule"] - 1] = community["charter"][change["rule"] - 1]
        words = {"charter": "\n".join(rules), "charter_note": change["note"]}
        play.at(script.moment(change["at"], now), 9, change["by"], partial(_change, community["slug"], words))


def rehearse_amendments(play: Play, community: dict[str, Any], now: datetime) -> None:
    for one in community.get("amendments", []):
        made: dict[str, UUID] = {}
        when = script.moment(one["at"], now)
        rule = community["charter"][one["rule"] - 1] if "rule" in one else ""
        words = {"rule": rule, "text": one["text"], "why": one["why"]}
        play.at(when, 9, one["by"], partial(_propose, community["slug"], words, made))
        for place, handle in enumerate(one.get("support", []), 1):
            later = min(when + timedelta(hours=place), now)
            play.at(later, 9, handle, partial(_support, made))
        if "vote" in one:
            opened = script.moment(one["vote"]["at"], now)
            play.at(opened, 9, one["vote"]["by"], partial(_put_to_vote, made, one["vote"]["days"]))
            for place, (handle, choice) in enumerate(one["vote"]["ballots"].items(), 1):
                later = min(opened + timedelta(hours=place), now)
                play.at(later, 9, handle, partial(_vote, made, choice))


def _propose(slug: str, words: dict[str, str], made: dict[str, UUID], work: Work) -> None:
    made["id"] = amending.propose(work, slug, **words).id


def _support(made: dict[str, UUID], work: Work) -> None:
    amending.support(work, made["id"], on=True)


def _put_to_vote(made: dict[str, UUID], days: int, work: Work) -> None:
    amending.put_to_vote(work, made["id"], days=days)


def _vote(made: dict[str, UUID], choice: str, work: Work) -> None:
    amending.vote(work, made["id"], choice=choice)


def _change(slug: str, words: dict[str, str], work: Work) -> None:
    edit_community(work, slug, **words)


def _sanction(play: Play, slug: str, one: dict[str, Any], made: dict[str, UUID], work: Work) -> None:
    until = work.now + timedelta(days=one["days"]) if "days" in one else None
    words = {"kind": one["kind"], "reason": one["reason"], "rule": str(one["rule"])}
    made["id"] = sanction(work, slug, play.people[one["of"]].person_id, until=until, **words).id


def _appeal(made: dict[str, UUID], statement: str, work: Work) -> None:
    appeal(work, made["id"], statement=statement)


def _reply(made: dict[str, UUID], body: str, work: Work) -> None:
    reply(work, made["id"], body=body)


def _answer(made: dict[str, UUID], body: str, work: Work) -> None:
    answer(work, _case(work, made), body=body)


def _decide(made: dict[str, UUID], end: dict[str, Any], work: Work) -> None:
    decide(work, _case(work, made), outcome=end["outcome"], reason=end["reason"])


def _case(work: Work, made: dict[str, UUID]) -> UUID:
    about = Case.kind == CaseKind.APPEAL, Case.subject_id == made["id"]
    return work.session.scalars(select(Case.id).where(*about)).one()
