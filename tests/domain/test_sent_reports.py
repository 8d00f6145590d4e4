"""What members learn of what they reported: where it stands while they may see it, and how much they have not read."""

from __future__ import annotations

from functools import partial

import pytest

from networks.chat.actions import remove_message
from networks.communities.actions import leave
from networks.erasure import erase
from networks.moderation.actions import decide
from networks.moderation.answering import read_answers
from networks.moderation.reports import my_reports
from networks.people.queries import asker_by_session
from networks.reported import spot
from networks.resources.actions import offer, submit
from networks.resources.reviewing import decide as review
from tests.domain.acts import at_once, do, look, say
from tests.domain.reports import case_about, put_back, tell


def decided(network, cast, subject, outcome="dismiss"):
    case_id = case_about(network, cast.fay, subject).case.id
    do(network, cast.fay, decide, case_id, outcome=outcome, reason="So.")
    return case_id


def spots(network, who):
    """By what they reported, in the order of the page."""
    with network.reading(who) as work:
        return [spot(work, one) for one in my_reports(work)]


def unread(network, who):
    return look(network, None, asker_by_session, who.session_id).news


@pytest.fixture
def tip(network, cast):
    """Something of Ana's in the library."""
    made = do(network, cast.ana, offer, "crohns", kind="tip", title="Pacing", body="Three a day.").id
    do(network, cast.ana, submit, made)
    do(network, cast.fay, review, made, outcome="publish", reason="Good.", version=1)
    return made


def test_it_leads_to_what_one_may_still_see(network, cast, clock, tip):
    said = say(network, cast.ana, cast.everyday)
    for kind, subject in (("message", said.id), ("resource", tip), ("person", cast.ana.person_id)):
        tell(network, cast.ben, kind, subject, community="crohns")
        clock.move(minutes=1)
    assert [one.name for one in spots(network, cast.ben)] == ["Ana", "Pacing", "Everyday"]
    do(network, cast.ana, remove_message, said.id)
    assert [one and one.name for one in spots(network, cast.ben)] == ["Ana", "Pacing", None]
    do(network, cast.ben, leave, "crohns")
    assert spots(network, cast.ben) == [None, None, None]


def test_what_was_removed_leads_nowhere_until_it_is_put_back(network, cast, tip):
    tell(network, cast.ben, "resource", tip)
    case_id = decided(network, cast, tip, "remove")
    assert spots(network, cast.ben) == [None]
    put_back(network, cast.opal, case_id)
    assert [one.name for one in spots(network, cast.ben)] == ["Pacing"]


def test_one_reads_ones_own_answers_and_only_those_that_are_named(network, cast):
    said = [say(network, cast.ana, cast.everyday) for _ in range(3)]
    for one in said:
        for who in (cast.ben, cast.lin):
            tell(network, who, "message", one.id)
    for one in said[:2]:
        decided(network, cast, one.id)
    ids = {one.target_id: one.report.id for one in look(network, cast.ben, my_reports)}
    hers = [one.report.id for one in look(network, cast.lin, my_reports)]
    do(network, cast.ben, read_answers, [ids[said[0].id], ids[said[2].id], *hers])
    assert (unread(network, cast.ben), unread(network, cast.lin)) == (1, 2)
    decided(network, cast, said[2].id)
    assert unread(network, cast.ben) == 2, "what was not decided could not be read"


def test_what_is_put_back_is_to_be_read_once_more(network, cast, tip):
    tell(network, cast.ben, "resource", tip)
    case_id = decided(network, cast, tip, "remove")
    do(network, cast.ben, read_answers, [one.report.id for one in look(network, cast.ben, my_reports)])
    assert unread(network, cast.ben) == 0
    put_back(network, cast.opal, case_id)
    (mine,) = look(network, cast.ben, my_reports)
    assert (mine.restored, mine.is_news, unread(network, cast.ben)) == (True, True, 1)


def test_what_is_gone_with_its_author_is_closed_without_a_name(network, cast):
    tell(network, cast.ben, "message", say(network, cast.ana, cast.everyday).id)
    do(network, cast.ana, erase, delete_content=True)
    (mine,) = look(network, cast.ben, my_reports)
    assert (mine.state, mine.outcome) == ("closed", "withdrawn")
    assert spots(network, cast.ben) == [None]


def test_reading_while_more_is_decided_loses_no_count(network, cast):
    for _ in range(5):
        first, second = (say(network, cast.ana, cast.everyday) for _ in range(2))
        for one in (first, second):
            tell(network, cast.ben, "message", one.id)
        decided(network, cast, first.id)
        known = [one.report.id for one in look(network, cast.ben, my_reports) if one.is_news]
        at_once([partial(do, network, cast.ben, read_answers, known), partial(decided, network, cast, second.id)])
        assert unread(network, cast.ben) == 1
        do(network, cast.ben, read_answers, [one.report.id for one in look(network, cast.ben, my_reports)])
        assert unread(network, cast.ben) == 0
