"""The access matrix: who may see what, in one table, for what exists. `trust.md` of the design explains the letters.

R read, W write, O own only, A what one was asked to look at, V votes and does not propose,
L name and own status, B with a reason, − refused.
"""

from __future__ import annotations

from networks.work import Asker
from tests.cast import Cast

TABLE = """
|Object              |An|Uv|NM|Pe|Me|Mu|Ba|Pr|FO|Fa|Op|
|Public page         |R |R |R |R |R |R |R |R |R |RW|RW|
|Private page        |− |− |− |L |R |R |− |R |− |RW|RW|
|Chat history        |− |− |− |− |RW|R |− |RW|− |RW|B |
|Conversation of two |− |− |− |− |O |O |− |O |− |O |− |
|Live stream         |− |− |− |− |RW|R |− |RW|− |RW|B |
|Resource in review  |− |− |− |− |O |O |− |OA|− |RW|B |
|Published resource  |− |− |− |− |R |R |− |R |− |RW|B |
|File and thumbnail  |− |− |− |− |R |R |− |R |− |RW|B |
|Declined resource   |− |− |− |− |O |O |− |O |− |R |B |
|Try report          |− |− |− |− |O |O |− |O |− |O |− |
|Outcomes            |− |− |− |− |R |R |− |R |− |R |R |
|Search              |− |− |− |− |R |R |− |R |− |R |B |
|Charter versions    |− |− |− |− |R |R |− |R |− |R |R |
|Amendments          |− |− |− |− |RW|V |− |RW|− |RW|R |
|Member list         |− |− |− |− |R |R |− |R |− |R |R |
|Profile             |− |O |O |O |R |R |O |R |O |R |R |
|Cases and reports   |− |− |− |O |O |O |O |O |O |RW|RW|
|Asking of a mentor  |− |− |− |− |O |− |− |O |− |RW|RW|
|Appeal of a member  |− |− |− |− |− |− |− |− |− |RW|RW|
|Own appeal          |− |− |− |O |O |O |O |O |− |O |− |
|Dashboard           |− |− |− |− |− |− |− |− |− |R |R |
|Safety case         |− |− |− |− |− |− |− |− |− |RW|RW|
|My support          |− |− |− |− |O |O |− |O |− |O |O |
|Safety lists        |− |− |− |− |− |− |− |− |− |− |RW|
|Rota                |− |− |− |− |− |− |− |− |− |RW|RW|
|Member desk         |− |− |− |− |− |− |− |− |− |RW|RW|
|Audit log           |− |− |− |− |− |− |− |− |− |R |R |
|Own export          |− |O |O |O |O |O |O |O |O |O |O |
"""

COLUMNS = {
    "An": None,
    "Uv": "una",
    "NM": "oli",
    "Pe": "pia",
    "Me": "ana",
    "Mu": "max",
    "Ba": "bea",
    "Pr": "lin",
    "FO": "gil",
    "Fa": "fay",
    "Op": "opal",
}
"""Who of the cast stands for each column."""


def _rows() -> dict[str, dict[str, str]]:
    head, *rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in TABLE.strip().splitlines()]
    return {name: dict(zip(head[1:], cells, strict=True)) for name, *cells in rows}


ROWS = _rows()


def cells(name: str) -> list[tuple[str, str]]:
    """The columns of a row, each with its letters."""
    return list(ROWS[name].items())


def inside() -> list[str]:
    """The columns of those who are inside a community without a reason given."""
    return [column for column, letters in cells("Chat history") if "R" in letters]


def person(cast: Cast, column: str) -> Asker | None:
    name = COLUMNS[column]
    return getattr(cast, name) if name else None
