"""Talking about what is in the library: in a thread of a room, like everything else that members say."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from networks.chat.posting import post_message
from networks.chat.threads import common_room, go_on
from networks.chat.views import MessageView
from networks.errors import Conflict
from networks.resources.discussing import room_of_talks, to_talk_about
from networks.work import Work

ROOM: Final = "Library"
PURPOSE: Final = "What members say about what is in the library."


def talk(work: Work, resource_id: UUID, **said: Any) -> tuple[MessageView, bool]:
    """Say something about a resource. The first who does begins its thread, all others go on in it.

    Returns the message and whether it is new. Raises NotFound to whoever may not know of the resource, NotAllowed to
    those who may not write, Conflict where it is not in the library.
    """
    seen = to_talk_about(work, resource_id)
    found, community = seen.resource, seen.community.id
    if found.discussion_id and found.discussion_room_id:
        return go_on(work, found.discussion_room_id, found.discussion_id, **said)
    room_id = room_of_talks(work, community) or common_room(work, community, name=ROOM, purpose=PURPOSE)
    message, is_new = post_message(work, room_id, **said)
    if not is_new:
        raise Conflict("This key was used for another message.")
    found.discussion_id, found.discussion_room_id = message.id, room_id
    return message, is_new
