"""A community that nobody looks after can only be read: what of all that can be written still works, and what does not.

Taking back one's own words, reporting, asking for help, appealing, exporting and erasing always work.
"""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any, Final, NamedTuple

import pytest
from sqlalchemy import update

from networks.care.letters import write_to
from networks.charter.amending import propose as amend
from networks.charter.amending import put_to_vote, support
from networks.chat.actions import react
from networks.chat.conversations import start as begin_talking
from networks.communities.credentials import apply
from networks.communities.models import Community
from networks.facilitation.mentoring import offer as offer_to_welcome
from networks.moderation.queries import cases
from networks.removal import remove_message
from networks.resources.actions import offer
from networks.resources.bookmarks import keep
from networks.resources.endorsing import assign, endorse
from networks.resources.keeping import check
from networks.resources.proposing import propose
from networks.resources.trying import report, start
from networks.sharing import share
from tests.cast import PASSPHRASE, Cast
from tests.domain.acts import do, look, say
from tests.domain.reviews import RISKY, handed_in
from tests.domain.tries import TIP, in_the_library, said

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

WHY: Final = "Nobody has looked after this place for a while, so it can only be read. Its operator knows."
AMBER: Final = "I don't want to be here any more."
WORKS, REFUSED = "works", "refused"
ANCHORS: Final = {"version": 1, "title": "Pacing", "body": "Three fixed points a day.", "why": "Shorter."}
SAID: Final = {"body": "Hello.", "client_key": "a-key-for-one"}
STANDS: Final = {"version": 1, "interests": "none"}
PROFESSION: Final = {"profession": "Nurse", "interests": "None.", "evidence": "I am in the register."}
RULE: Final = {"rule": "", "text": "Rest.", "why": "We forget it."}
ANSWERS: Final = {"illness": "less", "treatment": "same", "effort": "some", "kept": "yes", "days": "21", "version": "1"}


class Row(NamedTuple):
    """Somebody calls something; `path` has names of the scene in braces."""

    who: str
    call: str
    comes_to: str
    body: Any = None


# What stands in an order is done in it: what is taken back last.
CALLS: Final = (
    Row("ana", "POST /rooms/{room}/messages", REFUSED, SAID),
    Row("ana", "PATCH /messages/{hers}", REFUSED, {"body": "Otherwise."}),
    Row("ben", "PUT /messages/{hers}/reactions/💚", REFUSED),
    Row("ben", "DELETE /messages/{hers}/reactions/👍", WORKS),
    Row("ben", "PUT /rooms/{room}/read", WORKS, {"seq": 1}),
    Row("ben", "POST /messages/{hers}/tip", REFUSED),
    Row("ana", "PUT /tip-asks/{asked}/answer", REFUSED, {"accepted": True}),
    Row("ana", "PUT /tip-asks/{asked}/answer", WORKS, {"accepted": False}),
    Row("ana", "POST /communities/crohns/resources", REFUSED, TIP),
    Row("ana", "POST /communities/crohns/resources/preview", WORKS, {"body": "*So.*"}),
    Row("ana", "PATCH /resources/{draft}", WORKS, {"title": "A draft is nobody else's"}),
    Row("ana", "PUT /resources/{draft}/draft", WORKS, {"title": "And loses nothing"}),
    Row("ana", "POST /resources/{draft}/submission", REFUSED),
    Row("ana", "POST /resources/{draft}/files", WORKS, b"A file."),
    Row("ana", "DELETE /files/{file}", WORKS),
    Row("lin", "POST /resources/{waiting}/proposals", REFUSED, ANCHORS),
    Row("ana", "PUT /proposals/{proposal}/answer", REFUSED, {"accepted": True}),
    Row("ana", "PUT /proposals/{proposal}/answer", WORKS, {"accepted": False}),
    Row("lin", "PUT /resources/{waiting}/endorsement", REFUSED, STANDS),
    Row("lin", "PUT /resources/{waiting}/advice", WORKS, {"version": 1, "reason": "It can do harm."}),
    Row("lin", "DELETE /endorsements/{endorsement}", WORKS),
    Row("ana", "POST /resources/{waiting}/withdrawal", WORKS),
    Row("ana", "POST /resources/{waiting}/versions", WORKS),
    Row("ana", "POST /resources/{archived}/return", REFUSED),
    Row("ana", "PUT /resources/{doubted}/confirmation", WORKS),
    Row("ben", "PUT /resources/{listed}/trial", WORKS, {"days": 7}),
    Row("ben", "DELETE /resources/{listed}/trial", WORKS),
    Row("ben", "PUT /resources/{listed}/try-report", REFUSED, said()),
    Row("ben", "DELETE /resources/{listed}/try-report", WORKS),
    Row("ben", "PUT /resources/{listed}/bookmark", WORKS),
    Row("ben", "DELETE /resources/{listed}/bookmark", WORKS),
    Row("ben", "POST /communities/crohns/amendments", REFUSED, RULE),
    Row("lin", "PUT /amendments/{amendment}/support", REFUSED),
    Row("ben", "DELETE /amendments/{amendment}/support", WORKS),
    Row("ben", "PUT /amendments/{voted}/ballot", REFUSED, {"choice": "yes"}),
    Row("ana", "DELETE /amendments/{amendment}", WORKS),
    Row("lin", "PUT /communities/crohns/mentors/me", REFUSED, {"capacity": 2}),
    Row("ben", "DELETE /communities/crohns/mentors/me", WORKS),
    Row("ben", "POST /communities/crohns/credentials", WORKS, PROFESSION),
    Row("ana", "POST /credentials/{credential}/withdrawal", WORKS),
    Row("ben", "POST /communities/crohns/conversations", REFUSED, {"person_id": "{lin}"}),
    Row("ana", "PUT /conversations/{request}/answer", WORKS, {"accepted": False}),
    Row("ben", "POST /reports", WORKS, {"target": {"kind": "message", "id": "{hers}"}, "reason": "risk", "note": ""}),
    Row("ana", "POST /communities/crohns/support/letters", WORKS, {"body": "Thank you."}),
    Row("max", "POST /sanctions/{mute}/appeal", WORKS, {"statement": "It was a joke."}),
    Row("max", "POST /sanctions/{mute}/appeal/replies", WORKS, {"body": "Between friends."}),
    Row("lin", "DELETE /removals/{lost}/words", WORKS),
    Row("ana", "POST /removals/{gone}/appeal", WORKS, {"statement": "It was a joke."}),
    Row("ana", "POST /removals/{gone}/appeal/replies", WORKS, {"body": "Between friends."}),
    Row("lin", "PUT /reports/{sent}/seen", WORKS),
    Row("oli", "POST /communities/crohns/memberships", WORKS, {"answers": ["To talk.", "Three years."]}),
    Row("ana", "DELETE /messages/{hers}", WORKS),
    Row("lin", "DELETE /communities/crohns/memberships/me", WORKS),
    Row("ana", "DELETE /me", WORKS, {"password": PASSPHRASE, "content": "delete"}),
)

PAGES: Final = (
    Row("ana", "/c/crohns/rooms/{room}/messages", REFUSED, SAID),
    Row("ben", "/c/crohns/rooms/{room}/messages/{hers}/tip", REFUSED),
    Row("ana", "/c/crohns/library/asks/{asked}/agree", REFUSED),
    Row("ana", "/c/crohns/library/asks/{asked}/refuse", WORKS),
    Row("ana", "/c/crohns/library/mine", REFUSED, {"kind": "tip", "title": "Pacing"}),
    Row("ana", "/c/crohns/library/{draft}/draft", WORKS, {"title": "Nothing is lost", "body": "So."}),
    Row("ana", "/c/crohns/library/{draft}/submission", REFUSED),
    Row("ana", "/c/crohns/library/proposals/{proposal}/accept", REFUSED),
    Row("ana", "/c/crohns/library/proposals/{proposal}/decline", WORKS),
    Row("lin", "/c/crohns/library/{waiting}/proposals", REFUSED, ANCHORS),
    Row("lin", "/c/crohns/library/{waiting}/endorsement", REFUSED, STANDS | {"months": "12"}),
    Row("lin", "/c/crohns/library/{waiting}/advice", WORKS, {"version": "1", "against": "It can do harm."}),
    Row("lin", "/c/crohns/library/endorsements/{endorsement}/end", WORKS),
    Row("ana", "/c/crohns/library/{waiting}/withdrawal", WORKS),
    Row("ana", "/c/crohns/library/{waiting}/versions", WORKS),
    Row("ana", "/c/crohns/library/{archived}/return", REFUSED),
    Row("ana", "/c/crohns/library/{doubted}/confirmation", WORKS),
    Row("ben", "/c/crohns/library/{listed}/talk", REFUSED, SAID),
    Row("ben", "/c/crohns/library/{listed}/trial", WORKS, {"ask_in": "7"}),
    Row("ben", "/c/crohns/library/{listed}/report", REFUSED, ANSWERS),
    Row("ben", "/c/crohns/library/{listed}/report/withdrawal", WORKS),
    Row("ben", "/c/crohns/library/{listed}/bookmark", WORKS),
    Row("ben", "/c/crohns/charter/amendments", REFUSED, RULE),
    Row("ben", "/c/crohns/charter/amendments/{voted}/ballot", REFUSED, {"choice": "yes"}),
    Row("ben", "/c/crohns/charter/amendments/{amendment}/support", WORKS, {"on": "0"}),
    Row("ana", "/c/crohns/charter/amendments/{amendment}/withdrawal", WORKS),
    Row("lin", "/c/crohns/welcoming", REFUSED, {"capacity": "2"}),
    Row("ben", "/c/crohns/welcoming/stop", WORKS),
    Row("ben", "/c/crohns/report/message/{hers}", WORKS, {"reason": "risk"}),
    Row("ana", "/c/crohns/support/letters", WORKS, {"body": "Thank you."}),
    Row("ben", "/account/profession", WORKS, PROFESSION | {"community": "crohns"}),
    Row("ana", "/account/profession/{credential}/withdrawal", WORKS),
    Row("max", "/account/decisions/{mute}/appeal", WORKS, {"statement": "It was a joke."}),
    Row("ana", "/account/decisions/removals/{gone}/appeal", WORKS, {"statement": "It is still right."}),
    Row("lin", "/c/crohns/memberships/leave", WORKS),
)

OF_STAFF: Final = frozenset(
    one.strip()
    for one in """
    POST /communities/{}/rooms; POST /rooms/{}/openings; POST /communities; PATCH /communities/{};
    PATCH /communities/{}/members/{}; POST /communities/{}/invitations; POST /communities/{}/cases/next;
    POST /cases/{}/claim; DELETE /cases/{}/claim; POST /cases/{}/handover; POST /cases/{}/openings;
    PUT /communities/{}/desk/hours; PUT /communities/{}/desk/reasons/{}; PUT /communities/{}/desk/greetings;
    POST /communities/{}/resources/import; POST /communities/{}/members/{}/notes; DELETE /member-notes/{};
    POST /communities/{}/members/{}/greetings; POST /cases/{}/notes; POST /cases/{}/decision;
    POST /communities/{}/members/{}/sanctions; DELETE /sanctions/{};
    PUT /communities/{}/load-cap; POST /resources/{}/decision; PUT /resources/{}/assignments/{};
    DELETE /resources/{}/assignments/{}; POST /resources/{}/archival; POST /resources/{}/openings;
    PUT /communities/{}/review-reasons; POST /communities/{}/shifts; DELETE /shifts/{}; PUT /shifts/{}/note;
    POST /cases/{}/steps; POST /cases/{}/letters; POST /cases/{}/appeal/replies; POST /communities/{}/collections;
    PATCH /collections/{}; DELETE /collections/{}; PUT /collections/{}/items/{}; DELETE /collections/{}/items/{};
    PATCH /communities/{}/library; POST /cases/{}/askings; POST /amendments/{}/decline; POST /amendments/{}/vote;
    POST /credentials/{}/decision; POST /credentials/{}/revocation;
    POST /communities/{}/members/{}/report-limit; DELETE /communities/{}/members/{}/report-limit
    """.split(";")
)
"""Of facilitators and operators, who may: whoever looks after a place wakes it."""

OF_MENTORS: Final = frozenset({"POST /askings/{}/decline"})
"""Who is asked to welcome somebody says no as ever; tests/domain/test_mentoring.py."""

OF_ONESELF: Final = re.compile(r"(me|people|sessions|resets|verifications|safety)\b")
"""In no community."""


@pytest.fixture
def scene(network, cast: Cast, as_) -> dict[str, Any]:
    """All that can be answered or taken back, and then nobody looks after it any more."""
    hers = say(network, cast.ana, cast.everyday, "Three anchors a day.").id
    do(network, cast.ben, react, hers, "👍", on=True)
    do(network, cast.ben, share, hers)
    (asked,) = as_(cast.ana).get("/communities/crohns/tip-asks").json["items"]
    draft, waiting = do(network, cast.ana, offer, "crohns", **TIP).id, handed_in(network, cast, **RISKY)
    proposal = do(network, cast.fay, propose, waiting, **ANCHORS).id
    do(network, cast.fay, assign, waiting, cast.lin.person_id)
    listed, archived, doubted = (in_the_library(network, cast) for _ in range(3))
    do(network, cast.fay, check, archived, outcome="archive", reason="Old.", version=1)
    do(network, cast.fay, check, doubted, outcome="ask", reason="Still so?", version=1)
    do(network, cast.fay, assign, listed, cast.lin.person_id)
    endorsement = do(network, cast.lin, endorse, listed, version=1, interests="none").id
    for act in (start, report, keep):
        do(network, cast.ben, act, listed, **(said() if act is report else {}))
    amendment = do(network, cast.ana, amend, "crohns", text="Be kind.", why="Please.").id
    do(network, cast.ben, support, amendment, on=True)
    voted = do(network, cast.ana, amend, "crohns", text="Write short.", why="Please.").id
    do(network, cast.fay, put_to_vote, voted, days=7)
    do(network, cast.ben, offer_to_welcome, "crohns", capacity=2)
    request = do(network, cast.ben, begin_talking, "crohns", cast.ana.person_id)[0].id
    say(network, cast.ben, request, "May I ask you something?")
    say(network, cast.ana, cast.everyday, AMBER)
    _, (worry,) = look(network, cast.fay, cases, "crohns", kind="safety")
    do(network, cast.fay, write_to, worry.case.id, body="How are you now?")
    credential = do(network, cast.ana, apply, "crohns", **PROFESSION).id
    path, sent = f"/resources/{draft}/files", {"file": (BytesIO(b"A file."), "a.txt")}
    file = as_(cast.ana).post(path, data=sent, content_type="multipart/form-data").json["file"]["id"]
    (gone,) = as_(cast.ana).get("/me/removals").json["items"]
    harmful = say(network, cast.lin, cast.everyday, "Bin the tablets.").id
    do(network, cast.fay, remove_message, harmful, reason="Harmful.")
    (lost,) = as_(cast.lin).get("/me/removals").json["items"]
    sent = as_(cast.lin).post("/reports", {"target": {"kind": "message", "id": str(hers)}, "reason": "other"})
    with network.begin() as work:
        rests = update(Community).where(Community.id == cast.crohns_id).values(rests_since=work.now)
        work.session.execute(rests)
    ids = {"hers": hers, "asked": asked["id"], "draft": draft, "waiting": waiting, "proposal": proposal}
    ids |= {"listed": listed, "archived": archived, "doubted": doubted, "endorsement": endorsement, "file": file}
    return ids | {
        "sent": sent.json["report"]["id"],
        "gone": gone["id"],
        "lost": lost["id"],
        "amendment": amendment,
        "voted": voted,
        "request": request,
        "lin": cast.lin.person_id,
        "room": cast.everyday,
        "mute": cast.max_mute,
        "credential": credential,
    }


def filled(said: Any, scene: dict[str, Any]) -> Any:
    if isinstance(said, dict):
        return {name: filled(value, scene) for name, value in said.items()}
    return said.format(**scene) if isinstance(said, str) else said


def over_http(as_, cast, row: Row, scene: dict[str, Any]) -> tuple[int, str]:
    method, path = row.call.format(**scene).split(" ")
    caller = as_(getattr(cast, row.who))
    if isinstance(row.body, bytes):
        sent = {"file": (BytesIO(row.body), "b.txt")}
        answer = caller.post(path, data=sent, content_type="multipart/form-data")
    else:
        answer = caller.call(method, path, filled(row.body, scene))
    return answer.status_code, answer.json["error"]["message"] if answer.status_code >= 400 else ""


def came_to(status: int, words: str) -> str:
    if status < 400:
        return WORKS
    return REFUSED if status == 403 and WHY in words else f"{status}: {words[:200]}"


def test_each_call_works_or_is_refused_with_the_words_of_a_post(as_, cast, scene):
    found = [(row.who, row.call, came_to(*over_http(as_, cast, row, scene))) for row in CALLS]
    assert found == [(row.who, row.call, row.comes_to) for row in CALLS]


def test_everything_that_can_be_written_stands_in_the_table(written, cast):
    """Whoever adds a call says here what becomes of it where nobody looks after a place."""
    known = {re.sub(r"\{\w+\}|crohns|💚|👍", "{}", row.call) for row in CALLS} | OF_STAFF | OF_MENTORS
    there = {
        f"{method.upper()} {re.sub(r'{[^}]+}', '{}', path.removeprefix('/api/v1'))}"
        for path, calls in written.spec["paths"].items()
        for method in calls
        if method in ("post", "put", "patch", "delete")
    }
    missing = {one for one in there - known if not OF_ONESELF.match(one.partition(" /")[2])}
    assert missing == set()
    assert there >= OF_STAFF


def test_the_pages_say_the_same(client, app, cast, scene):
    found = []
    for row in PAGES:
        client.delete_cookie(app.config["SESSION_COOKIE_NAME"])
        sign_in = {"handle": row.who.title(), "password": PASSPHRASE, "cookie": True}
        token = client.post("/api/v1/sessions", json=sign_in).json["csrf_token"]
        path = row.call.format(**scene)
        answer = client.post(path, data=(row.body or {}) | {"csrf_token": token})
        found.append((row.who, row.call, came_to(answer.status_code, answer.get_data(as_text=True))))
    assert found == [(row.who, row.call, row.comes_to) for row in PAGES]


def test_a_draft_that_cannot_be_handed_in_keeps_what_was_typed(client, as_, cast, scene):
    sign_in = {"handle": "Ana", "password": PASSPHRASE, "cookie": True}
    token = client.post("/api/v1/sessions", json=sign_in).json["csrf_token"]
    typed = {"title": "Two anchors", "body": "Typed for an hour.", "changes_treatment": "no", "then": "submit"}
    answer = client.post(f"/c/crohns/library/{scene['draft']}/draft", data=typed | {"csrf_token": token})
    page = answer.get_data(as_text=True)
    assert (answer.status_code, WHY in page, "Typed for an hour." in page) == (403, True, True)
    assert as_(cast.ana).get(f"/resources/{scene['draft']}").json["resource"]["body"] == "Typed for an hour."


def test_what_can_be_taken_back_can_be_on_the_page_as_well(client, scene):
    client.post("/api/v1/sessions", json={"handle": "Ben", "password": PASSPHRASE, "cookie": True})
    tip = client.get(f"/c/crohns/library/{scene['listed']}").get_data(as_text=True)
    assert f"/library/{scene['listed']}/report/withdrawal" in tip
    assert f'/library/{scene["listed"]}/report#tried"' not in tip
    assert f"{scene['amendment']}/support" in client.get("/c/crohns/charter").get_data(as_text=True)
    assert "/welcoming/stop" in client.get("/c/crohns/welcoming").get_data(as_text=True)
