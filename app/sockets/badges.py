"""A live call about who has a badge, for pages that follow no room."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import fields

from app.begin import network, reading
from app.realtime import live
from app.schemas.fields import In
from app.sockets.frame import call
from networks.communities.queries import stand
from networks.errors import NotFound


class BadgesCall(In):
    community_id = fields.UUID(required=True)


@call("community:badges", BadgesCall)
def on_badges(community_id: UUID) -> dict[str, Any]:
    """What changes after this is told to whoever may ask, without their asking for it."""
    with reading() as work:
        if stand(work, community_id) is None:
            raise NotFound
    return {"badges": live().wearers.of(network(), community_id)}
