"""A community that falls asleep while people sit in its room: live, too, it can only be read and taken back in."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import update

from networks.communities.actions import make_community
from networks.communities.models import Community
from tests.edges.caller import key
from tests.edges.test_resting import WHY


@pytest.fixture
def slug(town) -> str:
    """A community that nobody looks after, and that does not rest yet."""
    name = f"rest-{uuid4().hex[:10]}"
    with town.network.begin(town.cast.opal) as work:
        make_community(work, slug=name, name=name)
    return name


def fall_asleep(town, slug: str) -> None:
    """In another process than the server's, as a job does it."""
    with town.network.begin() as work:
        long_ago = {"created_at": work.now - timedelta(days=40), "rests_since": work.now}
        work.session.execute(update(Community).where(Community.slug == slug).values(**long_ago))


def test_what_is_new_is_refused_and_what_is_there_can_be_taken_back(town, connect, slug):
    room = str(town.new_room(slug))
    ear, other = connect(town.newcomer(slug)), connect(town.newcomer(slug))
    ear.enter(room)
    other.enter(room)
    mine = ear.say(room, "Before.")["message"]["id"]
    assert "error" not in ear.ask("message:react", {"message_id": mine, "emoji": "👍", "on": True})
    fall_asleep(town, slug)
    refused = [
        other.ask("message:post", {"room_id": room, "body": "Hello.", "client_key": key()}),
        other.ask("message:react", {"message_id": mine, "emoji": "💚", "on": True}),
        ear.ask("message:edit", {"message_id": mine, "body": "Otherwise."}),
        ear.ask("room:typing", {"room_id": room}),
    ]
    assert [(one["error"]["code"], one["error"]["message"]) for one in refused] == [("not_allowed", WHY)] * 4
    unliked = ear.ask("message:react", {"message_id": mine, "emoji": "👍", "on": False})
    assert unliked["message"]["reactions"] == {}
    assert ear.ask("room:read", {"room_id": room, "seq": 1}) == {}
    assert ear.ask("message:remove", {"message_id": mine})["message"]["removed"]
    other.hear("message:removed", lambda one: one["id"] == mine)
