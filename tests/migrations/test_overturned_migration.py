"""Removals that an appeal overturned before that was kept count for nothing afterwards, whether anything came back."""

from __future__ import annotations

from sqlalchemy import select

from app import markdown, schema
from networks.chat.models import Message
from networks.moderation.actions import decide
from networks.moderation.appeal_models import Against
from networks.moderation.appealing import appeal
from networks.moderation.decisions import my
from networks.moderation.report_models import Removal, Report
from networks.wiring import INSIDE
from networks.work import Network
from tests.domain.acts import do, look, say
from tests.domain.reports import case_about, tell
from tests.frame.databases import put_rows


def test_what_was_overturned_upholds_no_report(bare, played):
    schema.upgrade(bare)
    put_rows(bare, played.rows)
    network, cast = Network(bare, render=markdown.render, inside=INSIDE), played.cast
    back, gone, upheld = (say(network, cast.ana, cast.everyday) for _ in range(3))
    for said, outcome in ((back, "overturn"), (gone, "overturn"), (upheld, "uphold")):
        tell(network, cast.ben, "message", said.id)
        found = case_about(network, cast.fay, said.id).case
        do(network, cast.fay, decide, found.id, outcome="remove", reason="Harm.", rule="1")
        one = next(one for one in look(network, cast.ana, my, Against.REMOVAL) if one.made.subject_id == said.id)
        case_id = do(network, cast.ana, appeal, one.made.id, Against.REMOVAL, statement="No.").case_id
        do(network, cast.opal, decide, case_id, outcome=outcome, reason="So.")
    _as_it_was(network, gone.id)
    schema.downgrade(bare, "0032")
    schema.upgrade(bare)
    with network.reading() as work:
        rows = work.session.execute(select(Removal, Report.upheld).join(Report, Report.case_id == Removal.case_id))
        left = {row[0].subject_id: (row[0].overturned_at is not None, row[1]) for row in rows}
        assert work.session.get_one(Message, back.id).body
    assert left == {back.id: (True, False), gone.id: (True, False), upheld.id: (False, True)}


def _as_it_was(network, subject_id):
    """Of what could not be put back, nothing was kept but how the appeal ended."""
    with network.begin() as work:
        made = work.session.scalars(select(Removal).where(Removal.subject_id == subject_id)).one()
        made.restored_at = made.overturned_at = None
        for one in work.session.scalars(select(Report).where(Report.case_id == made.case_id)):
            one.upheld = True
