"""Reports, what is kept of what was reported, what was removed, and who may report less for a time

Revision: 0021, after 0020
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "reports",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("reporter_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(length=16), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("upheld", sa.Boolean(), nullable=True),
        sa.Column("seen_at", MOMENT, nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        _to("reports", "case_id", "cases", "CASCADE"),
        _to("reports", "community_id", "communities", "CASCADE"),
        _to("reports", "reporter_id", "people", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
        sa.UniqueConstraint("case_id", "reporter_id", name=op.f("uq_reports_case_id_reporter_id")),
    )
    op.create_index("ix_reports_of_somebody", "reports", ["reporter_id", "community_id", "at"])
    op.create_table(
        "evidence",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=16), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("anonymous", sa.Boolean(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        _to("evidence", "case_id", "cases", "CASCADE"),
        _to("evidence", "author_id", "people", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
    )
    op.create_index("ix_evidence_case", "evidence", ["case_id", "position"])
    op.create_index(op.f("ix_evidence_author_id"), "evidence", ["author_id"])
    op.create_table(
        "removals",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("subject_kind", sa.String(length=16), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("why", sa.String(length=16), nullable=True),
        sa.Column("rule", sa.String(length=300), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("restored_at", MOMENT, nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        _to("removals", "community_id", "communities", "CASCADE"),
        _to("removals", "case_id", "cases", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_removals")),
        sa.UniqueConstraint("case_id", name=op.f("uq_removals_case_id")),
    )
    op.create_index("ix_removals_newest", "removals", ["community_id", "at"])
    op.create_table(
        "report_limits",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        _to("report_limits", "community_id", "communities", "CASCADE"),
        _to("report_limits", "person_id", "people", "CASCADE"),
        _to("report_limits", "by_id", "people", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_limits")),
    )
    op.create_index(op.f("ix_report_limits_person_id"), "report_limits", ["person_id"])
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.add_column(sa.Column("news", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.alter_column("news", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.drop_column("news")
    for table in ("report_limits", "removals", "evidence", "reports"):
        op.drop_table(table)


def _to(table: str, column: str, other: str, then: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"), ondelete=then)
