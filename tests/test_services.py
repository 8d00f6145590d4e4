"""The services that tests lean on are there, and leave nothing behind."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from sqlalchemy import create_engine, text

from tests.services import fresh_database, keeper, kept, own_redis

WAITING = [sys.executable, "-c", "import time; time.sleep(60)"]


def test_postgres_answers_with_an_empty_database(postgres_server):
    with fresh_database() as url:  # the worker's own is in use by others
        engine = create_engine(url)
        with engine.connect() as connection:
            assert connection.scalar(text("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")) == 0
            assert connection.scalar(text("SELECT lower('ÉTÉ')")) == "été"
        engine.dispose()


def test_redis_answers(redis_server):
    with redis.Redis.from_url(redis_server) as client:
        assert client.ping()


def test_a_redis_can_go_down_and_come_back():
    with own_redis() as server:
        server.stop()
        assert not server.answers()
        server.start()
        assert server.answers()


def test_a_browser_is_found(chromium):
    assert subprocess.run([chromium, "--version"], capture_output=True, check=True).stdout


@pytest.fixture
def run() -> Iterator[subprocess.Popen[bytes]]:
    """A process that stands for a run of the tests."""
    with subprocess.Popen(WAITING) as standing:
        yield standing
        standing.kill()


@pytest.fixture
def folder(tmp_path) -> Path:
    made = tmp_path / "server"
    made.mkdir()
    return made


def keeping(run, folder) -> subprocess.Popen[bytes]:
    """A keeper whose server tells its pid."""
    telling = "import os, pathlib, time; pathlib.Path('told').write_text(str(os.getpid())); time.sleep(60)"
    call = [sys.executable, keeper.__file__, str(run.pid), str(folder), "", sys.executable, "-c", telling]
    started = subprocess.Popen(call)
    assert kept.wait_until(lambda: (folder / "told").exists() and bool((folder / "told").read_text()), 10)
    return started


@pytest.mark.parametrize("ending", ["the run is killed", "the run is over"])
def test_a_server_ends_with_the_run_it_was_started_for(run, folder, ending):
    started = keeping(run, folder)
    server = int((folder / "told").read_text())
    if ending == "the run is killed":
        run.kill()
        run.wait()
    else:
        started.send_signal(signal.SIGTERM)
    assert started.wait(10) == 0
    assert not keeper.lives(server)
    assert not folder.exists()
