"""Whoever decides second learns who was faster, and has their words back to keep as a note: with every kind of case."""

from __future__ import annotations

import re
from typing import Any

import pytest

from networks.care.ladder import take_step
from networks.communities.actions import appoint
from networks.moderation.actions import claim, decide
from networks.moderation.appealing import appeal
from networks.moderation.kinds import OUTCOMES
from networks.moderation.models import CaseKind
from networks.moderation.queries import cases
from networks.people.queries import person_by_handle
from networks.resources.reviewing import archive
from networks.safety.watch import Watch
from tests.cast import PASSPHRASE
from tests.domain.acts import do, look, say
from tests.domain.reports import case_about, tell
from tests.domain.reviews import handed_in, published
from tests.newcomers import arrive

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

QUEUE = "/c/crohns/queue"
MINE = "It took me an <hour> to find these words."


@pytest.fixture
def first(network):
    """Ben, who facilitates `crohns` as well and is faster."""
    with network.begin() as work:
        appoint(work, "crohns", person_by_handle(work, "Ben"), "facilitator")


@pytest.fixture
def case_of(network, cast):
    """A case of a kind: its id, and the outcome that both have in mind."""

    def of_kind(kind: str) -> Any:
        _, found = look(network, cast.opal, cases, "crohns", kind=kind, state="open,claimed")
        return found[-1].case.id

    def safety() -> Any:
        Watch(network)
        say(network, cast.ana, cast.everyday, "I don't want to be here any more.")
        for step in ("acknowledge", "act", "follow_up"):
            do(network, cast.ben, take_step, of_kind("safety"), step, note=f"{step}.")
        return of_kind("safety")

    def report() -> Any:
        said = say(network, cast.ana, cast.everyday)
        tell(network, cast.lin, "message", said.id)
        return case_about(network, cast.fay, said.id).case.id

    def review() -> Any:
        handed_in(network, cast)
        return of_kind("review")

    def newcomer() -> Any:
        say(network, arrive(network), cast.everyday)
        return of_kind("newcomer")

    def appealed() -> Any:
        do(network, cast.max, appeal, cast.max_mute, statement="It was a joke.")
        return of_kind("appeal")

    makers = {"safety": safety, "report": report, "review": review, "newcomer": newcomer, "appeal": appealed}
    return lambda kind: makers.get(kind, lambda: cast.pia_case)()


@pytest.fixture
def send(client):
    def sending(handle: str, path: str, **said: str) -> tuple[int, str]:
        client.delete_cookie("cairn")
        sign_in = {"handle": handle, "password": PASSPHRASE, "cookie": True}
        token = client.post("/api/v1/sessions", json=sign_in).json["csrf_token"]
        answer = client.post(path, data=said | {"csrf_token": token})
        return answer.status_code, answer.get_data(as_text=True)

    return sending


KINDS = {
    "join": ("decision", "decline", "Fay"),
    "review": ("review", "decline", "Fay"),
    "report": ("report", "dismiss", "Fay"),
    "safety": ("close", "close", "Fay"),
    "newcomer": ("decision", "close", "Fay"),
    "appeal": ("decision", "uphold", "Opal"),  # Fay decided the first time
}


def test_every_kind_of_case_is_tried(database):
    assert set(KINDS) == {str(kind) for kind in CaseKind} == {str(kind) for kind in OUTCOMES}


@pytest.mark.parametrize("how", ["decided", "claimed", "chosen"])
@pytest.mark.parametrize("kind", KINDS)
def test_the_second_is_told_who_was_first_and_has_their_words_back(network, cast, first, case_of, send, kind, how):
    door, outcome, handle = KINDS[kind]
    case_id = case_of(kind)
    if how == "claimed":
        do(network, cast.ben, claim, case_id)
    else:
        do(network, cast.ben, decide, case_id, outcome=outcome, reason="Ben was faster.")
    field = {"often": MINE} if how == "chosen" else {"reason": MINE}
    status, page = send(handle, f"{QUEUE}/{case_id}/{door}", outcome=outcome, version="1", **field)
    assert status == 409
    alert = page[page.index('role="alert"') :]
    assert f"Ben {'has this just now' if how == 'claimed' else 'decided this a moment ago'}." in alert
    assert ("Ben was faster." in page) is (how != "claimed")
    escaped = MINE.replace("<", "&lt;").replace(">", "&gt;")
    assert alert.count(escaped) >= 2, "told, and in the note"
    note = re.search(r'<textarea id="body"[^>]*>\s*([^<]*)</textarea>', page)
    assert note
    assert note[1] == escaped
    assert send(handle, f"{QUEUE}/{case_id}/notes", body=MINE)[0] == 303
    assert look(network, cast.fay if kind != "appeal" else cast.opal, cases, "crohns", kind=kind)


def test_without_words_nothing_stands_in_the_note(network, cast, first, send):
    do(network, cast.ben, claim, cast.pia_case)
    status, page = send("Fay", f"{QUEUE}/{cast.pia_case}/claim")
    assert (status, "You had written" in page) == (409, False)
    assert re.search(r'<textarea id="body"[^>]*>\s*</textarea>', page)


def test_taking_out_of_the_library_too_late_gives_the_reason_back(network, cast, first, client, send):
    made = published(network, cast)
    do(network, cast.ben, archive, made, reason="Ben was faster.")
    path = f"/c/crohns/library/{made}"
    assert send("Fay", f"{path}/archive", reason=MINE)[0] == 303
    assert "You had written: It took me an &lt;hour&gt;" in client.get(path).get_data(as_text=True)
