"""Two who review at once: one decision, and whoever was second is told who was first."""

from __future__ import annotations

from functools import partial

from networks.errors import Conflict
from networks.moderation.actions import decide as decide_case
from networks.moderation.queries import audit, cases
from networks.resources.actions import edit, offer, submit, withdraw
from networks.resources.queries import resource
from networks.resources.reviewing import decide
from tests.domain.acts import at_once, do, look

ROUNDS = 100
TIP = {"kind": "tip", "title": "Pacing", "body": "Three anchors a day."}


def submission(network, cast):
    made = do(network, cast.ana, offer, "crohns", **TIP).id
    do(network, cast.ana, submit, made)
    return made


def test_of_two_who_decide_at_once_one_wins_and_the_other_is_told_who(network, cast, second):
    before = decisions(network, cast)
    for _ in range(ROUNDS):
        made = submission(network, cast)
        words = {"reason": "As I read it.", "version": 1}
        said = at_once(
            [
                partial(do, network, cast.fay, decide, made, outcome="publish", **words),
                partial(do, network, second, decide, made, outcome="decline", **words),
            ]
        )
        (late,) = [one for one in said if isinstance(one, Conflict)]
        (done,) = [one for one in said if not isinstance(one, Exception)]
        assert late.values["name"] == done.decision.by.handle
        assert look(network, cast.ana, resource, made).state == done.state
    assert decisions(network, cast) == before + ROUNDS


def decisions(network, cast) -> int:
    return sum(row.act == "case.decided" for row, _ in look(network, cast.fay, audit, "crohns", limit=1000))


def test_in_the_queue_and_at_the_resource_it_is_the_same_one_decision(network, cast, second):
    for _ in range(10):
        made = submission(network, cast)
        _, found = look(network, cast.fay, cases, "crohns", kind="review", state="open")
        (case,) = [one.case.id for one in found if one.case.subject_id == made]
        said = at_once(
            [
                partial(do, network, cast.fay, decide_case, case, outcome="publish", reason="Good."),
                partial(do, network, second, decide, made, outcome="decline", reason="No.", version=1),
            ]
        )
        assert [isinstance(one, Conflict) for one in said].count(True) == 1, said


def test_whoever_takes_it_back_while_it_is_decided_has_one_of_the_two(network, cast):
    for _ in range(10):
        made = submission(network, cast)
        at_once(
            [
                partial(
                    do, network, cast.fay, decide, made, outcome="request_changes", reason="Where from?", version=1
                ),
                partial(do, network, cast.ana, withdraw, made),
            ]
        )
        assert look(network, cast.ana, resource, made).state == "withdrawn"
        assert look(network, cast.fay, cases, "crohns", kind="review", state="open,claimed")[1] == []


def test_two_pages_that_change_one_draft_lose_no_version(network, cast):
    made = do(network, cast.ana, offer, "crohns", **TIP).id
    at_once([partial(do, network, cast.ana, edit, made, body=f"Version {number}.") for number in range(6)])
    assert look(network, cast.ana, resource, made).version == 7
