"""Two facilitators at two desks: they decide at the same moment, and one of them is cut off for a while."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.axe import faults
from tests.browser.four import Four, open_case, row

CAME_OF_IT = re.compile("Decided. It is on record|Nothing of yours was stored")


@pytest.fixture
def four(visit, town) -> Four:
    return Four(visit, town)


def closing(page: Page, reason: str) -> None:
    page.get_by_text("Close it without an answer").click()
    page.get_by_label("Reason", exact=True).fill(reason)


def send_together(pages: list[Page]) -> None:
    """Press the button on each, and let both go to the server only once both are on their way."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)
        if len(held) == len(pages):
            for one in held:
                one.continue_()

    for page in pages:
        page.route("**/decision", hold)
        page.get_by_role("button", name="Close it", exact=True).click(no_wait_after=True)
    for page in pages:
        expect(page.locator("body")).to_contain_text(CAME_OF_IT)


def test_of_two_who_decide_at_the_same_moment_one_is_told_and_both_see_the_same(four):
    pages = [four.queue(four.first), four.queue(four.second)]
    hello = four.room(four.new)
    hello.say("Is this thing on?")
    reasons = {}
    for page, reason in zip(pages, ("I rang them.", "It was a test."), strict=True):
        open_case(page, four.new)
        closing(page, reason)
        reasons[page] = reason
    four.expect_complaint("409")
    send_together(pages)
    (slow,) = [page for page in pages if page.get_by_text("Nothing of yours was stored").count()]
    (fast,) = [page for page in pages if page is not slow]
    name = four.first if fast is pages[0] else four.second
    expect(slow.get_by_role("alert")).to_contain_text(f"{name} decided this a moment ago.")
    expect(slow.get_by_role("alert")).to_contain_text(reasons[slow])
    fast.get_by_role("link", name="Closed").click()
    open_case(fast, four.new)
    told = [page.locator('[data-live="holder"]').inner_text() for page in (fast, slow)]
    assert told[0] == told[1]
    assert f"{name} decided: closed." in told[0]
    assert reasons[fast] in told[0]
    for page in pages:
        expect(page.get_by_role("button", name="Close it", exact=True)).to_have_count(0)


def test_whose_line_was_cut_sees_it_and_is_right_again_without_a_reload(four):
    first, second = four.queue(four.first), four.queue(four.second)
    hello = four.room(four.new)
    hello.say("The first of it.")
    later = four.town.newcomer(four.slug)
    asking = four.room(later)
    asking.say("And I am new as well.")
    for page in (first, second):
        expect(row(page, four.new)).to_be_visible()
        expect(row(page, later)).to_be_visible()
    case = open_case(first, later)
    stays = first.evaluate_handle("document.body")
    four.visitor(four.first).cut_line()
    expect(first.locator(".cases [data-line]")).to_contain_text("No connection just now.")
    expect(first.locator(".cases [data-line]")).to_be_visible()

    open_case(second, later).get_by_role("button", name="Take it").click()
    expect(row(second, later)).to_contain_text("you, until")
    four.room(four.old).say(f"Welcome, @{four.new}.")
    expect(row(second, four.new)).to_have_count(0)
    third = four.town.newcomer(four.slug)
    four.room(third).say("Good evening.")
    expect(row(second, third)).to_be_visible()
    expect(row(first, four.new)).to_be_visible()
    expect(row(first, third)).to_have_count(0)

    four.visitor(four.first).mend_line()
    expect(row(first, third)).to_be_visible()
    expect(row(first, four.new)).to_have_count(0)
    expect(row(first, later)).to_contain_text(f"{four.second} has it")
    expect(case).to_contain_text(f"{four.second} has this until")
    expect(first.locator(".cases [data-line]")).to_be_hidden()
    assert first.evaluate("body => body === document.body", stays), "the page was loaded anew"


def test_whoever_writes_far_down_sees_at_once_that_it_is_decided_and_keeps_the_words(four):
    first, second = four.queue(four.first), four.queue(four.second)
    four.room(four.new).say("Hello from the train.")
    second.set_viewport_size({"width": 360, "height": 640})
    case = open_case(second, four.new)
    closing(second, "I rang them, and they are well.")
    open_case(first, four.new)
    closing(first, "It was a test.")
    first.get_by_role("button", name="Close it", exact=True).click()
    told = case.get_by_text(f"{four.first} decided: closed.").first
    expect(told).to_be_in_viewport()
    field = second.get_by_label("Reason", exact=True)
    expect(field).to_be_focused()
    expect(field).to_be_in_viewport()
    expect(field).to_have_value("I rang them, and they are well.")
    assert faults(second) == []


def test_a_case_is_handed_over_while_other_news_come_in(four):
    third = four.town.newcomer(four.slug, role="facilitator")
    first, second = four.queue(four.first), four.queue(four.second)
    other = four.town.newcomer(four.slug)
    four.room(four.new).say("Hello.")
    four.room(other).say("Good evening.")
    case = open_case(first, four.new)
    case.get_by_role("button", name="Take it").click()
    ways = case.locator(".ways")
    ways.get_by_text("Hand it over").first.click()
    whom = ways.get_by_label("To whom")
    for name in (third, four.second):
        whom.select_option(label=f"{name} (no case)")

    open_case(second, other).get_by_role("button", name="Take it").click()
    expect(whom.locator("option", has_text=four.second)).to_have_text(f"{four.second} (1 case)")
    expect(whom).to_be_visible()
    expect(whom).to_have_value(str(four.town.person_id(four.second)))
    ways.get_by_role("button", name="Hand it over").click()
    expect(row(second, four.new)).to_contain_text(f"from {four.first}, yours until")
    expect(row(first, four.new)).to_contain_text(f"{four.second} has it")
    expect(open_case(second, four.new)).to_contain_text(f"{four.first} handed this to you.")
