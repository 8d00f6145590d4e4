"""What becomes of a community that nobody looks after, and how it comes back."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, func, select, update

from networks.audit import AuditRow
from networks.communities.actions import appoint, leave
from networks.communities.models import Community
from networks.communities.queries import stand
from networks.errors import NotAllowed, NotFound
from networks.jobs import JobRow
from networks.overview import succession
from networks.overview.events import CommunityRests
from networks.overview.network import overview
from networks.people.models import PersonSession
from networks.people.queries import person_by_handle
from networks.policy import Can, why_not
from networks.resources.actions import offer
from tests.domain.acts import at_once, do, listen, look, say
from tests.domain.test_counting import count_all

REFUSED = "can only be read"


def rests(network, cast):
    with network.reading() as work:
        return work.session.get_one(Community, cast.crohns_id).rests_since


def letters(network):
    with network.reading() as work:
        kinds = select(func.count()).select_from(JobRow).where(JobRow.key.startswith("mail:succession:"))
        return work.session.scalar(kinds)


def pass_by(network, clock, days):
    clock.move(days=days)
    succession.look(network)


def seen_now(network, person):
    """They use the product anywhere."""
    with network.begin() as work:
        theirs = update(PersonSession).where(PersonSession.person_id == person.person_id)
        work.session.execute(theirs.values(seen_at=work.now))


def line(network, cast, slug="crohns"):
    return next(one for one in look(network, cast.opal, overview) if one.slug == slug)


def test_after_two_weeks_operators_are_told_once_by_a_mail_that_names_nothing(network, cast, clock):
    pass_by(network, clock, 13)
    assert letters(network) == 0
    assert not line(network, cast).alone
    pass_by(network, clock, 1)
    assert line(network, cast).alone
    sent = letters(network)
    assert sent == 3, "one operator, three communities"
    pass_by(network, clock, 1)
    assert letters(network) == sent
    with network.reading() as work:
        payloads = work.session.scalars(select(JobRow.payload).where(JobRow.key.startswith("mail:succession:"))).all()
    assert payloads == [{"why": "succession", "person_id": str(cast.opal.person_id)}] * 3
    assert rests(network, cast) is None
    say(network, cast.ana, cast.everyday)


def test_after_four_weeks_members_read_and_do_not_write(network, cast, clock):
    pass_by(network, clock, 28)
    assert rests(network, cast) == clock.now
    with pytest.raises(NotAllowed, match=REFUSED):
        say(network, cast.ana, cast.everyday)
    with network.reading(cast.ana) as work:
        standing = stand(work, cast.crohns_id)
        assert standing is not None
        assert REFUSED in (why_not(standing, Can.POST_MESSAGE, work.now) or "")
    with pytest.raises(NotAllowed, match=REFUSED):
        do(network, cast.ana, offer, "crohns", kind="tip", title="Pacing", body="Words.")
    assert line(network, cast).state == "red"


def test_a_facilitator_who_comes_back_writes_at_once_and_the_others_after_the_next_look(network, cast, clock):
    pass_by(network, clock, 28)
    say(network, cast.fay, cast.everyday)
    count_all(network)
    succession.look(network)
    assert rests(network, cast) is None
    say(network, cast.ana, cast.everyday)


def test_being_seen_is_enough(network, cast, clock):
    pass_by(network, clock, 28)
    seen_now(network, cast.fay)
    succession.look(network)
    assert rests(network, cast) is None
    assert not line(network, cast).alone


def test_whoever_is_appointed_opens_it_in_the_same_moment(network, cast, clock):
    pass_by(network, clock, 28)
    do(network, None, lambda work: appoint(work, "crohns", person_by_handle(work, "Ben"), "facilitator"))
    assert rests(network, cast) is None
    say(network, cast.ana, cast.everyday)
    pass_by(network, clock, 13)
    assert not line(network, cast).alone
    pass_by(network, clock, 1)
    assert line(network, cast).alone


def test_when_somebody_was_last_seen_is_known_after_their_sessions_are_gone(network, cast, clock):
    clock.move(days=10)
    seen_now(network, cast.fay)
    succession.look(network)
    gone = delete(PersonSession).where(PersonSession.person_id == cast.fay.person_id)
    do(network, None, lambda work: work.session.execute(gone))
    pass_by(network, clock, 13)
    assert not line(network, cast).alone
    pass_by(network, clock, 1)
    assert line(network, cast).alone


def test_a_facilitator_who_leaves_leaves_a_clock_behind(network, cast, clock):
    succession.look(network)
    do(network, cast.fay, leave, "crohns")
    assert (line(network, cast).facilitators, line(network, cast).state) == (0, "red")
    pass_by(network, clock, 28)
    assert rests(network, cast) is not None


def test_told_again_where_it_is_left_alone_again(network, cast, clock):
    pass_by(network, clock, 14)
    do(network, None, lambda work: work.session.execute(delete(JobRow)))
    seen_now(network, cast.fay)
    succession.look(network)
    pass_by(network, clock, 14)
    assert letters(network) == 2, "Fay's two; nobody has come back to the third"


def test_many_who_look_at_once_do_it_once(network, cast, clock):
    heard = listen(network, CommunityRests)
    clock.move(days=28)
    at_once([lambda: succession.look(network)] * 5)
    assert len(heard) == 3
    assert succession.look(network) == 0
    with network.reading() as work:
        rows = select(AuditRow.act).where(AuditRow.chain == cast.crohns_id, AuditRow.act == "community.rests")
        assert work.session.scalars(rows).all() == ["community.rests"]


def test_only_operators_have_an_overview_of_all(network, cast):
    for person in (cast.fay, cast.ana, cast.gil, cast.oli):
        with pytest.raises(NotFound):
            look(network, person, overview)
    assert {one.slug for one in look(network, cast.opal, overview)} == {"crohns", "hidden", "long-covid"}
    assert (line(network, cast).members, line(network, cast).facilitators) == (5, 1)
