"""The library as a file: who may take it out and bring one in, and what is refused on which line and why."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest

from networks.resources import library as shelves
from networks.resources.actions import hand_in_all
from networks.resources.library import Wanted
from networks.resources.reviewing import decide
from tests.edges.caller import refused
from tests.edges.matrix import COLUMNS, person

HEAD = "kind,title,body,tags\r\n"
TIP = "tip,Pacing a workday,Pick three things.,work\r\n"
INSIDE = ("Me", "Mu", "Pr")
EXPORT = "/communities/crohns/resources/export"
IMPORT = "/communities/crohns/resources/import"


@pytest.fixture
def published(as_, cast):
    """Something of Ana's that Fay has published."""

    def publish(**said: Any) -> None:
        made = as_(cast.ana).post("/communities/crohns/resources", {"kind": "tip", **said}).json["resource"]["id"]
        as_(cast.ana).post(f"/resources/{made}/submission")
        words = {"outcome": "publish", "reason": "Good.", "version": 1}
        assert as_(cast.fay).post(f"/resources/{made}/decision", words).status_code == 200

    return publish


def bring(caller, content: str, form: str = "csv", *, dry_run: bool = False) -> Any:
    return caller.post(IMPORT, {"format": form, "content": content, "dry_run": dry_run})


def report(answer: Any) -> Any:
    assert answer.status_code == 200, answer.json
    return answer.json["report"]


def faults(caller, content: str, form: str = "csv") -> list[tuple[int, dict[str, str]]]:
    """What a dry run finds wrong, and that the run in earnest refuses the same and makes nothing."""
    found = report(bring(caller, content, form, dry_run=True))
    assert refused(bring(caller, content, form), 422)["fields"]
    assert (found["made"], submitted(caller)) == (0, [])
    return [(line["number"], line["faults"]) for line in found["lines"] if line["outcome"] == "wrong"]


def submitted(caller) -> list[Any]:
    query = {"state": "submitted", "limit": 100, "sort": "recent"}
    return list(caller.get("/communities/crohns/resources", query_string=query).json["items"])


@pytest.mark.parametrize("column", COLUMNS)
def test_facilitators_alone_take_it_out_and_bring_it_in(as_, cast, column):
    caller = as_(person(cast, column))
    expected = 200 if column == "Fa" else 403 if column in INSIDE else 401 if column == "An" else 404
    for answer in (
        caller.get(EXPORT),
        caller.get(EXPORT, query_string={"format": "csv"}),
        bring(caller, HEAD + TIP, dry_run=True),
        bring(caller, HEAD + TIP),
    ):
        assert answer.status_code == expected, answer.get_data(as_text=True)
        if expected != 200:
            refused(answer, expected)


def test_what_comes_in_waits_for_somebody_else_and_running_it_again_makes_nothing(as_, cast):
    fay = as_(cast.fay)
    dry = report(bring(fay, HEAD + TIP, dry_run=True))
    assert (dry["new"], dry["made"], submitted(fay)) == (1, 0, [])
    done = report(bring(fay, HEAD + TIP))
    assert (done["new"], done["made"], done["lines"][0]["number"]) == (1, 1, 2)
    (made,) = submitted(fay)
    assert (made["author"]["handle"], made["tags"], made["state"]) == ("Fay", ["work"], "submitted")
    own = {"outcome": "publish", "reason": "Mine.", "version": 1}
    refused(fay.post(f"/resources/{made['id']}/decision", own), 403)
    again = report(bring(fay, HEAD + TIP))
    assert (again["made"], again["doubles"], again["lines"][0]["same_as"]) == (0, 1, 0)
    assert len(submitted(fay)) == 1


def test_an_export_has_what_is_published_and_nobody_s_name(as_, cast, published):
    published(title="=1+1", body="- a\r\n- b", tags=["x, y", '"z"'], url="https://example.org/a?b=c")
    as_(cast.ana).post("/communities/crohns/resources", {"kind": "tip", "title": "A draft of Ana's"})
    fay = as_(cast.fay)
    answer = fay.get(EXPORT)
    assert answer.headers["Content-Disposition"] == "attachment; filename=crohns-library.json"
    (said,) = json.loads(answer.data)["items"]
    assert (said["title"], said["body"], said["tags"]) == ("=1+1", "- a\r\n- b", ["x, y", '"z"'])
    sheet = fay.get(EXPORT, query_string={"format": "csv"})
    assert sheet.data.startswith(b"\xef\xbb\xbfkind,title,")
    (row,) = csv.DictReader(io.StringIO(sheet.data.decode("utf-8-sig"), newline=""))
    assert (row["title"], row["body"]) == ("'=1+1", "'- a\r\n- b")
    for text in (answer.data, sheet.data):
        assert b"Ana" not in text
        assert str(cast.ana.person_id).encode() not in text


def test_a_large_library_goes_out_piece_by_piece_without_a_gap_or_a_double(app, network, cast):
    titles = sorted(f"Tip {number}" for number in range(230))
    with network.begin(cast.ana) as work:
        hand_in_all(work, "crohns", [({"kind": "tip", "title": title, "body": "B"}, None) for title in titles])
    with network.begin(cast.fay) as work:
        for one in shelves.library(work, "crohns", Wanted(state="submitted", sort="recent"), limit=1000):
            decide(work, one.id, outcome="publish", reason="Good.", version=1)
    found = {}
    for form in ("json", "csv"):
        ask = app.test_client().get
        headers = {"Authorization": f"Bearer {cast.token(cast.fay)}"}
        answer = ask(f"/api/v1{EXPORT}?format={form}", headers=headers, buffered=False)
        assert answer.is_streamed
        found[form] = [text.decode() for text in answer.response]
        assert len(found[form]) > 3
    assert sorted(one["title"] for one in json.loads("".join(found["json"]))["items"]) == titles
    rows = csv.DictReader(io.StringIO("".join(found["csv"]).removeprefix("\ufeff"), newline=""))
    assert sorted(row["title"] for row in rows) == titles


def test_an_empty_library_is_a_whole_file_too(as_, cast):
    assert json.loads(as_(cast.fay).get(EXPORT).data)["items"] == []
    assert as_(cast.fay).get(EXPORT, query_string={"format": "csv"}).data.count(b"\r\n") == 1
    refused(as_(cast.fay).get(EXPORT, query_string={"format": "xml"}), 422, "format")


def test_a_file_says_the_same_thing_once_and_says_where(as_, cast):
    other = "tip,Pacing a workday,Pick three things. \r\n"
    found = report(bring(as_(cast.fay), HEAD + TIP + "\r\n" + other))
    assert [(line["number"], line["same_as"]) for line in found["lines"]] == [(2, None), (4, 2)]
    assert found["made"] == 1


@pytest.mark.parametrize(
    ("content", "number", "field", "words"),
    [
        ("", 0, "content", "nothing"),
        ("title,body\r\nA,B\r\n", 1, "content", "headings"),
        ("kind,title,title\r\ntip,A,B\r\n", 1, "content", "Two headings"),
        ("kind,title,author\r\ntip,A,B\r\n", 1, "content", "do not know"),
        (HEAD + 'tip,A,"B\r\n', 2, "content", "quotation mark"),
        (HEAD + "tip,A,B,c,d\r\n", 2, "content", "more cells"),
        (HEAD + TIP + "song,A,B,\r\n", 3, "kind", "choose one of"),
        (HEAD + TIP + "tip,,B,\r\n", 3, "title", ""),
        (HEAD + TIP + "tip,A,,\r\n", 3, "body", "few sentences"),
        (HEAD + TIP + "song,A,,\r\n", 3, "body", "few sentences"),
        (HEAD + TIP + "tip,A\0,B,\r\n", 3, "title", "cannot be kept"),
        (HEAD + TIP + "tip,A\ud800,B,\r\n", 3, "title", "cannot be kept"),
        (HEAD + TIP + f"tip,A,{'x' * 40_001},\r\n", 3, "body", "at most"),
        (HEAD + TIP + f"tip,A,{'x' * 100_001},\r\n", 3, "content", "too long"),
        (HEAD + TIP + f"tip,A,{'x' * 200_000},\r\n", 3, "content", ""),
        (HEAD + TIP + f'tip,A,B,"{",".join("abcdefghijklm")}"\r\n', 3, "tags", ""),
        ("kind,title,url\r\nlink,A,javascript:alert(1)\r\n", 2, "url", "https"),
        ("kind,title,url\r\nlink,A,https://[::1\r\n", 2, "url", ""),
        ("kind,title,body,try_days\r\ntip,A,B,many\r\n", 2, "try_days", ""),
        ("kind,title,body,changes_treatment\r\ntip,A,B,perhaps\r\n", 2, "changes_treatment", ""),
    ],
)
def test_what_is_wrong_in_a_sheet_is_named_with_its_row_and_field(as_, cast, content, number, field, words):
    (said,) = faults(as_(cast.fay), content)
    assert said[0] == number
    assert words in said[1][field]


@pytest.mark.parametrize(
    ("content", "number", "field"),
    [
        ("{", 0, "content"),
        ("[" * 100_000, 0, "content"),
        ('{"items":' * 50_000 + "1" + "}" * 50_000, 0, "content"),
        ("[NaN]", 0, "content"),
        ("[" + "9" * 5000 + "]", 0, "content"),
        ('{"items": 3}', 0, "content"),
        ("[]", 0, "content"),
        ("[3]", 1, "content"),
        ('[{"kind":"tip","title":"A","body":"B"},{"kind":"tip","title":["A"],"body":"B"}]', 2, "title"),
        ('[{"kind":"tip","title":"A","body":"B","author_id":"me"}]', 1, "author_id"),
        ('[{"kind":"tip","title":"A","body":"B","state":"published"}]', 1, "state"),
        ('[{"kind":"tip","title":"A","body":"\\u0000"}]', 1, "body"),
        ('[{"kind":"tip","title":"\\ud800","body":"B"}]', 1, "title"),
        ('[{"kind":"tip","title":"A","body":"B","tags":' + "[" * 500 + "]" * 500 + "}]", 1, "tags"),
        ('[{"kind":"tip","title":"A","body":"B","tags":' + '{"a":' * 500 + "1" + "}" * 500 + "}]", 1, "tags"),
    ],
)
def test_what_is_wrong_in_json_is_named_with_its_place_and_field(as_, cast, content, number, field):
    (said,) = faults(as_(cast.fay), content, "json")
    assert (said[0], list(said[1])) == (number, [field])


def test_ten_thousand_rows_are_refused_where_it_is_too_much(as_, cast):
    rows = HEAD + "".join(f"tip,Tip {number},B,\r\n" for number in range(10_000))
    assert faults(as_(cast.fay), rows) == [(502, {"content": MUCH})]
    many = json.dumps([{"kind": "tip", "title": f"Tip {number}", "body": "B"} for number in range(10_000)])
    assert faults(as_(cast.fay), many, "json") == [(501, {"content": MUCH})]
    assert bring(as_(cast.fay), "x" * 1024 * 1024).status_code == 413


MUCH = "From here on it is too much at once: 500 is the most. Please divide it."
