"""What a community's facilitators often say to welcome somebody, or to ask how they are

Revision: 0031, after 0030
"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("desks", schema=None) as batch_op:
        batch_op.add_column(sa.Column("greetings", sa.JSON(), nullable=False, server_default="{}"))
    with op.batch_alter_table("desks", schema=None) as batch_op:
        batch_op.alter_column("greetings", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("desks", schema=None) as batch_op:
        batch_op.drop_column("greetings")
