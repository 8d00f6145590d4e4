"""Databases without tables, and migrations to put further ones beside."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import schema
from networks.database import Database
from tests.services import fresh_database


@pytest.fixture(params=["sqlite", "postgresql"])
def bare(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database with nothing in it, not even tables."""
    if request.param == "sqlite":
        found = Database(f"sqlite:///{tmp_path / 'bare.db'}")
        yield found
        found.close()
    else:
        with fresh_database() as url:
            found = Database(url)
            yield found
            found.close()


@pytest.fixture
def own_migrations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of the product's migrations, copied, to put further ones in."""
    folder = tmp_path / "migrations"
    shutil.copytree(schema.HERE, folder, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(schema, "HERE", folder)
    yield folder / "versions"
    schema.head.cache_clear()
