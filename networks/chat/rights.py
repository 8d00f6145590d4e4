"""Who may say something where, remembered for a moment: a connection is the same person all the time, so to ask the
database for each post would cost more than to store it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple
from uuid import UUID

from networks.chat.events import FirstMessage
from networks.chat.queries import Entered, enter
from networks.errors import Unauthenticated
from networks.people.queries import asker_by_session
from networks.work import Asker, Event, Work

FRESH: Final = timedelta(seconds=1.5)
"""How long a right is remembered where a database cannot tell that another process changed it (a mute holds in 2 s)."""

MOST: Final = 10_000
"""Rights remembered at once, of some 600 bytes each."""


class Right(NamedTuple):
    asker: Asker
    entered: Entered


class Rights:
    """Who may be where, as the database last said.

    They are used by whoever has the writer's turn, and forgotten inside the transaction that changes something, and
    once more when it is stored: so within one process nobody is ever let in by what was true before.
    """

    def __init__(self) -> None:
        self.generation = 0
        self._kept: dict[tuple[UUID, UUID], Right] = {}
        self._homes: dict[UUID, Entered] = {}
        self._spoke: set[tuple[UUID, UUID | None]] = set()
        self._state: tuple[datetime, int | None] = (datetime.min.replace(tzinfo=UTC), None)

    def of(self, work: Work, session_id: UUID, room_id: UUID) -> Entered:
        """The room for whoever holds this session, who is then the asker. Raises Unauthenticated or NotFound."""
        right = self._kept.get((session_id, room_id))
        if right is None:
            work.asker = asker_by_session(work, session_id)
            if work.asker is None:
                raise Unauthenticated
            right = self._keep(Right(work.asker, enter(work, room_id)))
        if not right.entered.has_spoken:
            right = self._spoken(right)
        work.asker = right.asker
        return right.entered

    def learn(self, generation: int, asker: Asker, entered: Entered) -> None:
        """Keep what a reader found, unless something has happened since `generation` was looked at before."""
        if generation == self.generation:
            self._keep(Right(asker, entered))

    def refresh(self, work: Work) -> None:
        """Forget what another process may have changed."""
        since, version = self._state
        now = work.changes_by_others()
        if now != version or (now is None and not timedelta() <= work.now - since < FRESH):
            self.forget()
            self._state = work.now, now

    def hear(self, event: Event) -> None:
        if not event.leaves_rights:
            self.forget()

    def hear_stored(self, event: Event) -> None:
        """The same once it is stored. That somebody has spoken counts from here on: undone, it would never be told."""
        self.hear(event)
        if type(event) is FirstMessage:
            self._spoke.add((event.community_id, event.author_id))

    def forget(self) -> None:
        self.generation += 1
        self._kept.clear()
        self._homes.clear()
        self._spoke.clear()

    def _spoken(self, right: Right) -> Right:
        """A right as it is since its holder spoke. To forget everything whenever somebody new says hello would have the
        database asked about everybody."""
        if (right.entered.community.id, right.asker.person_id) not in self._spoke:
            return right
        return self._keep(right._replace(entered=replace(right.entered, has_spoken=True)))

    def _keep(self, right: Right) -> Right:
        """Between two, what is said changes who may speak next: that is asked of the database each time."""
        if right.entered.pair is not None:
            return right
        if len(self._kept) >= MOST:
            self.forget()
        room = right.entered.room
        known = self._homes.setdefault(room.id, right.entered)
        if known.community == right.entered.community:  # kept once, not by everybody who comes here
            right = right._replace(entered=replace(right.entered, room=known.room, community=known.community))
        self._kept[right.asker.session_id, right.entered.room.id] = right
        return right
