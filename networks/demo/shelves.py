"""The libraries of the play: each resource goes its way to where the script wants it, by the real use cases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from networks.demo import script
from networks.demo.play import Play
from networks.demo.tries import tell_tries
from networks.resources import actions, collecting, endorsing, reviewing, settling, trying
from networks.resources.models import State, Step
from networks.work import Work

WORDS: Final = ("kind", "title", "body", "url", "tags", "helps", "source", "interest", "try_days", "needs")
SETTLED: Final = ("tags", "circumstances", "reasons", "review_months")
KIND_WORDS: Final = "Thank you. It is clear, it is yours, and nobody will be worse off for trying it."

DECIDED: Final = {
    State.PUBLISHED: Step.PUBLISH,
    State.ARCHIVED: Step.PUBLISH,
    State.CHANGES_REQUESTED: Step.REQUEST_CHANGES,
    State.DECLINED: Step.DECLINE,
}

ASK: Final = timedelta(hours=2)
ENDORSE: Final = timedelta(hours=14)
DECIDE: Final = timedelta(hours=19)


def rehearse_library(play: Play, library: dict[str, Any], hosts: list[str], now: datetime) -> None:
    """`hosts` look after the community: each decides about what is not their own."""
    slug = library["slug"]
    opening = min(script.moment(one["at"], now) for one in library["resources"]) - timedelta(hours=1)
    play.at(opening, 8, hosts[0], partial(_settle, library))
    for number, one in enumerate(library["resources"]):
        others = [host for host in hosts if host != one["by"]]
        reviewer = one.get("reviewer") or others[number % len(others)]
        _rehearse_resource(play, slug, one, reviewer, now)
    play.at(now, 11, None, partial(tell_tries, play, library))
    for each in library.get("collections", []):
        play.at(now, 12, hosts[0], partial(_collect, play, slug, each))


def _rehearse_resource(play: Play, slug: str, one: dict[str, Any], reviewer: str, now: datetime) -> None:
    begun = script.moment(one["at"], now)
    state, author = State(one.get("state", State.PUBLISHED)), one["by"]
    play.at(begun, 8, author, partial(_offer, play, slug, one, submit=state not in (State.DRAFT, State.WITHDRAWN)))
    for name in one.get("endorsed"), one.get("asks"):
        if name:
            play.at(min(begun + ASK, now), 8, reviewer, partial(_ask, play, one, name))
    if "endorsed" in one:
        play.at(min(begun + ENDORSE, now), 9, one["endorsed"], partial(_endorse, play, one))
    if state in DECIDED:
        reason = KIND_WORDS if DECIDED[state] == Step.PUBLISH else one["reason"]
        decided = min(begun + DECIDE, now)
        play.at(decided, 9, reviewer, partial(_decide, play, one, DECIDED[state], reason, 1))
    for when, who, step in _afterwards(play, one, reviewer, now):
        play.at(max(when, min(begun + DECIDE, now)), 10, who, step)


def _afterwards(play: Play, one: dict[str, Any], reviewer: str, now: datetime) -> Iterator[tuple[datetime, str, Any]]:
    if "second" in one:
        again = script.moment(one["second"]["at"], now)
        yield again, one["by"], partial(_revise, play, one)
        yield again + ASK, reviewer, partial(_decide, play, one, Step.PUBLISH, KIND_WORDS, 2)
    if "archived" in one:
        yield script.moment(one["archived"], now), reviewer, partial(_archive, play, one)
    if one.get("state") == State.WITHDRAWN:
        yield now - ASK, one["by"], partial(_withdraw, play, one)
    for handle, days in one.get("trying", {}).items():
        yield now - timedelta(days=days["since"]), handle, partial(_try, play, one, days["ask"])


def _settle(library: dict[str, Any], work: Work) -> None:
    settling.settle(work, library["slug"], **{name: library[name] for name in SETTLED})


def _offer(play: Play, slug: str, one: dict[str, Any], work: Work, *, submit: bool) -> None:
    words = {name: one[name] for name in WORDS if name in one}
    made = actions.offer(work, slug, **words | {"body": one["body"].strip()})
    play.offered[one["id"]] = made.resource.id
    if submit:
        actions.submit(work, made.resource.id)


def _ask(play: Play, one: dict[str, Any], handle: str, work: Work) -> None:
    endorsing.assign(work, play.offered[one["id"]], play.people[handle].person_id)


def _endorse(play: Play, one: dict[str, Any], work: Work) -> None:
    endorsing.endorse(work, play.offered[one["id"]], version=1, interests="None.")


def _decide(play: Play, one: dict[str, Any], outcome: str, reason: str, version: int, work: Work) -> None:
    reviewing.decide(work, play.offered[one["id"]], outcome=outcome, reason=reason, version=version)


def _revise(play: Play, one: dict[str, Any], work: Work) -> None:
    found, second = play.offered[one["id"]], one["second"]
    actions.revise(work, found)
    actions.keep_draft(work, found, body=f"{one['body'].strip()}\n\n{second['add']}", note=second["note"])
    actions.submit(work, found)


def _archive(play: Play, one: dict[str, Any], work: Work) -> None:
    reviewing.archive(work, play.offered[one["id"]], reason=one["reason"])


def _withdraw(play: Play, one: dict[str, Any], work: Work) -> None:
    actions.withdraw(work, play.offered[one["id"]])


def _try(play: Play, one: dict[str, Any], days: int, work: Work) -> None:
    trying.start(work, play.offered[one["id"]], days=days)


def _collect(play: Play, slug: str, each: dict[str, Any], work: Work) -> None:
    made = collecting.make_collection(work, slug, name=each["name"], purpose=each["purpose"])
    for one in each["holds"]:
        collecting.collect(work, made.id, play.offered[one])
