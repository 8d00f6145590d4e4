"""Somebody with a browser of their own."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from networks.work import Asker
from tests.cast import PASSPHRASE
from tests.edges.town import Town

LINE = r"WebSocket connection to .* failed|net::ERR_(INTERNET_DISCONNECTED|CONNECTION_REFUSED|EMPTY_RESPONSE)"
"""What Chromium says by itself when the line is cut."""


class Visitor:
    """A browser with its own cookies and storage. Whatever its pages complain of in the console is remembered."""

    def __init__(self, browser: Browser, town: Town, **options: Any) -> None:
        self.town = town
        self.context: BrowserContext = browser.new_context(
            base_url=town.server.url, **{"locale": "en-GB", "reduced_motion": "reduce", **options}
        )
        self.context.set_default_timeout(15_000)
        self.complaints: list[str] = []
        self.expected: list[str] = []
        self.context.on("console", self._console)
        self.context.on("weberror", lambda fault: self.complaints.append(f"error: {fault.error}"))
        self.page = self.context.new_page()

    def sign_in(self, handle: str) -> None:
        """Without the form: it has tests of its own."""
        said = {"handle": handle, "password": PASSPHRASE, "cookie": True}
        answer = self.context.request.post("/api/v1/sessions", data=said)
        assert answer.ok, answer.text()

    def go(self, path: str) -> Page:
        self.page.goto(path)
        return self.page

    def expect_complaint(self, pattern: str) -> None:
        """What Chromium will say in this test although nothing is wrong with the page."""
        self.expected.append(pattern)

    def cut_line(self) -> None:
        self.expect_complaint(LINE)
        self.context.set_offline(True)

    def mend_line(self) -> None:
        self.context.set_offline(False)

    def close(self) -> list[str]:
        self.context.close()
        return [said for said in self.complaints if not any(re.search(each, said) for each in self.expected)]

    def _console(self, said: ConsoleMessage) -> None:
        if said.type in ("error", "warning"):
            self.complaints.append(f"{said.type}: {said.text} ({said.location.get('url')})")


def handle_of(who: Asker | str) -> str:
    return who if isinstance(who, str) else who.handle
