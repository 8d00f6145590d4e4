"""More time for a request that carries a file than others have."""

from __future__ import annotations

import time
from typing import Final

from flask import request

from app.engine.door import HANDLER

SLOWEST: Final = 10 * 60.0
"""Seconds that the largest file may take, either way: 280 kbit/s, a phone in a hospital's cellar."""


def be_patient() -> None:
    """Only our own server counts; another one has its own bounds."""
    if handler := request.environ.get(HANDLER):
        handler.due = time.monotonic() + SLOWEST
