"""Which of the demo's people asked to have their profession checked, and what its operator found."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any, Final
from uuid import UUID

from networks.communities.credentials import apply
from networks.communities.verifying import decide, look_at
from networks.demo import script
from networks.demo.play import Play
from networks.work import Work

SAID: Final = ("profession", "interests", "evidence", "body", "number", "check_url")


def rehearse_professions(play: Play, community: dict[str, Any], operator: str, now: datetime) -> None:
    for one in community.get("professions", []):
        made: dict[str, UUID] = {}
        said = {name: one[name] for name in SAID if name in one}
        play.at(script.moment(one["at"], now), 9, one["of"], partial(_apply, community["slug"], said, made))
        if "verified" in one:
            end = one["verified"]
            play.at(script.moment(end["at"], now), 9, operator, partial(_verify, made, end))


def _apply(slug: str, said: dict[str, str], made: dict[str, UUID], work: Work) -> None:
    made["id"] = apply(work, slug, **said).id


def _verify(made: dict[str, UUID], end: dict[str, Any], work: Work) -> None:
    look_at(work, made["id"])
    decide(work, made["id"], outcome="verified", title=end["title"], months=end["months"], reason=end["reason"])
