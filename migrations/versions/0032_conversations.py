"""Two members can talk with each other, where nobody else comes

Revision: 0032, after 0031
"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

rooms = sa.table("rooms", sa.column("id"), sa.column("section"))
messages = sa.table("messages", sa.column("id"), sa.column("room_id"))
reactions = sa.table("reactions", sa.column("message_id"))
read_marks = sa.table("read_marks", sa.column("room_id"))


def upgrade() -> None:
    _make_conversations()
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.add_column(sa.Column("takes_messages", sa.Boolean(), nullable=False, server_default=sa.true()))
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.alter_column("takes_messages", server_default=None)
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.add_column(sa.Column("kept_from_id", sa.Uuid(), nullable=True))
        name = op.f("fk_cases_kept_from_id")
        batch_op.create_foreign_key(name, "people", ["kept_from_id"], ["id"], ondelete="SET NULL")


def _make_conversations() -> None:
    op.create_table(
        "conversations",
        sa.Column("room_id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("low_id", sa.Uuid(), nullable=False),
        sa.Column("high_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=True),
        sa.Column("asked_key", sa.String(64), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("declined_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("low_id < high_id", name=op.f("ck_conversations_in_order")),
        sa.ForeignKeyConstraint(["room_id"], ["rooms.id"], name=op.f("fk_conversations_room_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_conversations_community_id"), ondelete="CASCADE"
        ),
        *(
            sa.ForeignKeyConstraint([who], ["people.id"], name=op.f(f"fk_conversations_{who}"), ondelete="CASCADE")
            for who in ("low_id", "high_id", "asked_by_id")
        ),
        sa.PrimaryKeyConstraint("room_id", name=op.f("pk_conversations")),
        sa.UniqueConstraint(
            "community_id", "low_id", "high_id", name=op.f("uq_conversations_community_id_low_id_high_id")
        ),
    )
    for who in ("low_id", "high_id"):
        op.create_index(op.f(f"ix_conversations_{who}"), "conversations", [who])


def downgrade() -> None:
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("fk_cases_kept_from_id"), type_="foreignkey")
        batch_op.drop_column("kept_from_id")
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.drop_column("takes_messages")
    _forget_what_was_said()
    op.drop_table("conversations")


def _forget_what_was_said() -> None:
    """The version before knows no rooms that are not open to all: it would show them to everybody."""
    ids = sa.select(rooms.c.id).where(rooms.c.section == "direct")
    said = sa.select(messages.c.id).where(messages.c.room_id.in_(ids))
    op.execute(reactions.delete().where(reactions.c.message_id.in_(said)))
    for table in (messages, read_marks):
        op.execute(table.delete().where(table.c.room_id.in_(ids)))
    op.execute(rooms.delete().where(rooms.c.section == "direct"))
