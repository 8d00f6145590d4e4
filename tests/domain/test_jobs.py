"""Jobs: there exactly if their cause is, done once, tried again later and later, given up in the end."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from networks.errors import Conflict
from networks.jobs import CLAIM, TRIES, Job, JobRow, claim, enqueue, finish, is_due, postpone, waiting
from networks.people.actions import register
from networks.work import Work
from tests.domain.acts import at_once, do, look


def put(network, *keys):
    for key in keys:
        do(network, None, enqueue, "mail", key, {"to": key})


def test_a_job_waits_until_it_is_finished(network):
    put(network, "one")
    job = do(network, None, claim)
    assert (job.kind, job.payload, job.tries) == ("mail", {"to": "one"}, 1)
    assert look(network, None, waiting) == 1
    do(network, None, finish, job)
    assert look(network, None, waiting) == 0
    assert do(network, None, claim) is None


def test_a_key_that_waits_already_waits_once(network):
    put(network, "one", "one", "two")
    assert look(network, None, waiting) == 2
    do(network, None, enqueue, "letter", "one", {})
    assert look(network, None, waiting) == 3


def test_a_job_is_there_exactly_if_its_cause_is(network):
    def fail(work: Work) -> None:
        register(work, handle="Zoe", email="zoe@example.org", secret=None)
        raise Conflict("No.")

    with pytest.raises(Conflict):
        do(network, None, fail)
    assert look(network, None, waiting) == 0
    do(network, None, register, handle="Zoe", email="zoe@example.org", secret=None)
    assert do(network, None, claim).payload["why"] == "verify"


def test_the_longest_due_comes_first(network, clock):
    for key in ("first", "second", "third"):
        put(network, key)
        clock.move(seconds=1)
    assert [do(network, None, claim).payload["to"] for _ in range(3)] == ["first", "second", "third"]


def test_a_claimed_job_is_nobody_elses_until_its_worker_counts_as_dead(network, clock):
    put(network, "one")
    do(network, None, claim)
    assert not look(network, None, is_due)
    clock.move(seconds=CLAIM.total_seconds() - 1)
    assert do(network, None, claim) is None
    clock.move(seconds=1)
    assert do(network, None, claim).tries == 2


def test_two_workers_do_not_take_the_same_job(network):
    keys = [str(number) for number in range(10)]
    put(network, *keys)
    taken: list[Job] = []
    while look(network, None, is_due):
        taken += [job for job in at_once([lambda: do(network, None, claim)] * 2) if job]
    assert sorted(job.payload["to"] for job in taken) == keys
    assert {job.tries for job in taken} == {1}


def test_a_job_that_fails_is_tried_again_later_and_later_and_given_up(network, clock):
    put(network, "one")
    waits = []
    while (job := do(network, None, claim)) is not None and do(network, None, postpone, job):
        with network.reading() as work:
            due = work.session.scalars(select(JobRow.due_at)).one()
        waits.append(due - clock.now)
        clock.now = due
    assert job.tries == TRIES
    assert waits == sorted(waits)
    assert waits[0] < timedelta(minutes=1) < waits[-1] <= timedelta(hours=1)
    assert look(network, None, waiting) == 0


def test_a_job_that_was_given_up_can_be_wanted_again(network):
    put(network, "one")
    job = do(network, None, claim)
    assert not do(network, None, postpone, Job(job.id, job.kind, job.payload, TRIES))
    put(network, "one")
    assert do(network, None, claim).tries == 1
