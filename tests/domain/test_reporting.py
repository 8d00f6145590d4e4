"""Who may report what, what is kept of it, and that several reports of one thing are one case."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from networks.chat.actions import edit_message, remove_message
from networks.communities.actions import leave
from networks.erasure import erase
from networks.errors import Conflict, Invalid, NotFound, Unauthenticated
from networks.moderation.actions import claim, decide
from networks.moderation.opening import open_evidence
from networks.moderation.queries import case, cases
from networks.moderation.report_models import Evidence
from networks.moderation.reports import evidence_of, my_report, my_reports
from networks.moderation.senders import reports_of
from networks.people.actions import edit_profile
from networks.people.queries import asker_by_session
from networks.reporting import report
from networks.resources.actions import offer, submit
from networks.resources.reviewing import decide as review
from tests.domain.acts import at_once, do, learn_name, listen, look, say
from tests.domain.reports import HARMFUL, case_about, sent_about, tell


def test_a_report_becomes_a_case_with_what_was_said_and_what_stood_around_it(network, cast):
    asked = say(network, cast.ben, cast.everyday, "They make me so tired.")
    said = say(network, cast.ana, cast.everyday, HARMFUL, reply_to=asked.id)
    say(network, cast.lin, cast.everyday, "Please ring your team first.")
    tell(network, cast.ben, "message", said.id, reason="harmful_advice", note="He listens to her.")
    found = case_about(network, cast.fay, said.id)
    assert (found.case.kind, found.case.severity, found.subject.handle) == ("report", "amber", "Ana")
    assert found.excerpt == HARMFUL
    kept = look(network, cast.fay, evidence_of, found.case.id)
    assert [(one.piece.part, one.author.handle, one.piece.body) for one in kept] == [
        ("answered", "Ben", "They make me so tired."),
        ("itself", "Ana", HARMFUL),
        ("around", "Lin", "Please ring your team first."),
    ]
    (sent,) = sent_about(network, cast.fay, found.case.id)
    assert (sent.by.handle, sent.report.reason, sent.report.note) == ("Ben", "harmful_advice", "He listens to her.")


def test_evidence_stays_as_it_was_when_its_author_changes_or_removes_it(network, cast):
    said = say(network, cast.ana, cast.everyday, HARMFUL)
    tell(network, cast.ben, "message", said.id)
    do(network, cast.ana, edit_message, said.id, body="Ask your doctor.")
    do(network, cast.ana, remove_message, said.id)
    found = case_about(network, cast.fay, said.id)
    assert [one.piece.body for one in look(network, cast.fay, evidence_of, found.case.id)] == [HARMFUL]


def test_what_a_later_reporter_saw_is_kept_too_and_is_not_changed_back_unseen(network, cast, clock):
    """The evidence of the first report alone would show something harmless where others read something that is not."""
    asked = say(network, cast.ben, cast.everyday, "They make me so tired.")
    said = say(network, cast.ana, cast.everyday, "Ask your doctor.", reply_to=asked.id)
    say(network, cast.lin, cast.everyday, "Thank you.")
    tell(network, cast.ben, "message", said.id, reason="spam")
    clock.move(minutes=5)
    do(network, cast.ana, edit_message, said.id, body=HARMFUL)
    tell(network, cast.lin, "message", said.id)
    changed = clock.now
    clock.move(minutes=5)
    do(network, cast.ana, edit_message, said.id, body="Ask your doctor.")
    tell(network, cast.max, "message", said.id)
    tell(network, cast.ben, "message", said.id, reason="risk")
    kept = look(network, cast.fay, evidence_of, case_about(network, cast.fay, said.id).case.id)
    assert [(one.piece.part, one.piece.body) for one in kept] == [
        ("answered", "They make me so tired."),
        ("itself", "Ask your doctor."),
        ("around", "Thank you."),
        ("later", HARMFUL),
        ("later", "Ask your doctor."),
    ]
    assert [(one.piece.at, one.author.handle, one.piece.source_id) for one in kept[3:]] == [
        (changed, "Ana", said.id),
        (clock.now, "Ana", said.id),
    ]


def test_the_queue_shows_the_words_of_the_gravest_report_and_of_equals_the_latest(network, cast):
    said = say(network, cast.ana, cast.everyday, "Buy my book.")

    def shown_after(words, who, reason):
        do(network, cast.ana, edit_message, said.id, body=words)
        tell(network, who, "message", said.id, reason=reason)
        return case_about(network, cast.fay, said.id).excerpt

    assert shown_after("Buy my book.", cast.ben, "spam") == "Buy my book."
    assert shown_after("Buy both my books.", cast.lin, "spam") == "Buy both my books."
    assert shown_after(HARMFUL, cast.max, "harmful_advice") == HARMFUL
    assert shown_after("Ask your doctor.", cast.ben, "spam") == HARMFUL
    assert shown_after("Ask nobody.", cast.ben, "privacy") == "Ask nobody."


def test_what_went_with_its_author_is_not_shown_again_by_another_report(network, cast):
    said = say(network, cast.ana, cast.everyday, HARMFUL)
    tell(network, cast.ben, "message", said.id)
    do(network, cast.ana, erase, delete_content=False)
    tell(network, cast.lin, "message", said.id)
    assert [one.excerpt for one in look(network, cast.fay, cases, "crohns", kind="report")[1]] == [None]


def test_whoever_reports_it_again_adds_what_they_see_now(network, cast):
    said = say(network, cast.ana, cast.everyday, "Ask your doctor.")
    for body in ("Ask your doctor.", HARMFUL, HARMFUL):
        do(network, cast.ana, edit_message, said.id, body=body)
        tell(network, cast.ben, "message", said.id)
    kept = look(network, cast.fay, evidence_of, case_about(network, cast.fay, said.id).case.id)
    assert [one.piece.body for one in kept] == ["Ask your doctor.", HARMFUL]


def test_a_person_who_writes_something_else_about_themselves_is_kept_as_each_reporter_saw_them(network, cast):
    for who, about in ((cast.ben, "Hello."), (cast.lin, HARMFUL), (cast.max, HARMFUL)):
        do(network, cast.ana, edit_profile, about=about)
        tell(network, who, "person", cast.ana.person_id, community="crohns")
    kept = look(network, cast.fay, evidence_of, case_about(network, cast.fay, cast.ana.person_id).case.id)
    assert [(one.piece.part, one.piece.title, one.piece.body) for one in kept] == [
        ("itself", "Ana", "Hello."),
        ("later", "Ana", HARMFUL),
    ]


def test_what_was_changed_and_reported_again_names_whoever_wrote_it_anonymously_only_on_record(network, cast):
    said = say(network, cast.ana, cast.everyday, anonymous=True)
    tell(network, cast.ben, "message", said.id)
    do(network, cast.ana, edit_message, said.id, body=HARMFUL)
    tell(network, cast.lin, "message", said.id)
    found = case_about(network, cast.fay, said.id).case.id

    def authors():
        return [one.author and one.author.handle for one in look(network, cast.fay, evidence_of, found)]

    assert authors() == [None, None]
    learn_name(network, cast.fay, found)
    assert authors() == ["Ana", "Ana"]


def test_nothing_is_kept_anew_of_who_has_erased_their_account(network, cast):
    said = say(network, cast.ana, cast.everyday, HARMFUL)
    tell(network, cast.ben, "message", said.id)
    do(network, cast.ana, erase, delete_content=False)
    tell(network, cast.lin, "message", said.id)
    assert look(network, cast.fay, evidence_of, case_about(network, cast.fay, said.id).case.id) == []


def test_ten_messages_are_kept_around_one_and_none_of_what_was_removed(network, cast):
    said = [say(network, cast.ana, cast.everyday, f"Number {number}") for number in range(16)]
    do(network, cast.ana, remove_message, said[7].id)
    tell(network, cast.ben, "message", said[8].id)
    found = case_about(network, cast.fay, said[8].id)
    bodies = [one.piece.body for one in look(network, cast.fay, evidence_of, found.case.id)]
    assert bodies == [f"Number {number}" for number in (2, 3, 4, 5, 6, 8, 9, 10, 11, 12, 13)]


URGENCY = {
    "risk": "red",
    "harmful_advice": "amber",
    "harassment": "amber",
    "privacy": "amber",
    "spam": "green",
    "other": "green",
}


@pytest.mark.parametrize(("reason", "severity"), URGENCY.items())
def test_the_reason_says_how_urgent_it_is(network, cast, reason, severity):
    said = say(network, cast.ana, cast.everyday)
    tell(network, cast.ben, "message", said.id, reason=reason)
    assert case_about(network, cast.fay, said.id).case.severity == severity


def test_several_who_report_one_thing_are_one_case_as_urgent_as_the_gravest(network, cast, clock):
    said = say(network, cast.ana, cast.everyday)
    tell(network, cast.ben, "message", said.id, reason="spam")
    clock.move(hours=20)
    tell(network, cast.max, "message", said.id, reason="risk")
    tell(network, cast.lin, "message", said.id, reason="other")
    found = case_about(network, cast.fay, said.id).case
    assert found.severity == "red"
    assert (found.due_at - clock.now).total_seconds() == 15 * 60
    assert {one.by.handle for one in sent_about(network, cast.fay, found.id)} == {"Ben", "Lin", "Max"}


def test_whoever_reports_it_again_has_one_report_which_says_it_anew(network, cast):
    said = say(network, cast.ana, cast.everyday)
    first, is_new = tell(network, cast.ben, "message", said.id, reason="spam")
    again, is_new_again = tell(network, cast.ben, "message", said.id, reason="risk", note="He says he has a plan.")
    assert (first.id, is_new, is_new_again) == (again.id, True, False)
    assert case_about(network, cast.fay, said.id).case.severity == "red"
    assert [one.report.note for one in look(network, cast.ben, my_reports)] == ["He says he has a plan."]


def test_once_it_is_decided_a_new_report_is_a_new_case(network, cast):
    said = say(network, cast.ana, cast.everyday)
    first, _ = tell(network, cast.ben, "message", said.id)
    do(network, cast.fay, decide, case_about(network, cast.fay, said.id).case.id, outcome="dismiss", reason="Fine.")
    second, is_new = tell(network, cast.ben, "message", said.id)
    assert (is_new, first.case_id == second.case_id) == (True, False)


def test_one_reports_what_one_may_see_and_nothing_else(network, cast):
    inside, hidden = say(network, cast.ana, cast.everyday), say(network, cast.ana, cast.quiet_corner)
    for who in (cast.pia, cast.bea, cast.oli, cast.gil, cast.una, cast.opal):
        for one in (inside.id, hidden.id, uuid4()):
            with pytest.raises(NotFound):
                tell(network, who, "message", one)
    with pytest.raises(Unauthenticated):
        tell(network, None, "message", inside.id)
    for who in (cast.ben, cast.lin, cast.max, cast.fay):
        tell(network, who, "message", inside.id)
    assert len(sent_about(network, cast.fay, case_about(network, cast.fay, inside.id).case.id)) == 4


def test_nobody_reports_themselves_or_what_is_their_own(network, cast):
    said = say(network, cast.ana, cast.everyday, anonymous=True)
    made = do(network, cast.ana, offer, "crohns", kind="tip", title="Pacing", body="Words.").id
    for kind, target in (("message", said.id), ("person", cast.ana.person_id), ("resource", made)):
        with pytest.raises(Invalid) as refused:
            tell(network, cast.ana, kind, target)
        assert "target" in refused.value.fields


def test_what_is_gone_cannot_be_reported_any_more(network, cast):
    said = say(network, cast.ana, cast.everyday)
    do(network, cast.ana, remove_message, said.id)
    with pytest.raises(Conflict, match="gone"):
        tell(network, cast.ben, "message", said.id)


def test_a_resource_is_reported_by_those_who_may_read_it(network, cast):
    made = do(network, cast.ana, offer, "crohns", kind="tip", title="Pacing", body="Three a day.").id
    with pytest.raises(NotFound):
        tell(network, cast.ben, "resource", made)
    do(network, cast.ana, submit, made)
    do(network, cast.fay, review, made, outcome="publish", reason="Good.", version=1)
    tell(network, cast.ben, "resource", made)
    found = case_about(network, cast.fay, made)
    (kept,) = look(network, cast.fay, evidence_of, found.case.id)
    assert (kept.piece.title, kept.piece.body, found.excerpt) == ("Pacing", "Three a day.", "Pacing")
    for who in (cast.gil, cast.oli, cast.pia, cast.bea, cast.opal):
        with pytest.raises(NotFound):
            tell(network, who, "resource", made)


def test_a_person_is_reported_where_both_are(network, cast):
    for who in (cast.gil, cast.oli, cast.pia, cast.bea, cast.opal):
        with pytest.raises(NotFound):
            tell(network, who, "person", cast.ana.person_id)
    with pytest.raises(Invalid) as refused:
        tell(network, cast.ben, "person", cast.ana.person_id)
    assert "community" in refused.value.fields
    with pytest.raises(NotFound):
        tell(network, cast.ben, "person", cast.ana.person_id, community="long-covid")
    tell(network, cast.ben, "person", cast.ana.person_id, community="crohns")
    assert case_about(network, cast.fay, cast.ana.person_id).case.community_id == cast.crohns_id
    for stranger in (cast.oli.person_id, cast.bea.person_id, uuid4()):
        with pytest.raises(NotFound):
            tell(network, cast.ben, "person", stranger, community="crohns")


def test_only_those_who_decide_see_evidence_and_reporters_never_whom_it_is_about(network, cast, second):
    said = say(network, second, cast.everyday, HARMFUL)
    tell(network, cast.ana, "message", said.id)
    found = case_about(network, cast.fay, said.id)
    assert look(network, cast.fay, reports_of, found.case.id) == []
    assert sent_about(network, cast.fay, found.case.id)
    for query in (evidence_of, reports_of):
        assert look(network, cast.fay, query, found.case.id)
        for who in (second, cast.ana, cast.lin, cast.max, cast.pia, cast.gil, cast.oli, cast.bea):
            with pytest.raises(NotFound):
                look(network, who, query, found.case.id)
    with pytest.raises(NotFound):
        look(network, cast.opal, evidence_of, found.case.id)
    assert sent_about(network, cast.opal, found.case.id) == []
    do(network, cast.opal, open_evidence, found.case.id, reason="Fay asked for help.")
    assert sent_about(network, cast.opal, found.case.id)
    with pytest.raises(NotFound):
        look(network, second, case, found.case.id)
    assert said.id not in [one.case.subject_id for one in look(network, second, cases, "crohns")[1]]


def test_whoever_reported_learns_no_name_and_no_words_from_the_case(network, cast):
    said = say(network, cast.ana, cast.everyday, HARMFUL, anonymous=True)
    tell(network, cast.ben, "message", said.id)
    found = case_about(network, cast.fay, said.id)
    assert learn_name(network, cast.fay, found.case.id).handle == "Ana"
    seen, _, _ = look(network, cast.ben, case, found.case.id)
    assert (seen.subject, seen.excerpt, seen.reason) == (None, None, None)
    do(network, cast.fay, claim, found.case.id)
    assert look(network, cast.ben, case, found.case.id)[0].claimed_by is None
    do(network, cast.fay, decide, found.case.id, outcome="remove", reason="Ana, please do not.")
    seen, _, _ = look(network, cast.ben, case, found.case.id)
    assert (seen.claimed_by, seen.decided_by) == (None, None)
    assert (seen.subject, seen.excerpt, seen.reason, seen.case.outcome) == (None, None, None, "remove")


def test_whoever_reported_first_reads_nothing_of_a_graver_report(network, cast, clock):
    """Neither from how grave the case is, nor from when it is due, nor from where it stands among their own."""
    first, second = say(network, cast.ana, cast.everyday), say(network, cast.ana, cast.everyday)

    def seen():
        _, found = look(network, cast.ben, cases, "crohns")
        alone = [look(network, cast.ben, case, one.case.id)[0] for one in found]
        return [(one.case.subject_id, one.severity, one.due_at) for one in (*found, *alone)]

    opened = clock.now
    for said, reason in ((first, "spam"), (second, "harassment")):
        tell(network, cast.ben, "message", said.id, reason=reason)
        clock.move(minutes=1)
    before = seen()
    assert before[1] == (first.id, "green", opened + timedelta(hours=24))
    tell(network, cast.max, "message", first.id, reason="risk")
    assert case_about(network, cast.fay, first.id).severity == "red"
    assert seen() == before
    tell(network, cast.ben, "message", first.id, reason="harmful_advice")
    assert seen()[1][1] == "amber"


def test_one_who_left_still_sees_what_came_of_a_report(network, cast):
    said = say(network, cast.ana, cast.everyday)
    tell(network, cast.ben, "message", said.id)
    do(network, cast.ben, leave, "crohns")
    do(network, cast.fay, decide, case_about(network, cast.fay, said.id).case.id, outcome="remove", reason="Unkind.")
    (mine,) = look(network, cast.ben, my_reports)
    assert (mine.state, mine.outcome, mine.is_news) == ("closed", "remove", True)
    assert look(network, cast.ana, my_reports) == []


def test_whoever_reported_has_one_more_thing_to_read(network, cast):
    from networks.moderation.answering import read_answers

    said = say(network, cast.ana, cast.everyday)
    for who in (cast.ben, cast.lin):
        tell(network, who, "message", said.id)
    assert news(network, cast.ben) == 0
    do(network, cast.fay, decide, case_about(network, cast.fay, said.id).case.id, outcome="dismiss", reason="Fine.")
    assert (news(network, cast.ben), news(network, cast.lin), news(network, cast.ana)) == (1, 1, 0)
    theirs = [one.report.id for who in (cast.ben, cast.lin) for one in look(network, who, my_reports)]
    do(network, cast.ben, read_answers, theirs)
    assert (news(network, cast.ben), news(network, cast.lin)) == (0, 1)


def test_how_much_somebody_reported_and_how_much_of_it_was_right_is_seen(network, cast):
    unkind, fine, waits = (say(network, cast.ana, cast.everyday) for _ in range(3))
    for said, outcome in ((unkind, "remove"), (fine, "dismiss")):
        tell(network, cast.ben, "message", said.id)
        do(network, cast.fay, decide, case_about(network, cast.fay, said.id).case.id, outcome=outcome, reason="So.")
    tell(network, cast.ben, "message", waits.id)
    (sent,) = sent_about(network, cast.fay, case_about(network, cast.fay, waits.id).case.id)
    assert sent.record == (3, 2, 1)


def test_what_was_reported_about_a_facilitator_is_in_no_count_that_she_reads(network, cast, second):
    tell(network, cast.lin, "person", cast.fay.person_id, community="crohns")
    about_her = case_about(network, second, cast.fay.person_id).case
    do(network, second, decide, about_her.id, outcome="dismiss", reason="I have asked her.")
    said = say(network, cast.ana, cast.everyday)
    tell(network, cast.lin, "message", said.id)
    case_id = case_about(network, cast.fay, said.id).case.id
    ((hers,), (theirs,)) = (sent_about(network, who, case_id) for who in (cast.fay, second))
    assert (hers.record, theirs.record) == ((1, 0, 0), (2, 1, 0))


def test_a_step_about_the_person_counts_as_something_that_came_of_it(network, cast, answer):
    tell(network, cast.ben, "person", cast.ana.person_id, community="crohns")
    found = case_about(network, cast.fay, cast.ana.person_id).case
    with pytest.raises(Invalid):
        do(network, cast.fay, decide, found.id, outcome="remove", reason="Unkind.")
    answer(cast.ana, "warning")
    do(network, cast.fay, decide, found.id, outcome="dismiss", reason="Warned.")
    assert [one.report.upheld for one in look(network, cast.ben, my_reports)] == [True]


def test_a_note_between_facilitators_does_not(network, cast, answer):
    tell(network, cast.ben, "person", cast.ana.person_id, community="crohns")
    answer(cast.ana, "note")
    found = case_about(network, cast.fay, cast.ana.person_id).case
    do(network, cast.fay, decide, found.id, outcome="dismiss", reason="Watched.")
    assert [one.report.upheld for one in look(network, cast.ben, my_reports)] == [False]


def test_many_who_report_one_thing_at_once_make_one_case(network, cast):
    for _ in range(10):
        said = say(network, cast.ana, cast.everyday)
        reasons = zip((cast.ben, cast.lin, cast.max, cast.fay), ("spam", "risk", "other", "privacy"), strict=True)
        calls = [partial(tell, network, who, "message", said.id, reason=reason) for who, reason in reasons]
        sent = at_once([*calls, partial(tell, network, cast.ben, "message", said.id, reason="spam")])
        assert len({one.case_id for one, _ in sent}) == 1, sent
        assert [is_new for _, is_new in sent].count(True) == 4
        found = case_about(network, cast.fay, said.id).case
        assert found.severity == "red"
        with network.reading() as work:
            pieces = select(func.count()).select_from(Evidence).where(Evidence.case_id == found.id)
            assert work.session.scalar(pieces.where(Evidence.part == "itself")) == 1


def test_reporting_while_it_is_decided_loses_no_report(network, cast):
    for _ in range(10):
        said = say(network, cast.ana, cast.everyday)
        tell(network, cast.ben, "message", said.id)
        found = case_about(network, cast.fay, said.id).case
        decided, sent = at_once(
            [
                partial(do, network, cast.fay, decide, found.id, outcome="dismiss", reason="Fine."),
                partial(tell, network, cast.lin, "message", said.id),
            ]
        )
        assert decided.case.outcome == "dismiss"
        mine = look(network, cast.lin, my_report, sent[0].id)
        assert (mine.state == "closed") is (mine.report.case_id == found.id)
        assert (mine.report.upheld is not None) is (mine.state == "closed")


def test_nobody_but_the_desk_and_the_reporter_hears_of_it(network, cast):
    heard = listen(network)
    said = say(network, cast.ana, cast.everyday)
    heard.clear()
    tell(network, cast.ben, "message", said.id)
    assert {type(one).__name__ for one in heard} == {"CaseChanged"}
    assert {one.person_id for one in heard} == {cast.ana.person_id}  # whom its news are kept from
    heard.clear()
    do(network, cast.fay, decide, case_about(network, cast.fay, said.id).case.id, outcome="dismiss", reason="Fine.")
    assert [one.person_id for one in heard if type(one).__name__ == "ReportAnswered"] == [cast.ben.person_id]


def news(network, person):
    return look(network, None, asker_by_session, person.session_id).news


def test_nothing_can_be_reported_that_has_no_kind(network, cast):
    with pytest.raises(KeyError):
        do(network, cast.ben, report, "direct_message", uuid4(), reason="spam")
