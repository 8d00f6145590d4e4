"""What was measured, and on what."""

from __future__ import annotations

import json
import os
import platform
import sqlite3
import subprocess
from importlib.metadata import version
from pathlib import Path
from typing import Final

from bench.servers import HOUSE, node_program

PACKAGES: Final = ("Flask-SocketIO", "python-socketio", "python-engineio", "gevent", "SQLAlchemy")


def versions() -> list[str]:
    ours = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return [
        f"Python {platform.python_version()}, {ours}, SQLite {sqlite3.sqlite_version};",
        f"Node {_said([node_program() or 'node', '--version'])}, socket.io {_socket_io()};",
        f"{_processor()}, {os.cpu_count()} cores, {platform.system()} {platform.release()}, {_file_system()}.",
    ]


def _socket_io() -> str:
    package = HOUSE / "node_modules" / "socket.io" / "package.json"
    return str(json.loads(package.read_text())["version"])


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":")[1].strip()
    return platform.machine()


def _file_system() -> str:
    return _said(["stat", "--file-system", "--format=%T", str(HOUSE)])


def _said(call: list[str]) -> str:
    return subprocess.run(call, capture_output=True, text=True, check=True).stdout.strip()
