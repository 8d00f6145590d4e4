"""The library's pages without scripts: who sees which, writing and handing in, and where it stands in words."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from uuid import UUID

import pytest

from networks.resources.actions import keep_draft, offer, submit, withdraw
from networks.resources.collecting import collect, make_collection
from networks.resources.queries import resource
from networks.resources.reviewing import decide
from tests.cast import PASSPHRASE
from tests.domain.acts import do, look

OUTSIDE = ("gil", "oli", "pia", "bea", "opal")


@pytest.fixture
def at(client):
    """`at("Ana")` signs somebody in; returns their browser."""

    def signed_in(handle):
        browser = client.application.test_client()
        said = {"handle": handle, "password": PASSPHRASE, "cookie": True}
        assert browser.post("/api/v1/sessions", json=said).status_code == 201
        return browser

    return signed_in


@pytest.fixture
def draft(network, cast):
    return do(network, cast.ana, offer, "crohns", kind="tip", title="Pacing a workday", body="Three anchors.").id


@pytest.fixture
def published(network, cast, draft):
    do(network, cast.ana, submit, draft)
    do(network, cast.fay, decide, draft, outcome="publish", reason="Clear.", version=1)
    return draft


def words(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, path
    return unescape(answer.get_data(as_text=True))


def send(client, path, page, **said):
    """Fill in the form on a page and send it to `path`."""
    token = words(client, page).partition('name="csrf_token" value="')[2].partition('"')[0]
    return client.post(path, data={"csrf_token": token, **said})


@pytest.mark.parametrize("who", OUTSIDE)
def test_outsiders_find_no_page_of_the_library(at, network, cast, published, who):
    shelf = do(network, cast.fay, make_collection, "crohns", name="Start here").id
    browser = at(who)
    for path in ("", "/mine", "/new", "/saved", "/collections", f"/{published}", f"/collections/{shelf}"):
        assert browser.get(f"/c/crohns/library{path}").status_code == 404, path
    assert "/library" not in browser.get("/c/crohns").get_data(as_text=True)


def test_to_nobody_what_is_there_looks_like_what_is_not(client, published):
    there, nowhere = (
        client.get(f"/c/crohns/library/{id_}") for id_ in (published, "0" * 8 + "-0000-4000-8000-" + "0" * 12)
    )
    assert (there.status_code, nowhere.status_code) == (302, 302)


def test_a_draft_has_a_page_for_its_author_alone(at, draft):
    assert "A draft. Only you can see it." in words(at("Ana"), f"/c/crohns/library/{draft}")
    for who in ("Ben", "Fay"):
        for page in (f"/c/crohns/library/{draft}", f"/c/crohns/library/{draft}/draft"):
            assert at(who).get(page).status_code == 404


def test_a_resource_is_found_under_its_own_community_only(at, published):
    browser = at("Ana")
    assert browser.get(f"/c/crohns/library/{published}").status_code == 200
    assert browser.get(f"/c/hidden/library/{published}").status_code == 404


def test_something_is_offered_written_and_handed_in_without_scripts(at, network, cast):
    browser = at("Ana")
    made = send(browser, "/c/crohns/library/mine", "/c/crohns/library/new", kind="tip", title="Cooking once")
    page = made.headers["Location"]
    said = {"title": "Cooking once", "kind": "tip", "body": "Freeze it **flat**.", "more_tags": "food, Flare"}
    assert send(browser, page, page, **said, then="save").status_code == 303
    assert "Freeze it **flat**." in words(browser, page)
    unanswered = send(browser, page, page, **said, then="submit")
    assert unanswered.status_code == 422
    told = unanswered.get_data(as_text=True)
    assert "Please say whether it changes a treatment" in told
    assert "Not handed in yet." in told
    assert "<strong>Not saved yet." not in told
    handed_in = send(browser, page, page, **said, changes_treatment="no", then="submit")
    assert handed_in.headers["Location"] == "/c/crohns/library/mine"
    assert "yours is next." in words(browser, "/c/crohns/library/mine")
    found = look(network, cast.ana, resource, UUID(page.split("/")[-2]))
    assert (found.state, found.said.tags) == ("submitted", ["food", "flare"])


def test_what_is_wrong_is_told_and_nothing_typed_is_lost(at, draft):
    browser, page = at("Ana"), f"/c/crohns/library/{draft}/draft"
    refused = send(browser, page, page, title="Pacing", body="Many new words.", url="no link", then="save")
    assert refused.status_code == 422
    shown = unescape(refused.get_data(as_text=True))
    assert "Many new words." in shown
    assert "an address that begins with https" in shown


def test_what_was_written_on_another_page_since_is_not_overwritten(at, network, cast, draft, clock):
    browser, page = at("Ana"), f"/c/crohns/library/{draft}/draft"
    saved_at = words(browser, page).partition('name="saved_at" value="')[2].partition('"')[0]
    clock.move(seconds=3)
    do(network, cast.ana, keep_draft, draft, body="Written on the phone.")
    refused = send(browser, page, page, body="Written on the old page.", saved_at=saved_at, then="save")
    assert refused.status_code == 422
    assert "You have written something else here since" in refused.get_data(as_text=True)
    assert look(network, cast.ana, resource, draft).said.body == "Written on the phone."


def test_its_author_reads_where_it_stands_in_every_state(at, network, cast, clock, draft):
    browser, mine = at("Ana"), "/c/crohns/library/mine"
    for number in range(2):
        earlier = do(network, cast.ben, offer, "crohns", kind="tip", title=f"Earlier {number}", body="Words.").id
        do(network, cast.ben, submit, earlier)
        clock.move(minutes=1)
    do(network, cast.ana, submit, draft)
    clock.move(hours=3)
    assert "Waiting 3 h; 2 reviews before yours." in words(browser, mine)
    do(network, cast.fay, decide, draft, outcome="request_changes", reason="Where is it from?", version=1)
    shown = words(browser, mine)
    assert ">Facilitator</span></span> asks for a change" in shown
    assert "Where is it from?" in shown
    do(network, cast.ana, submit, draft)
    do(network, cast.fay, decide, draft, outcome="decline", reason="It sells something.", version=2)
    shown = words(browser, mine)
    assert ">Facilitator</span></span> decided that it does not fit. Your text stays yours:" in shown
    assert "It sells something." in shown
    send(browser, f"/c/crohns/library/{draft}/versions", mine)
    assert "A draft. Only you can see it." in words(browser, mine)
    do(network, cast.ana, submit, draft)
    do(network, cast.fay, decide, draft, outcome="publish", reason="Good.", version=3)
    assert "In the library since" in words(browser, mine)
    do(network, cast.ana, withdraw, draft)
    assert "You took it back." in words(browser, mine)


def test_a_draft_that_nobody_read_is_put_aside_not_taken_back(at, network, cast, draft):
    browser = at("Ana")
    do(network, cast.ana, withdraw, draft)
    assert "You put it aside. Only you can see it." in words(browser, "/c/crohns/library/mine")


def test_who_narrows_the_shelves_sees_what_was_found_first(at, network, cast, published):
    browser = at("Fay")
    send(browser, "/c/crohns/library/collections", "/c/crohns/library/collections", name="Start here", purpose="")
    assert "Start here" in words(browser, "/c/crohns/library")
    assert "Start here" not in words(browser, "/c/crohns/library?kind=tip")
    nothing = words(browser, "/c/crohns/library?q=xylophone")
    assert "Look in the rooms too" in nothing
    assert "/c/crohns/search?q=xylophone" in nothing


def test_the_shelves_are_narrowed_by_words_kind_and_tag(at, network, cast):
    for title, kind, tags in (("Pacing", "tip", ["work"]), ("A map", "tool", ["travel"]), ("A letter", "document", [])):
        made = do(network, cast.ana, offer, "crohns", kind=kind, title=title, body="Words.", tags=tags).id
        do(network, cast.ana, submit, made)
        do(network, cast.fay, decide, made, outcome="publish", reason="Good.", version=1)
    browser = at("Ben")

    def found(query):
        shown = words(browser, f"/c/crohns/library?{query}").partition('id="found"')[2].partition("</section>")[0]
        return [title for title in ("Pacing", "A map", "A letter") if f">{title}</a>" in shown]

    assert found("") == ["Pacing", "A map", "A letter"]
    assert found("kind=tool&kind=document") == ["A map", "A letter"]
    assert found("tag=work") == ["Pacing"]
    assert found("q=letter") == ["A letter"]
    assert "Nothing like that yet" in words(browser, "/c/crohns/library?q=xylophone")


def test_facilitators_arrange_and_members_save_by_forms_alone(at, network, cast, published):
    browser, here = at("Fay"), f"/c/crohns/library/{published}"
    made = send(browser, "/c/crohns/library/collections", "/c/crohns/library/collections", name="Start here")
    shelf = made.headers["Location"]
    assert send(browser, f"{here}/collections", here, collection=shelf.rpartition("/")[2]).status_code == 303
    browser = at("Ben")
    assert "Start here" in words(browser, "/c/crohns/library")
    assert "Pacing a workday" in words(browser, shelf)
    assert send(browser, f"{here}/bookmark", here, keep="yes").status_code == 303
    assert "Pacing a workday" in words(browser, "/c/crohns/library/saved")
    assert send(browser, f"{here}/bookmark", here, keep="no").status_code == 303
    assert "Nothing saved yet" in words(browser, "/c/crohns/library/saved")
    assert browser.get("/c/crohns/library/collections").status_code == 403


def test_a_long_library_is_read_page_by_page(at, network, cast, clock):
    for number in range(25):
        made = do(network, cast.ana, offer, "crohns", kind="tip", title=f"Tip {number:02}", body="Words.").id
        do(network, cast.ana, submit, made)
        do(network, cast.fay, decide, made, outcome="publish", reason="Good.", version=1)
        clock.now += timedelta(minutes=1)
    browser = at("Ben")
    first = words(browser, "/c/crohns/library?sort=recent")
    assert "Tip 24" in first
    assert "Tip 12" not in first
    for _ in range(2):
        onward = re.search(r'href="([^"]+)" rel="next"', first)
        assert onward is not None
        first = words(browser, onward[1])
    assert "Tip 00" in first


def test_a_collection_is_shown_with_how_much_is_in_it(at, network, cast, published):
    shelf = do(network, cast.fay, make_collection, "crohns", name="Start here").id
    do(network, cast.fay, collect, shelf, published)
    assert "1 thing to read" in words(at("Ben"), "/c/crohns/library")


def test_a_shared_leaflet_names_no_member_and_a_printed_one_its_author(at, client, network, cast, published):
    shared = f"/c/crohns/library/{published}/shared"
    assert client.get(shared).status_code == 404
    browser = at("Fay")
    send(browser, "/c/crohns/settings/library", "/c/crohns/settings/library", is_public="1", review_months="12")
    assert "Three anchors." in words(client, shared)
    assert not re.search(r"\bana\b", words(client, shared), re.IGNORECASE)
    assert "by Ana" in words(at("Ben"), f"/c/crohns/library/{published}/leaflet")
    assert at("Oli").get(f"/c/crohns/library/{published}/leaflet").status_code == 404
    assert f"{shared}" in words(at("Ben"), f"/c/crohns/library/{published}")


def test_facilitators_settle_the_words_of_their_library(at, network, cast, draft):
    browser, page = at("Fay"), "/c/crohns/settings/library"
    said = {"tags": "Work\nsleep\n", "circumstances": "in a flare", "review_months": "6"}
    assert send(browser, page, page, **said).status_code == 303
    assert "work\nsleep" in words(browser, page)
    assert send(browser, page, page, **said | {"review_months": "0"}).status_code == 422
    assert 'name="tags" value="sleep"' in words(at("Ana"), f"/c/crohns/library/{draft}/draft")
    assert at("Ben").get(page).status_code == 403
