"""Words that facilitators keep fill a field that is still theirs, and whoever has had enough is asked first."""

from __future__ import annotations

from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.browser.axe import faults


@pytest.fixture
def busy(town):
    """A community where two wait, and one case in a week is as much as one should carry: its slug."""
    slug = f"busy-{uuid4().hex[:8]}"
    made = {"slug": slug, "name": "Busy", "summary": "For a test.", "joining": "approval"}
    assert town.call(town.cast.opal, "POST", "/communities", made).status_code == 201
    for name in (town.newcomer(), town.newcomer()):
        assert town.call(name, "POST", f"/communities/{slug}/memberships", {"answers": []}).status_code == 201
    assert town.call(town.cast.opal, "PUT", f"/communities/{slug}/load-cap", {"cap": 1}).ok
    return slug


def test_words_often_said_fill_the_field_take_each_others_place_and_leave_ones_own(fay, town):
    page = fay.go(f"/c/crohns/members/{town.person_id(town.cast.ana)}")
    page.get_by_text("Welcome them").press("Enter")
    field = page.get_by_label("Your words").first
    often = page.get_by_role("group", name="Words often said").first.get_by_role("button")
    expect(field).to_have_value(often.nth(0).inner_text())
    often.nth(1).press("Enter")
    expect(field).to_have_value(often.nth(1).inner_text())
    expect(field).to_be_focused()
    field.fill("We met on Tuesday.")
    often.nth(2).press("Enter")
    expect(field).to_have_value(f"We met on Tuesday.\n{often.nth(2).inner_text()}")
    assert faults(page) == []


def test_whoever_has_had_enough_is_asked_and_takes_it_all_the_same(visit, town, busy):
    page = visit(town.newcomer(busy, role="facilitator")).go(f"/c/{busy}/queue")
    take = page.get_by_role("button", name="Take the next", exact=True)
    take.press("Enter")
    expect(page.get_by_text("You have this until")).to_be_visible()
    take.press("Enter")
    asked = page.get_by_role("alert").filter(has_text="1 is what one should carry here")
    expect(asked).to_be_in_viewport()
    assert faults(page) == []
    asked.get_by_role("button", name="Take it all the same").press("Enter")
    expect(page.get_by_text("You have this until")).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="yours: 2")).to_be_visible()
