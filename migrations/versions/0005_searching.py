"""Searching: what can be found in messages and resources, and how far each room has been looked through

Revision: 0005, after 0004
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

# SQLite's index keeps no text of its own: it reads the table's, and these keep it as the table is.
SQLITE = (
    "CREATE VIRTUAL TABLE search_words USING fts5(words, content='search_entries', content_rowid='id', tokenize='ascii')",
    "CREATE TRIGGER search_entries_put AFTER INSERT ON search_entries BEGIN"
    " INSERT INTO search_words(rowid, words) VALUES (new.id, new.words); END",
    "CREATE TRIGGER search_entries_gone AFTER DELETE ON search_entries BEGIN"
    " INSERT INTO search_words(search_words, rowid, words) VALUES ('delete', old.id, old.words); END",
)


def upgrade() -> None:
    op.create_table(
        "search_marks",
        sa.Column("room_id", sa.Uuid(), nullable=False),
        sa.Column("change_seq", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["room_id"], ["rooms.id"], name=op.f("fk_search_marks_room_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("room_id", name=op.f("pk_search_marks")),
    )
    op.create_table(
        "search_entries",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=True),
        sa.Column("resource_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text().with_variant(postgresql.TSVECTOR(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_search_entries_community_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["message_id"], ["messages.id"], name=op.f("fk_search_entries_message_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["resource_id"], ["resources.id"], name=op.f("fk_search_entries_resource_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_entries")),
        sa.UniqueConstraint("message_id", name=op.f("uq_search_entries_message_id")),
        sa.UniqueConstraint("resource_id", name=op.f("uq_search_entries_resource_id")),
    )
    op.create_index("ix_search_entries_community_id_id", "search_entries", ["community_id", "id"])
    if op.get_bind().dialect.name == "sqlite":
        for statement in SQLITE:
            op.execute(statement)
    else:
        op.create_index("search_words_gin", "search_entries", ["words"], postgresql_using="gin")


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE search_words")
    op.drop_table("search_entries")
    op.drop_table("search_marks")
