"""What somebody reads of what was removed of theirs, appealing against it, and what then stands again."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from networks.chat.actions import edit_message, react
from networks.chat.events import MessageEdited
from networks.communities.actions import edit_community
from networks.erasure import erase
from networks.errors import Conflict, NotAllowed, NotFound
from networks.export import everything_about_me
from networks.jobs import JobRow
from networks.moderation.actions import claim, decide
from networks.moderation.appeal_models import Against
from networks.moderation.appealing import answer as write_to
from networks.moderation.appealing import appeal, reply
from networks.moderation.appeals import appeal_of, appealed, my_appeal, what_led_to_it
from networks.moderation.decisions import WITHIN, kept_words, my, my_decision, my_decisions
from networks.moderation.events import AppealDecided, Removed
from networks.moderation.forgetting import AGAIN, forget_evidence, forget_words
from networks.moderation.log import removals
from networks.moderation.models import Case
from networks.moderation.opening import open_evidence
from networks.moderation.queries import audit, case, cases
from networks.moderation.report_models import Removal
from networks.moderation.reports import my_reports
from networks.removal import remove_message
from networks.resources.actions import offer, submit
from networks.resources.queries import resource
from networks.resources.reviewing import archive
from networks.resources.reviewing import decide as review
from tests.domain.acts import bodies, do, listen, look, read, say
from tests.domain.finding import found
from tests.domain.reports import HARMFUL, case_about, tell

WHY = "This can do harm."
WORDS = "I told what I did, and told nobody to do it."
RULE = "2. No medical orders."


def remove(network, cast, said, by=None, reason=WHY):
    """Fay removes it in the room."""
    do(network, by or cast.fay, remove_message, said.id, reason=reason)


def decide_away(network, cast, said, by=None):
    """Ben reports it, and Fay decides that it goes."""
    tell(network, cast.ben, "message", said.id)
    found = case_about(network, cast.fay, said.id).case
    do(network, by or cast.fay, decide, found.id, outcome="remove", reason=WHY, rule=RULE)
    return found.id


def mine(network, who):
    return look(network, who, my, Against.REMOVAL)


def words_of(network, who, one):
    return look(network, who, kept_words, one.made)


def object_to(network, who, one=None):
    """Appeal against the latest removal; returns the id of the case."""
    one = one or mine(network, who)[0]
    made = do(network, who, appeal, one.made.id, Against.REMOVAL, statement=WORDS)
    return made.case_id


def overturn(network, who, case_id):
    return do(network, who, decide, case_id, outcome="overturn", reason="Nobody was told to.")


@pytest.fixture
def gone(network, cast):
    """Ana's, and Fay has removed it in the room."""
    said = say(network, cast.ana, cast.everyday, HARMFUL)
    remove(network, cast, said)
    return said


# --- what one reads of it


def test_whoever_wrote_it_reads_what_it_was_why_and_by_whom(network, cast, gone):
    (one,) = look(network, cast.ana, my_decisions)
    assert (one.against, one.made.subject_id, one.made.reason, one.by.handle) == ("removal", gone.id, WHY, "Fay")
    assert (one.community.slug, one.at, one.appeal) == ("crohns", network.clock(), None)
    assert one.can_be_appealed(network.clock())
    assert words_of(network, cast.ana, one) == HARMFUL
    for who in (cast.ben, cast.fay, cast.opal, cast.gil, cast.bea):
        with pytest.raises(NotFound):
            look(network, who, my_decision, one.made.id, Against.REMOVAL)


def test_of_what_a_case_removed_they_read_the_rule_in_its_words_and_their_last_ones(network, cast):
    do(network, cast.fay, edit_community, "crohns", charter="Speak for yourself.\nNo medical orders.")
    said = say(network, cast.ana, cast.everyday, HARMFUL)
    tell(network, cast.ben, "message", said.id)
    do(network, cast.ana, edit_message, said.id, body="I stopped mine.")
    decide_away(network, cast, said)
    (one,) = mine(network, cast.ana)
    assert (one.made.rule, one.made.rule_text, one.made.reason) == (RULE, "No medical orders.", WHY)
    assert words_of(network, cast.ana, one) == "I stopped mine."


def test_sanctions_and_removals_stand_in_one_list_the_latest_first(network, cast, answer, clock, gone):
    clock.move(minutes=1)
    answer(cast.ana, "warning")
    clock.move(minutes=1)
    remove(network, cast, say(network, cast.ana, cast.everyday))
    found = look(network, cast.ana, my_decisions)
    assert [str(one.against) for one in found] == ["removal", "sanction", "removal"]


def test_what_one_removes_oneself_is_no_decision_and_nothing_is_kept(network, cast):
    said = say(network, cast.ana, cast.everyday, HARMFUL)
    do(network, cast.ana, remove_message, said.id)
    remove(network, cast, said)
    decided = say(network, cast.ana, cast.everyday, HARMFUL)
    tell(network, cast.ben, "message", decided.id)
    do(network, cast.ana, remove_message, decided.id)
    do(network, cast.fay, decide, case_about(network, cast.fay, decided.id).case.id, outcome="remove", reason=WHY)
    assert mine(network, cast.ana) == []
    with network.reading() as work:
        assert work.session.scalars(select(Removal.words)).all() == [None]


def test_removing_twice_is_once(network, cast, gone):
    remove(network, cast, gone)
    assert len(mine(network, cast.ana)) == 1


def test_they_hear_that_it_is_gone_and_get_a_mail(network, cast):
    said, heard = say(network, cast.ana, cast.everyday, HARMFUL), listen(network, Removed)
    remove(network, cast, said)
    assert [(one.community_id, one.person_id) for one in heard] == [(cast.crohns_id, cast.ana.person_id)]
    with network.reading() as work:
        mails = [row.payload for row in work.session.scalars(select(JobRow).where(JobRow.kind == "mail"))]
    assert {"why": "decision", "person_id": str(cast.ana.person_id)} in mails


def test_the_reason_is_on_record_and_the_words_are_nowhere(network, cast, gone):
    (row, _) = look(network, cast.fay, audit, "crohns", limit=1)[0]
    assert (row.act, row.reason) == ("message.removed", WHY)
    assert bodies(read(network, cast.fay, cast.everyday)) == [None]
    assert found(network, cast.fay, "tablets") == []
    assert HARMFUL not in str(look(network, cast.ben, removals, "crohns"))


# --- appealing


def test_an_appeal_is_decided_by_somebody_else_who_reads_what_was_removed(network, cast, gone, second):
    case_id = object_to(network, cast.ana)
    (found,) = look(network, cast.opal, cases, "crohns", kind="appeal")[1]
    assert (found.case.id, found.case.subject_kind, found.case.severity) == (case_id, "removal", "amber")
    assert (found.subject.id, found.case.barred_id) == (cast.ana.person_id, cast.fay.person_id)
    original = look(network, second, appealed, case_id)
    assert (original.made.subject_id, original.by.handle, original.words) == (gone.id, "Fay", HARMFUL)
    assert look(network, second, appeal_of, case_id).appeal.statement == WORDS
    for act, words in ((claim, {}), (decide, {"outcome": "uphold", "reason": "I was right."})):
        with pytest.raises(NotAllowed, match="first time"):
            do(network, cast.fay, act, case_id, **words)
    with pytest.raises(NotAllowed, match="first time"):
        look(network, cast.fay, appeal_of, case_id)
    assert look(network, cast.fay, appealed, case_id).words is None


def test_an_operator_reads_the_words_with_a_reason_and_decides_where_nobody_else_is(network, cast, gone):
    case_id = object_to(network, cast.ana)
    assert look(network, cast.opal, case, case_id)[0].sealed
    assert look(network, cast.opal, appealed, case_id).words is None
    do(network, cast.opal, open_evidence, case_id, reason="There is one facilitator.")
    assert look(network, cast.opal, appealed, case_id).words == HARMFUL
    overturn(network, cast.opal, case_id)
    assert bodies(read(network, cast.ben, cast.everyday)) == [HARMFUL]


def test_members_and_facilitators_of_others_find_nothing_of_it(network, cast, gone):
    case_id = object_to(network, cast.ana)
    for who in (cast.ben, cast.ana, cast.gil, cast.bea, cast.oli):
        for query in (appeal_of, appealed):
            with pytest.raises(NotFound):
                look(network, who, query, case_id)
    for who in (cast.ben, cast.fay, cast.opal):
        with pytest.raises(NotFound):
            do(network, who, appeal, mine(network, cast.ana)[0].made.id, Against.REMOVAL, statement=WORDS)


def test_each_removal_is_appealed_against_once_and_the_next_one_anew(network, cast, gone, second):
    overturn(network, second, object_to(network, cast.ana))
    with pytest.raises(Conflict, match="already"):
        object_to(network, cast.ana)
    remove(network, cast, gone)
    second_time = mine(network, cast.ana)
    assert [one.appeal is None for one in second_time].count(True) == 1
    object_to(network, cast.ana, next(one for one in second_time if one.appeal is None))


def test_after_half_a_year_it_is_over(network, cast, gone, clock):
    clock.move(seconds=WITHIN.total_seconds() - 1)
    assert mine(network, cast.ana)[0].can_be_appealed(network.clock())
    clock.move(seconds=1)
    assert not mine(network, cast.ana)[0].can_be_appealed(network.clock())
    with pytest.raises(NotAllowed, match="half a year"):
        object_to(network, cast.ana)


def test_both_sides_write_about_it(network, cast, gone, second):
    case_id, (one,) = object_to(network, cast.ana), mine(network, cast.ana)
    do(network, second, write_to, case_id, body="To whom was it said?")
    do(network, cast.ana, reply, one.made.id, Against.REMOVAL, body="To nobody.")
    heard = look(network, cast.ana, my_appeal, one.made.id, Against.REMOVAL)
    assert [each.reply.body for each in heard.written] == ["To whom was it said?", "To nobody."]


def test_whoever_said_it_anonymously_appeals_anonymously(network, cast, second):
    remove(network, cast, say(network, cast.ana, cast.everyday, "May I ask?", anonymous=True))
    case_id, (one,) = object_to(network, cast.ana), mine(network, cast.ana)
    do(network, second, write_to, case_id, body="What did you mean?")
    do(network, cast.ana, reply, one.made.id, Against.REMOVAL, body="Only that.")
    do(network, cast.opal, open_evidence, case_id, reason="To decide.")
    for who in (second, cast.fay, cast.opal):
        assert look(network, who, case, case_id)[0].subject is None
        assert [each.subject for each in look(network, who, cases, "crohns", kind="appeal")[1]] == [None]
    for who in (second, cast.opal):
        written = look(network, who, appeal_of, case_id).written
        assert [each.by and each.by.handle for each in written] == ["Ben", None]
    overturn(network, second, case_id)
    (back,) = read(network, cast.ben, cast.everyday).items
    assert (back.body, back.author, back.anonymous) == ("May I ask?", None, True)


def test_the_report_that_led_to_it_is_shown_but_not_where_it_would_tell_who(network, cast, second):
    def led(who, case_id):
        def find(work):
            original = appealed(work, case_id)
            assert original
            return [one.id for one in what_led_to_it(work, case(work, case_id)[2], original.made)]

        return look(network, who, find)

    open_one = decide_away(network, cast, say(network, cast.ana, cast.everyday, HARMFUL))
    assert led(second, object_to(network, cast.ana)) == [open_one]
    decide_away(network, cast, say(network, cast.lin, cast.everyday, HARMFUL, anonymous=True))
    unnamed = object_to(network, cast.lin)
    assert (led(second, unnamed), led(cast.opal, unnamed)) == ([], [])


# --- what comes of it


def test_overturned_it_stands_as_it_stood(network, cast, second):
    before, said = say(network, cast.ben, cast.everyday), say(network, cast.ana, cast.everyday, "Bin the **tablets**.")
    say(network, cast.lin, cast.everyday, "And after.", reply_to=said.id)
    do(network, cast.ben, react, said.id, "👍", on=True)
    remove(network, cast, said)
    case_id = object_to(network, cast.ana)
    last, heard = read(network, cast.ben, cast.everyday).last_seq, listen(network, MessageEdited, AppealDecided)
    overturn(network, second, case_id)
    page = read(network, cast.ben, cast.everyday)
    assert [one.id for one in page.items][:2] == [before.id, said.id]
    back = page.items[1]
    assert (back.seq, back.change_seq, page.last_seq) == (said.seq, last + 1, last + 1)
    assert (back.body, back.author.handle, back.removed) == ("Bin the **tablets**.", "Ana", False)
    assert "<strong>tablets</strong>" in back.html
    assert [one.quoted.excerpt for one in page.items[2:]] == ["Bin the tablets."]
    assert found(network, cast.ben, "tablets") == [back.body]
    assert {type(one) for one in heard} == {MessageEdited, AppealDecided}
    (one,) = mine(network, cast.ana)
    assert (one.made.restored_at, one.made.words) == (network.clock(), None)
    assert (one.appeal.outcome, one.appeal.reason) == ("overturn", "Nobody was told to.")
    assert [each.restored_at is not None for each in look(network, cast.ben, removals, "crohns")[1]] == [True]
    acts = [row.act for row, _ in look(network, cast.fay, audit, "crohns", limit=2)]
    assert sorted(acts) == ["case.decided", "removal.overturned"]


def test_what_a_case_removed_comes_back_and_whoever_reported_it_hears(network, cast, second):
    said = say(network, cast.lin, cast.everyday, HARMFUL)
    tell(network, cast.max, "message", said.id)
    do(network, cast.fay, decide, case_about(network, cast.fay, said.id).case.id, outcome="remove", reason=WHY)
    overturn(network, second, object_to(network, cast.lin))
    assert bodies(read(network, cast.ben, cast.everyday)) == [HARMFUL]
    (sent,) = look(network, cast.max, my_reports)
    assert (sent.restored, sent.report.upheld, sent.is_news) == (True, False, True)


def test_something_came_of_a_report_for_as_long_as_its_removal_or_its_step_stands(network, cast, second):
    said = say(network, cast.lin, cast.everyday, HARMFUL)
    tell(network, cast.max, "message", said.id)
    found = case_about(network, cast.fay, said.id).case.id
    step = {"kind": "warning"}
    do(network, cast.fay, decide, found, outcome="remove", reason=WHY, rule=RULE, step=step)
    overturn(network, second, object_to(network, cast.lin))
    (sent,) = look(network, cast.max, my_reports)
    assert (sent.restored, sent.report.upheld) == (True, True)
    (warned,) = look(network, cast.lin, my, Against.SANCTION)
    overturn(network, second, do(network, cast.lin, appeal, warned.made.id, statement=WORDS).case_id)
    assert [one.report.upheld for one in look(network, cast.max, my_reports)] == [False]


def test_upheld_it_stays_removed_and_they_read_why(network, cast, gone, second):
    case_id, heard = object_to(network, cast.ana), listen(network, AppealDecided)
    do(network, second, decide, case_id, outcome="uphold", reason="It told somebody to.")
    (one,) = mine(network, cast.ana)
    assert (one.appeal.outcome, one.appeal.reason, one.made.restored_at) == ("uphold", "It told somebody to.", None)
    assert bodies(read(network, cast.ben, cast.everyday)) == [None]
    assert [each.person_id for each in heard] == [cast.ana.person_id]


def test_what_was_decided_about_it_while_it_was_gone_is_undone_with_it(network, cast, second):
    said = say(network, cast.ana, cast.everyday, HARMFUL)
    tell(network, cast.lin, "message", said.id)
    remove(network, cast, said)
    do(network, cast.fay, decide, case_about(network, cast.fay, said.id).case.id, outcome="remove", reason=WHY)
    overturn(network, second, object_to(network, cast.ana))
    found = look(network, cast.ben, removals, "crohns")[1]
    assert [one.restored_at is not None for one in found] == [True, True]
    assert [one.report.upheld for one in look(network, cast.lin, my_reports)] == [False]


@pytest.fixture
def tip(network, cast):
    """Ana's, in the library."""
    made = do(network, cast.ana, offer, "crohns", kind="tip", title="Pacing", body="Three anchors a day.").id
    do(network, cast.ana, submit, made)
    do(network, cast.fay, review, made, outcome="publish", reason="Good.", version=1)
    return made


@pytest.mark.parametrize("by_a_case", [True, False], ids=["reported", "archived"])
def test_something_of_the_library_is_in_it_again(network, cast, tip, second, by_a_case):
    if by_a_case:
        tell(network, cast.lin, "resource", tip)
        do(network, cast.fay, decide, case_about(network, cast.fay, tip).case.id, outcome="remove", reason=WHY)
    else:
        do(network, cast.fay, archive, tip, reason=WHY)
    with pytest.raises(NotFound):
        look(network, cast.lin, resource, tip)
    (one,) = mine(network, cast.ana)
    assert (one.made.subject_kind, one.made.reason, one.made.words) == ("resource", WHY, None)
    case_id = object_to(network, cast.ana)
    assert not look(network, cast.opal, case, case_id)[0].sealed
    overturn(network, second, case_id)
    assert look(network, cast.lin, resource, tip).state == "published"


# --- what is kept, and for how long


def test_the_words_go_when_the_time_is_over_and_not_while_somebody_looks_at_it(network, cast, gone, clock, second):
    (one,) = mine(network, cast.ana)
    clock.move(seconds=WITHIN.total_seconds() - 60)
    case_id = object_to(network, cast.ana)
    clock.move(minutes=1)
    do(network, None, forget_words, one.made.id)
    assert words_of(network, cast.ana, mine(network, cast.ana)[0]) == HARMFUL
    do(network, second, decide, case_id, outcome="uphold", reason="It told somebody to.")
    clock.move(seconds=AGAIN.total_seconds())
    with network.reading() as work:
        due = [row.payload for row in work.session.scalars(select(JobRow).where(JobRow.kind == "evidence"))]
    assert due.count({"removal_id": str(one.made.id)}) == 2
    for _ in range(2):
        do(network, None, forget_words, one.made.id)
    assert words_of(network, cast.ana, mine(network, cast.ana)[0]) is None


def test_where_nothing_is_kept_any_more_nothing_comes_back_and_it_is_overturned_all_the_same(network, cast, second):
    case_of_report = decide_away(network, cast, say(network, cast.ana, cast.everyday, HARMFUL))
    case_id = object_to(network, cast.ana)
    do(network, None, forget_evidence, case_of_report)  # it waits, since an appeal is open
    assert words_of(network, cast.ana, mine(network, cast.ana)[0]) == HARMFUL
    with network.begin() as work:
        work.session.get_one(Case, case_id).person_id = None  # as if nobody had appealed
    do(network, None, forget_evidence, case_of_report)
    overturn(network, cast.opal, case_id)
    (one,) = mine(network, cast.ana)
    assert (one.appeal.outcome, one.made.restored_at) == ("overturn", None)
    assert bodies(read(network, cast.ben, cast.everyday)) == [None]


def test_it_is_in_the_file_of_whoever_wrote_it(network, cast, gone):
    (told,) = look(network, cast.ana, everything_about_me)["removals"]
    assert (told["subject_kind"], told["reason"], told["words"]) == ("message", WHY, HARMFUL)
    assert look(network, cast.fay, everything_about_me)["removals"] == []
    assert HARMFUL not in str(look(network, cast.ben, everything_about_me))


@pytest.mark.parametrize("delete_content", [True, False], ids=["words too", "words stay"])
def test_with_whoever_wrote_it_all_of_it_goes(network, cast, gone, second, delete_content):
    case_id, (one,) = object_to(network, cast.ana), mine(network, cast.ana)
    do(network, cast.ana, erase, delete_content=delete_content)
    with network.reading() as work:
        left = work.session.get_one(Removal, one.made.id)
        assert (left.person_id, left.words) == (None, None)
    found = look(network, second, case, case_id)[0].case
    assert (found.state, found.outcome, found.person_id, found.evidence) == ("closed", "withdrawn", None, {})
    with pytest.raises(NotFound):
        look(network, second, appeal_of, case_id)
    with pytest.raises(Conflict):
        overturn(network, second, case_id)
    assert bodies(read(network, cast.ben, cast.everyday)) == [None]


def test_of_somebody_who_has_gone_nothing_is_kept(network, cast):
    said = say(network, cast.ana, cast.everyday, HARMFUL)
    do(network, cast.ana, erase, delete_content=False)
    remove(network, cast, said)
    with network.reading() as work:
        left = work.session.scalars(select(Removal)).one()
        assert (left.person_id, left.words) == (None, None)
