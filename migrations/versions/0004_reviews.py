"""Reviews: what professionals answer, what proposals became, looking again, operators' openings, asking for a tip

Revision: 0004, after 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    with op.batch_alter_table("review_assignments", schema=None) as batch_op:
        batch_op.add_column(sa.Column("number", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("against", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("answered_at", MOMENT, nullable=True))
    with op.batch_alter_table("review_proposals", schema=None) as batch_op:
        batch_op.add_column(sa.Column("became", sa.Integer(), nullable=True))
    op.create_table(
        "resource_checks",
        sa.Column("resource_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("until", MOMENT, nullable=True),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_resource_checks_by_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["resource_id"], ["resources.id"], name=op.f("fk_resource_checks_resource_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resource_checks")),
    )
    op.create_index("ix_resource_checks_latest", "resource_checks", ["resource_id", "at"])
    op.create_table(
        "resource_openings",
        sa.Column("resource_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_resource_openings_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["resource_id"], ["resources.id"], name=op.f("fk_resource_openings_resource_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resource_openings")),
    )
    op.create_index("ix_resource_openings_held", "resource_openings", ["resource_id", "person_id", "expires_at"])
    op.create_index(op.f("ix_resource_openings_person_id"), "resource_openings", ["person_id"])
    op.create_table(
        "tip_asks",
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("accepted", sa.Boolean(), nullable=True),
        sa.Column("resource_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_tip_asks_by_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_tip_asks_community_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["message_id"], ["messages.id"], name=op.f("fk_tip_asks_message_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["resource_id"], ["resources.id"], name=op.f("fk_tip_asks_resource_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tip_asks")),
        sa.UniqueConstraint("message_id", name=op.f("uq_tip_asks_message_id")),
    )
    op.create_index(op.f("ix_tip_asks_by_id"), "tip_asks", ["by_id"])
    op.create_index(op.f("ix_tip_asks_community_id"), "tip_asks", ["community_id"])
    op.create_index("ix_resources_due", "resources", ["listed", "review_by"])


def downgrade() -> None:
    op.drop_index("ix_resources_due", "resources")
    op.drop_table("tip_asks")
    op.drop_table("resource_openings")
    op.drop_table("resource_checks")
    with op.batch_alter_table("review_proposals", schema=None) as batch_op:
        batch_op.drop_column("became")
    with op.batch_alter_table("review_assignments", schema=None) as batch_op:
        batch_op.drop_column("answered_at")
        batch_op.drop_column("against")
        batch_op.drop_column("number")
