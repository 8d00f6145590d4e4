"""The demo: its script plays through the real use cases, once, into an empty network."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from sqlalchemy import func, select

from networks.audit import AuditRow, broken
from networks.charter.models import Amendment
from networks.chat.models import Conversation, Message, Room
from networks.demo.script import communities, guests, library, messages, people
from networks.demo.seed import fill
from networks.moderation.appeal_models import Appeal
from networks.moderation.models import Case, Sanction
from networks.moderation.report_models import Removal, Report
from networks.people.models import Person
from networks.people.queries import credentials
from networks.resources.models import Label, Library, Resource, State, Version
from networks.resources.review_models import Endorsement
from networks.resources.shelf_models import Collected, Collection
from networks.resources.standing import is_endorsed
from networks.resources.trying_models import Release, Trial, TryReport
from networks.safety.lists import phrase_list, shipped
from networks.safety.matching import Matcher
from networks.safety.models import Step
from tests.domain.acts import look

HOSTS = re.compile(r"https?://([^/\s)\"]+)|[\w.]+@([\w.-]+)|\b(www\.[\w.]+)")
SCRIPTED = [one for community in communities() for one in library(community["slug"])["resources"]]


@pytest.mark.slow
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # a thousand steps, the same on either
def test_everybody_in_the_script_lives_and_speaks_in_the_past(network, secret):
    assert fill(network, secret)
    scripted = [one for community in communities() for one in messages(community)]
    two_and_two = [two for community in communities() for two in community.get("conversations", [])]
    scripted += [(two, one) for two in two_and_two for one in two["said"]]
    with network.reading() as work:
        assert work.session.scalar(select(func.count()).select_from(Message)) == len(scripted)
        assert work.session.scalar(select(func.max(Message.posted_at))) <= network.clock()
        for room in work.session.scalars(select(Room)):
            last = select(func.max(Message.change_seq)).where(Message.room_id == room.id)
            assert room.last_seq == (work.session.scalar(last) or 0)
        chains = work.session.scalars(select(AuditRow.chain).distinct()).all()
        forty_resources_are_in_every_state(work)
        nothing_of_a_treatment_is_published_without_a_professional(work)
        what_was_tried_is_shown(work)
        ana_tries_two_and_is_asked_about_one(work)
        one_appeal_waits_and_one_was_overturned(work)
        one_amber_case_is_followed_up_and_nothing_grave_is_left_unseen(work)
        one_report_waits_and_one_led_to_a_removal(work)
        ana_writes_with_one_member_and_is_asked_by_another(work)
    assert [look(network, None, broken, chain) for chain in chains] == [[]] * len(chains)
    for handle, label in guests():
        assert look(network, None, credentials, handle)[1] == secret
        assert label
    assert len(people()) > len(guests())


def test_it_is_played_for_nobody_who_is_there_already(network, cast, secret):
    assert not fill(network, secret)


def forty_resources_are_in_every_state(work):
    states = Counter(State(state) for state in work.session.scalars(select(Resource.state)))
    others = {"draft": 2, "submitted": 2, "changes_requested": 2, "declined": 1, "withdrawn": 1, "archived": 1}
    assert states == Counter({"published": 31} | others)
    authors = select(Person.handle).join(Resource, Resource.author_id == Person.id)
    assert set(work.session.scalars(authors.where(Resource.state == State.DRAFT))) == {"ana", "ben"}
    assert work.session.scalar(select(func.max(Version.saved_at))) <= work.now
    assert work.session.scalar(select(func.count()).where(Version.number == 2, Version.outcome == "publish")) == 3
    for settled in work.session.scalars(select(Library)):
        of_place = Label.community_id == settled.community_id
        assert set(work.session.scalars(select(Label.tag).where(of_place))) <= {*settled.tags, *settled.circumstances}
        assert all(settled.reasons[outcome] for outcome in ("publish", "request_changes", "decline"))
    kept = select(Collection.name, func.count()).join(Collected).group_by(Collection.name)
    collected = dict(row for row in work.session.execute(kept).all())
    assert collected["Newly diagnosed: start here"] == 5
    assert len(collected) == 5


def nothing_of_a_treatment_is_published_without_a_professional(work):
    find = select(Resource, Version).join(Version, Version.resource_id == Resource.id)
    rows = work.session.execute(find.where(Version.changes_treatment)).all()
    assert {State(found.state) for found, _ in rows} == {State.PUBLISHED, State.SUBMITTED, State.DECLINED}
    for found, said in rows:
        assert said.outcome != "publish" or is_endorsed(work, found.id, said.number)
    assert work.session.scalar(select(func.count()).select_from(Endorsement)) == 1


def what_was_tried_is_shown(work):
    find = select(Resource.testers).where(Resource.listed)
    assert {0, 7, 12, 20, 40} <= set(work.session.scalars(find))
    told = work.session.execute(select(TryReport.reported_at, Resource.created_at).join(Resource)).all()
    assert any(shown.counts["circumstances"] for shown in work.session.scalars(select(Release)))
    assert all(made < reported <= work.now for reported, made in told)
    for shown in work.session.scalars(select(Release)):
        assert shown.n == sum(shown.counts["illness"].values()) >= 5
        assert shown.counts["kept"] <= shown.n
    said = work.session.execute(select(TryReport.person_id, TryReport.circumstances)).all()
    lives = {(person_id, tuple(circumstances)) for person_id, circumstances in said}
    known = {name for community in communities() for name in library(community["slug"])["circumstances"]}
    assert {name for _, circumstances in lives for name in circumstances} <= known
    spread = Counter(illness for illness in work.session.scalars(select(TryReport.illness)))
    assert min(spread[change] for change in ("less", "same", "more")) > 20
    beloved = version_called(work, "What I told my two, aged four and seven")
    untried = version_called(work, "Wednesday off, not Friday")
    assert work.session.scalar(select(func.count()).where(TryReport.resource_id == beloved.id)) == 3
    assert beloved.helped == untried.helped


def version_called(work, title):
    find = select(Resource).join(Version, Version.resource_id == Resource.id).where(Version.title == title)
    return work.session.scalars(find).unique().one()


def ana_tries_two_and_is_asked_about_one(work):
    ana = work.session.scalars(select(Person).where(Person.handle == "ana")).one()
    running = work.session.scalars(select(Trial).where(Trial.person_id == ana.id)).all()
    assert sorted(one.asks(work.now) for one in running) == [False, True]


@pytest.mark.parametrize("one", SCRIPTED, ids=lambda one: one["id"])
def test_what_is_offered_in_the_script_points_nowhere_real(one):
    said = " ".join(str(words) for words in (*one.values(), *one.get("second", {}).values()))
    assert {next(filter(None, found)) for found in HOSTS.findall(said)} <= {"example.org"}


def one_appeal_waits_and_one_was_overturned(work):
    found = work.session.scalars(select(Appeal).order_by(Appeal.made_at)).all()
    assert [one.outcome for one in found] == ["overturn", None]
    assert {one.state for one in work.session.scalars(select(Amendment))} == {"proposed", "voting"}
    assert all(one.rule_text for one in work.session.scalars(select(Sanction)))


def one_amber_case_is_followed_up_and_nothing_grave_is_left_unseen(work):
    found = work.session.scalars(select(Case).where(Case.kind == "safety")).all()
    waiting = [one for one in found if one.state != "closed"]
    assert [one.severity for one in waiting] == ["amber"]
    steps = work.session.scalars(select(Step.kind).where(Step.case_id == waiting[0].id)).all()
    assert {"acknowledge", "act", "ask", "opinion", "follow_up"} == set(steps)
    assert waiting[0].due_at > work.now


def one_report_waits_and_one_led_to_a_removal(work):
    found = work.session.scalars(select(Case).where(Case.kind == "report").order_by(Case.opened_at)).all()
    assert [one.outcome for one in found] == ["remove", None]
    assert work.now < found[1].due_at
    told = select(Person.handle).join(Report, Report.reporter_id == Person.id).order_by(Person.handle)
    assert work.session.scalars(told.where(Report.upheld.is_(True))).all() == ["ana", "teasel"]
    assert work.session.scalars(told.where(Report.upheld.is_(None))).all() == ["reedling", "teasel"]
    (logged,) = work.session.scalars(select(Removal).where(Removal.case_id == found[0].id))
    assert (logged.why, logged.rule[:2]) == ("spam", "5.")


def ana_writes_with_one_member_and_is_asked_by_another(work):
    asked = select(Person.handle, Conversation.accepted_at).join(Conversation, Conversation.asked_by_id == Person.id)
    found = work.session.execute(asked.order_by(Person.handle)).all()
    assert [(handle, accepted is not None) for handle, accepted in found] == [("sedge", False), ("wren", True)]


def test_of_all_that_is_said_in_the_demo_next_to_nothing_is_taken_for_grave():
    """They were written by others, for something else: what there is of everyday life with an illness."""
    said = [one["say"] for community in communities() for _, one in messages(community)]
    matcher = Matcher(phrase_list(shipped()[name]) for name in ("phrases-en", "phrases-de"))
    found = [words for words in said if matcher.weigh(words)]
    assert len(said) > 400
    assert len(found) == 2
