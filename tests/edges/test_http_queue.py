"""The facilitators' queue, sanctions and the audit over HTTP."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from itertools import pairwise

import pytest

from tests.edges import shapes
from tests.edges.caller import NOWHERE, gone, key, refused

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def case(cast) -> str:
    """Pia's request to join."""
    return f"/cases/{cast.pia_case}"


@pytest.fixture
def second(as_, cast):
    """A second facilitator: Ben."""
    place = f"/communities/{cast.crohns}/members/{cast.ben.person_id}"
    as_(cast.opal).patch(place, {"role": "facilitator"})
    return cast.ben


def sanctions(cast, person) -> str:
    return f"/communities/{cast.crohns}/members/{person.person_id}/sanctions"


def test_the_queue_lists_cases_with_their_subject(as_, cast, case):
    found = as_(cast.fay).get(f"/communities/{cast.crohns}/cases?kind=join&state=open").json
    assert set(found) == shapes.LIST
    (waiting,) = found["items"]
    assert set(waiting) == shapes.CASE
    assert set(waiting["subject"]) == shapes.SUBJECT
    assert (waiting["kind"], waiting["state"], waiting["severity"]) == ("join", "open", "green")
    assert waiting["subject"]["kind"] == "person"
    assert waiting["subject"]["person"] == {"id": str(cast.pia.person_id), "handle": "Pia"}
    assert as_(cast.fay).get(case).json == {"case": waiting}
    assert as_(cast.fay).get(f"/communities/{cast.crohns}/cases?kind=appeal").json["items"] == []


@pytest.mark.parametrize("query", ["kind=gossip", "state=lost", "limit=0", "cursor=x", "cursor=%00", "limit=101"])
@on_sqlite
def test_the_queue_knows_its_kinds_and_states(as_, cast, query):
    refused(as_(cast.fay).get(f"/communities/{cast.crohns}/cases?{query}"), 422, query.partition("=")[0])


def test_a_case_is_claimed_by_one(as_, cast, case, second):
    claimed = as_(cast.fay).post(f"{case}/claim").json["case"]
    assert (claimed["state"], claimed["claimed_by"]["handle"]) == ("claimed", "Fay")
    assert "Fay" in refused(as_(second).post(f"{case}/claim"), 409)["message"]
    assert as_(cast.fay).post(f"{case}/claim").status_code == 200


def test_a_claim_that_has_run_out_is_open_to_everybody_again(as_, cast, case, second, clock):
    as_(cast.fay).post(f"{case}/claim")
    cases = f"/communities/{cast.crohns}/cases?kind=join"
    assert as_(second).get(f"{cases}&state=open").json["items"] == []
    clock.move(minutes=30)
    free = as_(second).get(case).json["case"]
    assert (free["state"], free["claimed_by"], free["claimed_until"]) == ("open", None, None)
    assert as_(second).get(f"{cases}&state=open").json["items"] == [free]
    assert as_(cast.fay).get(f"{cases}&state=claimed").json["items"] == []
    assert as_(second).post(f"{case}/claim").json["case"]["claimed_by"]["handle"] == "Ben"


def test_notes_stay_between_facilitators(as_, cast, case, second):
    made = as_(cast.fay).post(f"{case}/notes", {"body": "I know her."})
    assert made.status_code == 201
    assert set(made.json["note"]) == shapes.NOTE
    (seen,) = as_(second).get(f"{case}/notes").json["items"]
    assert (seen["body"], seen["by"]["handle"]) == ("I know her.", "Fay")
    for said in ({"body": " "}, {}, {"body": "x", "by": "Ana"}):
        refused(as_(cast.fay).post(f"{case}/notes", said), 422)


def test_a_case_is_decided_once_and_the_second_learns_by_whom(as_, cast, case, second):
    decided = as_(cast.fay).post(f"{case}/decision", {"outcome": "approve", "reason": "Welcome."})
    assert decided.status_code == 200
    assert decided.json["case"]["outcome"] == "approve"
    assert decided.json["case"]["decided_by"]["handle"] == "Fay"
    late = as_(second).post(f"{case}/decision", {"outcome": "decline", "reason": "No."})
    assert "Fay" in refused(late, 409)["message"]
    assert as_(cast.pia).get(f"/communities/{cast.crohns}/rooms").status_code == 200
    rows = as_(cast.fay).get(f"/communities/{cast.crohns}/audit?limit=100").json["items"]
    about = [row for row in rows if row["act"] == "case.decided" and row["subject"]["id"] == str(cast.pia_case)]
    assert [row["reason"] for row in about] == ["Welcome."]


@pytest.mark.parametrize(
    "said", [{"outcome": "dismiss", "reason": "x"}, {"outcome": ""}, {}, {"outcome": "approve", "by": 1}]
)
@on_sqlite
def test_a_case_comes_to_one_of_its_own_outcomes(as_, cast, case, said):
    refused(as_(cast.fay).post(f"{case}/decision", said), 422)


def test_a_case_about_oneself_is_not_there(as_, cast, case):
    as_(cast.fay).post(f"{case}/decision", {"outcome": "approve", "reason": "Welcome."})
    as_(cast.opal).patch(f"/communities/{cast.crohns}/members/{cast.pia.person_id}", {"role": "facilitator"})
    nowhere = f"/cases/{NOWHERE}"
    for way in ("", "/notes"):
        assert gone(as_(cast.pia).get(case + way)) == gone(as_(cast.pia).get(nowhere + way))
    assert gone(as_(cast.pia).post(f"{case}/claim")) == gone(as_(cast.pia).post(f"{nowhere}/claim"))
    listed = as_(cast.pia).get(f"/communities/{cast.crohns}/cases").json["items"]
    assert str(cast.pia_case) not in {one["id"] for one in listed}


def test_a_sanction_has_the_shape_of_the_contract_and_can_be_lifted(as_, cast, clock):
    until = (clock.now + timedelta(days=1)).isoformat().replace("+00:00", "Z")
    said = {"kind": "mute", "reason": "Unkind words.", "rule": "1", "until": until}
    made = as_(cast.fay).post(sanctions(cast, cast.ana), said)
    assert made.status_code == 201
    assert set(made.json["sanction"]) == shapes.SANCTION
    assert (made.json["sanction"]["until"], made.json["sanction"]["by"]["handle"]) == (until, "Fay")
    message = {"body": "Hello.", "client_key": key()}
    refused(as_(cast.ana).post(f"/rooms/{cast.everyday}/messages", message), 403)
    path = f"/sanctions/{made.json['sanction']['id']}"
    assert gone(as_(cast.ana).delete(path)) == gone(as_(cast.ana).delete(f"/sanctions/{NOWHERE}"))
    assert as_(cast.fay).delete(path).status_code == 204
    assert as_(cast.fay).delete(path).status_code == 204
    assert as_(cast.ana).post(f"/rooms/{cast.everyday}/messages", message).status_code == 201


@pytest.mark.parametrize(
    "other",
    [
        {"kind": "exile"},
        {"kind": None},
        {"reason": ""},
        {"rule": ""},
        {"until": "2001-01-01T00:00:00Z"},
        {"until": "tomorrow"},
        {"by": "Opal"},
    ],
)
@on_sqlite
def test_a_sanction_is_made_of_what_the_contract_says(as_, cast, other):
    said = {"kind": "mute", "reason": "Unkind words.", "rule": "1"} | other
    refused(as_(cast.fay).post(sanctions(cast, cast.ana), said), 422, *other)


def test_sanctions_are_for_facilitators_and_never_for_oneself(as_, cast):
    said = {"kind": "note", "reason": "Unkind words.", "rule": "1"}
    refused(as_(cast.ana).post(sanctions(cast, cast.ben), said), 403)
    refused(as_(cast.fay).post(sanctions(cast, cast.fay), said), 403)
    refused(as_(cast.fay).post(sanctions(cast, cast.oli), said), 404)
    refused(as_(cast.gil).post(sanctions(cast, cast.ana), said), 404)


def test_the_audit_comes_newest_first_and_its_chain_holds(as_, cast):
    rows, cursor = [], None
    while True:
        query = {"limit": 5} | ({"cursor": cursor} if cursor else {})
        page = as_(cast.fay).get(f"/communities/{cast.crohns}/audit", query_string=query).json
        rows += page["items"]
        cursor = page["next"]
        if cursor is None:
            break
    assert {frozenset(row) for row in rows} == {frozenset(shapes.AUDIT_ROW)}
    assert [row["at"] for row in rows] == sorted((row["at"] for row in rows), reverse=True)
    assert all(newer["previous"] == older["hash"] for newer, older in pairwise(rows))
    assert rows[-1]["previous"] == "0" * 64
    assert len({row["hash"] for row in rows}) == len(rows) > 5
    assert all(len(bytes.fromhex(row["hash"])) == hashlib.sha256().digest_size for row in rows)
    assert "secret" not in json.dumps(rows)


@pytest.mark.parametrize(
    "cursor", ["x", "%00", "AA", "wrI", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5", "-", "LTE", "MS41"]
)
def test_the_audit_takes_only_its_own_cursors(as_, cast, cursor):
    refused(as_(cast.fay).get(f"/communities/{cast.crohns}/audit?cursor={cursor}"), 422, "cursor")
