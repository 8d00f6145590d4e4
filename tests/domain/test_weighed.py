"""What somebody writes on joining, or with a report, is looked through for phrases as well, and so is who sees what."""

from __future__ import annotations

import pytest

from networks.communities.actions import join
from networks.errors import NotFound
from networks.moderation.queries import case, cases
from networks.safety.watch import Watch
from tests.cast import ANSWERS
from tests.domain.acts import do, look, say
from tests.domain.reports import case_about, sent_about, tell

RED = "I have decided. I am going to kill myself tonight."


@pytest.fixture(autouse=True)
def watch(network):
    return Watch(network)


def found(network, who, kind, slug="crohns"):
    return look(network, who, cases, slug, kind=kind)[1]


@pytest.mark.parametrize(("answer", "severity"), [(RED, "red"), (ANSWERS[1], "green")])
def test_a_request_to_join_is_as_grave_as_its_answers_sound(network, cast, answer, severity):
    do(network, cast.oli, join, "crohns", answers=[ANSWERS[0], answer])
    (asked,) = [one for one in found(network, cast.fay, "join") if one.case.person_id == cast.oli.person_id]
    assert (asked.severity, asked.case.evidence["answers"][1]["answer"]) == (severity, answer)
    assert found(network, cast.fay, "safety") == []
    with pytest.raises(NotFound):
        look(network, cast.oli, case, asked.case.id)


def test_who_is_inside_at_once_has_a_case_about_their_safety(network, cast):
    do(network, cast.oli, join, "long-covid", answers=[RED])
    (one,) = found(network, cast.gil, "safety", "long-covid")
    assert (one.severity, one.subject.handle, one.excerpt) == ("red", "Oli", None)
    assert [hit["body"] for hit in one.case.evidence["hits"]] == [RED]
    do(network, cast.ben, join, "long-covid", answers=["I am tired."])
    assert len(found(network, cast.gil, "safety", "long-covid")) == 1


def test_a_report_is_as_grave_as_what_is_written_with_it_sounds(network, cast, second):
    said = say(network, second, cast.everyday)
    tell(network, cast.ana, "message", said.id, reason="spam", note="Look.")
    assert case_about(network, cast.fay, said.id).severity == "green"
    tell(network, cast.lin, "message", said.id, reason="spam", note=RED)
    one = case_about(network, cast.fay, said.id)
    assert one.severity == "red"
    assert {each.report.note for each in sent_about(network, cast.fay, one.case.id)} == {"Look.", RED}


def test_no_case_about_who_reported_tells_a_facilitator_who_was_reported_that_it_was_they(network, cast, second):
    said = say(network, second, cast.everyday)
    tell(network, cast.ana, "message", said.id, reason="harassment", note=RED)
    for who in (second, cast.fay, cast.opal):
        assert found(network, who, "safety") == []
    assert found(network, second, "report") == []


def test_saying_a_report_anew_weighs_what_is_said_now_and_makes_nothing_milder(network, cast):
    said = say(network, cast.ana, cast.everyday)
    for note, severity in (("Look.", "green"), (RED, "red"), ("Look.", "red")):
        tell(network, cast.ben, "message", said.id, reason="spam", note=note)
        assert case_about(network, cast.fay, said.id).severity == severity
