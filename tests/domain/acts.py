"""What tests of the domain say in one line: do this as somebody, look at that as somebody, all at once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar
from uuid import UUID, uuid4

from networks.chat.actions import post_message
from networks.chat.queries import Page, enter, history
from networks.chat.views import MessageView
from networks.errors import Refusal
from networks.people.actions import open_session
from networks.people.models import SessionKind
from networks.people.queries import asker_by_token
from networks.work import Asker, Event, Network

T = TypeVar("T")


def do(network: Network, who: Asker | None, action: Callable[..., T], *given: Any, **named: Any) -> T:
    """`do(network, cast.fay, decide, case_id, outcome="approve", reason="Welcome.")`"""
    with network.begin(who) as work:
        return action(work, *given, **named)


def look(network: Network, who: Asker | None, query: Callable[..., T], *given: Any, **named: Any) -> T:
    """`look(network, cast.ana, members, "crohns")`"""
    with network.reading(who) as work:
        return query(work, *given, **named)


def say(network: Network, who: Asker, room_id: UUID, body: str = "Hello.", **more: Any) -> MessageView:
    more.setdefault("client_key", uuid4().hex)
    return do(network, who, post_message, room_id, body=body, **more)[0]


def read(network: Network, who: Asker, room_id: UUID, **which: Any) -> Page:
    with network.reading(who) as work:
        return history(work, enter(work, room_id), **which)


def bodies(page: Page) -> list[str | None]:
    return [message.body for message in page.items]


def listen(network: Network, *kinds: type[Event]) -> list[Any]:
    """The events that are told outside from now on, of these kinds or of any."""
    heard: list[Any] = []
    network.outside.append(lambda event: heard.append(event) if not kinds or isinstance(event, kinds) else None)
    return heard


def sign_in(network: Network, person: Asker) -> Asker:
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
