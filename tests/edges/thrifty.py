"""A real server that never collects garbage: asked by SIGUSR1, it tells how much has come together, and collects it."""

from __future__ import annotations

import gc
import signal
import sys

if __name__ == "__main__":
    from gevent import monkey

    monkey.patch_all()

import gevent

from app import serve
from config import Settings


def main() -> None:
    serve._calm_the_collector = _begin
    serve.main(Settings.from_env(), sys.argv[1:])


def _begin() -> None:
    gc.disable()
    gevent.signal_handler(signal.SIGUSR1, lambda: print(gc.collect(), flush=True))  # noqa: T201


if __name__ == "__main__":
    main()
