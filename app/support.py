"""Whom to talk to, for the author alone of something that sounded heavy. Their message is not changed by it."""

from __future__ import annotations

import logging
from typing import Any, cast
from uuid import UUID

from flask import current_app

from app.begin import network
from networks.care.whereabouts import whereabouts
from networks.errors import Refusal
from networks.safety.contacts import Contact
from networks.safety.matching import Concern
from networks.safety.watch import Watch

log = logging.getLogger(__name__)

Json = dict[str, Any]


def watch() -> Watch:
    return cast(Watch, current_app.extensions["watch"])


def support_for(body: str, person_id: UUID | None, room_id: UUID | None = None, slug: str | None = None) -> Json | None:
    """What goes with the answer to whoever says this; None for almost everything, which costs microseconds. `slug` is
    the community, where it was not said in a room."""
    return support_of(network().weigh(body), person_id, room_id, slug) if person_id else None


def support_of(
    heard: Concern | None, person_id: UUID, room_id: UUID | None = None, slug: str | None = None
) -> Json | None:
    """The same for what was weighed already."""
    if heard is None:
        return None
    return {"contacts": [contact_json(one) for one in contacts_of(person_id, room_id, slug)]}


def contacts_of(person_id: UUID, room_id: UUID | None = None, slug: str | None = None) -> list[Contact]:
    """Where the database does not tell where somebody is, they still learn of those who are there for everybody."""
    country = ""
    try:
        with network().reading() as work:
            country, found = whereabouts(work, person_id, room_id)
            slug = slug or found
    except Refusal:
        log.warning("contacts are shown without knowing where somebody is")
    return watch().contacts_for(country, slug)


def supported(answer: Json, support: Json | None) -> Json:
    """The answer, with the contacts beside it where there are any."""
    return {**answer, "support": support} if support else answer


def contact_json(one: Contact) -> Json:
    return {
        "name": one.name,
        "phone": one.phone or None,
        "text": one.text or None,
        "say": one.say or None,
        "url": one.url or None,
        "hours": one.hours,
        "languages": list(one.languages),
    }
