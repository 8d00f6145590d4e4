"""A real server that waits a second where the product waits a minute, so that tests need not."""

from __future__ import annotations

import os
import sys

if __name__ == "__main__":
    from gevent import monkey

    monkey.patch_all()

from app import serve, server
from app.engine import core
from app.realtime import doorstep, starting
from config import Settings


def main() -> None:
    server.SLOWEST = server.IDLE = server.LONGEST = server.LINGER = 1.0  # type: ignore[misc]
    if os.environ.get("PINGS") == "often":
        core.TICK, starting.PING, starting.PONG = 1.0 / core.ROUND, 1.0, 4.0  # type: ignore[misc]
    doorstep.LONGEST, doorstep.OFTEN, doorstep.MOST = 1.0, 0.1, 20  # type: ignore[misc]
    serve.main(Settings.from_env(), sys.argv[1:])


if __name__ == "__main__":
    main()
