"""The access matrix over HTTP: every cell of the table, in a community with a public page and in a private one."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

import pytest

from app.schemas.fields import z
from networks.chat.posting import post_message
from networks.communities.actions import appoint
from networks.moderation.sanctioning import sanction
from networks.overview.lists import LISTS
from networks.people.queries import person_by_handle
from networks.resources.actions import offer, submit
from networks.resources.files import Kept, attach
from networks.resources.reviewing import decide
from networks.resources.trying import report
from tests.cast import PASSPHRASE
from tests.domain.acts import do
from tests.edges import shapes
from tests.edges.caller import NOWHERE, key
from tests.edges.matrix import COLUMNS, cells, inside, person
from tests.newcomers import arrive

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
PLACES = ("crohns", "hidden")


class Place(NamedTuple):
    """A community with something in it."""

    slug: str
    path: str
    room: str


@pytest.fixture(params=PLACES)
def place(request, as_, cast) -> Place:
    room = {"crohns": cast.everyday, "hidden": cast.quiet_corner}[request.param]
    for body in ("Between us.", "Between us, too."):
        as_(cast.ana).post(f"/rooms/{room}/messages", {"body": body, "client_key": key()})
    return Place(request.param, f"/communities/{request.param}", f"/rooms/{room}")


def each(name: str):
    return pytest.mark.parametrize(("column", "letters"), cells(name), ids=[f"{c} {x}" for c, x in cells(name)])


def is_refused(answer, column: str) -> bool:
    """Nobody is asked to sign in or told that there is nothing; everybody else is told that there is nothing."""
    return answer.status_code in ((401, 404) if column == "An" else (404,)) and set(answer.json) == {"error"}


@each("Public page")
def test_public_page(as_, cast, column, letters):
    caller = as_(person(cast, column))
    shown = caller.get(f"/communities/{cast.crohns}")
    assert (shown.status_code, set(shown.json["community"])) == (200, shapes.COMMUNITY)
    assert cast.crohns in {one["slug"] for one in caller.get("/communities").json["items"]}
    changed = caller.patch(f"/communities/{cast.crohns}", {"summary": "Changed."})
    assert (changed.status_code == 200) is ("W" in letters)
    if "W" not in letters:
        assert changed.status_code == (403 if column in inside() else 404)


@each("Private page")
def test_private_page(as_, cast, column, letters):
    caller, path = as_(person(cast, column)), f"/communities/{cast.hidden}"
    shown = caller.get(path)
    listed = {one["slug"]: one for one in caller.get("/communities").json["items"]}
    if letters == "−":
        assert is_refused(shown, column)
        assert cast.hidden not in listed
        assert caller.get("/communities?q=Endometriosis").json["items"] == []
    else:
        keys = shapes.WAITING if letters == "L" else shapes.COMMUNITY
        assert set(shown.json["community"]) == set(listed[cast.hidden]) == keys
    changed = caller.patch(path, {"summary": "Changed."})
    assert (changed.status_code == 200) is ("W" in letters)
    assert changed.status_code in (200, 403) if letters.startswith("R") else is_refused(changed, column)


@each("Chat history")
def test_chat_history(as_, cast, place, column, letters):
    caller = as_(person(cast, column))
    if letters == "B":
        assert is_refused(caller.get(f"{place.room}/messages"), column)
        assert caller.post(f"{place.room}/openings", {"reason": "A report by post."}).status_code == 201
    read = caller.get(f"{place.room}/messages")
    wrote = caller.post(f"{place.room}/messages", {"body": "Hello.", "client_key": key()})
    marked = caller.put(f"{place.room}/read", {"seq": 1})
    if letters == "−":
        assert all(is_refused(answer, column) for answer in (read, wrote, marked))
    else:
        assert [one["body"] for one in read.json["items"]] == ["Between us.", "Between us, too."]
        assert marked.status_code == 200
        assert wrote.status_code == (201 if "W" in letters else 403)


@each("Chat history")
def test_rooms_and_their_counts(as_, cast, place, column, letters):
    answer = as_(person(cast, column)).get(f"{place.path}/rooms")
    if letters == "−":
        assert is_refused(answer, column)
    else:
        (room,) = answer.json["items"]
        assert room["unread"] == (0 if column == "Me" else 2)


@each("Conversation of two")
def test_conversations_of_two(as_, network, cast, place, column, letters):
    """One's own, and never that of two others, whoever one is."""
    sue, caller = arrive(network, "sue", place.slug), as_(person(cast, column))
    made = as_(cast.ben).post(f"{place.path}/conversations", {"person_id": str(sue.person_id)})
    room = f"/rooms/{made.json['conversation']['id']}"
    said = as_(cast.ben).post(f"{room}/messages", {"body": "Between us.", "client_key": key()}).json["message"]["id"]
    tried = [
        caller.post(f"{room}/openings", {"reason": "A report by post."}),
        caller.get(f"{room}/messages"),
        caller.post(f"{room}/messages", {"body": "Hello.", "client_key": key()}),
        caller.put(f"/messages/{said}/reactions/👍"),
        caller.get(f"/conversations/{made.json['conversation']['id']}"),
    ]
    assert all(is_refused(answer, column) for answer in tried)
    listed = caller.get(f"{place.path}/conversations")
    begun = caller.post(f"{place.path}/conversations", {"person_id": str(cast.ben.person_id)})
    if letters == "−":
        assert all(is_refused(answer, column) for answer in (listed, begun))
        return
    assert listed.json["items"] == []
    assert begun.status_code == (403 if column == "Mu" else 201)


@each("Chat history")
def test_single_messages(as_, cast, place, column, letters):
    (message, *_) = as_(cast.ben).get(f"{place.room}/messages").json["items"]
    caller, path = as_(person(cast, column)), f"/messages/{message['id']}"
    answers = {
        "edit": caller.patch(path, {"body": "Changed."}),
        "react": caller.put(f"{path}/reactions/👍"),
        "remove": caller.delete(path),
    }
    if letters in ("−", "B"):
        assert all(is_refused(answer, column) for answer in answers.values())
        return
    may = {"Me": {"edit", "react", "remove"}, "Mu": set(), "Pr": {"react"}, "Fa": {"react", "remove"}}[column]
    assert {name for name, answer in answers.items() if answer.status_code == 200} == may
    assert {answer.status_code for name, answer in answers.items() if name not in may} <= {403}


@each("Charter versions")
def test_charter_versions(as_, cast, place, column, letters):
    shown = as_(person(cast, column)).get(f"{place.path}/charter/versions")
    assert shown.status_code == 200 if letters == "R" else is_refused(shown, column)


@each("Amendments")
def test_amendments(as_, cast, place, column, letters):
    """One of Ben's is voted on; whoever looks would vote, and propose another."""
    path, said = f"{place.path}/amendments", {"text": "Rest.", "why": "We forget it."}
    made = as_(cast.ben).post(path, said).json["amendment"]["id"]
    assert as_(cast.fay).post(f"/amendments/{made}/vote", {"days": 7}).status_code == 200
    caller = as_(person(cast, column))
    shown, voted = caller.get(path), caller.put(f"/amendments/{made}/ballot", {"choice": "yes"})
    wrote = caller.post(path, {**said, "text": "Rest more."})
    decided = caller.post(f"/amendments/{made}/decline", {"reason": "No."})
    if letters == "−":
        assert all(is_refused(one, column) for one in (shown, voted, wrote, decided))
        return
    assert set(shown.json["items"][0]) == shapes.AMENDMENT
    assert voted.status_code == (403 if letters == "R" else 200)
    assert wrote.status_code == (201 if "W" in letters else 403)
    assert decided.status_code == (409 if column in ("Fa", "Op") else 403)


@each("Member list")
def test_member_list(as_, cast, place, column, letters):
    answer = as_(person(cast, column)).get(f"{place.path}/members")
    if letters == "−":
        assert is_refused(answer, column)
    else:
        assert {one["handle"] for one in answer.json["items"]} == {"Ana", "Ben", "Fay", "Lin", "Max"}


@each("Profile")
def test_profile(as_, cast, place, column, letters):
    caller = as_(person(cast, column))
    others = caller.get(f"{place.path}/members/{cast.ben.person_id}")
    if letters == "R":
        assert others.json["member"]["handle"] == "Ben"
        missing = caller.get(f"{place.path}/members/{cast.oli.person_id}")
        assert missing.data == caller.get(f"{place.path}/members/{NOWHERE}").data
    else:
        assert is_refused(others, column)
    mine = caller.get("/me")
    assert mine.status_code == (401 if letters == "−" else 200)


@each("Cases and reports")
def test_cases(as_, cast, place, column, letters):
    caller = as_(person(cast, column))
    listed = caller.get(f"{place.path}/cases")
    one = caller.get(f"/cases/{cast.pia_case}")
    noted = caller.post(f"/cases/{cast.pia_case}/notes", {"body": "I know her."})
    if letters == "RW":
        assert [case["subject"]["person"]["handle"] for case in listed.json["items"] if case["state"] == "open"] == [
            "Pia"
        ]
        assert (one.status_code, noted.status_code) == (200, 201)
        return
    assert is_refused(one, column)
    assert is_refused(noted, column)
    assert caller.post(f"/cases/{cast.pia_case}/claim").status_code == one.status_code
    decision = {"outcome": "approve", "reason": "Because."}
    assert caller.post(f"/cases/{cast.pia_case}/decision", decision).status_code == one.status_code
    assert listed.json["items"] == [] if column in inside() else is_refused(listed, column)


@each("Cases and reports")
def test_sanctions(as_, cast, place, column, letters):
    caller = as_(person(cast, column))
    said = {"kind": "warning", "reason": "Unkind words.", "rule": "1"}
    made = caller.post(f"{place.path}/members/{cast.ben.person_id}/sanctions", said)
    lifted = caller.delete(f"/sanctions/{cast.bea_ban}")
    if letters == "RW":
        assert (made.status_code, lifted.status_code) == (201, 204)
    elif column in inside():
        assert (made.status_code, lifted.status_code) == (403, 403 if column != "Mu" else lifted.status_code)
    else:
        assert is_refused(made, column)
        assert is_refused(lifted, column)


@each("Asking of a mentor")
def test_asking_of_a_mentor(as_, cast, network, place, column, letters):
    """Ben is asked to welcome somebody; then, where they can be a mentor as well, whoever looks."""
    caller = as_(person(cast, column))
    case_id, asking = _asked(as_, cast, network, place, cast.ben)
    listed, mentors = caller.get(f"{place.path}/askings"), caller.get(f"{place.path}/mentors")
    declined = caller.post(f"/askings/{asking['id']}/decline")
    asked = caller.post(f"/cases/{case_id}/askings", {})
    offered = caller.put(f"{place.path}/mentors/me", {"capacity": 1})
    assert is_refused(declined, column)
    if letters == "RW":
        assert [one["id"] for one in listed.json["items"]] == [asking["id"]]
        assert (mentors.status_code, asked.status_code) == (200, 200)
        return
    assert is_refused(asked, column)
    if column not in inside():
        assert all(is_refused(one, column) for one in (listed, mentors, offered))
        return
    assert (listed.json["items"], mentors.status_code) == ([], 403)
    assert offered.status_code == (200 if letters == "O" else 403)
    if letters == "O":
        _, own = _asked(as_, cast, network, place, person(cast, column), "alder")
        assert [one["id"] for one in caller.get(f"{place.path}/askings").json["items"]] == [own["id"]]
        assert caller.post(f"/askings/{own['id']}/decline").json["asking"]["state"] == "declined"


def _asked(as_, cast, network, place, mentor, handle="teasel"):
    """Somebody new says hello, and this mentor is asked to answer: the case and the asking."""
    newcomer = arrive(network, handle, place.slug)
    do(network, newcomer, post_message, UUID(place.room.rpartition("/")[2]), body="Hello.", client_key=key())
    as_(mentor).put(f"{place.path}/mentors/me", {"capacity": 2})
    cases = as_(cast.fay).get(f"{place.path}/cases?kind=newcomer&state=open").json["items"]
    case_id = next(one["id"] for one in cases if one["subject"]["person"]["handle"] == handle)
    made = as_(cast.fay).post(f"/cases/{case_id}/askings", {"person_id": str(mentor.person_id)})
    assert made.status_code == 201
    return case_id, made.json["asking"]


@each("Appeal of a member")
def test_appeal_of_a_member(as_, cast, network, place, column, letters):
    """Of Ben, about what a third facilitator decided."""
    caller, third = as_(person(cast, column)), arrive(network, "teasel", place.slug)
    with network.begin() as work:
        appoint(work, place.slug, person_by_handle(work, "teasel"), "facilitator")
    path = _sanctioned(network, third, place, cast.ben)
    assert as_(cast.ben).post(f"{path}/appeal", {"statement": "It was a joke."}).status_code == 201
    (case,) = as_(cast.fay).get(f"{place.path}/cases?kind=appeal").json["items"]
    read = caller.get(f"/cases/{case['id']}/appeal")
    wrote = caller.post(f"/cases/{case['id']}/appeal/replies", {"body": "Tell us more."})
    assert is_refused(caller.get(f"{path}/appeal"), column)
    if letters == "RW":
        assert (set(read.json["appeal"]), wrote.status_code) == (shapes.HEARD, 201)
    else:
        assert is_refused(read, column)
        assert is_refused(wrote, column)


@each("Own appeal")
def test_own_appeal(as_, cast, network, place, column, letters):
    """Of whoever can be sanctioned in a community, wherever they stand after it."""
    asker = person(cast, column)
    path = _sanctioned(network, cast.opal, place, asker if letters == "O" else cast.ben)
    made = as_(asker).post(f"{path}/appeal", {"statement": "It was a joke."})
    read = as_(asker).get(f"{path}/appeal")
    wrote = as_(asker).post(f"{path}/appeal/replies", {"body": "And a small one."})
    if letters == "O":
        assert (made.status_code, read.status_code, wrote.status_code) == (201, 200, 201)
    else:
        assert all(is_refused(one, column) for one in (made, read, wrote))


def _sanctioned(network, by, place, who) -> str:
    words = {"kind": "ban", "reason": "Unkind words.", "rule": "1"}
    return f"/sanctions/{do(network, by, sanction, place.slug, who.person_id, **words).id}"


@each("Audit log")
def test_audit_log(as_, cast, place, column, letters):
    answer = as_(person(cast, column)).get(f"{place.path}/audit")
    if letters == "R":
        assert len(answer.json["items"]) > 5
    else:
        assert answer.status_code == 403 if column in inside() else is_refused(answer, column)


@each("Dashboard")
def test_dashboard(as_, cast, place, column, letters):
    """Each list behind a figure as well."""
    caller = as_(person(cast, column))
    paths = [f"{place.path}/dashboard", *(f"{place.path}/dashboard/{key}" for key in LISTS)]
    for answer in [caller.get(path) for path in paths]:
        if letters == "R":
            assert answer.status_code == 200
        else:
            assert answer.status_code == 403 if column in inside() else is_refused(answer, column)


@each("Rota")
def test_rota(as_, cast, place, clock, column, letters):
    caller = as_(person(cast, column))
    turn = {
        "person_id": str(cast.fay.person_id),
        "starts_at": z(clock.now),
        "ends_at": z(clock.now + timedelta(hours=4)),
    }
    for answer in (caller.get(f"{place.path}/shifts"), caller.post(f"{place.path}/shifts", turn)):
        if letters == "RW":
            assert answer.status_code in (200, 201)
        else:
            assert answer.status_code == 403 if column in inside() else is_refused(answer, column)


@each("Member desk")
def test_member_desk(as_, cast, place, column, letters):
    """With the notes about a member, which they do not see themselves either."""
    caller, notes = as_(person(cast, column)), f"{place.path}/members/{cast.ben.person_id}/notes"
    answers = [
        caller.get(f"{place.path}/people"),
        caller.get(notes),
        caller.post(notes, {"body": "Tuesdays are hard."}),
    ]
    for answer in answers:
        if letters == "RW":
            assert answer.status_code in (200, 201)
        else:
            assert answer.status_code == 403 if column in inside() else is_refused(answer, column)


@each("Own export")
def test_own_export(as_, cast, place, column, letters):
    caller = as_(person(cast, column))
    answer = caller.get("/me/export")
    if letters == "−":
        assert answer.status_code == 401
        return
    found = answer.get_data(as_text=True)
    assert answer.json["person"]["handle"] == str(COLUMNS[column]).title()
    assert ("Between us." in found) is (column == "Me")
    others = {f"{name}@example.org" for name in COLUMNS.values() if name and name != COLUMNS[column]}
    assert not any(address in found for address in others)
    assert caller.delete("/me", {"password": PASSPHRASE, "content": "delete"}).status_code == 204


@each("Chat history")
def test_what_is_not_there_yet_is_there_for_nobody(as_, cast, place, column, letters):
    """Calls of later versions: when one comes, its row comes into the table."""
    for later in ("measures", "ballots", "ratings", "alliances"):
        assert as_(person(cast, column)).get(f"{place.path}/{later}").status_code == 404


@each("Published resource")
def test_published_resources(as_, cast, place, column, letters):
    """The states before and after are in test_http_resources.py and test_http_reviews.py."""
    answer = as_(person(cast, column)).get(f"{place.path}/resources")
    assert is_refused(answer, column) if letters in ("−", "B") else answer.status_code == 200
    made = offered(as_, cast, place, "publish")
    reads(as_(person(cast, column)), made, column, letters)


@each("Resource in review")
def test_a_resource_in_review(as_, cast, place, column, letters):
    """Ana's: she stands for those who see their own, and Max for those whose own it is not."""
    made = offered(as_, cast, place)
    if letters == "OA":
        assert is_refused(as_(cast.lin).get(made), column)
        assert as_(cast.fay).put(f"{made}/assignments/{cast.lin.person_id}").status_code == 200
    reads(as_(person(cast, column)), made, column, letters)
    decided = as_(person(cast, column)).post(f"{made}/decision", {"outcome": "decline", "reason": "No.", "version": 1})
    assert (decided.status_code == 200) is ("W" in letters)


@each("Declined resource")
def test_a_declined_resource(as_, cast, place, column, letters):
    reads(as_(person(cast, column)), offered(as_, cast, place, "decline"), column, letters)


def offered(as_, cast, place, outcome=None) -> str:
    """Ana's tip, handed in and, where it is said so, decided by Fay."""
    tip = {"kind": "tip", "title": "Pacing", "body": "Three anchors a day."}
    made = f"/resources/{as_(cast.ana).post(f'{place.path}/resources', tip).json['resource']['id']}"
    assert as_(cast.ana).post(f"{made}/submission").status_code == 201
    if outcome:
        said = {"outcome": outcome, "reason": "Said kindly.", "version": 1}
        assert as_(cast.fay).post(f"{made}/decision", said).status_code == 200
    return made


def reads(caller, made, column, letters) -> None:
    opened = caller.post(f"{made}/openings", {"reason": "A complaint."}) if letters == "B" else None
    assert opened is None or opened.status_code == 201
    sees = letters in ("R", "RW", "B", "OA") or (letters == "O" and column == "Me")
    for part in ("", "/versions", "/history"):
        answer = caller.get(made + part)
        assert answer.status_code == 200 if sees else is_refused(answer, column)


@pytest.fixture
def sheet(network, cast, place):
    """A file of something of Ben's in the library."""
    made = do(network, cast.ben, offer, place.slug, kind="document", title="A week", body="To print.").id
    kept = Kept("stored", "week.pdf", "application/pdf", 9, "0" * 64, "small")
    file = do(network, cast.ben, attach, made, kept).id
    do(network, cast.ben, submit, made)
    do(network, cast.fay, decide, made, outcome="publish", reason="Good.", version=1)
    return f"/files/{file}"


@each("File and thumbnail")
def test_files(as_, cast, sheet, column, letters):
    """Other states and versions are in test_http_files.py."""
    caller = as_(person(cast, column))
    for path in (sheet, f"{sheet}/thumbnail"):
        for method, headers in (("HEAD", {}), ("HEAD", {"Range": "bytes=0-1"}), ("HEAD", {"Range": "bytes=99-"})):
            answer = caller.call(method, path, headers=headers)
            refused = answer.status_code == (401 if column == "An" else 404)
            assert refused == (letters in ("−", "B")), (path, method, headers)


REPORT = {"illness": "less", "treatment": "same", "effort": "some", "days": 28, "kept": True}


@pytest.fixture
def tip(network, cast, place):
    """Something of Ben's in the library, which Lin has reported on. In the private community as well."""
    said = {"kind": "tip", "title": "Pacing", "body": "Three anchors a day."}
    made = do(network, cast.ben, offer, place.slug, **said).id
    do(network, cast.ben, submit, made)
    do(network, cast.fay, decide, made, outcome="publish", reason="Good.", version=1)
    do(network, cast.lin, report, made, **REPORT | {"illness": "more", "days": 77})
    return f"/resources/{made}"


@each("Try report")
def test_try_reports(as_, cast, tip, column, letters):
    """One's own, and nobody else's: facilitators' and operators' answers are the same as everybody's."""
    caller = as_(person(cast, column))
    before = caller.get(f"{tip}/try-report")
    if column == "Pr":
        assert before.json["try_report"]["days"] == 77
    elif letters == "−":
        assert is_refused(before, column)
    else:
        assert before.status_code == 404
    told = caller.put(f"{tip}/try-report", REPORT)
    assert told.json["try_report"]["days"] == 28 if letters == "O" else is_refused(told, column)
    gone = caller.delete(f"{tip}/try-report")
    assert gone.status_code == 200 if letters == "O" else is_refused(gone, column)


@each("Outcomes")
def test_outcomes(as_, cast, tip, column, letters):
    answer = as_(person(cast, column)).get(f"{tip}/outcomes")
    if letters == "−":
        assert is_refused(answer, column)
    else:
        assert (answer.json["outcomes"]["suppressed"], answer.json["outcomes"]["n"]) == (True, None)


HEAVY = "I don't want to be here any more."


@each("Safety case")
def test_safety_cases(as_, cast, place, column, letters):
    """About Ben: nobody who is inside with him learns of it, and he does not either."""
    as_(cast.ben).post(f"{place.room}/messages", {"body": HEAVY, "client_key": key()})
    (found,) = as_(cast.fay).get(f"{place.path}/cases", query_string={"kind": "safety"}).json["items"]
    caller, case = as_(person(cast, column)), f"/cases/{found['id']}"
    listed = caller.get(f"{place.path}/cases")
    if column.startswith("Op"):
        assert caller.get(f"{case}/letters").status_code == 403
        assert caller.post(f"{case}/openings", {"reason": "Nobody else is there."}).status_code == 201
    calls = [
        caller.get(case),
        caller.get(f"{case}/steps"),
        caller.get(f"{case}/letters"),
        caller.post(f"{case}/steps", {"kind": "acknowledge"}),
        caller.post(f"{case}/letters", {"body": "How are you now?"}),
        caller.post(f"{case}/claim"),
        caller.post(f"{case}/notes", {"body": "I know him."}),
        caller.post(f"{case}/decision", {"outcome": "close", "reason": "Well."}),
    ]
    if letters == "RW":
        assert [one.status_code for one in calls] == [200, 200, 200, 201, 201, 200, 201, 200]
        assert "safety" in {one["kind"] for one in listed.json["items"]}
    else:
        assert all(is_refused(one, column) for one in calls)
        assert "safety" not in str(listed.json)
    for path in ("", "/steps", "/letters"):
        assert as_(cast.ben).get(case + path).status_code == 404
    assert HEAVY not in as_(cast.ana).get("/me/export").get_data(as_text=True)


@each("My support")
def test_my_support(as_, cast, place, column, letters):
    """What was written to Ana is for Ana: everybody else who is inside has a page of their own, with nothing on it."""
    as_(cast.ana).post(f"{place.room}/messages", {"body": HEAVY, "client_key": key()})
    (found,) = as_(cast.fay).get(f"{place.path}/cases", query_string={"kind": "safety"}).json["items"]
    as_(cast.fay).post(f"/cases/{found['id']}/letters", {"body": "How are you now?"})
    caller = as_(person(cast, column))
    seen = caller.get(f"{place.path}/support")
    answered = caller.post(f"{place.path}/support/letters", {"body": "Better."})
    if letters == "O":
        mine = column == "Me"
        assert [one["body"] for one in seen.json["support"]["letters"]] == (["How are you now?"] if mine else [])
        assert answered.status_code == (201 if mine else 404)
    else:
        assert is_refused(seen, column)
        assert is_refused(answered, column)


@each("Safety lists")
def test_safety_lists(as_, cast, column, letters):
    caller = as_(person(cast, column))
    seen = caller.get("/safety/lists/phrases-en")
    kept = caller.post("/safety/lists", {"name": "phrases-en", "red": ["xylophone"], "why": "Because."})
    used = caller.post("/safety/lists/phrases-en/1/use", {"why": "Because."})
    if letters == "RW":
        assert [one.status_code for one in (seen, kept, used)] == [200, 201, 200]
    else:
        assert all(is_refused(one, column) for one in (seen, kept, used))
