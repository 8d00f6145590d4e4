"""How a community is: figures, and the list behind each of them."""

from __future__ import annotations

from typing import Any

from app.api.described import refuses
from app.api.frame import Blueprint, PageArgs, listed, part
from app.begin import begin, reading
from app.schemas.overview import (
    CapIn,
    CapOut,
    CommunityLineOut,
    DashboardOut,
    EntryOut,
    FigureArgs,
    FigureListArgs,
    dashboard_shape,
    entry_shape,
    line_shape,
)
from networks.overview.capping import set_cap
from networks.overview.dashboard import dashboard
from networks.overview.lists import entries
from networks.overview.network import overview

blueprint = Blueprint("overview", "How a community is, for those who look after it.")


@blueprint.route("/communities/<slug>/dashboard", methods=["GET"])
@blueprint.arguments(FigureArgs, location="query")
@blueprint.response(200, DashboardOut)
@refuses(403)
def show_dashboard(said: dict[str, Any], slug: str) -> dict[str, Any]:
    """The figures of a community. For facilitators and operators: what waits, how long newcomers and cases wait, how
    lively it is, how much each facilitator carries. Nothing that is about the asker is in them, in numbers neither.
    What was said a moment ago is counted a few seconds later.
    """
    with reading() as work:
        return dashboard_shape(dashboard(work, slug, days=said["days"]))


@blueprint.route("/communities/<slug>/dashboard/<key>", methods=["GET"])
@blueprint.arguments(FigureListArgs, location="query")
@blueprint.response(200, listed(EntryOut))
@refuses(403)
def show_list(said: dict[str, Any], slug: str, key: str) -> dict[str, Any]:
    """The list behind a figure. Exactly what it counts, one item each; a figure's `list` is this path."""
    with reading() as work:
        found = entries(work, dashboard(work, slug, days=said["days"]), key)
        return part([entry_shape(one) for one in found], said)


@blueprint.route("/overview", methods=["GET"])
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, listed(CommunityLineOut))
@refuses(404)
def show_network(said: dict[str, Any]) -> dict[str, Any]:
    """All communities at a glance. For operators, what is red first; to all others it is not found. A community that
    nobody has looked after for 14 days is `alone`; after 28 days it rests, and can only be read until somebody does.
    """
    with reading() as work:
        return part([line_shape(one) for one in overview(work)], said)


@blueprint.route("/communities/<slug>/load-cap", methods=["PUT"])
@blueprint.arguments(CapIn, example={"cap": 20})
@blueprint.response(200, CapOut)
@refuses(403)
def put_cap(said: dict[str, Any], slug: str) -> dict[str, Any]:
    """Set how much one facilitator should carry. Cases a week, for operators. It is the figure `load`'s threshold, and
    whoever has had as many is told so before they take the next, and is handed nothing over but what is red.
    """
    with begin() as work:
        set_cap(work, slug, said["cap"])
    return said
