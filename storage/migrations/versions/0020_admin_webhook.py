"""The admin webhook: what came in, what goes out, schedules and proposals.

Revision: 0020, after 0001
"""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0020"
down_revision = "0001"
branch_labels = None
depends_on = None

TEXT = sqlmodel.sql.sqltypes.AutoString
LONG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WAITING = sa.text("state = 'waiting'")


def upgrade() -> None:
    """Go forward."""
    _messages()
    _events()
    _schedules()
    _proposals()


def _messages() -> None:
    op.create_table(
        "peka_admin_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.LargeBinary(), nullable=False),
        sa.Column("webhook_index", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("kind", TEXT(), nullable=False),
        sa.Column("state", TEXT(), nullable=False),
        sa.Column("ref", TEXT(), nullable=False),
        sa.Column("token_index", sa.LargeBinary(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("first", sa.LargeBinary(), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("done_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("ref"),
        sa.UniqueConstraint("webhook_index"),
    )


def _events() -> None:
    op.create_table(
        "peka_event",
        sa.Column("id", LONG, nullable=False),
        sa.Column("ref", TEXT(), nullable=False),
        sa.Column("kind", TEXT(), nullable=False),
        sa.Column("subject", TEXT(), nullable=False),
        sa.Column("body", TEXT(), nullable=False),
        sa.Column("state", TEXT(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("error", TEXT(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("done_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("ref"),
    )
    op.create_index(
        "ix_event_due", "peka_event", ["due_at"], sqlite_where=WAITING, postgresql_where=WAITING
    )
    op.create_index("ix_event_subject", "peka_event", ["subject", "id"])


def _schedules() -> None:
    op.create_table(
        "peka_schedule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", TEXT(), nullable=False),
        sa.Column("kind", TEXT(), nullable=False),
        sa.Column("area", TEXT(), nullable=False),
        sa.Column("programme", TEXT(), nullable=False),
        sa.Column("day", TEXT(), nullable=False),
        sa.Column("until", TEXT(), nullable=False),
        sa.Column("hours", TEXT(), nullable=False),
        sa.Column("place", TEXT(), nullable=False),
        sa.Column("period", TEXT(), nullable=False),
        sa.Column("ended", sa.Boolean(), nullable=False),
        sa.Column("told_to", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
    )
    op.create_index("ix_peka_schedule_area", "peka_schedule", ["area"])


def _proposals() -> None:
    op.create_table(
        "peka_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.LargeBinary(), nullable=False),
        sa.Column("ref", TEXT(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("wanted", TEXT(), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("state", TEXT(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["peka_case.id"]),
        sa.ForeignKeyConstraint(["staff_id"], ["peka_staff.id"]),
        sa.ForeignKeyConstraint(["decided_by"], ["peka_staff.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("ref"),
    )
    op.create_index("ix_peka_proposal_case_id", "peka_proposal", ["case_id"])


def downgrade() -> None:
    """Go back."""
    for table in ("peka_proposal", "peka_schedule", "peka_event", "peka_admin_message"):
        op.drop_table(table)
