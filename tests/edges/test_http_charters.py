"""The versions of a charter over HTTP, and their page."""

from __future__ import annotations

import re

import pytest

from networks.resources.actions import offer
from tests.cast import PASSPHRASE
from tests.domain.acts import do, say
from tests.domain.tries import in_the_library
from tests.edges import shapes
from tests.edges.caller import refused

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def test_the_charter_is_a_click_away_wherever_somebody_writes(cast, client, network):
    asked = say(network, cast.ben, cast.everyday, "Does anybody know?").id
    tip = in_the_library(network, cast)
    draft = do(network, cast.ana, offer, "crohns", kind="tip", title="Pacing", body="Words.", tags=["work"]).id
    client.post("/api/v1/sessions", json={"handle": "Ana", "password": PASSPHRASE, "cookie": True})
    room = f"rooms/{cast.everyday}"
    forms = {room: "composer", f"{room}/threads/{asked}": "composer-thread"}
    for path, form in forms.items():
        shown = client.get(f"/c/crohns/{path}").get_data(as_text=True)
        assert 'href="/c/crohns#charter"' in shown.partition(f'id="{form}"')[2].partition("</form>")[0], path
    for path in (f"library/{tip}", f"library/{draft}/draft"):
        shown = client.get(f"/c/crohns/{path}").get_data(as_text=True)
        assert 'href="/c/crohns#charter">Our charter' in shown, path


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


@pytest.fixture
def proposed(as_, cast) -> str:
    as_(cast.fay).patch("/communities/crohns", {"charter": "Be kind."})
    said = {"rule": "Be kind.", "text": "Be kind, and rest.", "why": "We forget it."}
    made = as_(cast.ana).post("/communities/crohns/amendments", said)
    assert (made.status_code, set(made.json["amendment"])) == (201, shapes.AMENDMENT)
    return f"/amendments/{made.json['amendment']['id']}"


def test_proposed_supported_voted_on_and_never_told_who_voted_what(as_, cast, proposed):
    assert as_(cast.ben).put(f"{proposed}/support").json["amendment"]["support"] == 1
    assert as_(cast.ben).delete(f"{proposed}/support").json["amendment"]["support"] == 0
    opened = as_(cast.fay).post(f"{proposed}/vote", {"days": 7}).json["amendment"]
    assert (opened["state"], opened["quorum"]) == ("voting", -(-opened["electorate"] // 4))
    voted = as_(cast.ben).put(f"{proposed}/ballot", {"choice": "no"}).json["amendment"]
    assert (voted["my_choice"], voted["yes"], voted["no"]) == ("no", None, None)
    (hers,) = as_(cast.fay).get("/communities/crohns/amendments").json["items"]
    assert (hers["my_choice"], hers["yes"], hers["no"], hers["abstain"]) == (None, None, None, None)
    refused(as_(cast.ben).put(f"{proposed}/ballot", {"choice": "maybe"}), 422, "choice")
    refused(as_(cast.fay).post(f"{proposed}/vote", {"days": 31}), 422, "days")
    refused(as_(cast.ana).delete(proposed), 409)


def test_the_page_without_scripts(as_, cast, client, proposed):
    client.post("/api/v1/sessions", json={"handle": "Fay", "password": PASSPHRASE, "cookie": True})
    page = "/c/crohns/charter"

    def post(path: str, **said: str):
        token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(page).get_data(as_text=True))
        assert token
        return client.post(f"{page}/amendments{path}", data=said | {"csrf_token": token[1]})

    path = f"/{proposed.rpartition('/')[2]}"
    assert post("", text=" ", why="So.").status_code == 422
    assert post("", text="Rest.", why="So.").status_code == 303
    assert post(f"{path}/support", on="1").status_code == 303
    assert post(f"{path}/decline", reason=" ").status_code == 422
    assert post(f"{path}/vote", days="x").status_code == 422
    assert post(f"{path}/vote", days="7").status_code == 303
    assert post(f"{path}/vote", days="7").status_code == 409
    assert post(f"{path}/ballot", choice="yes").status_code == 303
    assert post(f"{path}/nothing").status_code == 404
    shown = client.get(page).get_data(as_text=True)
    assert "1 member supports it" in shown
    assert "You have voted" in shown
