"""What a community settles about its library, and what of it everybody may then read."""

from __future__ import annotations

from uuid import uuid4

import pytest

from networks.communities.actions import edit_community
from networks.errors import Invalid, NotAllowed, NotFound
from networks.resources.actions import edit, offer, submit, withdraw
from networks.resources.library import Wanted, library
from networks.resources.public import shared
from networks.resources.reviewing import decide
from networks.resources.settling import settle, settled
from tests.domain.acts import do, look

TIP = {"kind": "tip", "title": "Pacing a workday", "body": "Three anchors a day."}


@pytest.fixture
def draft(network, cast):
    return do(network, cast.ana, offer, "crohns", **TIP).id


@pytest.fixture
def published(network, cast, draft):
    do(network, cast.ana, submit, draft)
    do(network, cast.fay, decide, draft, outcome="publish", reason="Good.", version=1)
    return draft


def test_only_facilitators_settle_and_see_what_is_settled(network, cast):
    for who in (cast.ana, cast.max, cast.lin):
        with pytest.raises(NotAllowed):
            do(network, who, settle, "crohns", tags=["work"])
        with pytest.raises(NotAllowed):
            look(network, who, settled, "crohns")
    for who in (cast.gil, cast.oli, cast.pia, cast.bea):
        with pytest.raises(NotFound):
            do(network, who, settle, "crohns", tags=["work"])


def test_what_is_not_named_stays_as_it_was(network, cast):
    do(network, cast.fay, settle, "crohns", tags=["work"], review_months=6)
    do(network, cast.fay, settle, "crohns", circumstances=["in a flare"])
    found = look(network, cast.fay, settled, "crohns")[1]
    assert (found.tags, found.review_months, found.circumstances) == (["work"], 6, ["in a flare"])


def test_authors_choose_from_the_communitys_words_and_keep_what_they_had(network, cast):
    made = do(network, cast.ana, offer, "crohns", **TIP, tags=["naps"]).id
    do(network, cast.fay, settle, "crohns", tags=["work"])
    with pytest.raises(Invalid) as refusal:
        do(network, cast.ana, edit, made, tags=["naps", "sleep"])
    assert "tags" in refusal.value.fields
    assert do(network, cast.ana, edit, made, tags=["naps", "work"]).said.tags == ["naps", "work"]
    with pytest.raises(Invalid):
        do(network, cast.ben, offer, "crohns", **TIP, tags=["naps"])


def test_a_library_is_open_only_where_its_communitys_page_is(network, cast):
    do(network, cast.opal, edit_community, "crohns", visibility="private")
    with pytest.raises(Invalid):
        do(network, cast.fay, settle, "crohns", is_public=True)


def test_nobody_reads_what_is_not_shared(network, cast, published):
    with pytest.raises(NotFound):
        look(network, None, shared, "crohns", published)


def test_everybody_reads_what_is_shared_and_nothing_else(network, cast, published):
    other = do(network, cast.ana, offer, "crohns", **TIP).id
    do(network, cast.fay, settle, "crohns", is_public=True)
    for who in (None, cast.oli, cast.bea, cast.ana):
        assert look(network, who, shared, "crohns", published).said.title == "Pacing a workday"
        for slug, id_ in (("crohns", other), ("hidden", published), ("crohns", uuid4())):
            with pytest.raises(NotFound):
                look(network, who, shared, slug, id_)


def test_what_is_taken_back_or_hidden_is_shared_no_more(network, cast, published):
    do(network, cast.fay, settle, "crohns", is_public=True)
    do(network, cast.opal, edit_community, "crohns", visibility="private")
    with pytest.raises(NotFound):
        look(network, None, shared, "crohns", published)
    do(network, cast.opal, edit_community, "crohns", visibility="public")
    with pytest.raises(NotFound):  # it opens again by its facilitators' word alone
        look(network, None, shared, "crohns", published)
    assert not look(network, cast.fay, settled, "crohns")[1].is_public
    do(network, cast.fay, settle, "crohns", is_public=True)
    assert look(network, None, shared, "crohns", published)
    do(network, cast.ana, withdraw, published)
    with pytest.raises(NotFound):
        look(network, None, shared, "crohns", published)


def test_what_suits_some_people_is_found_by_their_circumstances(network, cast):
    do(network, cast.fay, settle, "crohns", circumstances=["In a flare", "at work"])
    with pytest.raises(Invalid) as refusal:
        do(network, cast.ana, offer, "crohns", **TIP, needs=["on the moon"])
    assert "needs" in refusal.value.fields
    made = do(network, cast.ana, offer, "crohns", **TIP, needs=["In a flare"]).id
    do(network, cast.ana, submit, made)
    do(network, cast.fay, decide, made, outcome="publish", reason="Good.", version=1)
    assert [one.id for one in look(network, cast.ben, library, "crohns", Wanted(need="In a flare"))] == [made]
    assert look(network, cast.ben, library, "crohns", Wanted(need="at work")) == []
