"""The record of decisions, as facilitators read it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from urllib.parse import quote

import pytest

from app.pages import record as record_page
from app.schemas.fields import z
from networks.communities.actions import invite
from networks.moderation.actions import decide
from networks.moderation.cases import open_case
from networks.moderation.models import CaseKind
from networks.moderation.queries import cases
from networks.moderation.sanctioning import end_sanction, sanction
from tests.cast import PASSPHRASE
from tests.domain.acts import do, look
from tests.edges.caller import refused

NOTE = {"kind": "note", "reason": "Unkind.", "rule": "1"}

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def record(client):
    """The record's page as somebody reads it."""

    def read(handle):
        client.delete_cookie("cairn")
        client.post("/api/v1/sessions", json={"handle": handle, "password": PASSPHRASE, "cookie": True})
        return re.sub(r"\s+", " ", client.get("/c/crohns/audit").get_data(as_text=True))

    return read


def test_it_says_what_was_decided_and_about_whom(network, cast, record):
    do(network, cast.fay, decide, cast.pia_case, outcome="approve", reason="Welcome.")
    do(network, cast.fay, sanction, "crohns", cast.ana.person_id, kind="warning", reason="Unkind.", rule="1")
    shown = record("Fay")
    assert f'/queue/{cast.pia_case}">Joining, approved</a>' in shown
    assert f'/members/{cast.ana.person_id}">Ana</a>' in shown


def test_it_says_nothing_of_a_case_to_whom_it_is_about(network, cast, record):
    subject = {"subject_kind": "person", "subject_id": cast.fay.person_id, "person_id": cast.fay.person_id}
    do(network, None, open_case, cast.crohns_id, CaseKind.REPORT, **subject)
    (found,) = look(network, cast.opal, cases, "crohns", kind="report")[1]
    do(network, cast.opal, decide, found.case.id, outcome="dismiss", reason="It keeps to the charter.")
    assert f'/queue/{found.case.id}">Report, dismissed</a>' in record("Opal")
    assert str(found.case.id) not in record("Fay")
    assert "Report, dismissed" not in record("Fay")


def test_it_says_which_step_and_until_when(as_, network, cast, record, clock):
    clock.now = datetime(2026, 7, 4, 9, 30, tzinfo=UTC)
    until = clock.now + timedelta(days=3)
    about = ("crohns", cast.ana.person_id)
    do(network, cast.fay, sanction, *about, kind="mute", reason="Unkind.", rule="1", until=until)
    lasting = do(network, cast.fay, sanction, *about, kind="suspension", reason="Again.", rule="1")
    clock.move(minutes=1)
    do(network, cast.fay, end_sanction, lasting.id)
    do(network, cast.fay, sanction, *about, kind="warning", reason="Oh.", rule="1")
    shown = re.sub("<[^>]*>", "", record("Fay"))
    for words in ("took a step about a member: a mute, until 7 July", "a suspension, until it is lifted · Ana"):
        assert words in shown
    assert "lifted a sanction: a suspension · Ana" in shown
    assert "took a step about a member: a warning · Ana" in shown
    rows = as_(cast.fay).get("/communities/crohns/audit?kind=members&limit=4").json["items"]
    assert [row["step"] for row in rows] == [
        {"kind": "warning", "until": None},
        {"kind": "suspension", "until": None},
        {"kind": "suspension", "until": None},
        {"kind": "mute", "until": z(until)},
    ]


@pytest.fixture
def found(client, cast):
    """The record's page as Fay reads it, asked for something."""
    client.post("/api/v1/sessions", json={"handle": cast.fay.handle, "password": PASSPHRASE, "cookie": True})

    def ask(query):
        answer = client.get(f"/c/crohns/audit?{query}")
        assert answer.status_code == 200
        return re.sub(r"\s+", " ", answer.get_data(as_text=True))

    return ask


def test_it_is_searched_by_what_by_whom_about_whom_and_when(network, cast, found, clock):
    do(network, cast.fay, sanction, "crohns", cast.ana.person_id, kind="warning", reason="Unkind to Ben.", rule="1")
    day = clock.now.date()
    for query in ("kind=members", "by=fay", "about=Ana", f"since={day}", f"until={day}", f"since={day}&until={day}"):
        assert "Unkind to Ben." in found(query), query
    tomorrow = day + timedelta(days=1)
    for query in ("kind=library", "by=opal", "about=Max", f"since={tomorrow}", "until=2020-01-01", "about=nobody"):
        page = found(query)
        assert "Unkind to Ben." not in page, query
        assert "Show all of it" in page
    for nothing in ("kind=odd", "since=soon", "until=0001-01-01", "since=9999-12-31", "about=+"):
        assert "Unkind to Ben." in found(nothing), nothing
    assert "Nothing on record is like that" in found("about=nobody")


def test_what_is_looked_for_stays_on_the_next_page_and_in_the_form(network, cast, found, monkeypatch):
    monkeypatch.setattr(record_page, "PAGE", 2)
    for number in range(5):
        do(network, cast.fay, sanction, "crohns", cast.ana.person_id, kind="note", reason=f"Note {number}", rule="1")
        do(network, cast.opal, invite, "crohns")
    query, seen = "kind=members&about=Ana&by=Fay", []
    while query:
        page = found(query)
        assert 'name="about" value="Ana"' in page
        assert '<option value="members" selected>' in page
        seen += re.findall(r"Note \d", page)
        more = re.search(r'href="/c/crohns/audit\?([^"]*before=[^"]*)"', page)
        query = unescape(more[1]) if more else ""
    assert seen == [f"Note {number}" for number in (4, 3, 2, 1, 0)]


def test_a_day_is_a_day_where_the_reader_is(network, cast, found, client, clock):
    clock.now = datetime(2026, 7, 4, 23, 30, tzinfo=UTC)
    client.post("/api/v1/sessions", json={"handle": "Fay", "password": PASSPHRASE, "cookie": True})
    do(network, cast.fay, sanction, "crohns", cast.ana.person_id, kind="note", reason="Late.", rule="1")
    client.set_cookie("zone", "Europe/Berlin")
    assert "Late." in found("since=2026-07-05&until=2026-07-05")
    assert "Late." not in found("until=2026-07-04")


def test_nothing_that_is_typed_becomes_markup(found):
    said = quote('"><script>alert(1)</script>', safe="")
    page = found(f"by={said}&about={said}&kind={said}&since={said}")
    assert "<script>alert" not in page


def test_programs_look_for_the_same(as_, cast, clock):
    caller, path = as_(cast.fay), "/communities/crohns/audit"
    caller.post(f"/communities/crohns/members/{cast.ana.person_id}/sanctions", NOTE)
    (row,) = caller.get(f"{path}?kind=members&by=Fay&about=ana").json["items"]
    assert (row["act"], row["reason"]) == ("sanction.noted", "Unkind.")
    assert caller.get(f"{path}?about=nobody").json == {"items": [], "next": None}
    assert caller.get(f"{path}?since={z(clock.now + timedelta(days=1))}").json["items"] == []
    first = caller.get(f"{path}?kind=roles&limit=1").json
    assert first["next"]
    assert caller.get(f"{path}?kind=roles&limit=1&cursor={first['next']}").json["items"] != first["items"]
    for query in ("kind=odd", "since=soon", f"by={'x' * 61}", "until=x"):
        refused(caller.get(f"{path}?{query}"), 422, query.partition("=")[0])
