"""Group commit: who arrives together is stored together, and nobody pays for anybody else's mistake."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from random import Random
from threading import Event
from typing import Any
from typing import cast as is_a
from uuid import uuid4

import pytest
from sqlalchemy import RootTransaction, text

from app import markdown
from networks.chat.actions import edit_message
from networks.chat.events import MessagePosted
from networks.chat.models import LONGEST
from networks.chat.posting import post_message
from networks.database import Database
from networks.errors import Conflict, NotAllowed, Unavailable
from networks.people.actions import register
from networks.together import Together, Turn
from networks.together import at_once as right_here
from networks.wiring import INSIDE
from networks.work import Network
from tests.domain.acts import at_once, bodies, do, listen, read, say
from tests.services.kept import wait_until

SOON = 10.0


class Disk:
    """A database whose disk is busy, or breaks, when a test says so."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.is_sqlite = database.is_sqlite
        self.reading = database.reading
        self.together = Together(database.writer, self._commit, right_here)
        self.writing = self.together.unit
        self.commits = 0
        self.fault: Exception | None = None
        self.asked, self.free = Event(), Event()
        self.free.set()

    @contextmanager
    def busy(self) -> Iterator[None]:
        """The first to commit waits here until the end, and all others behind it."""
        self.asked.clear()
        self.free.clear()
        try:
            yield
        finally:
            self.free.set()

    def queue(self, count: int) -> bool:
        """Wait until so many stand behind the one who commits."""
        return wait_until(lambda: len(self.together._turn._waiting) == count, SOON)

    def _commit(self, transaction: RootTransaction) -> None:
        self.asked.set()
        assert self.free.wait(SOON)
        self.commits += 1
        if self.fault is not None:
            raise self.fault
        transaction.commit()


@pytest.fixture
def disk(network: Network) -> Disk:
    return Disk(network.database)


@pytest.fixture
def slow(disk: Disk) -> Network:
    return Network(is_a(Database, disk), render=markdown.render, inside=INSIDE)


@contextmanager
def together(disk: Disk, first: Callable[[], Any], *rest: Callable[[], Any]) -> Iterator[list[Future[Any]]]:
    """While the disk is busy with `first`, the others arrive one after the other; inside, all of them wait."""
    with ThreadPoolExecutor(1 + len(rest)) as pool, disk.busy():
        calls = [pool.submit(first)]
        assert disk.asked.wait(SOON)
        for count, call in enumerate(rest, 1):
            calls.append(pool.submit(call))
            assert disk.queue(count)
        yield calls


def test_who_arrives_while_the_disk_is_busy_is_stored_by_one_commit(slow, disk, cast):
    with together(disk, *(partial(say, slow, cast.ana, cast.everyday, f"{n}") for n in range(6))) as calls:
        pass
    assert [call.result().seq for call in calls] == [1, 2, 3, 4, 5, 6]
    assert disk.commits == 2


def test_nobody_is_answered_or_heard_before_it_is_stored(slow, disk, cast):
    heard = listen(slow, MessagePosted)
    with together(disk, *(partial(say, slow, cast.ana, cast.everyday, f"{n}") for n in range(3))) as calls:
        assert not any(call.done() for call in calls)
        assert heard == []
        assert bodies(read(slow, cast.ben, cast.everyday)) == []
    assert [event.message.body for event in heard] == ["0", "1", "2"] == bodies(read(slow, cast.ben, cast.everyday))


def test_what_was_told_is_stored_already_and_told_in_the_order_of_the_numbers(slow, cast):
    told: list[tuple[int, int]] = []

    def look(event: Any) -> None:
        told.append((event.message.seq, read(slow, cast.ben, cast.everyday, limit=1).items[-1].seq))

    def say_often(who: Any) -> None:
        for _ in range(10):
            say(slow, who, cast.everyday)

    slow.outside.append(look)
    people = (cast.ana, cast.ben, cast.fay)
    at_once([partial(say_often, who) for who in people])
    assert [seq for seq, _ in told] == list(range(1, 31))
    assert all(stored >= seq for seq, stored in told)


def refuse(network: Network, cast: Any) -> Any:
    def fail(work: Any) -> None:
        post_message(work, cast.everyday, body="Not this.", client_key=uuid4().hex)
        raise Conflict("No.")

    return do(network, cast.ben, fail)


def break_a_rule(network: Network, cast: Any) -> Any:
    """What the database refuses, not we."""
    return say(network, cast.ben, cast.everyday, "x" * (LONGEST + 1))


def take_a_name(network: Network, cast: Any) -> Any:
    return do(network, None, register, handle="Ana", email="other@example.org", secret=None)


@pytest.mark.parametrize("bad", [refuse, break_a_rule, take_a_name])
@pytest.mark.parametrize("place", [0, 1, 2, 3])
def test_one_bad_unit_spoils_no_other(slow, disk, cast, bad, place):
    acts: list[Callable[[], Any]] = [partial(say, slow, cast.ana, cast.everyday, f"{n}") for n in range(3)]
    acts.insert(place, partial(bad, slow, cast))
    with together(disk, lambda: say(slow, cast.ana, cast.quiet_corner), *acts) as calls:
        pass
    calls = calls[1:]
    assert isinstance(calls.pop(place).exception(), Exception)
    assert [call.result().seq for call in calls] == [1, 2, 3]
    assert bodies(read(slow, cast.ben, cast.everyday)) == ["0", "1", "2"]


def test_units_of_one_group_see_what_those_before_them_did(slow, disk, cast):
    key = uuid4().hex

    def twice() -> Any:
        return say(slow, cast.ana, cast.everyday, "Once.", client_key=key)

    with together(disk, lambda: say(slow, cast.ben, cast.everyday), twice, twice) as calls:
        pass
    assert calls[1].result().id == calls[2].result().id
    assert disk.commits == 2
    assert len(read(slow, cast.ben, cast.everyday).items) == 2


def test_a_commit_that_fails_is_told_to_all_and_heard_by_nobody(slow, disk, cast):
    heard = listen(slow)
    acts = [lambda: say(slow, cast.ana, cast.everyday), lambda: refuse(slow, cast)]
    with together(disk, acts[0], *acts) as calls:
        disk.fault = OSError("no space left")
    assert [type(call.exception()) for call in calls] == [Unavailable] * 3
    assert heard == []
    disk.fault = None
    assert say(slow, cast.ana, cast.everyday, "After.").seq == 1
    assert bodies(read(slow, cast.ben, cast.everyday)) == ["After."]


def test_a_refusal_is_told_when_what_it_rests_on_is_stored(slow, disk, cast):
    """Else somebody would be told who was faster, and then nobody was."""
    said = say(slow, cast.ana, cast.everyday, "Mine.")

    def change_it() -> Any:
        return do(slow, cast.ben, edit_message, said.id, body="Mine now.")

    with together(disk, *(lambda: say(slow, cast.ana, cast.everyday) for _ in range(2)), change_it) as calls:
        assert not calls[2].done()
    assert isinstance(calls[2].exception(), NotAllowed)


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_connection_lost_in_the_middle_is_told_to_its_whole_group(slow, disk, cast):
    def lose(work: Any) -> None:
        with pytest.raises(Exception, match="terminat"):
            work.session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
        post_message(work, cast.everyday, body="Lost.", client_key=uuid4().hex)

    def lost() -> Any:
        return do(slow, cast.ben, lose)

    acts = [lambda: say(slow, cast.ana, cast.everyday) for _ in range(4)]
    with together(disk, acts[0], acts[1], lost, *acts[2:]) as calls:
        pass
    assert calls[0].result().seq == 1
    for call in calls[1:3]:
        assert isinstance(call.exception(), Exception)
    later = [call.exception() for call in calls[3:]]
    assert all(fault is None or isinstance(fault, Unavailable) for fault in later)
    stored = 1 + later.count(None)
    assert len(read(slow, cast.ben, cast.everyday).items) == stored
    assert say(slow, cast.ana, cast.everyday).seq == stored + 1


@pytest.mark.parametrize("seed", range(3))
def test_whatever_fails_the_rest_is_there_once_and_in_order(slow, cast, seed):
    def write(who: Any, dice: Random) -> list[str]:
        kept = []
        for _ in range(15):
            body = uuid4().hex
            act = dice.choice((refuse, break_a_rule, None, None))
            try:
                kept += [say(slow, who, cast.everyday, body).body] if act is None else [act(slow, cast)]
            except Exception:
                if act is None:
                    raise
        return kept

    heard = listen(slow, MessagePosted)
    people = (cast.ana, cast.ben, cast.fay, cast.lin)
    said = at_once([partial(write, who, Random(f"{seed} {n}")) for n, who in enumerate(people)])
    found = read(slow, cast.ana, cast.everyday, limit=100).items
    assert [one.seq for one in found] == list(range(1, len(found) + 1))
    assert [one.id for one in found] == [event.message.id for event in heard]
    for mine in said:
        assert [one.body for one in found if one.body in mine] == mine
    assert len(found) == sum(map(len, said))


def test_a_turn_comes_in_the_order_in_which_it_was_asked_for():
    turn, came = Turn(), []

    def go(number: int) -> None:
        turn.take()
        came.append(number)
        turn.give()

    turn.take()
    with ThreadPoolExecutor(5) as pool:
        for number in range(5):
            pool.submit(go, number)
            assert wait_until(lambda: len(turn._waiting) > number, SOON)  # noqa: B023  (it is awaited at once)
        turn.give()
    assert came == [0, 1, 2, 3, 4]
    turn.take(0)


def test_whoever_has_waited_too_long_is_told_and_stands_in_nobodys_way():
    turn = Turn()
    turn.take()
    with pytest.raises(Unavailable):
        turn.take(0.01)
    turn.give()
    turn.take(0)


KILLED = """
from gevent import monkey; monkey.patch_all()
import sys, random, gevent
from uuid import UUID, uuid4
from app import markdown
from app.greenlets import database
from networks.chat.posting import post_message
from networks.people.queries import asker_by_token
from networks.wiring import INSIDE
from networks.work import Network

url, room, token, seed = sys.argv[1:]
network = Network(database(url), render=markdown.render, inside=INSIDE)
with network.reading() as work:
    ana = asker_by_token(work, token)
heard, stored = [], set()
network.outside.append(lambda event: heard.append(event.message.id))

def write():
    for _ in range(5):
        with network.begin(ana) as work:
            said, _ = post_message(work, UUID(room), body="Hello.", client_key=uuid4().hex)
        stored.add(said.id)

dice = random.Random(seed)
writers = [gevent.spawn(write) for _ in range(40)]
for one in dice.sample(writers, 20):
    gevent.sleep(dice.random() / 100)
    one.kill(block=False)
gevent.joinall(writers, timeout=30)
assert all(one.dead for one in writers), "somebody waits for ever"
write()
assert len(heard) == len(set(heard)) and stored <= set(heard)
print(len(heard))
"""


@pytest.mark.parametrize("seed", ["1", "2"])
def test_who_is_ended_while_waiting_holds_up_nobody(network, cast, seed):
    url = network.database.url.render_as_string(hide_password=False)
    call = [sys.executable, "-c", KILLED, url, str(cast.everyday), cast.token(cast.ana), seed]
    done = subprocess.run(call, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    found = read(network, cast.ben, cast.everyday, limit=1000)
    assert len(found.items) == int(done.stdout) == found.last_seq
