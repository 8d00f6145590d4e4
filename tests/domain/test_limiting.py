"""Who reports to harass may report less, who decides that, and what nobody learns by it."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import func, select

from networks.communities.actions import leave
from networks.erasure import erase
from networks.errors import Conflict, Invalid, NotAllowed, NotFound, Unavailable
from networks.moderation.actions import decide
from networks.moderation.limiting import LONGEST, free_reports, limit_reports
from networks.moderation.opening import open_evidence
from networks.moderation.queries import audit
from networks.moderation.report_models import Report, ReportLimit
from networks.moderation.reporters import reporter
from networks.moderation.reports import my_limits
from tests.domain.acts import at_once, do, look, say
from tests.domain.reports import case_about, sent_about, tell

LIMITS = ("reports.limited", "reports.freed")


@pytest.fixture
def report_of(network, cast):
    """Somebody reports something that somebody else said: `report_of(cast.ben, cast.ana)`"""

    def make(who, author, **more):
        said = say(network, author, cast.everyday, **more)
        tell(network, who, "message", said.id, reason="spam")
        return said

    return make


@pytest.fixture
def limit(network, cast):
    def set_(by, whom, reason="Too many.", **more):
        return do(network, by, limit_reports, "crohns", whom.person_id, reason=reason, **more)

    return set_


@pytest.fixture
def free(network):
    return lambda by, whom: do(network, by, free_reports, "crohns", whom.person_id)


@pytest.fixture
def known(network):
    """What somebody knows of how another reports: counts, and the reason of the limit that holds."""

    def see(by, whom):
        found = look(network, by, reporter, "crohns", whom.person_id)
        return tuple(found.record), found.limit and found.limit.reason

    return see


@pytest.fixture
def on_record(network):
    """What somebody reads about limits in the record, the first first."""

    def read(by):
        rows = look(network, by, audit, "crohns")
        return [(row.act, row.reason) for row, _ in reversed(rows) if row.act in LIMITS]

    return read


def test_who_reports_to_harass_sends_one_a_day_and_is_told_but_risk_is_always_heard(
    network, cast, clock, report_of, limit, on_record
):
    report_of(cast.ben, cast.ana)
    clock.move(minutes=1)
    said = [say(network, cast.ana, cast.everyday) for _ in range(5)]
    limit(cast.fay, cast.ben, "Nine reports, none of them right.")
    ((held, community),) = look(network, cast.ben, my_limits)
    assert (held.reason, community.slug) == ("Nine reports, none of them right.", "crohns")
    assert held.until == clock.now + timedelta(days=30)
    tell(network, cast.ben, "message", said[0].id)
    with pytest.raises(NotAllowed, match="one report a day"):
        tell(network, cast.ben, "message", said[1].id)
    tell(network, cast.ben, "message", said[0].id, note="The same once more is no second one.")
    tell(network, cast.ben, "message", said[2].id, reason="risk")
    clock.move(days=1)
    tell(network, cast.ben, "message", said[1].id)
    clock.move(days=29)
    tell(network, cast.ben, "message", said[3].id)
    tell(network, cast.ben, "message", said[4].id)
    assert look(network, cast.ben, my_limits) == []
    assert on_record(cast.fay) == [("reports.limited", "Nine reports, none of them right.")]


def test_who_may_limit_reports_and_lift_it_again(network, cast, second, report_of, limit, free):
    for who in (cast.max, cast.ana, second, cast.fay):
        report_of(who, cast.lin)
    for who in (cast.ana, cast.lin):
        for act in (limit, free):
            with pytest.raises(NotAllowed):
                act(who, cast.max)
    for who in (cast.pia, cast.gil, cast.oli, cast.bea, None):
        for act in (limit, free):
            with pytest.raises(NotFound):
                act(who, cast.max)
    for act in (limit, free):
        for whom in (cast.fay, second):
            with pytest.raises(NotAllowed):
                act(cast.fay, whom)
        act(cast.opal, second)
    limit(cast.fay, cast.ana)
    limit(cast.fay, cast.ana, "Still.")
    assert [one.reason for one, _ in look(network, cast.ana, my_limits)] == ["Still."]
    for _ in range(2):
        free(cast.opal, cast.ana)
    assert look(network, cast.ana, my_limits) == []


def test_who_knows_how_somebody_reports(network, cast, second, report_of, known):
    report_of(cast.ana, cast.lin)
    report_of(second, cast.lin)
    for who in (cast.fay, cast.opal):
        assert known(who, cast.ana) == known(who, second) == ((1, 0, 0), None)
    for who, whom in ((cast.lin, cast.ana), (cast.ana, cast.ana), (second, second)):
        with pytest.raises(NotAllowed):
            known(who, whom)
    for who in (cast.pia, cast.gil, cast.oli, cast.bea):
        with pytest.raises(NotFound):
            known(who, cast.ana)
    with pytest.raises(NotFound):
        known(cast.fay, cast.gil)


def test_a_limit_is_of_one_community_alone(network, cast, report_of, limit, known):
    said = say(network, cast.ana, cast.quiet_corner)
    tell(network, cast.ben, "message", said.id, reason="spam")
    with pytest.raises(Conflict):
        limit(cast.fay, cast.ben)
    report_of(cast.ben, cast.ana)
    limit(cast.fay, cast.ben)
    assert known(cast.fay, cast.ben)[0] == (1, 0, 0)
    assert look(network, cast.fay, reporter, "hidden", cast.ben.person_id).limit is None
    for _ in range(2):
        tell(network, cast.ben, "message", say(network, cast.ana, cast.quiet_corner).id, reason="spam")


def test_a_limit_ends_within_a_year(cast, clock, report_of, limit):
    report_of(cast.ben, cast.ana)
    for until in (clock.now, clock.now - timedelta(days=1), clock.now + LONGEST + timedelta(seconds=1)):
        with pytest.raises(Invalid) as refused:
            limit(cast.fay, cast.ben, until=until)
        assert "until" in refused.value.fields
    assert limit(cast.fay, cast.ben, until=clock.now + LONGEST).until == clock.now + LONGEST


def test_whoever_has_reported_nothing_is_not_limited(network, cast, limit, on_record):
    with pytest.raises(Conflict, match="nothing to limit"):
        limit(cast.fay, cast.ben)
    assert on_record(cast.opal) == []
    assert look(network, cast.ben, my_limits) == []


def test_the_same_button_pressed_twice_limits_once(cast, clock, report_of, limit, on_record):
    report_of(cast.ben, cast.ana)
    first = limit(cast.fay, cast.ben, until=clock.now + timedelta(days=7))
    clock.move(seconds=2)
    again = limit(cast.fay, cast.ben, until=clock.now + timedelta(days=7))
    assert again.id == first.id
    longer = limit(cast.fay, cast.ben, until=clock.now + timedelta(days=30))
    assert longer.id != first.id
    assert on_record(cast.opal) == [("reports.limited", "Too many.")] * 2


def test_whoever_left_can_be_limited_and_finds_it_when_they_come_back(network, cast, report_of, limit, known):
    report_of(cast.ben, cast.ana)
    do(network, cast.ben, leave, "crohns")
    limit(cast.fay, cast.ben)
    assert known(cast.fay, cast.ben) == ((1, 0, 0), "Too many.")
    assert len(look(network, cast.ben, my_limits)) == 1


# --- what nobody learns by it


def test_what_was_reported_about_the_reader_is_not_counted(network, cast, second, report_of, known):
    about_fay = report_of(cast.ana, cast.fay)
    assert known(cast.fay, cast.ana) == known(cast.fay, cast.lin) == ((0, 0, 0), None)
    assert known(second, cast.ana) == known(cast.opal, cast.ana) == ((1, 0, 0), None)
    about_lin = report_of(cast.ana, cast.lin)
    do(network, second, decide, case_about(network, second, about_fay.id).case.id, outcome="remove", reason="Unkind.")
    assert known(cast.fay, cast.ana) == ((1, 0, 0), None)
    assert known(second, cast.ana) == ((2, 1, 1), None)
    found = case_about(network, cast.fay, about_lin.id).case
    assert [tuple(one.record) for one in sent_about(network, cast.fay, found.id)] == [(1, 0, 0)]
    assert [tuple(one.record) for one in sent_about(network, second, found.id)] == [(2, 1, 1)]


def test_nor_what_was_reported_about_words_that_she_said_anonymously(cast, second, report_of, known):
    report_of(cast.ana, cast.fay, anonymous=True)
    assert known(cast.fay, cast.ana) == ((0, 0, 0), None)
    assert known(second, cast.ana) == ((1, 0, 0), None)


def test_whoever_reported_nobody_but_the_reader_is_refused_like_who_reported_nothing(
    network, cast, second, report_of, limit, on_record
):
    report_of(cast.ana, cast.fay)
    refused = []
    for whom in (cast.ana, cast.lin):
        with pytest.raises(Conflict) as told:
            limit(cast.fay, whom)
        refused.append(str(told.value))
    assert refused[0] == refused[1]
    assert on_record(cast.opal) == []
    limit(second, cast.ana)
    assert len(look(network, cast.ana, my_limits)) == 1


def test_a_limit_that_others_set_after_it_is_not_there_for_her(
    network, cast, second, report_of, limit, free, known, on_record
):
    report_of(cast.ana, cast.lin)
    report_of(cast.ana, cast.fay)
    limit(second, cast.ana, "Each of them about Fay.")
    assert known(cast.fay, cast.ana) == ((1, 0, 0), None)
    assert on_record(cast.fay) == []
    assert known(second, cast.ana) == ((2, 0, 0), "Each of them about Fay.")
    assert on_record(second) == on_record(cast.opal) == [("reports.limited", "Each of them about Fay.")]
    free(cast.fay, cast.ana)
    assert known(second, cast.ana)[1] == "Each of them about Fay."
    assert len(on_record(cast.opal)) == 1, "a row of hers that she cannot read would tell her"
    free(second, cast.ana)
    assert on_record(cast.fay) == []
    assert len(on_record(second)) == 2


def test_a_limit_of_hers_is_beside_the_one_that_she_does_not_know(
    network, cast, clock, second, report_of, limit, free, known, on_record
):
    report_of(cast.ana, cast.lin)
    report_of(cast.ana, cast.fay)
    limit(second, cast.ana, "Each of them about Fay.", until=clock.now + timedelta(days=90))
    limit(cast.fay, cast.ana, "Mine.", until=clock.now + timedelta(days=7))
    assert known(cast.fay, cast.ana)[1] == "Mine."
    assert [one.reason for one, _ in look(network, cast.ana, my_limits)] == ["Each of them about Fay."]
    free(cast.fay, cast.ana)
    assert known(cast.fay, cast.ana)[1] is None
    assert on_record(cast.fay) == [("reports.limited", "Mine."), ("reports.freed", None)]
    assert [one.reason for one, _ in look(network, cast.ana, my_limits)] == ["Each of them about Fay."]
    limit(cast.fay, cast.ana, "Mine again.")
    clock.move(minutes=1)
    free(second, cast.ana)
    assert look(network, cast.ana, my_limits) == []
    assert on_record(cast.fay)[2:] == [("reports.limited", "Mine again."), ("reports.freed", None)]


def test_a_report_about_her_changes_nothing_of_what_she_knew(
    cast, clock, second, report_of, limit, free, known, on_record
):
    report_of(cast.ana, cast.lin)
    limit(second, cast.ana, "Nine about Lin.")
    before = known(cast.fay, cast.ana), on_record(cast.fay)
    clock.move(days=1)
    report_of(cast.ana, cast.fay)
    assert (known(cast.fay, cast.ana), on_record(cast.fay)) == before
    assert before[0][1] == "Nine about Lin."
    free(second, cast.ana)
    assert known(cast.fay, cast.ana)[1] is None
    assert on_record(cast.fay) == [("reports.limited", "Nine about Lin."), ("reports.freed", None)]


def test_it_stays_so_when_the_reporter_has_gone(network, cast, clock, second, report_of, limit, free, on_record):
    report_of(cast.ana, cast.lin)
    limit(second, cast.ana, "Nine about Lin.")
    clock.move(days=1)
    report_of(cast.ana, cast.fay)
    free(second, cast.ana)
    limit(second, cast.ana, "Each of them about Fay.")
    before = on_record(cast.fay)
    assert ("reports.limited", "Each of them about Fay.") not in before
    do(network, cast.ana, erase, delete_content=False)
    assert ("reports.limited", "Nine about Lin.") in on_record(cast.fay)
    assert ("reports.limited", "Each of them about Fay.") not in on_record(cast.fay)
    assert len(on_record(second)) == 3


def test_whoever_was_limited_by_her_can_report_her(network, cast, report_of, limit):
    report_of(cast.ana, cast.lin)
    limit(cast.fay, cast.ana)
    report_of(cast.ana, cast.fay)
    tell(network, cast.ana, "person", cast.fay.person_id, community="crohns", reason="harassment")
    with pytest.raises(NotAllowed):
        report_of(cast.ana, cast.lin)


def test_but_not_by_words_that_would_then_be_known_as_hers(cast, clock, report_of, limit):
    report_of(cast.ana, cast.lin)
    clock.move(minutes=1)
    limit(cast.fay, cast.ana)
    report_of(cast.ana, cast.lin)
    with pytest.raises(NotAllowed):
        report_of(cast.ana, cast.fay, anonymous=True)


def test_an_erased_account_has_no_limit_and_no_record(network, cast, report_of, limit, known):
    said = report_of(cast.ana, cast.lin)
    limit(cast.fay, cast.ana)
    do(network, cast.ana, erase, delete_content=False)
    (sent,) = sent_about(network, cast.fay, case_about(network, cast.fay, said.id).case.id)
    assert (sent.by, tuple(sent.record), sent.limit, sent.may_limit) == (None, (1, 0, 0), None, False)
    assert known(cast.fay, cast.ana) == ((0, 0, 0), None)
    with pytest.raises(Conflict):
        limit(cast.fay, cast.ana)


def test_on_a_case_one_may_limit_whom_one_may_answer(network, cast, second, report_of):
    said = report_of(cast.ana, cast.lin)
    for who in (second, cast.fay):
        tell(network, who, "message", said.id)
    found = case_about(network, cast.fay, said.id).case
    do(network, cast.opal, open_evidence, found.id, reason="Fay asked for help.")
    for who, reached in ((cast.fay, {"Ana"}), (second, {"Ana"}), (cast.opal, {"Ana", "Ben", "Fay"})):
        sent = sent_about(network, who, found.id)
        assert {one.by.handle for one in sent if one.may_limit} == reached


# --- at the same moment


def until_stored(network, who, act, *given, **named):
    """As a browser does it: where the answer is that nothing was stored, the same once more."""
    while True:
        with suppress(Unavailable):
            return do(network, who, act, *given, **named)


def holding(network, person):
    with network.reading() as work:
        find = select(func.count(ReportLimit.id)).where(ReportLimit.person_id == person.person_id)
        return work.session.scalar(find.where(ReportLimit.ended_at.is_(None)))


def test_of_two_who_limit_at_once_one_limit_holds_and_both_are_on_record(
    network, cast, second, report_of, free, on_record
):
    report_of(cast.ana, cast.lin)
    for turn in range(20):
        given = ("crohns", cast.ana.person_id)
        calls = [
            partial(until_stored, network, who, limit_reports, *given, reason=f"{who.handle} {turn}")
            for who in (cast.fay, second, cast.opal)
        ]
        assert all(isinstance(one, ReportLimit) for one in at_once(calls))
        assert holding(network, cast.ana) == 1
        assert {reason for _, reason in on_record(cast.opal)[-3:]} == {
            f"{who} {turn}" for who in ("Fay", "Ben", "Opal")
        }
        free(cast.fay, cast.ana)
        assert holding(network, cast.ana) == 0


def test_of_one_button_pressed_four_times_at_once_one_is_on_record(network, cast, report_of, on_record):
    report_of(cast.ana, cast.lin)
    press = partial(until_stored, network, cast.fay, limit_reports, "crohns", cast.ana.person_id, reason="Too many.")
    assert len({one.id for one in at_once([press] * 4)}) == 1
    assert on_record(cast.opal) == [("reports.limited", "Too many.")]
    press = partial(until_stored, network, cast.fay, free_reports, "crohns", cast.ana.person_id)
    at_once([press] * 4)
    assert [act for act, _ in on_record(cast.opal)] == list(LIMITS)


def test_of_reports_at_once_a_limited_person_has_sent_one(network, cast, clock, report_of, limit):
    report_of(cast.ben, cast.ana)
    clock.move(minutes=1)
    limit(cast.fay, cast.ben)
    said = [say(network, cast.ana, cast.everyday) for _ in range(4)]
    told = at_once([partial(tell, network, cast.ben, "message", one.id) for one in said])
    assert sorted(isinstance(one, NotAllowed) for one in told) == [False, True, True, True]
    with network.reading() as work:
        assert work.session.scalar(select(func.count()).select_from(Report)) == 2
