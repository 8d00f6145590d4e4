"""Reading a room's history: forwards, backwards, and what changed."""

from __future__ import annotations

import pytest

from networks.chat.actions import edit_message, remove_message
from tests.domain.acts import do, read, say


@pytest.fixture
def said(network, cast):
    """Nine messages, of which the second was changed and the fourth removed: the counter stands at eleven."""
    made = [say(network, cast.ana, cast.everyday, f"Number {number}.") for number in range(1, 10)]
    do(network, cast.ana, edit_message, made[1].id, body="Number two.")
    do(network, cast.ana, remove_message, made[3].id)
    return made


@pytest.fixture
def page(network, cast, said):
    return lambda **which: read(network, cast.ben, cast.everyday, **which)


def seqs(page):
    return [message.seq for message in page.items]


def test_the_latest_come_without_asking_for_more(page):
    assert (seqs(page(limit=3)), page(limit=3).more) == ([7, 8, 9], True)
    assert (seqs(page()), page().more, page().last_seq) == (list(range(1, 10)), False, 11)


def test_forwards_from_a_place(page):
    assert (seqs(page(after_seq=2, limit=3)), page(after_seq=2, limit=3).more) == ([3, 4, 5], True)
    assert (seqs(page(after_seq=6, limit=3)), page(after_seq=6, limit=3).more) == ([7, 8, 9], False)
    assert seqs(page(after_seq=9)) == seqs(page(after_seq=11)) == []


def test_backwards_from_a_place(page):
    assert (seqs(page(before_seq=5, limit=3)), page(before_seq=5, limit=3).more) == ([2, 3, 4], True)
    assert (seqs(page(before_seq=4, limit=3)), page(before_seq=4, limit=3).more) == ([1, 2, 3], False)
    assert seqs(page(before_seq=1)) == []


def test_between_two_places(page):
    assert seqs(page(after_seq=2, before_seq=6)) == [3, 4, 5]


def test_what_changed_comes_once_each_as_it_is_now_in_the_order_of_change(page):
    changed = page(changed_after=0).items
    assert [one.change_seq for one in changed] == [1, 3, 5, 6, 7, 8, 9, 10, 11]
    assert [(one.seq, one.body) for one in changed[-2:]] == [(2, "Number two."), (4, None)]
    assert seqs(page(changed_after=9)) == [2, 4]
    assert (seqs(page(changed_after=8, limit=2)), page(changed_after=8, limit=2).more) == ([9, 2], True)


def test_places_beyond_every_number_are_answered_too(page):
    for far in (2**31 - 1, 2**31, 2**53, 2**70):
        assert seqs(page(after_seq=far)) == seqs(page(changed_after=far)) == []
        assert seqs(page(before_seq=far, limit=2)) == [8, 9]
        assert len(page(after_seq=-far).items) == len(page(changed_after=-far).items) == 9
        assert seqs(page(before_seq=-far)) == []


def test_one_message_says_everything_that_is_known_of_it(page, said):
    first = page(after_seq=0, limit=1).items[0]
    assert (first.id, first.body, first.author.handle, first.posted_at) == (
        said[0].id,
        "Number 1.",
        "Ana",
        said[0].posted_at,
    )
    assert "Number 1." in first.html
    assert (first.reply_to, first.thread_id, first.quoted, first.replies, first.edited_at) == (
        None,
        None,
        None,
        0,
        None,
    )
