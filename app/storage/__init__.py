"""Where the bytes of files are: a folder, or S3-compatible storage. Names are random, and nothing kept is changed."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol, cast

from flask import Flask, current_app

from config import Settings


class Store(Protocol):
    """A name is what `new_name` made. Raises Unavailable where the storage is in trouble, NotFound where it has lost
    something."""

    def put(self, name: str, source: Path) -> None:
        """Keep what is in a file. After this it is there even if the power fails; before it, nothing is."""

    def read(self, name: str, start: int = 0) -> Iterator[bytes]:
        """What is kept, from a position on, in pieces."""

    def remove(self, name: str) -> None:
        """Keep it no longer. What is not there is removed already."""


def new_name() -> str:
    return secrets.token_hex(24)


def store() -> Store:
    return cast(Store, current_app.extensions["store"])


def init_app(app: Flask, settings: Settings) -> None:
    app.extensions["store"] = _made(settings)


def _made(settings: Settings) -> Store:
    """The client of S3 is loaded only where it is wanted: it costs every other start a tenth of a second."""
    if settings.storage_url is None:
        from app.storage.local import Folder

        return Folder(settings.data_dir / "files")
    from app.storage.s3 import Bucket

    return Bucket(settings.storage_url)
