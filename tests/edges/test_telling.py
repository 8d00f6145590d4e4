"""The form that tells the facilitators about something: what it shows, where it leads, and to whom it is not there."""

from __future__ import annotations

from html import unescape
from typing import Any
from uuid import UUID

import pytest

from networks.chat.actions import remove_message
from networks.chat.rooms import open_room
from networks.communities.actions import appoint
from networks.moderation.actions import decide
from networks.moderation.limiting import limit_reports
from networks.moderation.reports import evidence_of, my_reports
from networks.people.queries import person_by_handle
from tests.domain.acts import do, look
from tests.domain.reports import HARMFUL, case_about, sent_about
from tests.domain.tries import in_the_library
from tests.edges.caller import NOWHERE
from tests.edges.matrix import COLUMNS, person
from tests.edges.test_access_pages import Reader, seen

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

INSIDE = ("Me", "Mu", "Pr", "Fa")
KINDS = ("message", "resource", "person")


@pytest.fixture
def at(app):
    """Somebody's browser: `at(cast.ana)`."""
    return lambda who: Reader(app, who)


@pytest.fixture
def made(network, cast, say) -> dict[str, Any]:
    """What Ben said, what Ana put into the library, and Ben."""
    said = say(cast.ben, HARMFUL)
    return {"message": said["id"], "resource": str(in_the_library(network, cast)), "person": str(cast.ben.person_id)}


def form_of(kind: str, target: object, slug: str = "crohns") -> str:
    return f"/c/{slug}/report/{kind}/{target}"


def send(reader: Reader, path: str, **form: str) -> Any:
    return reader.open("POST", path, {"reason": "harmful_advice", "note": "It could kill."} | form)


def shown(answer: Any) -> str:
    return unescape(answer.get_data(as_text=True))


@pytest.mark.parametrize(
    ("kind", "says"),
    [("message", HARMFUL), ("resource", "Pacing a workday"), ("person", "Report Ben")],
)
def test_it_says_what_is_reported_and_leads_back_to_where_that_stands(at, network, cast, made, kind, says):
    reader, path = at(cast.lin), form_of(kind, made[kind])
    page = reader.open("GET", path, {})
    assert page.status_code == 200
    for words in (says, "advice that could do harm", "someone may be at risk", "never learns who told"):
        assert words in shown(page)
    assert 'href="/account/reports"' in shown(page)
    assert 'href="/c/crohns/support"' in shown(page)
    sent = send(reader, path)
    stands = {
        "message": f"/c/crohns/rooms/{cast.everyday}?at=1#m-{made['message']}",
        "resource": f"/c/crohns/library/{made['resource']}",
        "person": f"/c/crohns/members/{made['person']}",
    }
    assert (sent.status_code, sent.headers["Location"]) == (303, stands[kind])
    there = shown(reader.open("GET", stands[kind].partition("#")[0], {}))
    assert "Thank you for telling us." in there
    case = case_about(network, cast.fay, UUID(made[kind])).case
    (told,) = sent_about(network, cast.fay, case.id)
    assert (told.by.handle, told.report.reason, told.report.note) == ("Lin", "harmful_advice", "It could kill.")
    assert look(network, cast.fay, evidence_of, case.id)


def test_the_same_again_is_one_report_and_the_form_remembers_it(at, network, cast, made):
    reader, path = at(cast.ana), form_of("message", made["message"])
    assert "You reported this before" not in shown(reader.open("GET", path, {}))
    send(reader, path, note="Xylophone.")
    again = shown(reader.open("GET", path, {}))
    assert "You reported this before" in again
    assert ">\nXylophone.</textarea>" in again
    assert 'value="harmful_advice" checked' in again
    sent = send(reader, path, reason="risk", note="Marimba.")
    assert "You had told us already." in shown(reader.open("GET", sent.headers["Location"], {}))
    (mine,) = look(network, cast.ana, my_reports)
    assert (mine.report.reason, mine.report.note) == ("risk", "Marimba.")
    for other in (cast.lin, cast.fay):
        assert "You reported this before" not in shown(at(other).open("GET", path, {}))


def test_what_is_decided_can_be_reported_anew(at, network, cast, made):
    reader, path = at(cast.ana), form_of("message", made["message"])
    send(reader, path)
    case = case_about(network, cast.fay, UUID(made["message"])).case
    do(network, cast.fay, decide, case.id, outcome="dismiss", reason="It is his own way.")
    assert "You reported this before" not in shown(reader.open("GET", path, {}))
    send(reader, path)
    assert len(look(network, cast.ana, my_reports)) == 2


@pytest.mark.parametrize("column", COLUMNS)
def test_whoever_may_not_see_a_thing_finds_no_form_for_it(at, cast, made, column):
    reader = at(person(cast, column))
    for kind in KINDS:
        for method in ("GET", "POST"):
            path, nothing = form_of(kind, made[kind]), form_of(kind, NOWHERE)
            answer = reader.open(method, path, {"reason": "spam"})
            if column in INSIDE:
                assert answer.status_code < 500
                assert answer.status_code != 404
            elif column == "An":
                asked = answer.headers["Location"].startswith("/signin") if method == "GET" else False
                assert asked or answer.status_code == 403
            else:
                assert answer.status_code == 404
                assert seen(answer, path) == seen(reader.open(method, nothing, {"reason": "spam"}), nothing)


def test_it_is_found_in_its_own_community_alone(at, network, cast, made):
    """Ana is in both, Ben in one of them."""
    with network.begin() as work:
        appoint(work, "long-covid", person_by_handle(work, "Ana"), "member")
    reader = at(cast.ana)
    for kind in KINDS:
        path, nothing = (form_of(kind, target, "long-covid") for target in (made[kind], NOWHERE))
        for method in ("GET", "POST"):
            answer = reader.open(method, path, {"reason": "spam"})
            assert answer.status_code == 404
            assert seen(answer, path) == seen(reader.open(method, nothing, {"reason": "spam"}), nothing)
    assert look(network, cast.ana, my_reports) == []


def test_an_operator_who_opened_the_room_is_no_reporter(at, network, cast, made):
    do(network, cast.opal, open_room, cast.everyday, reason="Somebody asked for help.")
    reader, path = at(cast.opal), form_of("message", made["message"])
    room = f"/c/crohns/rooms/{cast.everyday}"
    page = shown(reader.open("GET", room, {}))
    assert HARMFUL in page
    assert path not in page
    assert "data-may-report" not in page
    assert reader.open("GET", path, {}).status_code == 404
    assert send(reader, path).status_code == 404


def test_nobody_learns_from_it_who_asked_anonymously(at, network, cast, say):
    asked = say(cast.ben, "May I drink wine with this?", anonymous=True)
    path = form_of("message", asked["id"])
    for who in (cast.ana, cast.fay):
        page = shown(at(who).open("GET", path, {})) + shown(send(at(who), path, reason="dull"))
        assert "May I drink wine with this?" in page
        assert "Ben" not in page
        assert str(cast.ben.person_id) not in page
    assert send(at(cast.ana), path).status_code == 303


def test_what_is_ones_own_cannot_be_reported_and_the_words_come_back(at, cast, made):
    for who, kind in ((cast.ben, "message"), (cast.ana, "resource"), (cast.ben, "person")):
        reader, path = at(who), form_of(kind, made[kind])
        for answer in (reader.open("GET", path, {}), send(reader, path, note="Xylophone.")):
            assert answer.status_code == 422
            assert "This is your own." in shown(answer)
            assert 'name="reason"' not in shown(answer)
        assert "Xylophone." in shown(answer)


def test_what_went_while_somebody_wrote_is_told_so_and_has_no_form(at, network, cast, made):
    reader, path, nothing = at(cast.ana), form_of("message", made["message"]), form_of("message", NOWHERE)
    do(network, cast.ben, remove_message, UUID(made["message"]))
    late = send(reader, path, note="Xylophone.")
    assert late.status_code == 409
    assert "This message is gone already." in shown(late)
    assert "You had written: Xylophone." in shown(late)
    assert HARMFUL not in shown(late)
    found = reader.open("GET", path, {})
    assert found.status_code == 404
    assert seen(found, path) == seen(reader.open("GET", nothing, {}), nothing)


def test_whose_reports_are_limited_is_told_so_with_their_words_kept(at, network, cast, made):
    reader = at(cast.ana)
    assert send(reader, form_of("person", made["person"])).status_code == 303
    do(network, cast.fay, limit_reports, "crohns", cast.ana.person_id, reason="Forty about one person.")
    held = send(reader, form_of("message", made["message"]), note="Xylophone.")
    assert held.status_code == 403
    assert "You can send one report a day for now" in shown(held)
    assert ">\nXylophone.</textarea>" in shown(held)
    assert 'value="harmful_advice" checked' in shown(held)
    assert send(reader, form_of("message", made["message"]), reason="risk").status_code == 303


def test_what_is_missing_or_too_long_is_said_beside_its_field(at, cast, made):
    reader, path = at(cast.ana), form_of("message", made["message"])
    for reason in ("", "dull"):
        answer = send(reader, path, reason=reason, note="Xylophone.")
        assert answer.status_code == 422
        assert 'id="reason-fault"' in shown(answer)
        assert "Please choose what is wrong." in shown(answer)
        assert ">\nXylophone.</textarea>" in shown(answer)
    long = send(reader, path, note="x" * 2001)
    assert long.status_code == 422
    assert 'id="note-fault"' in shown(long)
    assert send(reader, path, note="").status_code == 303


def test_pages_and_the_interface_count_as_one(limited, cast, made):
    app = limited()
    reader, token = Reader(app, cast.ana), {"Authorization": f"Bearer {cast.token(cast.ana)}"}
    said = {"target": {"kind": "message", "id": made["message"]}, "reason": "spam"}
    answers = [app.test_client().post("/api/v1/reports", json=said, headers=token).status_code for _ in range(15)]
    answers += [send(reader, form_of("message", made["message"])).status_code for _ in range(15)]
    assert set(answers) == {201, 200, 303}
    assert send(reader, form_of("message", made["message"])).status_code == 429
    assert app.test_client().post("/api/v1/reports", json=said, headers=token).status_code == 429


def test_the_way_there_stands_beside_what_others_made(at, cast, made):
    ways = {
        "message": f"/c/crohns/rooms/{cast.everyday}",
        "resource": f"/c/crohns/library/{made['resource']}",
        "person": f"/c/crohns/members/{made['person']}",
    }
    own = {"message": cast.ben, "resource": cast.ana, "person": cast.ben}
    for kind, path in ways.items():
        link = f'href="{form_of(kind, made[kind])}"'
        for other in (cast.lin, cast.fay, cast.max):
            assert link in shown(at(other).open("GET", path, {})), (kind, other.handle)
        assert link not in shown(at(own[kind]).open("GET", path, {})), kind
    assert "/report/person/" not in shown(at(cast.opal).open("GET", ways["person"], {}))
    away = f"/c/crohns/members/{cast.bea.person_id}"
    assert "/report/person/" not in shown(at(cast.fay).open("GET", away, {}))
