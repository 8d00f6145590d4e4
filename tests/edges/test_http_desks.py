"""Who has a case, what happened to it, and how facilitators work, over HTTP."""

from __future__ import annotations

from typing import Any

import pytest

from networks.moderation.cases import escalate, open_case
from networks.moderation.models import CaseKind, Severity
from networks.resources.actions import edit, submit
from networks.resources.reviewing import decide
from tests.domain.acts import do
from tests.domain.reviews import TIP, handed_in, open_cases
from tests.edges import shapes
from tests.edges.caller import NOWHERE, gone, refused

OFFICE = {"time_zone": "Europe/London", "days": [0, 4], "opens": "09:00", "closes": "17:30"}
on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def case(cast) -> str:
    """Pia's request to join."""
    return f"/cases/{cast.pia_case}"


@pytest.fixture
def second(as_, cast):
    """A second facilitator: Ben."""
    as_(cast.opal).patch(f"/communities/{cast.crohns}/members/{cast.ben.person_id}", {"role": "facilitator"})
    return cast.ben


def test_the_next_case_is_taken_given_back_and_handed_over(as_, cast, case, second):
    place = f"/communities/{cast.crohns}/cases/next"
    taken = as_(cast.fay).post(place).json["case"]
    assert set(taken) == shapes.CASE
    assert (taken["id"], taken["claimed_by"]["handle"]) == (str(cast.pia_case), "Fay")
    assert as_(second).post(place).json == {"case": None}
    assert as_(cast.fay).delete(f"{case}/claim").json["case"]["claimed_by"] is None
    assert as_(second).post(place).json["case"]["id"] == str(cast.pia_case)
    assert (
        "Ben" in refused(as_(cast.fay).post(f"{case}/handover", {"person_id": str(second.person_id)}), 409)["message"]
    )
    handed = as_(second).post(f"{case}/handover", {"person_id": str(cast.fay.person_id)})
    assert handed.json["case"]["claimed_by"]["handle"] == "Fay"
    told = as_(cast.opal).get(f"{case}/timeline").json["items"]
    assert sorted((one["what"], (one["by"] or {}).get("handle")) for one in told) == [
        ("claimed", "Ben"),
        ("claimed", "Fay"),
        ("given_back", "Fay"),
        ("handed_over", "Ben"),
        ("opened", None),
    ]


def test_whoever_has_had_enough_is_handed_what_is_red_and_no_more_and_claims_what_they_like(
    as_, network, cast, case, second
):
    as_(cast.opal).put("/communities/crohns/load-cap", {"cap": 1})
    subject = {"subject_kind": "message", "subject_id": cast.everyday, "person_id": None}
    do(network, None, open_case, cast.crohns_id, CaseKind.SAFETY, **subject)
    other = as_(cast.fay).get("/communities/crohns/cases?kind=safety").json["items"][0]["id"]
    for one in (case, f"/cases/{other}"):
        assert as_(second).post(f"{one}/claim").status_code == 200
    as_(second).delete(f"{case}/claim")
    as_(cast.fay).post(f"{case}/claim")
    there = {"person_id": str(second.person_id)}
    assert "Ben has had as many" in refused(as_(cast.fay).post(f"{case}/handover", there), 409)["message"]
    do(network, None, escalate, cast.pia_case, Severity.RED)
    assert as_(cast.fay).post(f"{case}/handover", there).json["case"]["claimed_by"]["handle"] == "Ben"
    lines = {one["slug"]: one["full"] for one in as_(cast.opal).get("/overview").json["items"]}
    assert ([one["handle"] for one in lines["crohns"]], lines["long-covid"]) == (["Ben"], [])


@pytest.mark.parametrize("said", [{}, {"person_id": "Ben"}, {"person_id": None}, {"person_id": NOWHERE}])
@on_sqlite
def test_a_case_is_handed_to_somebody(as_, cast, case, said):
    as_(cast.fay).post(f"{case}/claim")
    refused(as_(cast.fay).post(f"{case}/handover", said), 422, "person_id")


@on_sqlite
def test_a_case_about_oneself_is_not_there_for_any_of_it(as_, cast, case):
    as_(cast.fay).post(f"{case}/decision", {"outcome": "approve", "reason": "Welcome."})
    as_(cast.opal).patch(f"/communities/{cast.crohns}/members/{cast.pia.person_id}", {"role": "facilitator"})
    nowhere, someone = f"/cases/{NOWHERE}", {"person_id": str(cast.fay.person_id)}
    pia = as_(cast.pia)
    assert gone(pia.delete(f"{case}/claim")) == gone(pia.delete(f"{nowhere}/claim"))
    assert gone(pia.get(f"{case}/timeline")) == gone(pia.get(f"{nowhere}/timeline"))
    assert gone(pia.post(f"{case}/handover", someone)) == gone(pia.post(f"{nowhere}/handover", someone))


def test_hours_and_reasons_are_set_and_shown(as_, cast):
    desk = f"/communities/{cast.crohns}/desk"
    before = as_(cast.fay).get(desk).json["desk"]
    assert before["hours"] == {"time_zone": "UTC", "days": [], "opens": "09:00", "closes": "17:00"}
    assert before["reasons"]["join"]["approve"]
    assert as_(cast.fay).put(f"{desk}/hours", OFFICE).json["desk"]["hours"] == OFFICE
    own = {"approve": ["Come in."], "decline": []}
    assert as_(cast.opal).put(f"{desk}/reasons/join", {"reasons": own}).json["desk"]["reasons"]["join"] == own
    for kind in ("review", "gossip"):
        refused(as_(cast.fay).put(f"{desk}/reasons/{kind}", {"reasons": {}}), 404)


def test_what_is_often_said_is_set_by_occasion_and_shown(as_, cast):
    desk = f"/communities/{cast.crohns}/desk"
    before = as_(cast.fay).get(desk).json["desk"]["greetings"]
    assert {name: len(words) for name, words in before.items()} == {"welcome": 3, "check_in": 3}
    own = ["Hello {name}.", "Come in, {name}."]
    told = as_(cast.fay).put(f"{desk}/greetings", {"welcome": own}).json["desk"]
    assert told["greetings"] == before | {"welcome": own}
    assert as_(cast.opal).get(desk).json["desk"] == told
    for said, field in (
        ({"welcome": ["Hello."]}, "welcome"),
        ({"welcome": [""]}, "welcome.0"),
        ({"check_in": ["{name} " * 100]}, "check_in.0"),
        ({"check_in": ["{name}"] * 21}, "check_in"),
        ({"farewell": ["Bye {name}."]}, "farewell"),
    ):
        refused(as_(cast.fay).put(f"{desk}/greetings", said), 422, field)
    assert as_(cast.fay).get(desk).json["desk"] == told


@pytest.mark.parametrize(
    "other",
    [
        {"time_zone": "Mars/Olympus"},
        {"days": list(range(7)) * 2},
        {"opens": "9:00"},
        {"opens": "24:00"},
        {"closes": "09:30"},
        {"lunch": "12:00"},
    ],
)
@on_sqlite
def test_hours_are_days_and_times(as_, cast, other):
    refused(as_(cast.fay).put(f"/communities/{cast.crohns}/desk/hours", OFFICE | other), 422, *other)


@pytest.mark.parametrize("day", [7, -1, True, "Monday", None])
@on_sqlite
def test_days_are_those_of_the_week(as_, cast, day):
    refused(as_(cast.fay).put(f"/communities/{cast.crohns}/desk/hours", OFFICE | {"days": [day]}), 422, "days.0")


@on_sqlite
def test_how_facilitators_work_is_theirs_to_see_and_to_set(as_, cast):
    desk, nowhere = (f"/communities/{slug}/desk" for slug in (cast.crohns, "no-such-place"))
    asks: Any = (
        ("GET", "", None),
        ("PUT", "/hours", OFFICE),
        ("PUT", "/reasons/join", {"reasons": {}}),
        ("PUT", "/greetings", {}),
    )
    for method, path, said in asks:
        for person in (cast.ana, cast.lin, cast.max):
            refused(as_(person).call(method, desk + path, said), 403)
        for person in (cast.pia, cast.bea, cast.oli, cast.gil):
            refused(as_(person).call(method, desk + path, said), 404)
            hidden = as_(person).call(method, f"/communities/{cast.hidden}/desk{path}", said)
            assert hidden.data == as_(person).call(method, nowhere + path, said).data


def test_a_review_is_decided_about_the_version_that_was_read(as_, network, cast):
    """Whoever read version 1 does not publish version 2 with it."""
    made = handed_in(network, cast)
    do(network, cast.fay, decide, made, outcome="request_changes", reason="Where is it from?", version=1)
    do(network, cast.ana, edit, made, body=TIP["body"] + " More.")
    do(network, cast.ana, submit, made)
    (waiting,) = open_cases(network, cast)
    place, said = f"/cases/{waiting.id}/decision", {"outcome": "publish", "reason": "Good."}
    refused(as_(cast.fay).post(place, said | {"version": 1}), 409)
    refused(as_(cast.fay).post(place, said | {"version": 0}), 422, "version")
    assert as_(cast.fay).get(f"/cases/{waiting.id}").json["case"]["state"] == "open"
    assert as_(cast.fay).post(place, said | {"version": 2}).json["case"]["outcome"] == "publish"
