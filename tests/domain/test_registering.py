"""Names and addresses: whose they are, and that nobody learns whose."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from networks.errors import Invalid, NotFound
from networks.jobs import JobRow
from networks.people.actions import (
    confirm_email,
    issue_link,
    register,
    want_email,
    want_verification,
)
from networks.people.models import Person, Purpose
from networks.people.queries import anybody, credentials, myself, person_by_handle
from tests.cast import again
from tests.domain.acts import do, look


def mails(network):
    """What mail waits: (why, address or None), oldest first."""
    with network.reading() as work:
        jobs = work.session.scalars(select(JobRow).where(JobRow.kind == "mail").order_by(JobRow.due_at)).all()
    return [(job.payload["why"], job.payload.get("email")) for job in jobs]


def sign_up(network, handle="Zoe", email="zoe@example.org", **more):
    return do(network, None, register, handle=handle, email=email, secret="a hash", **more)


# --- names


def test_a_fitting_name_is_kept_as_it_was_written(network):
    for number, handle in enumerate(["Zo", "Zoe-Marie_3", "a.b", "Z" * 30, "7up"]):
        assert sign_up(network, handle, f"{number}@example.org").handle == handle


UNFIT = ["", "Z", "Z" * 31, "-zoe", "zoe.", "zoe-", "zo e", "zoë", "zoe@", "<b>", "zoe\n"]
OF_THE_HOUSE = ["admin", "Anonymous", "FACILITATOR", "you"]


def test_a_name_that_does_not_fit_or_is_a_part_of_the_house_is_refused(network):
    for handle in UNFIT + OF_THE_HOUSE:
        with pytest.raises(Invalid) as refused:
            sign_up(network, handle)
        assert "handle" in refused.value.fields, handle
    assert not look(network, None, anybody)


def test_two_people_cannot_have_one_name_however_it_is_written(network, cast):
    with pytest.raises(Invalid) as refused:
        sign_up(network, "aNA", "another@example.org")
    assert "already" in refused.value.fields["handle"]


def test_a_person_is_found_by_name_however_it_is_written(network, cast):
    assert look(network, None, person_by_handle, "ANA").id == cast.ana.person_id
    with pytest.raises(NotFound):
        look(network, None, person_by_handle, "nobody")


# --- addresses


def test_whoever_registers_is_mailed_a_link(network):
    sign_up(network, email=" Zoe@Example.org ")
    assert mails(network) == [("verify", "zoe@example.org")]


def test_a_known_address_makes_an_account_of_the_same_shape(network, cast):
    fresh, second = sign_up(network, "Zoe", "zoe@example.org"), sign_up(network, "Yan", "ana@example.org")

    def told(person: Person) -> dict[str, object]:
        return {name: type(value) for name, value in vars(person).items() if not name.startswith("_")}

    assert told(fresh) == told(second)
    assert (second.handle, second.verified_at) == ("Yan", None)


def test_the_owner_of_a_known_address_is_told_and_nobody_else(network, cast):
    sign_up(network, "Yan", "ana@example.org")
    assert ("known", "ana@example.org") in mails(network)
    assert ("verify", "ana@example.org") not in mails(network)


def test_an_account_on_a_known_address_can_never_confirm_it(network, cast):
    second = sign_up(network, "Yan", "ana@example.org")
    link = do(network, None, issue_link, second.id, Purpose.VERIFY, "ana@example.org")
    with pytest.raises(NotFound):
        do(network, None, confirm_email, link.secret)
    assert look(network, None, credentials, "ana@example.org")[0] == cast.ana.person_id


def test_without_verification_a_known_address_still_belongs_to_its_owner(network, cast):
    second = sign_up(network, "Yan", "ana@example.org", verify=False)
    assert second.verified_at is None
    assert look(network, None, credentials, "ana@example.org")[0] == cast.ana.person_id


def test_several_may_claim_an_address_until_one_confirms_it(network):
    first, second = sign_up(network, "Zoe"), sign_up(network, "Yan")
    links = [do(network, None, issue_link, one.id, Purpose.VERIFY, "zoe@example.org") for one in (first, second)]
    do(network, None, confirm_email, links[1].secret)
    with pytest.raises(NotFound):
        do(network, None, confirm_email, links[0].secret)
    assert look(network, None, credentials, "zoe@example.org")[0] == second.id


def test_an_address_opens_nothing_before_it_is_confirmed(network):
    person = sign_up(network)
    assert look(network, None, credentials, "zoe@example.org") is None
    assert look(network, None, credentials, "zoe") == (person.id, "a hash")


def test_nobody_signs_in_as_somebody_without_a_passphrase(network):
    do(network, None, register, handle="Zoe", email="zoe@example.org", secret=None, verify=False)
    assert look(network, None, credentials, "Zoe") is None


def test_a_new_address_counts_once_it_is_confirmed(network, cast):
    do(network, cast.ana, want_email, "New@example.org")
    assert ("change", "new@example.org") in mails(network)
    assert look(network, cast.ana, myself).email == "ana@example.org"
    link = do(network, None, issue_link, cast.ana.person_id, Purpose.VERIFY, "new@example.org")
    do(network, None, confirm_email, link.secret)
    assert look(network, cast.ana, myself).email == "new@example.org"
    assert look(network, None, credentials, "ana@example.org") is None


def test_whoever_mistypes_a_new_address_and_asks_again_is_mailed_at_both(network, cast):
    """The first mail may wait for hours when mail is down; the second wish must not be lost behind it."""
    do(network, cast.ana, want_email, "nwe@example.org")
    do(network, cast.ana, want_email, "new@example.org")
    assert {("change", "nwe@example.org"), ("change", "new@example.org")} <= set(mails(network))


def test_a_new_address_that_is_somebody_elses_tells_them(network, cast):
    do(network, cast.ana, want_email, "ben@example.org")
    assert ("known", "ben@example.org") in mails(network)
    assert ("change", "ben@example.org") not in mails(network)


def test_the_unverified_can_have_their_link_once_more(network, cast, clock):
    before = mails(network)
    do(network, cast.una, want_verification)
    assert mails(network) == before  # one mail that waits already is enough
    do(network, cast.ana, want_verification)
    assert mails(network) == before  # and the verified need none


def test_confirming_makes_verified(network, cast):
    assert not again(network, cast.una).verified
    link = do(network, None, issue_link, cast.una.person_id, Purpose.VERIFY, "una@example.org")
    do(network, None, confirm_email, link.secret)
    assert again(network, cast.una).verified


def test_where_no_address_is_verified_everybody_takes_part(network, cast):
    network.verification = False
    assert again(network, cast.una).verified
