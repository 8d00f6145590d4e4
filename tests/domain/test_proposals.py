"""A reviewer's own wording: proposed, accepted or not by the author, and never done in silence."""

from __future__ import annotations

from functools import partial

import pytest

from networks.errors import Conflict, Invalid, NotAllowed, NotFound
from networks.resources.actions import edit, submit, withdraw
from networks.resources.endorsing import assign
from networks.resources.histories import history
from networks.resources.proposing import accept, decline, proposals, propose
from networks.resources.queries import resource
from networks.resources.reviewing import decide
from tests.domain.acts import at_once, do, look
from tests.domain.reviews import TIP, handed_in, open_cases, published

BETTER = {"title": "Pacing a workday", "body": "Three fixed points a day.", "why": "Shorter."}


@pytest.fixture
def submission(network, cast):
    return handed_in(network, cast)


@pytest.fixture
def proposal(network, cast, submission):
    return do(network, cast.fay, propose, submission, version=1, **BETTER).id


def test_nothing_of_a_proposal_counts_until_its_author_accepts_it(network, cast, submission, proposal):
    assert look(network, cast.ana, resource, submission).said.body == TIP["body"]
    done = do(network, cast.ana, accept, proposal)
    assert (done.version, done.state, done.said.body) == (2, "submitted", BETTER["body"])
    newest, first = look(network, cast.ana, lambda work: list(history(work, submission)))
    assert (newest.edited, newest.edited_with.handle, first.edited) == (True, "Fay", False)
    assert first.view.said.body == TIP["body"]


def test_what_was_accepted_is_what_has_to_be_decided(network, cast, submission, proposal):
    (waiting,) = open_cases(network, cast)
    do(network, cast.ana, accept, proposal)
    (renewed,) = open_cases(network, cast)
    assert (renewed.id, renewed.opened_at, renewed.evidence["version"]) == (waiting.id, waiting.opened_at, 2)
    with pytest.raises(Conflict, match="changed it since"):
        do(network, cast.fay, decide, submission, outcome="publish", reason="Good.", version=1)
    assert do(network, cast.fay, decide, submission, outcome="publish", reason="Good.", version=2).state == "published"


def test_an_author_keeps_their_words_without_a_reason(network, cast, submission, proposal):
    do(network, cast.ana, decline, proposal)
    do(network, cast.ana, decline, proposal)
    assert look(network, cast.ana, proposals, submission) == []
    assert look(network, cast.ana, resource, submission).version == 1
    with pytest.raises(Conflict, match="answered"):
        do(network, cast.ana, accept, proposal)


def test_accepting_twice_does_it_once(network, cast, submission, proposal):
    do(network, cast.ana, accept, proposal)
    assert do(network, cast.ana, accept, proposal).version == 2


def test_a_proposal_about_an_older_version_does_not_fit_any_more(network, cast, submission, proposal):
    do(network, cast.fay, decide, submission, outcome="request_changes", reason="Where is it from?", version=1)
    assert look(network, cast.ana, proposals, submission)[0].fits
    do(network, cast.ana, edit, submission, source="My life.")
    assert not look(network, cast.ana, proposals, submission)[0].fits
    with pytest.raises(Conflict, match="moved on"):
        do(network, cast.ana, accept, proposal)
    do(network, cast.ana, submit, submission)
    with pytest.raises(Conflict, match="moved on"):
        do(network, cast.fay, propose, submission, version=1, **BETTER)


def test_only_reviewers_propose_and_only_its_author_answers(network, cast, second, submission, proposal):
    for who in (cast.max, cast.lin, cast.gil, cast.oli, cast.opal):
        with pytest.raises(NotFound):
            do(network, who, propose, submission, version=1, **BETTER)
        with pytest.raises(NotFound):
            do(network, who, accept, proposal)
    with pytest.raises(NotAllowed, match="Someone else"):
        do(network, cast.ana, propose, submission, version=1, **BETTER)
    for act in (accept, decline):
        with pytest.raises((NotAllowed, NotFound)):
            do(network, second, act, proposal)
    assert look(network, cast.ana, resource, submission).version == 1


def test_a_professional_who_was_asked_can_propose(network, cast, submission):
    do(network, cast.fay, assign, submission, cast.lin.person_id)
    do(network, cast.lin, propose, submission, version=1, **BETTER)
    (seen,) = look(network, cast.ana, proposals, submission)
    assert (seen.by.handle, seen.fits) == ("Lin", True)


def test_a_proposal_says_something_else(network, cast, submission):
    with pytest.raises(Invalid):
        do(network, cast.fay, propose, submission, version=1, title=TIP["title"], body=TIP["body"])


def test_words_of_treatment_in_a_proposal_count_as_such(network, cast, submission):
    said = {"title": "Pacing", "body": "Stop taking your tablets at noon."}
    found = do(network, cast.fay, propose, submission, version=1, **said)
    assert do(network, cast.ana, accept, found.id).said.changes_treatment
    assert open_cases(network, cast)[0].severity == "amber"


def test_proposals_are_for_nobody_else(network, cast, submission, proposal):
    for who in (cast.ben, cast.lin, cast.opal):
        with pytest.raises(NotFound):
            look(network, who, proposals, submission)
    shown = published(network, cast)
    with pytest.raises(NotAllowed):
        look(network, cast.ben, proposals, shown)


ROUNDS = 100


def test_of_two_proposals_one_is_accepted(network, cast, second):
    for _ in range(ROUNDS):
        made = handed_in(network, cast)
        first = do(network, cast.fay, propose, made, version=1, **BETTER).id
        other = do(network, second, propose, made, version=1, title="Other", body="Other words.").id
        said = at_once([partial(do, network, cast.ana, accept, one) for one in (first, other)])
        assert [isinstance(one, Conflict) for one in said].count(True) == 1, said
        assert look(network, cast.ana, resource, made).version == 2


def test_who_accepts_while_it_is_decided_has_one_of_the_two(network, cast):
    for _ in range(ROUNDS):
        made = handed_in(network, cast)
        found = do(network, cast.fay, propose, made, version=1, **BETTER).id
        words = {"outcome": "publish", "reason": "Good.", "version": 1}
        accepted, decided = at_once(
            [partial(do, network, cast.ana, accept, found), partial(do, network, cast.fay, decide, made, **words)]
        )
        assert isinstance(accepted, Conflict) != isinstance(decided, Conflict), (accepted, decided)
        seen = look(network, cast.ana, resource, made)
        assert (seen.version, seen.state) == ((1, "published") if isinstance(accepted, Conflict) else (2, "submitted"))
        do(network, cast.ana, withdraw, made)
