"""Live posts: those that arrive together are stored by one unit of work, and who may write is remembered for a moment.

A connection says one thing after the other and is the same person all the time, so to ask the database for each who
they are and whether they may would cost more than to store what they say.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Final, NamedTuple
from uuid import UUID

from networks.chat.events import FirstMessage
from networks.chat.posting import Letter, Words, letter_of, post_together, say, words_of
from networks.chat.queries import Entered, enter
from networks.chat.views import MessageView
from networks.errors import Refusal, Unauthenticated, Unavailable
from networks.people.queries import asker_by_session
from networks.together import Act
from networks.work import Asker, Event, Network, Work

log = logging.getLogger(__name__)

FRESH: Final = timedelta(seconds=1.5)
"""How long a right is remembered where a database cannot tell that another process changed it (a mute holds in 2 s)."""

MOST: Final = 10_000
"""Rights remembered at once, of some 600 bytes each."""

LOOKS: Final = 8
"""How often to look whether more has come to be stored together. Each takes some 10 µs."""


def nothing() -> None:
    """Where everybody has been heard already."""


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


class Batch:
    """Posts that wait for the same turn."""

    def __init__(self) -> None:
        self.posts: list[Post] = []
        self._over = threading.Event()

    def wait(self) -> None:
        self._over.wait()

    def end(self) -> None:
        """Tell everybody, in the order in which they came."""
        posts, self.posts = self.posts, []  # what holds one another only the collector would find
        for post in posts:
            acts, post.acts = post.acts, []
            for act in acts:
                try:
                    act()
                except Exception:
                    log.exception("an answer could not be given")
        self._over.set()


class Post:
    """Something that is being said. Of two, the one that was begun first is over first."""

    __slots__ = ("_batch", "acts", "answer", "fault", "session_id", "words")

    def __init__(self, batch: Batch, session_id: UUID, words: Words) -> None:
        self._batch = batch
        self.session_id = session_id
        self.words = words
        self.answer: MessageView | None = None
        self.fault: Exception | None = None
        self.acts: list[Act] = []

    def then(self, act: Act) -> None:
        """Call `act` when it is over. To be told before anything else is done."""
        self.acts.append(act)

    def wait(self) -> None:
        self._batch.wait()

    def result(self) -> MessageView:
        """The message, once it is over. Raises what kept it from being stored."""
        if self.answer is None:
            raise self.fault or Unavailable()
        return self.answer


class Postbox:
    """`spawn` is as in networks.database; `look` lets others come first who are about to post, and `listen` those whom
    nobody has heard yet."""

    def __init__(self, network: Network, spawn: Callable[[Act], object], look: Act, listen: Act = nothing) -> None:
        self._network = network
        self._spawn = spawn
        self._look = look
        self._listen = listen
        self._guard = threading.Lock()
        self._open = Batch()
        self._sending = 0
        self.rights = Rights()
        network.inside = (*network.inside, lambda _work, event: self.rights.hear(event))
        network.outside.append(self.rights.hear_stored)

    def watch(self) -> None:
        """Look at the database before anybody comes: without it, all that who comes in has taught would be forgotten at
        the first post, and the first thing that each of them says would be asked about again."""
        with self._network.begin() as work:
            self.rights.refresh(work)

    def post(self, session_id: UUID, room_id: UUID, **said: Any) -> Post:
        """Say something as `post_message` does, for whoever holds the session; Unauthenticated where it is over."""
        words = words_of(self._network, room_id, **said)
        with self._guard:
            post = Post(self._open, session_id, words)
            self._open.posts.append(post)
            is_first = len(self._open.posts) == 1
        if is_first:
            self._spawn(self._send)
        return post

    def _send(self) -> None:
        """Store what has come in until it is our turn."""
        batch: Batch | None = None
        behind, self._sending = self._sending > 0, self._sending + 1
        try:
            self._gather()
            with self._network.begin(undisturbed=True) as work:
                if behind:  # whoever was before us is answered, and has said the next thing while all others were told
                    self._listen()
                batch = self._close()
                self.rights.refresh(work)
                work.then(partial(self._answer, batch, self._store(work, batch.posts)))
        except Exception as fault:
            batch = batch or self._close()
            self.rights.forget()  # what was seen in a transaction that failed may never have been so
            self._one_by_one(batch.posts, fault)
        finally:
            self._sending -= 1
            (batch or self._close()).end()

    def _gather(self) -> None:
        """Whoever says several things at once sends them within microseconds: look as long as more is there."""
        for _ in range(LOOKS):
            count = len(self._open.posts)
            self._look()
            if len(self._open.posts) == count:
                return

    def _close(self) -> Batch:
        """Whoever posts from now on goes with the next."""
        with self._guard:
            batch, self._open = self._open, Batch()
            return batch

    def _answer(self, batch: Batch, answers: list[tuple[Post, MessageView]]) -> None:
        """In one breath with what the others are told: then all of it goes out together."""
        for post, answer in answers:
            post.answer = answer
        batch.end()

    def _store(self, work: Work, posts: list[Post]) -> list[tuple[Post, MessageView]]:
        letters = {post: letter for post in posts if (letter := self._letter(work, post))}
        if not letters:
            return []
        return list(zip(letters, post_together(work, list(letters.values())), strict=True))

    def _letter(self, work: Work, post: Post) -> Letter | None:
        try:
            return letter_of(work, self.rights.of(work, post.session_id, post.words.room_id), post.words)
        except Refusal as refusal:
            post.fault = refusal
            return None

    def _one_by_one(self, posts: list[Post], fault: Exception) -> None:
        """Somebody sent something twice, or something is wrong with one: the others do not suffer for it. Where the
        database is away they are all told so at once: each would wait for it as long again."""
        for post in posts:
            if isinstance(fault, Unavailable):
                post.fault = fault
            elif post.fault is None:
                self._alone(post)
                fault = post.fault or fault

    def _alone(self, post: Post) -> None:
        try:
            with self._network.begin() as work:
                self.rights.refresh(work)
                entered = self.rights.of(work, post.session_id, post.words.room_id)
                answer, _ = say(work, entered, post.words)
            post.answer = answer
        except Exception as fault:
            post.fault = fault
