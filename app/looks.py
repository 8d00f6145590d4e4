"""What templates need: hashed assets, the hue of a person's stone, times as people say them."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from flask import Flask, current_app, request
from flask_babel import format_date, gettext

from app.begin import asker
from app.folds import folded
from networks.base import FOREVER

STATIC: Final = "/static/"
"""Where our files are: at the root of the host. A page names thirty of them, too many to ask url_for."""

PARTS: Final = (
    "icon",
    "stone",
    "badge",
    "worn",
    "wearer",
    "kind_of",
    "tab",
    "when",
    "notice",
    "flashes",
    "empty",
    "pager",
    "linked",
)

DIST: Final = Path(__file__).parent / "static" / "dist"


def init_app(app: Flask) -> None:
    app.jinja_env.globals.update(
        asset=asset,
        icons=f"{STATIC}icons.svg",
        favicon=f"{STATIC}favicon.svg",
        greeting=greeting,
        hue=hue,
        network_name=app.config["NETWORK_NAME"],
    )
    app.jinja_env.filters.update(clock=clock, day=day, moment=moment, hue=hue, utc=utc, said=said, dated=dated)
    app.jinja_env.filters.update(month=month, stamp=stamp, lasting=lasting, brief=brief, folded=folded)
    parts = app.jinja_env.get_template("_parts.html").module
    app.jinja_env.globals.update({name: getattr(parts, name) for name in PARTS})


def asset(name: str) -> str:
    """The address of one of our scripts or styles, which changes with its content."""
    return f"{STATIC}dist/{_manifest(_stamp()).get(name, name)}"


def hue(person_id: UUID | str) -> int:
    """One of six stones, from the last eight hex digits of a person's id; the scripts do the same."""
    return int(str(person_id)[-8:], 16) % 6 + 1


def clock(when: datetime) -> str:
    """The time of day in the reader's zone, as in 19:41."""
    return f"{when.astimezone(zone()):%H:%M}"


def day(when: datetime) -> str:
    """The day in the reader's zone: today, yesterday, or as in Sunday 22 November."""
    here, today = when.astimezone(zone()).date(), datetime.now(zone()).date()
    distance = (today - here).days
    if distance in (0, 1):
        return gettext("Today") if distance == 0 else gettext("Yesterday")
    return str(format_date(here, "EEEE d MMMM" if here.year == today.year else "EEEE d MMMM y"))


def moment(when: datetime) -> str:
    """Day and time together, as in Sunday 22 November, 19:41."""
    return f"{day(when)}, {clock(when)}"


def utc(when: datetime) -> str:
    """For the datetime attribute of a time element."""
    return when.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def said(when: datetime) -> str:
    """A moment within a sentence: today, 19:41; Thursday, 18:00 for the week to come; 4 October, 18:00."""
    if when.year >= FOREVER.year:
        return gettext("further notice")
    here, today = when.astimezone(zone()).date(), datetime.now(zone()).date()
    ahead = (here - today).days
    near = {-1: gettext("yesterday"), 0: gettext("today"), 1: gettext("tomorrow")}
    word = near.get(ahead) or (format_date(here, "EEEE") if 1 < ahead < 7 else dated(when))
    return f"{word}, {clock(when)}"


def dated(when: datetime) -> str:
    """As in 4 October, with the year where it is not this one."""
    here = when.astimezone(zone()).date()
    return str(format_date(here, "d MMMM" if here.year == datetime.now(zone()).year else "d MMMM y"))


def brief(day: date) -> str:
    """A day on an axis or in a table, as in 4 Oct."""
    return str(format_date(day, "d MMM"))


def month(when: datetime) -> str:
    return str(format_date(when.astimezone(zone()).date(), "MMMM y"))


def stamp(when: datetime) -> str:
    """For lists of what happened: 19:41 today, else 4 Oct."""
    here = when.astimezone(zone()).date()
    return clock(when) if here == datetime.now(zone()).date() else str(format_date(here, "d MMM"))


def lasting(seconds: float) -> str:
    """A length of time in its two largest units, as in 2 h 10 min."""
    minutes = max(1, round(seconds / 60))
    days, hours = minutes // 1440, minutes // 60 % 24
    if days >= 2:
        return gettext("%(days)s days", days=days)
    hours += days * 24
    if hours >= 6 or (hours and not minutes % 60):
        return gettext("%(hours)s h", hours=hours)
    if hours:
        return gettext("%(hours)s h %(minutes)s min", hours=hours, minutes=minutes % 60)
    return gettext("%(minutes)s min", minutes=minutes)


def greeting() -> str:
    """As people say it at this time of day, in the reader's zone."""
    hour = datetime.now(zone()).hour
    if 5 <= hour < 12:
        return gettext("Good morning")
    return gettext("Good afternoon") if 12 <= hour < 18 else gettext("Good evening")


def zone() -> ZoneInfo:
    """The reader's time zone: the one they chose, else the one that their browser told in a cookie."""
    who = asker()
    chosen = who.time_zone if who else "UTC"
    return _zone(chosen if chosen != "UTC" else request.cookies.get("zone", "UTC")[:64])


@lru_cache(maxsize=700)
def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def _stamp() -> float:
    """While developing the manifest is looked at each time; else once."""
    file = DIST / "manifest.json"
    return file.stat().st_mtime if current_app.debug and file.exists() else 0.0


@cache
def _manifest(_stamp: float) -> dict[str, str]:
    file = DIST / "manifest.json"
    return json.loads(file.read_text()) if file.exists() else {}
