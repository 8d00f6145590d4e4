"""CSV as spreadsheets take it: cells that a spreadsheet would run as a formula are written as words, and read back."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from typing import Final

BOM: Final = "\ufeff"
"""Without it, spreadsheets take UTF-8 for something older."""

UNSEEN: Final = r"[\s\ufeff\u200b-\u200f\u2060]*"
"""What a spreadsheet may look past before it sees a formula."""

_RISKY: Final = re.compile(rf"'*{UNSEEN}[=+\-@\t\r\n＝＋－＠]")
_MADE_SAFE: Final = re.compile(rf"'+{UNSEEN}[=+\-@\t\r\n＝＋－＠]")

LONGEST: Final = 100_000
"""Characters of one cell: more than any field takes."""


class Unreadable(ValueError):
    """It cannot be read from here on. `number` is the row or the entry, 0 for the whole."""

    def __init__(self, number: int, words: str) -> None:
        super().__init__(words)
        self.number = number
        self.words = words


def safe(cell: str) -> str:
    """With an apostrophe where it could be run. One that had an apostrophe has two then, so that nothing is lost."""
    return f"'{cell}" if _RISKY.match(cell) else cell


def plain(cell: str) -> str:
    """What `safe` was given."""
    return cell[1:] if _MADE_SAFE.match(cell) else cell


def write(rows: Sequence[Sequence[str]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows([safe(cell) for cell in row] for row in rows)
    return text.getvalue()


def read(text: str) -> Iterator[tuple[int, list[str]]]:
    """Rows that are not empty, counted from 1 as a spreadsheet counts them. Raises Unreadable with the row."""
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    number = 0
    try:
        for number, row in enumerate(lines, 1):
            if any(len(cell) > LONGEST for cell in row):
                raise Unreadable(number, "There is a cell that is far too long.")
            if any(row):
                yield number, [plain(cell) for cell in row]
    except csv.Error:
        raise Unreadable(
            number + 1, "From here on we cannot tell the cells apart. Is a quotation mark missing?"
        ) from None


def join(words: Sequence[str]) -> str:
    """Several words in one cell."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="").writerow(words)
    return text.getvalue() if words else ""


def split(cell: str) -> list[str]:
    """What `join` was given. Raises ValueError where quotation marks do not close."""
    try:
        rows = list(csv.reader(cell.splitlines(), skipinitialspace=True, strict=True))
    except csv.Error:
        raise ValueError("a quotation mark is missing") from None
    return [word for row in rows for word in row if word.strip()]


def _delimiter(text: str) -> str:
    """What stands between the headings: spreadsheets of some countries write semicolons."""
    first = text[:2000].split("\n", 1)[0]
    return max(",;\t", key=first.count)
