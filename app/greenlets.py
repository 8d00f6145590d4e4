"""The database for a server of greenlets, where whatever waits without yielding stops everybody."""

from __future__ import annotations

import gevent
from gevent import monkey
from gevent.threadpool import ThreadPool

from networks.database import Database


def database(url: str) -> Database:
    """Commits wait for the disk in one thread beside the hub. Where nothing is patched, threads wait as they are."""
    if not monkey.is_module_patched("threading"):
        return Database(url)
    return Database(url, spawn=gevent.spawn, aside=ThreadPool(1).apply)
