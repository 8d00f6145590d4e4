"""Nothing that is said gets lost or doubled, whatever happens to the line, the server or the tab.

The clock of Ana's page is turned forward where it would wait for its own patience or for its next attempt.
"""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import WebSocketRoute, expect

from tests.browser.room import Place, RoomPage
from tests.browser.visitor import LINE, Visitor
from tests.frame.servers import Server

PATIENCE = 7
"""Seconds after which a page admits that a message was not sent."""

AGAIN = 30
"""Seconds within which a page tries again to connect."""


@pytest.fixture
def server(shaky_town) -> Server:
    return shaky_town.server


@pytest.fixture
def room(shaky_town, server) -> Place:
    return Place("crohns", shaky_town.new_room("crohns"))


@pytest.fixture
def enter(visit, shaky_town, room) -> Callable[..., RoomPage]:
    def entered(who: str, *, clock: bool = True) -> RoomPage:
        visitor = visit(shaky_town.asker(who), at=shaky_town)
        visitor.expect_complaint(LINE)
        return RoomPage(visitor, room, clock=clock)

    return entered


@contextmanager
def frozen(server: Server) -> Iterator[None]:
    """The server is there and does not answer."""
    os.kill(server.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(server.pid, signal.SIGCONT)


@contextmanager
def down(server: Server) -> Iterator[None]:
    """The server is not there, as after a power cut."""
    server.kill9()
    try:
        yield
    finally:
        server.start()


def stored(town, room: Place) -> list[str]:
    """What the server has of a room."""
    answer = town.call(town.cast.fay, "GET", f"/rooms/{room.id}/messages?limit=100").json()
    return [message["body"] for message in answer["items"]]


def back(page: RoomPage) -> None:
    """The page tries again until it is connected."""
    page.later(AGAIN)
    page.connected()


def test_a_message_is_shown_as_sending_until_the_server_has_it(enter, server, shaky_town, room):
    ana = enter("ana")
    with frozen(server):
        ana.say("Are you there?")
        expect(ana.row("Are you there?")).to_have_attribute("data-state", "sending")
        expect(ana.row("Are you there?")).to_contain_text("Sending…")
        ana.later(PATIENCE)
        expect(ana.row("Are you there?")).to_contain_text("Not sent. It is kept on this device.")
    ana.arrived("Are you there?")
    expect(ana.log).not_to_contain_text("Not sent")
    assert stored(shaky_town, room) == ["Are you there?"]


def test_what_could_not_be_sent_is_kept_and_sent_once_when_the_server_is_back(enter, server, shaky_town, room):
    ana, ben = enter("ana"), enter("ben")
    with down(server):
        expect(ana.status).to_contain_text("You can go on writing; it is kept on this device")
        ana.say("First.")
        ana.say("Second.")
        expect(ana.status).to_contain_text("2 messages are waiting here")
        ana.later(PATIENCE)
        expect(ana.row("First.")).to_contain_text("Not sent. It is kept on this device.")
    for page in (ana, ben):
        back(page)
        page.arrived("First.")
        page.arrived("Second.")
        assert page.texts() == ["First.", "Second."]
    assert stored(shaky_town, room) == ["First.", "Second."]


def test_trying_again_by_hand_sends_once_and_discarding_sends_nothing(enter, server, shaky_town, room):
    ana = enter("ana")
    with frozen(server):
        ana.say("Please do not send this.")
        ana.say("Please send this.")
        ana.later(PATIENCE)
        ana.row("Please send this.").get_by_role("button", name="Try again").click()
        expect(ana.row("Please send this.")).to_have_attribute("data-state", "sending")
    ana.arrived("Please send this.")
    ana.visitor.cut_line()
    ana.say("Nor this.")
    ana.later(PATIENCE)
    ana.row("Nor this.").get_by_role("button", name="Discard").click()
    ana.arrived("Nor this.", times=0)
    ana.visitor.mend_line()
    back(ana)
    ana.say("Over.")
    ana.arrived("Over.")
    assert stored(shaky_town, room)[-2:] == ["Please send this.", "Over."]


def test_an_answer_that_got_lost_does_not_double_the_message(enter, server, shaky_town, room, visit):
    """The server stores it, the line breaks before it can say so, and the page sends it once more."""
    visitor: Visitor = visit(shaky_town.cast.ana, at=shaky_town)
    visitor.expect_complaint(LINE)
    lost: list[str] = []

    def relay(page: WebSocketRoute) -> None:
        server_side = page.connect_to_server()

        def to_page(frame: str | bytes) -> None:
            if not lost and re.match(r'43\d+\[\{"message"', str(frame)):
                lost.append(str(frame))
                page.close(code=1011)
                server_side.close()
            else:
                page.send(frame)

        server_side.on_message(to_page)

    visitor.context.route_web_socket(re.compile("/socket.io/"), relay)
    ana = RoomPage(visitor, room, clock=True)
    ana.say("Only once.")
    expect(ana.status).to_have_attribute("data-state", "watch")
    back(ana)
    ana.arrived("Only once.")
    assert lost
    assert stored(shaky_town, room) == ["Only once."]


def test_whoever_was_offline_catches_up_without_a_gap_or_a_double(enter, server, shaky_town, room):
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
    expected = ["Before.", "I have changed this.", "This message was removed."]
    expected += [*(f"While you were away {number}." for number in range(3)), "Said in the tunnel."]
    ana.arrived("Said in the tunnel.")
    assert [re.sub("The author took.*", expected[2], text) for text in ana.texts()] == expected
    assert ben.texts() == expected
    ana.later(5)
    expect(ana.row("Before.").get_by_role("button", name="Holding you: 1")).to_be_visible()


def test_more_than_a_page_of_missed_messages_comes_whole_and_in_order(enter, server, shaky_town, room):
    ana = enter("ana")
    ana.visitor.cut_line()
    expect(ana.status).to_have_attribute("data-state", "watch")
    for number in range(130):
        shaky_town.say(shaky_town.cast.ben, room.id, f"Number {number}")
    ana.visitor.mend_line()
    back(ana)
    expect(ana.log.locator("li.message")).to_have_count(130)
    assert ana.texts() == [f"Number {number}" for number in range(130)]


def test_what_waits_survives_closing_the_page_and_goes_out_once_on_coming_back(enter, server, shaky_town, room):
    ana = enter("ana")
    with down(server):
        ana.say("I am still here.")
        expect(ana.status).to_contain_text("1 message is waiting here")
        ana.later(PATIENCE)
        expect(ana.row("I am still here.")).to_have_attribute("data-state", "failed")
        ana.page.close()
    again = RoomPage(ana.visitor, room, tab=ana.visitor.context.new_page())
    again.arrived("I am still here.")
    again.page.reload()
    again.connected()
    again.arrived("I am still here.")
    assert stored(shaky_town, room) == ["I am still here."]


def test_what_is_being_written_survives_a_reload(enter, server):
    ana = enter("ana")
    ana.field.fill("Half a thou")
    ana.page.reload()
    expect(ana.field).to_have_value("Half a thou")


def test_two_tabs_send_what_waits_once_and_both_show_it(enter, server, shaky_town, room):
    ana = enter("ana")
    tab = RoomPage(ana.visitor, room, clock=True, tab=ana.visitor.context.new_page())
    ana.visitor.cut_line()
    for page in (ana, tab):
        expect(page.status).to_have_attribute("data-state", "watch")
    ana.say("From the first tab.")
    tab.say("From the second tab.")
    expect(tab.status).to_contain_text("1 message is waiting here")
    third = ana.visitor.context.new_page()
    ana.visitor.mend_line()
    late = RoomPage(ana.visitor, room, tab=third)
    for page in (ana, tab):
        back(page)
    for page in (ana, tab, late):
        page.arrived("From the first tab.")
        page.arrived("From the second tab.")
        expect(page.log.locator("li.message")).to_have_count(2)
    assert sorted(stored(shaky_town, room)) == ["From the first tab.", "From the second tab."]


def test_a_double_click_on_send_sends_once(enter, server, shaky_town, room):
    ana = enter("ana", clock=False)
    ana.field.fill("Once is enough.")
    ana.send.dblclick()
    ana.arrived("Once is enough.")
    ana.say("Next.")
    ana.arrived("Next.")
    assert stored(shaky_town, room) == ["Once is enough.", "Next."]
