"""Whoever had something removed before removals had an author can appeal against it afterwards."""

from __future__ import annotations

from sqlalchemy import select

from app import markdown, schema
from networks.moderation.actions import decide
from networks.moderation.report_models import Removal
from networks.removal import remove_message
from networks.wiring import INSIDE
from networks.work import Network
from tests.domain.acts import do, say
from tests.domain.reports import case_about, tell
from tests.frame.databases import put_rows


def test_an_older_removal_knows_whose_it_was_unless_it_was_gone_already(bare, played):
    schema.upgrade(bare)
    put_rows(bare, played.rows)
    network, cast = Network(bare, render=markdown.render, inside=INSIDE), played.cast
    named, unnamed, gone = (say(network, cast.ana, cast.everyday, anonymous=flag) for flag in (False, True, False))
    for said in (named, unnamed, gone):
        tell(network, cast.ben, "message", said.id)
    do(network, cast.ana, remove_message, gone.id)
    for said in (named, unnamed, gone):
        found = case_about(network, cast.fay, said.id).case
        do(network, cast.fay, decide, found.id, outcome="remove", reason="Harm.", rule="1")
    schema.downgrade(bare, "0028-1")
    schema.upgrade(bare)
    with network.reading() as work:
        left = {one.subject_id: one for one in work.session.scalars(select(Removal))}
        assert {(one.reason, one.by_id, one.words) for one in left.values()} == {("Harm.", cast.fay.person_id, None)}
    whose = [(left[said.id].person_id, left[said.id].anonymous) for said in (named, unnamed, gone)]
    assert whose == [(cast.ana.person_id, False), (cast.ana.person_id, True), (None, False)]
