"""What an overturned removal brings back beside the words, and what it counts for from then on."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from networks.chat.actions import react
from networks.chat.models import Reaction
from networks.chat.posting import post_message
from networks.communities.models import Membership
from networks.erasure import erase
from networks.errors import Conflict, NotFound
from networks.facilitation.models import Asking, FirstWords, Mentor
from networks.moderation.actions import decide
from networks.moderation.appeal_models import Against
from networks.moderation.appealing import appeal
from networks.moderation.decisions import my
from networks.moderation.erasing import erase_words
from networks.moderation.forgetting import forget_words
from networks.moderation.log import removals
from networks.moderation.loss_models import Loss
from networks.moderation.report_models import Removal
from networks.moderation.reporters import reporter
from networks.moderation.reports import my_reports
from networks.moderation.sanctioning import sanction
from networks.removal import remove_message
from networks.resources.actions import edit, revise, submit, withdraw
from networks.resources.endorsing import revoke
from networks.resources.keeping import check, sweep
from networks.resources.queries import resource
from networks.resources.review_models import Endorsement
from networks.resources.reviewing import archive
from networks.resources.reviewing import decide as review
from tests.domain.acts import do, look, read, say
from tests.domain.reports import HARMFUL, case_about, tell
from tests.domain.reviews import RISKY, open_cases, published
from tests.domain.test_restoring import greeted, lift, rows
from tests.newcomers import arrive, newcomer_cases, words_of


def remove(network, cast, said):
    network.clock.move(minutes=1)
    do(network, cast.fay, remove_message, said.id, reason="This can do harm.")
    network.clock.move(minutes=1)


def overturn(network, cast, person):
    """The last removal of something of somebody's falls."""
    one = look(network, person, my, Against.REMOVAL)[0]
    case_id = do(network, person, appeal, one.made.id, Against.REMOVAL, statement="It was not like that.").case_id
    do(network, cast.opal, decide, case_id, outcome="overturn", reason="Nobody was told to.")
    return look(network, person, my, Against.REMOVAL)[0].made


def record(network, cast, who):
    return look(network, cast.fay, reporter, "crohns", who.person_id).record


# --- reactions


@pytest.fixture
def said(network, cast):
    made = say(network, cast.ana, cast.everyday, HARMFUL)
    for who, sign in ((cast.ben, "👍"), (cast.lin, "👍"), (cast.lin, "❤")):
        do(network, who, react, made.id, sign, on=True)
        network.clock.move(minutes=1)
    return made


def test_reactions_are_nowhere_while_it_is_removed_and_are_as_they_were_after(network, cast, said):
    before, shown = rows(network, Reaction), read(network, cast.ben, cast.everyday).items[0].reactions
    remove(network, cast, said)
    for who in (cast.ana, cast.ben, cast.fay):
        assert read(network, who, cast.everyday).items[0].reactions == ()
    with pytest.raises(Conflict):
        do(network, cast.ben, react, said.id, "❤", on=True)
    overturn(network, cast, cast.ana)
    assert rows(network, Reaction) == before
    assert read(network, cast.ben, cast.everyday).items[0].reactions == shown


def test_a_reaction_that_was_taken_off_meanwhile_stays_off(network, cast, said):
    remove(network, cast, said)
    do(network, cast.ben, react, said.id, "👍", on=False)
    do(network, cast.lin, erase, delete_content=False)
    overturn(network, cast, cast.ana)
    assert rows(network, Reaction) == []


def test_what_one_removes_oneself_keeps_none(network, cast, said):
    do(network, cast.ana, remove_message, said.id)
    assert rows(network, Reaction) == []


@pytest.mark.parametrize("delete_content", [True, False], ids=["words too", "words stay"])
def test_with_whoever_wrote_it_they_go(network, cast, said, delete_content):
    remove(network, cast, said)
    do(network, cast.ana, erase, delete_content=delete_content)
    assert rows(network, Reaction) == []


@pytest.mark.parametrize("by", ["the clock", "their author"])
def test_they_go_when_the_words_do(network, cast, said, by):
    remove(network, cast, said)
    made = look(network, cast.ana, my, Against.REMOVAL)[0].made
    if by == "the clock":
        do(network, None, forget_words, made.id)
    else:
        do(network, cast.ana, erase_words, made.id)
    assert rows(network, Reaction) == []


def test_its_key_stands_for_the_same_words_again(network, cast):
    made = say(network, cast.ana, cast.everyday, HARMFUL, client_key="the-same-key")
    remove(network, cast, made)
    overturn(network, cast, cast.ana)
    with pytest.raises(Conflict):
        do(network, cast.ana, post_message, cast.everyday, body="Other words.", client_key="the-same-key")


# --- newcomers

KEPT = (FirstWords, Membership, Asking, Mentor)


def kept(network):
    return [rows(network, table) for table in KEPT]


def one_case(network, cast):
    (found,) = newcomer_cases(network, cast.fay, state="open,claimed")
    return found


def test_first_words_wait_as_they_did_with_the_mentor_who_was_asked(network, cast):
    newcomer = greeted(network, cast, cast.ana)
    before, waited = kept(network), one_case(network, cast)
    hello = read(network, cast.ana, cast.everyday).items[-1]
    remove(network, cast, hello)
    assert kept(network) != before
    overturn(network, cast, newcomer)
    assert kept(network) == before
    assert (one_case(network, cast).id, one_case(network, cast).opened_at) == (waited.id, waited.opened_at)
    assert rows(network, Loss) == []


def test_what_they_said_after_it_is_their_first_no_more(network, cast):
    newcomer = arrive(network)
    hello = say(network, newcomer, cast.everyday, "Hello.")
    before = kept(network)
    remove(network, cast, hello)
    say(network, newcomer, cast.everyday, "Hello again.")
    assert words_of(network, newcomer).message_id != hello.id
    overturn(network, cast, newcomer)
    assert kept(network) == before
    assert one_case(network, cast).subject_id == hello.id


def test_who_answered_that_has_answered_them(network, cast):
    newcomer = arrive(network)
    hello = say(network, newcomer, cast.everyday, "Hello.")
    remove(network, cast, hello)
    again = say(network, newcomer, cast.everyday, "Hello again.")
    reply = say(network, cast.ana, cast.everyday, "Welcome.", reply_to=again.id)
    network.clock.move(minutes=1)
    overturn(network, cast, newcomer)
    with network.reading() as work:
        (words,) = work.session.scalars(select(FirstWords))
        assert (words.message_id, words.answer_id, words.answered_at) == (hello.id, reply.id, reply.posted_at)
    assert newcomer_cases(network, cast.fay, state="open,claimed") == []


@pytest.mark.parametrize("another", [False, True], ids=["alone", "another answer after it"])
def test_an_answer_is_the_answer_again_and_when_it_was(network, cast, another):
    newcomer = arrive(network)
    hello = say(network, newcomer, cast.everyday, "Hello.")
    network.clock.move(minutes=1)
    answer = say(network, cast.ana, cast.everyday, "Bin your tablets.", reply_to=hello.id)
    before = kept(network)
    if another:
        network.clock.move(minutes=1)
        say(network, cast.ben, cast.everyday, "Welcome.", reply_to=hello.id)
    remove(network, cast, answer)
    assert kept(network) != before
    overturn(network, cast, cast.ana)
    assert kept(network) == before
    assert newcomer_cases(network, cast.fay, state="open,claimed") == []


def test_what_is_kept_of_it_goes_when_the_words_do(network, cast):
    newcomer = arrive(network)
    remove(network, cast, say(network, newcomer, cast.everyday, "Hello."))
    assert len(rows(network, Loss)) == 1
    with network.reading() as work:
        made = work.session.scalar(select(Removal.id))
    do(network, None, forget_words, made)
    assert rows(network, Loss) == []


# --- the library


def take_down(network, cast, made):
    tell(network, cast.ben, "resource", made)
    found = case_about(network, cast.fay, made).case
    network.clock.move(minutes=1)
    do(network, cast.fay, decide, found.id, outcome="remove", reason="Not safe.", rule="1")
    network.clock.move(minutes=1)


def moves_on(network, cast, made, outcome=None):
    do(network, cast.ana, revise, made)
    do(network, cast.ana, edit, made, body="Four anchors a day.")
    if outcome:
        do(network, cast.ana, submit, made)
        network.clock.move(minutes=1)
        version = look(network, cast.fay, resource, made).resource.version
        do(network, cast.fay, review, made, outcome=outcome, reason="So.", version=version)


@pytest.mark.parametrize("outcome", [None, "decline", "request_changes"])
def test_the_version_that_was_there_is_there_again_whatever_its_author_works_on(network, cast, outcome):
    made = published(network, cast)
    take_down(network, cast, made)
    moves_on(network, cast, made, outcome)
    assert overturn(network, cast, cast.ana).restored_at
    assert look(network, cast.ben, resource, made).said.number == 1
    assert record(network, cast, cast.ben).upheld == 0


def test_a_newer_version_stays_and_that_the_older_one_was_removed_counts_for_nothing(network, cast):
    made = published(network, cast)
    take_down(network, cast, made)
    moves_on(network, cast, made, "publish")
    assert record(network, cast, cast.ben).upheld == 1
    undone = overturn(network, cast, cast.ana)
    assert (undone.restored_at, undone.overturned_at) == (None, network.clock())
    assert look(network, cast.ben, resource, made).said.number > 1
    assert (record(network, cast, cast.ben).decided, record(network, cast, cast.ben).upheld) == (1, 0)
    (sent,) = look(network, cast.ben, my_reports)
    assert (sent.restored, sent.report.upheld, sent.is_news) == (False, False, True)
    (told,) = look(network, cast.lin, removals, "crohns")[1]
    assert (told.restored_at, told.overturned_at is not None) == (None, True)


@pytest.mark.parametrize("revised", [False, True], ids=["left so", "written anew"])
def test_what_its_author_took_back_stays_taken_back(network, cast, revised):
    made = published(network, cast)
    take_down(network, cast, made)
    do(network, cast.ana, withdraw, made)
    if revised:
        do(network, cast.ana, revise, made)
    overturn(network, cast, cast.ana)
    with pytest.raises(NotFound):
        look(network, cast.ben, resource, made)
    assert record(network, cast, cast.ben).upheld == 0


def test_what_no_professional_stands_by_any_more_waits_for_one_as_it_would_have(network, cast):
    made = published(network, cast, **RISKY, changes_treatment=True)
    take_down(network, cast, made)
    with network.reading() as work:
        held = work.session.scalar(select(Endorsement.id))
    do(network, cast.lin, revoke, held)
    overturn(network, cast, cast.ana)
    assert look(network, cast.ana, resource, made).state == "archived"
    (case,) = open_cases(network, cast)
    assert (case.subject_id, case.evidence["why"]) == (made, "endorsement_ended")
    assert record(network, cast, cast.ben).upheld == 0


def test_whose_professional_comes_back_too_is_in_the_library_whichever_comes_first(network, cast, answer):
    made = published(network, cast, **RISKY, changes_treatment=True)
    take_down(network, cast, made)
    ban = answer(cast.lin, "ban")
    network.clock.move(minutes=1)
    overturn(network, cast, cast.ana)
    network.clock.move(minutes=1)
    lift(network, cast, cast.lin, ban)
    assert look(network, cast.ben, resource, made).state == "published"
    assert open_cases(network, cast) == []


def test_what_was_to_be_looked_at_again_still_is_and_has_the_time_that_it_had(network, cast, clock):
    made = published(network, cast)
    clock.move(days=361)
    do(network, None, sweep)
    (due,) = open_cases(network, cast)
    clock.move(days=50)
    take_down(network, cast, made)
    assert open_cases(network, cast) == []
    clock.move(days=50)
    overturn(network, cast, cast.ana)
    assert [one.id for one in open_cases(network, cast)] == [due.id]
    clock.move(days=9)
    do(network, None, sweep)
    assert look(network, cast.ben, resource, made).state == "published"
    clock.move(days=2)
    do(network, None, sweep)
    assert look(network, cast.ana, resource, made).state == "archived"


def test_whose_author_was_asked_is_asked_still(network, cast, clock):
    made = published(network, cast)
    clock.move(days=361)
    do(network, None, sweep)
    clock.move(minutes=1)
    do(network, cast.fay, check, made, outcome="ask", reason="Still right?", version=1)
    clock.move(days=20)
    take_down(network, cast, made)
    clock.move(days=50)
    overturn(network, cast, cast.ana)
    clock.move(days=9)
    do(network, None, sweep)
    assert look(network, cast.ben, resource, made).state == "published"
    clock.move(days=2)
    do(network, None, sweep)
    assert look(network, cast.ana, resource, made).state == "archived"


def test_whose_day_came_while_it_was_out_is_looked_at_after(network, cast, clock):
    made = published(network, cast)
    clock.move(days=350)
    do(network, cast.fay, archive, made, reason="Old.")
    clock.move(days=30)
    overturn(network, cast, cast.ana)
    do(network, None, sweep)
    assert open_cases(network, cast) == []
    clock.move(days=11)
    do(network, None, sweep)
    assert [one.evidence["why"] for one in open_cases(network, cast)] == ["overdue"]


# --- what it counts for


def test_reports_count_as_upheld_for_nobody_when_nothing_could_come_back(network, cast):
    said = say(network, cast.ana, cast.everyday, HARMFUL)
    tell(network, cast.ben, "message", said.id)
    found = case_about(network, cast.fay, said.id).case
    do(network, cast.fay, decide, found.id, outcome="remove", reason="This can do harm.", rule="1")
    with network.begin() as work:
        work.session.get_one(type(found), found.id).evidence = {}
    assert record(network, cast, cast.ben).upheld == 1
    overturn(network, cast, cast.ana)
    assert record(network, cast, cast.ben).upheld == 0


@pytest.mark.parametrize("taken", ["before the decision", "with the decision"])
def test_a_step_that_falls_upholds_no_report(network, cast, taken):
    words = {"reason": "Unkind words.", "rule": "1"}
    tell(network, cast.ben, "person", cast.ana.person_id, reason="harassment", community="crohns")
    found = case_about(network, cast.fay, cast.ana.person_id).case
    if taken == "with the decision":
        do(network, cast.fay, decide, found.id, outcome="dismiss", **words, step={"kind": "warning"})
    else:
        do(network, cast.fay, sanction, "crohns", cast.ana.person_id, kind="warning", **words)
        network.clock.move(minutes=1)
        do(network, cast.fay, decide, found.id, outcome="dismiss", **words)
    assert record(network, cast, cast.ben).upheld == 1
    (made,) = look(network, cast.ana, my, Against.SANCTION)
    case_id = do(network, cast.ana, appeal, made.made.id, statement="It was a joke.").case_id
    network.clock.move(minutes=1)
    do(network, cast.opal, decide, case_id, outcome="overturn", reason="It was.")
    assert (record(network, cast, cast.ben).decided, record(network, cast, cast.ben).upheld) == (1, 0)


def test_it_upholds_them_while_another_step_of_that_time_stands(network, cast, answer):
    tell(network, cast.ben, "person", cast.ana.person_id, reason="harassment", community="crohns")
    found = case_about(network, cast.fay, cast.ana.person_id).case
    answer(cast.ana, "mute")
    warned = answer(cast.ana, "warning")
    do(network, cast.fay, decide, found.id, outcome="dismiss", reason="So.")
    case_id = do(network, cast.ana, appeal, warned.id, statement="It was a joke.").case_id
    do(network, cast.opal, decide, case_id, outcome="overturn", reason="It was.")
    assert record(network, cast, cast.ben).upheld == 1
