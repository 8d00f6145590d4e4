"""What a test says when a service it needs is not there."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest


def missing(service: str, remedy: str) -> NoReturn:
    words = f"NOT TESTED: {service} is missing here. {remedy}."
    if os.environ.get("CI") or os.environ.get("REQUIRE_SERVICES"):
        pytest.fail(words, pytrace=False)
    pytest.skip(words)
