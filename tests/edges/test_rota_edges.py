"""The rota over HTTP and as a page."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.schemas.fields import z
from tests.cast import PASSPHRASE

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
HOME = "/communities/crohns"


def test_a_shift_is_planned_noted_listed_and_cancelled(as_, cast, clock):
    caller = as_(cast.fay)
    ends = clock.now + timedelta(hours=4)
    said = {"person_id": str(cast.fay.person_id), "starts_at": z(clock.now), "ends_at": z(ends)}
    made = caller.post(f"{HOME}/shifts", said)
    assert made.status_code == 201
    assert caller.post(f"{HOME}/shifts", said).status_code == 422
    path = f"/shifts/{made.json['shift']['id']}"
    assert caller.put(f"{path}/note", {"note": "All calm."}).json["shift"]["note"] == "All calm."
    assert as_(cast.opal).put(f"{path}/note", {"note": "Not mine."}).status_code == 403
    assert [one["note"] for one in as_(cast.opal).get(f"{HOME}/shifts").json["items"]] == ["All calm."]
    assert caller.delete(path).status_code == 422
    for person, status in ((cast.ana, 403), (cast.gil, 404), (cast.pia, 404)):
        assert as_(person).get(f"{HOME}/shifts").status_code == status
        assert as_(person).delete(path).status_code == 404


def test_the_page_without_scripts(client, cast, clock):
    client.post("/api/v1/sessions", json={"handle": "Fay", "password": PASSPHRASE, "cookie": True})
    page = client.get("/c/crohns/rota").get_data(as_text=True)
    token = page.partition('name="csrf-token" content="')[2].partition('"')[0]
    begins = clock.now.replace(second=0, microsecond=0) - timedelta(minutes=1)
    said = {
        "person_id": str(cast.fay.person_id),
        "starts_at": f"{begins:%Y-%m-%dT%H:%M}",
        "ends_at": f"{begins + timedelta(hours=3):%Y-%m-%dT%H:%M}",
        "csrf_token": token,
    }
    assert client.post("/c/crohns/rota", data=said).status_code == 303
    assert client.post("/c/crohns/rota", data=said).status_code == 422
    assert client.post("/c/crohns/rota", data={**said, "starts_at": "soon"}).status_code == 422
    page = client.get("/c/crohns/rota").get_data(as_text=True)
    path = page.partition('action="/c/crohns/rota/')[2].partition('"')[0]
    assert client.post(f"/c/crohns/rota/{path}", data={"note": "All calm.", "csrf_token": token}).status_code == 303
    assert "All calm." in client.get("/c/crohns/rota").get_data(as_text=True)
    assert "Fay left a note." in client.get("/c/crohns/dashboard").get_data(as_text=True)


@pytest.mark.parametrize(("name", "status"), [("Ana", 403), ("Gil", 404)])
def test_nobody_else_has_it(client, cast, name, status):
    client.post("/api/v1/sessions", json={"handle": name, "password": PASSPHRASE, "cookie": True})
    assert client.get("/c/crohns/rota").status_code == status
