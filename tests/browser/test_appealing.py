"""Somebody is muted, appeals, is heard by somebody else, and goes on writing on the page that was open all along."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.axe import faults
from tests.browser.room import RoomPage
from tests.browser.test_losing_the_right import sanction

PHONE = {"viewport": {"width": 360, "height": 740}}


def test_muted_appealed_overturned_and_writing_again_on_the_open_page(visit, fay, town, room):
    name, second = town.newcomer("crohns"), town.newcomer("crohns", role="facilitator")
    sanction(fay.page, town.person_id(name), "A mute")
    muted = visit(name)
    page = RoomPage(muted, room)
    over = page.page.locator(".over")
    expect(over.get_by_text("You cannot write here until")).to_be_visible()
    tab = muted.context.new_page()
    tab.goto("/c/crohns/members")
    tab.get_by_role("link", name="What this means, and how to appeal").click()
    tab.get_by_role("link", name="A mute in Crohn's disease").click()
    expect(tab.get_by_text("You can read, and not write.")).to_be_visible()
    expect(tab.get_by_text("Sold pills in three rooms.")).to_be_visible()
    assert faults(tab) == []
    tab.get_by_label("How do you see it?").fill("They were vitamins, and I gave them away.")
    tab.get_by_role("button", name="Appeal", exact=True).click()
    expect(tab.get_by_text("Your appeal is with the facilitators.")).to_be_visible()
    hers = fay.go("/c/crohns/queue?kind=appeal")
    row = hers.get_by_role("link").filter(has_text=name)
    expect(row).to_contain_text("not for you")
    row.click()
    expect(hers.get_by_text("They were vitamins")).to_have_count(0)
    theirs = visit(second).go("/c/crohns/queue?kind=appeal")
    theirs.get_by_role("link").filter(has_text=name).click()
    expect(theirs.get_by_text("They were vitamins, and I gave them away.")).to_be_visible()
    assert faults(theirs) == []
    theirs.get_by_label("Ask or answer").fill("Which vitamins?")
    theirs.get_by_role("button", name="Send it").click()
    expect(tab.get_by_text("Which vitamins?")).to_be_visible()  # it came by itself
    expect(tab.get_by_text("The facilitators", exact=True)).to_be_visible()
    tab.get_by_label("Anything to add?").fill("The ones with")
    theirs.get_by_role("radio", name="is overturned").check()
    theirs.get_by_label("Reason, in words for").fill("Nothing was sold.")
    theirs.get_by_role("button", name="Decide", exact=True).click()
    expect(theirs.get_by_text("Decided. It is on record with your reason.")).to_be_visible()
    page.say("Good to be back.")
    page.arrived("Good to be back.")
    expect(tab.get_by_text("The decision is overturned.")).to_be_visible()
    expect(tab.get_by_text("Nothing any more. It was undone")).to_be_visible()
    expect(tab.get_by_label("Anything to add?")).to_have_value("The ones with")
    muted.expect_complaint("409")
    tab.get_by_role("button", name="Send it").click()
    expect(tab.get_by_role("alert")).to_contain_text("You had written: The ones with")
    expect(tab.get_by_text("Nothing was sold.")).to_be_visible()
    assert faults(tab) == []


@pytest.mark.parametrize("look", ["light", "dark"])
def test_the_page_of_a_decision_is_whole_on_a_phone(visit, fay, town, look):
    name = town.newcomer("crohns")
    sanction(fay.page, town.person_id(name), "A ban")
    visitor = visit(name, color_scheme=look, **PHONE)
    visitor.expect_complaint("422")
    page = visitor.go("/account/decisions")
    page.get_by_role("link", name="A ban in Crohn's disease").click()
    expect(page.get_by_text("You cannot come in.")).to_be_visible()
    assert faults(page) == []
    page.get_by_label("How do you see it?").fill(" ")
    page.locator("form:has(#statement)").evaluate("form => { form.noValidate = true; }")
    page.get_by_role("button", name="Appeal", exact=True).click()
    expect(page.get_by_label("How do you see it?")).to_have_attribute("aria-invalid", "true")
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    assert not wide
