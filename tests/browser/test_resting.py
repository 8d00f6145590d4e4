"""A community that nobody looks after, before the eyes of somebody who sits in its room and writes."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import expect
from sqlalchemy import update

from networks.communities.models import Community
from tests.browser.room import Place, RoomPage

LOOK = 80_000
"""The server looks after its communities once a minute."""


@pytest.fixture
def place(town) -> Place:
    slug = f"rest{uuid4().hex[:12]}"
    made = {"slug": slug, "name": "A small place", "visibility": "public", "joining": "open"}
    assert town.call(town.cast.opal, "POST", "/communities", made).status_code == 201
    return Place(slug, town.new_room(slug))


@pytest.mark.slow
def test_an_open_room_says_that_it_rests_and_lets_one_write_on_when_it_is_over(visit, town, place):
    name, other = town.newcomer(place.slug), town.newcomer(place.slug)
    page = RoomPage(visit(name), place)
    page.say("Is anybody there?")
    page.arrived("Is anybody there?")
    page.field.fill("I was about to say")
    with town.network.begin() as work:
        long_ago = {"created_at": work.now - timedelta(days=40)}
        work.session.execute(update(Community).where(Community.slug == place.slug).values(**long_ago))
    silent = page.page.locator("#silent")
    expect(silent.get_by_text("so it can only be read")).to_be_visible(timeout=LOOK)
    expect(page.field).not_to_be_editable()
    expect(page.send).to_be_disabled()

    path = f"/communities/{place.slug}/members/{town.person_id(other)}"
    assert town.call(town.cast.opal, "PATCH", path, {"role": "facilitator"}).ok
    expect(silent).to_be_hidden()
    expect(page.field).to_have_value("I was about to say")
    page.send.click()
    page.arrived("I was about to say")
