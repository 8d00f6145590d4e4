"""Every page in every state: for everybody to use, within narrow and wide screens, and within its own policy.

The console is watched as in all these tests: an error or a breach of the content security policy fails them.
"""

from __future__ import annotations

from typing import Final, Literal

import pytest
from playwright.sync_api import Page, ViewportSize

from tests.browser.axe import faults
from tests.browser.conftest import Visit
from tests.browser.room import Place
from tests.browser.states import STATES, State
from tests.browser.visitor import LINE
from tests.edges.town import Town

WIDE: Final[ViewportSize] = {"width": 1280, "height": 800}
NARROW: Final[ViewportSize] = {"width": 320, "height": 640}
WIDEST: Final[ViewportSize] = {"width": 1440, "height": 900}
MAIN: Final = {
    "the front page",
    "a community for a stranger",
    "signing in with a mistake",
    "a room",
    "a thread",
    "a case",
}
"""Seen light and dark, wide and narrow; the others wide in light and narrow in dark."""

LONG: Final = {"the interface"}
"""As long as a hundred pages and all of one kind: seen once."""


@pytest.fixture(scope="session")
def scene(town: Town) -> dict[str, str]:
    """What is to be seen, and the ids in its addresses."""
    cast = town.cast
    lively, silent = Place("crohns", town.new_room("crohns")), Place("crohns", town.new_room("crohns"))
    root = _talk(town, lively)
    made = {"slug": "bare", "name": "A bare place", "visibility": "private", "joining": "open"}
    town.call(cast.opal, "POST", "/communities", made)
    town.call(cast.max, "PUT", f"/me/blocks/{cast.ben.person_id}")
    closed = town.call(cast.fay, "GET", "/communities/crohns/cases?state=closed").json()["items"][0]["id"]
    ids = {"ben": cast.ben.person_id, "max": cast.max.person_id, "case": cast.pia_case, "closed_case": closed}
    return {
        "lively": lively.path,
        "silent": silent.path,
        "root": str(root),
        **{name: str(id_) for name, id_ in ids.items()},
    }


def _talk(town: Town, room: Place) -> str:
    """A talk with everything that a message can have; returns the id of the message that has replies."""
    cast = town.cast

    def say(who, body: str, **more: object) -> str:
        said = {"body": body, "client_key": f"scene-{room.id}-{body}"[:64], **more}
        return str(town.call(who, "POST", f"/rooms/{room.id}/messages", said).json()["message"]["id"])

    root = say(cast.ben, "Does *anybody* know a **good** cushion?\n\n- for work\n- for the bus\n\n> sitting is hard")
    say(cast.fay, "I have one.", reply_to=root)
    say(
        cast.lin,
        "There is a list: https://example.org/a-long-address-that-has-to-break-somewhere-on-a-small-screen",
        reply_to=root,
    )
    town.call(cast.ana, "PUT", f"/messages/{root}/reactions/💚")
    town.call(cast.lin, "PUT", f"/messages/{root}/reactions/🤝")
    say(cast.ben, "May I ask this?", anonymous=True)
    town.call(cast.ben, "DELETE", f"/messages/{say(cast.ben, 'Forget this.')}")
    changed = say(cast.ana, "`code` and a word.")
    town.call(cast.ana, "PATCH", f"/messages/{changed}", {"body": "`code` and another word."})
    say(cast.ana, "Unbreakable" * 12)
    town.call(cast.ana, "PUT", f"/rooms/{room.id}/read", {"seq": 2})
    return root


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.name)
def test_everybody_can_use_it_and_nothing_runs_over_the_edge(
    state: State, visit: Visit, town: Town, scene: dict[str, str]
):
    page = come_to(state, visit, town, scene)
    found: list[str] = []
    for size in (WIDEST, NARROW):
        page.set_viewport_size(size)
        found += [f"wider than the screen of {size['width']}: {over}" for over in too_wide(page)]
    for theme, size in looks(state):
        page.emulate_media(color_scheme=theme)
        page.set_viewport_size(size)
        found += [f"{theme}, {size['width']}: {fault}" for fault in faults(page)]
    assert not found, "\n".join(found)


def come_to(state: State, visit: Visit, town: Town, scene: dict[str, str]) -> Page:
    visitor = visit(town.asker(state.who) if state.who else "", viewport=WIDE)
    visitor.expect_complaint(LINE)
    if state.status >= 400:
        visitor.expect_complaint(f"the server responded with a status of {state.status}")
    visitor.page.clock.install()
    visitor.go(state.path.format(**scene))
    if state.act:
        state.act(visitor.page)
    return visitor.page


def looks(state: State) -> list[tuple[Literal["light", "dark"], ViewportSize]]:
    if state.name in MAIN:
        return [("light", WIDE), ("dark", NARROW), ("light", NARROW), ("dark", WIDE)]
    return [("light", WIDE)] if state.name in LONG else [("light", WIDE), ("dark", NARROW)]


def too_wide(page: Page) -> list[str]:
    """Elements that reach over the right edge, where the page can be scrolled sideways."""
    found: list[str] = page.evaluate(
        """() => {
          const edge = document.documentElement.clientWidth;
          if (document.scrollingElement.scrollWidth <= edge) return [];
          const over = one => one.getBoundingClientRect().right > edge + 1;
          const found = [...document.querySelectorAll("body *")].filter(over);
          return found.slice(-3).map(one => one.outerHTML.slice(0, 200));
        }"""
    )
    return found
