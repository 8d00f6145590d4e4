"""The script: who says what, and when, counted back from now."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final

FOLDER: Final = Path(__file__).parent / "script"
OTHERS: Final = ("people", "library-")
"""Files that are no community."""

UNITS: Final = {"m": "minutes", "h": "hours"}


@cache
def people() -> list[dict[str, Any]]:
    return _read("people")["people"]  # type: ignore[no-any-return]


@cache
def communities() -> list[dict[str, Any]]:
    places = [file.stem for file in sorted(FOLDER.glob("*.toml")) if not file.stem.startswith(OTHERS)]
    return [_read(place) for place in places]


@cache
def library(slug: str) -> dict[str, Any]:
    return _read(f"library-{slug}")


def guests() -> list[tuple[str, str]]:
    """The handles that the front page offers to look around as, each with its label."""
    return [(person["handle"], person["sign_in"]) for person in people() if person.get("sign_in")]


def moment(said: str, now: datetime) -> datetime:
    """`-20d 18:30` is that clock time twenty days ago, `-3h` and `-90m` are counted back from now; none is later."""
    day = re.fullmatch(r"-(\d+)d (\d\d):(\d\d)", said)
    if day:
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        when = midnight - timedelta(days=int(day[1])) + timedelta(hours=int(day[2]), minutes=int(day[3]))
        return min(when, now)
    amount, unit = int(said[1:-1]), UNITS[said[-1]]
    return now - timedelta(**{unit: amount})


def messages(community: dict[str, Any]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    for room in community["rooms"]:
        for message in room.get("messages", []):
            yield room, message


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
