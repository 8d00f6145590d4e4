"""Delivery: HTTP pages, JSON, live calls, mail, command line. `create_app` wires, nothing else."""

from __future__ import annotations

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from app import (
    api,
    begin,
    cli,
    compress,
    cookies,
    errors,
    greenlets,
    headers,
    health,
    limits,
    looks,
    mail,
    markdown,
    paces,
    pages,
    signing_in,
    sockets,
    storage,
    words,
)
from app.extensions import babel
from app.files import taking
from app.realtime import start, tell
from app.strict_json import StrictJson
from config import Settings
from networks.wiring import INSIDE
from networks.work import Network


def create_app(settings: Settings) -> Flask:
    """The whole product for these settings. Serving is left to the caller."""
    app = Flask(__name__, static_folder="static", template_folder="templates")
    app.json = StrictJson(app)
    app.config.from_mapping(_flask_config(settings))
    network = _network(settings)
    begin.init_app(app, network)
    mail.init_app(app, settings)
    storage.init_app(app, settings)
    limits.init_app(app, redis_url=settings.redis_url, on=settings.limits)
    paces.init_app(app, on=settings.limits)
    babel.init_app(app, locale_selector=words.chosen)
    for part in (compress, words, errors, headers, taking, signing_in, cookies, looks, pages, api, health, cli):
        part.init_app(app)
    start(app, settings)
    sockets.init_app(app)
    network.outside.append(tell(app))
    if settings.trusted_proxies:  # outermost, so that live connections too are counted by the address behind it
        app.wsgi_app = ProxyFix(app.wsgi_app, *[settings.trusted_proxies] * 4)  # type: ignore[method-assign]
    return app


def _network(settings: Settings) -> Network:
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    return Network(
        greenlets.database(settings.database_url),
        render=markdown.render,
        inside=INSIDE,
        verification=settings.email_verification,
    )


def _flask_config(settings: Settings) -> dict[str, object]:
    return {
        "SECRET_KEY": settings.secret_key,
        "SESSION_COOKIE_NAME": "cairn",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.secure_cookies,
        "WTF_CSRF_CHECK_DEFAULT": False,
        "WTF_CSRF_TIME_LIMIT": None,
        "MAX_CONTENT_LENGTH": 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 256 * 1024,
        "NETWORK_NAME": settings.network_name,
        "DEMO": settings.demo and settings.is_loopback,
        "BABEL_DEFAULT_LOCALE": "en",
    }
