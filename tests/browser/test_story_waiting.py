"""A first message waits, in four browsers: it grows graver before all eyes, until somebody answers."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.four import Four, open_case, row


@pytest.fixture
def four(visit, town) -> Four:
    return Four(visit, town)


def test_first_words_grow_graver_before_both_until_a_member_answers(four):
    first, second = four.queue(four.first), four.queue(four.second)
    member, new = four.room(four.old), four.room(four.new)
    offer = four.town.call(four.old, "PUT", f"/communities/{four.slug}/mentors/me", {"capacity": 3})
    assert offer.ok, offer.text
    new.say("Hello. I was told on Thursday.")
    hello = member.arrived("Hello. I was told on Thursday.")
    for page in (first, second):
        expect(row(page, four.new)).to_contain_text("Normal: Newcomer")
    case = open_case(second, four.new)

    four.pass_time(hours=4)
    for page in (first, second):
        expect(row(page, four.new)).to_contain_text("Amber: Newcomer")
    expect(case.locator(".pane-head .badge")).to_have_text("Amber")
    four.pass_time(hours=8)
    for page in (first, second):
        expect(row(page, four.new)).to_contain_text("Red: Newcomer")
    expect(case.locator(".pane-head .badge")).to_have_text("Red")
    expect(case).to_contain_text("Now red.")

    asking = open_case(first, four.new)
    asking.get_by_role("button", name="Ask a mentor to welcome").click()
    for page in (first, second):
        expect(page.locator("#case")).to_contain_text(f"{four.old} is asked to welcome them,")
    notice = member.page.locator(".notice.care").filter(has_text=four.new)
    expect(notice).to_contain_text(f"{four.first} asks you to welcome {four.new}.")

    member.react(hello, "Holding you")
    expect(new.row("Hello. I was told on Thursday.").get_by_role("button", name="Holding you: 1")).to_be_visible()
    assert [one["state"] for one in four.cases(kind="newcomer")] == ["open"]
    for page in (first, second):
        expect(row(page, four.new)).to_contain_text("Red: Newcomer")

    member.press(hello, "reply")
    member.say("Welcome. Thursday is close.")
    answer = new.arrived("Welcome. Thursday is close.")
    expect(answer.locator(".quoted")).to_contain_text("I was told on Thursday")
    for page in (first, second):
        expect(row(page, four.new)).to_have_count(0)
        expect(page.get_by_text("Everyone has been answered.")).to_be_visible()
        expect(page.locator("#case")).to_contain_text(f"{four.old} answered")
        expect(page.get_by_role("button", name="Close it", exact=True)).to_have_count(0)
    expect(notice).to_have_count(0)
