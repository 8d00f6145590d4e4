"""Writing something for the library: saved as one types, through bad lines, on the phone and with the keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import faults
from tests.browser.visitor import LINE, Visitor

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
SAVED = "Saved at"


@pytest.fixture
def phone(visit, town) -> Visitor:
    return visit(town.cast.ana, **PHONE)


def begin(visitor: Visitor, title: str = "Cooking once, freezing flat") -> Page:
    page = visitor.go("/c/crohns/library/new")
    page.get_by_label("What shall it be called?").fill(title)
    page.get_by_role("button", name="Go on").click()
    page.wait_for_url("**/draft", wait_until="load")
    return page


def status(page: Page):
    return page.locator("[data-draft-said]")


def test_what_is_typed_is_saved_and_shown_as_it_will_look(phone):
    page = begin(phone)
    page.get_by_label("What it is, in your words").fill("Freeze it **flat**.")
    expect(status(page)).to_contain_text(SAVED)
    expect(page.locator("[data-preview-here] strong")).to_have_text("flat")
    page.reload()
    expect(page.get_by_label("What it is, in your words")).to_have_value("Freeze it **flat**.")


def test_without_a_connection_the_words_stay_and_arrive_later(phone):
    phone.expect_complaint(LINE)
    page = begin(phone)
    phone.context.set_offline(True)
    page.get_by_label("What it is, in your words").fill("Written on the train.")
    expect(status(page)).to_contain_text("No connection.")
    phone.context.set_offline(False)
    expect(status(page)).to_contain_text(SAVED)
    page.reload()
    expect(page.get_by_label("What it is, in your words")).to_have_value("Written on the train.")


def test_a_page_that_closes_before_anything_arrived_still_has_the_words(phone):
    phone.expect_complaint(r"net::ERR_FAILED|409 \(CONFLICT\)")  # what left with the page may have arrived
    page = begin(phone)
    address = page.url
    phone.context.route("**/api/v1/resources/*/draft", lambda route: route.abort())
    page.get_by_label("What it is, in your words").fill("Written before the battery died.")
    expect(status(page)).to_contain_text("No connection.")
    page.close()
    phone.context.unroute("**/api/v1/resources/*/draft")
    again = phone.context.new_page()
    again.goto(address)
    body = again.get_by_label("What it is, in your words")
    expect(body).to_have_value("Written before the battery died.")
    body.press("Control+End")
    again.keyboard.type(" And after.")
    expect(status(again)).to_contain_text(SAVED)
    again.reload()
    expect(body).to_have_value("Written before the battery died. And after.")


def test_two_pages_do_not_overwrite_each_other_without_a_word(phone):
    phone.expect_complaint(r"409 \(CONFLICT\)")
    page = begin(phone)
    other = phone.context.new_page()
    other.goto(page.url)
    other.get_by_label("What it is, in your words").fill("The newer words.")
    expect(status(other)).to_contain_text(SAVED)
    page.get_by_label("What it is, in your words").fill("The older words.")
    expect(status(page)).to_contain_text("You have written something else here since")


def test_it_is_offered_and_handed_in_with_the_keyboard_alone(visit, town):
    ana = visit(town.cast.ana)
    page = ana.go("/c/crohns/library")
    page.get_by_role("link", name="Offer something").focus()
    page.keyboard.press("Enter")
    page.get_by_label("What shall it be called?").focus()
    page.keyboard.type("A bag that is always packed")
    page.keyboard.press("Enter")
    page.get_by_label("What it is, in your words").focus()
    page.keyboard.type("Spare clothes, wipes, a note.")
    page.get_by_role("radio", name="No").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Hand it in for review").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("It waits for a review now")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="A bag that is always packed")).to_contain_text("Waiting")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_pages_of_the_library_are_accessible(visit, town, theme):
    ana = visit(town.cast.ana, color_scheme=theme, **PHONE)
    page = begin(ana, f"Seen in {theme}")
    assert faults(page) == []
    for path in ("", "/mine", "/new", "/saved"):
        assert faults(ana.go(f"/c/crohns/library{path}")) == []


def test_facilitators_pages_of_the_library_are_accessible(fay):
    for path in ("library/collections", "settings/library", "settings/reasons"):
        assert faults(fay.go(f"/c/crohns/{path}")) == []
