"""What a step about a person takes beside what it says, and what comes back where it is lifted or overturned."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select

from networks.communities import credential_ends
from networks.communities.models import Membership
from networks.facilitation import returning
from networks.moderation import losses
from networks.moderation.events import SanctionEnded, SanctionOverturned, StepBegins
from networks.moderation.holding import held_by, hold_again
from networks.moderation.loss_models import Loss, Lost
from networks.moderation.losses import Found
from networks.moderation.models import Sanction
from networks.policy import Role
from networks.resources import endorsing, taking_down
from networks.wiring.newcomers import wait_on
from networks.work import Reactions, Work

Has = Callable[[Work, UUID, UUID], Iterable[Found]]


def _ids(find: Callable[[Work, UUID, UUID], Iterable[UUID]]) -> Has:
    return lambda work, community_id, person_id: [Found(one) for one in find(work, community_id, person_id)]


def _offers(work: Work, community_id: UUID, person_id: UUID) -> list[Found]:
    was = returning.offered(work, community_id, person_id)
    return [Found(person_id, None, was)] if was else []


HAS: Final[Mapping[Lost, Has]] = {
    Lost.ENDORSEMENT: _ids(endorsing.held_of),
    Lost.APPLICATION: _ids(credential_ends.open_of),
    Lost.CASE: held_by,
    Lost.WORDS: _ids(returning.waiting),
    Lost.WELCOME: _ids(returning.asked_about),
    Lost.OFFER: _offers,
    Lost.ASKING: _ids(returning.asked_of),
}
"""What somebody has that a step could take."""


def _keep(work: Work, event: StepBegins) -> None:
    for kind in losses.takes(event.kind):
        for found in HAS[kind](work, event.community_id, event.person_id):
            losses.keep(work, event.sanction_id, event.community_id, event.person_id, kind, found)


def _endorse(work: Work, lost: Loss) -> None:
    if _is(work, lost, Role.PROFESSIONAL):
        taking_down.hold_again(work, lost.thing_id, lost.at)


def _apply(work: Work, lost: Loss) -> None:
    if not _is(work, lost, Role.FACILITATOR):
        credential_ends.ask_again(work, lost.thing_id, lost.at)


def _hold(work: Work, lost: Loss) -> None:
    if _is(work, lost, Role.FACILITATOR):
        hold_again(work, lost)


def _wait(work: Work, lost: Loss) -> None:
    found = returning.wait_on(work, lost.thing_id, lost.at)
    if found is not None:
        wait_on(work, found)


def _ask(work: Work, lost: Loss) -> None:
    returning.ask_again(work, lost.thing_id, lost.at)


def _offer(work: Work, lost: Loss) -> None:
    times: dict[str, Any] = {name: lost.moment(name) for name in ("since", "asked_at")}
    returning.offer_again(work, lost.community_id, lost.person_id, **lost.was | times)


BACK: Final[Mapping[Lost, Callable[[Work, Loss], None]]] = {
    Lost.ENDORSEMENT: _endorse,
    Lost.APPLICATION: _apply,
    Lost.CASE: _hold,
    Lost.WORDS: _wait,
    Lost.WELCOME: _ask,
    Lost.OFFER: _offer,
    Lost.ASKING: _ask,
}
"""How each comes back: exactly what that step took, and nothing that has moved on."""


def _give_back(work: Work, event: SanctionEnded) -> None:
    """What another step that holds would have taken as well waits for the end of that one."""
    made = work.session.get_one(Sanction, event.subject_id)
    for lost in losses.lost_by(work, made.id):
        heir = losses.heir(work, made, Lost(lost.kind))
        if heir is not None:
            lost.by_id = heir
            continue
        if lost.kind in BACK and _place(work, lost).is_active(work.now):
            BACK[Lost(lost.kind)](work, lost)
        work.session.delete(lost)
    work.session.flush()


def _is(work: Work, lost: Loss, role: Role) -> bool:
    return _place(work, lost).seat.role_at(work.now) == role


def _place(work: Work, lost: Loss) -> Membership:
    here = (Membership.community_id == lost.community_id, Membership.person_id == lost.person_id)
    return work.session.scalars(select(Membership).where(*here)).one()


REACTIONS: Final[Reactions] = {
    StepBegins: (_keep,),
    SanctionEnded: (_give_back,),
    SanctionOverturned: (_give_back,),
}
