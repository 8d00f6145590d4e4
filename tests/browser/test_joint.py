"""A report decided with a step about its author in one go, by the keyboard alone, and what each of them then sees."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.axe import faults
from tests.browser.four import RULE, Four, open_case, row
from tests.browser.keys import Keys

HARM = "Stop your infusions, bleach drops do more."
WHY = "Bleach burns."


@pytest.fixture
def four(visit, town) -> Four:
    return Four(visit, town)


def test_one_decision_removes_and_mutes_without_a_mouse(four):
    second = four.queue(four.second)
    author, reader = four.room(four.old), four.room(four.new)
    author.say(HARM)
    four.report(four.new, reader.arrived(HARM))
    page = four.queue(four.first)
    case = open_case(page, "Report")
    assert faults(page) == []
    expect(case.get_by_role("group", name="For how long")).to_be_hidden()

    keys = Keys(page)
    page.get_by_role("button", name="Take it").focus()
    keys.enter()
    expect(case).to_contain_text("You have this until")
    keys = Keys(page)
    keys.go_to("stays")
    keys.press("ArrowRight")
    expect(page.get_by_role("radio", name="is removed")).to_be_checked()
    keys.go_to("Nothing more")
    keys.press("ArrowDown")
    keys.press("ArrowDown")
    expect(page.get_by_role("radio", name="A mute")).to_be_checked()
    keys.go_to("3 days")
    keys.press("ArrowRight")
    expect(page.get_by_role("radio", name="a week")).to_be_checked()
    assert faults(page) == []
    keys.go_to("Rule of the charter")
    keys.write("2")
    expect(page.get_by_label("Rule of the charter")).to_have_value(RULE)
    keys.go_to("Reason")
    keys.write(WHY)
    keys.go_to("Decide")
    keys.enter()
    expect(page.get_by_text("Decided, and the step is taken.")).to_be_visible()

    expect(author.log).to_contain_text("A facilitator removed this message.")
    over = author.page.locator(".over")
    expect(over.get_by_text("You cannot write here until")).to_be_visible()
    over.get_by_role("link", name="What this means, and how to appeal").click()
    author.page.get_by_role("link", name="A mute in A small place").click()
    expect(author.page.get_by_text(WHY)).to_be_visible()
    expect(row(second, "Report")).to_have_count(0)
    second.get_by_role("link", name="Closed").click()
    closed = open_case(second, "Report")
    expect(closed).to_contain_text(f"{four.first} decided: removed.")
    expect(closed).to_contain_text("A mute, until")


def test_who_is_reported_is_warned_and_nothing_is_removed(four):
    page = four.queue(four.first)
    target = {"kind": "person", "id": str(four.town.person_id(four.old))}
    sent = {"target": target, "reason": "harassment", "community": four.slug}
    assert four.town.call(four.new, "POST", "/reports", sent).status_code == 201
    case = open_case(page, "Report")
    case.get_by_role("radio", name="A warning").check()
    case.get_by_label("Reason", exact=True).fill("Please stop.")
    four.expect_complaint("422")
    case.get_by_role("button", name="Decide", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Please choose the rule that it breaks.")
    expect(page.get_by_role("radio", name="A warning")).to_be_checked()
    page.get_by_label("Rule of the charter").select_option(index=1)
    page.get_by_role("button", name="Decide", exact=True).click()
    expect(page.get_by_text("Decided, and the step is taken.")).to_be_visible()
    page.get_by_role("link", name="Closed").click()
    expect(open_case(page, "Report")).to_contain_text(f"{four.first} decided: a step was taken.")
    mine = four.visitor(four.old).go(f"/c/{four.slug}")
    expect(mine.get_by_text("Please stop.")).to_be_visible()
