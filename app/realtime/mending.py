"""What did not come from another process, found in the database: Redis hints, the room's counter tells the truth."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any, Final

from app.realtime.channels import room_of
from app.realtime.connections import Live
from app.realtime.streams import Stream
from app.schemas.chat import message_json, removed_json
from networks.chat.events import MessageRemoved
from networks.chat.queries import changes_since, counters
from networks.chat.views import MessageView
from networks.errors import Refusal
from networks.work import Network

log = logging.getLogger(__name__)

EVERY: Final = 0.25
"""Seconds between two looks. What is missing at two of them is fetched; most of it comes by itself in milliseconds."""

COUNTED: Final = 4
"""Looks between two questions for the counters, which find what was lost at the end, with nothing after it."""

PIECE: Final = 200


class Mender:
    def __init__(self, network: Network, live: Live) -> None:
        self._network = network
        self._live = live
        self._looks = 0

    def forever(self) -> None:
        while True:
            self._live.io.sleep(EVERY)
            try:
                self.look()
            except Refusal:
                log.warning("the database does not answer; what others said comes when it does")
            except Exception:
                log.exception("a room could not be mended")

    def look(self) -> None:
        """One look: mend what waits as it did at the last one."""
        self._looks += 1
        for channel, stream in self._open():
            if stream.early and stream.stood == stream.at:
                self.mend(channel, stream)
            stream.stood = stream.at
        if self._looks % COUNTED == 0:
            self.count()

    def count(self) -> None:
        """Mend what is behind the database, and was so when it was asked before or is because nobody tells us."""
        is_up = self._live.relay is not None and self._live.relay.is_up
        streams = {room_of(channel): (channel, stream) for channel, stream in self._open()}
        with self._network.reading() as work:
            found = counters(work, list(streams)) if streams else {}
        for room_id, counter in found.items():
            channel, stream = streams[room_id]
            if stream.at is not None and stream.at < (stream.counted if is_up else counter):
                self.mend(channel, stream)
            stream.counted = counter

    def mend(self, channel: str, stream: Stream) -> None:
        """Tell what is missing, from the database."""
        if stream.mending or stream.at is None:
            return
        stream.mending = True
        try:
            more = True
            while more:
                more = self._piece(channel, stream)
        finally:
            stream.mending = False
            self._live.streams.reach(channel, stream, stream.at)

    def _piece(self, channel: str, stream: Stream) -> bool:
        at = stream.at or 0
        with self._network.reading() as work:
            page = changes_since(work, room_of(channel), at, PIECE)
        for message in page.items:
            ready = self._live.voice.ready(*_told(message, is_new=message.seq > at))
            self._live.voice.tell(channel, ready)
        stream.at = page.items[-1].change_seq if page.more else max(at, page.last_seq)
        return page.more

    def _open(self) -> Iterator[tuple[str, Stream]]:
        for channel, stream in list(self._live.streams.rooms.items()):
            if stream.at is not None and not stream.mending:
                yield channel, stream


def _told(message: MessageView, *, is_new: bool) -> tuple[str, dict[str, Any]]:
    """As it would have been told; whoever never heard of a message hears of it as it is now."""
    if message.removed:
        place = (message.room_id, message.id, message.seq, message.change_seq)
        return "message:removed", removed_json(MessageRemoved(*place, message.removed_by_author))
    return "message:posted" if is_new else "message:edited", message_json(message.for_everybody(), public=True)
