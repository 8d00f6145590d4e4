"""Members who offer to welcome newcomers, and facilitators who ask them to."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from networks.chat.actions import remove_message
from networks.communities.actions import leave
from networks.erasure import erase
from networks.errors import Conflict, NotAllowed, NotFound
from networks.export import everything_about_me
from networks.facilitation.mentoring import offer, stop
from networks.facilitation.models import Asking, FirstWords, Mentor
from networks.facilitation.places import mentors, proposed, take_place
from networks.people.actions import block
from networks.welcoming import ask_mentor, asked_of, askings, not_this_time, say_hello
from tests.domain.acts import at_once, do, look, say
from tests.newcomers import arrive, key, newcomer_cases


@pytest.fixture
def teasel(network, cast):
    return arrive(network)


@pytest.fixture
def hello(network, cast, teasel):
    return say(network, teasel, cast.everyday, "Hello, I am new.")


@pytest.fixture
def case_id(network, cast, hello):
    return newcomer_cases(network, cast.fay)[0].id


def offers(network, *people, capacity=2):
    for one in people:
        network.clock.move(minutes=1)
        do(network, one, offer, "crohns", capacity=capacity)


def ask(network, cast, case_id, person: Any = None):
    return do(network, cast.fay, ask_mentor, case_id, person_id=person and person.person_id)[0]


def states(network, cast, case_id):
    return [
        (one.mentor.handle if one.mentor else None, one.state) for one in look(network, cast.fay, asked_of, case_id)
    ]


def room_of(network, cast):
    return {one.person.handle: one.room for one in look(network, cast.fay, mentors, "crohns")}


def test_whoever_was_asked_longest_ago_is_asked(network, cast, clock):
    offers(network, cast.ana, cast.ben)
    asked = []
    for number in range(4):
        clock.move(minutes=1)
        who = arrive(network, f"teasel{number}")
        say(network, who, cast.everyday)
        (found,) = [one for one in newcomer_cases(network, cast.fay) if one.person_id == who.person_id]
        asked.append(ask(network, cast, found.id).mentor.handle)
    assert asked == ["Ana", "Ben", "Ana", "Ben"]
    assert room_of(network, cast) == {"Ana": 0, "Ben": 0}


def test_a_new_month_brings_new_room(network, cast, case_id, clock):
    offers(network, cast.ana, capacity=1)
    ask(network, cast, case_id)
    assert room_of(network, cast) == {"Ana": 0}
    clock.move(days=32)
    assert room_of(network, cast) == {"Ana": 1}


def test_a_facilitator_may_choose_whom(network, cast, case_id):
    offers(network, cast.ana, cast.ben)
    assert ask(network, cast, case_id, cast.ben).mentor.handle == "Ben"


def test_asking_twice_asks_once(network, cast, case_id):
    offers(network, cast.ana, cast.ben)
    first, is_new = do(network, cast.fay, ask_mentor, case_id)
    again, is_new_again = do(network, cast.fay, ask_mentor, case_id)
    assert (first.id, is_new, is_new_again) == (again.id, True, False)
    assert room_of(network, cast)["Ben"] == 2


def test_where_nobody_has_room_it_says_so(network, cast, case_id):
    with pytest.raises(Conflict, match="No mentor can be asked"):
        ask(network, cast, case_id)


def test_once_answered_nobody_is_asked(network, cast, hello, case_id):
    offers(network, cast.ana)
    say(network, cast.ben, cast.everyday, reply_to=hello.id)
    with pytest.raises(Conflict, match="answered already"):
        ask(network, cast, case_id)


def test_not_this_time_goes_to_the_next_and_gives_the_place_back(network, cast, case_id):
    offers(network, cast.ana, cast.ben)
    asked = ask(network, cast, case_id)
    assert do(network, cast.ana, not_this_time, asked.id).state == "declined"
    assert do(network, cast.ana, not_this_time, asked.id).state == "declined"
    assert set(states(network, cast, case_id)) == {("Ben", "asked"), ("Ana", "declined")}
    assert room_of(network, cast) == {"Ana": 2, "Ben": 1}
    (of_ben,) = look(network, cast.ben, askings, "crohns")
    assert (of_ben.by.handle, of_ben.newcomer.handle, of_ben.state) == ("Fay", "teasel", "asked")
    do(network, cast.ben, not_this_time, of_ben.id)
    assert "asked" not in {state for _, state in states(network, cast, case_id)}


@pytest.mark.parametrize(("who", "state"), [("ana", "done"), ("ben", "over"), ("fay", "over")])
def test_an_answer_ends_it(network, cast, hello, case_id, who, state):
    offers(network, cast.ana)
    ask(network, cast, case_id)
    say(network, getattr(cast, who), cast.everyday, reply_to=hello.id)
    assert states(network, cast, case_id) == [("Ana", state)]
    assert room_of(network, cast) == {"Ana": 1 if state == "done" else 2}


@pytest.mark.parametrize("how", ["leaves", "muted", "banned", "stops", "erased"])
def test_who_is_no_mentor_any_more_is_asked_nothing_and_the_next_is(network, cast, case_id, answer, how):
    offers(network, cast.ana, cast.ben)
    ask(network, cast, case_id)
    ways = {
        "leaves": lambda: do(network, cast.ana, leave, "crohns"),
        "muted": lambda: answer(cast.ana, "mute", hours=4),
        "banned": lambda: answer(cast.ana, "ban"),
        "stops": lambda: do(network, cast.ana, stop, "crohns"),
        "erased": lambda: do(network, cast.ana, erase, delete_content=False),
    }
    ways[how]()
    gone = None if how == "erased" else "Ana"
    assert set(states(network, cast, case_id)) == {(gone, "gone"), ("Ben", "asked")}


def test_whoever_may_not_write_offers_nothing(network, cast):
    with pytest.raises(NotAllowed):
        do(network, cast.max, offer, "crohns", capacity=2)


@pytest.mark.parametrize("which", ["the mentor blocks them", "they block the mentor"])
def test_two_who_do_not_want_to_meet_are_not_brought_together(network, cast, teasel, case_id, which):
    offers(network, cast.ana)
    one, other = (cast.ana, teasel) if which.startswith("the mentor") else (teasel, cast.ana)
    do(network, one, block, other.person_id)
    with pytest.raises(Conflict):
        ask(network, cast, case_id)
    offers(network, cast.ben)
    with network.reading(cast.fay) as work:
        (words,) = work.session.query(FirstWords)
        assert [one.handle for one in proposed(work, words)] == ["Ben", "Ana"]
    assert ask(network, cast, case_id).mentor.handle == "Ben"


def test_whom_somebody_blocks_is_not_told_by_what_a_facilitator_may_choose(network, cast, teasel, case_id):
    offers(network, cast.ana)
    do(network, cast.ana, block, teasel.person_id)
    assert ask(network, cast, case_id, cast.ana).mentor.handle == "Ana"


def test_a_newcomer_is_not_asked_to_welcome_themselves(network, cast, teasel, case_id):
    offers(network, teasel)
    with pytest.raises(Conflict):
        ask(network, cast, case_id)


@pytest.mark.parametrize("who", ["ana", "lin", "gil", "oli", "pia", "max", "bea"])
def test_only_facilitators_ask(network, cast, case_id, who):
    offers(network, cast.ben)
    with pytest.raises(NotFound):
        do(network, getattr(cast, who), ask_mentor, case_id)
    with pytest.raises(NotFound):
        do(network, getattr(cast, who), say_hello, case_id, body="Hello.", client_key=key())


def test_the_newcomer_knows_nothing_of_it(network, cast, teasel, case_id):
    offers(network, cast.ana)
    asked = ask(network, cast, case_id)
    for act in (
        partial(do, network, teasel, ask_mentor, case_id),
        partial(do, network, teasel, not_this_time, asked.id),
    ):
        with pytest.raises(NotFound):
            act()
    assert look(network, teasel, askings, "crohns") == []


@pytest.mark.parametrize("who", ["ben", "fay", "opal", "gil", "oli"])
def test_only_whoever_was_asked_can_say_not_this_time(network, cast, case_id, who):
    offers(network, cast.ana)
    asked = ask(network, cast, case_id)
    with pytest.raises(NotFound):
        do(network, getattr(cast, who), not_this_time, asked.id)


def test_a_mentor_does_not_learn_who_asked_anonymously(network, cast, teasel):
    say(network, teasel, cast.everyday, "May I ask?", anonymous=True)
    offers(network, cast.ana)
    ask(network, cast, newcomer_cases(network, cast.fay)[0].id)
    (told,) = look(network, cast.ana, askings, "crohns")
    assert (told.newcomer, told.anonymous) == (None, True)
    assert teasel.handle not in repr(told)


def test_hello_from_the_case_answers_in_the_room_and_closes_it_once(network, cast, hello, case_id):
    said = {"body": "Welcome.", "client_key": key()}
    first, is_new = do(network, cast.fay, say_hello, case_id, **said)
    again, is_new_again = do(network, cast.fay, say_hello, case_id, **said)
    assert (first.reply_to, first.id, is_new, is_new_again) == (hello.id, again.id, True, False)
    assert newcomer_cases(network, cast.fay)[0].state == "closed"


def test_an_operator_who_is_no_member_says_nothing_there(network, cast, case_id):
    with pytest.raises(NotFound):
        do(network, cast.opal, say_hello, case_id, body="Hello.", client_key=key())


def test_asked_anew_where_the_answer_was_taken_back(network, cast, hello, case_id):
    offers(network, cast.ana, cast.ben)
    ask(network, cast, case_id)
    answer = say(network, cast.ana, cast.everyday, reply_to=hello.id)
    do(network, cast.ana, remove_message, answer.id)
    assert ask(network, cast, case_id).mentor.handle == "Ben"


def attempt(call: Any) -> Any:
    try:
        return call()
    except Conflict as refusal:
        return refusal


def test_the_last_place_is_taken_once(network, cast, second, clock):
    """Ben facilitates as well: both ask Ana, who has room for one."""
    for number in range(10):
        clock.move(days=32)
        offers(network, cast.ana, capacity=1)
        ids = []
        for turn in range(2):
            who = arrive(network, f"teasel{number}.{turn}")
            say(network, who, cast.everyday)
            ids += [one.id for one in newcomer_cases(network, cast.fay) if one.person_id == who.person_id]
        asking = [partial(do, network, one, ask_mentor, id_) for one, id_ in zip((cast.fay, second), ids, strict=True)]
        results = at_once([partial(attempt, call) for call in asking])
        assert sum(isinstance(one, Conflict) for one in results) == 1
        assert room_of(network, cast) == {"Ana": 0}


def test_two_who_ask_about_one_newcomer_ask_one_mentor(network, cast, second, case_id):
    offers(network, cast.ana, cast.lin)
    made = at_once([partial(do, network, one, ask_mentor, case_id) for one in (cast.fay, second)])
    assert len({one.id for one, _ in made}) == 1
    assert sorted(is_new for _, is_new in made) == [False, True]


def test_what_they_offered_and_were_asked_is_theirs_to_take_out_and_goes_with_them(network, cast, teasel, case_id):
    offers(network, cast.ana)
    ask(network, cast, case_id)
    told = look(network, cast.ana, everything_about_me)
    assert [(one["capacity"], one["taken"]) for one in told["mentoring"]] == [(2, 1)]
    assert [one["state"] for one in told["askings"]] == ["asked"]
    assert str(teasel.person_id) not in str(told)
    assert len(look(network, teasel, everything_about_me)["first_words"]) == 1
    assert len(look(network, cast.fay, everything_about_me)["asked_mentors"]) == 1
    do(network, cast.ana, erase, delete_content=False)
    with network.reading() as work:
        assert work.session.query(Mentor).all() == []
        assert {one.mentor_id for one in work.session.query(Asking)} == {None}


def test_a_place_is_compared_and_set_even_where_whoever_asks_saw_room(network, cast):
    offers(network, cast.ana, capacity=1)
    taken = [do(network, None, take_place, cast.crohns_id, cast.ana.person_id) for _ in range(2)]
    assert taken == [True, False]
