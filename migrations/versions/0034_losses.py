"""What somebody loses by a decision is kept, so that exactly it comes back where the decision falls

Revision: 0034, after 0033
"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "losses",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=True),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("thing_id", sa.Uuid(), nullable=False),
        sa.Column("was", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name="fk_losses_community_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_losses_person_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["other_id"], ["people.id"], name="fk_losses_other_id", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_losses"),
    )
    for column in ("person_id", "other_id", "by_id"):
        op.create_index(f"ix_losses_{column}", "losses", [column])


def downgrade() -> None:
    op.drop_table("losses")
