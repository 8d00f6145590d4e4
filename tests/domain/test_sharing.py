"""A message becomes a tip of its author's, and of nobody else's; whoever asks learns nothing about them."""

from __future__ import annotations

from functools import partial

import pytest
from sqlalchemy import select

from networks.chat.actions import remove_message
from networks.chat.models import Message
from networks.chat.rooms import open_room
from networks.communities.actions import leave
from networks.erasure import erase
from networks.errors import Conflict, NotAllowed, NotFound
from networks.people.actions import block
from networks.resources.library import offers
from networks.resources.queries import resource
from networks.sharing import agree, asked_for, refuse, share, shareable, title_of
from tests.domain.acts import at_once, do, look, say

WORDS = "Three anchors a day. Everything else is movable."


@pytest.fixture
def said(network, cast):
    return say(network, cast.ana, cast.everyday, WORDS).id


def wanted(network, who):
    return look(network, who, asked_for, "crohns")


def test_ones_own_message_becomes_a_draft_once(network, cast, said):
    made = do(network, cast.ana, share, said)
    assert (made.state, made.said.kind, made.said.title, made.said.body) == (
        "draft", "tip", "Three anchors a day", WORDS,
    )  # fmt: skip
    assert made.resource.message_id == said
    assert do(network, cast.ana, share, said).id == made.id
    assert len(look(network, cast.ana, offers, "crohns")) == 1


def test_somebody_elses_is_asked_for_and_its_author_makes_it_theirs(network, cast, said):
    assert do(network, cast.ben, share, said) is None
    (one,) = wanted(network, cast.ana)
    assert (one.by.handle, one.message.id) == ("Ben", said)
    made = do(network, cast.ana, agree, one.ask.id)
    assert (made.author.handle, made.state) == ("Ana", "draft")
    with pytest.raises(NotFound):
        look(network, cast.ben, resource, made.id)
    assert wanted(network, cast.ana) == []
    assert do(network, cast.ana, agree, one.ask.id).id == made.id


def test_a_no_is_quiet_and_lasts(network, cast, second, said):
    do(network, cast.ben, share, said)
    (one,) = wanted(network, cast.ana)
    do(network, cast.ana, refuse, one.ask.id)
    do(network, cast.ana, refuse, one.ask.id)
    for who in (cast.ben, cast.lin, second):
        assert do(network, who, share, said) is None
    assert wanted(network, cast.ana) == []


def test_a_message_is_asked_about_once_whoever_asks(network, cast, said):
    for who in (cast.ben, cast.lin, cast.ben):
        assert do(network, who, share, said) is None
    assert [one.by.handle for one in wanted(network, cast.ana)] == ["Ben"]


def test_only_its_author_is_asked_and_answers(network, cast, said):
    do(network, cast.ben, share, said)
    (one,) = wanted(network, cast.ana)
    for who in (cast.ben, cast.fay, cast.lin):
        assert wanted(network, who) == []
    for who in (cast.ben, cast.fay, cast.lin, cast.oli, cast.opal):
        for act in (agree, refuse):
            with pytest.raises(NotFound):
                do(network, who, act, one.ask.id)


def test_outsiders_find_no_message_to_ask_about(network, cast, said):
    do(network, cast.opal, open_room, cast.everyday, reason="A complaint.")
    for who in (cast.gil, cast.oli, cast.pia, cast.bea, cast.opal):
        for act in (share, shareable):
            with pytest.raises(NotFound):
                do(network, who, act, said)


def test_the_muted_turn_to_nobody_and_still_make_drafts_of_their_own_words(network, cast, said):
    with pytest.raises(NotAllowed):
        do(network, cast.max, share, said)
    assert wanted(network, cast.ana) == []
    with network.begin() as work:
        own = select(Message).where(Message.id == said)
        work.session.scalars(own).one().author_id = cast.max.person_id
    assert do(network, cast.max, share, said).own


def test_asking_about_an_anonymous_message_tells_nothing_and_leads_nowhere(network, cast):
    said = say(network, cast.ana, cast.everyday, WORDS, anonymous=True).id
    assert do(network, cast.ben, share, said) is None
    (one,) = wanted(network, cast.ana)
    made = do(network, cast.ana, agree, one.ask.id)
    assert made.resource.message_id is None


@pytest.mark.parametrize("anonymous", [False, True])
def test_whether_its_author_left_or_blocks_the_asker_is_not_told(network, cast, anonymous):
    said = say(network, cast.ana, cast.everyday, WORDS, anonymous=anonymous).id
    do(network, cast.ana, block, cast.ben.person_id)
    assert do(network, cast.ben, share, said) is None
    assert wanted(network, cast.ana) == []
    do(network, cast.ana, leave, "crohns")
    assert do(network, cast.lin, share, said) is None
    do(network, cast.ana, erase, delete_content=False)
    assert do(network, cast.fay, share, said) is None


def test_whoever_is_blocked_after_asking_is_not_seen_any_more(network, cast, said):
    do(network, cast.ben, share, said)
    do(network, cast.ana, block, cast.ben.person_id)
    assert wanted(network, cast.ana) == []


def test_what_was_removed_is_not_asked_about(network, cast, said):
    do(network, cast.ben, share, said)
    (one,) = wanted(network, cast.ana)
    do(network, cast.ana, remove_message, said)
    assert wanted(network, cast.ana) == []
    with pytest.raises(Conflict, match="removed"):
        do(network, cast.ana, agree, one.ask.id)
    with pytest.raises(Conflict, match="removed"):
        do(network, cast.ben, share, said)


def test_agreeing_and_sharing_at_once_make_one_draft(network, cast):
    for _ in range(30):
        said = say(network, cast.ana, cast.everyday, WORDS).id
        do(network, cast.ben, share, said)
        (one,) = wanted(network, cast.ana)
        first, other = at_once(
            [partial(do, network, cast.ana, agree, one.ask.id), partial(do, network, cast.ana, share, said)]
        )
        assert first.id == other.id


@pytest.mark.parametrize(
    ("body", "title"),
    [
        ("**Three** anchors a day. More below.", "Three anchors a day"),
        ("Does it help?\nIt does.", "Does it help?"),
        ("word " * 40, "word " * 15 + "word…"),
        ("***", "—"),
    ],
)
def test_a_tip_is_called_by_how_its_message_begins(body, title):
    assert title_of(body) == title
