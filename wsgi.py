"""The server's entry: patches, creates the app, serves. `flask --app wsgi …` and tests run it unpatched."""

import sys

SERVING = __name__ == "__main__"
if SERVING:  # before every other import: a socket that was made unpatched would stop the hub
    from gevent import monkey

    monkey.patch_all()

from dotenv import load_dotenv

load_dotenv()

from flask import Flask

from app import create_app
from config import Misconfigured, Settings


def application() -> Flask:
    """The app for `flask --app wsgi` and for other servers."""
    return create_app(settings())


def settings() -> Settings:
    try:
        return Settings.from_env(demo="--demo" in sys.argv)
    except Misconfigured as mistakes:
        sys.exit(str(mistakes))


if SERVING:
    from app.serve import main

    main(settings(), sys.argv[1:])
else:
    app = application()
