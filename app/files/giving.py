"""Giving a file out: the same to everybody who may have it, and never as a page of ours."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Generator, Iterator
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
    """What is kept, from where it is asked for. `begin` reads the first piece, so that trouble is told in an answer of
    ours and not by one that breaks off.
    """

    def __init__(self, name: str) -> None:
        self._name, self._at, self._first = name, 0, b""
        self._pieces: Iterator[bytes] = iter(())

    def begin(self, at: int) -> None:
        self._at = at
        self._pieces = store().read(self._name, at)
        self._first = next(self._pieces, b"")

    def seekable(self) -> bool:
        return True

    def seek(self, at: int) -> None:
        """Werkzeug asks for the place at which it was begun."""
        self._at = at

    def tell(self) -> int:
        return self._at

    def __iter__(self) -> Pieces:
        return self

    def __next__(self) -> bytes:
        piece, self._first = self._first or next(self._pieces), b""
        return piece

    def close(self) -> None:
        if isinstance(self._pieces, Generator):
            self._pieces.close()


def download(file: ResourceFile) -> Response:
    """The file itself, to be saved: whole, or the part that is asked for."""
    type_ = f"{file.type}; charset=utf-8" if file.type.startswith("text/") else file.type
    pieces = Pieces(file.stored)
    answer = _answer(pieces, type_)
    answer.headers["Content-Disposition"] = disposition(file.name)
    answer.content_length = file.size
    answer.set_etag(file.id.hex)
    answer.make_conditional(request, accept_ranges=True, complete_length=file.size)
    if request.method == "GET" and answer.status_code in (200, 206):
        pieces.begin(answer.content_range.start or 0)
    return answer


def thumbnail(file: ResourceFile) -> Response:
    """A small picture of it, to be shown in a page."""
    if file.thumbnail is None:
        raise NotFound
    pieces = Pieces(file.thumbnail)
    answer = _answer(pieces, "image/webp")
    answer.headers["Content-Disposition"] = "inline"
    if request.method == "GET":
        pieces.begin(0)
    return answer


def disposition(name: str) -> str:
    """RFC 6266: a plain name for old programs, and the true one in UTF-8."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^\w .()\-]", "_", plain).strip() or "file"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _answer(pieces: Pieces, type_: str) -> Response:
    be_patient()
    headers = Headers({"Content-Security-Policy": POLICY})
    return Response(pieces, headers=headers, content_type=type_, direct_passthrough=True)
