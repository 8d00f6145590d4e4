"""The OpenAPI document as a whole: how the interface is used, how it refuses, and what lies beside the calls."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

from apispec import APISpec
from limits import RateLimitItem

from app.api.described import ANYBODY, SIGNED_IN
from app.api.live import live_calls
from app.limits import RATES
from app.paces import PACES

GENERAL: Final = (Path(__file__).parent / "general.md").read_text(encoding="utf-8")
ACTS: Final = {
    "signin": "signing in, or giving one's passphrase again",
    "register": "registering",
    "reset": "asking for a mail with a link",
    "post": "saying something",
    "search": "searching",
    "join": "asking to join",
    "upload": "sending a file",
    "code": "presenting an invitation",
    "credentials": "asking to have one’s profession checked",
    "report": "reporting something",
    "tip": "sharing a message as a tip",
    "conversation": "beginning a conversation with a member",
    "write": "writing for the library, or looking at how it will be shown",
    "message:edit": "changing a message, live calls included",
    "message:remove": "removing a message, live calls included",
    "message:react": "reacting to a message, live calls included",
    "change": "changing anything at all",
}
PACED: Final = ("message:edit", "message:remove", "message:react", "change")
ERRORS: Final = {
    401: "Nobody is signed in, or the token is not valid any more.",
    403: "A role or a sanction rules it out; the message says why.",
    404: "It does not exist, or the asker may not know that it does.",
    409: "Somebody was faster, or the same key stands for something else; the message says which.",
    413: "It is larger than we can take.",
    416: "The file has no such part.",
    422: "Something in the request is wrong; `fields` says what.",
    429: "Too often in too short a time.",
}
SECONDS: Final = {"Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}}}
PLACES: Final = {
    "slug": "The community's name in addresses.",
    "room_id": "The room.",
    "conversation_id": "The conversation, which is also its room's id.",
    "message_id": "The message.",
    "asking_id": "What a mentor was asked.",
    "case_id": "The case.",
    "name": "The list: `phrases-en` and the like, or `contacts`.",
    "number": "The edition; 0 is the one that comes with the product.",
    "file_id": "The file.",
    "note_id": "The note.",
    "resource_id": "The resource.",
    "collection_id": "The collection.",
    "proposal_id": "The proposal.",
    "ask_id": "The request.",
    "endorsement_id": "The endorsement.",
    "removal_id": "What of one’s own was removed.",
    "credential_id": "What a professional asked.",
    "report_id": "One's own report.",
    "sanction_id": "The sanction.",
    "amendment_id": "The amendment.",
    "shift_id": "The shift.",
    "session_id": "The session.",
    "person_id": "The person.",
    "key": "The figure's `key`, or what its `list` says.",
    "token": "From the link in the mail.",
    "emoji": "One emoji, percent-encoded.",
    "kind": "A kind of case.",
}
MACHINES: Final = {
    "/healthz": ("Is it alive", "The process answers.", "application/json"),
    "/readyz": ("Can it work", "Database, queue and migrations are as they must be.", "application/json"),
    "/metrics": ("How is it doing", "Counts without anybody's name, for Prometheus.", "text/plain"),
}


def options() -> dict[str, Any]:
    """What the document says before any call."""
    rates = "".join(
        f"| {ACTS[name]} | {_rate(account)} | {_rate(address)} |\n" for name, (account, address) in RATES.items()
    )
    rates += "".join(
        "| {} | {} in one minute | {} in one minute |\n".format(ACTS[name], *PACES[name]) for name in PACED
    )
    bearer = {"type": "http", "scheme": "bearer", "description": "The token from `POST /api/v1/sessions`."}
    cookie = {"type": "apiKey", "in": "cookie", "name": "cairn", "description": "A browser's session."}
    return {
        "info": {
            "summary": "Facilitated communities of people who live with a long-term condition",
            "description": GENERAL + rates,
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "components": {"securitySchemes": {"bearer": bearer, "cookie": cookie}},
        "security": SIGNED_IN,
    }


def register_errors(spec: APISpec, schema: type) -> None:
    """The answers that calls refuse with, by the names that flask-smorest looks for."""
    content = {"application/json": {"schema": schema}}
    for status, words in ERRORS.items():
        told: dict[str, Any] = {"description": words, "content": content}
        spec.components.response(
            HTTPStatus(status).name, told | ({"headers": SECONDS} if status == 429 else {}), lazy=True
        )
    spec.components.response("DEFAULT_ERROR", {"description": "Any other error.", "content": content}, lazy=True)


def finished(spec: APISpec) -> dict[str, Any]:
    """The document as it is served."""
    said: dict[str, Any] = spec.to_dict()
    said["paths"] |= {path: {"get": _machine(path, *told)} for path, told in MACHINES.items()}
    said["tags"].append({"name": "machines", "description": "For operators' machines."})
    for tag in said["tags"]:
        tag["name"] = tag["name"].removeprefix("api_")
    for place in (one for path in said["paths"].values() for one in path.get("parameters", ())):
        place["description"] = PLACES[place["name"]]
    for call in (one for path in said["paths"].values() for one in path.values() if "responses" in one):
        call["responses"] = dict(sorted(call["responses"].items()))
    del said["components"]["schemas"]["PaginationMetadata"]  # flask-smorest's, and not used here
    return said | {"x-socket-io": live_calls()}


def _rate(limit: RateLimitItem) -> str:
    unit = limit.GRANULARITY.name
    return f"{limit.amount} in {limit.multiples} {unit}s" if limit.multiples > 1 else f"{limit.amount} in one {unit}"


def _machine(path: str, summary: str, words: str, kind: str) -> dict[str, Any]:
    schema = {"type": "string"} if kind == "text/plain" else {"type": "object"}
    answers: dict[str, Any] = {"200": {"description": words, "content": {kind: {"schema": schema}}}}
    if path == "/readyz":
        answers["503"] = {"description": "They are not.", "headers": SECONDS, "content": {"text/html": {}}}
    named = {"operationId": f"machines_{path[1:]}", "summary": summary, "description": words, "tags": ["machines"]}
    return named | {"security": ANYBODY, "responses": answers}
