"""Something private is shown to those who look after a place once it is on record that they look."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from uuid import UUID

from app.begin import asker, network, reading
from networks.care import letters
from networks.errors import NotAllowed, NotFound, Refusal
from networks.moderation import appeals, queries, senders, taking_out
from networks.moderation.models import CaseKind
from networks.overview import looking_after
from networks.work import Work

KEEPS_BACK: Final[dict[CaseKind, Callable[[Work, UUID], bool]]] = {
    CaseKind.SAFETY: letters.are_kept_back,
    CaseKind.APPEAL: appeals.are_kept_back,
    CaseKind.REPORT: senders.are_kept_back,
}
PUT_ON_RECORD: Final[dict[CaseKind, Callable[[Work, UUID], None]]] = {
    CaseKind.SAFETY: letters.put_on_record,
    CaseKind.APPEAL: appeals.put_on_record,
    CaseKind.REPORT: senders.put_on_record,
}


def case_on_record(slug: str, case_id: UUID) -> None:
    """Before the page of a case. Where it cannot be put on record, as on a full disk, the page keeps it back."""
    try:
        kind = _keeping_back(slug, case_id)
        if kind is not None:
            with network().begin(asker()) as work:
                PUT_ON_RECORD[kind](work, case_id)
    except Refusal:  # the page says so itself
        return


def letters_on_record(case_id: UUID) -> None:
    """Before programs are told. Raises Unavailable where it cannot be put on record."""
    with reading() as work:
        wait = letters.are_kept_back(work, case_id)
    if wait:
        with network().begin(asker()) as work:
            letters.put_on_record(work, case_id)


def notes_on_record(slug: str, person_id: UUID) -> None:
    """Before the notes about a member are shown to an operator. Raises Unavailable where it cannot be put on record."""
    try:
        with reading() as work:
            wait = looking_after.are_kept_back(work, slug, person_id)
    except (NotAllowed, NotFound):  # it says so itself
        return
    if wait:
        with network().begin(asker()) as work:
            looking_after.put_on_record(work, slug, person_id)


def record_on_record(slug: str) -> None:
    """Before somebody reads the record of decisions. Where it cannot be put into it, as on a full disk, they read it
    all the same: it is what one looks at when something is wrong."""
    try:
        with reading() as work:
            wait = taking_out.is_read_unseen(work, slug)
        if wait:
            with network().begin(asker()) as work:
                taking_out.put_reading_on_record(work, slug)
    except Refusal:  # whoever may not read it is told so by the record itself
        return


def _keeping_back(slug: str, case_id: UUID) -> CaseKind | None:
    """The kind of a case of this community that keeps something back from the asker."""
    with reading() as work:
        found, community, _ = queries.case(work, case_id)
        kind = CaseKind(found.case.kind)
        waits = community.slug == slug and kind in KEEPS_BACK and KEEPS_BACK[kind](work, case_id)
    return kind if waits else None
