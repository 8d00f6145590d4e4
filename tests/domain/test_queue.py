"""The facilitators' queue: who sees what."""

from __future__ import annotations

from functools import partial
from uuid import uuid4

import pytest

from networks.communities.actions import join
from networks.errors import NotFound, Unauthenticated
from networks.moderation.actions import SOON, add_note, claim, decide
from networks.moderation.cases import escalate, open_case
from networks.moderation.clocks import CLOCKS
from networks.moderation.events import CaseChanged
from networks.moderation.models import CaseKind, Severity
from networks.moderation.queries import case, cases, notes, open_count
from tests.cast import ANSWERS
from tests.domain.acts import at_once, do, listen, look, queue

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
    assert [one.case.due_at - clock.now for one in found] == [CLOCKS[one] for one in reversed(Severity)]


def test_the_gravest_stands_first_and_among_equals_what_has_waited_longest(network, cast, clock):
    subjects = [(severity, uuid4()) for severity in ("green", "red", "amber", "red", "amber")]
    for severity, subject in subjects:
        clock.move(minutes=20)
        about = {"subject_kind": "message", "subject_id": subject, "person_id": None}
        do(network, None, open_case, cast.crohns_id, CaseKind.SAFETY, severity=Severity(severity), **about)
    found = look(network, cast.fay, cases, "crohns", kind="safety")[1]
    assert [one.case.subject_id for one in found] == [subjects[number][1] for number in (1, 3, 2, 4, 0)]


def test_an_escalated_case_stands_where_its_gravity_puts_it(network, cast, clock):
    do(network, cast.oli, join, "crohns", answers=ANSWERS)
    later = queue(network, cast.fay, state="open")[1]
    heard = listen(network, CaseChanged)
    assert [do(network, None, escalate, later, Severity.AMBER) for _ in range(2)] == [True, False]
    assert [event.case_id for event in heard] == [later]
    assert queue(network, cast.fay, state="open") == [later, cast.pia_case]
    assert look(network, cast.fay, case, later)[0].case.due_at == clock.now + CLOCKS[Severity.AMBER]
    assert not do(network, None, escalate, later, Severity.GREEN)
    assert look(network, cast.fay, case, later)[0].case.severity == "amber"


def test_escalating_gives_no_case_more_time(network, cast, clock):
    clock.move(hours=23)
    due = look(network, cast.fay, case, cast.pia_case)[0].case.due_at
    assert do(network, None, escalate, cast.pia_case, Severity.AMBER)
    assert look(network, cast.fay, case, cast.pia_case)[0].case.due_at == due


def test_what_is_closed_is_not_escalated(network, cast):
    do(network, cast.fay, decide, cast.pia_case, outcome="approve", reason="Welcome.")
    assert not do(network, None, escalate, cast.pia_case, Severity.RED)
    assert not do(network, None, escalate, uuid4(), Severity.RED)


def test_one_thing_has_one_case_until_it_is_closed(network, cast):
    subject = {"subject_kind": "message", "subject_id": uuid4(), "person_id": None}
    heard = listen(network, CaseChanged)
    for _ in range(2):
        do(network, cast.ana, open_case, cast.crohns_id, CaseKind.SAFETY, **subject)
    do(network, cast.ana, open_case, cast.crohns_id, CaseKind.REPORT, **subject)
    assert len(heard) == 2
    assert len(queue(network, cast.fay, kind="safety")) == 1


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


def written(network, cast):
    return sorted((by.handle, note.body) for note, by in look(network, cast.opal, notes, cast.pia_case))


def test_a_note_that_is_sent_twice_is_one_and_everybodys_own(network, cast, second, clock):
    heard = listen(network, CaseChanged)
    first, again = (do(network, cast.fay, add_note, cast.pia_case, "She wrote.") for _ in range(2))
    assert (first.id, len(heard)) == (again.id, 1)
    do(network, second, add_note, cast.pia_case, "She wrote.")
    do(network, cast.fay, add_note, cast.pia_case, "Twice.")
    do(network, cast.fay, add_note, cast.pia_case, "She wrote.")
    assert written(network, cast) == [("Ben", "She wrote."), ("Fay", "She wrote."), ("Fay", "Twice.")]
    clock.move(seconds=SOON.total_seconds())
    do(network, cast.fay, add_note, cast.pia_case, "She wrote.")
    assert written(network, cast).count(("Fay", "She wrote.")) == 2


def test_two_clicks_at_the_same_moment_are_one_note(network, cast):
    at_once([lambda: do(network, cast.fay, add_note, cast.pia_case, "She wrote.")] * 6)
    assert written(network, cast) == [("Fay", "She wrote.")]
