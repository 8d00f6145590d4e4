"""The library as a file, under a community's settings: taking it out, looking through one, bringing it in."""

from __future__ import annotations

import base64
import binascii
import zlib
from collections.abc import Iterable, Iterator
from typing import Any, Final

from flask import Response, flash, render_template, request, stream_with_context
from flask_babel import gettext, ngettext

from app import exchange, strict_json
from app.begin import reading
from app.errors import words
from app.exchange import FORMATS, LARGEST, Progress
from app.pages.frame import around, back
from app.pages.library import blueprint
from app.schemas.exchange import report_shape
from networks.errors import Invalid, NotFound, Refusal
from networks.resources.exchange import CARRIED, MOST, may_exchange
from networks.work import Work

CARRIES: Final = 240 * 1024
"""Characters that a form may carry on: a little less than one may send."""

STREAM: Final = "application/x-ndjson"


@blueprint.get("/c/<slug>/settings/exchange")
def exchanging(slug: str) -> str:
    with reading() as work:
        return _page(work, slug)


@blueprint.get("/c/<slug>/settings/exchange/file")
def take_out(slug: str) -> Response:
    form = request.args.get("format", "")
    if form not in FORMATS:
        raise NotFound
    return exchange.answer(form, slug)


@blueprint.post("/c/<slug>/settings/exchange")
def look(slug: str) -> Any:
    """What a file would bring. Nothing of it is kept here: the page carries it on, where it is not too large."""
    form, raw = _chosen()
    if not raw:
        return _again(slug, gettext("Please choose a file with something in it."))
    found = exchange.looked_through(slug, form, raw)
    kept = _pack(form, raw)
    with reading() as work:
        return _page(work, slug, kind=form, report=report_shape(found), carries=kept if len(kept) < CARRIES else "")


@blueprint.post("/c/<slug>/settings/exchange/all")
def bring(slug: str) -> Any:
    """All of it or nothing. A script that asks for it is told how far it is; without one, the page just waits."""
    form, raw = _unpack(request.form["kept"]) if request.form.get("kept") else _chosen()
    try:
        steps = exchange.bring(slug, form, raw)
        if request.headers.get("Accept") == STREAM:
            return Response(stream_with_context(_told(steps)), content_type=STREAM)
        *_, last = steps
    except Invalid:
        return _again(slug, gettext("Something in this cannot come in. Please look through the file once more."))
    flash(_done(last), "ok")
    return back(".exchanging", slug=slug)


def _again(slug: str, fault: str) -> tuple[str, int]:
    with reading() as work:
        return _page(work, slug, fault=fault), 422


def _chosen() -> tuple[str, bytes]:
    """The file of the form: its kind by its name, or by how it begins."""
    file = request.files.get("file")
    raw = file.read() if file else b""
    ending = (file.filename or "").lower().rpartition(".")[2] if file else ""
    if ending in FORMATS:
        return ending, raw
    return ("json" if raw.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[") else "csv"), raw


def _told(steps: Iterable[Progress]) -> Iterator[str]:
    """One line of JSON for each step. What goes wrong on the way is the last line: the status has been sent."""
    try:
        for step in steps:
            last = {"words": _done(step)} if step.found is not None else {}
            yield strict_json.dumps({"done": step.done, "total": step.total} | last) + "\n"
    except Refusal as refusal:
        yield strict_json.dumps({"error": words(refusal)}) + "\n"


def _done(last: Progress) -> str:
    if not last.made:
        return gettext("All of this is here already. Nothing came in twice.")
    return ngettext(
        "%(num)d thing came in. It waits in the queue until somebody else has read it.",
        "%(num)d things came in. They wait in the queue until somebody else has read them.",
        last.made,
    )


def _page(work: Work, slug: str, **more: Any) -> str:
    seen = may_exchange(work, slug)
    known = {"fields": CARRIED, "most": MOST}
    return render_template("library/exchange.html", **around(work, seen, "settings"), **known, **more)


def _pack(form: str, raw: bytes) -> str:
    """A file as a field of a form, which browsers send back as it was."""
    return base64.b64encode(zlib.compress(form.encode() + b"\n" + raw, 9)).decode()


def _unpack(kept: str) -> tuple[str, bytes]:
    """What `_pack` was given; nothing, where it is something else."""
    try:
        said = zlib.decompressobj().decompress(base64.b64decode(kept, validate=True), LARGEST + len("json\n"))
    except (binascii.Error, zlib.error, ValueError):
        said = b""
    form, _, raw = said.partition(b"\n")
    return ("json" if form == b"json" else "csv"), raw
