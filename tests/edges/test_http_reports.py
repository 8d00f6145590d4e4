"""Reports over HTTP: who may send one, who sees what came of it, the case's page, and the members' log."""

from __future__ import annotations

import re
from uuid import UUID

import pytest

from tests.cast import PASSPHRASE
from tests.domain.reports import HARMFUL, case_about
from tests.edges.caller import NOWHERE, key
from tests.edges.matrix import COLUMNS, person

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

INSIDE = ("Me", "Mu", "Pr", "Fa")


@pytest.fixture
def said(as_, cast) -> str:
    answer = as_(cast.ben).post(f"/rooms/{cast.everyday}/messages", {"body": HARMFUL, "client_key": key()})
    return str(answer.json["message"]["id"])


def about(kind, target, **more):
    return {"target": {"kind": kind, "id": str(target)}, "reason": "harmful_advice", "note": "Look."} | more


@pytest.mark.parametrize("column", COLUMNS)
def test_one_reports_what_one_may_see_and_else_it_looks_like_nothing(as_, cast, said, column):
    caller = as_(person(cast, column))
    for kind, target in (("message", said), ("person", cast.ben.person_id)):
        answer = caller.post("/reports", about(kind, target, community="crohns"))
        if column in INSIDE:
            assert answer.status_code == 201
            assert answer.json["report"]["target"] == {"kind": kind, "id": str(target)}
        else:
            nothing = caller.post("/reports", about(kind, NOWHERE, community="crohns"))
            assert (answer.status_code, answer.data) == (401 if column == "An" else 404, nothing.data)


def test_the_same_again_is_the_same_report_and_what_came_of_it_is_told(as_, cast, network, said):
    first = as_(cast.ana).post("/reports", about("message", said))
    again = as_(cast.ana).post("/reports", about("message", said))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json["report"]["id"] == again.json["report"]["id"]
    case = case_about(network, cast.fay, UUID(said)).case.id
    decision = {"outcome": "remove", "reason": "This can do harm.", "rule": "2. No medical orders."}
    assert as_(cast.fay).post(f"/cases/{case}/decision", decision).status_code == 200
    (mine,) = as_(cast.ana).get("/me/reports").json["items"]
    assert (mine["state"], mine["outcome"], mine["upheld"]) == ("closed", "remove", True)
    assert as_(cast.ben).get("/me/reports").json["items"] == []
    assert HARMFUL not in as_(cast.ana).get("/me/reports").get_data(as_text=True)
    (logged,) = as_(cast.lin).get("/communities/crohns/moderation").json["items"]
    assert (logged["kind"], logged["reason"], logged["rule"]) == ("message", "harmful_advice", decision["rule"])
    assert logged["at"].endswith("-01T00:00:00Z")
    assert not {"Ben", "Ana", HARMFUL} & set(str(logged).split("'"))
    assert as_(cast.gil).get("/communities/crohns/moderation").status_code == 404


def test_whoever_reported_first_reads_nothing_of_a_graver_report(as_, cast, network, said):
    as_(cast.ana).post("/reports", about("message", said, reason="spam"))
    path = f"/cases/{case_about(network, cast.fay, UUID(said)).case.id}"
    before = as_(cast.ana).get(path).json["case"]
    as_(cast.lin).post("/reports", about("message", said, reason="risk"))
    assert as_(cast.fay).get(path).json["case"]["severity"] == "red"
    assert as_(cast.ana).get(path).json["case"] == before
    assert as_(cast.ana).get("/communities/crohns/cases").json["items"] == [before]
    assert before["severity"] == "green"


def test_oneself_and_nonsense_are_refused(as_, cast, said):
    assert as_(cast.ben).post("/reports", about("message", said)).json["error"]["fields"].keys() == {"target"}
    for spoiled in (about("direct_message", said), about("message", said, reason="dull"), about("message", "x")):
        assert as_(cast.ana).post("/reports", spoiled).status_code == 422


def test_facilitators_read_it_on_the_case_and_decide_there(as_, client, cast, network, said):
    as_(cast.ana).post("/reports", about("message", said))
    case = case_about(network, cast.fay, UUID(said)).case.id
    signed_in = client.post("/api/v1/sessions", json={"handle": "Fay", "password": PASSPHRASE, "cookie": True})
    proof = {"X-CSRFToken": signed_in.json["csrf_token"]}
    page = client.get(f"/c/crohns/queue/{case}").get_data(as_text=True)
    assert HARMFUL in page
    assert "Look." in page
    form = {"outcome": "remove", "reason": "This can do harm.", "rule": "2. No medical orders."}
    assert client.post(f"/c/crohns/queue/{case}/report", data=form, headers=proof).status_code == 303
    assert as_(cast.ben).get(f"/rooms/{cast.everyday}/messages").json["items"][0]["removed"]
    client.post("/api/v1/sessions", json={"handle": "Opal", "password": PASSPHRASE, "cookie": True}, headers=proof)
    assert "What stood around it" not in client.get(f"/c/crohns/queue/{case}").get_data(as_text=True)


def test_the_case_shows_in_order_what_each_reporter_saw_once_it_was_changed(as_, client, cast, network, said, clock):
    path = f"/messages/{said}"
    as_(cast.ana).post("/reports", about("message", said))
    for body, who in (("Xylophone.", cast.lin), (HARMFUL, cast.lin), ("Fine.", cast.max)):
        clock.move(minutes=2)
        as_(cast.ben).patch(path, {"body": body})
        as_(who).post("/reports", about("message", said))
    clock.move(minutes=2)
    case = case_about(network, cast.fay, UUID(said)).case.id
    signed_in = client.post("/api/v1/sessions", json={"handle": "Fay", "password": PASSPHRASE, "cookie": True})
    page = client.get(f"/c/crohns/queue/{case}").get_data(as_text=True)
    told = (
        (HARMFUL, ""),
        ("Xylophone.", "had changed it to this when Lin reported it"),
        (HARMFUL, "had changed it to this when it was reported again"),
        ("Fine.", "had changed it to this when Max reported it"),
    )
    quotes = re.findall(r"<blockquote.*?</blockquote>", page, re.DOTALL)
    assert len(quotes) == len(told)
    for quote, (words, how) in zip(quotes, told, strict=True):
        assert f'<p class="whole">{words}</p>' in quote
        assert how in quote
        assert how or "changed" not in quote
    proof = {"X-CSRFToken": signed_in.json["csrf_token"]}
    client.post("/api/v1/sessions", json={"handle": "Opal", "password": PASSPHRASE, "cookie": True}, headers=proof)
    assert "Xylophone." not in client.get(f"/c/crohns/queue/{case}").get_data(as_text=True)


@pytest.mark.parametrize(
    ("rule", "says"),
    [({}, "No rule was named."), ({"rule": "2. No medical orders."}, "The rule: “2. No medical orders.”")],
)
def test_a_removal_says_its_rule_wherever_it_stands_and_that_none_was_named(
    as_, client, cast, network, said, rule, says
):
    as_(cast.ana).post("/reports", about("message", said))
    case = case_about(network, cast.fay, UUID(said)).case.id
    decided = as_(cast.fay).post(f"/cases/{case}/decision", {"outcome": "remove", "reason": "It does harm.", **rule})
    assert (decided.status_code, decided.json["case"]["rule"]) == (200, rule.get("rule"))
    client.post("/api/v1/sessions", json={"handle": "Fay", "password": PASSPHRASE, "cookie": True})
    for path in (f"/c/crohns/queue/{case}", "/c/crohns/audit"):
        assert client.get(path).get_data(as_text=True).count(says) == 1, path
    (logged,) = as_(cast.lin).get("/communities/crohns/moderation").json["items"]
    assert logged["rule"] == rule.get("rule")
