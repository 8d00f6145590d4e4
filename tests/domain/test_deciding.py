"""Claiming a case and deciding it, once."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from networks.audit import AuditRow
from networks.communities.actions import join, leave
from networks.errors import Conflict, Invalid, NotAllowed, NotFound
from networks.moderation.actions import CLAIM, add_note, claim, decide
from networks.moderation.cases import open_case
from networks.moderation.events import CaseDecided
from networks.moderation.models import Case, CaseKind
from networks.moderation.queries import audit
from tests.cast import ANSWERS
from tests.domain.acts import at_once, do, listen, look, queue

WELCOME: Any = {"outcome": "approve", "reason": "Welcome."}


# --- claiming


def test_who_claims_a_case_has_it_for_half_an_hour(network, cast, second, clock):
    assert do(network, cast.fay, claim, cast.pia_case).claimed_by.handle == "Fay"
    for ask in (claim, partial(decide, **WELCOME)):
        with pytest.raises(Conflict, match="Fay"):
            do(network, second, ask, cast.pia_case)
    clock.move(seconds=CLAIM.total_seconds())
    assert do(network, second, claim, cast.pia_case).claimed_by.handle == "Ben"
    with pytest.raises(Conflict, match="Ben"):
        do(network, cast.fay, claim, cast.pia_case)


def test_claiming_again_lengthens_the_claim(network, cast, second, clock):
    do(network, cast.fay, claim, cast.pia_case)
    clock.move(minutes=20)
    until = do(network, cast.fay, claim, cast.pia_case).case.claimed_until
    assert until == clock.now + CLAIM


def test_two_who_claim_at_once_do_not_both_get_it(network, cast, second):
    people = (cast.fay, second)
    said = at_once([partial(do, network, person, claim, cast.pia_case) for person in people])
    lost = [one for one in said if isinstance(one, Conflict)]
    winner = people[1 - said.index(lost[0])]
    assert (len(lost), winner.handle in str(lost[0])) == (1, True)


def test_members_claim_and_decide_nothing(network, cast):
    subject = {"subject_kind": "message", "subject_id": uuid4(), "person_id": None}
    do(network, cast.ana, open_case, cast.crohns_id, CaseKind.REPORT, **subject)
    (hers,) = queue(network, cast.ana)
    for ask in (claim, partial(add_note, body="Hm."), partial(decide, outcome="dismiss", reason="Hm.")):
        with pytest.raises(NotAllowed):
            do(network, cast.ana, ask, hers)
        with pytest.raises(NotFound):
            do(network, cast.ben, ask, hers)


# --- deciding


def test_a_decision_closes_the_case_with_its_reason_and_is_kept(network, cast, clock):
    heard = listen(network, CaseDecided)
    closed = do(network, cast.fay, decide, cast.pia_case, **WELCOME)
    assert (closed.case.state, closed.case.outcome, closed.case.reason) == ("closed", "approve", "Welcome.")
    assert (closed.decided_by.handle, closed.case.decided_at) == ("Fay", clock.now)
    assert [(one.kind, one.outcome) for one in heard] == [("join", "approve")]
    row, actor = look(network, cast.fay, audit, "crohns")[0]
    assert (row.act, row.subject_id, row.reason, actor.handle) == ("case.decided", cast.pia_case, "Welcome.", "Fay")


def test_a_decided_case_is_not_decided_again(network, cast, second):
    do(network, cast.fay, decide, cast.pia_case, **WELCOME)
    for person in (second, cast.fay, cast.opal):
        for ask in (claim, partial(decide, outcome="decline", reason="No.")):
            with pytest.raises(Conflict, match="Fay decided"):
                do(network, person, ask, cast.pia_case)


def test_a_case_is_decided_as_its_kind_allows(network, cast):
    for outcome in ("dismiss", "publish", "uphold", ""):
        with pytest.raises(Invalid) as refused:
            do(network, cast.fay, decide, cast.pia_case, outcome=outcome, reason="Hm.")
        assert "outcome" in refused.value.fields


def test_two_facilitators_who_decide_at_once_decide_once(network, cast, second):
    """A hundred times: one wins, the other is told who, a row of the audit says what was decided, one event tells."""
    people, case_id, heard = (cast.fay, second), cast.pia_case, listen(network, CaseDecided)
    for number in range(100):
        if number:
            do(network, cast.pia, join, "crohns", answers=ANSWERS)
            (case_id,) = queue(network, cast.fay, kind="join", state="open")
        reasons = [f"{person.handle} says no." for person in people]
        calls = [partial(do, network, p, decide, case_id, outcome="decline", reason=r) for p, r in zip(people, reasons)]  # noqa: B905
        said = at_once(calls)
        lost = [one for one in said if isinstance(one, Conflict)]
        assert len(lost) == 1, said
        winner = people[1 - said.index(lost[0])]
        assert winner.handle in str(lost[0])
        with network.reading() as work:
            row = work.session.get_one(Case, case_id)
            kept = work.session.scalars(select(AuditRow.reason).where(AuditRow.subject_id == case_id)).all()
        assert row.decided_by_id == winner.person_id
        assert kept == [row.reason] == [f"{winner.handle} says no."]
        assert [event.reason for event in heard if event.subject_id == case_id] == kept


def test_a_case_that_was_withdrawn_is_not_decided(network, cast, clock):
    do(network, cast.pia, leave, "crohns")
    with pytest.raises(Conflict):
        do(network, cast.fay, decide, cast.pia_case, **WELCOME)
    with network.reading() as work:
        assert work.session.scalar(select(func.count()).select_from(Case).where(Case.state == "open")) == 1  # in hidden
    clock.move(seconds=timedelta(days=1).total_seconds())
