"""Welcomes and check-ins that facilitators often write, beside the fields that they fill."""

from __future__ import annotations

from uuid import UUID

from flask import request
from flask_babel import gettext

from networks.moderation.greetings import Occasion, addressed, greetings_of
from networks.work import Work


def said_to(work: Work, community_id: UUID, handle: str) -> dict[str, list[str]]:
    """What is often said on each occasion, to somebody by name. The caller has checked who asks."""
    found = greetings_of(work, community_id)
    return {str(one): [addressed(gettext(words), handle) for words in said] for one, said in found.items()}


def chosen() -> dict[str, int]:
    """Which of them the address asks for, the first is 1: how one is chosen without scripts."""
    asked = {str(one): request.args.get(one, "") for one in Occasion}
    return {one: int(said) for one, said in asked.items() if said.isascii() and said.isdigit() and len(said) < 3}
