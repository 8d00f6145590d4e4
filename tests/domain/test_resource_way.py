"""How a resource goes from a draft into the library, and who may do what with it on the way."""

from __future__ import annotations

import pytest

from networks.errors import Conflict, Invalid, NotAllowed, NotFound
from networks.moderation.actions import decide as decide_case
from networks.moderation.queries import audit, cases
from networks.resources.actions import edit, keep_draft, offer, revise, submit, withdraw
from networks.resources.queries import resource, versions, waiting
from networks.resources.reviewing import decide
from tests.domain.acts import do, look

TIP = {"kind": "tip", "title": "Pacing a workday", "body": "Three anchors a day."}


@pytest.fixture
def draft(network, cast):
    return do(network, cast.ana, offer, "crohns", **TIP).id


@pytest.fixture
def submission(network, cast, draft):
    do(network, cast.ana, submit, draft)
    return draft


@pytest.fixture
def published(network, cast, submission):
    do(network, cast.fay, decide, submission, outcome="publish", reason="Clear and kind.", version=1)
    return submission


def test_a_draft_is_its_authors_alone(network, cast, draft):
    assert look(network, cast.ana, resource, draft).said.title == "Pacing a workday"
    for who in (cast.ben, cast.fay, cast.lin, cast.gil, cast.oli, cast.pia, cast.bea, cast.opal):
        with pytest.raises(NotFound):
            look(network, who, resource, draft)


def test_a_submission_is_seen_by_its_author_and_those_who_review(network, cast, submission):
    for who in (cast.ana, cast.fay):
        assert look(network, who, resource, submission).state == "submitted"
    for who in (cast.ben, cast.lin, cast.gil, cast.oli, cast.pia, cast.bea, cast.opal):
        with pytest.raises(NotFound):
            look(network, who, resource, submission)


def test_what_is_published_is_for_every_member(network, cast, published):
    for who in (cast.ana, cast.ben, cast.max, cast.lin, cast.fay):
        assert look(network, who, resource, published).state == "published"
    for who in (cast.gil, cast.oli, cast.pia, cast.bea, cast.opal):
        with pytest.raises(NotFound):
            look(network, who, resource, published)


def test_each_change_of_a_draft_is_a_version_and_what_is_typed_is_not(network, cast, draft):
    assert do(network, cast.ana, edit, draft, body="Four anchors.").version == 2
    assert do(network, cast.ana, keep_draft, draft, body="Five anchors.").version == 2
    assert [one.said.body for one in look(network, cast.ana, versions, draft)] == [
        "Five anchors.",
        "Three anchors a day.",
    ]


def test_nothing_is_changed_while_it_is_reviewed(network, cast, submission):
    with pytest.raises(Conflict, match="being reviewed"):
        do(network, cast.ana, edit, submission, body="Other words.")
    with pytest.raises(Conflict, match="being reviewed"):
        do(network, cast.ana, keep_draft, submission, body="Other words.")


def test_others_cannot_change_it(network, cast, published):
    for who in (cast.ben, cast.fay):
        with pytest.raises(NotAllowed, match="wrote this"):
            do(network, who, edit, published, body="Mine now.")


def test_nothing_is_handed_in_that_says_nothing(network, cast):
    empty = do(network, cast.ana, offer, "crohns", kind="tip", title="Only a title").id
    with pytest.raises(Invalid) as refusal:
        do(network, cast.ana, submit, empty)
    assert "body" in refusal.value.fields


def test_a_submission_waits_in_the_queue_and_its_author_is_told_how_long(network, cast, submission, clock):
    clock.move(hours=3)
    second = do(network, cast.ben, offer, "crohns", **TIP).id
    do(network, cast.ben, submit, second)
    _, (first, after) = look(network, cast.fay, cases, "crohns", kind="review")
    assert (first.case.subject_id, after.case.subject_id) == (submission, second)
    found = look(network, cast.ben, resource, second).resource
    assert look(network, cast.ben, waiting, found).before == 1


def test_nobody_reviews_their_own(network, cast):
    mine = do(network, cast.fay, offer, "crohns", **TIP).id
    do(network, cast.fay, submit, mine)
    with pytest.raises(NotAllowed, match="Someone else"):
        do(network, cast.fay, decide, mine, outcome="publish", reason="Mine is good.", version=1)


def test_a_member_does_not_review(network, cast, published):
    with pytest.raises(NotAllowed):
        do(network, cast.ben, decide, published, outcome="decline", reason="No.", version=1)


def test_changes_are_asked_for_with_a_reason_and_the_text_stays(network, cast, submission):
    do(network, cast.fay, decide, submission, outcome="request_changes", reason="Where is it from?", version=1)
    seen = look(network, cast.ana, resource, submission)
    assert (seen.state, seen.decision.reason, seen.said.body) == ("changes_requested", "Where is it from?", TIP["body"])
    do(network, cast.ana, edit, submission, source="My own experience.")
    assert do(network, cast.ana, submit, submission).version == 2
    done = do(network, cast.fay, decide, submission, outcome="publish", reason="Thank you.", version=2)
    assert done.state == "published"


def test_a_decision_about_an_older_version_is_a_conflict(network, cast, submission):
    do(network, cast.ana, withdraw, submission)
    do(network, cast.ana, revise, submission)
    do(network, cast.ana, submit, submission)
    with pytest.raises(Conflict, match="changed it since"):
        do(network, cast.fay, decide, submission, outcome="publish", reason="As I read it.", version=1)


def test_the_second_who_decides_is_told_who_was_first(network, cast, second, submission):
    do(network, cast.fay, decide, submission, outcome="publish", reason="Good.", version=1)
    with pytest.raises(Conflict, match="Fay decided this"):
        do(network, second, decide, submission, outcome="decline", reason="No.", version=1)


def test_a_published_one_changes_only_by_a_new_version_and_stands_meanwhile(network, cast, published):
    with pytest.raises(Conflict, match="new version"):
        do(network, cast.ana, edit, published, body="Other words.")
    assert do(network, cast.ana, revise, published).version == 2
    do(network, cast.ana, edit, published, body="Better words.")
    assert look(network, cast.ben, resource, published).said.body == TIP["body"]
    do(network, cast.ana, submit, published)
    do(network, cast.fay, decide, published, outcome="publish", reason="Better.", version=3)
    assert look(network, cast.ben, resource, published).said.body == "Better words."


def test_what_was_taken_back_is_gone_for_others_and_kept_for_its_author(network, cast, published):
    do(network, cast.ana, withdraw, published)
    with pytest.raises(NotFound):
        look(network, cast.ben, resource, published)
    assert look(network, cast.ana, resource, published).said.body == TIP["body"]
    assert look(network, cast.fay, cases, "crohns", kind="review", state="open,claimed")[1] == []


@pytest.mark.parametrize(
    "said", [{"changes_treatment": True}, {"body": "I stopped taking my tablets and felt better."}]
)
def test_what_touches_a_treatment_needs_a_professional(network, cast, said):
    risky = do(network, cast.ana, offer, "crohns", **TIP | said).id
    do(network, cast.ana, submit, risky)
    with pytest.raises(Conflict, match="professional"):
        do(network, cast.fay, decide, risky, outcome="publish", reason="Fine.", version=1)
    do(network, cast.fay, decide, risky, outcome="decline", reason="Please talk to your team.", version=1)


def test_what_is_decided_in_the_queue_is_decided_about_the_resource_and_recorded_once(network, cast, submission):
    _, (waiting_case,) = look(network, cast.fay, cases, "crohns", kind="review")
    do(network, cast.fay, decide_case, waiting_case.case.id, outcome="publish", reason="Good.")
    assert look(network, cast.ben, resource, submission).decision.reason == "Good."
    assert decisions_about(network, cast, waiting_case.case.id) == ["case.decided"]


def test_what_is_decided_about_the_resource_closes_its_case_and_is_recorded_once(network, cast, published):
    _, (closed,) = look(network, cast.fay, cases, "crohns", kind="review", state="closed")
    assert (closed.case.outcome, closed.case.decided_by_id) == ("publish", cast.fay.person_id)
    assert decisions_about(network, cast, closed.case.id) == ["case.decided"]


def decisions_about(network, cast, case_id):
    return [row.act for row, _ in look(network, cast.fay, audit, "crohns") if row.subject_id == case_id]
