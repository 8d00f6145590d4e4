"""The record of decisions as a file: JSON lines, with all that a seal is made over, or CSV for spreadsheets."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from flask import Response, stream_with_context

from app import sheets, strict_json
from app.begin import asker, network
from app.schemas.fields import z
from networks.audit import AuditRow
from networks.moderation.queries import audit
from networks.moderation.taking_out import put_on_record
from networks.people.models import Person

FORMATS: Final = {"jsonl": "application/x-ndjson", "csv": "text/csv; charset=utf-8"}
COLUMNS: Final = (
    "position", "at", "actor", "actor_id", "act", "subject_kind", "subject_id", "reason", "previous", "hash", "chain",
)  # fmt: skip
PIECE: Final = 500

Rows = Sequence[tuple[AuditRow, Person | None]]


def answer(form: str, slug: str) -> Response:
    """All of a community's record, newest first, in pieces: who reads it is looked at before each of them. The first is
    read at once, so that a refusal is told before anything is sent. That it is taken out stands in it.
    """
    who, here = asker(), network()
    with here.begin(who) as work:
        put_on_record(work, slug)

    def piece(before: int | None) -> list[dict[str, Any]]:
        with here.reading(who) as work:
            return [_plain(*one) for one in audit(work, slug, before=before, limit=PIECE)]

    pieces = _pieces(piece(None), piece)
    said = Response(
        stream_with_context(_lines(pieces) if form == "jsonl" else _sheet(pieces)), content_type=FORMATS[form]
    )
    said.headers["Content-Disposition"] = f"attachment; filename={slug}-record.{form}"
    return said


def _pieces(
    first: list[dict[str, Any]], piece: Callable[[int | None], list[dict[str, Any]]]
) -> Iterator[list[dict[str, Any]]]:
    while first:
        yield first
        first = piece(first[-1]["position"]) if len(first) == PIECE else []


def _lines(pieces: Iterator[list[dict[str, Any]]]) -> Iterator[str]:
    for some in pieces:
        yield "".join(strict_json.dumps(said) + "\n" for said in some)


def _sheet(pieces: Iterator[list[dict[str, Any]]]) -> Iterator[str]:
    yield sheets.BOM + sheets.write([COLUMNS])
    for some in pieces:
        yield sheets.write([["" if said[name] is None else str(said[name]) for name in COLUMNS] for said in some])


def _plain(row: AuditRow, actor: Person | None) -> dict[str, Any]:
    told = {name: getattr(row, name) for name in COLUMNS if name not in ("at", "actor")}
    ids = {name: str(told[name]) if told[name] else None for name in ("actor_id", "subject_id", "chain")}
    return told | ids | {"at": z(row.at), "actor": actor.handle if actor else None}
