"""Every page and form, asked for by everybody: by those, too, whom a case is about or who had a part in it."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

import pytest

from tests.cast import PASSPHRASE
from tests.edges.caller import NOWHERE
from tests.edges.forms import ALL, EXEMPT, FORMS, KINDS, QUERY, VALUES
from tests.edges.matrix_pages import PAGES
from tests.edges.matrix_routes import WHO
from tests.edges.things import again, keep

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

CHANGING = re.compile(r'nonce="[^"]*"|name="csrf_token" value="[^"]*"|csrf-token" content="[^"]*"')


class Reader:
    """Somebody's browser."""

    def __init__(self, app: Any, person: Any) -> None:
        self.client, self.proof = app.test_client(), ""
        if person:
            said = {"handle": person.handle, "password": PASSPHRASE, "cookie": True}
            self.proof = self.client.post("/api/v1/sessions", json=said).json["csrf_token"]

    def open(self, method: str, path: str, form: dict[str, str]) -> Any:
        said = {"csrf_token": self.proof, **form} if method == "POST" else None
        return self.client.open(path, method=method, data=said)


_signed_in: dict[str, dict[str, Reader]] = {}


@pytest.fixture
def readers(app, things):
    """Signed in once for all tests of a worker, on each kind of database."""
    kind = things.network.database.url.get_backend_name()
    if kind not in _signed_in:
        _signed_in[kind] = {column: Reader(app, person) for column, person in things.people.items()}
        keep(things.network)
    return _signed_in[kind]


def rules(app):
    """What the application answers to beside the HTTP interface, as `METHOD path`, with each rule."""
    for rule in app.url_map.iter_rules():
        if not rule.rule.startswith("/api/v1") and rule.endpoint not in EXEMPT:
            for method in rule.methods - {"HEAD", "OPTIONS"}:
                yield f"{method} {rule.rule.replace('uuid:', '').replace('int:', '')}", rule


@on_sqlite
def test_every_page_has_a_row_and_every_row_a_page(app):
    found = {name for name, _ in rules(app)}
    assert found - set(PAGES) == set(), "no row says who may see these"
    assert set(PAGES) - found == set(), "nothing answers to these any more"
    assert set(EXEMPT) <= {rule.endpoint for rule in app.url_map.iter_rules()}


@pytest.mark.parametrize("page", PAGES)
def test_who_may_see(app, things, readers, page):
    rule = dict(rules(app))[page]
    method = page.split()[0]
    asked = "HEAD" if rule.endpoint in ("library.download", "library.thumbnail") else method
    ids = {**VALUES, **things.ids, "case_id": things.cases[KINDS.get(rule.endpoint.partition(".")[0], "report")]}
    ids |= {"message_id": things.unnamed} if page.endswith("/author") else {}
    nothing = ids | {name: NOWHERE for name in things.ids if name != "slug"}
    there, nowhere, outside = (address(app, rule, which) for which in (ids, nothing, nothing | {"slug": "nowhere"}))
    form = {name: fill(things, value) for name, value in {**ALL, **FORMS.get(rule.endpoint, {})}.items()}
    found = {}
    for column, reader in readers.items():
        answer = reader.open(asked, there, form)
        found[column] = letter(answer)
        shown = seen(answer, there)
        if asked == "POST":
            again(things.network, changed=found[column] == "+")
        if found[column] == "−":
            inside = column in ("Me", "Mu", "Pr", "Fa", "Op", "Su", "Re", "De")
            for path in {nowhere} if inside else {nowhere, outside}:
                assert path == there or seen(reader.open(asked, path, form), path) == shown, f"{column} can tell"
    assert "".join(found.values()) == PAGES[page], dict(zip(WHO, found.items(), strict=True))


def letter(answer: Any) -> str:
    if answer.status_code in (302, 303) and "/signin" in answer.headers["Location"]:
        return "?"
    assert answer.status_code < 500
    return {401: "?", 403: "n", 404: "−", 405: "!", 429: "!"}.get(answer.status_code, "+")


def seen(answer: Any, path: str) -> str:
    """What a page says, without the numbers that are new each time and the address that was asked for."""
    said = CHANGING.sub("", answer.get_data(as_text=True))
    return said.replace(path, "").replace(quote(path, safe="/?"), "")


def address(app: Any, rule: Any, ids: dict[str, Any]) -> str:
    with app.test_request_context():
        built: str = app.url_map.bind("localhost").build(rule.endpoint, {name: ids[name] for name in rule.arguments})
    return built + QUERY.get(rule.endpoint, "")


def fill(things: Any, value: str) -> str:
    known = {**things.ids, "flo": str(things.flo.person_id), "lin": str(things.cast.lin.person_id)}
    for name, one in known.items():
        value = value.replace(f"{{{name}}}", one)
    return value
