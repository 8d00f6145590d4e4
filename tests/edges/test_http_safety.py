"""People at risk over HTTP: what the author gets, what facilitators do, and the lists of operators."""

from __future__ import annotations

import re
from typing import Any

import pytest

from networks.errors import Unavailable
from tests.cast import PASSPHRASE
from tests.domain.tries import in_the_library
from tests.edges import shapes
from tests.edges.caller import key, refused

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

RED = "I have decided. I am going to kill myself tonight."
AMBER = "I don't want to be here any more."
CONTACT = {"name", "phone", "text", "say", "url", "hours", "languages"}
OURS = """
country = "GB"
[communities]
crohns = "DE"
[[contact]]
countries = ["GB"]
name = "Samaritans"
phone = "116 123"
source = "https://www.samaritans.org/"
checked = "2026-11-25"
[[contact]]
countries = ["DE"]
name = "TelefonSeelsorge"
phone = "0800 1110111"
source = "https://www.telefonseelsorge.de/"
checked = "2026-11-25"
[[contact]]
countries = ["*"]
name = "Find A Helpline"
url = "https://findahelpline.com/"
source = "https://findahelpline.com/"
checked = "2026-11-25"
"""


def sign_in(client, handle: str) -> None:
    client.post("/api/v1/sessions", json={"handle": handle, "password": PASSPHRASE, "cookie": True})


def token(client) -> dict[str, str]:
    found = re.search(r'name="csrf-token" content="([^"]+)"', client.get("/support").get_data(as_text=True))
    return {"csrf_token": found[1]} if found else {}


@pytest.fixture
def post(as_, cast):
    """Say something in the everyday room; returns the whole answer."""

    def posting(who, body, **more):
        return as_(who).post(f"/rooms/{cast.everyday}/messages", {"body": body, "client_key": key(), **more})

    return posting


@pytest.fixture
def red(as_, cast, post) -> str:
    post(cast.ana, RED)
    (one,) = as_(cast.fay).get("/communities/crohns/cases", query_string={"kind": "safety"}).json["items"]
    return f"/cases/{one['id']}"


def names(answer) -> list[str]:
    return [one["name"] for one in answer.json["support"]["contacts"]]


def use_ours(as_, cast, content=OURS) -> None:
    made = as_(cast.opal).post("/safety/lists/contacts", {"content": content, "why": "Looked at each."})
    assert made.status_code == 201, made.json
    number = made.json["edition"]["number"]
    used = as_(cast.opal).post(f"/safety/lists/contacts/{number}/use", {"why": "Ours."})
    assert used.json["edition"]["counts"]


def test_the_author_alone_gets_contacts_beside_their_message(as_, cast, post, read):
    said = {"body": RED, "client_key": key()}
    path = f"/rooms/{cast.everyday}/messages"
    answer = as_(cast.ana).post(path, said)
    assert set(answer.json) == {"message", "support"}
    assert set(answer.json["message"]) == shapes.MY_MESSAGE
    assert answer.json["message"]["body"] == RED
    assert set(answer.json["support"]) == {"contacts"}
    assert all(set(one) == CONTACT for one in answer.json["support"]["contacts"])
    again = as_(cast.ana).post(path, said)
    assert (again.status_code, again.json) == (200, answer.json)
    (seen,) = read()["items"]
    assert set(seen) == shapes.MESSAGE
    assert "support" not in as_(cast.ana).get(path).json["items"][0]


@pytest.mark.parametrize("body", ["Good morning.", "This queue is killing me.", "Dying to know how it went!"])
def test_whatever_is_not_grave_has_the_usual_answer(cast, post, body):
    assert set(post(cast.ana, body).json) == {"message"}


def test_an_edit_is_answered_so_too(as_, cast, say):
    mine = say(cast.ana)
    edited = as_(cast.ana).patch(f"/messages/{mine['id']}", {"body": AMBER})
    assert set(edited.json) == {"message", "support"}
    assert set(as_(cast.ana).patch(f"/messages/{mine['id']}", {"body": "Better now."}).json) == {"message"}


def test_whoever_may_not_write_gets_no_contacts_and_makes_no_case(as_, cast, post):
    assert set(post(cast.max, RED).json) == {"error"}
    assert set(post(cast.oli, RED).json) == {"error"}
    assert as_(cast.fay).get("/communities/crohns/cases", query_string={"kind": "safety"}).json["items"] == []


def test_contacts_follow_ones_own_country_else_the_communitys_else_the_networks(as_, cast, post):
    assert names(post(cast.ana, RED)) == ["Find A Helpline"]
    use_ours(as_, cast)
    assert names(post(cast.ana, RED)) == ["TelefonSeelsorge", "Find A Helpline"]
    assert as_(cast.ana).patch("/me", {"country": "GB"}).json["person"]["country"] == "GB"
    assert names(post(cast.ana, RED)) == ["Samaritans", "Find A Helpline"]
    as_(cast.ana).patch("/me", {"country": "IS"})
    assert names(post(cast.ana, RED)) == ["Find A Helpline"]
    use_ours(as_, cast, OURS.replace('crohns = "DE"', ""))
    as_(cast.ana).patch("/me", {"country": ""})
    assert names(post(cast.ana, RED)) == ["Samaritans", "Find A Helpline"]
    refused(as_(cast.ana).patch("/me", {"country": "gb"}), 422, "country")


def test_the_case_has_the_shape_of_every_case(as_, cast, red):
    seen = as_(cast.fay).get(red).json["case"]
    assert set(seen) >= shapes.CASE
    assert (seen["kind"], seen["severity"], seen["subject"]["kind"]) == ("safety", "red", "message")
    assert (seen["subject"]["person"]["handle"], seen["subject"]["excerpt"]) == ("Ana", RED)


def test_the_ladder_over_http(as_, cast, red):
    fay = as_(cast.fay)
    close = {"outcome": "close", "reason": "With her sister."}
    refused(fay.post(f"{red}/steps", {"kind": "at_once", "note": "All of it."}), 422, "kind")
    refused(fay.post(f"{red}/steps", {"kind": "act", "note": "Wrote."}), 409)
    assert fay.post(f"{red}/steps", {"kind": "acknowledge"}).status_code == 201
    refused(fay.post(f"{red}/steps", {"kind": "act", "note": " "}), 422, "note")
    refused(fay.post(f"{red}/steps", {"kind": "jump", "note": "No."}), 422, "kind")
    refused(fay.post(f"{red}/steps", {"kind": "ask", "note": "You?", "to": str(cast.ben.person_id)}), 422, "to")
    fay.post(f"{red}/steps", {"kind": "act", "note": "Wrote."})
    made = fay.post(f"{red}/steps", {"kind": "follow_up", "note": "Better."}).json["ladder"]
    assert (made["following"], made["can_close"], len(made["steps"])) == (None, True, 3)
    assert fay.post(f"{red}/decision", close).json["case"]["outcome"] == "close"
    acts = [one["act"] for one in fay.get("/communities/crohns/audit").json["items"][1:]]  # after that she reads it
    assert acts[:4] == ["case.decided", "safety.step", "safety.step", "safety.step"]


def test_a_program_that_knows_one_call_closes_and_the_record_tells_that_steps_are_missing(as_, cast, red):
    fay, reason = as_(cast.fay), "We spoke on the phone; with her sister, who stays. Asked again tonight."
    fay.post(f"{red}/steps", {"kind": "acknowledge"})
    closed = fay.post(f"{red}/decision", {"outcome": "close", "reason": reason})
    assert (closed.status_code, closed.json["case"]["state"]) == (200, "closed")
    assert (closed.json["case"]["outcome"], closed.json["case"]["reason"]) == ("close", reason)
    steps = fay.get(f"{red}/steps").json["ladder"]["steps"]
    assert [(one["kind"], one["note"]) for one in steps] == [("acknowledge", ""), ("at_once", reason)]
    rows = fay.get("/communities/crohns/audit").json["items"][1:4]  # after that she reads it
    assert [(one["act"], one["reason"]) for one in rows] == [
        ("case.decided", reason),
        ("safety.steps_at_once", "act, follow_up"),
        ("safety.step", "acknowledge"),
    ]
    refused(fay.post(f"{red}/decision", {"outcome": "close", "reason": "Again."}), 409)
    assert len(fay.get(f"{red}/steps").json["ladder"]["steps"]) == 2


def test_one_call_closes_nothing_that_is_not_the_askers_to_close(as_, cast, red):
    close = {"outcome": "close", "reason": "Done."}
    for who in (cast.ana, cast.ben, cast.gil, cast.oli):
        refused(as_(who).post(f"{red}/decision", close), 404)
    refused(as_(cast.fay).post(f"{red}/decision", {"outcome": "close", "reason": "  "}), 422, "reason")
    refused(as_(cast.fay).post(f"{red}/decision", close | {"outcome": "dismiss"}), 422, "outcome")
    assert as_(cast.fay).get(f"{red}/steps").json["ladder"]["steps"] == []


def test_on_the_page_every_step_stays_binding(client, cast, red):
    sign_in(client, "Fay")
    at, said = red.replace("/cases", "/c/crohns/queue"), {"reason": "Done.", "outcome": "close"}
    for door in ("close", "decision"):
        assert client.post(f"{at}/{door}", data=said | token(client)).status_code == 409
    assert client.get(f"/api/v1{red}").json["case"]["state"] != "closed"


def test_letters_over_http(as_, cast, red):
    mine = "/communities/crohns/support"
    refused(as_(cast.ana).post(f"{mine}/letters", {"body": "Hello?"}), 404)
    assert as_(cast.fay).post(f"{red}/letters", {"body": "How are you now?"}).status_code == 201
    seen = as_(cast.ana).get(mine).json["support"]
    assert [(one["body"], one["by"]["handle"], one["by_member"]) for one in seen["letters"]] == [
        ("How are you now?", "Fay", False)
    ]
    assert set(as_(cast.ana).post(f"{mine}/letters", {"body": "Better."}).json) == {"letter"}
    assert [one["by_member"] for one in as_(cast.fay).get(f"{red}/letters").json["items"]] == [False, True]
    assert as_(cast.ben).get(mine).json["support"]["letters"] == []


def test_phrases_are_kept_tried_used_and_gone_back_from(as_, cast, post):
    opal = as_(cast.opal)
    said = {"name": "phrases-eo", "amber": ["mi ne plu volas vivi"], "why": "A first list."}
    assert set(post(cast.ana, "Mi ne plu volas vivi.").json) == {"message"}
    kept = opal.post("/safety/lists", said)
    assert (kept.status_code, kept.json["edition"]["counts"]) == (201, False)
    assert opal.post("/safety/lists", said).json["edition"]["number"] == kept.json["edition"]["number"] == 1
    assert set(post(cast.ana, "Mi ne plu volas vivi.").json) == {"message"}
    assert (
        opal.post("/safety/lists/phrases-eo/1/use", {"why": "Read by two."}).json["edition"]["used_by"]["handle"]
        == "Opal"
    )
    assert set(post(cast.ana, "Mi ne plu volas vivi.").json) == {"message", "support"}

    english = opal.get("/safety/lists/phrases-en").json["items"][0]
    assert (english["number"], english["counts"], english["sentences"] > 100) == (0, True, True)
    less: dict[str, Any] = {"name": "phrases-en", "red": ["xylophone"], "why": "A mistake."}
    worse = opal.post("/safety/lists", less).json["edition"]
    assert [one["both"] for one in worse["scores"]] == [0, 0, 0]
    opal.post(f"/safety/lists/phrases-en/{worse['number']}/use", {"why": "A mistake."})
    assert set(post(cast.ana, RED).json) == {"message"}
    back = opal.post("/safety/lists/phrases-en/0/use", {"why": "It was better."}).json["edition"]
    assert (back["counts"], back["content"]) == (True, english["content"])
    assert set(post(cast.ana, RED).json) == {"message", "support"}
    rows = opal.get("/safety/lists/phrases-en").json["items"]
    assert [(one["number"], one["why"]) for one in rows] == [(2, "It was better."), (1, "A mistake."), (0, "")]


@pytest.mark.parametrize(
    "content",
    [
        "nonsense",
        'country = "GB"',
        OURS.replace('["*"]', '["FR"]'),
        OURS.replace("https://findahelpline.com/", "javascript:alert(1)"),
        OURS.replace("116 123", "call me"),
        OURS.replace('["GB"]', '["gb"]'),
        OURS.replace('name = "Samaritans"', 'name = ""'),
        OURS.replace("2026-11-25", "soon"),
        OURS.replace("[[contact]]", "[[contact]]\nrole = 'operator'"),
        'contact = [1]\ncountry = "GB"',
    ],
)
def test_contacts_that_are_none_are_refused(as_, cast, content):
    refused(as_(cast.opal).post("/safety/lists/contacts", {"content": content, "why": "Ours."}), 422, "content")


@pytest.mark.parametrize("phrase", ["", "...", "(a", "[maybe]", "a & b"])
def test_phrases_that_are_none_are_refused(as_, cast, phrase):
    said = {"name": "phrases-en", "red": [phrase], "why": "Ours."}
    assert as_(cast.opal).post("/safety/lists", said).status_code == 422


def test_lists_are_there_for_operators_alone(as_, cast):
    for who in (cast.fay, cast.ana, cast.oli):
        for name in ("phrases-en", "contacts", "phrases-zz"):
            refused(as_(who).get(f"/safety/lists/{name}"), 404)
        refused(as_(who).post("/safety/lists", {"name": "phrases-en", "red": ["x"], "why": "y"}), 404)
        refused(as_(who).post("/safety/lists/contacts", {"content": OURS, "why": "y"}), 404)
        refused(as_(who).post("/safety/lists/contacts/0/use", {"why": "y"}), 404)
    refused(as_(None).get("/safety/lists/phrases-en"), 401)
    refused(as_(cast.opal).get("/safety/lists/phrases-zz"), 404)
    refused(as_(cast.opal).post("/safety/lists/phrases-en/77/use", {"why": "y"}), 404)


def test_where_the_database_cannot_tell_where_somebody_is_they_still_get_contacts(cast, post, network, monkeypatch):
    def away(*_):
        raise Unavailable

    monkeypatch.setattr("app.support.whereabouts", away)
    assert names(post(cast.ana, RED)) == ["Find A Helpline"]


def test_what_is_said_from_the_page_of_a_resource_is_weighed_as_well(as_, cast, network, client):
    made = in_the_library(network, cast)
    sign_in(client, "Ana")
    said = {"body": AMBER, "client_key": key(), **token(client)}
    answer = client.post(f"/c/crohns/library/{made}/talk", data=said)
    assert answer.status_code == 303
    assert answer.location.startswith("/c/crohns/support/heard?next=")
    assert "Only you can see this." in client.get(answer.location).get_data(as_text=True)
    assert len(as_(cast.fay).get("/communities/crohns/cases", query_string={"kind": "safety"}).json["items"]) == 1


def test_an_answer_to_facilitators_is_answered_with_whom_to_talk_to_as_well(client, as_, cast, red):
    as_(cast.fay).post(f"{red}/letters", {"body": "How are you now?"})
    said = as_(cast.ana).post("/communities/crohns/support/letters", {"body": AMBER})
    assert set(said.json) == {"letter", "support"}
    assert names(said) == names(
        as_(cast.ana).post(f"/rooms/{cast.everyday}/messages", {"body": RED, "client_key": key()})
    )
    sign_in(client, "Ana")
    answer = client.post("/c/crohns/support/letters", data={"body": RED, **token(client)})
    shown = client.get(answer.location).get_data(as_text=True)
    assert "Only you can see this." in shown
    assert 'href="/c/crohns/support#letters"' in shown


@pytest.mark.parametrize("there", ["//evil.example", "https://evil.example/", "javascript:alert(1)", "\\\\evil"])
def test_the_card_leads_back_to_our_own_pages_only(client, cast, there):
    sign_in(client, "Ana")
    shown = client.get("/c/crohns/support/heard", query_string={"next": there}).get_data(as_text=True)
    assert "Only you can see this." in shown
    for page in (shown, client.get("/support", query_string={"heard": there}).get_data(as_text=True)):
        assert "evil" not in page
        assert "alert(1)" not in page


def test_pages_are_for_whom_they_are(client, cast, red):
    case = f"/c/crohns/queue/{red.rpartition('/')[2]}"
    for who, status in (("Oli", 404), ("Bea", 404), ("Ana", 200), ("Ben", 200), ("Opal", 200)):
        client.delete_cookie("cairn")
        sign_in(client, who)
        assert client.get("/c/crohns/support").status_code == status
        assert client.get("/safety").status_code == (200 if who == "Opal" else 404)
        assert client.get("/safety/phrases-en").status_code == (200 if who == "Opal" else 404)
        assert client.get("/support").status_code == 200
        for part in ("steps", "letters", "close") if who != "Opal" else ():
            refusal = client.post(f"{case}/{part}", data={"kind": "acknowledge", **token(client)})
            assert refusal.status_code == 404
    client.delete_cookie("cairn")
    assert client.get("/support").status_code == 200
    assert client.get("/c/crohns/support").status_code == 404


def test_an_operator_reads_the_words_of_a_private_room_after_a_reason_only(client, as_, cast, red):
    sign_in(client, "Opal")
    case = f"/c/crohns/queue/{red.rpartition('/')[2]}"
    assert "What it keeps is not open to you" in client.get(case).get_data(as_text=True)
    as_(cast.opal).post(f"/cases/{red.rpartition('/')[2]}/openings", {"reason": "Nobody else is there."})
    shown = client.get(case).get_data(as_text=True)
    assert "Open it with a reason" in shown
    as_(cast.opal).post(f"/rooms/{cast.everyday}/openings", {"reason": "Nobody else is there."})
    assert "Open it with a reason" not in client.get(case).get_data(as_text=True)
    client.delete_cookie("cairn")
    sign_in(client, "Fay")
    assert "Open it with a reason" not in client.get(case).get_data(as_text=True)


def test_too_early_and_too_late_are_told_on_the_page(client, cast, red):
    sign_in(client, "Fay")
    case = f"/c/crohns/queue/{red.rpartition('/')[2]}"
    early = client.post(f"{case}/close", data={"reason": "Well.", **token(client)})
    assert (early.status_code, "acknowledged it and followed it up" in early.get_data(as_text=True)) == (409, True)
    missing = client.post(f"{case}/letters", data={"letter": " ", **token(client)})
    assert (missing.status_code, "Please write something." in missing.get_data(as_text=True)) == (422, True)


def test_an_edition_that_is_wrong_keeps_what_was_typed(client, cast):
    sign_in(client, "Opal")
    said = {"red": "one (two", "amber": "three", "why": "A try."}
    answer = client.post("/safety/phrases-en/editions", data=said | token(client))
    shown = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Phrase 1" in shown
    assert "one (two" in shown
    assert client.post("/safety/nonsense/editions", data=said | token(client)).status_code == 404
    assert client.get("/safety/nonsense").status_code == 404


def test_what_was_said_around_it_stands_on_the_case_as_it_was_said(client, cast, post, as_):
    post(cast.ben, "It was **quiet** here.")
    post(cast.ben, "<b>May I ask</b> something?", anonymous=True)
    gone = post(cast.ben, "Not for long.").json["message"]["id"]
    assert as_(cast.ben).delete(f"/messages/{gone}").status_code == 200
    post(cast.ana, RED)
    (one,) = as_(cast.fay).get("/communities/crohns/cases", query_string={"kind": "safety"}).json["items"]
    sign_in(client, "Fay")
    shown = client.get(f"/c/crohns/queue/{one['id']}").get_data(as_text=True)
    around = shown[shown.index("What was said around it") : shown.index("Step by step")]
    assert "<strong>quiet</strong>" in around
    assert "<b>" not in around
    assert "Anonymous member" in around
    assert "Not for long." not in around
    assert "This message was removed." in around
