"""Broadcasts and the ledger of their recipients.

Revision: 0040, after 0031
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0031"
branch_labels = None
depends_on = None

LONG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Go forward."""
    _broadcasts()
    _recipients()


def _broadcasts() -> None:
    op.create_table(
        "peka_broadcast",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("uuid", sa.LargeBinary(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False, unique=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("texts", sa.LargeBinary(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("composer_id", sa.Integer(), sa.ForeignKey("peka_staff.id"), nullable=False),
        sa.Column("approver_id", sa.Integer(), sa.ForeignKey("peka_staff.id"), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("cursor", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("done_at", sa.BigInteger(), nullable=True),
    )
    op.create_index("ix_peka_broadcast_state", "peka_broadcast", ["state"])
    op.create_index("ix_peka_broadcast_digest", "peka_broadcast", ["digest"])


def _recipients() -> None:
    op.create_table(
        "peka_recipient",
        sa.Column("id", LONG, primary_key=True),
        sa.Column(
            "broadcast_id", sa.Integer(), sa.ForeignKey("peka_broadcast.id"), nullable=False
        ),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("peka_person.id"), nullable=False),
        sa.Column("family_id", sa.Integer(), sa.ForeignKey("peka_family.id"), nullable=True),
        sa.Column("village", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("outbox_id", LONG, nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("tried", sa.String(), nullable=False),
        sa.Column("outside_at", sa.BigInteger(), nullable=True),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.UniqueConstraint("broadcast_id", "person_id"),
        sa.UniqueConstraint("broadcast_id", "family_id"),
    )
    op.create_index(
        "ix_recipient_outcome", "peka_recipient", ["broadcast_id", "outcome", "due_at"]
    )
    op.create_index("ix_recipient_outbox", "peka_recipient", ["outbox_id"])
    op.create_index("ix_recipient_outside", "peka_recipient", ["account", "outside_at"])
    op.create_index("ix_peka_recipient_person_id", "peka_recipient", ["person_id"])


def downgrade() -> None:
    """Go back."""
    op.drop_table("peka_recipient")
    op.drop_table("peka_broadcast")
