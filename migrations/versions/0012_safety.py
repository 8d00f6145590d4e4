"""People at risk: editions of lists, steps about cases, private letters, and where somebody is

Revision: 0012, after 0011
"""

import sqlalchemy as sa
from alembic import op

from networks.base import UtcDateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

ONE_EACH = sa.text("kind = 'safety' AND state <> 'closed'")
ONCE = sa.text("kind = 'acknowledge'")


def upgrade() -> None:
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.add_column(sa.Column("country", sa.String(2), nullable=False, server_default=""))
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.alter_column("country", server_default=None)
    op.create_index(
        "uq_cases_open_safety",
        "cases",
        ["community_id", "person_id"],
        unique=True,
        sqlite_where=ONE_EACH,
        postgresql_where=ONE_EACH,
    )
    op.create_table(
        "safety_editions",
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), sa.ForeignKey("people.id", ondelete="SET NULL")),
        sa.Column("made_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("used_by_id", sa.Uuid(), sa.ForeignKey("people.id", ondelete="SET NULL")),
        sa.Column("used_at", UtcDateTime(timezone=True)),
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.UniqueConstraint("name", "number"),
    )
    op.create_table(
        "safety_steps",
        sa.Column("case_id", sa.Uuid(), sa.ForeignKey("cases.id", ondelete="CASCADE"), nullable=False, index=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("by_id", sa.Uuid(), sa.ForeignKey("people.id", ondelete="SET NULL")),
        sa.Column("to_id", sa.Uuid(), sa.ForeignKey("people.id", ondelete="SET NULL")),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.UniqueConstraint("case_id", "position"),
    )
    op.create_index(
        "uq_safety_steps_acknowledged",
        "safety_steps",
        ["case_id"],
        unique=True,
        sqlite_where=ONCE,
        postgresql_where=ONCE,
    )
    op.create_table(
        "safety_letters",
        sa.Column("community_id", sa.Uuid(), sa.ForeignKey("communities.id", ondelete="CASCADE"), nullable=False),
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True),
        sa.Column("by_id", sa.Uuid(), sa.ForeignKey("people.id", ondelete="SET NULL"), index=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.UniqueConstraint("community_id", "person_id", "position"),
    )


def downgrade() -> None:
    for table in ("safety_letters", "safety_steps", "safety_editions"):
        op.drop_table(table)
    op.drop_index("uq_cases_open_safety", "cases")
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.drop_column("country")
