"""`make screenshots`: pictures of the demo. Some go to docs/screenshots for the README, all into a folder if given.

python -m bench.screenshots [FOLDER]
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Final, NamedTuple

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from app.demo import PASSPHRASE
from bench.servers import HOUSE, cairn
from tests.browser.chromium import launch
from tests.services import chromium_path

README: Final = {"thread": "room.png", "case": "queue.png", "library": "library.png"}
"""Pictures for the README, wide and light."""

WIDTHS: Final = {1280: 800, 360: 740}
EVERYDAY: Final = '.rooms a:has-text("Everyday")'


class Shot(NamedTuple):
    """A picture: its name, who looks (nobody: ""), and where, once these links have been followed there."""

    name: str
    who: str
    path: str
    links: tuple[str, ...] = ()


SHOTS: Final = (
    Shot("front", "", "/"),
    Shot("front-member", "ana", "/"),
    Shot("nothing-found", "", "/?q=xylophone"),
    Shot("community", "", "/c/crohns"),
    Shot("community-member", "ana", "/c/crohns"),
    Shot("community-waiting", "pia", "/c/crohns"),
    Shot("room", "ana", "/c/crohns/rooms", (EVERYDAY,)),
    Shot("room-facilitator", "fay", "/c/crohns/rooms", (EVERYDAY,)),
    Shot("thread", "ana", "/c/crohns/rooms", (EVERYDAY, ".replies a")),
    Shot("members", "ana", "/c/crohns/members"),
    Shot("member", "fay", "/c/crohns/members", (".person:not(:has(.badge)) .handle",)),
    Shot("library", "ana", "/c/crohns/library#collections"),
    Shot("resource", "ana", "/c/crohns/library?q=bag+by+the+door", (".resource a",)),
    Shot("asked-how-it-went", "ana", "/c/crohns/library?q=toilet+map", (".resource a",)),
    Shot("offers", "ben", "/c/crohns/library/mine"),
    Shot("asked-to-look", "lin", "/c/crohns/library/asked"),
    Shot("overview", "fay", "/c/crohns/dashboard"),
    Shot("queue", "fay", "/c/crohns/queue"),
    Shot("case", "fay", "/c/crohns/queue", (".case-row",)),
    Shot("newcomer", "fay", "/c/crohns/queue?kind=newcomer", (".case-row",)),
    Shot("welcoming", "ana", "/c/crohns/welcoming"),
    Shot("draft", "ben", "/c/crohns/library/mine", ('a:has-text("Go on writing")',)),
    Shot("library-settings", "fay", "/c/crohns/settings/library"),
    Shot("search", "ana", "/c/crohns/search?q=work"),
    Shot("settings", "fay", "/c/crohns/settings"),
    Shot("exchange", "fay", "/c/crohns/settings/exchange"),
    Shot("record", "fay", "/c/crohns/audit"),
    Shot("signin", "", "/signin"),
    Shot("register", "", "/register"),
    Shot("account", "ana", "/account"),
    Shot("not-found", "", "/c/no-such-place"),
)


def main(arguments: list[str]) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(arguments[0]) if arguments else Path(scratch) / "all"
        folder.mkdir(parents=True, exist_ok=True)
        with cairn(Path(scratch) / "data", "--migrate", "--demo") as demo, sync_playwright() as playwright:
            browser = launch(playwright, chromium_path())
            for theme in ("light", "dark"):
                for width, height in WIDTHS.items():
                    _take_all(browser, demo.url, folder, theme, (width, height))
            browser.close()
        _for_the_readme(folder)


def _take_all(browser: Browser, url: str, folder: Path, theme: str, size: tuple[int, int]) -> None:
    for who in dict.fromkeys(shot.who for shot in SHOTS):
        context = _as(browser, url, who, theme, size)
        for shot in SHOTS:
            if shot.who == who:
                _take(context.new_page(), shot, folder / f"{shot.name}-{size[0]}-{theme}.png")
        context.close()


def _as(browser: Browser, url: str, who: str, theme: str, size: tuple[int, int]) -> BrowserContext:
    phone = size[0] < 500
    context = browser.new_context(
        base_url=url,
        color_scheme="dark" if theme == "dark" else "light",
        viewport={"width": size[0], "height": size[1]},
        has_touch=phone,
        is_mobile=phone,
        reduced_motion="reduce",
    )
    if who:
        said = {"handle": who, "password": PASSPHRASE, "cookie": True}
        assert context.request.post("/api/v1/sessions", data=said).ok
    return context


def _take(page: Page, shot: Shot, file: Path) -> None:
    page.goto(shot.path)
    for link in shot.links:
        page.goto(page.locator(link).last.evaluate("link => link.href"))
    if page.locator("#connection").count():
        page.wait_for_selector("#connection[data-state=ok]", state="attached")
    page.screenshot(path=file, full_page=shot.name not in README and not page.locator("body.app").count())
    page.close()


def _for_the_readme(folder: Path) -> None:
    target = HOUSE / "docs" / "screenshots"
    target.mkdir(parents=True, exist_ok=True)
    for name, file in README.items():
        (target / file).write_bytes((folder / f"{name}-1280-light.png").read_bytes())
        print(f"{(target / file).relative_to(HOUSE)}: {(target / file).stat().st_size // 1000} kB")


if __name__ == "__main__":
    main(sys.argv[1:])
