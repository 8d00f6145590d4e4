"""Whoever remembers every table that was ever shown, and adds and subtracts them as they like.

A table counts the answers of a set of people. What follows from tables by adding and subtracting is their rational
combinations; one of them tells of few people where all others fall out of it. So this looks for a small set of people
outside of whom the tables hang together more (their rank is lower) than with everybody in them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Any, Final

Table = frozenset[tuple[Any, int]]
"""Answers that a table counts: whose, and which of theirs, since people change what they say."""

Row = tuple[int, ...]
PRIME: Final = 2**61 - 1


def few_told_of(tables: Sequence[Table], k: int, most: int | None = None) -> set[Any] | None:
    """The fewest people of whom some combination of tables tells and of nobody else, if these are fewer than `k`.

    `most`: how many kinds of people to look at together, where to look at all would take too long.
    """
    columns = {answer: tuple(int(answer in table) for table in tables) for table in tables for answer in table}
    alike: dict[frozenset[Row], set[Any]] = {}
    for person in {person for person, _ in columns}:
        pattern = frozenset(column for (who, _), column in columns.items() if who == person)
        alike.setdefault(pattern, set()).add(person)
    whole = rank(columns.values())
    if rank(column for pattern, people in alike.items() if len(people) >= k for column in pattern) == whole:
        return None  # every combination tells of many who are alike
    small = [(pattern, people) for pattern, people in alike.items() if len(people) < k]
    for size in range(1, min(k, (most or k) + 1)):
        for some in combinations(small, size):
            people = set().union(*(people for _, people in some))
            rest = [column for (who, _), column in columns.items() if who not in people]
            if len(people) < k and rank(rest) < whole:
                return people
    return None


def rank(columns: Iterable[Row]) -> int:
    """Of a matrix of small whole numbers: modulo a prime far above them, which is as exact and much faster."""
    rows = [list(column) for column in set(columns)]
    found = 0
    for place in range(len(rows[0]) if rows else 0):
        pivot = next((row for row in rows[found:] if row[place]), None)
        if pivot is None:
            continue
        rows.remove(pivot)
        rows.insert(found, pivot)
        inverse = pow(pivot[place], -1, PRIME)
        for number in range(found + 1, len(rows)):
            factor = rows[number][place] * inverse % PRIME
            if factor:
                rows[number] = [(a - factor * b) % PRIME for a, b in zip(rows[number], pivot, strict=True)]
        found += 1
    return found
