"""Light enough for a phone on a bad line, and still where stillness is asked for."""

from __future__ import annotations

import gzip
from typing import Final
from urllib.request import Request, urlopen

from playwright.sync_api import Response, expect

from tests.browser.room import RoomPage

MOST: Final = 60_000
"""Bytes that a room's page, its styles and its scripts may have on the line."""

MOVING: Final = """() => document.getAnimations().length + [...document.querySelectorAll("*")].filter(one => {
  const { transitionDuration, animationName } = getComputedStyle(one);
  return animationName !== "none" || transitionDuration.split(",").some(each => parseFloat(each) > 0.01);
}).length"""


def on_the_line(answer: Response) -> int:
    """Bytes of an answer's body as a browser that takes gzip gets them."""
    asked = Request(answer.url, headers={**answer.request.all_headers(), "Accept-Encoding": "gzip"})
    with urlopen(asked) as given:
        body = given.read()
        assert given.headers["Content-Encoding"] == "gzip", f"{answer.url} comes uncompressed"
        assert len(gzip.decompress(body)) > len(body)
        return len(body)


def test_a_rooms_page_weighs_less_than_sixty_kilobytes(ana, town, room):
    for number in range(50):
        town.say(town.cast.ben, room.id, f"Number {number}. It was a quiet morning, and the bus came late.")
    answers: list[Response] = []
    ana.page.on("response", lambda answer: answers.append(answer))
    RoomPage(ana, room)
    kinds = {"document", "stylesheet", "script"}
    weights = {one.url.rsplit("/", 1)[1]: on_the_line(one) for one in answers if one.request.resource_type in kinds}
    assert len(weights) >= 4
    assert sum(weights.values()) <= MOST, weights


def test_nothing_comes_from_anywhere_else(ana, room, town):
    asked: list[str] = []
    ana.page.on("request", lambda request: asked.append(request.url))
    RoomPage(ana, room)
    ana.go("/")
    assert asked
    assert [url for url in asked if not url.startswith((town.server.url, "data:"))] == []


def test_nothing_moves_where_less_motion_is_asked_for(visit, town, room):
    town.say(town.cast.ben, room.id, "Good morning.")
    still = RoomPage(visit(town.cast.ana, reduced_motion="reduce"), room)
    still.row("Good morning.").hover()
    assert still.page.evaluate(MOVING) == 0
    still.page.evaluate("document.querySelector('#connection').dataset.state = 'watch'")
    assert still.page.evaluate(MOVING) == 0
    lively = RoomPage(visit(town.cast.ana, reduced_motion="no-preference"), room)
    lively.page.evaluate("document.querySelector('#connection').dataset.state = 'watch'")
    lively.row("Good morning.").hover()
    assert lively.page.evaluate(MOVING) > 0


def test_the_appearance_is_chosen_once_and_comes_with_the_page(visit):
    visitor = visit(color_scheme="light")
    page = visitor.go("/")
    page.get_by_role("button", name="Dark appearance").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.reload()
    expect(page.get_by_role("button", name="Dark appearance")).to_have_attribute("aria-pressed", "true")
    written = visitor.context.request.get("/signin").text()
    assert 'data-theme="dark"' in written
