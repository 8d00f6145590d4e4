"""A PostgreSQL that writes to disk, from where the tests get theirs, which does not."""

from __future__ import annotations

import shutil
from contextlib import ExitStack
from typing import Final
from unittest.mock import patch

import psycopg
import pytest
from sqlalchemy import make_url

from tests.services import fresh_database, postgres
from tests.services.kept import open_folder, stop_all

SAFE: Final = ("max_connections=50", "log_min_messages=fatal")


def durable_database(stack: ExitStack) -> str | None:
    """The URL of an empty database, as long as `stack` is open; None where there is none that survives a power cut."""
    folder = open_folder()
    stack.callback(shutil.rmtree, folder, ignore_errors=True)
    stack.callback(stop_all, folder)
    try:
        with patch.object(postgres, "FAST", SAFE):
            url = stack.enter_context(fresh_database())
    except (pytest.skip.Exception, pytest.fail.Exception):
        return None
    return url if _is_safe(url) else None


def _is_safe(url: str) -> bool:
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain) as connection:
        said = [connection.execute(f"SHOW {name}".encode()).fetchone() for name in ("fsync", "synchronous_commit")]
    return said == [("on",), ("on",)]
