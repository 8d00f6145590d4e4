"""How a community's facilitators work: their hours and the reasons that they often give."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from networks.audit import AuditRow
from networks.chat.answers import called
from networks.errors import Invalid, NotAllowed, NotFound
from networks.moderation.cases import escalate, open_case
from networks.moderation.clocks import CLOCKS, Hours
from networks.moderation.desks import USUAL, hours_of, reasons_for, set_hours, set_reasons, setting_of
from networks.moderation.greetings import USUAL as GREETINGS
from networks.moderation.greetings import Occasion, addressed, greetings_of, set_greetings
from networks.moderation.models import CaseKind, Severity
from networks.moderation.queries import case, cases
from tests.domain.acts import at_once, do, look

OFFICE: dict[str, Any] = {"time_zone": "Europe/London", "days": [4, 0, 1, 2, 3, 3], "opens": 9 * 60, "closes": 17 * 60}
SATURDAY = datetime(2026, 7, 4, 12, tzinfo=UTC)
MONDAY = datetime(2026, 7, 6, 8, tzinfo=UTC)
QUARTER = CLOCKS[Severity.RED]


def due_of(network, cast, severity):
    subject = {"subject_kind": "message", "subject_id": uuid4(), "person_id": None}
    do(network, None, open_case, cast.crohns_id, CaseKind.SAFETY, severity=severity, **subject)
    found = look(network, cast.opal, cases, "crohns", kind="safety")[1]
    return next(one.case.due_at for one in found if one.case.subject_id == subject["subject_id"])


def test_at_first_somebody_is_always_there(network, cast):
    assert look(network, None, hours_of, cast.crohns_id) is None
    assert look(network, None, setting_of, cast.crohns_id) == ("UTC", (), 540, 1020)


def test_a_red_clock_waits_for_the_hours_of_its_community_and_of_no_other(network, cast, clock):
    do(network, cast.fay, set_hours, "crohns", **OFFICE)
    hours = Hours(ZoneInfo("Europe/London"), frozenset(range(5)), 540, 1020)
    assert look(network, None, hours_of, cast.crohns_id) == hours
    assert look(network, None, hours_of, cast.hidden_id) is None
    clock.now = SATURDAY
    assert due_of(network, cast, Severity.RED) == MONDAY + QUARTER
    assert due_of(network, cast, Severity.AMBER) == SATURDAY + CLOCKS[Severity.AMBER]
    do(network, cast.fay, set_hours, "crohns", **OFFICE | {"days": []})
    assert due_of(network, cast, Severity.RED) == SATURDAY + QUARTER


def test_what_turns_red_by_night_is_due_in_the_morning(network, cast, clock):
    do(network, cast.fay, set_hours, "crohns", **OFFICE)
    clock.now = MONDAY - timedelta(hours=1)
    subject = {"subject_kind": "message", "subject_id": uuid4(), "person_id": None}
    do(network, None, open_case, cast.crohns_id, CaseKind.SAFETY, **subject)
    (found,) = look(network, cast.fay, cases, "crohns", kind="safety")[1]
    do(network, None, escalate, found.case.id, Severity.RED)
    red = look(network, cast.fay, case, found.case.id)[0].case
    assert (red.clock_from, red.due_at) == (clock.now, MONDAY + QUARTER)


@pytest.mark.parametrize(
    ("other", "field"),
    [({"time_zone": "Mars/Olympus"}, "time_zone"), ({"closes": 9 * 60 + 59}, "closes"), ({"opens": 990}, "closes")],
)
def test_hours_are_a_place_and_an_hour_at_least(network, cast, other, field):
    with pytest.raises(Invalid) as refused:
        do(network, cast.fay, set_hours, "crohns", **OFFICE | other)
    assert field in refused.value.fields
    assert look(network, None, hours_of, cast.crohns_id) is None


def test_facilitators_and_operators_set_them_and_nobody_else(network, cast):
    for ask in (partial(set_hours, **OFFICE), partial(set_reasons, kind=CaseKind.JOIN, said={})):
        for person in (cast.fay, cast.opal):
            do(network, person, ask, "crohns")
        for person in (cast.ana, cast.lin, cast.max):
            with pytest.raises(NotAllowed):
                do(network, person, ask, "crohns")
        for person in (cast.pia, cast.bea, cast.oli, cast.gil):
            with pytest.raises(NotFound):
                do(network, person, ask, "crohns")
    with network.reading() as work:
        acts = [row.act for row in work.session.query(AuditRow).filter_by(chain=cast.crohns_id)]
    assert acts.count("desk.set") == 4


def test_at_first_reasons_are_the_usual_ones_and_then_the_communitys_own(network, cast):
    assert look(network, None, reasons_for, cast.crohns_id, CaseKind.JOIN) == USUAL[CaseKind.JOIN]
    own = {"approve": ["Come in.", "Come in."], "decline": [], "dismiss": ["Not of this kind."]}
    do(network, cast.fay, set_reasons, "crohns", CaseKind.JOIN, own)
    assert look(network, None, reasons_for, cast.crohns_id, CaseKind.JOIN) == {"approve": ["Come in."], "decline": []}
    assert look(network, None, reasons_for, cast.hidden_id, CaseKind.JOIN) == USUAL[CaseKind.JOIN]


def test_reviews_have_their_reasons_in_the_library(network, cast):
    with pytest.raises(NotFound):
        do(network, cast.fay, set_reasons, "crohns", CaseKind.REVIEW, {"publish": ["Good."]})


def test_two_who_set_something_at_once_undo_nothing_of_each_other(network, cast):
    own = {"approve": ["Come in."], "decline": []}
    calls = [
        partial(do, network, cast.fay, set_hours, "crohns", **OFFICE),
        partial(do, network, cast.opal, set_reasons, "crohns", CaseKind.JOIN, own),
    ]
    at_once(calls)
    assert look(network, None, hours_of, cast.crohns_id) is not None
    assert look(network, None, reasons_for, cast.crohns_id, CaseKind.JOIN) == own


# --- what is often said to a member


def test_at_first_what_is_said_is_the_usual_and_then_the_communitys_own(network, cast):
    def said(community_id):
        return look(network, None, greetings_of, community_id)

    assert said(cast.crohns_id) == {one: list(words) for one, words in GREETINGS.items()}
    own = ["Hello {name}.", "Hello {name}.", "{name}, come in."]
    do(network, cast.fay, set_greetings, "crohns", {"welcome": own})
    assert said(cast.crohns_id)["welcome"] == ["Hello {name}.", "{name}, come in."]
    do(network, cast.opal, set_greetings, "crohns", {"check_in": []})
    assert said(cast.crohns_id) == {"welcome": ["Hello {name}.", "{name}, come in."], "check_in": []}
    assert said(cast.hidden_id) == {one: list(words) for one, words in GREETINGS.items()}


@pytest.mark.parametrize("occasion", list(Occasion))
def test_the_usual_words_call_whoever_they_are_for(occasion):
    for words in GREETINGS[occasion]:
        assert called(addressed(words, "Ana.B-1")) >= {"ana.b-1"}


def test_words_without_a_place_for_the_name_are_refused_and_nothing_is_kept(network, cast):
    for words in ("Hello.", "Hello name.", "Hello {Name}."):
        with pytest.raises(Invalid) as refused:
            do(network, cast.fay, set_greetings, "crohns", {"welcome": ["Hello {name}."], "check_in": [words]})
        assert list(refused.value.fields) == ["check_in"]
    assert look(network, None, greetings_of, cast.crohns_id)["welcome"] == list(GREETINGS[Occasion.WELCOME])


def test_facilitators_and_operators_change_what_is_said_on_record_and_nobody_else_does(network, cast):
    ask = partial(set_greetings, said={"welcome": ["Hello {name}."]})
    for person in (cast.fay, cast.opal):
        do(network, person, ask, "crohns")
    for person in (cast.ana, cast.lin, cast.max):
        with pytest.raises(NotAllowed):
            do(network, person, ask, "crohns")
    for person in (cast.pia, cast.bea, cast.oli, cast.gil):
        with pytest.raises(NotFound):
            do(network, person, ask, "crohns")
    do(network, cast.fay, set_greetings, "crohns", {})
    with network.reading() as work:
        rows = work.session.query(AuditRow).filter_by(chain=cast.crohns_id, act="desk.greetings")
        assert sorted(row.actor_id for row in rows) == sorted([cast.fay.person_id, cast.opal.person_id])


def test_two_who_change_other_words_at_once_undo_nothing_of_each_other(network, cast):
    own: Any = {"approve": ["Come in."], "decline": []}
    at_once(
        [
            partial(do, network, cast.fay, set_greetings, "crohns", {"welcome": ["Hello {name}."]}),
            partial(do, network, cast.opal, set_greetings, "crohns", {"check_in": ["{name}?"]}),
            partial(do, network, cast.opal, set_reasons, "crohns", CaseKind.JOIN, own),
        ]
    )
    assert look(network, None, greetings_of, cast.crohns_id) == {"welcome": ["Hello {name}."], "check_in": ["{name}?"]}
    assert look(network, None, reasons_for, cast.crohns_id, CaseKind.JOIN) == own
