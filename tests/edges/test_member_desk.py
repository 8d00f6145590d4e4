"""The member desk over HTTP and as pages."""

from __future__ import annotations

import html
import re

import pytest

from tests.cast import PASSPHRASE
from tests.edges.caller import key

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
HOME = "/communities/crohns"
DESK = "/c/crohns/settings/desk"


@pytest.fixture
def fay(client, cast):
    client.post("/api/v1/sessions", json={"handle": "Fay", "password": PASSPHRASE, "cookie": True})
    return client


def test_people_by_state_with_a_cursor(as_, cast):
    caller = as_(cast.fay)
    first = caller.get(f"{HOME}/people?limit=4").json
    rest = caller.get(f"{HOME}/people?limit=4&cursor={first['next']}").json
    assert [one["handle"] for one in first["items"] + rest["items"]] == [
        "Ana",
        "Bea",
        "Ben",
        "Fay",
        "Lin",
        "Max",
        "Pia",
    ]
    assert rest["next"] is None
    assert {one["handle"] for one in caller.get(f"{HOME}/people?state=sanctioned").json["items"]} == {"Bea", "Max"}
    assert caller.get(f"{HOME}/people?state=odd").status_code == 422


def test_a_note_comes_is_read_and_goes(as_, cast):
    caller, path = as_(cast.fay), f"{HOME}/members/{cast.ana.person_id}/notes"
    made = caller.post(path, {"body": "Tuesdays are hard."})
    assert made.status_code == 201
    assert [one["body"] for one in as_(cast.opal).get(path).json["items"]] == ["Tuesdays are hard."]
    assert as_(cast.ana).get(path).status_code == 403
    assert as_(cast.gil).delete(f"/member-notes/{made.json['note']['id']}").status_code == 404
    assert as_(cast.ana).delete(f"/member-notes/{made.json['note']['id']}").status_code == 404
    assert caller.delete(f"/member-notes/{made.json['note']['id']}").status_code == 204
    assert caller.delete(f"/member-notes/{made.json['note']['id']}").status_code == 404


def test_writing_to_a_member(as_, cast):
    said = {"kind": "welcome", "room_id": str(cast.everyday), "body": "Hello @Ana.", "client_key": key()}
    path = f"{HOME}/members/{cast.ana.person_id}/greetings"
    caller = as_(cast.fay)
    assert [caller.post(path, said).status_code for _ in range(2)] == [201, 200]
    assert caller.post(path, {**said, "body": "Hello.", "client_key": key()}).status_code == 422
    assert caller.post(path, {**said, "kind": "note", "client_key": key()}).status_code == 422


def test_the_desk_and_a_members_page_without_scripts(fay, cast):
    page = fay.get("/c/crohns/people?state=quiet").get_data(as_text=True)
    assert "Ana" in page
    assert "Max" not in page
    path = f"/c/crohns/members/{cast.ana.person_id}"
    token = _token(fay.get(path).get_data(as_text=True))
    assert fay.post(f"{path}/notes", data={"member_note": "Tuesdays are hard.", "csrf_token": token}).status_code == 303
    assert "Tuesdays are hard." in fay.get(path).get_data(as_text=True)
    sent = {"kind": "welcome", "room_id": str(cast.everyday), "client_key": key(), "csrf_token": token}
    assert fay.post(f"{path}/greetings", data={**sent, "welcome": "Hello."}).status_code == 422
    assert fay.post(f"{path}/greetings", data={**sent, "welcome": "Hello @Ana."}).status_code == 303
    page = fay.get(path).get_data(as_text=True)
    assert "Welcomed them in" in page


def test_words_often_said_fill_the_field_of_a_members_page_without_scripts_too(fay, as_, cast):
    said = {"welcome": ["Hello {name}, <b>come in</b>.", "{name}, sit down."], "check_in": []}
    as_(cast.fay).put(f"{HOME}/desk/greetings", said)
    path = f"/c/crohns/members/{cast.ana.person_id}"
    page = fay.get(path).get_data(as_text=True)
    assert _field(page, "welcome") == "Hello @Ana, &lt;b&gt;come in&lt;/b&gt;."
    assert _field(page, "check_in") == ""
    assert 'data-fill="welcome">@Ana, sit down.</button>' in page
    assert f'<a href="{path}?welcome=2#welcome">@Ana, sit down.</a>' in page
    for asked, filled in (("2", "@Ana, sit down."), ("3", ""), ("0", "Hello @Ana,"), ("x", "Hello @Ana,")):
        page = fay.get(f"{path}?welcome={asked}").get_data(as_text=True)
        assert _field(page, "welcome").startswith(filled), asked
        assert ('<details class="card" open><summary>Welcome them' in page) is (asked in "23"), asked


def test_what_is_often_said_is_changed_on_a_page(fay, as_, cast):
    page = fay.get(DESK).get_data(as_text=True)
    token, usual = _token(page), _field(page, "check_in")
    assert len(usual.split("\n\n")) == 3
    own = {"welcome": "Hello {name}.\n\n {name}, come in. ", "csrf_token": token}
    assert fay.post(f"{DESK}/greetings", data=own).status_code == 303
    page = fay.get(DESK).get_data(as_text=True)
    assert _field(page, "welcome").split("\n\n") == ["Hello {name}.", "{name}, come in."]
    assert _field(page, "check_in") == usual
    refused = fay.post(f"{DESK}/greetings", data={**own, "welcome": "Hello.", "check_in": "{name}?"})
    page = refused.get_data(as_text=True)
    assert (refused.status_code, _field(page, "welcome"), _field(page, "check_in")) == (422, "Hello.", "{name}?")
    assert "Please write {name} in each of them" in page
    assert as_(cast.fay).get(f"{HOME}/desk").json["desk"]["greetings"]["welcome"] == [
        "Hello {name}.",
        "{name}, come in.",
    ]


def test_a_page_that_is_saved_as_it_is_changes_and_records_nothing(fay, as_, cast):
    page = fay.get(DESK).get_data(as_text=True)
    same = {name: html.unescape(_field(page, name)) for name in ("welcome", "check_in")}
    assert fay.post(f"{DESK}/greetings", data={**same, "csrf_token": _token(page)}).status_code == 303
    acts = [one["act"] for one in as_(cast.opal).get(f"{HOME}/audit").json["items"]]
    assert "desk.greetings" not in acts


def test_a_blank_note_is_not_kept_and_the_form_says_so(fay, cast):
    path = f"/c/crohns/members/{cast.ana.person_id}"
    token = _token(fay.get(path).get_data(as_text=True))
    answer = fay.post(f"{path}/notes", data={"member_note": "  ", "csrf_token": token})
    assert answer.status_code == 422
    assert "Please write something." in answer.get_data(as_text=True)


@pytest.mark.parametrize("name", ["Ana", "Gil"])
def test_nobody_else_sees_the_desk_or_notes(client, as_, cast, name):
    as_(cast.fay).post(f"{HOME}/members/{cast.ana.person_id}/notes", {"body": "Tuesdays are hard."})
    client.post("/api/v1/sessions", json={"handle": name, "password": PASSPHRASE, "cookie": True})
    assert client.get("/c/crohns/people").status_code == (403 if name == "Ana" else 404)
    page = client.get(f"/c/crohns/members/{cast.ana.person_id}").get_data(as_text=True)
    assert "Tuesdays are hard." not in page


def _field(page: str, name: str) -> str:
    """What stands in a field, as it is written in the page."""
    found = re.search(rf'<textarea id="{name}"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)
    assert found
    return found[1]


def _token(page: str) -> str:
    return page.partition('name="csrf-token" content="')[2].partition('"')[0]
