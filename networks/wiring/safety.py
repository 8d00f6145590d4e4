"""What sounds as if somebody were at risk is a case; nothing about it changes for anybody else."""

from __future__ import annotations

from typing import Final

from networks import jobs
from networks.care.concerns import concern
from networks.care.ladder import can_close
from networks.chat.events import MessageEdited, MessagePosted
from networks.communities.models import Community
from networks.errors import Conflict
from networks.moderation.desks import USUAL
from networks.moderation.kinds import OUTCOMES
from networks.moderation.models import Case, CaseKind
from networks.safety.events import LetterWritten
from networks.work import Reactions, Work


def _weigh(work: Work, event: MessagePosted) -> None:
    """For every message there is: nothing but for those few that sound grave."""
    if event.heard is None or event.author_id is None:
        return
    said = event.message
    kept = {
        "message_id": str(said.id),
        "room_id": str(said.room_id),
        "seq": said.seq,
        "body": said.body,
        "anonymous": said.anonymous,
    }
    concern(work, event.community_id, event.author_id, event.heard, subject=("message", said.id), said=kept)


def _close(work: Work, _community: Community, case: Case, _reason: str) -> None:
    if not can_close(work, case):
        raise Conflict("This can be closed once somebody has acknowledged it and followed it up.")


def _mail_letter(work: Work, event: LetterWritten) -> None:
    if event.to_member:
        payload = {"why": "letter", "person_id": str(event.person_id)}
        jobs.enqueue(work, "mail", f"letter:{event.person_id}", payload)


OUTCOMES[CaseKind.SAFETY] = {"close": _close}
USUAL[CaseKind.SAFETY] = {
    "close": [
        "We have been in touch. They are safe, and know whom to turn to.",
        "I asked them. It was a figure of speech, and they are all right.",
    ],
}

REACTIONS: Final[Reactions] = {
    MessagePosted: (_weigh,),
    MessageEdited: (_weigh,),
    LetterWritten: (_mail_letter,),
}
