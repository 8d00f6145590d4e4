"""Whatever several people do with a resource, in whatever order: nothing is lost, every decision names its version and
is made once, never by its author, and members read nothing that nobody decided.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from networks.errors import Conflict, Invalid, NotAllowed, NotFound
from networks.moderation.queries import cases
from networks.resources.actions import edit, keep_draft, offer, revise, submit, withdraw
from networks.resources.endorsing import advise_against, assign, endorse, revoke
from networks.resources.keeping import bring_back, check, confirm, sweep
from networks.resources.models import OPEN
from networks.resources.proposing import accept, propose
from networks.resources.queries import resource, versions
from networks.resources.reviewing import archive, decide
from networks.resources.standing import endorsements
from tests.domain.acts import do, look

PLAIN = ("Three anchors a day.", "Four anchors a day.", "Rest at noon.")
RISKY = ("I stopped taking my tablets.", "Halve the dose at noon.")
WORDS = st.sampled_from(PLAIN + RISKY)
OUTCOMES = st.sampled_from(["publish", "request_changes", "decline"])
REVIEWERS = st.sampled_from(["fay", "ben"])
AUTHOR = st.sampled_from(["ana", "ana", "ana", "fay", "max"])
REVIEWER = st.sampled_from(["fay", "ben", "fay", "ben", "ana", "lin", "max"])
"""Mostly who may: else nothing would happen for long."""


@dataclass
class Model:
    """What must be true, kept beside what is."""

    submitted: dict[int, str] = field(default_factory=dict)
    """The words of each version that somebody could read. They never change."""
    decided: dict[int, tuple[str, str]] = field(default_factory=dict)
    """Outcome and decider of each version. Once."""
    published: int | None = None


class TheWay(RuleBasedStateMachine):
    """Ana's resource; Fay and Ben review it, Lin is a professional, Max is a member."""

    network: ClassVar[Any]
    cast: ClassVar[Any]
    clock: ClassVar[Any]

    @initialize(body=WORDS)
    def offer(self, body: str) -> None:
        self.model = Model()
        self.proposals: list[Any] = []
        self.id = self.as_("ana", offer, "crohns", kind="tip", title="Pacing", body=body).id

    def as_(self, who: str, act: Any, *given: Any, **said: Any) -> Any:
        return do(self.network, getattr(self.cast, who), act, *given, **said)

    def tries(self, who: str, act: Any, *given: Any, **said: Any) -> Any:
        """What comes of it; None where it was refused, in words."""
        try:
            return self.as_(who, act, *given, **said)
        except (Conflict, Invalid, NotAllowed, NotFound):
            return None

    @property
    def mine(self) -> Any:
        return look(self.network, self.cast.ana, resource, self.id)

    @rule(body=WORDS, how=st.sampled_from([edit, keep_draft]), who=AUTHOR)
    def write(self, body: str, how: Any, who: str) -> None:
        was_open = self.mine.resource.state in OPEN
        assert (self.tries(who, how, self.id, body=body) is not None) == (who == "ana" and was_open)

    @rule(who=AUTHOR)
    def submit(self, who: str) -> None:
        done = self.tries(who, submit, self.id)
        if done is not None:
            assert who == "ana"
            self.model.submitted[done.version] = done.said.body

    @rule()
    def bring_back(self) -> None:
        done = self.tries("ana", bring_back, self.id)
        if done is not None:
            self.model.submitted[done.version] = done.said.body

    @rule(who=st.sampled_from(["ana", "max", "fay", "ben", "lin"]))
    def withdraw(self, who: str) -> None:
        if self.tries(who, withdraw, self.id) is not None:
            assert who == "ana"

    @rule()
    def revise(self) -> None:
        self.tries("ana", revise, self.id)

    @rule(who=REVIEWER, outcome=OUTCOMES, back=st.sampled_from([0, 0, 0, 1]))
    def decide(self, who: str, outcome: str, back: int) -> None:
        found = self.mine
        version = found.version - back
        if version < 1:
            return
        waits = found.resource.state == "submitted" and back == 0
        done = self.tries(who, decide, self.id, outcome=outcome, reason="As I read it.", version=version)
        if done is None:
            return
        assert waits
        assert who in ("fay", "ben")
        assert version not in self.model.decided
        self.model.decided[version] = (outcome, who)
        if outcome == "publish":
            self.model.published = version

    @rule(who=REVIEWER, body=WORDS)
    def propose(self, who: str, body: str) -> None:
        made = self.tries(who, propose, self.id, version=self.mine.version, title="Pacing", body=body)
        if made is not None:
            assert who != "ana"
            self.proposals.append((made.id, made.number, body))

    @precondition(lambda self: self.proposals)
    @rule(which=st.sampled_from([-1, -1, -1, -2, -3]), who=AUTHOR)
    def accept(self, which: int, who: str) -> None:
        proposal, number, body = self.proposals[max(which, -len(self.proposals))]
        before = self.mine
        done = self.tries(who, accept, proposal)
        if done is None or done.version == before.version:
            return
        assert who == "ana"
        assert (before.version, done.version, done.said.body) == (number, number + 1, body)
        assert done.resource.state == before.resource.state
        if done.resource.state == "submitted":
            self.model.submitted[done.version] = body

    @rule(who=st.sampled_from(["fay", "ben", "ana", "max"]))
    def ask_professional(self, who: str) -> None:
        self.tries(who, assign, self.id, self.cast.lin.person_id)

    @rule(body=WORDS)
    def goes_all_the_way(self, body: str) -> None:
        """Step by step this comes about too rarely for what can happen after it."""
        self.revise()
        self.write(body, edit, "ana")
        self.submit("ana")
        self.ask_professional("fay")
        self.endorse(0)
        self.decide("fay", "publish", 0)

    @rule(back=st.sampled_from([0, 0, 1]))
    def endorse(self, back: int) -> None:
        self.tries("lin", endorse, self.id, version=max(1, self.mine.version - back), interests="none", months=1)

    @rule()
    def advise(self) -> None:
        self.tries("lin", advise_against, self.id, version=self.mine.version, reason="The dose matters.")

    @rule(who=st.sampled_from(["lin", "fay", "max"]))
    def revoke(self, who: str) -> None:
        for one in self.mine.endorsements:
            self.tries(who, revoke, one.id)

    @rule(who=REVIEWERS, outcome=st.sampled_from(["keep", "ask", "archive"]))
    def check(self, who: str, outcome: str) -> None:
        version = self.mine.resource.published
        if version:
            self.tries(who, check, self.id, outcome=outcome, reason="Looked again.", version=version)

    @rule(who=st.sampled_from(["fay", "ana", "max", "lin"]))
    def archive(self, who: str) -> None:
        self.tries(who, archive, self.id, reason="Old.")

    @rule()
    def confirm(self) -> None:
        self.tries("ana", confirm, self.id)

    @rule(days=st.sampled_from([1, 1, 20, 200]))
    def time_passes(self, days: int) -> None:
        self.clock.move(days=days)
        self.as_("fay", sweep)
        assert self.as_("fay", sweep) == 0

    @invariant()
    def nothing_is_lost_and_every_decision_is_kept_as_it_was_made(self) -> None:
        kept = {one.version: one for one in look(self.network, self.cast.ana, versions, self.id)}
        assert set(kept) == set(range(1, self.mine.version + 1))
        for version, body in self.model.submitted.items():
            assert kept[version].said.body == body
        names = {version: one.decision for version, one in kept.items() if one.decision}
        assert {version: (one.outcome, one.by.handle.lower()) for version, one in names.items()} == self.model.decided

    @invariant()
    def members_read_what_was_decided_and_nothing_else(self) -> None:
        try:
            shown = look(self.network, self.cast.max, resource, self.id)
        except NotFound:
            return
        assert shown.version == self.model.published
        assert self.model.decided[shown.version][0] == "publish"
        assert shown.said.body == self.model.submitted[shown.version]
        if shown.said.changes_treatment:
            assert look(self.network, self.cast.max, endorsements, [(self.id, shown.version)])

    @invariant()
    def what_waits_has_one_case_about_its_version(self) -> None:
        which = {"kind": "review", "state": "open,claimed", "limit": 10_000}  # those of other resources are here too
        _, found_cases = look(self.network, self.cast.fay, cases, "crohns", **which)
        waiting = [one.case for one in found_cases if one.case.subject_id == self.id]
        found = self.mine.resource
        if found.state == "submitted":
            assert [(one.evidence["version"], "why" in one.evidence) for one in waiting] == [(found.version, False)]
        else:
            assert all("why" in one.evidence for one in waiting)
            assert len(waiting) <= 1


@pytest.mark.slow
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_way_of_a_resource_holds_whatever_people_do(network, cast, second, clock):
    class Held(TheWay):
        pass

    Held.network, Held.cast, Held.clock = network, cast, clock
    checks = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
    how: dict[str, Any] = {"max_examples": 25, "stateful_step_count": 30, "deadline": None, "database": None}
    how |= {"suppress_health_check": checks, "phases": [Phase.generate]}  # to make a fault smaller takes minutes
    run_state_machine_as_test(Held, settings=settings(**how))
