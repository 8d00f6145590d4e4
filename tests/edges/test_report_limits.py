"""Limiting whoever reports to harass, over HTTP and on the desk's pages."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from app.schemas.fields import z
from networks.communities.actions import appoint
from networks.people.queries import person_by_handle
from tests.domain.acts import say
from tests.domain.reports import case_about, tell
from tests.edges.caller import NOWHERE, gone, refused

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
WHY = "Nine reports in a week; nothing came of any."


@pytest.fixture
def reported(network, cast):
    """Ana reported what Ben said: its id."""
    said = say(network, cast.ben, cast.everyday).id
    tell(network, cast.ana, "message", said, reason="spam", note="Look.")
    return said


@pytest.fixture
def second(network, cast):
    with network.begin() as work:
        appoint(work, "crohns", person_by_handle(work, "Lin"), "facilitator")
    return cast.lin


@pytest.fixture
def case(network, cast, reported) -> str:
    return f"/c/crohns/queue/{case_about(network, cast.fay, reported).case.id}"


@pytest.fixture
def there(cast) -> str:
    return f"/communities/crohns/members/{cast.ana.person_id}/report-limit"


@pytest.mark.usefixtures("reported")
def test_a_limit_is_set_read_replaced_and_lifted(as_, cast, clock, there):
    caller, until = as_(cast.fay), z(clock.now + timedelta(days=7))
    assert caller.get(there).json == {"reporter": {"record": {"sent": 1, "decided": 0, "upheld": 0}, "limit": None}}
    made = caller.post(there, {"reason": WHY, "until": until})
    assert made.status_code == 201
    limit = made.json["limit"]
    assert (limit["reason"], limit["until"], limit["by"]["handle"]) == (WHY, until, "Fay")
    assert as_(cast.opal).get(there).json["reporter"]["limit"] == limit
    assert caller.post(there, {"reason": "Still."}).json["limit"]["until"] == z(clock.now + timedelta(days=30))
    assert [caller.delete(there).status_code for _ in range(2)] == [204, 204]
    assert caller.get(there).json["reporter"]["limit"] is None


@pytest.mark.usefixtures("reported")
def test_nonsense_is_refused_by_field(as_, cast, clock, there):
    caller = as_(cast.fay)
    for said, field in (
        ({}, "reason"),
        ({"reason": " "}, "reason"),
        ({"reason": "x" * 2001}, "reason"),
        ({"reason": WHY, "until": z(clock.now)}, "until"),
        ({"reason": WHY, "until": z(clock.now + timedelta(days=366))}, "until"),
        ({"reason": WHY, "until": "soon"}, "until"),
        ({"reason": WHY, "days": 3}, "days"),
    ):
        refused(caller.post(there, said), 422, field)


@pytest.mark.usefixtures("reported")
def test_nobody_else_sets_one_and_outsiders_find_nothing(as_, cast, there):
    nowhere = f"/communities/crohns/members/{NOWHERE}/report-limit"
    hidden = "/communities/hidden/members/{}/report-limit"
    for method, said in (("GET", None), ("POST", {"reason": WHY}), ("DELETE", None)):
        for who in (cast.ben, cast.lin, cast.max, cast.ana):
            refused(as_(who).call(method, there, said), 403)
        for who in (cast.gil, cast.oli, cast.pia, cast.bea, None):
            assert gone(as_(who).call(method, there, said)) == gone(as_(who).call(method, nowhere, said))
        gone(as_(cast.fay).call(method, hidden.format(cast.gil.person_id), said))


def test_who_was_reported_alone_is_told_the_same_as_where_nothing_was(network, as_, cast, there):
    tell(network, cast.ana, "message", say(network, cast.fay, cast.everyday).id, reason="spam")
    caller = as_(cast.fay)
    for person in (cast.ana, cast.max):
        path = there.replace(str(cast.ana.person_id), str(person.person_id))
        assert caller.get(path).json["reporter"] == {"record": {"sent": 0, "decided": 0, "upheld": 0}, "limit": None}
        assert "nothing to limit" in refused(caller.post(path, {"reason": WHY}), 409)["message"]
    assert as_(cast.opal).get(there).json["reporter"]["record"]["sent"] == 1


# --- pages


def test_a_case_says_how_often_its_reporter_was_right_and_limits_from_there(
    network, as_, cast, sits, page, post, case, clock
):
    clock.move(minutes=1)
    other = say(network, cast.ben, cast.everyday).id
    tell(network, cast.ana, "message", other, reason="spam")
    decided = case_about(network, cast.fay, other).case.id
    as_(cast.fay).post(f"/cases/{decided}/decision", {"outcome": "dismiss", "reason": "Fine."})
    sits("Fay")
    shown = page(case)
    assert "2 reports here, 1 decided, 0 upheld." in shown
    assert "Limit what Ana reports" in shown
    sent = {"limit_days": "7", "limit_reason": WHY, "next": case}
    member = f"/c/crohns/members/{cast.ana.person_id}"
    assert post(f"{member}/report-limit", case, **sent).location == case
    shown = page(case)
    assert "One report a day until" in shown
    assert WHY in shown
    assert "Limit what Ana reports" not in shown
    assert post(f"{member}/report-limit/end", case, next=case).location == case
    assert "One report a day until" not in page(case)
    assert "lifted a limit on somebody’s reports" in page("/c/crohns/audit")


@pytest.mark.usefixtures("reported")
def test_a_members_page_says_it_too_and_keeps_what_was_typed(cast, sits, page, post, as_, there, clock):
    member = f"/c/crohns/members/{cast.ana.person_id}"
    sits("Fay")
    assert "1 report here, none decided yet." in page(member)
    refusal = post(f"{member}/report-limit", member, limit_days="90", limit_reason=" ")
    shown = refusal.get_data(as_text=True)
    assert refusal.status_code == 422
    assert shown.count("Please write something.") == 2
    assert '<option value="90" selected>' in shown
    assert post(f"{member}/report-limit", member, limit_days="90", limit_reason=WHY).location == f"{member}#reports"
    assert as_(cast.fay).get(there).json["reporter"]["limit"]["until"] == z(clock.now + timedelta(days=90))
    shown = page(member)
    assert WHY in shown
    assert "by Fay" in shown
    sits("Ben")
    shown = page(member)
    assert WHY not in shown
    assert "1 report" not in shown


def test_days_that_no_page_offers_are_the_usual_ones(as_, cast, sits, post, reported, there, clock):
    assert reported
    member = f"/c/crohns/members/{cast.ana.person_id}"
    sits("Fay")
    for days in ("9999", "-1", "x", ""):
        post(f"{member}/report-limit", member, limit_days=days, limit_reason=WHY)
        limit = as_(cast.fay).get(there).json["reporter"]["limit"]
        assert limit["until"] == z(clock.now + timedelta(days=30))


@pytest.mark.usefixtures("reported")
def test_the_form_leads_nowhere_else(cast, sits, post):
    member = f"/c/crohns/members/{cast.ana.person_id}"
    sits("Fay")
    for wanted in ("https://example.org/", "//example.org", "/\\example.org"):
        sent = {"limit_days": "7", "limit_reason": WHY, "next": wanted}
        assert "example.org" not in post(f"{member}/report-limit", member, **sent).location


def test_a_member_who_reported_nothing_has_no_such_part(cast, sits, page):
    sits("Fay")
    assert "report-limit" not in page(f"/c/crohns/members/{cast.ana.person_id}")


def test_a_facilitator_finds_no_sign_of_who_reported_her(network, as_, cast, sits, page, second, there):
    tell(network, cast.ana, "message", say(network, cast.fay, cast.everyday).id, reason="spam")
    member = f"/c/crohns/members/{cast.ana.person_id}"
    sits("Fay")
    before = page(member), page("/c/crohns/audit"), page("/c/crohns/people")
    assert as_(second).post(there, {"reason": WHY}).status_code == 201
    after = page(member), page("/c/crohns/audit"), page("/c/crohns/people")
    assert without_proof(after) == without_proof(before)
    for form in ("csv", "jsonl"):
        assert WHY not in as_(cast.fay).get(f"/communities/crohns/audit/export?format={form}").get_data(as_text=True)
    assert WHY in as_(cast.opal).get("/communities/crohns/audit/export").get_data(as_text=True)


def without_proof(pages):
    return [re.sub(r'nonce="[^"]*"|name="c[a-z_]*" value="[^"]*"|content="[^"]*"', "", one) for one in pages]


def test_one_of_several_facilitators_is_limited_by_an_operator(
    network, as_, cast, sits, page, post, reported, case, second
):
    tell(network, second, "message", reported, reason="spam")
    form = f'action="/c/crohns/members/{second.person_id}/report-limit"'
    sits("Fay")
    assert form not in page(case)
    member = f"/c/crohns/members/{second.person_id}"
    sent = {"limit_days": "7", "limit_reason": WHY, "next": case}
    assert post(f"{member}/report-limit", case, **sent).status_code == 403
    sits("Lin")
    assert form not in page(case)
    sits("Opal")
    assert form in page(member)
    assert post(f"{member}/report-limit", member, **sent).location == case
    (told,) = as_(second).get("/me/export").json["report_limits"]
    assert told["reason"] == WHY


def test_the_form_that_reports_says_until_when_and_why_and_keeps_what_was_written(
    network, as_, cast, sits, page, post, reported, there
):
    form = f"/c/crohns/report/message/{say(network, cast.ben, cast.everyday).id}"
    sits("Ana")
    assert "one report a day" not in page(form)
    assert as_(cast.fay).post(there, {"reason": WHY}).status_code == 201
    shown = page(form)
    assert "you can send one report a day until" in shown
    assert WHY in shown
    sits("Max")
    assert WHY not in page(f"/c/crohns/report/message/{reported}")
    sits("Ana")
    refusal = post(form, form, reason="spam", note="Again and again.")
    told = refusal.get_data(as_text=True)
    assert refusal.status_code == 403
    assert "You can send one report a day for now" in told
    assert "Again and again." in told
    assert post(form, form, reason="risk", note="He has a plan.").status_code == 303
