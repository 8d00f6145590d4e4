"""Real services for tests, each by a ladder: an address given, a program found, a pip package's program.

Without any of them the test is skipped loudly, and fails where CI or REQUIRE_SERVICES is set.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services.kept import FOLDER, open_folder, stop_all
from tests.services.missing import missing
from tests.services.postgres import fresh_database, postgres_url
from tests.services.redis import Redis, own_redis, redis_url

__all__ = ["Redis", "chromium_path", "fresh_database", "own_redis", "postgres_url", "redis_url"]

# The shell without windows does the same in 60 % of the processor time.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def pytest_configure(config: pytest.Config) -> None:
    if FOLDER in os.environ:
        return  # a worker: the folder is the one of the process that started it
    folder = open_folder()
    config.add_cleanup(lambda: _clean_up(folder))


def _clean_up(folder: Path) -> None:
    os.environ.pop(FOLDER, None)
    stop_all(folder)
    shutil.rmtree(folder, ignore_errors=True)


def chromium_path() -> str:
    """A browser that is on the machine. None is ever downloaded."""
    found = os.environ.get("TEST_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    return found or missing("Chromium", "apt-get install chromium, or set TEST_CHROMIUM")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of an empty PostgreSQL database that is this worker's alone."""
    with fresh_database() as url:
        yield url


@pytest.fixture(scope="session")
def redis_server() -> Iterator[str]:
    """The URL of a Redis that is this worker's alone: its channels do not know one database from another."""
    with redis_url() as url:
        yield url


@pytest.fixture(scope="session")
def chromium() -> str:
    return chromium_path()
