"""What is about one of the two facilitators stands before the other alone; whoever is none any more sees nothing."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.four import Four, hearing, open_case, row

GRAVE = "This will be my last message here. Don’t be angry with me."


@pytest.fixture
def four(visit, town) -> Four:
    return Four(visit, town)


def test_a_facilitator_in_a_crisis_is_looked_after_by_the_other_and_sees_no_case(four):
    heard = hearing(four.visitor(four.second).page)
    first, second = four.queue(four.first), four.queue(four.second)
    hers = four.room(four.second, tab=True)
    hers.say(GRAVE)
    hers.arrived(GRAVE)
    expect(hers.page.locator("#support")).to_contain_text("Only you can see this.")
    case = open_case(first, "Safety")
    case.get_by_role("button", name="I have read this").click()
    case.get_by_label("Write privately").fill("I am here, and you need not be strong.")
    case.get_by_role("button", name="Send it privately").click()
    expect(hers.page.locator("#support")).to_contain_text("A facilitator wrote to you.")
    asked = four.town.newcomer(four.slug)
    four.room(asked).say("Hello, I am new.")
    expect(row(second, asked)).to_be_visible()
    expect(row(second, "Safety")).to_have_count(0)
    expect(second.locator('[data-live="counts"]')).to_contain_text("1 open")
    expect(row(first, "Safety")).to_be_visible()
    (grave,) = [one["id"] for one in four.cases(kind="safety")]
    assert any("case:changed" in one for one in heard)
    assert not any(grave in one for one in heard)


def test_a_report_about_a_facilitator_is_for_the_other(four):
    heard = hearing(four.visitor(four.second).page)
    first, second = four.queue(four.first), four.queue(four.second)
    hers, reader = four.room(four.second, tab=True), four.room(four.old)
    hers.say("Just pull yourself together.")
    said = reader.arrived("Just pull yourself together.")
    four.report(four.old, said, reason="harassment")
    expect(row(first, "Report")).to_contain_text(f"Report {four.second}")
    four.room(four.new).say("Hello, I am new.")
    expect(row(second, four.new)).to_be_visible()
    expect(row(second, "Report")).to_have_count(0)
    case = open_case(first, "Report")
    case.get_by_role("radio", name="is removed").check()
    case.get_by_label("Rule of the charter").select_option(index=1)
    case.get_by_label("Reason", exact=True).fill("It hurts.")
    case.get_by_role("button", name="Decide", exact=True).click()
    expect(hers.log).to_contain_text("A facilitator removed this message.")
    (about,) = [one["id"] for one in four.cases(kind="report", state="closed")]
    assert not any(about in one for one in heard)
    second.get_by_role("link", name="Closed").click()
    expect(second.get_by_text("Nothing has been decided yet")).to_be_visible()


def test_whoever_is_no_facilitator_any_more_has_no_case_before_them(four):
    four.queue(four.first)
    second = four.queue(four.second)
    four.room(four.new).say(GRAVE)
    case = open_case(second, "Safety")
    expect(case).to_contain_text(GRAVE)
    person = four.town.person_id(four.second)
    four.visitor(four.second).expect_complaint("403|404")
    done = four.town.call(
        four.town.cast.opal, "PATCH", f"/communities/{four.slug}/members/{person}", {"role": "member"}
    )
    assert done.ok, done.text
    expect(second.get_by_text(GRAVE)).to_have_count(0)
    expect(second.locator("#case")).to_have_count(0)
    expect(second.get_by_role("heading", level=1)).to_be_visible()
