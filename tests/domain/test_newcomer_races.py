"""Two at once about one newcomer, and what the hot path asks of the database."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import uuid4

import pytest

from networks.chat.actions import remove_message
from networks.chat.events import FirstMessage
from networks.chat.postbox import Postbox
from networks.errors import Conflict
from networks.facilitation.newcomers import answer
from networks.moderation.actions import decide
from tests.domain.acts import at_once, do, listen, read, say
from tests.newcomers import arrive, newcomer_cases, words_of

TIMES = 10


def attempt(call: Any) -> Any:
    try:
        return call()
    except Conflict as refusal:
        return refusal


def test_of_two_first_words_that_arrive_together_one_is_the_first(network, cast):
    for number in range(TIMES):
        who = arrive(network, f"teasel{number}")
        at_once([partial(say, network, who, cast.everyday, f"Number {turn}") for turn in range(2)])
        assert sum(one.person_id == who.person_id for one in newcomer_cases(network, cast.fay)) == 1


def test_of_two_answers_at_once_one_is_kept(network, cast):
    for number in range(TIMES):
        who = arrive(network, f"teasel{number}")
        hello = say(network, who, cast.everyday)
        answers = [partial(say, network, one, cast.everyday, reply_to=hello.id) for one in (cast.ana, cast.ben)]
        ids = {one.id for one in at_once(answers)}
        kept = words_of(network, who)
        assert kept.answer_id in ids
        assert kept.answered_by_id in (cast.ana.person_id, cast.ben.person_id)


def test_an_answer_while_a_facilitator_closes_leaves_one_ending(network, cast):
    for number in range(TIMES):
        who = arrive(network, f"teasel{number}")
        hello = say(network, who, cast.everyday)
        (found,) = [one for one in newcomer_cases(network, cast.fay, state="open") if one.person_id == who.person_id]
        close = partial(do, network, cast.fay, decide, found.id, outcome="close", reason="They wrote to me.")
        reply = partial(say, network, cast.ana, cast.everyday, reply_to=hello.id)
        decided, _ = at_once([partial(attempt, close), reply])
        kept = words_of(network, who)
        (after,) = [one for one in newcomer_cases(network, cast.fay) if one.person_id == who.person_id]
        assert after.state == "closed"
        if isinstance(decided, Conflict):
            assert (after.decided_by_id, kept.ended_how, kept.answered_by_id) == (None, None, cast.ana.person_id)
        else:
            assert (after.decided_by_id, kept.ended_how, kept.answered_by_id) == (cast.fay.person_id, "closed", None)


def test_an_answer_that_goes_while_another_comes_never_loses_both(network, cast):
    for number in range(TIMES):
        who = arrive(network, f"teasel{number}")
        hello = say(network, who, cast.everyday)
        first = say(network, cast.ana, cast.everyday, reply_to=hello.id)
        gone = partial(do, network, cast.ana, remove_message, first.id)
        _, other = at_once([gone, partial(say, network, cast.ben, cast.everyday, reply_to=hello.id)])
        kept = words_of(network, who)
        assert (kept.answer_id, kept.answered_by_id) == (other.id, cast.ben.person_id)
        (after,) = [one for one in newcomer_cases(network, cast.fay) if one.person_id == who.person_id]
        assert after.state == "closed"


# --- live posts, which are stored together and remember who may write


class Live:
    def __init__(self, network):
        self.acts: list[Any] = []
        self.box = Postbox(network, self.acts.append, lambda: None)
        self.box.watch()

    def send(self, *said: tuple[Any, Any, dict[str, Any]]) -> list[Any]:
        """What these people say at once, in one batch."""
        posts = [
            self.box.post(who.session_id, room, **{"body": "Hello.", "client_key": uuid4().hex} | more)
            for who, room, more in said
        ]
        while self.acts:
            self.acts.pop(0)()
        return [post.result() for post in posts]


@pytest.fixture
def live(network, cast):
    return Live(network)


@pytest.fixture
def teasel(network, cast):
    return arrive(network)


def test_a_live_hello_is_a_case_about_whoever_said_it_however_many_speak(network, cast, teasel, live):
    sent = live.send((teasel, cast.everyday, {}), (cast.ana, cast.everyday, {}), (teasel, cast.everyday, {}))
    (found,) = newcomer_cases(network, cast.fay)
    assert (found.subject_id, found.person_id, found.opened_by_id) == (sent[0].id, teasel.person_id, None)


def test_hello_and_its_answer_in_one_batch(network, cast, teasel, live):
    live.send((teasel, cast.everyday, {}), (cast.ana, cast.everyday, {"body": "Welcome, @teasel"}))
    assert newcomer_cases(network, cast.fay)[0].state == "closed"
    assert words_of(network, teasel).answered_by_id == cast.ana.person_id


def test_whoever_has_spoken_is_remembered_and_asked_about_no_more(network, cast, teasel, live):
    heard = listen(network, FirstMessage)
    for _ in range(3):
        live.send((teasel, cast.everyday, {}))
    assert len(heard) == 1
    assert len(newcomer_cases(network, cast.fay)) == 1


def test_a_hello_that_could_not_be_stored_is_the_first_once_more(network, cast, teasel, live, monkeypatch):
    def full(_work: object, _event: object) -> None:
        raise OSError("the disk is full")

    live.send((cast.ana, cast.everyday, {}))
    with monkeypatch.context() as patch:
        patch.setattr(network, "inside", (*network.inside, full))
        with pytest.raises(OSError, match="full"):
            live.send((teasel, cast.everyday, {}))
    live.send((teasel, cast.everyday, {}))
    assert len(newcomer_cases(network, cast.fay)) == 1


def test_who_took_their_first_words_back_is_heard_as_new_again(network, cast, teasel, live):
    (hello,) = live.send((teasel, cast.everyday, {}))
    do(network, teasel, remove_message, hello.id)
    live.send((teasel, cast.everyday, {}))
    assert sorted(one.state for one in newcomer_cases(network, cast.fay)) == ["closed", "open"]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_what_neither_replies_nor_calls_asks_nothing_more_while_newcomers_wait(network, cast, teasel, live):
    asked: list[str] = []
    with network.database.writer.connect() as connection:  # SQLite's own only one: what is ready goes past all events
        connection.connection.dbapi_connection.set_trace_callback(asked.append)
    live.send((cast.ana, cast.everyday, {}))

    def ask() -> list[str]:
        asked.clear()
        live.send((cast.ana, cast.everyday, {}))
        return [words[0] for words in map(str.split, asked) if words[0] in ("SELECT", "INSERT", "UPDATE", "DELETE")]

    few = ask()
    live.send((teasel, cast.everyday, {}))
    ask()
    assert ask() == few
    assert few == ["UPDATE", "INSERT"]
    assert read(network, cast.ana, cast.everyday).last_seq == 5


def test_an_answer_is_compared_and_set_even_where_whoever_answers_saw_them_waiting(network, cast, teasel):
    hello = say(network, teasel, cast.everyday)
    others = [say(network, one, cast.everyday) for one in (cast.ana, cast.ben)]
    words_id = words_of(network, teasel).id
    kept = [
        do(network, None, answer, words_id, by=one.author.id, role="member", answer_id=one.id)
        for one in (*others, hello)
    ]
    assert [bool(one) for one in kept] == [True, False, False]
