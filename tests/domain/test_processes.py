"""Two processes on one database, which hear nothing of each other: as where Redis is away."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any
from uuid import uuid4

import pytest

from networks.chat.postbox import FRESH, Postbox
from networks.communities.actions import join
from networks.database import Database
from networks.errors import Conflict, NotAllowed, NotFound
from networks.moderation.actions import claim, decide
from networks.work import Network
from tests.cast import ANSWERS
from tests.domain.acts import at_once, do, queue

TIMES = 20


@pytest.fixture
def elsewhere(network: Network, cast) -> Iterator[Network]:
    """The other process."""
    database = Database(network.database.url.render_as_string(hide_password=False))
    yield Network(database, render=network.render, inside=network.inside, clock=network.clock)
    database.close()


@pytest.fixture
def post(network: Network, cast) -> Callable[[], Any]:
    """Ana says something over her connection, as somebody whose right is remembered from one time to the next."""
    acts: list[Any] = []
    box = Postbox(network, acts.append, lambda: None)

    def posting() -> Any:
        said = box.post(cast.ana.session_id, cast.everyday, body="Good morning.", client_key=uuid4().hex)
        acts.pop()()
        return said.result()

    return posting


def ask_again(network: Network, cast: Any) -> None:
    do(network, cast.pia, join, "crohns", answers=ANSWERS)


def test_of_two_who_decide_at_once_in_two_processes_one_does(network, elsewhere, cast, second):
    for number in range(TIMES):
        if number:
            ask_again(network, cast)
        (case_id,) = queue(network, cast.fay, kind="join", state="open")
        calls = [
            partial(do, place, person, decide, case_id, outcome="decline", reason=f"{person.handle} says no.")
            for place, person in ((network, cast.fay), (elsewhere, second))
        ]
        said = at_once(calls)
        (lost,) = (one for one in said if isinstance(one, Conflict))
        won = next(one for one in said if one is not lost)
        assert won.reason.split()[0] in str(lost)


def test_of_two_who_claim_at_once_in_two_processes_one_does(network, elsewhere, cast, second, clock):
    for _ in range(TIMES):
        calls = [
            partial(do, place, person, claim, cast.pia_case)
            for place, person in ((network, cast.fay), (elsewhere, second))
        ]
        said = at_once(calls)
        (lost,) = (one for one in said if isinstance(one, Conflict))
        won = next(one for one in said if one is not lost)
        assert won.claimed_by.handle in str(lost)
        clock.move(minutes=30)


@pytest.mark.parametrize(("kind", "refusal"), [("mute", NotAllowed), ("suspension", NotFound), ("ban", NotFound)])
def test_what_is_decided_in_another_process_is_heard_of_before_two_seconds_are_over(
    elsewhere, cast, clock, answer, post, kind, refusal
):
    assert post()
    length = {} if kind == "ban" else {"hours": 1}
    answer(cast.ana, kind, place=elsewhere, **length)
    clock.move(seconds=FRESH.total_seconds())
    with pytest.raises(refusal):
        post()
    assert FRESH.total_seconds() < 2
