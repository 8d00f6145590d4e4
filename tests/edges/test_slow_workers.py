"""Workers that take long to start, or never do. What they do once they serve is in test_workers.py."""

from __future__ import annotations

import sys
from contextlib import closing

import pytest

from app import workers
from app.workers import Workers

SLOW = """
import os, socket, time
time.sleep(0.5)
socket.socket(fileno=int(os.environ["CAIRN_WORKER_PIPE"])).send(b".")
time.sleep(60)
"""
SILENT = "import time; time.sleep(60)"
BROKEN = "raise SystemExit(3)"


@pytest.fixture
def watch(monkeypatch):
    """Look after a worker that is this program, until it has ended. Returns the code that the server ends with, and
    whether it was told that all of them answer."""

    def watching(program: str, looks: int) -> tuple[int, bool]:
        monkeypatch.setattr(sys, "argv", ["-c", program])
        monkeypatch.setattr(workers, "BEAT", 0.01)
        monkeypatch.setattr(workers, "STARTING", looks)
        told: list[bool] = []
        them = Workers(1, 0)

        def tell() -> None:
            told.append(True)
            them._over.set()

        process, pipe = them._start()
        with closing(pipe):
            them._watch(process, pipe.fileno(), tell)
        assert process.poll() is not None
        return them._code, bool(told)

    return watching


def test_one_that_is_slow_to_start_is_waited_for(watch):
    assert watch(SLOW, 6000)[1]


def test_one_that_never_says_anything_is_ended_and_so_is_the_server(watch):
    code, told = watch(SILENT, 3)
    assert code != 0
    assert not told


def test_one_that_cannot_start_ends_the_server_with_its_code(watch):
    assert watch(BROKEN, 6000) == (3, False)
