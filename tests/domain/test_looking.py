"""Whoever looks after a place and reads something private is on record before it is shown."""

from __future__ import annotations

import pytest

from networks.audit import broken
from networks.care import letters
from networks.communities.actions import appoint
from networks.errors import NotAllowed, NotFound
from networks.moderation import appeals, taking_out
from networks.moderation.appeal_models import Against
from networks.moderation.appealing import appeal
from networks.moderation.decisions import my
from networks.moderation.opening import open_evidence
from networks.moderation.queries import audit, cases
from networks.moderation.sought import LOOKS, Sought
from networks.people.queries import person_by_handle
from networks.removal import remove_message
from networks.safety.watch import Watch
from tests.domain.acts import at_once, do, look, say
from tests.domain.reports import HARMFUL

RED = "I have decided. I am going to kill myself tonight."


@pytest.fixture
def looks(network, cast):
    """Who looked, as the record has it, the latest first."""

    def looked(**sought):
        rows = look(network, cast.opal, audit, "crohns", sought=Sought(**sought))
        return [(row.act, actor and actor.handle, row.subject_id) for row, actor in rows]

    return looked


@pytest.fixture
def written(network, cast):
    """The case of somebody at risk, to whom Fay has written."""
    Watch(network)
    say(network, cast.ana, cast.everyday, RED)
    (found,) = look(network, cast.fay, cases, "crohns", kind="safety")[1]
    do(network, cast.fay, letters.write_to, found.case.id, body="How are you now?")
    return found.case.id


@pytest.fixture
def appealed(network, cast):
    """The case of an appeal against what Fay removed."""
    said = say(network, cast.ana, cast.everyday, HARMFUL)
    do(network, cast.fay, remove_message, said.id, reason="This can do harm.")
    (one,) = look(network, cast.ana, my, Against.REMOVAL)
    return do(network, cast.ana, appeal, one.made.id, Against.REMOVAL, statement="It is my own story.").case_id


def bodies(network, who, case_id):
    return [one.letter.body for one in look(network, who, letters.letters, case_id)]


def words(network, who, case_id):
    return look(network, who, appeals.appealed, case_id).words


def test_letters_are_told_once_it_is_on_record_each_day_anew(network, cast, written, looks, clock):
    assert (bodies(network, cast.fay, written), look(network, cast.fay, letters.are_kept_back, written)) == ([], True)
    at_once([lambda: do(network, cast.fay, letters.put_on_record, written)] * 4)
    assert bodies(network, cast.fay, written) == ["How are you now?"]
    assert not look(network, cast.fay, letters.are_kept_back, written)
    row = ("case.letters_seen", "Fay", written)
    assert looks(kind=LOOKS) == looks(kind="cases", by="Fay")[:1] == [row]
    clock.move(days=1)
    assert bodies(network, cast.fay, written) == []
    do(network, cast.fay, letters.put_on_record, written)
    assert looks(kind=LOOKS) == [row] * 2
    with network.reading() as work:
        assert broken(work, cast.crohns_id) == []


def test_one_who_read_them_is_no_row_of_another(network, cast, second, written, looks):
    do(network, second, letters.put_on_record, written)
    assert (bodies(network, cast.fay, written), bodies(network, second, written)) == ([], ["How are you now?"])
    assert [who for _, who, _ in looks(kind=LOOKS)] == ["Ben"]


@pytest.mark.parametrize(
    ("name", "refusal"), [("ana", NotFound), ("lin", NotFound), ("gil", NotFound), ("opal", NotAllowed)]
)
def test_who_may_not_read_them_leaves_no_row(network, cast, written, looks, name, refusal):
    who = getattr(cast, name)
    with pytest.raises(refusal):
        look(network, who, letters.are_kept_back, written)
    with pytest.raises(refusal):
        do(network, who, letters.put_on_record, written)
    assert looks(kind=LOOKS) == []


def test_whom_they_are_about_does_not_read_of_it_as_a_facilitator(network, cast, written):
    do(network, cast.fay, letters.put_on_record, written)
    with network.begin() as work:
        appoint(work, "crohns", person_by_handle(work, "Ana"), "facilitator")
    assert "case.letters_seen" not in [row.act for row, _ in look(network, cast.ana, audit, "crohns")]


def test_what_was_removed_is_told_once_it_is_on_record(network, cast, second, appealed, looks):
    assert words(network, second, appealed) is None
    assert look(network, second, appeals.are_kept_back, appealed)
    at_once([lambda: do(network, second, appeals.put_on_record, appealed)] * 4)
    assert words(network, second, appealed) == HARMFUL
    assert looks(kind=LOOKS) == [("case.removed_words_seen", "Ben", appealed)]
    do(network, cast.opal, open_evidence, appealed, reason="To decide.")
    assert words(network, cast.opal, appealed) is None
    do(network, cast.opal, appeals.put_on_record, appealed)
    assert words(network, cast.opal, appealed) == HARMFUL


def test_to_whom_the_words_are_shut_there_is_nothing_to_put_on_record(network, cast, appealed, looks):
    for who in (cast.fay, cast.opal):  # who decided the first time, and who has not opened it
        do(network, who, appeals.put_on_record, appealed)
        assert words(network, who, appealed) is None
    for who in (cast.ana, cast.lin, cast.gil):
        with pytest.raises(NotFound):
            do(network, who, appeals.put_on_record, appealed)
    assert looks(kind=LOOKS) == []


def test_that_the_record_is_taken_out_is_in_it_once_a_day(network, cast, looks, clock):
    at_once([lambda: do(network, cast.fay, taking_out.put_on_record, "crohns")] * 4)
    row = ("record.taken", "Fay", cast.crohns_id)
    assert [one for one in looks(kind="community") if one[0] == row[0]] == [row]
    clock.move(days=1)
    do(network, cast.fay, taking_out.put_on_record, "crohns")
    assert [one for one in looks() if one[0] == row[0]] == [row] * 2


@pytest.mark.parametrize(
    ("name", "refusal"), [("ana", NotAllowed), ("lin", NotAllowed), ("gil", NotFound), ("bea", NotFound)]
)
def test_who_may_not_take_it_out_leaves_no_row(network, cast, looks, name, refusal):
    with pytest.raises(refusal):
        do(network, getattr(cast, name), taking_out.put_on_record, "crohns")
    assert "record.taken" not in [act for act, _, _ in looks()]
