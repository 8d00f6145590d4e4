"""A PostgreSQL that writes to disk, from where the tests get theirs, which does not; and a Redis."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import Final
from unittest.mock import patch

import psycopg
import pytest
from sqlalchemy import make_url

from tests.services import fresh_database, own_redis, postgres
from tests.services.kept import open_folder, stop_all

SAFE: Final = ("max_connections=50", "log_min_messages=fatal")


MISSING: Final = (pytest.skip.Exception, pytest.fail.Exception)
"""What the tests say where a service is not there."""


@contextmanager
def services() -> Iterator[None]:
    """What is started inside is ended with it."""
    folder = open_folder()
    try:
        yield
    finally:
        stop_all(folder)
        shutil.rmtree(folder, ignore_errors=True)


def durable_database(stack: ExitStack) -> str | None:
    """The URL of an empty database, as long as `stack` is open; None where there is none that survives a power cut."""
    with patch.object(postgres, "FAST", SAFE), suppress(*MISSING):
        url = stack.enter_context(fresh_database())
        return url if _is_safe(url) else None
    return None


def redis_url(stack: ExitStack) -> str | None:
    """The URL of a Redis of our own, as long as `stack` is open; None where there is none."""
    with suppress(*MISSING):
        return stack.enter_context(own_redis()).url
    return None


def _is_safe(url: str) -> bool:
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain) as connection:
        said = [connection.execute(f"SHOW {name}".encode()).fetchone() for name in ("fsync", "synchronous_commit")]
    return said == [("on",), ("on",)]
