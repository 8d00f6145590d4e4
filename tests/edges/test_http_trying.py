"""Trying over HTTP: a report told, told anew and taken back, and outcomes in the shape that programs rely on."""

from __future__ import annotations

import pytest

from networks.resources.releasing import release_now
from tests.domain.acts import do
from tests.domain.tries import FLARE, crowd, in_the_library, settle_circumstances, tell
from tests.edges.caller import refused

REPORT = {"version": 1, "illness": "less", "treatment": "same", "effort": "some", "days": 28, "kept": True}
NOTHING = {"count": None, "low": None, "high": None}


@pytest.fixture
def tip(network, cast):
    settle_circumstances(network, cast, FLARE)
    return in_the_library(network, cast)


def test_a_report_is_told_told_anew_and_taken_back(as_, cast, tip):
    place, ben = f"/resources/{tip}/try-report", as_(cast.ben)
    refused(ben.get(place), 404)
    told = ben.put(place, REPORT | {"unwanted": "A headache.", "circumstances": [FLARE], "note": "  "})
    assert told.status_code == 200
    whole = REPORT | {"unwanted": "A headache.", "circumstances": [FLARE], "note": None}
    assert told.json == ben.get(place).json == {"try_report": whole}
    assert ben.put(place, REPORT | {"illness": "more", "kept": False}).json["try_report"]["unwanted"] is None
    for _ in range(2):
        assert (ben.delete(place).status_code, ben.delete(place).json) == (200, {})
    refused(ben.get(place), 404)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"illness": "much"}, "illness"),
        ({"treatment": None}, "treatment"),
        ({"effort": "huge"}, "effort"),
        ({"days": -1}, "days"),
        ({"days": "9"}, "days"),
        ({"kept": "yes"}, "kept"),
        ({"circumstances": ["under the moon"]}, "circumstances"),
        ({"version": 7}, "version"),
        ({"person_id": "me"}, "person_id"),
        ({"note": "x" * 501}, "note"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_what_is_no_report_is_told_by_field(as_, cast, tip, wrong, field):
    refused(as_(cast.ben).put(f"/resources/{tip}/try-report", REPORT | wrong), 422, field)


def test_saying_that_one_tries_it_and_not_being_asked(as_, cast, tip, clock):
    place, ben = f"/resources/{tip}/trial", as_(cast.ben)
    said = ben.put(place, {"days": 14})
    assert said.status_code == 200
    assert set(said.json["trial"]) == {"started_at", "ask_at"}
    assert ben.put(place, {}).status_code == 200
    for _ in range(2):
        assert ben.delete(place).status_code == 200


def test_outcomes_have_their_shape_and_below_five_people_no_number(as_, network, cast, tip):
    place, ben = f"/resources/{tip}/outcomes", as_(cast.ben)
    for reports in (0, 4):
        tell(network, crowd(network, cast, reports), tip)
        do(network, None, release_now, cast.crohns_id)
        none = {"less": NOTHING, "same": NOTHING, "more": NOTHING}
        empty = {"version": 1, "n": None, "kept": None, "illness": none, "treatment": none, "suppressed": True}
        assert ben.get(place).json == {"outcomes": empty}
    tell(network, crowd(network, cast, 8), tip, "less", "more", kept=False)
    assert ben.get(place).json == {"outcomes": empty}
    do(network, None, release_now, cast.crohns_id)
    shown = ben.get(place).json["outcomes"]
    assert (shown["n"], shown["kept"], shown["suppressed"]) == (12, 4, False)
    assert {kind: one["count"] for kind, one in shown["illness"].items()} == {"less": 8, "same": 0, "more": 4}
    assert shown["illness"]["less"]["low"] == pytest.approx(0.3906, abs=1e-4)
    assert shown["illness"]["less"]["high"] == pytest.approx(0.8619, abs=1e-4)


def test_to_outsiders_all_of_it_is_not_there(as_, network, cast, tip):
    tell(network, crowd(network, cast, 6), tip)
    do(network, None, release_now, cast.crohns_id)
    nothing = as_(cast.ana).get(f"/resources/{cast.everyday}").data
    calls = [
        ("get", "outcomes", None), ("get", "try-report", None), ("put", "try-report", REPORT),
        ("delete", "try-report", None), ("put", "trial", {}), ("delete", "trial", None),
    ]  # fmt: skip
    for method, what, body in calls:
        for who in (cast.gil, cast.oli, cast.pia, cast.bea, cast.una, *([] if what == "outcomes" else [cast.opal])):
            answer = getattr(as_(who), method)(f"/resources/{tip}/{what}", *([body] if body is not None else []))
            assert (answer.status_code, answer.data) == (404, nothing), (who.handle, what)
        answer = getattr(as_(None), method)(f"/resources/{tip}/{what}", *([body] if body is not None else []))
        assert answer.status_code == 401


def test_its_author_does_not_report_on_it(as_, cast, tip):
    refused(as_(cast.ana).put(f"/resources/{tip}/try-report", REPORT), 403)
    refused(as_(cast.ana).put(f"/resources/{tip}/trial", {}), 403)
    assert as_(cast.ana).get(f"/resources/{tip}/outcomes").status_code == 200


def test_the_audit_and_the_queue_know_nothing_of_reports(as_, cast, tip):
    fay = as_(cast.fay)
    before = [fay.get(f"/communities/crohns/{what}").json for what in ("audit", "cases")]
    as_(cast.ben).put(f"/resources/{tip}/trial", {})
    as_(cast.ben).put(f"/resources/{tip}/try-report", REPORT)
    as_(cast.ben).delete(f"/resources/{tip}/try-report")
    assert [fay.get(f"/communities/crohns/{what}").json for what in ("audit", "cases")] == before
