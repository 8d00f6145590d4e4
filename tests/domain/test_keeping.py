"""What was published is looked at again: by its date, by its author, and by nobody when its time is over."""

from __future__ import annotations

import pytest

from networks.errors import Conflict, Invalid, NotAllowed, NotFound
from networks.jobs import claim
from networks.moderation.actions import decide as decide_case
from networks.resources.actions import edit, revise, submit
from networks.resources.keeping import bring_back, check, confirm, last_check, plan, sweep
from networks.resources.queries import resource
from networks.resources.reviewing import archive, decide
from tests.domain.acts import do, look
from tests.domain.reviews import handed_in, open_cases, published


@pytest.fixture
def overdue(network, cast, clock):
    made = published(network, cast)
    clock.move(days=361)
    assert do(network, None, sweep) == 1
    clock.move(minutes=1)
    return made


def test_it_comes_back_to_the_queue_once_and_stays_in_the_library_meanwhile(network, cast, overdue):
    assert do(network, None, sweep) == 0
    (case,) = open_cases(network, cast)
    assert (case.subject_id, case.evidence["why"], case.evidence["version"]) == (overdue, "overdue", 1)
    assert look(network, cast.ben, resource, overdue).state == "published"


def test_still_good_gives_it_a_new_date(network, cast, clock, overdue):
    (case,) = open_cases(network, cast)
    do(network, cast.fay, decide_case, case.id, outcome="keep", reason="Still good.")
    assert look(network, cast.ben, resource, overdue).resource.review_by > clock.now
    assert do(network, None, sweep) == 0
    assert open_cases(network, cast) == []


def test_its_author_is_asked_and_says_it_is_still_right(network, cast, overdue):
    (case,) = open_cases(network, cast)
    do(network, cast.fay, decide_case, case.id, outcome="ask", reason="Is the clinic's number still right?")
    asked = look(network, cast.ana, last_check, overdue)
    assert (asked.outcome, asked.reason) == ("ask", "Is the clinic's number still right?")
    assert do(network, None, sweep) == 0
    with pytest.raises(NotAllowed):
        do(network, cast.ben, confirm, overdue)
    do(network, cast.ana, confirm, overdue)
    do(network, cast.ana, confirm, overdue)
    (again,) = open_cases(network, cast)
    assert again.evidence["why"] == "confirmed"


def test_who_was_asked_and_says_nothing_finds_it_archived_with_the_reason(network, cast, clock, overdue):
    (case,) = open_cases(network, cast)
    do(network, cast.fay, decide_case, case.id, outcome="ask", reason="Still right?")
    clock.move(days=31)
    assert do(network, None, sweep) == 1
    assert look(network, cast.ana, resource, overdue).state == "archived"
    assert "not answered" in look(network, cast.ana, last_check, overdue).reason
    with pytest.raises(NotFound):
        look(network, cast.ben, resource, overdue)


def test_overdue_beyond_its_grace_it_is_archived_and_its_author_brings_it_back_at_once(network, cast, clock, overdue):
    clock.move(days=61)
    assert do(network, None, sweep) == 1
    assert do(network, None, sweep) == 0
    assert open_cases(network, cast) == []
    assert look(network, cast.ana, resource, overdue).state == "archived"
    done = do(network, cast.ana, bring_back, overdue)
    assert (done.state, done.version) == ("submitted", 2)
    with pytest.raises(Conflict):
        do(network, cast.ana, bring_back, overdue)


def test_a_newer_version_that_waits_takes_the_place_of_the_case(network, cast, clock, overdue):
    do(network, cast.ana, revise, overdue)
    do(network, cast.ana, edit, overdue, body="Three anchors, looked at again.")
    do(network, cast.ana, submit, overdue)
    (case,) = open_cases(network, cast)
    assert "why" not in case.evidence
    clock.move(days=70)
    assert do(network, None, sweep) == 0
    do(network, cast.fay, decide, overdue, outcome="decline", reason="The older one was better.", version=3)
    (again,) = open_cases(network, cast)
    assert (again.evidence["why"], again.evidence["version"]) == ("overdue", 1)


def test_a_date_is_given_with_the_decision(network, cast, clock):
    made = handed_in(network, cast)
    words = {"outcome": "publish", "reason": "Good.", "version": 1}
    with pytest.raises(Invalid):
        do(network, cast.fay, decide, made, **words, review_by=clock.now)
    wanted = clock.now.replace(year=clock.now.year + 2)
    assert do(network, cast.fay, decide, made, **words, review_by=wanted).resource.review_by == wanted


def test_what_is_decided_about_a_case_is_what_it_asks(network, cast, overdue):
    (case,) = open_cases(network, cast)
    for outcome in ("publish", "request_changes", "decline"):
        with pytest.raises(Invalid):
            do(network, cast.fay, decide_case, case.id, outcome=outcome, reason="Other.")
    handed_in(network, cast)
    (fresh,) = [one for one in open_cases(network, cast) if "why" not in one.evidence]
    with pytest.raises(Invalid):
        do(network, cast.fay, decide_case, fresh.id, outcome="keep", reason="Other.")


def test_a_facilitator_takes_something_out_with_the_reason(network, cast):
    made = published(network, cast)
    with pytest.raises(NotAllowed):
        do(network, cast.ben, archive, made, reason="Mine to say.")
    do(network, cast.fay, archive, made, reason="The link is dead.")
    assert look(network, cast.ana, last_check, made).reason == "The link is dead."
    with pytest.raises(Conflict):
        do(network, cast.fay, archive, made, reason="Again.")


def test_an_hour_is_planned_once(network, cast, clock):
    published(network, cast)
    do(network, None, plan)
    do(network, None, plan)
    clock.move(hours=1)
    kinds = []
    while (job := do(network, None, claim)) is not None:
        kinds.append(job.kind)
    assert kinds.count("reviews") == 1


@pytest.mark.parametrize("step", ["taken out", "kept", "asked about"])
def test_a_newer_version_still_waits_for_its_review_whatever_becomes_of_the_one_in_the_library(
    network, cast, overdue, step
):
    """Its case must not go with what is decided about the older one: nobody would ever answer its author."""
    do(network, cast.ana, revise, overdue)
    do(network, cast.ana, submit, overdue)
    if step == "taken out":
        do(network, cast.fay, archive, overdue, reason="Old.")
    else:
        outcome = {"kept": "keep", "asked about": "ask"}[step]
        do(network, cast.fay, check, overdue, outcome=outcome, reason="Looked again.", version=1)
    assert [case.evidence["version"] for case in open_cases(network, cast)] == [2]
    assert look(network, cast.ana, resource, overdue).state == "submitted"
