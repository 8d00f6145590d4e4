"""Two processes on one database, which hear nothing of each other: as where Redis is away."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from typing import Any
from uuid import uuid4

import pytest

from networks.chat.postbox import Postbox
from networks.chat.rights import FRESH
from networks.communities.actions import appoint, join
from networks.database import Database
from networks.errors import Conflict, NotAllowed, NotFound, Unavailable
from networks.moderation.actions import claim, decide
from networks.moderation.cases import open_case
from networks.moderation.greetings import greetings_of, set_greetings
from networks.moderation.models import CaseKind
from networks.moderation.sanctioning import sanction
from networks.overview.capping import set_cap
from networks.overview.giving import hand_over
from networks.people.queries import person_by_handle
from networks.work import Network
from tests.cast import ANSWERS
from tests.domain.acts import at_once, do, look, queue

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


def until_stored(act: Callable[[], Any]) -> Any:
    """As a browser does it: where the answer is that nothing was stored, the same once more."""
    while True:
        with suppress(Unavailable):
            return act()


def open_here(network: Network, cast: Any, who: Any) -> Any:
    """A case that somebody has."""
    subject = {"subject_kind": "message", "subject_id": uuid4(), "person_id": None}
    case_id = do(network, None, open_case, cast.crohns_id, CaseKind.SAFETY, **subject)
    do(network, who, claim, case_id)
    return case_id


def test_one_step_sent_to_two_processes_at_once_is_taken_once(network, elsewhere, cast):
    def press(place: Network, turn: int) -> Any:
        said = {"kind": "mute", "rule": "1", "reason": f"Turn {turn}."}
        return do(place, cast.fay, sanction, "crohns", cast.ana.person_id, **said).id

    for turn in range(TIMES):
        calls = [partial(until_stored, partial(press, place, turn)) for place in (network, elsewhere)]
        assert len(set(at_once(calls))) == 1


def test_of_two_who_hand_over_in_two_processes_to_somebody_with_one_place_left_one_does(
    network, elsewhere, cast, second
):
    with network.begin() as work:
        appoint(work, "crohns", person_by_handle(work, "Ana"), "facilitator")
    for turn in range(1, TIMES + 1):
        do(network, cast.opal, set_cap, "crohns", turn)
        held = [(place, by, open_here(network, cast, by)) for place, by in ((network, cast.fay), (elsewhere, cast.ana))]
        given = [partial(do, place, by, hand_over, one, second.person_id) for place, by, one in held]
        said = at_once([partial(until_stored, one) for one in given])
        assert sorted(isinstance(one, Conflict) for one in said) == [False, True]


def test_words_that_are_kept_in_two_processes_at_once_undo_nothing_of_each_other(network, elsewhere, cast):
    for turn in range(TIMES):
        own: dict[str, list[str]] = {"welcome": [f"Welcome {turn}, {{name}}."], "check_in": [f"{{name}}, {turn}?"]}
        places = zip((network, elsewhere), own.items(), strict=True)
        sets = [partial(do, place, cast.fay, set_greetings, "crohns", dict([one])) for place, one in places]
        at_once([partial(until_stored, one) for one in sets])
        assert look(network, cast.fay, greetings_of, cast.crohns_id) == own


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
