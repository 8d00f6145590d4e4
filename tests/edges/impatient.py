"""A real server that waits a second where the product waits a minute, so that tests need not."""

from __future__ import annotations

import sys

if __name__ == "__main__":
    from gevent import monkey

    monkey.patch_all()

from app import serve
from config import Settings


def main() -> None:
    serve.SLOWEST = serve.IDLE = serve.LONGEST = 1.0
    serve.main(Settings.from_env(), sys.argv[1:])


if __name__ == "__main__":
    main()
