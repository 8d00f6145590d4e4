"""Appeals over HTTP: what the person sees, what those who decide see, and their pages."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from networks.communities.actions import appoint
from networks.moderation.sanctioning import sanction
from networks.people.queries import person_by_handle
from tests.domain.acts import do
from tests.edges import shapes
from tests.edges.caller import key, refused

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
HEAVY = "I don't want to be here any more."
WORDS = {"statement": "It was a joke between friends."}


@pytest.fixture
def second(network, cast):
    """Ben facilitates `crohns` as well."""
    with network.begin() as work:
        appoint(work, "crohns", person_by_handle(work, "Ben"), "facilitator")
    return cast.ben


@pytest.fixture
def punish(network, cast):
    """Fay's step about somebody; returns its path."""

    def give(who, kind: str = "mute", rule: str = "1") -> str:
        words: Any = {"kind": kind, "reason": "Unkind words.", "rule": rule}
        return f"/sanctions/{do(network, cast.fay, sanction, 'crohns', who.person_id, **words).id}"

    return give


@pytest.fixture
def case_of(as_, cast):
    def find() -> str:
        (one,) = as_(cast.opal).get("/communities/crohns/cases?kind=appeal").json["items"]
        return f"/cases/{one['id']}"

    return find


def test_the_whole_way_of_an_appeal(as_, cast, punish, case_of, second):
    path = punish(cast.ana)
    made = as_(cast.ana).post(f"{path}/appeal", WORDS)
    assert (made.status_code, set(made.json["appeal"])) == (201, shapes.HEARD)
    assert made.json["appeal"]["subject"] == {"kind": "sanction", "id": path.rpartition("/")[2]}
    refused(as_(cast.ana).post(f"{path}/appeal", WORDS), 409)
    case = case_of()
    shown = as_(second).get(case).json["case"]
    assert (shown["kind"], shown["severity"], shown["subject"]["kind"]) == ("appeal", "amber", "sanction")
    assert shown["subject"]["person"]["id"] == str(cast.ana.person_id)
    asked = as_(second).post(f"{case}/appeal/replies", {"body": "What was said before?"})
    assert (asked.status_code, asked.json["reply"]["by"]["handle"]) == (201, "Ben")
    assert as_(cast.ana).post(f"{path}/appeal/replies", {"body": "Max laughed."}).status_code == 201
    replies = as_(cast.ana).get(f"{path}/appeal").json["appeal"]["replies"]
    assert [(one["by"] and one["by"]["handle"], one["body"]) for one in replies] == [
        (None, "What was said before?"),
        ("Ana", "Max laughed."),
    ]
    decided = as_(second).post(f"{case}/decision", {"outcome": "overturn", "reason": "Nobody was hurt."})
    assert (decided.status_code, decided.json["case"]["outcome"]) == (200, "overturn")
    (mine,) = as_(cast.ana).get("/me/sanctions").json["items"]
    assert set(mine) == shapes.SANCTION | {"community", "appeal", "can_be_appealed"}
    assert mine["overturned_at"] == mine["ended_at"] == mine["appeal"]["decided_at"]
    assert mine["appeal"]["reason"] == "Nobody was hurt."
    said = as_(cast.ana).post(f"/rooms/{cast.everyday}/messages", {"body": "Thank you.", "client_key": key()})
    assert said.status_code == 201


def test_whoever_made_it_is_told_in_words_that_somebody_else_decides(as_, cast, punish, case_of):
    as_(cast.ana).post(f"{punish(cast.ana)}/appeal", WORDS)
    case = case_of()
    for answer in (
        as_(cast.fay).post(f"{case}/decision", {"outcome": "uphold", "reason": "I was right."}),
        as_(cast.fay).post(f"{case}/claim"),
        as_(cast.fay).get(f"{case}/appeal"),
    ):
        refused(answer, 403)
        assert "You decided this the first time" in answer.json["error"]["message"]
    assert WORDS["statement"] not in as_(cast.fay).get(case).get_data(as_text=True)


def test_notes_on_an_appeal_are_nowhere_for_whoever_decided_the_first_time(
    as_, cast, punish, case_of, second, sits, client, post
):
    as_(cast.ana).post(f"{punish(cast.ana)}/appeal", WORDS)
    case = case_of()
    note = {"body": "Xylophone."}
    assert as_(second).post(f"{case}/notes", note).status_code == 201
    refused(as_(cast.fay).post(f"{case}/notes", {"body": "I was right."}), 403)
    refused(as_(cast.fay).get(f"{case}/notes"), 403)
    assert [one["body"] for one in as_(second).get(f"{case}/notes").json["items"]] == ["Xylophone."]
    sits("Fay")
    at = f"/c/crohns/queue/{case.rpartition('/')[2]}"
    assert post(f"{at}/notes", "/account", body="I was right.").status_code == 403
    paths = (at, "/c/crohns/queue", "/c/crohns/audit", "/c/crohns/dashboard")
    shown = [client.get(path).get_data(as_text=True) for path in paths]
    told = ("timeline", "notes", "appeal")
    answers = [as_(cast.fay).get(f"{case}/{name}").get_data(as_text=True) for name in told]
    mine = [as_(cast.fay).get(path).get_data(as_text=True) for path in ("/me/export", "/communities/crohns/audit")]
    assert not [one for one in (*shown, *answers, *mine) if "Xylophone" in one]
    assert "for those who look at it now" in shown[0]
    sits("Ben")
    assert "Xylophone" in client.get(at).get_data(as_text=True)


def test_an_appeal_has_a_statement(as_, cast, punish):
    path = punish(cast.ana)
    for words in ({}, {"statement": "  "}, {"statement": "x" * 4001}, {**WORDS, "outcome": "overturn"}):
        refused(as_(cast.ana).post(f"{path}/appeal", words), 422)


def test_what_is_somebody_elses_looks_like_what_does_not_exist(as_, cast, punish):
    path, nowhere = punish(cast.ana), f"/sanctions/{uuid4()}"
    for call in (
        lambda it: as_(cast.ben).post(f"{it}/appeal", WORDS),
        lambda it: as_(cast.gil).get(f"{it}/appeal"),
        lambda it: as_(cast.fay).post(f"{it}/appeal/replies", {"body": "Hm."}),
    ):
        assert (call(path).status_code, call(path).data) == (404, call(nowhere).data)


@pytest.mark.parametrize(("rule", "is_in_it"), [("1", True), ("Be as I like it.", False)])
def test_a_rule_that_the_charter_has_not_is_said_to_be_none_of_it(
    as_, cast, punish, sits, client, case_of, second, rule, is_in_it
):
    path = punish(cast.ana, rule=rule)
    as_(cast.ana).post(f"{path}/appeal", WORDS)
    case = case_of().rpartition("/")[2]
    for handle, page in (("Ana", f"/account/decisions/{path.rpartition('/')[2]}"), ("Ben", f"/c/crohns/queue/{case}")):
        sits(handle)
        shown = client.get(page).get_data(as_text=True)
        assert (rule in shown, "The charter had no rule in these words." in shown) == (True, not is_in_it), page


def test_the_banned_read_and_appeal_on_their_account(cast, sits, client, post):
    path = f"/account/decisions/{cast.bea_ban}"
    assert client.get(path).status_code == 302
    sits("Bea")
    assert path in client.get("/account/decisions").get_data(as_text=True)
    assert path in client.get("/c/crohns").get_data(as_text=True)
    assert post(f"{path}/appeal", path, statement=" ").status_code == 422
    assert post(f"{path}/appeal", path, **WORDS).status_code == 303
    again = post(f"{path}/appeal", path, **WORDS)
    assert (again.status_code, "already" in again.get_data(as_text=True)) == (409, True)
    assert post(f"{path}/replies", path, body="I am sorry.").status_code == 303
    shown = client.get(path).get_data(as_text=True)
    assert WORDS["statement"] in shown
    assert "I am sorry." in shown
    sits("Ana")
    assert client.get(path).status_code == 404


def test_who_sounds_in_danger_in_an_appeal_is_told_alone_whom_they_can_talk_to(
    as_, cast, punish, sits, client, post, case_of, second
):
    path = punish(cast.ana)
    made = as_(cast.ana).post(f"{path}/appeal", {"statement": HEAVY}).json
    assert made["support"]["contacts"]
    assert as_(cast.ana).post(f"{path}/appeal/replies", {"body": HEAVY}).json["support"] == made["support"]
    assert (
        set(as_(cast.ana).get(f"{path}/appeal").json) == set(as_(second).get(f"{case_of()}/appeal").json) == {"appeal"}
    )
    assert set(as_(second).post(f"{case_of()}/appeal/replies", {"body": HEAVY}).json) == {"reply"}
    sits("Ana")
    page = f"/account/decisions/{path.rpartition('/')[2]}"
    answer = post(f"{page}/replies", page, body=HEAVY)
    card = client.get(answer.location).get_data(as_text=True)
    assert "Only you can see this." in card
    assert f'href="{page}#appeal"' in card
    assert post(f"{page}/replies", page, body="Max laughed.").location == f"{page}#appeal"


def test_every_page_of_the_community_says_to_the_muted_how_to_appeal(cast, sits, client):
    paths = ("", "/rooms", "/members", "/library", f"/rooms/{cast.everyday}")
    for handle, says in (("Max", True), ("Ana", False)):
        sits(handle)
        for path in paths:
            shown = client.get(f"/c/crohns{path}", follow_redirects=True).get_data(as_text=True)
            assert shown.count("What this means, and how to appeal") == says, (handle, path)


def test_the_desk_shows_all_of_it_but_to_whoever_decided_the_first_time(as_, cast, punish, case_of, sits, client, post):
    as_(cast.ana).post(f"{punish(cast.ana)}/appeal", WORDS)
    at = f"/c/crohns/queue/{case_of().rpartition('/')[2]}"
    sits("Opal")
    shown = client.get(at).get_data(as_text=True)
    assert WORDS["statement"] in shown
    assert "so an operator of the network does" in shown
    assert post(f"{at}/replies", at, reply=" ").status_code == 422
    assert post(f"{at}/replies", at, reply="Tell me.").status_code == 303
    elsewhere = at.replace("crohns", "long-covid")
    assert post(f"{elsewhere}/replies", at, reply="Tell me.").status_code == 404
    sits("Fay")
    hers = client.get(at).get_data(as_text=True)
    assert "not for you" in hers
    assert WORDS["statement"] not in hers
    sits("Ben")
    assert post(f"{at}/replies", "/account", reply="Hm.").status_code == 404
