"""What a decision removes is gone for everybody, and what an appeal brings back stands as it stood."""

from __future__ import annotations

from functools import partial

import pytest
from sqlalchemy import select

from networks.chat.actions import edit_message, react
from networks.chat.events import MessageEdited, MessageRemoved, MessageTakenDown
from networks.chat.posting import post_message
from networks.erasure import erase
from networks.errors import Conflict, NotFound
from networks.moderation.actions import decide
from networks.moderation.log import removals
from networks.moderation.queries import audit
from networks.moderation.report_models import Removal
from networks.moderation.reports import evidence_of, my_reports
from networks.removal import remove_message, restore
from networks.reporting import report
from networks.resources.actions import offer, revise, submit
from networks.resources.queries import resource
from networks.resources.reviewing import decide as review
from networks.search.queries import search
from tests.domain.acts import at_once, bodies, do, listen, look, read, say
from tests.domain.reports import HARMFUL, case_about, tell

RULE = "2. No medical orders."


def removed(network, cast, said, by=None):
    """Ben reports it, Fay removes it."""
    tell(network, cast.ben, "message", said.id)
    found = case_about(network, cast.fay, said.id).case
    do(network, by or cast.fay, decide, found.id, outcome="remove", reason="This can do harm.", rule=RULE)
    return found.id


def put_back(network, by, case_id):
    def undo(work):
        made = work.session.scalar(select(Removal.id).where(Removal.case_id == case_id))
        return made is not None and restore(work, made)

    return do(network, by, undo)


def test_a_removed_message_is_gone_for_everybody_and_the_event_carries_no_words(network, cast):
    said, heard = say(network, cast.ana, cast.everyday, HARMFUL), listen(network, MessageRemoved, MessageTakenDown)
    removed(network, cast, said)
    for who in (cast.ana, cast.ben, cast.fay):
        (left,) = read(network, who, cast.everyday).items
        assert (left.removed, left.body, left.html, left.removed_by_author) == (True, None, None, False)
    assert [type(one) for one in heard] == [MessageRemoved, MessageTakenDown]
    assert HARMFUL not in str(heard)
    acts = [(row.act, row.reason) for row, _ in look(network, cast.fay, audit, "crohns", limit=2)]
    assert sorted(acts) == [("case.decided", "This can do harm."), ("message.removed", "This can do harm.")]


def test_an_operator_removes_what_was_reported_without_opening_the_room(network, cast):
    said = say(network, cast.ana, cast.everyday, HARMFUL)
    removed(network, cast, said, by=cast.opal)
    assert bodies(read(network, cast.ben, cast.everyday)) == [None]


def test_what_its_author_has_removed_already_is_decided_all_the_same(network, cast):
    said = say(network, cast.ana, cast.everyday, HARMFUL)
    tell(network, cast.ben, "message", said.id)
    do(network, cast.ana, remove_message, said.id)
    found = case_about(network, cast.fay, said.id).case
    do(network, cast.fay, decide, found.id, outcome="remove", reason="This can do harm.")
    assert put_back(network, cast.opal, found.id) is False
    assert read(network, cast.ana, cast.everyday).items[0].removed_by_author


def test_restored_it_stands_in_its_place_with_its_last_words(network, cast):
    before, said = say(network, cast.ben, cast.everyday), say(network, cast.ana, cast.everyday, HARMFUL)
    say(network, cast.lin, cast.everyday, "And after.", reply_to=said.id)
    do(network, cast.ben, react, said.id, "👍", on=True)
    tell(network, cast.ben, "message", said.id)
    do(network, cast.ana, edit_message, said.id, body="I **stopped** mine, which was a mistake.")
    found = case_about(network, cast.fay, said.id).case
    do(network, cast.fay, decide, found.id, outcome="remove", reason="This can do harm.", rule=RULE)
    last, heard = read(network, cast.ben, cast.everyday).last_seq, listen(network, MessageEdited)
    assert put_back(network, cast.opal, found.id) is True
    page = read(network, cast.ben, cast.everyday)
    assert [one.id for one in page.items][:2] == [before.id, said.id]
    back = page.items[1]
    assert (back.seq, back.removed, back.author.handle) == (said.seq, False, "Ana")
    assert (back.change_seq, page.last_seq) == (last + 1, last + 1)
    assert back.body == "I **stopped** mine, which was a mistake."
    assert "<strong>stopped</strong>" in back.html
    (told,) = heard
    assert (told.message.id, told.message.body, told.message.change_seq) == (said.id, back.body, back.change_seq)
    assert [one.quoted.excerpt for one in page.items[2:]] == ["I stopped mine, which was a mistake."]
    (mine,) = look(network, cast.ben, my_reports)
    assert (mine.restored, mine.report.upheld, mine.is_news) == (True, False, True)


@pytest.mark.parametrize("last", ["Ask your doctor.", "I stopped mine.", HARMFUL])
def test_changed_between_reports_it_comes_back_as_it_was_when_it_was_removed(network, cast, last):
    """Also where it had been changed back to what the first report has."""
    said = say(network, cast.ana, cast.everyday, "Ask your doctor.")
    tell(network, cast.ben, "message", said.id)
    do(network, cast.ana, edit_message, said.id, body=HARMFUL)
    tell(network, cast.lin, "message", said.id)
    do(network, cast.ana, edit_message, said.id, body=last)
    found = case_about(network, cast.fay, said.id).case
    do(network, cast.fay, decide, found.id, outcome="remove", reason="This can do harm.", rule=RULE)
    kept = [(one.piece.part, one.piece.body) for one in look(network, cast.fay, evidence_of, found.id)]
    assert kept[:2] == [("itself", "Ask your doctor."), ("later", HARMFUL)]
    assert kept[2:] == ([] if last == HARMFUL else [("last", last)])
    assert put_back(network, cast.opal, found.id) is True
    assert bodies(read(network, cast.ben, cast.everyday)) == [last]


def test_restoring_twice_is_once_and_a_dismissed_report_brings_nothing_back(network, cast):
    said = say(network, cast.ana, cast.everyday, HARMFUL)
    found = removed(network, cast, said)
    assert [put_back(network, cast.opal, found), put_back(network, cast.opal, found)] == [True, False]
    assert read(network, cast.ben, cast.everyday).last_seq == 3
    tell(network, cast.ben, "message", said.id)
    other = case_about(network, cast.fay, said.id).case.id
    do(network, cast.fay, decide, other, outcome="dismiss", reason="Fine.")
    do(network, cast.fay, remove_message, said.id)
    assert put_back(network, cast.opal, other) is False


def test_an_anonymous_message_comes_back_without_a_name(network, cast):
    said, heard = say(network, cast.ana, cast.everyday, "May I ask?", anonymous=True), listen(network, MessageEdited)
    put_back(network, cast.opal, removed(network, cast, said))
    assert [one.message.author for one in heard] == [None]
    assert read(network, cast.ben, cast.everyday).items[0].author is None


def test_nothing_comes_back_of_who_has_erased_their_account(network, cast):
    said = say(network, cast.ana, cast.everyday, HARMFUL)
    found = removed(network, cast, said)
    do(network, cast.ana, erase, delete_content=False)
    assert put_back(network, cast.opal, found) is False
    assert bodies(read(network, cast.ben, cast.everyday)) == [None]


def test_its_author_may_change_it_again_and_send_the_same_key_once_more(network, cast):
    said = say(network, cast.ana, cast.everyday, HARMFUL, client_key="the-same-key")
    put_back(network, cast.opal, removed(network, cast, said))
    again, is_new = do(network, cast.ana, post_message, cast.everyday, body=HARMFUL, client_key="the-same-key")
    assert (again.id, is_new) == (said.id, False)
    assert do(network, cast.ana, edit_message, said.id, body="Better so.").body == "Better so."


@pytest.fixture
def tip(network, cast):
    """Ana's, in the library."""
    made = do(network, cast.ana, offer, "crohns", kind="tip", title="Pacing", body="Three anchors a day.").id
    do(network, cast.ana, submit, made)
    do(network, cast.fay, review, made, outcome="publish", reason="Good.", version=1)
    return made


def test_a_removed_resource_leaves_the_library_and_comes_back(network, cast, tip):
    def found_by_ben():
        return [hit.resource.id for hit in look(network, cast.ben, search, "crohns", "anchors").items if hit.resource]

    tell(network, cast.ben, "resource", tip)
    found = case_about(network, cast.fay, tip).case
    do(network, cast.fay, decide, found.id, outcome="remove", reason="Not safe.", rule=RULE)
    with pytest.raises(NotFound):
        look(network, cast.ben, resource, tip)
    assert put_back(network, cast.opal, found.id) is True
    assert look(network, cast.ben, resource, tip).state == "published"
    assert put_back(network, cast.opal, found.id) is False


def test_a_resource_that_has_moved_on_is_not_put_back(network, cast, tip):
    tell(network, cast.ben, "resource", tip)
    found = case_about(network, cast.fay, tip).case
    do(network, cast.fay, decide, found.id, outcome="remove", reason="Not safe.")
    do(network, cast.ana, revise, tip)
    do(network, cast.ana, submit, tip)
    do(network, cast.fay, review, tip, outcome="publish", reason="Better.", version=2)
    assert put_back(network, cast.opal, found.id) is False


def test_members_read_what_was_removed_and_by_which_rule_without_names_and_words(network, cast, tip, clock):
    removed(network, cast, say(network, cast.ana, cast.everyday, HARMFUL))
    clock.move(minutes=1)
    do(network, cast.fay, remove_message, say(network, cast.ana, cast.everyday).id)
    clock.move(minutes=1)
    do(network, cast.ana, remove_message, say(network, cast.ana, cast.everyday).id)
    for who in (cast.ben, cast.lin, cast.max, cast.fay, cast.opal):
        _, found = look(network, who, removals, "crohns")
        told = {(one.kind, one.why, one.rule) for one in found}
        assert (len(found), told) == (2, {("message", None, None), ("message", "harmful_advice", RULE)})
    for who in (cast.pia, cast.bea, cast.oli, cast.gil, cast.una):
        with pytest.raises(NotFound):
            look(network, who, removals, "crohns")
    assert look(network, cast.ben, removals, "hidden")[1] == []


def test_the_log_says_what_was_put_back(network, cast):
    found = removed(network, cast, say(network, cast.ana, cast.everyday, HARMFUL))
    put_back(network, cast.opal, found)
    assert [one.restored_at is not None for one in look(network, cast.ben, removals, "crohns")[1]] == [True]


def test_a_removal_while_the_message_is_in_flight_leaves_nothing_readable(network, cast):
    """A hundred times: edited, answered, reacted to, removed twice and reported at the same moment."""
    for turn in range(100):
        said = say(network, cast.ana, cast.everyday, HARMFUL)
        tell(network, cast.ben, "message", said.id)
        found = case_about(network, cast.fay, said.id).case
        calls = [
            partial(do, network, cast.fay, decide, found.id, outcome="remove", reason="This can do harm."),
            partial(do, network, cast.ana, edit_message, said.id, body=f"Bin them, {turn}."),
            partial(do, network, cast.lin, report, "message", said.id, reason="risk"),
            partial(do, network, cast.ben, react, said.id, "👍", on=True),
            partial(do, network, cast.ana if turn % 2 else cast.fay, remove_message, said.id),
        ]
        told = at_once(calls)
        assert not isinstance(told[0], Exception), told[0]
        assert all(one is None or not isinstance(one, Exception) or isinstance(one, Conflict) for one in told), told
        left = read(network, cast.max, cast.everyday, after_seq=said.seq - 1, limit=1).items[0]
        assert (left.removed, left.body, left.reactions) == (True, None, ())
    page = read(network, cast.max, cast.everyday, after_seq=0, limit=1000)
    assert max(one.change_seq for one in page.items) == page.last_seq
