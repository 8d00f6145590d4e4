"""What is in the library is looked through anew: its kind and its tags are found with its words

Revision: 0010, after 0009
"""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # The worker puts back what is missing as soon as it runs.
    op.execute("DELETE FROM search_entries WHERE resource_id IS NOT NULL")


def downgrade() -> None:
    op.execute("DELETE FROM search_entries WHERE resource_id IS NOT NULL")
