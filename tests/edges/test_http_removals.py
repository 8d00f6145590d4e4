"""Removals over HTTP and on pages: what whoever wrote it reads, appeals and hears, and what those who decide see."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest

from app.work import KINDS
from networks.communities.actions import appoint
from networks.people.queries import person_by_handle
from tests.edges import shapes
from tests.edges.caller import refused

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
WORDS = {"statement": "I told what I did, and told nobody to do it."}
SAID = "Honestly, bin the tablets."
HEAVY = "I have decided. I am going to kill myself tonight."


@pytest.fixture
def second(network, cast):
    """Ben facilitates `crohns` as well."""
    with network.begin() as work:
        appoint(work, "crohns", person_by_handle(work, "Ben"), "facilitator")
    return cast.ben


@pytest.fixture
def gone(as_, cast, say):
    """Fay removes something of somebody's; returns the path of the removal."""

    def remove(who, reason: str | None = "This can do harm.", **more: Any) -> str:
        said = say(who, SAID, **more)
        assert as_(cast.fay).call("DELETE", f"/messages/{said['id']}", {"reason": reason}).status_code == 200
        (found, *_) = as_(who).get("/me/removals").json["items"]
        assert found["target"] == {"kind": "message", "id": said["id"]}
        return f"/removals/{found['id']}"

    return remove


@pytest.fixture
def case_of(as_, cast):
    def find() -> str:
        (one,) = as_(cast.opal).get("/communities/crohns/cases?kind=appeal").json["items"]
        return f"/cases/{one['id']}"

    return find


def test_the_whole_way_of_an_appeal_against_a_removal(as_, cast, gone, case_of, second, read):
    path = gone(cast.ana)
    (mine,) = as_(cast.ana).get("/me/removals").json["items"]
    assert set(mine) == shapes.MY_REMOVAL
    assert (mine["words"], mine["reason"], mine["by"]["handle"]) == (SAID, "This can do harm.", "Fay")
    made = as_(cast.ana).post(f"{path}/appeal", WORDS)
    assert (made.status_code, set(made.json["appeal"])) == (201, shapes.HEARD)
    assert made.json["appeal"]["subject"] == {"kind": "removal", "id": mine["id"]}
    refused(as_(cast.ana).post(f"{path}/appeal", WORDS), 409)
    case = case_of()
    assert as_(second).get(case).json["case"]["subject"]["person"]["handle"] == "Ana"
    refused(as_(cast.fay).get(f"{case}/appeal"), 403)
    refused(as_(cast.fay).post(f"{case}/decision", {"outcome": "uphold", "reason": "I was right."}), 403)
    assert as_(second).post(f"{case}/appeal/replies", {"body": "To whom?"}).status_code == 201
    assert as_(cast.ana).post(f"{path}/appeal/replies", {"body": "To nobody."}).status_code == 201
    replies = as_(cast.ana).get(f"{path}/appeal").json["appeal"]["replies"]
    assert [(one["by"] and one["by"]["handle"], one["body"]) for one in replies] == [
        (None, "To whom?"),
        ("Ana", "To nobody."),
    ]
    before = read()["items"][-1]
    decided = as_(second).post(f"{case}/decision", {"outcome": "overturn", "reason": "Nobody was told to."})
    assert decided.status_code == 200
    after = read()["items"][-1]
    assert (before["body"], after["body"]) == (None, SAID)
    assert [after[name] for name in ("id", "seq")] == [before[name] for name in ("id", "seq")]
    (mine,) = as_(cast.ana).get("/me/removals").json["items"]
    assert (mine["restored_at"], mine["words"]) == (mine["appeal"]["decided_at"], None)
    assert not mine["can_be_appealed"]


def test_the_case_of_an_appeal_is_about_what_was_removed(as_, cast, gone, case_of):
    path = gone(cast.ana)
    (mine,) = as_(cast.ana).get("/me/removals").json["items"]
    as_(cast.ana).post(f"{path}/appeal", WORDS)
    subject = as_(cast.opal).get(case_of()).json["case"]["subject"]
    assert {name: subject[name] for name in ("kind", "id")} == mine["target"]


@pytest.mark.parametrize("later", [False, True])
def test_what_sounds_grave_in_an_appeal_about_anonymous_words_makes_that_appeal_as_grave(
    as_, cast, gone, case_of, sits, page, second, later
):
    """A case about them would have a name, and the same words in both would tell whose those were that were removed."""
    path = gone(cast.ana, anonymous=True)
    first = WORDS if later else {"statement": HEAVY}
    made = as_(cast.ana).post(f"{path}/appeal", first)
    if later:
        assert as_(second).get(case_of()).json["case"]["severity"] == "amber"
        made = as_(cast.ana).post(f"{path}/appeal/replies", {"body": HEAVY})
    assert (made.status_code, "support" in made.json) == (201, True)
    assert as_(cast.opal).get("/communities/crohns/cases?kind=safety").json["items"] == []
    for who in (cast.opal, cast.fay, second):
        for name in ("cases?kind=appeal", "dashboard/needs_human"):
            told = as_(who).get(f"/communities/crohns/{name}").json["items"]
            assert told
            assert str(cast.ana.person_id) not in str(told)
        found = as_(who).get(case_of()).json["case"]
        assert (found["severity"], found["subject"]["person"]) == ("red", None)
    sits("Ben")
    shown = page(f"/c/crohns/queue/{found['id']}")
    assert "Nobody is told who they are, so please write to them here" in shown
    assert "Ana" not in shown
    assert as_(second).post(f"{case_of()}/appeal/replies", {"body": "How are you now?"}).status_code == 201


def test_a_facilitator_need_not_give_a_reason_over_http_and_a_blank_one_is_refused(as_, cast, gone, say):
    gone(cast.ana, reason=None)
    assert as_(cast.ana).get("/me/removals").json["items"][0]["reason"] is None
    said = say(cast.ana)
    refused(as_(cast.fay).call("DELETE", f"/messages/{said['id']}", {"reason": "  "}), 422)
    assert as_(cast.fay).delete(f"/messages/{said['id']}").status_code == 200


def test_what_one_removes_oneself_is_no_removal(as_, cast, say):
    said = say(cast.ana)
    assert as_(cast.ana).delete(f"/messages/{said['id']}").status_code == 200
    assert as_(cast.ana).get("/me/removals").json["items"] == []


def test_what_is_kept_is_erased_at_once_by_whoever_wrote_it(as_, cast, gone, case_of):
    path = gone(cast.ana)
    as_(cast.ana).post(f"{path}/appeal", WORDS)
    case = case_of()
    for _ in range(2):
        assert as_(cast.ana).delete(f"{path}/words").status_code == 204
    (mine,) = as_(cast.ana).get("/me/removals").json["items"]
    assert (mine["words"], mine["appeal"]["outcome"], mine["can_be_appealed"]) == (None, "withdrawn", False)
    assert mine["words_erased_at"] == mine["appeal"]["decided_at"]
    assert as_(cast.opal).get(case).json["case"]["outcome"] == "withdrawn"
    assert as_(cast.ben).delete(f"{path}/words").data == as_(cast.ben).delete(f"/removals/{uuid4()}/words").data


def test_after_it_was_erased_there_is_no_appeal(as_, cast, gone):
    path = gone(cast.ana)
    assert as_(cast.ana).delete(f"{path}/words").status_code == 204
    refused(as_(cast.ana).post(f"{path}/appeal", WORDS), 409)


def test_what_is_somebody_elses_looks_like_what_does_not_exist(as_, cast, gone):
    path, nowhere = gone(cast.ana), f"/removals/{uuid4()}"
    for call in (
        lambda it: as_(cast.ben).post(f"{it}/appeal", WORDS),
        lambda it: as_(cast.gil).get(f"{it}/appeal"),
        lambda it: as_(cast.fay).post(f"{it}/appeal/replies", {"body": "Hm."}),
        lambda it: as_(cast.fay).delete(f"{it}/words"),
    ):
        assert (call(path).status_code, call(path).data) == (404, call(nowhere).data)


def test_who_wrote_anonymously_stays_so_in_every_answer(as_, cast, gone, case_of, second):
    path = gone(cast.ana, anonymous=True)
    as_(cast.ana).post(f"{path}/appeal", WORDS)
    as_(cast.ana).post(f"{path}/appeal/replies", {"body": "And a word more."})
    case = case_of()
    for who in (second, cast.opal):
        for at in (case, f"{case}/appeal", f"{case}/timeline", "/communities/crohns/cases?kind=appeal"):
            shown = as_(who).get(at).get_data(as_text=True)
            assert str(cast.ana.person_id) not in shown, at
            assert "Ana" not in shown, at
    for key in ("needs_human", "queue_age"):
        shown = as_(second).get(f"/communities/crohns/dashboard/{key}")
        assert str(cast.ana.person_id) not in shown.get_data(as_text=True), key


def test_the_worker_erases_the_words_when_their_time_is_over(app, as_, cast, gone):
    path = gone(cast.ana)
    with app.app_context():
        KINDS["evidence"]({"removal_id": path.rpartition("/")[2]})
    (mine,) = as_(cast.ana).get("/me/removals").json["items"]
    assert (mine["words"], mine["reason"]) == (None, "This can do harm.")


def test_the_pages_of_whoever_wrote_it(as_, cast, gone, sits, client, post):
    path = f"/account/decisions{gone(cast.ana)}"
    sits("Ana")
    listed = client.get("/account/decisions").get_data(as_text=True)
    assert path in listed
    assert "A message of yours was removed" in listed
    shown = client.get(path).get_data(as_text=True)
    assert SAID in shown
    assert "This can do harm." in shown
    assert "No rule was named." in shown
    assert "The charter had no rule" not in shown
    assert post(f"{path}/appeal", path, statement=" ").status_code == 422
    assert post(f"{path}/appeal", path, **WORDS).status_code == 303
    again = post(f"{path}/appeal", path, **WORDS)
    assert (again.status_code, "already" in again.get_data(as_text=True)) == (409, True)
    assert post(f"{path}/replies", path, body="I am sorry.").status_code == 303
    shown = client.get(path).get_data(as_text=True)
    assert WORDS["statement"] in shown
    assert "I am sorry." in shown
    for handle in ("Ben", "Fay", "Opal"):
        sits(handle)
        assert client.get(path).status_code == 404


def test_the_page_erases_it_and_says_what_that_ends(as_, cast, gone, sits, client, post):
    path = f"/account/decisions{gone(cast.ana)}"
    sits("Ana")
    assert "you cannot appeal against its removal" in client.get(path).get_data(as_text=True)
    assert post(f"{path}/appeal", path, **WORDS).status_code == 303
    assert "your appeal is taken back" in client.get(path).get_data(as_text=True)
    assert post(f"{path}/erasure", path).status_code == 303
    shown = client.get(path).get_data(as_text=True)
    assert SAID not in shown
    assert "erased by you" in shown
    assert "You took it back." in shown
    assert "/erasure" not in shown
    assert "erased by you" in client.get("/account/decisions").get_data(as_text=True)


def test_the_page_says_why_it_is_kept_where_a_step_rests_on_it(as_, cast, gone, sits, client, post):
    path = f"/account/decisions{gone(cast.ana)}"
    mute = {"kind": "mute", "reason": "Unkind.", "rule": "1"}
    made = as_(cast.fay).post(f"/communities/crohns/members/{cast.ana.person_id}/sanctions", mute).json["sanction"]
    as_(cast.ana).post(f"/sanctions/{made['id']}/appeal", WORDS)
    sits("Ana")
    shown = client.get(path).get_data(as_text=True)
    assert "Until that is decided, what you had written is kept." in shown
    assert "/erasure" not in shown
    assert post(f"{path}/erasure", path).status_code == 409
    assert SAID in client.get(path).get_data(as_text=True)


def test_the_desk_shows_what_was_removed_to_members_and_to_operators_who_open_it(
    as_, cast, gone, case_of, sits, client, post, second
):
    as_(cast.ana).post(f"{gone(cast.ana)}/appeal", WORDS)
    at = f"/c/crohns/queue/{case_of().rpartition('/')[2]}"
    sits("Ben")
    shown = client.get(at).get_data(as_text=True)
    assert "by Fay, <time" in shown
    assert SAID in shown
    assert WORDS["statement"] in shown
    sits("Fay")
    shown = client.get(at).get_data(as_text=True)
    assert "not for you" in shown
    assert not {SAID, WORDS["statement"]} & set(re.split(r"[<>\n]", shown))
    sits("Opal")
    assert SAID not in client.get(at).get_data(as_text=True)
    assert post(f"{at}/openings", at, reason="To decide.").status_code == 303
    shown = client.get(at).get_data(as_text=True)
    assert SAID in shown
    assert WORDS["statement"] in shown


def test_the_desk_names_nobody_who_wrote_anonymously(as_, cast, gone, case_of, sits, client, second):
    as_(cast.ana).post(f"{gone(cast.ana, anonymous=True)}/appeal", WORDS)
    at = f"/c/crohns/queue/{case_of().rpartition('/')[2]}"
    sits("Ben")
    for page in (at, "/c/crohns/queue", "/c/crohns/audit", "/c/crohns/dashboard"):
        shown = client.get(page).get_data(as_text=True)
        assert str(cast.ana.person_id) not in shown, page
    assert "somebody, anonymously" in client.get(at).get_data(as_text=True)
