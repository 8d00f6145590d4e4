"""Conversations of two for tests: `talk` is one in which both have spoken."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from networks.chat.conversations import conversation, conversations, start
from networks.errors import NotAllowed
from networks.work import Asker, Network
from tests.domain.acts import do, look, say


def begin(network: Network, one: Asker, other: Asker, slug: str = "crohns") -> UUID:
    found: UUID = do(network, one, start, slug, other.person_id)[0].id
    return found


def ask(network: Network, one: Asker, other: Asker, body: str = "May I ask you something?") -> UUID:
    room = begin(network, one, other)
    say(network, one, room, body)
    return room


def talk(network: Network, one: Asker, other: Asker) -> UUID:
    room = ask(network, one, other)
    say(network, other, room, "Of course.")
    return room


def state(network: Network, who: Asker, room_id: UUID) -> str:
    return str(look(network, who, conversation, room_id).state)


def listed(network: Network, who: Asker) -> list[Any]:
    found: list[Any] = look(network, who, conversations, "crohns")[1]
    return found


def refused(network: Network, who: Asker, room_id: UUID) -> str:
    """In which words somebody is told that they cannot write; "" where they can."""
    try:
        say(network, who, room_id)
    except NotAllowed as refusal:
        return str(refusal)
    return ""
