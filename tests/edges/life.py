"""What people do in a room of a real server, drawn by hypothesis; tests/edges/test_live_model.py lets it happen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from tests.edges.client import Client
from tests.edges.crowd import Crowd
from tests.edges.room_copy import Told
from tests.edges.senders import Place
from tests.edges.town import Town

SCREENS = (0, 1, 2, 3, 3)
"""Who sits at each: the last person has two."""

LONG = "🪨" * 7900
"""A message of 64 kB in the room: forty are more than engine and kernel keep for whoever does not read."""

who, which = st.integers(0, len(SCREENS) - 1), st.integers(0, 30)


class Life(RuleBasedStateMachine):
    """What is drawn never depends on what the server was fast enough for, so that a fault can be played again."""

    def __init__(self, town: Town, restarts: int) -> None:
        super().__init__()
        self.town = town
        self.restarts = restarts
        self.names = [town.newcomer(town.cast.crohns) for _ in set(SCREENS)]
        place = Place(town.server.url, str(town.new_room(town.cast.crohns)))
        self.crowd = Crowd(place, [Client(place, town.token(self.names[person])) for person in SCREENS])
        self.said = 0
        self.everybody_comes()

    def teardown(self) -> None:
        """First as it is, and then as it is when all have come back."""
        for one in self.crowd.clients:
            one.reads = True
        if self.restarts:
            self.everybody_comes()
            self.end_and_begin(self.town.server.kill9)
        self.check()
        self.everybody_comes()
        self.check()
        assert all(one.may_not or not one.unsure for one in self.crowd.clients)
        for one in self.crowd.clients:
            one.vanish()

    def check(self) -> None:
        self.crowd.settle()
        self.crowd.check([Told.of(one) for one in self.crowd.place.history(self.facilitator)])

    @property
    def facilitator(self) -> str | None:
        return self.town.token(self.town.cast.fay)

    def everybody_comes(self) -> None:
        for one in self.crowd.clients:
            self.come_back(one)

    def come_back(self, one: Client) -> None:
        one.come()
        self.crowd.hear(lambda: not one.asked)

    # --- coming and going

    @rule(who=who)
    def come(self, who: int) -> None:
        one = self.crowd.clients[who]
        if one.reads or one.wire is None:
            self.come_back(one)

    @rule(who=who)
    def come_amid(self, who: int) -> None:
        """While the others speak, so that something is stored between following and catching up."""
        one = self.crowd.clients[who]
        others = [other for other in self.crowd.clients if other is not one]
        if one.reads or one.wire is None:
            self.all_say(others)
            one.come()
            self.all_say(others)
            self.crowd.hear(lambda: not one.asked)

    @rule(who=who)
    def leave(self, who: int) -> None:
        self.crowd.clients[who].leave()

    @rule(who=who)
    def cut(self, who: int) -> None:
        self.crowd.clients[who].vanish()

    @rule(who=who)
    def stall(self, who: int) -> None:
        self.crowd.clients[who].stall()

    @rule(who=who)
    def read_again(self, who: int) -> None:
        self.crowd.clients[who].reads = True

    @rule()
    def settle(self) -> None:
        self.crowd.settle()

    # --- saying something

    def say(self, one: Client, fill: str = "") -> None:
        self.said += 1
        one.post(f"{self.said} {fill}")

    def all_say(self, clients: list[Client]) -> None:
        for one in clients:
            self.say(one)

    @rule(who=who, times=st.sampled_from([1, 1, 3, 70]))
    def post(self, who: int, times: int) -> None:
        for _ in range(times):
            self.say(self.crowd.clients[who])

    @rule(who=who, deaf=who)
    def shout(self, who: int, deaf: int) -> None:
        """So much that whoever does not read falls behind. The others read while it is said."""
        self.crowd.clients[deaf].stall()
        for _ in range(4 if self.crowd.clients[who].wire else 0):
            for _ in range(10):
                self.say(self.crowd.clients[who], LONG)
            self.crowd.settle()

    @rule(who=who, which=which)
    def edit(self, who: int, which: int) -> None:
        if own := list(self.crowd.clients[who].ids.values()):
            self.said += 1
            self.crowd.clients[who].edit(own[which % len(own)], f"Edited {self.said}")

    @rule(who=who, which=which)
    def remove(self, who: int, which: int) -> None:
        if own := list(self.crowd.clients[who].ids.values()):
            self.crowd.clients[who].remove(own[which % len(own)])

    @rule(which=which)
    def take_down(self, which: int) -> None:
        if acknowledged := self.crowd.acknowledged:
            message = acknowledged[which % len(acknowledged)].id
            assert self.town.call(self.town.cast.fay, "DELETE", f"/messages/{message}").ok

    # --- losing the right, losing the server

    @rule(person=st.sampled_from([2, 3]))
    def ban(self, person: int) -> None:
        """Whoever reads has heard all that was acknowledged before; nobody hears what is said after."""
        screens = [one for one, of in zip(self.crowd.clients, SCREENS, strict=True) if of == person]
        if screens[0].may_not:
            return
        before = self.crowd.last
        watching = [one for one in screens if one.attends and one.reads]
        for one in screens:
            one.may_not = one.may_be_cut = True
        last = self.punish(person)
        for one in screens:
            one.copy.end = last
        self.crowd.hear(lambda: not any(one in self.crowd.listening for one in screens))
        assert all(one.copy.at >= before for one in watching)

    def punish(self, person: int) -> int:
        """Returns how far the room had come when that was done; something is said after."""
        path = f"/communities/crohns/members/{self.town.person_id(self.names[person])}/sanctions"
        said = {"kind": "ban", "reason": "Unkind words.", "rule": "1"}
        assert self.town.call(self.town.cast.fay, "POST", path, said).status_code == 201
        page = self.crowd.place.call(self.facilitator, "GET", params={"limit": 1}).json()
        said = {"body": "They are gone.", "client_key": uuid4().hex}
        self.crowd.others.append(self.crowd.place.call(self.facilitator, "POST", json=said).json()["message"])
        found: int = page["last_seq"]
        return found

    @precondition(lambda self: self.restarts)
    @rule(kills=st.booleans())
    def restart(self, kills: bool) -> None:
        self.restarts -= 1
        self.end_and_begin(self.town.server.kill9 if kills else self.town.server.stop)

    def end_and_begin(self, end: Callable[[], Any]) -> None:
        self.all_say(self.crowd.clients)
        for one in self.crowd.clients:
            one.may_be_cut = True
        end()
        self.crowd.see_the_end()
        self.town.server.start()
