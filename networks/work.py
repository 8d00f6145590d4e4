"""The unit of work: one transaction, one moment, one asker, and what happened in it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import Connection, CursorResult, Executable
from sqlalchemy.orm import Session

from networks.base import Base, utcnow
from networks.database import Database, changes_by_others, insert_new, open_session
from networks.errors import Unauthenticated
from networks.ready import Ready

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, told in ids. Where `audited`, the audit keeps a row of it.

    Unless it `leaves_rights` as they are, whatever is remembered about who may do what is forgotten.
    """

    audited: ClassVar[bool] = False
    act: ClassVar[str] = ""
    leaves_rights: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class Asker:
    """The person who asks, as their session says at this moment."""

    person_id: UUID
    session_id: UUID
    handle: str
    is_operator: bool
    verified: bool
    language: str
    time_zone: str
    seen_at: datetime
    news: int = 0


class Work:
    """What a use case holds in its hands: `session`, `now`, `asker`, and `record` for what happened."""

    def __init__(self, network: Network, connection: Connection, asker: Asker | None) -> None:
        self.network = network
        self._connection = connection
        self.now = network.clock()  # once: everything in a unit of work happens at the same moment
        self.asker = asker
        self.events: list[Event] = []
        self.thens: list[Callable[[], None]] = []

    @cached_property
    def session(self) -> Session:
        """Made when it is first asked for: what needs plain columns alone does without."""
        return open_session(self._connection)

    @property
    def me(self) -> UUID:
        """The asker's person id. Raises Unauthenticated where nobody is signed in."""
        return self.require_asker().person_id

    def require_asker(self) -> Asker:
        """Who asks. Raises Unauthenticated where nobody is signed in: called before looking, so that to nobody what is
        there looks like what is not."""
        if self.asker is None:
            raise Unauthenticated
        return self.asker

    def rows(self, statement: Executable, **values: object) -> CursorResult[Any]:
        """Run a statement of plain columns, past the ORM, which takes as long again for what it is not needed for."""
        return self._connection.execute(statement, values)

    def run(self, ready: Ready, **values: object) -> Sequence[Any]:
        """The rows of a statement of the hot path."""
        return ready.rows(self._connection, values)

    def insert_new(self, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> int:
        """Insert rows, past the ORM, but for those that a unique constraint says are there; tells how many were new."""
        return insert_new(self._connection, model, rows)

    def changes_by_others(self) -> int | None:
        """A number that changes when another process has changed something; None where the database does not tell."""
        return changes_by_others(self._connection)

    def flush(self) -> None:
        if "session" in self.__dict__:
            self.session.flush()

    def close(self) -> None:
        """What was loaded stays readable; nothing more is loaded."""
        if "session" in self.__dict__:
            self.session.close()

    def render(self, markdown: str) -> str:
        return self.network.render(markdown)

    def record(self, event: Event) -> None:
        self.events.append(event)

    def then(self, act: Callable[[], None]) -> None:
        """Call `act` once all of it is stored, right after the listeners outside have been told. It may not raise."""
        self.thens.append(act)


Inside = Callable[[Work, Event], None]
Reaction = Callable[[Work, Any], None]
Reactions = Mapping[type[Event], tuple[Reaction, ...]]
Outside = Callable[[Event], None]
Weigh = Callable[[str], Any]
"""How grave something sounds that was said (see networks.safety); None for almost everything."""


class Network:
    """The whole installation: its database, its clock, and who listens to what happens.

    `inside` listeners run in the transaction and can still undo it; `outside` listeners run after the commit, and
    their failure undoes nothing. `render` turns members' Markdown into HTML that is safe to show. With `verification`
    off, as in a trial, nobody has to confirm an address before taking part.
    """

    def __init__(
        self,
        database: Database,
        *,
        render: Callable[[str], str],
        inside: Sequence[Inside] = (),
        clock: Callable[[], datetime] = utcnow,
        verification: bool = True,
    ) -> None:
        self.database = database
        self.render = render
        self.clock = clock
        self.verification = verification
        self.inside = tuple(inside)
        self.outside: list[Outside] = []
        self.weigh: Weigh = lambda _text: None

    @contextmanager
    def begin(self, asker: Asker | None = None, *, undisturbed: bool = False) -> Iterator[Work]:
        """Do something: returning commits and tells, raising rolls back. Never inside another one. `undisturbed` is for
        whom nobody can interrupt: they wait for nobody else to end it."""
        happened: list[Event] = []
        thens: list[Callable[[], None]] = []
        with self.database.writing(lambda: self._tell(happened, thens), undisturbed=undisturbed) as connection:
            with closing(Work(self, connection, asker)) as work:
                yield work
                self._settle(work)
            happened += work.events
            thens += work.thens

    @contextmanager
    def reading(self, asker: Asker | None = None) -> Iterator[Work]:
        """Look at something: one consistent picture, no change."""
        with self.database.reading() as connection:
            yield Work(self, connection, asker)

    def glance(self, ready: Ready, **values: object) -> Sequence[Any]:
        """The rows of one statement, which is all that is looked at: it costs a fifth of `reading`."""
        return self.database.glance(ready, values)

    def _settle(self, work: Work) -> None:
        work.flush()
        for event in work.events:  # a listener may record further events; they are heard as well
            for listener in self.inside:
                listener(work, event)
        work.flush()

    def _tell(self, events: Sequence[Event], thens: Sequence[Callable[[], None]]) -> None:
        for event in events:
            for listener in self.outside:
                try:
                    listener(event)
                except Exception:
                    log.exception("a listener failed", extra={"event_type": type(event).__name__})
        for act in thens:
            act()


def fields_of(event: Event) -> dict[str, Any]:
    """An event's own fields by name."""
    return {name: getattr(event, name) for name in event.__dataclass_fields__}
