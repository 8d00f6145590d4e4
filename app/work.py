"""The worker: takes jobs that are due, one after the other. Runs inside the server, or as `flask work`."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from flask import Flask

from app import votes
from app.begin import network
from app.credentials import end_credentials
from app.files.clearing import clear_away
from app.forgetting import forget_evidence
from app.looking_again import look_again
from app.mail import send_letter
from app.newcomers import look_after_newcomers
from app.releases import release_outcomes
from networks import jobs
from networks.base import FIRST
from networks.overview import succession
from networks.overview.counting import count_on
from networks.search.index import catch_up, catch_up_library
from networks.work import Network

log = logging.getLogger(__name__)

IDLE: Final = 1.0
"""Seconds between two looks at an empty queue, and at what was said."""

SHARE: Final = 20
"""Looking through what was said takes one part in so many of the time: where much is said, saying it goes first."""

MINUTE: Final = 60.0
"""Seconds after which it is found out whether communities are still looked after."""

HOUR: Final = 3600.0
"""Seconds after which the library is compared with what can be found."""

STEPS: Final = (catch_up, count_on)
"""What is done with all that was said, room by room."""

Stops = tuple[UUID, ...]
BEGINNING: Final[Stops] = (FIRST,) * len(STEPS)

KINDS: Final[dict[str, Callable[[dict[str, Any]], None]]] = {
    "credentials": end_credentials,
    "evidence": forget_evidence,
    "files": clear_away,
    "mail": send_letter,
    "newcomers": look_after_newcomers,
    "outcomes": release_outcomes,
    "reviews": look_again,
    "votes": votes.close,
}


def run_due(app: Flask) -> int:
    """Do every job that is due now; returns how many were taken."""
    taken = 0
    with app.app_context():
        while (job := _claim()) is not None:
            taken += 1
            _run(job)
    return taken


def look_through(app: Flask, stops: Stops = BEGINNING) -> Stops:
    """Have what was said since be found, and be counted: for a second at most, each from the room where it stopped.
    Returns where that is now."""
    until = time.monotonic() + IDLE
    with app.app_context():
        return tuple(_go_through(step, after, until) for step, after in zip(STEPS, stops, strict=True))


def look_through_library(app: Flask) -> None:
    """The same for what was published while this did not run, or before there was a search."""
    with app.app_context():
        seen: UUID | None = FIRST
        while seen is not None:
            began = time.monotonic()
            seen = catch_up_library(network(), seen)
            time.sleep(time.monotonic() - began)


def look_after_communities(app: Flask) -> None:
    """Find out whether somebody still looks after each of them. In a demo nobody does, and everybody may write."""
    with app.app_context():
        if not app.config["DEMO"]:
            succession.look(network())


def run_forever(app: Flask) -> None:
    library_at = keepers_at = 0.0
    stops = BEGINNING
    while True:
        rest = IDLE
        try:
            run_due(app)
            stops = look_through(app, stops)
            rest = IDLE if stops == BEGINNING else 0.0  # it has rested on the way
            if time.monotonic() >= keepers_at:
                look_after_communities(app)
                keepers_at = time.monotonic() + MINUTE
            if time.monotonic() >= library_at:
                look_through_library(app)
                library_at = time.monotonic() + HOUR
        except Exception:
            log.exception("the worker stumbled and goes on")
        time.sleep(rest)


def _go_through(step: Callable[[Network, UUID], UUID | None], after: UUID, until: float) -> UUID:
    """A batch of each room in which something is new, and a rest after each: saying it goes first."""
    while True:
        began = time.monotonic()
        found = step(network(), after)
        if found is None:
            return FIRST
        time.sleep((SHARE - 1) * (time.monotonic() - began))
        if time.monotonic() >= until:
            return found
        after = found


def _claim() -> jobs.Job | None:
    """A look that writes nothing is cheap; only where something is due does it take the writer's turn."""
    with network().reading() as work:
        if not jobs.is_due(work):
            return None
    with network().begin() as work:
        return jobs.claim(work)


def _run(job: jobs.Job) -> None:
    try:
        KINDS[job.kind](job.payload)
    except Exception:
        log.exception("job %s failed, try %s", job.kind, job.tries)
        with network().begin() as work:
            if not jobs.postpone(work, job):
                log.error("job %s is given up", job.kind)
        return
    with network().begin() as work:
        jobs.finish(work, job)
