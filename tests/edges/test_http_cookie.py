"""A browser's session by program: the cookie, and the proof that goes with it."""

from __future__ import annotations

import pytest

from networks.people.actions import end_other_sessions
from tests.cast import PASSPHRASE
from tests.edges import shapes
from tests.edges.caller import key, refused

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def signed_in(client, cast):
    """Ana's browser, and its CSRF token."""
    said = {"handle": "Ana", "password": PASSPHRASE, "cookie": True}
    answer = client.post("/api/v1/sessions", json=said)
    assert answer.status_code == 201
    return answer


@pytest.fixture
def proof(signed_in) -> dict[str, str]:
    return {"X-CSRFToken": signed_in.json["csrf_token"]}


def test_signing_in_with_a_cookie_answers_with_the_proof_and_without_a_token(signed_in):
    assert set(signed_in.json) == {"person", "csrf_token"}
    assert set(signed_in.json["person"]) == shapes.ME
    (cookie,) = signed_in.headers.getlist("Set-Cookie")
    assert cookie.startswith("cairn=")
    assert "; HttpOnly" in cookie
    assert "; SameSite=Lax" in cookie


def test_the_cookie_alone_reads(client, signed_in):
    assert client.get("/api/v1/me").json["person"]["handle"] == "Ana"


@pytest.mark.parametrize("headers", [{}, {"X-CSRFToken": ""}, {"X-CSRFToken": "made-up"}], ids=str)
def test_the_cookie_alone_changes_nothing(client, cast, signed_in, headers):
    calls = [
        ("PATCH", "/me", {"about": "Changed."}),
        ("POST", f"/rooms/{cast.everyday}/messages", {"body": "Hello.", "client_key": key()}),
        ("PUT", f"/me/blocks/{cast.ben.person_id}", None),
        ("DELETE", "/sessions/current", None),
        ("DELETE", "/me", {"password": PASSPHRASE, "content": "delete"}),
    ]
    for method, path, said in calls:
        refused(client.open(f"/api/v1{path}", method=method, json=said, headers=headers), 403)
    me = client.get("/api/v1/me").json["person"]
    assert me["about"] == ""
    assert client.get(f"/api/v1/rooms/{cast.everyday}/messages").json["items"] == []


def test_the_cookie_with_its_proof_changes_things(client, cast, proof):
    assert client.patch("/api/v1/me", json={"about": "Changed."}, headers=proof).json["person"]["about"] == "Changed."
    said = {"body": "Hello.", "client_key": key()}
    answer = client.post(f"/api/v1/rooms/{cast.everyday}/messages", json=said, headers=proof)
    assert answer.status_code == 201


def test_a_token_needs_no_proof_even_beside_a_cookie(client, cast, signed_in):
    bearer = {"Authorization": f"Bearer {cast.token(cast.ben)}"}
    answer = client.patch("/api/v1/me", json={"about": "By token."}, headers=bearer)
    assert answer.json["person"]["handle"] == "Ben"
    assert client.get("/api/v1/me").json["person"]["about"] == ""


def test_the_proof_of_one_browser_is_none_for_another(app, signed_in, cast):
    other = app.test_client()
    other.post("/api/v1/sessions", json={"handle": "Ben", "password": PASSPHRASE, "cookie": True})
    headers = {"X-CSRFToken": signed_in.json["csrf_token"]}
    refused(other.patch("/api/v1/me", json={"about": "Forged."}, headers=headers), 403)


def test_signing_out_ends_the_cookie_wherever_it_was_copied_to(app, client, proof):
    copied = client.get_cookie("cairn").value
    assert client.delete("/api/v1/sessions/current", headers=proof).status_code == 204
    refused(client.get("/api/v1/me"), 401)
    thief = app.test_client()
    thief.set_cookie("cairn", copied)
    refused(thief.get("/api/v1/me"), 401)


def test_a_cookie_that_we_did_not_sign_is_nobodys(client, cast):
    client.set_cookie("cairn", "eyJfdXNlcl9pZCI6IjEifQ.aaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbb")
    refused(client.get("/api/v1/me"), 401)


def test_a_browser_whose_session_ended_elsewhere_signs_in_again(client, cast, network, signed_in):
    with network.begin(cast.ana) as work:
        end_other_sessions(work)
    refused(client.get("/api/v1/me"), 401)
    said = {"handle": "Ana", "password": PASSPHRASE, "cookie": True}
    assert client.post("/api/v1/sessions", json=said).status_code == 201
    assert client.get("/api/v1/me").json["person"]["handle"] == "Ana"
