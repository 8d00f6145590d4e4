"""Whoever is inside a community and comes to a page that is not there, or not theirs, stays inside."""

from __future__ import annotations

import logging
import re
from typing import Final

from flask import request
from sqlalchemy.exc import SQLAlchemyError

from app.begin import reading
from app.pages.frame import Place, place
from networks.communities.queries import inside
from networks.errors import Refusal

log = logging.getLogger(__name__)
WITHIN: Final = re.compile(r"/c/([a-z0-9-]{1,80})(?:/|\Z)")
KEEPS: Final = frozenset({403, 404, 409})
"""Answers that come while everything works. With others, a second look could fail as the first did."""


def place_here(status: int) -> Place | None:
    """The community around an error page, for those who are inside. To all others there is none at this address,
    whether there is one or not."""
    found = WITHIN.match(request.path)
    if found is None or status not in KEEPS:
        return None
    try:
        with reading() as work:
            seen = inside(work, found[1])
            return place(work, seen.community, seen.standing)
    except Refusal:
        return None
    except SQLAlchemyError:
        log.warning("an error page without its community", exc_info=True)
        return None
