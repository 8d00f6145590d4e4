"""Every route of the HTTP interface, called by everybody, those too whom a case is about or who had a part in it."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from app.schemas.fields import z
from tests.edges.caller import NOWHERE
from tests.edges.matrix_routes import ROUTES, WHO
from tests.edges.routes import BODIES, EXEMPT, KINDS, VALUES
from tests.edges.things import again

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

PREFIX = "/api/v1"


def rules(app):
    """What the application answers to, as `METHOD path`, with each rule."""
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith(PREFIX) and rule.endpoint not in EXEMPT:
            for method in rule.methods - {"HEAD", "OPTIONS"}:
                yield f"{method} {rule.rule.removeprefix(PREFIX).replace('uuid:', '').replace('int:', '')}", rule


@on_sqlite
def test_every_route_has_a_row_and_every_row_a_route(app):
    found = {name for name, _ in rules(app)}
    assert found - set(ROUTES) == set(), "no row says who may call these"
    assert set(ROUTES) - found == set(), "nothing answers to these any more"
    assert set(EXEMPT) <= {rule.endpoint for rule in app.url_map.iter_rules()}


@pytest.mark.parametrize("route", ROUTES)
def test_who_may_call(app, things, route):
    rule = dict(rules(app))[route]
    method = "HEAD" if rule.endpoint.startswith("api_files.") and route.startswith("GET") else route.split()[0]
    there, nowhere, said = address(app, things, rule), address(app, things, rule, at_all=False), body(things, rule)
    found = {}
    for column, person in things.people.items():
        answer = things.as_(person).call(method, there, said if method not in ("GET", "HEAD") else None)
        found[column] = letter(answer.status_code)
        shown = answer.get_data()
        if method not in ("GET", "HEAD"):
            again(things.network, changed=found[column] == "+")
        if found[column] == "−" and nowhere != there:
            assert things.as_(person).call(method, nowhere, said).get_data() == shown, f"{column} can tell"
    assert "".join(found.values()) == ROUTES[route], dict(zip(WHO, found.items(), strict=True))


def letter(status: int) -> str:
    """`+` for whoever may: what they said may still be wrong, or come too late."""
    assert status < 500
    return {401: "?", 403: "n", 404: "−", 405: "!", 429: "!"}.get(status, "+")


def address(app, things, rule, *, at_all: bool = True) -> str:
    feature = rule.endpoint.removeprefix("api_").partition(".")[0]
    ids = {**VALUES, **things.ids, "case_id": things.cases[KINDS.get(feature, "report")]}
    if not at_all:
        ids |= {name: "nowhere" if name == "slug" else NOWHERE for name in things.ids}
    with app.test_request_context():
        built: str = app.url_map.bind("localhost").build(rule.endpoint, {name: ids[name] for name in rule.arguments})
    return built.removeprefix(PREFIX)


def body(things, rule):
    now = things.network.clock()
    said = json.dumps(BODIES.get(rule.endpoint.removeprefix("api_"), {}))
    known = {**things.ids, "flo": str(things.flo.person_id), "lin": str(things.cast.lin.person_id)}
    known |= {"later": z(now + timedelta(hours=30)), "latest": z(now + timedelta(hours=32))}
    for name, value in known.items():
        said = said.replace(f"{{{name}}}", value)
    return json.loads(said)


@on_sqlite
@pytest.mark.parametrize("endpoint", BODIES)
def test_nothing_but_what_is_asked_for_is_taken(app, things, endpoint):
    """No role, author, state or moment comes in beside what a body has."""
    route, rule = next(one for one in rules(app) if one[1].endpoint == f"api_{endpoint}" and "GET" not in one[0])
    who = things.people[WHO[ROUTES[route].index("+")]]
    path, said = address(app, things, rule), body(things, rule)
    for name in ("by_id", "person_id", "community_id", "state", "role", "at", "severity", "is_operator"):
        if name not in said:
            answer = things.as_(who).call(route.split()[0], path, said | {name: NOWHERE})
            assert answer.status_code == 422, name
            assert name in answer.json["error"]["fields"]
