"""Clients of one room who are looked after by one thread: what they do overlaps, and what they hear is checked."""

from __future__ import annotations

import select
import time
from collections.abc import Callable

from tests.edges.client import Client
from tests.edges.room_copy import Told
from tests.edges.senders import Place, Said

PATIENCE = 60.0
"""Seconds after which something counts as not coming, for thousands of long messages."""


class Crowd:
    def __init__(self, place: Place, clients: list[Client]) -> None:
        self.place = place
        self.clients = clients
        self.others: list[Said] = []
        """Said by somebody else, and acknowledged."""

    @property
    def listening(self) -> list[Client]:
        return [one for one in self.clients if one.wire is not None and one.reads]

    def hear(self, until: Callable[[], bool]) -> None:
        """Take what comes, whoever it is for, until that holds."""
        deadline = time.monotonic() + PATIENCE
        while not until():
            assert time.monotonic() < deadline, "an answer did not come"
            by_number = {one.wire.ws.fileno(): one for one in self.listening if one.wire}
            ready, _, _ = select.select(by_number, [], [], PATIENCE)
            for number in ready:
                self._hear_one(by_number[number])

    def settle(self) -> None:
        """Until everybody who reads has their answers, and has been told of all that was acknowledged to anybody."""
        self.hear(self._answered)
        last = self.last
        for one in self.listening:
            one.ask_for_an_answer()
        self.hear(self._answered)
        assert all(one.copy.at >= last for one in self.listening if one.attends), "something was not told"

    def _answered(self) -> bool:
        return not any(one.asked for one in self.listening)

    def see_the_end(self) -> None:
        """The server ends: everybody who reads hears what is left, and that it is over."""
        self.hear(lambda: not self.listening)

    @property
    def last(self) -> int:
        """The latest change that was acknowledged to anybody."""
        return max((one.change_seq for one in self.acknowledged), default=0)

    @property
    def acknowledged(self) -> list[Told]:
        return [told for one in self.clients for told in one.acknowledged] + [Told.of(one) for one in self.others]

    def check(self, stored: list[Told]) -> None:
        """Acknowledged is stored, each thing once, and every copy is right as far as it goes."""
        there = {one.id: one for one in stored}
        for told in self.acknowledged:
            now = there[told.id]
            assert now == told or now.change_seq > told.change_seq
        keys = {key: id_ for one in self.clients for key, id_ in one.ids.items()}
        assert len(set(keys.values())) == len(keys)
        assert len(stored) - len(keys) - len(self.others) <= sum(len(one.unsure) for one in self.clients)
        for one in self.clients:
            one.copy.compare(stored)

    def _hear_one(self, one: Client) -> None:
        if one.wire is not None:
            one.take(one.wire.take())
