"""Every page in every state: for everybody to use, within narrow and wide screens, and within its own policy.

The console is watched as in all these tests: an error or a breach of the content security policy fails them.
"""

from __future__ import annotations

from typing import Any, Final, Literal

import pytest
from playwright.sync_api import Page, ViewportSize

from tests.browser.acts import not_sent
from tests.browser.axe import faults
from tests.browser.conftest import Visit
from tests.browser.scene import set_scene
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
    return set_scene(town)


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.name)
def test_everybody_can_use_it_and_nothing_runs_over_the_edge(
    state: State, visit: Visit, town: Town, scene: dict[str, str]
):
    page = come_to(state, visit, town, scene)
    found: list[str] = []
    for size in (WIDEST, NARROW):
        page.set_viewport_size(size)
        found += [f"wider than the screen of {size['width']}: {over}" for over in too_wide(page)]
        assert not has_two_scrolls(page), size["width"]
    for theme, size in looks(state):
        page.emulate_media(color_scheme=theme)
        page.set_viewport_size(size)
        found += [f"{theme}, {size['width']}: {fault}" for fault in faults(page)]
    assert not found, "\n".join(found)


def test_text_of_twice_the_size_fits_a_phone(launched, visit: Visit, town: Town, scene: dict[str, str]):
    """As somebody sets it in their browser, so that measures in em follow; with a title that is one long word."""
    someone = f"/communities/crohns/members/{town.person_id(town.newcomer('crohns'))}"
    assert town.call(town.cast.opal, "PATCH", someone, {"role": "professional", "title": "Gastroenterologist"}).ok
    large = launched("--blink-settings=defaultFontSize=32")
    for state in STATES:
        if state.name in MAIN:
            page = come_to(state, visit, town, scene, by=large, viewport={"width": 360, "height": 740})
            assert page.evaluate("getComputedStyle(document.body).fontSize") == "32px"
            assert not too_wide(page), state.name
    large.close()


def come_to(state: State, visit: Visit, town: Town, scene: dict[str, str], **options: Any) -> Page:
    visitor = visit(town.asker(state.who) if state.who else "", **{"viewport": WIDE, **options})
    visitor.expect_complaint(LINE)
    if state.status >= 400:
        visitor.expect_complaint(f"the server responded with a status of {state.status}")
    if state.act is not_sent:
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


def has_two_scrolls(page: Page) -> bool:
    """Whether a page that is as high as the screen, with panes that scroll, can be pushed up as a whole."""
    return bool(
        page.evaluate(
            """() => {
              const { scrollHeight, clientHeight } = document.scrollingElement;
              return document.body.matches(".app") && scrollHeight > clientHeight + 1;
            }"""
        )
    )
