"""Talking about a resource from its page, by forms alone, and the way from the room back to it."""

from __future__ import annotations

from uuid import uuid4

import pytest
from sqlalchemy import event

from networks.chat.actions import react, remove_message
from networks.people.actions import block
from networks.resources.actions import withdraw
from networks.talking import talk
from tests.cast import PASSPHRASE
from tests.domain.acts import do
from tests.domain.tries import in_the_library
from tests.edges.matrix import cells, person

EMPTY = "Nobody has said anything about it yet."


@pytest.fixture
def tip(network, cast):
    return in_the_library(network, cast)


@pytest.fixture
def browse(app, client):
    """Sign in instead of whoever was: `browse("Ben")`."""

    def sign_in(handle):
        client.delete_cookie(app.config["SESSION_COOKIE_NAME"])
        client.post("/api/v1/sessions", json={"handle": handle, "password": PASSPHRASE, "cookie": True})

    return sign_in


@pytest.fixture
def see(client):
    return lambda path: client.get(path).get_data(as_text=True)


@pytest.fixture
def send(client, see, tip):
    """Send the form of a resource's page: `send(body="Thank you.")`."""

    def sending(path=f"/c/crohns/library/{tip}/talk", **form):
        token = see("/c/crohns/library/new").partition('name="csrf_token" value="')[2].partition('"')[0]
        return client.post(path, data={"csrf_token": token, "client_key": uuid4().hex, **form})

    return sending


def comment(network, who, tip, body, **more):
    return do(network, who, talk, tip, body=body, client_key=uuid4().hex, **more)[0]


def talk_of(page):
    return page.partition('id="talk"')[2].partition("</section>")[0]


def test_saying_something_leads_back_to_where_it_stands(browse, see, send, as_, cast, tip):
    place = f"/c/crohns/library/{tip}"
    browse("Ben")
    assert EMPTY in see(place)
    answer = send(body="Does it **help**?")
    where = as_(cast.ben).get(f"/resources/{tip}").json["resource"]["discussion"]
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{place}#t-{where['message_id']}")
    shown = talk_of(see(place))
    assert "<strong>help</strong>" in shown
    assert f'id="t-{where["message_id"]}"' in shown
    assert EMPTY not in shown
    thread = f"/c/crohns/rooms/{where['room_id']}/threads/{where['message_id']}"
    assert f'href="{thread}"' in shown
    assert f'About: <a href="{place}">Pacing a workday</a>' in see(thread)
    room = see(f"/c/crohns/rooms/{where['room_id']}")
    assert "About:" not in room
    assert f'<a href="{thread}">About something in the library</a>' in room


def test_the_thread_of_an_answer_is_about_it_too_and_other_threads_are_not(browse, see, network, cast, tip, say):
    root = comment(network, cast.ben, tip, "One.")
    later = comment(network, cast.lin, tip, "Two.")
    browse("Ana")
    assert "About:" in see(f"/c/crohns/rooms/{root.room_id}/threads/{later.id}")
    other = say(cast.ana)
    elsewhere = see(f"/c/crohns/rooms/{other['room_id']}/threads/{other['id']}")
    assert "About:" not in elsewhere
    assert "About something" not in elsewhere
    assert see(f"/c/crohns/rooms/{root.room_id}").count("About something in the library") == 1


def test_the_same_form_sent_twice_says_it_once(browse, see, send, tip):
    browse("Ben")
    for body in ("Once.", "Twice."):
        key = uuid4().hex
        places = {send(body=body, client_key=key).headers["Location"] for _ in range(2)}
        assert len(places) == 1
    assert talk_of(see(f"/c/crohns/library/{tip}")).count("<li") == 2


def test_what_cannot_be_said_stays_in_the_form(browse, send):
    browse("Ben")
    for body in (" \n", "x" * 8001):
        answer = send(body=body, client_key="0123456789", anonymous="true")
        shown = talk_of(answer.get_data(as_text=True))
        assert answer.status_code == 422
        assert f">\n{body}</textarea>" in shown
        assert 'value="0123456789"' in shown
        assert "checked" in shown
        assert 'id="say-fault" role="alert"' in shown
        assert EMPTY in shown


def test_the_muted_read_and_are_told_why_they_cannot_write(browse, see, send, network, cast, tip):
    comment(network, cast.ben, tip, "It helped.")
    browse("Max")
    shown = talk_of(see(f"/c/crohns/library/{tip}"))
    assert "It helped." in shown
    assert "You cannot write here just now. You can still read." in shown
    assert "<form" not in shown
    assert send(body="Still me.").status_code == 403


def test_whom_one_blocks_is_not_shown_and_who_is_anonymous_is_not_told(browse, see, network, cast, tip):
    comment(network, cast.lin, tip, "From Lin.")
    comment(network, cast.lin, tip, "From somebody.", anonymous=True)
    do(network, cast.ben, block, cast.lin.person_id)
    place = f"/c/crohns/library/{tip}"
    browse("Ben")
    shown = talk_of(see(place))
    assert "From Lin." not in shown
    assert "Lin" not in shown
    assert "Somebody you blocked" in shown
    assert "From somebody." in shown
    assert "Anonymous member" in shown
    browse("Fay")
    shown = talk_of(see(place))
    assert "From Lin." in shown
    assert "Who wrote this?" in shown
    assert "From Lin." in shown.partition("From somebody.")[0]
    assert shown.count("/members/") == 1  # beside what Lin said under their name


def test_what_was_removed_is_shown_as_removed(browse, see, network, cast, tip):
    root = comment(network, cast.ben, tip, "Buy my book.")
    own = comment(network, cast.lin, tip, "Never mind.")
    do(network, cast.lin, react, root.id, "💡", on=True)
    do(network, cast.fay, remove_message, root.id)
    do(network, cast.lin, remove_message, own.id)
    browse("Ana")
    shown = talk_of(see(f"/c/crohns/library/{tip}"))
    assert "Buy my book." not in shown
    assert "Never mind." not in shown
    assert "This helps" not in shown
    assert "A facilitator removed this message." in shown
    assert "The author took this message back." in shown


def test_only_the_last_words_are_shown_with_a_way_to_those_before(browse, see, network, cast, tip):
    browse("Ana")
    for number in range(4):
        said = comment(network, cast.ben, tip, f"Number {number}.")
    do(network, cast.lin, react, said.id, "💡", on=True)
    shown = talk_of(see(f"/c/crohns/library/{tip}"))
    assert "What was said before" not in shown
    assert "This helps" in shown
    comment(network, cast.ben, tip, "Number 4.")
    shown = talk_of(see(f"/c/crohns/library/{tip}"))
    assert "What was said before" in shown
    assert "Number 0." not in shown
    assert "Number 1." in shown


def test_what_was_taken_back_is_talked_about_in_the_room_alone(browse, see, send, network, cast, tip):
    root = comment(network, cast.ben, tip, "It helped.")
    thread = f"/c/crohns/rooms/{root.room_id}/threads/{root.id}"
    browse("Ana")
    assert "About:" in see(thread)
    do(network, cast.ana, withdraw, tip)
    assert "About:" not in see(thread)
    assert "It helped." in see(thread)
    shown = talk_of(see(f"/c/crohns/library/{tip}"))
    assert "It helped." in shown
    assert "<form" not in shown
    assert "not in the library just now" in shown
    assert send(body="One more.").status_code == 409
    browse("Ben")
    assert send(body="One more.").status_code == 404


def test_what_was_never_published_has_no_talk(browse, see, as_, cast):
    made = as_(cast.ana).post("/communities/crohns/resources", {"kind": "tip", "title": "Mine"}).json["resource"]
    assert made["discussion"] is None
    browse("Ana")
    assert 'id="talk"' not in see(f"/c/crohns/library/{made['id']}")


def test_another_communitys_address_leads_nowhere(browse, send, tip):
    browse("Ana")
    assert send(f"/c/hidden/library/{tip}/talk", body="Here?").status_code == 404
    assert send(f"/c/crohns/library/{uuid4()}/talk", body="Here?").status_code == 404


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("column", "letters"), cells("Published resource"))
def test_only_who_reads_it_is_told_where_it_is_talked_about(as_, cast, network, tip, column, letters):
    comment(network, cast.ben, tip, "It helped.")
    answer = as_(person(cast, column)).get(f"/resources/{tip}")
    if "R" in letters:
        assert set(answer.json["resource"]["discussion"]) == {"room_id", "message_id"}
    else:
        assert answer.status_code in (401, 404)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_page_asks_no_more_with_more_to_show(browse, see, network, cast, tip):
    asked: list[str] = []
    event.listen(network.database.reader, "before_cursor_execute", lambda *given: asked.append(given[2]))
    browse("Ben")

    def count():
        asked.clear()
        see(f"/c/crohns/library/{tip}")
        return len(asked)

    root = comment(network, cast.ana, tip, "Mine.")
    do(network, cast.lin, react, root.id, "💡", on=True)
    count()
    few = count()
    for number in range(10):
        said = comment(network, (cast.ana, cast.lin, cast.fay)[number % 3], tip, f"Number {number}.")
        do(network, cast.lin, react, said.id, "💡", on=True)
    assert count() == few


def test_what_others_said_there_can_be_reported_from_there(browse, see, network, cast, tip):
    said = comment(network, cast.ana, tip, "Just bin the tablets.")
    secret = comment(network, cast.lin, tip, "I did.", anonymous=True)
    gone = comment(network, cast.ana, tip, "And buy mine.")
    do(network, cast.ana, remove_message, gone.id)
    own = comment(network, cast.ben, tip, "Please ask your team first.")
    browse("Ben")
    shown = talk_of(see(f"/c/crohns/library/{tip}"))
    offered = {one.id for one in (said, secret, gone, own) if f'href="/c/crohns/report/message/{one.id}"' in shown}
    assert offered == {said.id, secret.id}
    assert 'Report<span class="hush"> what an anonymous member said</span>' in shown
    assert "Just bin the tablets." in see(f"/c/crohns/report/message/{said.id}")
    do(network, cast.ben, block, cast.ana.person_id)
    assert f"report/message/{said.id}" not in talk_of(see(f"/c/crohns/library/{tip}"))
