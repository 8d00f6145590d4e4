"""No call and no page tells anybody else of what two members say to each other."""

from __future__ import annotations

import json

import pytest

from networks.overview.counting import count_on
from networks.search.index import catch_up
from tests.edges.caller import NOWHERE
from tests.edges.forms import ALL, FORMS
from tests.edges.matrix_pages import PAGES
from tests.edges.matrix_routes import ROUTES
from tests.edges.routes import BODIES, VALUES
from tests.edges.test_access_pages import Reader
from tests.edges.test_access_pages import rules as pages
from tests.edges.test_access_routes import rules
from tests.edges.things import BETWEEN, again, keep

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

THE_TWO = ("Me", "Re")
ABOUT = ("room_id", "message_id", "conversation_id")


def aimed(endpoint, arguments):
    """Whether something is asked for that is a room or a message."""
    return set(ABOUT) & set(arguments) or any(name in str(BODIES.get(endpoint, "")) for name in ABOUT)


def ids_of(things, *, there):
    room, said = (things.ids["conversation_id"], things.between) if there else (NOWHERE, NOWHERE)
    return {**VALUES, **things.ids, "room_id": room, "conversation_id": room, "message_id": said}


def built(app, rule, ids):
    with app.test_request_context():
        return app.url_map.bind("localhost").build(rule.endpoint, {name: ids[name] for name in rule.arguments})


def filled(said, things, ids):
    known = {**ids, "flo": str(things.flo.person_id), "lin": str(things.cast.lin.person_id)}
    text = json.dumps(said)
    for name, value in known.items():
        text = text.replace(f"{{{name}}}", str(value))
    return json.loads(text)


def outsiders(things):
    return {column: person for column, person in things.people.items() if column not in THE_TWO}


def test_every_call_about_a_room_or_a_message_answers_as_where_there_is_nothing(app, things):
    tried = 0
    for route, rule in rules(app):
        endpoint = rule.endpoint.removeprefix("api_")
        if not aimed(endpoint, rule.arguments):
            continue
        for column, person in outsiders(things).items():
            answers = []
            for there in (True, False):
                ids = ids_of(things, there=there)
                path = built(app, rule, ids).removeprefix("/api/v1")
                said = filled(BODIES.get(endpoint, {}), things, ids)
                answer = things.as_(person).call(route.split()[0], path, None if route.startswith("GET") else said)
                answers.append((answer.status_code, answer.get_data()))
            assert answers[0] == answers[1], (route, column)
            assert answers[0][0] in (401, 403, 404), (route, column)
            tried += 1
        again(things.network)
    assert tried > 100


def test_every_page_about_a_room_or_a_message_answers_as_where_there_is_nothing(app, things):
    readers = {column: Reader(app, person) for column, person in outsiders(things).items() if person}
    keep(things.network)
    for name, rule in pages(app):
        if not set(ABOUT) & set(rule.arguments):
            continue
        method = name.split()[0]
        for column, reader in readers.items():
            statuses = []
            for there in (True, False):
                ids = ids_of(things, there=there)
                form = filled({**ALL, **FORMS.get(rule.endpoint, {})}, things, ids)
                answer = reader.open(method, built(app, rule, ids), form)
                statuses.append((answer.status_code, answer.headers.get("Location", "").partition("?")[0]))
                assert "Vibraphone" not in answer.get_data(as_text=True), (name, column)
            assert statuses[0] == statuses[1], (name, column)
            assert statuses[0][0] == 404, (name, column)
        again(things.network)


@pytest.mark.parametrize("column", ["Fa", "Op", "Pr"])
def test_nothing_that_anybody_else_can_read_holds_a_word_of_it(app, things, column):
    while catch_up(things.network) or count_on(things.network):
        pass
    caller, reader = things.as_(things.people[column]), Reader(app, things.people[column])
    ids = {**VALUES, **things.ids, "case_id": things.cases["report"]}
    traces = ("Vibraphone", things.ids["conversation_id"], things.between)
    asked = [f"/communities/{things.ids['slug']}/search?q=Vibraphone"]
    asked += [
        built(app, rule, ids).removeprefix("/api/v1")
        for route, rule in rules(app)
        if route.startswith("GET")
        and route in ROUTES
        and "conversation_id" not in rule.arguments
        and not rule.endpoint.startswith("api_files.")
    ]
    for path in asked:
        said = caller.get(path).get_data(as_text=True)
        assert not [one for one in traces if one in said], path
    for name, rule in pages(app):
        if name.startswith("GET") and name in PAGES and "conversation_id" not in rule.arguments:
            if rule.endpoint in ("library.download", "library.thumbnail"):
                continue
            path = built(app, rule, ids)
            said = reader.open("GET", path, {}).get_data(as_text=True)
            assert not [one for one in traces if one in said], path
    assert BETWEEN.startswith("Vibraphone")
    again(things.network)
