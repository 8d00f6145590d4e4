"""When a right ends, delivery ends: at once where this server is told, and by the sweep where it is not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from app.realtime import sweep
from networks.base import utcnow
from networks.chat.models import Opening
from networks.communities.actions import leave
from networks.erasure import erase
from networks.moderation.actions import sanction
from networks.people.actions import end_this_session
from networks.people.queries import asker_by_token
from tests.cast import PASSPHRASE
from tests.edges.live import Refused

UNKIND = {"reason": "Unkind words.", "rule": "1"}


def punish(town, name: str, kind: str):
    path = f"/communities/{town.cast.crohns}/members/{town.person_id(name)}/sanctions"
    return town.call(town.cast.fay, "POST", path, {"kind": kind, **UNKIND})


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


@pytest.fixture
def room(town) -> str:
    return str(town.new_room(town.cast.crohns))


@pytest.fixture
def witness(town, connect, room):
    """Ben, who stays."""
    ear = connect(town.cast.ben)
    ear.enter(room)
    return ear


def assert_hears_nothing_more(ear, witness, room) -> None:
    """Somebody posts after the cut; it reaches the witness and not the ear."""
    assert ear.is_cut()
    witness.say(room, "Said afterwards.")
    witness.hear_body("Said afterwards.")
    assert not ear.is_open
    assert "Said afterwards." not in str(ear.all())


@pytest.mark.parametrize("way", MEMBERSHIP)
def test_a_membership_that_ends_ends_delivery_at_once(town, connect, name, room, witness, way):
    ear, second = connect(name), connect(name)
    ear.enter(room)
    end, status = MEMBERSHIP[way]
    assert end(town, name).ok
    assert_hears_nothing_more(ear, witness, room)
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
def test_a_session_that_ends_ends_its_connections_at_once(town, connect, name, room, witness, way):
    ear, second = connect(name), connect(name)
    ear.enter(room)
    assert SESSION[way](town, name).ok
    assert_hears_nothing_more(ear, witness, room)
    assert second.is_cut()
    with pytest.raises(Refused):
        connect(name)


def test_a_session_that_ends_leaves_the_others_open(town, connect, name, room, witness):
    ear = connect(name)
    ear.enter(room)
    assert elsewhere(town, name, "DELETE", "/sessions/current").ok
    witness.say(room, "Still here?")
    ear.hear_body("Still here?")
    assert ear.is_open


def test_another_role_means_another_connection(town, connect, name, room, witness):
    ear = connect(name)
    ear.enter(room)
    assert set_role(town, name).ok
    assert_hears_nothing_more(ear, witness, room)
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


def test_somebody_muted_hears_on_and_says_nothing(town, connect, name, room, witness):
    ear = connect(name)
    ear.enter(room)
    assert punish(town, name, "mute").ok
    assert ear.say(room)["error"]["code"] == "not_allowed"
    witness.say(room, "Be well.")
    ear.hear_body("Be well.")


def test_the_sweep_comes_round_within_five_seconds():
    assert sweep.EVERY < 5


def test_what_ended_in_another_process_ends_here_by_the_sweep(town, connect):
    """The command line, or a second server: nothing tells this server, so it has to look."""
    ears = {how: connect(town.newcomer(town.cast.crohns)) for how in ENDINGS}
    names = dict(zip(ENDINGS, list(town.newcomers)[-len(ENDINGS) :], strict=True))
    room = town.new_room(town.cast.crohns)
    for ear in ears.values():
        ear.enter(room)
    for how, end in ENDINGS.items():
        end(town, names[how])
    stays = [connect(person) for person in (town.cast.ben, town.cast.fay, town.cast.opal)]
    stays[0].enter(room)
    for ear in ears.values():
        assert_hears_nothing_more(ear, stays[0], room)
    assert all(ear.is_open for ear in stays)


def test_an_opening_that_ran_out_ends_by_the_sweep(town, connect):
    opal = connect(town.cast.opal)
    assert town.call(town.cast.opal, "POST", f"/rooms/{town.cast.quiet_corner}/openings", {"reason": "A report."}).ok
    opal.enter(town.cast.quiet_corner)
    with town.network.begin() as work:
        work.session.execute(update(Opening).values(expires_at=utcnow() - timedelta(seconds=1)))
    witness = connect(town.cast.ben)
    witness.enter(town.cast.quiet_corner)
    assert_hears_nothing_more(opal, witness, town.cast.quiet_corner)


@pytest.mark.parametrize("ending", ["another role", "a ban"])
def test_a_facilitators_queue_that_ended_in_another_process_ends_by_the_sweep(town, connect, ending):
    name = town.newcomer(town.cast.crohns, role="facilitator")
    ear = connect(name)
    if ending == "another role":
        town.appoint(name, town.cast.crohns, "member")
    else:
        with town.network.begin(town.cast.opal) as work:
            sanction(work, town.cast.crohns, town.person_id(name), kind="ban", **UNKIND)
    assert ear.is_cut()


def as_themselves(town, name: str):
    with town.network.reading() as work:
        return asker_by_token(work, town.token(name))


def ban_elsewhere(town, name: str) -> None:
    with town.network.begin(town.cast.fay) as work:
        sanction(work, town.cast.crohns, town.person_id(name), kind="ban", **UNKIND)


def leave_elsewhere(town, name: str) -> None:
    with town.network.begin(as_themselves(town, name)) as work:
        leave(work, town.cast.crohns)


def sign_out_elsewhere(town, name: str) -> None:
    with town.network.begin(as_themselves(town, name)) as work:
        end_this_session(work)


def erase_elsewhere(town, name: str) -> None:
    with town.network.begin(as_themselves(town, name)) as work:
        erase(work, delete_content=True)


ENDINGS = {"ban": ban_elsewhere, "leave": leave_elsewhere, "sign out": sign_out_elsewhere, "erase": erase_elsewhere}
