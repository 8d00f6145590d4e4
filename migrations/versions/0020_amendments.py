"""Amendments of a charter, their support, and the ballots of votes that are open

Revision: 0020, after 0019
"""

import sqlalchemy as sa
from alembic import op

from networks.base import UtcDateTime

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def _person(name: str, ondelete: str, *, nullable: bool = True, index: bool = False) -> sa.Column:
    return sa.Column(name, sa.Uuid(), sa.ForeignKey("people.id", ondelete=ondelete), nullable=nullable, index=index)


def _about() -> sa.Column:
    return sa.Column("amendment_id", sa.Uuid(), sa.ForeignKey("amendments.id", ondelete="CASCADE"), nullable=False)


def upgrade() -> None:
    op.create_table(
        "amendments",
        sa.Column(
            "community_id", sa.Uuid(), sa.ForeignKey("communities.id", ondelete="CASCADE"), nullable=False, index=True
        ),
        _person("by_id", "SET NULL", index=True),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("made_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("opened_at", UtcDateTime(timezone=True)),
        sa.Column("closes_at", UtcDateTime(timezone=True)),
        sa.Column("electorate", sa.Integer()),
        _person("decided_by_id", "SET NULL"),
        sa.Column("decided_at", UtcDateTime(timezone=True)),
        sa.Column("reason", sa.Text()),
        sa.Column("yes", sa.Integer()),
        sa.Column("no", sa.Integer()),
        sa.Column("abstain", sa.Integer()),
        sa.Column("id", sa.Uuid(), primary_key=True),
    )
    for name, more in (("amendment_supports", ()), ("amendment_ballots", ("choice",))):
        op.create_table(
            name,
            _about(),
            _person("person_id", "CASCADE", nullable=False, index=True),
            *(sa.Column(one, sa.String(16), nullable=False) for one in more),
            sa.Column("id", sa.Uuid(), primary_key=True),
            sa.UniqueConstraint("amendment_id", "person_id"),
        )


def downgrade() -> None:
    for table in ("amendment_ballots", "amendment_supports", "amendments"):
        op.drop_table(table)
