"""The audit: what was decided, in a chain that shows every change."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest
from sqlalchemy import delete, insert, select, update

from networks.audit import NETWORK, AuditHead, AuditRow, broken, chains, faults, seal, verify
from networks.communities.actions import edit_community, invite, make_community
from networks.erasure import erase
from networks.errors import NotAllowed, NotFound
from networks.moderation.actions import decide
from networks.moderation.queries import audit
from networks.moderation.sanctioning import sanction
from networks.people.actions import make_operator
from networks.people.queries import person_by_handle
from tests.domain.acts import at_once, do, look


def chain(network, chain_id):
    with network.reading() as work:
        return list(
            work.session.scalars(select(AuditRow).where(AuditRow.chain == chain_id).order_by(AuditRow.position))
        )


def tamper(network, statement):
    with network.begin() as work:
        work.session.execute(statement)


def row_at(cast, position):
    return (AuditRow.chain == cast.crohns_id, AuditRow.position == position)


def test_what_is_decided_is_kept_in_order_with_actor_and_reason(network, cast):
    do(network, cast.fay, decide, cast.pia_case, outcome="approve", reason="Welcome.")
    do(network, cast.opal, invite, "crohns")
    rows = look(network, cast.fay, audit, "crohns", limit=2)
    assert [(row.act, actor.handle, row.reason) for row, actor in rows] == [
        ("invitation.made", "Opal", None),
        ("case.decided", "Fay", "Welcome."),
    ]


def test_every_community_and_the_network_have_a_chain_that_holds(network, cast):
    for chain_id in (cast.crohns_id, cast.hidden_id, cast.long_covid_id, NETWORK):
        rows = chain(network, chain_id)
        assert rows
        assert [row.position for row in rows] == list(range(1, len(rows) + 1))
        assert faults(rows) == look(network, None, broken, chain_id) == []


def test_what_is_refused_is_not_kept(network, cast):
    before = len(chain(network, cast.crohns_id))
    with pytest.raises(NotAllowed):
        do(network, cast.ana, edit_community, "crohns", name="Mine")
    assert len(chain(network, cast.crohns_id)) == before


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("act", "nothing.happened"),
        ("reason", "Another reason."),
        ("subject_kind", "room"),
        ("subject_id", uuid4()),
        ("at", None),
        ("hash", "0" * 64),
        ("previous", "1" * 64),
        ("position", 4711),
    ],
)
def test_a_changed_row_shows(network, cast, clock, column, value):
    tamper(network, update(AuditRow).where(*row_at(cast, 3)).values({column: value or clock.now - timedelta(days=1)}))
    assert look(network, None, broken, cast.crohns_id)


def test_a_changed_row_shows_although_it_was_sealed_again(network, cast):
    row = chain(network, cast.crohns_id)[2]
    row.reason = "Another reason."
    tamper(network, update(AuditRow).where(AuditRow.id == row.id).values(reason=row.reason, hash=seal(row)))
    assert look(network, None, broken, cast.crohns_id)


def test_a_missing_row_shows_wherever_it_was(network, cast):
    rows = chain(network, cast.crohns_id)
    for position in (1, 3, len(rows)):
        assert faults([row for row in rows if row.position != position]) or position == len(rows)
    tamper(network, delete(AuditRow).where(*row_at(cast, len(rows))))
    assert look(network, None, broken, cast.crohns_id) == [len(rows)]


def test_an_emptied_chain_shows(network, cast):
    tamper(network, delete(AuditRow).where(AuditRow.chain == cast.crohns_id))
    assert look(network, None, broken, cast.crohns_id)


def test_rows_that_changed_places_in_the_database_show(network, cast):
    for old, new in ((2, 4711), (3, 2), (4711, 3)):
        tamper(network, update(AuditRow).where(*row_at(cast, old)).values(position=new))
    assert {2, 3} <= set(look(network, None, broken, cast.crohns_id))


def test_a_row_that_was_added_shows_although_it_fits(network, cast, clock):
    last = chain(network, cast.crohns_id)[-1]
    forged = AuditRow(id=uuid4(), chain=last.chain, position=last.position + 1, at=clock.now, act="case.decided")
    forged.subject_kind, forged.previous = "case", last.hash
    forged.hash = seal(forged)
    with network.begin() as work:
        work.session.add(forged)
    assert look(network, None, broken, cast.crohns_id) == [last.position + 1]


def test_a_row_that_stands_there_twice_shows(network, cast):
    copied, last = chain(network, cast.crohns_id)[2], chain(network, cast.crohns_id)[-1]
    values = {column.key: getattr(copied, column.key) for column in AuditRow.__table__.columns}
    tamper(network, insert(AuditRow).values(**values | {"id": uuid4(), "position": last.position + 1}))
    assert look(network, None, broken, cast.crohns_id) == [last.position + 1]


def test_a_row_that_went_to_another_community_shows_in_both(network, cast):
    first, last = chain(network, cast.hidden_id)[0], chain(network, cast.hidden_id)[-1]
    moved = update(AuditRow).where(AuditRow.id == first.id)
    tamper(network, moved.values(chain=cast.crohns_id, position=chain(network, cast.crohns_id)[-1].position + 1))
    assert look(network, None, broken, cast.crohns_id)
    assert look(network, None, broken, cast.hidden_id)
    tamper(network, update(AuditRow).where(AuditRow.id == last.id).values(chain=cast.long_covid_id, position=4711))
    assert look(network, None, broken, cast.long_covid_id)


def test_rows_without_an_end_show(network, cast):
    tamper(network, delete(AuditHead).where(AuditHead.chain == cast.crohns_id))
    assert look(network, None, broken, cast.crohns_id) == [len(chain(network, cast.crohns_id))]


def test_a_verdict_tells_how_long_a_chain_is_and_its_last_seal(network, cast):
    rows = chain(network, cast.crohns_id)
    assert look(network, None, verify, cast.crohns_id) == (cast.crohns_id, len(rows), rows[-1].hash, [])
    known = look(network, None, chains)
    assert {NETWORK, cast.crohns_id, cast.hidden_id, cast.long_covid_id} <= set(known)
    tamper(network, delete(AuditRow).where(AuditRow.chain == cast.crohns_id))
    assert look(network, None, chains) == known


def test_rows_in_another_order_show(network, cast):
    rows = chain(network, cast.crohns_id)
    for one, other in ((0, 1), (2, 3), (0, -1)):
        swapped = list(rows)
        swapped[one], swapped[other] = swapped[other], swapped[one]
        assert faults(swapped)


def test_a_chain_that_never_began_holds(network, cast):
    assert look(network, None, broken, uuid4()) == []


def test_a_chain_holds_after_somebody_in_it_is_erased(network, cast):
    do(network, cast.fay, erase, delete_content=True)
    assert look(network, None, broken, cast.crohns_id) == []


def test_those_who_decide_at_once_stand_in_one_chain(network, cast):
    warn = {"kind": "warning", "reason": "Unkind.", "rule": "1"}
    people = (cast.ana, cast.ben, cast.lin, cast.max)
    calls = [
        partial(do, network, by, sanction, "crohns", p.person_id, **warn)
        for p in people
        for by in (cast.fay, cast.opal)
    ]
    before = len(chain(network, cast.crohns_id))
    assert all(hasattr(one, "kind") for one in at_once(calls))
    assert len(chain(network, cast.crohns_id)) == before + len(calls)
    assert look(network, None, broken, cast.crohns_id) == []


def test_a_chain_may_begin_twice_at_once(network, cast):
    def make(slug):
        return do(network, cast.opal, make_community, slug=slug, name=slug)

    def grant():
        with network.begin() as work:
            make_operator(work, person_by_handle(work, "Oli"))

    tamper(network, delete(AuditRow).where(AuditRow.chain == NETWORK))
    assert [one for one in at_once([partial(make, f"place-{n}") for n in range(4)] + [grant]) if one is None] == [None]


def test_facilitators_and_operators_read_it_and_nobody_else(network, cast):
    for person in (cast.ana, cast.lin, cast.max):
        with pytest.raises(NotAllowed):
            look(network, person, audit, "crohns")
    for person in (cast.pia, cast.bea, cast.oli, cast.gil, None):
        with pytest.raises(NotFound):
            look(network, person, audit, "crohns")


def test_it_is_read_from_the_newest_and_goes_on(network, cast):
    everything = [row.position for row, _ in look(network, cast.opal, audit, "crohns")]
    assert everything == sorted(everything, reverse=True)
    first = look(network, cast.opal, audit, "crohns", limit=3)
    rest = look(network, cast.opal, audit, "crohns", before=first[-1][0].position)
    assert [row.position for row, _ in [*first, *rest]] == everything
