"""A badge that is given or taken while the room is open: it comes and goes on the page that somebody looks at."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from playwright.sync_api import Locator, expect
from sqlalchemy import update

from networks.base import utcnow
from networks.charter.amending import propose
from networks.communities.models import Membership
from networks.people.queries import asker_by_token
from networks.reporting import report
from networks.resources.actions import offer, submit
from networks.resources.endorsing import assign, endorse
from networks.resources.reviewing import decide
from networks.talking import talk
from tests.browser.room import RoomPage
from tests.domain.acts import do, look
from tests.domain.finding import catch_up_all
from tests.domain.tries import in_the_library

NAMED, REPLY, SECRET = "I read the trial.", "It was a small one.", "I wonder about the dose myself."
OF_IT, BENS = "So do I.", "Thank you for that."


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
        assert town.call(town.cast.opal, "PATCH", path, {"role": role, "title": title}).ok

    return giving


def badge(row: Locator) -> Locator:
    return row.locator(".badge[data-kind=professional]:not(.quoted *)")


def quoted_badge(row: Locator) -> Locator:
    return row.locator(".quoted .badge[data-kind=professional]")


COUNT = """li => {
    window.moved = 0;
    new MutationObserver(seen => { window.moved += seen.length; })
        .observe(li, {subtree: true, childList: true, attributes: true, characterData: true});
}"""


def test_it_comes_and_goes_on_open_pages_and_no_anonymous_message_moves(ben, visit, town, name, room, say, give):
    root = say(NAMED)
    say(REPLY, reply_to=root)
    hidden = say(SECRET, anonymous=True)
    say(OF_IT, reply_to=hidden)
    page, own = RoomPage(ben, room), RoomPage(visit(name), room)
    page.choose(page.row(NAMED), "Show the replies")
    rows = [page.row(NAMED), page.row(REPLY), page.row(REPLY, page.thread), own.row(NAMED)]
    for row in rows:
        expect(badge(row)).to_have_count(0)
    quote = page.row(REPLY).locator(".quoted")
    expect(quote).to_have_text(f"{name}: {NAMED}")
    page.row(SECRET).evaluate(COUNT)
    give("professional", "Dietitian")
    for row in rows:
        expect(badge(row)).to_have_text("Dietitian")
    expect(quote).to_have_text(f"{name} Dietitian: {NAMED}")
    expect(quoted_badge(page.row(OF_IT))).to_have_count(0)
    assert page.page.evaluate("window.moved") == 0
    say("And one more.")
    expect(badge(page.arrived("And one more."))).to_have_text("Dietitian")
    drawn = rows[0].inner_html()
    give("member")
    for row in (*rows, page.row("And one more.")):
        expect(badge(row)).to_have_count(0)
    expect(quote).to_have_text(f"{name}: {NAMED}")
    assert page.page.evaluate("window.moved") == 0
    give("professional", "Dietitian")
    expect(badge(rows[0])).to_have_text("Dietitian")
    assert squeezed(rows[0].inner_html()) == squeezed(drawn)
    page.page.reload()
    page.connected()
    expect(badge(page.row(NAMED))).to_have_text("Dietitian")
    expect(badge(page.row(SECRET))).to_have_count(0)


def test_a_quoted_line_that_comes_or_changes_live_has_it_and_one_that_is_removed_has_not(
    ben, town, name, room, say, give
):
    give("professional", "Dietitian")
    root, page = say(NAMED), RoomPage(ben, room)
    page.connected()
    say(REPLY, reply_to=root)
    quote = page.arrived(REPLY).locator(".quoted")
    town.call(
        town.cast.ben, "POST", f"/rooms/{room.id}/messages", {"body": BENS, "client_key": uuid4().hex, "reply_to": root}
    )
    expect(page.arrived(BENS).locator(".quoted")).to_have_text(f"{name} Dietitian: {NAMED}")  # he has none himself
    expect(quote).to_have_text(f"{name} Dietitian: {NAMED}")
    town.call(name, "PATCH", f"/messages/{root}", {"body": "I read both."})
    expect(quote).to_have_text(f"{name} Dietitian: I read both.")
    town.call(name, "DELETE", f"/messages/{root}")
    expect(quote).to_have_text("A message that was removed")
    expect(quote.locator("[data-worn]")).to_have_count(0)


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


@pytest.fixture
def wrote(town, name, room, say) -> dict[str, object]:
    """Whoever has the badge has said something everywhere; where it stands."""
    network, who = town.network, look(town.network, None, asker_by_token, town.token(name))
    said = UUID(say(f"I am {name}, and I read the trial."))
    tip = in_the_library(network, town.cast, who, title=f"Notes by {name}")
    do(network, who, talk, tip, body="It was a small trial.", client_key=uuid4().hex)
    do(network, who, propose, "crohns", text=f"Say where it is from, says {name}.", why="It helps.")
    made, _ = do(network, town.cast.ben, report, "message", said, reason="spam", note="")
    catch_up_all(network)
    return {"tip": tip, "case": made.case_id, "room": room.id, "id": town.person_id(name), "name": name}


ELSEWHERE = {
    "the library": ("ben", "/c/crohns/library?q={name}", "article.resource"),
    "something in it": ("ben", "/c/crohns/library/{tip}", "main header"),
    "what is said about it": ("ben", "/c/crohns/library/{tip}", "#talk li"),
    "the search": ("ben", "/c/crohns/search?q={name}", "article.hit >> nth=0"),
    "what is proposed for the charter": ("ben", "/c/crohns/charter", "section:has(> #amendments) li"),
    "earlier messages": ("ben", "/c/crohns/rooms/{room}?before=99", "li.message"),
    "the queue": ("fay", "/c/crohns/queue", "a.case-row"),
    "a case": ("fay", "/c/crohns/queue/{case}", "section:has(#whom)"),
    "the member desk": ("fay", "/c/crohns/people?after={before}", "li"),
    "their page, for facilitators": ("fay", "/c/crohns/members/{id}", "main header"),
    "the queue, for an operator": ("opal", "/c/crohns/queue", "a.case-row"),
}


@pytest.mark.parametrize("where", ELSEWHERE)
def test_it_comes_and_goes_wherever_their_name_stands(visit, town, name, give, wrote, where):
    who, path, row = ELSEWHERE[where]
    page = visit(town.asker(who)).go(path.format(**wrote, before=name[:-1]))
    page.evaluate("window.same = true")
    mine = page.locator(row).filter(has_text=name).first
    expect(badge(mine)).to_have_count(0)
    for title in ("Dietitian", "Pharmacist"):
        give("professional", title)
        expect(badge(mine)).to_have_text(title)
    give("member")
    expect(badge(mine)).to_have_count(0)
    assert page.evaluate("window.same")


@pytest.mark.parametrize("path", ["mine", "{tip}"])
def test_it_comes_and_goes_where_an_author_reads_who_asked_for_a_change(visit, town, name, give, path):
    network, author = town.network, town.newcomer("crohns")
    asker = {who: look(network, None, asker_by_token, town.token(who)) for who in (author, name)}
    tip = do(network, asker[author], offer, "crohns", kind="tip", title="Ask early", body="Words.").id
    do(network, asker[author], submit, tip)
    give("facilitator")
    do(network, asker[name], decide, tip, outcome="request_changes", reason="Where is it from?", version=1)
    page = visit(author).go(f"/c/crohns/library/{path.format(tip=tip)}")
    asks = page.locator("p").filter(has_text=f"{name} Facilitator asks for a change")
    expect(asks).to_be_visible()
    give("professional", "Dietitian")
    asks = page.locator("p").filter(has_text=f"{name} Dietitian asks for a change")
    expect(badge(asks)).to_have_text("Dietitian")
    give("member")
    expect(page.locator("p").filter(has_text=f"{name} asks for a change")).to_be_visible()


def test_it_goes_with_its_hour_from_an_open_page(ben, town, name, give, wrote):
    give("professional", "Dietitian")
    page = ben.go("/c/crohns/library/{tip}".format(**wrote))
    byline = page.locator("main header")
    expect(badge(byline)).to_have_text("Dietitian")
    page.evaluate("window.same = true")
    with town.network.begin() as work:
        theirs = update(Membership).where(Membership.person_id == town.person_id(name))
        work.session.execute(theirs.values(role_until=utcnow() - timedelta(seconds=1)))
    expect(badge(byline)).to_have_count(0)
    assert page.evaluate("window.same")


def test_what_is_only_so_while_they_are_a_professional_goes_with_it_and_stays_away(visit, town, name, give):
    give("professional", "Dietitian")
    page = visit(town.cast.fay).go(f"/c/crohns/members/{town.person_id(name)}")
    named = page.get_by_text("Named by those who look after this community.")
    expect(named).to_be_visible()
    page.get_by_label("A note for the other facilitators").fill("She knows the trial.")
    give("member")
    expect(named).to_be_hidden()
    give("professional", "Pharmacist")
    expect(badge(page.locator("main header"))).to_have_text("Pharmacist")
    expect(named).to_be_hidden()
    expect(page.get_by_label("A note for the other facilitators")).to_have_value("She knows the trial.")


def test_a_professionals_review_goes_from_the_open_page_with_their_badge(ben, town, name, give):
    give("professional", "Dietitian")
    who, tip = look(town.network, None, asker_by_token, town.token(name)), in_the_library(town.network, town.cast)
    do(town.network, town.cast.fay, assign, tip, who.person_id)
    do(town.network, who, endorse, tip, version=1, interests="none")
    page = ben.go(f"/c/crohns/library/{tip}")
    reviewed = page.get_by_role("heading", name="Reviewed by a professional")
    expect(reviewed).to_be_visible()
    expect(badge(page.locator(".endorsed"))).to_have_text("Dietitian")
    give("member")
    expect(reviewed).to_be_hidden()


def test_a_badge_of_before_the_line_broke_is_not_on_the_page_after(ben, town, name, give, wrote):
    page = ben.go("/c/crohns/library/{tip}".format(**wrote))
    give("professional", "Dietitian")
    byline = page.locator("main header")
    expect(badge(byline)).to_have_text("Dietitian")
    ben.cut_line()
    give("professional", "Pharmacist")
    ben.mend_line()
    expect(badge(byline)).to_have_text("Pharmacist")
