"""Nothing that is said gets lost or doubled on its way, whatever happens to the line, the server or the tab.

The clock of a page is turned forward where it would wait for its own patience or for its next attempt.
"""

from __future__ import annotations

import re

from playwright.sync_api import WebSocketRoute, expect

from tests.browser.room import RoomPage
from tests.browser.shaky import PATIENCE, back, down, frozen, stored
from tests.browser.visitor import LINE, Visitor


def test_a_message_is_shown_as_sending_until_the_server_has_it(enter, shaky_town, shaky_room):
    ana = enter("ana")
    with frozen(shaky_town.server):
        ana.say("Are you there?")
        expect(ana.row("Are you there?")).to_have_attribute("data-state", "sending")
        expect(ana.row("Are you there?")).to_contain_text("Sending…")
        ana.later(PATIENCE)
        expect(ana.row("Are you there?")).to_contain_text("Not sent. It is kept on this device.")
    ana.arrived("Are you there?")
    expect(ana.log).not_to_contain_text("Not sent")
    assert stored(shaky_town, shaky_room) == ["Are you there?"]


def test_what_could_not_be_sent_is_kept_and_sent_once_when_the_server_is_back(enter, shaky_town, shaky_room):
    ana, ben = enter("ana"), enter("ben")
    with down(shaky_town.server):
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
    assert stored(shaky_town, shaky_room) == ["First.", "Second."]


def test_trying_again_by_hand_sends_once_and_discarding_sends_nothing(enter, shaky_town, shaky_room):
    ana = enter("ana")
    with frozen(shaky_town.server):
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
    assert stored(shaky_town, shaky_room)[-2:] == ["Please send this.", "Over."]


def test_an_answer_that_got_lost_does_not_double_the_message(visit, shaky_town, shaky_room):
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
    ana = RoomPage(visitor, shaky_room, clock=True)
    ana.say("Only once.")
    expect(ana.status).to_have_attribute("data-state", "watch")
    back(ana)
    ana.arrived("Only once.")
    assert lost
    assert stored(shaky_town, shaky_room) == ["Only once."]


def test_what_waits_survives_closing_the_page_and_goes_out_once_on_coming_back(enter, shaky_town, shaky_room):
    ana = enter("ana")
    with down(shaky_town.server):
        ana.say("I am still here.")
        expect(ana.status).to_contain_text("1 message is waiting here")
        ana.later(PATIENCE)
        expect(ana.row("I am still here.")).to_have_attribute("data-state", "failed")
        ana.page.close()
    again = RoomPage(ana.visitor, shaky_room, tab=ana.visitor.context.new_page())
    again.arrived("I am still here.")
    again.page.reload()
    again.connected()
    again.arrived("I am still here.")
    assert stored(shaky_town, shaky_room) == ["I am still here."]


def test_what_is_being_written_survives_a_reload(enter):
    ana = enter("ana")
    ana.field.fill("Half a thou")
    ana.page.reload()
    expect(ana.field).to_have_value("Half a thou")


def test_a_double_click_on_send_sends_once(enter, shaky_town, shaky_room):
    ana = enter("ana")
    ana.field.fill("Once is enough.")
    ana.send.dblclick()
    ana.arrived("Once is enough.")
    ana.say("Next.")
    ana.arrived("Next.")
    assert stored(shaky_town, shaky_room) == ["Once is enough.", "Next."]
