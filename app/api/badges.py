"""Who has a badge beside their name."""

from __future__ import annotations

from typing import Any

from app.api.frame import Blueprint, PageArgs, listed, part
from app.begin import reading
from app.schemas.communities import BadgeOut
from networks.communities.badges import badges_here

blueprint = Blueprint("badges", "Who has a badge beside their name.")


@blueprint.route("/communities/<slug>/badges", methods=["GET"])
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, listed(BadgeOut))
def list_badges(said: dict[str, Any], slug: str) -> dict[str, Any]:
    """Badges. Who has one at this moment, for members and operators. It belongs beside the name of whoever said or
    decided something under it, wherever another answer has no more than their id and name; `badge:changed` tells of the
    next one.
    """
    with reading() as work:
        found = sorted(badges_here(work, slug).items())
        return part([{"person_id": id_, **badge._asdict()} for id_, badge in found], said)
