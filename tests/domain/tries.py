"""A community that tries things: members beyond the cast, what they report, and the Mondays on which counts move."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from networks.communities.models import Membership, Status
from networks.people.actions import open_session, register
from networks.people.models import SessionKind
from networks.people.queries import asker_by_token
from networks.resources.actions import edit, offer, revise, submit
from networks.resources.models import Library
from networks.resources.outcomes import outcomes
from networks.resources.releasing import next_slot, release, weigh
from networks.resources.reviewing import decide
from networks.resources.trying import report
from networks.work import Asker, Network
from tests.cast import Cast
from tests.domain.acts import do, look

TIP = {"kind": "tip", "title": "Pacing a workday", "body": "Three anchors a day."}
FLARE, WORK, CHILD = "in a flare", "in full-time work", "with small children"


def said(illness: str = "less", **more: Any) -> dict[str, Any]:
    return {"illness": illness, "treatment": "same", "effort": "some", "days": 21, "kept": True} | more


def crowd(network: Network, cast: Cast, count: int) -> list[Asker]:
    """So many more members of `crohns`."""
    found = []
    for _ in range(count):
        name = f"m{uuid4().hex[:10]}"
        with network.begin() as work:
            person = register(work, handle=name, email=f"{name}@example.org", secret="x", verify=False)
            work.session.flush()
            place = {"person_id": person.id, "community_id": cast.crohns_id, "status": Status.ACTIVE, "role": "member"}
            work.session.add(Membership(id=uuid4(), answers=[], requested_at=work.now, joined_at=work.now, **place))
            _, token = open_session(work, person.id, SessionKind.TOKEN, "A test")
        asker = look(network, None, asker_by_token, token)
        found.append(asker)
    return found


def in_the_library(network: Network, cast: Cast, by: Asker | None = None, **more: Any) -> UUID:
    """Something of Ana's, or of whoever, that Fay published."""
    made: UUID = do(network, by or cast.ana, offer, "crohns", **TIP | more).id
    do(network, by or cast.ana, submit, made)
    do(network, cast.fay, decide, made, outcome="publish", reason="Good.", version=1)
    return made


def says_something_else(network: Network, cast: Cast, made: UUID, *, material: bool = True) -> None:
    """A new version of it is published."""
    do(network, cast.ana, revise, made)
    number = do(network, cast.ana, edit, made, body="Four anchors a day.", material=material).version
    do(network, cast.ana, submit, made)
    do(network, cast.fay, decide, made, outcome="publish", reason="Good.", version=number)


def settle_circumstances(network: Network, cast: Cast, *names: str) -> None:
    with network.begin() as work:
        rest: dict[str, Any] = {"is_public": False, "tags": [], "reasons": {}, "review_months": 12}
        work.session.merge(Library(community_id=cast.crohns_id, circumstances=list(names), **rest))


def tell(network: Network, people: list[Asker], made: UUID, *illness: str, **more: Any) -> None:
    """Each of these people reports, with these answers in turn."""
    for number, person in enumerate(people):
        do(network, person, report, made, **said(illness[number % len(illness)] if illness else "less", **more))


def monday(network: Network, cast: Cast, clock: Any) -> None:
    """The community's hour comes, and its job is done."""
    slot = next_slot(cast.crohns_id, clock.now)
    clock.now = slot
    while do(network, None, release, cast.crohns_id, slot):
        pass
    after = do(network, None, weigh, cast.crohns_id)
    assert after is None
    clock.now += timedelta(minutes=1)


def shown(network: Network, cast: Cast, made: UUID) -> Any:
    return look(network, cast.ben, outcomes, made)


def counts(network: Network, cast: Cast, made: UUID) -> Any:
    """(less, same, more) as they are shown, or None."""
    found = shown(network, cast, made)
    return None if found.illness is None else tuple(found.illness[kind].count for kind in ("less", "same", "more"))
