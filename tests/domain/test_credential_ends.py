"""What the network verified ends: by its hour, by an operator, by another role; and with it what was stood by."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select

from app.work import KINDS
from networks.chat.queries import enter
from networks.communities.actions import edit_community, join, leave, set_role
from networks.communities.badges import badges
from networks.communities.credential_ends import expire
from networks.communities.credential_queries import application
from networks.communities.queries import facilitators, inside, member, members
from networks.communities.verifying import revoke
from networks.errors import Conflict, Invalid, NotAllowed, NotFound
from networks.export import everything_about_me
from networks.jobs import JobRow
from networks.moderation.sanctioning import sanction
from networks.policy import Role
from networks.resources.endorsing import assign, endorse
from networks.resources.reviewing import decide as publish
from networks.resources.standing import endorsements
from tests.domain.acts import at_once, do, look, read, say
from tests.domain.professionals import role, shown, verified
from tests.domain.reviews import RISKY, endorsed, handed_in, published

NONE = ("member", None)


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
    ended = look(network, cast.ana, application, made).application
    assert (ended.stands(clock.now), ended.revoked_at, ended.end_reason) == ("ended", clock.now, None)


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


def test_its_hour_ends_it_although_no_worker_has_been_there(network, cast, clock):
    verified(network, cast, cast.lin, months=1)
    thing, other = (published(network, cast, **RISKY, changes_treatment=True) for _ in range(2))
    waits = handed_in(network, cast, **RISKY, changes_treatment=True)
    do(network, cast.fay, assign, waits, cast.lin.person_id)
    clock.move(days=29, hours=23, minutes=59)
    assert Role.PROFESSIONAL in look(network, cast.lin, inside, "crohns").standing.roles
    clock.move(minutes=1)
    assert look(network, cast.lin, inside, "crohns").standing.roles == {Role.MEMBER}
    assert not look(network, cast.ana, endorsements, [(thing, 1), (other, 1)])
    for one, refusal in ((thing, NotAllowed), (waits, NotFound)):
        with pytest.raises(refusal):
            do(network, cast.lin, endorse, one, version=1, interests="none")
    with pytest.raises(Conflict, match="professional"):
        do(network, cast.fay, publish, waits, outcome="publish", reason="Clear.", version=1)
    with pytest.raises(Invalid):
        do(network, cast.fay, assign, handed_in(network, cast), cast.lin.person_id)
    assert role(network, cast, cast.lin) == ("member", None)
    assert [one.role for one in look(network, cast.ana, members, "crohns") if one.handle == "Lin"] == ["member"]
    here = look(network, cast.ana, inside, "crohns").community
    assert [one.handle for one in look(network, cast.ana, facilitators, [here])[here.id]] == ["Fay"]


def test_at_its_hour_the_badge_is_beside_nothing_that_was_said(network, cast, clock):
    verified(network, cast, cast.lin, months=1)
    say(network, cast.lin, cast.everyday)
    seen = []
    for _ in range(2):
        (said,) = read(network, cast.ben, cast.everyday).items
        entered = look(network, cast.lin, enter, cast.everyday)
        theirs = look(network, None, badges)[cast.crohns_id].get(cast.lin.person_id)
        seen.append((said.author.role, said.author.title, entered.author(cast.lin).role, entered.title, theirs))
        clock.move(days=30)
    worn = ("professional", "IBD nurse")
    assert seen == [(*worn, *worn, worn), (*NONE, *NONE, None)]


def test_what_somebody_endorsed_before_it_ended_publishes_nothing_after(network, cast, clock):
    verified(network, cast, cast.lin, months=1)
    waits = handed_in(network, cast, **RISKY, changes_treatment=True)
    endorsed(network, cast, waits)
    clock.move(days=30)
    with pytest.raises(Conflict, match="professional"):
        do(network, cast.fay, publish, waits, outcome="publish", reason="Clear.", version=1)


def test_whom_facilitators_named_has_no_end_and_is_not_checked(network, cast, clock):
    clock.move(days=800)
    companion = look(network, cast.ben, member, "crohns", cast.lin.person_id)[1]
    assert (companion.role, companion.title, companion.verified_until) == ("professional", "IBD nurse", None)
    assert shown(network, cast, cast.lin) is None


def test_the_same_role_given_once_more_keeps_its_end_and_another_title_has_none(network, cast, clock):
    verified(network, cast, cast.ana, months=1)
    until = clock.now + timedelta(days=30)
    for title, end in (("IBD nurse", until), ("Surgeon", None)):
        do(network, cast.fay, set_role, "crohns", cast.ana.person_id, "professional", title)
        assert look(network, cast.ben, member, "crohns", cast.ana.person_id)[1].verified_until == end


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


def test_why_it_was_verified_stays_beside_why_it_was_revoked(network, cast):
    made = verified(network, cast, cast.ana, reason="Found in the register.")
    ended = do(network, cast.opal, revoke, made, reason="Struck off.")
    assert (ended.reason, ended.end_reason) == ("Found in the register.", "Struck off.")
    (mine,) = look(network, cast.ana, everything_about_me)["applications"]
    assert (mine["reason"], mine["end_reason"]) == ("Found in the register.", "Struck off.")


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
