"""A professional's review: asked for, given or refused, shown while it holds, and gone at once when it ends."""

from __future__ import annotations

from functools import partial

import pytest

from networks.communities.actions import leave, set_role
from networks.erasure import erase
from networks.errors import Conflict, Invalid, NotAllowed, NotFound
from networks.moderation.actions import decide as decide_case
from networks.moderation.sanctioning import sanction
from networks.resources.actions import edit, offer, revise, submit
from networks.resources.endorsing import (
    advise_against,
    asked_about,
    assign,
    endorse,
    professionals,
    revoke,
    unassign,
)
from networks.resources.keeping import sweep
from networks.resources.queries import resource, versions
from networks.resources.reviewing import decide, to_review
from networks.resources.standing import endorsements
from tests.domain.acts import at_once, do, look
from tests.domain.reviews import RISKY, endorsed, handed_in, open_cases, published


@pytest.fixture
def risky(network, cast):
    return handed_in(network, cast, **RISKY)


@pytest.fixture
def shown(network, cast):
    return published(network, cast, **RISKY, changes_treatment=True)


def held(network, cast, made, number=1):
    found = look(network, cast.ana, endorsements, [(made, number)])
    return [one.by.handle for one in found.get((made, number), [])]


def publish(network, cast, made, version=1):
    return do(network, cast.fay, decide, made, outcome="publish", reason="Careful.", version=version)


def test_a_professional_reads_what_they_were_asked_about_and_nothing_else(network, cast, risky):
    other = handed_in(network, cast)
    with pytest.raises(NotFound):
        look(network, cast.lin, resource, risky)
    do(network, cast.fay, assign, risky, cast.lin.person_id)
    do(network, cast.fay, assign, risky, cast.lin.person_id)
    assert look(network, cast.lin, resource, risky).said.title == RISKY["title"]
    with pytest.raises(NotFound):
        look(network, cast.lin, resource, other)
    do(network, cast.fay, unassign, risky, cast.lin.person_id)
    with pytest.raises(NotFound):
        look(network, cast.lin, resource, risky)


def test_an_asked_professional_reads_what_was_handed_in_and_no_draft(network, cast, risky):
    do(network, cast.fay, assign, risky, cast.lin.person_id)
    do(network, cast.fay, decide, risky, outcome="request_changes", reason="Please explain.", version=1)
    do(network, cast.ana, edit, risky, body="A half sentence about")
    assert [one.version for one in look(network, cast.lin, versions, risky)] == [1]
    with pytest.raises(NotFound):
        look(network, cast.lin, resource, risky, number=2)
    do(network, cast.ana, submit, risky)
    do(network, cast.fay, decide, risky, outcome="decline", reason="No.", version=2)
    with pytest.raises(NotFound):
        look(network, cast.lin, resource, risky)


def test_only_facilitators_ask_and_only_professionals_are_asked(network, cast, risky):
    for who in (cast.ben, cast.lin, cast.gil, cast.oli, cast.opal):
        with pytest.raises(NotFound):
            do(network, who, assign, risky, cast.lin.person_id)
    with pytest.raises(NotAllowed):
        do(network, cast.ana, assign, risky, cast.lin.person_id)
    with pytest.raises(Invalid):
        do(network, cast.fay, assign, risky, cast.ben.person_id)
    with pytest.raises(NotFound):
        do(network, cast.fay, assign, risky, cast.oli.person_id)


def test_nobody_is_asked_about_their_own(network, cast):
    mine = do(network, cast.lin, offer, "crohns", **RISKY).id
    do(network, cast.lin, submit, mine)
    with pytest.raises(Invalid):
        do(network, cast.fay, assign, mine, cast.lin.person_id)
    with pytest.raises(NotAllowed, match="Someone else"):
        do(network, cast.lin, endorse, mine, version=1, interests="none")
    with network.reading(cast.fay) as work:
        assert professionals(work, to_review(work, mine)) == []


def test_what_touches_a_treatment_is_published_with_an_endorsement_of_exactly_this_version(network, cast, risky):
    with pytest.raises(Conflict, match="professional"):
        publish(network, cast, risky)
    endorsed(network, cast, risky)
    do(network, cast.fay, decide, risky, outcome="request_changes", reason="Source?", version=1)
    do(network, cast.ana, edit, risky, source="My own life.")
    do(network, cast.ana, submit, risky)
    with pytest.raises(Conflict, match="professional"):
        publish(network, cast, risky, version=2)
    with pytest.raises(Conflict, match="moved on"):
        do(network, cast.lin, endorse, risky, version=1, interests="none")
    do(network, cast.lin, endorse, risky, version=2, interests="none")
    assert publish(network, cast, risky, version=2).state == "published"
    assert held(network, cast, risky, 2) == ["Lin"]


def test_interests_are_declared_in_words(network, cast, risky):
    do(network, cast.fay, assign, risky, cast.lin.person_id)
    with pytest.raises(Invalid):
        do(network, cast.lin, endorse, risky, version=1, interests="  ")


def test_who_was_not_asked_does_not_endorse(network, cast, risky):
    with pytest.raises(NotFound):
        do(network, cast.lin, endorse, risky, version=1, interests="none")
    with pytest.raises(NotAllowed):
        do(network, cast.fay, endorse, risky, version=1, interests="none")
    tip = published(network, cast)
    with pytest.raises(Conflict, match="asked"):
        do(network, cast.lin, endorse, tip, version=1, interests="none")


def test_advice_against_it_reaches_the_facilitators_and_ends_what_was_said_before(network, cast, risky):
    endorsed(network, cast, risky)
    do(network, cast.lin, advise_against, risky, version=1, reason="The dose matters here.")
    with network.reading(cast.fay) as work:
        (asked,) = asked_about(work, to_review(work, risky), 1)
    assert (asked.answered, asked.assignment.against, asked.endorsement) == (True, "The dose matters here.", None)
    with pytest.raises(Conflict, match="professional"):
        publish(network, cast, risky)
    do(network, cast.fay, decide, risky, outcome="decline", reason="Please ask your team.", version=1)


def test_what_an_endorsement_says(network, cast, clock, shown):
    (one,) = look(network, cast.ben, endorsements, [(shown, 1)])[shown, 1]
    assert (one.by.handle, one.title, one.interests, one.at) == ("Lin", "IBD nurse", "none", clock.now)


def test_an_endorsement_stands_under_the_title_of_today(network, cast, shown):
    do(network, cast.fay, set_role, "crohns", cast.lin.person_id, "professional", "Pharmacist")
    (one,) = look(network, cast.ben, endorsements, [(shown, 1)])[shown, 1]
    assert one.title == "Pharmacist"


def test_who_was_asked_and_is_no_professional_any_more_has_no_badge_there(network, cast, risky):
    do(network, cast.fay, assign, risky, cast.lin.person_id)
    for role, badge in (("professional", ("professional", "IBD nurse")), ("member", ("member", None))):
        do(network, cast.fay, set_role, "crohns", cast.lin.person_id, role, badge[1])
        with network.reading(cast.fay) as work:
            (asked,) = asked_about(work, to_review(work, risky), 1)
        assert (asked.role, asked.title) == badge


ENDS = {
    "the professional takes it back": lambda n, c, e: do(n, c.lin, revoke, e),
    "a facilitator ends it": lambda n, c, e: do(n, c.fay, revoke, e),
    "the role is taken": lambda n, c, e: do(n, c.fay, set_role, "crohns", c.lin.person_id, "member"),
    "they leave": lambda n, c, e: do(n, c.lin, leave, "crohns"),
    "they are banned": lambda n, c, e: do(
        n, c.fay, sanction, "crohns", c.lin.person_id, kind="ban", reason="Unkind.", rule="1"
    ),
    "they erase their account": lambda n, c, e: do(n, c.lin, erase, delete_content=False),
}


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS.keys())
def test_when_it_ends_it_is_gone_and_what_touches_a_treatment_leaves_the_library(network, cast, shown, end):
    (one,) = look(network, cast.ana, endorsements, [(shown, 1)])[shown, 1]
    end(network, cast, one.id)
    assert held(network, cast, shown) == []
    with pytest.raises(NotFound):
        look(network, cast.ben, resource, shown)
    assert look(network, cast.ana, resource, shown).state == "archived"
    (case,) = open_cases(network, cast)
    assert (case.subject_id, case.evidence["why"], case.severity) == (shown, "endorsement_ended", "amber")


def test_a_suspension_ends_it_for_good_and_not_for_its_days(network, cast, clock, shown, answer):
    answer(cast.lin, "suspension", days=1)
    clock.move(days=2)
    assert held(network, cast, shown) == []


def test_what_touches_no_treatment_stays_and_only_loses_the_mark(network, cast):
    made = handed_in(network, cast)
    one = endorsed(network, cast, made)
    publish(network, cast, made)
    do(network, cast.lin, revoke, one.id)
    assert held(network, cast, made) == []
    assert look(network, cast.ben, resource, made).state == "published"
    assert open_cases(network, cast) == []


def test_revoking_twice_is_once_and_others_cannot(network, cast, shown):
    (one,) = look(network, cast.ana, endorsements, [(shown, 1)])[shown, 1]
    for who in (cast.ben, cast.max):
        with pytest.raises(NotAllowed):
            do(network, who, revoke, one.id)
    for who in (cast.gil, cast.oli, cast.pia, cast.bea, cast.opal):
        with pytest.raises(NotFound):
            do(network, who, revoke, one.id)
    do(network, cast.lin, revoke, one.id)
    do(network, cast.fay, revoke, one.id)
    assert len(open_cases(network, cast)) == 1


def test_it_expires_by_itself(network, cast, clock):
    made = handed_in(network, cast, **RISKY)
    endorsed(network, cast, made, months=1)
    publish(network, cast, made)
    clock.move(days=31)
    assert held(network, cast, made) == []
    assert do(network, None, sweep) == 1
    assert do(network, None, sweep) == 0
    with pytest.raises(NotFound):
        look(network, cast.ben, resource, made)


def test_reviewed_again_it_comes_back_unchanged(network, cast, shown):
    (one,) = look(network, cast.ana, endorsements, [(shown, 1)])[shown, 1]
    do(network, cast.lin, revoke, one.id)
    (case,) = open_cases(network, cast)
    with pytest.raises(Conflict, match="professional"):
        do(network, cast.fay, decide_case, case.id, outcome="keep", reason="Still good.")
    do(network, cast.lin, endorse, shown, version=1, interests="none")
    do(network, cast.fay, decide_case, case.id, outcome="keep", reason="Read again.")
    seen = look(network, cast.ben, resource, shown)
    assert (seen.state, seen.version, held(network, cast, shown)) == ("published", 1, ["Lin"])


def test_a_newer_version_under_way_goes_on_when_the_published_one_leaves(network, cast, shown):
    do(network, cast.ana, revise, shown)
    do(network, cast.ana, edit, shown, body="Other words about my tablets, unchanged.")
    (one,) = look(network, cast.ana, endorsements, [(shown, 1)])[shown, 1]
    do(network, cast.lin, revoke, one.id)
    seen = look(network, cast.ana, resource, shown)
    assert (seen.state, seen.version) == ("draft", 3)
    with pytest.raises(NotFound):
        look(network, cast.ben, resource, shown)


# --- at once

ROUNDS = 100


def test_two_who_ask_the_same_professional_ask_once(network, cast, second):
    for _ in range(ROUNDS):
        made = handed_in(network, cast)
        at_once([partial(do, network, who, assign, made, cast.lin.person_id) for who in (cast.fay, second)])
        with network.reading(cast.fay) as work:
            assert len(asked_about(work, to_review(work, made), 1)) == 1


def test_endorsed_ended_and_published_at_once_never_leaves_it_published_without(network, cast):
    for _ in range(ROUNDS):
        made = handed_in(network, cast, **RISKY)
        one = endorsed(network, cast, made)
        at_once(
            [
                partial(do, network, cast.lin, revoke, one.id),
                partial(publish, network, cast, made),
                partial(do, network, cast.lin, endorse, made, version=1, interests="none"),
            ]
        )
        seen = look(network, cast.ana, resource, made)
        if seen.resource.listed:
            assert held(network, cast, made) == ["Lin"]
        else:
            assert seen.state in ("submitted", "archived")
