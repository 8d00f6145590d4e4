"""What one client has of a room: the rules by which a program keeps a copy, and what it may demand of the server."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple


class Told(NamedTuple):
    """A message as somebody was told of it. Without a body it is removed."""

    id: str
    seq: int
    change_seq: int
    body: str | None

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> Told:
        return cls(said["id"], said["seq"], said["change_seq"], said.get("body"))


class Copy:
    """Everything up to `at` is known. What comes live is consecutive and joins it, or something was lost."""

    def __init__(self) -> None:
        self.at = 0
        self.end = math.inf  # what comes later is not for this one
        self.known: dict[str, Told] = {}
        self._stream: int | None = None  # what came live last
        self._early: list[Told] | None = None  # what comes while we catch up has to wait

    def entering(self) -> None:
        self._early = self._early or []

    def entered(self, missed: Iterable[Told], last_seq: int) -> None:
        assert last_seq >= self.at, "what was told once is not there any more"
        for one in missed:
            self.keep(one)
        self.at = last_seq
        early, self._early = self._early or [], None
        for one in early:
            self._join(one)

    def hear(self, one: Told) -> None:
        """Something comes live. What was committed while we caught up may come once more."""
        assert one.change_seq <= self.end, "that was not for them"
        assert self._stream in (None, one.change_seq - 1), f"after {self._stream} came {one.change_seq}"
        self._stream = one.change_seq
        if self._early is not None:
            self._early.append(one)
        else:
            self._join(one)

    def stops(self) -> None:
        """What comes next need not be next to what came last."""
        self._stream = None

    def left(self) -> None:
        self._stream = self._early = None

    def keep(self, one: Told) -> None:
        known = self.known.get(one.id, one)
        assert known.seq == one.seq
        if known.change_seq <= one.change_seq:
            self.known[one.id] = one

    def compare(self, stored: Iterable[Told]) -> None:
        """As far as this copy goes it must be what is stored: all of it, each once, in its order, and nothing else."""
        mine = sorted(self.known.values(), key=lambda one: one.seq)
        there = [one for one in stored if one.seq <= self.at]
        assert [(one.id, one.seq) for one in mine] == [(one.id, one.seq) for one in there]
        for told, one in zip(mine, there, strict=True):
            assert told == one or told.change_seq <= self.at < one.change_seq

    def _join(self, one: Told) -> None:
        assert one.change_seq <= self.at + 1, f"nothing came between {self.at} and {one.change_seq}"
        if one.change_seq > self.at:
            self.keep(one)
            self.at = one.change_seq
