"""Talking about what is in the library: where each resource's discussion takes place

Revision: 0006, after 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("resources", schema=None) as batch_op:
        batch_op.add_column(sa.Column("discussion_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("discussion_room_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_resources_discussion_id"), "messages", ["discussion_id"], ["id"], ondelete="SET NULL"
        )
        batch_op.create_foreign_key(
            op.f("fk_resources_discussion_room_id"), "rooms", ["discussion_room_id"], ["id"], ondelete="SET NULL"
        )
        batch_op.create_index(op.f("ix_resources_discussion_id"), ["discussion_id"])


def downgrade() -> None:
    with op.batch_alter_table("resources", schema=None) as batch_op:
        batch_op.drop_index(op.f("ix_resources_discussion_id"))
        batch_op.drop_constraint(op.f("fk_resources_discussion_room_id"), type_="foreignkey")
        batch_op.drop_constraint(op.f("fk_resources_discussion_id"), type_="foreignkey")
        batch_op.drop_column("discussion_room_id")
        batch_op.drop_column("discussion_id")
