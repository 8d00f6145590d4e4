"""What tests of reviews say in one line."""

from __future__ import annotations

from typing import Any

from networks.moderation.queries import cases
from networks.resources.actions import offer, submit
from networks.resources.endorsing import assign, endorse
from networks.resources.reviewing import decide
from tests.domain.acts import do, look

TIP = {"kind": "tip", "title": "Pacing a workday", "body": "Three anchors a day.\n\nEverything else is movable."}
RISKY = TIP | {"title": "Evenings without tablets", "body": "I stopped taking my evening tablets."}


def handed_in(network, cast, **said: Any) -> Any:
    """Ana's tip, as it waits for a review."""
    made = do(network, cast.ana, offer, "crohns", **TIP | said).id
    do(network, cast.ana, submit, made)
    return made


def endorsed(network, cast, resource_id, version=1, **said: Any) -> Any:
    """Fay asks Lin to look at it, and she stands by it."""
    do(network, cast.fay, assign, resource_id, cast.lin.person_id)
    return do(network, cast.lin, endorse, resource_id, version=version, **{"interests": "none"} | said)


def published(network, cast, **said: Any) -> Any:
    made = handed_in(network, cast, **said)
    if said.get("changes_treatment"):
        endorsed(network, cast, made)
    do(network, cast.fay, decide, made, outcome="publish", reason="Clear and kind.", version=1)
    return made


def open_cases(network, cast, person=None) -> list[Any]:
    """The review cases that wait, as Fay sees them."""
    return [
        one.case for one in look(network, person or cast.fay, cases, "crohns", kind="review", state="open,claimed")[1]
    ]
