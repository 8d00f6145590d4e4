"""A newcomer's case as it was before a message was removed: kept when it goes, given back when it stands again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from sqlalchemy import ColumnElement, select, update

from networks.chat.events import MessageRemoved
from networks.communities.models import Membership
from networks.facilitation import asking, newcomers, returning
from networks.facilitation.models import Ending, FirstWords
from networks.moderation import losses
from networks.moderation.cases import withdraw_case
from networks.moderation.events import RemovalOverturned, WordsForgotten
from networks.moderation.loss_models import Loss, Lost
from networks.moderation.losses import Found
from networks.moderation.models import CaseKind
from networks.work import Reactions, Work


def keep_answer(work: Work, event: MessageRemoved, found: FirstWords) -> None:
    """Somebody's first words lose their answer."""
    was = {"answered_at": found.answered_at, "answered_as": found.answered_as}
    _keep(work, event, found, Lost.ANSWER, Found(found.id, found.answered_by_id, was))


def keep_voice(work: Work, event: MessageRemoved, found: FirstWords) -> None:
    """What somebody said first, and nobody had answered, is gone."""
    spoke_at = work.session.scalar(select(Membership.spoke_at).where(*_theirs(found)))
    _keep(work, event, found, Lost.VOICE, Found(found.id, None, {"spoke_at": spoke_at}))
    for asking_id in returning.asked_about_words(work, found.id):
        _keep(work, event, found, Lost.WELCOME, Found(asking_id))


def _keep(work: Work, event: MessageRemoved, words: FirstWords, kind: Lost, found: Found) -> None:
    """What one removes oneself never comes back."""
    if not event.by_author and words.person_id is not None:
        losses.keep(work, event.message_id, words.community_id, words.person_id, kind, found)


def _ask_again(work: Work, lost: Loss) -> None:
    returning.ask_again(work, lost.thing_id, lost.at)


def _answer_back(work: Work, lost: Loss) -> None:
    found, at = work.session.get(FirstWords, lost.thing_id, populate_existing=True), lost.moment("answered_at")
    if found is None or at is None or found.ended_how == Ending.TAKEN_BACK:
        return
    found.ended_at = found.ended_how = None
    role = lost.was["answered_as"]
    newcomers.answer_instead(work, found, at=at, by=lost.other_id, role=role, answer_id=lost.by_id)
    _no_case(work, found, "close")


def _voice_back(work: Work, lost: Loss) -> None:
    """What they said after it is their first no more, and who answered that has answered them."""
    found = work.session.get(FirstWords, lost.thing_id, populate_existing=True)
    if found is None:
        return
    silent = update(Membership).where(*_theirs(found)).values(spoke_at=lost.moment("spoke_at"))
    work.session.execute(silent.execution_options(synchronize_session=False))
    for later in _said_after(work, found):
        _answered_by(work, found, later)
        _no_case(work, later, "withdrawn")
        work.session.delete(later)
    work.session.flush()


def _answered_by(work: Work, found: FirstWords, later: FirstWords) -> None:
    if later.answered_at is None or not found.waits:
        return
    at, by, role = later.answered_at, later.answered_by_id, later.answered_as
    newcomers.answer_instead(work, found, at=at, by=by, role=role, answer_id=later.answer_id)
    _no_case(work, found, "close")


def _said_after(work: Work, found: FirstWords) -> Sequence[FirstWords]:
    theirs = (FirstWords.community_id == found.community_id, FirstWords.person_id == found.person_id)
    later = select(FirstWords).where(*theirs, FirstWords.id != found.id, FirstWords.said_at >= found.said_at)
    return work.session.scalars(later.order_by(FirstWords.said_at).execution_options(populate_existing=True)).all()


def _no_case(work: Work, found: FirstWords, outcome: str) -> None:
    """Nobody has to answer these."""
    asking.over(work, found.id)
    withdraw_case(work, CaseKind.NEWCOMER, found.community_id, found.message_id, outcome=outcome)


def _theirs(found: FirstWords) -> tuple[ColumnElement[bool], ...]:
    return Membership.community_id == found.community_id, Membership.person_id == found.person_id


BACK: Final[Mapping[Lost, Callable[[Work, Loss], None]]] = {
    Lost.WELCOME: _ask_again,
    Lost.ANSWER: _answer_back,
    Lost.VOICE: _voice_back,
}


def _give_back(work: Work, event: RemovalOverturned) -> None:
    for lost in losses.lost_by(work, event.subject_id, *BACK):
        BACK[Lost(lost.kind)](work, lost)
        work.session.delete(lost)
    work.session.flush()


def _forget(work: Work, event: WordsForgotten) -> None:
    losses.forget(work, event.message_id)


REACTIONS: Final[Reactions] = {RemovalOverturned: (_give_back,), WordsForgotten: (_forget,)}
