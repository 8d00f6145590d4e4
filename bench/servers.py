"""Starting what is measured: each in its own process, on one core, ended by its own id."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

HOUSE = Path(__file__).parent.parent
NEVER = ("DATABASE_URL", "REDIS_URL", "MAIL_URL", "PUBLIC_URL", "SECRET_KEY", "WORKERS", "TRUSTED_PROXIES")
"""Settings that must not come from the machine; empty, they also keep those of a .env file out."""

BARE = """
from gevent import monkey
monkey.patch_all()
from flask import Flask
from app.server import make_server
import sys
app = Flask(__name__)
@app.get("/")
def page():
    return "<!doctype html><title>A bare page</title><p>Hello."
server = make_server(("127.0.0.1", int(sys.argv[1])), app)
print("answers on", flush=True)
server.serve_forever()
"""


@dataclass
class Running:
    url: str
    process: subprocess.Popen[str]
    ready_after: float

    @property
    def port(self) -> int:
        return int(self.url.rsplit(":", 1)[1])

    @property
    def memory(self) -> float:
        """Resident memory in MiB."""
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        raise OSError("no such process")


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def cairn(data_dir: Path, *arguments: str, **settings: str) -> Iterator[Running]:
    """The product, on core 0, with its own data: in a SQLite file where no other DATABASE_URL is given."""
    port = free_port()
    env = {**os.environ, **dict.fromkeys(NEVER, ""), **settings}
    env |= {"DATA_DIR": str(data_dir), "PORT": str(port), "LIMITS": "off", "HOST": "127.0.0.1"}
    with _started([sys.executable, "wsgi.py", *arguments], f"http://127.0.0.1:{port}", "/healthz", env) as running:
        yield running


@contextmanager
def bare_page() -> Iterator[Running]:
    """Flask's smallest page on the same server: what we are compared with."""
    port = free_port()
    with _started([sys.executable, "-c", BARE, str(port)], f"http://127.0.0.1:{port}", "/", dict(os.environ)) as one:
        yield one


def node_program() -> str | None:
    """Set-up puts Node beside Python where the machine has none."""
    return shutil.which("node", path=os.pathsep.join([os.environ["PATH"], str(Path(sys.executable).parent)]))


@contextmanager
def node_reference() -> Iterator[Running]:
    """Node's socket.io as it is shipped."""
    port = free_port()
    command = [node_program() or "node", "bench/node/server.js", str(port)]
    with _started(command, f"http://127.0.0.1:{port}", "/", dict(os.environ)) as running:
        yield running


@contextmanager
def _started(command: list[str], url: str, path: str, env: dict[str, str]) -> Iterator[Running]:
    begun = time.perf_counter()
    process = subprocess.Popen(command, cwd=HOUSE, env=env, stdout=subprocess.PIPE, text=True)
    os.sched_setaffinity(process.pid, {0})
    try:
        _await(process, url + path)
        yield Running(url, process, time.perf_counter() - begun)
    finally:
        process.terminate()
        process.wait(15)


def _await(process: subprocess.Popen[str], url: str) -> None:
    """The process says when it answers; then it must."""
    assert process.stdout is not None
    for line in process.stdout:
        if "answers on" in line:
            break
    deadline = time.monotonic() + 30
    while True:
        try:
            urlopen(url, timeout=5).close()
            return
        except OSError:
            if process.poll() is not None or time.monotonic() > deadline:
                raise
            time.sleep(0.01)
