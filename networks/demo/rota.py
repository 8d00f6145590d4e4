"""Who of the play is there when: the evening before, now, and tomorrow."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Final
from uuid import UUID

from networks.demo.play import Play
from networks.overview import rota
from networks.work import Work

NOTE: Final = "A calm evening. Somebody new said hello late and may like a second answer; the rest can wait."


def rehearse_rota(play: Play, slug: str, hosts: Sequence[str], now: datetime) -> None:
    hour = now.replace(minute=0, second=0, microsecond=0)
    first, last = hosts[0], hosts[-1]
    evening = hour - timedelta(hours=14)
    shifts: dict[str, UUID] = {}
    turns = ((last, evening, 4), (first, hour - timedelta(hours=1), 5), (last, hour + timedelta(hours=20), 3))
    for who, begins, hours in turns:
        play.at(evening - timedelta(days=1), 8, who, partial(_plan, play, slug, who, begins, hours, shifts))
    play.at(evening + timedelta(hours=3), 8, last, partial(_note, shifts, last))


def _plan(play: Play, slug: str, who: str, begins: datetime, hours: int, shifts: dict[str, UUID], work: Work) -> None:
    ends = begins + timedelta(hours=hours)
    made = rota.plan(work, slug, person_id=play.people[who].person_id, starts_at=begins, ends_at=ends)
    shifts.setdefault(who, made.shift.id)


def _note(shifts: dict[str, UUID], who: str, work: Work) -> None:
    rota.hand_over(work, shifts[who], note=NOTE)
