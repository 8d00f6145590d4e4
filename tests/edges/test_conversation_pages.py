"""The pages of a conversation of two: what each of them sees there, and that nobody else finds it."""

from __future__ import annotations

import re
from html import unescape
from typing import Any
from uuid import UUID

import pytest

from networks.chat.conversations import answer, start
from networks.communities.actions import leave
from networks.moderation.models import SanctionKind
from networks.moderation.sanctioning import sanction
from networks.people.actions import block, edit_profile, unblock
from networks.reporting import report
from tests.domain.acts import do, say
from tests.domain.reports import case_about
from tests.edges.caller import NOWHERE
from tests.edges.test_about_oneself import ONCE
from tests.edges.test_access_pages import Reader, seen

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

LIST = "/c/crohns/conversations"
HELLO = "How did you tell them at work?"
ASKS = "Ana would like to write with you."
CLOSED = "You cannot write to them just now."
COMPOSER = 'id="composer"'


@pytest.fixture
def at(app):
    """Somebody's browser: `at(cast.ana)`."""
    return lambda who: Reader(app, who)


@pytest.fixture
def page(at):
    """What stands on a page for somebody, each gap as one blank."""

    def look(who, path: str) -> str:
        found = at(who).open("GET", path, {})
        assert found.status_code == 200, (path, found.status_code)
        return re.sub(r"\s+", " ", unescape(found.get_data(as_text=True)))

    return look


@pytest.fixture
def room(network, cast) -> str:
    """The path of a new conversation that Ana began with Ben."""
    return f"/c/crohns/rooms/{begun(network, cast)}"


@pytest.fixture
def asked(network, cast, room) -> str:
    """The same, and she has asked."""
    say(network, cast.ana, id_of(room), HELLO)
    return room


@pytest.fixture
def going_on(network, cast, asked) -> str:
    """The same, and he has answered."""
    say(network, cast.ben, id_of(asked), "In the lift, on a Friday.")
    return asked


def begun(network, cast) -> UUID:
    made: UUID = do(network, cast.ana, start, "crohns", cast.ben.person_id)[0].id
    return made


def as_drawn(reader: Reader, path: str) -> str:
    """A page without what is new with each answer."""
    return ONCE.sub("", seen(reader.open("GET", path, {}), path))


def id_of(room: str) -> UUID:
    return UUID(room.rpartition("/")[2])


def begin(reader: Reader, whom: Any, slug: str = "crohns") -> Any:
    return reader.open("POST", f"/c/{slug}/conversations", {"person_id": str(whom.person_id)})


def test_the_way_there_stands_on_a_members_page_and_in_the_list_of_members(page, cast):
    for path in ("/c/crohns/members", f"/c/crohns/members/{cast.ben.person_id}"):
        assert "Write to Ben" in page(cast.ana, path)
    assert "Write to Ana" not in page(cast.ana, "/c/crohns/members")
    assert "Write to Ben" not in page(cast.max, f"/c/crohns/members/{cast.ben.person_id}")
    assert "Write to Ben" not in page(cast.opal, f"/c/crohns/members/{cast.ben.person_id}")


def test_whom_one_blocks_one_is_not_offered_to_write_to(page, network, cast):
    do(network, cast.ana, block, cast.ben.person_id)
    for path in ("/c/crohns/members", f"/c/crohns/members/{cast.ben.person_id}"):
        assert "Write to Ben" not in page(cast.ana, path)
    assert "Write to Ana" in page(cast.ben, "/c/crohns/members")


def test_beginning_leads_into_the_conversation_and_a_second_time_into_the_same(at, page, cast):
    first, second = begin(at(cast.ana), cast.ben), begin(at(cast.ana), cast.ben)
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["Location"] == second.headers["Location"]
    said = page(cast.ana, first.headers["Location"])
    assert "Only the two of you can read this." in said
    assert "You have not written to Ben yet" in said
    assert COMPOSER in said


def test_what_makes_no_sense_between_two_is_not_there(page, network, cast, going_on):
    first = say(network, cast.ana, id_of(going_on), "And then?")
    say(network, cast.ben, id_of(going_on), "They were kind.", reply_to=first.id)
    said = page(cast.ana, going_on)
    for left_out in ("Ask anonymously", "/tip", "/threads/", "Search this room"):
        assert left_out not in said.replace(template_of(said), ""), left_out
    assert "They were kind." in said


def template_of(page: str) -> str:
    """What the room's script copies, which is drawn with everything in it."""
    return page[page.index('<template id="message-template">') : page.index('<template id="removed-author">')]


def test_one_message_goes_out_and_then_the_starter_waits(page, cast, asked):
    said = page(cast.ana, asked)
    assert HELLO in said
    assert "You have written to Ben, who decides whether to answer." in said
    assert COMPOSER not in said
    assert "waits for an answer" in page(cast.ana, LIST)


def test_a_second_message_from_a_plain_form_is_refused(at, page, cast, asked):
    answered = at(cast.ana).open("POST", f"{asked}/messages", {"body": "Hello?", "client_key": "k" * 32})
    assert answered.status_code == 403
    assert "Hello?" not in page(cast.ben, asked)


def test_whoever_is_asked_sees_who_and_what_and_what_they_can_do(page, cast, asked):
    listed = page(cast.ben, LIST)
    assert "Would like to write with you" in listed
    assert asked in listed
    said = page(cast.ben, asked)
    for words in (HELLO, ASKS, "Accept", "Not now", "Block Ana", "Report this message", COMPOSER):
        assert words in said, words


def test_nothing_is_asked_before_something_is_said(page, cast, room):
    assert room not in page(cast.ben, LIST)
    assert "No conversations yet" in page(cast.ben, LIST)


def test_taking_it_up_opens_it_to_both(at, page, cast, asked):
    answered = at(cast.ben).open("POST", f"{LIST}/{id_of(asked)}/accept", {})
    assert (answered.status_code, answered.headers["Location"]) == (303, asked)
    assert ASKS not in page(cast.ben, asked)
    assert COMPOSER in page(cast.ana, asked)


def test_answering_takes_it_up(page, cast, going_on):
    assert ASKS not in page(cast.ben, going_on)
    assert COMPOSER in page(cast.ana, going_on)


def test_not_now_changes_nothing_that_the_starter_can_see(at, page, cast, asked):
    ana = at(cast.ana)
    paths = (asked, LIST, f"/c/crohns/members/{cast.ben.person_id}")
    before = [as_drawn(ana, path) for path in paths]
    answered = at(cast.ben).open("POST", f"{LIST}/{id_of(asked)}/decline", {})
    assert (answered.status_code, answered.headers["Location"]) == (303, LIST)
    assert [as_drawn(ana, path) for path in paths] == before
    assert "You said “not now”." in page(cast.ben, asked)
    assert COMPOSER in page(cast.ben, asked)


def test_the_starter_cannot_answer_for_the_other(at, cast, asked):
    for deed in ("accept", "decline"):
        assert at(cast.ana).open("POST", f"{LIST}/{id_of(asked)}/{deed}", {}).status_code == 409


@pytest.mark.parametrize("why", ["blocked", "blocks", "takes no messages"])
def test_why_one_cannot_write_to_somebody_is_not_to_be_told_from_another_reason(at, network, cast, why):
    does = {
        "blocked": lambda: do(network, cast.ben, block, cast.ana.person_id),
        "blocks": lambda: do(network, cast.ana, block, cast.ben.person_id),
        "takes no messages": lambda: do(network, cast.ben, edit_profile, takes_messages=False),
    }
    does[why]()
    answered = begin(at(cast.ana), cast.ben)
    assert answered.status_code == 403
    said = seen(answered, LIST)
    assert CLOSED in said
    do(network, cast.ana, unblock, cast.ben.person_id)
    do(network, cast.ben, unblock, cast.ana.person_id)
    do(network, cast.ben, edit_profile, takes_messages=False)
    assert seen(begin(at(cast.ana), cast.ben), LIST) == said


def test_in_the_account_one_says_that_nobody_begins(at, page, network, cast):
    ticked = 'name="takes_messages" value="1" checked'
    assert ticked in page(cast.ben, "/account/blocks")
    answered = at(cast.ben).open("POST", "/account/conversations", {})
    assert (answered.status_code, answered.headers["Location"]) == (303, "/account/blocks#conversations")
    assert ticked not in page(cast.ben, "/account/blocks")
    assert begin(at(cast.ana), cast.ben).status_code == 403
    at(cast.ben).open("POST", "/account/conversations", {"takes_messages": "1"})
    assert begin(at(cast.ana), cast.ben).status_code == 303


def test_who_blocks_whom_stops_both_and_both_can_read_on(page, network, cast, going_on):
    do(network, cast.ben, block, cast.ana.person_id)
    for who in (cast.ana, cast.ben):
        said = page(who, going_on)
        assert CLOSED in said
        assert HELLO in said
        assert COMPOSER not in said


def test_who_is_muted_reads_on(page, network, cast, going_on):
    mute = {"kind": SanctionKind.MUTE, "rule": "1", "reason": "So."}
    do(network, cast.fay, sanction, "crohns", cast.ana.person_id, **mute)
    said = page(cast.ana, going_on)
    assert "You cannot write here until" in said
    assert COMPOSER not in said


def test_who_has_left_leaves_their_words_to_the_other(at, page, network, cast, going_on):
    do(network, cast.ana, leave, "crohns")
    said = page(cast.ben, going_on)
    assert HELLO in said
    assert CLOSED in said
    assert COMPOSER not in said
    assert at(cast.ana).open("GET", going_on, {}).status_code == 404


def test_for_everybody_else_it_is_as_one_that_is_not_there(at, cast, going_on):
    nowhere = f"/c/crohns/rooms/{NOWHERE}"
    for name in ("fay", "lin", "max", "opal", "oli", "pia", "gil"):
        reader = at(getattr(cast, name))
        answered = reader.open("GET", going_on, {})
        assert answered.status_code == 404, name
        assert seen(answered, going_on) == seen(reader.open("GET", nowhere, {}), nowhere), name
        for deed in ("accept", "decline"):
            assert reader.open("POST", f"{LIST}/{id_of(going_on)}/{deed}", {}).status_code == 404, name


def test_it_is_answered_under_the_address_of_its_own_community_only(at, cast, asked):
    path = f"/c/hidden/conversations/{id_of(asked)}/accept"
    assert at(cast.ben).open("POST", path, {}).status_code == 404
    assert at(cast.ben).open("GET", asked.replace("crohns", "hidden"), {}).status_code == 404


def test_what_is_unread_is_counted_beside_the_way_there_for_its_reader_alone(page, cast, asked):
    one = re.compile(r'data-asks="/api/v1/communities/crohns/conversations\?limit=100">1<')
    assert one.search(page(cast.ben, "/c/crohns/members"))
    assert not one.search(page(cast.ben, asked))  # it is being read there
    for other in (cast.ana, cast.fay):
        assert not one.search(page(other, "/c/crohns/members"))


def test_a_facilitator_who_is_one_of_the_two_keeps_the_tabs_and_has_no_tools(page, network, cast):
    room = do(network, cast.fay, start, "crohns", cast.ben.person_id)[0].id
    say(network, cast.fay, room, HELLO)
    do(network, cast.ben, answer, room, accepted=True)
    say(network, cast.ben, room, "In the lift.")
    said = page(cast.fay, f"/c/crohns/rooms/{room}")
    assert "/c/crohns/queue" in said
    assert 'data-role="member"' in said
    theirs = re.search(rf'<li class="message"[^>]*data-by="{cast.ben.person_id}"[^>]*>', said)
    assert theirs
    assert "data-remove" not in theirs[0]


def test_the_form_of_a_report_shows_the_words_that_are_handed_over(page, network, cast, going_on):
    said = say(network, cast.ben, id_of(going_on), "Stop your infusions.")
    form = page(cast.ana, f"/c/crohns/report/message/{said.id}")
    assert "facilitators are shown these 3 messages, yours included" in form
    for words in (HELLO, "In the lift, on a Friday.", "Stop your infusions."):
        assert words in form
    assert "Back to the conversation" in form


def test_the_case_says_whence_the_words_are_and_leads_nowhere(page, network, cast, going_on):
    said = say(network, cast.ben, id_of(going_on), "Stop your infusions.")
    do(network, cast.ana, report, "message", said.id, reason="harmful_advice")
    case = case_about(network, cast.fay, said.id).case
    shown = page(cast.fay, f"/c/crohns/queue/{case.id}")
    for words in ("From a conversation of two", "Stop your infusions.", HELLO):
        assert words in shown
    assert str(id_of(going_on)) not in shown
    assert "A message to you from Ben" in page(cast.ana, "/account/reports")
