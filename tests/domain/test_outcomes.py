"""What is told of how it went: never of fewer than five, once a week, and what that does to the order."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select

from app.work import run_due
from networks.erasure import erase
from networks.errors import NotFound
from networks.resources.actions import withdraw
from networks.resources.library import Wanted, library
from networks.resources.models import Resource
from networks.resources.outcomes import lines, outcomes, words
from networks.resources.queries import behind_the_door
from networks.resources.releasing import next_slot, release, release_now, weigh
from networks.resources.trying import report, withdraw_report
from networks.resources.trying_models import Release
from tests.domain.acts import at_once, do, look
from tests.domain.tries import (
    FLARE,
    WORK,
    counts,
    crowd,
    in_the_library,
    monday,
    said,
    says_something_else,
    settle_circumstances,
    shown,
    tell,
)


@pytest.fixture
def tip(network, cast):
    return in_the_library(network, cast)


@pytest.fixture
def people(network, cast):
    return crowd(network, cast, 24)


def of(network, made):
    with network.reading() as work:
        return work.session.get_one(Resource, made)


# --- whether, and when


def test_below_five_nothing_is_told_and_on_the_monday_after_the_fifth_it_is(network, cast, clock, tip, people):
    tell(network, people[:4], tip)
    monday(network, cast, clock)
    found = shown(network, cast, tip)
    assert (found.suppressed, found.n, found.kept, found.illness, found.released_at) == (True, None, None, None, None)
    tell(network, people[4:5], tip, "more", kept=False)
    assert shown(network, cast, tip).suppressed
    monday(network, cast, clock)
    found = shown(network, cast, tip)
    assert (found.n, found.kept, counts(network, cast, tip)) == (5, 4, (4, 0, 1))
    assert found.illness["less"].low < 0.8 < found.illness["less"].high


def test_one_more_answer_does_not_show_until_five_have_come(network, cast, clock, tip, people):
    tell(network, people[:5], tip)
    monday(network, cast, clock)
    for person in people[5:9]:
        tell(network, [person], tip, "more")
        monday(network, cast, clock)
        assert counts(network, cast, tip) == (5, 0, 0)
    tell(network, people[9:10], tip, "more")
    assert counts(network, cast, tip) == (5, 0, 0)
    monday(network, cast, clock)
    assert counts(network, cast, tip) == (5, 0, 5)


def test_changing_and_taking_back_wait_for_newcomers_and_count_from_then_on(network, cast, clock, tip, people):
    tell(network, people[:8], tip)
    monday(network, cast, clock)
    tell(network, people[:5], tip, "more")
    do(network, people[5], withdraw_report, tip)
    do(network, people[6], erase, delete_content=True)
    monday(network, cast, clock)
    assert counts(network, cast, tip) == (8, 0, 0)
    tell(network, people[8:13], tip, "same")
    monday(network, cast, clock)
    assert counts(network, cast, tip) == (1, 5, 5)


def test_whoever_goes_and_comes_again_is_no_newcomer(network, cast, clock, tip, people):
    tell(network, people[:5], tip)
    monday(network, cast, clock)
    for person in people[:4]:
        do(network, person, withdraw_report, tip)
        tell(network, [person], tip, "more")
    tell(network, people[5:6], tip, "more")
    monday(network, cast, clock)
    assert counts(network, cast, tip) == (5, 0, 0)


def test_the_counts_move_once_a_week_however_often_the_job_is_done(network, cast, clock, tip, people):
    tell(network, people[:5], tip)
    slot = next_slot(cast.crohns_id, clock.now)
    clock.now = slot
    assert [do(network, None, release, cast.crohns_id, slot) for _ in range(3)] == [1, 0, 0]
    tell(network, people[5:10], tip)
    assert do(network, None, release, cast.crohns_id, slot) == 0
    assert shown(network, cast, tip).n == 5
    assert shown(network, cast, tip).next_at == next_slot(cast.crohns_id, clock.now) > slot


def test_two_workers_at_once_release_it_once(network, cast, clock, tip, people):
    tell(network, people[:7], tip)
    slot = next_slot(cast.crohns_id, clock.now)
    clock.now = slot
    done = at_once([partial(do, network, None, release, cast.crohns_id, slot) for _ in range(6)])
    assert sorted(done) == [0, 0, 0, 0, 0, 1]
    with network.reading() as work:
        assert [one.n for one in work.session.scalars(select(Release))] == [7]


def test_who_reports_while_it_is_released_is_in_it_or_in_the_next(network, cast, clock, tip, people):
    tell(network, people[:5], tip)
    slot = next_slot(cast.crohns_id, clock.now)
    clock.now = slot
    late = [partial(do, network, person, report, tip, **said("more")) for person in people[5:9]]
    at_once([*late, partial(do, network, None, release, cast.crohns_id, slot)])
    first = shown(network, cast, tip).n
    assert 5 <= first <= 9
    tell(network, people[9 : first + 5], tip)
    monday(network, cast, clock)
    assert shown(network, cast, tip).n == first + 5


def test_each_communitys_hour_is_a_monday_of_its_own(network, cast, clock):
    slots = [next_slot(one, clock.now) for one in (cast.crohns_id, cast.hidden_id, cast.long_covid_id)]
    assert all(slot.weekday() == 0 and slot.hour < 6 and slot > clock.now for slot in slots)
    assert next_slot(cast.crohns_id, slots[0]) > slots[0]


# --- a version that says something else


def test_a_material_version_starts_afresh_and_says_so(network, cast, clock, tip, people):
    tell(network, people[:6], tip)
    monday(network, cast, clock)
    assert not shown(network, cast, tip).afresh
    says_something_else(network, cast, tip)
    found = shown(network, cast, tip)
    assert (found.suppressed, found.afresh, found.version, of(network, tip).testers) == (True, True, 3, 0)
    tell(network, people[:5], tip, "more")
    monday(network, cast, clock)
    assert counts(network, cast, tip) == (0, 0, 5)


def test_a_small_change_leaves_the_counts(network, cast, clock, tip, people):
    tell(network, people[:6], tip)
    monday(network, cast, clock)
    says_something_else(network, cast, tip, material=False)
    assert counts(network, cast, tip) == (6, 0, 0)


# --- those who share a circumstance


def test_a_group_is_told_beside_the_whole_where_both_it_and_the_rest_are_five(network, cast, clock, tip, people):
    settle_circumstances(network, cast, FLARE, WORK)
    tell(network, people[:6], tip, "less", circumstances=[FLARE])
    tell(network, people[6:11], tip, "more")
    tell(network, people[11:13], tip, "less", circumstances=[WORK])
    monday(network, cast, clock)
    (group,) = shown(network, cast, tip).groups
    assert (group.name, group.less.count, group.less.n) == (FLARE, 6, 6)


def test_a_group_moves_only_with_five_newcomers_in_it_and_five_beside_it(network, cast, clock, tip, people):
    settle_circumstances(network, cast, FLARE)
    tell(network, people[:5], tip, circumstances=[FLARE])
    tell(network, people[5:10], tip)
    monday(network, cast, clock)
    tell(network, people[10:11], tip, "more", circumstances=[FLARE])
    tell(network, people[11:16], tip)
    monday(network, cast, clock)
    (group,) = shown(network, cast, tip).groups
    assert (group.less.count, group.less.n, shown(network, cast, tip).n) == (5, 5, 16)
    assert group.at < shown(network, cast, tip).released_at


def test_a_group_within_a_group_is_not_told(network, cast, clock, tip, people):
    settle_circumstances(network, cast, FLARE, WORK)
    tell(network, people[:9], tip, circumstances=[FLARE, WORK])
    tell(network, people[9:10], tip, "more", circumstances=[FLARE])
    tell(network, people[10:20], tip)
    monday(network, cast, clock)
    assert [group.name for group in shown(network, cast, tip).groups] == [FLARE]


# --- the order of the library


def ids(network, cast, sort="helped"):
    return [one.id for one in look(network, cast.ben, library, "crohns", Wanted(sort=sort))]


def test_four_of_five_do_not_beat_fifteen_of_twenty_and_what_nobody_tried_stands_between(network, cast, clock, people):
    good, bad, untried, few = (in_the_library(network, cast, title=name) for name in ("Good", "Bad", "Untried", "Few"))
    tell(network, people[:20], good, "less", "less", "less", "same")
    tell(network, people[:20], bad, "more", "same", "more", "less")
    tell(network, people[:5], few, "less", "less", "less", "less", "same")
    monday(network, cast, clock)
    assert ids(network, cast)[-1] == bad
    found = [of(network, one).helped for one in (good, few, untried, bad)]
    assert found == sorted(found, reverse=True)
    assert [of(network, one).testers for one in (good, bad, untried, few)] == [20, 20, 0, 5]


def test_between_mondays_the_order_says_nothing_of_who_reports(network, cast, clock, people):
    made = [in_the_library(network, cast, title=f"Number {number}") for number in range(4)]
    tell(network, people[:6], made[0])
    monday(network, cast, clock)
    before = [ids(network, cast, sort) for sort in ("helped", "needs_testers")]
    tell(network, people[:4], made[1])
    tell(network, people[6:10], made[0], "more")
    tell(network, people[:3], made[0], "more")
    assert [ids(network, cast, sort) for sort in ("helped", "needs_testers")] == before
    monday(network, cast, clock)
    assert [ids(network, cast, sort) for sort in ("helped", "needs_testers")] == before


def test_what_is_new_in_the_library_stands_at_the_communitys_mean(network, cast, clock, tip, people):
    tell(network, people[:20], tip)
    monday(network, cast, clock)
    assert of(network, in_the_library(network, cast)).helped == pytest.approx((20 + 5) / 30)


def test_a_large_library_is_weighed_in_parts(network, cast, clock, people):
    made = [in_the_library(network, cast, title=f"Number {number}") for number in range(7)]
    tell(network, people[:6], made[3])
    do(network, None, release, cast.crohns_id, clock.now)
    after, parts = do(network, None, weigh, cast.crohns_id, limit=3), 1
    while after is not None:
        after, parts = do(network, None, weigh, cast.crohns_id, after=after, limit=3), parts + 1
    assert parts == 3
    weights = {one: of(network, one).helped for one in made}
    assert len(set(weights.values())) == 2
    assert max(weights, key=weights.__getitem__) == made[3]


def test_for_a_demo_it_is_released_at_once(network, cast, tip, people):
    tell(network, people[:12], tip, "less", "same")
    do(network, None, release_now, cast.crohns_id)
    assert counts(network, cast, tip) == (6, 6, 0)


# --- who sees it


def test_outsiders_learn_nothing_and_members_all_the_same(network, cast, clock, tip, people):
    tell(network, people[:5], tip)
    monday(network, cast, clock)
    assert {look(network, who, outcomes, tip).n for who in (cast.ana, cast.ben, cast.max, cast.lin, cast.fay)} == {5}
    assert look(network, cast.opal, outcomes, tip).n == 5
    do(network, cast.ana, withdraw, tip)
    for who in (cast.gil, cast.oli, cast.pia, cast.bea, cast.opal, cast.ben):
        with pytest.raises(NotFound):
            look(network, who, outcomes, tip)


def test_cards_have_a_line_where_something_is_told(network, cast, clock, tip, people):
    other = in_the_library(network, cast)
    tell(network, people[:6], tip)
    tell(network, people[:4], other)
    monday(network, cast, clock)
    found = look(network, cast.ben, lines, [of(network, tip), of(network, other)])
    assert {key: (line.n, line.illness["less"].count) for key, line in found.items()} == {tip: (6, 6)}


def read_words(network, who, made):
    with network.reading(who) as work:
        return words(work, behind_the_door(work, made))


def test_words_are_read_by_facilitators_alone_and_five_at_a_time(network, cast, clock, tip, people):
    for number, person in enumerate(people[:5]):
        tell(network, [person], tip, unwanted=f"Ache {9 - number}.", note=None if number else "Worth it.")
        found = read_words(network, cast.fay, tip)
        assert found is None
    monday(network, cast, clock)
    found = read_words(network, cast.fay, tip)
    assert (found.unwanted, found.notes) == ([f"Ache {number}." for number in range(5, 10)], [])  # one note is one's
    for who in (cast.ana, cast.ben, cast.lin):
        assert read_words(network, who, tip) is None
    tell(network, people[5:6], tip, unwanted="A sixth ache.")
    monday(network, cast, clock)
    assert len(read_words(network, cast.fay, tip).unwanted) == 5


def test_words_taken_back_or_changed_are_gone_at_once(network, cast, clock, tip, people):
    tell(network, people[:6], tip, unwanted="An ache.")
    monday(network, cast, clock)
    tell(network, people[:1], tip, unwanted="Another ache.")
    assert read_words(network, cast.fay, tip).unwanted == ["An ache."] * 5
    do(network, people[1], withdraw_report, tip)
    assert read_words(network, cast.fay, tip) is None


# --- the job


def test_the_worker_does_it_on_monday_and_not_before(app, network, cast, clock, tip, people):
    tell(network, people[:6], tip)
    clock.now = next_slot(cast.crohns_id, clock.now) - timedelta(minutes=1)
    run_due(app)
    assert shown(network, cast, tip).suppressed
    clock.move(minutes=2)
    run_due(app)
    run_due(app)
    found = shown(network, cast, tip)
    assert (found.n, found.released_at) == (6, found.next_at - timedelta(weeks=1))
    assert of(network, tip).helped > 0.5
