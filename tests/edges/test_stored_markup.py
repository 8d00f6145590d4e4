"""Whatever anybody writes into any body stands on no page as markup, nor in a drawing or a mail."""

from __future__ import annotations

import pytest

from tests.edges import test_access_pages as pages
from tests.edges import test_access_routes as routes
from tests.edges.forms import EXEMPT, KINDS, VALUES
from tests.edges.matrix_routes import ROUTES, WHO
from tests.edges.routes import BODIES

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

MARKUP = "</svg><img src=x onerror=a()>\"'{{7*7}}@sue"
FREE = (
    "body", "note", "reason", "statement", "text", "why", "title", "name", "purpose", "summary", "about", "rule",
)  # fmt: skip
NOT_FREE = {("reports.report", "reason"), ("safety.keep_phrases", "name")}
LAST = ("chat.edit", "people.erase_me", "resources.decide", "reviews.archive", "moderation.decide")
"""What would take away what the others write about."""

readers = pages.readers


def write_everywhere(app, things):
    """Everybody who may call something says this wherever words are taken; returns how often it was kept."""
    kept = 0
    for endpoint, said in BODIES.items():
        free = [name for name in FREE if isinstance(said.get(name), str) and (endpoint, name) not in NOT_FREE]
        if not free or endpoint in LAST:
            continue
        route, rule = next(
            one for one in routes.rules(app) if one[1].endpoint == f"api_{endpoint}" and "GET" not in one[0]
        )
        path, words = routes.address(app, things, rule), dict.fromkeys(free, MARKUP)
        for column in {WHO[ROUTES[route].index("+")], WHO[ROUTES[route].rindex("+")]}:
            answer = things.as_(things.people[column]).call(route.split()[0], path, routes.body(things, rule) | words)
            kept += answer.status_code < 300
    return kept


def test_what_is_written_is_never_markup(app, things, readers, tmp_path):
    assert write_everywhere(app, things) > 30
    shown = 0
    for rule in app.url_map.iter_rules():
        if "GET" not in rule.methods or rule.rule.startswith("/api/") or rule.endpoint in EXEMPT:
            continue
        for kind in ("report", *set(KINDS.values())) if "case_id" in rule.arguments else ("report",):
            ids = {**VALUES, **things.ids, "case_id": things.cases[kind]}
            for column in ("Me", "Pr", "Fa", "Op", "Su", "Re", "De"):
                page = readers[column].open("GET", pages.address(app, rule, ids), {})
                said = page.get_data(as_text=True)
                if page.mimetype != "text/html":
                    continue
                assert "<img src=x" not in said, (rule.rule, column)
                assert "onerror=a()>" not in said, (rule.rule, column)
                shown += "onerror=a()" in said
    assert shown > 60
    for mail in tmp_path.glob("mail/**/*"):
        assert not mail.is_file() or "onerror" not in mail.read_text(errors="replace")
