"""The rooms of a community are found without looking at every conversation that two of its members have

Revision: 0035, after 0034
"""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

ALL_INSIDE = sa.text("section <> 'direct'")


def upgrade() -> None:
    op.create_index("ix_rooms_shared", "rooms", ["community_id"], sqlite_where=ALL_INSIDE, postgresql_where=ALL_INSIDE)


def downgrade() -> None:
    op.drop_index("ix_rooms_shared", "rooms")
