"""The members' log tells what was removed and why, and less than would tell whose it was."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text

from networks.errors import NotFound, Unauthenticated
from networks.moderation.actions import decide
from networks.moderation.log import removals
from networks.moderation.report_models import Removal, Why
from networks.removal import remove_message
from tests.domain.acts import do, look, say
from tests.domain.reports import HARMFUL, case_about, put_back, tell

RULE = "2. No medical orders."


@pytest.fixture
def taken_down(network, cast):
    """Ben reports what Ana said, and Fay removes it. Returns the case."""
    said = say(network, cast.ana, cast.everyday, HARMFUL)
    tell(network, cast.ben, "message", said.id)
    case_id = case_about(network, cast.fay, said.id).case.id
    do(network, cast.fay, decide, case_id, outcome="remove", reason="Ana, please do not.", rule=RULE)
    return case_id


def logged(network, who, **which):
    return look(network, who, removals, "crohns", **which)[1]


def test_members_and_operators_read_it_and_to_everybody_else_there_is_nothing(network, cast, taken_down):
    for who in (cast.ana, cast.ben, cast.lin, cast.max, cast.fay, cast.opal):
        assert [(one.kind, one.why, one.rule) for one in logged(network, who)] == [("message", "harmful_advice", RULE)]
    for who in (cast.gil, cast.oli, cast.pia, cast.bea, cast.una):
        with pytest.raises(NotFound):
            logged(network, who)
    with pytest.raises((NotFound, Unauthenticated)):
        logged(network, None)


def test_it_knows_the_month_and_nothing_that_leads_to_somebody(network, cast, clock, taken_down):
    clock.move(days=40)
    put_back(network, cast.opal, taken_down)
    (one,) = logged(network, cast.ben)
    for moment in (one.at, one.restored_at, one.overturned_at):
        assert (moment.day, moment.hour, moment.minute, moment.second, moment.microsecond) == (1, 0, 0, 0, 0)
    assert one.at < one.restored_at
    assert set(one.__slots__) == {"id", "kind", "why", "rule", "at", "restored_at", "overturned_at"}
    assert not {str(taken_down), str(cast.ana.person_id), "Ana"} & {str(getattr(one, name)) for name in one.__slots__}


def test_what_a_facilitator_takes_down_in_the_room_is_told_without_a_rule(network, cast):
    said = say(network, cast.ana, cast.everyday)
    do(network, cast.fay, remove_message, said.id)
    own = say(network, cast.ana, cast.everyday)
    do(network, cast.ana, remove_message, own.id)
    assert [(one.kind, one.why, one.rule) for one in logged(network, cast.ben)] == [("message", None, None)]


def test_the_latest_month_comes_first_and_within_it_the_order_tells_nothing(network, cast):
    days = [datetime(2026, month, day, 12, tzinfo=UTC) for month in (1, 2) for day in range(1, 13)]
    kept = {"community_id": cast.crohns_id, "subject_kind": "message", "case_id": None, "restored_at": None}
    with network.begin() as work:
        for day in days:
            made = {"id": uuid4(), "subject_id": uuid4(), "why": Why.SPAM, "rule": f"{day:%d}", "at": day}
            work.session.add(Removal(**kept, **made))
    found = [one for offset in (0, 10, 20) for one in logged(network, cast.ben, offset=offset, limit=10)]
    assert [one.at.month for one in found] == [2] * 12 + [1] * 12
    assert len({one.id for one in found}) == 24
    told = [one.rule for one in found[:12]]
    assert told != sorted(told)
    assert told != sorted(told, reverse=True)


def test_its_months_are_those_of_utc_whatever_zone_a_connection_has(network, cast):
    kept = {"community_id": cast.crohns_id, "case_id": None, "restored_at": None, "why": Why.SPAM, "rule": None}
    with network.begin() as work:
        for minute in range(12):  # around midnight in UTC, when it is July in Berlin already
            at = datetime(2026, 6, 30, 23, 54, tzinfo=UTC) + timedelta(minutes=minute)
            made = {"id": uuid4(), "subject_id": uuid4(), "subject_kind": "message", "at": at}
            work.session.add(Removal(**kept, **made))

    def in_berlin(work):
        if not network.database.is_sqlite:
            work.session.execute(text("SET LOCAL TIME ZONE 'Europe/Berlin'"))
        return [one.at.month for one in removals(work, "crohns")[1]]

    assert look(network, cast.ben, in_berlin) == [7] * 6 + [6] * 6
