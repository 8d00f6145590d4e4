"""What the domain needs of a server of greenlets, where whatever waits without yielding stops everybody."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any, Final, TypeVar

import gevent
from gevent import monkey
from gevent.hub import Waiter
from gevent.threadpool import ThreadPool

from networks.database import Database
from networks.together import Act, at_once

T = TypeVar("T")

MOMENT: Final = 1e-6
"""Seconds. It must not be nothing: gevent looks at sockets only after fifty of those who wait for nothing."""

SimpleQueue: Final = monkey.get_original("queue", "SimpleQueue")
start_new_thread: Final = monkey.get_original("_thread", "start_new_thread")


def database(url: str) -> Database:
    """Commits wait for the disk in one thread beside the hub. Where nothing is patched, threads wait as they are."""
    if not _patched():
        return Database(url)
    return Database(url, spawn=spawn, aside=Beside())


class Beside:
    """One thread, for what blocks: whoever calls waits for it, and others go on meanwhile.

    gevent's own pool does the same for any number of threads, and takes twice as long for it: with the processor
    asleep in between, a tenth of a millisecond of every message that comes alone.
    """

    def __init__(self) -> None:
        self._acts: Any = SimpleQueue()
        self._done: deque[tuple[Waiter, BaseException | None]] = deque()
        self._tell = gevent.get_hub().loop.async_()
        self._tell.start(self._go_on)
        start_new_thread(self._work, ())

    def __call__(self, act: Act) -> None:
        waiter = Waiter()  # whoever no longer waits is not gone on with
        self._acts.put((act, waiter))
        fault = waiter.get()
        if fault is not None:
            raise fault

    def _work(self) -> None:
        while True:
            act, waiter = self._acts.get()
            self._done.append((waiter, _fault_of(act)))
            self._tell.send()

    def _go_on(self) -> None:
        while self._done:
            waiter, fault = self._done.popleft()
            waiter.switch(fault)


def _fault_of(act: Act) -> BaseException | None:
    try:
        act()
    except BaseException as fault:
        return fault
    return None


def spawn(act: Act) -> None:
    """Do it soon, where nobody interrupts it or waits for it; where nothing is patched, now."""
    if _patched():
        gevent.spawn_raw(act)
    else:
        at_once(act)


def with_its_end(act: Callable[..., object], *said: object) -> None:
    """Do it, and in the same greenlet what it left for the end: another would cost as much as hearing a message."""
    here: Any = gevent.getcurrent()
    here.left = left = deque[Act]()
    try:
        act(*said)
    finally:
        del here.left
        for one in left:
            one()


def at_the_end(act: Act) -> None:
    """Do it when whoever is at work here is done, undisturbed; where nobody says when that is, soon."""
    left = getattr(gevent.getcurrent(), "left", None)
    if left is None:
        spawn(act)
    else:
        left.append(act)


def leave_nothing() -> None:
    """To be called by whoever may come to wait: what they left for the end may be what they wait for."""
    left = getattr(gevent.getcurrent(), "left", None)
    while left:
        spawn(left.popleft())


def pause(seconds: float) -> None:
    """Rest, where others go on meanwhile; a program that does one thing and ends has no time for it."""
    if _patched():
        gevent.sleep(seconds)


def look() -> None:
    """Let everybody who has something to say come first."""
    if _patched():
        gevent.sleep(0)


def listen() -> None:
    """Let everybody come first who has said something that nobody has read yet."""
    if _patched():
        gevent.sleep(MOMENT)
        gevent.sleep(0)  # whoever was heard comes to work on it


def elsewhere(act: Callable[[], T], pool: ThreadPool | None = None) -> T:
    """In a real thread, so that others go on meanwhile; where nothing is patched (tests, commands), here."""
    if not _patched():
        return act()
    result, fault = (pool or gevent.get_hub().threadpool).apply(_tried, (act,))
    if fault is not None:
        raise fault
    made: T = result
    return made


def _tried(act: Callable[[], T]) -> tuple[T | None, Exception | None]:
    """A pool writes whatever is raised in it to the log, also what only refuses somebody's file."""
    try:
        return act(), None
    except Exception as fault:
        return None, fault


def _patched() -> bool:
    return bool(monkey.is_module_patched("threading"))
