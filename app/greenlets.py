"""What the domain needs of a server of greenlets, where whatever waits without yielding stops everybody."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import gevent
from gevent import monkey
from gevent.threadpool import ThreadPool

from networks.database import Database, at_once
from networks.together import Act

T = TypeVar("T")


def database(url: str) -> Database:
    """Commits wait for the disk in one thread beside the hub. Where nothing is patched, threads wait as they are."""
    if not _patched():
        return Database(url)
    return Database(url, spawn=spawn, aside=ThreadPool(1).apply)


def spawn(act: Act) -> None:
    """Do it soon, where nobody interrupts it; where nothing is patched, now."""
    if _patched():
        gevent.spawn(act)
    else:
        at_once(act)


def pause(seconds: float) -> None:
    """Rest, where others go on meanwhile; a program that does one thing and ends has no time for it."""
    if _patched():
        gevent.sleep(seconds)


def look() -> None:
    """Let everybody who has something to say come first."""
    if _patched():
        gevent.sleep(0)


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
