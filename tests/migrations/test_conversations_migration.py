"""A version that knows no conversations must not be left with rooms that it would show to everybody."""

from __future__ import annotations

from sqlalchemy import text

from app import markdown, schema
from networks.chat.actions import react
from networks.wiring import INSIDE
from networks.work import Network
from tests.domain.acts import do, read, say
from tests.domain.talks import talk
from tests.frame.databases import put_rows


def test_going_back_takes_what_two_said_along_and_nothing_else(bare, played):
    schema.upgrade(bare)
    put_rows(bare, played.rows)
    network, cast = Network(bare, render=markdown.render, inside=INSIDE), played.cast
    room = talk(network, cast.ana, cast.ben)
    do(network, cast.ben, react, read(network, cast.ana, room).items[0].id, "👍", on=True)
    said = say(network, cast.ana, cast.everyday, "To all.")
    do(network, cast.ben, react, said.id, "👍", on=True)
    schema.downgrade(bare, "0032-1")
    with bare.reader.connect() as connection:
        left = {name: connection.scalar(text(f"SELECT count(*) FROM {name}")) for name in ("messages", "reactions")}
        assert left == {"messages": 1, "reactions": 1}
        assert connection.scalar(text("SELECT count(*) FROM rooms WHERE section = 'direct'")) == 0
    schema.upgrade(bare)
    assert [one.body for one in read(network, cast.ben, cast.everyday).items] == ["To all."]
