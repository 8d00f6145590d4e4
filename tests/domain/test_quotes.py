"""Whom a reply quotes, and as what they are today."""

from __future__ import annotations

import pytest

from networks.chat.actions import remove_message
from networks.chat.views import Author
from networks.communities.actions import leave, set_role
from tests.domain.acts import do, read, say
from tests.domain.professionals import verified


@pytest.fixture
def quoted_by(network, cast):
    """Ben answers what somebody said; gives what is quoted of it, as it is whenever one asks."""

    def answering(who, **more):
        said = say(network, who, cast.everyday, "I read the trial.", **more)
        say(network, cast.ben, cast.everyday, reply_to=said.id)
        return said, lambda: read(network, cast.fay, cast.everyday, reveal=True).items[-1].quoted

    return answering


def test_it_is_with_role_and_title_of_today(network, cast, quoted_by):
    _, quoted = quoted_by(cast.lin)
    assert quoted().author == Author(cast.lin.person_id, "Lin", "professional", "IBD nurse")
    do(network, cast.fay, set_role, "crohns", cast.lin.person_id, "professional", "Pharmacist")
    assert quoted().author.title == "Pharmacist"
    do(network, cast.lin, leave, "crohns")
    assert quoted().author == Author(cast.lin.person_id, "Lin", "member", None)


def test_whoever_has_no_badge_is_a_member(cast, quoted_by):
    assert quoted_by(cast.ana)[1]().author == Author(cast.ana.person_id, "Ana", "member", None)


def test_it_ends_at_its_hour(network, cast, clock, quoted_by):
    verified(network, cast, cast.ana, months=1)
    _, quoted = quoted_by(cast.ana)
    clock.move(days=30, seconds=-1)
    assert quoted().author.role == "professional"
    clock.move(seconds=1)
    assert quoted().author.role == "member"


def test_an_anonymous_one_is_nobody_even_to_facilitators_who_ask(cast, quoted_by):
    quoted = quoted_by(cast.lin, anonymous=True)[1]()
    assert (quoted.author, quoted.anonymous) == (None, True)
    assert not any(word in repr(quoted) for word in ("Lin", "nurse", str(cast.lin.person_id)))


def test_a_removed_one_is_nobody(network, cast, quoted_by):
    said, quoted = quoted_by(cast.lin)
    do(network, cast.lin, remove_message, said.id)
    assert (quoted().author, quoted().excerpt) == (None, None)
