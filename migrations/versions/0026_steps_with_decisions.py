"""Which case a sanction was decided with

Revision: 0026, after 0022
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("sanctions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("case_id", sa.Uuid()))
        batch_op.create_foreign_key(
            batch_op.f("fk_sanctions_case_id"), "cases", ["case_id"], ["id"], ondelete="SET NULL"
        )
        batch_op.create_unique_constraint(batch_op.f("uq_sanctions_case_id"), ["case_id"])


def downgrade() -> None:
    with op.batch_alter_table("sanctions", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_sanctions_case_id"), type_="unique")
        batch_op.drop_constraint(batch_op.f("fk_sanctions_case_id"), type_="foreignkey")
        batch_op.drop_column("case_id")
