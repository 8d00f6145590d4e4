"""Somebody new says hello: a facilitator answers from the case, a mentor from the room, and nobody waits on."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import faults
from tests.browser.room import RoomPage

SHOTS = os.environ.get("SHOTS")
"""A folder for pictures, where somebody wants to look at them."""


@pytest.fixture
def looked_at():
    """A page has no faults for those who listen or use the keyboard, and fits a narrow screen."""

    def look(page: Page, name: str) -> None:
        for width, scheme in ((1280, "light"), (360, "dark")):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            assert faults(page) == []
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wide <= 0, f"{name} is too wide at {width}"
            if SHOTS:
                page.screenshot(path=Path(SHOTS) / f"{name}-{width}-{scheme}.png", full_page=True)
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": 1280, "height": 900})

    return look


def open_case(fay, who: str) -> Page:
    page: Page = fay.go("/c/crohns/queue?kind=newcomer")
    page.locator(".case-row").filter(has_text=who).click()
    expect(page.get_by_role("heading", name="Their first words")).to_be_visible()
    return page


def test_a_newcomer_says_hello_and_is_answered_from_the_case(visit, fay, town, room, looked_at):
    who = town.newcomer("crohns")
    page = fay.go("/c/crohns/queue?kind=newcomer")
    new = RoomPage(visit(who), room)
    new.say("Hello. I was told on Thursday.")
    new.arrived("Hello. I was told on Thursday.")

    page.locator(".case-row").filter(has_text=who).click()  # it came by itself
    expect(page.get_by_role("heading", name="Their first words")).to_be_visible()
    expect(page.locator(".evidence")).to_contain_text("Hello. I was told on Thursday.")
    looked_at(page, "newcomer-case")
    page.get_by_role("button", name="Welcome. Many of us began just like this.").click()
    expect(page.get_by_label("Your answer")).to_have_value(re.compile("Many of us began"))
    page.get_by_role("button", name="Say hello").click()
    expect(page.get_by_text("Fay Facilitator answered")).to_be_visible()
    expect(page.get_by_role("button", name="Say hello")).to_have_count(0)
    looked_at(page, "newcomer-answered")

    answer = new.arrived("Welcome. Many of us began just like this. Take your time, and ask whatever you like.")
    expect(answer).to_contain_text("Fay")
    expect(answer.locator(".quoted")).to_contain_text("I was told on Thursday")
    page.goto("/c/crohns/queue?kind=newcomer")
    expect(page.locator(".case-row").filter(has_text=who)).to_have_count(0)


def test_a_mentor_is_asked_finds_the_way_and_welcomes(visit, fay, ana, ben, town, room, looked_at):
    who = town.newcomer("crohns")
    new = RoomPage(visit(who), room)
    new.say("Is anybody awake?")
    new.arrived("Is anybody awake?")
    for mentor in (ana, ben):
        page = mentor.go("/c/crohns/welcoming")
        page.get_by_label("How many newcomers a month").fill("30")
        page.get_by_role("button", name=re.compile("I would like to|Save")).click()
        expect(page.get_by_role("heading", name="Your offer")).to_be_visible()

    page = open_case(fay, who)
    page.get_by_label("Whom to ask").select_option("Ana")
    page.get_by_role("button", name="Ask a mentor to welcome").click()
    expect(page.get_by_text("Ana is asked to welcome them,")).to_be_visible()

    asked = ana.go(room.path)
    notice = asked.locator(".notice.care").filter(has_text=who)
    expect(notice).to_contain_text(f"Fay asks you to welcome {who}.")
    looked_at(asked, "mentor-room")
    asked.goto("/c/crohns/welcoming")
    looked_at(asked, "mentor-page")
    notice.get_by_role("button", name="Not this time").click()
    expect(asked.get_by_text("Somebody else is asked.")).to_be_visible()
    expect(notice).to_have_count(0)

    welcoming = RoomPage(ben, room)
    notice = welcoming.page.locator(".notice.care").filter(has_text=who)
    notice.get_by_role("link", name="Read and answer").click()
    welcoming.connected()
    welcoming.press(welcoming.row("Is anybody awake?"), "reply")
    welcoming.say("I am. Hello.")
    welcoming.arrived("I am. Hello.")
    new.arrived("I am. Hello.")
    welcoming.page.goto(room.path)
    welcoming.connected()
    expect(notice).to_have_count(0)
    expect(page.get_by_text("Ben answered")).to_be_visible()


def test_without_scripts_it_goes_the_same_way(visit, fay, town, room):
    who = town.newcomer("crohns")
    plain = visit(who, java_script_enabled=False).go(room.path)
    plain.locator("#composer textarea").fill("Hello from an old telephone.")
    plain.get_by_role("button", name="Send", exact=True).click()
    expect(plain.get_by_role("log").get_by_text("Hello from an old telephone.")).to_be_visible()

    staff = visit(town.cast.fay, java_script_enabled=False)
    page = open_case(staff, who)
    page.get_by_label("Your answer").fill("Hello from another.")
    page.get_by_role("button", name="Say hello").click()
    expect(page.get_by_text("Fay Facilitator answered")).to_be_visible()
