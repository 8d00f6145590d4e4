"""What somebody looks for in a record: acts of a kind, by somebody, about somebody, within a time.

It only narrows what the reader may see. "About" goes by what a row says about people: of a case about words that
somebody said, whose they are may be hidden from the reader, so that those rows are about nobody here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import aliased

from networks.audit import AuditRow
from networks.moderation.models import Case, Sanction
from networks.people.models import Person

Named = aliased(Person)

KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    "cases": ("case", "newcomer", "removal"),
    "members": ("sanction", "member", "reports"),
    "roles": ("membership", "credentials", "invitation", "person"),
    "rooms": ("room", "message"),
    "library": ("resource", "library"),
    "safety": ("safety",),
    "community": ("community", "amendment", "desk", "record"),
}
"""Kinds of act, by what the names of acts begin with."""

LOOKS: Final = "looks"
"""The kind of what somebody opened to read it, which else would have stayed shut to them."""

PERSONAL: Final = ("person", "sanction")
"""What a case is about where it is about a person and no words of theirs."""


@dataclass(frozen=True, slots=True)
class Sought:
    kind: str | None = None
    by: str = ""
    """A name, as `about`."""
    about: str = ""
    since: datetime | None = None
    until: datetime | None = None


EVERYTHING: Final = Sought()


def matching(sought: Sought) -> list[Any]:
    """As conditions on rows. A name that nobody has matches nothing."""
    found = []
    if sought.kind:
        found.append(_of_kind(sought.kind))
    if sought.by:
        found.append(AuditRow.actor_id.in_(_named(sought.by)))
    if sought.about:
        found.append(_about(_named(sought.about)))
    if sought.since:
        found.append(AuditRow.at >= sought.since)
    if sought.until:
        found.append(AuditRow.at < sought.until)
    return found


def _of_kind(kind: str) -> Any:
    if kind == LOOKS:
        return or_(AuditRow.act.endswith(".opened"), AuditRow.act.endswith("seen"))
    return or_(*(AuditRow.act.startswith(f"{beginning}.") for beginning in KINDS[kind]))


def _about(people: Any) -> Any:
    sanctions = select(Sanction.id).where(Sanction.person_id.in_(people))
    cases = select(Case.id).where(Case.person_id.in_(people), Case.subject_kind.in_(PERSONAL))
    return or_(
        and_(AuditRow.subject_kind == "person", AuditRow.subject_id.in_(people)),
        and_(AuditRow.subject_kind == "sanction", AuditRow.subject_id.in_(sanctions)),
        and_(AuditRow.subject_kind == "case", AuditRow.subject_id.in_(cases)),
    )


def _named(handle: str) -> Any:
    key = handle.strip().removeprefix("@").casefold()
    return select(Named.id).where(Named.handle_key == key, Named.erased_at.is_(None))
