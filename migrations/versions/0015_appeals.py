"""Appeals, what is written about them, who may not decide a case, and the words of the rule of a sanction

Revision: 0015, after 0014
"""

import sqlalchemy as sa
from alembic import op

from networks.base import UtcDateTime

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.add_column(sa.Column("barred_id", sa.Uuid()))
        batch_op.create_foreign_key(
            batch_op.f("fk_cases_barred_id"), "people", ["barred_id"], ["id"], ondelete="SET NULL"
        )
    with op.batch_alter_table("sanctions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("rule_text", sa.Text()))
        batch_op.add_column(sa.Column("overturned_at", UtcDateTime(timezone=True)))
    op.create_table(
        "appeals",
        sa.Column(
            "community_id", sa.Uuid(), sa.ForeignKey("communities.id", ondelete="CASCADE"), nullable=False, index=True
        ),
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True),
        sa.Column("subject_kind", sa.String(16), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), sa.ForeignKey("cases.id", ondelete="SET NULL"), unique=True),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("made_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("decided_at", UtcDateTime(timezone=True)),
        sa.Column("outcome", sa.String(32)),
        sa.Column("reason", sa.Text()),
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.UniqueConstraint("subject_kind", "subject_id"),
    )
    op.create_table(
        "appeal_replies",
        sa.Column("appeal_id", sa.Uuid(), sa.ForeignKey("appeals.id", ondelete="CASCADE"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Uuid(), sa.ForeignKey("people.id", ondelete="SET NULL"), index=True),
        sa.Column("by_appellant", sa.Boolean(), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.UniqueConstraint("appeal_id", "position"),
    )


def downgrade() -> None:
    for table in ("appeal_replies", "appeals"):
        op.drop_table(table)
    with op.batch_alter_table("sanctions", schema=None) as batch_op:
        batch_op.drop_column("overturned_at")
        batch_op.drop_column("rule_text")
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_cases_barred_id"), type_="foreignkey")
        batch_op.drop_column("barred_id")
