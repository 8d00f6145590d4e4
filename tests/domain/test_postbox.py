"""Live posts that are stored together, and what becomes of them where that fails."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from networks.chat.postbox import Post, Postbox
from networks.chat.queries import enter
from networks.errors import Unavailable


@pytest.fixture
def send(network, cast):
    """Say these things at once, each with its key; returns them when it is over."""

    def sending(*keys: str) -> list[Post]:
        acts: list[Any] = []
        box = Postbox(network, acts.append, lambda: None)
        said = [box.post(cast.ana.session_id, cast.everyday, body=f"With {key}.", client_key=key) for key in keys]
        for act in acts:
            act()
        return said

    return sending


def test_who_says_something_again_spoils_nothing_for_the_others(send):
    first, *_ = send(again := uuid4().hex)
    second, third = send(again, uuid4().hex)
    assert second.result().id == first.result().id
    assert third.result().seq == first.result().seq + 1


def test_where_the_database_goes_away_all_are_told_and_only_one_has_waited_for_it(send, network, monkeypatch):
    send(again := uuid4().hex)
    tries = 0

    class Away:
        def __enter__(self) -> Any:
            raise Unavailable

        def __exit__(self, *_: object) -> None: ...

    begin = network.begin

    def beginning(*asker: Any) -> Any:
        nonlocal tries
        tries += 1
        return begin(*asker) if tries == 1 else Away()

    monkeypatch.setattr(network, "begin", beginning)
    for post in send(again, *(uuid4().hex for _ in range(5))):
        with pytest.raises(Unavailable):
            post.result()
    assert tries == 2


def test_whoever_has_come_in_is_not_asked_about_again_when_they_first_speak(network, cast, monkeypatch):
    acts: list[Any] = []
    box = Postbox(network, acts.append, lambda: None)
    box.watch()
    with network.reading(cast.ana) as work:
        box.rights.learn(box.rights.generation, cast.ana, enter(work, cast.everyday))
    monkeypatch.setattr("networks.chat.postbox.asker_by_session", lambda *_: pytest.fail("asked again"))
    said = box.post(cast.ana.session_id, cast.everyday, body="Good morning.", client_key=uuid4().hex)
    acts.pop()()
    assert said.result().seq
