"""Professionals apply with evidence, operators verify: who sees what, one decision, what goes on record."""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest
from sqlalchemy import select

from networks.audit import AuditRow
from networks.communities.actions import leave, set_role
from networks.communities.credential_queries import (
    application,
    applications,
    applications_here,
    badge,
    my_applications,
    waiting,
    where_to_apply,
)
from networks.communities.credentials import withdraw
from networks.communities.credentials_models import Application
from networks.communities.verifying import decide, look_at, revoke
from networks.erasure import erase
from networks.errors import Conflict, Invalid, NotAllowed, NotFound, Unauthenticated
from networks.export import everything_about_me
from networks.moderation.sanctioning import sanction
from tests.domain.acts import at_once, do, listen, look
from tests.domain.professionals import BAD, GOOD, SAID, SECRETS, as_operator, asks, role, shown, state, verified


def test_members_apply_and_nobody_else(network, cast):
    asks(network, cast.ana)
    for person in (cast.fay, cast.opal):
        with pytest.raises(NotAllowed):
            asks(network, person)
    for person in (cast.pia, cast.bea, cast.oli, cast.gil, None):
        with pytest.raises(NotFound):
            asks(network, person)


def test_what_is_missing_is_named_and_a_link_is_a_link(network, cast):
    for said in ({"profession": " "}, {"interests": ""}, {"evidence": "\n"}, {"check_url": "javascript:alert(1)"}):
        with pytest.raises(Invalid) as refusal:
            asks(network, cast.ana, **said)
        assert list(refusal.value.fields) == list(said)


def test_one_is_open_however_often_and_fast_somebody_asks(network, cast):
    said = at_once([partial(asks, network, cast.ana)] * 4)
    assert [isinstance(one, Conflict) for one in said].count(False) == 1, said
    assert len(look(network, cast.opal, applications)) == 1


def test_evidence_is_for_operators_and_for_whoever_showed_it(network, cast):
    made = asks(network, cast.ana)
    (waits,) = look(network, cast.opal, applications)
    assert (waits.application.evidence, waits.person.handle, waits.community.slug) == (SECRETS[3], "Ana", "crohns")
    for who in (cast.opal, cast.ana):
        assert look(network, who, application, made).application.number == SECRETS[1]
    assert [one.community.slug for one in look(network, cast.ana, my_applications)] == ["crohns"]
    assert look(network, cast.ben, my_applications) == []
    for person in (cast.ben, cast.fay, cast.lin, cast.oli, cast.gil):
        for wanted in (made, uuid4()):
            for query in (application, look_at):
                with pytest.raises(NotFound):
                    look(network, person, query, wanted)
        with pytest.raises(NotFound):
            look(network, person, applications)
    for nobodys in (applications, my_applications, partial(application, application_id=made)):
        with pytest.raises(Unauthenticated):
            look(network, None, nobodys)


def test_facilitators_see_what_was_asked_and_how_it_stands_and_no_evidence(network, cast):
    made = asks(network, cast.ana)
    do(network, cast.opal, decide, made, **BAD)
    (seen,) = look(network, cast.fay, applications_here, "crohns", cast.ana.person_id)
    assert (seen.profession, seen.interests, seen.state) == ("Nurse", SAID["interests"], "refused")
    assert not any(secret in str(seen) for secret in (*SECRETS, BAD["reason"]))
    assert look(network, cast.fay, applications_here, "crohns", cast.ben.person_id) == []
    for person in (cast.ana, cast.ben, cast.lin):
        with pytest.raises(NotAllowed):
            look(network, person, applications_here, "crohns", cast.ana.person_id)
    for person in (cast.gil, cast.oli, cast.bea):
        with pytest.raises(NotFound):
            look(network, person, applications_here, "crohns", cast.ana.person_id)


def test_only_operators_decide_and_not_about_themselves(network, cast):
    made = asks(network, cast.ana)
    for act in (partial(decide, **GOOD), partial(revoke, reason="x")):
        for person in (cast.ana, cast.fay, cast.oli):
            for wanted in (made, uuid4()):
                with pytest.raises(NotFound):
                    do(network, person, act, wanted)
        with pytest.raises(Unauthenticated):
            do(network, None, act, made)
    ana = as_operator(network, cast.ana)
    with pytest.raises(NotFound):
        do(network, ana, decide, made, **GOOD)
    with pytest.raises(NotFound):
        do(network, ana, look_at, made)
    assert look(network, ana, applications) == []
    assert (look(network, ana, waiting), look(network, cast.opal, waiting)) == (0, 1)


def test_verifying_makes_a_professional_whose_badge_names_interests_and_an_end(network, cast, clock):
    made = verified(network, cast, cast.ana)
    assert role(network, cast, cast.ana) == ("professional", "IBD nurse")
    seen = shown(network, cast, cast.ana)
    assert (seen.title, seen.interests) == ("IBD nurse", SAID["interests"])
    assert seen.until == clock.now + timedelta(days=360)
    assert not any(secret in str(seen) for secret in SECRETS)
    assert (state(network, cast.ana, made), shown(network, cast, cast.lin)) == ("verified", None)
    with pytest.raises(NotFound):
        look(network, cast.oli, badge, "crohns", cast.ana.person_id)


def test_a_decision_needs_its_words_and_a_time_of_two_years_at_most(network, cast):
    made = asks(network, cast.ana)
    wrong = {"reason": BAD | {"reason": " "}, "title": GOOD | {"title": ""}, "outcome": GOOD | {"outcome": "open"}}
    for field, said in [*wrong.items(), ("months", GOOD | {"months": 25}), ("months", GOOD | {"months": 0})]:
        with pytest.raises(Invalid) as refusal:
            do(network, cast.opal, decide, made, **said)
        assert list(refusal.value.fields) == [field]
    do(network, cast.opal, decide, made, **GOOD, months=24)


def test_of_two_operators_at_once_one_decides_and_the_other_hears_who(network, cast):
    gil = as_operator(network, cast.gil)
    for turn in range(5):
        made = asks(network, cast.ana)
        heard = listen(network)
        calls = [partial(do, network, cast.opal, decide, made, **BAD), partial(do, network, gil, decide, made, **BAD)]
        said = at_once(calls)
        lost = [one for one in said if isinstance(one, Conflict)]
        assert len(lost) == 1, (turn, said)
        winner = "Gil" if isinstance(said[0], Conflict) else "Opal"
        assert str(lost[0]) == f"{winner} decided this a moment ago."
        assert [event.act for event in heard if event.audited] == ["credentials.decided"]
        network.outside.clear()


def test_verified_and_refused_at_once_is_one_of_them_with_the_role_that_belongs_to_it(network, cast):
    gil = as_operator(network, cast.gil)
    made = asks(network, cast.ana)
    at_once([partial(do, network, cast.opal, decide, made, **GOOD), partial(do, network, gil, decide, made, **BAD)])
    roles = {"verified": ("professional", "IBD nurse"), "refused": ("member", None)}
    assert role(network, cast, cast.ana) == roles[state(network, cast.ana, made)]


def test_withdrawn_is_not_decided_and_decided_is_not_withdrawn(network, cast):
    made = asks(network, cast.ana)
    with pytest.raises(NotFound):
        do(network, cast.ben, withdraw, made)
    for _ in range(2):
        do(network, cast.ana, withdraw, made)
    with pytest.raises(Conflict, match="withdrawn"):
        do(network, cast.opal, decide, made, **GOOD)
    assert role(network, cast, cast.ana) == ("member", None)
    other = verified(network, cast, cast.ana)
    with pytest.raises(Conflict):
        do(network, cast.ana, withdraw, other)


def test_who_leaves_or_is_sent_away_waits_no_longer_and_is_not_brought_back(network, cast):
    sent = {"kind": "ban", "reason": "Unkind.", "rule": "1"}
    for person, end in ((cast.ana, partial(leave, slug="crohns")), (cast.ben, None)):
        made = asks(network, person)
        if end:
            do(network, person, end)
        else:
            do(network, cast.fay, sanction, "crohns", person.person_id, **sent)
        assert state(network, person, made) == "withdrawn"
        with pytest.raises(Conflict):
            do(network, cast.opal, decide, made, **GOOD)


def test_a_facilitator_is_not_made_a_professional_by_an_older_application(network, cast):
    made = asks(network, cast.ana)
    do(network, cast.opal, set_role, "crohns", cast.ana.person_id, "facilitator")
    assert state(network, cast.ana, made) == "withdrawn"
    assert role(network, cast, cast.ana) == ("facilitator", None)


def test_operators_find_each_where_it_stands(network, cast, clock):
    first, second = verified(network, cast, cast.ana, months=3), verified(network, cast, cast.ben, months=1)
    third = asks(network, cast.max)
    clock.move(minutes=1)
    fourth = asks(network, cast.lin)

    def found(state):
        return [one.application.id for one in look(network, cast.opal, applications, state)]

    assert (found("open"), found("verified")) == ([third, fourth], [second, first])
    do(network, cast.opal, decide, third, **BAD)
    do(network, cast.lin, withdraw, fourth)
    do(network, cast.opal, revoke, first, reason="Struck off.")
    clock.move(days=30)
    assert [found(state) for state in ("open", "verified", "refused", "withdrawn")] == [[], [], [third], [fourth]]
    assert set(found("ended")) == {first, second}


def test_one_can_ask_where_one_is_inside_and_neither_waits_nor_looks_after_it(network, cast):
    def places(who):
        return [one.slug for one in look(network, who, where_to_apply)]

    assert places(cast.ana) == ["crohns", "hidden"]
    asks(network, cast.ana)
    assert places(cast.ana) == ["hidden"]
    assert [places(who) for who in (cast.fay, cast.pia, cast.bea, cast.oli, cast.opal)] == [[]] * 5


def test_that_an_operator_looked_goes_on_record_once_a_day(network, cast, clock):
    made = asks(network, cast.ana)
    for _ in range(2):
        do(network, cast.opal, look_at, made)
    clock.move(days=1)
    do(network, cast.opal, look_at, made)
    with network.reading() as work:
        rows = work.session.scalars(select(AuditRow).where(AuditRow.act == "credentials.seen")).all()
    assert {(row.chain, row.actor_id, row.subject_id) for row in rows} == {
        (cast.crohns_id, cast.opal.person_id, cast.ana.person_id)
    }
    assert len(rows) == 2


def test_the_record_tells_who_decided_and_nothing_that_was_shown(network, cast):
    made = asks(network, cast.ana)
    heard = listen(network)
    do(network, cast.opal, decide, made, **GOOD, reason="Found in the register.")
    do(network, cast.opal, revoke, made, reason="Struck off.")
    with network.reading() as work:
        rows = work.session.scalars(select(AuditRow).where(AuditRow.act.startswith("credentials."))).all()
    assert [(row.act, row.actor_id, row.subject_id, row.reason) for row in sorted(rows, key=lambda r: r.position)] == [
        ("credentials.decided", cast.opal.person_id, cast.ana.person_id, "verified"),
        ("credentials.ended", cast.opal.person_id, cast.ana.person_id, "revoked"),
    ]
    told = str([dataclasses.asdict(event) for event in heard])
    assert not any(secret in told for secret in (*SECRETS, "Found in", "Struck off."))


def test_one_takes_it_out_whole_and_it_goes_with_the_account(network, cast):
    made = asks(network, cast.ana)
    do(network, cast.opal, decide, made, **BAD)
    (mine,) = look(network, cast.ana, everything_about_me)["applications"]
    assert {name: mine[name] for name in SAID} == SAID
    assert (mine["state"], mine["reason"]) == ("refused", BAD["reason"])
    assert str(cast.opal.person_id) not in str(mine)
    assert look(network, cast.opal, everything_about_me)["applications"] == []
    do(network, cast.ana, erase, delete_content=False)
    with network.reading() as work:
        assert work.session.scalars(select(Application)).all() == []
