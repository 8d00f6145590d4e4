"""A submission on the facilitators' desk: read there, decided there, once."""

from __future__ import annotations

import pytest

from networks.moderation.queries import cases
from networks.resources.actions import offer, submit
from networks.resources.queries import resource
from tests.cast import PASSPHRASE
from tests.domain.acts import do, look

TIP = {"kind": "tip", "title": "Pacing a workday", "body": "Three **anchors** a day.", "source": "My own life."}


@pytest.fixture
def desk(client, network, cast):
    """Fay at her desk; `desk(tip)` is the address of the case about what Ana handed in."""
    client.post("/api/v1/sessions", json={"handle": "Fay", "password": PASSPHRASE, "cookie": True})

    def at(**said):
        made = do(network, cast.ana, offer, "crohns", **TIP | said).id
        do(network, cast.ana, submit, made)
        _, (waiting,) = look(network, cast.fay, cases, "crohns", kind="review")
        return f"/c/crohns/queue/{waiting.case.id}", made

    return at


def token(client, place):
    page = client.get(place).get_data(as_text=True)
    return page.partition('name="csrf_token" value="')[2].partition('"')[0]


def test_the_desk_shows_what_was_handed_in(desk, client):
    place, _ = desk()
    page = client.get(place).get_data(as_text=True)
    for words in ("Pacing a workday", "Three <strong>anchors</strong> a day.", "My own life.", "none declared"):
        assert words in page
    assert "needs changes first" in page


def test_what_is_decided_there_reaches_the_library(desk, client, network, cast):
    place, made = desk()
    said = {"csrf_token": token(client, place), "outcome": "publish", "reason": "Clear and kind."}
    assert client.post(f"{place}/decision", data=said).status_code in (302, 303)
    assert look(network, cast.ben, resource, made).decision.reason == "Clear and kind."
    assert client.post(f"{place}/decision", data=said).status_code == 409


def test_what_touches_a_treatment_is_said_so_and_not_published_there(desk, client, network, cast):
    place, made = desk(body="I stopped taking my tablets.")
    assert "A professional has to review it" in client.get(place).get_data(as_text=True)
    said = {"csrf_token": token(client, place), "outcome": "publish", "reason": "Fine."}
    assert client.post(f"{place}/decision", data=said).status_code == 409
    assert look(network, cast.ana, resource, made).state == "submitted"
