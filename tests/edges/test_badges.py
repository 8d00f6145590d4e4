"""Whatever shows a name shows the badge that its owner has today, also what is kept as it was drawn before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import update

from app.realtime.badges import look_round
from networks.charter.amending import propose
from networks.communities.actions import set_role
from networks.communities.models import Membership
from networks.facilitation.mentoring import offer
from networks.moderation.sanctioning import sanction
from networks.reporting import report
from networks.talking import talk
from tests.cast import PASSPHRASE
from tests.domain.finding import catch_up_all
from tests.domain.tries import in_the_library

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

PLACES = {
    "a room": "/c/crohns/rooms/{room}",
    "a thread": "/c/crohns/rooms/{room}/threads/{message}",
    "earlier messages": "/c/crohns/rooms/{room}?before=99",
    "the history": "/api/v1/rooms/{room}/messages",
    "what changed": "/api/v1/rooms/{room}/messages?changed_after=0",
    "the search": "/c/crohns/search?q=fistula",
    "the search, for programs": "/api/v1/communities/crohns/search?q=fistula",
    "the members": "/c/crohns/members",
    "the members, for programs": "/api/v1/communities/crohns/members",
    "a member": "/c/crohns/members/{lin}",
    "a community": "/c/crohns",
    "the library": "/c/crohns/library",
    "something in the library": "/c/crohns/library/{tip}",
    "what is said about it": "/c/crohns/library/{bens}",
    "what was proposed for the charter": "/c/crohns/charter",
    "who has a badge, for programs": "/api/v1/communities/crohns/badges",
}
BADGE = "IBD nurse"
UNKIND = {"kind": "suspension", "reason": "Unkind words.", "rule": "1"}


@pytest.fixture
def look(app, cast, network, say) -> Callable[[str], str]:
    """A place as Ben's browser gets it, where Lin has said something, and written something for the library."""
    message = say(cast.lin, "A fistula is nothing to be ashamed of.")["id"]
    say(cast.ben, "Thank you.", reply_to=message)
    tip, bens = in_the_library(network, cast, cast.lin), in_the_library(network, cast, cast.ben)
    with network.begin(cast.lin) as work:
        talk(work, bens, body="It helped my patients.", client_key=uuid4().hex)
        propose(work, "crohns", text="Rest is no idleness here.", why="Two members said sorry for being tired.")
    catch_up_all(network)
    client = app.test_client()
    client.post("/api/v1/sessions", json={"handle": "Ben", "password": PASSPHRASE, "cookie": True})
    ids = {"room": cast.everyday, "message": message, "lin": cast.lin.person_id, "tip": tip, "bens": bens}

    def looking(place: str) -> str:
        answer = client.get(PLACES[place].format(**ids))
        assert answer.status_code == 200, answer.text
        return answer.text

    return looking


@pytest.fixture
def do(network):
    def doing(by, act, *said, **more):
        with network.begin(by) as work:
            return act(work, *said, **more)

    return doing


def ends_at(work, person_id, moment) -> None:
    """What they are here ends then. That it changed is told to nobody, as on another process."""
    theirs = update(Membership).where(Membership.person_id == person_id)
    work.session.execute(theirs.values(role_until=moment))


@pytest.mark.parametrize("place", PLACES)
def test_it_goes_and_changes_at_once(look, do, cast, place):
    assert BADGE in look(place)
    do(cast.fay, set_role, "crohns", cast.lin.person_id, "professional", "Dietitian")
    assert BADGE not in (now := look(place))
    assert "Dietitian" in now
    do(cast.fay, set_role, "crohns", cast.lin.person_id, "member")
    assert "Dietitian" not in look(place)


@pytest.mark.parametrize("place", [one for one in PLACES if one != "a member"])  # who is away has no page
def test_who_is_sent_away_has_none_until_they_are_back(app, look, do, cast, clock, place):
    look_round(app)
    assert BADGE in look(place)
    do(cast.fay, sanction, "crohns", cast.lin.person_id, **UNKIND, until=clock.now + timedelta(days=1))
    assert BADGE not in look(place)
    look_round(app)
    clock.move(days=2)
    look_round(app)
    assert BADGE in look(place)


@pytest.mark.parametrize("place", PLACES)
def test_what_was_verified_for_a_time_is_gone_with_its_hour_and_no_worker_was_there(app, look, do, cast, clock, place):
    do(None, ends_at, cast.lin.person_id, clock.now + timedelta(days=1))
    look_round(app)
    assert BADGE in look(place)
    clock.move(days=1)
    look_round(app)
    assert BADGE not in look(place)


@pytest.mark.parametrize("place", ["members/{lin}", "people?state=sanctioned"])
def test_facilitators_see_no_badge_either_beside_somebody_who_is_away(app, cast, do, place):
    do(cast.fay, sanction, "crohns", cast.lin.person_id, **UNKIND)
    client = app.test_client()
    client.post("/api/v1/sessions", json={"handle": "Fay", "password": PASSPHRASE, "cookie": True})
    page = client.get(f"/c/crohns/{place.format(lin=cast.lin.person_id)}").text.partition("<template")[0]
    assert "Lin" in page
    assert 'data-kind="professional"' not in page


DESK = {
    "the queue": "/c/crohns/queue",
    "a case": "/c/crohns/queue/{case}",
    "the member desk": "/c/crohns/people",
    "a member's page": "/c/crohns/members/{lin}",
    "who offers to welcome": "/c/crohns/welcoming",
}


@pytest.mark.parametrize("place", DESK)
def test_facilitators_see_it_where_they_decide(app, cast, do, say, clock, place):
    said = UUID(say(cast.lin, "Just bin the tablets.")["id"])
    made, _ = do(cast.ben, report, "message", said, reason="risk", note="")
    do(cast.lin, offer, "crohns", capacity=2)
    client = app.test_client()
    client.post("/api/v1/sessions", json={"handle": "Fay", "password": PASSPHRASE, "cookie": True})
    path = DESK[place].format(case=made.case_id, lin=cast.lin.person_id)
    assert f"{BADGE}</span>" in client.get(path).text
    do(None, ends_at, cast.lin.person_id, clock.now)
    assert f"{BADGE}</span>" not in client.get(path).text
