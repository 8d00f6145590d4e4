"""Statements of the hot path: past SQLAlchemy's execution they store, count and fail as through it."""

from __future__ import annotations

from typing import Final
from uuid import uuid4

import pytest
from sqlalchemy import bindparam, literal, or_, select
from sqlalchemy.exc import IntegrityError

from networks.chat.models import ReadMark
from networks.chat.queries import take_numbers
from networks.errors import NotFound
from networks.people.models import Block, Person
from networks.ready import Ready
from tests.domain.acts import do, look


def marks(network, cast, *people):
    return [
        {"room_id": cast.everyday, "person_id": one.person_id, "seq": n, "at": network.clock()}
        for n, one in enumerate(people)
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_rows_are_stored_as_they_were_given(network, cast, count):
    rows = marks(network, cast, cast.ana, cast.ben, cast.fay)[:count]
    people = [row["person_id"] for row in rows]

    def again(work):
        wanted = ReadMark.room_id == cast.everyday, ReadMark.person_id.in_(people)
        work.session.query(ReadMark).where(*wanted).delete()
        return work.insert_new(ReadMark, rows)

    assert do(network, None, again) == count
    find = select(ReadMark).where(ReadMark.room_id == cast.everyday, ReadMark.person_id.in_(people))
    found = look(network, None, lambda work: work.session.scalars(find.order_by(ReadMark.seq)).all())
    assert [{name: getattr(one, name) for name in rows[0]} for one in found] == rows


def test_only_what_is_new_is_counted(network, cast):
    row = {"person_id": cast.ana.person_id, "blocked_id": cast.ben.person_id, "at": network.clock()}
    other = row | {"blocked_id": cast.max.person_id}
    assert do(network, None, lambda work: work.insert_new(Block, [row])) == 1
    assert do(network, None, lambda work: work.insert_new(Block, [row, other])) == 1


def test_what_belongs_to_nothing_fails_as_it_does_through_sqlalchemy(network, cast):
    stranger = {"person_id": uuid4(), "blocked_id": cast.ben.person_id, "at": network.clock()}
    with pytest.raises(IntegrityError):
        do(network, None, lambda work: work.insert_new(Block, [stranger]))
    assert look(network, None, lambda work: work.session.scalar(select(Block.at))) is None


def test_the_numbers_of_a_room_are_taken_in_a_row_and_of_none_that_is_not_there(network, cast):
    first = do(network, None, lambda work: take_numbers(work, cast.everyday, 1))
    assert do(network, None, lambda work: take_numbers(work, cast.everyday, 3)) == first + 3
    with pytest.raises(NotFound):
        do(network, None, lambda work: take_numbers(work, uuid4(), 1))


SOMEBODY: Final = Ready(
    lambda: (
        select(Person.__table__.c.id.label("person_id"), Person.__table__.c.verified_at, literal("x").label("said"))
        .where(Person.__table__.c.handle == bindparam("handle"))
        .where(or_(Person.__table__.c.is_operator.is_(False), Person.__table__.c.handle == "Opal"))
    )
)


def test_one_statement_alone_gives_rows_that_know_their_columns_and_types(network, cast):
    for handle, who in (("Ana", cast.ana), ("Opal", cast.opal)):
        (row,) = network.glance(SOMEBODY, handle=handle)
        verified = look(network, None, lambda work, who=who: work.session.get(Person, who.person_id).verified_at)
        assert (row.person_id, row.verified_at, row.said) == (who.person_id, verified, "x") == tuple(row)
    assert network.glance(SOMEBODY, handle="Nobody") == []


def test_each_glance_sees_what_was_stored_before_it(network, cast):
    def rename(work, handle):
        work.session.get(Person, cast.ana.person_id).handle = handle

    for handle in ("Ana2", "Ana3"):
        assert network.glance(SOMEBODY, handle=handle) == []
        do(network, None, rename, handle)
        assert network.glance(SOMEBODY, handle=handle)[0].person_id == cast.ana.person_id
