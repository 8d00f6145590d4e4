"""Trying something on a phone: saying so, being asked weeks later, telling how it went, and taking it back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from app import markdown
from networks.base import utcnow
from networks.people.queries import asker_by_token
from networks.resources.actions import offer, submit
from networks.resources.releasing import release_now
from networks.resources.reviewing import decide
from networks.resources.trying import report, start
from networks.wiring import INSIDE
from networks.work import Asker, Network
from tests.browser.axe import faults
from tests.domain.acts import do, look
from tests.domain.tries import FLARE, WORK, said, settle_circumstances
from tests.edges.town import Town

PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
LOOKS = [("light", 1280), ("dark", 1280), ("light", 360), ("dark", 360)]


def ago(town: Town, days: float) -> Network:
    """The town as it was so many days ago."""
    then = utcnow() - timedelta(days=days)
    return Network(town.network.database, render=markdown.render, inside=INSIDE, clock=lambda: then)


@pytest.fixture
def tip(town: Town) -> UUID:
    """Something of Ben's in the library."""
    then, cast = ago(town, 29), town.cast
    settle_circumstances(then, cast, FLARE, WORK)
    words = {"kind": "tip", "title": "Lying flat before lunch", "body": "Fifteen minutes.", "try_days": 14}
    made: UUID = do(then, cast.ben, offer, "crohns", **words).id
    do(then, cast.ben, submit, made)
    do(then, cast.fay, decide, made, outcome="publish", reason="Good.", version=1)
    return made


@pytest.fixture
def told(town: Town, tip: UUID) -> UUID:
    """The same, and twelve have told how it went."""
    then = ago(town, 8)
    for number, person in enumerate(reporters(town, 12)):
        circumstances = [FLARE] if number % 2 else []
        more = {"circumstances": circumstances, "kept": number % 3 > 0, "unwanted": "A stiff neck.", "note": "Well."}
        do(then, person, report, tip, **said(("less", "less", "same", "more")[number % 4], **more))
    do(then, None, release_now, town.cast.crohns_id)
    return tip


def reporters(town: Town, count: int) -> Iterator[Asker]:
    for _ in range(count):
        person = look(town.network, None, asker_by_token, town.token(town.newcomer("crohns")))
        yield person


def test_on_a_phone_from_trying_to_being_asked_to_telling_to_taking_it_back(visit, town, tip):
    name = town.newcomer("crohns")
    page: Page = visit(name, **PHONE).go(f"/c/crohns/library/{tip}")
    expect(page.get_by_text("Not enough answers yet.")).to_be_visible()
    page.get_by_label("Ask me how it went").select_option("14")
    page.get_by_role("button", name="I’m trying this").tap()
    expect(page.get_by_role("heading", name="You are trying this")).to_be_visible()
    three_weeks_pass(town, name, tip)
    page.goto("/c/crohns/library")
    asked = page.get_by_role("region", name="How did it go?")
    asked.get_by_role("link", name="Tell how it went: Lying flat").tap()
    expect(page.get_by_role("heading", name="How did it go?")).to_be_in_viewport()
    for legend, answer in (("My illness", "the same"), ("The work", "more"), ("The effort", "much"), ("I", "stopped")):
        page.get_by_role("group", name=legend).get_by_text(answer, exact=True).first.tap()
    page.get_by_label("For how many days").fill("9")
    page.get_by_text(FLARE, exact=True).tap()
    page.get_by_role("button", name="Save my answers").tap()
    expect(page.get_by_role("heading", name="You told how it went")).to_be_visible()
    expect(page.get_by_text("Illness the same, work of treatment more. You stopped after 9 days.")).to_be_visible()
    page.get_by_text("Change it").tap()
    page.get_by_role("group", name="My illness").get_by_text("less", exact=True).tap()
    page.get_by_role("button", name="Save my answers").tap()
    expect(page.get_by_text("Illness less, work of treatment more.")).to_be_visible()
    page.get_by_role("button", name="Take it back").tap()
    expect(page.get_by_role("heading", name="Would you try this?")).to_be_visible()
    page.goto("/c/crohns/library")
    expect(asked).to_have_count(0)


def test_without_a_connection_what_was_told_waits_in_the_form(visit, town, tip):
    somebody = visit(town.newcomer("crohns"))
    page: Page = somebody.go(f"/c/crohns/library/{tip}")
    page.get_by_label("What would you say or ask?").fill("On the floor, too?")
    somebody.cut_line()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("alert").filter(has_text="No connection.")).to_be_visible()
    expect(page.get_by_label("What would you say or ask?")).to_have_value("On the floor, too?")
    somebody.mend_line()
    expect(page.get_by_text("No connection.")).to_be_hidden()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("listitem").filter(has_text="On the floor, too?")).to_be_visible()


def three_weeks_pass(town: Town, name: str, tip: UUID) -> None:
    """As if it had been said then: the server's clock cannot be turned."""
    do(ago(town, 21), look(town.network, None, asker_by_token, town.token(name)), start, tip)


@pytest.mark.parametrize(("theme", "width"), LOOKS)
def test_everybody_can_use_it_wide_and_narrow_light_and_dark(visit, town, told, theme, width):
    do(ago(town, 20), town.cast.ana, start, told)
    for who in (town.cast.ana, town.cast.fay):
        page = visit(who, viewport={"width": width, "height": 740}, color_scheme=theme).go(f"/c/crohns/library/{told}")
        page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true; })")
        assert faults(page) == []
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert over <= 0
        page.goto("/c/crohns/library")
        assert faults(page) == []


def test_by_keyboard_alone_it_is_told(visit, town, tip):
    page: Page = visit(town.newcomer("crohns")).go(f"/c/crohns/library/{tip}")
    page.get_by_text("Tell how it went").focus()
    page.keyboard.press("Enter")
    for keys in (["Space"], ["Space", "ArrowRight"], ["Space", "ArrowRight"], ["Space"]):
        page.keyboard.press("Tab")
        for key in keys:
            page.keyboard.press(key)
    page.keyboard.press("Tab")
    page.keyboard.type("9")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Illness less, work of treatment the same. You kept at it for 9 days.")).to_be_visible()
