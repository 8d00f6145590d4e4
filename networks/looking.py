"""Who looked at something private is on record before it is shown: one row for each person, thing and day (of UTC)."""

from __future__ import annotations

from sqlalchemy import select

from networks import audit
from networks.audit import AuditRow
from networks.work import Event, Work, fields_of


def is_on_record(work: Work, look: Event) -> bool:
    """Whether the asker has had it put on record today that they look."""
    said = fields_of(look)
    mine = (AuditRow.chain == said["community_id"], AuditRow.actor_id == work.me, AuditRow.act == look.act)
    today = work.now.replace(hour=0, minute=0, second=0, microsecond=0)
    find = select(AuditRow.id).where(*mine, AuditRow.subject_id == said["subject_id"], AuditRow.at >= today)
    return work.session.scalars(find.limit(1)).first() is not None


def put_on_record(work: Work, look: Event) -> None:
    """Whoever reads on does not fill the record with it. The caller has checked that they may look."""
    audit.hold(work, fields_of(look)["community_id"])  # two at once: the second finds what the first wrote
    if not is_on_record(work, look):
        work.record(look)
