"""The OpenAPI document and the product say the same, and no call that the document allows is the house's fault."""

from __future__ import annotations

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.edges.written import template

METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE"}
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
EXAMPLES = 5
"""For each call and person. `make test` runs this each time; what it tries is not what it tried before."""


def test_all_that_is_written_down_is_there(made_app, written):
    there = {
        (method, template(rule))
        for rule in made_app.url_map.iter_rules()
        for method in (rule.methods or set()) & METHODS
    }
    said = {
        (method.upper(), place)
        for place, methods in written.spec["paths"].items()
        for method in methods
        if method.upper() in METHODS
    }
    assert said - there == set()
    api = {(method, place) for method, place in there if place.startswith("/api/v1/")}
    assert api - said <= {("GET", "/api/v1/docs"), ("GET", "/api/v1/openapi.json")}


def test_every_body_refuses_what_it_does_not_know(written):
    bodies = [
        written.resolve(said["requestBody"]["content"]["application/json"]["schema"])
        for methods in written.spec["paths"].values()
        for said in methods.values()
        if isinstance(said, dict) and "application/json" in said.get("requestBody", {}).get("content", {})
    ]
    assert len(bodies) > 20
    assert {body["additionalProperties"] for body in bodies} == {False}


@pytest.fixture
def no_hashing(monkeypatch):
    """Hashing takes longer than all the rest."""
    for place in ("app.signing_in.matches", "app.accounts.matches"):
        monkeypatch.setattr(place, lambda *_: False)
    for place in ("app.accounts.hash_passphrase", "app.api.people.hash_passphrase"):
        monkeypatch.setattr(place, lambda _: "no hash")


ENDING = {"DELETE /api/v1/sessions/current", "DELETE /api/v1/me/sessions"}
"""Calls after which nobody would be signed in any more."""


BRIEFLY = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize("who", ["opal", "ana"])
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_made_up_calls_get_conforming_answers(app, cast, no_hashing, who):
    token = cast.token(getattr(cast, who))
    headers = {"Authorization": f"Bearer {token}", "Accept-Encoding": "identity"}
    known = {"slug": cast.crohns, "room_id": str(cast.everyday), "case_id": str(cast.pia_case)}

    def answers(case) -> None:
        case.path_parameters = {name: known.get(name, value) for name, value in (case.path_parameters or {}).items()}
        case.call_and_validate(headers=headers, checks=CHECKS)

    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    operations = [found.ok() for found in schema.get_all_operations() if isinstance(found, Ok)]
    for operation in operations:
        if operation.label not in ENDING:
            BRIEFLY(given(case=operation.as_strategy())(answers))()
    assert len(operations) > 40
