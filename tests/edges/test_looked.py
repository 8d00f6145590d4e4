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
