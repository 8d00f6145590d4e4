"""How often is too often over a live connection: by person, by address, for every call and for connecting."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from app.paces import EACH, PACES
from app.sockets.frame import CALLS

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def product(limited):
    return limited()


@pytest.fixture
def arrive(product, cast) -> Iterator[Callable[..., Any]]:
    """Somebody at a live connection in this process."""
    came = []

    def arriving(person):
        made = product.extensions["live"].io.test_client(product, auth={"token": cast.token(person)})
        came.append(made)
        return made

    yield arriving
    for one in came:
        if one.is_connected():
            one.disconnect()


def code(ack: Any) -> str:
    return ack["error"]["code"] if "error" in ack else ""


def use_up(call: Callable[[], Any], amount: int) -> dict[str, Any]:
    """Call until it is too often; returns that error."""
    for _ in range(amount):
        assert code(call()) != "too_many"
    error: dict[str, Any] = call()["error"]
    assert error["code"] == "too_many"
    assert error["retry_after"] >= 1
    assert str(error["retry_after"]) in error["message"]
    return error


@pytest.mark.parametrize("event", [*CALLS, "no:such"])
def test_whoever_calls_too_often_is_told_how_long_to_wait(cast, arrive, event):
    ana, ben = arrive(cast.ana), arrive(cast.ben)
    amount = PACES.get(event, PACES["other"])[0]
    use_up(lambda: ana.emit(event, {}, callback=True), amount)
    assert code(ben.emit(event, {}, callback=True)) == "invalid"


def test_what_cannot_be_read_is_counted_as_well(cast, arrive):
    ana = arrive(cast.ana)
    use_up(lambda: ana.emit("cairn:malformed", callback=True), PACES["other"][0])


def test_another_connection_is_no_way_around_it(cast, arrive):
    ana, again = arrive(cast.ana), arrive(cast.ana)
    use_up(lambda: ana.emit("room:typing", {}, callback=True), PACES["room:typing"][0])
    assert code(again.emit("room:typing", {}, callback=True)) == "too_many"


def test_one_kind_of_call_does_not_use_up_another(cast, arrive):
    ana = arrive(cast.ana)
    use_up(lambda: ana.emit("room:typing", {}, callback=True), PACES["room:typing"][0])
    assert "room" in ana.emit("room:enter", {"room_id": str(cast.everyday)}, callback=True)


def test_whoever_connects_too_often_is_refused(cast, product, arrive):
    for _ in range(PACES["connect"][0]):
        arrive(cast.ana).disconnect()
    assert not arrive(cast.ana).is_connected()
    assert arrive(cast.ben).is_connected()


def test_nobody_is_here_more_often_than_need_be(cast, arrive):
    here = [arrive(cast.ana) for _ in range(EACH)]
    assert all(one.is_connected() for one in here)
    assert not arrive(cast.ana).is_connected()
    here.pop().disconnect()
    assert arrive(cast.ana).is_connected()
