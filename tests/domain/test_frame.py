"""The frame holds: the cast is what it says, the app is on the same network, servers die and come back."""

from __future__ import annotations

import socket

import pytest

from networks.communities.queries import my_memberships
from networks.people.actions import register
from networks.people.queries import person_by_handle
from networks.work import Network
from tests.cast import PASSPHRASE
from tests.domain.acts import do, look
from tests.frame.databases import put_rows


def test_the_cast_is_what_it_says(network, cast):
    placed = {}
    for name in ("ana", "ben", "fay", "lin", "pia", "max", "bea", "oli", "una", "gil", "opal"):
        mine = look(network, getattr(cast, name), my_memberships)
        placed[name] = {community.slug: (place.status, place.role) for community, place in mine}
    both = {"ana": "member", "ben": "member", "fay": "facilitator", "lin": "professional", "max": "member"}
    assert {name: placed[name] for name in both} == {
        name: dict.fromkeys(("crohns", "hidden"), ("active", role)) for name, role in both.items()
    }
    assert set(placed["pia"].values()) == {("pending", "member")}
    assert set(placed["bea"].values()) == {("banned", "member")}
    assert placed["gil"] == {"long-covid": ("active", "facilitator")}
    assert placed["oli"] == placed["una"] == placed["opal"] == {}
    assert (cast.opal.is_operator, cast.una.verified, cast.ana.verified) == (True, False, True)


def test_the_app_is_on_the_network_of_the_test(network, cast, as_, client, clock):
    assert as_(cast.ana).get("/me").json["person"]["handle"] == "Ana"
    assert as_(None).get("/me").status_code == 401
    signed_in = client.post("/api/v1/sessions", json={"handle": "Ana", "password": PASSPHRASE})
    assert signed_in.status_code == 201
    clock.move(days=91)
    assert as_(cast.ana).get("/me").status_code == 401


def test_no_test_reaches_another_machine():
    with socket.socket() as reaching, pytest.raises(AssertionError, match="wants to reach"):
        reaching.connect(("192.0.2.1", 80))


def test_a_server_dies_and_comes_back_with_its_data(new_server, played):
    server = new_server()
    database = server.open_database()
    put_rows(database, played.rows)
    server.kill9()
    server.start()
    assert look(Network(database, render=str), None, person_by_handle, "Ana").id == played.cast.ana.person_id
    assert server.stop() == 0
    database.close()


def test_a_server_stands_on_postgres_and_obeys_the_command_line(new_server):
    server = new_server("postgresql")
    server.run_flask("create-person", "Zoe", "zoe@example.org", "--password-stdin", said=f"{PASSPHRASE}\n")
    database = server.open_database()
    zoe = look(Network(database, render=str), None, person_by_handle, "zoe")
    assert (zoe.handle, zoe.verified_at is not None) == ("Zoe", True)
    database.close()


def test_each_test_begins_with_nobody(network):
    assert do(network, None, register, handle="Zoe", email="zoe@example.org", secret=None).handle == "Zoe"
