"""The library as a file, out and in: JSON for programs and for keeping, CSV for spreadsheets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final, NamedTuple
from uuid import UUID

from flask import Response, stream_with_context
from marshmallow import ValidationError

from app import greenlets, sheets, strict_json
from app.begin import asker, begin, network, reading
from app.errors import flat
from app.schemas.exchange import CarriedIn
from app.sheets import Unreadable
from networks.resources.actions import missing
from networks.resources.exchange import (
    AT_ONCE,
    CARRIED,
    MOST,
    Line,
    bring_in,
    carried,
    look_through,
    may_exchange,
    refuse_faults,
    rendered,
)

FORMATS: Final = {"json": "application/json", "csv": "text/csv; charset=utf-8"}

ALWAYS: Final = ("kind", "title", "body")
"""Fields of which an empty cell says something."""

LARGEST: Final = 1024 * 1024
"""Bytes of a file that comes in."""

Stretch = Callable[[UUID | None], list[tuple[UUID, dict[str, Any]]]]


def answer(form: str, slug: str) -> Response:
    """The published library for whoever asks, in pieces: each is read, and its reader looked at, when the one before is
    on its way. The first is read at once, so that a refusal is told before anything is sent.
    """
    who, here = asker(), network()

    def stretch(after: UUID | None) -> list[tuple[UUID, dict[str, Any]]]:
        with here.reading(who) as work:
            return carried(work, slug, after=after)

    pieces = (_as_json if form == "json" else _as_csv)(_stretches(stretch(None), stretch))
    said = Response(stream_with_context(pieces), content_type=FORMATS[form])
    said.headers["Content-Disposition"] = f"attachment; filename={slug}-library.{form}"
    return said


class Progress(NamedTuple):
    """How far an import is. `found` comes with the last, when all of it is on disk."""

    done: int
    total: int
    made: int = 0
    found: list[Line] | None = None


def looked_through(slug: str, form: str, content: str | bytes) -> list[Line]:
    """What a file would bring in. Whoever may not is refused before it is read."""
    with reading() as work:
        may_exchange(work, slug)
        return look_through(work, slug, read(form, content))


def bring(slug: str, form: str, content: str | bytes) -> Iterator[Progress]:
    """Bring a file in. Whoever may not is refused at once, as is what is wrong; else it goes on as it is looked at.

    Whoever stops looking before the end has brought nothing in.
    """
    lines = looked_through(slug, form, content)
    refuse_faults(lines)
    return _bring(slug, lines)


def _bring(slug: str, lines: list[Line]) -> Iterator[Progress]:
    ready: list[Line] = []
    made, total = 0, 2 * len(lines)
    for line in rendered(lines, network().render):
        ready.append(line)
        greenlets.look()
        if len(ready) % AT_ONCE == 0:
            yield Progress(len(ready), total)
    with begin() as work:
        found = look_through(work, slug, ready)
        for some in bring_in(work, slug, found):
            made += some
            yield Progress(len(ready) + made, total)
            greenlets.look()
    yield Progress(total, total, made, found)


def decoded(raw: bytes) -> str:
    """The text of a file. Raises Unreadable where it is not UTF-8."""
    if len(raw) > LARGEST:
        raise Unreadable(0, "This file is larger than we can take: a megabyte is the most.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = raw.count(b"\n", 0, fault.start) + 1
        words = f"This is not UTF-8 text from line {line} on. Please save it as “CSV UTF-8”, or as JSON."
        raise Unreadable(0, words) from None


def read(form: str, content: str | bytes) -> list[Line]:
    """What a file holds, each with what is wrong with it. Never raises: a file that cannot be read is a line, too."""
    found: list[Line] = []
    try:
        text = decoded(content) if isinstance(content, bytes) else content.removeprefix(sheets.BOM)
        for number, said in (_from_json if form == "json" else _from_csv)(text):
            if len(found) == MOST:
                raise Unreadable(number, f"From here on it is too much at once: {MOST} is the most. Please divide it.")
            found.append(_checked(number, said))
    except Unreadable as fault:
        found.append(Line(fault.number, {}, {"content": fault.words}))
    return found or [Line(0, {}, {"content": "There is nothing in this file."})]


def _stretches(first: list[tuple[UUID, dict[str, Any]]], stretch: Stretch) -> Iterator[list[dict[str, Any]]]:
    while first:
        yield [said for _, said in first]
        first = stretch(first[-1][0])


def _as_json(stretches: Iterator[list[dict[str, Any]]]) -> Iterator[str]:
    yield '{"format":"cairn-library","version":1,"items":['
    between = "\n"
    for some in stretches:
        yield between + ",\n".join(strict_json.dumps(said) for said in some)
        between = ",\n"
    yield "\n]}\n"


def _as_csv(stretches: Iterator[list[dict[str, Any]]]) -> Iterator[str]:
    yield sheets.BOM + sheets.write([CARRIED])
    for some in stretches:
        yield sheets.write([[_cell(said[name]) for name in CARRIED] for said in some])


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return sheets.join(value) if isinstance(value, list) else "" if value is None else str(value)


def _from_json(content: str) -> Iterator[tuple[int, Any]]:
    try:
        said = strict_json.loads(content)
    except ValueError as fault:
        where = f" Line {line} is where we got lost." if (line := getattr(fault, "lineno", None)) else ""
        raise Unreadable(0, f"This is not JSON that we can read.{where}") from None
    items = said.get("items") if isinstance(said, dict) else said
    if not isinstance(items, list):
        raise Unreadable(0, "There must be a list of “items”.")
    yield from enumerate(items, 1)


def _from_csv(content: str) -> Iterator[tuple[int, Any]]:
    rows = sheets.read(content)
    first, named = next(rows, (0, []))
    names = [name.strip().casefold() for name in named]
    while names and not names[-1]:
        names.pop()
    if words := _wrong_headings(names):
        raise Unreadable(first, words)
    for number, cells in rows:
        over = any(cell.strip() for cell in cells[len(names) :])
        yield number, "There are more cells than headings." if over else _said(dict(zip(names, cells, strict=False)))


def _wrong_headings(names: list[str]) -> str | None:
    if not names:
        return None
    if len(set(names)) < len(names):
        return "Two headings are the same. Each may be there once."
    if "kind" not in names or "title" not in names:
        return "The first row must have the headings, “kind” and “title” among them."
    return (
        None
        if set(names) <= set(CARRIED)
        else f"There are headings that we do not know. We know: {', '.join(CARRIED)}."
    )


def _said(cells: dict[str, str]) -> dict[str, Any]:
    """A row as JSON would say it. A cell that makes no sense stays as it is: the check then names it."""
    said: dict[str, Any] = {
        name: cell for name, cell in cells.items() if cell.strip() or name in ("kind", "title", "body")
    }
    for name, sense in (("changes_treatment", _yes), ("try_days", _number), ("tags", _tags)):
        if name in said:
            said[name] = sense(said[name])
    for name in ("kind", "url"):
        if name in said:
            said[name] = said[name].strip()
    return said


def _yes(cell: str) -> bool | str:
    return {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}.get(
        cell.strip().casefold(), cell
    )


def _number(cell: str) -> int | str:
    said = cell.strip()
    return int(said) if said.isascii() and said.isdigit() and len(said) < 9 else cell


def _tags(cell: str) -> list[str] | str:
    try:
        return sheets.split(cell)
    except ValueError:
        return cell


def _checked(number: int, said: Any) -> Line:
    if not isinstance(said, dict):
        return Line(number, {}, {"content": said if isinstance(said, str) else "This is not something with fields."})
    try:
        return Line(number, CarriedIn().load(said), {})
    except ValidationError as fault:
        faults: dict[str, str] = {}
        for name, words in flat(fault.messages).items():
            faults.setdefault(name.partition(".")[0], words)
        return Line(number, _shown(said), _missing(said) | faults)


def _missing(said: dict[str, Any]) -> dict[str, str]:
    """What is not there at all, told at once with what is wrong with the rest."""
    kind, body, url = (value if isinstance(value := said.get(name), str) else "" for name in ("kind", "body", "url"))
    return missing(kind, body, url or None)


def _shown(said: dict[str, Any]) -> dict[str, Any]:
    """Enough of a wrong one to find it again."""
    title = said.get("title")
    return {
        "title": title[:160].encode("utf-8", "replace").decode().replace("\0", "") if isinstance(title, str) else ""
    }
