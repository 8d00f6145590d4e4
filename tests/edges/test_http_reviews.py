"""Reviews over HTTP: their shapes, and who may do what."""

from __future__ import annotations

from datetime import timedelta

import pytest

from networks.resources.keeping import sweep
from tests.domain.acts import do
from tests.domain.reviews import RISKY, TIP, handed_in, published
from tests.edges.caller import NOWHERE, key, refused

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

BETTER = {"version": 1, "title": "Pacing", "body": "Three fixed points a day.", "why": "Shorter."}


def test_a_proposal_over_http(as_, cast, network):
    made = f"/resources/{handed_in(network, cast)}"
    said = as_(cast.fay).post(f"{made}/proposals", BETTER)
    assert said.status_code == 201, said.json
    proposal = said.json["proposal"]
    assert (proposal["by"]["handle"], proposal["fits"]) == ("Fay", True)
    assert {"kind": "gone", "text": "anchors "} in proposal["body_diff"] or proposal["body_diff"]
    refused(as_(cast.ana).post(f"{made}/proposals", BETTER), 403)
    refused(as_(cast.ben).post(f"{made}/proposals", BETTER), 404)
    refused(as_(cast.ben).get(f"{made}/proposals"), 404)
    answer = f"/proposals/{proposal['id']}/answer"
    refused(as_(cast.ben).put(answer, {"accepted": True}), 404)
    refused(as_(cast.ana).put(answer, {"accepted": "perhaps"}), 422, "accepted")
    done = as_(cast.ana).put(answer, {"accepted": True}).json["resource"]
    assert (done["version"], done["body"], done["state"]) == (2, BETTER["body"], "submitted")
    newest, first = as_(cast.ana).get(f"{made}/history").json["items"]
    assert (newest["edited_with"]["handle"], newest["compared_with"], first["compared_with"]) == ("Fay", 1, None)
    assert {one["part"] for one in newest["changes"]} == {"title", "body"}
    stale = {"outcome": "publish", "reason": "Good.", "version": 1}
    refused(as_(cast.fay).post(f"{made}/decision", stale), 409)
    refused(as_(cast.fay).post(f"{made}/proposals", BETTER), 409)


def test_an_endorsement_over_http_and_its_end_everywhere(as_, cast, network):
    made = handed_in(network, cast, **RISKY)
    path, lin = f"/resources/{made}", f"/resources/{made}/assignments/{cast.lin.person_id}"
    decision = {"outcome": "publish", "reason": "Careful.", "version": 1}
    refused(as_(cast.lin).get(path), 404)
    refused(as_(cast.lin).put(f"{path}/endorsement", {"version": 1, "interests": "none"}), 404)
    refused(as_(cast.fay).put(f"{path}/assignments/{cast.ben.person_id}"), 422)
    refused(as_(cast.ben).put(lin), 404)
    assert as_(cast.fay).put(lin).status_code == as_(cast.fay).put(lin).status_code == 200
    (wanted,) = as_(cast.lin).get("/communities/crohns/assignments").json["items"]
    assert (wanted["resource_id"], wanted["answered"], wanted["asked_by"]["handle"]) == (str(made), False, "Fay")
    refused(as_(cast.fay).post(f"{path}/decision", decision), 409)
    refused(as_(cast.lin).put(f"{path}/endorsement", {"version": 1}), 422, "interests")
    said = as_(cast.lin).put(f"{path}/endorsement", {"version": 1, "interests": "none"})
    assert (said.status_code, said.json["endorsement"]["by"]["handle"]) == (200, "Lin")
    (asked,) = as_(cast.fay).get(f"{path}/assignments").json["items"]
    assert asked["endorsement"]["interests"] == "none"
    assert as_(cast.fay).post(f"{path}/decision", decision).status_code == 200
    (held,) = as_(cast.ben).get(path).json["resource"]["endorsements"]
    assert (held["title"], held["version"]) == ("IBD nurse", 1)
    (listed,) = as_(cast.ben).get("/communities/crohns/resources").json["items"]
    assert listed["endorsements"] == [held]
    end = f"/endorsements/{held['id']}"
    refused(as_(cast.ben).delete(end), 403)
    refused(as_(cast.oli).delete(end), 404)
    assert as_(cast.fay).delete(end).status_code == as_(cast.fay).delete(end).status_code == 204
    refused(as_(cast.ben).get(path), 404)
    assert as_(cast.ben).get("/communities/crohns/resources").json["items"] == []
    mine = as_(cast.ana).get(path).json["resource"]
    assert (mine["state"], mine["endorsements"]) == ("archived", [])
    again = as_(cast.ana).post(f"{path}/return")
    assert (again.status_code, again.json["resource"]["state"]) == (201, "submitted")


def test_taking_out_and_asking_over_http(as_, cast, network, clock):
    made = handed_in(network, cast)
    path = f"/resources/{made}"
    soon = (clock.now + timedelta(days=1)).isoformat().replace("+00:00", "Z")
    decision = {"outcome": "publish", "reason": "Good.", "version": 1}
    refused(as_(cast.fay).post(f"{path}/decision", decision | {"review_by": "2001-01-01T00:00:00Z"}), 422, "review_by")
    assert as_(cast.fay).post(f"{path}/decision", decision | {"review_by": soon}).status_code == 200
    assert as_(cast.ben).get(path).json["resource"]["review_by"] == soon
    clock.move(days=2)
    do(network, None, sweep)
    clock.move(minutes=1)
    (case,) = (
        as_(cast.fay).get("/communities/crohns/cases", query_string={"kind": "review", "state": "open"}).json["items"]
    )
    decide = f"/cases/{case['id']}/decision"
    refused(as_(cast.fay).post(decide, {"outcome": "publish", "reason": "Good."}), 422, "outcome")
    assert as_(cast.fay).post(decide, {"outcome": "ask", "reason": "Still right?"}).status_code == 200
    refused(as_(cast.ben).put(f"{path}/confirmation"), 403)
    assert as_(cast.ana).put(f"{path}/confirmation").status_code == 200
    refused(as_(cast.ben).post(f"{path}/archival", {"reason": "Mine to say."}), 403)
    refused(as_(cast.ana).post(f"{path}/archival", {"reason": "Mine."}), 403)
    assert (
        as_(cast.fay).post(f"{path}/archival", {"reason": "The link is dead."}).json["resource"]["state"] == "archived"
    )
    refused(as_(cast.fay).post(f"{path}/archival", {"reason": "Again."}), 409)
    refused(as_(cast.ben).get(path), 404)


def test_reasons_over_http(as_, cast):
    path = "/communities/crohns/review-reasons"
    said = {"publish": ["Clear."], "request_changes": [], "decline": ["Not here."]}
    assert as_(cast.fay).put(path, said).json == {"reasons": said} == as_(cast.fay).get(path).json
    for who in (cast.ana, cast.lin, cast.opal):
        refused(as_(who).get(path), 403)
        refused(as_(who).put(path, said), 403)
    for outsider in (cast.oli, cast.gil, cast.pia, cast.bea):
        refused(as_(outsider).get(path), 404)
    refused(as_(cast.fay).put(path, {"publish": ["x" * 501]}), 422)
    refused(as_(cast.fay).put(path, {"other": []}), 422, "other")


def test_a_tip_from_a_message_over_http(as_, cast):
    room = f"/rooms/{cast.everyday}/messages"
    body = {"body": "Three anchors a day.", "client_key": key(), "anonymous": True}
    said = as_(cast.ana).post(room, body).json["message"]
    asked = as_(cast.ben).post(f"/messages/{said['id']}/tip")
    assert (asked.status_code, asked.json) == (201, {"resource": None})
    gone = as_(cast.lin).post(f"/messages/{said['id']}/tip")
    assert (gone.status_code, gone.data) == (201, asked.data)
    for outsider in (cast.oli, cast.gil, cast.pia, cast.bea, cast.opal):
        refused(as_(outsider).post(f"/messages/{said['id']}/tip"), 404)
    refused(as_(cast.ben).post(f"/messages/{NOWHERE}/tip"), 404)
    assert as_(cast.ben).get("/communities/crohns/tip-asks").json["items"] == []
    (ask,) = as_(cast.ana).get("/communities/crohns/tip-asks").json["items"]
    assert (ask["by"]["handle"], ask["excerpt"]) == ("Ben", "Three anchors a day.")
    answer = f"/tip-asks/{ask['id']}/answer"
    refused(as_(cast.ben).put(answer, {"accepted": True}), 404)
    made = as_(cast.ana).put(answer, {"accepted": True}).json["resource"]
    assert (made["author"]["handle"], made["state"]) == ("Ana", "draft")
    assert as_(cast.ana).put(answer, {"accepted": False}).json == {"resource": None}
    refused(as_(cast.ben).get(f"/resources/{made['id']}"), 404)


# --- in every state, who may see what: with a professional who was asked, and an operator who gave a reason

STATES = {
    "draft": ((), {"ana"}),
    "submitted": (("submit",), {"ana", "fay", "lin", "opal"}),
    "changes_requested": (("submit", "request_changes"), {"ana", "fay", "lin", "opal"}),
    "declined": (("submit", "decline"), {"ana", "fay", "opal"}),
    "published": (("submit", "publish"), {"ana", "ben", "max", "lin", "fay", "opal"}),
    "archived": (("submit", "publish", "archive"), {"ana", "fay", "lin", "opal"}),
    "withdrawn": (("submit", "withdraw"), {"ana"}),
}
EVERYBODY = ("ana", "ben", "max", "lin", "fay", "gil", "oli", "pia", "bea", "una", "opal")


@pytest.mark.parametrize("state", STATES)
def test_a_resource_for_who_was_asked_and_who_gave_a_reason(as_, cast, state):
    steps, seen_by = STATES[state]
    made = as_(cast.ana).post("/communities/crohns/resources", TIP).json["resource"]
    path = f"/resources/{made['id']}"
    for step in steps:
        if step in ("submit", "withdraw"):
            as_(cast.ana).post(f"{path}/{'submission' if step == 'submit' else 'withdrawal'}")
            if step == "submit":
                assert as_(cast.fay).put(f"{path}/assignments/{cast.lin.person_id}").status_code == 200
        elif step == "archive":
            as_(cast.fay).post(f"{path}/archival", {"reason": "Old."})
        else:
            as_(cast.fay).post(f"{path}/decision", {"outcome": step, "reason": "Said.", "version": 1})
    opened = as_(cast.opal).post(f"{path}/openings", {"reason": "A complaint."})
    assert opened.status_code == (201 if "opal" in seen_by else 404)
    for who in EVERYBODY:
        if who != "opal":
            refused(as_(getattr(cast, who)).post(f"{path}/openings", {"reason": "Curious."}), 404)
    nothing = as_(cast.ana).get(f"/resources/{NOWHERE}")
    for who in EVERYBODY:
        for part in ("", "/versions", "/history"):
            answer = as_(getattr(cast, who)).get(path + part)
            assert (answer.status_code == 200) == (who in seen_by), (who, part)
            if who not in seen_by:
                assert answer.data == nothing.data, (who, part)


def test_an_operator_reads_for_an_hour_and_does_nothing(as_, cast, network, clock):
    made = published(network, cast)
    path = f"/resources/{made}"
    refused(as_(cast.opal).get(path), 404)
    as_(cast.opal).post(f"{path}/openings", {"reason": "A complaint."})
    assert as_(cast.opal).get(path).status_code == 200
    for answer in (
        as_(cast.opal).post(f"{path}/decision", {"outcome": "decline", "reason": "No.", "version": 1}),
        as_(cast.opal).post(f"{path}/archival", {"reason": "No."}),
        as_(cast.opal).post(f"{path}/proposals", BETTER),
        as_(cast.opal).put(f"{path}/endorsement", {"version": 1, "interests": "none"}),
        as_(cast.opal).put(f"{path}/assignments/{cast.lin.person_id}"),
        as_(cast.opal).patch(path, {"title": "Mine."}),
    ):
        refused(answer, 404)
    audit = as_(cast.fay).get("/communities/crohns/audit?kind=library").json["items"]
    assert (audit[0]["act"], audit[0]["reason"]) == ("resource.opened", "A complaint.")
    clock.move(hours=1)
    refused(as_(cast.opal).get(path), 404)


def test_who_was_asked_and_is_no_professional_any_more_sees_nothing(as_, cast, network):
    made = handed_in(network, cast)
    as_(cast.fay).put(f"/resources/{made}/assignments/{cast.lin.person_id}")
    assert as_(cast.lin).get(f"/resources/{made}").status_code == 200
    as_(cast.fay).patch(f"/communities/crohns/members/{cast.lin.person_id}", {"role": "member"})
    refused(as_(cast.lin).get(f"/resources/{made}"), 404)
    assert as_(cast.lin).get("/communities/crohns/assignments").json["items"] == []
