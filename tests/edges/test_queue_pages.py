"""The queue's pages without scripts: the next one, hand-over, what happened, hours and reasons."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from networks.communities.actions import appoint
from networks.moderation.actions import claim
from networks.moderation.cases import escalate, open_case
from networks.moderation.desks import set_hours
from networks.moderation.models import CaseKind, Severity
from networks.moderation.queries import cases
from networks.moderation.sanctioning import sanction
from networks.overview.capping import set_cap
from networks.people.queries import person_by_handle
from tests.domain.acts import do, look, say

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
QUEUE = "/c/crohns/queue"
DESK = "/c/crohns/settings/desk"


@pytest.fixture
def second(network, cast):
    with network.begin() as work:
        appoint(work, "crohns", person_by_handle(work, "Ben"), "facilitator")
    return cast.ben


def test_the_next_one_opens_at_its_own_page(cast, sits, page, post):
    sits("Fay")
    taken = post(f"{QUEUE}/next", QUEUE)
    assert taken.location == f"{QUEUE}/{cast.pia_case}"
    assert "You have this until" in page(taken.location)
    assert "Take the next" not in page(QUEUE)
    assert post(f"{QUEUE}/next", taken.location).location == QUEUE
    assert "There is nothing that nobody has." in page(QUEUE)


def test_what_is_handed_over_says_so_to_both(network, cast, sits, page, post, second):
    sits("Fay")
    place = f"{QUEUE}/{cast.pia_case}"
    do(network, cast.fay, claim, cast.pia_case)
    assert "Ben (no case)" in page(place)
    post(f"{place}/hand-over", place, person_id=str(second.person_id))
    shown = page(place)
    assert "Ben has it now, and sees that it is from you." in shown
    assert "You handed it to Ben." in shown
    sits("Ben")
    assert "from Fay, yours until" in page(QUEUE)
    shown = page(place)
    assert "Fay handed this to you." in shown
    assert "Fay handed it to Ben." in shown
    assert "Who has what: Fay 0, Ben 1" in shown
    post(f"{place}/give-back", place)
    assert "Nobody has this yet." in page(place)


def test_whoever_hands_over_too_late_is_told_who_has_it(network, cast, sits, post, second):
    sits("Fay")
    place = f"{QUEUE}/{cast.pia_case}"
    do(network, second, claim, cast.pia_case)
    refused = post(f"{place}/hand-over", place, person_id=str(second.person_id))
    assert refused.status_code == 409
    assert "Ben has this just now." in refused.get_data(as_text=True)


def test_whoever_has_had_enough_is_asked_before_they_take_the_next(network, cast, sits, page, post):
    do(network, cast.opal, set_cap, "crohns", 1)
    sits("Fay")
    post(f"{QUEUE}/next", QUEUE)
    waits = waiting(network, cast)
    asks = f"{QUEUE}?ask=next"
    assert post(f"{QUEUE}/next", QUEUE).location == f"{asks}#enough"
    shown = page(asks)
    assert "You have had 1 cases in seven days, and 1 is what one should carry here." in shown
    assert "Take it all the same" in shown
    assert "Take it all the same" not in page(QUEUE)
    assert post(f"{QUEUE}/next", asks, anyway="1").location == f"{QUEUE}/{waits}"


def test_whoever_decides_and_goes_on_is_asked_as_well_but_never_before_what_is_red(network, cast, sits, post):
    do(network, cast.opal, set_cap, "crohns", 1)
    waits, said = waiting(network, cast), {"outcome": "approve", "reason": "Welcome.", "then": "next"}
    sits("Fay")
    place = f"{QUEUE}/{cast.pia_case}"
    assert post(f"{place}/decision", place, **said).location == f"{QUEUE}?ask=next#enough"
    do(network, None, escalate, waits, Severity.RED)
    assert post(f"{QUEUE}/next", QUEUE).location == f"{QUEUE}/{waits}"


def test_whoever_has_had_enough_is_marked_where_a_case_is_handed_over(network, cast, sits, page, post, second):
    do(network, cast.opal, set_cap, "crohns", 1)
    do(network, second, claim, waiting(network, cast))
    sits("Fay")
    place = f"{QUEUE}/{cast.pia_case}"
    do(network, cast.fay, claim, cast.pia_case)
    shown = page(place)
    assert "Everybody else has had as many cases this week as one should carry." in shown
    assert 'name="person_id"' not in shown
    refused = post(f"{place}/hand-over", place, person_id=str(second.person_id))
    assert refused.status_code == 409
    assert "Ben has had as many cases this week as one should carry here." in refused.get_data(as_text=True)
    do(network, None, escalate, cast.pia_case, Severity.RED)
    assert "Ben (1 case, 1 this week: enough)" in page(place)
    post(f"{place}/hand-over", place, person_id=str(second.person_id))
    assert "Ben has it now" in page(place)
    assert "Ben 2 (red: 1) (enough for this week)" in page(QUEUE)


def waiting(network, cast):
    """A case that nobody has, about nobody in particular."""
    subject = {"subject_kind": "message", "subject_id": cast.everyday, "person_id": None}
    do(network, None, open_case, cast.crohns_id, CaseKind.SAFETY, **subject)
    return look(network, cast.fay, cases, "crohns", kind="safety")[1][0].case.id


def test_a_case_is_found_at_its_own_communitys_address_alone(network, cast, sits, post):
    sits("Opal")
    for way in ("give-back", "hand-over"):
        said = {"person_id": str(cast.fay.person_id)}
        assert post(f"/c/long-covid/queue/{cast.pia_case}/{way}", QUEUE, **said).status_code == 404


def test_a_case_shows_whom_it_is_about_as_facilitators_know_them(network, cast, sits, page):
    for words in ("Good morning.", "Hello."):
        say(network, cast.ana, cast.everyday, words)
    say(network, cast.ana, cast.everyday, "May I ask?", anonymous=True)
    do(network, cast.fay, sanction, "crohns", cast.ana.person_id, kind="warning", reason="Unkind.", rule="1")
    subject = {"subject_kind": "person", "subject_id": cast.ana.person_id, "person_id": cast.ana.person_id}
    do(network, None, open_case, cast.crohns_id, CaseKind.REPORT, **subject)
    (found,) = look(network, cast.fay, cases, "crohns", kind="report")[1]
    sits("Fay")
    shown = page(f"{QUEUE}/{found.case.id}")
    assert "<dd>2 messages</dd>" in shown
    assert "A warning," in shown


def test_a_red_clock_that_stands_says_when_it_goes_on(network, cast, sits, page, clock):
    do(network, cast.fay, set_hours, "crohns", time_zone="UTC", days=[0], opens=540, closes=1020)
    clock.now = datetime(2026, 7, 4, 12, tzinfo=UTC)
    do(network, None, escalate, cast.pia_case, Severity.RED)
    sits("Fay")
    assert re.search(r"15 min from [^<]*09:00", page(QUEUE))
    clock.now = datetime(2026, 7, 6, 9, 5, tzinfo=UTC)
    sits("Fay")
    assert "10 min left of 15 min" in page(QUEUE)


def test_hours_are_set_on_a_page(cast, sits, page, post):
    sits("Fay")
    saved = {"time_zone": "Europe/London", "opens": "09:00", "closes": "17:00", "day-0": "1", "day-4": "1"}
    assert post(f"{DESK}/hours", DESK, **saved).status_code == 303
    shown = page(DESK)
    assert re.findall(r'name="day-(\d)" value="1" checked', shown) == ["0", "4"]
    assert 'value="Europe/London" selected' in shown
    none = {name: value for name, value in saved.items() if not name.startswith("day")}
    refused = post(f"{DESK}/hours", DESK, **none)
    assert refused.status_code == 422
    assert "Please choose a day at least" in refused.get_data(as_text=True)
    assert post(f"{DESK}/hours", DESK, always="1", **saved).status_code == 303
    assert 'name="always" value="1" checked' in page(DESK)


def test_a_reason_often_given_is_kept_and_chosen_without_scripts(network, cast, sits, page, post):
    sits("Fay")
    given = {"join-approve": "Come in.\n\nSit down.", "join-decline": ""}
    assert post(f"{DESK}/reasons", DESK, **given).status_code == 303
    place = f"{QUEUE}/{cast.pia_case}"
    shown = page(place)
    assert "<option>Come in.</option><option>Sit down.</option>" in shown
    assert "what brings you here. Please" not in shown
    decided = post(f"{place}/decision", place, outcome="approve", reason="", often="Sit down.")
    assert decided.status_code == 303
    assert "Sit down." in page(place)


def test_a_decision_without_a_reason_is_asked_for_one(cast, sits, post):
    sits("Fay")
    place = f"{QUEUE}/{cast.pia_case}"
    for said in ({}, {"reason": " "}, {"reason": "", "often": ""}):
        assert post(f"{place}/decision", place, outcome="approve", **said).status_code == 422


def test_the_settings_of_the_queue_are_for_those_who_set_it_up(client, cast, sits):
    for handle, status in (("Ana", 403), ("Gil", 404), ("Pia", 404), ("Opal", 200)):
        sits(handle)
        assert client.get(DESK).status_code == status


def test_who_decides_and_asks_for_the_next_has_it_at_once(network, cast, sits, page, post):
    subject = {"subject_kind": "person", "subject_id": cast.ana.person_id, "person_id": cast.ana.person_id}
    do(network, None, open_case, cast.crohns_id, CaseKind.REPORT, **subject)
    (other,) = look(network, cast.fay, cases, "crohns", kind="report")[1]
    sits("Fay")
    place = f"{QUEUE}/{cast.pia_case}"
    assert 'name="then" value="next"' in page(place)
    said = {"outcome": "approve", "reason": "Welcome.", "then": "next"}
    decided = post(f"{place}/decision", place, **said)
    assert decided.status_code == 303
    assert decided.location.endswith(f"{QUEUE}/{other.case.id}")
    assert "You have this until" in page(decided.location)
    assert 'name="then"' not in page(decided.location)  # nothing else waits
    closed = {"outcome": "dismiss", "often": "It was a misunderstanding, and those in it have cleared it up."}
    last = post(f"{QUEUE}/{other.case.id}/report", decided.location, **closed, reason="", rule="", then="next")
    assert last.location.endswith(QUEUE)
    assert "There is nothing that nobody has." in page(QUEUE)


def test_no_rule_is_named_that_nobody_chose(network, cast, sits, page, post):
    """The first of the charter would stand beside every step of somebody in a hurry."""
    subject = {"subject_kind": "person", "subject_id": cast.ana.person_id, "person_id": cast.ana.person_id}
    do(network, None, open_case, cast.crohns_id, CaseKind.REPORT, **subject)
    (found,) = look(network, cast.fay, cases, "crohns", kind="report")[1]
    sits("Fay")
    place, member = f"{QUEUE}/{found.case.id}", f"/c/crohns/members/{cast.ana.person_id}"
    assert '<option value=""' in page(place)
    refused = post(f"{place}/report", place, outcome="remove", reason="It hurts.", rule="")
    assert refused.status_code == 422
    assert "Please choose the rule that it breaks." in refused.get_data(as_text=True)
    assert '<option value="" selected>Please choose one</option>' in page(member)
    step = post(f"{member}/sanctions", member, kind="warning", reason="Unkind.", rule="")
    assert step.status_code == 422
    assert "Please choose the rule that it breaks." in step.get_data(as_text=True)
    assert look(network, cast.fay, cases, "crohns", kind="report")[1][0].case.state != "closed"
