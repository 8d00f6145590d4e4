"""The record of decisions as a file, and on the command line: whether its chains hold."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from datetime import datetime
from uuid import UUID

import pytest
from click import Context, Group
from sqlalchemy import delete, select, update

from app import record
from networks.audit import AuditHead, AuditRow, faults, seal
from networks.moderation.sanctioning import sanction
from tests.domain.acts import do
from tests.edges.caller import refused
from tests.frame.servers import TOP

FORMULA = '=HYPERLINK("http://example.org")'


@pytest.fixture
def export(as_, cast):
    def ask(person, form="jsonl", slug=None):
        return as_(person).get(f"/communities/{slug or cast.crohns}/audit/export?format={form}")

    return ask


@pytest.fixture
def run(app):
    def command(*words):
        return app.test_cli_runner().invoke(args=["audit", *words])

    return command


def rows_of(answer):
    return [json.loads(line) for line in answer.get_data(as_text=True).splitlines()]


@pytest.mark.parametrize("piece", [3, 500])
def test_the_whole_record_is_taken_out_and_proves_itself(as_, cast, export, piece, monkeypatch):
    monkeypatch.setattr(record, "PIECE", piece)
    as_(cast.fay).get(f"/communities/{cast.crohns}/audit")  # that she reads it stands in it from here on
    rows = rows_of(export(cast.fay))
    listed = as_(cast.fay).get(f"/communities/{cast.crohns}/audit?limit=100").json["items"]
    assert [row["hash"] for row in rows] == [row["hash"] for row in listed]
    assert len(rows) > 3
    assert {row["chain"] for row in rows} == {str(cast.crohns_id)}
    assert [row["actor"] for row in rows] == [row["actor"] and row["actor"]["handle"] for row in listed]
    assert faults(reversed([sealed(row) for row in rows])) == []


def sealed(row):
    """A row as it was kept, from the file alone."""
    ids = {name: row[name] and UUID(row[name]) for name in ("chain", "actor_id", "subject_id")}
    plain = {name: row[name] for name in ("position", "act", "subject_kind", "reason", "previous", "hash")}
    made = AuditRow(**plain, **ids, at=datetime.fromisoformat(row["at"]))
    assert made.hash == seal(made)
    return made


@pytest.fixture
def as_the_manual_says(tmp_path):
    """What docs/operating.md gives to those who have only the file."""
    said = (TOP / "docs/operating.md").read_text(encoding="utf-8")
    found = re.search(r"<<'END'\n(import hashlib.*?)\nEND\n", said, re.DOTALL)
    assert found

    def check(lines: list[str]) -> str:
        file = tmp_path / "record.jsonl"
        file.write_text("\n".join(lines), encoding="utf-8")
        call = [sys.executable, "-", str(file)]
        return subprocess.run(call, input=found[1], capture_output=True, text=True, check=True, timeout=60).stdout

    return check


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_file_is_checked_by_what_the_manual_says(network, cast, export, as_the_manual_says):
    do(network, cast.fay, sanction, "crohns", cast.ana.person_id, kind="note", reason="Umlaut ü, “quotes”.", rule="1")
    lines = export(cast.opal).get_data(as_text=True).splitlines()
    assert as_the_manual_says(lines) == f"{len(lines)} rows, changed: none, something missing before: nothing\n"
    other = lines[1].replace('"act":"', '"act":"un')
    changed = as_the_manual_says([lines[0], other, *lines[2:]])
    assert f"changed: [{len(lines) - 1}], something missing before: nothing" in changed
    cut = as_the_manual_says([*lines[:2], *lines[3:]])
    assert f"changed: none, something missing before: [{len(lines) - 1}]" in cut


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_every_command_that_the_manuals_name_is_there(app, cast):
    pages = [*(TOP / "docs").glob("*.md"), TOP / "README.md", TOP / "SECURITY.md"]
    named = {
        tuple(found.split())
        for page in pages
        for found in re.findall(r"flask --app wsgi ([a-z][a-z-]*(?: [a-z][a-z-]*)?)", page.read_text(encoding="utf-8"))
    }
    assert ("audit", "verify") in named
    for words in named:
        command = app.cli.get_command(Context(app.cli), words[0])
        assert command, words
        if isinstance(command, Group) and len(words) > 1:
            assert words[1] in command.list_commands(Context(command)), words


def test_a_spreadsheet_runs_nothing_of_it(network, cast, export):
    said = {"kind": "note", "reason": FORMULA, "rule": "1"}
    do(network, cast.fay, sanction, "crohns", cast.ana.person_id, **said)
    answer = export(cast.opal, "csv")
    assert answer.mimetype == "text/csv"
    assert answer.headers["Content-Disposition"] == "attachment; filename=crohns-record.csv"
    sheet = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True).lstrip("\ufeff"))))
    assert (sheet[0]["act"], sheet[0]["actor"]) == ("record.taken", "Opal")
    assert (sheet[1]["act"], sheet[1]["reason"], sheet[1]["actor"]) == ("sanction.noted", f"'{FORMULA}", "Fay")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_record_is_taken_out_by_facilitators_and_operators_alone(client, cast, export):
    for person in (cast.fay, cast.opal):
        assert export(person).status_code == 200
    for person in (cast.ana, cast.lin, cast.max):
        refused(export(person), 403)
    for person in (cast.pia, cast.bea, cast.oli, cast.gil, None):
        refused(export(person), 404)
        assert export(person, slug=cast.hidden).data == export(person, slug="no-such-place").data
    refused(export(cast.fay, "xml"), 422, "format")
    for form in ("csv", "jsonl", "xml", ""):
        assert client.get(f"/c/crohns/audit/file?format={form}").status_code in (302, 404)


# --- the command line


def test_chains_that_hold_are_told_with_their_last_seals(run, as_, cast):
    done = run("verify")
    assert (done.exit_code, "BROKEN" in done.output) == (0, False)
    assert {line.partition(":")[0] for line in done.output.splitlines()} == {
        "the network",
        cast.crohns,
        cast.hidden,
        cast.long_covid,
    }
    (last,) = as_(cast.fay).get(f"/communities/{cast.crohns}/audit?limit=1").json["items"]
    assert last["hash"] in run("verify", cast.crohns).output


@pytest.mark.parametrize(
    ("statement", "position"),
    [
        (update(AuditRow).values(reason="Another reason."), 3),
        (delete(AuditRow), 4),  # the row behind the gap is the one that shows it
    ],
)
def test_a_chain_that_does_not_hold_is_told_with_the_place(network, run, cast, statement, position):
    with network.begin() as work:
        work.session.execute(statement.where(AuditRow.chain == cast.crohns_id, AuditRow.position == 3))
    done = run("verify")
    assert done.exit_code == 1
    assert f"crohns: BROKEN at {position}\n" in done.output
    assert "hidden: " in done.output
    assert done.output.count("BROKEN") == 1
    assert run("verify", cast.crohns).exit_code == 1
    assert run("verify", cast.hidden).exit_code == 0


def test_a_cut_end_shows(network, run, cast):
    with network.begin() as work:
        work.session.execute(delete(AuditRow).where(AuditRow.chain == cast.crohns_id, AuditRow.position > 2))
    assert "crohns: BROKEN at " in run("verify").output


def test_an_end_that_was_cut_with_its_head_shows_by_a_seal_noted_elsewhere(network, run, cast):
    noted = run("verify", "crohns").output.split()[-1]
    assert run("verify", "crohns", "--seal", noted).exit_code == 0
    with network.begin() as work:
        last, before = work.session.scalars(
            select(AuditRow).where(AuditRow.chain == cast.crohns_id).order_by(AuditRow.position.desc()).limit(2)
        )
        head = {"position": before.position, "hash": before.hash}
        work.session.execute(update(AuditHead).where(AuditHead.chain == cast.crohns_id).values(**head))
        work.session.delete(last)
    assert run("verify", "crohns").exit_code == 0
    done = run("verify", "crohns", "--seal", noted)
    assert (done.exit_code, f"LOST: nothing carries the seal {noted}" in done.output) == (1, True)


def test_a_community_that_is_not_there_is_no_chain(run):
    done = run("verify", "no-such-place")
    assert (done.exit_code, "no-such-place" in done.output) == (1, True)
