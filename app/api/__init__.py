"""The HTTP interface below /api/v1, and its description in OpenAPI 3.1."""

from __future__ import annotations

from flask import Flask
from flask_smorest import Api

from app.api.frame import ErrorAnswer


class CairnApi(Api):
    """Flask-smorest without its own error answers: those of the house serve pages and programs alike."""

    ERROR_SCHEMA = ErrorAnswer

    def _register_error_handlers(self) -> None:
        return None


def init_app(app: Flask) -> None:
    from app.api import chat, communities, moderation, people  # registers what they define

    app.config.update(
        API_TITLE="Cairn",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/api/v1",
        OPENAPI_JSON_PATH="openapi.json",
        API_SPEC_OPTIONS={
            "info": {"description": "What programs outside may rely on. Errors have one form everywhere."},
            "components": {
                "securitySchemes": {
                    "bearer": {"type": "http", "scheme": "bearer"},
                    "cookie": {"type": "apiKey", "in": "cookie", "name": "cairn"},
                }
            },
            "security": [{}, {"bearer": []}, {"cookie": []}],
        },
    )
    api = CairnApi(app)
    for feature in (people, communities, chat, moderation):
        api.register_blueprint(feature.blueprint)
