"""A message is removed, its author appeals, somebody else decides, and everybody in the room sees what came of it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import faults
from tests.browser.room import RoomPage

PHONE = {"viewport": {"width": 320, "height": 640}}
SAID = "Honestly, I binned mine."
WHY = "It reads as advice to stop a treatment."


def take_down(staff: RoomPage, words: str) -> None:
    """Remove somebody else's message in the room, with a reason."""
    staff.choose(staff.arrived(words), "Remove")
    dialog = staff.page.get_by_role("dialog")
    dialog.get_by_role("button", name="Remove it").click()
    expect(dialog).to_be_visible()  # not without a reason
    dialog.get_by_label("Reason, in words for whoever wrote it").fill(WHY)
    assert faults(staff.page) == []
    dialog.get_by_role("button", name="Remove it").click()
    expect(dialog).to_have_count(0)


def appeal(page: Page, words: str) -> None:
    """From the room to the page of the decision, and on it."""
    page.get_by_role("link", name="Why, and how to appeal").first.click()
    page.get_by_role("link", name="A message of yours was removed in Crohn's disease").first.click()
    page.get_by_label("How do you see it?").fill(words)
    page.get_by_role("button", name="Appeal", exact=True).click()
    expect(page.get_by_text("Your appeal is with the facilitators.")).to_be_visible()


def open_appeal(staff: Page, who: str) -> None:
    staff.goto("/c/crohns/queue?kind=appeal")
    staff.get_by_role("link").filter(has_text=who).click()


def decide(staff: Page, way: str, reason: str) -> None:
    staff.get_by_role("radio", name=way).check()
    staff.get_by_label("Reason, in words for").fill(reason)
    staff.get_by_role("button", name="Decide", exact=True).click()
    expect(staff.get_by_text("Decided. It is on record with your reason.")).to_be_visible()


def test_removed_appealed_overturned_and_standing_where_it_stood(visit, fay, ana, town, room):
    name, second = town.newcomer("crohns"), town.newcomer("crohns", role="facilitator")
    author, reader = RoomPage(visit(name), room), RoomPage(ana, room)
    author.say(SAID)
    author.say("And slept.")
    staff = RoomPage(fay, room)
    take_down(staff, SAID)
    for page in (author, reader, staff):
        page.arrived(SAID, times=0)
    expect(author.page.get_by_text("Something of yours was removed. Only you are told.")).to_be_visible()
    expect(reader.page.get_by_text("Something of yours was removed.")).to_have_count(0)
    assert faults(author.page) == []
    mine = author.visitor.context.new_page()
    mine.goto(room.path)
    appeal(mine, "I told what I did, and told nobody to.")
    for words in (SAID, WHY, "You can write as before."):
        expect(mine.get_by_text(words)).to_be_visible()
    assert faults(mine) == []
    hers = fay.go("/c/crohns/queue?kind=appeal")
    expect(hers.get_by_role("link").filter(has_text=name)).to_contain_text("not for you")
    theirs = visit(second).page
    open_appeal(theirs, name)
    for words in (SAID, WHY, "I told what I did, and told nobody to."):
        expect(theirs.get_by_text(words).last).to_be_visible()
    assert faults(theirs) == []
    decide(theirs, "is overturned", "It says what you did, and no more.")
    expect(mine.get_by_text("The decision is overturned.")).to_be_visible()  # it came by itself
    expect(mine.get_by_text("Your message stands in its place again, in your words.")).to_be_visible()
    for page in (author, reader):
        page.arrived(SAID)
        assert page.texts()[-2:] == [SAID, "And slept."]


def test_upheld_it_stays_removed_and_says_why(visit, fay, town, room):
    name, second = town.newcomer("crohns"), town.newcomer("crohns", role="facilitator")
    author = RoomPage(visit(name), room)
    author.say(SAID, anonymous=True)
    take_down(RoomPage(fay, room), SAID)
    expect(author.page.get_by_role("link", name="Why, and how to appeal").first).to_be_visible()
    appeal(author.page, "I asked, and gave no advice.")
    expect(author.page.get_by_text("whoever decides is not told who you are")).to_be_visible()
    theirs = visit(second).page
    open_appeal(theirs, "somebody, anonymously")
    expect(theirs.get_by_text("I asked, and gave no advice.")).to_be_visible()
    expect(theirs.get_by_text(name)).to_have_count(0)
    decide(theirs, "stands", "It can be read as advice.")
    expect(author.page.get_by_text("The decision stands.")).to_be_visible()
    expect(author.page.get_by_text("It can be read as advice.")).to_be_visible()
    again = RoomPage(author.visitor, room)
    again.arrived(SAID, times=0)
    expect(again.log).to_contain_text("A facilitator removed this message.")


@pytest.mark.parametrize("look", ["light", "dark"])
def test_the_page_of_a_removal_is_whole_on_a_phone_and_without_scripts(visit, fay, town, room, look):
    name = town.newcomer("crohns")
    town.call(name, "POST", f"/rooms/{room.id}/messages", {"body": SAID, "client_key": "k" * 20})
    take_down(RoomPage(fay, room), SAID)
    page = visit(name, color_scheme=look, java_script_enabled=False, **PHONE).go("/c/crohns")
    page.get_by_role("link", name="What this means, and how to appeal").click()
    expect(page.get_by_role("heading", name="A message of yours was removed in Crohn's disease")).to_be_visible()
    expect(page.get_by_text(SAID)).to_be_visible()
    page.get_by_label("How do you see it?").fill("I told what I did.")
    page.get_by_role("button", name="Appeal", exact=True).click()
    expect(page.get_by_text("Your appeal is with the facilitators.")).to_be_visible()
