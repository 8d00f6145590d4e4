"""Who said anonymously what a case is about: facilitators learn it with the case, and it is on record that they did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from networks import audit
from networks.communities.queries import stand
from networks.errors import NotFound
from networks.moderation.events import CaseAuthorSeen
from networks.moderation.queries import CaseView
from networks.moderation.revealed import on_record
from networks.people.models import Person
from networks.policy import Can, require
from networks.work import Work


def named(work: Work, seen: CaseView) -> CaseView:
    """A case with the name that it keeps back until it is on record that the asker learns it."""
    return all_named(work, [seen])[0]


def all_named(work: Work, seen: Sequence[CaseView]) -> list[CaseView]:
    """The same for several of one community. Once a day for each: whoever reads on does not fill the record with it."""
    veiled = [one for one in seen if one.veiled]
    if veiled:
        _put_on_record(work, veiled)
    return [_named(work, one) if one.veiled else one for one in seen]


def _put_on_record(work: Work, veiled: Sequence[CaseView]) -> None:
    community_id = veiled[0].case.community_id
    standing = stand(work, community_id)
    if standing is None:
        raise NotFound
    require(work, standing, Can.REVEAL_AUTHOR)
    audit.hold(work, community_id)  # two at once: the second finds what the first wrote
    known = on_record(work, standing, [one.case for one in veiled])
    for one in veiled:
        if one.case.id not in known:
            work.record(CaseAuthorSeen(community_id, one.case.id))


def _named(work: Work, seen: CaseView) -> CaseView:
    return replace(seen, subject=work.session.get(Person, seen.case.person_id), veiled=False)
