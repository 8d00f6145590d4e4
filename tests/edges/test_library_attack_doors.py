"""Every call about something in the library, by everybody who may not know of it: as if it were not there.

The calls are those of the OpenAPI document, so that a new one is tried as well.
"""

from __future__ import annotations

import re
from typing import Any

import pytest

from networks.communities.actions import leave
from networks.resources.actions import offer, revise, submit, withdraw
from networks.resources.bookmarks import keep
from networks.resources.collecting import collect, make_collection
from networks.resources.endorsing import assign
from networks.resources.files import Kept, attach
from networks.resources.proposing import propose
from networks.resources.reviewing import archive, decide
from networks.resources.trying import report
from tests.domain.acts import do
from tests.domain.tries import said
from tests.edges.caller import NOWHERE
from tests.edges.test_nasty_http import operations

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

TIP = {"kind": "tip", "title": "Pacing a workday", "body": "Three anchors a day."}
BODIES: dict[str, dict[str, Any]] = {
    "decision": {"outcome": "publish", "reason": "Good.", "version": 1},
    "proposals": {"version": 1, "title": "Pacing", "body": "Four anchors."},
    "endorsement": {"version": 1, "interests": "none"},
    "advice": {"version": 1, "reason": "It harms."},
    "archival": {"reason": "Its time is over."},
    "openings": {"reason": "A complaint by post."},
    "try-report": said(),
    "draft": {"body": "Mine now."},
    "answer": {"accepted": True},
    "{resource_id}": {"body": "Mine now."},
}


class Life:
    """Something of Ana's, which others have had in their hands: a file, a proposal, a collection, a mark, a report."""

    def __init__(self, network, cast) -> None:
        self.network, self.cast = network, cast
        self.id = do(network, cast.ana, offer, "crohns", **TIP).id
        self.file = do(
            network, cast.ana, attach, self.id, Kept("stored", "a.pdf", "application/pdf", 9, "0" * 64, "s")
        ).id
        self.proposal = self.collection = NOWHERE

    def submit(self) -> None:
        do(self.network, self.cast.ana, submit, self.id)
        do(self.network, self.cast.fay, assign, self.id, self.cast.lin.person_id)
        made = do(self.network, self.cast.fay, propose, self.id, version=1, title="Pacing", body="Four anchors.")
        self.proposal = made.id

    def decide(self, outcome: str) -> None:
        do(self.network, self.cast.fay, decide, self.id, outcome=outcome, reason="Said kindly.", version=1)

    def publish(self) -> None:
        self.submit()
        self.decide("publish")
        do(self.network, self.cast.ben, keep, self.id)
        do(self.network, self.cast.lin, report, self.id, **said())
        self.collection = do(self.network, self.cast.fay, make_collection, "crohns", name="Start here").id
        do(self.network, self.cast.fay, collect, self.collection, self.id)

    def take_back(self) -> None:
        do(self.network, self.cast.ana, withdraw, self.id)

    def archive(self) -> None:
        do(self.network, self.cast.fay, archive, self.id, reason="Its time is over.")

    def revise(self) -> None:
        do(self.network, self.cast.ana, revise, self.id)

    def decline(self) -> None:
        self.decide("decline")


HIDDEN = {
    "a draft": (),
    "taken back": ("submit", "take_back"),
    "declined and worked on": ("submit", "decline", "revise"),
    "published and taken back": ("publish", "take_back"),
    "archived and worked on": ("publish", "archive", "revise"),
}
"""Its author's alone, whatever it was before."""

OWN = {("DELETE", "bookmark"), ("DELETE", "try-report"), ("DELETE", "trial")}
"""What somebody made of it themselves can be taken back when it is gone."""


def calls(written, life: Life, cast) -> list[tuple[str, str, str, Any]]:
    """Each call about it, and the same about nothing."""
    ids = {"resource_id": life.id, "file_id": life.file, "proposal_id": life.proposal}
    others = {"collection_id": life.collection, "person_id": cast.lin.person_id, "slug": "crohns"}
    found = []
    for method, place, _ in operations(written):
        names = set(re.findall(r"{(\w+)}", place))
        if names & set(ids) and names <= {*ids, *others}:
            there, nowhere = address(place, others | ids), address(place, others | dict.fromkeys(ids, NOWHERE))
            found.append((method, there, nowhere, BODIES.get(place.rsplit("/", 1)[-1], {})))
    return found


def address(place: str, ids: dict[str, Any]) -> str:
    return re.sub(r"{(\w+)}", lambda name: str(ids[name[1]]), place).removeprefix("/api/v1")


def made_themselves(method: str, path: str, who: str) -> bool:
    return (method, path.rsplit("/", 1)[-1]) in OWN and who in ("ben", "lin")


@pytest.mark.parametrize("steps", HIDDEN.values(), ids=HIDDEN)
def test_what_is_its_authors_alone_is_not_there_for_anybody_else(as_, network, cast, written, steps):
    life = Life(network, cast)
    for step in steps:
        getattr(life, step)()
    every = calls(written, life, cast)
    assert len(every) > 30
    for who in ("ben", "fay", "lin", "max", "gil", "oli", "pia", "bea", "una", "opal"):
        caller = as_(getattr(cast, who))
        for method, there, nowhere, body in every:
            if not made_themselves(method, there, who):
                one, other = (caller.call(method, path, dict(body)) for path in (there, nowhere))
                assert (one.status_code, one.data) == (other.status_code, other.data), (who, method, there)


def test_to_nobody_and_to_whoever_left_even_what_is_published_is_not_there(as_, network, cast, written):
    life = Life(network, cast)
    life.publish()
    do(network, cast.ben, leave, "crohns")
    for who in (None, "ben", "gil", "oli", "pia", "bea", "una"):
        caller = as_(getattr(cast, who) if who else None)
        for method, there, nowhere, body in calls(written, life, cast):
            if not made_themselves(method, there, str(who)):
                one, other = (caller.call(method, path, dict(body)) for path in (there, nowhere))
                assert (one.status_code, one.data) == (other.status_code, other.data), (who, method, there)


def test_an_author_who_left_finds_nothing_of_it_either(as_, network, cast, written):
    """It is in their export, and goes with their account."""
    life = Life(network, cast)
    life.publish()
    do(network, cast.ana, leave, "crohns")
    for method, there, nowhere, body in calls(written, life, cast):
        one, other = (as_(cast.ana).call(method, path, dict(body)) for path in (there, nowhere))
        assert (one.status_code, one.data) == (other.status_code, other.data), (method, there)
