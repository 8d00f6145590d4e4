"""Professionals over HTTP and on their pages: applying, what operators and everybody else see, and until when."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any, Final
from uuid import uuid4

import pytest

from app.schemas.fields import z
from tests.domain.professionals import SAID, SECRETS, as_operator
from tests.edges import shapes
from tests.edges.caller import Caller, refused

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
VERIFIED: Final = {"outcome": "verified", "title": "IBD nurse", "months": 6}
CALLS: Final[list[Any]] = [("GET", "", None), ("POST", "/decision", VERIFIED), ("POST", "/revocation", {"reason": "x"})]


@pytest.fixture
def asked(as_, cast):
    """Ana's application; its path."""
    made = as_(cast.ana).post("/communities/crohns/credentials", SAID)
    assert made.status_code == 201
    return f"/credentials/{made.json['credential']['id']}"


@pytest.fixture
def page(client):
    return lambda path: client.get(path).get_data(as_text=True)


def test_the_whole_way_of_an_application(as_, cast, asked, clock):
    (waiting,) = as_(cast.opal).get("/credentials").json["items"]
    assert (set(waiting), waiting["person"]["handle"], waiting["state"]) == (shapes.CREDENTIAL, "Ana", "open")
    shown = as_(cast.opal).get(asked).json["credential"]
    assert set(shown) == shapes.EVIDENCE
    assert [shown[name] for name in ("body", "number", "check_url", "evidence")] == list(SECRETS)
    decided = as_(cast.opal).post(f"{asked}/decision", VERIFIED).json["credential"]
    assert (decided["state"], decided["expires_at"]) == ("verified", z(clock.now + timedelta(days=180)))
    refused(as_(cast.opal).post(f"{asked}/decision", {"outcome": "refused", "reason": "Hm."}), 409)
    member = as_(cast.ben).get(f"/communities/crohns/members/{cast.ana.person_id}").json["member"]
    assert set(member) == shapes.MEMBER | {"interests"}
    assert (member["role"], member["title"], member["interests"]) == ("professional", "IBD nurse", SAID["interests"])
    assert member["verified_until"] == decided["expires_at"]
    listed = as_(cast.ben).get("/communities/crohns/members").json["items"]
    assert {one["handle"]: one["verified_until"] for one in listed if one["role"] == "professional"} == {
        "Ana": decided["expires_at"],
        "Lin": None,
    }
    ended = as_(cast.opal).post(f"{asked}/revocation", {"reason": "Struck off."}).json["credential"]
    assert (ended["state"], ended["ended_at"], ended["end_reason"]) == ("ended", z(clock.now), "Struck off.")
    refused(as_(cast.opal).post(f"{asked}/revocation", {"reason": "Again."}), 409)
    (mine,) = as_(cast.ana).get("/me/credentials").json["items"]
    assert (set(mine), mine["end_reason"]) == (shapes.EVIDENCE, "Struck off.")
    member = as_(cast.ben).get(f"/communities/crohns/members/{cast.ana.person_id}").json["member"]
    assert (set(member), member["role"], member["verified_until"]) == (shapes.MEMBER, "member", None)


def test_one_asks_once_and_can_take_it_back(as_, cast, asked):
    refused(as_(cast.ana).post("/communities/crohns/credentials", SAID), 409)
    for _ in range(2):
        assert as_(cast.ana).post(f"{asked}/withdrawal").json["credential"]["state"] == "withdrawn"
    refused(as_(cast.opal).post(f"{asked}/decision", VERIFIED), 409)
    assert as_(cast.ana).post("/communities/crohns/credentials", SAID).status_code == 201


def test_what_is_missing_is_named(as_, cast, asked):
    ben, opal = as_(cast.ben), as_(cast.opal)
    for call, said, field in (
        (ben, {"check_url": "ftp://example.org"}, "check_url"),
        (ben, {"evidence": " "}, "evidence"),
        (ben, {"profession": "x" * 61}, "profession"),
    ):
        fault = refused(call.post("/communities/crohns/credentials", SAID | said), 422)
        assert list(fault["fields"]) == [field]
    for path, verdict, named in (
        ("decision", {"outcome": "verified"}, "title"),
        ("decision", {"outcome": "refused"}, "reason"),
        ("decision", VERIFIED | {"months": 25}, "months"),
        ("decision", {"outcome": "open"}, "outcome"),
        ("revocation", {"reason": " "}, "reason"),
    ):
        assert list(refused(opal.post(f"{asked}/{path}", verdict), 422)["fields"]) == [named]
    refused(opal.get("/credentials?state=secret"), 422)


def test_evidence_is_for_operators_and_whoever_showed_it(as_, cast, asked):
    nowhere = f"/credentials/{uuid4()}"
    for person in (cast.ana, cast.ben, cast.fay, cast.lin, cast.gil, cast.oli):
        for method, path, said in CALLS:
            there, not_there = (as_(person).call(method, f"{one}{path}", said) for one in (asked, nowhere))
            assert (there.status_code, there.data) == (404, not_there.data)
        refused(as_(person).get("/credentials"), 404)
    as_(cast.opal).post(f"{asked}/decision", VERIFIED)
    theirs = f"/communities/crohns/members/{cast.ana.person_id}"
    for path in (theirs, f"{theirs}/credentials", "/communities/crohns/members", "/communities/crohns/audit"):
        shown = as_(cast.fay).get(path).get_data(as_text=True)
        assert "IBD nurse" in shown or path.endswith("audit")
        assert not [secret for secret in SECRETS if secret in shown]


def test_that_operators_look_is_on_the_communitys_record(as_, cast, asked):
    for _ in range(2):
        as_(cast.opal).get(asked)
    rows = as_(cast.fay).get("/communities/crohns/audit").json["items"]
    seen = [(one["actor"]["handle"], one["subject"]["id"]) for one in rows if one["act"] == "credentials.seen"]
    assert seen == [("Opal", str(cast.ana.person_id))]


def test_the_limit_on_asking_is_one_of_its_own(limited, cast, written):
    ana = Caller(limited(), cast.token(cast.ana), written)
    said = [ana.post("/communities/crohns/credentials", SAID).status_code for _ in range(11)]
    assert (said[0], set(said[1:10]), said[10]) == (201, {409}, 429)


def test_a_member_asks_on_their_account_and_reads_the_answer(cast, sits, page, post, client):
    at = "/account/profession"
    assert client.get(at).status_code == 302
    sits("Ana")
    assert "only operators" not in page(at)
    fault = post(at, at, **SAID | {"community": "crohns", "evidence": " "})
    assert (fault.status_code, SAID["interests"] in fault.get_data(as_text=True)) == (422, True)
    assert post(at, at, **SAID, community="").status_code == 422
    assert post(at, at, **SAID, community="long-covid").status_code == 404
    assert post(at, at, **SAID, community="crohns").status_code == 303
    assert post(at, at, **SAID, community="crohns").status_code == 409
    mine = page(at)
    assert "waits for an operator" in mine
    assert SECRETS[3] in mine
    assert re.search(rf"<textarea id=\"evidence\"[^>]*>\s*{SECRETS[3]}", mine)  # for the next time, or another place
    sits("Ben")
    assert SECRETS[3] not in page(at)
    sits("Fay")
    assert "They ask the operators to check that they are: Nurse." in page(f"/c/crohns/members/{cast.ana.person_id}")


def test_an_operator_verifies_and_ends_it_on_their_pages(cast, asked, sits, page, post, client):
    at, theirs = asked, f"/c/crohns/members/{cast.ana.person_id}"
    sits("Opal")
    assert re.search(r'href="/credentials".*?<span class="count">1<', page("/overview"), re.DOTALL)
    assert at in page("/credentials")
    assert SECRETS[3] in page(at)
    wrong = post(f"{at}/decision", at, outcome="verified", title="IBD nurse", months="many")
    assert (wrong.status_code, 'value="IBD nurse"' in wrong.get_data(as_text=True)) == (422, True)
    assert post(f"{at}/decision", at, outcome="verified", title="IBD nurse", months="6").status_code == 303
    late = post(f"{at}/decision", "/account", outcome="refused", reason="A long letter.")
    assert (late.status_code, "A long letter." in late.get_data(as_text=True)) == (409, True)
    assert "“IBD nurse”, until" in page("/credentials")
    sits("Ben")
    assert "Checked by this network, and good until" in page(theirs)
    assert SAID["interests"] in page(theirs)
    assert "The network has not checked it." in page(f"/c/crohns/members/{cast.lin.person_id}")
    assert "checked until" in page("/c/crohns/members")
    sits("Fay")
    assert "The network has checked “IBD nurse”." in page(theirs)
    assert "decided whether a profession is verified: verified" in page("/c/crohns/audit")
    sits("Opal")
    assert post(f"{at}/revocation", at, reason=" ").status_code == 422
    assert post(f"{at}/revocation", at, reason="Struck off.").status_code == 303
    assert "ended" in page("/credentials")
    sits("Ana")
    assert "Why it was ended: “Struck off.”" in page("/account/profession")
    assert "Checked by this network" not in page(theirs)


def test_operators_find_nothing_of_their_own(network, as_, cast, asked, sits, page, post, client):
    as_operator(network, cast.ana)
    assert as_(cast.ana).get("/credentials").json["items"] == []
    refused(as_(cast.ana).get(asked), 404)
    sits("Ana")
    assert client.get(asked).status_code == 404
    assert post(f"{asked}/decision", "/account", outcome="nonsense").status_code == 404
    assert asked not in page("/credentials")
