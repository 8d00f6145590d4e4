"""What tests of the domain say in one line: do this as somebody, look at that as somebody, all at once.

Answers are Any: what may be None in them is what a test is about.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID, uuid4

from networks.chat.posting import post_message
from networks.chat.queries import enter, history
from networks.communities.queries import inside, visit
from networks.errors import NotAllowed, NotFound, Refusal
from networks.moderation.naming import named
from networks.moderation.queries import case, cases
from networks.people.actions import open_session
from networks.people.models import SessionKind
from networks.people.queries import asker_by_token
from networks.work import Asker, Event, Network
from tests.cast import Cast


def do(network: Network, who: Asker | None, action: Callable[..., Any], *given: Any, **named: Any) -> Any:
    """`do(network, cast.fay, decide, case_id, outcome="approve", reason="Welcome.")`"""
    with network.begin(who) as work:
        return action(work, *given, **named)


def look(network: Network, who: Asker | None, query: Callable[..., Any], *given: Any, **named: Any) -> Any:
    """`look(network, cast.ana, members, "crohns")`"""
    with network.reading(who) as work:
        return query(work, *given, **named)


def say(network: Network, who: Asker, room_id: UUID, body: str = "Hello.", **more: Any) -> Any:
    more.setdefault("client_key", uuid4().hex)
    return do(network, who, post_message, room_id, body=body, **more)[0]


def read(network: Network, who: Asker, room_id: UUID, **which: Any) -> Any:
    with network.reading(who) as work:
        return history(work, enter(work, room_id), **which)


def bodies(page: Any) -> list[str | None]:
    return [message.body for message in page.items]


def queue(network: Network, person: Asker | None, **which: Any) -> list[UUID]:
    """The cases of `crohns` as somebody sees them."""
    return [one.case.id for one in look(network, person, cases, "crohns", **which)[1]]


def waiting_case(network: Network, facilitator: Asker, person: Asker) -> Any:
    """The case that waits because somebody wants to join `crohns`, if there is one."""
    _, found = look(network, facilitator, cases, "crohns", kind="join", state="open,claimed")
    return next((one.case for one in found if one.case.person_id == person.person_id), None)


def status(network: Network, person: Asker, slug: str = "crohns") -> Any:
    return look(network, person, visit, slug).status


def is_inside(network: Network, person: Asker) -> bool:
    """Whether somebody is inside `crohns`."""
    try:
        look(network, person, inside, "crohns")
    except NotFound:
        return False
    return True


def may_write(network: Network, cast: Cast, person: Asker) -> bool:
    """Whether somebody who is inside `crohns` can say something there."""
    try:
        say(network, person, cast.everyday)
    except NotAllowed:
        return False
    return True


def learn_name(network: Network, person: Asker, case_id: UUID) -> Any:
    """Who said anonymously what a case is about, after it went on record that somebody learns it."""
    return do(network, person, lambda work: named(work, case(work, case_id)[0]).subject)


def listen(network: Network, *kinds: type[Event]) -> list[Any]:
    """The events that are told outside from now on, of these kinds or of any."""
    heard: list[Any] = []
    network.outside.append(lambda event: heard.append(event) if not kinds or isinstance(event, kinds) else None)
    return heard


def sign_in(network: Network, person: Asker) -> Any:
    """The same person in one more place."""
    _, token = do(network, None, open_session, person.person_id, SessionKind.BROWSER, "Another place")
    found = look(network, None, asker_by_token, token)
    assert found is not None
    return found


def at_once(calls: Sequence[Callable[[], Any]]) -> list[Any]:
    """Make all calls at the same moment in threads; returns for each what it returned, or the Refusal it raised."""
    ready = threading.Barrier(len(calls))

    def make(call: Callable[[], Any]) -> Any:
        ready.wait(10)
        try:
            return call()
        except Refusal as refusal:
            return refusal

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(make, calls))
