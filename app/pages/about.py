"""Pages that say what this is."""

from __future__ import annotations

from flask import Blueprint, render_template

blueprint = Blueprint("about", __name__)


@blueprint.get("/help", endpoint="help")
def how_it_works() -> str:
    return render_template("about/help.html")


@blueprint.get("/privacy")
def privacy() -> str:
    return render_template("about/privacy.html")


@blueprint.get("/about")
def about() -> str:
    return render_template("about/about.html")
