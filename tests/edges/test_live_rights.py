"""When a right ends, delivery ends: at once where this server is told, and by the sweep where it is not."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cast import PASSPHRASE
from tests.edges.live import Refused

UNKIND: dict[str, Any] = {"reason": "Unkind words.", "rule": "1"}


def punish(town, name: str, kind: str):
    path = f"/communities/{town.cast.crohns}/members/{town.person_id(name)}/sanctions"
    return town.call(town.cast.fay, "POST", path, {"kind": kind, **UNKIND})


def banned_with_a_report(town, name: str):
    """The decision about a report sends them away in one."""
    target = {"target": {"kind": "person", "id": str(town.person_id(name))}, "community": town.cast.crohns}
    assert town.call(town.cast.ben, "POST", "/reports", target | {"reason": "harassment"}).status_code == 201
    found = town.call(town.cast.fay, "GET", f"/communities/{town.cast.crohns}/cases?kind=report&state=open").json()
    case = next(one["id"] for one in found["items"] if one["subject"]["id"] == target["target"]["id"])
    said = {"outcome": "dismiss", "step": {"kind": "ban"}, **UNKIND}
    return town.call(town.cast.fay, "POST", f"/cases/{case}/decision", said)


def elsewhere(town, name: str, method: str, path: str, body: object = None):
    """The person themselves, signed in at another place."""
    town.newcomers["elsewhere"] = (town.person_id(name), town.sign_in(name)[1])
    return town.call("elsewhere", method, path, body)


def this_session(town, name: str) -> str:
    found = town.call(name, "GET", "/me/sessions").json()["items"]
    return next(one["id"] for one in found if one["current"])


def set_role(town, name: str):
    path = f"/communities/{town.cast.crohns}/members/{town.person_id(name)}"
    return town.call(town.cast.opal, "PATCH", path, {"role": "professional"})


MEMBERSHIP = {
    "leaving": (
        lambda town, name: town.call(name, "DELETE", f"/communities/{town.cast.crohns}/memberships/me"),
        "left",
    ),
    "a ban": (lambda town, name: punish(town, name, "ban"), "banned"),
    "a suspension": (lambda town, name: punish(town, name, "suspension"), "suspended"),
    "a ban with the decision about a report": (banned_with_a_report, "banned"),
}
SESSION = {
    "signing out": lambda town, name: town.call(name, "DELETE", "/sessions/current"),
    "being signed out from another place": lambda town, name: elsewhere(
        town, name, "DELETE", f"/me/sessions/{this_session(town, name)}"
    ),
    "signing out everywhere else": lambda town, name: elsewhere(town, name, "DELETE", "/me/sessions"),
    "a new passphrase": lambda town, name: elsewhere(
        town, name, "PUT", "/me/password", {"current": PASSPHRASE, "password": "another afternoon entirely"}
    ),
    "erasure": lambda town, name: elsewhere(town, name, "DELETE", "/me", {"password": PASSPHRASE, "content": "delete"}),
}


@pytest.fixture
def name(town) -> str:
    return town.newcomer(town.cast.crohns)


@pytest.mark.parametrize("way", MEMBERSHIP)
def test_a_membership_that_ends_ends_delivery_at_once(town, connect, name, room, ana, way):
    ear, second = connect(name), connect(name)
    ear.enter(room)
    end, status = MEMBERSHIP[way]
    assert end(town, name).ok
    ear.assert_over(ana, room)
    assert second.is_cut()
    assert ear.names()[-1] == second.names()[-1] == "membership:changed"
    assert ear.hear("membership:changed", lambda said: said["status"] == status)
    again = connect(name)
    assert again.enter(room)["error"]["code"] == "not_found"
    assert again.say(room)["error"]["code"] == "not_found"


def test_whoever_was_cut_may_come_back_for_their_other_communities(town, connect, name):
    town.appoint(name, town.cast.long_covid)
    connect(name)
    punish(town, name, "ban")
    assert connect(name).enter(town.cast.long_days)["missed"] == []


@pytest.mark.parametrize("way", SESSION)
def test_a_session_that_ends_ends_its_connections_at_once(town, connect, name, room, ana, way):
    ear, second = connect(name), connect(name)
    ear.enter(room)
    assert SESSION[way](town, name).ok
    ear.assert_over(ana, room)
    assert second.is_cut()
    with pytest.raises(Refused):
        connect(name)


def test_a_session_that_ends_leaves_the_others_open(town, connect, name, room, ana):
    ear = connect(name)
    ear.enter(room)
    assert elsewhere(town, name, "DELETE", "/sessions/current").ok
    ana.say(room, "Still here?")
    ear.hear_body("Still here?")
    assert ear.is_open


def test_another_role_means_another_connection(town, connect, name, room, ana):
    ear = connect(name)
    ear.enter(room)
    assert set_role(town, name).ok
    ear.assert_over(ana, room)
    assert connect(name).enter(room)["last_seq"] == 1


def test_a_facilitator_who_is_none_any_more_hears_no_cases(town, connect):
    name = town.newcomer(town.cast.crohns, role="facilitator")
    ear = connect(name)
    path = f"/communities/{town.cast.crohns}/members/{town.person_id(name)}"
    assert town.call(town.cast.opal, "PATCH", path, {"role": "member"}).ok
    assert ear.is_cut()
    again, fay = connect(name), connect(town.cast.fay)
    town.call(town.newcomer(), "POST", f"/communities/{town.cast.crohns}/memberships", {"answers": ["a", "b"]})
    fay.hear("case:changed")
    again.enter(town.commons)
    assert again.all("case:changed") == []


@pytest.mark.parametrize("kind", ["mute", "warning"])
def test_whoever_is_sanctioned_is_told_that_there_is_something_to_read(town, connect, name, room, kind):
    ear = connect(name)
    ear.enter(room)
    assert punish(town, name, "note").ok
    made = punish(town, name, kind).json()["sanction"]["id"]
    assert town.call(town.cast.fay, "DELETE", f"/sanctions/{made}").ok
    ear.hear("notice")
    ear.say(room)
    assert [set(one) for one in ear.all("notice")] == [{"kind", "community_id"}] * 2
    assert town.call(name, "POST", f"/sanctions/{made}/appeal", {"statement": "No."}).ok
    (case,) = _appeals(town, made)
    decided = town.call(town.cast.opal, "POST", f"/cases/{case}/decision", {"outcome": "overturn", "reason": "No."})
    assert decided.ok
    ear.hear("notice", lambda said: said["kind"] == "appeal")


def _appeals(town, sanction: str) -> list[str]:
    found = town.call(town.cast.opal, "GET", f"/communities/{town.cast.crohns}/cases?kind=appeal&state=open").json()
    return [one["id"] for one in found["items"] if one["subject"]["id"] == sanction]


def test_somebody_muted_hears_on_and_says_nothing(town, connect, name, room, ana):
    ear = connect(name)
    ear.enter(room)
    assert punish(town, name, "mute").ok
    assert ear.say(room)["error"]["code"] == "not_allowed"
    ana.say(room, "Be well.")
    ear.hear_body("Be well.")
