"""Group commit: units of work that arrive together share one transaction, and with it one wait for the disk.

    unit ─┐ a turn each, one after the other          all of them are on disk
    unit ─┼──────▶ one transaction ──▶ commit ──▶ tell in their order ──▶ each returns
    unit ─┘ (a savepoint each)        (the next group waits for its turn)

Whoever opens a group also queues up to end it, behind all who came before: so a group holds those who arrived while
the disk was busy with the one before, and nobody waits for company that may not come.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Final

from sqlalchemy import Connection, Engine, RootTransaction

from networks.errors import Unavailable

log = logging.getLogger(__name__)

WAIT: Final = 4.0
"""Seconds that a writer waits for its turn before it says that nothing was stored."""

Act = Callable[[], None]


Commit = Callable[[RootTransaction], None]
"""Brings a transaction to the disk. May let others run meanwhile."""


def at_once(act: Act) -> None:
    """Where there is nothing but threads, whoever comes to it does it."""
    act()


class Turn:
    """A lock that is given in the order in which it was asked for. Raises Unavailable to whom it takes too long."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._taken = False
        self._waiting: deque[threading.Event] = deque()

    def take(self, seconds: float | None = None) -> None:
        with self._guard:
            if not self._taken:
                self._taken = True
                return
            mine = threading.Event()
            self._waiting.append(mine)
        came = False
        try:
            came = mine.wait(seconds)
        finally:
            if not came:
                self._turn_away(mine)
        if not came:
            raise Unavailable

    def give(self) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._taken = False

    def _turn_away(self, mine: threading.Event) -> None:
        """Whoever goes just as the turn comes hands it on."""
        with self._guard:
            waits = mine in self._waiting
            if waits:
                self._waiting.remove(mine)
        if not waits:
            self.give()


class Group:
    """Units in one transaction. `fault` is what keeps all of them from the disk."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.transaction = connection.begin()
        self.tells: list[Act] = []
        self.fault: Exception | None = None
        self._over = threading.Event()

    @contextmanager
    def unit(self, tell: Act) -> Iterator[Group]:
        """One more unit. If it fails, what it did is undone alone."""
        if self.fault or self.connection.invalidated:
            raise Unavailable from self.fault
        savepoint = self.connection.begin_nested()
        try:
            yield self
            savepoint.commit()
        except BaseException:
            if savepoint.is_active:  # a session that fails has rolled it back already
                self._undo(savepoint.rollback)
            raise
        self.tells.append(tell)

    def end(self, commit: Commit) -> None:
        """Commit, then tell in the order of the units, so that nobody hears a later one first."""
        try:
            if self._is_stored(commit):
                for tell in self.tells:
                    tell()
        finally:
            self._over.set()
            self._undo(self.connection.close)

    def wait(self) -> None:
        """Until it is over. Raises Unavailable where it did not come to the disk."""
        self._over.wait()
        if self.fault is not None:
            raise Unavailable from self.fault

    def _is_stored(self, commit: Commit) -> bool:
        try:
            if self.fault is None:
                commit(self.transaction)
        except Exception as fault:
            log.warning("%s units of work were not stored", len(self.tells), exc_info=True)
            self.fault = fault
        return self.fault is None

    def _undo(self, act: Act) -> None:
        """Where even this fails the connection is gone, and with it all that is not stored."""
        try:
            act()
        except Exception as fault:
            self.fault = self.fault or (None if self._over.is_set() else fault)


class Together:
    """The way to write: what is changed on the connection of a `unit` is on disk when the unit returns.

    `commit` ends a transaction. `spawn` runs something where nobody interrupts it: a unit may be at any moment.
    """

    def __init__(self, engine: Engine, commit: Commit, spawn: Callable[[Act], object]) -> None:
        self._engine = engine
        self._commit = commit
        self._spawn = spawn
        self._turn = Turn()
        self._group: Group | None = None

    @contextmanager
    def unit(self, tell: Act, *, undisturbed: bool = False) -> Iterator[Connection]:
        """One unit of work; `tell` is called once it is stored. Raises Unavailable where it could not be.

        Whoever is `undisturbed` is interrupted by nobody, and ends what they opened themselves: that is sooner."""
        joined = None
        try:
            with self._my_turn(WAIT):
                joined = self._group
                with joined.unit(tell) if joined else self._opening(tell) as group:
                    yield group.connection
        except Exception:
            if joined is not None:  # what it was refused for may not come to the disk either
                joined.wait()
            raise
        if joined is None:
            (at_once if undisturbed else self._spawn)(self._end)
        group.wait()

    @contextmanager
    def _opening(self, tell: Act) -> Iterator[Group]:
        """The first unit needs no savepoint: if it fails, nobody else is there yet."""
        with ExitStack() as closing:
            group = Group(closing.enter_context(self._engine.connect()))
            yield group
            closing.pop_all()
        group.tells.append(tell)
        self._group = group

    @contextmanager
    def _my_turn(self, seconds: float | None = None) -> Iterator[None]:
        self._turn.take(seconds)
        try:
            yield
        finally:
            self._turn.give()

    def _end(self) -> None:
        with self._my_turn():
            group, self._group = self._group, None
            if group is not None:
                group.end(self._commit)
