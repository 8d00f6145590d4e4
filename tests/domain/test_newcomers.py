"""First words: a case until another human has answered them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from networks.chat.actions import edit_message, react, remove_message
from networks.chat.answers import called
from networks.chat.events import MessageEdited
from networks.chat.history import view
from networks.chat.models import Message
from networks.chat.rooms import make_room
from networks.communities.actions import join, leave
from networks.communities.models import Membership
from networks.erasure import erase
from networks.facilitation.newcomers import escalate
from networks.moderation.actions import claim, decide
from networks.moderation.events import CaseChanged
from networks.moderation.models import Case
from networks.moderation.queries import case
from networks.people.actions import edit_profile
from tests.domain.acts import do, learn_name, listen, look, say
from tests.newcomers import arrive, newcomer_cases, words_of


@pytest.fixture
def teasel(network, cast):
    return arrive(network)


@pytest.fixture
def hello(network, cast, teasel):
    return say(network, teasel, cast.everyday, "Diagnosed on *Thursday*. I do not know what to ask.")


def one_case(network, cast):
    (found,) = newcomer_cases(network, cast.fay)
    return found


def is_open(network, cast):
    return one_case(network, cast).state != "closed"


# --- opening


def test_first_words_are_a_case_about_the_message(network, cast, teasel, hello):
    found = one_case(network, cast)
    assert (found.state, found.severity, found.subject_kind, found.subject_id) == ("open", "green", "message", hello.id)
    assert (found.person_id, found.opened_by_id) == (teasel.person_id, None)
    assert found.evidence["excerpt"] == "Diagnosed on Thursday. I do not know what to ask."
    assert found.due_at - found.opened_at == timedelta(hours=24)


def test_what_they_say_next_opens_none(network, cast, teasel, hello):
    say(network, teasel, cast.everyday, "Still here.")
    assert len(newcomer_cases(network, cast.fay)) == 1


@pytest.mark.parametrize("role", ["facilitator", "professional"])
def test_who_looks_after_others_is_no_newcomer(network, cast, teasel, role):
    with network.begin() as work:
        place = work.session.query(Membership).filter_by(person_id=teasel.person_id).one()
        place.role = role
    say(network, teasel, cast.everyday)
    with network.begin() as work:
        work.session.query(Membership).filter_by(person_id=teasel.person_id).one().role = "member"
    say(network, teasel, cast.everyday)
    assert newcomer_cases(network, cast.fay) == []


def test_a_member_of_long_standing_is_no_newcomer(network, cast):
    say(network, cast.ana, cast.everyday)
    assert newcomer_cases(network, cast.fay) == []


def test_in_each_community_one_is_new_once(network, cast, teasel, hello):
    do(network, teasel, join, "long-covid")
    say(network, teasel, cast.long_days)
    assert len(newcomer_cases(network, cast.gil, "long-covid")) == 1
    assert len(newcomer_cases(network, cast.fay)) == 1


def test_the_newcomer_and_other_members_see_no_case(network, cast, teasel, hello):
    assert newcomer_cases(network, teasel) == newcomer_cases(network, cast.ana) == []


# --- answering


ANSWERS = {
    "a reply": lambda hello: {"reply_to": hello.id},
    "their name": lambda _: {"body": "Welcome, @Teasel."},
    "their name in a sentence": lambda _: {"body": "I was like you,@teasel, once"},
    "an anonymous reply": lambda hello: {"reply_to": hello.id, "anonymous": True},
}
NO_ANSWERS = {
    "something else": {"body": "Anybody for a walk?"},
    "their name without a sign": {"body": "teasel is new here"},
    "another name": {"body": "@teasels and @teasel_b and @teasel.b and @teasel-b"},
    "an address": {"body": "write to me@teasel.example"},
}


@pytest.mark.parametrize("how", ANSWERS)
@pytest.mark.parametrize("who", ["ana", "lin", "fay"])
def test_another_human_answers_and_it_is_closed(network, cast, teasel, hello, clock, how, who):
    clock.move(hours=2)
    answer = say(network, getattr(cast, who), cast.everyday, **ANSWERS[how](hello))
    found = one_case(network, cast)
    assert (found.state, found.outcome, found.decided_by_id) == ("closed", "close", None)
    kept = words_of(network, teasel)
    assert (kept.answered_by_id, kept.answer_id) == (getattr(cast, who).person_id, answer.id)
    assert kept.answered_as == {"ana": "member", "lin": "professional", "fay": "facilitator"}[who]
    assert kept.answered_at - kept.said_at == timedelta(hours=2)


@pytest.mark.parametrize("what", NO_ANSWERS)
def test_what_does_not_speak_to_them_is_no_answer(network, cast, hello, what):
    say(network, cast.ana, cast.everyday, **NO_ANSWERS[what])
    assert is_open(network, cast)


def test_a_reaction_is_no_answer(network, cast, hello):
    do(network, cast.ana, react, hello.id, "👍", on=True)
    assert is_open(network, cast)


def test_nobody_answers_themselves(network, cast, teasel, hello):
    say(network, teasel, cast.everyday, "@teasel again", reply_to=hello.id)
    assert is_open(network, cast)


def test_an_answer_to_something_else_of_theirs_counts(network, cast, teasel, hello):
    more = say(network, teasel, cast.everyday, "And another thing.")
    say(network, cast.ana, cast.everyday, reply_to=more.id)
    assert not is_open(network, cast)


def test_first_words_in_somebodys_thread_are_answered_there(network, cast, teasel):
    root = say(network, cast.ben, cast.everyday, "Who else is up?")
    say(network, cast.ana, cast.everyday, "I am.", reply_to=root.id)
    say(network, teasel, cast.everyday, "Me too.", reply_to=root.id)
    assert is_open(network, cast)
    say(network, cast.ben, cast.everyday, "Good.", reply_to=root.id)
    assert not is_open(network, cast)


def test_one_newcomer_answers_another_and_waits_for_an_answer_as_well(network, cast, hello):
    other = arrive(network, "alder")
    say(network, other, cast.everyday, reply_to=hello.id)
    states = {one.person_id: one.state for one in newcomer_cases(network, cast.fay)}
    assert states[other.person_id] == "open"
    assert sorted(states.values()) == ["closed", "open"]


def test_the_first_of_two_answers_is_kept(network, cast, teasel, hello):
    first = say(network, cast.ana, cast.everyday, reply_to=hello.id)
    say(network, cast.fay, cast.everyday, reply_to=hello.id)
    assert words_of(network, teasel).answer_id == first.id


def test_who_has_a_new_name_is_called_by_it(network, cast, teasel, hello):
    do(network, teasel, edit_profile, handle="thistle")
    say(network, cast.ana, cast.everyday, "@teasel hello")
    assert is_open(network, cast)
    say(network, cast.ana, cast.everyday, "@Thistle hello")
    assert not is_open(network, cast)


@pytest.mark.parametrize(
    ("body", "is_called"),
    [
        ("@ana", True),
        ("@Ana.", True),
        ("(@ANA)", True),
        ("@ana...", True),
        ("@ana's", True),
        ("@anab", False),
        ("b@ana", False),
        ("@ana-b", False),
        ("@@ana", False),
        ("@anaé", False),
        ("@ana-é", False),
        ("@ana_", False),
        ("@ana...and then", True),
        ("@ben and @ana", True),
        ("ana", False),
    ],
)
def test_a_name_is_whole(body, is_called):
    assert ("ana" in called(body)) is is_called


# --- taking back


def test_the_only_answer_taken_back_leaves_them_waiting_again(network, cast, teasel, hello, clock):
    answer = say(network, cast.ana, cast.everyday, reply_to=hello.id)
    clock.move(hours=5)
    do(network, cast.ana, remove_message, answer.id)
    found = one_case(network, cast)
    assert (found.state, found.severity, found.outcome, found.decided_at) == ("open", "amber", None, None)
    assert words_of(network, teasel).waits
    say(network, cast.ben, cast.everyday, "@teasel hello")
    assert not is_open(network, cast)


@pytest.mark.parametrize("how", ["a reply", "their name"])
def test_where_somebody_else_has_answered_since_that_answer_counts(network, cast, teasel, hello, clock, how):
    answer = say(network, cast.ana, cast.everyday, reply_to=hello.id)
    clock.move(hours=1)
    other = say(network, cast.fay, cast.everyday, **ANSWERS[how](hello))
    clock.move(hours=1)
    say(network, cast.ben, cast.everyday, **ANSWERS[how](hello))
    do(network, cast.ana, remove_message, answer.id)
    kept = words_of(network, teasel)
    assert (kept.answer_id, kept.answered_as, kept.answered_at) == (other.id, "facilitator", other.posted_at)
    assert not is_open(network, cast)


def test_an_answer_taken_back_long_after_opens_nothing(network, cast, hello, clock):
    answer = say(network, cast.ana, cast.everyday, reply_to=hello.id)
    clock.move(days=8)
    do(network, cast.ana, remove_message, answer.id)
    assert not is_open(network, cast)


@pytest.mark.parametrize("who", ["themselves", "a facilitator"])
def test_first_words_removed_leave_nothing_and_the_next_ones_are_the_first(network, cast, teasel, hello, who):
    do(network, teasel if who == "themselves" else cast.fay, remove_message, hello.id)
    found = one_case(network, cast)
    assert (found.state, found.outcome, found.evidence) == ("closed", "withdrawn", {"anonymous": False})
    again = say(network, teasel, cast.everyday, "Hello again.")
    waiting = [one.subject_id for one in newcomer_cases(network, cast.fay, state="open")]
    assert waiting == [again.id]


def test_said_again_elsewhere_before_it_is_removed_the_second_waits(network, cast, teasel, hello, clock):
    """As in: the wrong room."""
    with network.begin(cast.opal) as work:
        right = make_room(work, "crohns", name="The right room").id
    clock.move(hours=5)
    again = say(network, teasel, right, "Hello, here.")
    say(network, teasel, right, "And more.")
    do(network, teasel, remove_message, hello.id)
    waiting = newcomer_cases(network, cast.fay, state="open")
    assert [(one.subject_id, one.evidence["excerpt"]) for one in waiting] == [(again.id, "Hello, here.")]
    clock.move(hours=5)
    do(network, None, escalate)
    assert newcomer_cases(network, cast.fay, state="open")[0].severity == "amber"
    say(network, cast.ana, right, reply_to=again.id)
    assert newcomer_cases(network, cast.fay, state="open") == []


def put_back(network, cast, message_id, author, body):
    """As an appeal does it."""
    with network.begin(cast.fay) as work:
        found = work.session.get_one(Message, message_id)
        found.body, found.html, found.removed_at, found.removed_by_id = body, f"<p>{body}</p>", None, None
        work.session.flush()
        now = view(work, message_id).for_everybody()
        work.record(MessageEdited(cast.crohns_id, found.room_id, author.person_id, now, None))


def test_first_words_that_are_put_back_wait_again_and_are_the_first(network, cast, teasel, hello, clock):
    do(network, cast.fay, remove_message, hello.id)
    clock.move(hours=5)
    put_back(network, cast, hello.id, teasel, "Hello.")
    found = one_case(network, cast)
    assert (found.state, found.severity, found.evidence["excerpt"]) == ("open", "amber", "Hello.")
    say(network, teasel, cast.everyday)
    assert len(newcomer_cases(network, cast.fay)) == 1
    say(network, cast.ana, cast.everyday, reply_to=hello.id)
    assert not is_open(network, cast)


def test_an_answer_that_is_put_back_is_one(network, cast, teasel, hello, clock):
    answer = say(network, cast.ana, cast.everyday, "Hello.", reply_to=hello.id)
    do(network, cast.fay, remove_message, answer.id)
    assert is_open(network, cast)
    put_back(network, cast, answer.id, cast.ana, "Hello.")
    assert not is_open(network, cast)
    assert words_of(network, teasel).answer_id == answer.id


def test_a_name_that_is_put_in_later_calls_and_older_words_do_not(network, cast, clock):
    old = say(network, cast.ana, cast.everyday, "Good morning.")
    clock.move(minutes=1)
    teasel = arrive(network)
    say(network, teasel, cast.everyday)
    do(network, cast.ana, edit_message, old.id, body="Good morning, @teasel.")
    assert is_open(network, cast)
    new = say(network, cast.ana, cast.everyday, "Good morning.")
    do(network, cast.ana, edit_message, new.id, body="Good morning, @teasel.")
    assert not is_open(network, cast)


def test_the_words_of_a_case_go_with_the_message_when_it_was_answered_too(network, cast, teasel, hello):
    say(network, cast.ana, cast.everyday, reply_to=hello.id)
    do(network, teasel, remove_message, hello.id)
    assert "excerpt" not in one_case(network, cast).evidence
    say(network, teasel, cast.everyday, "Hello again.")
    assert len(newcomer_cases(network, cast.fay)) == 1


def test_a_case_shows_the_words_as_they_are_now(network, cast, teasel, hello):
    do(network, teasel, edit_message, hello.id, body="Hello.")
    assert one_case(network, cast).evidence["excerpt"] == "Hello."


@pytest.mark.parametrize("how", ["leaves", "banned", "suspended", "erased", "erased with words"])
def test_who_has_gone_waits_for_nobody(network, cast, teasel, hello, answer, how):
    ways = {
        "leaves": lambda: do(network, teasel, leave, "crohns"),
        "banned": lambda: answer(teasel, "ban"),
        "suspended": lambda: answer(teasel, "suspension", hours=5),
        "erased": lambda: do(network, teasel, erase, delete_content=False),
        "erased with words": lambda: do(network, teasel, erase, delete_content=True),
    }
    ways[how]()
    found = one_case(network, cast)
    assert (found.state, found.outcome) == ("closed", "withdrawn")


@pytest.mark.parametrize("words_too", [True, False])
def test_nothing_tells_whose_first_words_they_were_once_somebody_is_erased(network, cast, teasel, hello, words_too):
    do(network, teasel, erase, delete_content=words_too)
    assert words_of(network, teasel) is None
    with network.reading() as work:
        assert work.session.query(Case).filter_by(person_id=teasel.person_id, kind="newcomer").all() == []
        assert {one.spoke_at for one in work.session.query(Membership).filter_by(person_id=teasel.person_id)} == {None}


def test_an_answer_stays_one_when_whoever_gave_it_is_erased_but_not_when_it_goes(network, cast, teasel, hello):
    say(network, cast.ana, cast.everyday, reply_to=hello.id)
    do(network, cast.ana, erase, delete_content=False)
    kept = words_of(network, teasel)
    assert (kept.answered_by_id, kept.answered_as, kept.waits) == (None, "member", False)
    other = arrive(network, "alder")
    said = say(network, other, cast.everyday)
    say(network, cast.ben, cast.everyday, reply_to=said.id)
    do(network, cast.ben, erase, delete_content=True)
    assert words_of(network, other).waits


# --- facilitators


def test_a_facilitator_can_close_it_with_a_reason(network, cast, teasel, hello):
    done = do(network, cast.fay, decide, one_case(network, cast).id, outcome="close", reason="They wrote to me.")
    assert (done.case.state, done.case.outcome, done.case.reason) == ("closed", "close", "They wrote to me.")
    say(network, cast.ana, cast.everyday, reply_to=hello.id)
    kept = words_of(network, teasel)
    assert (kept.ended_how, kept.answered_at) == ("closed", None)


def test_what_a_facilitator_closed_stays_closed_when_an_answer_goes(network, cast, hello):
    do(network, cast.fay, decide, one_case(network, cast).id, outcome="close", reason="They wrote to me.")
    answer = say(network, cast.ana, cast.everyday, reply_to=hello.id)
    do(network, cast.ana, remove_message, answer.id)
    assert one_case(network, cast).decided_by_id == cast.fay.person_id


def test_an_answer_closes_what_somebody_has_claimed(network, cast, hello):
    do(network, cast.fay, claim, one_case(network, cast).id)
    say(network, cast.ana, cast.everyday, reply_to=hello.id)
    assert not is_open(network, cast)


# --- anonymity


def test_an_anonymous_hello_is_a_case_whose_words_name_nobody(network, cast, teasel):
    say(network, teasel, cast.everyday, "May I ask?", anonymous=True)
    found = one_case(network, cast)
    assert (found.evidence, found.person_id) == ({"excerpt": "May I ask?", "anonymous": True}, teasel.person_id)


def test_only_who_may_know_sees_who_said_hello_anonymously(network, cast, teasel):
    say(network, teasel, cast.everyday, "May I ask?", anonymous=True)
    case_id = one_case(network, cast).id
    assert look(network, cast.fay, case, case_id)[0].subject is None
    assert learn_name(network, cast.fay, case_id).handle == "teasel"
    assert look(network, cast.fay, case, case_id)[0].subject.handle == "teasel"
    assert learn_name(network, cast.opal, case_id) is None


# --- time


def stages(network, cast, teasel):
    kept = words_of(network, teasel)
    marked = [name for name in ("amber", "red", "overdue") if getattr(kept, f"{name}_at")]
    return one_case(network, cast).severity, marked


@pytest.mark.parametrize(
    ("hours", "severity", "marked"),
    [
        (0, "green", []),
        (3.99, "green", []),
        (4, "amber", ["amber"]),
        (11.99, "amber", ["amber"]),
        (12, "red", ["amber", "red"]),
        (23.99, "red", ["amber", "red"]),
        (24, "red", ["amber", "red", "overdue"]),
        (400, "red", ["amber", "red", "overdue"]),
    ],
)
@pytest.mark.parametrize("steps", [1, 2, 7])
def test_the_longer_nobody_answers_the_more_it_weighs(
    network, cast, teasel, hello, clock, hours, severity, marked, steps
):
    """However often, and however late, somebody has looked."""
    began = clock.now
    for step in range(1, steps + 1):
        clock.now = began + timedelta(hours=hours) * step / steps
        while do(network, None, escalate):
            pass
    assert stages(network, cast, teasel) == (severity, marked)


def test_looking_twice_changes_nothing_more(network, cast, hello, clock):
    clock.move(hours=5)
    do(network, None, escalate)
    heard = listen(network, CaseChanged)
    do(network, None, escalate)
    assert heard == []


@pytest.mark.parametrize("why", ["answered", "closed"])
def test_what_nobody_waits_for_weighs_no_more(network, cast, hello, clock, why):
    if why == "answered":
        say(network, cast.ana, cast.everyday, reply_to=hello.id)
    else:
        do(network, cast.fay, decide, one_case(network, cast).id, outcome="close", reason="Said hello by letter.")
    clock.move(hours=30)
    do(network, None, escalate)
    assert one_case(network, cast).severity == "green"
