"""Live posts: those that arrive together are stored by one unit of work."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from functools import partial
from typing import Any, Final
from uuid import UUID

from networks.chat.posting import Letter, Words, letter_of, post_together, say, words_of
from networks.chat.rights import Rights
from networks.chat.views import MessageView
from networks.errors import Refusal, Unavailable
from networks.together import Act
from networks.work import Network, Work

log = logging.getLogger(__name__)

LOOKS: Final = 8
"""How often to look whether more has come to be stored together. Each takes some 10 µs."""


def nothing() -> None:
    """Where everybody has been heard already."""


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
