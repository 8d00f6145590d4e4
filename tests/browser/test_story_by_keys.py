"""The whole story with four people and no mouse: answered, reported, removed, appealed, upheld, and seen through."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import faults
from tests.browser.four import RULE, Four, row
from tests.browser.keys import Keys
from tests.browser.room import RoomPage

HELLO = "Hello. I was told on Thursday."
HARM = "Stop your infusions, bleach drops do more."
GRAVE = "This will be my last message here. Don’t be angry with me."


@pytest.fixture
def four(visit, town) -> Four:
    return Four(visit, town)


def write(room: RoomPage, text: str) -> None:
    keys = Keys(room.page)
    keys.go_to("Message to")
    keys.write(text)
    keys.enter()
    room.arrived(text)


def on_last(room: RoomPage, act: str) -> Keys:
    """To the latest message of the room, and on to something that can be done with it."""
    keys = Keys(room.page)
    keys.go_to("Messages in", key="Shift+Tab")
    keys.press("End")
    keys.go_to(act)
    keys.enter()
    return keys


def take_the_next(page: Page, kind: str) -> Keys:
    keys = Keys(page)
    keys.go_to("Take the next")
    keys.enter()
    expect(page.locator("#case-title")).to_contain_text(kind)
    expect(page.locator("#case")).to_contain_text("You have this until")
    assert keys.press("Tab") == "Skip to the case"
    keys.enter()
    return keys


def fill(keys: Keys, field: str, text: str, button: str) -> None:
    """Once the page is whole: on its way to a place on it, a browser takes the focus away."""
    expect(keys.page.get_by_label(field).first).to_be_visible()
    keys.page.wait_for_load_state("load")
    keys.go_to(field)
    keys.write(text)
    keys.go_to(button)
    keys.enter()


def into_the_case(page: Page, field: str) -> Keys:
    """Once it asks for this: before that, the page is on its way to another."""
    expect(page.get_by_label(field, exact=True)).to_be_visible()
    keys = Keys(page)
    keys.go_to("Skip to the case")
    keys.enter()
    return keys


def decide(keys: Keys, page: Page, *, label: str, words: str, button: str = "Decide") -> None:
    fill(keys, label, words, button)
    expect(page.get_by_text("Decided.")).to_be_visible()


def test_a_newcomer_is_answered_without_a_mouse(four):
    new, old, desk = four.room(four.new), four.room(four.old), four.queue(four.first)
    write(new, HELLO)
    old.arrived(HELLO)
    expect(row(desk, four.new)).to_contain_text("Newcomer")
    keys = on_last(old, "Reply to")
    keys.write("Welcome. Thursday is close.")
    keys.enter()
    new.arrived("Welcome. Thursday is close.")
    expect(row(desk, four.new)).to_have_count(0)


def test_harm_is_reported_removed_appealed_and_upheld_without_a_mouse(four):
    first, second = four.queue(four.first), four.queue(four.second)
    author, reader = four.room(four.old), four.room(four.new)
    write(author, HARM)
    reader.arrived(HARM)
    _report(reader)
    _remove(first)
    reader.page.goto(four.place.path)
    expect(reader.log).to_contain_text("A facilitator removed this message.")
    _appeal(author)
    second.reload()
    keys = take_the_next(second, "Appeal")
    keys.go_to("stands")
    keys.press("Space")
    decide(keys, second, label="Reason, in words for", words="It could have killed somebody.")
    expect(author.page.get_by_text("The decision stands.")).to_be_visible()
    expect(author.page.get_by_text("It could have killed somebody.")).to_be_visible()


def _report(reader: RoomPage) -> None:
    keys = on_last(reader, "More for")
    keys.go_to("Report", key="ArrowDown")
    keys.enter()
    page = reader.page
    expect(page.get_by_role("heading", name="Report this message")).to_be_visible()
    keys.go_to("advice that could do harm")
    keys.press("Space")
    fill(keys, "What should the facilitators know?", "It could kill.", "Send the report")
    expect(page.get_by_text("Thank you for telling us.")).to_be_visible()


def _remove(desk: Page) -> None:
    keys = take_the_next(desk, "Report")
    assert faults(desk) == []
    keys.go_to("stays")
    keys.press("ArrowDown")
    expect(desk.get_by_role("radio", name="is removed")).to_be_checked()
    keys.go_to("Rule of the charter")
    keys.write(RULE[:2])
    expect(desk.get_by_label("Rule of the charter")).to_have_value(RULE)
    decide(keys, desk, label="Reason", words="Bleach burns, and infusions are for doctors to stop.")


def _appeal(author: RoomPage) -> None:
    page = author.page
    expect(page.get_by_text("Something of yours was removed. Only you are told.")).to_be_visible()
    keys = Keys(page)
    keys.go_to("Why, and how to appeal", key="Shift+Tab")
    keys.enter()
    expect(page.get_by_role("heading", name="Decisions")).to_be_visible()
    keys.go_to("A message of yours was removed")
    keys.enter()
    expect(page.get_by_text("What you had written.")).to_be_visible()
    fill(keys, "How do you see it?", "It helped my cousin.", "Appeal")
    expect(page.get_by_text("Your appeal is with the facilitators.")).to_be_visible()


def test_a_crisis_is_seen_through_without_a_mouse(four):
    desk, author = four.queue(four.first), four.room(four.new)
    write(author, GRAVE)
    card = author.page.locator("#support")
    expect(card).to_contain_text("Only you can see this.")
    expect(row(desk, "Safety")).to_contain_text(f"Red: Safety {four.new}")
    keys = take_the_next(desk, "Safety")
    keys.go_to("I have read this")
    keys.enter()
    for step in (("What you did", "Wrote to them.", "Note it"), ("How it is now", "Her sister is there.", "Note it")):
        keys = into_the_case(desk, step[0])
        fill(keys, *step)
        expect(desk.locator("#case")).to_contain_text(step[1])
    keys = into_the_case(desk, "How it ended")
    fill(keys, "Write privately", "I am glad that you said it.", "Send it privately")
    expect(card).to_contain_text("A facilitator wrote to you.")
    keys = Keys(author.page)
    keys.go_to("Read it", key="Shift+Tab")
    keys.enter()
    fill(keys, "Your answer", "Thank you. My sister is with me.", "Send the answer")
    expect(author.page.get_by_role("list").get_by_text("My sister is with me.")).to_be_visible()
    expect(desk.locator("#case")).to_contain_text("My sister is with me.")
    keys = into_the_case(desk, "How it ended")
    fill(keys, "How it ended", "Safe with family.", "Close it")
    expect(row(desk, "Safety")).to_have_count(0)
