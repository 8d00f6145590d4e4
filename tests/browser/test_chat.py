"""Two people in a room, each with a browser of their own."""

from __future__ import annotations

import re

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
        page.arrived("This message was removed.")
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
    staff.page.get_by_role("dialog").get_by_role("button", name="Remove it").click()
    said.arrived("Buy my pills.", times=0)
    expect(RoomPage(ana, room).log).to_contain_text("A facilitator removed this message.")


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


def test_a_reply_quotes_what_it_answers_and_is_found_in_the_thread(both):
    ana, ben = both
    ana.say("Does heat help you?")
    ben.press(ben.arrived("Does heat help you?"), "reply")
    expect(ben.page.get_by_text("Replying to Ana")).to_be_visible()
    ben.say("A bottle at night, yes.")
    answer = ana.arrived("A bottle at night, yes.")
    expect(answer.locator(".quoted")).to_have_text("Ana: Does heat help you?")
    ana.row("Does heat help you?").get_by_role("link", name="1 reply").click()
    expect(ana.thread.get_by_role("heading", name="Replies to Ana")).to_be_focused()
    expect(ana.row("A bottle at night, yes.", ana.thread)).to_be_visible()
    ana.thread.get_by_role("textbox").fill("Thank you, I will try.")
    ana.thread.get_by_role("button", name="Reply", exact=True).click()
    expect(ana.row("Thank you, I will try.", ana.thread)).to_be_visible()
    ben.arrived("Thank you, I will try.")
    expect(ben.row("Does heat help you?").get_by_role("link", name="2 replies")).to_be_visible()


@pytest.mark.parametrize("width", [1280, 800, 360])
def test_a_thread_has_an_address_and_back_leaves_it(visit, town, room, width):
    page = RoomPage(visit(town.cast.ana, viewport={"width": width, "height": 740}), room)
    page.say("The root of it.")
    page.press(page.arrived("The root of it."), "reply")
    page.say("And a branch.")
    page.row("The root of it.").get_by_role("link", name="1 reply").click()
    expect(page.row("And a branch.", page.thread)).to_be_visible()
    assert "/threads/" in page.page.url
    expect(page.log).to_be_visible(visible=width >= 1216)
    page.page.go_back()
    expect(page.thread).to_be_hidden()
    expect(page.log).to_be_visible()
    page.page.go_forward()
    expect(page.row("And a branch.", page.thread)).to_be_visible()
    page.page.reload()
    expect(page.row("And a branch.", page.thread)).to_be_visible()


def test_an_anonymous_question_names_its_author_to_facilitators_alone(ana, ben, fay, town, room):
    asking, reading, staff = (RoomPage(who, room) for who in (ana, ben, fay))
    asking.say("May I drink wine with this?", anonymous=True)
    row = reading.arrived("May I drink wine with this?")
    expect(row).to_contain_text("Anonymous member")
    staff.arrived("May I drink wine with this?")
    for page in (reading, staff):
        assert "Ana" not in page.row("May I drink wine with this?").inner_html()
        assert str(town.cast.ana.person_id) not in page.log.inner_html()
    expect(asking.arrived("May I drink wine with this?")).to_contain_text("you")
    expect(asking.page.get_by_role("checkbox", name=re.compile("anonymously"))).not_to_be_checked()
    seen = RoomPage(staff.visitor, room).arrived("May I drink wine with this?")
    expect(seen).to_contain_text("Ana, only facilitators see this")
    later = RoomPage(ben, room).arrived("May I drink wine with this?")
    assert "Ana" not in later.inner_html()


def test_who_is_writing_is_told_to_the_other_alone(both):
    ana, ben = both
    ana.field.press_sequentially("Well, ")
    expect(ben.page.get_by_text("Ana is writing…")).to_be_visible()
    expect(ana.page.locator("#typing")).to_be_empty()


def test_people_are_counted_once_however_many_tabs_they_have(both, room):
    ana, ben = both
    expect(ana.status).to_contain_text("2 here now")
    tab = RoomPage(ana.visitor, room, tab=ana.visitor.context.new_page())
    expect(tab.status).to_contain_text("2 here now")
    expect(ben.status).to_contain_text("2 here now")
    ben.page.close()
    for page in (ana, tab):
        expect(page.status).to_contain_text("1 here now")


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


def test_whom_one_blocks_is_folded_away_and_can_be_looked_at(ana, visit, town, room):
    rude = town.newcomer("crohns")
    speaking = RoomPage(visit(rude), room)
    speaking.say("You are all wrong.")
    town.call(town.cast.ana, "PUT", f"/me/blocks/{town.person_id(rude)}")
    page = RoomPage(ana, room)
    speaking.say("And you know it.")
    folded = page.log.get_by_text("Message from somebody you blocked")
    expect(folded).to_have_count(2)
    expect(page.page.get_by_text("You are all wrong.")).to_be_hidden()
    expect(page.page.get_by_text("And you know it.")).to_be_hidden()
    page.log.get_by_role("button", name="Show it").last.click()
    expect(page.page.get_by_text("And you know it.")).to_be_visible()
    town.call(town.cast.ana, "DELETE", f"/me/blocks/{town.person_id(rude)}")
