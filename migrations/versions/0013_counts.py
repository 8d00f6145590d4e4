"""What was said, counted, so that figures need not read it all

Revision: 0013, after 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def _to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete="CASCADE")


def upgrade() -> None:
    op.create_table(
        "count_marks",
        sa.Column("room_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        _to("count_marks", "room_id", "rooms"),
        sa.PrimaryKeyConstraint("room_id", name=op.f("pk_count_marks")),
    )
    op.create_table(
        "spoken_days",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("messages", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        _to("spoken_days", "community_id", "communities"),
        sa.PrimaryKeyConstraint("community_id", "day", name=op.f("pk_spoken_days")),
    )
    op.create_table(
        "spoken_by",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        _to("spoken_by", "community_id", "communities"),
        _to("spoken_by", "person_id", "people"),
        sa.PrimaryKeyConstraint("community_id", "day", "person_id", name=op.f("pk_spoken_by")),
    )
    op.create_index(op.f("ix_spoken_by_person_id"), "spoken_by", ["person_id"])
    op.create_table(
        "voices",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        _to("voices", "community_id", "communities"),
        _to("voices", "person_id", "people"),
        sa.PrimaryKeyConstraint("community_id", "person_id", name=op.f("pk_voices")),
    )
    op.create_index(op.f("ix_voices_person_id"), "voices", ["person_id"])
    op.create_index("ix_cases_decided", "cases", ["community_id", "decided_at"])


def downgrade() -> None:
    op.drop_index("ix_cases_decided", "cases")
    op.drop_table("voices")
    op.drop_table("spoken_by")
    op.drop_table("spoken_days")
    op.drop_table("count_marks")
