"""The access matrix's live stream: who hears, who may speak, and that outsiders hear nothing of it."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests.edges.live import Refused
from tests.edges.matrix import cells, person

COLUMNS = [pytest.param(column, letters, id=f"{column} {letters}") for column, letters in cells("Live stream")]


@pytest.mark.parametrize(("column", "letters"), COLUMNS)
@pytest.mark.parametrize("slug", ["crohns", "hidden"])
def test_live_stream(town, connect, column, letters, slug):
    who, room, secret = person(town.cast, column), town.new_room(slug), uuid4().hex
    if who is None:
        with pytest.raises(Refused):
            connect(None)
        return
    ear, speaker = connect(who), connect(town.cast.ben)
    if letters == "B":
        assert ear.enter(room)["error"]["code"] == "not_found"
        assert town.call(who, "POST", f"/rooms/{room}/openings", {"reason": "A report by post."}).status_code == 201
    entered, spoke = ear.enter(room), ear.say(room, "May I?")
    ear.enter(town.commons)
    speaker.enter(room)
    speaker.say(room, secret)
    speaker.say(town.commons, f"After {secret}.")
    ear.hear_body(f"After {secret}.")
    heard = [said for said in ear.all("message:posted") if said["room_id"] == str(room) and said["body"] == secret]
    if letters == "−":
        assert entered["error"]["code"] == spoke["error"]["code"] == "not_found"
        assert str(room) not in str(ear.all())
    else:
        assert len(heard) == 1
        assert "message" in spoke if "W" in letters else spoke["error"]["code"] == "not_allowed"
