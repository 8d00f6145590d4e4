"""The library over HTTP: its shapes, and in every state who may see what."""

from __future__ import annotations

from typing import Any

import pytest

from tests.edges.caller import refused

TIP = {
    "kind": "tip",
    "title": "Pacing a workday",
    "body": "Three **anchors** a day.",
    "tags": ["Work", "fatigue", "work"],
}
EVERYBODY = ("ana", "ben", "max", "lin", "fay", "gil", "oli", "pia", "bea", "una", "opal")

in_every_state = pytest.mark.parametrize(
    ("steps", "seen_by"),
    [
        ((), {"ana"}),
        (("submit",), {"ana", "fay"}),
        (("submit", "request_changes"), {"ana", "fay"}),
        (("submit", "decline"), {"ana", "fay"}),
        (("submit", "publish"), {"ana", "ben", "max", "lin", "fay"}),
        (("submit", "publish", "withdraw"), {"ana"}),
        (("submit", "withdraw"), {"ana"}),
    ],
    ids=lambda value: "-".join(value) or "draft" if isinstance(value, tuple) else "",
)
"""Who sees Ana's tip after these steps. Everybody else finds nothing."""


@pytest.fixture
def offered(as_, cast):
    """Ana's tip, brought as far as a test needs it."""

    def bring(*steps: str, **said: Any) -> dict[str, Any]:
        answer = as_(cast.ana).post("/communities/crohns/resources", TIP | said)
        assert answer.status_code == 201, answer.json
        made: dict[str, Any] = answer.json["resource"]
        for step in steps:
            made = STEPS[step](as_, cast, made)
        return made

    return bring


def submit(as_, cast, made):
    answer = as_(cast.ana).post(f"/resources/{made['id']}/submission")
    assert answer.status_code == 201, answer.json
    return answer.json["resource"]


def decided(outcome):
    def decide(as_, cast, made):
        said = {"outcome": outcome, "reason": "Said kindly.", "version": made["version"]}
        answer = as_(cast.fay).post(f"/resources/{made['id']}/decision", said)
        assert answer.status_code == 200, answer.json
        return answer.json["resource"]

    return decide


def withdraw(as_, cast, made):
    return as_(cast.ana).post(f"/resources/{made['id']}/withdrawal").json["resource"]


STEPS = {
    "submit": submit,
    "publish": decided("publish"),
    "decline": decided("decline"),
    "request_changes": decided("request_changes"),
    "withdraw": withdraw,
}


def test_an_offer_is_a_draft_with_its_words_rendered_and_its_tags_once(offered):
    made = offered()
    assert (made["state"], made["version"], made["published_version"]) == ("draft", 1, None)
    assert made["html"] == "<p>Three <strong>anchors</strong> a day.</p>"
    assert made["tags"] == ["work", "fatigue"]
    assert (made["author"]["handle"], made["decision"]) == ("Ana", None)


@in_every_state
def test_in_every_state_it_is_there_for_these_and_for_nobody_else(as_, cast, offered, steps, seen_by):
    made = offered(*steps)
    nothing = as_(cast.ana).get(f"/resources/{cast.everyday}")
    for name in EVERYBODY:
        answer = as_(getattr(cast, name)).get(f"/resources/{made['id']}")
        assert (answer.status_code == 200) == (name in seen_by), name
        if name not in seen_by:
            assert (answer.status_code, answer.data) == (404, nothing.data), name
    assert as_(None).get(f"/resources/{made['id']}").status_code == 401


def test_the_library_lists_what_is_published_and_ones_own_in_other_states(as_, cast, offered):
    offered()
    offered("submit")
    shown = offered("submit", "publish")
    names = {name: as_(getattr(cast, name)) for name in ("ana", "ben", "fay")}

    def ids(name: str, **query: str) -> set[str]:
        answer = names[name].get("/communities/crohns/resources", query_string=query)
        assert answer.status_code == 200, answer.json
        return {one["id"] for one in answer.json["items"]}

    assert ids("ben") == ids("ana") == {shown["id"]}
    assert ids("ben", tag="Work") == ids("ben", q="pacing") == ids("ben", kind="tip") == {shown["id"]}
    assert ids("ben", tag="food") == ids("ben", q="100%") == ids("ben", kind="tool") == set()
    assert [len(ids(name, state="draft")) for name in ("ana", "ben", "fay")] == [1, 0, 0]
    assert [len(ids(name, state="submitted")) for name in ("ana", "ben", "fay")] == [1, 0, 1]
    for outsider in (cast.gil, cast.oli, cast.pia, cast.bea, cast.opal):
        refused(as_(outsider).get("/communities/crohns/resources"), 404)


def test_a_long_library_comes_in_pages_without_a_gap_or_a_double(as_, cast, offered):
    made = {offered("submit", "publish", title=f"Number {number}")["id"] for number in range(5)}
    for sort in ("helped", "recent", "needs_testers"):
        found, cursor = [], None
        while True:
            query = {"limit": 2, "sort": sort} | ({"cursor": cursor} if cursor else {})
            page = as_(cast.ben).get("/communities/crohns/resources", query_string=query).json
            found += [one["id"] for one in page["items"]]
            if (cursor := page["next"]) is None:
                break
        assert (len(found), set(found)) == (5, made)


def test_its_author_is_told_how_long_it_waits_and_what_was_decided(as_, cast, offered):
    waiting = offered("submit")
    mine = as_(cast.ana).get(f"/resources/{waiting['id']}").json["resource"]
    assert mine["waiting"]["before"] == 0
    assert "waiting" not in as_(cast.fay).get(f"/resources/{waiting['id']}").json["resource"]
    declined = offered("submit", "decline")
    told = as_(cast.ana).get(f"/resources/{declined['id']}").json["resource"]
    assert (told["state"], told["body"], told["decision"]["reason"]) == ("declined", TIP["body"], "Said kindly.")
    assert told["decision"]["by"]["handle"] == "Fay"


def test_what_cannot_be_now_is_a_conflict(as_, cast, offered):
    waiting = offered("submit")
    place = f"/resources/{waiting['id']}"
    refused(as_(cast.ana).patch(place, {"body": "Other."}), 409)
    refused(as_(cast.ana).post(f"{place}/submission"), 409)
    refused(as_(cast.ana).post(f"{place}/versions"), 409)
    STEPS["publish"](as_, cast, waiting)
    late = {"outcome": "decline", "reason": "Too late.", "version": 1}
    assert "Fay" in refused(as_(cast.fay).post(f"{place}/decision", late), 409)["message"]


def test_nobody_sets_what_is_not_theirs_to_set(as_, cast, offered):
    made = offered()
    for more in ({"state": "published"}, {"author_id": str(cast.ben.person_id)}, {"version": 9}):
        refused(as_(cast.ana).post("/communities/crohns/resources", TIP | more), 422, *more)
        refused(as_(cast.ana).patch(f"/resources/{made['id']}", more), 422, *more)
    refused(as_(cast.ana).patch(f"/resources/{made['id']}", {"url": "javascript:alert(1)"}), 422, "url")
    decision = {"outcome": "publish", "reason": "Mine.", "version": 1}
    refused(as_(cast.ben).post(f"/resources/{made['id']}/decision", decision), 404)
    shown = offered("submit", "publish")
    refused(as_(cast.ben).post(f"/resources/{shown['id']}/decision", decision), 403)
    refused(as_(cast.ben).patch(f"/resources/{shown['id']}", {"body": "Mine."}), 403)
