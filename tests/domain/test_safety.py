"""What sounds grave is a case for facilitators, and its author hears of nobody but those whom they can talk to."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from networks.care import closing
from networks.care.asked import asked_of_me
from networks.care.ladder import colleagues, ladder, take_step
from networks.care.letters import answer, letters, my_letters, put_on_record, write_to
from networks.chat.actions import edit_message, remove_message
from networks.chat.postbox import Postbox
from networks.communities.queries import inside
from networks.erasure import erase
from networks.errors import Conflict, Invalid, NotAllowed, NotFound
from networks.export import everything_about_me
from networks.moderation.actions import claim, decide
from networks.moderation.events import CaseChanged
from networks.moderation.models import Case
from networks.moderation.opening import open_evidence
from networks.moderation.queries import audit, case, cases, open_count
from networks.safety.editions import editions, keep_edition, use_edition
from networks.safety.events import LetterWritten
from networks.safety.models import Letter, Step
from networks.safety.watch import Watch
from networks.work import Network
from tests.domain.acts import at_once, do, learn_name, listen, look, say

RED = "I have decided. I am going to kill myself tonight."
AMBER = "I don't want to be here any more."
GREEN = "My brother took his own life in 2015."
CALM = "This queue is killing me. Good morning."
CLOSING = {"outcome": "close", "reason": "She is with her sister."}


@pytest.fixture(autouse=True)
def _watching(network) -> None:
    Watch(network)


@pytest.fixture
def found(network, cast):
    """The open safety cases of `crohns` as Fay sees them."""
    return lambda who=cast.fay: [
        one.case for one in look(network, who, cases, "crohns", kind="safety", state="open,claimed")[1]
    ]


@pytest.fixture
def red(network, cast, found) -> Any:
    say(network, cast.ana, cast.everyday, RED)
    (one,) = found()
    return one


def climb(network, who, case_id, *kinds: str) -> None:
    for kind in kinds:
        do(network, who, take_step, case_id, kind, note="" if kind == "acknowledge" else f"I did {kind}.")


@pytest.mark.parametrize(("said", "severity"), [(RED, "red"), (AMBER, "amber"), (GREEN, "green")])
def test_each_tier_is_a_case_of_its_severity(network, cast, found, said, severity):
    message = say(network, cast.ana, cast.everyday, said)
    (one,) = found()
    assert (one.kind, one.severity, one.state) == ("safety", severity, "open")
    assert (one.subject_kind, one.subject_id, one.person_id) == ("message", message.id, cast.ana.person_id)
    assert one.evidence["excerpt"] == said
    assert message.body == said


def test_what_is_only_said_so_is_none(network, cast, found):
    say(network, cast.ana, cast.everyday, CALM)
    assert found() == []


def test_one_person_has_one_case_which_gets_graver_and_never_milder(network, cast, found):
    first = say(network, cast.ana, cast.everyday, AMBER)
    due = found()[0].due_at
    say(network, cast.ana, cast.everyday, RED)
    say(network, cast.ana, cast.everyday, GREEN)
    say(network, cast.ben, cast.everyday, AMBER)
    mine = next(one for one in found() if one.person_id == cast.ana.person_id)
    assert len(found()) == 2
    assert (mine.severity, mine.subject_id, mine.evidence["excerpt"]) == ("red", first.id, RED)
    assert mine.due_at < due
    assert [one["body"] for one in mine.evidence["hits"]] == [AMBER, RED, GREEN]


def test_many_hits_keep_the_first_the_gravest_and_the_last(network, cast, found):
    say(network, cast.ana, cast.everyday, GREEN)
    say(network, cast.ana, cast.everyday, RED)
    for number in range(40):
        say(network, cast.ana, cast.everyday, f"{AMBER} {number}")
    bodies = [one["body"] for one in found()[0].evidence["hits"]]
    assert len(bodies) == 30
    assert (bodies[0], bodies[1], bodies[-1]) == (GREEN, RED, f"{AMBER} 39")


def test_an_edit_is_weighed_and_what_is_removed_stays_as_evidence(network, cast, found):
    message = say(network, cast.ana, cast.everyday, CALM)
    do(network, cast.ana, edit_message, message.id, body=AMBER)
    do(network, cast.ana, edit_message, message.id, body=CALM)
    do(network, cast.ana, edit_message, message.id, body=AMBER)
    do(network, cast.ana, remove_message, message.id)
    (one,) = found()
    assert [hit["body"] for hit in one.evidence["hits"]] == [AMBER]


def test_its_author_finds_no_case_anywhere(network, cast, red, second):
    assert look(network, cast.ana, cases, "crohns")[1] == []
    with pytest.raises(NotFound):
        look(network, cast.ana, case, red.id)
    assert {one["kind"] for one in look(network, cast.ana, everything_about_me)["cases_opened"]} == {"join"}
    before = look(network, cast.fay, open_count, cast.crohns_id)
    say(network, cast.fay, cast.everyday, AMBER)  # a facilitator's own is for the others
    assert look(network, cast.fay, open_count, cast.crohns_id) == before
    assert look(network, second, open_count, cast.crohns_id) == before + 1


def test_facilitators_of_other_communities_and_members_find_nothing(network, cast, red):
    for who in (cast.ben, cast.gil, cast.lin, cast.oli):
        for asked in (case, ladder, letters, colleagues):
            with pytest.raises(NotFound):
                look(network, who, asked, red.id)
        with pytest.raises(NotFound):
            do(network, who, take_step, red.id, "acknowledge")


def test_who_asked_anonymously_is_known_to_facilitators_and_not_to_operators(network, cast, found):
    say(network, cast.ana, cast.everyday, RED, anonymous=True)
    (one,) = found()
    assert learn_name(network, cast.fay, one.id).handle == "Ana"
    assert look(network, cast.fay, case, one.id)[0].subject.handle == "Ana"
    assert learn_name(network, cast.opal, one.id) is None
    assert all(view.subject is None for view in look(network, cast.opal, cases, "crohns", kind="safety")[1])


def test_the_ladder_is_climbed_rung_by_rung(network, cast, clock, red):
    with pytest.raises(Conflict):
        do(network, cast.fay, take_step, red.id, "act", note="Wrote to her.")
    climb(network, cast.fay, red.id, "acknowledge")
    held = look(network, cast.fay, case, red.id)[0].case
    assert (held.state, held.claimed_by_id) == ("claimed", cast.fay.person_id)
    assert held.due_at > red.due_at
    with pytest.raises(Conflict):
        do(network, cast.fay, take_step, red.id, "follow_up", note="Better.")
    with pytest.raises(Invalid):
        do(network, cast.fay, take_step, red.id, "act", note="  ")
    clock.move(hours=1)
    climb(network, cast.fay, red.id, "act", "follow_up")
    seen = look(network, cast.fay, ladder, red.id)
    assert [str(rung.step.kind) for rung in seen.rungs] == ["acknowledge", "act", "follow_up"]
    assert {rung.by.handle for rung in seen.rungs if rung.by} == {"Fay"}
    assert (seen.following, seen.can_close) == (None, True)
    do(network, cast.fay, decide, red.id, **CLOSING)
    climb(network, cast.fay, red.id, "debrief")
    with pytest.raises(Conflict):
        climb(network, cast.fay, red.id, "act")


@pytest.mark.parametrize("rungs", [(), ("acknowledge",), ("acknowledge", "act")])
@pytest.mark.parametrize("said", [RED, AMBER])
def test_amber_and_red_do_not_close_before_they_are_followed_up(network, cast, found, said, rungs):
    say(network, cast.ana, cast.everyday, said)
    (one,) = found()
    climb(network, cast.fay, one.id, *rungs)
    with pytest.raises(Conflict):
        do(network, cast.fay, decide, one.id, **CLOSING)
    assert found()[0].outcome is None


def test_green_closes_with_a_reason_and_the_next_hit_is_a_case_of_its_own(network, cast, found):
    say(network, cast.ana, cast.everyday, GREEN)
    do(network, cast.fay, decide, found()[0].id, **CLOSING)
    assert found() == []
    say(network, cast.ana, cast.everyday, AMBER)
    assert [one.severity for one in found()] == ["amber"]


def test_what_is_said_after_it_was_followed_up_has_to_be_followed_up_as_well(network, cast, clock, red):
    climb(network, cast.fay, red.id, "acknowledge", "act", "follow_up")
    due = look(network, cast.fay, case, red.id)[0].case.due_at
    clock.move(hours=20)
    say(network, cast.ana, cast.everyday, AMBER)
    seen = look(network, cast.fay, ladder, red.id)
    assert (seen.following, seen.can_close) == ("follow_up", False)
    assert look(network, cast.fay, case, red.id)[0].case.due_at < due
    with pytest.raises(Conflict):
        do(network, cast.fay, decide, red.id, **CLOSING)
    clock.move(hours=1)
    do(network, cast.fay, take_step, red.id, "follow_up", note="Asked again.")
    do(network, cast.fay, decide, red.id, **CLOSING)


def test_the_same_note_twice_is_one(network, cast, red):
    for _ in range(2):
        climb(network, cast.fay, red.id, "acknowledge", "act")
    assert len(look(network, cast.fay, ladder, red.id).rungs) == 2


def test_two_acknowledge_at_once_and_one_is_told_who_did(network, cast, second, red):
    acts = [lambda who=who: do(network, who, take_step, red.id, "acknowledge") for who in (cast.fay, second) * 3]
    found = at_once(acts)
    refused = {str(one) for one in found if isinstance(one, Conflict)}
    assert len(refused) == 1
    assert refused.pop() in ("Fay acknowledged this a moment ago.", "Ben acknowledged this a moment ago.")
    assert len(look(network, cast.fay, ladder, red.id).rungs) == 1


def test_many_hits_at_once_are_one_case(network, cast, found):
    def once(number: int) -> Any:
        return lambda: say(network, cast.ana, cast.everyday, f"{AMBER} {number}")

    at_once([once(number) for number in range(8)])
    (one,) = found()
    assert len(one.evidence["hits"]) == 8


def test_a_second_opinion_is_asked_for_by_name_and_given_in_the_case(network, cast, second, red):
    for nobody in (cast.fay, cast.ana, cast.lin, cast.gil):
        with pytest.raises(Invalid):
            do(network, cast.fay, take_step, red.id, "ask", note="What do you think?", to=nobody.person_id)
    with pytest.raises(Conflict):
        do(network, second, take_step, red.id, "opinion", note="Unasked.")
    do(network, cast.fay, take_step, red.id, "ask", note="What do you think?", to=second.person_id)
    assert look(network, second, ladder, red.id).asks_me
    assert not look(network, cast.fay, ladder, red.id).asks_me
    assert look(network, second, asked_of_me, cast.crohns_id) == {red.id}
    assert look(network, cast.fay, asked_of_me, cast.crohns_id) == frozenset()
    assert look(network, second, asked_of_me, cast.hidden_id) == frozenset()
    do(network, second, take_step, red.id, "opinion", note="Ring her clinic together with her.")
    assert not look(network, second, ladder, red.id).asks_me
    assert look(network, second, asked_of_me, cast.crohns_id) == frozenset()


def read_letters(network, who, case_id):
    do(network, who, put_on_record, case_id)
    return look(network, who, letters, case_id)


def test_letters_go_both_ways_and_to_nobody_else(network, cast, red):
    heard = listen(network, LetterWritten)
    with pytest.raises(NotFound):
        do(network, cast.ana, answer, "crohns", body="Hello?")  # nobody wrote to her yet
    for _ in range(2):
        do(network, cast.fay, write_to, red.id, body="How are you now?")
    do(network, cast.ana, answer, "crohns", body="A little better.")
    assert [(one.to_member, one.person_id) for one in heard] == [(True, cast.ana.person_id)] * 2 + [
        (False, cast.ana.person_id)
    ]
    for seen in (read_letters(network, cast.fay, red.id), look(network, cast.ana, my_letters, "crohns")[1]):
        assert [(one.by_member, one.letter.body) for one in seen] == [
            (False, "How are you now?"),
            (True, "A little better."),
        ]
    assert look(network, cast.ben, my_letters, "crohns")[1] == []
    with pytest.raises(NotFound):
        look(network, cast.oli, my_letters, "crohns")


def test_an_answer_is_weighed_and_one_to_a_closed_case_opens_another(network, cast, found):
    say(network, cast.ana, cast.everyday, GREEN)
    do(network, cast.fay, write_to, found()[0].id, body="How are you now?")
    do(network, cast.ana, answer, "crohns", body=RED)
    (one,) = found()
    assert (one.severity, len(one.evidence["hits"])) == ("red", 2)
    climb(network, cast.fay, one.id, "acknowledge", "act", "follow_up")
    do(network, cast.fay, decide, one.id, **CLOSING)
    do(network, cast.ana, answer, "crohns", body="Thank you all.")
    (other,) = found()
    assert (other.id != one.id, other.severity, other.subject_kind) == (True, "green", "person")


def test_the_open_pages_of_facilitators_are_told_and_not_whom_it_is_about(network, cast):
    heard = listen(network, CaseChanged)
    say(network, cast.ana, cast.everyday, RED)
    assert [one.person_id for one in heard] == [cast.ana.person_id]


def test_the_export_has_letters_and_no_case(network, cast, red):
    do(network, cast.fay, write_to, red.id, body="How are you now?")
    climb(network, cast.fay, red.id, "acknowledge")
    mine = look(network, cast.ana, everything_about_me)
    assert [one["body"] for one in mine["letters"]] == ["How are you now?"]
    assert str(red.id) not in str(mine)
    assert [one["body"] for one in look(network, cast.fay, everything_about_me)["letters"]] == ["How are you now?"]


@pytest.mark.parametrize("delete_content", [True, False])
def test_erasing_takes_the_letters_the_evidence_and_the_notes_along(network, cast, red, delete_content):
    do(network, cast.fay, write_to, red.id, body="How are you now?")
    climb(network, cast.fay, red.id, "acknowledge", "act")
    do(network, cast.ana, erase, delete_content=delete_content)
    with network.reading() as work:
        left = work.session.get_one(Case, red.id)
        assert (left.evidence, left.state, left.outcome) == ({}, "closed", "withdrawn")
        assert work.session.scalars(select(Letter)).all() == []
        assert {one.note for one in work.session.scalars(select(Step))} == {""}


def test_who_helped_and_is_erased_leaves_what_was_done_without_a_name(network, cast, second, red):
    do(network, second, write_to, red.id, body="How are you now?")
    climb(network, second, red.id, "acknowledge", "act")
    do(network, second, erase, delete_content=True)
    seen = look(network, cast.ana, my_letters, "crohns")[1]
    assert [(one.by, one.letter.body) for one in seen] == [(None, "How are you now?")]
    assert {rung.step.by_id for rung in look(network, cast.fay, ladder, red.id).rungs} == {None}


def test_programs_that_close_at_once_close_once_and_tell_the_missing_steps_once(network, cast, second, red):
    def close(who: Any) -> Any:
        return lambda: do(network, who, closing.decide, red.id, outcome="close", reason=f"{who.handle} spoke to her.")

    found = at_once([close(who) for who in (cast.fay, second) * 3])
    refused = {str(one) for one in found if isinstance(one, Conflict)}
    assert len(found) - sum(isinstance(one, Conflict) for one in found) == 1
    told = look(network, cast.fay, ladder, red.id).rungs
    assert len(told) == 1
    assert refused == {f"{told[0].by.handle} decided this a moment ago." if told[0].by else ""}
    assert told[0].step.note == look(network, cast.fay, case, red.id)[0].case.reason


def test_whoever_holds_a_case_closes_it_at_once_and_no_other_program_does(network, cast, second, red):
    do(network, cast.fay, claim, red.id)
    with pytest.raises(Conflict, match="Fay has this just now"):
        do(network, second, closing.decide, red.id, **CLOSING)
    assert look(network, cast.fay, ladder, red.id).rungs == []
    do(network, cast.fay, closing.decide, red.id, **CLOSING)


def test_nobody_takes_telling_at_once_as_a_step(network, cast, red):
    with pytest.raises(Invalid):
        do(network, cast.fay, take_step, red.id, "at_once", note="All of it.")


def test_a_case_that_somebody_holds_can_be_acknowledged_and_is_closed_by_its_holder(network, cast, second, red):
    do(network, cast.fay, claim, red.id)
    climb(network, second, red.id, "acknowledge", "act", "follow_up")
    assert look(network, second, case, red.id)[0].case.claimed_by_id == cast.fay.person_id
    with pytest.raises(Conflict):
        do(network, second, decide, red.id, **CLOSING)
    do(network, cast.fay, decide, red.id, **CLOSING)


def test_an_ordinary_message_asks_the_database_nothing_more(network, cast):
    """See also tests/domain/test_postbox.py. The lists are in memory."""
    asked: list[str] = []
    session = look(network, cast.ana, inside, "crohns")
    assert session.standing is not None
    network.weigh = lambda text: asked.append(text)
    say(network, cast.ana, cast.everyday, CALM)
    assert asked == [CALM]


def test_another_process_follows_when_it_looks_and_asks_once_where_nothing_changed(network, cast):
    others = Network(network.database, render=network.render, inside=network.inside, clock=network.clock)
    watch = Watch(others)
    watch.refresh()
    said = "mi ne plu volas vivi"
    content = {"amber": [said]}
    made = do(network, cast.opal, keep_edition, "phrases-eo", content=content, why="A first list.")
    do(network, cast.opal, use_edition, "phrases-eo", made.number, why="Read by two.")
    assert network.weigh(said) is not None
    assert others.weigh(said) is None
    watch.refresh()
    assert others.weigh(said) is not None
    before = others.weigh
    watch.refresh()
    assert others.weigh is before


def test_two_operators_keep_an_edition_at_once_and_both_are_there(network, cast):
    def keep(number: int) -> Any:
        content = {"amber": [f"phrase number {number}"]}
        return lambda: do(network, cast.opal, keep_edition, "phrases-eo", content=content, why=f"No. {number}.")

    at_once([keep(number) for number in range(6)])
    kept = look(network, cast.opal, editions, "phrases-eo")
    assert sorted(one.number for one in kept) == [1, 2, 3, 4, 5, 6]
    assert len({str(one.content) for one in kept}) == 6


def test_of_posts_that_are_stored_together_each_has_its_own_case(network, cast, found):
    acts: list[Any] = []
    box = Postbox(network, acts.append, lambda: None)
    bodies = ("Good morning.", RED, "All well here.", AMBER)
    posts = [
        box.post(who.session_id, cast.everyday, body=body, client_key=uuid4().hex)
        for who, body in zip((cast.ana, cast.ana, cast.ben, cast.ben), bodies, strict=True)
    ]
    for act in acts:
        act()
    assert [post.result().body for post in posts] == list(bodies)
    assert {(one.person_id, str(one.severity)) for one in found()} == {
        (cast.ana.person_id, "red"),
        (cast.ben.person_id, "amber"),
    }
    assert {one.opened_by_id for one in found()} == {None}


def test_whatever_is_wrong_with_the_lists_is_said_and_what_somebody_says_is_stored(network, cast, found, monkeypatch):
    def stumble(*_):
        raise RecursionError

    monkeypatch.setattr("networks.safety.matching.Matcher.weigh", stumble)
    assert say(network, cast.ana, cast.everyday, RED).body == RED
    assert found() == []


def test_an_operator_reads_letters_after_a_reason_that_stays_on_record(network, cast, red, clock):
    do(network, cast.fay, write_to, red.id, body="How are you now?")
    do(network, cast.opal, write_to, red.id, body="I am here too.")
    with pytest.raises(NotAllowed, match="reason on record"):
        look(network, cast.opal, letters, red.id)
    do(network, cast.opal, open_evidence, red.id, reason="Fay is ill.")
    told = [one.letter.body for one in read_letters(network, cast.opal, red.id)]
    assert told == ["How are you now?", "I am here too."]
    row, actor = look(network, cast.fay, audit, "crohns")[1]
    assert (row.act, row.subject_id, row.reason, actor.handle) == ("case.opened", red.id, "Fay is ill.", "Opal")
    clock.move(hours=1)
    with pytest.raises(NotAllowed):
        look(network, cast.opal, letters, red.id)
    assert len(read_letters(network, cast.fay, red.id)) == 2


def test_letters_tell_no_name_before_the_case_does(network, cast, found):
    say(network, cast.ana, cast.everyday, RED, anonymous=True)
    (one,) = found()
    do(network, cast.fay, write_to, one.id, body="How are you now?")
    do(network, cast.ana, answer, "crohns", body="Better.")
    assert [written.by and written.by.handle for written in read_letters(network, cast.fay, one.id)] == ["Fay", None]
    learn_name(network, cast.fay, one.id)
    assert [written.by.handle for written in look(network, cast.fay, letters, one.id)] == ["Fay", "Ana"]
