"""Two at the same moment: appealing or deciding twice, removing what its author removes, erasing what is put back."""

from __future__ import annotations

from contextlib import suppress
from functools import partial

import pytest

from networks.erasure import erase
from networks.errors import Conflict, NotFound, Unavailable
from networks.moderation.actions import decide
from networks.moderation.appeal_models import Against
from networks.moderation.appealing import appeal
from networks.moderation.decisions import my
from networks.moderation.forgetting import forget_words
from networks.moderation.log import removals
from networks.moderation.queries import cases
from networks.removal import remove_message
from tests.domain.acts import at_once, do, look, read, say
from tests.domain.reports import HARMFUL
from tests.newcomers import arrive

ROUNDS = 25


def until_stored(network, who, act, *given, **named):
    """As a browser does it: where the answer is that nothing was stored, the same once more."""
    while True:
        with suppress(Unavailable):
            return do(network, who, act, *given, **named)


@pytest.fixture
def gone(network, cast):
    """`gone(who)`: a message of theirs that Fay removed, and its removal."""

    def make(who=None):
        said = say(network, who or cast.ana, cast.everyday, HARMFUL)
        do(network, cast.fay, remove_message, said.id, reason="Harm.")
        made = [one.made for one in look(network, who or cast.ana, my, Against.REMOVAL)]
        return said, next(one.id for one in made if one.subject_id == said.id)

    return make


@pytest.fixture
def appealed(network, cast, gone):
    def make(who=None):
        said, made = gone(who)
        return said, made, do(network, who or cast.ana, appeal, made, Against.REMOVAL, statement="No.").case_id

    return make


def at_seq(network, cast, said):
    return read(network, cast.max, cast.everyday, after_seq=said.seq - 1, limit=1).items[0]


def test_of_appeals_at_once_one_counts(network, cast, gone):
    for turn in range(ROUNDS):
        _, made = gone()
        words = [{"statement": f"{turn} {n}"} for n in range(4)]
        found = at_once(
            [partial(until_stored, network, cast.ana, appeal, made, Against.REMOVAL, **said) for said in words]
        )
        assert sum(isinstance(one, Conflict) for one in found) == 3
    assert len(look(network, cast.opal, cases, "crohns", kind="appeal", limit=100)[1]) == ROUNDS


def test_of_two_decisions_at_once_one_counts(network, cast, appealed, second):
    for _ in range(ROUNDS):
        said, _, case_id = appealed()
        words = {"uphold": second, "overturn": cast.opal}
        found = at_once(
            [
                partial(until_stored, network, who, decide, case_id, outcome=outcome, reason=f"So: {outcome}.")
                for outcome, who in words.items()
            ]
        )
        (won,) = [one for one in found if not isinstance(one, Conflict)]
        stands = won.case.outcome == "overturn"
        assert at_seq(network, cast, said).body == (HARMFUL if stands else None)


def test_of_a_removal_by_its_author_and_one_by_a_facilitator_at_once_the_first_counts(network, cast):
    for _ in range(ROUNDS):
        said = say(network, cast.ana, cast.everyday, HARMFUL)
        calls = [partial(until_stored, network, who, remove_message, said.id) for who in (cast.ana, cast.fay)]
        assert not any(isinstance(one, Exception) for one in at_once(calls))
        left = at_seq(network, cast, said)
        mine = [one.made.subject_id for one in look(network, cast.ana, my, Against.REMOVAL)]
        assert (left.body, left.removed_by_author) == (None, said.id not in mine)


def test_overturned_while_its_author_removes_it_and_while_its_time_ends_it_is_whole_or_gone(network, cast, appealed):
    for _ in range(ROUNDS):
        said, made, case_id = appealed()
        calls = [
            partial(until_stored, network, cast.opal, decide, case_id, outcome="overturn", reason="No."),
            partial(until_stored, network, cast.ana, remove_message, said.id),
            partial(until_stored, network, None, forget_words, made),
        ]
        assert not any(isinstance(one, Exception) for one in at_once(calls))
        left = at_seq(network, cast, said)
        assert (left.body, left.removed_by_author) in ((HARMFUL, False), (None, True))
        assert all(one.restored_at for one in look(network, cast.ben, removals, "crohns", limit=100)[1])


def test_overturned_while_its_author_erases_their_account_it_is_said_by_nobody_or_gone(network, cast, appealed):
    for turn in range(ROUNDS // 2):
        who = arrive(network, f"teasel{turn}", "crohns")
        said, _, case_id = appealed(who)
        calls = [
            partial(until_stored, network, cast.opal, decide, case_id, outcome="overturn", reason="No."),
            partial(until_stored, network, who, erase, delete_content=bool(turn % 2)),
        ]
        first, then = at_once(calls)
        assert first is None or not isinstance(first, Exception) or isinstance(first, Conflict | NotFound), first
        assert not isinstance(then, Exception), then
        left = at_seq(network, cast, said)
        assert left.author is None
        assert left.body is None or (left.body == HARMFUL and not turn % 2)
