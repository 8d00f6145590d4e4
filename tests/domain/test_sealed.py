"""What a case keeps of a conversation is shut to operators until they open it with a reason."""

from __future__ import annotations

from uuid import uuid4

import pytest

from networks.communities.actions import appoint
from networks.errors import Conflict, NotFound
from networks.moderation.cases import open_case
from networks.moderation.events import CaseChanged
from networks.moderation.models import CaseKind
from networks.moderation.opening import OPENING, open_evidence
from networks.moderation.queries import audit, case, cases
from networks.moderation.steps import timeline
from networks.people.queries import person_by_handle
from tests.cast import ANSWERS
from tests.domain.acts import do, listen, look, queue

WORDS = "Just bin the tablets."


@pytest.fixture
def reported(network, cast):
    subject = {"subject_kind": "message", "subject_id": uuid4(), "person_id": cast.ben.person_id}
    do(network, None, open_case, cast.crohns_id, CaseKind.REPORT, **subject, evidence={"excerpt": WORDS})
    return queue(network, cast.fay, kind="report")[0]


def read(network, who, case_id):
    one = look(network, who, case, case_id)[0]
    (listed,) = [each for each in look(network, who, cases, "crohns")[1] if each.case.id == case_id]
    assert (listed.excerpt, listed.sealed) == (one.excerpt, one.sealed)
    return one.excerpt


def test_an_operator_reads_it_for_an_hour_after_giving_a_reason_that_facilitators_see(network, cast, reported, clock):
    assert (read(network, cast.fay, reported), read(network, cast.opal, reported)) == (WORDS, None)
    heard = listen(network, CaseChanged)
    do(network, cast.opal, open_evidence, reported, reason="Fay asked for help.")
    assert [event.case_id for event in heard] == [reported]
    assert read(network, cast.opal, reported) == WORDS
    row, actor = look(network, cast.fay, audit, "crohns")[0]
    assert (row.act, row.subject_id, actor.handle) == ("case.opened", reported, "Opal")
    assert row.reason == "Fay asked for help."
    told = look(network, cast.fay, lambda work: timeline(work, case(work, reported)[0]))
    assert [(line.what, line.by and line.by.handle) for line in told if line.what == "read"] == [("read", "Opal")]
    clock.move(seconds=OPENING.total_seconds())
    assert read(network, cast.opal, reported) is None


def test_one_opening_opens_one_case_to_one_operator(network, cast, reported):
    subject = {"subject_kind": "message", "subject_id": uuid4(), "person_id": cast.ana.person_id}
    do(network, None, open_case, cast.crohns_id, CaseKind.REPORT, **subject, evidence={"excerpt": "Another."})
    do(network, cast.opal, open_evidence, reported, reason="Fay asked for help.")
    (other,) = [one for one in queue(network, cast.fay, kind="report") if one != reported]
    assert read(network, cast.opal, other) is None


def test_only_operators_open_it_and_only_what_is_shut(network, cast, reported):
    for name in ("ana", "fay", "lin", "gil", "pia", "oli"):
        with pytest.raises(NotFound):
            do(network, getattr(cast, name), open_evidence, reported, reason="Please.")
    do(network, cast.opal, open_evidence, reported, reason="Fay asked for help.")
    for case_id in (reported, cast.pia_case):
        with pytest.raises(Conflict):
            do(network, cast.opal, open_evidence, case_id, reason="Again.")
    with pytest.raises(NotFound):
        do(network, cast.opal, open_evidence, uuid4(), reason="Please.")


def test_an_operator_who_facilitates_the_place_is_one_of_them(network, cast, reported):
    with network.begin() as work:
        appoint(work, "crohns", person_by_handle(work, "Opal"), "facilitator")
    assert read(network, cast.opal, reported) == WORDS


def test_requests_to_join_are_open_to_operators(network, cast):
    assert read(network, cast.opal, cast.pia_case) == ANSWERS[0]


def test_what_is_private_by_its_kind_is_shut_whatever_it_is_about(network, cast):
    subject = {"subject_kind": "person", "subject_id": cast.ben.person_id, "person_id": cast.ben.person_id}
    said = {"body": WORDS, "tier": "red", "room_id": str(cast.everyday)}
    evidence = {"excerpt": WORDS, "hits": [said]}
    do(network, None, open_case, cast.crohns_id, CaseKind.SAFETY, **subject, evidence=evidence)
    (found,) = queue(network, cast.fay, kind="safety")
    assert [read(network, who, found) for who in (cast.fay, cast.opal)] == [WORDS, None]
