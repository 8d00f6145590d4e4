"""A charter over time: each change is a version, also of two at once."""

from __future__ import annotations

from functools import partial

import pytest

from networks.communities.actions import edit_community
from networks.communities.charters import compare, versions
from networks.errors import NotAllowed, NotFound
from tests.domain.acts import at_once, do, look


def numbers(network, who):
    return [one.version.number for one in look(network, who, versions, "crohns")[1]]


def test_each_change_is_a_version_with_who_when_and_why(network, cast):
    before = len(numbers(network, cast.ana))
    for text, why in (("Be kind.", "To begin with."), ("Be kind.\nNo medical orders.", "After last week.")):
        do(network, cast.fay, edit_community, "crohns", charter=text, charter_note=why)
    newest, older = look(network, cast.ana, versions, "crohns")[1][:2]
    assert (newest.version.number, older.version.number) == (before + 2, before + 1)
    assert (newest.by.handle, newest.version.note, newest.version.at) == ("Fay", "After last week.", network.clock())
    assert newest.version.rules == ["Be kind.", "No medical orders."]


def test_what_changes_no_rule_is_no_version(network, cast):
    do(network, cast.fay, edit_community, "crohns", charter="Be kind.")
    before = numbers(network, cast.ana)
    do(network, cast.fay, edit_community, "crohns", charter="1. Be kind.\n", summary="For all of us.")
    do(network, cast.fay, edit_community, "crohns", summary="For everybody.")
    assert numbers(network, cast.ana) == before


def test_only_who_may_edit_makes_one_and_only_members_read_them(network, cast):
    with pytest.raises(NotAllowed):
        do(network, cast.ana, edit_community, "crohns", charter="Mine.")
    for who in (None, cast.bea, cast.pia, cast.oli, cast.gil):
        with pytest.raises(NotFound):
            look(network, who, versions, "crohns")


def test_of_changes_at_once_each_is_a_version(network, cast):
    before = len(numbers(network, cast.fay))
    for turn in range(10):
        edits = [partial(do, network, cast.fay, edit_community, "crohns", charter=f"{turn} {n}.") for n in range(4)]
        assert not any(isinstance(one, Exception) for one in at_once(edits))
    found = numbers(network, cast.fay)
    assert len(found) == before + 40
    assert found == sorted(set(found), reverse=True)


def test_what_is_different_is_told_rule_by_rule():
    old, new = ["Be kind.", "No orders.", "Say so."], ["Be kind.", "No medical orders.", "Say so.", "Rest."]
    assert [tuple(one) for one in compare(old, new) if one.kind != "same"] == [
        ("gone", 2, "No orders."),
        ("new", 2, "No medical orders."),
        ("new", 4, "Rest."),
    ]
    assert compare([], ["Be kind."]) == [("new", 1, "Be kind.")]
