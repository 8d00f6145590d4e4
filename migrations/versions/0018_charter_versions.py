"""Versions of a community's charter; what there is becomes the first

Revision: 0018, after 0017
"""

from uuid import uuid4

import sqlalchemy as sa
from alembic import op

from networks.base import UtcDateTime

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    made = op.create_table(
        "charter_versions",
        sa.Column("community_id", sa.Uuid(), sa.ForeignKey("communities.id", ondelete="CASCADE"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Uuid(), sa.ForeignKey("people.id", ondelete="SET NULL")),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.UniqueConstraint("community_id", "number"),
    )
    columns = (sa.column("id", sa.Uuid()), sa.column("charter", sa.Text()), sa.column("created_at", UtcDateTime()))
    there = sa.table("communities", *columns)
    rows = op.get_bind().execute(sa.select(there).where(there.c.charter != ""))
    first = [
        {"id": uuid4(), "community_id": row.id, "number": 1, "text": row.charter, "at": row.created_at, "note": ""}
        for row in rows
    ]
    if first:
        op.bulk_insert(made, first)


def downgrade() -> None:
    op.drop_table("charter_versions")
