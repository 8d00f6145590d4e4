"""Searching texts: one table of what can be found, and how each database looks into it.

What is found is always compared with the row it came from: an entry says where to look, never what is true.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    Subquery,
    Text,
    and_,
    bindparam,
    cast,
    column,
    func,
    literal,
    or_,
    select,
    table,
    text,
    true,
)  # fmt: skip
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import Mapped, mapped_column

from networks import folding
from networks.base import Base

MOST: Final = 16_000
"""Words of one text that are looked at; PostgreSQL knows no later places."""

SALT: Final = 16
"""Bits of an entry's number that tell texts of one millisecond apart."""

SIGN: Final = "§"
"""Begins what an entry belongs to. No word of a text has it, and both databases take it for a letter."""

PIECE: Final = re.compile(r'"([^"]*)"?|([^\s"]+)')

TERMS: Final = 12
"""Terms that are looked for at once."""

SHORTEST: Final = 2
"""Letters from which on a word that is still being typed finds what begins with it."""

FTS: Final = "search_words"
"""The index of the words: in SQLite a table, with others beside it that begin with its name."""


NUMBER: Final = BigInteger().with_variant(Integer(), "sqlite")
"""SQLite's rows have one of their own, which this is then."""


class Entry(Base):
    """A text that can be found. Its number follows the moment of the text, so that the newest are found first.

    `version` is the message's `change_seq` or the number of the resource's version, as it was when it was looked at.
    """

    __tablename__ = "search_entries"
    __table_args__ = (Index("ix_search_entries_community_id_id", "community_id", "id"),)

    id: Mapped[int] = mapped_column(NUMBER, primary_key=True, autoincrement=False)
    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id", ondelete="CASCADE"))
    message_id: Mapped[UUID | None] = mapped_column(ForeignKey("messages.id", ondelete="CASCADE"), unique=True)
    resource_id: Mapped[UUID | None] = mapped_column(ForeignKey("resources.id", ondelete="CASCADE"), unique=True)
    version: Mapped[int]
    words: Mapped[str] = mapped_column(Text().with_variant(postgresql.TSVECTOR(), "postgresql"), deferred=True)


def is_inner(name: str | None) -> bool:
    """Whether this is what a database keeps to look into texts: SQLite some tables, PostgreSQL an index."""
    return name is not None and name.startswith(FTS)


class Term(NamedTuple):
    """Words that stand side by side. The last of them may go on, where somebody is still typing it."""

    words: tuple[str, ...]
    goes_on: bool = False


def number_of(at: datetime, id_: UUID) -> int:
    """An entry's number: the millisecond, and something that tells those of the same one apart."""
    return (moment(at) << SALT) + (id_.int & ((1 << SALT) - 1))


def edge(at: datetime) -> int:
    """The smallest number that a text of this moment can have."""
    return moment(at) << SALT


def moment(at: datetime) -> int:
    return max(0, int(at.astimezone(UTC).timestamp() * 1000))


def indexed(dialect: str, said: str, belongs: Sequence[str]) -> str:
    """What is kept of a text so that it can be found; `belongs` are signs that `sign` made."""
    kept = folding.words(said)[:MOST]
    if dialect == "sqlite":
        return f" {' '.join([*belongs, *kept])} "  # a space on either side of each word: see `_is_in`
    places: dict[str, list[int]] = {}
    for place, word in enumerate(kept, 1):
        places.setdefault(word, []).append(place)
    found = [f"'{word}':{','.join(map(str, where[:255]))}" for word, where in places.items()]
    return " ".join([*(f"'{one}'" for one in belongs), *found])


def sign(kind: str, id_: UUID | str) -> str:
    """What an entry belongs to, as a word that nobody can type."""
    return f"{SIGN}{kind}{id_.hex if isinstance(id_, UUID) else id_}"


def sign_of(kind: str, word: str) -> str:
    """The same for a word of whatever letters, as a tag is."""
    return sign(kind, hashlib.blake2b(word.encode(), digest_size=8).hexdigest())


class Question(NamedTuple):
    """What an entry must have: all the terms, all the signs, and one of `either`, if any."""

    dialect: str
    terms: tuple[Term, ...]
    signs: tuple[str, ...]
    either: tuple[str, ...] = ()
    narrow: bool = False
    """Whether the signs are of less than a whole library or room."""

    def whole(self) -> Question:
        """The same with no word that is taken for the beginning of others."""
        return self._replace(terms=tuple(term._replace(goes_on=False) for term in self.terms))

    def without_last(self) -> Question | None:
        """The same without the last word; None where that says no more than where it is looked for."""
        rest = self._replace(terms=self.terms[:-1])
        return rest if rest.terms or self.narrow else None

    @property
    def all(self) -> list[Term]:
        return [*(Term((one,)) for one in self.signs), *self.terms]

    @property
    def any(self) -> list[Term]:
        return [Term((one,)) for one in self.either]


def hits(question: Question) -> Subquery:
    """The numbers of the entries that are asked for, as `id`."""
    if question.dialect != "sqlite":
        kept = Entry.__table__.c
        return select(kept.id).where(_postgres_match(question)).subquery("hits")
    asked = _joined(question, " AND ", " OR ", _sqlite_term)
    index = table(FTS, column("rowid", Integer))
    match = text(f"{FTS} MATCH :asked").bindparams(bindparam("asked", asked, unique=True))
    return select(index.c.rowid.label("id")).where(match).subquery("hits")


def has(question: Question) -> ColumnElement[bool]:
    """The same as a condition on one entry, whose own words are looked at and not the index."""
    if question.dialect != "sqlite":
        return _postgres_match(question)
    return and_(*map(_is_in, question.all), or_(*map(_is_in, question.any)) if question.either else true())


def _is_in(term: Term) -> ColumnElement[bool]:
    """SQLite keeps the words as they are looked for, between spaces."""
    said = f" {' '.join(term.words)}" + ("" if term.goes_on else " ")
    return func.instr(Entry.__table__.c.words, said) > 0


def _postgres_match(question: Question) -> ColumnElement[bool]:
    query = cast(literal(_joined(question, " & ", " | ", _postgres_term), Text()), postgresql.TSQUERY())
    return Entry.__table__.c.words.op("@@", is_comparison=True)(query)


def _joined(question: Question, both: str, one_of: str, written: Callable[[Term], str]) -> str:
    parts = [written(term) for term in question.all]
    if question.either:
        parts.append(f"({one_of.join(written(term) for term in question.any)})")
    return both.join(parts)


def terms_of(said: str) -> list[Term]:
    """The words and "phrases" that somebody typed. Whatever they type means something, or nothing; never a mistake."""
    said = said.translate(folding.QUOTES)
    found = [_term(quoted, bare) for quoted, bare in PIECE.findall(said)]
    kept = [term for term in found if term.words][:TERMS]
    if kept and found[-1].words and len(found) <= TERMS and not said[-1:].isspace():
        last = kept[-1]
        kept[-1] = last._replace(goes_on=not said.endswith('"') and len(last.words[-1]) >= SHORTEST)
    return kept


def _term(quoted: str, bare: str) -> Term:
    return Term(tuple(folding.words(quoted or bare)))


def _sqlite_term(term: Term) -> str:
    return f'"{" ".join(term.words)}"' + ("*" if term.goes_on else "")


def _postgres_term(term: Term) -> str:
    said = [f"'{word}'" for word in term.words]
    return f"({' <-> '.join(said)}{':*' if term.goes_on else ''})"
