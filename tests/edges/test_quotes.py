"""The quoted line of a reply names its author with their badge, and tells nothing of one who is anonymous."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.cast import PASSPHRASE

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def line(app, cast) -> Callable[[], str]:
    """The quoted line on the page of the room, as Ben has it."""
    client = app.test_client()
    client.post("/api/v1/sessions", json={"handle": "Ben", "password": PASSPHRASE, "cookie": True})

    def drawn() -> str:
        page = client.get(f"/c/crohns/rooms/{cast.everyday}").text.partition("<template")[0]
        return re.findall(r'<a class="quoted".*?</a>', page, re.DOTALL)[-1]

    return drawn


def test_it_has_the_author_as_messages_have_theirs(cast, say, line):
    said = say(cast.lin, "I read the trial.")
    reply = say(cast.ben, "Thank you.", reply_to=said["id"])
    assert reply["quoted"]["author"] == said["author"]
    assert said["author"]["title"] == "IBD nurse"
    assert f'data-worn="{cast.lin.person_id}"' in (drawn := line())
    assert "IBD nurse</span></span>: I read the trial." in drawn


def test_a_member_has_a_place_for_one_and_none_in_it(cast, say, line):
    say(cast.ben, "Thank you.", reply_to=say(cast.ana, "I read it.")["id"])
    assert f'Ana<span class="worn" data-worn="{cast.ana.person_id}"></span>: I read it.' in line()


@pytest.mark.parametrize("how", ["anonymous", "removed"])
def test_it_tells_nothing_of_whoever_is_not_named(as_, cast, say, line, how):
    said = say(cast.lin, "I read the trial.", anonymous=how == "anonymous")
    reply = say(cast.ben, "Thank you.", reply_to=said["id"])
    if how == "removed":
        as_(cast.lin).delete(f"/messages/{said['id']}")
        reply = as_(cast.ben).get(f"/rooms/{cast.everyday}/messages").json["items"][-1]
    assert reply["quoted"]["author"] is None
    assert reply["quoted"]["anonymous"] is (how == "anonymous")
    drawn = line()
    assert not any(word in drawn for word in ("worn", "badge", "Lin", "IBD nurse", str(cast.lin.person_id)))
