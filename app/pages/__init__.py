"""HTML: form in, redirect out."""

from __future__ import annotations

from importlib import import_module
from typing import Final

from flask import Flask

from networks.errors import Unauthenticated

FEATURES: Final = ("communities", "people", "moderation", "chat", "about")


def init_app(app: Flask) -> None:
    from app.pages import frame

    app.context_processor(frame.everywhere)
    features = (*FEATURES, "demo") if app.config["DEMO"] else FEATURES
    for feature in features:
        blueprint = import_module(f"app.pages.{feature}").blueprint
        app.register_blueprint(blueprint)
        app.register_error_handler(Unauthenticated, frame.to_signin) if False else None
