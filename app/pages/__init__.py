"""HTML: form in, redirect out."""

from __future__ import annotations

from importlib import import_module
from typing import Final

from flask import Flask

from app.pages import astray, frame
from app.pages.devices import device

FEATURES: Final = (
    "about",
    "account",
    "appeals",
    "authors",
    "charters",
    "chat",
    "communities",
    "conversations",
    "decisions",
    "desk_settings",
    "files",
    "endorsing",
    "histories",
    "holding",
    "leaflets",
    "library",
    "library_exchange",
    "looking_after",
    "members",
    "moderation",
    "newcomers",
    "offers",
    "overview",
    "people",
    "professions",
    "reasons",
    "removed",
    "report_limits",
    "reports",
    "record",
    "reviews",
    "rota",
    "safety",
    "search",
    "sent_reports",
    "settings",
    "settling",
    "sharing",
    "shelves",
    "support",
    "verifying",
    "watchwords",
    "talking",
    "telling",
    "trying",
    "welcoming",
)


def init_app(app: Flask) -> None:
    """Some features share a blueprint. The demo's front door is not even there where there is no demo."""
    app.context_processor(frame.everywhere)
    app.jinja_env.globals["place_here"] = astray.place_here
    app.jinja_env.filters["device"] = device
    names = (*FEATURES, "demo") if app.config["DEMO"] else FEATURES
    found = [import_module(f"app.pages.{name}").blueprint for name in names]
    for blueprint in dict.fromkeys(found):
        app.register_blueprint(blueprint)
