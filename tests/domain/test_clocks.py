"""How long a case may wait, whatever the hours of those who look after the place."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from networks.moderation.clocks import CLOCKS, Hours, due, opens_at, staffed
from networks.moderation.models import Severity

RED = CLOCKS[Severity.RED]
ZONES = ("UTC", "Europe/London", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Apia")

moments = st.datetimes(datetime(2024, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


@st.composite
def hours(draw):
    """Of an hour at least, on one day of the week at least; over midnight too."""
    opens, length = draw(st.integers(0, 1439)), draw(st.integers(60, 1440))
    days = draw(st.frozensets(st.integers(0, 6), min_size=1))
    return Hours(ZoneInfo(draw(st.sampled_from(ZONES))), days, opens, (opens + length) % 1440)


@given(moments, hours())
def test_a_red_clock_runs_for_fifteen_minutes_in_which_somebody_is_there(since, there):
    end = due(since, Severity.RED, there)
    assert staffed(since, end, there) == RED
    assert end >= since + RED


@given(moments, hours(), st.timedeltas(timedelta(), timedelta(days=20)))
def test_what_came_first_is_due_first(since, there, later):
    assert due(since, Severity.RED, there) <= due(since + later, Severity.RED, there)


@given(moments, hours())
def test_while_somebody_is_there_all_along_the_hours_change_nothing(since, there):
    always = staffed(since, since + RED, there) == RED
    assert (due(since, Severity.RED, there) == since + RED) is always


@given(moments, hours())
def test_a_clock_that_stands_begins_when_they_come(since, there):
    begins = opens_at(since, there)
    assert staffed(since, begins or since, there) == timedelta()
    assert staffed(begins or since, (begins or since) + timedelta(seconds=1), there) == timedelta(seconds=1)
    assert due(since, Severity.RED, there) == due(begins or since, Severity.RED, there)


@given(moments, hours(), st.sampled_from([Severity.AMBER, Severity.GREEN]))
def test_hours_hold_up_red_clocks_alone(since, there, severity):
    assert due(since, severity, there) == since + CLOCKS[severity]


@given(moments, st.sampled_from(list(Severity)))
def test_without_hours_somebody_is_always_there(since, severity):
    assert due(since, severity, None) == since + CLOCKS[severity]


@given(moments, hours(), st.lists(st.timedeltas(timedelta(), timedelta(days=40)), min_size=2, max_size=2))
def test_time_with_somebody_there_adds_up(since, there, lengths):
    middle, end = since + min(lengths), since + max(lengths)
    assert staffed(since, middle, there) + staffed(middle, end, there) == staffed(since, end, there)


OFFICE = Hours(ZoneInfo("Europe/London"), frozenset(range(5)), 9 * 60, 17 * 60)
NIGHTS = Hours(ZoneInfo("Europe/London"), frozenset({5}), 22 * 60, 2 * 60)


@pytest.mark.parametrize(
    ("since", "there", "expected"),
    [
        ("2026-07-03T12:00", OFFICE, "2026-07-03T12:15"),  # a Friday at one, in summer
        ("2026-07-03T15:50", OFFICE, "2026-07-06T08:05"),  # ten minutes before they go: five are left on Monday
        ("2026-07-04T12:00", OFFICE, "2026-07-06T08:15"),
        ("2026-12-04T16:45", OFFICE, "2026-12-04T17:00"),  # the last quarter of an hour
        ("2026-11-29T01:50", NIGHTS, "2026-12-05T22:05"),  # in the small hours of Sunday, which are Saturday's
        ("2026-03-29T00:50", NIGHTS, "2026-04-04T21:05"),  # the night in which the clocks go forward ends at one
    ],
)
def test_hours_are_those_of_the_clock_on_the_wall(since, there, expected):
    read = [datetime.fromisoformat(moment).replace(tzinfo=UTC) for moment in (since, expected)]
    assert due(read[0], Severity.RED, there) == read[1]


def test_where_no_day_is_chosen_the_clock_runs():
    nobody = Hours(ZoneInfo("UTC"), frozenset(), 0, 60)
    now = datetime(2026, 7, 4, tzinfo=UTC)
    assert (due(now, Severity.RED, nobody), opens_at(now, nobody)) == (now + RED, None)
