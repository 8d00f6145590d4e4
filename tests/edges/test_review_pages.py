"""Reviews on pages, without scripts: the desk, proposals, a professional's own page, the history."""

from __future__ import annotations

import re
from io import BytesIO

import pytest

from networks.resources.actions import edit, offer, revise, submit
from networks.resources.endorsing import assign, revoke
from networks.resources.keeping import sweep
from networks.resources.proposing import propose
from networks.resources.queries import resource
from networks.resources.reasons import set_reasons
from networks.resources.reviewing import decide
from tests.domain.acts import do, look
from tests.domain.reviews import RISKY, TIP, endorsed, handed_in, open_cases, published

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def page(client):
    def read(path):
        answer = client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        return answer.get_data(as_text=True)

    return read


@pytest.fixture
def post(client):
    def send(path, at, **said):
        shown = client.get(at).get_data(as_text=True)
        token = re.search(r'name="csrf_token" value="([^"]+)"', shown)
        assert token, at
        return client.post(path, data=said | {"csrf_token": token[1]})

    return send


def place_of(network, cast):
    return f"/c/crohns/queue/{open_cases(network, cast)[0].id}"


def test_the_desk_shows_what_is_different_in_words_and_not_by_colour_alone(network, cast, sits, page):
    made = handed_in(network, cast)
    do(network, cast.fay, decide, made, outcome="request_changes", reason="Where is it from?", version=1)
    do(network, cast.ana, edit, made, body=TIP["body"].replace("anchors", "fixed points"))
    do(network, cast.ana, submit, made)
    sits("Fay")
    shown = page(place_of(network, cast))
    assert "What is different from version 1" in shown
    assert '<del><span class="hush">removed: </span>anchors</del> ' in shown
    assert '<ins><span class="hush">added: </span>fixed points</ins> ' in shown


def test_a_decision_names_the_version_that_was_read(network, cast, sits, post):
    made = handed_in(network, cast)
    sits("Fay")
    at = place_of(network, cast)
    said = {"outcome": "publish", "reason": "Good."}
    assert post(f"{at}/review", at, **said, version="2").status_code == 409
    assert post(f"{at}/review", at, **said, version="1", look_again="not a day").status_code == 422
    assert post(f"{at}/review", at, **said, version="1", look_again="2040-05-01").status_code == 303
    assert look(network, cast.ben, resource, made).resource.review_by.year == 2040
    late = post(f"{at}/review", "/c/crohns/settings/reasons", **said, version="1")
    assert late.status_code == 409
    assert "Fay decided this a moment ago." in late.get_data(as_text=True)


def test_reasons_often_given_stand_beside_it_and_are_taken_without_scripts(network, cast, sits, page, post):
    made = handed_in(network, cast)
    sits("Fay")
    often = "/c/crohns/settings/reasons"
    lines = {"publish": "Clear & kind.", "request_changes": "Where is it from?\nPlease shorten it.", "decline": ""}
    assert post(often, often, **lines).status_code == 303
    at = place_of(network, cast)
    assert "Please shorten it." in page(at)
    assert post(f"{at}/review", at, outcome="decline", reason="", version="1").status_code == 422
    said = {"outcome": "request_changes", "reason": "", "often": "Please shorten it.", "version": "1"}
    assert post(f"{at}/review", at, **said).status_code == 303
    assert look(network, cast.ana, resource, made).decision.reason == "Please shorten it."
    for name in ("Ana", "Lin"):
        sits(name)
        assert post(often, "/c/crohns/library/new", **lines).status_code == 403


def test_a_proposal_goes_to_the_author_who_sees_every_word_of_it(network, cast, sits, page, post):
    made = handed_in(network, cast)
    sits("Fay")
    new = f"/c/crohns/library/{made}/proposals/new"
    said = {"title": TIP["title"], "body": TIP["body"].replace("Three", "Four"), "why": "You list four."}
    assert post(f"/c/crohns/library/{made}/proposals", new, **said, version="1").status_code == 303
    assert "It waits for its author." in page(place_of(network, cast))
    sits("Ana")
    at = f"/c/crohns/library/{made}"
    shown = page(at)
    assert "Facilitator</span></span> proposes other words" in shown
    assert '<ins><span class="hush">added: </span>Four</ins> ' in shown
    (accept,) = re.findall(r'action="(/c/crohns/library/proposals/[^"]+/accept)"', shown)
    assert post(accept, at).status_code == 303
    assert look(network, cast.ana, resource, made).version == 2
    assert "edited with Fay" in page(f"{at}/history")
    assert post(accept, at).status_code == 303


def test_a_stale_proposal_is_told_in_words_and_keeps_what_was_typed(network, cast, sits, post):
    made = handed_in(network, cast)
    sits("Fay")
    new = f"/c/crohns/library/{made}/proposals/new"
    late = post(f"/c/crohns/library/{made}/proposals", new, title="T", body="My long work.", version="7")
    assert late.status_code == 409
    assert "My long work." in late.get_data(as_text=True)


def test_a_professional_is_asked_on_the_desk_and_answers_on_their_own_page(network, cast, sits, page, post):
    made = handed_in(network, cast, **RISKY)
    sits("Fay")
    at = place_of(network, cast)
    assert "A professional has to review it" in page(at)
    assign_to = f"/c/crohns/library/{made}/assignments"
    assert post(assign_to, at, person_id=str(cast.lin.person_id)).status_code == 303
    sits("Lin")
    assert RISKY["title"] in page("/c/crohns/library/asked")
    mine = f"/c/crohns/library/asked/{made}"
    answer = f"/c/crohns/library/{made}/endorsement"
    assert post(answer, mine, version="1", interests=" ", months="12").status_code == 422
    assert post(answer, mine, version="1", interests="I know the maker.", months="12").status_code == 303
    assert "you stand by it" in page("/c/crohns/library/asked")
    sits("Fay")
    assert "stands by it" in page(at)
    done = post(f"{at}/review", at, outcome="publish", reason="Careful.", version="1")
    assert done.status_code == 303
    sits("Ben")
    shown = page(f"/c/crohns/library/{made}")
    for words in ("Reviewed by a professional", "IBD nurse", "I know the maker."):
        assert words in shown
    assert "Reviewed by a professional" in page("/c/crohns/library")


def test_advice_against_it_is_read_on_the_desk(network, cast, sits, page, post):
    made = handed_in(network, cast, **RISKY)
    do(network, cast.fay, assign, made, cast.lin.person_id)
    sits("Lin")
    mine = f"/c/crohns/library/asked/{made}"
    said = {"version": "1", "against": "The dose matters here."}
    assert post(f"/c/crohns/library/{made}/advice", mine, **said).status_code == 303
    sits("Fay")
    shown = page(place_of(network, cast))
    assert "advises against it" in shown
    assert "The dose matters here." in shown


def test_the_page_of_what_one_was_asked_is_for_who_was_asked(network, cast, client, sits):
    made = handed_in(network, cast)
    for name in ("Ana", "Ben", "Fay", "Lin", "Oli", "Opal"):
        sits(name)
        assert client.get(f"/c/crohns/library/asked/{made}").status_code == 404, name


def test_an_ended_review_is_gone_from_every_page_and_the_author_reads_why(network, cast, client, sits, page, post):
    made = published(network, cast, **RISKY, changes_treatment=True)
    one = look(network, cast.ana, resource, made).endorsements[0]
    sits("Ben")
    assert "Reviewed by a professional" in page(f"/c/crohns/library/{made}")
    do(network, cast.lin, revoke, one.id)
    assert client.get(f"/c/crohns/library/{made}").status_code == 404
    assert RISKY["title"] not in page("/c/crohns/library")
    sits("Ana")
    at = f"/c/crohns/library/{made}"
    shown = page(at)
    assert "The professional review of this has ended." in shown
    assert "Reviewed by a professional" not in shown
    assert post(f"{at}/return", at).status_code == 303
    assert look(network, cast.ana, resource, made).state == "submitted"
    sits("Fay")
    assert "A professional has to review it" in page(place_of(network, cast))


def test_looking_again_on_the_desk(network, cast, clock, sits, page, post):
    made = published(network, cast)
    clock.move(days=361)
    do(network, None, sweep)
    clock.move(minutes=1)
    sits("Fay")
    at = place_of(network, cast)
    assert "It is time to look at this again." in page(at)
    said = {"outcome": "ask", "reason": "Is the number still right?", "version": "1"}
    assert post(f"{at}/review", at, **said).status_code == 303
    sits("Ana")
    mine = f"/c/crohns/library/{made}"
    assert "Is the number still right?" in page(mine)
    assert post(f"{mine}/confirmation", mine).status_code == 303
    sits("Fay")
    assert "says that it is still right" in page(place_of(network, cast))


def test_the_history_shows_each_what_is_theirs(network, cast, client, sits, page):
    made = published(network, cast, note="First.")
    do(network, cast.ana, revise, made)
    do(network, cast.ana, edit, made, body="A half sentence", note="Not yet.")
    at = f"/c/crohns/library/{made}/history"
    sits("Ana")
    assert "A half sentence" in page(at)
    sits("Fay")
    shown = page(at)
    assert "A half sentence" not in shown
    assert "Clear and kind." in shown
    sits("Ben")
    shown = page(at)
    assert "First." in shown
    assert "Clear and kind." not in shown
    assert "Not yet." not in shown
    for name in ("Gil", "Oli", "Pia", "Bea", "Opal"):
        sits(name)
        assert client.get(at).status_code == 404, name


def test_an_operator_reads_with_a_reason_and_facilitators_see_it(network, cast, client, sits, page, post):
    made = handed_in(network, cast)
    sits("Opal")
    at = place_of(network, cast)
    assert TIP["title"] in page(at)  # the case's own line
    assert "Three anchors" not in page(at)
    assert client.get(f"/c/crohns/library/{made}/history").status_code == 404
    opened = post(f"/c/crohns/library/{made}/openings", at, reason="A complaint by post.")
    assert opened.status_code == 303
    shown = page(at)
    assert "Three anchors" in shown
    assert "What becomes of it" not in shown
    page(f"/c/crohns/library/{made}/history")
    sits("Fay")
    shown = page("/c/crohns/audit")
    assert "A complaint by post." in shown
    assert "opened something of the library" in shown


def test_whoever_endorses_through_another_community_finds_nothing(network, cast, sits, post):
    made = handed_in(network, cast)
    endorsed(network, cast, made)
    found = do(network, cast.fay, propose, made, version=1, title="Other", body="Other.").id
    sits("Ana")
    at = f"/c/crohns/library/{made}"
    assert post(f"/c/hidden/library/proposals/{found}/accept", at).status_code == 404
    assert look(network, cast.ana, resource, made).version == 1


def test_reasons_are_kept_once_each(network, cast):
    said = do(network, cast.fay, set_reasons, "crohns", decline=["No.", "No."])
    assert said["decline"] == ["No."]


def test_what_was_handed_in_with_it_is_read_on_the_desk(network, cast, as_, sits, page):
    made = do(network, cast.ana, offer, "crohns", **TIP).id
    data = {"file": (BytesIO(b"one,two\n"), "figures.csv")}
    sent = as_(cast.ana).post(f"/resources/{made}/files", data=data, content_type="multipart/form-data")
    assert sent.status_code == 201, sent.json
    do(network, cast.ana, submit, made)
    sits("Fay")
    assert "figures.csv" in page(place_of(network, cast))
