"""Whatever keeps something new each time it is called is counted, on the pages as well: nobody fills the database."""

from __future__ import annotations

import pytest

from app import limits
from tests.edges import test_access_pages as pages
from tests.edges import test_access_routes as routes
from tests.edges.forms import ALL, FORMS, KINDS, VALUES
from tests.edges.matrix_pages import PAGES
from tests.edges.matrix_routes import ROUTES, WHO

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

WRITING = (
    "POST /reports",
    "POST /sanctions/<sanction_id>/appeal",
    "POST /sanctions/<sanction_id>/appeal/replies",
    "POST /cases/<case_id>/appeal/replies",
    "POST /cases/<case_id>/notes",
    "POST /cases/<case_id>/letters",
    "POST /cases/<case_id>/steps",
    "POST /communities/<slug>/members/<person_id>/notes",
    "POST /communities/<slug>/members/<person_id>/greetings",
    "POST /communities/<slug>/members/<person_id>/sanctions",
    "POST /communities/<slug>/members/<person_id>/report-limit",
    "POST /communities/<slug>/shifts",
    "POST /communities/<slug>/amendments",
    "POST /communities/<slug>/support/letters",
)
FORMS_OF_IT = (
    "POST /account/decisions/<sanction_id>/appeal",
    "POST /account/decisions/<sanction_id>/replies",
    "POST /c/<slug>/queue/<case_id>/replies",
    "POST /c/<slug>/queue/<case_id>/notes",
    "POST /c/<slug>/queue/<case_id>/letters",
    "POST /c/<slug>/queue/<case_id>/steps",
    "POST /c/<slug>/members/<person_id>/notes",
    "POST /c/<slug>/members/<person_id>/greetings",
    "POST /c/<slug>/members/<person_id>/sanctions",
    "POST /c/<slug>/members/<person_id>/report-limit",
    "POST /c/<slug>/rota",
    "POST /c/<slug>/charter/amendments",
    "POST /c/<slug>/support/letters",
    "POST /c/<slug>/report/message/<message_id>",
    "POST /c/<slug>/report/person/<person_id>",
    "POST /c/<slug>/report/resource/<resource_id>",
)


@pytest.fixture
def counted(monkeypatch):
    found = []
    monkeypatch.setattr(limits, "use", lambda name, account=None: found.append(account))
    return found


@pytest.mark.parametrize("route", WRITING)
def test_a_call_that_keeps_something_is_counted(app, things, counted, route):
    rule = dict(routes.rules(app))[route]
    column = WHO[ROUTES[route].index("+")]
    who, path = things.people[column], routes.address(app, things, rule)
    assert things.as_(who).call("POST", path, routes.body(things, rule)).status_code < 500
    assert counted == [who.person_id]


@pytest.mark.parametrize("page", FORMS_OF_IT)
def test_a_form_that_keeps_something_is_counted(app, things, readers, counted, page):
    rule = dict(pages.rules(app))[page]
    column = WHO[PAGES[page].index("+")]
    ids = {**VALUES, **things.ids, "case_id": things.cases[KINDS.get(rule.endpoint.partition(".")[0], "report")]}
    form = {name: pages.fill(things, value) for name, value in {**ALL, **FORMS.get(rule.endpoint, {})}.items()}
    readers[column].open("POST", pages.address(app, rule, ids), form)
    assert counted == [things.people[column].person_id]


readers = pages.readers
