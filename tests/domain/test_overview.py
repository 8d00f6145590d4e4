"""The figures of a community, and that the list behind each of them holds exactly what it counts."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import update

from networks.chat.actions import remove_message
from networks.communities.actions import appoint, leave
from networks.durations import Wait
from networks.errors import NotAllowed, NotFound
from networks.figures import share
from networks.moderation.actions import claim, decide
from networks.moderation.cases import open_case, withdraw_case
from networks.moderation.holding import give_back
from networks.moderation.models import Case, CaseKind, Severity
from networks.overview import dashboard as boards
from networks.overview.figure import Period
from networks.overview.lists import LISTS, entries
from networks.overview.resolution import untaken
from networks.people.queries import person_by_handle
from tests.cast import Cast
from tests.domain.acts import do, look, say
from tests.domain.test_counting import count_all
from tests.newcomers import arrive


def board(network, person, slug="crohns", days=30):
    count_all(network)
    return look(network, person, boards.dashboard, slug, days=days)


def figure(network, person, key, **how):
    return board(network, person, **how).figures[key]


def listed(network, person, key, days=30):
    with network.reading(person) as work:
        return entries(work, boards.dashboard(work, "crohns", days=days), key)


def concern(network, cast: Cast, person=None, severity=Severity.AMBER):
    """Something about somebody waits in the queue; returns the case."""
    subject = {"subject_kind": "person", "subject_id": uuid4(), "person_id": (person or cast.ben).person_id}
    do(network, None, open_case, cast.crohns_id, CaseKind.REPORT, severity=severity, **subject)
    return next(item.id for item in board(network, cast.opal).items if item.subject_id == subject["subject_id"])


def settle(network, cast: Cast, case_id):
    """Closed by Fay, whatever its outcome does."""
    values = {"state": "closed", "outcome": "dismiss", "decided_by_id": cast.fay.person_id}
    with network.begin(cast.fay) as work:
        work.session.execute(update(Case).where(Case.id == case_id).values(**values, decided_at=work.now))


# --- who may


@pytest.mark.parametrize("name", ["ana", "ben", "lin", "max"])
def test_members_lack_the_role(network, cast, name):
    with pytest.raises(NotAllowed):
        board(network, getattr(cast, name))


@pytest.mark.parametrize("name", ["gil", "oli", "pia", "bea", "una"])
def test_to_all_others_there_is_nothing(network, cast, name):
    for slug in ("crohns", "hidden"):
        with pytest.raises(NotFound):
            board(network, getattr(cast, name), slug)


def test_facilitators_and_operators_look_and_what_is_about_them_is_in_none_of_their_numbers(network, cast):
    do(network, None, lambda work: appoint(work, "crohns", person_by_handle(work, "Ben"), "facilitator"))
    before = {name: figure(network, getattr(cast, name), "needs_human").value for name in ("fay", "ben", "opal")}
    concern(network, cast, cast.ben, Severity.RED)
    after = {name: figure(network, getattr(cast, name), "needs_human").value for name in ("fay", "ben", "opal")}
    assert {name: after[name] - before[name] for name in after} == {"fay": 1, "ben": 0, "opal": 1}
    assert len(listed(network, cast.fay, "needs_human")) == after["fay"]
    assert not [one for one in listed(network, cast.ben, "needs_human") if one.person_id == cast.ben.person_id]


# --- the lists


def test_each_list_holds_as_many_as_its_figure_counts(network, cast, clock):
    said = say(network, cast.ana, cast.everyday)
    say(network, cast.ben, cast.everyday)
    say(network, cast.fay, cast.everyday, reply_to=said.id)
    settle(network, cast, concern(network, cast))
    concern(network, cast)
    clock.move(hours=30)
    for person in (cast.fay, cast.opal):
        seen = board(network, person)
        for one in seen.figures.values():
            if one.behind in ("members", "activity"):
                continue
            with network.reading(person) as work:
                found = entries(work, seen, one.behind)
            assert len(found) == one.n, one.key
            if one.unit == "share":
                assert sum(entry.counted for entry in found) == round((one.value or 0) * one.n), one.key


def test_there_is_no_list_of_another_name(network, cast):
    with pytest.raises(NotFound):
        listed(network, cast.fay, "silent_slide")
    assert {one.behind for one in board(network, cast.fay).figures.values()} - {"members"} == set(LISTS)


# --- the queue


def test_a_clock_that_runs_out_is_an_alarm_as_grave_as_the_case(network, cast, clock):
    do(network, cast.fay, decide, cast.pia_case, outcome="approve", reason="Welcome.")
    concern(network, cast, severity=Severity.AMBER)
    assert figure(network, cast.fay, "queue").state == "ok"
    clock.move(hours=5)
    assert figure(network, cast.fay, "queue").state == "watch"
    concern(network, cast, severity=Severity.RED)
    clock.move(minutes=16)
    assert figure(network, cast.fay, "queue").state == "red"


def test_the_share_in_time_counts_what_was_decided_and_what_is_late(network, cast, clock):
    do(network, cast.fay, decide, cast.pia_case, outcome="approve", reason="Welcome.")
    known = figure(network, cast.fay, "queue", days=90)
    in_time, late = concern(network, cast), concern(network, cast)
    settle(network, cast, in_time)
    clock.move(hours=5)
    settle(network, cast, late)
    concern(network, cast)
    clock.move(hours=5)
    found = figure(network, cast.fay, "queue", days=90)
    well, n = round(known.value * known.n) + 1, known.n + 3
    expected = share(well, n)
    assert (found.n, found.value, found.low, found.high) == (n, expected.share, expected.low, expected.high)


def test_what_was_withdrawn_was_neither_late_nor_in_time(network, cast, clock):
    do(network, cast.fay, decide, cast.pia_case, outcome="approve", reason="Welcome.")
    before = figure(network, cast.fay, "queue", days=90).n
    made = concern(network, cast)
    case = next(item for item in board(network, cast.fay).items if item.id == made)
    clock.move(hours=9)
    assert figure(network, cast.fay, "queue", days=90).n == before + 1
    do(network, None, withdraw_case, CaseKind.REPORT, cast.crohns_id, case.subject_id)
    assert figure(network, cast.fay, "queue", days=90).n == before


def test_what_is_open_counts_as_waiting_in_how_long_it_takes(network, cast, clock):
    for number in range(10):
        made = concern(network, cast)
        if number < 8:
            clock.move(minutes=30)
            settle(network, cast, made)
    clock.move(days=3)
    found = figure(network, cast.fay, "resolution", days=4)
    assert (found.value, found.state, found.threshold) == (None, "watch", 48)
    assert figure(network, cast.fay, "resolution_median", days=4).value == 0.5


def test_what_came_back_is_not_closed_at_its_first_closing_and_keeps_its_age(network, cast, clock):
    teasel = arrive(network, "Teasel")
    hello = say(network, teasel, cast.everyday)
    clock.move(hours=2)
    answer = say(network, cast.ana, cast.everyday, reply_to=hello.id)
    closed = figure(network, cast.fay, "resolution_median", days=1)
    assert (closed.n, closed.value) == (1, 2)
    clock.move(hours=8)
    do(network, cast.ana, remove_message, answer.id)
    found = board(network, cast.fay, days=1).figures
    assert (found["resolution_median"].n, found["resolution_median"].value) == (1, None)
    assert (found["resolution_reopened"].value, found["resolution_reopened"].n) == (1, 1)
    (one,) = listed(network, cast.fay, "resolution_reopened", days=1)
    assert (one.person_id, one.hours, one.over) == (teasel.person_id, 10, False)
    clock.move(hours=3)
    say(network, cast.ben, cast.everyday, reply_to=hello.id)
    assert figure(network, cast.fay, "resolution_median", days=1).value == 13
    clock.move(days=1)
    assert figure(network, cast.fay, "resolution_reopened", days=1).value == 0
    assert figure(network, cast.fay, "resolution_reopened", days=1).previous == 1


def test_how_long_until_somebody_takes_a_case(network, cast, clock):
    taken, given_back, decided, _waits, withdrawn = (concern(network, cast) for _ in range(5))
    clock.move(hours=1)
    do(network, cast.fay, claim, taken)
    clock.move(hours=1)
    do(network, cast.fay, claim, given_back)
    do(network, cast.fay, give_back, given_back)
    gone = next(item for item in board(network, cast.fay).items if item.id == withdrawn)
    do(network, None, withdraw_case, CaseKind.REPORT, cast.crohns_id, gone.subject_id)
    clock.move(hours=1)
    settle(network, cast, decided)
    clock.move(hours=1)
    do(network, cast.fay, claim, given_back)
    items = {one.id: one for one in board(network, cast.fay, days=1).items}
    waits = {one: untaken(items[one], Period.of(1, clock.now)) for one in items}
    assert (waits[taken], waits[given_back]) == (Wait(1, True), Wait(2, True))
    assert (waits[decided], waits[_waits], waits[withdrawn]) == (Wait(3, True), Wait(4, False), Wait(2, False))
    found = figure(network, cast.fay, "resolution_taken", days=1)
    assert (found.n, found.value) == (5, 3)


def test_who_took_a_case_before_it_came_back_has_not_taken_it_now(network, cast, clock):
    hello = say(network, arrive(network, "Teasel"), cast.everyday)
    (case_id,) = (item.id for item in board(network, cast.fay).items if item.subject_id == hello.id)
    do(network, cast.fay, claim, case_id)
    answer = say(network, cast.ana, cast.everyday, reply_to=hello.id)
    clock.move(hours=1)
    do(network, cast.ana, remove_message, answer.id)
    assert figure(network, cast.fay, "resolution_taken", days=1).value is None
    clock.move(hours=1)
    do(network, cast.fay, claim, case_id)
    assert figure(network, cast.fay, "resolution_taken", days=1).value == 2


def test_the_period_before_is_told_as_it_was(network, cast, clock):
    settle(network, cast, concern(network, cast))
    clock.move(days=10)
    found = board(network, cast.fay, days=7).figures
    assert (found["load"].value, found["load"].previous) == (0, 1)
    assert found["resolution"].n == 0


# --- newcomers


def test_who_is_not_answered_for_a_day_is_counted_and_who_came_a_moment_ago_is_not(network, cast, clock):
    teasel, sorrel, late = (arrive(network, name) for name in ("Teasel", "Sorrel", "Late"))
    first = say(network, teasel, cast.everyday)
    say(network, sorrel, cast.everyday)
    clock.move(hours=2)
    say(network, cast.ben, cast.everyday, reply_to=first.id)
    clock.move(hours=23)
    say(network, late, cast.everyday)
    clock.move(minutes=1)
    found = figure(network, cast.fay, "unanswered_24_h")
    assert (found.value, found.n, found.state) == (0.5, 2, "too_few")
    assert [one.person.handle for one in listed(network, cast.fay, "unanswered_24_h") if one.counted] == ["Sorrel"]


def test_an_answer_after_a_day_does_not_undo_that_nobody_answered_within_it(network, cast, clock):
    first = say(network, arrive(network, "Teasel"), cast.everyday)
    clock.move(hours=30)
    say(network, cast.ben, cast.everyday, reply_to=first.id)
    clock.move(hours=1)
    assert figure(network, cast.fay, "unanswered_24_h").value == 1


def test_who_left_before_a_day_was_over_is_counted_by_nobody(network, cast, clock):
    teasel = arrive(network, "Teasel")
    say(network, teasel, cast.everyday)
    clock.move(hours=3)
    do(network, teasel, leave, "crohns")
    clock.move(hours=30)
    assert figure(network, cast.fay, "unanswered_24_h").n == 0
    assert figure(network, cast.fay, "newcomer_first_reply").n == 1


def test_an_answer_within_hours_is_the_median_of_all_who_came(network, cast, clock):
    first = say(network, arrive(network, "Teasel"), cast.everyday)
    say(network, arrive(network, "Sorrel"), cast.everyday)
    clock.move(hours=3)
    say(network, cast.fay, cast.everyday, reply_to=first.id)
    clock.move(hours=4)
    found = figure(network, cast.fay, "newcomer_first_reply")
    assert (found.value, found.n, found.threshold) == (3, 2, 12)
    assert figure(network, cast.fay, "newcomer_first_reply_p90").value is None
    peers = figure(network, cast.fay, "newcomer_first_reply_peers")
    assert (peers.value, peers.n) == (0, 1)


def test_many_who_wait_are_an_alarm(network, cast, clock):
    for number in range(5):
        say(network, arrive(network, f"New{number}"), cast.everyday)
    clock.move(hours=11)
    assert figure(network, cast.fay, "newcomer_first_reply").state == "too_few"
    clock.move(hours=14)
    found = board(network, cast.fay).figures
    assert (found["newcomer_first_reply"].state, found["unanswered_24_h"].state) == ("watch", "red")


def test_no_list_tells_who_asked_anonymously_and_all_tell_who_asked_under_their_name(network, cast, clock):
    teasel, thistle = arrive(network, "Teasel"), arrive(network, "Thistle")
    say(network, teasel, cast.everyday, anonymous=True)
    say(network, thistle, cast.everyday)
    clock.move(minutes=1)
    for key in ("newcomer_first_reply", "needs_human"):
        told = [one.person_id for one in listed(network, cast.fay, key)]
        assert thistle.person_id in told
        assert teasel.person_id not in told
        assert told == [one.person_id for one in listed(network, cast.opal, key)]
    assert figure(network, cast.opal, "activity").value == 2


# --- people


def test_members_are_new_active_quiet_sanctioned_or_waiting(network, cast, clock):
    said = board(network, cast.fay).members
    assert said == {"new": 0, "active": 0, "quiet": 4, "sanctioned": 2, "waiting": 1, "inside": 5}
    say(network, cast.ana, cast.everyday)
    do(network, cast.fay, decide, cast.pia_case, outcome="approve", reason="Welcome.")
    said = board(network, cast.fay).members
    assert said == {"new": 1, "active": 1, "quiet": 3, "sanctioned": 2, "waiting": 0, "inside": 6}
    clock.move(days=31)
    assert board(network, cast.fay).members["quiet"] == 5


def test_load_is_what_somebody_decided_or_has_in_hand(network, cast, clock):
    clock.move(days=40)
    settle(network, cast, concern(network, cast, severity=Severity.RED))
    do(network, cast.fay, claim, concern(network, cast))
    concern(network, cast)
    (one,) = listed(network, cast.fay, "load")
    assert (one.person.handle, one.count, one.red) == ("Fay", 2, 1)
    clock.move(hours=1)
    assert [one.count for one in listed(network, cast.fay, "load")] == [1]


def test_activity_has_every_day_also_the_silent_ones(network, cast, clock):
    say(network, cast.ana, cast.everyday)
    clock.move(days=2)
    say(network, cast.ana, cast.everyday)
    found = board(network, cast.fay, days=7)
    assert found.figures["activity"].value == 2
    counts = [one.count for one in listed(network, cast.fay, "activity", days=7)]
    assert counts == [1, 0, 1, 0, 0, 0, 0]


def test_a_period_and_the_one_before_meet_and_do_not_overlap(clock):
    period = Period.of(30, clock.now)
    assert (period.days, period.before.days) == (30, 30)
    assert period.before.until == period.since
    assert period.holds(clock.now)
    assert not period.holds(clock.now - timedelta(days=30))
    assert period.before.holds(clock.now - timedelta(days=30))
