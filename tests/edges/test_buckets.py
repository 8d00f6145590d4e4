"""Counting live calls: what a bucket holds, and for whom."""

from __future__ import annotations

from uuid import uuid4

import pytest

from app.paces import PACES, Bucket, Paces
from app.places import place
from app.sockets.frame import CALLS
from networks.errors import TooMany

ADDRESS = "192.0.2.7"


def test_each_live_call_has_its_pace():
    assert set(PACES) == {*CALLS, "connect", "handshake", "other", "change"}


def test_an_address_has_a_pace_for_all_who_are_there():
    paces = Paces(on=True, clock=lambda: 0.0)
    for _ in range(PACES["message:edit"][1]):
        paces.use("message:edit", uuid4(), ADDRESS)
    with pytest.raises(TooMany):
        paces.use("message:edit", uuid4(), ADDRESS)
    paces.use("message:edit", uuid4(), "192.0.2.8")


def test_a_thousand_who_come_back_at_once_from_one_address_are_let_in():
    """After the server was started again, and again; each with two pages, which read and write."""
    paces = Paces(on=True)
    for person in [uuid4() for _ in range(1000)] * 4:
        paces.use("handshake", None, ADDRESS)
        paces.use("connect", None, ADDRESS)
        paces.use("connect", person, None)
        for call in ("room:enter", "message:post", "room:read", "room:typing"):
            paces.use(call, person, ADDRESS)


def test_limits_that_are_off_count_nothing():
    paces = Paces(on=False)
    for _ in range(10_000):
        paces.use("message:post", None, ADDRESS)


def test_a_bucket_comes_back_one_by_one():
    bucket = Bucket(60)
    assert [bucket.use("ana", 0.0) for _ in range(60)] == [0.0] * 60
    assert 0.99 < bucket.use("ana", 0.0) <= 1.0
    assert bucket.use("ana", 1.0) == 0.0
    assert bucket.use("ana", 1.0) > 0.0
    assert [bucket.use("ana", 61.0) for _ in range(60)] == [0.0] * 60


def test_of_those_who_call_no_more_nothing_is_kept_and_a_crowd_does_not_fill_the_memory():
    bucket = Bucket(60, most=100)
    for number in range(10_000):
        bucket.use(number, number * 0.1)
        assert len(bucket.full) <= 100
    assert all(bucket.use("ana", 1000.0) == 0.0 for _ in range(60))
    for number in range(50):
        bucket.use(number, 1000.0)
    assert bucket.use("ana", 1000.0) > 0.0


@pytest.mark.parametrize(
    ("address", "where"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::", "2001:db8:1:2::/64"),
        (None, "nowhere"),
        ("", "nowhere"),
        ("192.0.2.7:50123", "192.0.2.7"),
        ("[2001:db8:1:2::6]:50123", "2001:db8:1:2::/64"),
        ("unknown", "unknown"),
        ("x" * 1000, "x" * 64),
    ],
)
def test_an_address_is_what_one_customer_has(address, where):
    assert place(address) == where
