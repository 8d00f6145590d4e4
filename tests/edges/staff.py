"""What staff alone can read: each route of it with the row that says who looked, or with why there is none.

Staff are facilitators and operators. Which routes are theirs alone stands in the access matrix; a new one that is in
neither of these tables fails in test_on_record.py.
"""

from __future__ import annotations

from typing import Final

from tests.edges.matrix_routes import WHO

SEEN: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "GET /cases/<case_id>/letters": {"Fa": ("case.letters_seen",)},
    "GET /communities/<slug>/audit": {"Fa": ("record.seen",), "Op": ("record.seen",)},
    "GET /communities/<slug>/audit/export": {"Fa": ("record.taken",), "Op": ("record.taken",)},
    "GET /communities/<slug>/members/<person_id>/notes": {"Fa": (), "Op": ("member.notes_seen",)},
    "GET /credentials/<credential_id>": {"Op": ("credentials.seen",)},
    "GET /c/<slug>/audit": {"Fa": ("record.seen",), "Op": ("record.seen",)},
    "GET /c/<slug>/audit/file": {"Fa": ("record.taken",), "Op": ("record.taken",)},
    "GET /c/<slug>/queue/<case_id>": {"Fa": ("case.reports_seen",), "Op": ()},
}
"""For each who may look, the acts of which the record has a row before they are shown anything: one a day. An operator
to whom a case is sealed is shown nothing of it."""

MORE: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "GET /c/<slug>/members/<person_id>": {"Fa": (), "Op": ("member.notes_seen",)},
    "GET /communities/<slug>/cases": {"Fa": (), "Op": ()},
    "GET /communities/<slug>/members/<person_id>": {"Fa": (), "Op": ()},
    "GET /rooms/<room_id>/messages": {"Fa": ("message.author_seen",)},
}
"""The same for what members ask for too, and staff read more of."""

LOOKS_OF_CASES: Final = {
    "report": ("case.reports_seen",),
    "safety": ("case.letters_seen",),
    "appeal": (),
    "newcomer": (),
}
"""The same for a facilitator and the page of a case, by its kind. The appeal is about a step: nothing was removed."""

TOLD: Final = "of the place itself, and of nobody in it"
COUNTED: Final = "figures, and work that waits: whom it is about and since when, no words"
THEIRS: Final = "what those who look after the place did or wrote themselves; that they did is on record"
SENT: Final = "sent to be decided about; who decides is on record, and who learns an anonymous name (case.author_seen)"
REVIEWED: Final = "sent to be reviewed; an operator opens it first, on record (resource.opened)"
DECIDED: Final = "operators decide here; what was shown stands on a page of its own, on record (credentials.seen)"

UNSEEN: Final[dict[str, str]] = {
    "GET /cases/<case_id>": SENT,
    "GET /cases/<case_id>/appeal": SENT,
    "GET /cases/<case_id>/notes": THEIRS,
    "GET /cases/<case_id>/steps": THEIRS,
    "GET /cases/<case_id>/timeline": THEIRS,
    "GET /communities/<slug>/dashboard": COUNTED,
    "GET /communities/<slug>/dashboard/<key>": COUNTED,
    "GET /communities/<slug>/desk": TOLD,
    "GET /communities/<slug>/invitations": THEIRS,
    "GET /communities/<slug>/library": TOLD,
    "GET /communities/<slug>/members/<person_id>/credentials": "that one asked, and how it stands; no evidence",
    "GET /communities/<slug>/members/<person_id>/report-limit": "how many reports, and neither of what nor about whom",
    "GET /communities/<slug>/mentors": "who offered to welcome, and how often they are asked",
    "GET /communities/<slug>/people": COUNTED,
    "GET /communities/<slug>/resources/export": "the library as members read it",
    "GET /communities/<slug>/review-reasons": TOLD,
    "GET /communities/<slug>/shifts": THEIRS,
    "GET /credentials": DECIDED,
    "GET /overview": COUNTED,
    "GET /resources/<resource_id>/assignments": REVIEWED,
    "GET /resources/<resource_id>/proposals": REVIEWED,
    "GET /safety/lists/<name>": TOLD,
    "GET /c/<slug>/dashboard": COUNTED,
    "GET /c/<slug>/dashboard/<key>": COUNTED,
    "GET /c/<slug>/invitations": THEIRS,
    "GET /c/<slug>/library/collections": "the library as members read it, to put it in order",
    "GET /c/<slug>/people": COUNTED,
    "GET /c/<slug>/queue": SENT,
    "GET /c/<slug>/rooms/<room_id>/messages/<message_id>/author": "the question alone; the answer is a form, on record",
    "GET /c/<slug>/rota": THEIRS,
    "GET /c/<slug>/settings": TOLD,
    "GET /c/<slug>/settings/desk": TOLD,
    "GET /c/<slug>/settings/exchange": TOLD,
    "GET /c/<slug>/settings/exchange/file": "the library as members read it",
    "GET /c/<slug>/settings/library": TOLD,
    "GET /c/<slug>/settings/reasons": TOLD,
    "GET /communities/new": TOLD,
    "GET /safety": TOLD,
    "GET /safety/<name>": TOLD,
}
"""Why no row says who looked."""


def of_staff(table: dict[str, str]) -> set[str]:
    """What a member cannot ask for, and a facilitator or an operator can."""
    member, *staff = (WHO.index(column) for column in ("Me", "Fa", "Op"))
    return {
        route
        for route, letters in table.items()
        if route.startswith("GET ") and letters[member] != "+" and "+" in [letters[one] for one in staff]
    }
