"""The library's forms: sent by nobody's hand, sent twice, filled in with nonsense, sent about what is hidden."""

from __future__ import annotations

from typing import Any

import pytest

from networks.moderation.queries import cases
from networks.resources.actions import offer
from networks.resources.collecting import collect, collections, make_collection
from networks.resources.endorsing import assign
from networks.resources.files import Kept, attach
from networks.resources.proposing import proposals, propose
from networks.resources.reviewing import archive
from networks.sharing import asked_for, share
from tests.cast import PASSPHRASE, START
from tests.domain.acts import do, look, say
from tests.domain.reviews import handed_in, published
from tests.edges import nasty
from tests.edges.caller import key

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def at(client):
    def signed_in(handle):
        browser = client.application.test_client()
        said = {"handle": handle, "password": PASSPHRASE, "cookie": True}
        browser.proof = browser.post("/api/v1/sessions", json=said).json["csrf_token"]
        return browser

    return signed_in


def send(browser, path, form):
    return browser.post(path, data={"csrf_token": browser.proof, **form})


class Things:
    """One of everything that a form of the library is about."""

    def __init__(self, network, cast) -> None:
        self.ids: dict[str, Any] = {"slug": "crohns"}
        ids = self.ids
        ids["draft"] = do(network, cast.ana, offer, "crohns", kind="tip", title="A draft", body="Words.").id
        ids["waiting"] = handed_in(network, cast, title="It waits")
        do(network, cast.fay, assign, ids["waiting"], cast.lin.person_id)
        proposal = do(network, cast.fay, propose, ids["waiting"], version=1, title="It waits", body="Other words.")
        ids["proposal"] = proposal.id
        ids["listed"] = published(network, cast, title="In the library")
        ids["shelf"] = do(network, cast.fay, make_collection, "crohns", name="Start here").id
        do(network, cast.fay, collect, ids["shelf"], ids["listed"])
        ids["archived"] = published(network, cast, title="Archived")
        do(network, cast.fay, archive, ids["archived"], reason="Its time is over.")
        (case,) = [
            one.case.id
            for one in look(network, cast.fay, cases, "crohns", kind="review", state="open")[1]
            if one.case.subject_id == ids["waiting"]
        ]
        ids["case"] = case
        ids["room"] = cast.everyday
        ids["message"] = say(network, cast.ana, cast.everyday, "I rest before I am tired.").id
        do(network, cast.ben, share, ids["message"])
        (asked,) = look(network, cast.ana, asked_for, "crohns")
        ids["ask"] = asked.ask.id
        ids["lin"] = cast.lin.person_id
        ids["file"] = do(
            network, cast.ana, attach, ids["draft"], Kept("stored", "a.pdf", "application/pdf", 9, "0" * 64, "s")
        ).id


DRAFT = {
    "kind": "tip", "title": "Pacing", "body": "Words.", "helps": "Some", "source": "Me", "interest": "none",
    "note": "New", "url": "https://example.org/", "more_tags": "work, sleep", "tags": "work",
    "changes_treatment": "no", "material": "", "try_days": "28", "saved_at": "", "then": "save",
}  # fmt: skip
REPORT = {
    "illness": "less", "treatment": "same", "effort": "some", "kept": "no", "days": "9", "version": "1",
    "unwanted": "Tired.", "note": "Fine.", "next": "",
}  # fmt: skip
L = "/c/{slug}/library"
FORMS: list[tuple[str, str, dict[str, str]]] = [
    ("Ana", f"{L}/mine", {"kind": "tip", "title": "Made"}),
    ("Ana", f"{L}/{{draft}}/draft", DRAFT),
    ("Ana", f"{L}/{{draft}}/files/{{file}}/removal", {}),
    ("Ana", f"{L}/{{draft}}/submission", {}),
    ("Ana", f"{L}/{{archived}}/return", {}),
    ("Ana", f"{L}/{{archived}}/withdrawal", {}),
    ("Ana", f"{L}/{{archived}}/versions", {}),
    ("Ana", f"{L}/{{listed}}/confirmation", {}),
    ("Ana", f"{L}/proposals/{{proposal}}/decline", {}),
    ("Ana", f"{L}/proposals/{{proposal}}/accept", {}),
    ("Ana", f"{L}/asks/{{ask}}/refuse", {}),
    ("Ana", f"{L}/asks/{{ask}}/agree", {}),
    ("Ana", "/c/{slug}/rooms/{room}/messages/{message}/tip", {}),
    ("Ben", f"{L}/{{listed}}/bookmark", {"keep": "yes", "from": "saved"}),
    ("Ben", f"{L}/{{listed}}/trial", {"ask_in": "14", "later": "", "next": ""}),
    ("Ben", f"{L}/{{listed}}/trial/end", {"next": ""}),
    ("Ben", f"{L}/{{listed}}/report", REPORT),
    ("Ben", f"{L}/{{listed}}/report/withdrawal", {"next": ""}),
    ("Ben", f"{L}/{{listed}}/talk", {"body": "It helped.", "client_key": key(), "anonymous": ""}),
    ("Lin", f"{L}/{{waiting}}/endorsement", {"version": "1", "months": "12", "interests": "none"}),
    ("Lin", f"{L}/{{waiting}}/advice", {"version": "1", "against": "It harms."}),
    ("Fay", f"{L}/collections", {"name": "More", "purpose": "To read."}),
    ("Fay", f"{L}/collections/{{shelf}}", {"name": "Begin here", "purpose": "To read."}),
    ("Fay", f"{L}/collections/{{shelf}}/place", {"position": "1"}),
    ("Fay", f"{L}/collections/{{shelf}}/items/{{listed}}", {"position": "1"}),
    ("Fay", f"{L}/{{listed}}/collections", {"collection": "{shelf}"}),
    ("Fay", f"{L}/{{waiting}}/assignments", {"person_id": "{lin}"}),
    ("Fay", f"{L}/{{waiting}}/assignments/{{lin}}/end", {}),
    ("Fay", f"{L}/{{waiting}}/proposals", {"version": "1", "title": "It waits", "body": "Better.", "why": "Clearer."}),
    ("Fay", f"{L}/{{listed}}/archive", {"reason": "Its time is over.", "often": ""}),
    ("Fay", "/c/{slug}/queue/{case}/review",
     {"outcome": "publish", "reason": "Good.", "often": "", "version": "1", "look_again": f"{START.year + 2}-01-01"}),
    ("Fay", "/c/{slug}/settings/reasons", {"publish": "Clear.", "request_changes": "", "decline": ""}),
    ("Fay", "/c/{slug}/settings/library",
     {"tags": "work", "circumstances": "in a flare", "review_months": "12", "is_public": "yes"}),
    ("Fay", "/c/{slug}/settings/exchange/all", {"kept": "eJw="}),
    ("Fay", f"{L}/collections/{{shelf}}/delete", {}),
    ("Opal", f"{L}/{{listed}}/openings", {"reason": "A complaint."}),
]  # fmt: skip


def filled(things: Things, form: dict[str, str]) -> dict[str, str]:
    return {name: value.format(**things.ids) if value.startswith("{") else value for name, value in form.items()}


@on_sqlite
def test_no_form_is_sent_by_anybody_elses_hand(at, network, cast):
    things = Things(network, cast)
    browsers = {handle: at(handle) for handle in {who for who, _, _ in FORMS}}
    for who, path, form in FORMS:
        answer = browsers[who].post(path.format(**things.ids), data=filled(things, form))
        assert answer.status_code == 403, (who, path, answer.status_code)


@on_sqlite
def test_every_form_sent_twice_does_it_once_and_leads_to_a_page(at, network, cast):
    """A double click never ends on a page that says no, other than where there is something to read about it."""
    things = Things(network, cast)
    browsers = {handle: at(handle) for handle in {who for who, _, _ in FORMS}}
    told = {f"{L}/collections", "/c/{slug}/queue/{case}/review", "/c/{slug}/settings/exchange/all"}
    told |= {f"{L}/collections/{{shelf}}/delete", f"{L}/{{draft}}/files/{{file}}/removal"}
    for who, path, form in FORMS:
        first, second = (send(browsers[who], path.format(**things.ids), filled(things, form)) for _ in range(2))
        assert first.status_code == (422 if path.endswith("/all") else 303), (path, first.status_code)
        assert second.status_code == 303 or path in told, (path, second.status_code)
    again = send(browsers["Ana"], f"/c/crohns/library/{things.ids['draft']}/draft", DRAFT | {"then": "submit"})
    assert again.status_code == 303
    assert len(look(network, cast.ana, proposals, things.ids["waiting"])) == 1
    assert len(look(network, cast.fay, collections, "crohns")) == 1


ODD = [nasty.VALUES["NUL"], nasty.VALUES["the first moment"], "9" * 40]
ELSEWHERE = ["//evil.example/", "/\\evil.example", "https:evil.example", "javascript:alert(1)"]


def test_no_form_can_be_spoiled_and_none_leads_elsewhere(at, network, cast):
    things = Things(network, cast)
    browsers = {handle: at(handle) for handle in {who for who, _, _ in FORMS}}
    for who, path, form in FORMS:
        for name in form:
            for odd in ODD + ELSEWHERE if name in ("next", "from", "url") else ODD:
                answer = send(browsers[who], path.format(**things.ids), filled(things, form) | {name: odd})
                place = answer.headers.get("Location", "/")
                assert answer.status_code < 500, (path, name, odd[:60])
                assert place.startswith("/"), (path, name, odd[:60])
                assert not place.startswith(("//", "/\\")), (path, name, odd[:60])


@on_sqlite
def test_no_day_on_which_something_is_looked_at_again_breaks_its_page_in_the_east(at, as_, network, cast):
    """Midnight there is a day ahead: past the last day that there is."""
    made = handed_in(network, cast)
    said = {"outcome": "publish", "reason": "Good.", "version": 1}
    for never in ("9999-12-31T23:59:59Z", "9999-12-31T00:00:00-11:00", "9998-01-01T00:00:00Z", "2001-01-01T00:00:00Z"):
        assert as_(cast.fay).post(f"/resources/{made}/decision", said | {"review_by": never}).status_code == 422, never
    (case,) = [one.case.id for one in look(network, cast.fay, cases, "crohns", kind="review", state="open")[1]]
    form = {"outcome": "publish", "reason": "Good.", "version": "1"}
    for never in ("9999-12-31", "2101-01-01", "0001-01-01"):
        assert send(at("Fay"), f"/c/crohns/queue/{case}/review", form | {"look_again": never}).status_code == 422
    soon = f"{START.year + 9}-12-31"
    assert send(at("Fay"), f"/c/crohns/queue/{case}/review", form | {"look_again": soon}).status_code == 303
    ben = at("Ben")
    for zone in ("Pacific/Kiritimati", "America/Los_Angeles"):
        ben.set_cookie("zone", zone)
        assert ben.get(f"/c/crohns/library/{made}").status_code == 200
