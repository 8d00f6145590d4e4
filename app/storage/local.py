"""Files in a folder, in shards of two letters."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from app.greenlets import elsewhere
from networks.errors import NotFound, Unavailable

PIECE: Final = 256 * 1024


class Folder:
    def __init__(self, place: Path) -> None:
        self.place = place

    def put(self, name: str, source: Path) -> None:
        elsewhere(lambda: self._put(name, source))  # a disk that writes may take its time

    def _put(self, name: str, source: Path) -> None:
        target = self._path(name)
        new = target.with_suffix(".new")
        try:
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with source.open("rb") as given, os.fdopen(os.open(new, _FRESH, 0o600), "wb") as out:
                shutil.copyfileobj(given, out, PIECE)
                out.flush()
                os.fsync(out.fileno())
            new.rename(target)
            _sync(target.parent)
        except OSError as fault:  # full, most likely
            new.unlink(missing_ok=True)
            raise Unavailable from fault

    def read(self, name: str, start: int = 0) -> Iterator[bytes]:
        try:
            with self._path(name).open("rb") as kept:
                kept.seek(start)
                while piece := kept.read(PIECE):
                    yield piece
        except FileNotFoundError as fault:
            raise NotFound from fault

    def remove(self, name: str) -> None:
        self._path(name).with_suffix(".new").unlink(missing_ok=True)
        self._path(name).unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        if not (name.isascii() and name.isalnum()):
            raise NotFound
        return self.place / name[:2] / name


_FRESH: Final = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0)


def _sync(folder: Path) -> None:
    """A name is safe when its folder is."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
