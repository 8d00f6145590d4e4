"""Sessions: where somebody is signed in."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from networks.errors import NotFound, Unauthenticated
from networks.jobs import waiting
from networks.people.actions import (
    LIFETIME,
    change_passphrase,
    end_other_sessions,
    end_session,
    end_this_session,
    open_session,
    touch_session,
)
from networks.people.events import SessionsEnded
from networks.people.models import PersonSession, SessionKind
from networks.people.queries import asker_by_token, credentials, good_sessions, my_sessions
from tests.cast import again
from tests.domain.acts import do, listen, look, sign_in


def test_a_token_stands_for_its_person(network, cast):
    found = look(network, None, asker_by_token, cast.token(cast.ana))
    assert (found.handle, found.session_id) == ("Ana", cast.ana.session_id)


@pytest.mark.parametrize("token", ["", "nonsense", "\ud800", "x" * 5000])
def test_what_is_no_token_stands_for_nobody(network, cast, token):
    assert look(network, None, asker_by_token, token) is None


def test_tokens_are_not_kept(network, cast):
    with network.reading() as work:
        kept = {value for row in work.session.scalars(select(PersonSession)) for value in vars(row).values()}
    assert not kept & set(cast.tokens.values())


def test_a_revoked_session_is_nobodys(network, cast):
    other = sign_in(network, cast.ana)
    heard = listen(network, SessionsEnded)
    do(network, cast.ana, end_session, other.session_id)
    assert again(network, other) is None
    assert again(network, cast.ana)
    assert heard == [SessionsEnded(cast.ana.person_id, (other.session_id,))]


def test_signing_out_ends_this_session_alone(network, cast):
    other = sign_in(network, cast.ana)
    do(network, cast.ana, end_this_session)
    assert again(network, cast.ana) is None
    assert again(network, other)


def test_nobody_can_sign_out_without_being_signed_in(network, cast):
    with pytest.raises(Unauthenticated):
        do(network, None, end_this_session)


def test_nobody_ends_anybody_elses_session(network, cast):
    with pytest.raises(NotFound):
        do(network, cast.ben, end_session, cast.ana.session_id)
    assert again(network, cast.ana)


def test_signing_out_elsewhere_leaves_this_session(network, cast):
    others = [sign_in(network, cast.ana) for _ in range(3)]
    assert do(network, cast.ana, end_other_sessions) == 3
    assert [again(network, one) for one in others] == [None] * 3
    assert again(network, cast.ana)
    assert again(network, cast.ben)


@pytest.mark.parametrize("kind", SessionKind)
def test_a_session_ends_at_its_time(network, cast, clock, kind):
    session, token = do(network, None, open_session, cast.ana.person_id, kind)
    clock.move(seconds=LIFETIME[kind].total_seconds() - 1)
    assert look(network, None, asker_by_token, token)
    assert look(network, None, good_sessions, [session.id]) == {session.id}
    clock.move(seconds=1)
    assert look(network, None, asker_by_token, token) is None
    assert look(network, None, good_sessions, [session.id]) == set()


def test_no_dead_token_revives_when_the_clock_jumps_back_after_signing_out(network, cast, clock):
    do(network, cast.ana, end_this_session)
    clock.move(days=-2)
    assert again(network, cast.ana) is None


def test_people_see_their_own_good_sessions_the_latest_used_first(network, cast, clock):
    old, _ = do(network, None, open_session, cast.ana.person_id, SessionKind.BROWSER, "x" * 300)
    assert len(old.label) == 200
    clock.move(days=31)
    do(network, cast.ana, touch_session)
    fresh = sign_in(network, cast.ana)
    clock.move(hours=1)
    do(network, fresh, touch_session)
    mine = look(network, cast.ana, my_sessions)
    assert [one.id for one in mine] == [fresh.session_id, cast.ana.session_id]


def test_a_new_passphrase_ends_all_sessions_and_is_told_by_mail(network, cast):
    other, before = sign_in(network, cast.ana), look(network, None, waiting)
    heard = listen(network, SessionsEnded)
    do(network, cast.ana, change_passphrase, "another hash")
    assert again(network, cast.ana) is None
    assert again(network, other) is None
    assert set(heard[0].session_ids) == {cast.ana.session_id, other.session_id}
    assert look(network, None, credentials, "Ana") == (cast.ana.person_id, "another hash")
    assert look(network, None, waiting) == before + 1
