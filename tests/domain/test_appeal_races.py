"""Two at the same moment: appealing twice, deciding twice, overturning while another lifts."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from uuid import uuid4

import pytest

from networks.communities.actions import appoint
from networks.errors import Conflict, Unavailable
from networks.moderation.actions import decide
from networks.moderation.appealing import appeal, reply
from networks.moderation.appeals import EACH, my_appeal
from networks.moderation.decisions import my_decision
from networks.moderation.queries import audit, cases
from networks.moderation.sanctioning import end_sanction
from networks.people.models import Person
from tests.domain.acts import at_once, do, is_inside, look, may_write
from tests.newcomers import arrive

ROUNDS = 100


def until_stored(network, who, act, *given, **named):
    """As a browser does it: where the answer is that nothing was stored, the same once more."""
    while True:
        with suppress(Unavailable):
            return do(network, who, act, *given, **named)


@pytest.fixture
def appealed(network, cast, answer):
    def make(kind="mute"):
        made = answer(cast.ana, kind)
        do(network, cast.ana, appeal, made.id, statement="No.")
        _, found = look(network, cast.opal, cases, "crohns", kind="appeal", state="open")
        return made, next(one.case.id for one in found if one.case.subject_id == made.id)

    return make


def test_of_appeals_at_once_one_counts(network, cast, answer, clock):
    for turn in range(20):
        clock.move(minutes=2)  # or it would be the same step, taken twice
        made = answer(cast.ana, "warning")
        said = [partial(until_stored, network, cast.ana, appeal, made.id, statement=f"{turn} {n}") for n in range(4)]
        found = at_once(said)
        assert sum(isinstance(one, Conflict) for one in found) == 3
    assert len(look(network, cast.opal, cases, "crohns", kind="appeal")[1]) == 20


def test_of_two_decisions_at_once_one_counts_and_is_on_record_once(network, cast, appealed, second):
    for _ in range(ROUNDS):
        made, case_id = appealed("ban")
        words = {"uphold": (second, "It hurt."), "overturn": (cast.opal, "It did not.")}
        found = at_once(
            [
                partial(until_stored, network, who, decide, case_id, outcome=outcome, reason=reason)
                for outcome, (who, reason) in words.items()
            ]
        )
        (lost,) = [one for one in found if isinstance(one, Conflict)]
        (won,) = [one for one in found if one is not lost]
        mine = look(network, cast.ana, my_decision, made.id)
        assert (mine.appeal.outcome, mine.appeal.reason) == (won.case.outcome, words[won.case.outcome][1])
        overturned = won.case.outcome == "overturn"
        assert (mine.made.overturned_at is not None, is_inside(network, cast.ana)) == (overturned, overturned)
        assert (lost.values or {})["name"] == ("Opal" if overturned else "Ben")
        until_stored(network, cast.opal, end_sanction, made.id)
    rows = look(network, cast.fay, audit, "crohns", limit=10 * ROUNDS)
    assert sum(row.act == "case.decided" and row.reason in ("It hurt.", "It did not.") for row, _ in rows) == ROUNDS


def test_overturning_while_another_lifts_does_both(network, cast, appealed):
    for _ in range(ROUNDS // 4):
        made, case_id = appealed()
        found = at_once(
            [
                partial(until_stored, network, cast.opal, decide, case_id, outcome="overturn", reason="No."),
                partial(until_stored, network, cast.fay, end_sanction, made.id),
            ]
        )
        assert not any(isinstance(one, Exception) for one in found)
        mine = look(network, cast.ana, my_decision, made.id)
        assert mine.made.ended_at
        assert mine.made.overturned_at
        assert may_write(network, cast, cast.ana)


def test_no_more_is_written_at_once_than_there_is_room_for(network, cast, appealed):
    made, _ = appealed()
    tab = [partial(until_stored, network, cast.ana, reply, made.id, body=uuid4().hex) for _ in range(EACH + 4)]
    at_once(tab)
    written = look(network, cast.ana, my_appeal, made.id).written
    assert len(written) <= EACH
    assert [one.reply.position for one in written] == list(range(len(written)))


def test_many_facilitators_and_one_decision(network, cast, appealed):
    staff = [arrive(network, f"teasel{n}", "crohns") for n in range(4)]
    for one in staff:
        with network.begin() as work:
            appoint(work, "crohns", _person(work, one), "facilitator")
    _, case_id = appealed()
    found = at_once(
        [partial(until_stored, network, one, decide, case_id, outcome="overturn", reason="No.") for one in staff]
    )
    assert sum(isinstance(one, Conflict) for one in found) == 3


def _person(work, who):
    return work.session.get_one(Person, who.person_id)
