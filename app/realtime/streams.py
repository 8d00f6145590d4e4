"""What several processes change in one room, heard in its order: by the room's counter, as it moved at each commit.

A change that comes too early waits for those before it. What does not come, since Redis was away, is found in the
database by `app.realtime.mending`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

Tell = Callable[[str, bytes], None]


@dataclass(slots=True)
class Stream:
    """One room as it is told here. `at` is the last change told, None until somebody has been let in."""

    at: int | None = None
    early: dict[int, bytes] = field(default_factory=dict)
    after: list[bytes] = field(default_factory=list)
    """What moved no counter and was said after something that is not here yet."""
    stood: int | None = None
    """Where it stood when somebody last looked whether it waits."""
    counted: int = 0
    """The room's counter when the database was last asked."""
    mending: bool = False


class Streams:
    """The rooms that somebody follows in this process, by channel."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self.rooms: dict[str, Stream] = {}

    def open(self, channel: str) -> None:
        self.rooms.setdefault(channel, Stream())

    def close(self, channel: str) -> None:
        self.rooms.pop(channel, None)

    def begin(self, channel: str, at: int) -> None:
        """Somebody was let in and knows the room up to `at`. Only the first one's word counts: others hear more."""
        stream = self.rooms.get(channel)
        if stream is not None and stream.at is None:
            self.reach(channel, stream, at)

    def offer(self, channel: str, at: int, ready: bytes) -> None:
        """A change of the room, told as soon as all before it are. What was told already is not told again."""
        stream = self.rooms.get(channel)
        if stream is None or (stream.at is not None and at <= stream.at):
            return
        stream.early[at] = ready
        self._drain(channel, stream)

    def must_wait(self, channel: str, ready: bytes) -> bool:
        """Keep back what was said about changes that are not here yet. Returns whether it waits."""
        stream = self.rooms.get(channel)
        if stream is None or not stream.early:
            return False
        stream.after.append(ready)
        return True

    def reach(self, channel: str, stream: Stream, at: int) -> None:
        """Everything up to `at` is known to those who are here."""
        stream.at = at
        for each in [each for each in stream.early if each <= at]:
            del stream.early[each]
        self._drain(channel, stream)

    def _drain(self, channel: str, stream: Stream) -> None:
        if stream.at is None or stream.mending:
            return
        while (ready := stream.early.pop(stream.at + 1, None)) is not None:
            stream.at += 1
            self._tell(channel, ready)
        if not stream.early:
            after, stream.after = stream.after, []
            for ready in after:
                self._tell(channel, ready)
