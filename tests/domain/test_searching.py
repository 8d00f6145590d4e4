"""What is found, by whom, and what is found no more."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from networks.chat.actions import edit_message, remove_message
from networks.chat.rooms import make_room, open_room
from networks.erasure import erase
from networks.errors import NotFound
from networks.people.actions import block
from networks.resources.actions import edit, revise, submit, withdraw
from networks.resources.library import SORTS, Wanted, library
from networks.resources.reviewing import archive, decide
from networks.search.queries import search
from tests.domain.acts import do, look, say
from tests.domain.finding import catch_up_all, find, found, hit, publish

OUTSIDE = ("pia", "oli", "una", "gil", "bea")
INSIDE = ("ana", "ben", "fay", "lin", "max")


@pytest.fixture
def swim(network, cast):
    return say(network, cast.ana, cast.everyday, "I swim in the **cold** lake every morning.")


@pytest.fixture
def tip(network, cast):
    return publish(network, cast, "Swim on bad days", "Ten minutes in warm water.", tags=["water"])


# --- what is found


def test_words_are_found_whatever_their_case_accents_and_order(network, cast, swim):
    cafe = say(network, cast.ben, cast.everyday, "Le CAFÉ de Zoë à Łódź, straße 5")
    for said in ("cold lake", "LAKE cold", "swim morning "):
        assert found(network, cast.ben, said) == [swim.body]
    for said in ("cafe", "café", "zoe lodz", "STRASSE", "Straße", "Łódź"):
        assert found(network, cast.ben, said) == [cafe.body]


def test_phrases_stand_side_by_side(network, cast, swim):
    assert found(network, cast.ben, '"cold lake"') == [swim.body]
    assert found(network, cast.ben, '"lake cold"') == []
    assert found(network, cast.ben, '"every morning" swim') == [swim.body]


def test_the_last_word_may_still_be_on_its_way(network, cast, swim):
    assert found(network, cast.ben, "cold mor") == [swim.body]
    assert found(network, cast.ben, "mor cold") == []
    assert found(network, cast.ben, "cold mor ") == []
    assert found(network, cast.ben, '"cold la') == [swim.body]
    assert found(network, cast.ben, '"cold la"') == []


def test_all_words_have_to_be_there(network, cast, swim):
    assert found(network, cast.ben, "cold sea") == []


def test_markup_and_addresses_are_no_words(network, cast):
    said = say(network, cast.ana, cast.everyday, "[a page](https://example.org/secret) and <strong>words</strong>")
    assert found(network, cast.ben, "page words") == [said.body]
    assert found(network, cast.ben, "href") == []


def test_messages_and_resources_come_together_newest_first(network, cast, clock, swim):
    clock.move(minutes=1)
    publish(network, cast, "Swim on bad days")
    clock.move(minutes=1)
    last = say(network, cast.ben, cast.everyday, "Who will swim?")
    assert found(network, cast.ben, "swim") == [last.body, "Swim on bad days", swim.body]


def test_who_in_and_when(network, cast, clock, swim, tip):
    clock.move(days=2)
    later = say(network, cast.ben, cast.everyday, "Swim again.")
    day = clock().date().isoformat()
    assert found(network, cast.fay, "swim from:ben") == [later.body]
    assert found(network, cast.fay, "from:@BEN") == [later.body]
    assert found(network, cast.fay, "swim in:library") == ["Swim on bad days"]
    assert set(found(network, cast.fay, "swim in:everyday")) == {later.body, swim.body}
    assert found(network, cast.fay, f"swim after:{day}") == [later.body]
    assert set(found(network, cast.fay, f"swim before:{day}")) == {"Swim on bad days", swim.body}
    assert found(network, cast.fay, "swim in:nowhere") == found(network, cast.fay, "swim from:nobody") == []


def test_a_room_with_spaces_is_named_in_quotes(network, cast):
    room = do(network, cast.fay, make_room, "crohns", name="Work & Day Care", purpose="", section="conversation")
    said = say(network, cast.ana, room.id, "Swim after work.")
    say(network, cast.ana, cast.everyday, "Swim before work.")
    assert found(network, cast.ben, 'swim in:"work & day care"') == [said.body]


def test_pages_follow_one_another_without_a_gap(network, cast, clock):
    said = []
    for number in range(7):
        said.append(say(network, cast.ana, cast.everyday, f"Swim {number}.").body)
        clock.move(seconds=number % 2)  # several are of the same moment
    seen, before = [], None
    while True:
        part = find(network, cast.ben, "swim", before=before, limit=2)
        seen += [item.message.body for item in part.items]
        before = part.next
        if before is None:
            break
    assert sorted(seen) == sorted(said)


def test_hits_are_shown_as_they_were_written(network, cast):
    say(network, cast.ana, cast.everyday, "Zoë & the <b>lake</b>: " + "far " * 100 + "Überlingen, there & then.")
    (item,) = find(network, cast.ben, "uberl").items
    assert hit(item) == ["Überlingen"]
    assert "".join(piece.text for piece in item.excerpt).startswith("… far")
    (item,) = find(network, cast.ben, '"zoe the"').items
    assert hit(item) == ["Zoë & the"]


# --- who finds it


@pytest.mark.parametrize("name", INSIDE)
def test_members_find_what_they_may_read(network, cast, swim, tip, name):
    assert set(found(network, getattr(cast, name), "swim")) == {swim.body, "Swim on bad days"}


@pytest.mark.parametrize("name", OUTSIDE)
def test_to_all_others_there_is_nothing_to_search(network, cast, swim, tip, name):
    with pytest.raises(NotFound):
        found(network, getattr(cast, name), "swim")


def test_an_operator_finds_only_what_is_said_in_rooms_that_they_opened(network, cast, clock, swim, tip):
    assert found(network, cast.opal, "swim") == []
    do(network, cast.opal, open_room, cast.everyday, reason="Somebody asked for help.")
    assert found(network, cast.opal, "swim") == [swim.body]
    clock.move(hours=2)
    assert found(network, cast.opal, "swim") == []


def test_nothing_of_another_community_is_found(network, cast, swim):
    other = say(network, cast.ana, cast.quiet_corner, "Swim quietly.")
    assert found(network, cast.ben, "swim") == [swim.body]
    assert found(network, cast.ben, "swim", "hidden") == [other.body]
    assert found(network, cast.ben, 'swim in:"quiet corner"') == []


def test_whom_one_blocks_is_not_found_anywhere_but_where_they_are_nobody(network, cast, swim, tip):
    hidden = say(network, cast.ana, cast.everyday, "May I swim?", anonymous=True)
    do(network, cast.ben, block, cast.ana.person_id)
    assert found(network, cast.ben, "swim") == [hidden.body]
    assert len(found(network, cast.fay, "swim")) == 3


def test_what_was_said_anonymously_is_never_found_by_its_author(network, cast):
    said = say(network, cast.ana, cast.everyday, "May I swim?", anonymous=True)
    for who in (cast.ana, cast.ben, cast.fay, cast.lin):
        assert found(network, who, "swim from:ana") == found(network, who, "from:ana") == []
        (item,) = find(network, who, "swim").items
        assert (item.message.id, item.message.author) == (said.id, None)


# --- what is found no more


def test_what_is_removed_is_gone_at_once(network, cast, swim):
    assert found(network, cast.ben, "swim") == [swim.body]
    do(network, cast.ana, remove_message, swim.id)
    assert look(network, cast.ben, search, "crohns", "swim").items == []
    assert found(network, cast.ben, "swim") == []


def test_what_is_edited_is_found_by_its_new_words_alone(network, cast, swim):
    assert found(network, cast.ben, "swim") == [swim.body]
    do(network, cast.ana, edit_message, swim.id, body="I cycle.")
    assert look(network, cast.ben, search, "crohns", "swim").items == []
    assert found(network, cast.ben, "swim") == []
    assert found(network, cast.ben, "cycle") == ["I cycle."]


def test_removed_before_it_was_looked_through_is_never_found(network, cast, swim):
    do(network, cast.ana, remove_message, swim.id)
    assert found(network, cast.ben, "swim") == []


def test_only_what_is_published_and_listed_is_found(network, cast, tip):
    assert found(network, cast.ben, "warm in:library") == ["Swim on bad days"]
    do(network, cast.ana, revise, tip.id)
    do(network, cast.ana, edit, tip.id, title="Swim or walk", body="Cool water.")
    assert found(network, cast.ben, "walk") == found(network, cast.ana, "walk") == []
    do(network, cast.ana, submit, tip.id)
    do(network, cast.fay, decide, tip.id, outcome="publish", reason="Better.", version=3)
    assert found(network, cast.ben, "warm") == []
    assert found(network, cast.ben, "walk water") == ["Swim or walk"]
    do(network, cast.fay, archive, tip.id, reason="Old.")
    assert found(network, cast.ben, "walk") == []


def test_what_is_taken_back_is_gone_at_once(network, cast, tip):
    do(network, cast.ana, withdraw, tip.id)
    assert look(network, cast.ben, search, "crohns", "swim").items == []


def test_whoever_erases_themselves_is_not_found_by_their_name(network, cast, swim, tip):
    catch_up_all(network)
    do(network, cast.ana, erase, delete_content=False)
    assert found(network, cast.ben, "swim from:ana") == []
    assert len(found(network, cast.ben, "swim")) == 2


def test_with_their_words_everything_goes(network, cast, swim, tip):
    catch_up_all(network)
    do(network, cast.ana, erase, delete_content=True)
    assert look(network, cast.ben, search, "crohns", "swim").items == []
    assert found(network, cast.ben, "swim") == []


# --- whatever people type


PIECES = st.sampled_from(
    ["from:", "in:", "before:", "after:", '"', "§", "*", "(", ")", "OR", "NOT", "NEAR(", "'", ":", "\\", "\0", "ana",
     "2026-01-01", "9999-12-31", "0001-01-01", "in:library", " ",
     "-", "é", "東京", "\ud800", "^", "words:", "&", "|", "!"]
)  # fmt: skip


@given(said=st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=12).map("".join)))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_that_people_type_is_a_mistake(network, cast, said):
    assert look(network, cast.ben, search, "crohns", said).items == []


def test_signs_of_other_communities_cannot_be_typed(network, cast, swim):
    home = f"§c{swim.room_id.hex}"
    assert found(network, cast.ben, f"{home}") == found(network, cast.ben, f'"§kmessage" {home}') == []


# --- the library's own list


def titles(network, cast, words, **more):
    wanted = Wanted(words, **more)
    return [one.said.title for one in look(network, cast.ben, library, "crohns", wanted)]


def test_the_library_is_searched_in_the_same_way(network, cast):
    publish(network, cast, "Café au lait", "Small sips.", tags=["food"])
    publish(network, cast, "Packing a bag", "Small things first.", tags=["work"])
    assert titles(network, cast, "CAFE") == ["Café au lait"]
    assert sorted(titles(network, cast, "small")) == ["Café au lait", "Packing a bag"]
    assert titles(network, cast, '"things first"') == titles(network, cast, "sma", tag="Work") == ["Packing a bag"]
    assert titles(network, cast, "first small ", kinds=("story",)) == titles(network, cast, "!?") == []


def test_a_search_of_the_library_finds_what_was_taken_back_no_more(network, cast, tip):
    assert titles(network, cast, "swim") == ["Swim on bad days"]
    do(network, cast.ana, withdraw, tip.id)
    assert titles(network, cast, "swim") == []


@pytest.mark.parametrize("few", [0, 100])
@pytest.mark.parametrize("sort", list(SORTS))
def test_the_library_goes_on_from_the_last_one_seen(network, cast, clock, monkeypatch, sort, few):
    monkeypatch.setattr("networks.resources.finding.FEW", few)
    for number in range(5):
        publish(network, cast, f"Swim {number}", tags=["water"])
        clock.move(seconds=number % 2)
    for wanted in (Wanted(sort=sort), Wanted("swim", sort=sort), Wanted(sort=sort, tag="water")):
        everything = look(network, cast.ben, library, "crohns", wanted)
        seen, after = [], None
        while part := look(network, cast.ben, library, "crohns", wanted, after=after, limit=2):
            seen += [one.id for one in part]
            after = part[-1].id
        assert seen == [one.id for one in everything]
        assert len(seen) == 5


KINDS = ((), ("tip",), ("tip", "tool"), ("link",))
SHELVES = [
    ("Walk slowly", "tip", ["water", "rest"]),
    ("Walk and rest", "tip", ["rest"]),
    ("Walking far", "story", ["water"]),
    ("Warm water", "tool", ["water", "low energy"]),
    ("A slow walk", "tool", []),
]


@pytest.mark.parametrize("few", [0, 2, 100])
def test_every_way_to_narrow_the_library_finds_what_has_all_of_it(network, cast, monkeypatch, few):
    monkeypatch.setattr("networks.resources.finding.FEW", few)
    for title, kind, tags in SHELVES:
        publish(network, cast, title, kind=kind, tags=tags)
    asked = product(("", "walk ", "water ", "rest slowly "), (None, "Water", "Low energy", "other"), KINDS)
    for words, tag, kinds in asked:
        here = {
            title
            for title, kind, tags in SHELVES
            if set(words.split()) <= {*title.casefold().split(), *tags}
            and (tag is None or tag.casefold() in tags)
            and (not kinds or kind in kinds)
        }
        assert set(titles(network, cast, words, tag=tag, kinds=kinds)) == here, (words, tag, kinds)


def test_a_word_that_is_still_typed_finds_what_it_could_become(network, cast, monkeypatch):
    for title, kind, tags in SHELVES:
        publish(network, cast, title, kind=kind, tags=tags)
    assert len(titles(network, cast, "wal")) == len(titles(network, cast, "walk")) == 4
    assert titles(network, cast, "walk", tag="water", kinds=("story",)) == ["Walking far"]
    monkeypatch.setattr("networks.resources.finding.FEW", 2)  # three have the whole word: it is no beginning any more
    assert "Walking far" not in titles(network, cast, "walk")
    assert len(titles(network, cast, "wal")) == 4


def test_nobody_finds_a_shelf_by_typing_its_sign(network, cast):
    publish(network, cast, "Warm water", tags=["water"])
    assert titles(network, cast, "§l") == titles(network, cast, "stip") == []
