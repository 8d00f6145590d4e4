"""What two members in the play write to each other: the first of them asks, and whoever answers takes it up."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any
from uuid import uuid4

from networks.chat import posting, rooms
from networks.chat.conversations import start
from networks.demo import script
from networks.demo.play import Play
from networks.work import Work


def rehearse_conversations(play: Play, community: dict[str, Any], now: datetime) -> None:
    for one in community.get("conversations", []):
        key = (community["slug"], " and ".join(one["of"]))
        first = one["said"][0]
        play.at(script.moment(first["at"], now), 3, first["by"], partial(_start, play, key, one["of"]))
        for said in one["said"]:
            play.at(script.moment(said["at"], now), 4, said["by"], partial(_say, play, key, said["say"]))


def _start(play: Play, key: tuple[str, str], two: list[str], work: Work) -> None:
    made, _ = start(work, key[0], play.people[two[1]].person_id)
    play.rooms[key] = made.id


def _say(play: Play, key: tuple[str, str], words: str, work: Work) -> None:
    message, _ = posting.post_message(work, play.rooms[key], body=words, client_key=uuid4().hex)
    rooms.mark_read(work, play.rooms[key], message.seq)
