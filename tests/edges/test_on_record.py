"""Whoever looks after a place and reads something private is on record, on every page and in every call."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from networks.audit import AuditRow
from tests.edges import test_access_pages, test_access_routes
from tests.edges.forms import KINDS, VALUES
from tests.edges.matrix_pages import PAGES
from tests.edges.matrix_routes import ROUTES, WHO
from tests.edges.staff import LOOKS_OF_CASES, MORE, SEEN, UNSEEN, of_staff
from tests.frame.servers import TOP

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

ALL = ROUTES | PAGES


def test_of_every_route_that_staff_alone_can_read_it_is_decided_whether_a_row_says_who_looked():
    found = of_staff(ROUTES) | of_staff(PAGES)
    assert found - set(SEEN) - set(UNSEEN) == set(), "is it private? Then a row says who looked; else say why none does"
    assert (set(SEEN) | set(UNSEEN)) - found == set(), "staff alone do not read these any more"
    assert set(SEEN) & set(UNSEEN) == set()
    assert set(MORE) <= set(ALL)


def test_the_record_has_words_for_each_of_them():
    words = (TOP / "app/templates/moderation/_words.html").read_text(encoding="utf-8")
    acts = {act for by in (*SEEN.values(), *MORE.values()) for some in by.values() for act in some}
    assert acts
    assert {act for act in acts if f'"{act}": _(' not in words} == set()


@pytest.fixture
def looked(app, things):
    """Who does what by asking twice, as the rows have it that were not there before."""

    def rows():
        with things.network.reading() as work:
            find = select(AuditRow.actor_id, AuditRow.act).order_by(AuditRow.chain, AuditRow.position)
            return [tuple(row) for row in work.session.execute(find)]

    def ask(column, route, kind=None):
        person, before = things.people[column], rows()
        for asked in addresses(app, things, person, route, kind):
            for _ in range(2):
                answer = asked()
                assert answer.status_code == 200, (route, answer.status_code)
                answer.get_data()
        fresh = list(rows())
        for row in before:
            fresh.remove(row)
        assert {actor for actor, _ in fresh} <= {person.person_id}
        return tuple(act for _, act in fresh)

    return ask


def addresses(app, things, person, route, kind=None):
    """The calls for it: to the interface for programs, and to the page."""
    if route in ROUTES:
        rule = dict(test_access_routes.rules(app))[route]
        path = test_access_routes.address(app, things, rule)
        yield lambda: things.as_(person).get(path)
    if route in PAGES:
        rule = dict(test_access_pages.rules(app))[route]
        which = kind or KINDS.get(rule.endpoint.partition(".")[0], "report")
        ids = {**VALUES, **things.ids, "case_id": things.cases[which]}
        ids |= {"message_id": things.unnamed} if route.endswith("/author") else {}
        page, reader = test_access_pages.address(app, rule, ids), test_access_pages.Reader(app, person)
        yield lambda: reader.open("GET", page, {})


@on_sqlite
@pytest.mark.parametrize("route", [*SEEN, *MORE])
def test_a_row_says_who_looked_and_whoever_looks_again_fills_the_record_no_further(looked, route):
    for column, acts in (SEEN | MORE)[route].items():
        assert looked(column, route) == acts, column


@on_sqlite
@pytest.mark.parametrize("route", UNSEEN)
def test_of_everything_else_there_is_no_row(looked, route):
    for column in ("Fa", "Op"):
        if ALL[route][WHO.index(column)] == "+":
            assert looked(column, route) == (), column


@on_sqlite
@pytest.mark.parametrize("kind", LOOKS_OF_CASES)
def test_the_page_of_a_case_says_who_read_what_it_keeps(looked, kind):
    assert looked("Fa", "GET /c/<slug>/queue/<case_id>", kind) == LOOKS_OF_CASES[kind]
