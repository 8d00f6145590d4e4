"""The facilitators' queue: who sees what, claiming, notes, deciding once."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from networks.audit import AuditRow
from networks.communities.actions import appoint, join, leave
from networks.errors import Conflict, Invalid, NotAllowed, NotFound, Unauthenticated
from networks.moderation.actions import CLAIM, add_note, claim, decide, open_case
from networks.moderation.events import CaseChanged, CaseDecided
from networks.moderation.kinds import CLOCKS
from networks.moderation.models import Case, CaseKind, Severity
from networks.moderation.queries import audit, case, cases, notes, open_count
from networks.people.queries import person_by_handle
from tests.cast import ANSWERS
from tests.domain.acts import at_once, do, listen, look

WELCOME = {"outcome": "approve", "reason": "Welcome."}


@pytest.fixture
def second(network, cast):
    """Ben facilitates as well."""
    with network.begin() as work:
        appoint(work, "crohns", person_by_handle(work, "Ben"), "facilitator")
    return cast.ben


def queue(network, person, **which):
    return [one.case.id for one in look(network, person, cases, "crohns", **which)[1]]


# --- seeing


def test_facilitators_and_operators_see_the_queue(network, cast):
    for person in (cast.fay, cast.opal):
        assert queue(network, person, state="open") == [cast.pia_case]
        assert look(network, person, case, cast.pia_case)[0].subject.handle == "Pia"
        assert look(network, person, case, cast.pia_case)[0].excerpt == ANSWERS[0]
        assert look(network, person, open_count, cast.crohns_id) == 1


def test_members_see_only_cases_that_they_opened(network, cast):
    for person in (cast.ben, cast.max):
        assert queue(network, person) == []
        with pytest.raises(NotFound):
            look(network, person, case, cast.pia_case)


def test_outsiders_and_facilitators_of_others_see_no_queue(network, cast):
    for person in (cast.pia, cast.bea, cast.oli, cast.gil):
        with pytest.raises(NotFound):
            queue(network, person)
        with pytest.raises(NotFound):
            look(network, person, case, cast.pia_case)
    with pytest.raises(NotFound):
        look(network, cast.fay, case, uuid4())


def test_nobody_signed_in_sees_no_queue(network, cast):
    with pytest.raises((NotFound, Unauthenticated)):
        queue(network, None)


def test_a_case_about_oneself_is_not_there(network, cast, second):
    about_fay = {"subject_kind": "person", "subject_id": cast.fay.person_id, "person_id": cast.fay.person_id}
    do(network, cast.ana, open_case, cast.crohns_id, CaseKind.REPORT, **about_fay)
    (case_id,) = queue(network, second, kind="report")
    assert queue(network, cast.fay, kind="report") == []
    assert look(network, cast.fay, open_count, cast.crohns_id) == 1
    for ask in (partial(claim), partial(add_note, body="Me?"), partial(decide, outcome="dismiss", reason="No.")):
        with pytest.raises(NotFound):
            do(network, cast.fay, ask, case_id)


def test_the_queue_is_narrowed_by_kind_and_state_and_goes_on(network, cast, clock):
    for person in (cast.oli, cast.gil):
        clock.move(minutes=1)
        do(network, person, join, "crohns", answers=ANSWERS)
    everything = queue(network, cast.fay, kind="join", state="open")
    assert len(everything) == 3
    assert everything[0] == cast.pia_case
    assert queue(network, cast.fay, state="open", limit=2) == everything[:2]
    assert queue(network, cast.fay, state="open", offset=2, limit=2) == everything[2:]
    do(network, cast.fay, claim, cast.pia_case)
    assert queue(network, cast.fay, state="claimed") == [cast.pia_case]
    assert len(queue(network, cast.fay, state="open,claimed")) == 3
    assert queue(network, cast.fay, kind="report") == []


def test_graver_cases_are_due_sooner(network, cast, clock):
    for severity in Severity:
        subject = {"subject_kind": "message", "subject_id": uuid4(), "person_id": None}
        do(network, None, open_case, cast.crohns_id, CaseKind.SAFETY, severity=severity, **subject)
    found = look(network, cast.fay, cases, "crohns", kind="safety")[1]
    assert [one.case.severity for one in found] == ["red", "amber", "green"]
    assert [one.case.due_at - clock.now for one in found] == [CLOCKS[one] for one in ("red", "amber", "green")]


def test_one_thing_has_one_case_until_it_is_closed(network, cast):
    subject = {"subject_kind": "message", "subject_id": uuid4(), "person_id": None}
    heard = listen(network, CaseChanged)
    for _ in range(2):
        do(network, cast.ana, open_case, cast.crohns_id, CaseKind.SAFETY, **subject)
    do(network, cast.ana, open_case, cast.crohns_id, CaseKind.REPORT, **subject)
    assert len(heard) == 2
    assert len(queue(network, cast.fay, kind="safety")) == 1


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


# --- notes


def test_facilitators_write_notes_to_each_other(network, cast, second, clock):
    for person, words in ((cast.fay, "Known from elsewhere?"), (second, "No.")):
        clock.move(minutes=1)
        do(network, person, add_note, cast.pia_case, words)
    told = look(network, cast.opal, notes, cast.pia_case)
    assert [(by.handle, note.body) for note, by in told] == [("Fay", "Known from elsewhere?"), ("Ben", "No.")]
    for person in (cast.ana, cast.pia, cast.gil):
        with pytest.raises(NotFound):
            look(network, person, notes, cast.pia_case)


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
    """Twenty times: one wins, the other is told who, and one row of the audit says what was decided."""
    people, case_id = (cast.fay, second), cast.pia_case
    for number in range(20):
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


def test_a_case_that_was_withdrawn_is_not_decided(network, cast, clock):
    do(network, cast.pia, leave, "crohns")
    with pytest.raises(Conflict):
        do(network, cast.fay, decide, cast.pia_case, **WELCOME)
    with network.reading() as work:
        assert work.session.scalar(select(func.count()).select_from(Case).where(Case.state == "open")) == 1  # in hidden
    clock.move(seconds=timedelta(days=1).total_seconds())
