"""A badge that comes or goes is told to the open rooms of its community, by whomever it was, and to nobody else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import update

from networks.base import utcnow
from networks.communities.actions import leave, set_role
from networks.communities.models import Membership
from networks.erasure import erase
from networks.moderation.sanctioning import sanction
from networks.people.actions import make_operator
from networks.people.models import Person
from networks.people.queries import asker_by_token
from tests.services.kept import wait_until

DIETITIAN = {"role": "professional", "title": "Dietitian"}
NONE = {"role": "member", "title": None}
UNKIND: dict[str, Any] = {"reason": "Unkind words.", "rule": "1"}


@pytest.fixture
def name(town) -> str:
    return town.newcomer(town.cast.crohns)


def give(town, name: str, badge: dict[str, Any]) -> None:
    path = f"/communities/{town.cast.crohns}/members/{town.person_id(name)}"
    assert town.call(town.cast.fay, "PATCH", path, badge).ok


def give_elsewhere(town, name: str, badge: dict[str, Any]) -> None:
    """Nobody tells this server of it."""
    with town.network.begin(town.cast.fay) as work:
        set_role(work, town.cast.crohns, town.person_id(name), badge["role"], badge["title"])


def hear(ear, town, name: str, badge: dict[str, Any]) -> Any:
    mine = {"person_id": str(town.person_id(name)), **badge}
    return ear.hear("badge:changed", lambda said: said.items() >= mine.items())


def heard_of(ear, town, name: str) -> list[Any]:
    return [said for said in ear.all("badge:changed") if said["person_id"] == str(town.person_id(name))]


def test_whoever_enters_learns_who_has_a_badge_in_this_community_and_in_no_other(town, connect, name, room):
    give(town, name, DIETITIAN)
    found = {one["person_id"]: one for one in connect(town.cast.ana).enter(room)["badges"]}
    assert found[str(town.cast.lin.person_id)] == {
        "person_id": str(town.cast.lin.person_id), "role": "professional", "title": "IBD nurse"
    }  # fmt: skip
    assert found[str(town.person_id(name))]["title"] == "Dietitian"
    assert found[str(town.cast.fay.person_id)]["role"] == "facilitator"
    assert found.keys().isdisjoint(str(one.person_id) for one in (town.cast.ana, town.cast.gil, town.cast.bea))


@pytest.mark.parametrize("way", [give, give_elsewhere])
def test_a_badge_is_told_when_it_is_given_changed_and_taken(town, ana, name, room, way):
    for badge in (DIETITIAN, DIETITIAN | {"title": "Pharmacist"}, NONE):
        way(town, name, badge)
        ids = {"room_id": room, "community_id": str(town.cast.crohns_id), "person_id": str(town.person_id(name))}
        assert hear(ana, town, name, badge) == ids | badge
    assert [said["title"] for said in heard_of(ana, town, name)] == ["Dietitian", "Pharmacist", None]


def test_a_facilitators_badge_is_one_too(town, ana, name):
    town.appoint(name, town.cast.crohns, "facilitator")
    hear(ana, town, name, {"role": "facilitator", "title": None})


@pytest.mark.parametrize("way", [give, give_elsewhere])
def test_nobody_else_hears_of_it(town, connect, ana, name, room, way):
    outside = connect(town.cast.gil)
    outside.enter(town.cast.long_days)
    elsewhere, never = connect(town.cast.ben), connect(town.cast.gil)
    elsewhere.enter(town.commons)
    way(town, name, DIETITIAN)
    hear(ana, town, name, DIETITIAN)
    for ear in (outside, elsewhere, never):
        assert ear.ask("room:leave", {"room_id": room}) == {}  # what was told before this has come
        assert ear.all("badge:changed") == []


def test_members_who_follow_no_room_hear_it_once_and_those_who_left_do_not(town, connect, ana, name, room):
    other = town.newcomer(town.cast.crohns)
    beside, left, gone = connect(town.cast.ben), connect(town.cast.ben), connect(other)
    left.enter(room)
    left.ask("room:leave", {"room_id": room})
    go(town, other, leave, town.cast.crohns)
    give(town, name, DIETITIAN)
    for ear in (beside, left):
        assert "room_id" not in hear(ear, town, name, DIETITIAN)
    assert gone.ask("room:leave", {"room_id": room}) == {}
    assert heard_of(gone, town, name) == []
    assert len(heard_of(beside, town, name)) == len(heard_of(ana, town, name)) == 1


def test_a_mute_or_a_newcomer_changes_no_badge(town, ana, name, room):
    town.newcomer(town.cast.crohns)
    with town.network.begin(town.cast.fay) as work:
        sanction(work, town.cast.crohns, town.person_id(name), kind="mute", **UNKIND)
    give(town, name, DIETITIAN)
    hear(ana, town, name, DIETITIAN)
    assert len(ana.all("badge:changed")) == 1


def as_themselves(town, name: str):
    with town.network.reading() as work:
        return asker_by_token(work, town.token(name))


def punish(town, name: str, kind: str) -> None:
    with town.network.begin(town.cast.fay) as work:
        sanction(work, town.cast.crohns, town.person_id(name), kind=kind, **UNKIND)


def go(town, name: str, how: Any, *given: Any, **named: Any) -> None:
    with town.network.begin(as_themselves(town, name)) as work:
        how(work, *given, **named)


ENDINGS = {
    "a suspension": lambda town, name: punish(town, name, "suspension"),
    "a ban": lambda town, name: punish(town, name, "ban"),
    "leaving": lambda town, name: go(town, name, leave, town.cast.crohns),
    "erasure": lambda town, name: go(town, name, erase, delete_content=False),
}


@pytest.mark.parametrize("way", ENDINGS)
def test_whoever_is_away_has_no_badge(town, ana, name, way):
    give(town, name, DIETITIAN)
    hear(ana, town, name, DIETITIAN)
    ENDINGS[way](town, name)
    hear(ana, town, name, NONE)


def test_a_badge_comes_back_with_the_end_of_a_suspension_of_which_nobody_tells(town, ana, name):
    give(town, name, DIETITIAN)
    punish(town, name, "suspension")
    hear(ana, town, name, NONE)
    ana.forget()
    theirs = (Membership.person_id == town.person_id(name), Membership.suspended_until.is_not(None))
    with town.network.begin() as work:
        work.session.execute(update(Membership).where(*theirs).values(suspended_until=utcnow() - timedelta(seconds=1)))
    hear(ana, town, name, DIETITIAN)


def test_a_badge_goes_when_its_time_is_over_of_which_nobody_tells(town, connect, ana, name, room):
    give(town, name, DIETITIAN)
    hear(ana, town, name, DIETITIAN)
    assert town.call(name, "POST", f"/rooms/{room}/messages", {"body": "Hello.", "client_key": uuid4().hex}).ok
    with town.network.begin() as work:
        theirs = update(Membership).where(Membership.person_id == town.person_id(name))
        work.session.execute(theirs.values(role_until=utcnow() - timedelta(seconds=1)))
    hear(ana, town, name, NONE)
    assert str(town.person_id(name)) not in str(connect(town.cast.ben).enter(room)["badges"])

    def drawn() -> Any:
        (said,) = town.call(town.cast.ana, "GET", f"/rooms/{room}/messages").json()["items"]
        return said["author"]

    assert wait_until(lambda: (drawn()["role"], drawn()["title"]) == ("member", None), 15)


def test_nothing_tells_who_wrote_anonymously(town, connect, ana, name, room):
    writer = connect(name)
    writer.enter(room)
    secret = writer.say(room, "I would rather not say.", anonymous=True)["message"]
    writer.say(room, "I am new here.")
    ana.hear_body("I am new here.")
    before = town.call(town.cast.ana, "GET", f"/rooms/{room}/messages").json()["items"]
    ana.forget()
    give(town, name, DIETITIAN)
    hear(ana, town, name, DIETITIAN)
    hidden, open_ = town.call(town.cast.ana, "GET", f"/rooms/{room}/messages").json()["items"]
    assert hidden == before[0]
    assert open_["author"]["title"] == "Dietitian"
    assert secret["id"] not in str(ana.all())
    assert ana.all("message:edited", "message:posted") == []


def ask(ear, community_id: Any) -> Any:
    return ear.ask("community:badges", {"community_id": str(community_id)})


def test_a_page_without_a_room_learns_who_has_a_badge_and_then_what_changes(town, connect, name):
    for who in (town.cast.ben, town.cast.max, town.cast.opal):
        ear = connect(who)
        found = {one["person_id"]: one["title"] for one in ask(ear, town.cast.crohns_id)["badges"]}
        assert found[str(town.cast.lin.person_id)] == "IBD nurse"
        assert str(town.person_id(name)) not in found
        give(town, name, DIETITIAN)
        assert "room_id" not in hear(ear, town, name, DIETITIAN)
        assert str(town.person_id(name)) in str(ask(ear, town.cast.crohns_id)["badges"])
        give(town, name, NONE)
        hear(ear, town, name, NONE)
        ear.close()


@pytest.mark.parametrize("who", ["gil", "pia", "oli", "bea"])
def test_to_outsiders_there_is_no_such_list_and_no_change_of_it(town, connect, ana, name, room, who):
    ear = connect(getattr(town.cast, who))
    refused = ask(ear, town.cast.crohns_id)
    assert refused["error"]["code"] == "not_found"
    assert refused == ask(ear, uuid4())
    give(town, name, DIETITIAN)
    hear(ana, town, name, DIETITIAN)
    assert ear.ask("room:leave", {"room_id": room}) == {}
    assert str(town.cast.crohns_id) not in str(ear.all("badge:changed"))  # of their own communities they may hear


def test_whoever_was_an_operator_hears_no_more_of_it(town, connect, ana, name, room):
    other = town.newcomer()
    with town.network.begin() as work:
        make_operator(work, work.session.get_one(Person, town.person_id(other)))
    ear = connect(other)
    assert "badges" in ask(ear, town.cast.crohns_id)
    with town.network.begin() as work:
        work.session.execute(update(Person).where(Person.id == town.person_id(other)).values(is_operator=False))
    give(town, name, DIETITIAN)
    hear(ana, town, name, DIETITIAN)
    assert ask(ear, town.cast.crohns_id)["error"]["code"] == "not_found"
    assert heard_of(ear, town, name) == []


def test_the_same_over_http(town, name):
    path = f"/communities/{town.cast.crohns}/badges"
    assert str(town.person_id(name)) not in town.call(town.cast.ben, "GET", path).text
    give_elsewhere(town, name, DIETITIAN)
    items = town.call(town.cast.ben, "GET", path).json()["items"]
    assert {"person_id": str(town.person_id(name)), **DIETITIAN} in items
    outside, nowhere = (town.call(town.cast.gil, "GET", one) for one in (path, "/communities/nowhere/badges"))
    assert outside.status_code == 404
    assert outside.content == nowhere.content
