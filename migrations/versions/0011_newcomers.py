"""First words: who has spoken where, who answered them, and members who offer to welcome newcomers

Revision: 0011, after 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
WAITS = sa.text("answered_at IS NULL AND ended_at IS NULL")
ASKED = sa.text("state = 'asked'")
SPOKEN = """
UPDATE memberships SET spoke_at = (
  SELECT min(messages.posted_at) FROM messages JOIN rooms ON rooms.id = messages.room_id
  WHERE messages.author_id = memberships.person_id AND rooms.community_id = memberships.community_id
)
"""


def upgrade() -> None:
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.add_column(sa.Column("spoke_at", MOMENT, nullable=True))
        batch_op.add_column(sa.Column("welcomes", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.alter_column("welcomes", server_default=None)
    op.execute(SPOKEN)  # whoever has spoken before is no newcomer
    op.create_table(
        "first_words",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("room_id", sa.Uuid(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("thread_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("anonymous", sa.Boolean(), nullable=False),
        sa.Column("said_at", MOMENT, nullable=False),
        sa.Column("amber_at", MOMENT, nullable=True),
        sa.Column("red_at", MOMENT, nullable=True),
        sa.Column("overdue_at", MOMENT, nullable=True),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("answer_id", sa.Uuid(), nullable=True),
        sa.Column("answered_by_id", sa.Uuid(), nullable=True),
        sa.Column("answered_as", sa.String(length=16), nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("ended_how", sa.String(length=16), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        _key("first_words", "community_id", "communities", "CASCADE"),
        _key("first_words", "person_id", "people", "SET NULL"),
        _key("first_words", "room_id", "rooms", "CASCADE"),
        _key("first_words", "message_id", "messages", "CASCADE"),
        _key("first_words", "answer_id", "messages", "SET NULL"),
        _key("first_words", "answered_by_id", "people", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_first_words")),
        sa.UniqueConstraint("message_id", name=op.f("uq_first_words_message_id")),
    )
    op.create_index(
        "ix_first_words_waiting", "first_words", ["community_id"], sqlite_where=WAITS, postgresql_where=WAITS
    )
    op.create_index("ix_first_words_said", "first_words", ["community_id", "said_at"])
    for column in ("person_id", "answer_id", "answered_by_id"):
        op.create_index(op.f(f"ix_first_words_{column}"), "first_words", [column])
    op.create_table(
        "mentors",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=True),
        _key("mentors", "community_id", "communities", "CASCADE"),
        _key("mentors", "person_id", "people", "CASCADE"),
        sa.CheckConstraint("capacity BETWEEN 1 AND 30", name=op.f("ck_mentors_capacity")),
        sa.PrimaryKeyConstraint("community_id", "person_id", name=op.f("pk_mentors")),
    )
    op.create_index(op.f("ix_mentors_person_id"), "mentors", ["person_id"])
    op.create_table(
        "askings",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("first_words_id", sa.Uuid(), nullable=False),
        sa.Column("mentor_id", sa.Uuid(), nullable=True),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        _key("askings", "community_id", "communities", "CASCADE"),
        _key("askings", "first_words_id", "first_words", "CASCADE"),
        _key("askings", "mentor_id", "people", "SET NULL"),
        _key("askings", "by_id", "people", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_askings")),
    )
    op.create_index(
        "uq_askings_open", "askings", ["first_words_id"], unique=True, sqlite_where=ASKED, postgresql_where=ASKED
    )
    op.create_index("ix_askings_mentor", "askings", ["mentor_id", "community_id", "state"])
    op.create_index(op.f("ix_askings_by_id"), "askings", ["by_id"])


def downgrade() -> None:
    for table in ("askings", "mentors", "first_words"):
        op.drop_table(table)
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.drop_column("welcomes")
        batch_op.drop_column("spoke_at")


def _key(table: str, column: str, to: str, then: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name, ondelete=then)
