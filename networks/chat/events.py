"""What happens in rooms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from networks.work import Event

if TYPE_CHECKING:
    from networks.chat.views import MessageView


@dataclass(frozen=True, slots=True)
class RoomMade(Event):
    audited: ClassVar[bool] = True
    act: ClassVar[str] = "room.made"
    subject_kind: ClassVar[str] = "room"

    community_id: UUID
    subject_id: UUID


@dataclass(frozen=True, slots=True)
class RoomOpened(Event):
    """An operator opened a private room to read it."""

    audited: ClassVar[bool] = True
    act: ClassVar[str] = "room.opened"
    subject_kind: ClassVar[str] = "room"

    community_id: UUID
    subject_id: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class WritingTurned(Event):
    """A community's rooms can only be read from now on, or be written in again."""

    leaves_rights: ClassVar[bool] = True

    room_ids: tuple[UUID, ...]
    rests: bool


@dataclass(frozen=True, slots=True)
class MessagePosted(Event):
    """Carries what everybody in the room may see, as it was committed: a second look could see a later state.

    `author_id` is for the house alone: nobody who asked anonymously is told of by it. `heard` is how grave it sounds,
    as networks.safety weighs it.
    """

    leaves_rights: ClassVar[bool] = True

    community_id: UUID
    room_id: UUID
    author_id: UUID | None
    message: MessageView
    heard: Any


@dataclass(frozen=True, slots=True)
class FirstMessage(MessagePosted):
    """The same once more, where it is the first thing that somebody said in a community, as far as is remembered: the
    database knows better, and is asked."""


@dataclass(frozen=True, slots=True)
class MessageEdited(MessagePosted):
    pass


@dataclass(frozen=True, slots=True)
class DirectPosted(MessagePosted):
    """Said by one of two to the other. An event of its own: nothing that follows from what is said in a room follows
    from this, unless somebody has thought of it."""

    other_id: UUID


@dataclass(frozen=True, slots=True)
class DirectEdited(MessagePosted):
    """Likewise."""


@dataclass(frozen=True, slots=True)
class ConversationAccepted(Event):
    """Whoever asked to talk with somebody can."""

    leaves_rights: ClassVar[bool] = True

    community_id: UUID
    person_id: UUID


@dataclass(frozen=True, slots=True)
class MessageRemoved(Event):
    """Ids only: a removal that carried the text would publish it once more."""

    leaves_rights: ClassVar[bool] = True

    room_id: UUID
    message_id: UUID
    seq: int
    change_seq: int
    by_author: bool
    """Whether whoever wrote it took it back; else a facilitator removed it."""


@dataclass(frozen=True, slots=True)
class MessageTakenDown(Event):
    """A facilitator removed somebody else's message."""

    leaves_rights: ClassVar[bool] = True
    audited: ClassVar[bool] = True
    act: ClassVar[str] = "message.removed"
    subject_kind: ClassVar[str] = "message"

    community_id: UUID
    subject_id: UUID
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class AuthorRevealed(Event):
    """A facilitator learns who wrote something anonymously."""

    audited: ClassVar[bool] = True
    act: ClassVar[str] = "message.author_seen"
    subject_kind: ClassVar[str] = "message"

    community_id: UUID
    subject_id: UUID


@dataclass(frozen=True, slots=True)
class MessageReacted(Event):
    leaves_rights: ClassVar[bool] = True

    room_id: UUID
    message_id: UUID
    reactions: tuple[tuple[str, int], ...]
