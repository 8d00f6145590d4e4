"""Accounts over HTTP: registering, signing in and out, oneself."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests.cast import PASSPHRASE
from tests.edges import shapes
from tests.edges.caller import refused

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def account(**other: object) -> dict[str, object]:
    name = f"p{uuid4().hex[:12]}"
    return {"handle": name, "email": f"{name}@example.org", "password": PASSPHRASE} | other


def signed_in(as_, **who: object):
    return as_(None).post("/sessions", {"password": PASSPHRASE, **who})


def test_registering_answers_with_the_person_and_nothing_about_the_address(as_, cast):
    said = account()
    answer = as_(None).post("/people", said)
    assert answer.status_code == 201
    assert set(answer.json) == {"person"}
    assert set(answer.json["person"]) == shapes.PERSON
    assert answer.json["person"]["handle"] == said["handle"]


def test_a_known_address_gets_the_same_answer_as_a_new_one(as_, cast):
    new, known = as_(None).post("/people", account()), as_(None).post("/people", account(email="ana@example.org"))
    assert (known.status_code, set(known.json), set(known.json["person"])) == (201, {"person"}, shapes.PERSON)
    assert [name for name, _ in known.headers] == [name for name, _ in new.headers]
    assert len(known.data) == len(new.data)


def test_registering_with_a_known_address_opens_no_door_to_its_owner(as_, cast):
    said = account(email="ana@example.org")
    as_(None).post("/people", said)
    mine = signed_in(as_, handle=said["handle"]).json["person"]
    assert mine["id"] != str(cast.ana.person_id)
    assert mine["verified"] is False
    assert signed_in(as_, email="ana@example.org").json["person"]["id"] == str(cast.ana.person_id)


@pytest.mark.parametrize("handle", ["Ana", "aNA", "Facilitator"])
def test_a_taken_handle_is_told_by_its_field(as_, cast, handle):
    error = refused(as_(None).post("/people", account(handle=handle)), 422, "handle")
    assert set(error["fields"]) == {"handle"}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("handle", "has space"),
        ("handle", ""),
        ("handle", 7),
        ("handle", "a" * 61),
        ("email", "nowhere"),
        ("email", None),
        ("email", "two@example.org, three@example.org"),
        ("password", "short"),
        ("password", "password"),
        ("password", "x" * 201),
        ("is_operator", True),
        ("verified", True),
    ],
)
@on_sqlite
def test_registering_names_the_field_that_is_wrong(as_, cast, field, value):
    refused(as_(None).post("/people", account(**{field: value})), 422, field)


@pytest.mark.parametrize("who", [{"handle": "Ana"}, {"handle": "ana"}, {"email": "ana@example.org"}])
def test_signing_in_gives_a_token_that_speaks_for_the_person(as_, cast, who):
    answer = signed_in(as_, **who)
    assert answer.status_code == 201
    assert set(answer.json) == {"token", "person"}
    assert set(answer.json["person"]) == shapes.ME
    bearer = {"Authorization": f"Bearer {answer.json['token']}"}
    assert as_(None).get("/me", headers=bearer).json["person"]["id"] == str(cast.ana.person_id)


def test_a_wrong_passphrase_and_an_unknown_name_get_the_same_answer(as_, cast):
    tries = ({"handle": "Ana"}, {"handle": "nobody-here"}, {"email": "ana@example.org"}, {"email": "no@example.org"})
    answers = [as_(None).post("/sessions", who | {"password": "not this one"}) for who in tries]
    for answer in answers:
        refused(answer, 401)
    assert len({answer.data for answer in answers}) == 1


@pytest.mark.parametrize("said", [{}, {"handle": "Ana"}, {"password": PASSPHRASE}, {"handle": "a", "email": "b@c.de"}])
@on_sqlite
def test_half_a_sign_in_is_invalid(as_, cast, said):
    refused(as_(None).post("/sessions", said), 422)


def test_signing_out_ends_the_token(as_, cast):
    assert as_(cast.ana).delete("/sessions/current").status_code == 204
    refused(as_(cast.ana).get("/me"), 401)
    refused(as_(cast.ana).delete("/sessions/current"), 401)


def test_whoever_is_nobody_has_no_self(as_, cast):
    for answer in (as_(None).get("/me"), as_(None).patch("/me", {}), as_(None).get("/me/export")):
        assert refused(answer, 401)
        assert "Bearer" in answer.headers["WWW-Authenticate"]
    refused(as_(None).delete("/sessions/current"), 401)


def test_a_token_that_is_no_good_is_refused_everywhere_and_not_taken_for_nobody(as_, cast):
    wrong = {"Authorization": "Bearer no-such-token"}
    for path in ("/me", "/communities", f"/communities/{cast.crohns}", f"/rooms/{cast.everyday}/messages"):
        refused(as_(None).get(path, headers=wrong), 401)


def test_a_person_sees_and_changes_themselves(as_, cast):
    assert set(as_(cast.ana).get("/me").json["person"]) == shapes.ME
    said = {"about": "I knit.", "pronouns": "they", "language": "en", "time_zone": "Europe/Paris"}
    changed = as_(cast.ana).patch("/me", said).json["person"]
    assert said.items() <= changed.items()
    assert as_(cast.ana).get("/me").json["person"] == changed


@pytest.mark.parametrize(
    "said", [{"is_operator": True}, {"role": "facilitator"}, {"email": "x@example.org"}, {"id": 1}, {"verified": True}]
)
@on_sqlite
def test_nobody_makes_themselves_more_than_they_are(as_, cast, said):
    refused(as_(cast.ana).patch("/me", said), 422, *said)


def test_sessions_are_listed_and_ended_one_by_one(as_, cast):
    other = {"Authorization": f"Bearer {signed_in(as_, handle='Ana').json['token']}"}
    listed = as_(cast.ana).get("/me/sessions").json
    assert set(listed) == shapes.LIST
    assert {frozenset(one) for one in listed["items"]} == {frozenset(shapes.SESSION)}
    (elsewhere,) = [one for one in listed["items"] if not one["current"]]
    refused(as_(cast.ben).delete(f"/me/sessions/{elsewhere['id']}"), 404)
    assert as_(cast.ana).delete(f"/me/sessions/{elsewhere['id']}").status_code == 204
    refused(as_(None).get("/me", headers=other), 401)
    assert as_(cast.ana).get("/me").status_code == 200


def test_a_new_passphrase_signs_out_everywhere(as_, cast):
    said = {"current": PASSPHRASE, "password": "another afternoon entirely"}
    refused(as_(cast.ana).put("/me/password", said | {"current": "a wrong guess"}), 422, "current")
    assert as_(cast.ana).put("/me/password", said).status_code == 204
    refused(as_(cast.ana).get("/me"), 401)
    refused(signed_in(as_, handle="Ana"), 401)
    assert signed_in(as_, handle="Ana", password=said["password"]).status_code == 201


def test_without_verification_one_signs_in_and_joins_at_once(app, network, cast, as_):
    network.verification = False
    said = account()
    assert as_(None).post("/people", said).status_code == 201
    token = signed_in(as_, handle=said["handle"]).json["token"]
    bearer = {"Authorization": f"Bearer {token}"}
    joined = as_(None).post(f"/communities/{cast.long_covid}/memberships", {"answers": []}, headers=bearer)
    assert (joined.status_code, joined.json["membership"]["status"]) == (201, "active")
