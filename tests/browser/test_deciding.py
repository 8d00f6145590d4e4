"""What facilitators and operators decide, where two meet and where reasons are owed."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.axe import faults
from tests.browser.room import Place, RoomPage
from tests.browser.scene import listed
from tests.cast import ANSWERS


@pytest.fixture
def request_to_join(town) -> tuple[str, str]:
    """Somebody new who asks to join: their name, and the path of their case."""
    name = town.newcomer()
    assert town.call(name, "POST", "/communities/crohns/memberships", {"answers": ANSWERS}).status_code == 201
    open_ones = listed(town, "/communities/crohns/cases?state=open&kind=join")
    (case,) = [one for one in open_ones if one["subject"]["person"]["handle"] == name]
    return name, case["id"]


def test_the_second_of_two_who_decide_is_told_who_was_faster(fay, town, request_to_join):
    name, case = request_to_join
    page = fay.go(f"/c/crohns/queue/{case}")
    page.get_by_role("radio", name="not now").check()
    page.get_by_label("Reason", exact=True).fill("Not yet.")
    other = town.newcomer("crohns", role="facilitator")
    decided = town.call(other, "POST", f"/cases/{case}/decision", {"outcome": "approve", "reason": "Welcome."})
    assert decided.status_code == 200, decided.text
    fay.expect_complaint("409")
    page.get_by_role("button", name="Decide", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing of yours was stored.")
    expect(page.locator("#case strong").filter(has_text=f"{other} decided: approved.")).to_be_visible()
    assert faults(page) == []
    assert town.call(name, "GET", "/communities/crohns/rooms").status_code == 200


def test_a_declined_request_comes_back_with_its_reason(fay, visit, request_to_join):
    name, case = request_to_join
    theirs = visit(name).go("/c/crohns")
    expect(theirs.get_by_text("Their answer will stand on this page.")).to_be_visible()
    page = fay.go(f"/c/crohns/queue/{case}")
    page.get_by_role("radio", name="not now").check()
    page.get_by_label("Reason", exact=True).fill("Please tell us a little more.")
    page.get_by_role("button", name="Decide", exact=True).click()
    expect(page.get_by_text("Decided. It is on record with your reason.")).to_be_visible()
    expect(theirs.get_by_text("Please tell us a little more.")).to_be_visible()
    expect(theirs.get_by_text("You can ask again.")).to_be_visible()
    expect(theirs.get_by_role("button", name="Ask to join")).to_be_visible()


def test_an_operator_reads_a_room_for_a_reason_that_facilitators_find(visit, fay, town, room: Place):
    town.say(town.cast.ben, room.id, "Between members.")
    opal = visit(town.cast.opal)
    opal.expect_complaint("404")
    expect(opal.go(room.path).get_by_role("heading", name="There is nothing here")).to_be_visible()
    page = opal.go("/c/crohns/rooms")
    details = page.locator("details").filter(has=page.locator(f"form[action^='{room.path}/']"))
    details.locator("summary").click()
    details.get_by_label("Why you have to read it").fill("A court asks for it.")
    details.get_by_role("button", name="Open it for one hour").click()
    expect(page.get_by_text("The room is open to you for one hour.")).to_be_visible()
    expect(page.get_by_text("Between members.", exact=True)).to_be_visible()
    expect(page.locator("#composer")).to_have_count(0)
    record = fay.go("/c/crohns/audit").get_by_role("listitem").filter(has_text="A court asks for it.")
    expect(record).to_contain_text("Opal opened a room to read it as an operator")


def test_a_lifted_mute_lets_somebody_write_again(visit, fay, town, room: Place):
    name = town.newcomer("crohns")
    sanction = {"kind": "mute", "reason": "Too loud.", "rule": "1"}
    town.call(town.cast.fay, "POST", f"/communities/crohns/members/{town.person_id(name)}/sanctions", sanction)
    theirs = RoomPage(visit(name), room)
    expect(theirs.page.locator(".over").get_by_text("You cannot write here")).to_be_visible()
    fay.go(f"/c/crohns/members/{town.person_id(name)}").get_by_role("button", name="Lift it now").click()
    fay.page.get_by_role("dialog").get_by_role("button", name="Lift it").click()
    expect(fay.page.get_by_text("It is lifted.")).to_be_visible()
    theirs.page.reload()
    theirs.say("Thank you.")
    theirs.arrived("Thank you.")
