"""The versions of a charter over HTTP, and their page."""

from __future__ import annotations

import pytest

from tests.cast import PASSPHRASE

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def test_a_change_is_read_by_members_with_its_note(as_, cast, client):
    for text, note in (("Be kind.", ""), ("Be <kind>.\nRest.", "We forgot to rest.")):
        changed = as_(cast.fay).patch("/communities/crohns", {"charter": text, "charter_note": note})
        assert changed.status_code == 200
    items = as_(cast.ana).get("/communities/crohns/charter/versions").json["items"]
    assert set(items[0]) == {"number", "text", "rules", "at", "by", "note"}
    assert (items[0]["rules"], items[0]["note"]) == (["Be <kind>.", "Rest."], "We forgot to rest.")
    assert (items[0]["by"]["handle"], items[1]["rules"]) == ("Fay", ["Be kind."])
    assert client.get("/c/crohns/charter").status_code == 404
    client.post("/api/v1/sessions", json={"handle": "Ana", "password": PASSPHRASE, "cookie": True})
    shown = client.get("/c/crohns/charter").get_data(as_text=True)
    assert "We forgot to rest." in shown
    assert "Be &lt;kind&gt;." in shown
    assert "added:" in shown
