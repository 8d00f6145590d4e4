"""A facilitator hears nothing of a case about themselves, or about what was said to them alone,
from its beginning to its end, where the others hear all."""

from __future__ import annotations

from uuid import uuid4

import pytest

SAID = "Honestly just bin the tablets."


@pytest.fixture
def her(town):
    """A facilitator who said something that is reported, and others who look after the place."""
    name = town.newcomer(town.cast.crohns, "commons", role="facilitator")
    room = town.new_room(town.cast.crohns)
    said = town.call(name, "POST", f"/rooms/{room}/messages", {"body": SAID, "client_key": uuid4().hex})
    return name, said.json()["message"]["id"]


@pytest.fixture
def said_to_her(town, her):
    """A member, and what they said to her in a conversation of two."""
    name = town.newcomer(town.cast.crohns)
    start = f"/communities/{town.cast.crohns}/conversations"
    room = town.call(name, "POST", start, {"person_id": str(town.person_id(her[0]))}).json()["conversation"]["id"]
    said = town.call(name, "POST", f"/rooms/{room}/messages", {"body": SAID, "client_key": uuid4().hex})
    return name, said.json()["message"]["id"]


def through_its_life(town, about: str, said: str, reporter) -> str:
    """Reported, taken, noted, handed over, opened by an operator, noted about them, decided; returns the case."""
    fay, other = town.cast.fay, town.newcomer(town.cast.crohns, role="facilitator")
    report = {"target": {"kind": "message", "id": said}, "reason": "risk", "note": "Please look."}
    assert town.call(reporter, "POST", "/reports", report).status_code == 201
    found = town.call(fay, "GET", f"/communities/{town.cast.crohns}/cases?kind=report&state=open").json()["items"]
    case = next(one["id"] for one in found if one["subject"]["id"] == said)
    path, them = f"/cases/{case}", f"/communities/{town.cast.crohns}/members/{town.person_id(about)}"
    for who, call, body in (
        (fay, f"{path}/claim", {}),
        (fay, f"{path}/notes", {"body": "She knows better."}),
        (fay, f"{path}/handover", {"person_id": str(town.person_id(other))}),
        (town.cast.opal, f"{path}/openings", {"reason": "A complaint."}),
        (fay, f"{them}/notes", {"body": "Please talk to her."}),
        (town.cast.opal, f"{them}/sanctions", {"kind": "note", "reason": "Watch.", "rule": "1"}),
        (other, f"{path}/decision", {"outcome": "dismiss", "reason": "A joke."}),
    ):
        assert town.call(who, "POST", call, body).status_code in (200, 201), call
    return str(case)


def only_the_others_heard(town, connect, case: str, ear, fay) -> None:
    def of_it(one):
        return one["id"] == case

    fay.hear("case:changed", of_it)
    speaker = connect(town.cast.ben)
    for one in (ear, speaker):
        one.enter(town.commons)
    speaker.say(town.commons, f"After {case}.")
    ear.hear_body(f"After {case}.")
    assert [one for one in ear.all("case:changed") if of_it(one)] == []
    assert len([one for one in fay.all("case:changed") if of_it(one)]) >= 5


def test_whom_a_case_is_about_hears_nothing_of_its_whole_life(town, connect, her):
    name, said = her
    ear, fay = connect(name), connect(town.cast.fay)
    case = through_its_life(town, name, said, town.cast.ben)
    only_the_others_heard(town, connect, case, ear, fay)
    assert ear.all("notice") == []


def test_whom_a_case_is_kept_from_hears_nothing_of_its_whole_life(town, connect, her, said_to_her):
    name, said = said_to_her
    ear, fay = connect(her[0]), connect(town.cast.fay)
    case = through_its_life(town, name, said, her[0])
    only_the_others_heard(town, connect, case, ear, fay)


@pytest.mark.parametrize("kind", ["suspension", "ban"])
def test_who_is_sent_away_with_the_queue_open_hears_no_more_of_it(town, connect, her, kind):
    name, _ = her
    ear = connect(name)
    path = f"/communities/{town.cast.crohns}/members/{town.person_id(name)}/sanctions"
    made = town.call(town.cast.opal, "POST", path, {"kind": kind, "reason": "Unkind.", "rule": "1"})
    assert made.status_code == 201
    assert ear.is_cut()
    back = connect(name)
    newcomer = town.newcomer()
    joined = {"answers": ["Yes.", "Long."]}
    assert town.call(newcomer, "POST", f"/communities/{town.cast.crohns}/memberships", joined).status_code == 201
    speaker = connect(town.cast.ben)
    for one in (back, speaker):
        one.enter(town.commons)
    speaker.say(town.commons, f"After {newcomer}.")
    back.hear_body(f"After {newcomer}.")
    here = str(town.cast.crohns_id)
    assert [one for one in back.all("case:changed") if one["community_id"] == here] == []
