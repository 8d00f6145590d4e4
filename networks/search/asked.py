"""What somebody asks for: words, "phrases", from:, in:, before: and after:. Never a mistake, whatever they type."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

from networks.folding import QUOTES, fold
from networks.text_search import Term, terms_of

FILTER: Final = re.compile(r'(?<!\S)(from|in|before|after):(?:"([^"]*)"?|([^\s"]+))(?!\S)', re.IGNORECASE)

UNKEEPABLE: Final = re.compile("[\\x00\\ud800-\\udfff]")
"""What a database chokes on."""

LONGEST: Final = 500
"""Characters that count of what somebody types."""

LIBRARY: Final = "library"
"""What `in:` calls the library; a room of this name is found by its words."""


@dataclass(frozen=True, slots=True)
class Asked:
    terms: tuple[Term, ...] = ()
    handle: str | None = None
    room: str | None = None
    """As `room_key` has it."""
    since: datetime | None = None
    until: datetime | None = None

    @property
    def is_nothing(self) -> bool:
        return self == Asked()


def asked(said: str, time_zone: str = "UTC") -> Asked:
    """What is not understood as a filter is a word like any other. Of two filters of a kind, the last counts."""
    zone, kept = _zone(time_zone), Asked()
    said = UNKEEPABLE.sub(" ", said[:LONGEST]).translate(QUOTES)

    def take(found: re.Match[str]) -> str:
        nonlocal kept
        value = (found[2] if found[2] is not None else found[3]).strip()
        fresh = FILTERS[found[1].lower()](kept, value, zone) if value else None
        kept = fresh or kept
        return found[0] if fresh is None and value else " "

    rest = FILTER.sub(take, said)
    return replace(kept, terms=tuple(terms_of(rest)))


def room_key(name: str) -> str:
    """A room's name as it is compared: without case, accents, the sign before it, and with single spaces."""
    return " ".join(fold(name).replace('"', " ").strip().removeprefix("#").split())


def _from(kept: Asked, value: str, _zone: tzinfo) -> Asked:
    return replace(kept, handle=value.removeprefix("@").casefold())


def _in(kept: Asked, value: str, _zone: tzinfo) -> Asked:
    return replace(kept, room=room_key(value))


def _after(kept: Asked, value: str, zone: tzinfo) -> Asked | None:
    day = _day(value)
    return replace(kept, since=_midnight(day, zone)) if day else None


def _before(kept: Asked, value: str, zone: tzinfo) -> Asked | None:
    day = _day(value)
    return replace(kept, until=_midnight(day, zone)) if day else None


FILTERS: Final[dict[str, Callable[[Asked, str, tzinfo], Asked | None]]] = {
    "from": _from,
    "in": _in,
    "after": _after,
    "before": _before,
}


def _day(value: str) -> date | None:
    with suppress(ValueError):
        found = date.fromisoformat(value)
        return found if 1970 < found.year < 9999 else None
    return None


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)


def _zone(name: str) -> tzinfo:
    with suppress(Exception):
        return ZoneInfo(name)
    return UTC
