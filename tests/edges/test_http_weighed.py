"""Who answers on joining, or writes a note with a report, sees alone whom they can talk to, and the desk is told."""

from __future__ import annotations

import pytest

from tests.cast import ANSWERS

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

RED = "I have decided. I am going to kill myself tonight."
NOTICE = "Something here sounds like it"


@pytest.mark.parametrize(("answer", "beside"), [(RED, {"support"}), (ANSWERS[1], set())])
def test_a_program_that_asks_to_join_gets_whom_to_talk_to(as_, cast, answer, beside):
    said = {"answers": [ANSWERS[0], answer]}
    made = as_(cast.oli).post("/communities/crohns/memberships", said)
    assert (made.status_code, set(made.json) - {"membership"}) == (201, beside)
    assert as_(cast.oli).post("/communities/crohns/memberships", said).status_code == 200


@pytest.mark.parametrize(("note", "beside"), [(RED, {"support"}), ("Please look.", set())])
def test_a_program_that_reports_gets_whom_to_talk_to(as_, cast, say, note, beside):
    target = {"kind": "message", "id": say(cast.ana)["id"]}
    made = as_(cast.ben).post("/reports", {"target": target, "reason": "spam", "note": note})
    assert (made.status_code, set(made.json) - {"report"}) == (201, beside)
    assert made.json["report"]["note"] == note


def test_who_asks_to_join_is_led_by_them_and_a_facilitator_is_told(client, as_, cast, sits, page, post):
    sits("Oli")
    answer = post("/c/crohns/memberships", "/c/crohns", answers=[ANSWERS[0], RED], agree="1")
    assert answer.location == "/support?heard=/c/crohns"
    assert "Only you can see this." in page(answer.location)
    sits("Fay")
    asked = as_(cast.fay).get("/communities/crohns/cases?kind=join&state=open").json["items"]
    shown = {one["subject"]["person"]["handle"]: page(f"/c/crohns/queue/{one['id']}") for one in asked}
    assert {who: NOTICE in text for who, text in shown.items()} == {"Oli": True, "Pia": False}
    assert {one["subject"]["person"]["handle"]: one["severity"] for one in asked} == {"Oli": "red", "Pia": "green"}


def test_who_reports_is_led_by_them_and_a_facilitator_is_told(as_, cast, say, sits, page, post):
    for note, told in ((RED, True), ("Please look.", False)):
        sits("Ben")
        path = f"/c/crohns/report/message/{say(cast.ana)['id']}"
        answer = post(path, path, reason="spam", note=note)
        assert answer.location.startswith("/c/crohns/support/heard?next=") == told
        if told:
            assert "Only you can see this." in page(answer.location)
        sits("Fay")
        cases = as_(cast.fay).get("/communities/crohns/cases?kind=report").json["items"]
        (found,) = [one["id"] for one in cases if one["severity"] == ("red" if told else "green")]
        assert (NOTICE in page(f"/c/crohns/queue/{found}")) == told
