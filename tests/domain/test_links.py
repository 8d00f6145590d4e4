"""One-time links that open an account: single, short-lived, replaced."""

from __future__ import annotations

from functools import partial

import pytest
from sqlalchemy import select

from networks.errors import NotFound
from networks.jobs import waiting
from networks.people.actions import (
    LINK,
    change_passphrase,
    confirm_email,
    issue_link,
    reset_passphrase,
    want_reset,
)
from networks.people.models import EmailToken, Purpose
from networks.people.queries import credentials, myself
from tests.cast import again
from tests.domain.acts import at_once, do, look


def link(network, person, purpose=Purpose.RESET, email=None):
    email = email or f"{person.handle.lower()}@example.org"
    return do(network, None, issue_link, person.person_id, purpose, email).secret


def test_a_link_resets_the_passphrase_once_and_ends_all_sessions(network, cast):
    secret = link(network, cast.ana)
    do(network, None, reset_passphrase, secret, "another hash")
    assert look(network, None, credentials, "Ana")[1] == "another hash"
    assert again(network, cast.ana) is None
    with pytest.raises(NotFound):
        do(network, None, reset_passphrase, secret, "a third hash")
    assert look(network, None, credentials, "Ana")[1] == "another hash"


def test_a_link_clicked_twice_at_once_works_once(network, cast):
    secret = link(network, cast.ana)
    said = at_once([partial(do, network, None, reset_passphrase, secret, f"hash {n}") for n in range(2)])
    assert sorted(isinstance(one, NotFound) for one in said) == [False, True]


@pytest.mark.parametrize("purpose", Purpose)
def test_a_link_ends_at_its_time(network, cast, clock, purpose):
    secret = link(network, cast.una, purpose)
    clock.move(seconds=LINK[purpose].total_seconds())
    with pytest.raises(NotFound):
        do(network, None, confirm_email if purpose == Purpose.VERIFY else reset_passphrase, secret, *use(purpose))
    clock.move(seconds=-1)
    do(network, None, confirm_email if purpose == Purpose.VERIFY else reset_passphrase, secret, *use(purpose))


def use(purpose):
    return () if purpose == Purpose.VERIFY else ("another hash",)


def test_a_newer_link_replaces_the_older(network, cast):
    old, new = link(network, cast.ana), link(network, cast.ana)
    with pytest.raises(NotFound):
        do(network, None, reset_passphrase, old, "another hash")
    do(network, None, reset_passphrase, new, "another hash")


def test_a_link_serves_its_purpose_alone(network, cast):
    verify, reset = link(network, cast.una, Purpose.VERIFY), link(network, cast.una)
    with pytest.raises(NotFound):
        do(network, None, reset_passphrase, verify, "another hash")
    with pytest.raises(NotFound):
        do(network, None, confirm_email, reset)


def test_a_link_to_an_address_that_was_given_up_opens_nothing(network, cast):
    """Whoever can still read the old mailbox must not get in after its owner has moved."""
    secret = link(network, cast.ana)
    do(network, None, confirm_email, link(network, cast.ana, Purpose.VERIFY, "new@example.org"))
    with pytest.raises(NotFound):
        do(network, None, reset_passphrase, secret, "another hash")


def test_a_new_passphrase_makes_an_older_reset_link_void(network, cast):
    secret = link(network, cast.ana)
    do(network, cast.ana, change_passphrase, "another hash")
    with pytest.raises(NotFound):
        do(network, None, reset_passphrase, secret, "a third hash")


def test_links_are_kept_as_hashes(network, cast):
    secret = link(network, cast.ana)
    with network.reading() as work:
        assert secret not in [row.token_hash for row in work.session.scalars(select(EmailToken))]


def test_a_forgotten_passphrase_is_mailed_to_the_owner_alone(network, cast):
    before = look(network, None, waiting)
    do(network, None, want_reset, " ANA@example.org")
    assert look(network, None, waiting) == before + 1
    for unknown in ("nobody@example.org", "una@example.org"):  # Una has not confirmed hers
        do(network, None, want_reset, unknown)
    assert look(network, None, waiting) == before + 1


def test_a_flood_of_wishes_makes_one_mail(network, cast):
    before = look(network, None, waiting)
    for _ in range(5):
        do(network, None, want_reset, "ana@example.org")
    assert look(network, None, waiting) == before + 1


def test_two_accounts_that_confirm_one_address_at_once_do_not_both_get_it(network, cast):
    people = [cast.oli, cast.una]
    secrets = [link(network, one, Purpose.VERIFY, "shared@example.org") for one in people]
    said = at_once([partial(do, network, None, confirm_email, secret) for secret in secrets])
    assert [isinstance(one, NotFound) for one in said].count(True) == 1
    owners = [look(network, one, myself).email for one in people]
    assert owners.count("shared@example.org") == 1
