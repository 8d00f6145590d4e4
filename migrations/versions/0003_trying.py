"""Trying: when its author suggests to ask again; whose answers were ever told; one table told for each resource

Revision: 0003, after 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("resource_versions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("try_days", sa.Integer(), nullable=False, server_default="28"))
    with op.batch_alter_table("try_reports", schema=None) as batch_op:
        batch_op.add_column(sa.Column("told", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("words_told", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("resource_versions", schema=None) as batch_op:
        batch_op.alter_column("try_days", server_default=None)
    with op.batch_alter_table("try_reports", schema=None) as batch_op:
        batch_op.alter_column("told", server_default=None)
        batch_op.alter_column("words_told", server_default=None)
    with op.batch_alter_table("trials", schema=None) as batch_op:
        batch_op.drop_index("ix_trials_due")
        batch_op.drop_column("asked_at")
    with op.batch_alter_table("outcome_releases", schema=None) as batch_op:
        batch_op.drop_index("ix_outcome_releases_latest")
        batch_op.create_unique_constraint(
            op.f("uq_outcome_releases_resource_id_counted_from"), ["resource_id", "counted_from"]
        )


def downgrade() -> None:
    with op.batch_alter_table("outcome_releases", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("uq_outcome_releases_resource_id_counted_from"), type_="unique")
        batch_op.create_index("ix_outcome_releases_latest", ["resource_id", "counted_from", "released_at"])
    with op.batch_alter_table("trials", schema=None) as batch_op:
        batch_op.add_column(sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index("ix_trials_due", ["ask_at"])
    with op.batch_alter_table("try_reports", schema=None) as batch_op:
        batch_op.drop_column("words_told")
        batch_op.drop_column("told")
    with op.batch_alter_table("resource_versions", schema=None) as batch_op:
        batch_op.drop_column("try_days")
