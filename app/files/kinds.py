"""What a file is, by what is in it. Neither its name nor what a browser says about it counts."""

from __future__ import annotations

import codecs
import csv
import re
from pathlib import Path
from typing import Final

from networks.errors import Invalid

ENDINGS: Final = {
    "application/pdf": (".pdf",),
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/gif": (".gif",),
    "image/webp": (".webp",),
    "text/plain": (".txt", ".md"),
    "text/csv": (".csv",),
}
"""Every type that we take, and how names of such files end. The first is added where none of them is there."""

PICTURES: Final = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
}

PROGRAMS: Final = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xfe\xed\xfa", b"\xcf\xfa\xed\xfe", b"\x00asm")
ARCHIVES: Final = (b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ")

MARKUP: Final = re.compile(
    rb"<(?:!doctype|\?xml|html|head|body|script|svg|iframe|object|embed|meta|link|style|form|img)\b", re.IGNORECASE
)
CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
HEAD: Final = 64 * 1024
TAIL: Final = 2048

EMPTY: Final = "This file is empty."
OTHER: Final = "We take PDF, pictures (PNG, JPEG, GIF, WebP), plain text and CSV. This file is something else."
PAGE: Final = "This is a web page or a drawing with code in it, which we do not take. A PDF or a picture of it is fine."
PROGRAM: Final = "This is a program. We take documents and pictures only."
ARCHIVE: Final = "This is an archive or an office document. Please save it as a PDF, or add the files one by one."
CUT: Final = "This PDF is not whole. Please save it once more and try again."


def type_of(path: Path) -> str:
    """Raises Invalid, in plain words, for everything that we do not take."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head:
        raise refusal(EMPTY)
    found = _picture(head) or _pdf(head, path)
    if found:
        return found
    _refuse_known(head)
    return _text(path)


def refusal(why: str) -> Invalid:
    return Invalid(fields={"file": why})


def _picture(head: bytes) -> str | None:
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    return next((name for sign, name in PICTURES.items() if head.startswith(sign)), None)


def _pdf(head: bytes, path: Path) -> str | None:
    if not head.startswith(b"%PDF-"):
        return None
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - TAIL))
        if b"%%EOF" not in file.read():
            raise refusal(CUT)
    return "application/pdf"


def _refuse_known(head: bytes) -> None:
    if head.startswith(PROGRAMS):
        raise refusal(PROGRAM)
    if head.startswith(ARCHIVES):
        raise refusal(ARCHIVE)


def _text(path: Path) -> str:
    """Text is UTF-8 all through, with no character that is for machines, and nothing a browser would run."""
    raw = path.read_bytes()
    if MARKUP.search(raw):
        raise refusal(PAGE)
    try:
        text = raw.removeprefix(codecs.BOM_UTF8).decode()
    except UnicodeDecodeError:
        raise refusal(OTHER) from None
    if CONTROL.search(text):
        raise refusal(OTHER)
    return "text/csv" if _is_table(text[:HEAD]) else "text/plain"


def _is_table(text: str) -> bool:
    """Rows of as many cells each, at least two by two: prose with commas in it is not that."""
    lines = text.splitlines()[:20]
    return any(_rows_alike(lines, mark) for mark in (",", ";", "\t"))


def _rows_alike(lines: list[str], mark: str) -> bool:
    try:
        widths = {len(row) for row in csv.reader(lines, delimiter=mark, strict=True) if row}
    except csv.Error:
        return False
    return len(lines) >= 2 and len(widths) == 1 and widths.pop() >= 2
