"""Whose it was that was removed, by whom and why, so that they can appeal; and what a facilitator removed in a room

Revision: 0028, after 0027
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

NEW = ("person_id", "anonymous", "by_id", "reason", "rule_text", "words")

removals = sa.table("removals", *(sa.column(name) for name in (*NEW, "case_id", "subject_id", "at")))
cases = sa.table("cases", *(sa.column(name) for name in ("id", "person_id", "decided_by_id", "reason")))
evidence = sa.table("evidence", *(sa.column(name) for name in ("case_id", "part", "anonymous")))
messages = sa.table("messages", *(sa.column(name) for name in ("id", "removed_at")))
checks = sa.table("resource_checks", *(sa.column(name) for name in ("resource_id", "at", "outcome")))


def upgrade() -> None:
    with op.batch_alter_table("removals", schema=None) as batch_op:
        batch_op.add_column(sa.Column("person_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("anonymous", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("by_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("reason", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("rule_text", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("words", sa.Text(), nullable=True))
        for column in ("person_id", "by_id"):
            name = op.f(f"fk_removals_{column}")
            batch_op.create_foreign_key(name, "people", [column], ["id"], ondelete="SET NULL")
        for column in ("person_id", "subject_id"):
            batch_op.create_index(op.f(f"ix_removals_{column}"), [column])
    _say_whose()
    with op.batch_alter_table("removals", schema=None) as batch_op:
        batch_op.alter_column("anonymous", server_default=None)


def _say_whose() -> None:
    """Of what a case removed and nobody had before: its author can appeal from now on."""
    by, said, whose = (_of_case(name) for name in ("decided_by_id", "reason", "person_id"))
    op.execute(removals.update().values(by_id=by, reason=said))
    unnamed = (
        evidence.c.case_id == removals.c.case_id,
        evidence.c.part == "itself",
        evidence.c.anonymous.is_(sa.true()),
    )
    op.execute(removals.update().where(sa.exists().where(*unnamed)).values(anonymous=sa.true()))
    gone = (messages.c.id == removals.c.subject_id, messages.c.removed_at == removals.c.at)
    out = (checks.c.resource_id == removals.c.subject_id, checks.c.at == removals.c.at, checks.c.outcome == "archive")
    by_this = sa.or_(sa.exists().where(*gone), sa.exists().where(*out))
    op.execute(removals.update().where(removals.c.case_id.is_not(None), by_this).values(person_id=whose))


def _of_case(name: str) -> sa.ScalarSelect:
    return sa.select(cases.c[name]).where(cases.c.id == removals.c.case_id).scalar_subquery()


def downgrade() -> None:
    with op.batch_alter_table("removals", schema=None) as batch_op:
        for column in ("person_id", "subject_id"):
            batch_op.drop_index(op.f(f"ix_removals_{column}"))
        for column in ("person_id", "by_id"):
            batch_op.drop_constraint(op.f(f"fk_removals_{column}"), type_="foreignkey")
        for column in NEW:
            batch_op.drop_column(column)
