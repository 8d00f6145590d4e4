"""What one part of the library could tell of another: lists, counts, cursors and cases of what is hidden elsewhere."""

from __future__ import annotations

import pytest

from app.api.frame import to_cursor
from networks.resources.actions import edit as change
from networks.resources.actions import offer, revise, submit, withdraw
from networks.resources.collecting import collect, make_collection
from networks.resources.endorsing import assign
from networks.resources.proposing import propose
from networks.resources.reviewing import archive, decide
from networks.resources.settling import settle
from tests.domain.acts import do
from tests.domain.reviews import RISKY, published

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def titles(answer) -> set[str]:
    assert answer.status_code == 200, answer.json
    return {one["title"] for one in answer.json["items"]}


@pytest.fixture
def start_here(network, cast):
    return do(network, cast.fay, make_collection, "crohns", name="Start here").id


def test_a_collection_shows_facilitators_nothing_that_its_author_took_back(as_, network, cast, start_here):
    gone, out, again = (published(network, cast, title=title) for title in ("Taken back", "Archived", "Worked on"))
    for each in (gone, out, again):
        do(network, cast.fay, collect, start_here, each)
    do(network, cast.ana, withdraw, gone)
    for each in (out, again):
        do(network, cast.fay, archive, each, reason="Its time is over.")
    do(network, cast.ana, revise, again)
    shelf = f"/collections/{start_here}"
    assert titles(as_(cast.fay).get(shelf)) == {"Archived"}
    assert titles(as_(cast.ben).get(shelf)) == set()
    (one,) = as_(cast.fay).get("/communities/crohns/collections").json["items"]
    assert one["size"] == 0


@pytest.mark.parametrize("sort", ["helped", "recent", "needs_testers"])
def test_a_cursor_tells_nothing_of_what_it_names(as_, network, cast, clock, sort):
    """Else a list that begins behind something would tell whether that is still there, and how well it did."""
    mine = do(network, cast.ben, offer, "crohns", kind="tip", title="Older", body="Words.").id
    earlier, taken_back = published(network, cast), published(network, cast, title="Taken back")
    clock.move(hours=1)
    draft = do(network, cast.ana, offer, "crohns", kind="tip", title="A draft", body="Words.").id
    elsewhere = do(network, cast.ana, offer, "hidden", kind="tip", title="Elsewhere", body="Words.").id
    do(network, cast.ana, submit, elsewhere)
    do(network, cast.fay, decide, elsewhere, outcome="publish", reason="Good.", version=1)
    later = published(network, cast, title="Later")
    do(network, cast.ana, withdraw, taken_back)
    place = "/communities/crohns/resources"
    for state in ("published", "draft"):
        for hidden in (draft, elsewhere, taken_back):
            found = as_(cast.ben).get(place, query_string={"sort": sort, "state": state, "cursor": to_cursor(hidden)})
            assert found.json == {"items": [], "next": None}, (state, hidden)
    both = [as_(cast.ben).get(place, query_string={"sort": sort, "cursor": to_cursor(one)}) for one in (earlier, later)]
    assert [len(page.json["items"]) for page in both].count(1) == 1
    assert titles(as_(cast.ben).get(f"{place}?state=draft&cursor={to_cursor(later)}")) == {"Older"}
    assert titles(as_(cast.ben).get(f"{place}?state=draft&cursor={to_cursor(mine)}")) == set()


def test_a_reviewer_goes_on_reading_while_its_author_writes_the_next_version(as_, network, cast):
    made = published(network, cast)
    do(network, cast.ana, revise, made)
    do(network, cast.ana, submit, made)
    do(network, cast.fay, decide, made, outcome="request_changes", reason="Where is it from?", version=2)
    do(network, cast.ana, change, made, body="Nobody has read this yet.")
    answer = as_(cast.fay).get(f"/resources/{made}")
    assert answer.status_code == 200
    assert (answer.json["resource"]["version"], answer.json["resource"]["state"]) == (2, "changes_requested")
    assert "Nobody has read" not in answer.get_data(as_text=True)


def test_who_was_asked_reads_no_proposal_about_a_version_that_was_declined(as_, network, cast):
    made = published(network, cast)
    do(network, cast.fay, assign, made, cast.lin.person_id)
    do(network, cast.ana, revise, made)
    do(network, cast.ana, change, made, body="Something quite different.")
    do(network, cast.ana, submit, made)
    do(network, cast.fay, propose, made, version=3, title="Pacing", body="Something rather different.")
    assert len(as_(cast.lin).get(f"/resources/{made}/proposals").json["items"]) == 1
    do(network, cast.fay, decide, made, outcome="decline", reason="No.", version=3)
    assert "Something quite different" not in as_(cast.lin).get(f"/resources/{made}/versions").get_data(as_text=True)
    assert as_(cast.lin).get(f"/resources/{made}/proposals").json["items"] == []
    assert len(as_(cast.fay).get(f"/resources/{made}/proposals").json["items"]) == 1


def test_who_ends_a_review_sees_no_case_of_it(as_, network, cast):
    """It follows from what they did; they did not open it."""
    made = published(network, cast, **RISKY, changes_treatment=True)
    (one,) = as_(cast.ben).get(f"/resources/{made}").json["resource"]["endorsements"]
    assert as_(cast.lin).delete(f"/endorsements/{one['id']}").status_code == 204
    assert len(as_(cast.fay).get("/communities/crohns/cases?kind=review&state=open").json["items"]) == 1
    assert as_(cast.lin).get("/communities/crohns/cases").json["items"] == []


def test_a_leaflet_says_that_the_professionals_review_is_over(client, network, cast, clock):
    """Until the hour comes in which it leaves the library, and on paper for longer."""
    do(network, cast.fay, settle, "crohns", is_public=True)
    made = published(network, cast, **RISKY, changes_treatment=True)
    address, words = f"/c/crohns/library/{made}/shared", "The professional review of this has ended."
    before = client.get(address).get_data(as_text=True)
    assert "Evenings without tablets" in before
    assert words not in before
    assert "Lin" not in before
    clock.move(days=361)
    assert words in client.get(address).get_data(as_text=True)
    do(network, cast.fay, settle, "crohns", is_public=False)
    assert client.get(address).status_code == 404


def test_an_older_version_that_touched_a_treatment_is_read_by_members_no_more(as_, network, cast):
    """A newer one stands in the library; nobody stands by the older one, and nothing would take it out."""
    made = published(network, cast, **RISKY, changes_treatment=True)
    place = f"/resources/{made}"
    assert [one["version"] for one in as_(cast.ben).get(f"{place}/versions").json["items"]] == [1]
    do(network, cast.ana, revise, made)
    harmless = {"title": "Evenings", "body": "I sleep with the window open.", "changes_treatment": False}
    do(network, cast.ana, change, made, **harmless)
    do(network, cast.ana, submit, made)
    do(network, cast.fay, decide, made, outcome="publish", reason="Good.", version=3)
    for who, seen in ((cast.ben, [3]), (cast.lin, [3]), (cast.fay, [3, 1]), (cast.ana, [3, 2, 1])):
        for part in ("versions", "history"):
            assert [one["version"] for one in as_(who).get(f"{place}/{part}").json["items"]] == seen, (who, part)
    assert as_(cast.ben).get(place).json["resource"]["title"] == "Evenings"
