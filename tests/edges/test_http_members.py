"""Members, their roles, and invitations over HTTP."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from networks.communities.models import Membership
from tests.cast import ANSWERS
from tests.edges import shapes
from tests.edges.caller import gone, refused

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def test_members_are_listed_by_handle_in_pages(as_, cast):
    path = f"/communities/{cast.hidden}/members"
    whole = as_(cast.ana).get(path).json
    assert {frozenset(one) for one in whole["items"]} == {frozenset(shapes.MEMBER)}
    assert [one["handle"] for one in whole["items"]] == ["Ana", "Ben", "Fay", "Lin", "Max"]
    first = as_(cast.ana).get(f"{path}?limit=3").json
    rest = as_(cast.ana).get(path, query_string={"limit": 3, "cursor": first["next"]}).json
    assert first["items"] + rest["items"] == whole["items"]
    assert (whole["next"], rest["next"]) == (None, None)


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=101", "limit=x", "limit=", "cursor=%00", "cursor=%F0", "cursor=AAAA"]
)
@on_sqlite
def test_a_list_takes_only_its_own_cursors_and_limits(as_, cast, query):
    refused(as_(cast.ana).get(f"/communities/{cast.hidden}/members?{query}"), 422, query.partition("=")[0])


def test_roles_are_given_by_operators_and_professional_by_facilitators(as_, cast):
    place = f"/communities/{cast.hidden}/members/{cast.ben.person_id}"
    refused(as_(cast.ana).patch(place, {"role": "professional"}), 403)
    refused(as_(cast.fay).patch(place, {"role": "facilitator"}), 403)
    made = as_(cast.fay).patch(place, {"role": "professional", "title": "Nurse"})
    assert set(made.json["membership"]) == shapes.MEMBERSHIP
    assert (made.json["membership"]["role"], made.json["membership"]["title"]) == ("professional", "Nurse")
    assert as_(cast.opal).patch(place, {"role": "facilitator"}).json["membership"]["role"] == "facilitator"
    refused(as_(cast.fay).patch(place, {"role": "member"}), 403)
    refused(as_(cast.opal).patch(place, {"role": "king"}), 422, "role")
    refused(as_(cast.opal).patch(place, {"role": "member", "status": "banned"}), 422, "status")


def test_what_was_verified_for_a_time_is_over_with_its_hour_in_every_answer(as_, cast, network, clock):
    here, lin = f"/communities/{cast.crohns}", as_(cast.lin)

    def answers() -> list[Any]:
        one = lin.post(f"{here}/memberships", {"answers": ANSWERS}).json["membership"]
        own, member = lin.get(here).json["community"], lin.get(f"{here}/members/{cast.lin.person_id}").json["member"]
        badges = {one["person_id"]: one["role"] for one in lin.get(f"{here}/badges").json["items"]}
        listed = {one["slug"]: one["role"] for one in lin.get("/communities").json["items"]}
        roles = (one["role"], own["role"], member["role"], badges.get(str(cast.lin.person_id)), listed[cast.crohns])
        return [*roles, one["title"], member["title"]]

    assert answers() == ["professional"] * 5 + ["IBD nurse"] * 2
    with network.begin() as work:
        theirs = update(Membership).where(Membership.person_id == cast.lin.person_id)
        work.session.execute(theirs.values(role_until=clock.now + timedelta(days=1)))
    assert answers()[0] == "professional"
    clock.move(days=1)
    assert answers() == ["member", "member", "member", None, "member", None, None]


def test_an_invitation_opens_a_private_door_as_often_as_it_says(as_, cast, clock):
    soon = (clock.now + timedelta(days=1)).isoformat().replace("+00:00", "Z")
    answer = as_(cast.fay).post(f"/communities/{cast.hidden}/invitations", {"max_uses": 1, "expires_at": soon})
    assert answer.status_code == 201
    assert set(answer.json["invitation"]) == shapes.INVITATION | {"code"}
    code, door = answer.json["code"], f"/communities/{cast.hidden}"
    assert as_(cast.oli).get(f"{door}?invitation={code}").json["community"]["slug"] == cast.hidden
    joined = as_(cast.oli).post(f"{door}/memberships", {"invitation": code, "answers": ANSWERS})
    assert (joined.status_code, joined.json["membership"]["status"]) == (201, "active")
    used = as_(cast.gil).post(f"{door}/memberships", {"invitation": code, "answers": ANSWERS})
    nowhere = as_(cast.gil).post("/communities/nowhere/memberships", {"invitation": code, "answers": ANSWERS})
    assert gone(used) == gone(nowhere)
    listed = as_(cast.fay).get(f"{door}/invitations").json["items"]
    assert {frozenset(one) for one in listed} == {frozenset(shapes.INVITATION)}


def test_behind_an_invitation_approval_still_decides(as_, cast):
    as_(cast.opal).patch(f"/communities/{cast.hidden}", {"joining": "approval"})
    code = as_(cast.fay).post(f"/communities/{cast.hidden}/invitations", {}).json["code"]
    said = {"invitation": code, "answers": ANSWERS}
    joined = as_(cast.oli).post(f"/communities/{cast.hidden}/memberships", said)
    assert (joined.status_code, joined.json["membership"]["status"]) == (201, "pending")


def test_an_invitation_that_ran_out_opens_nothing(as_, cast, clock):
    code = as_(cast.fay).post(f"/communities/{cast.hidden}/invitations", {}).json["code"]
    clock.move(days=20)
    closed = as_(None).get(f"/communities/{cast.hidden}?invitation={code}")
    assert gone(closed) == gone(as_(None).get(f"/communities/nowhere?invitation={code}"))


@pytest.mark.parametrize(
    "said",
    [
        {"max_uses": 0},
        {"max_uses": "2"},
        {"max_uses": True},
        {"max_uses": 1.5},
        {"expires_at": "2001-01-01T00:00:00Z"},
        {"expires_at": "0001-01-01T00:00:00+14:00"},
        {"expires_at": "9999-12-31T23:59:59-14:00"},
        {"expires_at": "soon"},
        {"expires_at": 7},
        {"code": "MINE"},
    ],
)
@on_sqlite
def test_an_invitation_has_an_end(as_, cast, said):
    refused(as_(cast.fay).post(f"/communities/{cast.hidden}/invitations", said), 422, *said)


def test_members_make_no_invitations(as_, cast):
    refused(as_(cast.ana).post(f"/communities/{cast.hidden}/invitations", {}), 403)
