"""Taking a file: who sends it is asked before its bytes are read, and it counts only when all of it is here."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from flask import Flask, current_app, request
from gevent.threadpool import ThreadPool
from werkzeug.datastructures import FileStorage

from app import limits
from app.begin import asker_id, begin, reading
from app.files import kinds, names, pictures
from app.files.patience import be_patient
from app.greenlets import elsewhere
from app.storage import new_name, store
from networks.errors import Invalid, Unauthenticated
from networks.resources.files import Kept, attach, expect, require_room
from networks.resources.models import ResourceFile

LARGEST: Final = 20 * 1024 * 1024
AROUND: Final = 64 * 1024
"""Bytes of a form around its file."""

NONE: Final = "Please choose a file."
MANY: Final = "Please send one file at a time."
LARGE: Final = "A file may have 20 MB at most. A PDF or picture can often be saved smaller."

_one_at_a_time: Final = ThreadPool(1)
"""Pictures are large while they are made anew."""


def takes_files(view: Callable[..., Any]) -> Callable[..., Any]:
    """Mark a view whose POST brings a file for the resource in its address."""
    view.takes_files = True  # type: ignore[attr-defined]
    return view


def init_app(app: Flask) -> None:
    """To be asked before whatever reads the body, such as the check for forged forms."""
    app.before_request(_make_room)


def _make_room() -> None:
    """A body of this size only from those who may send it, and not too often."""
    view = current_app.view_functions.get(request.endpoint or "")
    if request.method != "POST" or not getattr(view, "takes_files", False):
        return
    if asker_id() is None:
        raise Unauthenticated
    limits.use("upload", asker_id())
    with reading() as work:
        require_room(work, (request.view_args or {})["resource_id"])
    if (request.content_length or 0) > LARGEST + AROUND:
        raise Invalid(fields={"file": LARGE})
    request.max_content_length = LARGEST + AROUND
    be_patient()


def take(resource_id: UUID) -> ResourceFile:
    """Take the file of this request. Raises Invalid for what we do not take."""
    given = _given()
    with tempfile.TemporaryDirectory(prefix="cairn-") as place:
        folder = Path(place)
        source, target, small = folder / "sent", folder / "kept", folder / "small"
        given.save(source)
        if source.stat().st_size > LARGEST:
            raise kinds.refusal(LARGE)
        type_, digest = elsewhere(lambda: _made(source, target, small), _one_at_a_time)
        kept = Kept(
            stored=new_name(),
            name=names.cleaned(given.filename, type_),
            type=type_,
            size=target.stat().st_size,
            digest=digest,
            thumbnail=new_name() if small.exists() else None,
        )
        return _keep(resource_id, kept, target, small)


def _given() -> FileStorage:
    files = request.files.getlist("file")
    if not files or not files[0].filename:
        raise kinds.refusal(NONE)
    if len(files) > 1:
        raise kinds.refusal(MANY)
    return files[0]


def _made(source: Path, target: Path, small: Path) -> tuple[str, str]:
    """Write what will be kept; returns its type, and the digest of what was sent."""
    type_ = kinds.type_of(source)
    with source.open("rb") as sent:
        digest = hashlib.file_digest(sent, "sha256").hexdigest()
    if type_ in pictures.FORMATS:
        pictures.remake(source, type_, target, small)
    else:
        shutil.move(source, target)
    return type_, digest


def _keep(resource_id: UUID, kept: Kept, target: Path, small: Path) -> ResourceFile:
    """The order matters: whatever ends in between, the job that was written first clears it away."""
    parts = {kept.stored: target} | ({kept.thumbnail: small} if kept.thumbnail else {})
    with begin() as work:
        expect(work, parts)
    for name, path in parts.items():
        store().put(name, path)
    with begin() as work:
        return attach(work, resource_id, kept)
