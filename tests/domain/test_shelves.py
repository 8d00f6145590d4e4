"""Collections by facilitators, and what members keep for themselves."""

from __future__ import annotations

import pytest

from networks.errors import Conflict, NotAllowed, NotFound
from networks.resources.actions import offer, submit, withdraw
from networks.resources.bookmarks import is_kept, keep, kept, let_go
from networks.resources.collecting import (
    collect,
    collection,
    collections,
    delete_collection,
    edit_collection,
    make_collection,
    take_out,
)
from networks.resources.library import Wanted, library
from networks.resources.reviewing import archive, decide
from tests.domain.acts import at_once, do, look

OUTSIDE = ("gil", "oli", "pia", "bea", "opal")


@pytest.fixture
def published(network, cast):
    def publish(title="Pacing a workday"):
        made = do(network, cast.ana, offer, "crohns", kind="tip", title=title, body="Three anchors a day.")
        do(network, cast.ana, submit, made.id)
        do(network, cast.fay, decide, made.id, outcome="publish", reason="Clear and kind.", version=1)
        return made.id

    return publish


@pytest.fixture
def start_here(network, cast):
    return do(network, cast.fay, make_collection, "crohns", name="Start here").id


def titles(network, who, id_):
    return [one.said.title for one in look(network, who, collection, id_)[2]]


def names(network, who):
    return [(one.collection.name, one.size) for one in look(network, who, collections, "crohns")]


def test_a_collection_keeps_the_order_that_facilitators_give_it(network, cast, published, start_here):
    for id_ in (first := published("First"), published("Second"), third := published("Third")):
        do(network, cast.fay, collect, start_here, id_)
    do(network, cast.fay, collect, start_here, third, position=1)
    assert titles(network, cast.ben, start_here) == ["Third", "First", "Second"]
    do(network, cast.fay, take_out, start_here, first)
    do(network, cast.fay, take_out, start_here, first)
    assert titles(network, cast.ben, start_here) == ["Third", "Second"]


def test_what_leaves_the_library_leaves_the_collection_for_members_and_comes_back_with_it(
    network, cast, published, start_here
):
    do(network, cast.fay, collect, start_here, id_ := published())
    do(network, cast.fay, archive, id_, reason="Time to look again.")
    assert titles(network, cast.ben, start_here) == []
    assert titles(network, cast.fay, start_here) == ["Pacing a workday"]
    assert names(network, cast.ben) == []
    assert names(network, cast.fay) == [("Start here", 0)]


def test_only_facilitators_arrange(network, cast, published, start_here):
    id_ = published()
    for who in (cast.ana, cast.max, cast.lin):
        with pytest.raises(NotAllowed):
            do(network, who, make_collection, "crohns", name="Mine")
        with pytest.raises(NotAllowed):
            do(network, who, edit_collection, start_here, name="Mine")
        with pytest.raises(NotAllowed):
            do(network, who, delete_collection, start_here)
        for item_act in (collect, take_out):
            with pytest.raises(NotAllowed):
                do(network, who, item_act, start_here, id_)


@pytest.mark.parametrize("who", OUTSIDE)
def test_outsiders_find_neither_collections_nor_marks(network, cast, published, start_here, who):
    asker, id_ = getattr(cast, who), published()
    for query in ((collections, "crohns"), (collection, start_here), (kept, "crohns")):
        with pytest.raises(NotFound):
            look(network, asker, *query)
    for act in ((keep, id_), (let_go, id_), (collect, start_here, id_)):
        with pytest.raises(NotFound):
            do(network, asker, *act)


def test_what_is_no_part_of_the_library_is_put_into_no_collection(network, cast, start_here):
    draft = do(network, cast.fay, offer, "crohns", kind="tip", title="Mine", body="Words.").id
    with pytest.raises(NotFound):
        do(network, cast.fay, collect, start_here, draft)


def test_two_collections_have_two_names(network, cast, start_here):
    with pytest.raises(Conflict, match="of this name"):
        do(network, cast.fay, make_collection, "crohns", name="Start here")
    other = do(network, cast.fay, make_collection, "crohns", name="Work").id
    with pytest.raises(Conflict, match="of this name"):
        do(network, cast.fay, edit_collection, other, name="Start here")
    do(network, cast.fay, edit_collection, other, position=1)
    assert [name for name, _ in names(network, cast.fay)] == ["Work", "Start here"]


def test_a_collection_that_goes_takes_nothing_along(network, cast, published, start_here):
    do(network, cast.fay, collect, start_here, published())
    do(network, cast.fay, delete_collection, start_here)
    assert len(look(network, cast.ben, library, "crohns", Wanted())) == 1


def test_a_mark_is_ones_own_and_twice_is_once(network, cast, published):
    id_ = published()
    for _ in range(2):
        do(network, cast.ben, keep, id_)
    assert [one.resource_id for one in look(network, cast.ben, kept, "crohns")] == [id_]
    assert look(network, cast.ana, kept, "crohns") == []
    for _ in range(2):
        do(network, cast.ben, let_go, id_)
    assert not look(network, cast.ben, is_kept, id_)


def test_what_has_left_the_library_is_named_as_gone_and_can_be_let_go(network, cast, published):
    id_ = published()
    do(network, cast.ben, keep, id_)
    do(network, cast.ana, withdraw, id_)
    assert [one.one for one in look(network, cast.ben, kept, "crohns")] == [None]
    do(network, cast.ben, let_go, id_)
    assert look(network, cast.ben, kept, "crohns") == []


def test_a_mark_set_twice_at_once_is_one(network, cast, published):
    id_ = published()
    at_once([lambda: do(network, cast.ben, keep, id_)] * 8)
    assert len(look(network, cast.ben, kept, "crohns")) == 1
