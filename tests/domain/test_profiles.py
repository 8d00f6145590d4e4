"""What people say of themselves, and whom they do not want to read."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from networks.errors import Invalid, NotFound
from networks.people.actions import (
    block,
    edit_profile,
    register,
    unblock,
)
from networks.people.queries import blocked_by_me, my_blocks, myself
from tests.cast import again
from tests.domain.acts import do, look


def sign_up(network, handle="Zoe", email="zoe@example.org", **more):
    return do(network, None, register, handle=handle, email=email, secret="a hash", **more)


# --- profiles


def test_people_change_what_they_say_of_themselves(network, cast):
    do(
        network,
        cast.ana,
        edit_profile,
        about="I like to walk.",
        pronouns="she",
        language="de",
        time_zone="Europe/Berlin",
    )
    mine = look(network, cast.ana, myself)
    assert (mine.about, mine.pronouns, mine.language, mine.time_zone) == (
        "I like to walk.",
        "she",
        "de",
        "Europe/Berlin",
    )
    do(network, cast.ana, edit_profile, about="")
    assert look(network, cast.ana, myself).about == ""
    assert look(network, cast.ana, myself).pronouns == "she"


def test_people_change_their_name_and_free_the_old_one(network, cast):
    do(network, cast.ana, edit_profile, handle="Anastasia")
    assert again(network, cast.ana).handle == "Anastasia"
    assert sign_up(network, "Ana").handle == "Ana"


def test_people_change_how_their_name_is_written(network, cast):
    do(network, cast.ana, edit_profile, handle="ANA")
    assert again(network, cast.ana).handle == "ANA"


def test_nobody_takes_a_name_that_is_taken_or_does_not_fit(network, cast):
    for handle in ("ben", "operator", "a b"):
        with pytest.raises(Invalid):
            do(network, cast.ana, edit_profile, handle=handle)
    assert again(network, cast.ana).handle == "Ana"


# --- blocks


def test_a_block_is_the_blockers_alone(network, cast):
    do(network, cast.ana, block, cast.ben.person_id)
    assert look(network, cast.ana, blocked_by_me) == {cast.ben.person_id}
    assert look(network, cast.ben, blocked_by_me) == set()
    assert [one.handle for one in look(network, cast.ana, my_blocks)] == ["Ben"]


def test_blocking_twice_blocks_once_and_unblocking_ends_it(network, cast):
    for _ in range(2):
        do(network, cast.ana, block, cast.ben.person_id)
    assert len(look(network, cast.ana, my_blocks)) == 1
    for _ in range(2):
        do(network, cast.ana, unblock, cast.ben.person_id)
    assert look(network, cast.ana, my_blocks) == []


def test_nobody_blocks_themselves_or_nobody(network, cast):
    with pytest.raises(Invalid):
        do(network, cast.ana, block, cast.ana.person_id)
    with pytest.raises(NotFound):
        do(network, cast.ana, block, cast.everyday)


def test_nobody_blocks_without_signing_in(network, cast):
    assert look(network, None, blocked_by_me) == set()


def test_an_asker_knows_what_the_session_says(network, cast):
    assert asdict(again(network, cast.opal))["is_operator"]
    assert not asdict(again(network, cast.ana))["is_operator"]
