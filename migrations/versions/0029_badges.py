"""Who has a badge is found without looking at everybody else

Revision: 0029, after 0028
"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

SPECIAL = sa.text("role <> 'member'")


def upgrade() -> None:
    op.create_index(
        "ix_memberships_badges", "memberships", ["community_id"], sqlite_where=SPECIAL, postgresql_where=SPECIAL
    )


def downgrade() -> None:
    op.drop_index("ix_memberships_badges", "memberships")
