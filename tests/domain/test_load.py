"""How much one facilitator should carry: the operator says it, and whoever has had as much is told."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from uuid import uuid4

import pytest

from networks.communities.actions import appoint
from networks.errors import Conflict, NotAllowed, NotFound, Unavailable
from networks.moderation.actions import claim, decide
from networks.moderation.cases import open_case
from networks.moderation.holding import give_back, take_next
from networks.moderation.models import Case, CaseKind, Severity
from networks.moderation.queries import case
from networks.overview.capping import full, set_cap, too_much
from networks.overview.dashboard import dashboard
from networks.overview.giving import could_take, enough, hand_over
from networks.overview.network import overview
from networks.people.queries import person_by_handle
from tests.domain.acts import at_once, do, look

OUTSIDE = ("pia", "bea", "oli", "gil")


def carrying(network, cast):
    found = look(network, cast.fay, too_much, cast.crohns_id)
    return found and (found.many, found.cap)


def make_case(network, cast, severity="green", about=None):
    subject = {"subject_kind": "message", "subject_id": uuid4(), "person_id": about and about.person_id}
    do(network, None, open_case, cast.crohns_id, CaseKind.SAFETY, severity=Severity(severity), **subject)
    with network.reading(cast.opal) as work:
        return next(one.id for one in work.session.query(Case).filter_by(subject_id=subject["subject_id"]))


def held_by(network, cast, person, severity="green"):
    """A case that somebody has."""
    made = make_case(network, cast, severity)
    do(network, person, claim, made)
    return made


def give(network, by, case_id, person):
    return do(network, by, hand_over, case_id, person.person_id)


def until_stored(act, *given):
    """As a browser does it: where the answer is that nothing was stored, the same once more."""
    while True:
        with suppress(Unavailable):
            return act(*given)


def offered(network, cast, case_id, by=None):
    """To whom a case could be handed over: who, whether they have had enough, and whether they can take it."""
    found = look(network, by or cast.fay, lambda work: could_take(work, cast.crohns_id, case(work, case_id)[0]))
    return [(one.load.person.handle, one.full is not None, one.can_take) for one in found]


def figure(network, cast, **how):
    return look(network, cast.fay, dashboard, "crohns", **how).figures["load"]


def test_without_a_cap_nobody_is_told(network, cast):
    do(network, cast.fay, decide, cast.pia_case, outcome="approve", reason="Welcome.")
    assert carrying(network, cast) is None
    assert figure(network, cast).threshold is None


def test_whoever_has_had_as_many_as_the_cap_is_told_for_seven_days(network, cast, clock):
    do(network, cast.opal, set_cap, "crohns", 2)
    do(network, cast.fay, decide, cast.pia_case, outcome="approve", reason="Welcome.")
    assert carrying(network, cast) is None
    subject = {"subject_kind": "person", "subject_id": uuid4(), "person_id": cast.ben.person_id}
    do(network, None, open_case, cast.crohns_id, CaseKind.REPORT, **subject)
    items = look(network, cast.fay, dashboard, "crohns").items
    waiting = next(one for one in items if one.subject_id == subject["subject_id"])
    do(network, cast.fay, claim, waiting.id)
    assert carrying(network, cast) == (2, 2)
    clock.move(days=8)
    assert carrying(network, cast) is None


def test_the_cap_is_the_figures_threshold_for_as_long_as_its_period(network, cast):
    do(network, cast.opal, set_cap, "crohns", 1)
    do(network, cast.fay, decide, cast.pia_case, outcome="approve", reason="Welcome.")
    assert figure(network, cast, days=14).threshold == 2
    assert figure(network, cast, days=14).state == "ok"
    assert figure(network, cast, days=1).state == "watch"
    do(network, cast.opal, set_cap, "crohns", None)
    assert figure(network, cast, days=1).state == "ok"


@pytest.mark.parametrize(("name", "refusal"), [("fay", NotAllowed), ("ana", NotAllowed), ("gil", NotFound)])
def test_only_operators_set_it(network, cast, name, refusal):
    with pytest.raises(refusal):
        do(network, getattr(cast, name), set_cap, "crohns", 5)


# --- where a case is handed over


def test_whoever_has_had_enough_is_marked_and_handed_no_more(network, cast, second, clock):
    do(network, cast.opal, set_cap, "crohns", 2)
    mine = [held_by(network, cast, cast.fay) for _ in range(3)]
    assert offered(network, cast, mine[0]) == [("Ben", False, True)]
    for one in mine[:2]:
        assert give(network, cast.fay, one, second).claimed_by.handle == "Ben"
    assert offered(network, cast, mine[2]) == [("Ben", True, False)]
    with pytest.raises(Conflict, match="Ben has had as many"):
        give(network, cast.fay, mine[2], second)
    assert look(network, cast.fay, case, mine[2])[0].claimed_by.handle == "Fay"
    clock.move(hours=12)  # what they were handed is anybody's again
    do(network, cast.fay, claim, mine[2])
    assert give(network, cast.fay, mine[2], second).claimed_by.handle == "Ben"


def test_what_is_red_waits_for_no_number(network, cast, second):
    do(network, cast.opal, set_cap, "crohns", 1)
    held_by(network, cast, second)
    red = held_by(network, cast, cast.fay, "red")
    assert offered(network, cast, red) == [("Ben", True, True)]
    assert give(network, cast.fay, red, second).claimed_by.handle == "Ben"
    with pytest.raises(Conflict):
        give(network, cast.fay, held_by(network, cast, cast.fay, "amber"), second)


def test_who_has_room_is_offered_first(network, cast, second):
    do(network, None, lambda work: appoint(work, "crohns", person_by_handle(work, "Ana"), "facilitator"))
    do(network, cast.opal, set_cap, "crohns", 1)
    waits = held_by(network, cast, cast.fay)
    decided = held_by(network, cast, cast.ana)
    do(network, cast.ana, decide, decided, outcome="close", reason="All is well.")
    assert offered(network, cast, waits) == [("Ben", False, True), ("Ana", True, False)]
    held_by(network, cast, second, "red")
    assert [can for _, _, can in offered(network, cast, waits)] == [False, False]


def test_without_a_cap_nobody_has_had_enough(network, cast, second):
    for one in [held_by(network, cast, cast.fay) for _ in range(3)]:
        give(network, cast.fay, one, second)
    assert look(network, cast.fay, full, cast.crohns_id) == {}


def test_a_case_about_oneself_is_in_no_number_that_one_sees(network, cast, second):
    do(network, cast.opal, set_cap, "crohns", 1)
    about_fay = make_case(network, cast, "amber", cast.fay)
    do(network, second, claim, about_fay)
    mine = held_by(network, cast, cast.fay)
    assert offered(network, cast, mine) == [("Ben", False, True)]
    assert give(network, cast.fay, mine, second).claimed_by.handle == "Ben"
    assert list(look(network, cast.opal, full, cast.crohns_id)) == [second.person_id]


def test_of_two_who_hand_over_at_once_to_somebody_with_one_place_left_one_does(network, cast, second):
    do(network, None, lambda work: appoint(work, "crohns", person_by_handle(work, "Ana"), "facilitator"))
    for turn in range(1, 11):
        do(network, cast.opal, set_cap, "crohns", turn)
        pairs = [(cast.fay, held_by(network, cast, cast.fay)), (cast.ana, held_by(network, cast, cast.ana))]
        said = at_once([partial(until_stored, give, network, by, one, second) for by, one in pairs])
        assert sorted(isinstance(one, Conflict) for one in said) == [False, True]
        assert look(network, cast.opal, full, cast.crohns_id)[second.person_id].many == turn
        for (by, one), answer in zip(pairs, said, strict=True):
            if isinstance(answer, Conflict):
                do(network, by, give_back, one)


def test_what_is_red_is_handed_over_however_many_do_at_once(network, cast, second):
    do(network, cast.opal, set_cap, "crohns", 1)
    red = [held_by(network, cast, cast.fay, "red") for _ in range(4)]
    said = at_once([partial(until_stored, give, network, cast.fay, one, second) for one in red])
    assert [one.claimed_by.handle for one in said] == ["Ben"] * 4


def test_strangers_learn_of_nobody_that_they_have_had_enough(network, cast, second):
    do(network, cast.opal, set_cap, "crohns", 1)
    held_by(network, cast, second)
    mine = held_by(network, cast, cast.fay)
    for name in OUTSIDE:
        with pytest.raises(NotFound):
            give(network, getattr(cast, name), mine, second)
        with pytest.raises(NotFound):
            look(network, getattr(cast, name), enough, "crohns")
    with pytest.raises(NotAllowed):
        look(network, cast.ana, enough, "crohns")


# --- before the next is taken


def test_whoever_has_had_enough_is_asked_before_the_next_and_never_before_a_red_one(network, cast):
    do(network, cast.opal, set_cap, "crohns", 1)
    assert look(network, cast.fay, enough, "crohns") is None
    held_by(network, cast, cast.fay)
    asked = look(network, cast.fay, enough, "crohns")
    assert (asked.person.handle, asked.many, asked.cap) == ("Fay", 1, 1)
    red = make_case(network, cast, "red")
    assert look(network, cast.fay, enough, "crohns") is None
    assert do(network, cast.fay, take_next, "crohns").case.id == red
    assert look(network, cast.fay, enough, "crohns").many == 2
    assert do(network, cast.fay, take_next, "crohns").case.id == cast.pia_case
    assert look(network, cast.fay, enough, "crohns") is None  # nothing is left that could be taken


def test_operators_see_everywhere_who_has_had_enough(network, cast):
    do(network, cast.opal, set_cap, "crohns", 1)
    held_by(network, cast, cast.fay)
    lines = {one.slug: one for one in look(network, cast.opal, overview)}
    assert [(one.person.handle, one.many) for one in lines["crohns"].full] == [("Fay", 1)]
    assert (lines["crohns"].state, lines["long-covid"].full) == ("watch", [])
