"""Communities, memberships, members and invitations over HTTP."""

from __future__ import annotations

import pytest

from tests.cast import ANSWERS, QUESTIONS
from tests.edges import shapes
from tests.edges.caller import refused

MADE = {
    "slug": "made", "name": "Made", "condition": "Gout", "summary": "For us.", "visibility": "private",
    "joining": "approval", "questions": ["Why?"], "charter": "Be kind.",
}  # fmt: skip
on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def test_a_list_of_communities_is_wrapped_and_private(as_, cast):
    answer = as_(cast.ana).get("/communities")
    assert set(answer.json) == shapes.LIST
    assert {one["slug"] for one in answer.json["items"]} == {cast.crohns, cast.hidden, cast.long_covid}
    assert {frozenset(one) for one in answer.json["items"]} == {frozenset(shapes.COMMUNITY)}
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_one_community_is_wrapped_in_its_noun(as_, cast):
    answer = as_(cast.ana).get(f"/communities/{cast.hidden}")
    assert set(answer.json) == {"community"}
    assert set(answer.json["community"]) == shapes.COMMUNITY
    assert answer.json["community"]["questions"] == list(QUESTIONS)
    assert answer.json["community"]["status"] == "active"


def test_whoever_waits_for_a_private_community_learns_its_name_and_their_status(as_, cast):
    shown = as_(cast.pia).get(f"/communities/{cast.hidden}").json["community"]
    assert set(shown) == shapes.WAITING
    assert shown["status"] == "pending"
    listed = {one["slug"]: one for one in as_(cast.pia).get("/communities").json["items"]}
    assert set(listed[cast.hidden]) == shapes.WAITING


def test_an_operator_makes_a_community_and_is_no_member_of_it(as_, cast):
    answer = as_(cast.opal).post("/communities", MADE)
    assert answer.status_code == 201
    made = answer.json["community"]
    assert set(made) == shapes.COMMUNITY
    assert made.items() >= MADE.items()
    assert (made["members"], made["status"], made["role"]) == (0, None, None)
    refused(as_(cast.opal).post("/communities", MADE), 422, "slug")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("slug", "No Spaces"),
        ("slug", "-dash"),
        ("slug", "line\n"),
        ("slug", "x" * 61),
        ("name", " "),
        ("visibility", "secret"),
        ("joining", "never"),
        ("questions", "one"),
        ("questions", [""]),
        ("owner", "Ana"),
    ],
)
@on_sqlite
def test_a_community_is_made_of_what_the_contract_says(as_, cast, field, value):
    refused(as_(cast.opal).post("/communities", MADE | {field: value}), 422)


def test_only_operators_make_communities(as_, cast):
    refused(as_(None).post("/communities", MADE), 401)
    refused(as_(cast.ana).post("/communities", MADE), 403)
    refused(as_(cast.fay).post("/communities", MADE), 403)


def test_joining_an_open_community_makes_a_member(as_, cast):
    place = f"/communities/{cast.long_covid}/memberships"
    answer = as_(cast.oli).post(place, {"answers": []})
    assert answer.status_code == 201
    assert set(answer.json) == {"membership"}
    assert set(answer.json["membership"]) == shapes.MEMBERSHIP
    assert (answer.json["membership"]["status"], answer.json["membership"]["role"]) == ("active", "member")
    again = as_(cast.oli).post(place, {"answers": []})
    assert (again.status_code, again.json) == (200, answer.json)
    assert as_(cast.oli).delete(f"{place}/me").status_code == 204
    refused(as_(cast.oli).get(f"/communities/{cast.long_covid}/members"), 404)
    refused(as_(cast.oli).delete(f"{place}/me"), 404)


def test_joining_by_approval_waits_and_can_be_withdrawn(as_, cast):
    place = f"/communities/{cast.crohns}/memberships"
    for answers in ([], ["one"], [" ", "two"]):
        refused(as_(cast.oli).post(place, {"answers": answers}), 422, "answers")
    answer = as_(cast.oli).post(place, {"answers": ANSWERS})
    assert (answer.status_code, answer.json["membership"]["status"]) == (201, "pending")
    assert as_(cast.oli).delete(f"{place}/me").status_code == 204
    waiting = as_(cast.fay).get(f"/communities/{cast.crohns}/cases?state=open").json["items"]
    assert [one["subject"]["person"]["handle"] for one in waiting] == ["Pia"]


@pytest.mark.parametrize("extra", ["role", "status", "title", "person_id"])
@on_sqlite
def test_nobody_chooses_their_own_place(as_, cast, extra):
    said = {"answers": ANSWERS, extra: "facilitator"}
    refused(as_(cast.oli).post(f"/communities/{cast.crohns}/memberships", said), 422, extra)


def test_an_unconfirmed_address_joins_nothing(as_, cast):
    refused(as_(cast.una).post(f"/communities/{cast.long_covid}/memberships", {"answers": []}), 403)
