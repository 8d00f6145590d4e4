"""Facilitators can learn who asked anonymously, and each time it goes on record first."""

from __future__ import annotations

import re
from typing import Any

import pytest

from app import unveiled
from networks.audit import broken
from networks.errors import Unavailable
from tests.cast import PASSPHRASE
from tests.domain.acts import at_once
from tests.edges.caller import refused

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def asked(say, cast) -> dict:
    return say(cast.ana, "May I drink wine with this?", anonymous=True)


@pytest.fixture
def looks(as_, cast):
    """Who looked at whose message, as the record has it."""

    def looked() -> list[tuple[str, str]]:
        rows = as_(cast.opal).get("/communities/crohns/audit").json["items"]
        return [(one["actor"]["handle"], one["subject"]["id"]) for one in rows if one["act"] == "message.author_seen"]

    return looked


@pytest.fixture
def page(client, cast, asked):
    at = f"/c/crohns/rooms/{cast.everyday}/messages/{asked['id']}/author"
    client.post("/api/v1/sessions", json={"handle": "Fay", "password": PASSPHRASE, "cookie": True})

    def call(method="get", at=at):
        found = re.search(r'name="csrf-token" content="([^"]+)"', client.get("/support").get_data(as_text=True))
        proof = {"csrf_token": found[1]} if found and method == "post" else {}
        return client.open(at, method=method.upper(), data=proof)

    return call


def shown(answer) -> str:
    return answer.get_data(as_text=True)


def test_reading_over_http_as_a_facilitator_is_on_record_once_a_day_for_each_message(
    as_, cast, asked, say, looks, clock, network
):
    place = f"/rooms/{cast.everyday}/messages"
    for query in ("", "?after_seq=0", "?limit=1", ""):
        assert as_(cast.fay).get(place + query).json["items"][0]["author"]["handle"] == "Ana"
    assert looks() == [("Fay", asked["id"])]
    second = say(cast.ben, "And beer?", anonymous=True)
    as_(cast.fay).get(place)
    assert looks() == [("Fay", second["id"]), ("Fay", asked["id"])]
    clock.move(days=1)
    as_(cast.fay).get(place + "?before_seq=2")
    assert looks() == [("Fay", asked["id"]), ("Fay", second["id"]), ("Fay", asked["id"])]
    with network.reading() as work:
        assert broken(work, cast.crohns_id) == []


def test_nobody_who_learns_nothing_is_on_record(as_, cast, asked, say, looks):
    place = f"/rooms/{cast.everyday}/messages"
    for who in (cast.ana, cast.ben, cast.lin, cast.max):
        assert as_(who).get(place).json["items"][0]["author"] is None
    (unnamed,) = as_(cast.fay).get(place + "?named=false").json["items"]
    assert (unnamed["author"], unnamed["anonymous"]) == (None, True)
    own = say(cast.fay, "May I?", anonymous=True)
    as_(cast.fay).get(f"{place}?after_seq={own['seq'] - 1}")
    assert looks() == []


def test_what_cannot_be_put_on_record_is_not_told_and_the_room_is_read_all_the_same(
    as_, cast, asked, looks, monkeypatch
):
    def full(*_):
        raise Unavailable

    place = f"/rooms/{cast.everyday}/messages"
    with monkeypatch.context() as on_a_full_disk:
        on_a_full_disk.setattr(unveiled, "put_on_record", full)
        (seen,) = as_(cast.fay).get(place).json["items"]
        assert (seen["author"], seen["body"]) == (None, "May I drink wine with this?")
    assert as_(cast.fay).get(place).json["items"][0]["author"]["handle"] == "Ana"
    assert looks() == [("Fay", asked["id"])]


def test_on_pages_no_name_is_told_in_passing(page, cast, asked, looks):
    room = f"/c/crohns/rooms/{cast.everyday}"
    for at in (room, f"{room}/threads/{asked['id']}"):
        assert f"/messages/{asked['id']}/author" in shown(page(at=at))
        assert str(cast.ana.person_id) not in shown(page(at=at))
    assert str(cast.ana.person_id) not in shown(page())
    assert looks() == []


def test_whoever_asks_on_the_page_is_told_and_on_record_once(page, cast, asked, looks, clock):
    assert page("post").status_code == 303
    page("post")
    assert f"/members/{cast.ana.person_id}" in shown(page())
    assert looks() == [("Fay", asked["id"])]
    clock.move(days=1)
    assert str(cast.ana.person_id) not in shown(page())


def test_members_are_refused_and_everybody_else_finds_nothing(client, as_, cast, asked, app, page):
    for handle, status in (("Ana", 403), ("Ben", 403), ("Lin", 403), ("Gil", 404), ("Opal", 404), ("Oli", 404)):
        client.delete_cookie(app.config["SESSION_COOKIE_NAME"])
        client.post("/api/v1/sessions", json={"handle": handle, "password": PASSPHRASE, "cookie": True})
        for method in ("get", "post"):
            answer = page(method)
            assert (handle, answer.status_code) == (handle, status)
            assert str(cast.ana.person_id) not in shown(answer) or handle == "Ana"
    refused(as_(cast.gil).get(f"/rooms/{cast.everyday}/messages"), 404)


def test_what_has_no_secret_has_no_such_page(page, say, cast, asked):
    plain = say(cast.ana, "Good morning.")
    elsewhere = f"/c/crohns/rooms/{cast.crohns_id}/messages/{asked['id']}/author"
    for at in (f"/c/crohns/rooms/{cast.everyday}/messages/{plain['id']}/author", elsewhere):
        assert page(at=at).status_code == 404
        assert page("post", at=at).status_code == 404


def test_many_programs_at_once_make_one_row(as_, cast, asked, looks):
    path = f"/rooms/{cast.everyday}/messages"

    def read(limit: int) -> Any:
        return lambda: as_(cast.fay).get(f"{path}?limit={limit}")

    found = at_once([read(number + 1) for number in range(6)])
    assert {one.json["items"][0]["author"]["handle"] for one in found} == {"Ana"}
    assert looks() == [("Fay", asked["id"])]
