"""Reporting what the other of two said: who reads it then, and which facilitator never does."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from networks.chat.rooms import mark_read
from networks.errors import Conflict, Invalid, NotAllowed, NotFound
from networks.moderation.actions import add_note, claim, decide
from networks.moderation.appeal_models import Against
from networks.moderation.appealing import appeal, reply
from networks.moderation.appeals import what_led_to_it
from networks.moderation.events import CaseChanged
from networks.moderation.holding import could_take, loads, take_next
from networks.moderation.log import removals
from networks.moderation.opening import open_evidence
from networks.moderation.queries import audit, case, cases, open_count
from networks.moderation.report_models import Removal
from networks.moderation.reports import evidence_of, my_reports
from networks.moderation.sanctioning import sanction
from networks.overview.cases import seen
from networks.overview.figure import Period
from networks.overview.network import overview
from networks.removal import restore
from networks.reported import spot
from tests.domain.acts import do, listen, look, queue, read, say
from tests.domain.reports import case_about, tell
from tests.domain.talks import talk

HARSH = "You should be ashamed."


@pytest.fixture
def said(network, cast):
    """Ben is unkind to Ana, where nobody hears it."""
    return say(network, cast.ben, talk(network, cast.ana, cast.ben), HARSH)


@pytest.fixture
def to_fay(network, cast, second):
    """Ana is unkind to Fay, a facilitator as Ben is; Fay reports it."""
    said = say(network, cast.ana, talk(network, cast.fay, cast.ana), HARSH)
    tell(network, cast.fay, "message", said.id)
    return said


def test_either_reports_what_the_other_said_and_a_facilitator_reads_those_words(network, cast, said):
    tell(network, cast.ana, "message", said.id, note="This hurt.")
    found = case_about(network, cast.fay, said.id)
    kept = look(network, cast.fay, evidence_of, found.case.id)
    assert [one.piece.body for one in kept] == ["May I ask you something?", "Of course.", HARSH]
    assert found.case.evidence["direct"] is True
    assert "room" not in found.case.evidence
    assert str(said.room_id) not in str(found.case.evidence)
    with pytest.raises(NotFound):
        read(network, cast.fay, said.room_id)


def test_nobody_reports_from_outside_and_nobody_oneself(network, cast, said):
    for who in (cast.fay, cast.lin, cast.opal, cast.oli):
        with pytest.raises(NotFound):
            tell(network, who, "message", said.id)
    with pytest.raises(Invalid):
        tell(network, cast.ben, "message", said.id)


def test_whoever_reported_sees_what_came_of_it_and_where_it_stands(network, cast, said):
    tell(network, cast.ana, "message", said.id)
    (mine,) = look(network, cast.ana, my_reports)
    assert look(network, cast.ana, spot, mine).room_id == said.room_id
    assert [one.case.subject_id for one in look(network, cast.ana, cases, "crohns")[1]] == [said.id]
    with pytest.raises(NotFound):
        look(network, cast.ben, case, mine.report.case_id)


def test_a_facilitator_who_is_one_of_the_two_never_sees_the_case(network, cast, to_fay):
    found = case_about(network, cast.ben, to_fay.id).case
    with pytest.raises(NotFound):
        look(network, cast.fay, case, found.id)
    for act in (
        lambda: do(network, cast.fay, claim, found.id),
        lambda: do(network, cast.fay, decide, found.id, outcome="remove", reason="Harm.", rule="1"),
        lambda: look(network, cast.fay, evidence_of, found.id),
    ):
        with pytest.raises(NotFound):
            act()
    assert found.id not in queue(network, cast.fay)
    assert found.id not in queue(network, cast.fay, kind="report")
    assert found.id in queue(network, cast.ben)


def test_it_counts_for_them_in_no_number_and_comes_to_them_by_no_way(network, cast, to_fay):
    view = case_about(network, cast.ben, to_fay.id)
    found = view.case
    counted = {who: look(network, who, open_count, cast.crohns_id) for who in (cast.ben, cast.fay)}
    assert counted[cast.fay] == counted[cast.ben] - 1
    with network.reading(cast.ben) as work:
        assert cast.fay.person_id not in [one.person.id for one in could_take(work, cast.crohns_id, view)]
    do(network, cast.ben, claim, found.id)
    held = {who: [one.held for one in look(network, who, loads, cast.crohns_id)] for who in (cast.ben, cast.fay)}
    assert (sum(held[cast.ben]), sum(held[cast.fay])) == (1, 0)
    with network.reading(cast.fay) as work:
        assert found.id not in [one.id for one in seen(work, cast.crohns_id, Period.of(30, work.now))]


def test_the_next_that_they_take_is_another(network, cast, to_fay):
    taken = set()
    while (one := do(network, cast.fay, take_next, "crohns")) is not None:
        taken.add(one.case.subject_id)
    assert taken
    assert to_fay.id not in taken


def test_the_record_keeps_it_from_them(network, cast, to_fay):
    found = case_about(network, cast.ben, to_fay.id).case
    do(network, cast.ben, decide, found.id, outcome="remove", reason="Harm.", rule="1")
    rows = {who: [row.subject_id for row, _ in look(network, who, audit, "crohns")] for who in (cast.fay, cast.opal)}
    assert found.id in rows[cast.opal]
    assert found.id not in rows[cast.fay]


def test_what_is_decided_about_it_reaches_into_the_conversation(network, cast, said):
    tell(network, cast.ana, "message", said.id)
    found = case_about(network, cast.fay, said.id).case
    do(network, cast.fay, decide, found.id, outcome="remove", reason="Harm.", rule="1")
    gone = read(network, cast.ana, said.room_id).items[-1]
    assert (gone.removed, gone.body, gone.removed_by_author) == (True, None, False)
    with pytest.raises(Conflict):
        tell(network, cast.ana, "message", said.id)


def test_the_members_log_says_no_more_of_it_than_of_any_other_message(network, cast, said):
    other = say(network, cast.ben, cast.everyday, HARSH)
    for one in (said, other):
        tell(network, cast.ana, "message", one.id)
        found = case_about(network, cast.fay, one.id).case
        do(network, cast.fay, decide, found.id, outcome="remove", reason="Harm.", rule="1")
    _, logged = look(network, cast.lin, removals, "crohns")
    first, second = ({name: getattr(one, name) for name in one.__slots__ if name != "id"} for one in logged)
    assert first == second


def test_an_appeal_against_it_is_kept_from_them_too_and_puts_it_back_for_the_two(network, cast, to_fay):
    found = case_about(network, cast.ben, to_fay.id).case
    do(network, cast.ben, decide, found.id, outcome="remove", reason="Harm.", rule="1")
    with network.reading() as work:
        made = work.session.scalars(select(Removal).where(Removal.case_id == found.id)).one()
    appealed = do(network, cast.ana, appeal, made.id, Against.REMOVAL, statement="It was a joke.")
    with pytest.raises(NotFound):
        look(network, cast.fay, case, appealed.case_id)
    assert look(network, cast.opal, case, appealed.case_id)[0]
    assert do(network, cast.opal, restore, made.id)
    assert read(network, cast.fay, to_fay.room_id).items[-1].body == HARSH


def test_each_change_of_either_case_says_whom_it_is_kept_from(network, cast, second):
    heard = listen(network, CaseChanged)
    said = say(network, cast.ana, talk(network, cast.fay, cast.ana), HARSH)
    tell(network, cast.fay, "message", said.id)
    found = case_about(network, cast.ben, said.id).case
    do(network, cast.ben, claim, found.id)
    do(network, cast.ben, add_note, found.id, "Please look.")
    do(network, cast.opal, open_evidence, found.id, reason="Ben asked.")
    do(network, cast.ben, decide, found.id, outcome="remove", reason="Harm.", rule="1")
    with network.reading() as work:
        made = work.session.scalars(select(Removal).where(Removal.case_id == found.id)).one()
    appealed = do(network, cast.ana, appeal, made.id, Against.REMOVAL, statement="It was a joke.")
    do(network, cast.ana, reply, made.id, Against.REMOVAL, body="Really.")
    do(network, cast.opal, restore, made.id)
    told = [one for one in heard if one.case_id in (found.id, appealed.case_id)]
    assert {one.case_id for one in told} == {found.id, appealed.case_id}
    assert {one.kept_from_id for one in told} == {cast.fay.person_id}


def test_what_led_to_a_step_leaves_it_out_for_them(network, cast, to_fay):
    found = case_about(network, cast.ben, to_fay.id).case
    do(network, cast.ben, decide, found.id, outcome="dismiss", reason="It stays.")
    made = do(network, cast.ben, sanction, "crohns", cast.ana.person_id, kind="mute", reason="Unkind.", rule="1")
    led = {}
    for who in (cast.fay, cast.opal):
        with network.reading(who) as work:
            _, _, standing = case(work, cast.pia_case)
            led[who] = [one.id for one in what_led_to_it(work, standing, made)]
    assert (led[cast.opal], led[cast.fay]) == ([found.id], [])


def test_the_muted_report_and_mark_what_they_read(network, cast):
    room = talk(network, cast.ana, cast.ben)
    said = say(network, cast.ana, room, HARSH)
    do(network, cast.fay, sanction, "crohns", cast.ben.person_id, kind="mute", reason="Unkind.", rule="1")
    do(network, cast.ben, mark_read, room, said.seq)
    assert tell(network, cast.ben, "message", said.id)[1]
    with pytest.raises(NotAllowed):
        say(network, cast.ben, room)


def test_the_networks_overview_counts_it_for_operators_that_have_no_part_in_it(network, cast, to_fay):
    with network.reading(cast.opal) as work:
        assert overview(work)
