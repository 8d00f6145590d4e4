"""A community that rests, at the edges: what members read there, what is told live, and the operator's page."""

from __future__ import annotations

import pytest

from networks.chat.postbox import Postbox
from networks.communities.actions import appoint
from networks.errors import NotAllowed
from networks.overview import succession
from networks.people.queries import person_by_handle
from networks.together import Act
from tests.cast import PASSPHRASE
from tests.edges.caller import key

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
REFUSED = "can only be read"


@pytest.fixture
def alone(network, cast, clock):
    clock.move(days=28)
    succession.look(network)
    return clock


def test_posting_is_refused_with_a_plain_reason(alone, as_, cast):
    answer = as_(cast.ana).post(f"/rooms/{cast.everyday}/messages", {"body": "Hello.", "client_key": key()})
    assert answer.status_code == 403
    assert REFUSED in answer.json["error"]["message"]
    assert as_(cast.ana).get(f"/rooms/{cast.everyday}/messages").status_code == 200


def test_a_right_that_was_remembered_ends_with_it(network, cast, clock):
    """Whoever wrote a moment ago is not let in by what was true then, and nothing is asked for it."""

    def at_once(act: Act) -> None:
        act()

    box = Postbox(network, at_once, lambda: None)
    words = {"body": "Hello.", "reply_to": None, "anonymous": False}
    box.post(cast.ana.session_id, cast.everyday, client_key=key(), **words).result()
    clock.move(days=28)
    succession.look(network)
    with pytest.raises(NotAllowed, match=REFUSED):
        box.post(cast.ana.session_id, cast.everyday, client_key=key(), **words).result()


def test_the_room_says_why_in_the_place_of_the_composer(client, cast, network, clock):
    clock.move(days=28)
    succession.look(network)
    client.post("/api/v1/sessions", json={"handle": "Ana", "password": PASSPHRASE, "cookie": True})
    assert REFUSED in client.get(f"/c/crohns/rooms/{cast.everyday}").get_data(as_text=True)


@pytest.fixture
def ear(app, cast, network):
    """Ben in the room, live."""
    one = app.extensions["live"].io.test_client(app, auth={"token": cast.token(cast.ben)})
    assert "last_seq" in one.emit("room:enter", {"room_id": str(cast.everyday)}, callback=True)
    yield one
    one.disconnect()


def test_an_open_room_hears_that_it_rests_and_that_it_is_over(ear, cast, network, clock):
    def heard():
        return [one["args"][0] for one in ear.get_received() if one["name"] == "room:rests"]

    clock.move(days=27)
    succession.look(network)
    assert heard() == []
    clock.move(days=1)
    succession.look(network)
    assert heard() == [{"room_id": str(cast.everyday), "rests": True}]
    succession.look(network)
    with network.begin() as work:
        appoint(work, "crohns", person_by_handle(work, "Lin"), "facilitator")
    assert heard() == [{"room_id": str(cast.everyday), "rests": False}]


def test_the_operator_sees_all_communities_what_is_red_first(client, alone, cast, as_):
    client.post("/api/v1/sessions", json={"handle": "Opal", "password": PASSPHRASE, "cookie": True})
    page = client.get("/overview").get_data(as_text=True)
    for name in ("Crohn", "Endometriosis", "Long Covid"):
        assert name in page
    assert "3 communities need you." in page
    assert "It can only be read since" in page


@pytest.mark.parametrize("name", ["Fay", "Ana", "Oli"])
def test_nobody_else_has_that_page(client, cast, name):
    client.post("/api/v1/sessions", json={"handle": name, "password": PASSPHRASE, "cookie": True})
    assert client.get("/overview").status_code == 404


def test_the_overview_over_http_is_for_operators(as_, cast):
    lines = as_(cast.opal).get("/overview").json["items"]
    assert [one["slug"] for one in lines] == ["crohns", "hidden", "long-covid"]
    assert lines[0]["open"] == 1
    for person in (cast.fay, cast.ana, cast.oli):
        assert as_(person).get("/overview").status_code == 404
    assert as_(None).get("/overview").status_code in (401, 404)
