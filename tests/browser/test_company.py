"""Who is there, who answers whom, and who must not be known."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.room import RoomPage


@pytest.fixture
def both(ana, ben, room) -> tuple[RoomPage, RoomPage]:
    """Ana's page and Ben's, of the same room."""
    return RoomPage(ana, room), RoomPage(ben, room)


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
    assert "Ana" not in seen.inner_html()
    seen.get_by_role("link", name="Who wrote this?").click()
    asked = staff.visitor.page
    asked.get_by_role("button", name="Show me who it was").click()
    expect(asked.get_by_role("link", name="Ana")).to_be_visible()
    later = RoomPage(ben, room).arrived("May I drink wine with this?")
    assert "Ana" not in later.inner_html()


def test_who_is_writing_is_told_to_the_other_alone(both):
    ana, ben = both
    ana.field.press_sequentially("Well, ")
    expect(ben.page.get_by_text("Ana is writing…")).to_be_visible()
    expect(ana.page.locator("#typing")).to_be_empty()


def test_whoever_has_said_it_is_not_shown_as_writing_any_more(ana, ben, room):
    writing, reading = RoomPage(ana, room), RoomPage(ben, room, clock=True)
    reading.page.clock.pause_at(datetime.now(UTC) + timedelta(seconds=5))  # nothing runs out from here on
    writing.field.press_sequentially("Well, ")
    expect(reading.page.get_by_text("Ana is writing…")).to_be_visible()
    writing.say("Well, that was it.")
    reading.arrived("Well, that was it.")
    expect(reading.page.locator("#typing")).to_be_empty()


def test_people_are_counted_once_however_many_tabs_they_have(both, room):
    ana, ben = both
    expect(ana.status).to_contain_text("2 here now")
    tab = RoomPage(ana.visitor, room, tab=ana.visitor.context.new_page())
    expect(tab.status).to_contain_text("2 here now")
    expect(ben.status).to_contain_text("2 here now")
    ben.page.close()
    for page in (ana, tab):
        expect(page.status).to_contain_text("1 here now")


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
