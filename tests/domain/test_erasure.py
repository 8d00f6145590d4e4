"""Erasing oneself: what goes, what stays without a name, and that even the banned can."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from networks.chat.models import Reaction, ReadMark
from networks.chat.rooms import open_room
from networks.communities.events import MembershipChanged
from networks.communities.models import Membership
from networks.communities.queries import members
from networks.erasure import erase
from networks.export import everything_about_me
from networks.moderation.actions import claim, decide
from networks.moderation.models import Case
from networks.moderation.queries import case
from networks.people.actions import register
from networks.people.events import PersonErased, SessionsEnded
from networks.people.models import Block, EmailToken, Person, PersonSession
from networks.people.queries import credentials, my_blocks
from networks.tables import METADATA
from tests.cast import again
from tests.domain.acts import do, listen, look

KINDS = pytest.mark.parametrize("delete_content", [True, False], ids=["words too", "words stay"])


def count(network, table, *conditions):
    with network.reading() as work:
        return work.session.scalar(select(func.count()).select_from(table).where(*conditions))


@KINDS
def test_an_erased_person_has_no_name_address_or_way_in(network, cast, full_life, delete_content):
    do(network, cast.ana, erase, delete_content=delete_content)
    with network.reading() as work:
        stub = work.session.get_one(Person, cast.ana.person_id)
        left = (stub.email, stub.secret, stub.verified_at, stub.about, stub.pronouns, stub.is_operator)
        assert left == (None, None, None, "", "", False)
        assert stub.erased_at == network.clock()
        assert "ana" not in stub.handle_key
    for who in ("Ana", "ana@example.org", stub.handle):
        assert look(network, None, credentials, who) is None
    assert again(network, cast.ana) is None


@KINDS
def test_what_is_personal_goes(network, cast, full_life, delete_content):
    do(network, cast.ana, erase, delete_content=delete_content)
    hers = cast.ana.person_id
    assert count(network, PersonSession, PersonSession.person_id == hers) == 0
    assert count(network, EmailToken, EmailToken.person_id == hers) == 0
    assert count(network, Reaction, Reaction.person_id == hers) == 0
    assert count(network, ReadMark, ReadMark.person_id == hers) == 0
    assert count(network, Block, (Block.person_id == hers) | (Block.blocked_id == hers)) == 0
    assert look(network, cast.lin, my_blocks) == []
    with network.reading() as work:
        places = work.session.scalars(select(Membership).where(Membership.person_id == hers)).all()
    assert {(place.status, place.title) for place in places} == {("left", None)}
    assert [place.answers for place in places] == [[], []]


def test_everybody_hears_that_they_are_gone(network, cast):
    heard = listen(network, MembershipChanged, SessionsEnded, PersonErased)
    do(network, cast.ana, erase, delete_content=True)
    assert {(one.slug, one.status) for one in heard if isinstance(one, MembershipChanged)} == {
        ("crohns", "left"),
        ("hidden", "left"),
    }
    assert [one.session_ids for one in heard if isinstance(one, SessionsEnded)] == [(cast.ana.session_id,)]
    assert PersonErased(cast.ana.person_id) in heard
    assert "Ana" not in [one.handle for one in look(network, cast.ben, members, "crohns")]


def test_who_waits_takes_the_request_along(network, cast):
    do(network, cast.pia, erase, delete_content=False)
    found, _, _ = look(network, cast.fay, case, cast.pia_case)
    assert (found.case.state, found.case.outcome, found.case.evidence) == ("closed", "withdrawn", {})


def test_the_banned_and_the_muted_can_and_a_ban_stays_on_the_stub(network, cast):
    for person in (cast.bea, cast.max):
        do(network, person, erase, delete_content=True)
    with network.reading() as work:
        found = select(Membership.status).where(Membership.community_id == cast.crohns_id)
        assert work.session.scalar(found.where(Membership.person_id == cast.bea.person_id)) == "banned"


def test_the_unverified_and_those_without_a_community_can(network, cast):
    for person in (cast.una, cast.oli, cast.gil, cast.opal, cast.lin):
        do(network, person, erase, delete_content=True)
        assert again(network, person) is None


def test_what_a_facilitator_decided_stands(network, cast):
    do(network, cast.fay, decide, cast.pia_case, outcome="approve", reason="Welcome.")
    do(network, cast.fay, erase, delete_content=True)
    found, _, _ = look(network, cast.opal, case, cast.pia_case)
    assert (found.case.outcome, found.case.reason) == ("approve", "Welcome.")
    assert found.decided_by.handle.startswith("gone-")
    assert look(network, cast.pia, everything_about_me)["memberships"]


def test_a_claim_of_who_is_gone_does_not_outlast_its_half_hour(network, cast, clock):
    do(network, cast.fay, claim, cast.pia_case)
    do(network, cast.fay, erase, delete_content=True)
    clock.move(minutes=30)
    assert do(network, cast.opal, claim, cast.pia_case).claimed_by.handle == "Opal"


def test_name_and_address_are_free_again(network, cast):
    do(network, cast.ana, erase, delete_content=True)
    again_ = do(network, None, register, handle="Ana", email="ana@example.org", secret="a hash", verify=False)
    assert again_.verified_at is not None


def test_evidence_about_somebody_goes_with_them_and_the_case_stays(network, cast):
    do(network, cast.opal, open_room, cast.everyday, reason="A complaint.")
    with network.reading() as work:
        before = work.session.scalar(select(func.count()).select_from(Case))
    do(network, cast.ana, erase, delete_content=True)
    assert count(network, Case) == before
    assert count(network, Case, Case.person_id == cast.ana.person_id) > 0
    with network.reading() as work:
        about = work.session.scalars(select(Case.evidence).where(Case.person_id == cast.ana.person_id)).all()
    assert about == [{}] * len(about)


LIBRARY = {
    "resources", "review_assignments", "review_proposals", "endorsements", "bookmarks", "trials", "try_reports",
    "resource_openings", "tip_asks",
}  # fmt: skip
NEWCOMERS = {"first_words", "mentors", "askings"}


def test_every_table_that_names_people_is_thought_of():
    """A new table that names a person must be erased with them, or stand here with the reason why it stays."""
    erased = (
        LIBRARY
        | NEWCOMERS
        | {
            "sessions",
            "email_tokens",
            "blocks",
            "reactions",
            "read_marks",
            "openings",
            "case_openings",
            "memberships",
            "messages",
            "spoken_by",
            "voices",
            "member_notes",
            "shifts",
            "safety_letters",
            "evidence",
            "report_limits",
            "reports",
            "removals",
            "appeals",
            "applications",
            "losses",
            "amendment_supports",
            "amendment_ballots",
        }
    )
    stays = {
        "amendments": "what was voted on, by a stub; what was not goes",
        "charter_versions": "the community's rules, changed by a stub",
        "conversations": "the other's, with a stub; it goes where both have gone",
        "audit_rows": "what was decided, by a stub without a name",
        "cases": "the decision; its evidence goes",
        "case_notes": "what facilitators wrote to each other",
        "case_steps": "what facilitators did, a stub among them",
        "safety_steps": "that something was done, without what was noted",
        "safety_editions": "the network's lists, by nobody",
        "appeal_replies": "with the appeal; what somebody who decides wrote stays, by a stub",
        "sanctions": "what was decided about the stub",
        "invitations": "made by a stub",
        "resource_checks": "what was decided, by a stub",
        "resource_versions": "decided by a stub; what nobody else has seen goes with the resource",
    }
    naming = {
        table.name
        for table in METADATA.sorted_tables
        if any(key.column.table.name == "people" for key in table.foreign_keys)
    }
    assert naming == erased | set(stays)
