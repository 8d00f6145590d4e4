"""A badge that is given or taken while the room is open: it comes and goes on the page that somebody looks at."""

from __future__ import annotations

from uuid import uuid4

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.room import RoomPage

NAMED, REPLY, SECRET = "I read the trial.", "It was a small one.", "I wonder about the dose myself."


@pytest.fixture
def name(town) -> str:
    return town.newcomer("crohns")


@pytest.fixture
def say(town, name, room):
    def saying(body: str, **more) -> str:
        said = {"body": body, "client_key": uuid4().hex, **more}
        answer = town.call(name, "POST", f"/rooms/{room.id}/messages", said)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["message"]["id"])

    return saying


@pytest.fixture
def give(town, name):
    def giving(role: str, title: str | None = None) -> None:
        path = f"/communities/crohns/members/{town.person_id(name)}"
        assert town.call(town.cast.fay, "PATCH", path, {"role": role, "title": title}).ok

    return giving


def badge(row: Locator) -> Locator:
    return row.locator(".badge[data-kind]")


COUNT = """li => {
    window.moved = 0;
    new MutationObserver(seen => { window.moved += seen.length; })
        .observe(li, {subtree: true, childList: true, attributes: true, characterData: true});
}"""


def test_it_comes_and_goes_on_open_pages_and_no_anonymous_message_moves(ben, visit, town, name, room, say, give):
    root = say(NAMED)
    say(REPLY, reply_to=root)
    say(SECRET, anonymous=True)
    page, own = RoomPage(ben, room), RoomPage(visit(name), room)
    page.choose(page.row(NAMED), "Show the replies")
    rows = [page.row(NAMED), page.row(REPLY), page.row(REPLY, page.thread), own.row(NAMED)]
    for row in rows:
        expect(badge(row)).to_have_count(0)
    page.row(SECRET).evaluate(COUNT)
    give("professional", "Dietitian")
    for row in rows:
        expect(badge(row)).to_have_text("Dietitian")
    assert page.page.evaluate("window.moved") == 0
    say("And one more.")
    expect(badge(page.arrived("And one more."))).to_have_text("Dietitian")
    drawn = rows[0].inner_html()
    give("member")
    for row in (*rows, page.row("And one more.")):
        expect(badge(row)).to_have_count(0)
    assert page.page.evaluate("window.moved") == 0
    give("professional", "Dietitian")
    expect(badge(rows[0])).to_have_text("Dietitian")
    assert squeezed(rows[0].inner_html()) == squeezed(drawn)
    page.page.reload()
    page.connected()
    expect(badge(page.row(NAMED))).to_have_text("Dietitian")
    expect(badge(page.row(SECRET))).to_have_count(0)


def squeezed(html: str) -> str:
    return " ".join(html.split())


PAGES = {
    "the members": ("/c/crohns/members?after={before}", "li.person"),
    "a member": ("/c/crohns/members/{id}", "main header"),
    "a community": ("/c/crohns", "section:has(> #people) li"),
}


@pytest.mark.parametrize("where", PAGES)
def test_other_pages_that_list_people_show_it_too_without_being_loaded_again(ben, town, name, give, where):
    path, row = PAGES[where]
    page = ben.go(path.format(id=town.person_id(name), before=name[:-1]))
    page.evaluate("window.same = true")
    mine = page.locator(row).filter(has_text=name)
    for title in ("Dietitian", "Pharmacist"):
        give("professional", title)
        expect(badge(mine)).to_have_text(title)
    give("member")
    expect(badge(mine)).to_have_count(0)
    assert page.evaluate("window.same")
