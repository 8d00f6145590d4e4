"""Playing the script: each step is a use case, done by the person and at the moment that the script names."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final
from uuid import uuid4

from networks import removal
from networks.chat import actions as chat
from networks.chat import posting, rooms
from networks.communities.actions import appoint, join, make_community
from networks.demo import script
from networks.demo.caring import rehearse_care, rehearse_notes
from networks.demo.deciding import first_charter, rehearse_amendments, rehearse_charter, rehearse_sanctions
from networks.demo.play import Play, Step
from networks.demo.professions import rehearse_professions
from networks.demo.reporting import rehearse_reports
from networks.demo.rota import rehearse_rota
from networks.demo.shelves import rehearse_library
from networks.demo.two import rehearse_conversations
from networks.facilitation.mentoring import offer
from networks.facilitation.newcomers import escalate
from networks.moderation.actions import decide
from networks.moderation.queries import cases
from networks.people.actions import make_operator, register
from networks.people.models import Person
from networks.people.queries import anybody, person_by_handle
from networks.safety.watch import Watch
from networks.work import Asker, Network, Work

OPERATOR: Final = "oli"


def fill(network: Network, secret: str) -> bool:
    """Fill an empty network; `secret` is the passphrase hash of those who can be looked around as.

    Returns False, changing nothing, where there is anybody already.
    """
    with network.reading() as work:
        now = work.now
        if anybody(work):
            return False
    play = Play(secret)
    _rehearse(play, now)
    stage = _Stage(network)
    for when, _, who, step in sorted(play.steps, key=lambda one: one[:2]):
        stage.perform(when, play.people.get(who) if who else None, step)
    return True


class _Stage:
    """The same network with a clock that the script turns, and nobody listening outside."""

    def __init__(self, network: Network) -> None:
        self.when = network.clock()
        self.network = Network(
            network.database, render=network.render, inside=network.inside, clock=self._clock, verification=False
        )
        Watch(self.network)

    def _clock(self) -> datetime:
        return self.when

    def perform(self, when: datetime, asker: Asker | None, step: Step) -> None:
        self.when = when
        with self.network.begin(asker) as work:
            step(work)


def _rehearse(play: Play, now: datetime) -> None:
    start = min(script.moment(person["joined"], now) for person in script.people()) - timedelta(days=2)
    for person in script.people():
        when = start if person.get("operator") else script.moment(person["joined"], now)
        play.at(when, 0, None, partial(_register, play, person))
    for hours in range(24):
        play.at(now - timedelta(hours=hours), 9, None, _look_after_newcomers)
    for community in script.communities():
        _rehearse_community(play, community, start + timedelta(hours=1), now)
        hosts = [one["handle"] for one in community["members"] if one.get("role") == "facilitator"]
        rehearse_rota(play, community["slug"], hosts, now)
        rehearse_library(play, script.library(community["slug"]), hosts, now)


def _rehearse_community(play: Play, community: dict[str, Any], start: datetime, now: datetime) -> None:
    slug, host = community["slug"], community["members"][0]["handle"]
    play.at(start, 1, OPERATOR, partial(_make, play, community))
    for member in community["members"]:
        play.at(script.moment(member["at"], now), 2, member["handle"], partial(_join, slug, member))
        if member.get("status") != "pending":
            host_is_in = member["handle"] != host
            play.at(
                script.moment(member["at"], now), 3, host if host_is_in else OPERATOR, partial(_settle, slug, member)
            )
    for mentor in community.get("mentors", []):
        play.at(script.moment(mentor["at"], now), 8, mentor["handle"], partial(_offer, slug, mentor["capacity"]))
    for room, said in script.messages(community):
        _rehearse_message(play, slug, room["name"], said, now)
    rehearse_conversations(play, community, now)
    rehearse_care(play, community, now)
    rehearse_notes(play, community, now)
    rehearse_charter(play, community, now)
    rehearse_amendments(play, community, now)
    rehearse_reports(play, community, now)
    rehearse_sanctions(play, community, now)
    rehearse_professions(play, community, OPERATOR, now)


def _rehearse_message(play: Play, slug: str, room: str, said: dict[str, Any], now: datetime) -> None:
    key = (slug, room, said.setdefault("id", uuid4().hex))
    when = script.moment(said["at"], now)
    play.at(when, 4, said["by"], partial(_say, play, key, said))
    if "edited" in said:
        edited = script.moment(said.get("edited_at", said["at"]), now)
        play.at(max(edited, when), 5, said["by"], partial(_edit, play, key, said["edited"]))
    for emoji, handles in said.get("reactions", {}).items():
        for place, handle in enumerate(handles):
            later = min(when + timedelta(minutes=3 + 7 * place), now)
            play.at(later, 6, handle, partial(_react, play, key, emoji))
    if "removed_by" in said:
        removed = script.moment(said.get("removed_at", said["at"]), now)
        play.at(max(removed, when), 7, said["removed_by"], partial(_remove, play, key, said.get("removed_why")))


def _offer(slug: str, capacity: int, work: Work) -> None:
    offer(work, slug, capacity=capacity)


def _look_after_newcomers(work: Work) -> None:
    escalate(work)


def _register(play: Play, person: dict[str, Any], work: Work) -> None:
    handle = person["handle"]
    secret = play.secret if person.get("sign_in") else None
    made: Person = register(work, handle=handle, email=f"{handle}@example.org", secret=secret, verify=False)
    for name in ("about", "pronouns", "time_zone"):
        setattr(made, name, person.get(name) or getattr(made, name))
    if person.get("operator"):
        make_operator(work, made)
    is_operator = bool(person.get("operator"))
    play.people[handle] = Asker(made.id, uuid4(), handle, is_operator, True, "en", made.time_zone, work.now)


def _make(play: Play, community: dict[str, Any], work: Work) -> None:
    names = ("slug", "name", "condition", "summary", "about", "visibility", "joining")
    details = {name: community[name] for name in names}
    charter = "\n".join(first_charter(community))
    make_community(work, **details, questions=community.get("questions", []), charter=charter)
    for room in community["rooms"]:
        made = rooms.make_room(
            work, community["slug"], name=room["name"], purpose=room.get("purpose", ""), section=room["section"]
        )
        play.rooms[community["slug"], room["name"]] = made.id


def _join(slug: str, member: dict[str, Any], work: Work) -> None:
    join(work, slug, answers=member.get("answers", []))


def _settle(slug: str, member: dict[str, Any], work: Work) -> None:
    """The first facilitators are appointed before anybody could approve them; the rest is let in by a decision."""
    person = person_by_handle(work, member["handle"])
    _, waiting = cases(work, slug, kind="join")
    mine = [seen.case.id for seen in waiting if seen.case.person_id == person.id and seen.case.outcome is None]
    for case_id in mine:
        decide(work, case_id, outcome="approve", reason="Welcome.")
    if member.get("role", "member") != "member":
        appoint(work, slug, person, member["role"], member.get("title"))


def _say(play: Play, key: tuple[str, str, str], said: dict[str, Any], work: Work) -> None:
    reply_to = play.said[key[0], key[1], said["reply_to"]] if "reply_to" in said else None
    message, _ = posting.post_message(
        work,
        play.rooms[key[:2]],
        body=said["say"].strip(),
        client_key=uuid4().hex,
        reply_to=reply_to,
        anonymous=said.get("anonymous", False),
    )
    play.said[key] = message.id
    rooms.mark_read(work, play.rooms[key[:2]], message.seq)


def _edit(play: Play, key: tuple[str, str, str], words: str, work: Work) -> None:
    chat.edit_message(work, play.said[key], body=words.strip())


def _react(play: Play, key: tuple[str, str, str], emoji: str, work: Work) -> None:
    chat.react(work, play.said[key], emoji, on=True)


def _remove(play: Play, key: tuple[str, str, str], reason: str | None, work: Work) -> None:
    removal.remove_message(work, play.said[key], reason=reason)
