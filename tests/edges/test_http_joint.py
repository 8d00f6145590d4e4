"""A report decided with a step about its person: over HTTP, by the form of its page, and on open connections."""

from __future__ import annotations

import re
from uuid import UUID

import pytest

from app import limits
from networks.communities.actions import appoint
from networks.people.queries import person_by_handle
from tests.cast import PASSPHRASE
from tests.domain.reports import HARMFUL, case_about
from tests.edges.caller import NOWHERE, key, refused
from tests.edges.matrix import COLUMNS, person

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
DECISION = {"outcome": "remove", "reason": "This can do harm.", "rule": "2"}


@pytest.fixture
def case(as_, cast, network):
    """Ana has reported what Ben said."""
    made = as_(cast.ben).post(f"/rooms/{cast.everyday}/messages", {"body": HARMFUL, "client_key": key()}).json
    target = {"kind": "message", "id": made["message"]["id"]}
    as_(cast.ana).post("/reports", {"target": target, "reason": "harmful_advice", "note": ""})
    return case_about(network, cast.fay, UUID(target["id"])).case.id


def test_one_call_removes_and_mutes(as_, cast, case, clock):
    until = "2099-01-01T00:00:00Z"
    answer = as_(cast.fay).post(f"/cases/{case}/decision", DECISION | {"step": {"kind": "mute", "until": until}})
    decided = answer.json["case"]
    assert (decided["outcome"], decided["step"]["kind"], decided["step"]["until"]) == ("remove", "mute", until)
    assert (decided["step"]["rule_text"], decided["step"]["by"]["handle"]) == ("No medical orders.", "Fay")
    assert as_(cast.ana).get(f"/rooms/{cast.everyday}/messages").json["items"][0]["removed"]
    refused(as_(cast.ben).post(f"/rooms/{cast.everyday}/messages", {"body": "So?", "client_key": key()}), 403)
    (mine,) = as_(cast.ben).get("/me/sanctions").json["items"]
    assert (mine["kind"], mine["reason"]) == ("mute", DECISION["reason"])


def test_who_reported_it_learns_nothing_of_the_step(as_, cast, case):
    said = DECISION | {"outcome": "dismiss", "step": {"kind": "warning"}}
    assert as_(cast.fay).post(f"/cases/{case}/decision", said).status_code == 200
    theirs = as_(cast.ana).get(f"/cases/{case}").json["case"]
    assert (theirs["outcome"], theirs["step"], theirs["reason"]) == ("dismiss", None, None)
    assert as_(cast.ana).get("/me/reports").json["items"][0]["upheld"]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"step": {"kind": "warning"}, "rule": None}, "rule"),
        ({"step": {"kind": "warning"}, "rule": ""}, "rule"),
        ({"step": {"kind": "scolding"}}, "step.kind"),
        ({"step": {}}, "step.kind"),
        ({"step": "mute"}, "step._schema"),
        ({"step": {"kind": "mute", "until": "soon"}}, "step.until"),
        ({"step": {"kind": "mute", "until": "2001-01-01T00:00:00Z"}}, "until"),
        ({"step": {"kind": "mute", "person_id": None}}, "step.person_id"),
    ],
)
def test_what_cannot_be_both_is_neither(as_, cast, case, said, field):
    refused(as_(cast.fay).post(f"/cases/{case}/decision", DECISION | said), 422, field)
    assert as_(cast.fay).get(f"/cases/{case}").json["case"]["state"] == "open"
    assert not as_(cast.ana).get(f"/rooms/{cast.everyday}/messages").json["items"][0]["removed"]


@pytest.mark.parametrize("column", COLUMNS)
def test_only_those_who_look_after_the_place_decide_with_a_step(as_, cast, case, column):
    caller, said = as_(person(cast, column)), DECISION | {"step": {"kind": "warning"}}
    answer, nothing = (caller.post(f"/cases/{one}/decision", said) for one in (case, NOWHERE))
    if column in ("Fa", "Op"):
        assert answer.status_code == 200
        return
    assert answer.status_code == {"An": 401, "Me": 403}.get(column, 404)  # Ana reported it, and finds it
    assert answer.data == nothing.data or column == "Me"
    assert as_(cast.ben).get("/me/sanctions").json["items"] == []


def test_about_a_facilitator_it_is_an_operator_who_takes_it(as_, cast, case, network):
    with network.begin() as work:
        appoint(work, "crohns", person_by_handle(work, "Ben"), "facilitator")
    said = DECISION | {"step": {"kind": "warning"}}
    refused(as_(cast.fay).post(f"/cases/{case}/decision", said), 403)
    assert as_(cast.opal).post(f"/cases/{case}/decision", said).json["case"]["step"]["kind"] == "warning"


def test_no_other_kind_of_case_has_a_step(as_, cast):
    said = {"outcome": "decline", "reason": "No.", "rule": "1", "step": {"kind": "warning"}}
    refused(as_(cast.fay).post(f"/cases/{cast.pia_case}/decision", said), 422, "step")


def test_a_step_has_the_pace_of_writing_and_a_decision_alone_has_none(as_, cast, case, monkeypatch):
    used = []
    monkeypatch.setattr(limits, "use", lambda name, account=None: used.append((name, account)))
    as_(cast.fay).post(f"/cases/{cast.pia_case}/decision", {"outcome": "decline", "reason": "No."})
    assert used == []
    as_(cast.fay).post(f"/cases/{case}/decision", DECISION | {"step": {"kind": "warning"}})
    assert used == [("write", cast.fay.person_id)]


# --- the page


@pytest.fixture
def page(client, case):
    """The case's page: read, or its form sent; as Fay, or as somebody else."""
    at = f"/c/crohns/queue/{case}"

    def call(handle="Fay", **form):
        client.delete_cookie("cairn")
        client.post("/api/v1/sessions", json={"handle": handle, "password": PASSPHRASE, "cookie": True})
        shown = client.get(at).get_data(as_text=True)
        if not form:
            return re.sub(r"\s+", " ", shown)
        token = re.search(r'name="csrf_token" value="([^"]+)"', shown)
        return client.post(f"{at}/report", data=form | {"csrf_token": token[1] if token else ""})

    return call


FORM = DECISION | {"rule": "2. No medical orders."}


def test_the_form_removes_and_mutes_for_a_time(as_, cast, page, clock):
    assert 'name="step" value="" checked' in page()
    assert page(**FORM, step="mute", days="7").status_code == 303
    (mine,) = as_(cast.ben).get("/me/sanctions").json["items"]
    assert mine["kind"] == "mute"
    assert mine["until"] > mine["starts_at"]
    shown = page()
    assert "Fay decided: removed." in shown
    assert "<p>A mute, until" in shown


def test_the_form_leaves_it_and_warns(page):
    assert page(**FORM | {"outcome": "dismiss"}, step="warning", days="3").status_code == 303
    assert "Fay decided: a step was taken." in page()


def test_a_step_without_a_rule_is_asked_for_one_and_keeps_what_was_chosen(page):
    answer = page(**FORM | {"outcome": "dismiss", "rule": ""}, step="mute", days="7")
    shown = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Please choose the rule that it breaks." in shown
    assert 'name="step" value="mute" checked' in shown
    assert 'name="days" value="7" checked' in shown


def test_a_made_up_step_is_no_step(page):
    assert page(**FORM, step="scolding").status_code == 422


def test_the_form_offers_no_step_that_is_not_theirs_to_take(as_, cast, case, page, network):
    with network.begin() as work:
        appoint(work, "crohns", person_by_handle(work, "Ben"), "facilitator")
    assert 'name="step"' not in page()
    assert "then an operator takes it" in page()
    assert page(**FORM, step="warning").status_code == 403
    as_(cast.opal).post(f"/cases/{case}/openings", {"reason": "It is about a facilitator."})
    assert 'name="step"' in page("Opal")
