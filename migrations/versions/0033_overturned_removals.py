"""A removal that was overturned counts for nothing, also where nothing could be put back

Revision: 0033, after 0032
"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

removals = sa.table("removals", *(sa.column(name) for name in ("id", "case_id", "restored_at", "overturned_at")))
appeals = sa.table("appeals", *(sa.column(name) for name in ("subject_kind", "subject_id", "outcome", "decided_at")))
sanctions = sa.table("sanctions", *(sa.column(name) for name in ("case_id", "kind", "overturned_at")))
reports = sa.table("reports", *(sa.column(name) for name in ("case_id", "upheld")))


def upgrade() -> None:
    with op.batch_alter_table("removals", schema=None) as batch_op:
        batch_op.add_column(sa.Column("overturned_at", sa.DateTime(timezone=True), nullable=True))
    undone = (
        appeals.c.subject_kind == "removal",
        appeals.c.subject_id == removals.c.id,
        appeals.c.outcome == "overturn",
    )
    when = sa.select(appeals.c.decided_at).where(*undone).scalar_subquery()
    op.execute(removals.update().values(overturned_at=sa.func.coalesce(when, removals.c.restored_at)))
    fallen = sa.exists().where(removals.c.case_id == reports.c.case_id, removals.c.overturned_at.is_not(None))
    step = (sanctions.c.case_id == reports.c.case_id, sanctions.c.overturned_at.is_(None), sanctions.c.kind != "note")
    op.execute(reports.update().where(fallen, ~sa.exists().where(*step)).values(upheld=sa.false()))


def downgrade() -> None:
    with op.batch_alter_table("removals", schema=None) as batch_op:
        batch_op.drop_column("overturned_at")
