"""The machine's Chromium, without the calls home that it makes by itself."""

from __future__ import annotations

import os
from typing import Final

from playwright.sync_api import Browser, Playwright

QUIET: Final = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)


def launch(playwright: Playwright, path: str, *more: str) -> Browser:
    """Chromium refuses its sandbox to root, which is who runs tests in a container."""
    flags = [*QUIET, *more, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    return playwright.chromium.launch(executable_path=path, args=flags)
