"""The facilitators' queue is alive: what one does, the other sees, and nobody's words are lost by it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.axe import faults
from tests.browser.four import Four
from tests.browser.scene import listed
from tests.cast import ANSWERS


@pytest.fixture
def ask_to_join(town):
    """Somebody new asks to join: their name, and the id of their case."""

    def ask() -> tuple[str, str]:
        name = town.newcomer()
        assert town.call(name, "POST", "/communities/crohns/memberships", {"answers": ANSWERS}).status_code == 201
        (case,) = [
            one
            for one in listed(town, "/communities/crohns/cases?state=open&kind=join")
            if one["subject"]["person"]["handle"] == name
        ]
        return name, case["id"]

    return ask


def row(page, name):
    return page.locator(".case-row").filter(has_text=name)


def test_a_new_case_who_has_it_and_its_end_come_to_every_open_page(fay, town, ask_to_join):
    page = fay.go("/c/crohns/queue?kind=join")
    name, case = ask_to_join()
    expect(row(page, name)).to_be_visible()
    other = town.newcomer("crohns", role="facilitator")
    assert town.call(other, "POST", f"/cases/{case}/claim").status_code == 200
    expect(row(page, name)).to_contain_text(f"{other} has it")
    row(page, name).click()
    expect(page.locator("#case")).to_contain_text(f"{other} has this until")
    assert town.call(other, "DELETE", f"/cases/{case}/claim").status_code == 200
    expect(page.get_by_role("button", name="Take it")).to_be_visible()
    decision = {"outcome": "approve", "reason": "Welcome."}
    assert town.call(other, "POST", f"/cases/{case}/decision", decision).status_code == 200
    expect(row(page, name)).to_have_count(0)
    expect(page.locator("#case")).to_contain_text(f"{other} decided: approved.")
    expect(page.get_by_role("button", name="Decide", exact=True)).to_have_count(0)
    assert faults(page) == []


def test_what_somebody_is_writing_stays_when_the_case_changes(fay, town, ask_to_join):
    _, case = ask_to_join()
    page = fay.go(f"/c/crohns/queue/{case}")
    page.get_by_label("Reason", exact=True).fill("Welcome. Your answers")
    other = town.newcomer("crohns", role="facilitator")
    assert town.call(other, "POST", f"/cases/{case}/notes", {"body": "I know her."}).status_code == 201
    assert town.call(other, "POST", f"/cases/{case}/claim").status_code == 200
    expect(page.locator("#case")).to_contain_text("I know her.")
    expect(page.locator("#case")).to_contain_text(f"{other} has this until")
    expect(page.get_by_label("Reason", exact=True)).to_have_value("Welcome. Your answers")


def test_reasons_often_given_still_fill_the_field_after_news(fay, town, ask_to_join):
    _, case = ask_to_join()
    page = fay.go(f"/c/crohns/queue/{case}")
    other = town.newcomer("crohns", role="facilitator")
    assert town.call(other, "POST", f"/cases/{case}/notes", {"body": "I know her."}).status_code == 201
    expect(page.locator("#case")).to_contain_text("I know her.")
    chip = page.locator("[data-fill=reason]").first
    words = chip.inner_text()
    chip.click()
    expect(page.get_by_label("Reason", exact=True)).to_have_value(words)


def test_news_that_was_lost_comes_with_the_connection_or_the_next_minute(fay, town, ask_to_join):
    """A change in another process may never be told. Whoever comes back asks, and everybody does now and then."""
    page = fay.page
    page.clock.install()
    page.route_web_socket("**/socket.io/**", lambda _: None)  # it opens, and nothing is ever said on it
    fay.go("/c/crohns/queue?kind=join")
    name, case = ask_to_join()
    expect(row(page, name)).to_have_count(0)
    page.clock.run_for(61_000)
    expect(row(page, name)).to_be_visible()
    before = row(page, name).locator(".clock").inner_text()
    town.call(town.cast.fay, "POST", f"/cases/{case}/decision", {"outcome": "decline", "reason": "Not now."})
    page.clock.run_for(61_000)
    expect(row(page, name)).to_have_count(0)
    assert before


def test_the_answer_to_a_form_stays_on_the_page(fay, town, ask_to_join):
    """What was typed and refused, and who was faster, are not swept away by what is new."""
    _, case = ask_to_join()
    page = fay.go(f"/c/crohns/queue/{case}")
    page.get_by_role("radio", name="not now").check()
    page.get_by_label("Reason", exact=True).fill(" ")
    fay.expect_complaint("422")
    page.get_by_role("button", name="Decide", exact=True).click()
    other = town.newcomer("crohns", role="facilitator")
    assert town.call(other, "POST", f"/cases/{case}/notes", {"body": "I know her."}).status_code == 201
    expect(page.locator("#case")).to_contain_text("I know her.")
    expect(page.get_by_role("alert")).to_contain_text("Please")
    expect(page.get_by_role("radio", name="not now")).to_be_checked()


def test_whoever_sits_in_a_room_sees_how_many_cases_are_open(visit, town):
    four = Four(visit, town)
    staff, new, old = (four.room(who) for who in (four.first, four.new, four.old))
    count = staff.page.get_by_role("navigation", name="Community").locator('a[href$="/queue"] .count')
    expect(count).to_have_count(0)
    new.say("Hello. I was told on Thursday.")
    hello = old.arrived("Hello. I was told on Thursday.")
    expect(count).to_have_text("1 open")
    old.press(hello, "reply")
    old.say("Welcome.")
    expect(count).to_have_count(0)
