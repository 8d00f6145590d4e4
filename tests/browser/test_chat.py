"""Two people in a room, each with a browser of their own: saying, changing, removing, reacting."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.room import RoomPage


@pytest.fixture
def both(ana, ben, room) -> tuple[RoomPage, RoomPage]:
    """Ana's page and Ben's, of the same room."""
    return RoomPage(ana, room), RoomPage(ben, room)


def test_what_one_says_the_other_reads_at_once(both):
    ana, ben = both
    expect(ben.page.get_by_text("No one has written here yet")).to_be_visible()
    ana.say("Good morning, everybody.")
    said = ben.arrived("Good morning, everybody.")
    expect(said.get_by_role("link", name="Ana")).to_be_visible()
    expect(ben.page.get_by_text("No one has written here yet")).to_be_hidden()
    for page in (ana, ben):
        expect(page.log.get_by_text("Today")).to_have_count(1)
    mine = ana.arrived("Good morning, everybody.")
    expect(mine).to_have_attribute("data-own", "")
    expect(ana.field).to_be_empty()


def test_both_see_the_same_order_and_so_does_whoever_comes_later(both, room):
    ana, ben = both
    for number in range(4):
        ana.say(f"Ana's {number}")
        ben.say(f"Ben's {number}")
    for number in range(4):
        for page in both:
            page.arrived(f"Ana's {number}")
            page.arrived(f"Ben's {number}")
    assert ana.texts() == ben.texts()
    before = ana.texts()
    assert RoomPage(ana.visitor, room).texts() == before


def test_a_change_shows_on_both_sides_and_says_so(both):
    ana, ben = both
    ana.say("I slept vell.")
    mine = ana.arrived("I slept vell.")
    ben.arrived("I slept vell.")
    ana.choose(mine, "Change")
    ana.page.get_by_label("Change your message").fill("I slept well.")
    ana.page.get_by_role("button", name="Save").click()
    for page in both:
        expect(page.arrived("I slept well.")).to_contain_text("edited")
        page.arrived("I slept vell.", times=0)


def test_escape_leaves_a_message_as_it_was(both):
    ana, _ = both
    ana.say("Stay as you are.")
    ana.choose(ana.arrived("Stay as you are."), "Change")
    area = ana.page.get_by_label("Change your message")
    expect(area).to_have_value("Stay as you are.")
    area.fill("No")
    area.press("Escape")
    expect(area).to_be_hidden()
    ana.arrived("Stay as you are.")


def test_what_is_removed_keeps_its_place_and_loses_its_words(both, room):
    ana, ben = both
    ana.say("I wish I had not said this.")
    ana.say("This may stay.")
    ben.arrived("I wish I had not said this.")
    ana.choose(ana.arrived("I wish I had not said this."), "Remove")
    ana.page.get_by_role("dialog").get_by_role("button", name="Remove it").click()
    for page in both:
        page.arrived("I wish I had not said this.", times=0)
        page.arrived("The author took this message back.")
        assert page.texts()[-1] == "This may stay."
    RoomPage(ben.visitor, room).arrived("The author took this message back.")


def test_nobody_can_change_what_another_said_and_a_facilitator_can_remove_it(ana, fay, room):
    said = RoomPage(ana, room)
    said.say("Buy my pills.")
    staff = RoomPage(fay, room)
    row = staff.arrived("Buy my pills.")
    staff.press(row, "more")
    expect(staff.page.get_by_role("menuitem", name="Change")).to_be_hidden()
    staff.page.get_by_role("menuitem", name="Remove").click()
    staff.page.get_by_label("Reason, in words for whoever wrote it").fill("Nothing is sold here.")
    staff.page.get_by_role("dialog").get_by_role("button", name="Remove it").click()
    said.arrived("Buy my pills.", times=0)
    expect(said.log).to_contain_text("A facilitator removed this message.")


ROWS = """rows => rows.map(li => [
  li.dataset.state, li.innerText.replace(/\\s+/g, " ").trim(), ...[...li.querySelectorAll("a")].map(one => one.href),
])"""


def test_what_was_removed_reads_the_same_live_and_after_a_reload(ana, fay, room):
    """By its author or by a facilitator, before those who removed it and those who heard of it."""
    pages = [RoomPage(ana, room), RoomPage(fay, room)]
    mine, theirs = pages
    for words in ("I take this back.", "Buy my pills."):
        mine.say(words)
        theirs.arrived(words)
    for page, words in ((mine, "I take this back."), (theirs, "Buy my pills.")):
        page.choose(page.arrived(words), "Remove")
        if page is theirs:
            page.page.get_by_label("Reason, in words for whoever wrote it").fill("Nothing is sold here.")
        page.page.get_by_role("dialog").get_by_role("button", name="Remove it").click()
    for page in pages:
        expect(page.log.locator("li[data-state=removed]")).to_have_count(2)
        live = page.log.locator("li.message").evaluate_all(ROWS)
        assert "took this message back" in str(live[0])
        assert f"/c/{room.slug}#charter" in str(live[1])
        page.page.reload()
        page.connected()
        assert page.log.locator("li.message").evaluate_all(ROWS) == live


def test_a_reaction_is_counted_for_both_and_can_be_taken_back(both):
    ana, ben = both
    ana.say("Three weeks without a flare.")
    ben.react(ben.arrived("Three weeks without a flare."), "Holding you")
    chip = ana.row("Three weeks without a flare.").get_by_role("button", name="Holding you: 1")
    expect(chip).to_have_attribute("aria-pressed", "false")
    chip.click()
    theirs = ben.row("Three weeks without a flare.").get_by_role("button", name="Holding you: 2, you too")
    expect(theirs).to_have_attribute("aria-pressed", "true")
    theirs.click()
    expect(
        ana.row("Three weeks without a flare.").get_by_role("button", name="Holding you: 1, you too")
    ).to_be_visible()


def test_markup_is_shown_and_nothing_of_it_is_run(both):
    ana, ben = both
    ana.say("**Strong** words, <img src=x onerror=alert(1)> and [a link](javascript:alert(1))")
    said = ben.log.locator("li.message .message-body")
    expect(said.locator("strong")).to_have_text("Strong")
    expect(said).to_contain_text("<img src=x onerror=alert(1)>")
    expect(said.locator("img, a[href^=javascript]")).to_have_count(0)


def test_what_is_too_long_is_said_while_writing_and_stays_in_the_field(both):
    ana, _ = both
    ana.say("a" * 8001)
    expect(ana.page.get_by_text("A message has at most 8,000 characters; this one has 8001.")).to_be_visible()
    expect(ana.field).to_have_value("a" * 8001)
    expect(ana.log.locator("li.message")).to_have_count(0)
