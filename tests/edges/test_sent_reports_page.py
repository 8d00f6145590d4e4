"""The page of what one reported: what came of it, and nothing about anybody else."""

from __future__ import annotations

import re

import pytest

from networks.communities.actions import leave
from networks.moderation.actions import decide
from networks.moderation.limiting import limit_reports
from networks.moderation.sanctioning import sanction
from tests.cast import PASSPHRASE
from tests.domain.acts import do, say
from tests.domain.reports import HARMFUL, case_about, put_back, tell
from tests.edges.caller import NOWHERE

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

PLACE = "/account/reports"
COUNT = re.compile(r'<a class="icon-button" href="([^"]+)"[^>]*data-news.*?Your account, \w+<.*?class="count"(.*?)<')
HERE = re.compile(r'data-here="([^"]+)"')


@pytest.fixture
def page(client):
    """A page as somebody reads it."""

    def read(handle, path=PLACE):
        client.delete_cookie("cairn")
        client.post("/api/v1/sessions", json={"handle": handle, "password": PASSPHRASE, "cookie": True})
        return re.sub(r"\s+", " ", client.get(path).get_data(as_text=True))

    return read


@pytest.fixture
def said(network, cast):
    """Ana said something, which Ben and Lin have reported."""
    message = say(network, cast.ana, cast.everyday, HARMFUL)
    tell(network, cast.ben, "message", message.id, note="He listens to her.")
    tell(network, cast.lin, "message", message.id, reason="spam", note="Not the first time.")
    return message


def decided(network, cast, subject, outcome, reason="Ana, please do not."):
    case_id = case_about(network, cast.fay, subject).case.id
    do(network, cast.fay, decide, case_id, outcome=outcome, reason=reason, rule="2. No medical orders.")
    return case_id


def counted(shown):
    """Where the link in the top bar leads, and what it counts, if anything."""
    found = COUNT.search(shown)
    assert found
    href, count = found.groups()
    return href, "" if "hidden" in count else count.removeprefix(">")


def test_while_it_waits_it_says_so_and_leads_there(cast, page, said):
    shown = page("Ben")
    assert "A message in “Everyday”" in shown
    assert f'href="/c/crohns/rooms/{cast.everyday}?at={said.seq}#m-{said.id}"' in shown
    assert "Your reason: advice that could do harm." in shown
    assert "He listens to her." in shown
    assert "waiting" in shown
    for hidden in ("Lin", "Not the first time", "spam", HARMFUL, "Ana", "Fay"):
        assert hidden not in shown
    assert counted(shown) == ("/account", "")


def test_what_came_of_it_is_told_without_who_or_why(network, cast, page, said):
    decided(network, cast, said.id, "remove")
    assert counted(page("Ben", "/")) == (PLACE, "1")
    shown = page("Ben")
    assert "A facilitator read it and took it down." in shown
    assert ">new<" in shown
    assert counted(shown) == ("/account", "")
    assert f"m-{said.id}" not in shown
    for hidden in ("Lin", "Fay", "Ana", "please do not", HARMFUL):
        assert hidden not in shown
    again = page("Ben")
    assert ">new<" not in again
    assert "A facilitator read it and took it down." in again
    assert counted(page("Lin", "/")) == (PLACE, "1")
    for other in ("Ana", "Fay", "Max"):
        assert "You have reported nothing" in page(other)
        assert counted(page(other, "/")) == ("/account", "")


def test_what_was_new_stays_so_for_the_page_that_asks_for_itself_again(network, cast, clock, page, said):
    opened = page("Ben")
    asks = HERE.search(opened)
    assert asks
    clock.move(minutes=1)
    decided(network, cast, said.id, "remove")
    clock.move(minutes=1)
    for _ in range(2):
        shown = page("Ben", asks[1])
        assert ">new<" in shown
        assert counted(shown) == ("/account", "")
        assert f'data-here="{asks[1]}"' in shown
    clock.move(minutes=1)
    for odd in ("", "?since=", "?since=nan", "?since=1e999", "?since=-1e17", "?since=yesterday"):
        assert ">new<" not in page("Ben", PLACE + odd)


def test_what_stays_says_why_this_is_not_the_end(network, cast, page, said):
    decided(network, cast, said.id, "dismiss")
    shown = page("Ben")
    assert "nothing was removed. This is not the end of it" in shown
    assert f'href="/c/crohns/report/message/{said.id}"' in shown
    assert f"m-{said.id}" in shown


def test_what_was_put_back_after_an_appeal_is_to_be_read_anew(network, cast, page, said):
    case_id = decided(network, cast, said.id, "remove")
    page("Ben")
    put_back(network, cast.opal, case_id)
    assert counted(page("Ben", "/")) == (PLACE, "1")
    shown = page("Ben")
    assert "After an appeal somebody else read all of it again, and it was put back." in shown
    assert f"m-{said.id}" in shown


@pytest.mark.parametrize("step", ["warning", "mute"])
def test_that_a_step_was_taken_is_told_and_not_which(network, cast, page, step):
    tell(network, cast.ben, "person", cast.ana.person_id, community="crohns", note="Look.")
    said = {"reason": "Unkind words.", "rule": "1"}
    do(network, cast.fay, sanction, "crohns", cast.ana.person_id, kind=step, until=None, **said)
    decided(network, cast, cast.ana.person_id, "dismiss", reason="Done.")
    shown = page("Ben")
    assert "did something about it. What that is stays between them." in shown
    assert "Unkind" not in shown
    assert "muted" not in shown.lower()
    assert "warn" not in shown.lower()


def test_a_note_among_facilitators_is_no_step(network, cast, page):
    tell(network, cast.ben, "person", cast.ana.person_id, community="crohns", note="Look.")
    said = {"reason": "Watch this.", "rule": "1"}
    do(network, cast.fay, sanction, "crohns", cast.ana.person_id, kind="note", until=None, **said)
    decided(network, cast, cast.ana.person_id, "dismiss", reason="Done.")
    assert "A facilitator has looked at it with care, and closed it." in page("Ben")


def test_where_ones_reports_are_limited_it_says_until_when_and_why(network, cast, page, said):
    do(network, cast.fay, limit_reports, "crohns", cast.ben.person_id, reason="Nine, none of them right.")
    shown = page("Ben")
    assert "you can send one report a day until" in shown
    assert "Nine, none of them right." in shown
    assert "Where somebody may be at risk, you can always say so." in shown
    assert "Fay" not in shown
    assert "one report a day" not in page("Ana")


def test_one_who_left_reads_it_without_a_way_in(network, cast, page, said):
    do(network, cast.ben, leave, "crohns")
    decided(network, cast, said.id, "dismiss")
    shown = page("Ben")
    assert "<strong>A message</strong> in" in shown
    assert "/rooms/" not in shown


def test_there_is_a_page_for_each_twenty_and_reading_one_leaves_the_others_unread(network, cast, clock, page):
    said = [say(network, cast.ana, cast.everyday, f"Number {number}.") for number in range(21)]
    for one in said:
        clock.move(minutes=1)
        tell(network, cast.ben, "message", one.id, note=f"The {one.body}")
    for one in (said[0], said[20]):
        decided(network, cast, one.id, "dismiss")
    assert counted(page("Ben", "/")) == (PLACE, "2")
    first = page("Ben")
    assert first.count("The Number") == 20
    assert "The Number 20." in first
    assert counted(first) == (PLACE, "1")
    assert f'href="{PLACE}?after=20"' in first
    second = page("Ben", f"{PLACE}?after=20")
    assert re.findall(r"The Number \d+\.", second) == ["The Number 0."]
    assert counted(second) == ("/account", "")
    assert "There is nothing older." in page("Ben", f"{PLACE}?after=40")


def test_whoever_is_not_signed_in_is_asked_to_and_the_menu_leads_here(app, cast, page):
    assert app.test_client().get(PLACE).location == f"/signin?next={PLACE}"
    assert f'href="{PLACE}"' in page("Ben", "/account")
    assert "You have reported nothing" in page("Ben")


def test_programs_read_the_count_and_say_that_they_have_read(network, cast, as_, said):
    mine = as_(cast.ben).get("/me/reports").json["items"][0]
    assert mine["unread"] is False
    decided(network, cast, said.id, "remove")
    assert as_(cast.ben).get("/me").json["person"]["unread_answers"] == 1
    assert as_(cast.ben).get("/me/reports").json["items"][0]["unread"] is True
    path = f"/reports/{mine['id']}/seen"
    nothing = as_(cast.lin).put(f"/reports/{NOWHERE}/seen")
    for who in (cast.lin, cast.ana, cast.fay, cast.opal):
        answer = as_(who).put(path)
        assert (answer.status_code, answer.data) == (404, nothing.data)
    assert as_(cast.ben).get("/me").json["person"]["unread_answers"] == 1
    for _ in range(2):
        assert as_(cast.ben).put(path).status_code == 204
    assert as_(cast.ben).get("/me").json["person"]["unread_answers"] == 0
    assert as_(cast.lin).get("/me").json["person"]["unread_answers"] == 1
