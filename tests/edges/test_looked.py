"""Private letters, removed words and the record as a file are told once that is on record, to pages and programs."""

from __future__ import annotations

import html
import re
from contextlib import contextmanager

import pytest

from networks import looking
from networks.errors import Unavailable
from tests.cast import PASSPHRASE
from tests.edges.caller import key

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

RED = "I have decided. I am going to kill myself tonight."
LETTER = "How are you this morning?"
REMOVED = "Bin the tablets."
TOLD = "He listens to her."
LATER = "it could not be put on record that you read it"


@pytest.fixture
def page(client):
    def read(handle, at):
        client.delete_cookie("cairn")
        client.post("/api/v1/sessions", json={"handle": handle, "password": PASSPHRASE, "cookie": True})
        return html.unescape(re.sub(r"\s+", " ", client.get(at).get_data(as_text=True)))

    return read


@pytest.fixture
def looks(as_, cast):
    def looked(act):
        rows = as_(cast.opal).get("/communities/crohns/audit").json["items"]
        return [one["actor"]["handle"] for one in rows if one["act"] == act]

    return looked


@pytest.fixture
def on_a_full_disk(monkeypatch):
    def full(*_):
        raise Unavailable

    @contextmanager
    def filled():
        with monkeypatch.context() as patched:
            patched.setattr(looking, "put_on_record", full)
            yield

    return filled


def send(as_, cast, body):
    said = {"body": body, "client_key": key()}
    return as_(cast.ana).post(f"/rooms/{cast.everyday}/messages", said).json["message"]["id"]


@pytest.fixture
def letters(as_, cast):
    """The id of a case with a letter in it."""
    send(as_, cast, RED)
    (found,) = as_(cast.fay).get("/communities/crohns/cases?kind=safety").json["items"]
    as_(cast.fay).post(f"/cases/{found['id']}/letters", {"body": LETTER})
    return found["id"]


@pytest.fixture
def appeal(as_, cast):
    """The id of the case of an appeal; Opal had removed it, so that Fay decides."""
    message = send(as_, cast, REMOVED)
    as_(cast.ben).post("/reports", {"target": {"kind": "message", "id": message}, "reason": "risk"})
    (report,) = as_(cast.opal).get("/communities/crohns/cases?kind=report").json["items"]
    as_(cast.opal).post(f"/cases/{report['id']}/decision", {"outcome": "remove", "reason": "It does harm."})
    (gone,) = as_(cast.ana).get("/me/removals").json["items"]
    as_(cast.ana).post(f"/removals/{gone['id']}/appeal", {"statement": "It was a joke."})
    (found,) = as_(cast.fay).get("/communities/crohns/cases?kind=appeal").json["items"]
    return found["id"]


NOTE = "Back at work since March."


def told(answer):
    return [one["body"] for one in answer.json["items"]]


def test_programs_are_told_letters_after_one_row_a_day(as_, cast, letters, looks, clock):
    path = f"/cases/{letters}/letters"
    assert looks("case.letters_seen") == []
    for _ in range(2):
        assert told(as_(cast.fay).get(path)) == [LETTER]
    assert looks("case.letters_seen") == ["Fay"]
    clock.move(days=1)
    as_(cast.fay).get(path)
    assert looks("case.letters_seen") == ["Fay", "Fay"]


def test_the_page_tells_letters_after_the_same_row(as_, cast, letters, looks, page):
    at = f"/c/crohns/queue/{letters}"
    for _ in range(2):
        assert LETTER in page("Fay", at)
    as_(cast.fay).get(f"/cases/{letters}/letters")
    assert looks("case.letters_seen") == ["Fay"]
    assert "read what was written privately with somebody" in page("Opal", "/c/crohns/audit?kind=looks")
    for who in ("Ana", "Ben", "Gil", "Opal"):
        assert LETTER not in page(who, at)
    assert LETTER not in page("Fay", at.replace("crohns", "long-covid"))
    assert looks("case.letters_seen") == ["Fay"]


def test_an_operator_reads_notes_about_a_member_after_a_row_a_day_and_facilitators_without(as_, cast, looks, page):
    path, at = f"/communities/crohns/members/{cast.ben.person_id}/notes", f"/c/crohns/members/{cast.ben.person_id}"
    assert told(as_(cast.opal).get(path)) == []
    assert looks("member.notes_seen") == []
    as_(cast.fay).post(path, {"body": NOTE})
    assert told(as_(cast.fay).get(path)) == [NOTE]
    for _ in range(2):
        assert NOTE in page("Opal", at)
        assert told(as_(cast.opal).get(path)) == [NOTE]
    assert looks("member.notes_seen") == ["Opal"]
    assert "read what is noted about somebody" in page("Fay", "/c/crohns/audit?kind=looks")
    for who in ("Ana", "Ben", "Gil"):
        assert NOTE not in page(who, at)
    assert looks("member.notes_seen") == ["Opal"]


def test_letters_that_cannot_be_put_on_record_are_not_told(as_, cast, letters, looks, page, on_a_full_disk):
    at, path = f"/c/crohns/queue/{letters}", f"/cases/{letters}/letters"
    with on_a_full_disk():
        answer = as_(cast.fay).get(path)
        assert (answer.status_code, LETTER in answer.get_data(as_text=True)) == (503, False)
        shown = page("Fay", at)
        assert (LETTER in shown, LATER in shown) == (False, True)
    assert looks("case.letters_seen") == []
    shown = page("Fay", at)
    assert (LETTER in shown, LATER in shown) == (True, False)


def test_the_page_of_an_appeal_tells_what_was_removed_after_a_row(as_, cast, appeal, looks, page, on_a_full_disk):
    at = f"/c/crohns/queue/{appeal}"
    with on_a_full_disk():
        assert LATER in page("Fay", at)
        assert "What was removed</h4> <blockquote" not in page("Fay", at)
    assert looks("case.removed_words_seen") == []
    for _ in range(2):
        assert f'What was removed</h4> <blockquote class="evidence whole">{REMOVED}' in page("Fay", at)
    assert looks("case.removed_words_seen") == ["Fay"]
    assert "read what had been removed, for an appeal" in page("Opal", "/c/crohns/audit?kind=looks")


@pytest.fixture
def reported(as_, cast):
    """The id of the case of a report: Ben told of something that Ana said."""
    report = {"target": {"kind": "message", "id": send(as_, cast, REMOVED)}, "reason": "risk", "note": TOLD}
    as_(cast.ben).post("/reports", report)
    (found,) = as_(cast.fay).get("/communities/crohns/cases?kind=report").json["items"]
    return found["id"]


def test_the_page_of_a_report_tells_who_sent_it_after_a_row_a_day(
    as_, cast, reported, looks, page, on_a_full_disk, clock
):
    at = f"/c/crohns/queue/{reported}"
    with on_a_full_disk():
        shown = page("Fay", at)
        assert (TOLD in shown, "Who reported it cannot be shown just now" in shown, REMOVED in shown) == (
            False,
            True,
            True,
        )
    assert looks("case.reports_seen") == []
    for _ in range(2):
        assert TOLD in page("Fay", at)
    assert looks("case.reports_seen") == ["Fay"]
    for who in ("Ana", "Ben", "Gil", "Opal"):  # Opal has not opened it
        assert TOLD not in page(who, at)
    assert looks("case.reports_seen") == ["Fay"]
    as_(cast.opal).post(f"/cases/{reported}/openings", {"reason": "Fay asked for help."})
    assert TOLD in page("Opal", at)
    assert "read who had reported something" in page("Fay", "/c/crohns/audit?kind=looks")
    clock.move(days=1)
    page("Fay", at)
    assert looks("case.reports_seen") == ["Fay", "Opal", "Fay"]


def test_what_stands_in_a_letter_is_nowhere_but_in_its_case_and_there_with_the_letters(
    as_, cast, letters, looks, page, on_a_full_disk
):
    answer = {"body": "I want to die tonight, all by myself."}
    as_(cast.ana).post("/communities/crohns/support/letters", answer)
    at, queue = f"/c/crohns/queue/{letters}", "/communities/crohns/cases"
    with on_a_full_disk():
        assert answer["body"] not in page("Fay", at)
    assert looks("case.letters_seen") == []
    assert answer["body"] in page("Fay", at)
    assert looks("case.letters_seen") == ["Fay"]
    as_(cast.fay).post(f"/cases/{letters}/decision", {"outcome": "close", "reason": "She is safe."})
    for body in (answer["body"] + " Still.", "It is quiet now."):
        as_(cast.ana).post("/communities/crohns/support/letters", {"body": body})
        (found,) = as_(cast.fay).get(f"{queue}?kind=safety&state=open").json["items"]
        assert found["subject"]["excerpt"] is None
        assert body not in page("Opal", "/c/crohns/queue") + page("Fay", "/c/crohns/queue")
        assert body in page("Fay", f"/c/crohns/queue/{found['id']}")
        as_(cast.fay).post(f"/cases/{found['id']}/decision", {"outcome": "close", "reason": "She is safe."})


def test_what_is_said_in_an_appeal_is_not_read_elsewhere_by_whoever_decided_first(as_, cast, page):
    step = {"kind": "mute", "reason": "Unkind.", "rule": "1"}
    made = as_(cast.fay).post(f"/communities/crohns/members/{cast.ana.person_id}/sanctions", step).json["sanction"]
    as_(cast.ana).post(f"/sanctions/{made['id']}/appeal", {"statement": RED})
    (found,) = as_(cast.fay).get("/communities/crohns/cases?kind=safety").json["items"]
    assert (found["severity"], found["subject"]["excerpt"]) == ("red", None)
    shown = page("Fay", f"/c/crohns/queue/{found['id']}")
    assert ("What is said in an appeal is read by those" in shown, "I have decided" in shown) == (True, False)
    assert "I have decided" not in page("Fay", "/c/crohns/queue")
    as_(cast.opal).post(f"/cases/{found['id']}/openings", {"reason": "Nobody else is there."})
    assert RED in page("Opal", f"/c/crohns/queue/{found['id']}")


def test_the_record_says_once_a_day_who_read_it(as_, cast, looks, page, on_a_full_disk, clock):
    path = "/communities/crohns/audit"
    with on_a_full_disk():  # what one looks at when something is wrong is read all the same
        assert as_(cast.fay).get(path).status_code == 200
        assert "Record of decisions" in page("Fay", "/c/crohns/audit")
    assert looks("record.seen") == ["Opal"]
    for _ in range(2):
        as_(cast.fay).get(f"{path}?about=Ana")
        assert "read this record" in page("Fay", "/c/crohns/audit?kind=looks")
    assert looks("record.seen") == ["Fay", "Opal"]
    for who in (cast.ben, cast.gil, cast.pia):
        assert as_(who).get(path).status_code in (403, 404)
    clock.move(days=1)
    page("Fay", "/c/crohns/audit")
    assert looks("record.seen") == ["Opal", "Fay", "Fay", "Opal"]


def test_the_file_of_the_record_begins_with_who_took_it_out(as_, cast, looks, page, on_a_full_disk):
    path = "/communities/crohns/audit/export?format=csv"
    with on_a_full_disk():
        assert as_(cast.fay).get(path).status_code == 503
        assert "position,at,actor" not in page("Fay", "/c/crohns/audit/file?format=csv")
    assert looks("record.taken") == []
    assert "record.taken" in as_(cast.fay).get(path).get_data(as_text=True).splitlines()[1]
    assert "record.taken" in page("Opal", "/c/crohns/audit/file?format=jsonl")
    assert looks("record.taken") == ["Opal", "Fay"]
    assert as_(cast.ben).get(path).status_code == 403
    assert "took this record out as a file" in page("Fay", "/c/crohns/audit")
    assert looks("record.taken") == ["Opal", "Fay"]
