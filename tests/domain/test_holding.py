"""Who has a case: taken next, given back, handed over, and one at a time whatever happens at once."""

from __future__ import annotations

from functools import partial
from uuid import uuid4

import pytest

from networks.communities.actions import appoint, leave
from networks.erasure import erase
from networks.errors import Conflict, Invalid, NotAllowed, NotFound
from networks.moderation.actions import CLAIM, claim, decide
from networks.moderation.cases import escalate, open_case, renew_case
from networks.moderation.events import CaseChanged
from networks.moderation.holding import HANDED, could_take, give_back, hand_over, loads, take_next
from networks.moderation.models import Case, CaseKind, Severity
from networks.moderation.queries import case
from networks.moderation.sanctioning import sanction
from networks.moderation.steps import timeline
from networks.people.queries import person_by_handle
from tests.domain.acts import at_once, do, learn_name, listen, look, queue

OUTSIDE = ("pia", "bea", "oli", "gil")


@pytest.fixture
def third(network, cast):
    """Ana facilitates `crohns` as well."""
    with network.begin() as work:
        appoint(work, "crohns", person_by_handle(work, "Ana"), "facilitator")
    return cast.ana


def make_case(network, cast, severity="green", about=None):
    subject = {"subject_kind": "message", "subject_id": uuid4(), "person_id": about and about.person_id}
    do(network, None, open_case, cast.crohns_id, CaseKind.SAFETY, severity=Severity(severity), **subject)
    with network.reading(cast.opal) as work:
        return next(one.id for one in work.session.query(Case).filter_by(subject_id=subject["subject_id"]))


def holder(network, cast, case_id):
    found = look(network, cast.opal, case, case_id)[0]
    return found.claimed_by.handle if found.holds(network.clock()) else None


def told(network, cast, case_id):
    lines = look(network, cast.opal, lambda work: timeline(work, case(work, case_id)[0]))
    return [(line.what, line.by and line.by.handle, line.to and line.to.handle) for line in lines]


# --- the next


def test_the_next_is_the_gravest_that_nobody_has(network, cast, second):
    amber, red = make_case(network, cast, "amber"), make_case(network, cast, "red")
    do(network, second, claim, red)
    assert do(network, cast.fay, take_next, "crohns").case.id == amber
    assert do(network, cast.fay, take_next, "crohns").case.id == cast.pia_case
    assert do(network, cast.fay, take_next, "crohns") is None


def test_the_next_is_never_about_oneself(network, cast, second):
    about_fay = make_case(network, cast, "red", cast.fay)
    assert do(network, cast.fay, take_next, "crohns").case.id == cast.pia_case
    assert do(network, second, take_next, "crohns").case.id == about_fay


def test_only_those_who_decide_take_the_next(network, cast):
    for name in OUTSIDE:
        with pytest.raises(NotFound):
            do(network, getattr(cast, name), take_next, "crohns")
    with pytest.raises(NotAllowed):
        do(network, cast.ana, take_next, "crohns")


def test_many_who_take_the_next_at_once_take_different_ones(network, cast, second, third):
    cases = {make_case(network, cast, "amber") for _ in range(3)}
    people = (cast.fay, second, third)
    taken = at_once([partial(do, network, person, take_next, "crohns") for person in people])
    assert {one.case.id for one in taken} == cases
    assert {holder(network, cast, one) for one in cases} == {"Ana", "Ben", "Fay"}


def test_a_case_claimed_by_many_at_once_is_one_persons_a_hundred_times(network, cast, second, third):
    people = (cast.fay, second, third)
    for _ in range(100):
        said = at_once([partial(do, network, person, claim, cast.pia_case) for person in people])
        (winner,) = [who for who, one in zip(people, said, strict=True) if not isinstance(one, Conflict)]
        assert holder(network, cast, cast.pia_case) == winner.handle
        assert [winner.handle in str(one) for one in said if isinstance(one, Conflict)] == [True, True]
        do(network, winner, give_back, cast.pia_case)
    steps = told(network, cast, cast.pia_case)
    assert [what for what, _, _ in steps].count("claimed") == [what for what, _, _ in steps].count("given_back") == 100


# --- giving back


def test_what_is_given_back_is_anybodys(network, cast, second):
    do(network, cast.fay, claim, cast.pia_case)
    heard = listen(network, CaseChanged)
    assert do(network, cast.fay, give_back, cast.pia_case).case.state == "open"
    assert [event.case_id for event in heard] == [cast.pia_case]
    assert holder(network, cast, cast.pia_case) is None
    assert do(network, second, claim, cast.pia_case).claimed_by.handle == "Ben"


def test_nobody_gives_back_what_somebody_else_has(network, cast, second, clock):
    do(network, cast.fay, claim, cast.pia_case)
    heard = listen(network, CaseChanged)
    do(network, second, give_back, cast.pia_case)
    assert (holder(network, cast, cast.pia_case), heard) == ("Fay", [])
    clock.move(seconds=CLAIM.total_seconds())
    do(network, second, claim, cast.pia_case)
    do(network, cast.fay, give_back, cast.pia_case)
    assert holder(network, cast, cast.pia_case) == "Ben"


# --- handing over


def test_what_is_handed_over_is_theirs_for_longer_and_says_from_whom(network, cast, second, clock):
    do(network, cast.fay, claim, cast.pia_case)
    clock.move(minutes=1)
    found = do(network, cast.fay, hand_over, cast.pia_case, second.person_id)
    assert (found.claimed_by.handle, found.handed_by.handle) == ("Ben", "Fay")
    assert found.case.claimed_until == clock.now + HANDED[Severity.GREEN]
    with pytest.raises(Conflict, match="Ben"):
        do(network, cast.fay, claim, cast.pia_case)
    clock.move(minutes=1)
    accepted = do(network, second, claim, cast.pia_case)
    assert (accepted.handed_by, accepted.case.claimed_until) == (None, found.case.claimed_until)
    do(network, second, decide, cast.pia_case, outcome="approve", reason="Welcome.")
    assert told(network, cast, cast.pia_case) == [
        ("opened", None, None),
        ("claimed", "Fay", None),
        ("handed_over", "Fay", "Ben"),
        ("decided", "Ben", None),
    ]


def member_again(network, cast):
    with network.begin() as work:
        appoint(work, "crohns", person_by_handle(work, "Ben"), "member")


def sent_away(network, cast):
    do(network, cast.opal, sanction, "crohns", cast.ben.person_id, kind="suspension", reason="Unkind.", rule="1")


def gone(network, cast):
    do(network, cast.ben, leave, "crohns")


def erased(network, cast):
    do(network, cast.ben, erase, delete_content=False)


@pytest.mark.parametrize("ending", [member_again, sent_away, gone, erased])
def test_who_looks_after_the_place_no_longer_holds_up_nothing(network, cast, second, ending):
    do(network, cast.fay, claim, cast.pia_case)
    do(network, cast.fay, hand_over, cast.pia_case, second.person_id)
    heard = listen(network, CaseChanged)
    ending(network, cast)
    assert [one.case_id for one in heard] == [cast.pia_case]
    assert holder(network, cast, cast.pia_case) is None
    assert do(network, cast.fay, take_next, "crohns").case.id == cast.pia_case


def test_what_is_red_is_nobodys_for_long(network, cast, second, clock):
    red = make_case(network, cast, "red")
    do(network, cast.fay, claim, red)
    do(network, cast.fay, hand_over, red, second.person_id)
    clock.move(seconds=CLAIM.total_seconds())
    assert do(network, cast.fay, claim, red).claimed_by.handle == "Fay"


def test_a_case_is_handed_to_other_facilitators_alone_and_never_to_whom_it_is_about(network, cast, second):
    about_ben = make_case(network, cast, "green", second)
    do(network, cast.fay, claim, about_ben)
    assert look(network, cast.fay, lambda work: could_take(work, cast.crohns_id, case(work, about_ben)[0])) == []
    for person in (second, cast.fay, cast.ana, cast.lin, cast.gil, cast.opal, cast.pia):
        with pytest.raises(Invalid) as refused:
            do(network, cast.fay, hand_over, about_ben, person.person_id)
        assert "person_id" in refused.value.fields


def asked_anonymously(network, cast, author):
    """A case that Opal has, about something that somebody said anonymously."""
    about = {"subject_kind": "message", "subject_id": uuid4(), "person_id": author.person_id}
    made = do(network, None, open_case, cast.crohns_id, CaseKind.REPORT, **about, evidence={"anonymous": True})
    do(network, cast.opal, claim, made)
    return made


def others(network, who, case_id):
    found = look(network, who, lambda work: could_take(work, case(work, case_id)[1].id, case(work, case_id)[0]))
    return [one.person.handle for one in found]


def test_who_is_not_told_whom_it_is_about_has_nobody_to_hand_it_to(network, cast, second):
    """Whoever is missing from a list would be known by that, and so would whoever alone is refused."""
    refusals = set()
    for author in (second, cast.ana):
        case_id = asked_anonymously(network, cast, author)
        assert others(network, cast.opal, case_id) == others(network, cast.fay, case_id) == []
        for person in (second, cast.fay, cast.ana):
            with pytest.raises(Invalid) as refused:
                do(network, cast.opal, hand_over, case_id, person.person_id)
            refusals.add(refused.value.fields["person_id"])
    assert len(refusals) == 1


def test_a_facilitator_who_has_learned_it_hands_it_over_as_ever(network, cast, second):
    for author, able in ((second, []), (cast.ana, ["Ben"])):
        case_id = asked_anonymously(network, cast, author)
        do(network, cast.opal, give_back, case_id)
        learn_name(network, cast.fay, case_id)
        assert others(network, cast.fay, case_id) == able
    do(network, cast.fay, claim, case_id)
    assert do(network, cast.fay, hand_over, case_id, second.person_id).claimed_by.handle == "Ben"


def test_only_what_one_has_is_handed_over(network, cast, second, third, clock):
    with pytest.raises(Conflict, match="any more"):
        do(network, cast.fay, hand_over, cast.pia_case, second.person_id)
    do(network, second, claim, cast.pia_case)
    with pytest.raises(Conflict, match="Ben"):
        do(network, cast.fay, hand_over, cast.pia_case, third.person_id)
    clock.move(seconds=CLAIM.total_seconds())
    with pytest.raises(Conflict, match="any more"):
        do(network, second, hand_over, cast.pia_case, third.person_id)
    do(network, cast.fay, decide, cast.pia_case, outcome="decline", reason="No.")
    with pytest.raises(Conflict, match="Fay decided"):
        do(network, second, hand_over, cast.pia_case, third.person_id)


def test_strangers_give_back_and_hand_over_nothing(network, cast, second):
    for ask in (give_back, partial(hand_over, person_id=second.person_id)):
        for name in OUTSIDE:
            with pytest.raises(NotFound):
                do(network, getattr(cast, name), ask, cast.pia_case)


def test_the_least_busy_come_first_and_a_case_about_oneself_is_in_no_count(network, cast, second):
    do(network, second, claim, cast.pia_case)
    do(network, second, claim, make_case(network, cast, "red", cast.fay))
    counts = {who: look(network, who, loads, cast.crohns_id) for who in (cast.fay, cast.opal)}
    assert [(one.person.handle, one.held, one.red) for one in counts[cast.opal]] == [("Fay", 0, 0), ("Ben", 2, 1)]
    assert [(one.person.handle, one.held, one.red) for one in counts[cast.fay]] == [("Fay", 0, 0), ("Ben", 1, 0)]


# --- what happened


def test_what_happened_to_a_case_tells_no_member_who_caused_it(network, cast, clock):
    subject = {"subject_kind": "message", "subject_id": uuid4(), "person_id": cast.ben.person_id}
    do(network, cast.ana, open_case, cast.crohns_id, CaseKind.REPORT, **subject)
    (case_id,) = queue(network, cast.fay, kind="report")
    clock.move(minutes=1)
    about = (CaseKind.REPORT, cast.crohns_id, subject["subject_id"])
    do(network, cast.lin, renew_case, *about, severity=Severity.GREEN, evidence={})
    clock.move(minutes=1)
    do(network, cast.lin, escalate, case_id, Severity.RED)
    clock.move(minutes=1)
    do(network, cast.fay, claim, case_id)
    assert told(network, cast, case_id) == [
        ("opened", None, None),
        ("renewed", None, None),
        ("graver", None, None),
        ("claimed", "Fay", None),
    ]


def test_claiming_again_is_no_news(network, cast):
    for _ in range(3):
        do(network, cast.fay, claim, cast.pia_case)
    assert told(network, cast, cast.pia_case) == [("opened", None, None), ("claimed", "Fay", None)]


def test_what_happened_is_for_facilitators(network, cast):
    for person in (cast.ana, cast.pia, cast.gil):
        with pytest.raises(NotFound):
            look(network, person, lambda work: timeline(work, look(network, cast.fay, case, cast.pia_case)[0]))
