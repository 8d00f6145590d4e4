"""Calls that have no answer yet, and what becomes of those that wait for too long."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Final

from gevent import get_hub, getcurrent

PATIENCE: Final = 8.5
"""Seconds from when a call came. An answer is promised within ten, and the wheel looks once a second."""


class Overdue(BaseException):
    """Thrown into the greenlet of a call whose time is over. Not an Exception: nobody on the way may swallow it."""


class Asked:
    """A call. `worker` is the greenlet that is at it; None while something else brings the answer."""

    __slots__ = ("due", "eio_sid", "id", "worker")

    def __init__(self, eio_sid: str, id: int | None, came: float) -> None:  # noqa: A002
        self.eio_sid = eio_sid
        self.id = id
        self.due = came + PATIENCE
        self.worker: Any = getcurrent()


class Open:
    """All of them. `overdue` is called in the hub for one whose answer nobody is at work on."""

    def __init__(self, overdue: Callable[[Asked], None]) -> None:
        self.asked: set[Asked] = set()
        self.over = False
        self._overdue = overdue

    def begin(self, one: Asked) -> None:
        """Raises Overdue where it has waited for too long already, or nothing is begun any more."""
        self.asked.add(one)
        if self.over or one.due < time.monotonic():
            raise Overdue

    def end(self, one: Asked) -> bool:
        """Whether it is the first end of this call."""
        if one not in self.asked:
            return False
        self.asked.remove(one)
        return True

    def look(self) -> None:
        now = time.monotonic()
        self._end_all([one for one in self.asked if one.due < now])

    def give_up(self) -> None:
        """Nobody waits any longer, and whoever comes now is told so at once."""
        self.over = True
        self._end_all(list(self.asked))

    def _end_all(self, late: list[Asked]) -> None:
        for one in sorted(late, key=lambda one: one.due):  # one client's answers come in their order
            get_hub().loop.run_callback(self._throw, one)

    def _throw(self, one: Asked) -> None:
        """In the hub, where nothing comes between the look and the throw: it must not hit the next call."""
        if one not in self.asked:
            return
        if one.worker is None:
            self._overdue(one)
        else:
            one.worker.throw(Overdue)
