"""The page for export and import: who reaches it, what it says of a file, and that a look keeps nothing."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from networks.resources.library import Wanted, library
from tests.cast import PASSPHRASE
from tests.domain.acts import look
from tests.edges.matrix import COLUMNS, person

PLACE = "/c/crohns/settings/exchange"
HEAD = "kind,title,body\r\n"
TIP = "tip,Pacing a workday,Pick three things.\r\n"
STREAM = {"Accept": "application/x-ndjson"}


def sign_in(client, who) -> None:
    if who is not None:
        client.post("/api/v1/sessions", json={"handle": who.handle, "password": PASSPHRASE, "cookie": True})


@pytest.fixture
def desk(client, cast):
    """Fay at the page: `desk("/all", kept=...)` sends its form, with a file where one is given."""
    sign_in(client, cast.fay)

    def send(path: str = "", file: bytes | None = None, headers: Any = None, name: str = "a.csv", **said: str) -> Any:
        token = hidden(client.get(PLACE), "csrf_token")
        given = {} if file is None else {"file": (io.BytesIO(file), name)}
        data = {"csrf_token": token, **said, **given}
        return client.post(PLACE + path, data=data, headers=headers, content_type="multipart/form-data")

    return send


def hidden(answer: Any, name: str) -> str:
    """A hidden field of a page."""
    return str(answer.get_data(as_text=True).partition(f'name="{name}" value="')[2].partition('"')[0])


def waiting(network, cast) -> int:
    return len(look(network, cast.fay, library, "crohns", Wanted(state="submitted", sort="recent"), limit=1000))


@pytest.mark.parametrize("column", COLUMNS)
def test_the_page_and_its_file_are_for_facilitators(client, cast, column):
    sign_in(client, person(cast, column))
    expected = {"Fa": 200, "An": 302, "Me": 403, "Mu": 403, "Pr": 403}.get(column, 404)
    for path in ("", "/file?format=csv", "/file?format=json"):
        assert client.get(PLACE + path).status_code == expected, path


def test_a_look_keeps_nothing_and_what_it_carries_comes_in_once(desk, network, cast):
    shown = desk(file=(HEAD + TIP).encode())
    kept = hidden(shown, "kept")
    assert "One thing would come in." in shown.get_data(as_text=True)
    assert waiting(network, cast) == 0
    for _ in range(2):
        assert desk("/all", kept=kept).status_code == 303
        assert waiting(network, cast) == 1


def test_how_far_it_is_comes_line_by_line(desk, network, cast):
    many = HEAD + "".join(f"tip,Tip {number},Body.\r\n" for number in range(60))
    answer = desk("/all", file=many.encode(), headers=STREAM)
    steps = [json.loads(line) for line in answer.data.splitlines()]
    assert [step["done"] for step in steps] == [25, 50, 85, 110, 120, 120]
    assert steps[-1]["words"].startswith("60 things came in.")
    assert waiting(network, cast) == 60


def test_whoever_goes_away_in_between_has_brought_nothing_in(app, desk, network, cast, client):
    many = HEAD + "".join(f"tip,Tip {number},Body.\r\n" for number in range(60))
    token = hidden(client.get(PLACE), "csrf_token")
    data = {"csrf_token": token, "file": (io.BytesIO(many.encode()), "a.csv")}
    going = client.post(f"{PLACE}/all", data=data, headers=STREAM, content_type="multipart/form-data", buffered=False)
    pieces = iter(going.response)
    for _ in range(4):
        step = json.loads(next(pieces))
    assert step["done"] == 110  # fifty of them are made by now
    going.close()
    assert waiting(network, cast) == 0
    assert desk("/all", file=many.encode()).status_code == 303
    assert waiting(network, cast) == 60


@pytest.mark.parametrize(
    ("file", "name", "words"),
    [
        (b"", "a.csv", "Please choose a file"),
        (b"\xff\xfek\x00i\x00", "a.csv", "This is not UTF-8 text from line 1 on."),
        (HEAD.encode() + TIP.encode() + b"tip,\xe9t\xe9,x\r\n", "a.csv", "This is not UTF-8 text from line 3 on."),
        (b"\x89PNG\r\n\x1a\n\0\0", "a.png", "This is not UTF-8 text"),
        (b"[{}", "a.json", "This is not JSON that we can read. Line 1 is where we got lost."),
        (b"[[[[", "a.txt", "This is not JSON"),
        (b"kind,kind\r\n", "a.csv", "Two headings are the same."),
    ],
)
def test_what_cannot_be_read_is_told_kindly(desk, network, cast, file, name, words):
    assert words in desk(file=file, name=name).get_data(as_text=True)
    assert desk("/all", file=file, name=name).status_code == 422
    assert waiting(network, cast) == 0


def test_what_the_page_held_is_looked_at_again(desk, network, cast):
    bomb = "eJztwTEBAAAAwqD1T20ND6AAAAAAAAAAAAAAAAAAAAAA"
    for kept in ("rubbish", "====", bomb, "AAAA", "é"):
        assert desk("/all", kept=kept).status_code == 422
    assert waiting(network, cast) == 0


def test_words_in_a_file_are_words_on_the_page(desk):
    shown = desk(file=(HEAD + "song,<script>alert(1)</script>,x\r\n").encode()).get_data(as_text=True)
    assert "&lt;script&gt;alert(1)" in shown
    assert "<script>alert" not in shown


def test_a_large_file_that_the_page_cannot_carry_is_asked_for_again(desk, network, cast):
    import secrets

    rows = "".join(f"tip,Tip {number},{secrets.token_hex(900)}\r\n" for number in range(400))
    shown = desk(file=(HEAD + rows).encode())
    assert hidden(shown, "kept") == ""
    assert "please choose it once more" in shown.get_data(as_text=True)
    assert desk("/all", file=(HEAD + rows).encode()).status_code == 303
    assert waiting(network, cast) == 400
