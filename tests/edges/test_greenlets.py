"""What is done in a thread of its own says what went wrong to whoever asked, not to the log; what is left for the end
is done there."""

from __future__ import annotations

from functools import partial

import gevent
import pytest

from app import greenlets
from networks.errors import Invalid


def refuse() -> None:
    raise Invalid(fields={"file": "This is a program."})


def test_a_refusal_elsewhere_is_the_askers_and_not_a_fault_in_the_log(monkeypatch, capfd):
    monkeypatch.setattr(greenlets, "_patched", lambda: True)
    assert greenlets.elsewhere(lambda: 7) == 7
    with pytest.raises(Invalid, match="Please check"):
        greenlets.elsewhere(refuse)
    assert "Traceback" not in capfd.readouterr().err


@pytest.fixture
def served(monkeypatch):
    """As in a server of greenlets. Returns what happens, and in which of them."""
    monkeypatch.setattr(greenlets, "_patched", lambda: True)
    return []


def note(seen: list, name: str) -> None:
    seen.append((name, gevent.getcurrent()))


def test_what_is_left_for_the_end_is_done_there_in_its_order_whatever_happens(served):
    here = gevent.getcurrent()

    def work() -> None:
        for name in ("first", "second"):
            greenlets.at_the_end(partial(note, served, name))
        note(served, "work")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        greenlets.with_its_end(work)
    assert served == [("work", here), ("first", here), ("second", here)]


def test_whoever_leaves_nothing_behind_gives_it_to_another(served):
    here = gevent.getcurrent()

    def work() -> None:
        greenlets.at_the_end(partial(note, served, "left"))
        greenlets.leave_nothing()
        gevent.idle()
        note(served, "work")

    greenlets.with_its_end(work)
    assert [name for name, _ in served] == ["left", "work"]
    assert served[0][1] is not here


def test_where_nobody_says_when_the_end_is_it_is_done_soon(served):
    greenlets.at_the_end(partial(note, served, "soon"))
    greenlets.leave_nothing()
    assert served == []
    gevent.idle()
    assert [name for name, _ in served] == ["soon"]
