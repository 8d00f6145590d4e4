"""Live posts that are stored together, and what becomes of them where that fails."""

from __future__ import annotations

from functools import partial
from threading import Event, Thread, current_thread
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

    def beginning(*asker: Any, **how: Any) -> Any:
        nonlocal tries
        tries += 1
        return begin(*asker, **how) if tries == 1 else Away()

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
    monkeypatch.setattr("networks.chat.rights.asker_by_session", lambda *_: pytest.fail("asked again"))
    said = box.post(cast.ana.session_id, cast.everyday, body="Good morning.", client_key=uuid4().hex)
    acts.pop()()
    assert said.result().seq


def test_answers_come_in_one_breath_with_what_the_others_are_told(network, cast, monkeypatch):
    told: list[str] = []
    tell = network._tell

    def telling(*all_of_it: Any) -> None:
        tell(*all_of_it)
        told.append("told")

    acts: list[Any] = []
    box = Postbox(network, acts.append, lambda: None)
    network.outside.append(lambda event: told.append(type(event).__name__))
    said = [box.post(cast.ana.session_id, cast.everyday, body="Hello.", client_key=uuid4().hex) for _ in range(2)]
    for number, post in enumerate(said):
        post.then(partial(told.append, f"answered {number}"))
    monkeypatch.setattr(network, "_tell", telling)
    acts.pop()()
    assert told[-3:] == ["answered 0", "answered 1", "told"]
    assert "MessagePosted" in told[:-3]


def test_whoever_comes_while_others_are_stored_hears_first_what_those_said_next(network, cast):
    threads: list[Thread] = []

    def start(act: Any) -> None:
        threads.append(Thread(target=act))
        threads[-1].start()

    def say() -> None:
        said.append(box.post(cast.ana.session_id, cast.everyday, body="Hello.", client_key=uuid4().hex))

    def look() -> None:
        if current_thread() is not threads[0]:
            waits.set()

    def say_while_it_is_stored() -> None:
        if len(said) == 1:
            say()
            assert waits.wait(10)

    def listen() -> None:
        listened.append(len(said))
        say()

    said: list[Post] = []
    listened: list[int] = []
    waits = Event()
    box = Postbox(network, start, look, listen)
    network.inside = (*network.inside, lambda _work, _event: say_while_it_is_stored())
    say()
    for thread in threads:  # the second is started by the first
        thread.join()
    assert listened == [2]
    assert [post.result().seq - said[0].result().seq for post in said] == [0, 1, 2]
    assert len(threads) == 2
