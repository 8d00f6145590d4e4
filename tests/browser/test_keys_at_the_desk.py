"""The facilitators' queue without a mouse: only keys are pressed, and each stop on the way can be seen."""

from __future__ import annotations

from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.browser.keys import Keys
from tests.cast import CHARTER


@pytest.fixture
def place(town) -> str:
    """A community where people ask to join."""
    slug = f"door{uuid4().hex[:12]}"
    made = {"slug": slug, "name": "A small place", "visibility": "public", "joining": "approval", "charter": CHARTER}
    assert town.call(town.cast.opal, "POST", "/communities", made).status_code == 201
    return slug


@pytest.fixture
def asks(town, place) -> list[str]:
    """Two who ask to join, in this order."""
    names = [town.newcomer(), town.newcomer()]
    for name in names:
        asked = town.call(name, "POST", f"/communities/{place}/memberships", {"answers": []})
        assert asked.status_code == 201, asked.text
    return names


def test_a_facilitator_works_the_queue_with_the_keyboard_alone(visit, town, place, asks):
    first, second = asks
    page = visit(town.newcomer(place, role="facilitator")).go(f"/c/{place}/queue")
    keys = Keys(page)
    assert keys.press("Tab") == "Skip to the content"
    keys.go_to("Take the next")
    keys.enter()
    heading = page.locator("#case-title")
    expect(heading).to_have_text(f"{first} asks to join")

    assert keys.press("Tab") == "Skip to the case"
    keys.enter()
    keys.go_to("Welcome. The answers are complete and fit this community.")
    keys.press("Enter")
    reason = page.get_by_label("Reason", exact=True)
    expect(reason).to_be_focused()
    expect(reason).to_have_value("Welcome. The answers are complete and fit this community.")
    expect(page.get_by_role("radio", name="may come in")).to_be_checked()
    keys.go_to("Decide, and take the next")
    keys.enter()

    expect(heading).to_have_text(f"{second} asks to join")
    expect(page.get_by_text("Decided. It is on record with your reason.")).to_be_visible()
    expect(page.locator("#case")).to_contain_text("You have this until")
    expect(page.get_by_role("button", name="Decide, and take the next")).to_have_count(0)
    assert keys.press("Tab") == "Skip to the case"
    keys.enter()
    keys.go_to("may come in")
    keys.press("ArrowRight")
    expect(page.get_by_role("radio", name="not now")).to_be_checked()
    keys.go_to("Reason")
    keys.write("Not just now: please tell us a little more.")
    keys.go_to("Decide")
    keys.enter()
    expect(page.get_by_text("Everyone has been answered.")).to_be_visible()


def test_a_reason_often_given_chooses_what_it_is_given_for(visit, town, place, asks):
    page = visit(town.newcomer(place, role="facilitator")).go(f"/c/{place}/queue")
    page.locator(".case-row").first.click()
    page.get_by_role("radio", name="may come in").check()
    chips = page.get_by_role("group", name="Often given with “not now”").get_by_role("button")
    chips.first.click()
    expect(page.get_by_role("radio", name="not now")).to_be_checked()
    chips.last.click()
    reason = page.get_by_label("Reason", exact=True)
    expect(reason).to_have_value(chips.last.inner_text())
    reason.fill("I read all of it.")
    chips.last.click()
    expect(reason).to_have_value(f"I read all of it.\n{chips.last.inner_text()}")
