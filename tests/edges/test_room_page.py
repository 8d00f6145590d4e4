"""A room's page is drawn once and kept: nothing on it may be older than its reader's last look, or somebody else's."""

from __future__ import annotations

import re
from collections.abc import Callable
from uuid import UUID

import pytest
from flask import Flask

from networks.chat.actions import edit_message, react, remove_message
from networks.chat.posting import post_message
from networks.chat.rooms import edit_room, make_room, mark_read, open_room
from networks.moderation.models import SanctionKind
from networks.moderation.sanctioning import sanction
from networks.people.actions import block, edit_profile
from networks.work import Asker
from tests.cast import PASSPHRASE
from tests.edges.caller import key

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

Look = Callable[..., str]


@pytest.fixture
def do(network):
    """Ben does something, or whoever is named by `by`."""

    def doing(act, *said, by: Asker, **more):
        with network.begin(by) as work:
            return act(work, *said, **more)

    return doing


@pytest.fixture
def say(do, cast) -> Callable[..., UUID]:
    return lambda body, **more: do(post_message, cast.everyday, body=body, client_key=key(), by=cast.ben, **more)[0].id


@pytest.fixture
def look(app: Flask, cast) -> Look:
    """The everyday room as a person's browser gets it."""
    browsers = {}

    def looking(who: Asker, path: str = "", **headers: str) -> str:
        if who not in browsers:
            browsers[who] = app.test_client()
            browsers[who].post("/api/v1/sessions", json={"handle": who.handle, "password": PASSPHRASE, "cookie": True})
        answer = browsers[who].get(f"/c/crohns/rooms/{cast.everyday}{path}", headers=headers)
        assert answer.status_code == 200, answer.text
        return answer.text

    return looking


def without_proofs(page: str) -> str:
    return re.sub(r'(name="(csrf_token|client_key)" value|"csrf-token" content|nonce)="[^"]+"', "", page)


def test_the_same_page_twice_differs_in_its_proofs_alone(look, cast, say):
    say("Good morning.")
    first, second = look(cast.ana), look(cast.ana)
    assert first != second
    assert without_proofs(first) == without_proofs(second)
    for name in ("client_key", "csrf_token"):
        assert re.search(rf'name="{name}" value="[\w.-]{{30,}}"', first), name


def test_whatever_happens_in_the_room_is_on_the_next_page(look, cast, do, say):
    said = say("Good morning.")
    happenings = [
        lambda: say("A second thing."),
        lambda: say("An answer.", reply_to=said),
        lambda: do(react, said, "💚", on=True, by=cast.lin),
        lambda: do(react, said, "💚", on=True, by=cast.ana),
        lambda: do(react, said, "💚", on=False, by=cast.ana),
        lambda: do(edit_message, said, body="Good evening.", by=cast.ben),
        lambda: do(edit_profile, by=cast.ben, handle="Benjamin"),
        lambda: do(edit_room, cast.everyday, name="Every day", purpose="All of it.", by=cast.fay),
        lambda: do(make_room, "crohns", name="A new room", by=cast.fay),
        lambda: do(mark_read, cast.everyday, 1, by=cast.ana),
        lambda: do(block, cast.ben.person_id, by=cast.ana),
        lambda: do(remove_message, said, by=cast.ben),
    ]
    before = without_proofs(look(cast.ana))
    for number, happening in enumerate(happenings):
        happening()
        now = without_proofs(look(cast.ana))
        assert now != before, f"happening {number}"
        assert now == without_proofs(look(cast.ana))
        before = now
    assert "Good evening." not in before


def test_what_is_one_readers_own_is_on_nobody_elses_page(look, cast, say, do):
    said = say("A question.", anonymous=True)
    do(react, said, "💚", on=True, by=cast.ana)
    ana, ben, fay, lin = (look(who) for who in (cast.ana, cast.ben, cast.fay, cast.lin))
    assert 'aria-pressed="true"' in ana
    assert 'aria-pressed="true"' not in ben + lin
    told = f"/messages/{said}/author"
    assert told in fay
    assert told not in ana + ben + lin
    assert str(cast.ben.person_id) not in ana + lin + fay
    for name, page in {"Ana": ana, "Fay": fay, "Lin": lin}.items():
        assert f'data-handle="{name}"' in page


def test_who_may_not_write_any_more_is_told_so(look, cast, do):
    assert 'id="composer"' in look(cast.ana)
    do(sanction, "crohns", cast.ana.person_id, kind=SanctionKind.MUTE, reason="A pause.", rule="Be kind.", by=cast.fay)
    assert 'id="composer"' not in look(cast.ana)


def test_the_look_of_the_page_follows_the_readers_choices(look, cast, say):
    say("Good morning.")
    plain = look(cast.ana)
    assert "data-theme" not in plain.partition("<head>")[0]
    assert look(cast.ana, "?before=1") != plain


def test_a_new_session_gets_proofs_that_hold(app, cast, say, look):
    """Proofs belong to a session, and a page is kept for a person."""
    say("Good morning.")
    look(cast.ana)
    browser = app.test_client()
    browser.post("/api/v1/sessions", json={"handle": "Ana", "password": PASSPHRASE, "cookie": True})
    path = f"/c/crohns/rooms/{cast.everyday}"
    page = browser.get(path).text
    fields = dict(re.findall(r'form="composer" name="(\w+)" value="([^"]+)"', page))
    sent = browser.post(f"{path}/messages", data={**fields, "body": "From another device."})
    assert sent.status_code in (302, 303), sent.text
    assert "From another device." in browser.get(path).text


def test_only_to_members_is_it_offered_to_share_a_message_as_a_tip(look, cast, do, say):
    said = say("Three anchors a day.")
    do(open_room, cast.everyday, by=cast.opal, reason="A report by post.")
    for who, offered in ((cast.ana, True), (cast.opal, False)):
        page = look(who)
        assert (f"/messages/{said}/tip" in page, "data-may-share" in page) == (offered, offered)
