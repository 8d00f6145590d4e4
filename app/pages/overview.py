"""What facilitators look at first: who waits, how the community is, and the list behind each figure."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, render_template, request, url_for
from flask_babel import gettext

from app.begin import begin, reading
from app.pages.figures import cards, charts, now_rows
from app.pages.frame import again, around, back, load, to_signin
from app.schemas.overview import NAMES, CapIn
from networks.communities.credential_queries import waiting
from networks.errors import Invalid, Unauthenticated
from networks.overview.capping import full, set_cap
from networks.overview.dashboard import dashboard
from networks.overview.figure import State
from networks.overview.lists import entries
from networks.overview.network import overview
from networks.overview.rota import Rota, turns
from networks.work import Work

blueprint = Blueprint("overview", __name__)
blueprint.register_error_handler(Unauthenticated, to_signin)
PERIODS = (30, 90, 365)
PAGE = 100


@blueprint.get("/c/<slug>/dashboard")
def show(slug: str) -> str:
    with reading() as work:
        board = dashboard(work, slug, days=_days())
        context: dict[str, Any] = {
            "board": board,
            "days": board.period.days,
            "periods": PERIODS,
            "now_rows": now_rows(work, board),
            "cards": cards(board),
            "names": NAMES,
            "rota": Rota(board.seen, turns(work, board.seen.community.id), board.staff, work.now),
            **charts(board),
        }
        return render_template("overview/dashboard.html", **around(work, board.seen, "overview"), **context)


@blueprint.get("/c/<slug>/dashboard/<key>")
def behind(slug: str, key: str) -> str:
    with reading() as work:
        return _list(work, slug, key)


@blueprint.post("/c/<slug>/load-cap")
def cap(slug: str) -> Any:
    try:
        said = load(CapIn, cap=request.form.get("cap", "").strip() or None)
        with begin() as work:
            set_cap(work, slug, said["cap"])
    except Invalid as refusal:
        with reading() as work:
            return _list(work, slug, "load", **again(refusal)), 422
    flash(gettext("Saved."), "ok")
    return back(".behind", slug=slug, key="load")


def _list(work: Work, slug: str, key: str, **form: Any) -> str:
    board = dashboard(work, slug, days=_days())
    found, start = entries(work, board, key), _start()
    rows, label = found[start : start + PAGE], NAMES[key]
    more = url_for(".behind", slug=slug, key=key, days=board.period.days, start=start + PAGE)
    context: dict[str, Any] = {
        "key": key,
        "label": label[0],
        "definition": label[1],
        "figure": board.figures[key],
        "rows": rows,
        "now": work.now,
        "cap": board.cap,
        "full": list(full(work, board.seen.community.id).values()) if key == "load" else [],
        **form,
        "days": board.period.days,
        "next": more if len(found) > start + PAGE else None,
    }
    return render_template("overview/list.html", **around(work, board.seen, "overview"), **context)


def _days() -> int:
    said = request.args.get("days", "")
    return int(said) if said in {str(days) for days in PERIODS} else PERIODS[0]


def _start() -> int:
    said = request.args.get("start", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 7 else 0


@blueprint.get("/overview")
def network() -> str:
    """Of all communities, for operators."""
    with reading() as work:
        lines, asking = overview(work), waiting(work)
    red = sum(line.state == State.RED for line in lines)
    return render_template("overview/network.html", lines=lines, red=red, asking=asking)
