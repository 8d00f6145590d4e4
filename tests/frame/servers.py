"""Real servers: `python wsgi.py` in a process of its own, with data of its own, on a free loopback port."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Final

import pytest

from networks.database import Database
from tests.frame.product import SETTINGS
from tests.services import fresh_database
from tests.services.kept import free_port

TOP: Final = Path(__file__).parent.parent.parent
PATIENCE: Final = 90.0
"""Seconds after which a server that says nothing is ended, so that a test cannot hang."""

NEVER: Final = ("DATABASE_URL", "REDIS_URL", "MAIL_URL", "MAIL_DIR", "PUBLIC_URL", "WORKERS", "TRUSTED_PROXIES")
"""Settings that must not come from the machine; empty, they also keep those of a .env file out."""


class Server:
    """A server to start, kill and start again at the same address. `env` are its settings."""

    program: tuple[str, ...] = ("wsgi.py",)

    def __init__(self, folder: Path, env: dict[str, str], *arguments: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.arguments = arguments or ("--migrate",)
        self.env = {
            **os.environ,
            **dict.fromkeys(NEVER, ""),
            "HOST": "127.0.0.1",
            "PORT": str(self.port),
            "DATA_DIR": str(folder / "data"),
            **SETTINGS,
            **env,
        }
        self._process: subprocess.Popen[str] | None = None

    @property
    def database_url(self) -> str:
        given = self.env["DATABASE_URL"]
        return given or f"sqlite:///{self.folder / 'data' / 'cairn.db'}"

    @property
    def pid(self) -> int:
        assert self._process is not None, "the server is not running"
        return self._process.pid

    def open_database(self) -> Database:
        """The server's database, to prepare or to look at. Close it."""
        return Database(self.database_url)

    def start(self) -> None:
        """Start and wait until it answers. Raises RuntimeError, with what it said, where it ends instead."""
        call = [sys.executable, *self.program, *self.arguments]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                call, cwd=TOP, env=self.env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log, text=True
            )
        if not self._answers(self._process):
            self.kill9()
            raise RuntimeError(f"the server does not start: {self.log()}")

    def stop(self) -> int:
        """End it as an operator would, with SIGTERM; returns its exit code."""
        return self._end(signal.SIGTERM)

    def kill9(self) -> int:
        """End it as a power cut would."""
        return self._end(signal.SIGKILL)

    def restart(self) -> None:
        self.stop()
        self.start()

    def close(self) -> None:
        if self._process is not None:
            self.kill9()

    def run_flask(self, *words: str, said: str = "") -> str:
        """`flask --app wsgi …` with this server's settings; returns what it prints. Fails where it fails."""
        call = [sys.executable, "-m", "flask", "--app", "wsgi", *words]
        done = subprocess.run(
            call, cwd=TOP, env=self.env, input=said, capture_output=True, text=True, check=False, timeout=PATIENCE
        )
        assert done.returncode == 0, f"flask {' '.join(words)}: {done.stdout}{done.stderr}"
        return done.stdout

    def log(self) -> str:
        return (self.folder / "log").read_text()

    def _answers(self, process: subprocess.Popen[str]) -> bool:
        assert process.stdout is not None
        patience = threading.Timer(PATIENCE, process.kill)
        patience.start()
        try:
            return any("answers on" in line for line in process.stdout)  # ends with the process at the latest
        finally:
            patience.cancel()

    def _end(self, how: signal.Signals) -> int:
        process, self._process = self._process, None
        if process is None:
            return 0
        process.send_signal(how)
        code = process.wait(PATIENCE)
        if process.stdout is not None:
            process.stdout.close()
        return code


@pytest.fixture
def new_server(tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """Start servers: `new_server()` on SQLite, `new_server("postgresql")`, with settings as in `LIMITS="on"`."""
    with ExitStack() as stack:

        def start(kind: str = "sqlite", **env: str) -> Server:
            if kind == "postgresql":
                env = {"DATABASE_URL": stack.enter_context(fresh_database()), **env}
            made = Server(tmp_path / f"server-{len(list(tmp_path.iterdir()))}", env)
            stack.callback(made.close)
            made.start()
            return made

        yield start


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for a whole module, on SQLite, with nobody in it. To kill one, take `new_server`."""
    made = Server(tmp_path_factory.mktemp("server"), {})
    try:
        made.start()
        yield made
    finally:
        made.close()
