"""Erasing at once what is kept of one's removed words, and what that ends."""

from __future__ import annotations

from uuid import uuid4

import pytest
from sqlalchemy import select

from networks.errors import Conflict, NotFound
from networks.export import everything_about_me
from networks.moderation.actions import decide
from networks.moderation.appeal_models import Against
from networks.moderation.appealing import appeal, reply
from networks.moderation.decisions import WITHIN, my_decision
from networks.moderation.erasing import erase_words, why_kept
from networks.moderation.models import Case
from networks.moderation.queries import case
from networks.moderation.report_models import Removal
from networks.moderation.reports import evidence_of
from tests.domain.acts import at_once, bodies, do, look, read, say
from tests.domain.reports import HARMFUL, case_about, tell
from tests.domain.test_removals import RULE, WHY, decide_away, mine, object_to, overturn, remove, words_of
from tests.frame.databases import rows_of

REASON = {"outcome": "remove", "reason": WHY, "rule": RULE}


def erase_now(network, who):
    do(network, who, erase_words, mine(network, who)[0].made.id)


def stands_anywhere(network):
    return HARMFUL in str(rows_of(network.database))


@pytest.fixture
def gone(network, cast):
    """Ana's, and Fay has removed it in the room."""
    said = say(network, cast.ana, cast.everyday, HARMFUL)
    remove(network, cast, said)
    return said


@pytest.mark.parametrize("anonymous", [False, True])
@pytest.mark.parametrize("by_a_case", [False, True], ids=["in the room", "after a report"])
def test_what_was_kept_is_nowhere_any_more(network, cast, by_a_case, anonymous):
    said = say(network, cast.ana, cast.everyday, HARMFUL, anonymous=anonymous)
    (decide_away if by_a_case else remove)(network, cast, said)
    assert stands_anywhere(network)
    erase_now(network, cast.ana)
    assert not stands_anywhere(network)
    (one,) = mine(network, cast.ana)
    assert (one.made.words_erased_at, one.made.reason) == (network.clock(), WHY)
    assert words_of(network, cast.ana, one) is None


def test_it_ends_the_right_to_appeal(network, cast, gone):
    assert mine(network, cast.ana)[0].can_be_appealed(network.clock())
    erase_now(network, cast.ana)
    assert not mine(network, cast.ana)[0].can_be_appealed(network.clock())
    with pytest.raises(Conflict, match="erased"):
        object_to(network, cast.ana)


def test_an_appeal_that_is_open_is_withdrawn(network, cast, gone, second):
    case_id = object_to(network, cast.ana)
    erase_now(network, cast.ana)
    (one,) = mine(network, cast.ana)
    assert (one.appeal.outcome, one.appeal.decided_at) == ("withdrawn", network.clock())
    found = look(network, second, case, case_id)[0].case
    assert (found.state, found.outcome, found.decided_by_id) == ("closed", "withdrawn", None)
    with pytest.raises(Conflict):
        overturn(network, second, case_id)
    with pytest.raises(Conflict, match="decided"):
        do(network, cast.ana, reply, one.made.id, one.against, body="And yet.")
    assert bodies(read(network, cast.ben, cast.everyday)) == [None]


def test_an_appeal_that_was_decided_stays_decided(network, cast, gone, second):
    do(network, second, decide, object_to(network, cast.ana), outcome="uphold", reason="It told somebody to.")
    erase_now(network, cast.ana)
    assert mine(network, cast.ana)[0].appeal.outcome == "uphold"


def test_nobody_else_erases_it_and_twice_is_once(network, cast, gone, clock):
    (one,) = mine(network, cast.ana)
    for who in (cast.ben, cast.fay, cast.opal, cast.gil):
        for removal_id in (one.made.id, uuid4()):
            with pytest.raises(NotFound):
                do(network, who, erase_words, removal_id)
    assert words_of(network, cast.ana, one) == HARMFUL
    erase_now(network, cast.ana)
    first = network.clock()
    clock.move(minutes=1)
    erase_now(network, cast.ana)
    assert mine(network, cast.ana)[0].made.words_erased_at == first


def test_what_stands_in_its_place_again_is_not_erased_so(network, cast, gone, second):
    overturn(network, second, object_to(network, cast.ana))
    with pytest.raises(Conflict, match="Nothing of it is kept"):
        erase_now(network, cast.ana)
    assert bodies(read(network, cast.ben, cast.everyday)) == [HARMFUL]


def test_who_appeals_against_a_step_cannot_take_away_what_it_rests_on(network, cast, answer, gone, second):
    made = answer(cast.ana, "mute")
    do(network, cast.ana, appeal, made.id, statement="It was one word.")
    with pytest.raises(Conflict, match="Until that is decided"):
        erase_now(network, cast.ana)
    case_id = next(one.id for one in _cases(network) if one.subject_id == made.id)
    do(network, second, decide, case_id, outcome="uphold", reason="It was not.")
    erase_now(network, cast.ana)


def test_what_came_with_a_step_is_kept_while_that_can_be_appealed_against(network, cast, clock):
    tell(network, cast.ben, "message", said := say(network, cast.ana, cast.everyday, HARMFUL).id)
    found = case_about(network, cast.fay, said).case
    do(network, cast.fay, decide, found.id, **REASON, step={"kind": "warning"})
    with pytest.raises(Conflict, match="A step was taken"):
        erase_now(network, cast.ana)
    clock.move(seconds=WITHIN.total_seconds())
    with network.reading(cast.ana) as work:
        assert why_kept(work, my_decision(work, mine(network, cast.ana)[0].made.id, Against.REMOVAL)) is None


def test_a_note_among_facilitators_keeps_nothing(network, cast):
    """Nor would it be told that there is one."""
    tell(network, cast.ben, "message", said := say(network, cast.ana, cast.everyday, HARMFUL).id)
    found = case_about(network, cast.fay, said).case
    do(network, cast.fay, decide, found.id, **REASON, step={"kind": "note"})
    erase_now(network, cast.ana)
    assert not stands_anywhere(network)


def test_what_others_said_around_it_and_what_else_is_kept_of_hers_stays(network, cast):
    say(network, cast.ben, cast.everyday, "What do you take?")
    other = say(network, cast.ana, cast.everyday, "I tell you.")
    said = say(network, cast.ana, cast.everyday, HARMFUL)
    tell(network, cast.lin, "message", other.id, reason="spam")
    case_id = decide_away(network, cast, said)
    around = case_about(network, cast.fay, other.id).case.id
    erase_now(network, cast.ana)
    assert [kept.piece.body for kept in look(network, cast.fay, evidence_of, case_id)] == [
        "What do you take?",
        "I tell you.",
    ]
    assert [kept.piece.body for kept in look(network, cast.fay, evidence_of, around)] == [
        "What do you take?",
        "I tell you.",
        HARMFUL,
    ], "an undecided report keeps what stood around"


def test_a_report_that_nobody_has_decided_keeps_what_it_has(network, cast):
    said = say(network, cast.ana, cast.everyday, HARMFUL)
    tell(network, cast.lin, "message", said.id)
    remove(network, cast, said)
    erase_now(network, cast.ana)
    found = case_about(network, cast.fay, said.id).case
    assert [kept.piece.body for kept in look(network, cast.fay, evidence_of, found.id)] == [HARMFUL]
    assert found.evidence["excerpt"]


def test_who_wrote_it_has_a_name_on_the_case_as_before(network, cast):
    named = decide_away(network, cast, say(network, cast.ana, cast.everyday, HARMFUL))
    hidden = decide_away(network, cast, say(network, cast.lin, cast.everyday, HARMFUL, anonymous=True))
    for who in (cast.ana, cast.lin):
        erase_now(network, who)
    assert look(network, cast.fay, case, named)[0].subject.handle == "Ana"
    assert look(network, cast.fay, case, hidden)[0].subject is None


def test_their_file_says_that_they_erased_it(network, cast, gone):
    erase_now(network, cast.ana)
    (told,) = look(network, cast.ana, everything_about_me)["removals"]
    assert (told["words"], told["words_erased_at"]) == (None, told["at"])


def test_erased_while_it_is_overturned_it_is_one_or_the_other(network, cast, gone, second):
    case_id, (one,) = object_to(network, cast.ana), mine(network, cast.ana)
    acts = [lambda: do(network, cast.ana, erase_words, one.made.id), lambda: overturn(network, second, case_id)]
    refused = [each for each in at_once(acts) if isinstance(each, Conflict)]
    assert len(refused) == 1
    with network.reading() as work:
        made = work.session.get_one(Removal, one.made.id)
    stands = bodies(read(network, cast.ben, cast.everyday))[0] == HARMFUL
    assert (made.restored_at is not None, made.words_erased_at is None) == (stands, stands)


def _cases(network):
    with network.reading() as work:
        return work.session.scalars(select(Case)).all()
