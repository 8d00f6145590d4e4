"""The page that shows the interface: our own, drawn from the OpenAPI document once for each language."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from flask import Blueprint, Flask, current_app, render_template
from flask_babel import get_locale
from markupsafe import Markup

from app.api.outline import Outline
from app.markdown import render


class Head(NamedTuple):
    anchor: str
    title: str


blueprint = Blueprint("api_docs", __name__, url_prefix="/api/v1")


@blueprint.get("/docs")
def page() -> str:
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    return render_template("docs/page.html", section="docs", drawn=_drawn(app, str(get_locale())))


@lru_cache(maxsize=16)
def _drawn(app: Flask, _locale: str) -> Markup:
    """All but the frame, which is the reader's own."""
    outline = Outline(app.extensions["flask-smorest"]["apis"][""]["ext_obj"].document)
    general, heads = _anchored(render(outline.general))
    found = {"outline": outline, "general": general, "heads": heads, "rendered": _rendered}
    return Markup(render_template("docs/_document.html", **found))  # noqa: S704


def _rendered(words: str) -> Markup:
    return Markup(render(words))  # noqa: S704  (sanitised)


def _anchored(html: str) -> tuple[Markup, list[Head]]:
    """The same with a place to link to at each heading."""
    heads = [Head(title.lower().replace(" ", "-"), title) for title in re.findall("<h3>(.+?)</h3>", html)]
    for anchor, title in heads:
        html = html.replace(f"<h3>{title}</h3>", f'<h3 id="{anchor}">{title}</h3>')
    return Markup(html), heads  # noqa: S704
