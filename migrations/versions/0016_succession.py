"""Who looks after a community, and since when it rests because nobody does

Revision: 0016, after 0015
"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("communities", schema=None) as batch_op:
        batch_op.add_column(sa.Column("rests_since", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "watches",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_watches_community_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community_id", name=op.f("pk_watches")),
    )
    _begin_now()


def _begin_now() -> None:
    """What was there before this is watched from now on: nobody could know of the clock that it would have had."""
    moment = sa.DateTime(timezone=True)
    communities = sa.table("communities", sa.column("id", sa.Uuid()))
    columns = (sa.column("community_id", sa.Uuid()), sa.column("seen_at", moment), sa.column("told_at", moment))
    now = sa.bindparam("now", datetime.now(UTC), moment)
    known = sa.select(communities.c.id, now, sa.null())
    op.execute(sa.table("watches", *columns).insert().from_select([column.name for column in columns], known))


def downgrade() -> None:
    op.drop_table("watches")
    with op.batch_alter_table("communities", schema=None) as batch_op:
        batch_op.drop_column("rests_since")
