"""Appealing against a sanction: who, how often, what is written, who decides, and what is undone."""

from __future__ import annotations

import pytest

from networks.communities.actions import edit_community, set_role
from networks.communities.models import Status
from networks.erasure import erase
from networks.errors import Conflict, NotAllowed, NotFound
from networks.export import everything_about_me
from networks.moderation import holding
from networks.moderation.actions import add_note, claim, decide
from networks.moderation.answers import sanctions_about_me
from networks.moderation.appealing import answer as write_to
from networks.moderation.appealing import appeal, reply
from networks.moderation.appeals import EACH, appeal_of, my_appeal
from networks.moderation.decisions import WITHIN, my_decisions
from networks.moderation.events import AppealDecided, SanctionOverturned
from networks.moderation.queries import audit, case, cases, notes
from networks.moderation.sanctioning import end_sanction, sanction
from networks.moderation.steps import timeline
from tests.domain.acts import do, is_inside, listen, look, may_write, queue, status

WORDS = "It was a joke between friends."


@pytest.fixture
def appealed(network, cast, answer):
    """Ana was muted by Fay and has appealed: the sanction and the id of its case."""
    made = answer(cast.ana, "mute", hours=72)
    do(network, cast.ana, appeal, made.id, statement=WORDS)
    return made, open_appeal(network, cast)


def open_appeal(network, cast):
    _, found = look(network, cast.opal, cases, "crohns", kind="appeal", state="open,claimed")
    return found[-1].case.id


def overturn(network, who, case_id):
    return do(network, who, decide, case_id, outcome="overturn", reason="Nobody was hurt.")


@pytest.mark.parametrize("kind", ["warning", "mute", "suspension", "ban"])
def test_everybody_can_appeal_against_what_was_decided_about_them(network, cast, answer, kind):
    made = answer(cast.ana, kind)
    do(network, cast.ana, appeal, made.id, statement=WORDS)
    (found,) = look(network, cast.opal, cases, "crohns", kind="appeal")[1]
    assert (found.case.subject_kind, found.case.subject_id, found.case.severity) == ("sanction", made.id, "amber")
    assert (found.subject.id, found.case.barred_id) == (cast.ana.person_id, cast.fay.person_id)
    assert [one.appeal.statement for one in look(network, cast.ana, my_decisions)] == [WORDS]


def test_nobody_else_can_and_a_note_is_nobodys(network, cast, answer):
    made, note = answer(cast.ana, "ban"), answer(cast.ana, "note")
    for who, what in ((cast.ben, made), (cast.fay, made), (cast.opal, made), (cast.gil, made), (cast.ana, note)):
        with pytest.raises(NotFound):
            do(network, who, appeal, what.id, statement=WORDS)


def test_each_decision_is_appealed_against_once(network, cast, appealed):
    made, case_id = appealed
    with pytest.raises(Conflict, match="already"):
        do(network, cast.ana, appeal, made.id, statement="Again.")
    do(network, cast.opal, decide, case_id, outcome="uphold", reason="It hurt.")
    with pytest.raises(Conflict, match="already"):
        do(network, cast.ana, appeal, made.id, statement="And again.")


def test_half_a_year_is_enough_unless_it_still_holds(network, cast, answer, clock):
    over, holds = answer(cast.ana, "mute", hours=1), answer(cast.ana, "ban")
    clock.move(seconds=WITHIN.total_seconds())
    with pytest.raises(NotAllowed, match="half a year"):
        do(network, cast.ana, appeal, over.id, statement=WORDS)
    do(network, cast.ana, appeal, holds.id, statement=WORDS)


def test_whoever_decided_the_first_time_neither_takes_it_nor_decides_nor_reads_it(network, cast, appealed, second):
    _, case_id = appealed
    for act, words in ((claim, {}), (decide, {"outcome": "uphold", "reason": "I was right."})):
        with pytest.raises(NotAllowed, match="first time"):
            do(network, cast.fay, act, case_id, **words)
    with pytest.raises(NotAllowed, match="first time"):
        look(network, cast.fay, appeal_of, case_id)
    with pytest.raises(NotAllowed, match="first time"):
        do(network, cast.fay, write_to, case_id, body="Come on.")
    excerpts = [one.excerpt for one in look(network, cast.fay, cases, "crohns", kind="appeal")[1]]
    assert excerpts == ["Unkind words."]
    assert do(network, second, claim, case_id).claimed_by.id == second.person_id


def test_whoever_decided_the_first_time_neither_reads_nor_writes_notes_about_it(network, cast, appealed, second):
    _, case_id = appealed
    do(network, second, add_note, case_id, body="Fay was too quick.")
    for ended in (False, True):
        for act, words in ((notes, {}), (add_note, {"body": "I was not."})):
            with pytest.raises(NotAllowed, match="first time"):
                do(network, cast.fay, act, case_id, **words)
        assert "note" not in happened(network, cast.fay, case_id)
        for who in (second, cast.opal):
            assert [note.body for note, _ in look(network, who, notes, case_id)] == ["Fay was too quick."]
            assert "note" in happened(network, who, case_id)
        if not ended:
            overturn(network, second, case_id)
    assert set(happened(network, cast.fay, case_id)) == {"opened", "decided"}


def happened(network, who, case_id):
    return [line.what for line in look(network, who, lambda work: timeline(work, case(work, case_id)[0]))]


def test_the_next_case_is_never_one_that_one_may_not_decide(network, cast, appealed, second):
    _, case_id = appealed
    taken = do(network, cast.fay, holding.take_next, "crohns")
    assert taken is None or taken.case.id != case_id
    do(network, second, claim, case_id)
    loads = look(network, second, lambda work: holding.could_take(work, appealed[0].community_id, _case(work, case_id)))
    assert cast.fay.person_id not in [one.person.id for one in loads]


def _case(work, case_id):
    return case(work, case_id)[0]


def test_where_there_is_one_facilitator_an_operator_decides(network, cast, appealed):
    made, case_id = appealed
    overturn(network, cast.opal, case_id)
    assert may_write(network, cast, cast.ana)
    assert look(network, cast.ana, my_appeal, made.id).appeal.outcome == "overturn"


def test_whoever_appeals_never_sees_the_case(network, cast, appealed):
    _, case_id = appealed
    do(network, cast.opal, set_role, "crohns", cast.ana.person_id, "facilitator")
    assert case_id not in queue(network, cast.ana)
    for act, words in ((claim, {}), (decide, {"outcome": "overturn", "reason": "Mine."})):
        with pytest.raises(NotFound):
            do(network, cast.ana, act, case_id, **words)


def test_members_and_facilitators_of_others_read_nothing_of_it(network, cast, appealed):
    for who in (cast.ben, cast.ana, cast.gil, cast.bea, cast.oli):
        with pytest.raises(NotFound):
            look(network, who, appeal_of, appealed[1])


@pytest.mark.parametrize("kind", ["mute", "suspension", "ban"])
def test_overturning_undoes_it_at_once_and_it_counts_for_nothing(network, cast, answer, second, kind):
    made = answer(cast.ana, kind)
    do(network, cast.ana, appeal, made.id, statement=WORDS)
    heard = listen(network, SanctionOverturned, AppealDecided)
    overturn(network, second, open_appeal(network, cast))
    assert may_write(network, cast, cast.ana)
    found = look(network, cast.ana, my_decisions)[0]
    assert found.made.overturned_at == found.made.ended_at == found.appeal.decided_at == network.clock()
    assert [type(one) for one in heard] == [AppealDecided, SanctionOverturned]


def test_an_overturned_warning_stands_nowhere_any_more(network, cast, answer, second):
    made = answer(cast.ana, "warning")
    do(network, cast.ana, appeal, made.id, statement=WORDS)
    assert look(network, cast.ana, sanctions_about_me, made.community_id)
    overturn(network, second, open_appeal(network, cast))
    assert not look(network, cast.ana, sanctions_about_me, made.community_id)


def test_overturning_one_leaves_the_other(network, cast, answer, second):
    made = answer(cast.ana, "ban")
    answer(cast.ana, "suspension", hours=5)
    do(network, cast.ana, appeal, made.id, statement=WORDS)
    overturn(network, second, open_appeal(network, cast))
    assert (status(network, cast.ana), is_inside(network, cast.ana)) == (Status.SUSPENDED, False)


def test_upholding_leaves_it_as_it_is_and_tells_why(network, cast, appealed, second):
    made, case_id = appealed
    do(network, second, decide, case_id, outcome="uphold", reason="It hurt people.")
    found = look(network, cast.ana, my_appeal, made.id).appeal
    assert (found.outcome, found.reason) == ("uphold", "It hurt people.")
    assert not may_write(network, cast, cast.ana)
    acts = [row.act for row, _ in look(network, cast.fay, audit, "crohns")]
    assert acts[0] == "case.decided"


def test_what_was_lifted_meanwhile_is_overturned_all_the_same(network, cast, appealed, clock):
    made, case_id = appealed
    lifted = do(network, cast.fay, end_sanction, made.id).ended_at
    clock.move(hours=1)
    overturn(network, cast.opal, case_id)
    found = look(network, cast.ana, my_decisions)[0].made
    assert (found.ended_at, found.overturned_at) == (lifted, network.clock())


def test_both_sides_write_until_it_is_decided(network, cast, appealed, second):
    made, case_id = appealed
    do(network, second, write_to, case_id, body="What was said before?")
    do(network, cast.ana, reply, made.id, body="Ben laughed.")
    do(network, cast.ana, reply, made.id, body="Ben laughed.")
    heard = look(network, second, appeal_of, case_id)
    assert [(one.reply.by_appellant, one.reply.body) for one in heard.written] == [
        (False, "What was said before?"),
        (True, "Ben laughed."),
    ]
    overturn(network, second, case_id)
    with pytest.raises(Conflict, match="decided"):
        do(network, cast.ana, reply, made.id, body="Thank you.")


def test_there_is_an_end_to_what_each_side_writes(network, cast, appealed, second):
    made, case_id = appealed
    for turn in range(EACH):
        do(network, cast.ana, reply, made.id, body=f"And {turn}.")
    with pytest.raises(Conflict, match="no room"):
        do(network, cast.ana, reply, made.id, body="And so on.")
    do(network, second, write_to, case_id, body="I have read it all.")


def test_an_appeal_goes_with_whoever_made_it(network, cast, appealed, second):
    made, case_id = appealed
    do(network, cast.ana, reply, made.id, body="Ben laughed.")
    shown = look(network, cast.ana, everything_about_me)
    assert [one["statement"] for one in shown["appeals"]] == [WORDS]
    assert [one["body"] for one in shown["appeal_replies"]] == ["Ben laughed."]
    do(network, cast.ana, erase, delete_content=False)
    with pytest.raises(NotFound):
        look(network, second, appeal_of, case_id)
    with pytest.raises(Conflict):
        overturn(network, second, case_id)


def test_the_rule_is_kept_in_the_words_that_it_had(network, cast):
    do(network, cast.fay, edit_community, "crohns", charter="Speak for yourself.\nNo medical orders.")
    named = ("2", "2.", "No medical orders.", "2. No medical orders.", "3", "Something else.")
    made = [
        do(network, cast.fay, sanction, "crohns", cast.ana.person_id, kind="note", reason="So.", rule=rule)
        for rule in named
    ]
    do(network, cast.fay, edit_community, "crohns", charter="Be kind.")
    assert [one.rule_text for one in made] == ["No medical orders."] * 4 + [None, None]
