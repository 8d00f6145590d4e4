"""`make bench-pages`: how many pages a second one core serves, beside a bare Flask page on the same server.

Five rounds, interleaved, medians and spread. BENCH_ROUNDS and BENCH_SECONDS shorten a look.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import tempfile
from importlib.metadata import version
from pathlib import Path
from urllib.request import Request, urlopen

from app.demo import PASSPHRASE
from bench.load import Result, run
from bench.servers import Running, bare_page, cairn

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "5"))
SECONDS = float(os.environ.get("BENCH_SECONDS", "3"))
PACKAGES = ("flask", "gevent", "sqlalchemy", "jinja2")


def main() -> None:
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})  # the load has the other core
    with tempfile.TemporaryDirectory() as folder:
        with cairn(Path(folder), "--migrate", "--demo"):
            pass  # fills the database, so that the next start is a warm one
        with cairn(Path(folder), "--migrate", "--demo") as ours, bare_page() as bare:
            idle = ours.memory
            _print(_measure(ours, bare), idle, ours)


def _measure(ours: Running, bare: Running) -> dict[str, list[Result]]:
    signed = {"Cookie": _cookie(ours.url)}
    room = _room(ours.url, signed)
    targets = {
        "bare Flask page": (bare.url + "/", {}),
        "front page": (ours.url + "/", {}),
        "community page": (ours.url + "/c/crohns", {}),
        "room page, signed in, 50 messages": (f"{ours.url}/c/crohns/rooms/{room}", signed),
        "history as JSON, 50 messages": (f"{ours.url}/api/v1/rooms/{room}/messages?limit=50", signed),
    }
    found: dict[str, list[Result]] = {name: [] for name in targets}
    for url, headers in targets.values():
        run(url, headers=headers, seconds=0.5)
    for _ in range(ROUNDS):
        for name, (url, headers) in targets.items():
            found[name].append(run(url, headers=headers, seconds=SECONDS))
    return found


def _cookie(url: str) -> str:
    said = json.dumps({"handle": "ana", "password": PASSPHRASE, "cookie": True}).encode()
    answer = urlopen(Request(f"{url}/api/v1/sessions", said, {"Content-Type": "application/json"}))
    return str(answer.headers["Set-Cookie"]).split(";")[0]


def _room(url: str, headers: dict[str, str]) -> str:
    rooms = json.load(urlopen(Request(f"{url}/api/v1/communities/crohns/rooms", headers=headers)))["items"]
    return str(max(rooms, key=lambda room: room["last_seq"])["id"])


def _print(found: dict[str, list[Result]], idle: float, ours: Running) -> None:
    base = statistics.median(one.rate for one in found["bare Flask page"])
    print(f"{'':36}{'pages/s':>9}{'spread':>15}{'of bare':>9}{'p50 ms':>8}{'p99 ms':>8}{'kB':>7}")
    for name, rounds in found.items():
        rates = [one.rate for one in rounds]
        rate = statistics.median(rates)
        p50, p99 = (statistics.median(one.percentile(share) for one in rounds) for share in (0.5, 0.99))
        spread = f"{min(rates):.0f}–{max(rates):.0f}"
        share = f"1/{base / rate:.1f}"
        print(f"{name:36}{rate:9.0f}{spread:>15}{share:>9}{p50:8.1f}{p99:8.1f}{rounds[0].bytes_each / 1000:7.1f}")
    print(
        f"\nready after {ours.ready_after:.2f} s (warm); {idle:.0f} MiB at idle, {ours.memory:.0f} MiB after the load"
    )
    versions = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    print(f"Python {platform.python_version()}, {versions}; {ROUNDS} rounds of {SECONDS:g} s, 8 connections, one core")


if __name__ == "__main__":
    main()
