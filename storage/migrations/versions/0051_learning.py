"""Learning from use: tallies, words that were not understood, taught examples.

Revision: 0051, after 0050
"""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    text = sqlmodel.sql.sqltypes.AutoString
    op.create_table(
        "peka_tally",
        sa.Column("day", text(), nullable=False),
        sa.Column("name", text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "name"),
    )
    op.create_table(
        "peka_unknown",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.LargeBinary(), nullable=False),
        sa.Column("day", text(), nullable=False),
        sa.Column("asker", sa.LargeBinary(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "peka_example",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("text", text(), nullable=False),
        sa.Column("intent", text(), nullable=False),
        sa.Column("state", text(), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["proposed_by"], ["peka_staff.id"]),
        sa.ForeignKeyConstraint(["decided_by"], ["peka_staff.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("text"),
    )


def downgrade() -> None:
    """Go back."""
    op.drop_table("peka_example")
    op.drop_table("peka_unknown")
    op.drop_table("peka_tally")
