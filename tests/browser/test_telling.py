"""Reporting something from where it stands: by keys alone on a phone, and without scripts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import expect

from tests.browser.keys import Keys
from tests.browser.room import RoomPage
from tests.domain.reports import case_about, sent_about
from tests.edges.town import Town

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
HARM = "Bleach drops do more than any infusion."
THANKS = "Thank you for telling us."


@pytest.fixture
def reader(visit, town) -> Any:
    """Somebody new in the place: `reader(java_script_enabled=False)`."""
    return lambda **options: visit(town.newcomer("crohns"), **options)


def reported(town: Town, target: UUID) -> list[tuple[str, str]]:
    """Who reported something and why, as facilitators have it."""
    case = case_about(town.network, town.cast.fay, target).case
    return [(told.report.reason, told.report.note) for told in sent_about(town.network, town.cast.fay, case.id)]


def test_a_message_is_reported_from_its_menu_by_keys_on_a_phone(reader, town, room):
    said = town.say(town.cast.ben, room.id, HARM)
    page = RoomPage(reader(**PHONE), room).page
    keys = Keys(page)
    keys.go_to("Messages in")
    keys.press("End")
    keys.go_to("More for Ben’s message")
    keys.press("Enter")
    keys.go_to("Report", key="ArrowDown")
    keys.enter()
    expect(page.get_by_role("heading", name="Report this message")).to_be_visible()
    expect(page.get_by_role("blockquote")).to_contain_text(HARM)
    keys.go_to("advice that could do harm")
    keys.press("Space")
    keys.go_to("What should the facilitators know?")
    keys.write("It could kill.")
    keys.go_to("Send the report")
    keys.enter()
    expect(page.get_by_text(THANKS)).to_be_visible()
    expect(page.locator(f"#m-{said}")).to_be_in_viewport()
    assert reported(town, said) == [("harmful_advice", "It could kill.")]


def test_without_scripts_a_link_beside_the_message_leads_to_the_form(reader, town, room):
    said = town.say(town.cast.ben, room.id, HARM)
    page = reader(java_script_enabled=False).go(room.path)
    page.locator(f"#m-{said}").get_by_role("link", name="Report").click()
    page.get_by_role("radio", name="something else").check()
    page.get_by_role("button", name="Send the report").click()
    expect(page.get_by_text(THANKS)).to_be_visible()
    expect(page.locator(f"#m-{said}")).to_be_visible()
    assert reported(town, said) == [("other", "")]


def test_ones_own_message_has_no_such_entry(reader, town, room):
    town.say(town.cast.ben, room.id, HARM)
    mine = RoomPage(reader(), room)
    mine.say("Is that safe?")
    mine.press(mine.arrived("Is that safe?"), "more")
    expect(mine.page.get_by_role("menuitem", name="Change")).to_be_visible()
    expect(mine.page.get_by_role("menuitem", name="Report")).to_be_hidden()
    mine.page.keyboard.press("Escape")
    mine.press(mine.row(HARM), "more")
    expect(mine.page.get_by_role("menuitem", name="Report")).to_be_visible()


def test_a_member_is_reported_from_their_page(reader, town):
    other = town.newcomer("crohns")
    page = reader().go(f"/c/crohns/members/{town.person_id(other)}")
    page.get_by_role("link", name=f"Report {other}").click()
    page.get_by_role("radio", name="harassment").check()
    page.get_by_label("What should the facilitators know?").fill("Writes to everybody at night.")
    page.get_by_role("button", name="Send the report").click()
    expect(page.get_by_text(THANKS)).to_be_visible()
    expect(page.get_by_role("heading", name=other)).to_be_visible()
    assert reported(town, town.person_id(other)) == [("harassment", "Writes to everybody at night.")]
