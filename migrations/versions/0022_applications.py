"""What professionals say of themselves to have it checked, and what became of it

Revision: 0022, after 0021
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
OPEN = sa.text("state = 'open'")
HOLDS = sa.text("state = 'verified' AND revoked_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "applications",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("profession", sa.String(length=60), nullable=False),
        sa.Column("body", sa.String(length=200), nullable=False),
        sa.Column("number", sa.String(length=80), nullable=False),
        sa.Column("check_url", sa.String(length=500), nullable=False),
        sa.Column("interests", sa.String(length=500), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("applied_at", MOMENT, nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("title", sa.String(length=60), nullable=True),
        sa.Column("expires_at", MOMENT, nullable=True),
        sa.Column("revoked_at", MOMENT, nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        _to("community_id", "communities", "CASCADE"),
        _to("person_id", "people", "CASCADE"),
        _to("decided_by_id", "people", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_applications")),
    )
    for column in ("community_id", "person_id", "decided_by_id"):
        op.create_index(op.f(f"ix_applications_{column}"), "applications", [column])
    pair = ["person_id", "community_id"]
    _partly("uq_applications_open", pair, OPEN, unique=True)
    _partly("uq_applications_held", pair, HOLDS, unique=True)
    _partly("ix_applications_waiting", ["applied_at"], OPEN)
    _partly("ix_applications_over", ["expires_at"], HOLDS)


def downgrade() -> None:
    op.drop_table("applications")


def _partly(name: str, columns: list[str], which: sa.TextClause, *, unique: bool = False) -> None:
    op.create_index(name, "applications", columns, unique=unique, sqlite_where=which, postgresql_where=which)


def _to(column: str, other: str, then: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_applications_{column}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete=then)
