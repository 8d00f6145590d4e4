"""Trying something: being asked again, telling how it went, changing that, taking it back."""

from __future__ import annotations

from functools import partial

import pytest
from sqlalchemy import func, select

from networks.communities.actions import leave
from networks.erasure import erase
from networks.errors import Conflict, Invalid, NotAllowed, NotFound
from networks.export import everything_about_me
from networks.jobs import JobRow
from networks.resources.actions import withdraw
from networks.resources.models import Resource
from networks.resources.outcomes import to_answer
from networks.resources.reviewing import archive
from networks.resources.trying import (
    ask_later,
    mine,
    my_report,
    report,
    start,
    stop_asking,
    withdraw_report,
)
from networks.resources.trying_models import Trial, TryReport
from tests.domain.acts import at_once, do, look
from tests.domain.tries import FLARE, in_the_library, said, says_something_else, settle_circumstances


@pytest.fixture
def tip(network, cast):
    return in_the_library(network, cast, try_days=14)


def asked(network, person):
    return [one.title for one in look(network, person, to_answer)]


def of_ben(network, cast, made):
    with network.reading(cast.ben) as work:
        return mine(work, work.session.get_one(Resource, made))


# --- asked again


def test_whoever_tries_it_is_asked_after_the_time_that_its_author_named(network, cast, clock, tip):
    do(network, cast.ben, start, tip)
    clock.move(days=13)
    assert asked(network, cast.ben) == []
    clock.move(days=1)
    assert asked(network, cast.ben) == ["Pacing a workday"]
    assert asked(network, cast.lin) == []


def test_a_member_may_name_another_time_and_put_it_off(network, cast, clock, tip):
    do(network, cast.ben, start, tip, days=7)
    clock.move(days=7)
    assert asked(network, cast.ben)
    do(network, cast.ben, ask_later, tip, days=28)
    assert asked(network, cast.ben) == []
    clock.move(days=28)
    assert asked(network, cast.ben)


def test_it_is_asked_for_two_weeks_then_once_more_and_then_never_again(network, cast, clock, tip):
    do(network, cast.ben, start, tip)
    found = []
    for day in range(120):
        if asked(network, cast.ben):
            found.append(day)
            assert of_ben(network, cast, tip).trial.asks(clock.now)
        clock.move(days=1)
    assert found == [*range(14, 28), *range(42, 56)]


def test_nobody_is_asked_who_told_or_does_not_want_to_be(network, cast, clock, tip):
    for person in (cast.ben, cast.lin):
        do(network, person, start, tip)
    do(network, cast.ben, report, tip, **said("more", kept=False))
    do(network, cast.lin, stop_asking, tip)
    do(network, cast.lin, stop_asking, tip)
    clock.move(days=20)
    assert asked(network, cast.ben) == asked(network, cast.lin) == []
    do(network, cast.lin, start, tip)
    clock.move(days=20)
    assert asked(network, cast.lin)


@pytest.mark.parametrize("ends", ["withdrawn", "archived", "left"])
def test_nobody_is_asked_about_what_is_gone(network, cast, clock, tip, ends):
    do(network, cast.ben, start, tip)
    clock.move(days=20)
    assert asked(network, cast.ben)
    if ends == "withdrawn":
        do(network, cast.ana, withdraw, tip)
    elif ends == "archived":
        do(network, cast.fay, archive, tip, reason="Out of date.")
    else:
        do(network, cast.ben, leave, "crohns")
    assert asked(network, cast.ben) == []


# --- telling


def test_a_report_is_kept_as_it_was_told_and_told_anew_replaces_it(network, cast, tip):
    settle_circumstances(network, cast, FLARE)
    do(network, cast.ben, report, tip, **said("more", kept=False, unwanted="A headache.", circumstances=[FLARE]))
    told = do(network, cast.ben, report, tip, **said("less", note="Better the second time."))
    assert (told.illness, told.kept, told.unwanted, told.circumstances) == ("less", True, None, [])
    assert look(network, cast.ben, my_report, tip).note == "Better the second time."
    with network.reading() as work:
        assert work.session.scalar(select(func.count()).select_from(TryReport)) == 1


def test_taking_it_back_takes_the_answers_at_once_and_twice_is_once(network, cast, tip):
    do(network, cast.ben, report, tip, **said(unwanted="A headache.", note="Well."))
    do(network, cast.ben, withdraw_report, tip)
    do(network, cast.ben, withdraw_report, tip)
    with pytest.raises(NotFound):
        look(network, cast.ben, my_report, tip)
    with network.reading() as work:
        (row,) = work.session.scalars(select(TryReport))
        left = (row.illness, row.treatment, row.effort, row.days, row.kept, row.unwanted, row.note, row.circumstances)
        assert left == (None, None, None, None, None, None, None, [])


def test_whoever_left_can_still_take_it_back(network, cast, tip):
    do(network, cast.ben, start, tip)
    do(network, cast.ben, report, tip, **said())
    do(network, cast.ben, leave, "crohns")
    do(network, cast.ben, withdraw_report, tip)
    do(network, cast.ben, stop_asking, tip)
    for action in (withdraw_report, stop_asking):
        with pytest.raises(NotFound):
            do(network, cast.oli, action, tip)


def test_the_muted_and_facilitators_tell_too_and_its_author_does_not(network, cast, tip):
    for who in (cast.ben, cast.max, cast.lin, cast.fay):
        assert do(network, who, report, tip, **said()).illness == "less"
    with pytest.raises(NotAllowed, match="You offered this"):
        do(network, cast.ana, report, tip, **said())
    with pytest.raises(NotAllowed, match="You offered this"):
        do(network, cast.ana, start, tip)


def test_outsiders_find_nothing(network, cast, tip):
    for who in (cast.gil, cast.oli, cast.pia, cast.bea, cast.opal):
        for act in (partial(report, **said()), start, withdraw_report, stop_asking, my_report):
            with pytest.raises(NotFound):
                do(network, who, act, tip)


def test_circumstances_are_the_communitys_own(network, cast, tip):
    settle_circumstances(network, cast, FLARE)
    with pytest.raises(Invalid) as refusal:
        do(network, cast.ben, report, tip, **said(circumstances=["under the moon"]))
    assert "circumstances" in refusal.value.fields


def test_a_version_that_says_something_else_asks_for_a_new_report(network, cast, tip):
    do(network, cast.ben, report, tip, **said(), version=1)
    says_something_else(network, cast, tip)
    seen = of_ben(network, cast, tip)
    assert (seen.report, seen.earlier) == (None, True)
    with pytest.raises(Conflict, match="something else by now"):
        do(network, cast.ben, report, tip, **said(), version=1)
    with pytest.raises(Invalid):
        do(network, cast.ben, report, tip, **said(), version=9)
    assert do(network, cast.ben, report, tip, **said()).version == 3


def test_a_small_change_keeps_the_report(network, cast, tip):
    do(network, cast.ben, report, tip, **said("more"))
    says_something_else(network, cast, tip, material=False)
    assert of_ben(network, cast, tip).report.illness == "more"
    assert do(network, cast.ben, report, tip, **said(), version=1).version == 1


def test_what_is_not_in_the_library_is_not_reported_on(network, cast, tip):
    do(network, cast.fay, archive, tip, reason="Out of date.")
    with pytest.raises(NotFound):
        do(network, cast.ben, report, tip, **said())
    with pytest.raises(Conflict, match="not in the library"):
        do(network, cast.fay, report, tip, **said())


# --- what remains of it, and where


def test_the_same_report_twice_at_once_is_one(network, cast, tip):
    for _ in range(10):
        told = at_once([partial(do, network, cast.ben, report, tip, **said(kind)) for kind in ("less", "more")])
        assert {one.illness for one in told} == {"less", "more"}
    with network.reading() as work:
        assert work.session.scalar(select(func.count()).select_from(TryReport)) == 1


def test_telling_and_taking_back_at_once_leaves_one_of_the_two(network, cast, tip):
    for _ in range(10):
        do(network, cast.ben, report, tip, **said())
        at_once(
            [
                partial(do, network, cast.ben, report, tip, **said("more")),
                partial(do, network, cast.ben, withdraw_report, tip),
            ]
        )
        with network.reading() as work:
            (row,) = work.session.scalars(select(TryReport))
            assert (row.illness is None) == (row.withdrawn_at is not None)


def test_it_leaves_no_event_and_one_job_for_monday(network, cast, tip):
    heard: list[object] = []
    network.outside.append(heard.append)
    for person in (cast.ben, cast.lin):
        do(network, person, start, tip)
        do(network, person, report, tip, **said())
    do(network, cast.ben, withdraw_report, tip)
    assert heard == []
    with network.reading() as work:
        (job,) = work.session.scalars(select(JobRow).where(JobRow.kind == "outcomes"))
        assert (job.due_at.weekday(), job.due_at.hour < 6, job.due_at > work.now) == (0, True, True)
        assert str(cast.ben.person_id) not in str(job.payload)


def test_a_person_takes_their_tries_out_and_erasing_leaves_none(network, cast, tip):
    do(network, cast.ben, start, tip)
    do(network, cast.ben, report, tip, **said("more", note="Not for me."))
    out = look(network, cast.ben, everything_about_me)
    assert (out["try_reports"][0]["note"], len(out["trials"])) == ("Not for me.", 1)
    do(network, cast.ben, erase, delete_content=False)
    with network.reading() as work:
        for table in (TryReport, Trial):
            assert work.session.scalar(select(func.count()).select_from(table)) == 0
