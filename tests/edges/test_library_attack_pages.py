"""Every page and form of the library about what is hidden: to whoever may not know of it, as if it were not there."""

from __future__ import annotations

import re

import pytest

from networks.communities.actions import leave
from tests.cast import PASSPHRASE
from tests.domain.acts import do
from tests.edges.caller import NOWHERE
from tests.edges.test_library_attack_doors import HIDDEN, Life

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

CHANGING = re.compile(r'nonce="[^"]*"|name="csrf_token" value="[^"]*"|csrf-token" content="[^"]*"')


@pytest.fixture
def at(client):
    def signed_in(handle):
        browser = client.application.test_client()
        browser.proof = ""
        if handle:
            said = {"handle": handle, "password": PASSPHRASE, "cookie": True}
            browser.proof = browser.post("/api/v1/sessions", json=said).json["csrf_token"]
        return browser

    return signed_in


def addresses(app, life):
    """Each page and form that names something of a resource, and the same about nothing."""
    ids = {"resource_id": life.id, "file_id": life.file, "proposal_id": life.proposal, "collection_id": life.collection}
    others = {"slug": "crohns", "person_id": life.cast.lin.person_id}
    found = []
    for rule in app.url_map.iter_rules():
        about = rule.arguments & set(ids)
        if about - {"collection_id"} and not rule.rule.startswith("/api/") and rule.arguments <= {*ids, *others}:
            wanted = {name: value for name, value in {**ids, **others}.items() if name in rule.arguments}
            nothing = wanted | dict.fromkeys(about - {"collection_id"}, NOWHERE)
            there, nowhere = (app.url_map.bind("localhost").build(rule.endpoint, which) for which in (wanted, nothing))
            found += [(method, there, nowhere) for method in rule.methods & {"GET", "POST"}]
    return found


FORM = {
    "title": "Mine", "body": "Mine now.", "kind": "tip", "version": "1", "reason": "Because.", "interests": "none",
    "months": "12", "against": "Harm.", "illness": "less", "treatment": "same", "effort": "some", "kept": "yes",
    "days": "3", "person_id": "", "position": "1", "ask_in": "14", "client_key": "k" * 32, "keep": "yes", "why": "",
}  # fmt: skip


def shown(browser, life, method, path):
    """What an answer says, with another name for what it was asked about."""
    people = {"collection": str(life.collection), "person_id": str(life.cast.lin.person_id)}
    form = {"csrf_token": browser.proof, **FORM, **people}
    if path.endswith("/talk"):
        form = {name: form[name] for name in ("body", "client_key", "csrf_token")}
    answer = browser.open(path, method=method, data=form if method == "POST" else None)
    said = CHANGING.sub("", f"{answer.headers.get('Location')} {answer.get_data(as_text=True)}")
    return answer.status_code, re.sub("|".join(str(one) for one in (life.id, life.file, life.proposal)), NOWHERE, said)


def made_themselves(path, who):
    return who in ("Ben", "Lin") and path.endswith(("/bookmark", "/report/withdrawal", "/trial/end"))


@pytest.mark.parametrize("steps", HIDDEN.values(), ids=HIDDEN)
def test_a_page_of_what_is_its_authors_alone_is_the_page_of_nothing(app, at, network, cast, steps):
    life = Life(network, cast)
    for step in steps:
        getattr(life, step)()
    every = addresses(app, life)
    assert len(every) > 30
    for who in ("Ben", "Fay", "Lin", "Max", "Gil", "Oli", "Pia", "Bea", "Opal"):
        browser = at(who)
        for method, there, nowhere in every:
            if not made_themselves(there, who):
                assert shown(browser, life, method, there) == shown(browser, life, method, nowhere), (
                    who,
                    method,
                    there,
                )


def test_what_is_published_has_no_page_for_whoever_is_not_inside_any_more(app, at, network, cast):
    life = Life(network, cast)
    life.publish()
    every = addresses(app, life)
    old = at("Ben")
    assert old.get(f"/c/crohns/library/{life.id}/leaflet").status_code == 200
    do(network, cast.ben, leave, "crohns")
    for browser in (old, at("Oli"), at("Pia"), at("Bea"), at("Gil"), at(None)):
        for method, there, nowhere in every:
            if not (browser is old and made_themselves(there, "Ben")):
                assert shown(browser, life, method, there) == shown(browser, life, method, nowhere), (method, there)
