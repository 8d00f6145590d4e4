"""From an idea to an honest answer: one offers, one reviews, one tries, and one is outside all along."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from networks.resources.settling import settle
from tests.browser.axe import faults
from tests.browser.keys import Keys
from tests.browser.visitor import Visitor
from tests.domain.acts import do

PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
SHELVES = "/c/crohns/library"
TITLE = "A cushion for the long bus ride"
BODY = "Take a flat cushion.\n\n- it folds\n- it washes"
REASON = "Please say for whom it may be nothing, and tell it as what you do."
BETTER = "I take a flat cushion, and stand up at every stop. It is nothing for a sore back."


@pytest.fixture
def vocabulary(town) -> Iterator[None]:
    """The town is shared: where it has no words of its own, other tests choose theirs."""
    do(town.network, town.cast.fay, settle, "crohns", tags=["travel", "kit"], circumstances=["at work"])
    yield
    do(town.network, town.cast.fay, settle, "crohns", tags=[], circumstances=[])


@pytest.fixture
def outside(visit, town) -> Callable[..., None]:
    """Oli, who is no member, finds nothing at any of these addresses."""
    oli: Visitor = visit(town.cast.oli)
    oli.expect_complaint("404")

    def finds_nothing(*paths: str) -> None:
        for path in paths:
            page = oli.go(path)
            expect(page.get_by_role("heading", name="There is nothing here")).to_be_visible()
            expect(page.get_by_text(TITLE)).to_have_count(0)
            assert oli.context.request.get(path).status == 404

    return finds_nothing


@pytest.mark.usefixtures("vocabulary")
def test_something_is_offered_changed_published_found_tried_and_told(visit, fay, ana, outside, town):
    phone: Page = visit(town.cast.ben, **PHONE).go(SHELVES)
    path = write_a_draft(phone)
    finds_it(ana, path, no=True)
    outside(SHELVES, path, f"{path}/draft", f"{SHELVES}/mine")

    hand_in(phone)
    case = at_the_desk(fay.page)
    decide(fay.page, "needs changes first", REASON)
    finds_it(ana, path, no=True)
    outside(path, f"{path}/history", case)

    change_what_was_asked_for(phone)
    at_the_desk(fay.page)
    expect(fay.page.get_by_role("heading", name="What is different from version 1")).to_be_visible()
    decide(fay.page, "goes into the library", "Thank you, Ben.")
    outside(path, SHELVES)

    phone.goto(path)
    expect(phone.get_by_text("In the library since")).to_be_visible()
    expect(phone.get_by_role("heading", name="Would you try this?")).to_have_count(0)
    usable(phone)
    finds_and_tries_it_by_keys(ana.go(SHELVES))
    outside(path, f"{SHELVES}?tag=travel")
    nobody_is_told_of_one_answer(phone, fay.page, path)


def usable(page: Page) -> None:
    assert faults(page) == []
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert over <= 0, page.url


def write_a_draft(page: Page) -> str:
    """Ben writes on the phone. Returns the path of what he offers."""
    usable(page)
    page.get_by_role("link", name="Offer something").first.tap()
    expect(page.get_by_role("heading", name="Offer something")).to_be_visible()
    usable(page)
    page.get_by_label("What shall it be called?").fill(TITLE)
    page.get_by_role("button", name="Go on").tap()
    expect(page.get_by_role("heading", name="Your draft")).to_be_visible()
    page.get_by_label("What it is, in your words").fill(BODY)
    page.get_by_label("Whom may it help?").fill("People with a long way to work.")
    page.get_by_role("group", name="What is it about?").get_by_text("travel", exact=True).tap()
    expect(page.get_by_text("Only you can see it.")).to_be_visible()
    page.get_by_role("button", name="See how it looks").tap()
    expect(page.get_by_text("A draft. Only you can see it.")).to_be_visible()
    expect(page.get_by_role("article").get_by_role("listitem")).to_have_text(["it folds", "it washes"])
    usable(page)
    return page.evaluate("location.pathname")


def hand_in(page: Page) -> None:
    """He is asked about treatment, has not said, and loses nothing."""
    page.get_by_role("link", name="Go on writing").tap()
    page.get_by_role("group", name=re.compile("prescribed treatment")).get_by_text("No", exact=True).tap()
    page.get_by_role("button", name="Hand it in for review").tap()
    expect(page.get_by_text("Thank you. It waits for a review now")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text=TITLE)).to_contain_text("Waiting")
    usable(page)


def at_the_desk(page: Page) -> str:
    """Fay finds it in the queue and takes it."""
    page.goto("/c/crohns/queue?kind=review")
    usable(page)
    page.locator(".case-row").filter(has_text=TITLE).click()
    expect(page.get_by_role("heading", name="Review: Ben")).to_be_visible()
    page.get_by_role("button", name="Take it").click()
    expect(page.get_by_text("You have this until")).to_be_visible()
    usable(page)
    return page.evaluate("location.pathname")


def decide(page: Page, outcome: str, reason: str) -> None:
    page.get_by_role("radio", name=outcome).check()
    page.get_by_label("Reason, in words for its author").fill(reason)
    page.get_by_role("button", name="Decide", exact=True).click()
    expect(page.get_by_text("Decided. It is on record with your reason")).to_be_visible()
    expect(page.locator(".case-row").filter(has_text=TITLE)).to_have_count(0)
    usable(page)


def change_what_was_asked_for(page: Page) -> None:
    page.goto(f"{SHELVES}/mine")
    mine = page.get_by_role("listitem").filter(has_text=TITLE)
    expect(mine).to_contain_text("Fay Facilitator asks for a change before it can go into the library:")
    expect(mine.get_by_text(REASON)).to_be_visible()
    usable(page)
    mine.get_by_role("link", name="Go on writing").tap()
    expect(page.get_by_text(REASON)).to_be_visible()
    page.get_by_label("What it is, in your words").fill(BETTER)
    usable(page)
    page.get_by_role("button", name="Hand it in for review").tap()
    expect(page.get_by_text("Thank you. It waits for a review now")).to_be_visible()


def finds_it(somebody: Visitor, path: str, *, no: bool) -> None:
    """Whether it is on the shelves and at its address."""
    page = somebody.go(f"{SHELVES}?q=cushion")
    expect(page.get_by_role("link", name=TITLE)).to_have_count(0 if no else 1)
    assert somebody.context.request.get(path).status == (404 if no else 200)


def finds_and_tries_it_by_keys(page: Page) -> None:
    """Ana never touches the mouse."""
    keys = Keys(page)
    keys.go_to("travel")
    keys.enter()
    expect(page.get_by_role("link", name="travel")).to_have_attribute("aria-current", "true")
    usable(page)
    keys.go_to(TITLE)
    keys.enter()
    expect(page.get_by_role("article").get_by_text("stand up at every stop")).to_be_visible()
    expect(page.get_by_text("Not enough answers yet.")).to_be_visible()
    usable(page)
    keys.go_to("I’m trying this")
    keys.enter()
    expect(page.get_by_role("heading", name="You are trying this")).to_be_visible()
    usable(page)
    keys.go_to("Tell how it went")
    keys.enter()
    tell(keys)
    expect(page.get_by_text("Illness the same, work of treatment the same. You stopped after 9 days.")).to_be_visible()
    expect(page.get_by_text("Not enough answers yet.")).to_be_visible()
    usable(page)


def tell(keys: Keys) -> None:
    """That it did nothing, and that she stopped."""
    for answers in (["Space", "ArrowRight"], ["Space", "ArrowRight"], ["Space"], ["Space", "ArrowRight"]):
        keys.press("Tab")
        for key in answers:
            keys.page.keyboard.press(key)
    keys.go_to("For how many days")
    keys.write("9")
    keys.go_to("at work")
    keys.press("Space")
    keys.go_to("Save my answers")
    keys.enter()


def nobody_is_told_of_one_answer(*pages: Page | str) -> None:
    *readers, path = pages
    for page in readers:
        assert isinstance(page, Page)
        page.goto(str(path))
        expect(page.get_by_text("Not enough answers yet.")).to_be_visible()
        expect(page.get_by_text("9 days")).to_have_count(0)
        usable(page)
