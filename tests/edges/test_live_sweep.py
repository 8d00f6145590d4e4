"""What nobody tells this server of ends all the same: the sweep looks."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import update

from app.realtime import badges, sweep
from app.realtime.connections import Connection
from networks.base import utcnow
from networks.chat.models import Opening
from networks.chat.queries import still_inside
from networks.communities.actions import leave
from networks.erasure import erase
from networks.moderation.sanctioning import sanction
from networks.people.actions import end_this_session
from networks.people.queries import asker_by_token

UNKIND: dict[str, Any] = {"reason": "Unkind words.", "rule": "1"}


def test_the_sweep_comes_round_within_two_seconds():
    assert sweep.EVERY < 2


def test_badges_are_compared_within_five_seconds():
    assert badges.EVERY < 5


def test_the_sweep_asks_in_pieces_and_leaves_nobody_out(monkeypatch):
    asked: list[list[str]] = []
    monkeypatch.setattr(sweep, "PIECE", 2)
    monkeypatch.setattr(sweep, "_ask_for", lambda _network, _live, some: asked.append(some))
    live: Any = SimpleNamespace(connections=dict(enumerate("abcde")), io=SimpleNamespace(sleep=lambda _seconds: None))
    sweep.sweep(None, live)  # type: ignore[arg-type]
    assert asked == [["a", "b"], ["c", "d"], ["e"]]


def test_whoever_comes_into_a_room_while_the_database_is_asked_stays(network, cast, monkeypatch):
    """On PostgreSQL others go on meanwhile: they were let in a moment ago, and nobody had asked about that room."""
    one, ended = Connection("sid", cast.ana, "127.0.0.1", rooms=(cast.everyday,)), []

    def ask(work, pairs):
        one.rooms = (cast.everyday, uuid4())
        return still_inside(work, pairs)

    monkeypatch.setattr(sweep, "still_inside", ask)
    monkeypatch.setattr(sweep, "cut", lambda _live, connections: ended.extend(connections))
    live: Any = SimpleNamespace(connections={"sid": one}, io=SimpleNamespace(sleep=lambda _seconds: None))
    sweep.sweep(network, live)
    assert ended == []
    sweep.sweep(network, live)
    assert ended == [one]  # the next round asks


def test_what_ended_in_another_process_ends_here_by_the_sweep(town, connect):
    """The command line, or a second server: nothing tells this server, so it has to look."""
    ears = {how: connect(town.newcomer(town.cast.crohns)) for how in ENDINGS}
    names = dict(zip(ENDINGS, list(town.newcomers)[-len(ENDINGS) :], strict=True))
    room = town.new_room(town.cast.crohns)
    for ear in ears.values():
        ear.enter(room)
    for how, end in ENDINGS.items():
        end(town, names[how])
    stays = [connect(person) for person in (town.cast.ben, town.cast.fay, town.cast.opal)]
    stays[0].enter(room)
    for ear in ears.values():
        ear.assert_over(stays[0], room)
    assert all(ear.is_open for ear in stays)


def test_an_opening_that_ran_out_ends_by_the_sweep(town, connect):
    opal = connect(town.cast.opal)
    assert town.call(town.cast.opal, "POST", f"/rooms/{town.cast.quiet_corner}/openings", {"reason": "A report."}).ok
    opal.enter(town.cast.quiet_corner)
    with town.network.begin() as work:
        work.session.execute(update(Opening).values(expires_at=utcnow() - timedelta(seconds=1)))
    witness = connect(town.cast.ben)
    witness.enter(town.cast.quiet_corner)
    opal.assert_over(witness, town.cast.quiet_corner)


@pytest.mark.parametrize("ending", ["another role", "a ban"])
def test_a_facilitators_queue_that_ended_in_another_process_ends_by_the_sweep(town, connect, ending):
    name = town.newcomer(town.cast.crohns, role="facilitator")
    ear = connect(name)
    if ending == "another role":
        town.appoint(name, town.cast.crohns, "member")
    else:
        with town.network.begin(town.cast.opal) as work:
            sanction(work, town.cast.crohns, town.person_id(name), kind="ban", **UNKIND)
    assert ear.is_cut()


def as_themselves(town, name: str):
    with town.network.reading() as work:
        return asker_by_token(work, town.token(name))


def ban_elsewhere(town, name: str) -> None:
    with town.network.begin(town.cast.fay) as work:
        sanction(work, town.cast.crohns, town.person_id(name), kind="ban", **UNKIND)


def leave_elsewhere(town, name: str) -> None:
    with town.network.begin(as_themselves(town, name)) as work:
        leave(work, town.cast.crohns)


def sign_out_elsewhere(town, name: str) -> None:
    with town.network.begin(as_themselves(town, name)) as work:
        end_this_session(work)


def erase_elsewhere(town, name: str) -> None:
    with town.network.begin(as_themselves(town, name)) as work:
        erase(work, delete_content=True)


ENDINGS = {"ban": ban_elsewhere, "leave": leave_elsewhere, "sign out": sign_out_elsewhere, "erase": erase_elsewhere}
