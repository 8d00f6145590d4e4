"""Communities: making them and finding them."""

from __future__ import annotations

import pytest

from networks.communities.actions import edit_community, make_community
from networks.communities.models import Community
from networks.communities.queries import (
    discover,
    facilitators,
    sizes,
    visit,
)
from networks.errors import Invalid, NotAllowed, NotFound
from tests.domain.acts import do, look


def names(found):
    return [one.name for one in found]


# --- making


def test_an_operator_makes_a_community_and_belongs_to_it_no_more_than_before(network, cast):
    made = do(network, cast.opal, make_community, slug="lupus", name="Lupus", about="**Hello**")
    assert (made.condition, made.joining, made.visibility) == ("Lupus", "open", "public")
    assert "<strong>Hello</strong>" in made.about_html
    assert look(network, cast.opal, visit, "lupus").membership is None


def test_nobody_but_an_operator_makes_one(network, cast):
    for person in (None, cast.ana, cast.fay):
        with pytest.raises(NotAllowed):
            do(network, person, make_community, slug="lupus", name="Lupus")
    with pytest.raises(NotFound):
        look(network, cast.opal, visit, "lupus")


def test_an_address_stands_for_one_community(network, cast):
    with pytest.raises(Invalid) as refused:
        do(network, cast.opal, make_community, slug="crohns", name="Another")
    assert "slug" in refused.value.fields
    assert look(network, None, visit, "crohns").community.name == "Crohn's disease"


def test_facilitators_and_operators_edit_it(network, cast):
    for person in (cast.fay, cast.opal):
        do(network, person, edit_community, "crohns", about=f"*{person.handle}*", charter="1. Be kind.\n- Listen.")
        seen = look(network, cast.ana, visit, "crohns").community
        assert f"<em>{person.handle}</em>" in seen.about_html
        assert seen.rules == ["Be kind.", "Listen."]


def test_members_may_not_edit_it_and_others_learn_nothing(network, cast):
    for person in (cast.ana, cast.lin, cast.max):
        with pytest.raises(NotAllowed):
            do(network, person, edit_community, "crohns", name="Mine")
    for person in (cast.pia, cast.bea, cast.oli, cast.gil):
        with pytest.raises(NotFound):
            do(network, person, edit_community, "crohns", name="Mine")


def test_a_charter_is_one_rule_a_line():
    told = Community(charter="1. First.\n\n  2) Second.  \n* Third.\nFourth 4. times.")
    assert told.rules == ["First.", "Second.", "Third.", "Fourth 4. times."]


# --- finding


def test_everybody_finds_what_is_public_and_members_what_is_theirs(network, cast):
    for person in (None, cast.oli, cast.bea, cast.gil, cast.una):
        assert names(look(network, person, discover)) == ["Crohn's disease", "Long Covid"]
    for person in (cast.ana, cast.pia, cast.opal):
        assert names(look(network, person, discover)) == ["Crohn's disease", "Endometriosis", "Long Covid"]


def test_words_narrow_the_list_whatever_their_case_and_have_no_wildcards(network, cast):
    assert names(look(network, None, discover, "LONG covid")) == ["Long Covid"]
    assert names(look(network, None, discover, "live crohn")) == ["Crohn's disease"]
    assert look(network, None, discover, "%") == look(network, None, discover, "Lo_g") == []
    assert look(network, None, discover, "endometriosis") == []


def test_a_size_counts_who_is_inside_at_this_moment(network, cast):
    found = look(network, None, discover)
    assert look(network, None, sizes, found) == {cast.crohns_id: 5, cast.long_covid_id: 1}


def test_a_community_shows_who_looks_after_it(network, cast):
    found = look(network, None, discover)
    shown = look(network, None, facilitators, found)
    assert [(one.handle, one.role, one.title) for one in shown[cast.crohns_id]] == [
        ("Fay", "facilitator", None),
        ("Lin", "professional", "IBD nurse"),
    ]
    assert [one.handle for one in shown[cast.long_covid_id]] == ["Gil"]
