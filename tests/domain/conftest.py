"""What several tests of the domain begin with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from networks.chat.actions import react
from networks.chat.rooms import mark_read
from networks.communities.actions import appoint
from networks.moderation.sanctioning import sanction
from networks.people.actions import block, issue_link, want_email
from networks.people.models import Purpose
from networks.people.queries import person_by_handle
from networks.work import Asker, Network
from tests.cast import Cast
from tests.domain.acts import do, read, say, sign_in


@pytest.fixture
def second(network: Network, cast: Cast) -> Asker:
    """Ben facilitates `crohns` as well."""
    with network.begin() as work:
        appoint(work, "crohns", person_by_handle(work, "Ben"), "facilitator")
    return cast.ben


@pytest.fixture
def answer(network: Network, cast: Cast) -> Callable[..., Any]:
    """Fay answers what somebody did in `crohns`: `answer(cast.ana, "mute", hours=1)`."""

    def give(person: Asker, kind: str, by: Asker | None = None, place: Network = network, **length: float) -> Any:
        until = network.clock() + timedelta(**length) if length else None
        words = {"reason": "Unkind words.", "rule": "1", "until": until}
        return do(place, by or cast.fay, sanction, "crohns", person.person_id, kind=kind, **words)

    return give


@pytest.fixture
def full_life(network: Network, cast: Cast) -> Any:
    """Ana leaves every trace that somebody can leave."""
    said = say(network, cast.ana, cast.everyday, "My whole story.")
    say(network, cast.ana, cast.everyday, "May I ask?", anonymous=True)
    say(network, cast.ana, cast.quiet_corner, "Here as well.")
    say(network, cast.ben, cast.everyday, "I know that.", reply_to=said.id)
    do(network, cast.ana, react, read(network, cast.ana, cast.everyday).items[-1].id, "❤", on=True)
    do(network, cast.ben, react, said.id, "👍", on=True)
    do(network, cast.ana, mark_read, cast.everyday, 2)
    do(network, cast.ana, block, cast.max.person_id)
    do(network, cast.lin, block, cast.ana.person_id)
    do(network, cast.ana, want_email, "ana.new@example.org")
    do(network, None, issue_link, cast.ana.person_id, Purpose.VERIFY, "ana.new@example.org")
    sign_in(network, cast.ana)
    return said
