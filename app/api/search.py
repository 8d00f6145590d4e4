"""Searching over HTTP."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from app import limits
from app.api.frame import NOT_OURS, Blueprint, PageArgs, from_cursor, listed, to_cursor
from app.begin import asker_id, reading
from app.schemas.fields import says
from app.schemas.search import FoundOut, found_shape
from networks.errors import Invalid
from networks.search.queries import search

blueprint = Blueprint("search", "What was said, and what is in the library.")


class SearchArgs(PageArgs):
    q = fields.String(
        load_default="",
        validate=validate.Length(max=1000),
        metadata=says(
            'Words and "phrases"; the last word may be a beginning. `from:handle`, `in:room` or `in:"room name"` or '
            "`in:library`, `after:2026-01-31` (that day and later), `before:2026-01-31`. Nothing is a mistake."
        ),
    )


@blueprint.route("/communities/<slug>/search", methods=["GET"])
@blueprint.arguments(SearchArgs, location="query")
@blueprint.response(200, listed(FoundOut))
def find(said: dict[str, Any], slug: str) -> dict[str, Any]:
    """Search a community. Messages and what is in the library, the newest first, as far as the asker may see them now.
    What was said is found within seconds; what was removed, at once no more. For members, and for operators in the
    rooms that they opened.
    """
    limits.use("search", asker_id())
    with reading() as work:
        found = search(work, slug, said["q"], before=_place(said.get("cursor")), limit=said["limit"])
    following = None if found.next is None else to_cursor(found.next)
    return {"items": [found_shape(item) for item in found.items], "next": following}


def _place(cursor: str | None) -> int | None:
    """Where the answer before ended. Raises Invalid for what we never gave out."""
    said = from_cursor(cursor)
    if said and not (said.isascii() and said.isdigit() and len(said) < 19):
        raise Invalid(fields={"cursor": NOT_OURS})
    return int(said) if said else None
