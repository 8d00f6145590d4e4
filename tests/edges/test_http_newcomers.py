"""Newcomers over HTTP and on pages: whichever way they speak it is a case; hello, mentors, and what is not shown."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import event

from app.work import run_due
from tests.cast import PASSPHRASE
from tests.edges import shapes
from tests.edges.caller import NOWHERE, gone, key, refused
from tests.newcomers import arrive, words_of

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def teasel(network, cast, secret):
    return arrive(network, secret=secret, among=cast)


@pytest.fixture
def queue(as_, cast):
    return lambda who=None: as_(who or cast.fay).get("/communities/crohns/cases?kind=newcomer").json["items"]


@pytest.fixture
def sits(client):
    """`sits("Fay")`: she is signed in now, and nobody else."""

    def sign_in(handle):
        client.delete_cookie("cairn")
        said = {"handle": handle, "password": PASSPHRASE, "cookie": True}
        assert client.post("/api/v1/sessions", json=said).status_code == 201

    return sign_in


def test_hello_over_http_is_a_case(as_, cast, say, teasel, queue):
    said = say(teasel, "Hello.")
    (found,) = queue()
    assert set(found) == shapes.CASE
    assert (found["state"], found["severity"]) == ("open", "green")
    subject = found["subject"]
    assert (subject["kind"], subject["id"], subject["excerpt"]) == ("message", said["id"], "Hello.")
    assert subject["person"] == {"id": str(teasel.person_id), "handle": "teasel"}
    say(cast.ben, "Hello, teasel.", reply_to=said["id"])
    (after,) = queue()
    assert (after["state"], after["outcome"], after["decided_by"]) == ("closed", "close", None)


@on_sqlite
def test_hello_from_the_form_is_a_case(cast, teasel, queue, sits, post):
    sits("teasel")
    room = f"/c/crohns/rooms/{cast.everyday}"
    assert post(f"{room}/messages", room, body="Hello.", client_key=key()).status_code == 302
    assert [one["subject"]["excerpt"] for one in queue()] == ["Hello."]


@on_sqlite
def test_about_oneself_there_is_no_case(as_, say, teasel, queue):
    say(teasel, "Hello.")
    case_id = queue()[0]["id"]
    caller = as_(teasel)
    assert caller.get("/communities/crohns/cases").json["items"] == []
    for answer in (caller.get(f"/cases/{case_id}"), caller.post(f"/cases/{case_id}/askings", {})):
        assert gone(answer) == gone(caller.get(f"/cases/{NOWHERE}"))


@on_sqlite
def test_a_facilitator_closes_it_with_a_reason(as_, cast, say, teasel, queue):
    say(teasel, "Hello.")
    path = f"/cases/{queue()[0]['id']}/decision"
    refused(as_(cast.fay).post(path, {"outcome": "approve", "reason": "Welcome."}), 422, "outcome")
    closed = as_(cast.fay).post(path, {"outcome": "close", "reason": "They wrote to me."}).json["case"]
    assert (closed["state"], closed["outcome"], closed["decided_by"]["handle"]) == ("closed", "close", "Fay")


@on_sqlite
def test_an_anonymous_hello_has_no_name_for_an_operator_and_none_in_its_words(cast, say, teasel, queue):
    say(teasel, "May I ask?", anonymous=True)
    assert queue()[0]["subject"]["person"]["handle"] == "teasel"
    assert queue(cast.opal)[0]["subject"]["person"] is None
    assert "teasel" not in queue()[0]["subject"]["excerpt"]


def test_a_mentor_is_asked_says_not_this_time_and_the_next_welcomes(as_, cast, say, teasel, queue):
    said = say(teasel, "Hello.")
    for number, one in enumerate((cast.ana, cast.ben)):
        offered = as_(one).put("/communities/crohns/mentors/me", {"capacity": number + 1}).json["mentor"]
        assert set(offered) == shapes.MENTOR
        assert (offered["capacity"], offered["left"]) == (number + 1, number + 1)
    ask = f"/cases/{queue()[0]['id']}/askings"
    first = as_(cast.fay).post(ask, {"person_id": str(cast.ana.person_id)})
    assert (first.status_code, set(first.json["asking"])) == (201, shapes.ASKING)
    assert as_(cast.fay).post(ask, {}).json == first.json
    told = first.json["asking"]
    assert (told["newcomer"]["handle"], told["by"]["handle"], told["message_id"]) == ("teasel", "Fay", said["id"])
    declined = as_(cast.ana).post(f"/askings/{told['id']}/decline").json["asking"]
    assert declined["state"] == "declined"
    (mine,) = as_(cast.ben).get("/communities/crohns/askings?state=asked").json["items"]
    say(cast.ben, "Welcome.", reply_to=mine["message_id"])
    states = {one["state"] for one in as_(cast.fay).get("/communities/crohns/askings").json["items"]}
    assert states == {"done", "declined"}
    left = {
        one["person"]["handle"]: one["left"] for one in as_(cast.fay).get("/communities/crohns/mentors").json["items"]
    }
    assert left == {"Ana": 1, "Ben": 1}
    refused(as_(cast.fay).post(ask, {}), 409)
    assert as_(cast.ben).delete("/communities/crohns/mentors/me").status_code == 204


@pytest.mark.parametrize("said", [{}, {"capacity": 0}, {"capacity": 31}, {"capacity": "x"}, {"capacity": 2, "more": 1}])
@on_sqlite
def test_an_offer_is_a_number_of_newcomers(as_, cast, said):
    refused(as_(cast.ana).put("/communities/crohns/mentors/me", said), 422)


@on_sqlite
def test_no_page_of_the_desk_tells_an_operator_who_said_hello_anonymously(client, cast, say, teasel, queue, sits):
    say(teasel, "May I ask?", anonymous=True)
    (found,) = queue()
    for who, told in (("Fay", True), ("Opal", False)):
        sits(who)
        for path in ("/c/crohns/queue", "/c/crohns/queue?kind=newcomer", f"/c/crohns/queue/{found['id']}"):
            page = client.get(path).get_data(as_text=True)
            assert ("teasel" in page) is told, path
            assert told or str(teasel.person_id) not in page


@on_sqlite
def test_a_mentor_of_an_anonymous_hello_learns_no_name_anywhere(as_, cast, client, say, teasel, queue, sits):
    say(teasel, "May I ask?", anonymous=True)
    as_(cast.ana).put("/communities/crohns/mentors/me", {"capacity": 2})
    as_(cast.fay).post(f"/cases/{queue()[0]['id']}/askings", {})
    answer = as_(cast.ana).get("/communities/crohns/askings")
    assert (answer.json["items"][0]["newcomer"], answer.json["items"][0]["anonymous"]) == (None, True)
    sits("Ana")
    for path in ("/c/crohns", "/c/crohns/welcoming", f"/c/crohns/rooms/{cast.everyday}"):
        page = client.get(path).get_data(as_text=True)
        assert "asks you to welcome somebody new" in page
        assert "teasel" not in page
    assert "teasel" not in answer.get_data(as_text=True)


@on_sqlite
def test_the_case_page_says_hello_and_that_closes_it(client, cast, say, teasel, queue, sits, post, network):
    said = say(teasel, "Hello, *I am new*.")
    say(cast.ben, "Good night everybody.")
    sits("Fay")
    path = f"/c/crohns/queue/{queue()[0]['id']}"
    page = client.get(path).get_data(as_text=True)
    assert "<em>I am new</em>" in page
    assert "Good night everybody." in page
    assert post(f"{path}/hello", path, hello=" ", client_key=key()).status_code == 422
    once = {"hello": "Welcome.", "client_key": key()}
    for _ in range(2):
        assert post(f"{path}/hello", path, **once).status_code == 303
    (after,) = queue()
    assert after["state"] == "closed"
    assert words_of(network, teasel).answered_as == "facilitator"
    assert "Facilitator</span></span> answered" in client.get(path).get_data(as_text=True)
    assert said["id"] == after["subject"]["id"]


@on_sqlite
def test_welcomes_that_facilitators_keep_stand_beside_first_words_and_for_the_mentor_who_is_asked(
    client, cast, as_, say, teasel, queue, sits
):
    as_(cast.fay).put("/communities/crohns/desk/greetings", {"welcome": ["Hello {name}, come in."]})
    say(teasel, "Hello.")
    (found,) = queue()
    sits("Fay")
    page = client.get(f"/c/crohns/queue/{found['id']}").get_data(as_text=True)
    assert 'data-fill="hello">Hello @teasel, come in.</button>' in page
    assert "<option>Hello @teasel, come in.</option>" in page
    as_(cast.ana).put("/communities/crohns/mentors/me", {"capacity": 2})
    for who, told in (("Ana", True), ("Ben", False)):
        as_(cast.fay).post(f"/cases/{found['id']}/askings", {})
        sits(who)
        assert ("Hello @teasel, come in." in client.get("/c/crohns/welcoming").get_data(as_text=True)) is told


@on_sqlite
def test_whoever_asks_anonymously_is_offered_no_welcome_with_their_name(client, cast, as_, say, teasel, queue, sits):
    as_(cast.fay).put("/communities/crohns/desk/greetings", {"welcome": ["Hello {name}, come in."]})
    say(teasel, "May I ask?", anonymous=True)
    (found,) = queue()
    sits("Fay")
    page = client.get(f"/c/crohns/queue/{found['id']}").get_data(as_text=True)
    assert "First words often said" in page
    assert "come in." not in page


@on_sqlite
def test_the_case_page_asks_a_mentor_who_is_told_and_can_say_not_this_time(
    client, cast, as_, say, teasel, queue, sits, post
):
    say(teasel, "Hello.")
    case_path = f"/c/crohns/queue/{queue()[0]['id']}"
    sits("Fay")
    assert "No mentor can be asked just now" in client.get(case_path).get_data(as_text=True)
    assert post(f"{case_path}/mentor", case_path).status_code == 409
    sits("Ana")
    mine = "/c/crohns/welcoming"
    assert post(mine, mine, capacity="0").status_code == 422
    assert post(mine, mine, capacity="1").status_code == 303
    sits("Fay")
    assert post(f"{case_path}/mentor", case_path, mentor=str(cast.ana.person_id)).status_code == 303
    assert "Ana is asked to welcome them" in client.get(case_path).get_data(as_text=True)
    sits("Ana")
    asking = as_(cast.ana).get("/communities/crohns/askings").json["items"][0]["id"]
    assert "Fay asks you to welcome teasel." in client.get("/c/crohns").get_data(as_text=True)
    assert post(f"{mine}/{asking}/decline", mine).status_code == 303
    assert "asks you to welcome" not in client.get("/c/crohns").get_data(as_text=True)
    assert post(f"{mine}/stop", mine).status_code == 303
    sits("Ben")
    page = client.get(mine).get_data(as_text=True)
    assert "Who has offered" not in page


@on_sqlite
def test_an_operator_reads_the_beginning_after_a_reason_and_neither_the_rest_nor_what_is_around(
    as_, client, cast, say, teasel, queue, sits
):
    say(teasel, "Hello. " + "I have so much to tell you. " * 20 + "The end.")
    say(cast.ben, "Good night everybody.")
    sits("Opal")
    case_id = queue()[0]["id"]
    assert "I have so much to tell you" not in client.get(f"/c/crohns/queue/{case_id}").get_data(as_text=True)
    as_(cast.opal).post(f"/cases/{case_id}/openings", {"reason": "Nobody else is there."})
    page = client.get(f"/c/crohns/queue/{case_id}").get_data(as_text=True)
    assert "I have so much to tell you" in page
    assert "The end." not in page
    assert "Good night everybody." not in page


@pytest.mark.parametrize("who", ["Ana", "Max", "Gil", "Oli", "Pia"])
@on_sqlite
def test_nobody_else_opens_the_case_or_acts_on_it(client, cast, say, teasel, queue, sits, who):
    say(teasel, "Hello.")
    sits(who)
    path = f"/c/crohns/queue/{queue()[0]['id']}"
    assert client.get(path).status_code in (403, 404)
    page = client.get("/account").get_data(as_text=True)
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token
    for act in ("hello", "mentor"):
        said = {"csrf_token": token[1], "hello": "Hello.", "client_key": key()}
        assert client.post(f"{path}/{act}", data=said).status_code == 404
    assert queue()[0]["state"] == "open"


@on_sqlite
def test_the_worker_weighs_who_waits(app, clock, network, cast, say, teasel, queue):
    say(teasel, "Hello.")
    for hours, severity in ((4, "amber"), (8, "red"), (12, "red")):
        clock.move(hours=hours, minutes=1)
        run_due(app)
        assert queue()[0]["severity"] == severity
    kept = words_of(network, teasel)
    assert kept.overdue_at - kept.said_at > timedelta(hours=24)
    assert run_due(app) == 0


@on_sqlite
def test_a_mentors_pages_ask_one_thing_more_and_everybody_elses_nothing(client, network, cast, as_, say, sits):
    asked: list[str] = []
    event.listen(network.database.reader, "before_cursor_execute", lambda *given: asked.append(given[2]))
    path = f"/c/crohns/rooms/{cast.everyday}"

    def ask(who: str) -> list[str]:
        sits(who)
        client.get(path)
        asked.clear()
        client.get(path)
        return [one for one in asked if "askings" in one]

    assert ask("Ana") == []
    as_(cast.ana).put("/communities/crohns/mentors/me", {"capacity": 1})
    assert len(ask("Ana")) == 1
    assert ask("Ben") == []


@on_sqlite
def test_facilitators_write_their_own_first_words_and_find_them_beside_the_field(
    client, cast, as_, say, teasel, queue, sits, post
):
    own = {"close": ["100 % answered by letter."], "hello": ["Glad you found us, 100% welcome."]}
    assert as_(cast.fay).put("/communities/crohns/desk/reasons/newcomer", {"reasons": own}).status_code == 200
    said = say(teasel, "Hello.")
    sits("Fay")
    path = f"/c/crohns/queue/{queue()[0]['id']}"
    page = client.get(path).get_data(as_text=True)
    assert own["hello"][0] in page
    assert own["close"][0] in page
    assert "Welcome. It is good that you wrote." not in page
    assert "First words, to say hello with" in client.get("/c/crohns/settings/desk").get_data(as_text=True)
    assert post(f"{path}/hello", path, hello="", words=own["hello"][0], client_key=key()).status_code == 303
    answers = as_(teasel).get(f"/rooms/{cast.everyday}/messages").json["items"]
    assert [(one["body"], one["reply_to"]) for one in answers[1:]] == [(own["hello"][0], said["id"])]


@on_sqlite
def test_the_case_tells_what_happened_to_it(client, cast, as_, say, teasel, queue, sits):
    hello = say(teasel, "Hello.")
    answer = say(cast.ana, "Hello, teasel.", reply_to=hello["id"])
    as_(cast.ana).delete(f"/messages/{answer['id']}")
    sits("Fay")
    path = f"/c/crohns/queue/{queue()[0]['id']}"
    assert "It waits again" in client.get(path).get_data(as_text=True)
    say(cast.ben, "@teasel hello")
    assert "Closed: answered." in client.get(path).get_data(as_text=True)


@pytest.mark.parametrize(
    ("who", "sees"), [("Ana", "offer"), ("Max", "no"), ("Lin", "offer"), ("Opal", "list"), ("Fay", "both")]
)
@on_sqlite
def test_the_mentors_page_is_for_members_and_its_list_for_facilitators(client, cast, as_, sits, who, sees):
    as_(cast.ben).put("/communities/crohns/mentors/me", {"capacity": 2})
    sits(who)
    page = client.get("/c/crohns/welcoming").get_data(as_text=True)
    assert ("How many newcomers a month" in page) is (sees in ("offer", "both"))
    assert ("Who has offered" in page) is ("2 of 2 left this month" in page) is (sees in ("list", "both"))


@pytest.mark.parametrize("who", [None, "Oli", "Una", "Pia", "Bea", "Gil"])
@on_sqlite
def test_nobody_outside_finds_the_mentors_page(client, cast, sits, who):
    if who:
        sits(who)
    found = client.get("/c/crohns/welcoming")
    assert found.status_code == client.get("/c/nowhere/welcoming").status_code == 404
