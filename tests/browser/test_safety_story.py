"""A crisis message, from the card that only its author sees to the end of the case, by two facilitators."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import faults
from tests.browser.room import RoomPage
from tests.cast import PASSPHRASE

GRAVE = "I can’t go on like this. I don’t want to be here any more."
CARD = "Only you can see this."
SHOTS = os.environ.get("SHOTS")


@pytest.fixture
def looked_at() -> Callable[[Page, str], None]:
    """A page has no faults for those who listen or use the keyboard, and fits a narrow screen."""

    def look(page: Page, name: str) -> None:
        assert faults(page) == []
        for width, scheme in ((1280, "light"), (1280, "dark"), (360, "light"), (360, "dark")):
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wide <= 0, f"{name} is too wide at {width}"
            if SHOTS:
                page.set_viewport_size({"width": width, "height": 800 if "card" in name else 2400})
                page.screenshot(path=Path(SHOTS) / f"{name}-{width}-{scheme}.png", full_page=True)
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": 1280, "height": 800})
        assert faults(page) == []

    return look


@pytest.fixture
def someone(visit, town):
    """A member of their own, so that no other test meets their case."""
    name = town.newcomer("crohns")
    return visit(name), name


def open_case(visitor, name: str) -> Page:
    page: Page = visitor.go("/c/crohns/queue?kind=safety")
    page.get_by_role("link").filter(has_text=name).first.click()
    expect(page.get_by_role("heading", name=f"Safety: {name}")).to_be_visible()
    return page


def test_a_crisis_message_is_seen_through_to_its_end_by_two(visit, town, room, someone, fay, ben, looked_at):
    visitor, name = someone
    mine, bens = RoomPage(visitor, room), RoomPage(ben, room)
    mine.say(GRAVE)
    mine.arrived(GRAVE)
    card = mine.page.locator("#support")
    expect(card).to_contain_text(CARD)
    expect(card.get_by_role("link", name="Find A Helpline")).to_have_attribute("href", re.compile("^https://"))
    looked_at(mine.page, "card")
    bens.arrived(GRAVE)
    expect(bens.page.get_by_text(CARD)).to_have_count(0)
    card.get_by_role("button", name="I am safe, put this away").click()
    expect(card.get_by_text(CARD)).to_have_count(0)
    expect(mine.field).to_be_focused()

    page = open_case(fay, name)
    expect(page.get_by_text("This can be closed once")).to_be_visible()
    looked_at(page, "case-open")
    page.get_by_role("button", name="I have read this").click()
    page.get_by_text("Words to begin with").click()
    page.get_by_role("button", name=re.compile("^I read what you wrote")).click()
    page.get_by_role("button", name="Send it privately").click()
    page.get_by_label("What you did").fill("Wrote to them privately.")
    page.get_by_role("button", name="Note it").click()

    expect(card).to_contain_text("A facilitator wrote to you.")
    card.get_by_role("link", name="Read it").click()
    expect(mine.page.get_by_text("I am glad that you said it.")).to_be_visible()
    looked_at(mine.page, "support")
    mine.page.get_by_label("Your answer").fill("Thank you. My sister is with me.")
    mine.page.get_by_role("button", name="Send the answer").click()
    expect(mine.page.get_by_text("Your answer is with the facilitators.")).to_be_visible()

    second = town.newcomer("crohns", role="facilitator")
    other = visit(second)
    page = open_case(fay, name)
    page.get_by_text("Ask somebody for a second opinion").click()
    page.get_by_label("Whom", exact=True).select_option(label=second)
    page.get_by_label("What you would like to know").fill("Is that enough for tonight?")
    page.get_by_role("button", name="Ask", exact=True).click()
    row = other.go("/c/crohns/queue?kind=safety").get_by_role("link").filter(has_text=name)
    expect(row).to_contain_text("asks for your opinion")
    theirs = open_case(other, name)
    theirs.get_by_label("You are asked: what do you think?").fill("Ask once more tomorrow morning.")
    theirs.get_by_role("button", name="Give your opinion").click()
    theirs.get_by_label("How it is now").fill("Slept, sister still there, clinic on Monday.")
    theirs.get_by_role("button", name="Note it").click()

    page = open_case(fay, name)
    looked_at(page, "case-followed-up")
    page.get_by_label("How it ended").fill("Safe with family; the clinic knows.")
    page.get_by_label("And you?").fill("Heavy, and good to have been two.")
    page.get_by_role("button", name="Close it", exact=True).click()
    expect(page.get_by_text("Fay decided: closed.")).to_be_visible()
    expect(page.get_by_text("Heavy, and good to have been two.")).to_be_visible()


def test_the_card_is_there_without_scripts_and_leads_back(visit, town, room, looked_at):
    name = town.newcomer("crohns")
    visitor = visit(java_script_enabled=False)
    page = visitor.go(f"/signin?next={room.path}")
    page.get_by_label("Name or e-mail").fill(name)
    page.get_by_label("Passphrase", exact=True).fill(PASSPHRASE)
    page.get_by_role("button", name="Sign in").click()
    page.locator("#composer").get_by_role("textbox").fill(GRAVE)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text(CARD)).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("Their page"))).to_have_count(1)
    page.get_by_role("link", name="I am safe, put this away").click()
    expect(page.get_by_role("log").get_by_text(GRAVE)).to_be_visible()
    expect(page.get_by_text(CARD)).to_have_count(0)
    page.get_by_role("link", name="People to talk to").click()
    expect(page.get_by_role("heading", name="People to talk to")).to_be_visible()


def test_an_operator_writes_an_edition_sees_how_it_does_and_lets_it_count(visit, town, looked_at):
    operator = visit(town.cast.opal)
    operator.expect_complaint("422")
    page = operator.go("/safety")
    looked_at(page, "lists")
    page.get_by_role("link", name="Phrases: German").click()
    expect(page.get_by_role("heading", name="How it does")).to_be_visible()
    page.get_by_label("Green: within a day").fill("(suizid|selbstmord)\n(telefonseelsorge|krisendienst)")
    page.get_by_label("What is different, and why").fill("Fewer greens, to try.")
    page.get_by_role("button", name="Keep and try it").click()
    expect(page.get_by_text("Kept and tried. It does not count yet.")).to_be_visible()
    page.get_by_text(re.compile("sentences? that it takes otherwise")).click()
    looked_at(page, "list")
    page.get_by_label("Why", exact=True).fill("Read by two.")
    page.get_by_role("button", name="Let it count").click()
    expect(page.get_by_text("This edition counts.")).to_be_visible()
    page.get_by_role("link", name="As shipped").click()
    page.get_by_label("Why", exact=True).fill("It was better.")
    page.get_by_role("button", name="Let it count").click()
    expect(page.get_by_text("This edition counts.")).to_be_visible()
    page.goto("/safety/contacts")
    looked_at(page, "contacts")
    page.get_by_label("Contacts", exact=True).fill("[[contact]]")
    page.get_by_label("What is different, and why").fill("A mistake.")
    page.get_by_role("button", name="Keep and try it").click()
    expect(page.get_by_role("alert")).to_contain_text("Contact 1")
