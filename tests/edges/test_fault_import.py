"""Kill -9 while a library comes in: none of it is there, and then all of it is, once."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
import requests

from tests.cast import PASSPHRASE
from tests.edges.town import settled

PLACE = "/c/crohns/settings/exchange"
MANY = 500
SHEET = "kind,title,body\r\n" + "".join(f"tip,Tip {number},Body {number}.\r\n" for number in range(MANY))
HALFWAY = MANY + 200
"""Steps after which so many of them are written and none is committed: each is counted when read and when written."""


def sign_in(url: str) -> requests.Session:
    fay = requests.Session()
    said = {"handle": "Fay", "password": PASSPHRASE, "cookie": True}
    assert fay.post(f"{url}/api/v1/sessions", json=said, timeout=30).status_code == 201
    return fay


def coming_in(url: str) -> Any:
    """The import's answer, which tells step by step how far it is."""
    fay = sign_in(url)
    token = re.search(r'name="csrf_token" value="([^"]+)"', fay.get(url + PLACE, timeout=30).text)
    assert token
    return fay.post(
        f"{url}{PLACE}/all",
        data={"csrf_token": token[1]},
        files={"file": ("a.csv", SHEET)},
        headers={"Accept": "application/x-ndjson"},
        stream=True,
        timeout=60,
    )


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_killed_while_it_comes_in_it_leaves_nothing_and_then_comes_in_once(new_server, played, secret, kind):
    server = new_server(kind)
    with settled(server, played, secret) as town:
        with coming_in(server.url) as answer:
            steps = (json.loads(line)["done"] for line in answer.iter_lines(chunk_size=1))
            assert next(step for step in steps if step >= HALFWAY) < 2 * MANY
            server.kill9()
        server.start()

        def call(method: str, path: str, said: Any = None) -> Any:
            answer = town.call(town.cast.fay, method, f"/communities/crohns/resources{path}", said)
            assert answer.status_code == 200, answer.text
            return answer.json()

        assert call("GET", "?state=submitted&sort=recent")["items"] == []
        file = {"format": "csv", "content": SHEET, "dry_run": False}
        assert [call("POST", "/import", file)["report"]["made"] for _ in range(2)] == [MANY, 0]
