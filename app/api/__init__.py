"""The HTTP interface below /api/v1, and its description in OpenAPI 3.1."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from flask import Flask, Response, json
from flask_smorest import Api

from app.api import document
from app.api.frame import ErrorAnswer


class CairnApi(Api):
    """Flask-smorest without its own error answers: those of the house serve pages and programs alike."""

    ERROR_SCHEMA = ErrorAnswer

    def _register_error_handlers(self) -> None:
        return None

    def _register_responses(self) -> None:
        document.register_errors(self.spec, ErrorAnswer)

    def _openapi_json(self) -> Response:
        return Response(self.text, mimetype="application/json")

    @cached_property
    def document(self) -> dict[str, Any]:
        """The whole description. It never changes while the product runs."""
        return document.finished(self.spec)

    @cached_property
    def text(self) -> str:
        return json.dumps(self.document)


def init_app(app: Flask) -> None:
    from app.api import (  # registers what they define
        amendments,
        appeals,
        badges,
        chat,
        communities,
        conversations,
        credentials,
        desks,
        docs,
        exchange,
        files,
        looking_after,
        moderation,
        overview,
        people,
        reports,
        resources,
        reviews,
        rota,
        safety,
        search,
        sharing,
        shelves,
        trying,
        welcoming,
    )

    app.config.update(
        API_TITLE="Cairn",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/api/v1",
        OPENAPI_JSON_PATH="openapi.json",
        API_SPEC_OPTIONS=document.options(),
    )
    api = CairnApi(app)
    for feature in (
        people,
        communities,
        badges,
        credentials,
        amendments,
        appeals,
        chat,
        conversations,
        resources,
        files,
        reviews,
        sharing,
        shelves,
        trying,
        search,
        exchange,
        reports,
        moderation,
        desks,
        overview,
        looking_after,
        rota,
        safety,
        welcoming,
    ):
        api.register_blueprint(feature.blueprint)
    app.register_blueprint(docs.blueprint)
