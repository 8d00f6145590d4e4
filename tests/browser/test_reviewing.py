"""A submission from four chairs: its author, a facilitator, a professional who was asked, and a member who reads it."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import faults
from tests.browser.room import RoomPage

BODY = (
    "I stopped taking my evening tablets and asked my team first.\n\nThree anchors a day, everything else movable. "
    "Breakfast, the walk at noon, and the call at four. What does not fit between them waits until tomorrow."
)
SHOTS = os.environ.get("SHOTS")
"""A folder for pictures, where somebody wants to look at them."""


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
                page.set_viewport_size({"width": width, "height": 2000})
                page.screenshot(path=Path(SHOTS) / f"{name}-{width}-{scheme}.png", full_page=True)
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": 1280, "height": 800})
        assert faults(page) == []

    return look


def call(town, who, method, path, said=None):
    answer = town.call(who, method, path, said)
    assert answer.status_code < 300, answer.text
    return answer.json()


def handed_in(town, title, body=BODY, **said) -> str:
    words = {"kind": "tip", "title": title, "body": body, "tags": ["evenings"], "source": "My own evenings."} | said
    made: str = call(town, town.cast.ana, "POST", "/communities/crohns/resources", words)["resource"]["id"]
    call(town, town.cast.ana, "POST", f"/resources/{made}/submission")
    return made


def open_case(town, fay, title) -> Page:
    page: Page = fay.go("/c/crohns/queue?kind=review")
    page.get_by_role("link").filter(has_text=title).click()
    expect(page.get_by_role("heading", name="As it was handed in")).to_be_visible()
    return page


def test_other_words_are_proposed_and_accepted_and_a_professional_stands_by_them(visit, fay, ana, ben, town, looked_at):
    title = "Evenings with fewer tablets"
    made = handed_in(town, title)
    reasons = {"publish": ["Clear and kind, thank you."], "request_changes": ["Where is this from?"], "decline": []}
    call(town, town.cast.fay, "PUT", "/communities/crohns/review-reasons", reasons)

    page = open_case(town, fay, title)
    page.get_by_role("link", name="Propose other words").click()
    looked_at(page, "propose")
    page.get_by_label("Text").fill(BODY.replace("Three anchors", "Three fixed points"))
    page.get_by_label("Why, in a sentence for its author").fill("Newcomers do not know the word.")
    page.get_by_role("button", name="Send the proposal").click()
    expect(page.get_by_text("It waits for its author.")).to_be_visible()

    author = ana.go(f"/c/crohns/library/{made}")
    expect(author.get_by_text("Fay Facilitator proposes other words")).to_be_visible()
    expect(author.locator("del").filter(has_text="anchors")).to_be_visible()
    looked_at(author, "proposed")
    author.get_by_role("button", name="Accept these words").click()
    expect(author.get_by_text("Accepted. It is your next version")).to_be_visible()
    author.get_by_role("link", name="Its history").click()
    expect(author.get_by_text("edited with Fay")).to_be_visible()
    looked_at(author, "history")

    page.get_by_role("radio", name="goes into the library").click()
    page.get_by_role("button", name="Clear and kind, thank you.").click()
    expect(page.get_by_label("Reason, in words for its author")).to_have_value("Clear and kind, thank you.")
    fay.expect_complaint("409")
    page.get_by_role("button", name="Decide", exact=True).click()
    expect(page.get_by_text("Its author has changed it since you looked.")).to_be_visible()

    page = open_case(town, fay, title)
    expect(page.locator("ins").filter(has_text="fixed points")).to_be_visible()
    page.get_by_label("Whom to ask").select_option("Lin")
    page.get_by_role("button", name="Ask to look at it").click()
    expect(page.get_by_text("They are asked, and can read it now.")).to_be_visible()
    looked_at(page, "desk")

    lin = visit(town.cast.lin)
    answering = lin.go("/c/crohns/library")
    answering.get_by_role("link", name=re.compile("Asked to look at")).click()
    looked_at(answering, "asked")
    answering.get_by_role("link", name=title).click()
    looked_at(answering, "asked-page")
    answering.get_by_label("Your interests in it").fill("none")
    answering.get_by_role("button", name="I have read it and stand by it").click()
    expect(answering.get_by_text("you stand by it, until")).to_be_visible()

    page = open_case(town, fay, title)
    expect(page.get_by_text("stands by it", exact=True)).to_be_visible()
    page.get_by_role("radio", name="goes into the library").click()
    page.get_by_label("Reason, in words for its author").fill("Careful and clear.")
    page.get_by_role("button", name="Decide", exact=True).click()
    expect(page.get_by_text("Decided. It is on record")).to_be_visible()

    reader = ben.go(f"/c/crohns/library/{made}")
    expect(reader.get_by_role("heading", name="Reviewed by a professional")).to_be_visible()
    expect(reader.get_by_text("Interests declared: none")).to_be_visible()
    looked_at(reader, "endorsed")

    answering.go_back()
    answering = lin.go(f"/c/crohns/library/asked/{made}")
    answering.get_by_role("button", name="Take it back").click()
    answering.get_by_role("dialog").get_by_role("button", name="Take it back").click()
    expect(answering.get_by_text("It is ended.")).to_be_visible()
    ben.expect_complaint("404")
    reader.reload()
    expect(reader.get_by_role("heading", name="There is nothing here")).to_be_visible()
    author = ana.go(f"/c/crohns/library/{made}")
    expect(author.get_by_text("The professional review of this has ended.").first).to_be_visible()
    looked_at(author, "ended")
    page = fay.go("/c/crohns/queue?kind=review")
    page.get_by_role("link").filter(has_text=title).click()
    expect(page.get_by_text("It touches a treatment, so it left the library.")).to_be_visible()
    looked_at(page, "desk-ended")


def test_a_message_is_asked_for_in_the_room_and_becomes_its_authors_draft(ana, ben, town, room, looked_at):
    town.say(town.cast.ana, room.id, "Three anchors a day. Everything else is movable.")
    reading = RoomPage(ben, room)
    reading.choose(reading.row("Three anchors a day. Everything else is movable."), "Share as a tip")
    expect(ben.page.get_by_role("heading", name="May this become a tip?")).to_be_visible()
    looked_at(ben.page, "share")
    ben.page.get_by_role("button", name="Ask its author").click()
    expect(ben.page.get_by_text("We have asked its author.")).to_be_visible()

    page = ana.go("/c/crohns/library")
    page.get_by_role("link", name=re.compile("What you offered")).click()
    expect(page.get_by_text("Ben asks whether your message may become a tip")).to_be_visible()
    looked_at(page, "tip-asked")
    page.get_by_role("button", name="Yes, make me a draft").click()
    expect(page.get_by_label("Title")).to_have_value("Three anchors a day")


def test_an_operator_who_opened_the_room_is_not_offered_what_only_members_can_do(visit, town, room):
    town.say(town.cast.ana, room.id, "Three anchors a day.")
    said = {"reason": "A report by post."}
    assert town.call(town.cast.opal, "POST", f"/rooms/{room.id}/openings", said).status_code == 201
    reading = RoomPage(visit(town.cast.opal), room)
    reading.press(reading.row("Three anchors a day."), "more")
    expect(reading.page.get_by_role("menuitem", name="Show the replies")).to_be_visible()
    for name in ("Share as a tip", "Report"):
        expect(reading.page.get_by_role("menuitem", name=name)).to_have_count(0)


def test_reasons_often_given_have_a_page(fay, looked_at):
    looked_at(fay.go("/c/crohns/settings/reasons"), "reasons")
