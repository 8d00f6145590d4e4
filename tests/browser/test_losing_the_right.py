"""Whoever may no longer read is told so in words, at once, and hears nothing more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from networks.moderation.sanctioning import sanction as impose
from tests.browser.room import Place, RoomPage
from tests.browser.visitor import Visitor


@pytest.fixture
def newcomer(visit, town) -> tuple[str, Visitor]:
    """A member whose standing a test may change."""
    name = town.newcomer("crohns")
    return name, visit(name)


def sanction(staff: Page, person_id: object, step: str) -> None:
    """A facilitator takes a step on somebody's page."""
    staff.goto(f"/c/crohns/members/{person_id}")
    staff.get_by_role("radio", name=step).check()
    staff.get_by_label("Rule of the charter").select_option(index=1)
    staff.get_by_label("Reason, in words for").fill("Sold pills in three rooms.")
    staff.get_by_role("button", name="Take this step").click()
    staff.get_by_role("dialog").get_by_role("button", name="Take it").click()
    expect(staff.get_by_text("Done. It is on record with your reason.")).to_be_visible()


def lift(staff: Page) -> None:
    staff.get_by_role("button", name="Lift it now").click()
    staff.get_by_role("dialog").get_by_role("button", name="Lift it").click()


def hears_nothing(page: RoomPage, ben_says: Callable[[str], None], ben: Visitor, room: Place) -> None:
    """What is said now reaches Ben, and never this page."""
    frames: list[str] = []
    page.page.on("websocket", lambda line: line.on("framereceived", lambda frame: frames.append(str(frame))))
    reading = RoomPage(ben, room)
    ben_says("Between ourselves.")
    reading.arrived("Between ourselves.")
    page.arrived("Between ourselves.", times=0)
    assert not [frame for frame in frames if "Between ourselves" in frame]


def test_a_ban_ends_what_one_hears_and_keeps_what_one_wrote(newcomer, ben, fay, town, room, ben_says):
    name, visitor = newcomer
    page = RoomPage(visitor, room)
    page.field.fill("I was about to say")
    sanction(fay.page, town.person_id(name), "A ban")
    expect(page.page.get_by_role("alert")).to_contain_text("You can no longer read here.")
    expect(page.status).to_contain_text("You can no longer read here")
    expect(page.field).to_have_value("I was about to say")
    expect(page.field).not_to_be_editable()
    expect(page.send).to_be_disabled()
    hears_nothing(page, ben_says, ben, room)
    visitor.go("/c/crohns")
    expect(visitor.page.get_by_text("This community is closed to you.")).to_be_visible()
    expect(visitor.page.get_by_text("Sold pills in three rooms.")).to_be_visible()
    visitor.expect_complaint("404")
    visitor.go(room.path)
    expect(visitor.page.get_by_role("heading", name="There is nothing here that we can show you")).to_be_visible()


def test_signing_out_elsewhere_ends_it_here_and_signing_in_again_brings_it_back(visit, newcomer, ben, room, ben_says):
    name, visitor = newcomer
    page = RoomPage(visitor, room)
    elsewhere = visit(name, again=False)
    elsewhere.go("/account/sessions").get_by_role("button", name="Sign out everywhere else").click()
    elsewhere.page.get_by_role("dialog").get_by_role("button", name="Sign out there").click()
    expect(page.page.get_by_role("alert")).to_contain_text("You are signed out.")
    expect(page.send).to_be_disabled()
    link = page.page.get_by_role("link", name="Sign in again")
    expect(link).to_have_attribute("href", f"/signin?next={room.path}")
    hears_nothing(page, ben_says, ben, room)


def test_leaving_in_another_tab_ends_it_in_this_one(newcomer, ben, room, ben_says):
    _, visitor = newcomer
    page = RoomPage(visitor, room)
    tab = visitor.context.new_page()
    tab.goto("/c/crohns")
    tab.get_by_text("Leave this community").click()
    tab.get_by_role("button", name="Leave Crohn's disease").click()
    tab.get_by_role("dialog").get_by_role("button", name="Leave").click()
    expect(tab.get_by_text("Done. You can ask again at any time.")).to_be_visible()
    expect(page.page.get_by_role("alert")).to_contain_text("You can no longer read here.")
    hears_nothing(page, ben_says, ben, room)


def test_a_mute_comes_to_the_open_page_before_anything_is_sent_and_goes_again(newcomer, fay, town, room):
    name, visitor = newcomer
    page = RoomPage(visitor, room)
    page.field.fill("I was about to say")
    sanction(fay.page, town.person_id(name), "A mute")
    expect(page.page.locator(".over").get_by_text("You cannot write here until")).to_be_visible()
    expect(page.field).not_to_be_editable()
    expect(page.field).to_have_value("I was about to say")
    expect(page.send).to_be_disabled()
    lift(fay.page)
    expect(page.page.locator(".over").get_by_text("You cannot write here")).to_have_count(0)
    expect(page.field).to_have_value("I was about to say")
    page.send.click()
    page.arrived("I was about to say")


def test_each_open_tab_closes_and_opens_without_being_loaded_again(newcomer, fay, town, room, ben_says):
    """One has the room open, one a thread, one was opened during the mute and has no form yet."""
    name, visitor = newcomer
    ben_says("Who is here?")
    first = RoomPage(visitor, room)
    first.say("I am.")
    mine = first.arrived("I am.")
    first.react(mine, "Thank you")
    second = RoomPage(visitor, room, tab=visitor.context.new_page())
    second.choose(second.row("Who is here?"), "Show the replies")
    reply = second.page.locator("#composer-thread").get_by_role("textbox")
    reply.fill("Half a reply")
    for page in (first, second):
        page.page.evaluate("window.stays = true")
    sanction(fay.page, town.person_id(name), "A mute")
    expect(reply).not_to_be_editable()
    expect(first.field).not_to_be_editable()
    third = RoomPage(visitor, room, tab=visitor.context.new_page())
    third.page.evaluate("window.stays = true")
    expect(third.page.locator("#composer")).to_have_count(0)
    for page in (first, second, third):
        expect(page.page.locator("#silent")).to_contain_text("You cannot write here until")
        expect(page.log.locator("[data-act=reply]")).to_have_count(0)
    mine.get_by_role("button", name="Thank you").click()  # one's own is taken back during a mute, too
    expect(mine.get_by_role("button", name="Thank you")).to_have_count(0)
    lift(fay.page)
    expect(reply).to_be_editable()
    for number, page in enumerate((first, second, third)):
        expect(page.page.locator("#silent")).to_be_hidden()
        expect(page.log.locator("[data-act=reply]").first).to_be_attached()
        page.say(f"Back in tab {number}.")
        page.arrived(f"Back in tab {number}.")
        assert page.page.evaluate("window.stays")
    expect(reply).to_have_value("Half a reply")
    third.choose(third.row("I am."), "Change")
    expect(third.page.get_by_role("textbox", name="Change your message")).to_be_visible()


def test_a_mute_that_is_over_is_over_on_the_open_page_as_well(newcomer, town, room):
    name, visitor = newcomer
    with town.network.begin(town.cast.fay) as work:
        soon = work.now + timedelta(seconds=4)
        impose(work, "crohns", town.person_id(name), kind="mute", reason="A pause.", rule="1", until=soon)
    page = RoomPage(visitor, room)
    expect(page.page.locator("#composer")).to_have_count(0)
    expect(page.field).to_be_editable(timeout=30_000)
    expect(page.page.locator("#silent")).to_be_hidden()
    page.say("Here again.")
    page.arrived("Here again.")


def test_a_mute_is_said_in_words_and_the_message_is_kept(newcomer, town, room, ben_says):
    name, visitor = newcomer
    page = RoomPage(visitor, room)
    with town.network.begin(town.cast.fay) as work:  # in another process, so that the page is not told
        impose(work, "crohns", town.person_id(name), kind="mute", reason="Sold pills in three rooms.", rule="1")
    page.say("Let me explain.")
    refused = page.row("Let me explain.")
    expect(refused).to_have_attribute("data-state", "failed")
    expect(refused).to_contain_text("Not sent: ")
    expect(refused).to_contain_text("It is kept on this device.")
    ben_says("We go on.")
    page.arrived("We go on.")
    page.page.reload()
    page.connected()
    expect(page.page.locator("#composer")).to_have_count(0)
    expect(page.page.locator(".over").get_by_text("You cannot write here")).to_be_visible()


def test_another_account_in_the_same_browser_does_not_get_what_somebody_left_unsent(newcomer, visit, town, room):
    _, visitor = newcomer
    page = RoomPage(visitor, room)
    page.field.fill("This is nobody's business.")
    visitor.go("/account").get_by_role("button", name="Sign out").click()
    expect(visitor.page.get_by_text("You are signed out here.")).to_be_visible()
    assert visitor.page.evaluate("Object.keys(localStorage).length") == 0
    visitor.sign_in("Ana")
    expect(RoomPage(visitor, room).field).to_be_empty()
