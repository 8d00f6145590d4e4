"""Professionals apply with evidence, operators verify: who sees what, one decision, one end."""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from app.work import KINDS
from networks.audit import AuditRow
from networks.communities.actions import edit_community, join, leave, set_role
from networks.communities.credential_queries import (
    application,
    applications_here,
    badge,
    my_applications,
    open_applications,
)
from networks.communities.credentials import apply, decide, expire, revoke, withdraw
from networks.communities.credentials_models import Application
from networks.communities.queries import member
from networks.erasure import erase
from networks.errors import Conflict, Invalid, NotAllowed, NotFound, Unauthenticated
from networks.export import everything_about_me
from networks.jobs import JobRow
from networks.moderation.sanctioning import sanction
from networks.people.actions import make_operator
from networks.people.models import Person
from networks.resources.standing import endorsements
from tests.cast import again
from tests.domain.acts import at_once, do, listen, look
from tests.domain.reviews import RISKY, published

SECRETS = ("Board of nurses", "RN-4711", "https://register.example.org/4711", "My diploma is from Graz.")
SAID = {
    "profession": "Nurse",
    "interests": "I train for a maker of ostomy bags.",
    **dict(zip(("body", "number", "check_url", "evidence"), SECRETS, strict=True)),
}
GOOD: dict[str, Any] = {"outcome": "verified", "title": "IBD nurse"}
BAD: dict[str, Any] = {"outcome": "refused", "reason": "The register does not know this number."}


def asks(network, who, **said):
    return do(network, who, apply, "crohns", **SAID | said).id


def verified(network, cast, who, **said):
    made = asks(network, who)
    do(network, cast.opal, decide, made, **GOOD | said)
    return made


def role(network, cast, who):
    place = look(network, cast.opal, member, "crohns", who.person_id)[2]
    return place.role, place.title


def shown(network, cast, who):
    return look(network, cast.ben, badge, "crohns", who.person_id)


def state(network, who, made):
    return look(network, who, application, made).state


def as_operator(network, who):
    with network.begin() as work:
        make_operator(work, work.session.get_one(Person, who.person_id))
    return again(network, who)


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
    assert len(look(network, cast.opal, open_applications)) == 1


def test_evidence_is_for_operators_and_for_whoever_showed_it(network, cast):
    made = asks(network, cast.ana)
    (waiting,) = look(network, cast.opal, open_applications)
    assert (waiting.application.evidence, waiting.handle, waiting.community.slug) == (SECRETS[3], "Ana", "crohns")
    assert look(network, cast.opal, application, made).number == look(network, cast.ana, application, made).number
    assert [slug for _, slug in look(network, cast.ana, my_applications)] == ["crohns"]
    assert look(network, cast.ben, my_applications) == []
    for person in (cast.ben, cast.fay, cast.lin, cast.oli, cast.gil):
        for wanted in (made, uuid4()):
            with pytest.raises(NotFound):
                look(network, person, application, wanted)
        with pytest.raises(NotAllowed):
            look(network, person, open_applications)
    for query in (open_applications, my_applications, partial(application, application_id=made)):
        with pytest.raises(Unauthenticated):
            look(network, None, query)


def test_facilitators_see_what_was_asked_and_how_it_stands_and_no_evidence(network, cast):
    made = asks(network, cast.ana)
    do(network, cast.opal, decide, made, **BAD)
    (seen,) = look(network, cast.fay, applications_here, "crohns", cast.ana.person_id)
    assert (seen.profession, seen.interests, seen.state) == ("Nurse", SAID["interests"], "refused")
    assert not any(secret in str(seen) for secret in (*SECRETS, BAD["reason"]))
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
    with pytest.raises(NotAllowed):
        do(network, ana, decide, made, **GOOD)


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


def test_it_ends_by_itself_with_a_job_at_its_hour(network, cast, clock):
    made = verified(network, cast, cast.ana, months=1)
    with network.reading() as work:
        (job,) = work.session.scalars(select(JobRow).where(JobRow.kind == "credentials"))
    assert (job.due_at, job.kind in KINDS) == (clock.now + timedelta(days=30), True)
    clock.move(days=29)
    assert do(network, None, expire) == 0
    clock.move(days=1)
    assert shown(network, cast, cast.ana) is None
    assert (do(network, None, expire), do(network, None, expire)) == (1, 0)
    assert role(network, cast, cast.ana) == ("member", None)
    assert look(network, cast.ana, application, made).revoked_at == clock.now


def test_verified_again_in_time_it_goes_on(network, cast, clock):
    verified(network, cast, cast.ana, months=1)
    clock.move(days=20)
    verified(network, cast, cast.ana, months=1)
    clock.move(days=15)
    assert do(network, None, expire) == 0
    assert shown(network, cast, cast.ana).until == clock.now + timedelta(days=15)
    assert role(network, cast, cast.ana) == ("professional", "IBD nurse")


@pytest.mark.parametrize("how", ["revoked", "expired"])
def test_when_it_ends_so_do_endorsements(network, cast, clock, how):
    made = verified(network, cast, cast.lin, months=1)
    thing = published(network, cast, **RISKY, changes_treatment=True)
    assert look(network, cast.ana, endorsements, [(thing, 1)])
    if how == "revoked":
        do(network, cast.opal, revoke, made, reason="The register has struck them off.")
    else:
        clock.move(days=30)
        do(network, None, expire)
    assert not look(network, cast.ana, endorsements, [(thing, 1)])
    assert role(network, cast, cast.lin) == ("member", None)


def test_it_is_revoked_once_with_a_reason_also_of_who_is_sent_away(network, cast):
    made = verified(network, cast, cast.ana)
    until = network.clock() + timedelta(days=2)
    sent = {"kind": "suspension", "reason": "Unkind.", "rule": "1", "until": until}
    do(network, cast.fay, sanction, "crohns", cast.ana.person_id, **sent)
    with pytest.raises(Invalid):
        do(network, cast.opal, revoke, made, reason=" ")
    said = at_once([partial(do, network, cast.opal, revoke, made, reason="Struck off.")] * 2)
    assert sorted(isinstance(one, Conflict) for one in said) == [False, True]
    assert role(network, cast, cast.ana) == ("member", None)
    assert look(network, cast.ana, application, made).reason == "Struck off."


def test_facilitators_write_no_title_on_what_the_network_verified(network, cast):
    made = verified(network, cast, cast.ana)
    do(network, cast.fay, set_role, "crohns", cast.ana.person_id, "professional", "Surgeon")
    assert role(network, cast, cast.ana) == ("professional", "Surgeon")
    assert shown(network, cast, cast.ana) is None
    with pytest.raises(Conflict):
        do(network, cast.opal, revoke, made, reason="x")
    assert role(network, cast, cast.ana) == ("professional", "Surgeon")


def test_who_comes_back_is_not_verified_any_more(network, cast):
    verified(network, cast, cast.ana)
    do(network, cast.ana, leave, "crohns")
    do(network, cast.opal, edit_community, "crohns", joining="open", questions=[])
    do(network, cast.ana, join, "crohns")
    assert shown(network, cast, cast.ana) is None


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
