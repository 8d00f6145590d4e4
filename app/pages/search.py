"""Searching a community: one field, a few ordinary controls, and what was found."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from flask import Blueprint, render_template, request, url_for

from app import limits
from app.begin import asker_id, reading
from app.pages.frame import around, to_signin
from networks.errors import Unauthenticated
from networks.search.asked import LIBRARY
from networks.search.queries import Found, Item, room_names, search

blueprint = Blueprint("search", __name__)
blueprint.register_error_handler(Unauthenticated, to_signin)

SHOWN: Final = 20
LONGEST: Final = 200


class Wish(NamedTuple):
    """What the form holds. What is typed into the field counts more than the controls, as it comes last."""

    q: str
    who: str
    where: str
    after: str
    before: str

    @property
    def said(self) -> str:
        filters = {"from": self.who, "in": self.where, "after": self.after, "before": self.before}
        named = [f'{name}:"{value}"' for name, value in filters.items() if value]
        return " ".join([*named, self.q])

    @property
    def is_narrowed(self) -> bool:
        return any(self[1:])

    @property
    def is_nothing(self) -> bool:
        return not any(self)


@blueprint.get("/c/<slug>/search")
def show(slug: str) -> str:
    wish, start = _wish(), _start()
    if not wish.is_nothing:
        limits.use("search", asker_id())
    with reading() as work:
        found = search(work, slug, wish.said, before=start, limit=SHOWN)
        return render_template(
            "search/search.html",
            **around(work, found.place, "search"),
            wish=wish,
            rooms=room_names(work, found.place),
            library=LIBRARY,
            found=found.items,
            first=start is None,
            following=_following(found),
            address=lambda item: _address(slug, item),
        )


def _wish() -> Wish:
    """What the address asks for, cut where nobody would type on."""
    names = ("q", "from", "in", "after", "before")
    return Wish(*(" ".join(request.args.get(name, "")[:LONGEST].replace("\x00", " ").split(" ")) for name in names))


def _start() -> int | None:
    said = request.args.get("start", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 19 else None


def _following(found: Found) -> str | None:
    if found.next is None:
        return None
    said: dict[str, Any] = request.args.to_dict(flat=True)
    return url_for(".show", **(request.view_args or {}), **said | {"start": str(found.next)})


def _address(slug: str, item: Item) -> str:
    """Where it stands: a message in its room, a resource in the library."""
    if item.resource:
        return url_for("library.resource", slug=slug, resource_id=item.resource.id)
    said = item.message
    if said is None:
        return ""
    return url_for("chat.room", slug=slug, room_id=said.room_id, at=said.seq, _anchor=f"m-{said.id}")
