"""Limits over HTTP, by account and by address; which address is whose behind a proxy. Live calls: test_paces.py."""

from __future__ import annotations

from uuid import uuid4

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app import limits
from app.paces import PACES
from networks.errors import TooMany
from tests.edges.caller import key, refused

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def guess(app: Flask, handle: str, *, forwarded: str | None = None) -> TestResponse:
    """Guess at somebody's passphrase. What is invalid is counted too, and hashes nothing."""
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    said = {"handle": handle, "password": "x" * 100}
    return app.test_client().post("/api/v1/sessions", json=said, headers=headers)


@pytest.fixture(autouse=True)
def no_hashing(monkeypatch):
    """What takes time in guessing is of no interest here."""
    monkeypatch.setattr("app.signing_in.matches", lambda *_: False)


def use_up(app: Flask, count: int, **how: str) -> None:
    """Use up what one address may guess, each time at another account."""
    for n in range(count):
        refused(guess(app, f"person{n}", **how), 401)


ADDRESS = limits.RATES["signin"][1].amount


def test_guessing_at_one_account_ends_wherever_it_comes_from(limited):
    app = limited(proxies=1)
    for n in range(limits.RATES["signin"][0].amount):
        refused(guess(app, "Ana", forwarded=f"192.0.2.{n}"), 401)
    answer = guess(app, "ana", forwarded="198.51.100.1")
    error = refused(answer, 429)
    assert 1 <= int(answer.headers["Retry-After"]) <= 15 * 60
    assert answer.headers["Retry-After"] in error["message"]
    refused(guess(app, "Ben", forwarded="198.51.100.1"), 401)


def test_guessing_from_one_address_ends_for_all_accounts(limited):
    app = limited()
    use_up(app, ADDRESS)
    refused(guess(app, "Ana"), 429)


def test_without_a_proxy_nobody_chooses_their_own_address(limited):
    app = limited()
    for n in range(ADDRESS):
        refused(guess(app, f"person{n}", forwarded=f"192.0.2.{n}"), 401)
    refused(guess(app, "Ana", forwarded="198.51.100.1"), 429)


def test_behind_a_proxy_the_address_is_the_one_that_the_proxy_saw(limited):
    app = limited(proxies=1)
    for n in range(ADDRESS):
        refused(guess(app, f"person{n}", forwarded=f"203.0.113.{n}, 192.0.2.1"), 401)
    refused(guess(app, "Ana", forwarded="198.51.100.1, 192.0.2.1"), 429)
    refused(guess(app, "Ana", forwarded="192.0.2.1, 198.51.100.1"), 401)


def test_registering_has_a_limit(limited):
    client = limited().test_client()
    for n in range(limits.RATES["register"][1].amount):
        said = {"handle": "Ana", "email": f"{n}@example.org", "password": "a stone upon a stone"}
        refused(client.post("/api/v1/people", json=said), 422, "handle")
    refused(client.post("/api/v1/people", json=said), 429)


def test_writing_has_a_limit_of_ones_own(limited, cast):
    client = limited().test_client()
    room = f"/api/v1/rooms/{cast.everyday}/messages"

    def post(person) -> TestResponse:
        headers = {"Authorization": f"Bearer {cast.token(person)}"}
        return client.post(room, json={"body": "Hello.", "client_key": key()}, headers=headers)

    amount = limits.RATES["post"][0].amount
    assert {post(cast.max).status_code for _ in range(amount)} == {403}
    assert any(post(cast.max).status_code == 429 for _ in range(amount))  # a window that moved on meanwhile gives some
    assert post(cast.ana).status_code == 201


def test_guessing_at_invitations_has_a_limit(limited, cast):
    client = limited().test_client()
    headers = {"Authorization": f"Bearer {cast.token(cast.oli)}"}
    path = f"/api/v1/communities/{cast.hidden}?invitation=GUESS-"
    for n in range(limits.RATES["code"][0].amount):
        refused(client.get(f"{path}{n}", headers=headers), 404)
    refused(client.get(f"{path}X", headers=headers), 429)


def test_without_its_redis_each_process_counts_for_itself(cast):
    alone = limits.Limits("redis://127.0.0.1:1/0", on=True)
    for _ in range(limits.RATES["reset"][0].amount):
        alone.use("reset", "ana", "192.0.2.1")
    with pytest.raises(TooMany):
        alone.use("reset", "ana", "192.0.2.1")
    alone.use("reset", "ben", "192.0.2.1")


def test_changes_of_every_kind_have_a_limit_together(limited, cast):
    client = limited().test_client()

    def read(person) -> TestResponse:
        headers = {"Authorization": f"Bearer {cast.token(person)}"}
        return client.put(f"/api/v1/rooms/{cast.everyday}/read", json={"seq": 0}, headers=headers)

    amount = PACES["change"][0]
    assert {read(cast.ana).status_code for _ in range(amount)} == {200}
    assert any(read(cast.ana).status_code == 429 for _ in range(amount))  # some come back meanwhile
    assert read(cast.ben).status_code == 200


CHANGING = {
    "message:edit": ("PATCH", "", {"body": "Changed."}),
    "message:remove": ("DELETE", "", None),
    "message:react": ("PUT", "/reactions/👍", None),
}


@pytest.mark.parametrize("name", CHANGING)
def test_changing_a_message_over_http_is_no_way_around_the_live_pace(limited, cast, name):
    app = limited()
    method, more, said = CHANGING[name]

    def change(person) -> TestResponse:
        headers = {"Authorization": f"Bearer {cast.token(person)}"}
        return app.test_client().open(f"/api/v1/messages/{uuid4()}{more}", method=method, json=said, headers=headers)

    live = app.extensions["live"].io.test_client(app, auth={"token": cast.token(cast.ana)})
    amount = PACES[name][0]
    for _ in range(amount):
        live.emit(name, {}, callback=True)
    answers = [change(cast.ana) for _ in range(amount // 2)]  # some come back meanwhile
    assert any(one.status_code == 429 for one in answers), {one.status_code for one in answers}
    refused(change(cast.ben), 404)
