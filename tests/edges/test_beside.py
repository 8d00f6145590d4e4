"""What blocks is done in one thread beside the greenlets: in its order, with its faults, for nobody who has gone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

BEGINNING = """
from gevent import monkey
monkey.patch_all()
import gevent
from app.greenlets import Beside
beside, seen = Beside(), []
block = monkey.get_original("time", "sleep")
"""


def runs(program: str) -> str:
    """What a server of greenlets prints, which the tests themselves are none."""
    done = subprocess.run(
        [sys.executable, "-c", BEGINNING + program],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_others_go_on_while_something_blocks():
    assert (
        runs("""
gate = monkey.get_original("threading", "Event")()
gevent.spawn(gate.set)
beside(gate.wait)
print("both were done")
""")
        == "both were done"
    )


def test_whoever_came_first_is_done_first():
    assert (
        runs("""
gevent.joinall([gevent.spawn(beside, lambda n=n: seen.append(n)) for n in range(100)])
print(seen == sorted(seen), len(seen))
""")
        == "True 100"
    )


def test_a_fault_is_that_of_whoever_asked_and_the_next_is_done():
    assert runs("""
def fail(): raise ValueError("full")
try: beside(fail)
except ValueError as fault: print(fault)
beside(lambda: print("done"))
""").split() == ["full", "done"]


def test_whoever_no_longer_waits_is_not_gone_on_with():
    assert (
        runs("""
gate = monkey.get_original("threading", "Event")()
one = gevent.spawn(beside, gate.wait)
gevent.sleep(0)
one.kill()
gate.set()
beside(lambda: seen.append("next"))
print(type(one.value).__name__, seen)
""")
        == "GreenletExit ['next']"
    )
