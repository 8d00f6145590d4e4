"""The dashboard, over HTTP and as a page: its figures, the lists behind them, and how much it asks of the database."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import insert, update

from networks.chat.models import Message, Room
from networks.moderation.cases import open_case
from networks.moderation.models import Case, CaseKind, Severity
from networks.overview.counting import count_on
from networks.overview.lists import LISTS
from tests.cast import PASSPHRASE
from tests.domain.acts import do
from tests.domain.acts import say as speak
from tests.domain.test_counting import count_all
from tests.edges import shapes
from tests.edges.test_query_counts import asked  # noqa: F401  (a fixture)
from tests.newcomers import arrive

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
HOME = "/communities/crohns"
FIRST = (
    "needs_human", "queue", "queue_oldest", "queue_p90", "resolution", "resolution_median",
    "resolution_taken", "resolution_reopened", "unanswered_24_h",
    "newcomer_first_reply", "newcomer_first_reply_p90", "newcomer_first_reply_peers", "load", "activity", "members",
)  # fmt: skip


@pytest.fixture
def busy(network, cast, clock):
    """Somebody new who was answered and one who was not, cases in hand and late, things said."""
    answered, waiting = arrive(network, "Teasel"), arrive(network, "Sorrel")
    first = speak(network, answered, cast.everyday)
    speak(network, waiting, cast.everyday)
    speak(network, cast.ben, cast.everyday, reply_to=first.id)
    for severity in Severity:
        subject = {"subject_kind": "person", "subject_id": uuid4(), "person_id": cast.max.person_id}
        do(network, None, open_case, cast.crohns_id, CaseKind.REPORT, severity=severity, **subject)
    clock.move(hours=26)
    count_all(network)


@pytest.fixture
def fay(client):
    client.post("/api/v1/sessions", json={"handle": "Fay", "password": PASSPHRASE, "cookie": True})
    return client


# --- over HTTP


def test_it_is_as_the_interface_says(as_, cast, busy):
    told = as_(cast.fay).get(f"{HOME}/dashboard").json
    assert set(told) == {"period", "figures"}
    assert told["period"]["days"] == 30
    assert tuple(one["key"] for one in told["figures"]) == FIRST
    for one in told["figures"]:
        assert set(one) == shapes.FIGURE
        assert one["state"] in ("ok", "watch", "red", "too_few")
        assert one["label"]
        assert one["definition"]


def test_each_figure_leads_to_the_list_of_what_it_counts(as_, cast, busy):
    caller = as_(cast.fay)
    for one in caller.get(f"{HOME}/dashboard?days=90").json["figures"]:
        assert one["list"].startswith(f"{HOME}/")
        found = caller.get(one["list"]).json["items"]
        if one["key"] == "activity":
            assert sum(item["count"] for item in found) == one["value"]
            continue
        assert len(found) == one["n"], one["key"]
        if one["key"] != "members":
            assert all(set(item) == shapes.ENTRY for item in found)
        if one["unit"] == "share" and one["n"]:
            assert sum(item["counted"] for item in found) / len(found) == pytest.approx(one["value"])


def test_cases_in_a_list_are_found_where_it_says(as_, cast, busy):
    caller = as_(cast.fay)
    for one in caller.get(f"{HOME}/dashboard/needs_human").json["items"]:
        assert caller.get(f"/cases/{one['case_id']}").status_code == 200


def test_a_list_goes_on_with_its_cursor(as_, cast, busy):
    caller = as_(cast.fay)
    whole = caller.get(f"{HOME}/dashboard/needs_human?limit=100").json["items"]
    first = caller.get(f"{HOME}/dashboard/needs_human?limit=2").json
    rest = caller.get(f"{HOME}/dashboard/needs_human?limit=100&cursor={first['next']}").json
    assert first["items"] + rest["items"] == whole
    assert rest["next"] is None


@pytest.mark.parametrize("days", ["0", "367", "-3", "x", "1e3"])
def test_days_that_are_none_are_invalid(as_, cast, days):
    answer = as_(cast.fay).get(f"{HOME}/dashboard?days={days}")
    assert (answer.status_code, set(answer.json["error"]["fields"])) == (422, {"days"})


def test_there_is_no_list_of_another_name(as_, cast):
    caller = as_(cast.fay)
    assert caller.get(f"{HOME}/dashboard/burden").status_code == 404
    assert caller.get(f"{HOME}/dashboard/members").status_code == 404


def test_what_is_about_the_reader_is_in_no_number_and_no_list(as_, cast, network, busy):
    """Max is a facilitator for the moment, and three reports are about him."""
    assert as_(cast.opal).patch(f"{HOME}/members/{cast.max.person_id}", {"role": "facilitator"}).status_code == 200
    of_max, of_fay = (
        {one["key"]: one for one in as_(who).get(f"{HOME}/dashboard").json["figures"]} for who in (cast.max, cast.fay)
    )
    assert of_fay["needs_human"]["value"] - of_max["needs_human"]["value"] == 3
    seen = as_(cast.max).get(f"{HOME}/dashboard/needs_human").json["items"]
    assert "Max" not in {one["person"]["handle"] for one in seen if one["person"]}


# --- the page


def test_the_page_says_who_waits_and_draws_what_it_counts(busy, fay):
    page = fay.get("/c/crohns/dashboard").get_data(as_text=True)
    assert "Report, red" in page
    assert "Sorrel" in page
    assert "past its clock" in page or "past their clock" in page
    assert page.count('<svg class="plot"') == 3
    for key in ("queue", "unanswered_24_h", "newcomer_first_reply", "resolution", "load", "activity"):
        assert f"/c/crohns/dashboard/{key}?days=30" in page
    assert "style=" not in page
    assert "%%" not in page


@pytest.mark.parametrize("key", LISTS)
@pytest.mark.parametrize("days", ["30", "90", "365", "x"])
def test_every_list_is_a_page(busy, fay, key, days):
    answer = fay.get(f"/c/crohns/dashboard/{key}?days={days}")
    assert answer.status_code == 200
    assert "%%" not in answer.get_data(as_text=True)


def test_an_empty_community_says_so(client, network, cast, clock):
    do(network, None, _close_everything)
    clock.move(days=400)
    client.post("/api/v1/sessions", json={"handle": "Fay", "password": PASSPHRASE, "cookie": True})
    page = client.get("/c/crohns/dashboard").get_data(as_text=True)
    assert "Everyone has been answered" in page
    assert "Too few to say" in page
    assert "Nobody has written here" in page


def _close_everything(work):
    work.session.execute(update(Case).values(state="closed", outcome="withdrawn", decided_at=work.now))


@pytest.mark.parametrize("name", ["Ana", "Lin"])
def test_members_have_no_such_page_and_no_tab(client, cast, name):
    client.post("/api/v1/sessions", json={"handle": name, "password": PASSPHRASE, "cookie": True})
    assert client.get("/c/crohns/dashboard").status_code == 403
    assert "/c/crohns/dashboard" not in client.get("/c/crohns/members").get_data(as_text=True)


def test_outsiders_find_nothing(client, cast):
    client.post("/api/v1/sessions", json={"handle": "Gil", "password": PASSPHRASE, "cookie": True})
    shown, missing = (_plain(client.get(f"/c/{slug}/dashboard")) for slug in ("hidden", "nothing"))
    assert shown.replace("/c/hidden/", "/c/nothing/") == missing


def _plain(answer) -> str:
    """Without what is new in every answer."""
    assert answer.status_code == 404
    return re.sub(r'(nonce|value|content)="[^"]*"', "", answer.get_data(as_text=True))


# --- the cap


def test_operators_say_how_much_one_should_carry_and_the_queue_tells_whoever_has_it(client, as_, cast):
    for body, status in (({"cap": 0}, 422), ({"cap": "x"}, 422), ({}, 422), ({"cap": 1}, 200)):
        assert as_(cast.opal).put(f"{HOME}/load-cap", body).status_code == status
    assert as_(cast.fay).put(f"{HOME}/load-cap", {"cap": 5}).status_code == 403
    assert as_(cast.gil).put(f"{HOME}/load-cap", {"cap": 5}).status_code == 404
    client.post("/api/v1/sessions", json={"handle": "Fay", "password": PASSPHRASE, "cookie": True})
    told = "is what one should carry here"
    assert told not in client.get("/c/crohns/queue").get_data(as_text=True)
    decided = {"outcome": "approve", "reason": "Welcome."}
    assert as_(cast.fay).post(f"/cases/{cast.pia_case}/decision", decided).status_code == 200
    assert told not in client.get("/c/crohns/queue").get_data(as_text=True), "there is nothing to take"
    assert "at most 1" in client.get("/c/crohns/dashboard/load").get_data(as_text=True)


def test_operators_set_it_in_a_form(client, cast):
    client.post("/api/v1/sessions", json={"handle": "Opal", "password": PASSPHRASE, "cookie": True})
    page = client.get("/c/crohns/dashboard/load").get_data(as_text=True)
    token = page.partition('name="csrf-token" content="')[2].partition('"')[0]
    for said, status in (("nine", 422), ("9", 303), ("", 303)):
        assert client.post("/c/crohns/load-cap", data={"cap": said, "csrf_token": token}).status_code == status


# --- how much it asks


def test_the_page_asks_no_more_with_more_to_count_and_reads_no_message(busy, fay, network, cast, clock, asked):  # noqa: F811
    def look() -> int:
        asked.clear()
        assert fay.get("/c/crohns/dashboard").status_code == 200
        return len(asked)

    look()
    few = look()
    _many_messages(network, cast, 3000)
    for _ in range(20):
        subject = {"subject_kind": "person", "subject_id": uuid4(), "person_id": cast.max.person_id}
        do(network, None, open_case, cast.crohns_id, CaseKind.REPORT, severity=Severity.AMBER, **subject)
    assert look() == few <= 15, asked
    about_messages = [one for one in asked if "FROM messages" in one and "count(*)" not in one]
    assert about_messages == []


def _many_messages(network, cast, count):
    with network.begin() as work:
        room = work.session.get_one(Room, cast.everyday)
        start = room.last_seq
        rows = [
            {
                "id": uuid4(), "room_id": room.id, "author_id": cast.ana.person_id, "anonymous": False,
                "seq": start + number, "change_seq": start + number, "client_key": uuid4().hex, "fingerprint": "x",
                "body": "Words.", "html": "<p>Words.</p>", "reply_to": None, "thread_id": None,
                "posted_at": work.now - timedelta(minutes=number), "edited_at": None, "removed_at": None,
                "removed_by_id": None,
            }
            for number in range(1, count + 1)
        ]  # fmt: skip
        work.session.execute(insert(Message), rows)
        room.last_seq = start + count
    while count_on(network):
        continue
