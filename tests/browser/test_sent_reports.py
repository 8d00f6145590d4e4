"""Whoever reported something learns what came of it: in the top bar of each open page, then on a page of theirs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from networks.moderation.report_models import Report
from networks.people.queries import asker_by_session
from networks.reporting import report
from networks.work import Asker
from tests.browser.axe import faults
from tests.browser.keys import Keys
from tests.browser.room import RoomPage
from tests.edges.town import Town

PHONE = {"viewport": {"width": 320, "height": 640}}


def counted(page: Page) -> Any:
    return page.locator("a[data-news] .count")


def decide(town: Town, subject: str) -> None:
    """Fay removes what was reported."""
    waiting = town.call(town.cast.fay, "GET", "/communities/crohns/cases?kind=report&limit=100").json()["items"]
    (case_id,) = [one["id"] for one in waiting if one["subject"]["id"] == subject]
    said = {"outcome": "remove", "reason": "It can do harm.", "rule": "2. No medical orders."}
    assert town.call(town.cast.fay, "POST", f"/cases/{case_id}/decision", said).ok


def reported(town: Town, who: str, body: str) -> str:
    """Somebody reports what Ben said."""
    subject = str(town.say(town.cast.ben, town.new_room("crohns"), body))
    told = {"target": {"kind": "message", "id": subject}, "reason": "harmful_advice", "note": "It could kill."}
    assert town.call(who, "POST", "/reports", told).status_code == 201
    return subject


def asker(town: Town, who: str) -> Asker:
    session_id, _ = town.sign_in(who)
    with town.network.reading() as work:
        found = asker_by_session(work, session_id)
    assert found is not None
    return found


def test_the_count_rises_on_every_open_page_of_whoever_reported_and_on_nobody_elses(visit, town, room):
    name, other = (town.newcomer("crohns") for _ in range(2))
    subject = reported(town, name, "Just bin the tablets.")
    visitor, bystander = visit(name), visit(other)
    mine, theirs = RoomPage(visitor, room).page, RoomPage(bystander, room).page
    second = visitor.context.new_page()
    second.goto("/c/crohns/support")
    for page in (mine, second, theirs):
        expect(counted(page)).to_be_hidden()
    decide(town, subject)
    for page in (mine, second):
        expect(counted(page)).to_have_text("1")
        link = page.get_by_role("link", name=f"Your account, {name}")
        expect(link).to_have_accessible_description("Answers to your reports that you have not read: 1")
    expect(counted(theirs)).to_be_hidden()
    link.click()
    expect(second.get_by_text("A facilitator read it and took it down.")).to_be_visible()
    expect(second.get_by_text("new", exact=True)).to_be_visible()
    expect(counted(second)).to_be_hidden()
    second.reload()
    expect(second.get_by_text("new", exact=True)).to_have_count(0)
    assert "Ben" not in second.locator("main").inner_text()


def test_the_answers_come_to_the_open_page_and_stay_new_while_it_stands(visit, town):
    name = town.newcomer("crohns")
    subjects = [reported(town, name, f"Just bin {what}.") for what in ("the tablets", "the drops")]
    page = visit(name).go("/account/reports")
    expect(page.locator("html[data-hears]")).to_be_attached()
    expect(page.get_by_text("waiting", exact=True)).to_have_count(2)
    for answered, subject in enumerate(subjects, 1):
        decide(town, subject)
        expect(page.get_by_text("A facilitator read it and took it down.")).to_have_count(answered)
        expect(page.get_by_text("waiting", exact=True)).to_have_count(2 - answered)
        expect(page.get_by_text("new", exact=True)).to_have_count(answered)
    expect(counted(page)).to_be_hidden()
    page.reload()
    expect(page.get_by_text("A facilitator read it and took it down.")).to_have_count(2)
    expect(page.get_by_text("new", exact=True)).to_have_count(0)


def test_a_page_without_a_line_asks_when_somebody_comes_back_to_it(visit, town):
    name = town.newcomer("crohns")
    subject = reported(town, name, "Just bin the tablets.")
    page = visit(name).go("/help")
    decide(town, subject)
    expect(counted(page)).to_be_hidden()
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(counted(page)).to_have_text("1")


@pytest.mark.parametrize("look", ["light", "dark"])
def test_the_older_ones_are_reached_by_keyboard_on_a_small_screen(visit, town, look):
    name = town.newcomer("crohns")
    who, place = asker(town, name), town.new_room("crohns")
    for number in range(21):
        subject = town.say(town.cast.ben, place, f"Number {number}.")
        with town.network.begin(who) as work:
            made, _ = report(work, "message", subject, reason="spam", note=f"Look at {number}. " + "Unbreakable" * 9)
            work.session.get_one(Report, made.id).at -= timedelta(minutes=21 - number)
    page = visit(name, color_scheme=look, **PHONE).go("/account")
    keys = Keys(page)
    keys.go_to("Reports")
    keys.enter()
    expect(page.get_by_role("heading", name="What you reported")).to_be_visible()
    expect(page.get_by_text("Look at 20.")).to_be_visible()
    assert faults(page) == []
    keys = Keys(page)
    keys.go_to("Show older ones")
    keys.enter()
    expect(page.get_by_text("Look at 0.")).to_be_visible()
    expect(page.get_by_text("Look at 20.")).to_have_count(0)
    assert faults(page) == []
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
