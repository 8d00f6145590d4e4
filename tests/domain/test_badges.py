"""Who has a badge at this moment."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import event

from networks.communities.actions import leave, set_role
from networks.communities.badges import Badge, badges
from networks.moderation.sanctioning import sanction
from tests.domain.acts import do, look
from tests.domain.professionals import verified

NURSE = Badge("professional", "IBD nurse")


@pytest.fixture
def worn(network, cast):
    def here(who):
        return look(network, None, badges).get(cast.crohns_id, {}).get(who.person_id)

    return here


def test_the_few_have_one_each_in_their_own_community(network, cast, worn):
    assert (worn(cast.lin), worn(cast.fay)) == (NURSE, Badge("facilitator", None))
    for person in (cast.ana, cast.max, cast.bea, cast.pia, cast.gil, cast.opal):
        assert worn(person) is None
    assert cast.gil.person_id in look(network, None, badges)[cast.long_covid_id]


def test_it_is_what_they_are_today(network, cast, worn):
    do(network, cast.fay, set_role, "crohns", cast.lin.person_id, "professional", "Pharmacist")
    assert worn(cast.lin) == Badge("professional", "Pharmacist")
    do(network, cast.lin, leave, "crohns")
    assert worn(cast.lin) is None


def test_what_was_verified_is_over_at_its_hour(network, cast, clock, worn):
    verified(network, cast, cast.ana, months=1)
    clock.move(days=30, seconds=-1)
    assert worn(cast.ana) == NURSE
    clock.move(seconds=1)
    assert worn(cast.ana) is None


def test_a_suspension_takes_it_for_its_days(network, cast, clock, worn):
    unkind = {"kind": "suspension", "reason": "Unkind words.", "rule": "1", "until": clock.now + timedelta(days=1)}
    do(network, cast.fay, sanction, "crohns", cast.lin.person_id, **unkind)
    assert worn(cast.lin) is None
    clock.move(days=1)
    assert worn(cast.lin) == NURSE


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_nobody_else_is_looked_at_to_find_them(network):
    found, reader = [], network.database.reader

    def note(_connection, _cursor, statement, values, *_rest) -> None:
        found.append((statement, values))

    event.listen(reader, "before_cursor_execute", note)
    look(network, None, badges)
    event.remove(reader, "before_cursor_execute", note)
    ((statement, values),) = [one for one in found if "memberships" in one[0]]
    with reader.connect() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
    assert [row[-1] for row in plan] == ["SCAN memberships USING INDEX ix_memberships_badges"]
