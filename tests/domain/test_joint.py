"""Deciding a report with a step about its person: both in one, or neither."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select

from networks.audit import AuditRow
from networks.communities.models import Status
from networks.erasure import erase
from networks.errors import Conflict, Invalid, NotAllowed
from networks.moderation.actions import claim, decide
from networks.moderation.appealing import appeal
from networks.moderation.appeals import what_led_to_it
from networks.moderation.events import Sanctioned
from networks.moderation.models import Sanction
from networks.moderation.queries import audit, case, cases
from networks.moderation.reports import my_reports
from networks.moderation.sanctioning import sanction
from tests.domain.acts import at_once, bodies, do, is_inside, listen, look, may_write, read, say, status
from tests.domain.reports import HARMFUL, case_about, tell

REMOVE: Any = {"outcome": "remove", "reason": "This can do harm.", "rule": "2"}
LEAVE: Any = REMOVE | {"outcome": "dismiss"}
WARNING, MUTE = {"kind": "warning"}, {"kind": "mute"}


@pytest.fixture
def reported(network, cast):
    """Ben has reported what Ana said: the case's id."""
    said = say(network, cast.ana, cast.everyday, HARMFUL)
    tell(network, cast.ben, "message", said.id)
    return case_about(network, cast.fay, said.id).case.id


def about(network, cast, person):
    """Lin has reported somebody: the case's id."""
    tell(network, cast.lin, "person", person.person_id, community="crohns")
    return case_about(network, cast.opal, person.person_id).case.id


def steps(network) -> list[Sanction]:
    """Those that were taken with a decision."""
    with network.reading() as work:
        return list(work.session.scalars(select(Sanction).where(Sanction.case_id.is_not(None))))


def all_steps(network, person) -> list[Sanction]:
    with network.reading() as work:
        return list(work.session.scalars(select(Sanction).where(Sanction.person_id == person.person_id)))


def acts(network, cast) -> list[tuple[str, str | None]]:
    """The last three on record."""
    return sorted((row.act, row.reason) for row, _ in look(network, cast.opal, audit, "crohns", limit=3))


def untouched(network, cast, case_id) -> bool:
    """Nothing was decided, and nothing is on record."""
    with network.reading() as work:
        about_it = AuditRow.act.in_(("message.removed", "case.author_seen")) | (AuditRow.subject_id == case_id)
        on_record = work.session.scalars(select(AuditRow.id).where(about_it)).all()
    is_open = look(network, cast.opal, case, case_id)[0].case.state == "open"
    return (
        is_open and not steps(network) and not on_record and None not in bodies(read(network, cast.ben, cast.everyday))
    )


# --- both


def test_a_message_is_removed_and_its_author_warned_for_one_reason_by_one_rule(network, cast, reported):
    heard = listen(network, Sanctioned)
    closed = do(network, cast.fay, decide, reported, **REMOVE, step=WARNING)
    (made,) = steps(network)
    assert (made.person_id, made.by_id, made.case_id) == (cast.ana.person_id, cast.fay.person_id, reported)
    assert (made.kind, made.reason, made.rule) == ("warning", "This can do harm.", "2")
    assert made.rule_text == "No medical orders."
    assert bodies(read(network, cast.ben, cast.everyday)) == [None]
    why = "This can do harm."
    assert acts(network, cast) == [("case.decided", why), ("message.removed", why), ("sanction.made", why)]
    assert [(one.subject_id, one.kind) for one in heard] == [(cast.ana.person_id, "warning")]
    assert (closed.came_to, closed.step.id) == ("remove", made.id)


def test_a_mute_goes_on_until_its_hour(network, cast, reported, clock):
    do(network, cast.fay, decide, reported, **REMOVE, step=MUTE | {"until": clock.now + timedelta(hours=1)})
    assert not may_write(network, cast, cast.ana)
    clock.move(hours=1)
    assert may_write(network, cast, cast.ana)


def test_what_was_reported_stays_and_who_wrote_it_is_warned(network, cast, reported):
    closed = do(network, cast.fay, decide, reported, **LEAVE, step=WARNING)
    assert bodies(read(network, cast.ben, cast.everyday)) == [HARMFUL]
    assert (closed.case.outcome, closed.came_to) == ("dismiss", "acted")


def test_of_a_person_the_step_is_the_answer(network, cast):
    closed = do(network, cast.fay, decide, about(network, cast, cast.ana), **LEAVE, step={"kind": "ban"})
    assert (status(network, cast.ana), is_inside(network, cast.ana)) == (Status.BANNED, False)
    assert (closed.step.kind, closed.came_to) == ("ban", "acted")


def test_an_operator_takes_one_about_a_facilitator(network, cast, second):
    do(network, cast.opal, decide, about(network, cast, second), **LEAVE, step=MUTE)
    assert not may_write(network, cast, second)


# --- what whoever reported it learns


@pytest.mark.parametrize(("step", "upheld"), [(WARNING, True), ({"kind": "note"}, False), (None, False)])
def test_whoever_reported_it_learns_that_something_came_of_it_and_not_what(network, cast, reported, step, upheld):
    do(network, cast.fay, decide, reported, **LEAVE, step=step)
    (mine,) = look(network, cast.ben, my_reports)
    assert (mine.outcome, mine.report.upheld, mine.is_news) == ("dismiss", upheld, True)
    (theirs,) = look(network, cast.ben, cases, "crohns")[1]
    assert (theirs.step, theirs.came_to) == (None, "dismiss")


def test_a_step_that_an_appeal_overturns_leaves_nothing_that_came_of_it(network, cast, reported):
    do(network, cast.fay, decide, reported, **LEAVE, step=WARNING)
    do(network, cast.ana, appeal, steps(network)[0].id, statement="I was quoting.")
    (found,) = look(network, cast.opal, cases, "crohns", kind="appeal")[1]
    do(network, cast.opal, decide, found.case.id, outcome="overturn", reason="She was.")
    (mine,) = look(network, cast.ben, my_reports)
    assert (mine.report.upheld, mine.is_news) == (False, True)


def test_an_appeal_shows_the_report_that_it_was_taken_with_and_no_other(network, cast, reported):
    other = about(network, cast, cast.ana)
    do(network, cast.fay, decide, other, outcome="dismiss", reason="Nothing of that kind.")
    do(network, cast.fay, decide, reported, **REMOVE, step=WARNING)
    do(network, cast.fay, sanction, "crohns", cast.ana.person_id, kind="mute", reason="Again.", rule="2")
    together, alone = sorted(all_steps(network, cast.ana), key=lambda made: made.case_id is None)
    with network.reading(cast.opal) as work:
        standing = case(work, reported)[2]
        led = [[one.id for one in what_led_to_it(work, standing, made)] for made in (together, alone)]
    assert led[0] == [reported]
    assert set(led[1]) == {reported, other}


def test_what_was_removed_stays_upheld_when_the_step_alone_is_overturned(network, cast, reported):
    do(network, cast.fay, decide, reported, **REMOVE, step=WARNING)
    do(network, cast.ana, appeal, steps(network)[0].id, statement="I was quoting.")
    (found,) = look(network, cast.opal, cases, "crohns", kind="appeal")[1]
    do(network, cast.opal, decide, found.case.id, outcome="overturn", reason="A warning is too much.")
    assert look(network, cast.ben, my_reports)[0].report.upheld


# --- or neither


@pytest.mark.parametrize(
    ("step", "rule", "field"),
    [
        (WARNING, None, "rule"),
        (WARNING, "", "rule"),
        (MUTE | {"until": timedelta(hours=-1)}, "2", "until"),
    ],
)
def test_without_a_rule_or_with_an_end_in_the_past_nothing_is_decided(
    network, cast, reported, clock, step, rule, field
):
    said = step | ({"until": clock.now + step["until"]} if "until" in step else {})
    with pytest.raises(Invalid) as refused:
        do(network, cast.fay, decide, reported, **REMOVE | {"rule": rule}, step=said)
    assert refused.value.fields.keys() == {field}
    assert untouched(network, cast, reported)


def test_about_a_facilitator_another_one_decides_nothing_with_a_step(network, cast, second):
    said = say(network, second, cast.everyday, HARMFUL)
    tell(network, cast.ana, "message", said.id)
    found = case_about(network, cast.fay, said.id).case.id
    with pytest.raises(NotAllowed):
        do(network, cast.fay, decide, found, **REMOVE, step=WARNING)
    assert untouched(network, cast, found)
    do(network, cast.fay, decide, found, **REMOVE)


def test_a_request_to_join_is_decided_without_a_step(network, cast):
    with pytest.raises(Invalid) as refused:
        do(network, cast.fay, decide, cast.pia_case, outcome="decline", reason="No.", rule="1", step=WARNING)
    assert refused.value.fields.keys() == {"step"}
    assert status(network, cast.pia) == Status.PENDING


def test_about_somebody_who_has_gone_for_good_there_is_no_step(network, cast, reported):
    do(network, cast.ana, erase, delete_content=False)
    with pytest.raises(Invalid) as refused:
        do(network, cast.fay, decide, reported, **REMOVE, step=WARNING)
    assert refused.value.fields.keys() == {"step"}
    assert look(network, cast.fay, case, reported)[0].case.state == "open"
    do(network, cast.fay, decide, reported, **REMOVE)


def test_who_is_slower_takes_no_step(network, cast, reported, second):
    do(network, second, claim, reported)
    with pytest.raises(Conflict, match="Ben"):
        do(network, cast.fay, decide, reported, **REMOVE, step=WARNING)
    do(network, second, decide, reported, **REMOVE)
    with pytest.raises(Conflict, match="Ben decided"):
        do(network, cast.fay, decide, reported, **REMOVE, step=WARNING)
    assert steps(network) == []


def test_of_two_who_decide_at_once_with_a_step_one_takes_it(network, cast, second):
    """Twenty times: one decision, one step by the same hand for the same reason, and no second one on record."""
    people = (cast.fay, second)
    for number in range(1, 21):
        said = say(network, cast.ana, cast.everyday, f"{HARMFUL} {number}")
        tell(network, cast.lin, "message", said.id)
        found = case_about(network, cast.fay, said.id).case.id
        reasons = [f"{person.handle} says so." for person in people]
        ways = [REMOVE | {"reason": why, "step": WARNING} for why in reasons]
        ended = at_once(
            [partial(do, network, who, decide, found, **way) for who, way in zip(people, ways, strict=True)]
        )
        lost = [one for one in ended if isinstance(one, Conflict)]
        assert len(lost) == 1, ended
        winner = people[1 - ended.index(lost[0])]
        assert len(steps(network)) == number
        (made,) = [one for one in steps(network) if one.case_id == found]
        assert (made.by_id, made.reason) == (winner.person_id, f"{winner.handle} says so.")
        with network.reading() as work:
            kept = select(AuditRow.actor_id).where(AuditRow.act == "sanction.made", AuditRow.reason == made.reason)
            assert set(work.session.scalars(kept)) == {winner.person_id}


# --- about what was said anonymously


@pytest.fixture
def unnamed(network, cast):
    """Ben has reported what Ana asked anonymously: the case's id."""
    said = say(network, cast.ana, cast.everyday, HARMFUL, anonymous=True)
    tell(network, cast.ben, "message", said.id)
    return case_about(network, cast.fay, said.id).case.id


def seen(network, cast):
    rows = look(network, cast.fay, audit, "crohns", limit=20)
    return [(row.subject_id, who.handle) for row, who in rows if row.act == "case.author_seen"]


@pytest.mark.parametrize("kind", ["warning", "note"])
def test_who_takes_a_step_about_an_anonymous_author_is_on_record_as_having_learned_who(network, cast, unnamed, kind):
    do(network, cast.fay, decide, unnamed, **REMOVE, step={"kind": kind})
    assert [one.person_id for one in steps(network)] == [cast.ana.person_id]
    assert seen(network, cast) == [(unnamed, "Fay")]


def test_without_a_step_nobody_is_on_record(network, cast, unnamed):
    do(network, cast.fay, decide, unnamed, **REMOVE)
    assert seen(network, cast) == []


def test_an_operator_who_may_not_learn_who_it_was_takes_no_step(network, cast, unnamed):
    with pytest.raises(NotAllowed, match="facilitators of this place alone"):
        do(network, cast.opal, decide, unnamed, **REMOVE, step=WARNING)
    assert untouched(network, cast, unnamed)


def on_record_now(network, who):
    """What somebody reads of this moment in the record."""
    rows = look(network, who, audit, "crohns", limit=20)
    return {(row.act, row.reason) for row, _ in rows if row.at == network.clock()}


@pytest.mark.parametrize("which", [REMOVE, LEAVE], ids=["remove", "leave"])
def test_to_an_operator_nothing_says_that_a_step_and_anonymous_words_belong_together(
    network, cast, unnamed, clock, which
):
    clock.move(minutes=1)
    do(network, cast.fay, decide, unnamed, **which, step=MUTE)
    assert on_record_now(network, cast.opal) == {("sanction.made", REMOVE["reason"])}
    assert {"sanction.made", "case.decided", "case.author_seen"} <= {act for act, _ in on_record_now(network, cast.fay)}
    theirs, ours = (look(network, who, case, unnamed)[0] for who in (cast.opal, cast.fay))
    assert (theirs.step, theirs.reason, theirs.came_to) == (None, None, which["outcome"])
    assert (ours.step.kind, ours.reason) == ("mute", REMOVE["reason"])


def test_of_what_somebody_said_under_their_name_an_operator_reads_both(network, cast, reported, clock):
    clock.move(minutes=1)
    do(network, cast.fay, decide, reported, **REMOVE, step=MUTE)
    assert {act for act, _ in on_record_now(network, cast.opal)} == {"sanction.made", "case.decided", "message.removed"}
    found = look(network, cast.opal, case, reported)[0]
    assert (found.step.kind, found.reason) == ("mute", REMOVE["reason"])
