"""Families that only an officer's code opens, and chats that their own family knows.

Revision: 0054, after 0053
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "peka_family_lock",
        sa.Column("family_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["family_id"], ["peka_family.id"]),
        sa.PrimaryKeyConstraint("family_id"),
    )
    op.create_table(
        "peka_link_known",
        sa.Column("link_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["link_id"], ["peka_link.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["peka_person.id"]),
        sa.PrimaryKeyConstraint("link_id", "person_id"),
    )


def downgrade() -> None:
    """Go back."""
    op.drop_table("peka_link_known")
    op.drop_table("peka_family_lock")
