"""Giving a file out: the same to everybody who may have it, and never as a page of ours."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final
from urllib.parse import quote

from flask import Response, request
from werkzeug.datastructures import Headers

from app.files.patience import be_patient
from app.storage import store
from networks.errors import NotFound
from networks.resources.models import ResourceFile

POLICY: Final = "default-src 'none'; sandbox"
"""Should a browser show it as a page after all, it runs nothing and is nobody's."""


class Pieces:
    """What is kept, from where it is asked for. Nothing is opened before the first piece is wanted."""

    def __init__(self, name: str) -> None:
        self._name, self._at = name, 0
        self._store = store()
        self._pieces: Iterator[bytes] | None = None

    def seekable(self) -> bool:
        return True

    def seek(self, at: int) -> None:
        self._at = at

    def tell(self) -> int:
        return self._at

    def __iter__(self) -> Pieces:
        return self

    def __next__(self) -> bytes:
        if self._pieces is None:
            self._pieces = self._store.read(self._name, self._at)
        piece = next(self._pieces)
        self._at += len(piece)
        return piece

    def close(self) -> None:
        if self._pieces is not None:
            self._pieces.close()  # type: ignore[attr-defined]


def download(file: ResourceFile) -> Response:
    """The file itself, to be saved: whole, or the part that is asked for."""
    type_ = f"{file.type}; charset=utf-8" if file.type.startswith("text/") else file.type
    answer = _answer(file.stored, type_)
    answer.headers["Content-Disposition"] = disposition(file.name)
    answer.content_length = file.size
    answer.set_etag(file.id.hex)
    answer.make_conditional(request, accept_ranges=True, complete_length=file.size)
    return answer


def thumbnail(file: ResourceFile) -> Response:
    """A small picture of it, to be shown in a page."""
    if file.thumbnail is None:
        raise NotFound
    answer = _answer(file.thumbnail, "image/webp")
    answer.headers["Content-Disposition"] = "inline"
    return answer


def disposition(name: str) -> str:
    """RFC 6266: a plain name for old programs, and the true one in UTF-8."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^\w .()\-]", "_", plain).strip() or "file"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _answer(stored: str, type_: str) -> Response:
    be_patient()
    headers = Headers({"Content-Security-Policy": POLICY})
    return Response(Pieces(stored), headers=headers, content_type=type_, direct_passthrough=True)
