"""Whoever comes back has everything, in order and once.

The clock of a page is turned forward where it would wait for its own patience or for its next attempt.
"""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.room import RoomPage
from tests.browser.shaky import back, stored


def test_whoever_was_offline_catches_up_without_a_gap_or_a_double(enter, shaky_town, shaky_room):
    ana, ben = enter("ana"), enter("ben")
    ana.say("Before.")
    ben.say("I will change this.")
    ben.say("I will take this back.")
    for text in ("Before.", "I will change this.", "I will take this back."):
        ana.arrived(text)
        ben.arrived(text)
    ana.visitor.cut_line()
    expect(ana.status).to_contain_text("You can go on writing")
    ana.say("Said in the tunnel.")
    ben.choose(ben.row("I will change this."), "Change")
    ben.page.get_by_label("Change your message").fill("I have changed this.")
    ben.page.get_by_role("button", name="Save").click()
    ben.arrived("I have changed this.")
    ben.choose(ben.row("I will take this back."), "Remove")
    ben.page.get_by_role("dialog").get_by_role("button", name="Remove it").click()
    for number in range(3):
        ben.say(f"While you were away {number}.")
        ben.arrived(f"While you were away {number}.")
    ben.react(ben.row("Before."), "Holding you")
    ana.visitor.mend_line()
    back(ana)
    expect(ana.status).to_contain_text("You missed 3 messages")
    ben.arrived("Said in the tunnel.")
    expected = ["Before.", "I have changed this.", "The author took this message back."]
    expected += [*(f"While you were away {number}." for number in range(3)), "Said in the tunnel."]
    ana.arrived("Said in the tunnel.")
    assert ana.texts() == expected
    assert ben.texts() == expected
    ana.later(5)
    expect(ana.row("Before.").get_by_role("button", name="Holding you: 1")).to_be_visible()


def test_more_than_a_page_of_missed_messages_comes_whole_and_in_order(enter, shaky_town, shaky_room):
    ana = enter("ana")
    ana.visitor.cut_line()
    expect(ana.status).to_have_attribute("data-state", "watch")
    for number in range(130):
        shaky_town.say(shaky_town.cast.ben, shaky_room.id, f"Number {number}")
    ana.visitor.mend_line()
    back(ana)
    expect(ana.log.locator("li.message")).to_have_count(130)
    assert ana.texts() == [f"Number {number}" for number in range(130)]


def test_two_tabs_send_what_waits_once_and_both_show_it(enter, shaky_town, shaky_room):
    ana = enter("ana")
    tab = RoomPage(ana.visitor, shaky_room, clock=True, tab=ana.visitor.context.new_page())
    ana.visitor.cut_line()
    for page in (ana, tab):
        expect(page.status).to_have_attribute("data-state", "watch")
    ana.say("From the first tab.")
    tab.say("From the second tab.")
    expect(tab.status).to_contain_text("1 message is waiting here")
    third = ana.visitor.context.new_page()
    ana.visitor.mend_line()
    late = RoomPage(ana.visitor, shaky_room, tab=third)
    for page in (ana, tab):
        back(page)
    for page in (ana, tab, late):
        page.arrived("From the first tab.")
        page.arrived("From the second tab.")
        expect(page.log.locator("li.message")).to_have_count(2)
    assert sorted(stored(shaky_town, shaky_room)) == ["From the first tab.", "From the second tab."]
