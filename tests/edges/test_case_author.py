"""Who said anonymously what a case is about: facilitators learn it with the case, and it goes on record first."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

import pytest

from app import unveiled
from networks.audit import broken
from networks.errors import Unavailable
from networks.moderation.forgetting import forget_evidence
from tests.cast import PASSPHRASE
from tests.domain.acts import at_once, do, listen
from tests.edges.caller import key
from tests.newcomers import arrive

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

RED = "I don't want to be here any more."
QUEUE = "/communities/crohns/cases"
SEEN = "case.author_seen"
KINDS = pytest.mark.parametrize("kind", ["report", "safety", "newcomer"])


@pytest.fixture
def teasel(network, cast):
    """Somebody new, of whom no handle of the cast is a part."""
    return arrive(network, "teasel", among=cast)


@pytest.fixture
def case(as_, cast, teasel):
    """`case("report")`: what teasel said anonymously is such a case; returns its path."""

    def opened(kind: str) -> str:
        said = {"body": RED, "client_key": key(), "anonymous": True}
        message = as_(teasel).post(f"/rooms/{cast.everyday}/messages", said).json["message"]["id"]
        as_(cast.ben).post("/reports", {"target": {"kind": "message", "id": message}, "reason": "risk"})
        (found,) = as_(cast.opal).get(f"{QUEUE}?kind={kind}").json["items"]
        return f"/cases/{found['id']}"

    return opened


@pytest.fixture
def looks(as_, cast):
    """Who learned it from which case, as the record has it."""

    def looked() -> list[tuple[str, str]]:
        rows = as_(cast.opal).get("/communities/crohns/audit").json["items"]
        return [(one["actor"]["handle"], f"/cases/{one['subject']['id']}") for one in rows if one["act"] == SEEN]

    return looked


@pytest.fixture
def page(client):
    def read(handle: str, at: str) -> str:
        client.delete_cookie("cairn")
        client.post("/api/v1/sessions", json={"handle": handle, "password": PASSPHRASE, "cookie": True})
        return re.sub(r"\s+", " ", client.get(at).get_data(as_text=True))

    return read


def person(shown: Any) -> Any:
    found = shown["subject"]["person"]
    return found and found["handle"]


@KINDS
def test_it_is_on_record_once_a_day_for_each_case_and_facilitator(as_, cast, case, kind, looks, clock, network):
    path = case(kind)
    assert looks() == []
    for _ in range(2):
        assert person(as_(cast.fay).get(path).json["case"]) == "teasel"
        (listed,) = as_(cast.fay).get(f"{QUEUE}?kind={kind}").json["items"]
        assert person(listed) == "teasel"
    assert looks() == [("Fay", path)]
    clock.move(days=1)
    (listed,) = as_(cast.fay).get(f"{QUEUE}?kind={kind}").json["items"]
    assert (person(listed), looks()) == ("teasel", [("Fay", path)] * 2)
    with network.reading() as work:
        assert broken(work, cast.crohns_id) == []


@KINDS
def test_to_nobody_else_it_is_told_and_nobody_else_is_on_record(as_, cast, case, kind, looks):
    path = case(kind)
    assert person(as_(cast.opal).get(path).json["case"]) is None
    assert all(person(one) is None for one in as_(cast.opal).get(f"{QUEUE}?kind={kind}").json["items"])
    for who in (cast.ben, cast.ana, cast.lin, cast.gil, cast.pia, cast.oli, cast.bea):
        assert "teasel" not in as_(who).get(path).get_data(as_text=True)
        assert "teasel" not in as_(who).get(QUEUE).get_data(as_text=True)
    assert looks() == []


CALLS: dict[str, tuple[str, str, Any]] = {
    "claim": ("POST", "/claim", None),
    "give back": ("DELETE", "/claim", None),
    "decide": ("POST", "/decision", {"outcome": "dismiss", "reason": "It is no harm."}),
}


@pytest.mark.parametrize("name", CALLS)
def test_whatever_else_answers_with_the_case_puts_it_on_record_as_well(as_, cast, case, looks, name):
    path = case("report")
    method, more, said = CALLS[name]
    answer = as_(cast.fay).call(method, path + more, said)
    assert (answer.status_code, person(answer.json["case"]), looks()) == (200, "teasel", [("Fay", path)])


def test_the_next_case_is_taken_with_its_name_and_a_row(as_, cast, case, looks):
    path = case("safety")
    taken = as_(cast.fay).post("/communities/crohns/cases/next").json["case"]
    assert (person(taken), looks()) == ("teasel", [("Fay", f"/cases/{taken['id']}")])
    assert taken["id"] in path or taken["kind"] == "report"


@KINDS
def test_a_page_tells_it_in_the_case_and_not_in_passing(cast, case, kind, looks, page):
    path = case(kind)
    at = f"/c/crohns/queue/{path.rpartition('/')[2]}"
    for passing in ("/c/crohns/queue", "/c/crohns/dashboard", "/c/crohns/dashboard/needs_human"):
        assert "teasel" not in page("Fay", passing), passing
    assert "teasel" not in page("Fay", at.replace("crohns", "long-covid"))
    assert looks() == []
    for _ in range(2):
        assert "teasel" in page("Fay", at)
    assert looks() == [("Fay", path)]
    assert "learned who had said something anonymously" in page("Opal", "/c/crohns/audit")
    for who in ("Opal", "Ben", "Gil"):
        assert "teasel" not in page(who, at)
    assert len(looks()) == 1


@KINDS
def test_what_cannot_be_put_on_record_is_not_told_and_the_case_is_read_all_the_same(
    as_, cast, case, kind, looks, page, monkeypatch
):
    def full(*_):
        raise Unavailable

    path = case(kind)
    with monkeypatch.context() as on_a_full_disk:
        on_a_full_disk.setattr(unveiled, "all_named", full)
        shown = as_(cast.fay).get(path).json["case"]
        assert (person(shown), shown["subject"]["excerpt"]) == (None, RED)
        read = page("Fay", f"/c/crohns/queue/{path.rpartition('/')[2]}")
        assert ("somebody, anonymously" in read, "teasel" in read) == (True, False)
    assert (person(as_(cast.fay).get(path).json["case"]), looks()) == ("teasel", [("Fay", path)])


def test_the_page_of_a_report_says_that_members_do_not_know_who_it_was(as_, cast, case, page):
    path = case("report")
    assert "said anonymously; it is on record that you know" in page(
        "Fay", f"/c/crohns/queue/{path.rpartition('/')[2]}"
    )
    as_(cast.opal).post(f"{path}/openings", {"reason": "Fay asked for help."})
    assert "it is on record that you know" not in page("Opal", f"/c/crohns/queue/{path.rpartition('/')[2]}")


def test_an_appeal_tells_what_was_said_anonymously_once_that_is_on_record(
    as_, cast, case, page, network, looks, teasel
):
    report = case("report")
    as_(cast.opal).post(f"{report}/decision", {"outcome": "dismiss", "reason": "It stays."})
    warned = {"kind": "warning", "reason": "Unkind words.", "rule": "1"}
    made = as_(cast.opal).post(f"/communities/crohns/members/{teasel.person_id}/sanctions", warned).json["sanction"]
    as_(teasel).post(f"/sanctions/{made['id']}/appeal", {"statement": "It was a joke."})
    (appeal,) = as_(cast.fay).get(f"{QUEUE}?kind=appeal").json["items"]
    at = f"/c/crohns/queue/{appeal['id']}"
    assert "here any more" not in page("Opal", at)
    assert looks() == []
    for _ in range(2):
        assert "here any more" in page("Fay", at)
    assert looks() == [("Fay", report)]


def test_many_programs_at_once_make_one_row(as_, cast, case, looks):
    path = case("report")
    found = at_once([lambda: as_(cast.fay).get(path)] * 6)
    assert {person(one.json["case"]) for one in found} == {"teasel"}
    assert looks() == [("Fay", path)]


def test_under_their_name_there_is_nothing_to_put_on_record(as_, cast, looks, network):
    said = as_(cast.ana).post(f"/rooms/{cast.everyday}/messages", {"body": RED, "client_key": key()}).json["message"]
    as_(cast.ben).post("/reports", {"target": {"kind": "message", "id": said["id"]}, "reason": "risk"})
    told = listen(network)
    found = as_(cast.fay).get(QUEUE).json["items"]
    assert {person(one) for one in found if one["kind"] != "join"} == {"Ana"}
    assert told == []
    assert looks() == []


def test_when_nothing_is_kept_any_more_it_is_as_secret_as_before(as_, cast, case, looks, network):
    path = case("report")
    as_(cast.opal).post(f"{path}/decision", {"outcome": "dismiss", "reason": "No harm."})
    do(network, None, lambda work: forget_evidence(work, UUID(path.rpartition("/")[2])))
    shown = as_(cast.opal).get(path).json["case"]
    assert (person(shown), shown["subject"]["excerpt"], looks()) == (None, None, [])
    assert person(as_(cast.fay).get(path).json["case"]) == "teasel"
    assert looks() == [("Fay", path)]
