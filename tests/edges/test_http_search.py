"""Searching over HTTP: its shapes, its pages, and who finds what."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from networks.search.index import catch_up, catch_up_library
from tests.edges.caller import refused
from tests.edges.matrix import cells, person
from tests.edges.test_access import is_refused

PATH = "/communities/crohns/search"
LETTERS = cells("Search")


@pytest.fixture
def find(app, as_):
    def finding(who, q, more="", slug="crohns"):
        network = app.extensions["network"]
        while catch_up(network):
            continue
        catch_up_library(network)
        return as_(who).get(f"/communities/{slug}/search?q={quote(q)}{more}")

    return finding


def bodies(answer):
    return [item["message"]["body"] for item in answer.json["items"]]


def test_a_message_is_found_with_its_piece(find, say, cast):
    said = say(cast.ana, "I swim in the **cold** lake.")
    (item,) = find(cast.ben, '"cold lake"').json["items"]
    assert (item["kind"], item["message"]["id"]) == ("message", said["id"])
    pieces = [("I swim in the ", False), ("cold lake", True), (".", False)]
    assert item["excerpt"] == [{"text": text, "hit": hit} for text, hit in pieces]


def test_a_resource_is_found_as_it_is_published(find, as_, cast):
    tip = {"kind": "tip", "title": "Pacing", "body": "Three anchors a day.", "tags": ["work"]}
    made = as_(cast.ana).post("/communities/crohns/resources", tip).json["resource"]
    assert find(cast.ana, "anchors").json["items"] == []
    as_(cast.ana).post(f"/resources/{made['id']}/submission")
    decision = {"outcome": "publish", "reason": "Clear.", "version": 1}
    as_(cast.fay).post(f"/resources/{made['id']}/decision", decision)
    (item,) = find(cast.ben, "anchors in:library").json["items"]
    assert (item["kind"], item["resource"]["id"], item["resource"]["title"]) == ("resource", made["id"], "Pacing")


def test_a_cursor_goes_on_where_the_answer_ended(find, say, cast):
    said = [say(cast.ana, f"Swim {n}.")["body"] for n in range(5)]
    first = find(cast.ben, "swim", "&limit=3")
    second = find(cast.ben, "swim", f"&limit=3&cursor={first.json['next']}")
    assert sorted(bodies(first) + bodies(second)) == sorted(said)
    assert second.json["next"] is None


@pytest.mark.parametrize("cursor", ["x", "LTE", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5", "MS41"])
def test_a_cursor_that_is_not_ours_is_refused(find, cast, cursor):
    refused(find(cast.ben, "swim", f"&cursor={cursor}"), 422)


@pytest.mark.parametrize("q", ["", "   ", '"', "from:", "in:x from:y", "%", "' OR 1=1 --", "a" * 1000, "*"])
def test_whatever_is_typed_is_answered(find, say, cast, q):
    say(cast.ana, "Good morning.")
    assert find(cast.ben, q).json == {"items": [], "next": None}


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("column", "letters"), LETTERS, ids=[f"{c} {x}" for c, x in LETTERS])
def test_who_may_search(find, as_, cast, say, column, letters):
    say(cast.ana, "I swim.")
    caller = person(cast, column)
    answer = find(caller, "swim")
    if letters == "−":
        assert is_refused(answer, column)
    elif letters == "R":
        assert bodies(answer) == ["I swim."]
    else:
        assert bodies(answer) == []
        as_(caller).post(f"/rooms/{cast.everyday}/openings", {"reason": "Somebody asked for help."})
        assert bodies(find(caller, "swim")) == ["I swim."]


def test_what_is_removed_is_gone_before_anything_else_happens(find, as_, say, cast):
    said = say(cast.ana, "I swim.")
    assert bodies(find(cast.ben, "swim")) == ["I swim."]
    as_(cast.ana).delete(f"/messages/{said['id']}")
    assert as_(cast.ben).get(f"{PATH}?q=swim").json["items"] == []


def test_who_wrote_anonymously_is_told_to_nobody(find, as_, say, cast):
    say(cast.ana, "May I swim?", anonymous=True)
    for who in (cast.ben, cast.fay, cast.lin):
        (item,) = find(who, "swim").json["items"]
        assert item["message"]["author"] is None
        assert find(who, "swim from:ana").json["items"] == []
