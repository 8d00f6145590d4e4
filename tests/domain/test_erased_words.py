"""Erasing oneself: words that go leave an empty place, words that stay are said by nobody."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from networks.chat.actions import remove_message
from networks.chat.events import MessageRemoved
from networks.chat.models import Message
from networks.erasure import erase
from networks.jobs import JobRow
from tests.domain.acts import do, listen, read, say
from tests.frame.databases import rows_of

KINDS = pytest.mark.parametrize("delete_content", [True, False], ids=["words too", "words stay"])


def test_words_that_go_leave_an_empty_place_and_the_counter_moves(network, cast, full_life):
    heard = listen(network, MessageRemoved)
    do(network, cast.ana, erase, delete_content=True)
    page = read(network, cast.ben, cast.everyday)
    assert [(one.seq, one.body, one.author and one.author.handle) for one in page.items] == [
        (1, None, None),
        (2, None, None),
        (3, "I know that.", "Ben"),
    ]
    assert page.items[2].quoted.excerpt is None
    assert page.items[0].reactions == ()
    assert (page.last_seq, [one.change_seq for one in page.items]) == (5, [4, 5, 3])
    assert len(heard) == 3


def test_words_that_stay_are_said_by_nobody(network, cast, full_life):
    do(network, cast.ana, erase, delete_content=False)
    page = read(network, cast.fay, cast.everyday, reveal=True)
    assert [(one.body, one.author and one.author.handle) for one in page.items] == [
        ("My whole story.", None),
        ("May I ask?", None),
        ("I know that.", "Ben"),
    ]
    assert page.items[2].quoted.author is None
    assert page.last_seq == 3


@KINDS
def test_nothing_leads_from_a_message_back_to_who_was_erased(network, cast, full_life, delete_content):
    do(network, cast.ana, remove_message, say(network, cast.ana, cast.everyday).id)
    do(network, cast.ana, erase, delete_content=delete_content)
    with network.reading() as work:
        for message in work.session.scalars(select(Message)):
            assert cast.ana.person_id not in (message.author_id, message.removed_by_id)
            assert message.author_id or (message.client_key, message.fingerprint) == (None, None)
    for seen in read(network, cast.ben, cast.everyday).items:
        assert seen.removed_by_author == seen.removed  # and no facilitator is said to have done it


def test_no_word_name_or_address_of_hers_is_left_anywhere(network, cast, full_life):
    """But for letters that wait: the worker finds her gone and drops them (tests of mail)."""
    do(network, cast.ana, erase, delete_content=True)
    kept = rows_of(network.database)
    kept.pop(JobRow.__tablename__)
    for trace in ("My whole story", "May I ask", "Here as well", "ana@example", "ana.new@", "'Ana'", "'ana'"):
        assert trace not in str(kept), trace
